package mine

import (
	"teleorne/directory"
	"teleorne/tui/card"
	"teleorne/tui/owner"
	"teleorne/tui/screen"
	"teleorne/tui/sheet"
	"teleorne/tui/widget"
)

// View draws the state and what happens next, the actions, then what changed
// and what nobody else sees; from 120 columns on beside what others see.
func (m *Model) View(f screen.Frame) screen.View {
	if m.Dialog != nil {
		return m.Dialog.View(m.session, f)
	}
	width := min(f.Width-2*f.Margin(), sheet.Prose)
	preview := 0
	if f.Class() >= screen.Wide && m.card != nil {
		width = sheet.WideColumn
		preview = min(sheet.Prose, f.Width-2*f.Margin()-width-sheet.PaneGap)
	}
	p := m.walk.Draw(f.Height-1, func(hand int) *sheet.Sheet {
		p := &sheet.Sheet{Session: m.session, Width: width, Hand: hand}
		m.draw(p)
		return p
	})
	return p.Frame(f, &m.walk, m.beside(preview))
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

func (m *Model) draw(p *sheet.Sheet) {
	s, t := m.session, m.session.Theme
	switch {
	case m.mine == nil && m.err == nil:
		p.Text(t.Muted, s.S("find.searching"))
		return
	case m.mine == nil:
		p.Text(t.Warning, s.Text.Error(m.err))
		p.Gap()
		m.actions(p)
		return
	}
	m.head(p)
	for _, told := range owner.Next(s, m.mine) {
		look := t.Text
		if told.Asks {
			look = t.Strong
		}
		p.Text(look, told.Text)
	}
	m.lacking(p)
	p.Gap()
	m.actions(p)
	m.changes(p)
	m.private(p)
}

// head is who it is, and the state in a word.
func (m *Model) head(p *sheet.Sheet) {
	s, t := m.session, m.session.Theme
	name := directory.SafeLine(m.mine.Profile.Name)
	if name == "" {
		name = s.S("mine.title")
	}
	look := t.Positive
	if l := m.mine.Listing; l == nil || !l.Visible() {
		look = t.Warning
	}
	p.Ends(name, t.Strong, owner.State(s, m.mine), look)
	if l := m.mine.Listing; l != nil && l.Latest != nil {
		unsent := ""
		if m.mine.Drafted && p.Width >= sheet.Pairs { // on a line of its own it would say what stands below
			unsent = s.S("mine.unsent.word")
		}
		p.Ends(s.S("mine.slug", "slug", l.Slug), t.Muted, unsent, t.Warning)
	}
	p.Rule()
}

// lacking names what is missing, what is wrong, and what would help to be
// found.
func (m *Model) lacking(p *sheet.Sheet) {
	s, t := m.session, m.session.Theme
	if m.mine.Listing == nil {
		return
	}
	lacking, wrong := owner.Lacking(m.mine)
	if len(lacking) > 0 {
		p.Text(t.Strong, s.S("mine.lacking", "list", owner.Fields(s, lacking)))
	}
	for _, e := range wrong {
		p.Text(t.Warning, s.S("page.fact", "label", s.Text.Field(e.Field), "value", s.Text.Error(sheet.Named(s, e))))
	}
	for _, e := range m.mine.Health {
		p.Text(t.Warning, s.S("page.fact", "label", s.Text.Field(e.Field), "value", s.Text.Error(e)))
	}
	if useful := useful(&m.mine.Profile); len(lacking) == 0 && len(useful) > 0 {
		p.Text(t.Muted, s.S("mine.useful", "list", owner.Fields(s, useful)))
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

func (m *Model) actions(p *sheet.Sheet) {
	for i, it := range m.items() {
		off := ""
		if it.off != "" {
			off = m.session.S(it.off)
		}
		p.Action(i+1, m.session.S(it.label), it.key, off)
	}
}

// changes are those that were not submitted, and those that wait.
func (m *Model) changes(p *sheet.Sheet) {
	s, l := m.session, m.mine.Listing
	if l == nil || l.Latest == nil {
		return
	}
	if m.mine.Drafted {
		p.Heading(s.S("mine.unsent"))
		differ(p, &l.Latest.Profile, &m.mine.Profile)
	}
	if l.Published != nil && l.Latest.ID != l.Published.ID && l.Latest.State != directory.RevisionAccepted {
		title := "mine.waiting"
		if l.Latest.State == directory.RevisionRefused {
			title = "mine.refused"
		}
		p.Heading(s.S(title))
		differ(p, &l.Published.Profile, &l.Latest.Profile)
	}
}

// differ adds the fields in which two profiles differ.
func differ(p *sheet.Sheet, before, after *directory.Profile) {
	p.Drawn(owner.Diff(p.Session, before, after, p.Width), func() []string {
		return owner.Said(p.Session, before, after, before.Diff(after))
	})
}

// private is what nobody else sees, or not everybody.
func (m *Model) private(p *sheet.Sheet) {
	s, mine := m.session, m.mine
	if mine.Listing == nil {
		return
	}
	var facts []sheet.Fact
	add := func(field string) {
		if v := owner.Value(s, &mine.Profile, field); v != "" {
			facts = append(facts, sheet.Fact{Label: s.Text.Field(field), Value: v})
		}
	}
	shown := map[string]directory.Visibility{"email": mine.Profile.EmailShown, "phone": mine.Profile.PhoneShown}
	for _, c := range [...]string{"email", "phone"} {
		if v := owner.Value(s, &mine.Profile, c); v != "" && shown[c] != directory.Public {
			facts = append(facts, sheet.Fact{Label: s.Text.Field(c), Value: s.S("mine.seen_by", "value", v, "who", owner.Value(s, &mine.Profile, c+"_shown"))})
		}
	}
	if mine.Profile.CommuneShown == directory.ShownEPCI {
		add("commune")
	}
	for _, f := range [...]string{"siret", "employer_commune", "remote_days"} {
		add(f)
	}
	if len(facts) > 0 {
		p.Heading(s.S("mine.only_you"))
		p.Facts(facts)
	}
}
