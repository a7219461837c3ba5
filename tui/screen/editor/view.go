package editor

import (
	"slices"
	"strings"

	"teleorne/directory"
	"teleorne/tui/owner"
	"teleorne/tui/screen"
	"teleorne/tui/widget"
)

// The rows and columns that things take.
const (
	headRows   = 2 // the heading and the hairline
	roomy      = 14
	prose      = 80 // of text
	maxForm    = 88 // of the fields
	leastRoom  = 8  // of the field in hand
	wideForm   = 62 // the same beside the profile
	paneGap    = 3
	narrowForm = 60 // below that the label stands over its value
)

// block is where a field was drawn.
type block struct{ field, top, height int }

// View draws the part that shows; on a wide screen with the profile beside, as
// others see it.
func (m *Model) View(f screen.Frame) screen.View {
	m.frame = f
	t := m.session.Theme
	margin := strings.Repeat(" ", f.Margin())
	width := f.Width - 2*f.Margin()
	v := screen.View{X: len(margin)}
	switch {
	case m.err != nil:
		v.Lines = indented(margin, styled(t.Warning, widget.Wrap(m.session.Text.Error(m.err), width)))
		return v
	case m.mine == nil:
		v.Lines = []string{margin + t.Muted.Render(m.session.S("editor.loading"))}
		return v
	}
	form := min(width, maxForm)
	var beside []string
	if f.Class() >= screen.Wide && m.stale == nil && m.spot != spotSent {
		form = wideForm
		beside = m.viewBeside(min(prose, width-paneGap-form), f.Height)
	}
	lines, x, y := m.viewMain(form, f.Height-headRows)
	lines = append([]string{m.heading(form), widget.Rule(t.Glyphs.Rule, form, t.Border)}, lines...)
	v.X, v.Y = len(margin)+x, min(headRows+y, f.Height-1)
	v.Stands(m.position())
	for i := range max(len(lines), len(beside)) {
		line := ""
		if i < len(lines) {
			line = lines[i]
		}
		if i < len(beside) {
			line = widget.Pad(line, form+paneGap) + beside[i]
		}
		v.Lines = append(v.Lines, strings.TrimRight(margin+line, " "))
	}
	v.Lines = v.Lines[:min(len(v.Lines), f.Height)]
	return v
}

func indented(margin string, lines []string) []string {
	for i, l := range lines {
		lines[i] = margin + l
	}
	return lines
}

// viewMain draws what is under the heading.
func (m *Model) viewMain(width, height int) (lines []string, x, y int) {
	switch {
	case m.stale != nil:
		return m.viewStale(width, height)
	case m.spot == spotSections:
		return m.viewSections(width, height)
	case m.spot == spotReview:
		return m.viewReview(width, height)
	case m.spot == spotSent:
		return m.viewSent(width, height), 0, 0
	}
	return m.viewFields(width, height)
}

// position is which row or field is in hand, from 0, of how many.
func (m *Model) position() (hand, total int) {
	switch {
	case m.stale != nil:
		return m.stale.window.Cursor, answers
	case m.spot == spotSections:
		return m.window.Cursor, len(sections())
	case m.spot == spotReview:
		return m.review.window.Cursor, len(m.rows())
	case m.spot == spotSent:
		return 0, 0
	}
	offered := m.offered(m.hand.section)
	return slices.Index(offered, m.hand.field), len(offered)
}

// viewBeside is the profile as everybody would see it.
func (m *Model) viewBeside(width, height int) []string {
	t := m.session.Theme
	lines := []string{t.Accent.Render(widget.Cut(m.asWhom(), width, t.Glyphs.Ellipsis)), widget.Rule(t.Glyphs.Rule, width, t.Border)}
	profile := m.profile(width, true)
	if m.spot == spotReview {
		profile = m.inSight(profile, width, height-len(lines))
	}
	lines = append(lines, profile...)
	return lines[:min(len(lines), height)]
}

// heading says where one is, and when the work was saved.
func (m *Model) heading(width int) string {
	s, t := m.session, m.session.Theme
	left := m.where(width)
	right, style := m.savedWhen(), t.Muted
	switch {
	case m.review.sending:
		right = s.S("editor.sending")
	case m.saver.failed != nil || m.stale != nil:
		right, style = s.S("editor.unsaved"), t.Warning
	case widget.Width(left)+widget.Width(right)+2 > width:
		right = "" // that all is well may go without saying
	}
	left = widget.Cut(left, width-widget.Width(right)-2, t.Glyphs.Ellipsis)
	gap := strings.Repeat(" ", max(1, width-widget.Width(left)-widget.Width(right)))
	return t.Strong.Render(left) + gap + style.Render(right)
}

// where is the section in front.
func (m *Model) where(width int) string {
	s, all := m.session, sections()
	section := m.hand.section
	switch m.spot {
	case spotSections:
		return s.S("editor.sections")
	case spotReview, spotSent:
		section = len(all) - 1
	}
	name := s.S("editor.section." + all[section].name)
	if width < narrowForm {
		return s.S("editor.heading.short", "number", section+1, "section", name)
	}
	return s.S("editor.heading", "number", section+1, "total", len(all), "section", name)
}

// savedWhen says when the draft was saved. It stays as it is while one types: a
// moment later it is true again.
func (m *Model) savedWhen() string {
	s, at := m.session, m.saver.at
	switch {
	case at.IsZero():
		return ""
	case directory.DateOf(at.In(s.Now().Location())) != s.Service.Today():
		return s.S("editor.saved.day", "day", s.Text.DayMonth(directory.DateOf(at.In(s.Now().Location()))))
	}
	return s.S("editor.saved", "at", s.Text.Clock(at))
}

// viewSections draws the sections with how far each has come.
func (m *Model) viewSections(width, height int) (lines []string, x, y int) {
	s, t := m.session, m.session.Theme
	all := sections()
	column := 0
	for _, sec := range all {
		column = max(column, widget.Width(s.S("editor.section."+sec.name)))
	}
	m.window.Resize(len(all), height)
	for i := m.window.Top; i < m.window.End(); i++ {
		pointer, style, muted := "  ", t.Text, t.Muted
		if i == m.window.Cursor {
			pointer, style, muted, y = t.Glyphs.Select+" ", t.Selection, t.Selection, len(lines)
		}
		box, note := m.progress(i, width < narrowForm)
		head := pointer + s.Text.Int(i+1) + " " + box + " " + widget.Pad(s.S("editor.section."+all[i].name), column)
		room := width - widget.Width(head) - 2
		line := style.Render(widget.Cut(head, width, t.Glyphs.Ellipsis))
		if room >= 6 && note != "" {
			line += muted.Render("  " + widget.FitWords(note, room, t.Glyphs.Ellipsis))
		}
		lines = append(lines, line)
	}
	if room := height - len(lines); room > 2 {
		about := styled(t.Muted, widget.Wrap(s.S("editor.sections.about"), width))
		lines = append(append(lines, ""), about[:min(len(about), room-1)]...)
	}
	return lines, 0, y
}

// progress is the box of a section, and what is said beside it: what is
// missing, else what stands there; in a word where there is no room.
func (m *Model) progress(section int, short bool) (box, note string) {
	s, g := m.session, m.session.Theme.Glyphs
	sec := sections()[section]
	if len(sec.fields) == 0 {
		return m.readiness(short)
	}
	lacking := func(key string, fields []string) (string, string) {
		if short {
			return g.Off, s.S("editor.progress." + key)
		}
		return g.Off, s.S("editor.progress."+key+".fields", "fields", owner.Fields(s, fields))
	}
	st := m.state(section)
	switch {
	case len(st.wrong) > 0:
		return lacking("wrong", st.wrong)
	case len(st.missing) > 0:
		return lacking("missing", st.missing)
	case !st.filled:
		return g.Off, s.S("editor.progress.optional")
	}
	var parts []string
	for _, j := range m.offered(section) {
		if said := m.inWords(&m.work, sec.fields[j].name); said != "" && !sec.fields[j].side {
			parts = append(parts, directory.SafeLine(said))
		}
	}
	return g.On, strings.Join(parts, " "+g.Dot+" ")
}

// readiness is the same of the last section.
func (m *Model) readiness(short bool) (box, note string) {
	s, g := m.session, m.session.Theme.Glyphs
	n := len(m.checked.errs)
	switch {
	case n > 0 && short:
		return g.Off, s.S("editor.progress.missing")
	case n > 0:
		return g.Off, s.S("editor.progress.left", "n", n)
	case m.notNow() != "":
		return g.On, s.S(m.notNow())
	}
	return g.Off, s.S("editor.review.ready")
}

// viewFields draws the fields of a section; that in hand is open.
func (m *Model) viewFields(width, height int) (lines []string, x, y int) {
	sec, offered := sections()[m.hand.section], m.offered(m.hand.section)
	column, label, gap := m.labelColumn(width, sec, offered), 0, 0
	if column == 0 {
		label = 1 // a line of its own
	}
	if height >= roomy {
		gap = 1
	}
	// What is left for the field in hand when each other takes its least; on a
	// small screen the others make way.
	room := max(min(leastRoom, height-label), height-label-(len(offered)-1)*(1+label+gap))
	m.hand.blocks = m.hand.blocks[:0]
	first, last := 0, 0
	for _, j := range offered {
		top, inHand := len(lines), j == m.hand.field
		d := m.drawField(sec.fields[j], inHand, width-column, room)
		if inHand {
			x, y = column+d.x, top+label+d.y
		}
		lines = append(lines, m.labelled(sec.fields[j], inHand, column, d.lines)...)
		if inHand {
			first, last = top, len(lines)-1
		}
		m.hand.blocks = append(m.hand.blocks, block{j, top, len(lines) - top})
		if gap > 0 {
			lines = append(lines, "")
		}
	}
	sc := &m.hand.scroll
	sc.Resize(len(lines), height)
	sc.Show(last)
	sc.Show(first)
	sc.Show(y)
	return lines[sc.Top:min(len(lines), sc.Top+sc.Rows)], x, y - sc.Top
}

// labelColumn is how wide the labels beside their values are; 0 where they
// stand over them, as over a text alone, which has the whole width.
func (m *Model) labelColumn(width int, sec section, offered []int) int {
	if width < narrowForm || len(offered) < 2 {
		return 0
	}
	column := 0
	for _, j := range offered {
		column = max(column, widget.Width(m.session.Text.Field(sec.fields[j].name)))
	}
	return column + 3
}

// labelled puts the label of a field before its lines, or over them.
func (m *Model) labelled(f field, inHand bool, column int, lines []string) []string {
	style := m.session.Theme.Muted
	if inHand {
		style = m.session.Theme.Accent.Bold(true)
	}
	label := style.Render(m.session.Text.Field(f.name))
	if column == 0 {
		return append([]string{label}, lines...)
	}
	for i, l := range lines {
		head := ""
		if i == 0 {
			head = label
		}
		lines[i] = widget.Pad(head, column) + l
	}
	return lines
}

// maxLines is how many lines a field takes that has not the keys.
const maxLines = 3

// drawField draws a field without its label: with its control when it is in
// hand, else what stands in it.
func (m *Model) drawField(f field, inHand bool, width, rows int) drawing {
	s, t := m.session, m.session.Theme
	notes := m.notes(f, inHand, min(width, prose))
	if inHand {
		return m.hand.control.view(width, rows, notes)
	}
	value := m.inWords(&m.work, f.name)
	var lines []string
	switch {
	case value == "" && len(m.checked.errs[f.name]) > 0 && m.hand.seen[f.name]:
		// The note says that it is missing.
	case value == "":
		word := "editor.optional"
		if f.must {
			word = "editor.required"
		}
		lines = []string{t.Muted.Render(widget.Cut(s.S(word), width, t.Glyphs.Ellipsis))}
	default:
		wrapped := widget.Wrap(value, width)
		if len(wrapped) > maxLines {
			wrapped = wrapped[:maxLines]
			wrapped[maxLines-1] = widget.Cut(wrapped[maxLines-1], width-2, "") + t.Glyphs.Ellipsis
		}
		lines = styled(t.Text, wrapped)
	}
	return drawing{lines: append(lines, notes...)}
}
