package widget

import (
	"strings"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"github.com/rivo/uniseg"

	"teleorne/directory"
	"teleorne/tui/theme"
)

// Area is a text of several lines behind the real cursor, broken at words to
// the width it is drawn in.
type Area struct {
	text    string
	at      int // the cursor: an offset in bytes, always between two characters
	limit   int // in characters as people count them
	goal    int // column that Up and Down keep to; negative: that of the cursor
	focused bool
	layout  layout
	top     int // first row in sight
	height  int // rows in sight, when last drawn
	look    theme.Style
}

// NewArea makes an area that takes at most limit characters.
func NewArea(limit int) Area {
	return Area{limit: limit, goal: -1, layout: layout{width: 80}, height: 1}
}

// Style sets the look of what is typed.
func (a *Area) Style(text theme.Style) { a.look = text }

// Value is what was typed.
func (a *Area) Value() string { return a.text }

// SetValue replaces what was typed and puts the cursor behind it.
func (a *Area) SetValue(s string) {
	a.text, a.at, a.goal = s, len(s), -1
}

// Focus and Blur give the area the keys and take them away.
func (a *Area) Focus() { a.focused = true }

// Blur takes the keys away.
func (a *Area) Blur() { a.focused = false }

// Update takes a key or a paste. It tells whether the text changed, and whether
// there was no room: what does not fit as a whole is not taken at all, so that
// nobody takes a part of it for the whole.
func (a *Area) Update(msg tea.Msg) (changed, full bool) {
	if !a.focused {
		return false, false
	}
	switch m := msg.(type) {
	case tea.PasteMsg:
		return a.insert(pasted(m.Content))
	case tea.KeyPressMsg:
		if m.Text != "" && m.Mod&(tea.ModCtrl|tea.ModAlt) == 0 {
			// The bars keep a space from being trimmed, and nothing composes with them.
			clean := directory.SafeLine("|" + m.Text + "|")
			return a.insert(clean[1 : len(clean)-1])
		}
		return a.key(m.String())
	}
	return false, false
}

// pasted cleans pasted lines. Blanks at the two ends stay: they part what is
// pasted from what is there.
func pasted(s string) string {
	s = strings.ToValidUTF8(s, "")
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s)
	body := strings.TrimFunc(s, unicode.IsSpace)
	if body == "" {
		return ""
	}
	head, tail, _ := strings.Cut(s, body)
	clean := directory.SafeText(body)
	if clean == "" {
		return ""
	}
	return around(head) + clean + around(tail)
}

// around keeps of the blanks beside a text a line feed, or else a space.
func around(blanks string) string {
	switch {
	case strings.Contains(blanks, "\n"):
		return "\n"
	case blanks != "":
		return " "
	}
	return ""
}

// insert puts a text in at the cursor.
func (a *Area) insert(s string) (changed, full bool) {
	if s == "" {
		return false, false
	}
	text := a.text[:a.at] + s + a.text[a.at:]
	if len(s) > 16*a.limit || directory.Length(text) > a.limit {
		return false, true
	}
	a.text, a.at, a.goal = text, a.at+len(s), -1
	a.align()
	return true, false
}

// key carries out what a key means within a text.
func (a *Area) key(name string) (changed, full bool) {
	switch name {
	case "enter", "ctrl+j", "ctrl+m", "shift+enter":
		return a.insert("\n")
	case "backspace", "ctrl+h":
		return a.erase(a.before(a.at), a.at), false
	case "delete":
		return a.erase(a.at, a.after(a.at)), false
	case "ctrl+w", "alt+backspace":
		return a.erase(a.wordBefore(), a.at), false
	case "ctrl+u":
		return a.erase(a.rowStart(), a.at), false
	case "ctrl+k":
		return a.erase(a.at, a.rowEnd()), false
	}
	a.move(name)
	return false, false
}

// move moves the cursor.
func (a *Area) move(name string) {
	var to int
	switch name {
	case "up":
		a.jump(-1)
		return
	case "down":
		a.jump(1)
		return
	case "pgup":
		a.jump(1 - a.height)
		return
	case "pgdown":
		a.jump(a.height - 1)
		return
	case "left", "ctrl+b":
		to = a.before(a.at)
	case "right", "ctrl+f":
		to = a.after(a.at)
	case "ctrl+left", "alt+left", "alt+b":
		to = a.wordBefore()
	case "ctrl+right", "alt+right", "alt+f":
		to = a.wordAfter()
	case "home", "ctrl+a":
		to = a.rowStart()
	case "end", "ctrl+e":
		to = a.rowEnd()
	case "ctrl+home":
		to = 0
	case "ctrl+end":
		to = len(a.text)
	default:
		return
	}
	a.at, a.goal = to, -1
}

// jump moves the cursor by rows, as near to its column as they reach.
func (a *Area) jump(by int) {
	row := a.row()
	if a.goal < 0 {
		a.goal = Width(a.text[a.layout.rows[row].start:a.at])
	}
	to := max(0, min(row+by, len(a.layout.rows)-1))
	if to == row {
		return
	}
	r := a.layout.rows[to]
	a.at = r.start
	end := a.endOf(to)
	for a.at < end && Width(a.text[r.start:a.at]) < a.goal {
		a.at = a.after(a.at)
	}
}

// erase takes a part of the text out and leaves the cursor there.
func (a *Area) erase(start, end int) bool {
	if start >= end {
		return false
	}
	a.text, a.at, a.goal = a.text[:start]+a.text[end:], start, -1
	a.align()
	return true
}

// align moves the cursor on to where a character ends: what stands on both
// sides of a change may have become one.
func (a *Area) align() {
	at := a.rowStart()
	for at < a.at {
		at = a.after(at)
	}
	a.at = at
}

// row is the row that the cursor stands in.
func (a *Area) row() int {
	a.layout.set(a.text, a.layout.width)
	return a.layout.of(a.at)
}

// rowStart and rowEnd are the ends of the cursor's row.
func (a *Area) rowStart() int {
	row := a.row()
	return a.layout.rows[row].start
}

func (a *Area) rowEnd() int { return a.endOf(a.row()) }

// endOf is the last place of the cursor in a row. Where a row was broken, the
// place behind its blank is the start of the next one.
func (a *Area) endOf(row int) int {
	r := a.layout.rows[row]
	if row+1 < len(a.layout.rows) && a.layout.rows[row+1].start == r.end && r.end > r.start {
		return a.before(r.end)
	}
	return r.end
}

// before is the place before the character at the left of a place.
func (a *Area) before(at int) int {
	if at <= 0 {
		return 0
	}
	// Characters do not reach over a line feed.
	line := strings.LastIndexByte(a.text[:at-1], '\n') + 1
	if a.text[at-1] == '\n' {
		return at - 1
	}
	last := line
	g := uniseg.NewGraphemes(a.text[line:at])
	for g.Next() {
		start, _ := g.Positions()
		last = line + start
	}
	return last
}

// after is the place behind the character at the right of a place.
func (a *Area) after(at int) int {
	if at >= len(a.text) {
		return len(a.text)
	}
	cluster, _, _, _ := uniseg.FirstGraphemeClusterInString(a.text[at:], -1)
	return at + len(cluster)
}

// wordBefore and wordAfter are the start of the word at the left, and the end
// of the one at the right.
func (a *Area) wordBefore() int {
	head := strings.TrimRightFunc(a.text[:a.at], unicode.IsSpace)
	i := strings.LastIndexFunc(head, unicode.IsSpace)
	if i < 0 {
		return 0
	}
	_, size := utf8.DecodeRuneInString(head[i:])
	return i + size
}

func (a *Area) wordAfter() int {
	rest := a.text[a.at:]
	word := strings.TrimLeftFunc(rest, unicode.IsSpace)
	i := strings.IndexFunc(word, unicode.IsSpace)
	if i < 0 {
		return len(a.text)
	}
	return a.at + len(rest) - len(word) + i
}

// View draws at most height rows, that of the cursor among them, and tells
// where the cursor stands in these.
func (a *Area) View(width, height int) (lines []string, x, y int) {
	// A column is kept for the cursor behind a full row.
	a.layout.set(a.text, max(1, width-1))
	a.height = max(1, height)
	row := a.layout.of(a.at)
	rows := a.layout.rows
	a.top = max(0, min(a.top, len(rows)-a.height))
	a.top = max(row-a.height+1, min(a.top, row))
	for _, r := range rows[a.top:min(len(rows), a.top+a.height)] {
		lines = append(lines, a.look.Render(Cut(a.text[r.start:r.end], width, "")))
	}
	x = min(Width(a.text[rows[row].start:a.at]), width-1)
	return lines, max(0, x), row - a.top
}

// Height is how many rows the whole text takes in a width.
func (a *Area) Height(width int) int {
	a.layout.set(a.text, max(1, width-1))
	return len(a.layout.rows)
}

// Edges tells whether the cursor stands in the first row, and in the last one.
func (a *Area) Edges() (first, last bool) {
	row := a.row()
	return row == 0, row == len(a.layout.rows)-1
}
