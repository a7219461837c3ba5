package transfer

import (
	"bytes"
	"context"
	"errors"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/directory/exchange"
	"teleorne/tui/keys"
	"teleorne/tui/screen"
	"teleorne/tui/sheet"
	"teleorne/tui/widget"
)

// maxFile is how many bytes a pasted file has at most; for bigger ones there is
// a command.
const maxFile = 2 << 20

// importer takes a file, tells what would come of it, and imports it.
type importer struct {
	sheet.Asking
	session *screen.Session
	id      screen.ID
	kind    exchange.Kind
	file    widget.Bulk
	options directory.ImportOptions // Publish and KeepGoing alone
	hand    int                     // of the rows: 0 is the file
	rows    []int                   // lines of the frame on which these were drawn
	note    error                   // why the last paste or check would not do
	job     *job                    // under way
	asked   bool                    // where it is read out: the file is awaited
	report  *report                 // of the last check, or import; nil: the file is in front
	lane    screen.Lane
}

// job is a check or an import under way.
type job struct {
	writes      bool
	done, total atomic.Int64
}

// worked tells how a job went.
type worked struct {
	job    *job
	report *directory.ImportReport
	err    error
}

// ticked asks to look how far a job is.
type ticked struct{ job *job }

// tickEvery is how often that is looked at, while one is under way.
const tickEvery = 200 * time.Millisecond

func newImporter(s *screen.Session, id screen.ID, kind exchange.Kind) screen.Screen {
	m := &importer{session: s, id: id, kind: kind, file: widget.NewBulk(maxFile)}
	m.hold(0)
	return m
}

// Init asks for nothing.
func (m *importer) Init() tea.Cmd { return nil }

// Update takes keys, pastes and answers.
func (m *importer) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case worked:
		return m, m.worked(msg)
	case ticked:
		if m.job == msg.job {
			return m, m.tick()
		}
		return m, nil
	}
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return m, m.key(msg)
	case tea.PasteMsg:
		return m, m.typed(msg)
	case screen.Do:
		return m, m.do(msg.Action)
	}
	if m.report != nil { // rows of it
		return m, m.report.Update(msg)
	}
	return m, nil
}

// reporting tells whether what came of a file is in front.
func (m *importer) reporting() bool { return m.report != nil && m.job == nil && m.Dialog == nil }

func (m *importer) key(msg tea.KeyPressMsg) tea.Cmd {
	switch {
	case m.Dialog != nil:
		return m.Answer(msg)
	case m.reporting():
		return m.report.Update(msg)
	}
	action, ok := keys.Match(msg, m.Capturing())
	if m.Capturing() && (!ok || action == keys.Open) {
		return m.typed(msg)
	}
	if n, digit := keys.Digit(msg); digit && m.job == nil {
		if all := m.items(); n < len(all) {
			m.hold(n)
			return m.perform(all[n])
		}
		return nil
	}
	if ok {
		return m.do(action)
	}
	return nil
}

// typed hands a key or a paste to the file.
func (m *importer) typed(msg tea.Msg) tea.Cmd {
	if m.Dialog != nil || m.job != nil || m.report != nil {
		return nil
	}
	m.hold(0)
	changed, full := m.file.Update(msg)
	switch {
	case full:
		m.note = &directory.Error{Code: directory.CodeTooLong, Field: "file"}
	case changed:
		m.note = nil
	}
	return nil
}

// item is a row under the file.
type item struct {
	label  string // key of the catalogue
	ticked *bool  // an option; nil: something to do
	off    string // key of the reason why it is not possible; empty when it is
	do     func() tea.Cmd
}

// items are the rows: the first one is the file itself.
func (m *importer) items() []item {
	all := []item{{}}
	if m.kind == exchange.KindProfiles {
		all = append(all, item{label: "import.publish", ticked: &m.options.Publish})
	}
	empty := ""
	if m.file.Size() == 0 {
		empty = "import.off.empty"
	}
	return append(all,
		item{label: "import.keep_going", ticked: &m.options.KeepGoing},
		item{label: "import.check", off: empty, do: func() tea.Cmd { return m.run(false) }},
		item{label: "import.clear", off: empty, do: m.clear},
	)
}

func (m *importer) perform(it item) tea.Cmd {
	switch s := m.session; {
	case it.ticked != nil:
		*it.ticked = !*it.ticked
	case it.off != "":
		return screen.Warn(s.S("admin.off", "what", s.S(it.label), "why", s.S(it.off)))
	case it.do != nil:
		return it.do()
	}
	return nil
}

func (m *importer) clear() tea.Cmd {
	m.file.Clear()
	m.note = nil
	m.hold(0)
	return nil
}

// hold takes a row in hand.
func (m *importer) hold(i int) {
	if m.hand = max(0, min(i, len(m.items())-1)); m.hand == 0 {
		m.file.Focus()
	} else {
		m.file.Blur()
	}
}

func (m *importer) do(a keys.Action) tea.Cmd {
	switch {
	case m.Dialog != nil:
		return m.Choose(a)
	case m.job != nil:
		if a == keys.Back {
			return m.stop()
		}
		return nil
	case m.report != nil:
		return m.report.Update(screen.Do{Action: a})
	}
	switch a {
	case keys.Back:
		return m.leave(screen.Back{})
	case keys.Down, keys.NextPane:
		m.hold(m.hand + 1)
	case keys.Up, keys.PrevPane:
		m.hold(m.hand - 1)
	case keys.First:
		m.hold(0)
	case keys.Last:
		m.hold(len(m.items()))
	case keys.Open, keys.Toggle:
		return m.perform(m.items()[m.hand])
	}
	return nil
}

// run reads the file: to see what would come of it, or to import it.
func (m *importer) run(writes bool) tea.Cmd {
	j := &job{writes: writes}
	m.job, m.note = j, nil
	o, kind, data := m.options, m.kind, m.file.Bytes()
	o.DryRun = !writes
	o.Progress = func(done, total int) {
		j.total.Store(int64(total))
		j.done.Store(int64(done))
	}
	service, actor := m.session.Service, m.session.Actor
	ask := m.lane.Ask(m.session, m.id, func(ctx context.Context) tea.Msg {
		r, err := exchange.Import(ctx, service, actor, kind, bytes.NewReader(data), o)
		return worked{j, r, err}
	})
	return tea.Batch(ask, m.tick())
}

func (m *importer) tick() tea.Cmd {
	id, j := m.id, m.job
	return tea.Tick(tickEvery, func(time.Time) tea.Msg { return screen.Envelope{To: id, Msg: ticked{j}} })
}

// stop gives up a check. What is being written is not given up half-way: that
// ends by itself, and is told.
func (m *importer) stop() tea.Cmd {
	if m.job.writes {
		return screen.Warn(m.session.S("import.off.writing"))
	}
	m.lane.Drop()
	m.job = nil
	return nil
}

func (m *importer) worked(w worked) tea.Cmd {
	if w.job != m.job {
		return nil
	}
	m.job = nil
	if w.err != nil {
		m.report = nil
		m.note = w.err
		if errors.Is(w.err, exchange.ErrBroken) {
			m.note = &directory.Error{Code: directory.CodeForeignFile}
		}
		return nil
	}
	done := w.job.writes && (len(w.report.Problems) == 0 || m.options.KeepGoing)
	if done {
		m.file.Clear()
	}
	m.report = newReport(m, w.report, w.job.writes, done)
	return m.report.Init()
}

// leave goes away, and asks first when there is a file that was not imported.
func (m *importer) leave(next tea.Msg) tea.Cmd {
	gone := func() tea.Msg { return next }
	if m.file.Size() == 0 {
		return gone
	}
	m.Dialog = sheet.Ask("import.leave.title", sheet.Said("import.leave.text"), sheet.Answer{Label: "import.leave.yes", Do: func() tea.Cmd {
		m.file.Clear()
		return gone
	}})
	return nil
}

// Keep asks before a pasted file is lost by an action that leaves the screen.
func (m *importer) Keep(next tea.Msg) (tea.Cmd, bool) {
	if m.file.Size() == 0 || m.job != nil {
		return nil, false
	}
	return m.leave(next), true
}

// Capturing tells whether characters are text.
func (m *importer) Capturing() bool {
	switch {
	case m.Dialog != nil:
		return m.Asking.Capturing()
	case m.job != nil:
		return false
	case m.report != nil:
		return m.report.Capturing()
	}
	return m.hand == 0
}

// Empty tells whether the file has the keys and is empty.
func (m *importer) Empty() bool { return m.Capturing() && m.report == nil && m.file.Size() == 0 }

// Hints are the keys of what is in hand.
func (m *importer) Hints() []screen.Hint {
	back := screen.Hint{Action: keys.Back, Label: "hint.back"}
	switch {
	case m.Dialog != nil:
		return m.Dialog.Hints()
	case m.job != nil && m.job.writes:
		return nil
	case m.job != nil:
		return []screen.Hint{{Action: keys.Back, Label: "import.hint.stop"}}
	case m.report != nil:
		return m.report.Hints()
	case m.hand == 0:
		return []screen.Hint{{Action: keys.NextPane, Label: "import.hint.options"}, back}
	}
	return []screen.Hint{{Action: keys.Down, Label: "hint.choose"}, {Action: keys.Open, Label: "hint.do"}, back}
}

// Title is the screen's step in the breadcrumb.
func (m *importer) Title() string { return m.session.S("transfer.import." + string(m.kind)) }

// Topic is the help's page.
func (m *importer) Topic() string { return "transfer" }

// Click takes what is under the mouse in hand, and opens it when it was.
func (m *importer) Click(x, y int) (screen.Screen, tea.Cmd) {
	if m.Dialog != nil || m.job != nil {
		return m, nil
	}
	if m.report != nil {
		return m, m.report.click(x, y)
	}
	for i := len(m.rows) - 1; i >= 0; i-- {
		if y < m.rows[i] {
			continue
		}
		if i == m.hand && i > 0 {
			return m, m.do(keys.Open)
		}
		m.hold(i)
		break
	}
	return m, nil
}

// goBackToFile shows the file again, as it was.
func (m *importer) goBackToFile() tea.Cmd {
	m.report = nil
	m.hold(0)
	return nil
}

var (
	_ screen.Keeper  = (*importer)(nil)
	_ screen.Clicker = (*importer)(nil)
	_ screen.Emptier = (*importer)(nil)
)
