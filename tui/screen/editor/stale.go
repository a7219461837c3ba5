package editor

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/keys"
	"teleorne/tui/screen"
	"teleorne/tui/widget"
)

// stale is the question what to do when the same profile was changed somewhere
// else: nothing is lost before it is answered.
type stale struct {
	theirs  *directory.Mine // what is there now
	window  widget.Window   // of the answers
	compare bool            // the fields that differ are shown
	scroll  widget.Scroll
	quiet   time.Time // until then a key was still meant for the field
}

// The answers, in their order.
const (
	answerCompare = iota
	answerReload
	answerKeep
	answers
)

// answerNames are the ends of their keys in the catalogue.
var answerNames = [answers]string{"compare", "reload", "keep"}

// ask puts the question in front.
func (m *Model) ask(theirs *directory.Mine) {
	m.saver.then = thenStay
	m.stale = &stale{theirs: theirs, quiet: time.Now().Add(m.wait())}
	m.stale.window.Resize(answers, answers)
}

// unseen tells whether the question came up under somebody's fingers: what they
// type on is no answer to it, before they have paused.
func (m *Model) unseen() bool { return m.stale != nil && time.Now().Before(m.stale.quiet) }

// answer does what was chosen.
func (m *Model) answer(which int) tea.Cmd {
	st := m.stale
	st.window.MoveTo(which)
	switch which {
	case answerCompare:
		st.compare, st.scroll = !st.compare, widget.Scroll{}
		return nil
	case answerReload:
		m.load(st.theirs)
		return screen.Say(m.session.S("editor.notice.reloaded"))
	}
	m.stale = nil
	// What the person has seen is replaced, and nothing that came after it.
	return m.send(st.theirs.Version)
}

func (m *Model) actInStale(a keys.Action) tea.Cmd {
	st := m.stale
	switch a {
	case keys.Open, keys.Toggle:
		return m.answer(st.window.Cursor)
	case keys.Back:
		if st.compare {
			st.compare = false
			return nil
		}
		m.stale = nil // the question comes again with the next save
		m.saver.failed = &directory.Error{Code: directory.CodeStale, Params: directory.Params{"at": st.theirs.SavedAt}}
		return nil
	case keys.PageUp, keys.PageDown:
		screen.Scroll(&st.scroll, a)
		return nil
	case keys.Up:
		if st.compare && st.scroll.Top > 0 {
			st.scroll.Move(-1)
			return nil
		}
	case keys.Down:
		if st.compare && st.window.Cursor == answers-1 {
			st.scroll.Move(1)
			return nil
		}
	}
	screen.Step(&st.window, a)
	return nil
}

// viewStale draws the question, and the difference when it was asked for.
func (m *Model) viewStale(width, height int) (lines []string, x, y int) {
	s, t, st := m.session, m.session.Theme, m.stale
	if !st.compare || height > roomy { // else it has been read, and there is little room
		lines = styled(t.Warning, widget.Wrap(m.staleQuestion(), width))
	}
	if height > roomy {
		lines = append(lines, "")
	}
	for i, name := range answerNames {
		pointer, style := "  ", t.Text
		if i == st.window.Cursor {
			pointer, style, y = t.Glyphs.Select+" ", t.Selection, len(lines)
		}
		if st.compare && i == answerCompare {
			name = "close"
		}
		label := s.S("editor.stale." + name)
		lines = append(lines, style.Render(widget.Cut(pointer+s.Text.Int(i+1)+" "+label, width, t.Glyphs.Ellipsis)))
	}
	if !st.compare {
		return append(lines, styled(t.Muted, append([]string{""}, widget.Wrap(s.S("editor.stale.kept"), width)...))...), 0, y
	}
	lines = append(lines, widget.Rule(t.Glyphs.Rule, width, t.Border))
	diff, rows := m.difference(width), height-len(lines)
	if len(diff) > rows {
		rows--
	}
	st.scroll.Resize(len(diff), rows)
	if st.scroll.Top > 0 { // what is read now
		y = len(lines)
	}
	lines = append(lines, diff[st.scroll.Top:min(len(diff), st.scroll.Top+st.scroll.Rows)]...)
	if len(diff) > st.scroll.Rows {
		lines = append(lines, screen.More(s, &st.scroll, width))
	}
	return lines, 0, y
}

// staleQuestion asks what is to become of the change that was made elsewhere, with
// the hour at which it was saved.
func (m *Model) staleQuestion() string {
	at := m.stale.theirs.SavedAt
	if at.IsZero() {
		at = m.session.Now()
	}
	return m.session.Text.Error(&directory.Error{Code: directory.CodeStale, Params: directory.Params{"at": at}})
}

// difference tells, field by field, what stands here and what stands there.
func (m *Model) difference(width int) []string {
	s, t := m.session, m.session.Theme
	there := workOf(m.stale.theirs)
	var lines []string
	for _, f := range allFields() {
		mine, theirs := m.inWords(&m.work, f.name), m.inWords(&there, f.name)
		if mine == theirs {
			continue
		}
		lines = append(lines, t.Accent.Render(widget.Cut(s.Text.Field(f.name), width, t.Glyphs.Ellipsis)))
		lines = append(lines, signed(t.Danger.Render("−")+" ", mine, width, s)...)
		lines = append(lines, signed(t.Positive.Render("+")+" ", theirs, width, s)...)
	}
	if len(lines) == 0 {
		return styled(t.Muted, widget.Wrap(s.S("editor.stale.equal"), width))
	}
	legend := s.S("editor.stale.signs", "here", "−", "there", "+")
	return append(styled(t.Muted, widget.Wrap(legend, width)), lines...)
}

// signed sets a value behind its sign.
func signed(sign, value string, width int, s *screen.Session) []string {
	if value == "" {
		value = s.S("editor.unsaid")
	}
	lines := widget.Wrap(value, width-2)
	for i, l := range lines {
		head := "  "
		if i == 0 {
			head = sign
		}
		lines[i] = head + s.Theme.Text.Render(strings.TrimRight(l, " "))
	}
	return lines
}
