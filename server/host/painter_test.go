//go:build !teaprogram

package host

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
)

// What a terminal shows never depends on what it showed before: frames that were
// painted one over the other, by whatever moves and scrolls are short, leave the
// cells that the last of them leaves on an empty screen.
func TestPaint(t *testing.T) {
	seeds := 160
	switch {
	case long():
		seeds = 4000
	case testing.Short():
		seeds = 32
	}
	const parts = 8
	for part := range parts {
		t.Run(fmt.Sprint("part=", part), func(t *testing.T) {
			t.Parallel()
			for seed := part; seed < seeds; seed += parts {
				if what := paint(bytesOf(uint64(seed))); what != "" {
					t.Fatalf("seed %d: %s", seed, what)
				}
			}
		})
	}
}

// To move the hand by a row of a list takes few bytes, whoever stands in it: links
// are thin.
func TestMoveTakesFewBytes(t *testing.T) {
	const most = 250 // at 80×24
	var n counter
	p := newPainter(Options{Context: context.Background(), Output: &n, Env: environment, Profile: colorprofile.TrueColor, Width: 80, Height: 24})
	model := newList(t)
	if err := p.draw(model.View(), false); err != nil {
		t.Fatal(err)
	}
	for i := range 10 { // as many as fit without a scroll
		n = 0
		model = fed(model, tea.KeyPressMsg{Code: tea.KeyDown})
		if err := p.draw(model.View(), false); err != nil {
			t.Fatal(err)
		}
		if n == 0 || n >= most {
			t.Errorf("move %d takes %d bytes, not fewer than %d", i+1, n, most)
		}
	}
}

// FuzzPaint looks for frames that break what TestPaint says.
func FuzzPaint(f *testing.F) {
	for seed := range uint64(8) {
		f.Add(bytesOf(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if what := paint(data); what != "" {
			t.Fatal(what)
		}
	})
}

// bytesOf makes choices out of a seed: enough of them for a dozen frames.
func bytesOf(seed uint64) []byte {
	random := rand.New(rand.NewPCG(seed, 17))
	data := make([]byte, 1200)
	for i := range data {
		data[i] = byte(random.UintN(256))
	}
	return data
}

// choices are made by bytes, one or two each.
type choices struct{ left []byte }

// n chooses a number less than n; 0 when all choices are made.
func (c *choices) n(n int) int {
	var v int
	for range 1 + min(1, n/256) {
		if len(c.left) == 0 {
			return 0
		}
		v, c.left = v<<8|int(c.left[0]), c.left[1:]
	}
	return v % n
}

func (c *choices) one(of ...string) string { return of[c.n(len(of))] }

// canvas is a painter with its terminal, and what is to be seen there.
type canvas struct {
	*choices
	painter painter
	options Options
	emu     *vt.Emulator
	hidden  bool   // the cursor, which the emulator has one of for each screen
	wrote   []byte // of the last frame
	rows    []string
	view    tea.View
	steps   []string
}

// Write shows what is written, as a session's terminal does.
func (c *canvas) Write(p []byte) (int, error) {
	c.wrote = append(c.wrote, p...)
	if off, on := bytes.LastIndex(p, []byte(ansi.ResetModeTextCursorEnable)), bytes.LastIndex(p, []byte(ansi.SetModeTextCursorEnable)); off != on {
		c.hidden = off > on
	}
	_, err := c.emu.WriteString(strings.ReplaceAll(inserting(string(p)), "\n", "\r\n"))
	return len(p), err
}

// inserting writes out what the insert mode does, which the emulator does not
// know.
func inserting(s string) string {
	var out strings.Builder
	for {
		before, rest, on := strings.Cut(s, ansi.SetModeInsertReplace)
		out.WriteString(before)
		if !on {
			return out.String()
		}
		text, after, _ := strings.Cut(rest, ansi.ResetModeInsertReplace)
		for state := byte(0); text != ""; {
			seq, width, n, next := ansi.DecodeSequence(text, state, nil)
			if width > 0 {
				out.WriteString(ansi.InsertCharacter(width))
			}
			out.WriteString(seq)
			text, state = text[n:], next
		}
		s = after
	}
}

func newCanvas(from *choices, o Options) *canvas {
	c := &canvas{choices: from, options: o, emu: switchedOn(o.Width, o.Height)}
	c.options.Output = c
	c.painter = newPainter(c.options)
	return c
}

// emulators are used again and again: each holds megabytes.
var emulators = sync.Pool{New: func() any { return vt.NewEmulator(1, 1) }}

// switchedOn is a terminal that shows nothing yet.
func switchedOn(width, height int) *vt.Emulator {
	emu := emulators.Get().(*vt.Emulator)
	_, _ = emu.WriteString(ansi.ResetModeAltScreenSaveCursor + ansi.RIS)
	emu.Resize(width, height)
	return emu
}

// paint paints the frames that choices stand for, and says what is wrong with
// them; empty when nothing is.
func paint(data []byte) string {
	from := &choices{data}
	o := Options{
		Context: context.Background(), Width: 5 + from.n(60), Height: 2 + from.n(22), Profile: colorprofile.TrueColor,
		Env: []string{"TERM=" + from.one("xterm-256color", "xterm", "foot", "alacritty", "screen", "linux", "vt220")},
	}
	if from.n(4) == 0 {
		o.Profile = []colorprofile.Profile{colorprofile.ANSI256, colorprofile.ANSI, colorprofile.ASCII}[from.n(3)]
	}
	c := newCanvas(from, o)
	defer emulators.Put(c.emu)
	c.view.AltScreen = c.n(8) > 0
	c.rows = c.some(c.options.Height)
	for len(c.left) > 0 {
		if what := c.frame(); what != "" {
			return fmt.Sprintf("%d×%d %v %v, after %q: %s\nwritten: %q\nframe: %q",
				c.options.Width, c.options.Height, o.Env, o.Profile, c.steps[max(0, len(c.steps)-8):], what, c.wrote, c.view.Content)
		}
	}
	if c.wrote = nil; c.painter.close() != nil || c.emu.IsAltScreen() || c.hidden {
		return fmt.Sprintf("%v, after %q: not left as it was: %q", o.Env, c.steps[max(0, len(c.steps)-8):], c.wrote)
	}
	return ""
}

// frame changes something, paints it and says what is wrong with what is there
// then.
func (c *canvas) frame() string {
	c.change()
	c.view.Content, c.wrote = strings.Join(c.rows, "\n"), nil
	if c.painter.draw(c.view, false) != nil {
		return "the terminal does not take it"
	}
	written := c.wrote
	if c.painter.draw(c.view, false) != nil || len(c.wrote) > len(written) {
		return "the same once more is written again"
	}
	if what := c.modes(); what != "" {
		return what
	}
	// Only a terminal with all colours has them as they are printed. To paint
	// takes the brush on which the last frame is still known.
	all := c.options.Profile == colorprofile.TrueColor
	if all {
		if what := c.differs(c.printed()); what != "" {
			return "printed, " + what
		}
	}
	if !all || c.n(3) == 0 {
		if what := c.differs(c.alone()); what != "" {
			return "alone, " + what
		}
	}
	return ""
}

// alone is an empty terminal on which the last frame was painted.
func (c *canvas) alone() *vt.Emulator {
	other := newCanvas(nil, c.options)
	_ = other.painter.draw(c.view, false)
	return other.emu
}

// printed is an empty terminal on which the rows were printed one by one.
func (c *canvas) printed() *vt.Emulator {
	emu := switchedOn(c.options.Width, c.options.Height)
	rows := c.rows
	switch over := len(rows) - c.options.Height; {
	case over > 0 && c.view.AltScreen:
		rows = rows[:c.options.Height]
	case over > 0:
		rows = rows[over:]
	}
	for y, row := range rows {
		_, _ = emu.WriteString(ansi.CursorPosition(1, y+1) + c.cut(row))
	}
	return emu
}

// cut is as much of a row as fits: of a wide character at its end a blank.
func (c *canvas) cut(row string) string {
	fits := ansi.Truncate(row, c.options.Width, "")
	if w := ansi.StringWidth(fits); w < c.options.Width && w < ansi.StringWidth(row) {
		return ansi.Truncate(row, c.options.Width, " ")
	}
	return fits
}

// differs compares the cells with those that should be there.
func (c *canvas) differs(want *vt.Emulator) string {
	defer emulators.Put(want)
	for y := range c.options.Height {
		for x := range c.options.Width {
			a, b := c.emu.CellAt(x, y), want.CellAt(x, y)
			if letters(a) != letters(b) || look(a) != look(b) {
				return fmt.Sprintf("%d,%d is %q %q, not %q %q", x, y, letters(a), look(a), letters(b), look(b))
			}
		}
	}
	return ""
}

// modes says what else is not as the view wants it.
func (c *canvas) modes() string {
	if c.emu.IsAltScreen() != c.view.AltScreen {
		return fmt.Sprintf("alternate screen: %v", c.emu.IsAltScreen())
	}
	if c.hidden == (c.view.Cursor != nil) {
		return fmt.Sprintf("the cursor is hidden: %v", c.hidden)
	}
	if at := c.emu.CursorPosition(); c.view.Cursor != nil && at != uv.Position(c.view.Cursor.Position) {
		return fmt.Sprintf("the cursor is at %v, not %v", at, c.view.Cursor.Position)
	}
	return ""
}

// change makes the next frame out of the last.
func (c *canvas) change() {
	kind := c.n(20)
	step := ""
	switch {
	case kind < 2:
		step = "all"
		c.rows = c.some(c.options.Height)
	case kind < 8:
		a, b := c.span()
		n := 1 + c.n(3)
		step = fmt.Sprintf("scroll %d–%d by %d", a, b, n)
		c.scroll(c.rows[a:b], n, c.n(2) == 0)
	case kind < 9 && c.view.AltScreen && c.emu.IsAltScreen(): // what terminals do with the other one differs
		c.options.Width, c.options.Height = 5+c.n(60), 2+c.n(22)
		step = fmt.Sprintf("size %d×%d", c.options.Width, c.options.Height)
		c.emu.Resize(c.options.Width, c.options.Height)
		for y := range c.options.Height { // anything may stand there then, and the cursor anywhere
			_, _ = c.emu.WriteString(ansi.CursorPosition(1+y, 1+y) + "moved")
		}
		c.painter.resize(c.options.Width, c.options.Height)
	case kind < 10:
		step = "clear"
		c.painter.clear()
	case kind < 11:
		step = "screen"
		c.view.AltScreen = !c.view.AltScreen
	case kind < 12:
		step = "height"
		c.rows = append(c.rows[:c.n(len(c.rows))], c.some(3)...)
	case kind < 15:
		y := c.n(len(c.rows))
		step = fmt.Sprintf("ends of %d", y)
		c.rows[y] = c.piece() + ansi.TruncateLeft(ansi.Truncate(c.rows[y], c.options.Width-3, ""), 3, "") + c.piece()
	default:
		step = "rows"
		for range 1 + c.n(3) {
			y := c.n(len(c.rows))
			c.rows[y] = c.row()
			step += fmt.Sprint(" ", y)
		}
	}
	c.point()
	c.steps = append(c.steps, step)
}

// point puts the cursor somewhere, or nowhere.
func (c *canvas) point() {
	switch c.n(4) {
	case 0:
		c.view.Cursor = nil
	case 1, 2:
		c.view.Cursor = tea.NewCursor(c.n(c.options.Width), c.n(c.options.Height))
		c.view.Cursor.Shape, c.view.Cursor.Blink = tea.CursorShape(c.n(3)), c.n(2) == 0
	}
	if at := c.view.Cursor; at != nil {
		last := c.options.Height
		if !c.view.AltScreen {
			last = min(last, len(c.rows))
		}
		at.X, at.Y = min(at.X, c.options.Width-1), min(at.Y, last-1)
	}
}

// span is some rows next to each other, at least one.
func (c *canvas) span() (a, b int) {
	if c.n(2) == 0 {
		return 0, len(c.rows)
	}
	a = c.n(len(c.rows))
	return a, a + 1 + c.n(len(c.rows)-a)
}

// scroll moves rows up or down; new ones come from beyond.
func (c *canvas) scroll(rows []string, n int, up bool) {
	n = min(n, len(rows))
	added := c.some(n)
	for len(added) < n {
		added = append(added, "")
	}
	moved := slices.Concat(rows[n:], added[:n])
	if !up {
		moved = slices.Concat(added[:n], rows[:len(rows)-n])
	}
	copy(rows, moved)
}

// some are up to n rows, at least one, and now and then more.
func (c *canvas) some(n int) []string {
	rows := make([]string, 1+c.n(n))
	switch c.n(6) {
	case 0:
	case 1:
		rows = make([]string, n+c.n(3))
	default:
		rows = make([]string, n)
	}
	for y := range rows {
		rows[y] = c.row()
	}
	return rows
}

// row is anything from nothing to more than fits.
func (c *canvas) row() string {
	var b strings.Builder
	b.WriteString(strings.Repeat(" ", c.n(5)))
	for range c.n(8) {
		b.WriteString(c.piece())
	}
	return b.String()
}

// piece is some styled text that leaves no style behind.
func (c *canvas) piece() string {
	text := c.one("comptable", "Bellême", "x", " ", "  ", "                  ", "─────────────────────", "│", "日本", "한글 ", "🙂", "e\u0301", "a\u0302\u0323b", "…", "Libre depuis le 3 déc. ")
	switch c.n(8) {
	case 0:
		link := "https://exemple.fr/" + c.one("a", "b")
		return ansi.SetHyperlink(link, c.one("", "id=1")) + text + ansi.ResetHyperlink()
	case 1, 2, 3:
		var sgr []string
		for range 1 + c.n(3) {
			sgr = append(sgr, c.one("1", "2", "3", "4", "4:3", "7", "9", "31", "97", "38;5;61", "38;2;10;20;30", "44", "48;5;236", "48;2;1;2;3", "58;2;9;9;9"))
		}
		return "\x1b[" + strings.Join(sgr, ";") + "m" + text + ansi.ResetStyle
	}
	return text
}
