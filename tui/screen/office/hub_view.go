package office

import (
	"strconv"
	"strings"

	"teleorne/directory"
	"teleorne/tui/screen"
	"teleorne/tui/sheet"
	"teleorne/tui/widget"
)

// hubWidth is how wide the menu is: what waits is not torn further from what it
// is about.
const hubWidth = 76

// numbered is how many areas have a digit.
const numbered = 9

// View draws the menu; on a wide screen with what the area in hand is for.
func (m *hub) View(f screen.Frame) screen.View {
	s, t := m.session, m.session.Theme
	p := &sheet.Sheet{Session: s, Width: min(f.Width-2*f.Margin(), hubWidth), Hand: m.walk.Hand}
	var beside []string
	if f.Class() >= screen.Wide {
		p.Width = min(p.Width, sheet.WideColumn)
		beside = m.drawBeside(min(sheet.Prose, f.Width-2*f.Margin()-p.Width-sheet.PaneGap))
	}
	switch {
	case m.err != nil && s.Actor.May(directory.ActionModerate) != nil:
		p.Text(t.Warning, s.Text.Error(m.err))
	case m.err != nil: // what waits cannot be told: the ways there are open all the same
		p.Text(t.Warning, s.Text.Error(m.err))
		p.Rule()
		m.drawAreas(p, &directory.Overview{}, f.Height >= sheet.Roomy)
	case m.overview == nil:
		p.Text(t.Muted, s.S("find.searching"))
	default:
		m.draw(p, f.Height >= sheet.Roomy)
	}
	m.walk.Layout(p.Stops, len(p.Lines), f.Height-1)
	return p.Frame(f, &m.walk, beside)
}

// draw fills the sheet; groups stand apart where there is room.
func (m *hub) draw(p *sheet.Sheet, airy bool) {
	s, t, o := m.session, m.session.Theme, m.overview
	waiting := o.Motions + o.Requests
	for _, n := range o.Queue {
		waiting += n
	}
	todo := ""
	if waiting > 0 {
		todo = s.S("office.hub.waiting", "n", waiting)
	}
	p.Ends(s.S("office.hub"), t.Strong, todo, t.Muted)
	p.Rule()
	m.drawAreas(p, o, airy)
}

func (m *hub) drawAreas(p *sheet.Sheet, o *directory.Overview, airy bool) {
	for i, a := range areas() {
		if a.first && airy {
			p.Gap()
		}
		m.drawArea(p, o, i, a)
	}
}

// drawArea adds the row of an area: what waits there at its right, or under it
// where there is no room.
func (m *hub) drawArea(p *sheet.Sheet, o *directory.Overview, i int, a area) {
	s, t := m.session, m.session.Theme
	number := "  "
	if i < numbered {
		number = strconv.Itoa(i+1) + " "
	}
	mark, style, beside := "  ", t.Text, t.Muted
	said := note{}
	off := why(s, s.Actor.May(a.action))
	switch {
	case off != "":
		style, said.words = t.Muted, off
	case a.note != nil && m.err == nil:
		said = a.note(s, o)
	}
	wide := p.Width >= sheet.Pairs
	if said.words == "" && wide && m.err == nil {
		said.words = s.S("office.idle." + a.name)
	}
	if said.pressing {
		beside = t.Warning
	}
	if off != "" && !wide && !p.Marked() {
		said.words = "" // it is said of the one in hand
	}
	if p.Marked() {
		mark, style, beside = t.Glyphs.Select+" ", t.Selection, t.Selection
	}
	head := mark + number + s.S("office.area."+a.name)
	column := m.column()
	if !wide {
		column = max(widget.Width(head)+2, p.Width-widget.Width(said.words))
	}
	if widget.Width(head) > column || column+widget.Width(said.words) > p.Width { // a line of its own
		lines := []string{style.Render(widget.Cut(head, p.Width, t.Glyphs.Ellipsis))}
		for _, l := range widget.Wrap(said.words, p.Width-4) { // a reason is never cut off
			lines = append(lines, beside.Render("    "+l))
		}
		p.Row(lines...)
		return
	}
	p.Row(strings.TrimRight(style.Render(widget.Pad(head, column))+beside.Render(said.words), " "))
}

// column is where what waits stands, behind the longest name.
func (m *hub) column() int {
	longest := 0
	for _, a := range areas() {
		longest = max(longest, widget.Width(m.session.S("office.area."+a.name)))
	}
	return longest + 7
}

// drawBeside tells what the area in hand is for.
func (m *hub) drawBeside(width int) []string {
	all := areas()
	if m.overview == nil && m.err == nil || m.session.Actor.May(directory.ActionModerate) != nil || m.walk.Hand >= len(all) {
		return nil
	}
	s, t := m.session, m.session.Theme
	a := all[m.walk.Hand]
	p := &sheet.Sheet{Session: s, Width: width, Hand: -1}
	p.Text(t.Accent, s.S("office.area."+a.name))
	p.Rule()
	p.Text(t.Text, s.S("office.about."+a.name))
	return p.Lines
}
