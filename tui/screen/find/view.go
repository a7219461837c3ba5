package find

import (
	"maps"
	"slices"
	"strings"

	"teleorne/directory"
	"teleorne/tui/card"
	"teleorne/tui/screen"
	"teleorne/tui/text"
	"teleorne/tui/theme"
	"teleorne/tui/widget"
)

// The panes of a wide screen, in columns.
const (
	facetWidth = 27
	maxFacets  = 48 // by themselves: a label and its figure are not torn apart
	paneGap    = 3
)

// roomy is the height from which blank lines are worth their row.
const roomy = 14

// View draws the fields, a hairline, and what is under it.
func (m *Model) View(f screen.Frame) screen.View {
	m.frame = f
	t := m.session.Theme
	margin := strings.Repeat(" ", f.Margin())
	width := f.Width - 2*f.Margin()
	v := screen.View{}
	add := func(lines ...string) {
		for _, l := range lines {
			v.Lines = append(v.Lines, margin+l)
		}
	}
	form, x, y := m.viewForm(width)
	add(form...)
	v.X, v.Y = len(margin)+x, y
	v.Lines = append(v.Lines, " "+widget.Rule(t.Glyphs.Rule, f.Width-2, t.Border))
	if m.Capturing() && len(m.form.proposals.items) > 0 {
		rows, hand := m.viewProposals(width, m.proposalRows(f))
		if m.form.proposals.hand > 0 {
			v.X, v.Y = len(margin), len(v.Lines)+hand
			v.Stands(m.form.proposals.hand-1, len(m.form.proposals.items))
		}
		add(append(rows, "")...)
	}
	top := len(v.Lines)
	m.bodyTop = top
	place := func(lines []string, x, y int) {
		add(lines...)
		if !m.Capturing() {
			v.X, v.Y = len(margin)+x, top+y
		}
	}
	room := f.Height - top
	switch {
	case m.blank() || m.results.answer == nil && !m.fixed: // what was there stays until the first answer is
		place(m.viewLanding(width, room))
		if !m.Capturing() {
			v.Stands(m.landing.hand, m.landing.len())
		}
	case f.Class() >= screen.Wide:
		place(m.viewPanes(width, room))
	case m.pane == paneFacets:
		lines, hand := m.viewFacets(min(width, maxFacets), room)
		place(lines, 0, hand)
	default:
		m.left = 0
		place(m.viewList(width, room))
	}
	switch {
	case m.Capturing() || m.blank():
	case m.pane == paneFacets:
		v.Stands(m.facets.position())
	case m.results.answer != nil && m.results.answer.Total == 0:
		v.Stands(m.results.window.Cursor, len(m.results.answer.Widenings))
	}
	return v
}

// proposalRows leaves room for at least one result under the proposals.
func (m *Model) proposalRows(f screen.Frame) int {
	if f.Height < roomy {
		return 2
	}
	return maxProposals
}

// viewPanes draws filters, list and preview side by side.
func (m *Model) viewPanes(width, height int) (lines []string, x, y int) {
	s, t := m.session, m.session.Theme
	rest := width - facetWidth - 2*paneGap
	list := min(rest*62/100, 96)
	preview := min(80, rest-list)
	m.left = facetWidth + paneGap
	left, handF := m.viewFacets(facetWidth, height)
	mid, lx, ly := m.viewList(list, height)
	var right []string
	if c := m.inHand(); c != nil {
		right = card.Preview(s, c, m.marker(), preview)
	}
	gap := strings.Repeat(" ", paneGap)
	at := func(ls []string, i int) string {
		if i < len(ls) {
			return ls[i]
		}
		return ""
	}
	for i := range height {
		line := widget.Pad(at(left, i), facetWidth) + gap + widget.Pad(at(mid, i), list) + gap + widget.Cut(at(right, i), preview, t.Glyphs.Ellipsis)
		lines = append(lines, strings.TrimRight(line, " "))
	}
	if m.pane == paneFacets {
		return lines, 0, handF
	}
	return lines, facetWidth + paneGap + lx, ly
}

// marker marks what was searched. One letter would mark half the screen.
func (m *Model) marker() directory.Marker {
	if directory.Length(m.results.asked.Text) < 2 {
		return nil
	}
	return m.results.answer.Marker
}

// inHand is the card of the row in hand.
func (m *Model) inHand() *directory.Card {
	if m.results.answer == nil {
		return nil
	}
	return m.results.card(m.results.window.Cursor)
}

// viewList draws the total, what was understood, the rows, and the position.
func (m *Model) viewList(width, height int) (lines []string, x, y int) {
	s, t := m.session, m.session.Theme
	r := &m.results
	if r.answer == nil {
		return []string{t.Muted.Render(s.S("find.searching"))}, 0, 0
	}
	sort := s.S("find.sort", "order", s.S("sort."+string(m.order())))
	total := m.totalText()
	if height < roomy && widget.Width(total) > width { // the fields above name the place
		total = s.S("find.total", "n", r.answer.Total)
	}
	if widget.Width(total)+widget.Width(sort)+2 <= width {
		total = t.Strong.Render(widget.Pad(total, width-widget.Width(sort))) + t.Muted.Render(sort)
		lines = append(lines, total)
	} else {
		for _, l := range widget.Wrap(total, width) {
			lines = append(lines, t.Strong.Render(l))
		}
		if height >= roomy {
			lines = append(lines, t.Muted.Render(widget.Cut(sort, width, t.Glyphs.Ellipsis)))
		}
	}
	lines = append(lines, m.understood(width)...)
	m.listTop = len(lines)
	if height >= roomy {
		m.listTop++
		lines = append(lines, "")
	}
	if r.answer.Total == 0 {
		more, hand := m.viewWidenings(width, height-len(lines))
		return append(lines, more...), 0, len(lines) + hand
	}
	top := len(lines)
	cols := card.Layout(width, len(r.asked.Communes) > 0).Fitting(r.answer.Cards) // from page to page they stay
	m.rows = cols.Height()
	r.window.Resize(r.window.Total, (height-top-1)/cols.Height())
	for i := r.window.Top; i < r.window.End(); i++ {
		selected := i == r.window.Cursor && m.pane != paneFacets && m.form.proposals.hand == 0
		c := r.card(i)
		if c == nil {
			lines = append(lines, t.Muted.Render("  "+t.Glyphs.Ellipsis))
			lines = append(lines, make([]string, cols.Height()-1)...)
			continue
		}
		lines = append(lines, card.Row(s, c, m.marker(), cols, width, selected)...)
	}
	for len(lines) < height-1 {
		lines = append(lines, "")
	}
	position := s.S("find.position", "row", r.window.Cursor+1, "total", r.answer.Total)
	lines = append(lines, t.Muted.Render(widget.Right(position, width, t.Glyphs.Ellipsis)))
	return lines, 0, top + (r.window.Cursor-r.window.Top)*cols.Height()
}

func (m *Model) rowsInHand() int {
	if m.blank() {
		return min(9, m.landing.len())
	}
	w := m.results.window
	return w.End() - w.Top
}

// totalText says how many were found, and where.
func (m *Model) totalText() string {
	s := m.session
	q, n := m.results.asked, m.results.answer.Total
	if m.form.where.Place == nil {
		return s.S("find.total", "n", n)
	}
	name := m.form.where.Name()
	switch {
	case m.form.where.IsEPCI() && q.EPCI != "":
		return s.S("find.total.epci", "n", n, "place", name)
	case q.RadiusKM > 0:
		return s.S("find.total.radius", "n", n, "km", s.Text.KM(q.RadiusKM), "place", s.Text.Of(name))
	case len(q.Communes) > 0:
		return s.S("find.total.commune", "n", n, "place", s.Text.At(name))
	}
	return s.S("find.total", "n", n)
}

// understood says what was made of the words: corrections, the skills they
// name, the filters in force, and what is wrong with the place.
func (m *Model) understood(width int) []string {
	s, t := m.session, m.session.Theme
	answer := m.results.answer
	lang := string(s.Text.Lang())
	var lines []string
	if m.form.where.Note != nil {
		for _, l := range widget.Wrap(s.Text.Error(m.form.where.Note), width) {
			lines = append(lines, t.Warning.Render(l))
		}
	}
	if answer == nil {
		return lines
	}
	var chips []string
	for _, typed := range slices.Sorted(maps.Keys(answer.Corrected)) {
		chips = append(chips, typed+" "+t.Glyphs.Arrow+" "+answer.Corrected[typed])
	}
	if len(answer.Concepts) > 0 {
		chips = append(chips, m.concepts(width))
	}
	chips = cutAll(chips, width, t.Glyphs.Ellipsis, t.Muted)
	chips = append(chips, cutAll(m.filterChips(lang), width, t.Glyphs.Ellipsis, t.Badge)...)
	return append(lines, widget.Flow(chips, t.Muted.Render("  "+t.Glyphs.Dot+"  "), width)...)
}

// concepts say which skills the words name: two of them where there is room, else
// the first, of which the name is cut rather than its quotation marks.
func (m *Model) concepts(width int) string {
	s := m.session
	said := func(labels ...string) string {
		quoted := make([]string, len(labels))
		for i, l := range labels {
			quoted[i] = s.S("find.quoted", "what", l)
		}
		return s.S("find.concept", "skills", s.Text.List(quoted))
	}
	var labels []string
	for _, sk := range m.results.answer.Concepts {
		labels = append(labels, text.Typographic(sk.Label.In(string(s.Text.Lang()))))
	}
	if both := said(labels[:min(2, len(labels))]...); widget.Width(both) <= width {
		return both
	}
	return said(widget.CutWords(labels[0], max(1, width-widget.Width(said(""))), s.Theme.Glyphs.Ellipsis))
}

// filterChips are the filters in force, in words.
func (m *Model) filterChips(lang string) []string {
	s, q := m.session, m.results.asked
	taxonomy := s.Service.Catalog().Taxonomy
	var chips []string
	for _, slug := range q.Skills {
		if sk, ok := taxonomy.Skill(slug); ok {
			chips = append(chips, s.S("chip.skill", "skill", text.Typographic(sk.Label.In(lang))))
		}
	}
	if d, ok := taxonomy.Domain(q.Domain); ok {
		chips = append(chips, s.S("chip.domain", "domain", text.Typographic(d.Label.In(lang))))
	}
	if q.Status != "" {
		chips = append(chips, s.S("facet.status."+string(q.Status)))
	}
	if !q.Available.IsZero() {
		chips = append(chips, s.S("chip.available", "date", s.Text.Date(q.Available)))
	}
	if e, ok := s.Service.Atlas().EPCI(q.EPCI); ok && !m.form.where.IsEPCI() {
		chips = append(chips, text.Typographic(e.Name))
	}
	if q.Language != "" {
		chips = append(chips, s.S("chip.language", "language", s.Text.Language(q.Language)))
	}
	if tc, ok := s.Service.Catalog().Telecentre(q.Telecentre); ok && tc.Public() {
		chips = append(chips, text.Typographic(tc.Name))
	}
	return chips
}

// viewWidenings proposes ways out of an empty result, each with its count.
func (m *Model) viewWidenings(width, height int) (lines []string, hand int) {
	s, t := m.session, m.session.Theme
	ways := m.results.answer.Widenings
	if len(ways) == 0 {
		for _, l := range widget.Wrap(s.S("find.nothing"), width) {
			lines = append(lines, t.Text.Render(l))
		}
		return lines, 0
	}
	for _, l := range widget.Wrap(s.S("find.widen"), width) {
		lines = append(lines, t.Text.Render(l))
	}
	m.results.window.Resize(len(ways), max(1, height-len(lines)))
	for i, w := range ways {
		if len(lines) >= height {
			break
		}
		mark, style := "  ", t.Text
		if i == m.results.window.Cursor && m.pane != paneFacets {
			mark, style = t.Glyphs.Select+" ", t.Selection
			hand = len(lines)
		}
		lines = append(lines, style.Render(mark+widget.Ends(m.wideningText(w), s.Text.Int(w.Count), min(60, width-2), t.Glyphs.Ellipsis)))
	}
	return lines, hand
}

func (m *Model) wideningText(w directory.Widening) string {
	s := m.session
	value := w.Value
	catalog := s.Service.Catalog()
	switch w.Kind {
	case directory.WidenRadius:
		value = s.Text.KM(w.Query.RadiusKM)
	case directory.WidenSkill:
		if sk, ok := catalog.Taxonomy.Skill(w.Value); ok {
			value = text.Typographic(sk.Label.In(string(s.Text.Lang())))
		}
	}
	return s.S("widen."+string(w.Kind), "value", value)
}

// cutAll fits each item into a line, and gives it its look.
func cutAll(items []string, width int, ellipsis string, style theme.Style) []string {
	for i, it := range items {
		items[i] = style.Render(widget.CutWords(it, width, ellipsis))
	}
	return items
}
