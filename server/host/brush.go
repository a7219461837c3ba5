package host

import (
	"bytes"
	"strings"
	"sync"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
)

// brush is what a frame is painted with. One at 80×24 is six hundred kilobytes,
// so it is borrowed for a frame; nothing in it outlives that but its room.
type brush struct {
	cells      *uv.TerminalRenderer
	out        bytes.Buffer
	shown, new uv.ScreenBuffer
	kind       terminal
	profile    colorprofile.Profile
	painted    *tea.View // the last frame; whoever shows that one still need not load it
}

// terminal is what a terminal understands, as its name tells.
type terminal uint8

// The library's renderer tells terminals apart by their names; each of these
// stands for all that it treats alike.
const (
	plain terminal = iota
	xterm
	full
	alacritty
	screen
	console
	terminals
)

var representatives = [terminals]string{"", "xterm", "foot", "alacritty", "screen", "linux"}

// kindOf tells which terminal a name belongs to.
func kindOf(term string) terminal {
	family, variant, _ := strings.Cut(term, "-")
	variant, _, _ = strings.Cut(variant, "-")
	switch family {
	case "contour", "foot", "ghostty", "kitty", "rio", "st", "tmux", "wezterm":
		return full
	case "xterm":
		switch variant {
		case "ghostty", "kitty", "rio":
			return full
		}
		return xterm
	case "alacritty":
		return alacritty
	case "screen":
		return screen
	case "linux":
		return console
	}
	return plain
}

// brushes are apart by profile, too: the renderer keeps the pen of the last frame,
// and a colour that is none in one profile would be thought set in another.
var brushes [terminals][colorprofile.TrueColor + 1]sync.Pool

// borrow takes a brush for a terminal.
func borrow(p *painter) *brush {
	b, _ := brushes[p.kind][p.profile].Get().(*brush)
	if b == nil {
		b = &brush{kind: p.kind, profile: p.profile, shown: uv.NewScreenBuffer(0, 0), new: uv.NewScreenBuffer(0, 0)}
		b.cells = uv.NewTerminalRenderer(&b.out, []string{"TERM=" + representatives[p.kind]})
		b.cells.SetTabStops(-1)
		b.cells.SetMapNewline(true)
		b.cells.SetScrollOptim(true)
		b.cells.SetColorProfile(b.profile)
	}
	return b
}

func (b *brush) giveBack() {
	b.out.Reset()
	brushes[b.kind][b.profile].Put(b)
}

// mode sets which screen the terminal shows.
func (b *brush) mode(alternate bool) {
	b.cells.SetFullscreen(alternate)
	b.cells.SetRelativeCursor(!alternate)
}

// load makes the renderer believe that it has painted what the terminal shows.
func (b *brush) load(p *painter) {
	content := ""
	if p.last != nil {
		content = p.last.Content
	}
	fill(&b.shown, content, p.area, p.full())
	b.believe(p)
}

// loadRows does so for some rows of the alternate screen. The others only must
// not be taken for empty ones.
func (b *brush) loadRows(p *painter, rows []int) {
	b.shown.Resize(p.area.Dx(), p.area.Dy())
	for _, line := range b.shown.Lines {
		blank(line)
		line.Set(0, &somewhat)
	}
	b.fillRows(&b.shown, p.last.Content, rows)
	for y := range b.shown.Lines {
		b.shown.TouchLine(0, y, p.area.Dx())
	}
	b.believe(p)
}

// believe paints what is shown without looks, which is half the work: nobody sees
// it, and the cells that the renderer keeps have theirs all the same.
func (b *brush) believe(p *painter) {
	b.mode(p.full())
	b.cells.SetColorProfile(colorprofile.NoTTY)
	b.cells.Erase()
	b.cells.SetPosition(0, 0)
	b.cells.Render(b.shown.RenderBuffer)
	b.cells.SetColorProfile(b.profile)
}

// somewhat stands in rows that nobody looked at.
var somewhat = uv.Cell{Content: "?", Width: 1}

// begin puts the cursor where the terminal has it.
func (b *brush) begin(p *painter) {
	b.cells.MoveTo(0, 0) // from beyond the end of a line, too
	b.flush()
	b.mode(p.full())
	b.cells.SetPosition(p.saved.X, p.saved.Y)
	b.cells.SaveCursor()
	b.cells.SetPosition(p.cursor.X, p.cursor.Y)
}

// turn changes between the two screens, each of which has a cursor of its own.
func (b *brush) turn(alternate bool) {
	if alternate {
		b.cells.SaveCursor()
	} else {
		b.cells.RestoreCursor()
	}
	b.mode(alternate)
}

// paint writes the cells that differ; same tells that the area is the one that
// was loaded.
func (b *brush) paint(view *tea.View, area uv.Rectangle, same bool) {
	fill(&b.new, view.Content, area, view.AltScreen)
	if same {
		changed := b.changed()
		if view.AltScreen && scattered(changed) {
			b.inSegments(changed)
			return
		}
		for y := range b.new.Touched {
			b.new.Touched[y] = nil
		}
		for _, y := range changed {
			b.new.TouchLine(0, y, area.Dx())
		}
	}
	b.cells.Render(b.new.RenderBuffer)
	b.shown, b.new = b.new, b.shown
}

// paintRows writes the cells that differ in some rows, all others being as they
// were. Nothing is scrolled: the renderer may not know what it would move.
func (b *brush) paintRows(view *tea.View, rows []int) {
	b.new.Resize(b.shown.Width(), b.shown.Height())
	b.fillRows(&b.new, view.Content, rows)
	b.cells.SetScrollOptim(false)
	if scattered(rows) {
		b.inSegments(rows)
	} else {
		for _, y := range rows {
			copy(b.shown.Lines[y], b.new.Lines[y])
			b.shown.TouchLine(0, y, len(b.shown.Lines[y]))
		}
		b.cells.Render(b.shown.RenderBuffer)
	}
	b.cells.SetScrollOptim(true)
}

// cursor is where the terminal's cursor is now. Nobody knows that of one at the
// end of a row: terminals differ about it.
func (b *brush) cursor(view *tea.View, area uv.Rectangle) uv.Position {
	x, y := b.cells.Position()
	if view.AltScreen && view.Cursor == nil && x >= area.Dx()-1 {
		return unknown
	}
	return uv.Pos(x, y)
}

// flush answers what was written since the last time. It is valid until then.
func (b *brush) flush() []byte {
	b.out.Reset()
	_ = b.cells.Flush() // a buffer takes everything
	return b.out.Bytes()
}

func equalLines(a, b uv.Line) bool {
	for i := range a {
		if !a[i].Equal(&b[i]) {
			return false
		}
	}
	return true
}

// fill makes cells of a content. What is higher than its area loses its first
// rows, on the alternate screen its last.
func fill(s *uv.ScreenBuffer, content string, area uv.Rectangle, alternate bool) {
	height := area.Dy()
	tall := height
	if !alternate {
		tall = max(tall, rows(content))
	}
	s.Touched = s.Touched[:min(len(s.Touched), tall)]
	s.Resize(area.Dx(), tall)
	for y, line := range s.Lines {
		blank(line)
		s.TouchLine(0, y, len(line))
	}
	grid{s, tall}.write(content, s.Bounds())
	for _, line := range s.Lines {
		even(line)
	}
	s.Lines, s.Touched = s.Lines[tall-height:], s.Touched[tall-height:]
}

// fillRows makes cells of some rows of a content.
func (b *brush) fillRows(s *uv.ScreenBuffer, content string, rows []int) {
	y := 0
	for _, next := range rows {
		var row string
		for ; y <= next; y++ {
			row, content, _ = strings.Cut(content, "\n")
		}
		blank(s.Lines[next])
		grid{s, s.Height()}.write(row, uv.Rect(0, next, s.Width(), 1))
		even(s.Lines[next])
	}
}
