package transfer

import (
	"bytes"
	"strconv"
	"strings"

	"teleorne/directory"
	"teleorne/tui/screen"
	"teleorne/tui/sheet"
	"teleorne/tui/widget"
)

// fewestLines is how many lines of the file are in sight at least.
const fewestLines = 2

// maxShownLine is how much of a line that is wrong is quoted, in characters.
const maxShownLine = 400

// View draws the file with its options, how far a job is, or what came of it.
func (m *importer) View(f screen.Frame) screen.View {
	switch {
	case m.Dialog != nil:
		return m.Dialog.View(m.session, f)
	case m.job != nil:
		return m.drawJob(f)
	case m.report != nil:
		return m.report.View(f)
	}
	return m.drawFile(f)
}

// drawFile draws the file, or how to paste one, over the rows.
func (m *importer) drawFile(f screen.Frame) screen.View {
	s, t := m.session, m.session.Theme
	width := min(f.Width-2*f.Margin(), sheet.Prose)
	p := &sheet.Sheet{Session: s, Width: width}
	size := ""
	if m.file.Size() > 0 {
		size = s.S("import.size", "n", m.file.Lines(), "size", fileSize(s, m.file.Size()))
	}
	p.Ends(s.S("import.paste"), t.Strong, size, t.Muted)
	p.Rule()
	notes := m.notes(width)
	items := m.items()
	below := len(notes) + len(items) - 1
	if f.Height >= sheet.Roomy {
		below++
	}
	m.rows = append(m.rows[:0], len(p.Lines))
	v := screen.View{X: f.Margin()}
	lines, x, y := m.content(width, max(fewestLines, f.Height-len(p.Lines)-below))
	if m.hand == 0 {
		v.X, v.Y = f.Margin()+x, len(p.Lines)+y
	}
	p.Lines = append(append(p.Lines, lines...), notes...)
	if f.Height >= sheet.Roomy {
		p.Lines = append(p.Lines, "")
	}
	for i, it := range items[1:] {
		m.rows = append(m.rows, len(p.Lines))
		if m.hand == i+1 {
			v.Y = len(p.Lines)
		}
		p.Lines = append(p.Lines, m.drawItem(it, i+1, width))
	}
	margin := strings.Repeat(" ", f.Margin())
	for _, l := range p.Lines[:min(len(p.Lines), f.Height)] {
		v.Lines = append(v.Lines, strings.TrimRight(margin+l, " "))
	}
	v.Y = min(v.Y, f.Height-1)
	v.Stands(m.hand, len(items))
	return v
}

// content is what is in sight of the file; of an empty one, what to do.
func (m *importer) content(width, rows int) (lines []string, x, y int) {
	s, t := m.session, m.session.Theme
	if m.file.Size() > 0 {
		return m.file.View(width, rows, t.Text, t.Glyphs.Ellipsis)
	}
	p := &sheet.Sheet{Session: s, Width: width, Lines: []string{""}}
	_, required := m.kind.Columns()
	how, columns := s.S("import.paste.text"), s.S("import.columns", "list", strings.Join(required, ", "))
	if 1+len(widget.Wrap(how, width))+len(widget.Wrap(columns, width)) > rows {
		how = s.S("import.paste.brief")
	}
	p.Text(t.Muted, how)
	p.Text(t.Muted, columns)
	if more := s.S("import.command"); len(p.Lines)+len(widget.Wrap(more, width))+2 <= rows {
		p.Text(t.Muted, more)
		p.Whole(importLine(s, m.kind))
	}
	return p.Lines[:min(len(p.Lines), rows)], 0, 0
}

// notes say why the last paste, or check, would not do.
func (m *importer) notes(width int) []string {
	if m.note == nil {
		return nil
	}
	s, t := m.session, m.session.Theme
	p := &sheet.Sheet{Session: s, Width: width}
	if directory.IsCode(m.note, directory.CodeTooLong) {
		p.Text(t.Warning, s.S("import.too_long"))
		p.Whole(importLine(s, m.kind))
	} else {
		p.Text(t.Warning, s.Text.Error(m.note))
	}
	return p.Lines
}

// drawItem draws an option with its box, or something to do.
func (m *importer) drawItem(it item, digit, width int) string {
	s, t := m.session, m.session.Theme
	mark, style := "  ", t.Text
	if it.off != "" {
		style = t.Muted
	}
	if digit == m.hand {
		mark, style = t.Glyphs.Select+" ", t.Selection
	}
	label := strconv.Itoa(digit) + " "
	if it.ticked != nil {
		box := t.Glyphs.Off
		if *it.ticked {
			box = t.Glyphs.On
		}
		label += box + " "
	}
	return style.Render(mark + widget.Cut(label+s.S(it.label), width-2, t.Glyphs.Ellipsis))
}

// drawJob tells how far a job is.
func (m *importer) drawJob(f screen.Frame) screen.View {
	s, t := m.session, m.session.Theme
	p := &sheet.Sheet{Session: s, Width: min(f.Width-2*f.Margin(), sheet.Prose)}
	key := "import.checking"
	if m.job.writes {
		key = "import.writing"
	}
	p.Text(t.Strong, s.S(key))
	p.Rule()
	if done, total := int(m.job.done.Load()), int(m.job.total.Load()); total > 0 {
		count := s.S("find.position", "row", done, "total", total)
		bar := min(p.Width-widget.Width(count)-2, sheet.RowWidth)
		p.Lines = append(p.Lines, t.Accent.Render(widget.Bar(done, total, bar, t.Glyphs.Bar, t.Glyphs.Rest))+"  "+t.Text.Render(count))
	}
	margin := strings.Repeat(" ", f.Margin())
	v := screen.View{X: len(margin), Y: min(len(p.Lines), f.Height) - 1}
	for _, l := range p.Lines[:min(len(p.Lines), f.Height)] {
		v.Lines = append(v.Lines, margin+l)
	}
	return v
}

// fileSize writes how big a file is.
func fileSize(s *screen.Session, n int) string {
	switch {
	case n >= 1<<20:
		return s.S("import.size.mb", "x", s.Text.Decimal(float64(n)/(1<<20)))
	case n >= 1<<10:
		return s.S("import.size.kb", "n", n>>10)
	}
	return s.S("import.size.bytes", "n", n)
}

// lineOf is a line of the file as it stands there, as far as it is quoted.
func (m *importer) lineOf(n int) string {
	rest := m.file.Bytes()
	for ; n > 1; n-- {
		i := bytes.IndexByte(rest, '\n')
		if i < 0 {
			return ""
		}
		rest = rest[i+1:]
	}
	line, _, _ := bytes.Cut(rest, []byte{'\n'})
	return directory.Clip(string(line), maxShownLine)
}
