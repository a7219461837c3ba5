package widget

import (
	"strings"
	"sync"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"github.com/rivo/uniseg"

	"teleorne/directory"
	"teleorne/tui/theme"
)

// Field is one line of typed text behind the real cursor.
type Field struct {
	input   *textinput.Model // nil: nothing was typed yet
	limit   int
	look    theme.Style
	dots    string // where something is missing
	focused bool
}

// NewField makes a field that takes at most limit characters.
func NewField(limit int) Field { return Field{limit: limit} }

func newInput() *textinput.Model {
	in := textinput.New()
	in.SetVirtualCursor(false) // a blinking one costs a round of drawing twice a second
	in.Prompt = ""
	in.KeyMap.Paste.SetEnabled(false) // it would paste the server's own clipboard
	in.KeyMap.AcceptSuggestion.SetEnabled(false)
	in.KeyMap.NextSuggestion.SetEnabled(false)
	in.KeyMap.PrevSuggestion.SetEnabled(false)
	return &in
}

// blanks are inputs with nothing in them. An input is nine kilobytes, and most of
// those that stand open have nothing in them.
var blanks = sync.Pool{New: func() any { return newInput() }}

// filled is the input that keeps what is typed from now on.
func (f *Field) filled() *textinput.Model {
	if f.input == nil {
		f.input = newInput()
		f.dress(f.input)
	}
	return f.input
}

// dress gives an input the look and the keys of the field.
func (f *Field) dress(in *textinput.Model) {
	st := textinput.Styles{}
	st.Focused.Text, st.Blurred.Text = f.look.Lipgloss(), f.look.Lipgloss()
	in.SetStyles(st)
	if f.focused {
		in.Focus()
	} else {
		in.Blur()
	}
}

// Style sets the look of what is typed, and of what has no room.
func (f *Field) Style(text theme.Style, dots string) {
	f.look, f.dots = text, dots
	if f.input != nil {
		f.dress(f.input)
	}
}

// Value is what was typed.
func (f *Field) Value() string {
	if f.input == nil {
		return ""
	}
	return f.input.Value()
}

// SetValue replaces what was typed and puts the cursor behind it.
func (f *Field) SetValue(s string) {
	if s == "" {
		f.input = nil
		return
	}
	f.filled().SetValue(s)
	f.input.CursorEnd()
}

// Focus and Blur give the field the keys and take them away.
func (f *Field) Focus() { f.focus(true) }

// Blur takes the keys away.
func (f *Field) Blur() { f.focus(false) }

func (f *Field) focus(on bool) {
	f.focused = on
	if f.input != nil {
		f.dress(f.input)
	}
}

// Focused tells whether the field has the keys.
func (f *Field) Focused() bool { return f.focused }

// Update takes a key or a paste and tells whether the text changed. Pasted
// text becomes one clean line; what is beyond the limit is cut off.
func (f *Field) Update(msg tea.Msg) (changed bool) {
	in, before := f.filled(), f.Value()
	switch m := msg.(type) {
	case tea.PasteMsg:
		content := m.Content
		if len(content) > 16*f.limit {
			content = content[:16*f.limit]
		}
		msg = tea.PasteMsg{Content: directory.SafeLine(strings.ToValidUTF8(content, ""))}
	case tea.KeyPressMsg:
		if m.Text != "" {
			// The bars keep a space from being trimmed, and nothing composes with them.
			clean := directory.SafeLine("|" + m.Text + "|")
			m.Text = clean[1 : len(clean)-1]
			if m.Text == "" {
				return false
			}
			msg = m
		}
	}
	*in, _ = in.Update(msg)
	if v := in.Value(); directory.Length(v) > f.limit {
		in.SetValue(clip(v, f.limit))
	}
	after := in.Value()
	if after == "" {
		f.input = nil
	}
	return after != before
}

// View draws the field into a width and tells the column of the cursor. A long
// text follows the cursor while it is typed, and is read from its start after.
func (f *Field) View(width int) (line string, cursor int) {
	if v := f.Value(); !f.Focused() && v != "" {
		line = Cut(v, width, f.dots)
		return f.look.Render(line), max(0, min(Width(line), width-1))
	}
	in := f.input
	if in == nil {
		in = blanks.Get().(*textinput.Model)
		defer blanks.Put(in)
		f.dress(in)
	}
	in.SetWidth(max(1, width-1))
	in.SetCursor(in.Position())
	line = in.View()
	if c := in.Cursor(); c != nil {
		cursor = c.X
	}
	return Cut(line, width, ""), min(cursor, width-1)
}

func clip(s string, n int) string {
	g := uniseg.NewGraphemes(s)
	end := 0
	for i := 0; i < n && g.Next(); i++ {
		_, end = g.Positions()
	}
	return s[:end]
}
