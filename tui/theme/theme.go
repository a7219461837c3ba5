// Package theme owns how things look: semantic tokens in three palettes and in
// none, and the characters that lines and marks are drawn with. Screens name
// tokens, never colours; the theme knows nothing of what is shown in it.
package theme

import (
	"image/color"
	"math"
	"sync"

	"charm.land/lipgloss/v2"
)

// Mode is a palette.
type Mode string

// Neutral is used until the terminal has told its background, and for ever
// when it does not: its colours are legible on black and on white alike.
const (
	Neutral Mode = "neutral"
	Light   Mode = "light"
	Dark    Mode = "dark"
	Mono    Mode = "mono"
)

// modes are the palettes in the order that a person cycles through them.
var modes = []Mode{Light, Dark, Mono}

// Next is the palette after m.
func (m Mode) Next() Mode {
	for i, o := range modes {
		if o == m {
			return modes[(i+1)%len(modes)]
		}
	}
	return modes[0]
}

// Tokens are the styles of everything that is shown. Meaning never rests on
// colour alone: whoever uses a token gives a mark or a word as well.
type Tokens struct {
	Text      Style // prose and values
	Strong    Style // names and headings
	Muted     Style // what may be skipped
	Accent    Style // labels, what is active
	Match     Style // what was searched, within a text
	Positive  Style // available, done
	Warning   Style
	Danger    Style
	Border    Style // hairlines
	Selection Style // the row in hand
	Badge     Style // chips
	Key       Style // a key to press
}

// palette is the colours of a mode. Background is what contrast is measured
// against: the terminal's own background stays as it is.
type palette struct {
	Background                               []string // the backgrounds it must be legible on
	Muted, Accent, Positive, Warning, Danger string
	Border, SelectionText, SelectionBack     string
	Badge, Text, MatchText, Key              string
}

// palettes are those of the modes with colours. Text is left to the terminal where the
// background is not known.
func palettes() map[Mode]palette {
	return map[Mode]palette{
		Dark: {
			Background: []string{"#000000", "#141618", "#1e1e1e", "#282a2e"},
			Text:       "#e6e4de", Muted: "#a3a39b", Accent: "#8fc79a", Positive: "#9fd08a", Warning: "#e3bd6a",
			Danger: "#f0968c", Border: "#5c615c", SelectionText: "#ffffff", SelectionBack: "#303a34",
			Badge: "#cfe6d3", MatchText: "#f2d58b", Key: "#cfe6d3",
		},
		Light: {
			Background: []string{"#ffffff", "#fafaf8", "#fdf6e3"},
			Text:       "#22251f", Muted: "#5d625a", Accent: "#266428", Positive: "#2a6318", Warning: "#7a5200",
			Danger: "#a3261c", Border: "#b3b8ad", SelectionText: "#0f2a18", SelectionBack: "#d6ead9",
			Badge: "#1c4a2c", MatchText: "#7a3d00", Key: "#1c4a2c",
		},
		Neutral: {
			Background: []string{"#000000", "#ffffff"},
			Muted:      "#767676", Accent: "#2e8453", Positive: "#2e8453", Warning: "",
			Danger: "", Border: "#767676", SelectionText: "", SelectionBack: "",
			Badge: "#2e8453", MatchText: "", Key: "#2e8453",
		},
	}
}

// Theme is the look of one session.
type Theme struct {
	Mode   Mode
	Glyphs Glyphs
	Tokens
}

// look is what a theme is made of.
type look struct {
	mode   Mode
	glyphs Glyphs
}

// made are the themes that were asked for, by look: a handful, which all
// sessions share.
var made sync.Map

// New is the theme of a mode. Nobody may change it.
func New(mode Mode, g Glyphs) *Theme {
	if t, ok := made.Load(look{mode, g}); ok {
		return t.(*Theme)
	}
	t, _ := made.LoadOrStore(look{mode, g}, build(mode, g))
	return t.(*Theme)
}

func build(mode Mode, g Glyphs) *Theme {
	t := &Theme{Mode: mode, Glyphs: g}
	p, ok := palettes()[mode]
	if !ok {
		t.Tokens = mono()
		return t
	}
	fg := func(hex string) Style {
		s := lipgloss.NewStyle()
		if hex != "" {
			s = s.Foreground(lipgloss.Color(hex))
		}
		return styleOf(s)
	}
	back := func(s Style, hex string) Style {
		if hex != "" {
			s = styleOf(s.look.Background(lipgloss.Color(hex)))
		}
		return s
	}
	t.Tokens = Tokens{
		Text:      fg(p.Text),
		Strong:    fg(p.Text).Bold(true),
		Muted:     fg(p.Muted),
		Accent:    fg(p.Accent),
		Match:     fg(p.MatchText).Bold(true).Underline(true),
		Positive:  fg(p.Positive),
		Warning:   fg(p.Warning).Bold(true),
		Danger:    fg(p.Danger).Bold(true),
		Border:    fg(p.Border),
		Selection: back(fg(p.SelectionText), p.SelectionBack).Bold(true),
		Badge:     fg(p.Badge),
		Key:       fg(p.Key).Bold(true),
	}
	return t
}

// mono tells things apart by weight and underline only.
func mono() Tokens {
	plain := styleOf(lipgloss.NewStyle())
	bold := plain.Bold(true)
	return Tokens{
		Text: plain, Strong: bold, Muted: plain, Accent: bold, Match: bold.Underline(true),
		Positive: plain, Warning: bold, Danger: bold, Border: plain, Selection: bold, Badge: plain, Key: bold,
	}
}

// IsDark tells whether a background is dark, by its relative luminance.
func IsDark(c color.Color) bool { return c != nil && luminance(c) < 0.18 }

// luminance is the relative luminance of a colour, 0 for black to 1 for white
// (WCAG 2.2, definition of relative luminance).
func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	lin := func(v uint32) float64 {
		s := float64(v) / 0xffff
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*lin(r) + 0.7152*lin(g) + 0.0722*lin(b)
}
