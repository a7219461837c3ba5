package mine

import (
	"teleorne/directory"
	"teleorne/tui/card"
	"teleorne/tui/owner"
	"teleorne/tui/screen"
	"teleorne/tui/widget"
)

// View draws the state and what happens next, the actions, then what changed
// and what nobody else sees; from 120 columns on beside what others see.
func (m *Model) View(f screen.Frame) screen.View {
	if m.dialog != nil {
		return m.dialog.view(m.session, f)
	}
	width := min(f.Width-2*f.Margin(), prose)
	preview := 0
	if f.Class() >= screen.Wide && m.card != nil {
		width = wideCol
		preview = min(prose, f.Width-2*f.Margin()-width-paneGap)
	}
	p := &sheet{session: m.session, width: width, hand: m.walk.hand}
	m.draw(p)
	m.walk.layout(p.stops, len(p.lines), f.Height-1)
	return p.frame(f, &m.walk, m.beside(preview))
}

// beside is the profile as everybody sees it, or will.
func (m *Model) beside(width int) []string {
	if width <= 0 {
		return nil
	}
	s, t := m.session, m.session.Theme
	title := "mine.others_see"
	if m.mine.Drafted || m.mine.Listing.Pending() || !m.mine.Listing.Visible() {
		title = "mine.others_will_see"
	}
	lines := []string{t.Accent.Render(widget.Cut(s.S(title), width, t.Glyphs.Ellipsis))}
	if m.mine.Listing.Latest != nil { // level with the head of the page
		lines = append(lines, t.Muted.Render(widget.Cut(s.S("mine.others.more"), width, t.Glyphs.Ellipsis)))
	}
	lines = append(lines, widget.Rule(t.Glyphs.Rule, width, t.Border))
	for _, l := range (card.Full{Card: m.card, Left: -1}).Lines(s, width, true) {
		lines = append(lines, widget.Cut(l, width, t.Glyphs.Ellipsis))
	}
	return lines
}

func (m *Model) draw(p *sheet) {
	s, t := m.session, m.session.Theme
	switch {
	case m.mine == nil && m.err == nil:
		p.text(t.Muted, s.S("find.searching"))
		return
	case m.mine == nil:
		p.text(t.Warning, s.Text.Error(m.err))
		p.gap()
		m.actions(p)
		return
	}
	m.head(p)
	for _, told := range owner.Next(s, m.mine) {
		look := t.Text
		if told.Asks {
			look = t.Strong
		}
		p.text(look, told.Text)
	}
	m.lacking(p)
	p.gap()
	m.actions(p)
	m.changes(p)
	m.private(p)
}

// head is who it is, and the state in a word.
func (m *Model) head(p *sheet) {
	s, t := m.session, m.session.Theme
	name := directory.SafeLine(m.mine.Profile.Name)
	if name == "" {
		name = s.S("mine.title")
	}
	look := t.Positive
	if l := m.mine.Listing; l == nil || !l.Visible() {
		look = t.Warning
	}
	p.ends(name, t.Strong, owner.State(s, m.mine), look)
	if l := m.mine.Listing; l != nil && l.Latest != nil {
		unsent := ""
		if m.mine.Drafted && p.width >= pairs { // on a line of its own it would say what stands below
			unsent = s.S("mine.unsent.word")
		}
		p.ends(s.S("mine.slug", "slug", l.Slug), t.Muted, unsent, t.Warning)
	}
	p.rule()
}

// lacking names what is missing, what is wrong, and what would help to be
// found.
func (m *Model) lacking(p *sheet) {
	s, t := m.session, m.session.Theme
	if m.mine.Listing == nil {
		return
	}
	lacking, wrong := owner.Lacking(m.mine)
	if len(lacking) > 0 {
		p.text(t.Strong, s.S("mine.lacking", "list", owner.Fields(s, lacking)))
	}
	for _, e := range wrong {
		p.text(t.Warning, s.S("page.fact", "label", s.Text.Field(e.Field), "value", s.Text.Error(e)))
	}
	for _, e := range m.mine.Health {
		p.text(t.Warning, s.S("page.fact", "label", s.Text.Field(e.Field), "value", s.Text.Error(e)))
	}
	if useful := useful(&m.mine.Profile); len(lacking) == 0 && len(useful) > 0 {
		p.text(t.Muted, s.S("mine.useful", "list", owner.Fields(s, useful)))
	}
}

// useful are fields that nobody has to fill in, and that help to be found and
// called.
func useful(p *directory.Profile) []string {
	var fields []string
	if p.Description == "" {
		fields = append(fields, "description")
	}
	if p.AvailableFrom.IsZero() {
		fields = append(fields, "available_from")
	}
	if p.Email == "" && p.Phone == "" && p.Website == "" {
		fields = append(fields, "email", "phone")
	}
	return fields
}

func (m *Model) actions(p *sheet) {
	for i, it := range m.items() {
		off := ""
		if it.off != "" {
			off = m.session.S(it.off)
		}
		p.action(i+1, m.session.S(it.label), it.key, off)
	}
}

// changes are those that were not submitted, and those that wait.
func (m *Model) changes(p *sheet) {
	s, l := m.session, m.mine.Listing
	if l == nil || l.Latest == nil {
		return
	}
	if m.mine.Drafted {
		p.heading(s.S("mine.unsent"))
		p.lines = append(p.lines, owner.Diff(s, &l.Latest.Profile, &m.mine.Profile, p.width)...)
	}
	if l.Published != nil && l.Latest.ID != l.Published.ID && l.Latest.State != directory.RevisionAccepted {
		title := "mine.waiting"
		if l.Latest.State == directory.RevisionRefused {
			title = "mine.refused"
		}
		p.heading(s.S(title))
		p.lines = append(p.lines, owner.Diff(s, &l.Published.Profile, &l.Latest.Profile, p.width)...)
	}
}

// private is what nobody else sees, or not everybody.
func (m *Model) private(p *sheet) {
	s, mine := m.session, m.mine
	if mine.Listing == nil {
		return
	}
	var facts []fact
	add := func(field string) {
		if v := owner.Value(s, &mine.Profile, field); v != "" {
			facts = append(facts, fact{s.Text.Field(field), v})
		}
	}
	shown := map[string]directory.Visibility{"email": mine.Profile.EmailShown, "phone": mine.Profile.PhoneShown}
	for _, c := range [...]string{"email", "phone"} {
		if v := owner.Value(s, &mine.Profile, c); v != "" && shown[c] != directory.Public {
			facts = append(facts, fact{s.Text.Field(c), s.S("mine.seen_by", "value", v, "who", owner.Value(s, &mine.Profile, c+"_shown"))})
		}
	}
	if mine.Profile.CommuneShown == directory.ShownEPCI {
		add("commune")
	}
	for _, f := range [...]string{"siret", "employer_commune", "remote_days"} {
		add(f)
	}
	if len(facts) > 0 {
		p.heading(s.S("mine.only_you"))
		p.facts(facts)
	}
}
