package sheet

import (
	"teleorne/tui/theme"
	"teleorne/tui/widget"
)

// look is what choices are drawn with.
func look(t *theme.Theme) widget.Look {
	return widget.Look{
		Text: t.Text, Muted: t.Muted, Selection: t.Selection, Pointer: t.Glyphs.Select,
		Off: t.Glyphs.Off, On: t.Glyphs.On, Ellipsis: t.Glyphs.Ellipsis,
	}
}
