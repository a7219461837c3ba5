package editor

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"teleorne/tui/keys"
	"teleorne/tui/screen"
)

// key takes a key: as an action of the part in hand, else as text or a digit.
func (m *Model) key(msg tea.KeyPressMsg) tea.Cmd {
	if m.unseen() {
		m.stale.quiet = time.Now().Add(m.wait())
		return nil
	}
	action, ok := keys.Match(msg, m.Capturing())
	if m.inField() {
		c := m.hand.control
		if !ok || c.edits(action) {
			return m.after(c.typed(msg), true)
		}
		return m.act(action)
	}
	if !ok {
		return m.pick(msg)
	}
	return m.act(action)
}

// inField tells whether a field has the keys.
func (m *Model) inField() bool {
	return m.mine != nil && m.stale == nil && m.spot == spotFields && m.hand.control != nil
}

// pick takes an entry of the list in front by its digit.
func (m *Model) pick(msg tea.KeyPressMsg) tea.Cmd {
	n, ok := keys.Digit(msg)
	switch {
	case !ok || m.mine == nil:
	case m.stale != nil:
		if n <= answers {
			return m.answer(n - 1)
		}
	case m.spot == spotSections:
		if n <= len(sections()) {
			return m.open(n - 1)
		}
	case m.spot == spotReview:
		return m.doRow(n - 1)
	}
	return nil
}

// act carries out an action.
func (m *Model) act(a keys.Action) tea.Cmd {
	switch {
	case m.mine == nil:
		if a == keys.Back {
			return goBack
		}
		return nil
	case m.stale != nil:
		return m.actInStale(a)
	case m.spot == spotSections:
		return m.actInSections(a)
	case m.spot == spotReview:
		return m.actInReview(a)
	case m.spot == spotSent:
		if a == keys.Open || a == keys.Back {
			return m.leave()
		}
		screen.Scroll(&m.review.scroll, a)
		return nil
	}
	r := m.hand.control.act(a)
	if r.taken {
		return m.after(r, false)
	}
	switch a {
	case keys.NextPane:
		return m.step(1)
	case keys.PrevPane:
		return m.step(-1)
	case keys.Back:
		cmd := m.settle()
		m.toSections()
		return cmd
	}
	return nil
}

// after does what follows from what a control did.
func (m *Model) after(r reply, typed bool) tea.Cmd {
	cmds := []tea.Cmd{r.cmd}
	switch {
	case r.changed && (!typed || m.hand.control.empty()):
		// Nothing more is coming: a choice, or a field that was emptied.
		m.touched(typed)
		cmds = append(cmds, m.save())
	case r.changed:
		cmds = append(cmds, m.touched(typed))
	}
	if r.step != 0 {
		cmds = append(cmds, m.step(r.step))
	}
	return tea.Batch(cmds...)
}

func (m *Model) actInSections(a keys.Action) tea.Cmd {
	switch a {
	case keys.Open, keys.NextPane:
		return m.open(m.window.Cursor)
	case keys.Submit:
		m.toReview()
		return m.save()
	case keys.Back:
		return m.leave()
	}
	screen.Step(&m.window, a)
	return nil
}

// open goes into a section: to its first field that lacks something, or its
// first one.
func (m *Model) open(section int) tea.Cmd {
	m.window.MoveTo(section)
	if len(sections()[section].fields) == 0 {
		m.toReview()
		return m.save()
	}
	offered := m.offered(section)
	m.hand.section = section
	m.hand.scroll.Top = 0
	for _, j := range offered {
		if len(m.checked.errs[sections()[section].fields[j].name]) > 0 {
			m.hold(section, j)
			return nil
		}
	}
	m.hold(section, 0)
	return nil
}

// pasted hands a paste to the field in hand.
func (m *Model) pasted(msg tea.PasteMsg) tea.Cmd {
	if !m.inField() {
		return nil
	}
	if room, ok := m.hand.control.room(msg.Content); !ok {
		return m.noRoom(room)
	}
	cmd := m.after(m.hand.control.typed(msg), true)
	if !plainText(msg.Content) {
		return tea.Batch(cmd, screen.Warn(m.session.S("editor.notice.not_text")))
	}
	return cmd
}

// noRoom says that a paste was not taken.
func (m *Model) noRoom(room int) tea.Cmd {
	return screen.Warn(m.session.S("editor.notice.no_room", "max", room))
}

// plainText tells whether what was pasted is text, not some file.
func plainText(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool {
		return unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t'
	})
}

// Click takes what is under the mouse in hand.
func (m *Model) Click(_, y int) (screen.Screen, tea.Cmd) {
	row := y - headRows
	switch {
	case m.mine == nil || m.stale != nil || row < 0:
	case m.spot == spotSections && row < len(sections()):
		if m.window.Cursor == row {
			return m, m.open(row)
		}
		m.window.MoveTo(row)
	case m.spot == spotFields:
		at := row + m.hand.scroll.Top
		for _, b := range m.hand.blocks {
			if at >= b.top && at < b.top+b.height && b.field != m.hand.field {
				cmd := m.settle()
				m.hold(m.hand.section, b.field)
				return m, cmd
			}
		}
	}
	return m, nil
}
