package host

import (
	"strings"
	"unicode/utf8"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// differing are the rows, of those that fit, in which two contents differ. It
// fails where more than these must be known in order to paint them well: the
// look of a row may depend on those above it, or rows moved, which the terminal
// can do by itself.
func differing(was, is string, height int) (rows []int, ok bool) {
	gone := make(map[string]struct{}, height)
	come := make([]string, 0, height)
	for y := range height {
		var a, b string
		a, was, _ = strings.Cut(was, "\n")
		b, is, _ = strings.Cut(is, "\n")
		if !alone(a) || a != b && !alone(b) {
			return nil, false
		}
		if a != b {
			rows, come = append(rows, y), append(come, b)
			gone[a] = struct{}{}
		}
	}
	if scattered(rows) {
		return rows, true
	}
	for _, row := range come {
		if _, moved := gone[row]; moved && strings.TrimSpace(row) != "" {
			return nil, false
		}
	}
	return rows, true
}

// alone tells whether a row looks the same wherever it stands: it has text,
// styles and links alone, and ends without any style or link.
func alone(row string) bool {
	styled, linked, begun := false, false, false
	for i := 0; i < len(row); {
		c := row[i]
		switch {
		case c >= ' ' && c < 0x7f:
			begun = true
			i++
		case c == ansi.ESC && strings.HasPrefix(row[i:], "\x1b["):
			end := i + 2
			for end < len(row) && (row[end] >= '0' && row[end] <= '9' || row[end] == ';' || row[end] == ':') {
				end++
			}
			if end == len(row) || row[end] != 'm' {
				return false
			}
			styled = end != i+2 && row[i+2:end] != "0"
			i = end + 1
		case c == ansi.ESC && strings.HasPrefix(row[i:], "\x1b]8;"):
			n := strings.IndexAny(row[i+1:], "\a\x1b")
			if n < 0 {
				return false
			}
			end := i + 1 + n
			linked = row[i:end] != "\x1b]8;;"
			if row[end] == ansi.ESC {
				if end++; end == len(row) || row[end] != '\\' {
					return false
				}
			}
			i = end + 1
		case c >= utf8.RuneSelf:
			r, n := utf8.DecodeRuneInString(row[i:])
			if r == utf8.RuneError || r < '\u00a0' || !begun && ansi.StringWidthWc(string(r)) == 0 {
				return false // the last would go with the end of the row above
			}
			begun = true
			i += n
		default:
			return false
		}
	}
	return !styled && !linked
}

// scattered tells whether the rows are so few and so far apart that painting
// them one by one is the best way, whatever the terminal could do by itself.
func scattered(rows []int) bool {
	if len(rows) > segmentRows {
		return false
	}
	for i := segmentRun - 1; i < len(rows); i++ {
		if rows[i]-rows[i-segmentRun+1] == segmentRun-1 {
			return false
		}
	}
	return true
}

// grid takes cells into rows that are blank.
type grid struct {
	*uv.ScreenBuffer
	height int
}

// SetCell has nothing to do for a blank one.
func (g grid) SetCell(x, y int, cell *uv.Cell) {
	if cell != nil && y >= 0 && y < g.height {
		g.Lines[y].Set(x, cell)
	}
}

// write makes cells of a text, in rows that are blank.
func (g grid) write(text string, area uv.Rectangle) {
	uv.NewStyledString(text).Draw(g, area)
}

// blank empties a row.
func blank(line uv.Line) {
	for i := range line {
		line[i] = uv.EmptyCell
	}
}

// even gives blanks the look of what stands before them where nobody sees the
// difference: to change the look takes bytes. Those without one keep it, since
// terminals can erase them.
func even(line uv.Line) {
	var pen uv.Style
	for i := range line {
		if c := &line[i]; !c.Style.IsZero() && unseen(c) {
			c.Style = pen
		}
		if pen = line[i].Style; !bare(&pen) {
			pen = uv.Style{}
		}
	}
}

// unseen tells whether nothing is seen in a cell, whatever its style says.
func unseen(c *uv.Cell) bool { return c.Content == " " && c.Link.IsZero() && bare(&c.Style) }

// bare tells whether a style shows in letters alone, not in the blanks between
// them. A colour does so because it is not reversed.
func bare(s *uv.Style) bool {
	return s.Bg == nil && s.Underline == uv.UnderlineNone && s.Attrs&(uv.AttrReverse|uv.AttrStrikethrough) == 0
}
