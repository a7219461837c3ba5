package sheet

import (
	"errors"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/keys"
	"teleorne/tui/screen"
	"teleorne/tui/widget"
)

// Form is labelled fields one below the other, and under them the row that
// hands them in. A screen holds one, hands it what it does not keep for itself,
// and draws it. Nothing typed is lost: not by what is wrong with it, not by a
// change made somewhere else, and leaving asks first.
type Form struct {
	Asking
	Title  func(*screen.Session) string
	Intro  func(*screen.Session) []Para // what follows from it; nil: nothing
	Save   string                       // what handing in does: key of the catalogue
	Enter  func() tea.Cmd               // hands in; the screen then calls Kept, Idle or Refuse
	Inputs []*Input

	session *screen.Session
	hand    int // input; from len(Inputs) on the rows under them
	scroll  widget.Scroll
	blocks  []block
	note    error // what is wrong with the whole
	busy    bool
	start   map[string]string // what stood there when it was opened
	theirs  map[string]string // what stands there now, since it was changed somewhere else
	again   func() tea.Cmd    // hands in over that
	asked   *Input            // where it is read out: what is awaited
}

// block is where an input, or a row, was drawn last.
type block struct{ at, top, height int }

// NewForm makes a form of a session; its other fields are set by the screen.
func NewForm(s *screen.Session, inputs ...*Input) *Form {
	f := &Form{session: s, Inputs: inputs}
	for _, in := range inputs {
		in.session = s
		in.settle()
	}
	f.Kept()
	f.hold(0)
	return f
}

// Kept says that what stands there is what is kept: leaving asks nothing.
func (f *Form) Kept() { f.start, f.theirs, f.again, f.note, f.busy = f.Values(), nil, nil, nil, false }

// Working says that something is under way: nothing is handed in meanwhile.
func (f *Form) Working() { f.busy = true }

// Idle says that nothing is under way any more: what was asked for before
// handing in is there, to be read first.
func (f *Form) Idle() { f.busy = false }

// Values are what stands in the fields, clean, by name.
func (f *Form) Values() map[string]string {
	all := make(map[string]string, len(f.Inputs))
	for _, in := range f.Inputs {
		all[in.Name] = in.Value()
	}
	return all
}

// Value is what stands in a field, clean.
func (f *Form) Value(name string) string {
	if in := f.input(name); in != nil {
		return in.Value()
	}
	return ""
}

// Date is the day in a field; zero for an empty one. The error is CodeDate of
// that field.
func (f *Form) Date(name string) (directory.Date, error) {
	in := f.input(name)
	if in == nil {
		return 0, nil
	}
	d, err := ParseDay(in.raw(), f.session.Service.Today())
	var e *directory.Error
	if errors.As(err, &e) {
		return 0, e.In(name)
	}
	return d, nil
}

func (f *Form) input(name string) *Input {
	for _, in := range f.Inputs {
		if in.Name == name {
			return in
		}
	}
	return nil
}

// dirty tells whether something stands there that is not kept.
func (f *Form) dirty() bool {
	for name, v := range f.Values() {
		if v != f.start[name] {
			return true
		}
	}
	return false
}

// Refuse says why it was not handed in: what a field is to blame for stands
// under it, the first of these is in hand; the rest stands under them all.
func (f *Form) Refuse(err error) {
	f.busy, f.note = false, nil
	for _, in := range f.Inputs {
		in.note = nil
	}
	var all directory.Errors
	var one *directory.Error
	switch {
	case errors.As(err, &all):
	case errors.As(Named(f.session, err), &one):
		all = directory.Errors{one}
	default:
		f.note = err
		return
	}
	first := -1
	for _, e := range all {
		at := f.at(e.Field)
		switch {
		case at < 0 && f.note == nil:
			f.note = e
		case at >= 0:
			f.Inputs[at].note = e
			if first < 0 || at < first {
				first = at
			}
		}
	}
	if first >= 0 {
		f.hold(first)
	}
}

func (f *Form) at(name string) int {
	for i, in := range f.Inputs {
		if in.Name == name && name != "" {
			return i
		}
	}
	return -1
}

// Elsewhere says that what was being changed was changed somewhere else
// meanwhile: the other values stand beside these, and one takes them, or hands
// in again over them.
func (f *Form) Elsewhere(err error, theirs map[string]string, again func() tea.Cmd) {
	f.Refuse(err)
	f.theirs, f.again = theirs, again
	f.hold(len(f.Inputs))
}

// Take takes an input in hand, by its name.
func (f *Form) Take(name string) {
	if at := f.at(name); at >= 0 {
		f.hold(at)
	}
}

// hold takes an input or a row in hand.
func (f *Form) hold(at int) {
	if f.hand < len(f.Inputs) {
		f.Inputs[f.hand].blur()
	}
	f.hand = max(0, min(at, len(f.Inputs)+len(f.rows())-1))
	if f.hand < len(f.Inputs) {
		f.Inputs[f.hand].focus()
	}
}

// rows are what can be done under the fields.
func (f *Form) rows() []Answer {
	if f.theirs == nil {
		return []Answer{{Label: f.Save, Do: f.enter}}
	}
	return []Answer{{Label: "form.theirs", Do: f.takeTheirs}, {Label: "form.mine", Do: f.insist}}
}

func (f *Form) enter() tea.Cmd {
	if f.busy {
		return nil
	}
	f.note = nil
	for i, in := range f.Inputs {
		in.settle()
		if err := in.check(); err != nil {
			in.note = err
			f.hold(i)
			return nil
		}
	}
	f.busy = true
	cmd := f.Enter()
	if cmd == nil {
		f.busy = false
	}
	return cmd
}

func (f *Form) takeTheirs() tea.Cmd {
	for _, in := range f.Inputs {
		if v, ok := f.theirs[in.Name]; ok {
			in.Set(v).settle()
			in.note = nil
		}
	}
	f.Kept()
	f.hold(0)
	return nil
}

func (f *Form) insist() tea.Cmd {
	if f.busy {
		return nil
	}
	f.busy = true
	again := f.again
	f.theirs, f.again, f.note = nil, nil, nil
	f.hold(len(f.Inputs))
	return again()
}

// leave goes back, and asks first when something typed would be lost.
func (f *Form) leave(next tea.Msg) tea.Cmd {
	gone := func() tea.Msg { return next }
	if !f.dirty() {
		return gone
	}
	f.Dialog = Ask("form.leave.title", Said("form.leave.text"), Answer{Label: "form.leave.yes", Do: func() tea.Cmd {
		f.Kept()
		return gone
	}})
	return nil
}

// Keep asks before what is typed is lost by an action that leaves the screen.
func (f *Form) Keep(next tea.Msg) (tea.Cmd, bool) {
	if f == nil || !f.dirty() {
		return nil, false
	}
	f.Dialog = nil
	return f.leave(next), true
}

// Update takes keys, pastes and actions.
func (f *Form) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return f.key(msg)
	case tea.PasteMsg:
		if f.Dialog == nil && f.hand < len(f.Inputs) {
			f.typed(msg)
		}
	case screen.Do:
		return f.do(msg.Action)
	}
	return nil
}

func (f *Form) key(msg tea.KeyPressMsg) tea.Cmd {
	if f.Dialog != nil {
		return f.Answer(msg)
	}
	action, ok := keys.Match(msg, f.Capturing())
	if f.hand < len(f.Inputs) && (!ok || f.Inputs[f.hand].edits(action)) {
		f.typed(msg)
		return nil
	}
	if n, digit := keys.Digit(msg); digit && f.hand >= len(f.Inputs) {
		if all := f.rows(); n <= len(all) {
			return all[n-1].Do()
		}
		return nil
	}
	if ok {
		return f.do(action)
	}
	return nil
}

func (f *Form) typed(msg tea.Msg) {
	in := f.Inputs[f.hand]
	if in.typed(msg) {
		in.note = nil
	}
}

func (f *Form) do(a keys.Action) tea.Cmd {
	if f.Dialog != nil {
		return f.Choose(a)
	}
	if f.hand < len(f.Inputs) {
		taken, step := f.Inputs[f.hand].act(a)
		if step != 0 {
			f.step(step)
		}
		if taken {
			return nil
		}
	}
	switch a {
	case keys.Back:
		return f.leave(screen.Back{})
	case keys.NextPane, keys.Down:
		f.step(1)
	case keys.PrevPane, keys.Up:
		f.step(-1)
	case keys.First:
		f.hold(0)
	case keys.Last:
		f.hold(len(f.Inputs))
	case keys.Open:
		if at := f.hand - len(f.Inputs); at >= 0 {
			return f.rows()[at].Do()
		}
	}
	return nil
}

// step leaves the input in hand for the one after or before; what is wrong with
// it is said from now on.
func (f *Form) step(by int) {
	if f.hand < len(f.Inputs) {
		in := f.Inputs[f.hand]
		in.settle()
		if err := in.check(); err != nil && in.Value() != "" {
			in.note = err
		}
	}
	f.hold(f.hand + by)
}

// Capturing tells whether characters are text.
func (f *Form) Capturing() bool {
	if f.Dialog != nil {
		return f.Asking.Capturing()
	}
	return f.hand < len(f.Inputs) && f.Inputs[f.hand].capturing()
}

// Empty tells whether the field that has the keys is empty.
func (f *Form) Empty() bool {
	return f.Dialog == nil && f.Capturing() && f.Inputs[f.hand].raw() == ""
}

// Hints are the keys of the input in hand.
func (f *Form) Hints() []screen.Hint {
	if f.Dialog != nil {
		return f.Dialog.Hints()
	}
	next, back := screen.Hint{Action: keys.NextPane, Label: "editor.hint.next"}, screen.Hint{Action: keys.Back, Label: "hint.back"}
	if f.hand >= len(f.Inputs) {
		return []screen.Hint{{Action: keys.Open, Label: "hint.do"}, {Action: keys.PrevPane, Label: "form.hint.fields"}, back}
	}
	return append(append([]screen.Hint{next}, f.Inputs[f.hand].hints()...), back)
}

// Click takes the input or the row under the mouse in hand.
func (f *Form) Click(_, y int) tea.Cmd {
	if f.Dialog != nil {
		return nil
	}
	for _, b := range f.blocks {
		if line := y + f.scroll.Top; line >= b.top && line < b.top+b.height {
			if b.at == f.hand && b.at >= len(f.Inputs) {
				return f.do(keys.Open)
			}
			f.hold(b.at)
			return nil
		}
	}
	return nil
}
