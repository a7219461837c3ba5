package widget

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"github.com/rivo/uniseg"

	"teleorne/directory"
	"teleorne/tui/theme"
)

// Bulk takes a whole file that is pasted: it is kept as bytes, of which only the
// first lines and the last one are ever looked at to be drawn. It is added to
// and taken away from at its end alone.
type Bulk struct {
	data    []byte
	limit   int // bytes
	lines   int // line feeds in data
	focused bool
}

// NewBulk makes an empty one that takes at most limit bytes.
func NewBulk(limit int) Bulk { return Bulk{limit: limit} }

// Focus and Blur give it the keys and take them away.
func (b *Bulk) Focus() { b.focused = true }

// Blur takes the keys away.
func (b *Bulk) Blur() { b.focused = false }

// Size is how many bytes there are.
func (b *Bulk) Size() int { return len(b.data) }

// Lines is how many lines there are, a last one without its line feed included.
func (b *Bulk) Lines() int {
	if n := len(b.data); n > 0 && b.data[n-1] != '\n' {
		return b.lines + 1
	}
	return b.lines
}

// Bytes are what is there now. They do not change, whatever is typed later.
func (b *Bulk) Bytes() []byte {
	b.data = slices.Clip(b.data)
	return b.data
}

// Clear empties it.
func (b *Bulk) Clear() { b.data, b.lines = nil, 0 }

// Update takes a key or a paste. It tells whether the text changed, and whether
// there was no room: what does not fit as a whole is not taken at all.
func (b *Bulk) Update(msg tea.Msg) (changed, full bool) {
	if !b.focused {
		return false, false
	}
	switch m := msg.(type) {
	case tea.PasteMsg:
		return b.add(m.Content)
	case tea.KeyPressMsg:
		switch name := m.String(); {
		case m.Text != "" && m.Mod&(tea.ModCtrl|tea.ModAlt) == 0:
			return b.add(m.Text)
		case name == "enter", name == "ctrl+j", name == "ctrl+m":
			return b.add("\n")
		case name == "backspace", name == "ctrl+h":
			return b.rub(), false
		case name == "ctrl+u":
			changed = len(b.data) > 0
			b.Clear()
			return changed, false
		}
	}
	return false, false
}

// lineEnds writes every line end as \n: terminals paste CR, files have CR LF.
var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

func (b *Bulk) add(s string) (changed, full bool) {
	if strings.IndexByte(s, '\r') >= 0 {
		s = lineEnds.Replace(s)
	}
	switch {
	case s == "":
		return false, false
	case len(b.data)+len(s) > b.limit:
		return false, true
	}
	b.data = append(b.data, s...)
	b.lines += strings.Count(s, "\n")
	return true, false
}

// rub takes the last character away.
func (b *Bulk) rub() bool {
	if len(b.data) == 0 {
		return false
	}
	tail, last := b.tail(64), 0
	if tail[len(tail)-1] == '\n' {
		b.lines--
		last = 1
	} else {
		for g := uniseg.NewGraphemes(tail[strings.LastIndexByte(tail, '\n')+1:]); g.Next(); {
			last = len(g.Bytes())
		}
	}
	b.data = slices.Clip(b.data[:len(b.data)-last])
	return true
}

// tail is the end of the text, some n bytes of it, begun at a character.
func (b *Bulk) tail(n int) string {
	from := max(0, len(b.data)-n)
	for from < len(b.data) && !utf8.RuneStart(b.data[from]) {
		from++
	}
	return string(b.data[from:])
}

// View draws the first lines, and the last one at whose end the cursor stands,
// in at most height rows. dots stand where something is missing.
func (b *Bulk) View(width, height int, look theme.Style, dots string) (lines []string, x, y int) {
	height = max(2, height)
	total := b.lines + 1
	head := total - 1 // all but the last one
	if total > height {
		head = height - 2
	}
	rest := b.data
	for range head {
		end := bytes.IndexByte(rest, '\n')
		lines = append(lines, look.Render(glimpse(rest[:end], width, dots)))
		rest = rest[end+1:]
	}
	if head < total-1 {
		lines = append(lines, look.Render(dots))
	}
	shown, whole := b.tail(seen(width)), len(b.data) <= seen(width)
	if i := strings.LastIndexByte(shown, '\n'); i >= 0 {
		shown, whole = shown[i+1:], true
	}
	if shown = directory.SafeLine(shown); !whole || Width(shown) >= width { // its end is what is being typed
		shown = dots + cutLeft(shown, width-1-Width(dots))
	}
	return append(lines, look.Render(shown)), min(Width(shown), max(0, width-1)), len(lines)
}

// seen is how many bytes of a line may matter for what is shown of it.
func seen(width int) int { return 8 * max(1, width) }

// glimpse is the beginning of a line, however long it is.
func glimpse(line []byte, width int, dots string) string {
	cut := len(line) > seen(width)
	if cut {
		line = line[:seen(width)]
	}
	s := directory.SafeLine(strings.ToValidUTF8(string(line), ""))
	if cut && Width(s) < width {
		s += dots
	}
	return Cut(s, width, dots)
}

// cutLeft keeps the end of a text.
func cutLeft(s string, width int) string {
	over := Width(s) - width
	for over > 0 && s != "" {
		cluster, _, _, _ := uniseg.FirstGraphemeClusterInString(s, -1)
		over -= columns(cluster)
		s = s[len(cluster):]
	}
	return s
}
