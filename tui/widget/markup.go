package widget

import (
	"strings"

	"teleorne/tui/theme"
)

// Markup sets the little markup of the catalogue into a width: an empty line
// parts paragraphs, « - » opens a point with a hanging indent, and « $ » a line
// to be copied, which is printed whole with nothing before or behind it.
func Markup(body string, width int, text, muted, whole theme.Style) []string {
	var lines []string
	for line := range strings.SplitSeq(body, "\n") {
		switch point, isPoint := strings.CutPrefix(line, "- "); {
		case line == "":
			lines = append(lines, "")
		case strings.HasPrefix(line, "$ "):
			lines = append(lines, Whole(line[2:], width, whole)...)
		case isPoint:
			for i, l := range Wrap(point, min(80, width)-2) {
				head := "  "
				if i == 0 {
					head = muted.Render("- ")
				}
				lines = append(lines, head+text.Render(l))
			}
		default:
			for _, l := range Wrap(line, width) {
				lines = append(lines, text.Render(l))
			}
		}
	}
	return lines
}

// Whole prints what people select and copy: nothing before or behind it on its
// line, and broken by nothing but the edge.
func Whole(s string, width int, style theme.Style) []string {
	var lines []string
	for s != "" {
		part := Cut(s, width, "")
		if part == "" {
			break
		}
		lines = append(lines, style.Render(part))
		s = s[len(part):]
	}
	return lines
}
