package host

import (
	"io"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// painter knows what a terminal shows and writes what makes it show something
// else. Between two frames it keeps the text of the last one and nothing more:
// cells are borrowed for the time of a frame.
type painter struct {
	out     io.Writer
	env     []string
	kind    terminal
	profile colorprofile.Profile

	width, height int       // of the terminal
	last          *tea.View // what it shows; nil: nothing of ours yet
	area          uv.Rectangle
	cursor, saved uv.Position // where the terminal's cursor is, and will be when the alternate screen is left
	before        []byte      // what the terminal is told before the next frame
	erase, home   bool        // the next frame begins with an empty screen, or where the screen begins
}

// unknown is where the cursor is when nothing can be said about that.
var unknown = uv.Pos(-1, -1)

func newPainter(o Options) painter {
	return painter{
		out: o.Output, env: o.Env, kind: kindOf(uv.Environ(o.Env).Getenv("TERM")), profile: o.Profile,
		width: o.Width, height: o.Height,
		area: uv.Rect(0, 0, o.Width, o.Height), cursor: unknown, saved: unknown,
	}
}

// say tells the terminal something before the next frame.
func (p *painter) say(sequence string) { p.before = append(p.before, sequence...) }

// resize notes another size: terminals move around what they show then.
func (p *painter) resize(width, height int) {
	p.width, p.height, p.erase = width, height, true
	if p.full() {
		p.cursor = unknown
	}
}

// clear makes the next frame begin with an empty screen.
func (p *painter) clear() { p.erase, p.home = true, true }

// full tells whether the terminal shows its alternate screen.
func (p *painter) full() bool { return p.last != nil && p.last.AltScreen }

// clicked asks the last frame what a mouse event means there.
func (p *painter) clicked(msg tea.MouseMsg) tea.Cmd {
	if p.last == nil || p.last.OnMouse == nil {
		return nil
	}
	return p.last.OnMouse(msg)
}

// print writes lines above a frame that does not have the whole screen.
func (p *painter) print(text string) {
	if p.full() || text == "" {
		return
	}
	var b strings.Builder
	b.WriteByte('\r')
	if down := p.area.Dy() - p.cursor.Y - 1; down > 0 {
		b.WriteString(ansi.CursorDown(down))
	}
	lines := strings.Split(text, "\n")
	rows := len(lines)
	for _, line := range lines {
		rows += ansi.StringWidth(line) / max(1, p.area.Dx())
	}
	b.WriteString(strings.Repeat("\n", rows))
	b.WriteString(ansi.CursorUp(rows + p.area.Dy() - 1))
	b.WriteString(ansi.InsertLine(rows))
	for _, line := range lines {
		b.WriteString(line + ansi.EraseLineRight + "\r\n")
	}
	p.say(b.String())
	p.cursor = uv.Pos(0, 0)
}

// draw shows a view, in one write, or none when there is nothing to write. The
// last one is not shown where it would be gone with the screen.
func (p *painter) draw(view tea.View, last bool) error {
	area := p.areaOf(&view)
	if p.differs(&view, area) && !(last && p.full() && view.AltScreen) {
		p.before = p.frame(p.before, &view, area)
	}
	if len(p.before) == 0 {
		return nil
	}
	_, err := p.out.Write(p.before)
	p.before = nil
	return err
}

// areaOf is the part of the terminal that a view has: all of the alternate
// screen, and as many rows as it needs of the other one.
func (p *painter) areaOf(view *tea.View) uv.Rectangle {
	area := uv.Rect(0, 0, p.width, p.height)
	switch {
	case !view.AltScreen:
		area.Max.Y = min(p.height, rows(view.Content))
	case view.Content == "":
		area.Max.Y = 0
	}
	return area
}

func rows(content string) int { return strings.Count(content, "\n") + 1 }

// differs tells whether a view looks different from what the terminal shows.
func (p *painter) differs(view *tea.View, area uv.Rectangle) bool {
	if p.last == nil || p.erase || area != p.area || view.Content != p.last.Content {
		return true
	}
	a, b := p.last, view
	return !equal(a.Cursor, b.Cursor) || !equal(a.ProgressBar, b.ProgressBar) || !equal(a.ProgramStatus, b.ProgramStatus) ||
		a.AltScreen != b.AltScreen || a.DisableBracketedPasteMode != b.DisableBracketedPasteMode || a.ReportFocus != b.ReportFocus ||
		a.MouseMode != b.MouseMode || a.WindowTitle != b.WindowTitle ||
		a.ForegroundColor != b.ForegroundColor || a.BackgroundColor != b.BackgroundColor
}

// equal compares what two views point to.
func equal[T comparable](a, b *T) bool { return a == b || a != nil && b != nil && *a == *b }

// frame appends what turns what the terminal shows into a view.
func (p *painter) frame(out []byte, view *tea.View, area uv.Rectangle) []byte {
	switched := view.AltScreen != p.full()
	anew := p.erase || switched || area != p.area
	b := borrow(p)
	defer b.giveBack()
	loaded := b.painted != nil && b.painted == p.last
	var rows []int
	some := false
	if !anew && view.AltScreen {
		rows, some = differing(p.last.Content, view.Content, area.Dy())
	}
	switch {
	case loaded, anew && view.AltScreen: // nothing of what is shown stays
	case some:
		b.loadRows(p, rows)
	default:
		b.load(p)
	}
	b.begin(p)
	if p.home {
		b.cells.MoveTo(0, 0)
	}
	if anew {
		b.cells.Erase()
	}
	if switched {
		b.turn(view.AltScreen)
	}
	modes(b.cells, p.last, view)
	if some {
		b.paintRows(view, rows)
	} else {
		b.paint(view, area, !anew)
	}
	if c := view.Cursor; c != nil {
		b.cells.MoveTo(c.X, c.Y)
	} else if x, y := b.cells.Position(); !view.AltScreen && x >= p.width-1 {
		b.cells.MoveTo(0, y) // terminals wrap what dangles at the end of a line
	}
	body := b.flush()
	if b.painted = view; some && !loaded {
		b.painted = nil // it knows some rows of it
	}

	shown, shows := p.last != nil && p.last.Cursor != nil, view.Cursor != nil
	moved := p.last == nil || switched || shown != shows
	flown := len(body) > 0 && shown && shows // it is not seen flying around
	if switched {
		out = append(out, alternate(view.AltScreen)...)
	}
	if flown || moved && !shows {
		out = append(out, ansi.ResetModeTextCursorEnable...)
	}
	out = append(out, body...)
	if flown || moved && shows {
		out = append(out, ansi.SetModeTextCursorEnable...)
	}
	if switched && view.AltScreen {
		p.saved = p.cursor
	}
	p.cursor = b.cursor(view, area)
	p.last, p.area, p.erase, p.home = view, area, false, false
	return out
}

// close leaves the terminal as it was found, with the cursor below what was
// shown.
func (p *painter) close() error {
	last := p.last
	if last == nil {
		return nil
	}
	if last.AltScreen {
		p.say(ansi.CursorPosition(1, p.height) + alternate(false))
	} else {
		p.say("\r" + strings.Repeat("\n", max(0, p.area.Dy()-1-p.cursor.Y)) + ansi.EraseScreenBelow)
	}
	if last.Cursor == nil {
		p.say(ansi.SetModeTextCursorEnable)
	}
	p.before = append(p.before, leave(last)...)
	_, err := p.out.Write(p.before)
	p.before, p.last = nil, nil
	return err
}

func alternate(on bool) string {
	if on {
		return ansi.SetModeAltScreenSaveCursor
	}
	return ansi.ResetModeAltScreenSaveCursor
}
