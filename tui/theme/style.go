package theme

import (
	"strings"

	"charm.land/lipgloss/v2"
)

// Style is how a piece of text looks: weight, underline and colours. It is
// worked out once, as a screen is made of hundreds of pieces.
type Style struct {
	look        lipgloss.Style
	open, close string // before and after a piece
}

func styleOf(look lipgloss.Style) Style {
	s := Style{look: look}
	s.open, s.close, _ = strings.Cut(look.Render("x"), "x")
	return s
}

// Lipgloss is the style for what is drawn by others.
func (s Style) Lipgloss() lipgloss.Style { return s.look }

// Bold is the style with or without weight.
func (s Style) Bold(on bool) Style { return styleOf(s.look.Bold(on)) }

// Underline is the style with or without a line under it.
func (s Style) Underline(on bool) Style { return styleOf(s.look.Underline(on)) }

// Render is a piece of one line in this style. Several are joined by spaces.
func (s Style) Render(pieces ...string) string {
	text := strings.Join(pieces, " ")
	if text == "" || s.open == "" {
		return text
	}
	return s.open + text + s.close
}
