package editor

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/card"
	"teleorne/tui/keys"
	"teleorne/tui/owner"
	"teleorne/tui/screen"
	"teleorne/tui/widget"
)

// review is the last section: what is missing, the profile as others will see
// it, and sending it.
type review struct {
	window  widget.Window // of the rows
	scroll  widget.Scroll // of what is below them
	proven  bool          // it is shown as to a reader with a key
	sending bool
}

// row is something to do in the review: a field to mend, else to send or to
// look from another side.
type row struct {
	label string
	field string // to be mended
	off   bool
	do    func() tea.Cmd
}

// toReview shows the last section.
func (m *Model) toReview() {
	m.spot, m.hand.control = spotReview, nil
	m.window.MoveTo(len(sections()) - 1)
	m.review.window, m.review.scroll = widget.Window{}, widget.Scroll{}
	for _, f := range allFields() {
		m.hand.seen[f.name] = true
	}
}

// rows are what can be done in the review.
func (m *Model) rows() []row {
	s := m.session
	var all []row
	for i := range sections() {
		st := m.state(i)
		for _, name := range st.missing {
			all = append(all, row{label: s.S("editor.review.empty", "field", s.Text.Field(name)), field: name})
		}
		for _, name := range st.wrong {
			all = append(all, row{
				label: s.S("editor.review.problem", "field", s.Text.Field(name), "why", m.sentence(m.checked.errs[name][0])),
				field: name,
			})
		}
	}
	if len(all) > 0 {
		return all
	}
	side := "editor.review.as_proven"
	if m.review.proven {
		side = "editor.review.as_public"
	}
	return []row{
		{label: s.S("editor.review.send"), off: m.notNow() != "", do: m.trySubmit},
		{label: s.S(side), do: func() tea.Cmd {
			m.review.proven = !m.review.proven
			return nil
		}},
	}
}

// notNow is the key of the sentence that says why nothing can be sent, empty
// when something can.
func (m *Model) notNow() string {
	switch {
	case m.mine == nil || len(m.checked.errs) > 0:
		return "editor.off.incomplete"
	case m.dirty():
		return ""
	case directory.IsCode(m.mine.Can(directory.ActionSubmit), directory.CodeNothingNew):
		return "editor.off.nothing_new"
	}
	return ""
}

// trySubmit saves what is not saved and sends it.
func (m *Model) trySubmit() tea.Cmd {
	if off := m.notNow(); off != "" {
		return screen.Warn(m.session.S(off))
	}
	if m.review.sending {
		return nil
	}
	m.saver.then = thenSubmit
	return m.save()
}

// submitted is how sending ended.
type submitted struct {
	mine   *directory.Mine
	theirs *directory.Mine
	err    error
}

// submit sends what is saved.
func (m *Model) submit() tea.Cmd {
	m.review.sending, m.saver.busy = true, true
	m.lanes.me.Drop()
	s, id, base := m.session, m.id, m.saver.version
	service, actor, parent := s.Service, s.Actor, s.Context
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(parent), saveWithin)
		defer cancel()
		var out submitted
		out.mine, out.err = service.Submit(ctx, actor, base)
		if directory.IsCode(out.err, directory.CodeStale) {
			if theirs, err := service.Me(ctx, actor); err == nil {
				out.theirs = theirs
			}
		}
		return screen.Envelope{To: id, Msg: out}
	}
}

// wasSubmitted says what happens next.
func (m *Model) wasSubmitted(a submitted) tea.Cmd {
	m.review.sending, m.saver.busy = false, false
	m.saver.look, m.saver.again = false, false
	switch {
	case a.theirs != nil:
		m.ask(a.theirs)
		return nil
	case a.err != nil:
		return tea.Batch(screen.Warn(m.session.Text.Error(a.err)), m.lookAgain())
	}
	m.load(a.mine)
	m.spot, m.review.scroll = spotSent, widget.Scroll{}
	return nil
}

func (m *Model) actInReview(a keys.Action) tea.Cmd {
	r := &m.review
	all := m.rows()
	r.window.Resize(len(all), max(1, r.window.Rows))
	switch a {
	case keys.Open, keys.Toggle:
		return m.doRow(r.window.Cursor)
	case keys.Submit:
		return m.trySubmit()
	case keys.Back:
		m.toSections()
		m.window.MoveTo(len(sections()) - 1)
	case keys.PrevPane:
		m.hold(len(sections())-2, len(allFields()))
	case keys.Up:
		if r.scroll.Top > 0 {
			r.scroll.Move(-1)
		} else {
			r.window.Move(-1)
		}
	case keys.Down:
		if r.window.Cursor == len(all)-1 {
			r.scroll.Move(1)
		} else {
			r.window.Move(1)
		}
	default:
		screen.Scroll(&r.scroll, a)
	}
	return nil
}

// doRow does what a row says.
func (m *Model) doRow(i int) tea.Cmd {
	all := m.rows()
	if i < 0 || i >= len(all) {
		return nil
	}
	m.review.window.MoveTo(i)
	if all[i].do != nil {
		return all[i].do()
	}
	if section, field, ok := sectionOf(all[i].field); ok {
		m.hold(section, field)
	}
	return nil
}

// leastBelow is how many rows are kept for what is below the rows of the review.
const leastBelow = 3

// viewReview draws the rows, and below them what scrolls: what comes next, and
// the profile.
func (m *Model) viewReview(width, height int) (lines []string, x, y int) {
	s, t := m.session, m.session.Theme
	all := m.rows()
	if all[0].do == nil {
		lines = styled(t.Strong, widget.Wrap(s.S("editor.review.missing", "n", len(all)), width))
	}
	r := &m.review
	body := m.belowRows(width)
	room := height - len(lines) - min(leastBelow, len(body))
	whole := 0
	for _, row := range all {
		whole += len(widget.Wrap(row.label, width-4))
	}
	r.window.Resize(len(all), max(1, min(len(all), room)))
	for i := r.window.Top; i < r.window.End(); i++ {
		pointer, style := "  ", t.Text
		if all[i].off {
			style = t.Muted
		}
		if i == r.window.Cursor {
			pointer, style, y = t.Glyphs.Select+" ", t.Selection, len(lines)
		}
		number := "  "
		if i < 9 {
			number = s.Text.Int(i+1) + " "
		}
		labels := widget.Wrap(all[i].label, width-4)
		if len(labels) > 1 && i != r.window.Cursor && whole > room { // that in hand is read whole
			labels = []string{widget.Cut(labels[0], width-5, "") + t.Glyphs.Ellipsis}
		}
		for j, l := range labels {
			if j > 0 {
				pointer, number = "  ", "  "
			}
			line := style.Render(pointer + number + l)
			if i == r.window.Cursor {
				line = widget.Extend(line, width, style)
			}
			lines = append(lines, line)
		}
	}
	if m.frame.Class() >= screen.Wide {
		return append(lines, body...), 0, y // the profile beside is what scrolls
	}
	if r.scroll.Top > 0 { // what is read now
		y = len(lines)
	}
	return append(lines, m.inSight(body, width, height-len(lines))...), 0, y
}

// inSight is the part of a text that the review shows, with a sign under it
// where there is more.
func (m *Model) inSight(text []string, width, rows int) []string {
	sc := &m.review.scroll
	if len(text) <= rows {
		sc.Resize(len(text), rows)
		return text
	}
	sc.Resize(len(text), rows-1)
	shown := slices.Clone(text[sc.Top : sc.Top+sc.Rows])
	return append(shown, screen.More(m.session, sc, width))
}

// belowRows is what is read before sending.
func (m *Model) belowRows(width int) []string {
	s, t := m.session, m.session.Theme
	var lines []string
	if len(m.checked.errs) == 0 {
		lines = append(lines, "")
		why := "editor.review.next"
		switch {
		case m.notNow() != "":
			why = m.notNow()
		case m.mine.Listing.Published != nil:
			why = "editor.review.next_change"
		}
		lines = append(lines, styled(t.Text, widget.Wrap(s.S(why), width))...)
		for _, told := range m.changes() {
			lines = append(lines, styled(t.Muted, widget.Wrap(told, width))...)
		}
	}
	for _, e := range m.mine.Health {
		lines = append(lines, "")
		lines = append(lines, styled(t.Warning, widget.Wrap(s.S("editor.review.problem", "field", s.Text.Field(e.Field), "why", s.Text.Error(e)), width))...)
	}
	if m.frame.Class() >= screen.Wide || !m.begun() {
		return lines // the profile stands beside, or there is none to see
	}
	lines = append(lines, "", t.Accent.Render(widget.Cut(m.asWhom(), width, t.Glyphs.Ellipsis)))
	return append(lines, m.profile(width, m.frame.Class() == screen.Narrow)...)
}

// asWhom says through whose eyes the profile is seen.
func (m *Model) asWhom() string {
	if m.spot == spotReview && m.review.proven {
		return m.session.S("editor.preview.proven")
	}
	return m.session.S("editor.preview.public")
}

// profile draws the work as others would see it, once there is something to
// see: a blank one would say what nobody said.
func (m *Model) profile(width int, narrow bool) []string {
	if !m.begun() {
		return styled(m.session.Theme.Muted, widget.Wrap(m.session.S("editor.preview.blank"), width))
	}
	proven := m.spot == spotReview && m.review.proven
	c := m.checked.card
	if proven {
		shown := *m.mine
		shown.Profile = m.checked.profile
		c = m.session.Service.Preview(&shown, true)
	}
	if c == nil {
		return nil
	}
	full := card.Full{Card: c, Proven: proven, Left: -1}
	if c.Commune != nil {
		full.Near = m.session.Service.NearestTelecentre(c.Commune)
	}
	return full.Lines(m.session, width, narrow)
}

// changes names what differs from what is published: what shows at once, and
// what waits for the moderators.
func (m *Model) changes() []string {
	s, l := m.session, m.mine.Listing
	if l.Published == nil {
		return nil
	}
	var now, later []string
	for _, f := range m.checked.profile.Diff(&l.Published.Profile) {
		if directory.LowRisk(f) {
			now = append(now, f)
		} else {
			later = append(later, f)
		}
	}
	var told []string
	if len(now) > 0 {
		told = append(told, s.S("editor.review.now", "fields", owner.Fields(s, now)))
	}
	if len(later) > 0 {
		told = append(told, s.S("editor.review.later", "fields", owner.Fields(s, later)))
	}
	return told
}

// sent says what was sent, and what happens next.
func (m *Model) sent() (what, next string) {
	s, l := m.session, m.mine.Listing
	name := "published"
	switch {
	case l.Pending() && l.Published != nil:
		name = "change"
	case l.Pending():
		name = "pending"
	}
	return s.S("editor.sent." + name), s.S("editor.sent." + name + ".next")
}

// viewSent draws that.
func (m *Model) viewSent(width, height int) []string {
	t := m.session.Theme
	what, next := m.sent()
	lines := styled(t.Positive.Bold(true), widget.Wrap(what, width))
	lines = append(lines, "")
	lines = append(lines, styled(t.Text, widget.Wrap(next, width))...)
	return m.inSight(lines, width, height)
}
