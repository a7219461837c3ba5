package editor

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/card"
	"teleorne/tui/keys"
	"teleorne/tui/owner"
	"teleorne/tui/place"
	"teleorne/tui/screen"
)

// Speak is the editor in words: its sections, the fields of one, a field, or
// what is read before sending.
func (m *Model) Speak() screen.Speech {
	sp := screen.Speech{Keys: []keys.Action{keys.Remove}}
	switch {
	case m.err != nil:
		sp.Say(m.session.Text.Error(m.err))
	case m.mine == nil:
	case m.stale != nil:
		m.speakStale(&sp)
	case m.spot == spotSections:
		m.speakSections(&sp)
	case m.spot == spotReview:
		m.speakReview(&sp)
	case m.spot == spotSent:
		sp.Say(m.sent())
		sp.Choices = append(sp.Choices, screen.Choice{Label: m.session.S("hint.close"), Do: m.leave})
	case m.asked:
		m.speakField(&sp)
		sp.Back = m.unask
	default:
		m.speakFields(&sp)
	}
	return sp
}

// unask gives an answer up: what stood there before stands there again. Of a
// list, what was added to it stays.
func (m *Model) unask() tea.Cmd {
	m.asked = false
	if l, ok := m.hand.control.(*list); ok {
		l.in.SetValue("")
		l.store()
	} else {
		m.work = m.before.copy()
		m.hold(m.hand.section, m.hand.field)
	}
	return m.settle()
}

// asks begins to ask for a field.
func (m *Model) asks(section, field int) {
	m.hold(section, field)
	m.before, m.asked = m.work.copy(), true
}

func (m *Model) speakSections(sp *screen.Speech) {
	s := m.session
	sp.Say(s.S("editor.sections.about"))
	for i, sec := range sections() {
		label := s.S("editor.section." + sec.name)
		if st := m.state(i); st.lacks() {
			var names []string
			for _, f := range append(st.missing, st.wrong...) {
				names = append(names, s.Text.Field(f))
			}
			label = s.S("linear.lacks", "what", label, "list", strings.Join(names, ", "))
		}
		sp.Choices = append(sp.Choices, screen.Choice{Label: label, Do: func() tea.Cmd { return m.open(i) }})
	}
	sp.Keys = append(sp.Keys, keys.Submit)
}

// speakFields are the fields of a section with what stands there.
func (m *Model) speakFields(sp *screen.Speech) {
	s := m.session
	section := m.hand.section
	sp.Title = s.S("linear.section", "what", s.S("editor.section."+sections()[section].name), "at", section+1, "n", len(sections()))
	for _, j := range m.offered(section) {
		f := sections()[section].fields[j]
		value := m.inWords(&m.work, f.name)
		if value == "" {
			value = s.S("linear.empty")
		}
		label := s.S("page.fact", "label", s.Text.Field(f.name), "value", strings.ReplaceAll(value, " "+s.Theme.Glyphs.Dot+" ", ", "))
		if f.must && !m.work.filled(f.name) {
			label = s.S("linear.must", "what", label)
		}
		if errs := m.checked.errs[f.name]; len(errs) > 0 && m.hand.seen[f.name] && m.work.filled(f.name) {
			label = s.S("linear.wrong", "what", label, "why", m.sentence(errs[0]))
		}
		sp.Choices = append(sp.Choices, screen.Choice{Label: label, Do: func() tea.Cmd {
			m.asks(section, j)
			return nil
		}})
	}
	if section+1 < len(sections()) {
		next := s.S("editor.section." + sections()[section+1].name)
		sp.Choices = append(sp.Choices, screen.Choice{Label: s.S("linear.next_section", "what", next), Do: func() tea.Cmd { return m.open(section + 1) }})
	}
}

// speakField asks for the field in hand.
func (m *Model) speakField(sp *screen.Speech) {
	s, f := m.session, m.field()
	sp.Title = s.Text.Field(f.name)
	if c, ok := m.hand.control.(*commune); ok && m.speakCommunes(sp, c) {
		return
	}
	for _, r := range m.remarks(f, true) {
		sp.Say(r.text)
	}
	ask := func(value string, lines bool, enter func(string) reply) {
		sp.Ask = &screen.Ask{Label: s.Text.Field(f.name), Value: value, Lines: lines, Clear: true, Enter: func(typed string) tea.Cmd {
			return m.told(enter(typed))
		}}
	}
	switch c := m.hand.control.(type) {
	case *line:
		ask(c.in.Value(), false, func(typed string) reply {
			c.in.SetValue(typed)
			m.put(f.name, typed)
			return reply{changed: true}
		})
	case *area:
		ask(c.in.Value(), true, func(typed string) reply {
			c.in.SetValue(typed)
			*m.work.Profile.TextField(f.name) = c.in.Value()
			return reply{changed: true}
		})
	case *commune:
		ask(c.in.Value(), false, c.tell)
	case *choice:
		m.speakChoice(sp, c)
	case *list:
		m.speakList(sp, c)
	}
}

// told takes an answer, saves it, and goes back to the fields where nothing is
// wrong with it.
func (m *Model) told(r reply) tea.Cmd {
	m.touched(false)
	f := m.field()
	m.hand.seen[f.name] = true
	cmd := m.settle()
	m.asked = len(m.checked.errs[f.name]) > 0 && m.work.filled(f.name)
	m.hand.told = m.asked
	return tea.Batch(r.cmd, cmd)
}

// speakCommunes offers the communes that what was typed may mean, where it was
// told that it means none of them, or several.
func (m *Model) speakCommunes(sp *screen.Speech, c *commune) bool {
	meant := c.meant()
	if !m.hand.told || len(meant) == 0 {
		return false
	}
	s := m.session
	for _, e := range m.checked.errs["commune"] {
		bare := *e
		bare.Nearest = nil // they are offered
		sp.Say(m.sentence(&bare))
	}
	sp.Say(s.S("linear.place"))
	sp.Rows = place.Choices(s, meant, func(one directory.PlaceCompletion) tea.Cmd {
		c.in.Take(one)
		return m.told(reply{changed: c.store()})
	})
	sp.Typed, sp.Free = true, func(typed string) tea.Cmd { return m.told(c.tell(typed)) }
	return true
}

func (m *Model) speakChoice(sp *screen.Speech, c *choice) {
	s := m.session
	for i, v := range c.values {
		label := m.choiceLabel(c.f.name, v)
		if note := c.note(v); note != "" {
			label += ", " + strings.ReplaceAll(note, " "+s.Theme.Glyphs.Dot+" ", ", ")
		}
		if i == c.Taken {
			label = s.S("linear.chosen", "what", label)
		}
		sp.Rows = append(sp.Rows, screen.Choice{Label: label, Do: func() tea.Cmd {
			c.Taken = i
			c.store()
			return m.told(reply{changed: true})
		}})
	}
}

// speakList are the values that are there, those that complete what was typed,
// and the way to type another one.
func (m *Model) speakList(sp *screen.Speech, l *list) {
	s := m.session
	if typed := l.in.Value(); typed != "" {
		sp.Say(s.S("linear.typed", "typed", typed))
		if len(l.proposals.items) == 0 {
			sp.Say(s.S("linear.list.none"))
		}
	}
	for _, p := range l.proposals.items {
		label := p.label
		if _, fresh := strings.CutPrefix(p.value, "+"); !fresh {
			label = s.S("linear.add", "what", label)
		}
		if p.note != "" && l.f.kind != kindLanguages { // that is their code
			label += ", " + p.note
		}
		sp.Rows = append(sp.Rows, screen.Choice{Label: label, Do: func() tea.Cmd { return m.added(l, p.value) }})
	}
	for i, v := range l.items {
		sp.Choices = append(sp.Choices, screen.Choice{Label: s.S("linear.remove", "what", l.of.label(v)), Do: func() tea.Cmd {
			return m.listed(l, l.remove(i))
		}})
	}
	sp.Choices = append(sp.Choices, screen.Choice{Label: s.S("linear.enough"), Do: func() tea.Cmd {
		l.in.SetValue("")
		l.store()
		return m.told(reply{changed: true})
	}})
	sp.Say(s.S("linear.list"))
	sp.Typed = true
	sp.Free = func(typed string) tea.Cmd {
		l.in.SetValue(typed)
		if value, ok := l.of.exact(typed); ok {
			return m.added(l, value)
		}
		return l.of.propose(l)
	}
}

// added puts a value into a list, and says so: what was typed may be another of
// its names.
func (m *Model) added(l *list, value string) tea.Cmd {
	r := l.add(value)
	if r.cmd == nil {
		r.cmd = screen.Say(m.session.S("editor.notice.added", "what", l.of.label(value)))
	}
	return m.listed(l, r)
}

// listed takes a change of a list, and stays there.
func (m *Model) listed(l *list, r reply) tea.Cmd {
	l.store()
	m.touched(true)
	return tea.Batch(r.cmd, m.save())
}

// speakReview is what is missing, or what is read before sending.
func (m *Model) speakReview(sp *screen.Speech) {
	s := m.session
	all := m.rows()
	if all[0].do == nil {
		sp.Say(s.S("editor.review.missing", "n", len(all)))
	} else if c := m.checked.card; c != nil {
		proven := m.review.proven
		if proven {
			shown := *m.mine
			shown.Profile = m.checked.profile
			c = s.Service.Preview(&shown, true)
		}
		sp.Say(m.asWhom())
		sp.Say(card.Full{Card: c, Proven: proven, Left: -1}.Said(s)...)
		sp.Part()
		why := "editor.review.next"
		switch {
		case m.notNow() != "":
			why = m.notNow()
		case m.mine.Listing.Published != nil:
			why = "editor.review.next_change"
		}
		sp.Say(s.S(why))
		sp.Say(m.changes()...)
		if l := m.mine.Listing; l.Published != nil {
			sp.Say(owner.Said(s, &l.Published.Profile, &m.checked.profile, l.Published.Profile.Diff(&m.checked.profile))...)
		}
	}
	for _, e := range m.mine.Health {
		sp.Say(s.S("editor.review.problem", "field", s.Text.Field(e.Field), "why", s.Text.Error(e)))
	}
	for i, r := range all {
		off := ""
		if r.off {
			off = s.S(m.notNow())
		}
		sp.Choices = append(sp.Choices, screen.Choice{Label: r.label, Off: off, Do: func() tea.Cmd {
			cmd := m.doRow(i)
			if m.spot == spotFields {
				m.asks(m.hand.section, m.hand.field)
			}
			return cmd
		}})
	}
	sp.Keys = append(sp.Keys, keys.Submit)
}

// speakStale is the question what to do about a change made somewhere else.
func (m *Model) speakStale(sp *screen.Speech) {
	s := m.session
	sp.Say(m.staleQuestion())
	if m.stale.compare {
		there := workOf(m.stale.theirs)
		for _, f := range allFields() {
			if mine, theirs := m.inWords(&m.work, f.name), m.inWords(&there, f.name); mine != theirs {
				sp.Say(s.S("linear.differs", "field", s.Text.Field(f.name), "here", orNothing(s, mine), "there", orNothing(s, theirs)))
			}
		}
	}
	for i, name := range answerNames {
		if m.stale.compare && i == answerCompare {
			name = "close"
		}
		sp.Choices = append(sp.Choices, screen.Choice{Label: s.S("editor.stale." + name), Do: func() tea.Cmd { return m.answer(i) }})
	}
	sp.Say(s.S("editor.stale.kept"))
}

func orNothing(s *screen.Session, value string) string {
	if value == "" {
		return s.S("editor.unsaid")
	}
	return directory.SafeLine(value)
}
