package find

import (
	"maps"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"teleorne/tui/card"
	"teleorne/tui/keys"
	"teleorne/tui/screen"
	"teleorne/tui/text"
)

// asked is the field that is awaited, or the list that is wanted, where the screen
// is read out.
type asked uint8

const (
	askedNothing asked = iota
	askedWhat
	askedWhere
	askedDomains
	askedEPCIs
)

// Speak is the screen in words: the home page, a field, the filters, or what
// was found.
func (m *Model) Speak() screen.Speech {
	var sp screen.Speech
	switch {
	case m.asking == askedWhat:
		sp.Back = m.unask
		sp.Ask = &screen.Ask{Label: m.session.S("find.what"), Value: m.form.what.Value(), Clear: true, Enter: m.toldWhat}
	case m.asking == askedWhere:
		sp.Back = m.unask
		m.form.where.Speak(m.session, &sp, m.session.S("find.where"), m.toldWhere)
	case m.blank() && m.asking == askedDomains:
		sp.Title = m.session.S("linear.domains")
		m.speakParts(&sp, m.landing.domains)
	case m.blank() && m.asking == askedEPCIs:
		sp.Title = m.session.S("linear.epcis")
		m.speakParts(&sp, m.landing.epcis)
	case m.blank():
		m.speakLanding(&sp)
	case m.pane == paneFacets:
		sp.Title = m.session.S("linear.filters.title")
		m.speakFacets(&sp)
	default:
		sp.Title = m.session.S("linear.results")
		m.speakResults(&sp)
	}
	return sp
}

// unask gives the question up.
func (m *Model) unask() tea.Cmd {
	if m.asking == askedWhere {
		m.form.where.Unask()
	}
	m.asking = askedNothing
	m.focus(paneList)
	return nil
}

// toldWhat takes the words that were asked for.
func (m *Model) toldWhat(typed string) tea.Cmd {
	m.asking = askedNothing
	m.form.what.SetValue(typed)
	m.focus(paneList)
	return m.search()
}

// toldWhere searches at the place that was told; as long as none was, it is asked
// for again.
func (m *Model) toldWhere() tea.Cmd {
	m.focus(paneList)
	if m.form.where.Note != nil {
		return nil
	}
	m.asking = askedNothing
	m.followPlace()
	return m.search()
}

// fields are the choices that ask for one of the two.
func (m *Model) fields(sp *screen.Speech) {
	s := m.session
	field := func(label, value, none string, a asked) {
		if value == "" {
			value = none
		}
		sp.Choices = append(sp.Choices, screen.Choice{
			Label: s.S("page.fact", "label", strings.TrimRight(s.S(label), " ?\u00a0\u202f"), "value", value),
			Do: func() tea.Cmd {
				if m.asking = a; a == askedWhere {
					m.form.where.Ask()
				}
				return nil
			},
		})
	}
	field("find.what", m.form.what.Value(), s.S("linear.anything"), askedWhat)
	field("find.where", m.form.where.Value(), s.S("find.everywhere"), askedWhere)
	sp.Keys = append(sp.Keys, keys.Search)
}

// speakLanding is the home page: what can be done first, and the domains and
// intercommunalities, which are many, to whoever asks for them. Words that are no
// choice are searched.
func (m *Model) speakLanding(sp *screen.Speech) {
	s, l := m.session, &m.landing
	sp.Say(s.S("linear.find"))
	for _, e := range l.own {
		sp.Say(e.note)
	}
	m.fields(sp)
	sp.Free = m.toldWhat
	m.lead(&sp.Choices, l.own)
	m.lead(&sp.Choices, l.others)
	parts := func(key string, entries []entry, a asked) {
		if n := len(entries); n > 0 {
			sp.Choices = append(sp.Choices, screen.Choice{
				Label: s.S("page.fact", "label", s.S(key), "value", s.Text.Int(n)),
				Do:    func() tea.Cmd { m.asking = a; return nil },
			})
		}
	}
	parts("linear.by_domain", l.domains, askedDomains)
	parts("linear.by_epci", l.epcis, askedEPCIs)
}

// speakParts are parts of the whole, to be looked through. Words that are no
// choice are searched.
func (m *Model) speakParts(sp *screen.Speech, parts []entry) {
	sp.Back, sp.Free = m.unask, m.toldWhat
	m.lead(&sp.Rows, parts)
}

// lead adds lines of the home page that lead somewhere.
func (m *Model) lead(to *[]screen.Choice, entries []entry) {
	for _, e := range entries {
		if m.elsewhere(e) {
			continue
		}
		*to = append(*to, screen.Choice{Label: m.entrySentence(e), Do: func() tea.Cmd { return m.follow(e) }})
	}
}

// elsewhere tells whether what a line asks for is among the choices anyhow.
func (m *Model) elsewhere(e entry) bool {
	return e.note != "" && !e.confirm && slices.ContainsFunc(m.landing.others, func(o entry) bool { return o.route == e.route })
}

// entrySentence is a line of the home page in words.
func (m *Model) entrySentence(e entry) string {
	s := m.session
	switch {
	case e.confirm:
		return s.S("mine.do.confirm")
	case e.note != "":
		return s.S(map[screen.Route]string{
			screen.Queue{}: "linear.queue", screen.Devices{}: "mine.devices.title", screen.Editor{}: "linear.go_on",
		}[e.route])
	case e.key != "" && e.count > 0:
		return s.S("page.fact", "label", s.S(e.key), "value", s.Text.Int(e.count))
	case e.key != "":
		return strings.Trim(s.S(e.key)+", "+e.detail, ", ")
	}
	return s.S("page.fact", "label", text.Typographic(e.label.In(string(s.Text.Lang()))), "value", s.Text.Int(e.count))
}

// speakResults is what was found, or ways out where nothing was.
func (m *Model) speakResults(sp *screen.Speech) {
	s, r := m.session, &m.results
	if r.answer == nil {
		return
	}
	if !m.fixed {
		sp.Back = m.reset // to the home page, where this search began
	}
	sp.Say(m.totalText())
	if m.form.where.Note != nil {
		sp.Say(s.Text.Error(m.form.where.Note))
	}
	for _, typed := range slices.Sorted(maps.Keys(r.answer.Corrected)) {
		sp.Say(s.S("linear.corrected", "typed", typed, "word", r.answer.Corrected[typed]))
	}
	if chips := m.filterChips(string(s.Text.Lang())); len(chips) > 0 {
		sp.Say(s.S("linear.filters", "list", strings.Join(chips, ", ")))
	}
	sp.Say(s.S("linear.sorted", "order", s.S("sort."+string(m.order()))))
	if r.answer.Total == 0 {
		m.speakWidenings(sp)
	}
	sp.Free = m.toldWhat
	sp.First, sp.Total = r.first, r.answer.Total
	sp.More = m.speakMore
	for i, c := range r.cards {
		at := r.first + i
		sp.Rows = append(sp.Rows, screen.Choice{Label: card.Sentence(s, c), Do: func() tea.Cmd {
			m.focus(paneList)
			r.window.MoveTo(at)
			return m.open()
		}})
	}
	m.fields(sp)
	if m.query.RadiusKM > 0 {
		sp.Say(s.S("linear.radius", "km", s.Text.KM(m.query.RadiusKM)))
	}
}

// speakMore loads the rows from a place on.
func (m *Model) speakMore(at int) tea.Cmd {
	q := m.results.asked
	q.Limit, q.Offset, q.Facets = m.results.page(), at, false
	return m.ask(&m.lanes.page, q, nil)
}

func (m *Model) speakWidenings(sp *screen.Speech) {
	s, ways := m.session, m.results.answer.Widenings
	if len(ways) == 0 {
		sp.Say(s.S("find.nothing"))
		return
	}
	sp.Say(s.S("find.widen"))
	for _, w := range ways {
		sp.Choices = append(sp.Choices, screen.Choice{
			Label: s.S("page.fact", "label", m.wideningText(w), "value", s.Text.Int(w.Count)),
			Do:    func() tea.Cmd { return m.widen(w.Query) },
		})
	}
}

// speakFacets are the filters, each with its count.
func (m *Model) speakFacets(sp *screen.Speech) {
	s := m.session
	if m.results.answer != nil {
		sp.Say(m.totalText())
	}
	heading := ""
	for i, r := range m.facets.rows {
		if r.heading != "" {
			heading = text.First(s.S(r.heading))
			continue
		}
		label := s.S(r.key)
		if r.key == "" {
			label = text.Typographic(r.label.In(string(s.Text.Lang())))
		}
		label = s.S("page.fact", "label", label, "value", s.Text.Int(r.count))
		if r.on {
			label = s.S("linear.chosen", "what", label)
		}
		sp.Rows = append(sp.Rows, screen.Choice{Label: label, Under: heading, Do: func() tea.Cmd {
			m.facets.hand = i
			return m.actInFacets(keys.Toggle)
		}})
	}
	sp.Choices = append(sp.Choices, screen.Choice{Label: s.S("hint.results"), Do: func() tea.Cmd { m.focus(paneList); return nil }})
}
