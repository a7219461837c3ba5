package widget

import (
	"strings"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/rivo/uniseg"

	"teleorne/directory"
)

// Field is one line of typed text behind the real cursor.
type Field struct {
	input textinput.Model
	limit int
	look  lipgloss.Style
	dots  string // where something is missing
}

// NewField makes a field that takes at most limit characters.
func NewField(limit int) Field {
	in := textinput.New()
	in.SetVirtualCursor(false) // a blinking one costs a round of drawing twice a second
	in.Prompt = ""
	in.KeyMap.Paste.SetEnabled(false) // it would paste the server's own clipboard
	in.KeyMap.AcceptSuggestion.SetEnabled(false)
	in.KeyMap.NextSuggestion.SetEnabled(false)
	in.KeyMap.PrevSuggestion.SetEnabled(false)
	return Field{input: in, limit: limit}
}

// Style sets the look of what is typed, and of what has no room.
func (f *Field) Style(text lipgloss.Style, dots string) {
	f.look, f.dots = text, dots
	st := textinput.Styles{}
	st.Focused.Text, st.Blurred.Text = text, text
	f.input.SetStyles(st)
}

// Value is what was typed.
func (f *Field) Value() string { return f.input.Value() }

// SetValue replaces what was typed and puts the cursor behind it.
func (f *Field) SetValue(s string) {
	f.input.SetValue(s)
	f.input.CursorEnd()
}

// Focus and Blur give the field the keys and take them away.
func (f *Field) Focus() { f.input.Focus() }

// Blur takes the keys away.
func (f *Field) Blur() { f.input.Blur() }

// Focused tells whether the field has the keys.
func (f *Field) Focused() bool { return f.input.Focused() }

// Update takes a key or a paste and tells whether the text changed. Pasted
// text becomes one clean line; what is beyond the limit is cut off.
func (f *Field) Update(msg tea.Msg) (changed bool) {
	before := f.input.Value()
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
	f.input, _ = f.input.Update(msg)
	if v := f.input.Value(); directory.Length(v) > f.limit {
		f.input.SetValue(clip(v, f.limit))
	}
	return f.input.Value() != before
}

// View draws the field into a width and tells the column of the cursor. A long
// text follows the cursor while it is typed, and is read from its start after.
func (f *Field) View(width int) (line string, cursor int) {
	if v := f.input.Value(); !f.Focused() && v != "" {
		line = Cut(v, width, f.dots)
		return f.look.Render(line), max(0, min(Width(line), width-1))
	}
	f.input.SetWidth(max(1, width-1))
	f.input.SetCursor(f.input.Position())
	line = f.input.View()
	if c := f.input.Cursor(); c != nil {
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
