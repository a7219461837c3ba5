package sheet

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"teleorne/tui/keys"
	"teleorne/tui/screen"
	"teleorne/tui/widget"
)

// Dialog stands in the place of a page: what follows from an action, in words,
// then answers to pick from, the harmless one first, a field, or a text to be
// written.
type Dialog struct {
	title   string                       // key of the catalogue
	args    []any                        // what the title mentions
	text    func(*screen.Session) []Para // worded anew at each drawing: the language may change
	answers []Answer
	hand    int
	field   *prompt
	writing *writing
	scroll  widget.Scroll
	back    int // lines that one has gone back up in a text that has no room
}

// Para is a paragraph; a verbatim one is printed whole, to be copied.
type Para struct {
	Text     string
	Verbatim bool
}

// Said are paragraphs of the catalogue without arguments.
func Said(keys ...string) func(*screen.Session) []Para {
	return func(s *screen.Session) []Para {
		all := make([]Para, len(keys))
		for i, k := range keys {
			all[i] = Para{Text: s.S(k)}
		}
		return all
	}
}

// Saying is a paragraph of the catalogue with what it mentions.
func Saying(key string, args ...any) func(*screen.Session) []Para {
	return func(s *screen.Session) []Para { return []Para{{Text: s.S(key, args...)}} }
}

// Answer is a choice; one that does nothing closes the dialog.
type Answer struct {
	Label string // key of the catalogue
	Args  []any  // what the label mentions
	Off   string // key of the reason why it cannot be taken; empty when it can
	Do    func() tea.Cmd
}

// prompt is the field of a dialog.
type prompt struct {
	input widget.Field
	label string // key of the catalogue
	raw   string // the last paste as it came, as long as nothing was typed since
	note  error  // why what was typed will not do
	enter func(typed string) tea.Cmd
}

// maxPaste is how much of a paste is kept as it came, in bytes.
const maxPaste = 64 << 10

// Ask makes a question whose first answer changes nothing.
func Ask(title string, text func(*screen.Session) []Para, answers ...Answer) *Dialog {
	return &Dialog{title: title, text: text, answers: append([]Answer{{Label: "dialog.no"}}, answers...)}
}

// Pick makes a list to choose from; Escape chooses nothing.
func Pick(title string, text func(*screen.Session) []Para, answers ...Answer) *Dialog {
	return &Dialog{title: title, text: text, answers: answers}
}

// Show makes a dialog that is read; what can be done from it comes after the way
// back.
func Show(title string, text func(*screen.Session) []Para, answers ...Answer) *Dialog {
	return &Dialog{title: title, text: text, answers: append([]Answer{{Label: "dialog.close"}}, answers...)}
}

// TypeIn makes a dialog with a field of at most limit characters.
func TypeIn(title string, text func(*screen.Session) []Para, label string, limit int, enter func(string) tea.Cmd) *Dialog {
	p := &prompt{input: widget.NewField(limit), label: label, enter: enter}
	p.input.Focus()
	return &Dialog{title: title, text: text, field: p}
}

// With fills in what the title mentions: names and values by turns.
func (d *Dialog) With(args ...any) *Dialog {
	d.args = args
	return d
}

// Asking is the part of a screen that may have a dialog in its place.
type Asking struct{ Dialog *Dialog }

// Answer hands a key or a paste to the dialog that is open. What the answer
// opens in its turn stays open.
func (a *Asking) Answer(msg tea.Msg) tea.Cmd {
	d := a.Dialog
	if d == nil {
		return nil
	}
	cmd, closed := d.update(msg)
	a.close(d, closed)
	return cmd
}

// Choose hands it an action.
func (a *Asking) Choose(action keys.Action) tea.Cmd {
	d := a.Dialog
	cmd, closed := d.act(action)
	a.close(d, closed)
	return cmd
}

func (a *Asking) close(d *Dialog, closed bool) {
	if closed && a.Dialog == d {
		a.Dialog = nil
	}
}

// Capturing tells whether a field has the keys.
func (a *Asking) Capturing() bool { return a.Dialog.Capturing() }

// Empty tells whether that field is empty.
func (a *Asking) Empty() bool { return a.Dialog.Capturing() && a.Dialog.Typed() == "" }

// Capturing tells whether characters are text.
func (d *Dialog) Capturing() bool {
	return d != nil && (d.field != nil || d.writing != nil && d.writing.in == inText)
}

// Typing tells whether something is typed here, even where the keys are
// elsewhere just now.
func (d *Dialog) Typing() bool { return d != nil && (d.field != nil || d.writing != nil) }

// Typed is what was typed so far.
func (d *Dialog) Typed() string {
	switch {
	case d == nil:
	case d.writing != nil:
		return d.writing.area.Value()
	case d.field != nil:
		return d.field.input.Value()
	}
	return ""
}

// Note says under the field why what was typed will not do, and keeps it.
func (d *Dialog) Note(err error) {
	switch {
	case d == nil:
	case d.writing != nil:
		d.writing.note = err
	case d.field != nil:
		d.field.note = err
	}
}

// update takes a key or a paste. closed tells that the dialog is over.
func (d *Dialog) update(msg tea.Msg) (cmd tea.Cmd, closed bool) {
	if d.writing != nil {
		return d.writing.update(msg)
	}
	press, ok := msg.(tea.KeyPressMsg)
	if !ok {
		d.typed(msg)
		return nil, false
	}
	if n, ok := keys.Digit(press); ok && !d.Capturing() { // the unshifted 6 is a hyphen
		if n <= len(d.answers) && len(d.answers) <= numbered {
			return d.pick(n - 1)
		}
		return nil, false
	}
	action, ok := keys.Match(press, d.Capturing())
	switch {
	case !ok && !d.Capturing():
	case !ok || d.Capturing() && (action == keys.First || action == keys.Last):
		d.typed(msg)
	default:
		return d.act(action)
	}
	return nil, false
}

func (d *Dialog) act(a keys.Action) (cmd tea.Cmd, closed bool) {
	switch {
	case d.writing != nil:
		return d.writing.act(a)
	case a == keys.Back:
		return nil, true
	case a == keys.Open && d.field != nil:
		return d.field.enter(d.field.value()), false
	case a == keys.Open && d.back > 0: // what would be taken is not in sight
		d.back = 0
	case a == keys.Open:
		return d.pick(d.hand)
	default:
		d.step(a)
	}
	return nil, false
}

// step moves from answer to answer, and up beyond the first one into the text.
func (d *Dialog) step(a keys.Action) {
	page := max(1, d.scroll.Rows-1)
	by := map[keys.Action]int{
		keys.Up: 1, keys.PageUp: page, keys.First: d.scroll.Total, keys.Down: -1, keys.PageDown: -page, keys.Last: -d.back,
	}[a]
	if by > 0 && d.hand == 0 || d.back > 0 {
		d.back = max(0, d.back+by)
		return
	}
	w := widget.Window{Cursor: d.hand, Total: len(d.answers), Rows: max(1, d.scroll.Rows)}
	screen.Step(&w, a)
	d.hand = w.Cursor
}

func (d *Dialog) pick(i int) (cmd tea.Cmd, closed bool) {
	if i < len(d.answers) && d.answers[i].Do != nil {
		return d.answers[i].Do(), true
	}
	return nil, true
}

func (d *Dialog) typed(msg tea.Msg) {
	f := d.field
	if f == nil || !f.input.Update(msg) {
		return
	}
	f.note, f.raw = nil, ""
	if p, ok := msg.(tea.PasteMsg); ok && strings.Contains(strings.TrimSpace(p.Content), "\n") {
		f.raw = p.Content[:min(len(p.Content), maxPaste)]
	}
}

// value is what was typed, or what was pasted over several lines, with them.
func (f *prompt) value() string {
	if f.raw != "" {
		return f.raw
	}
	return f.input.Value()
}

// Hints are the keys of the dialog.
func (d *Dialog) Hints() []screen.Hint {
	switch {
	case d.writing != nil:
		return d.writing.hints()
	case d.field != nil:
		return []screen.Hint{{Action: keys.Open, Label: "dialog.continue"}, {Action: keys.Back, Label: "hint.back"}}
	}
	return []screen.Hint{
		{Action: keys.Down, Label: "hint.choose"},
		{Action: keys.Open, Label: "hint.take"},
		{Action: keys.Back, Label: "hint.back"},
	}
}

// Fill puts a text into the field.
func (d *Dialog) Fill(text string) {
	switch {
	case d == nil:
	case d.writing != nil:
		d.writing.area.SetValue(text)
	case d.field != nil:
		d.field.input.SetValue(text)
	}
}
