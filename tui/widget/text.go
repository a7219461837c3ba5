// Package widget holds the dumb renderers: given a text, a width and a style
// they answer lines. Of the domain they know what a safe text and a span of it
// are, and no screen.
package widget

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"teleorne/directory"
	"teleorne/tui/theme"
)

// Width is how many columns a text takes.
func Width(s string) int {
	n := 0
	for _, r := range s {
		if r < ' ' || r > '~' && r < '\u00a1' || r == '\u00ad' || r > '\u017f' {
			return ansi.StringWidth(s)
		}
		n++ // Latin letters and signs are a column each, whatever stands beside them
	}
	return n
}

// Cut shortens a text to a width, with the ellipsis where something is missing.
func Cut(s string, width int, ellipsis string) string {
	if width <= 0 {
		return ""
	}
	if Width(s) <= width {
		return s
	}
	return ansi.Truncate(s, width, ellipsis)
}

// CutWords is Cut for what is read as words, not told apart by its letters as
// names are: it ends behind a whole word, and not behind one that leads on to the
// next, unless more than two fifths of the width would be lost.
func CutWords(s string, width int, ellipsis string) string {
	cut := Cut(s, width, ellipsis)
	kept := strings.TrimSuffix(cut, ellipsis)
	if cut == s || kept == cut || !strings.HasPrefix(s, kept) {
		return cut
	}
	cut = strings.TrimRight(kept, " ") + ellipsis
	if next := s[len(kept):]; !strings.HasPrefix(next, " ") && !strings.HasPrefix(next, "–") {
		kept = kept[:max(0, strings.LastIndexAny(kept, " –"))]
	}
	whole := strings.TrimRight(kept, " ,;:·–(")
	if 5*Width(whole) < 3*width {
		return cut
	}
	for {
		i := strings.LastIndexByte(whole, ' ')
		if i < 0 || !leadsOn[whole[i+1:]] || 2*Width(whole[:i]) < width {
			return whole + ellipsis
		}
		whole = strings.TrimRight(whole[:i], " ,;:·–(")
	}
}

// leadsOn are words behind which nobody stops.
var leadsOn = map[string]bool{
	"et": true, "ou": true, "à": true, "au": true, "aux": true, "de": true, "du": true, "des": true, "en": true,
	"le": true, "la": true, "les": true, "un": true, "une": true, "pour": true, "sur": true, "par": true, "avec": true,
	"and": true, "or": true, "of": true, "the": true, "a": true, "to": true, "in": true, "for": true, "with": true, "·": true, "!": true,
}

// Extend fills the line of a row in hand up to a width, so that it shows as a row.
func Extend(line string, width int, selection theme.Style) string {
	if n := width - Width(line); n > 0 {
		return line + selection.Render(strings.Repeat(" ", n))
	}
	return line
}

// Pad fills a text up with blanks on the right. It cuts nothing.
func Pad(s string, width int) string {
	if n := width - Width(s); n > 0 {
		return s + strings.Repeat(" ", n)
	}
	return s
}

// Fit makes a text exactly as wide as asked.
func Fit(s string, width int, ellipsis string) string { return Pad(Cut(s, width, ellipsis), width) }

// FitWords is Fit by CutWords.
func FitWords(s string, width int, ellipsis string) string {
	return Pad(CutWords(s, width, ellipsis), width)
}

// Right makes a text exactly as wide as asked, at the right.
func Right(s string, width int, ellipsis string) string {
	s = Cut(s, width, ellipsis)
	if n := width - Width(s); n > 0 {
		return strings.Repeat(" ", n) + s
	}
	return s
}

// Ends puts one text at each end of a line; the left one gives way.
func Ends(left, right string, width int, ellipsis string) string {
	room := width - Width(right)
	if Width(right) > 0 {
		room--
	}
	if room < 1 {
		return Cut(left, width, ellipsis)
	}
	left = CutWords(left, room, ellipsis)
	return left + strings.Repeat(" ", max(0, width-Width(left)-Width(right))) + right
}

// Wrap breaks a text at words, never wider than 80 columns of prose. Line
// feeds stay; a word longer than the line is broken.
func Wrap(s string, width int) []string {
	if width < Unbroken {
		width = min(width, 80)
	}
	return wrap(s, width)
}

// Unbroken is the width from which lines are not for the eye: a sentence stays
// on one.
const Unbroken = 1000

func wrap(s string, width int) []string {
	if width <= 0 || s == "" {
		return nil
	}
	// Wrap never breaks a run of hyphens, such as people draw lines with.
	return strings.Split(ansi.Hardwrap(ansi.Wrap(s, width, ""), width, true), "\n")
}

// Flow sets words apart by a separator and starts a new line where the next
// one does not fit.
func Flow(words []string, sep string, width int) []string {
	var lines []string
	line := ""
	for _, w := range words {
		switch {
		case line == "":
			line = w
		case Width(line)+Width(sep)+Width(w) <= width:
			line += sep + w
		default:
			lines = append(lines, line)
			line = w
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// Rule is a hairline.
func Rule(glyph string, width int, style theme.Style) string {
	return style.Render(strings.Repeat(glyph, max(0, width)))
}

// Marked renders a text with some of its parts in another style. The spans
// rise, do not overlap, and those beyond the text's end are left out.
func Marked(s string, spans []directory.Span, base, match theme.Style) string {
	if len(spans) == 0 {
		return base.Render(s)
	}
	var b strings.Builder
	at := 0
	for _, sp := range spans {
		if sp.Start < at || sp.End > len(s) || sp.Start >= sp.End {
			continue
		}
		if sp.Start > at {
			b.WriteString(base.Render(s[at:sp.Start]))
		}
		b.WriteString(match.Render(s[sp.Start:sp.End]))
		at = sp.End
	}
	if at < len(s) {
		b.WriteString(base.Render(s[at:]))
	}
	return b.String()
}
