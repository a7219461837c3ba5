package editor

import (
	"errors"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/keys"
	"teleorne/tui/screen"
	"teleorne/tui/widget"
)

// hand is the field that has the keys, and where it stands.
type hand struct {
	section, field int // indexes of sections and of its fields
	control        control
	scroll         widget.Scroll
	told           bool            // what is wrong with the field in hand is said
	seen           map[string]bool // fields that were left once: what is wrong with them is said
	blocks         []block         // as last drawn, for clicks
}

// control is how the field in hand is filled in. It writes into the work at
// each change.
type control interface {
	// act carries out an action of the key table.
	act(a keys.Action) reply
	// typed takes a key or a paste as text, or a digit.
	typed(msg tea.Msg) reply
	// edits tells whether an action of the key table moves within the text.
	edits(a keys.Action) bool
	// room is how many characters the field takes, and whether a paste still fits.
	room(paste string) (characters int, fits bool)
	// settle is what leaving the field does.
	settle()
	// view draws the field into a width, at most so many rows where it has a
	// choice; notes are what is said under it.
	view(width, rows int, notes []string) drawing
	capturing() bool
	empty() bool
	hints() []screen.Hint
}

// reply is what a key did.
type reply struct {
	taken   bool // it meant something here
	changed bool // the work is another
	step    int  // to the field after or before
	cmd     tea.Cmd
}

// drawing is a field as drawn, and where its cursor stands.
type drawing struct {
	lines []string
	x, y  int
}

// field is the field in hand.
func (m *Model) field() field { return sections()[m.hand.section].fields[m.hand.field] }

// hold takes a field in hand, or the nearest of its section that is offered.
func (m *Model) hold(section, field int) {
	offered := m.offered(section)
	if len(offered) == 0 {
		m.toSections()
		return
	}
	nearest := offered[0]
	for _, j := range offered {
		if j <= field {
			nearest = j
		}
	}
	m.spot = spotFields
	m.window.MoveTo(section)
	if m.hand.section != section {
		m.hand.scroll = widget.Scroll{}
	}
	m.hand.section, m.hand.field = section, nearest
	m.hand.control = m.control(m.field())
	m.hand.told = m.hand.seen[m.field().name]
}

// control makes the control of a field.
func (m *Model) control(f field) control {
	switch f.kind {
	case kindChoice:
		return newChoice(m, f)
	case kindCommune:
		return newCommune(m)
	case kindSkills:
		return newList(m, f, &skills{m})
	case kindLanguages:
		return newList(m, f, &languages{m})
	case kindArea:
		return newArea(m, f)
	}
	return newLine(m, f)
}

// touched is what follows from a change: it is checked, and saved within a
// moment. Nothing is said against what is being typed before it is left, unless
// that was said already and still holds.
func (m *Model) touched(typed bool) tea.Cmd {
	m.saver.insist = false // that was said of less than this
	m.check()
	switch f := m.field(); {
	case len(m.checked.errs[f.name]) == 0:
		m.hand.told = false
	case typed && (f.kind == kindCommune || f.kind == kindSkills || f.kind == kindLanguages):
		m.hand.told = false // half a word is wrong every time
	}
	return m.arm()
}

// settle leaves the field in hand: what it means takes its canonical form, what
// is wrong with it is said from now on, and all is saved.
func (m *Model) settle() tea.Cmd {
	if m.spot != spotFields || m.hand.control == nil {
		return nil
	}
	f := m.field()
	m.hand.control.settle()
	m.check()
	m.hand.seen[f.name] = true
	if len(m.checked.errs[f.name]) == 0 && f.kind != kindChoice && m.work.filled(f.name) {
		take(&m.work.Profile, &m.checked.profile, f.name)
		m.check()
	}
	return m.save()
}

// step goes to the field after or before, over the edges of sections.
func (m *Model) step(by int) tea.Cmd {
	cmd := m.settle()
	section := m.hand.section
	offered := m.offered(section)
	for _, j := range offered {
		if by > 0 && j > m.hand.field {
			m.hold(section, j)
			return cmd
		}
	}
	for i := len(offered) - 1; i >= 0 && by < 0; i-- {
		if offered[i] < m.hand.field {
			m.hold(section, offered[i])
			return cmd
		}
	}
	switch section += by; {
	case section < 0:
		m.toSections()
	case len(sections()[section].fields) == 0:
		m.toReview()
	case by < 0:
		m.hold(section, len(sections()[section].fields)-1)
	default:
		m.hold(section, 0)
	}
	return cmd
}

// toSections shows the sections.
func (m *Model) toSections() {
	m.spot, m.asked = spotSections, false
	m.window.MoveTo(m.hand.section)
	m.hand.control = nil
}

// asError finds the domain's error in err.
func asError(err error, e **directory.Error) bool { return errors.As(err, e) }
