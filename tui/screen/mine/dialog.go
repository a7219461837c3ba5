package mine

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"teleorne/tui/keys"
	"teleorne/tui/screen"
	"teleorne/tui/widget"
)

// dialog stands in the place of a page: what follows from an action, in words,
// then either answers to pick from, the harmless one first, or a field.
type dialog struct {
	title   string                       // key of the catalogue
	text    func(*screen.Session) []para // worded anew at each drawing: the language may change
	answers []answer
	hand    int
	field   *prompt
	scroll  widget.Scroll
}

// para is a paragraph; a verbatim one is printed whole, to be copied.
type para struct {
	text     string
	verbatim bool
}

// said are paragraphs of the catalogue without arguments.
func said(keys ...string) func(*screen.Session) []para {
	return func(s *screen.Session) []para {
		all := make([]para, len(keys))
		for i, k := range keys {
			all[i] = para{text: s.S(k)}
		}
		return all
	}
}

// answer is a choice; one that does nothing closes the dialog.
type answer struct {
	label string // key of the catalogue
	off   string // key of the reason why it cannot be taken; empty when it can
	do    func() tea.Cmd
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

// ask makes a question whose first answer changes nothing.
func ask(title string, text func(*screen.Session) []para, answers ...answer) *dialog {
	return &dialog{title: title, text: text, answers: append([]answer{{label: "mine.answer.no"}}, answers...)}
}

// typeIn makes a dialog with a field of at most limit characters.
func typeIn(title string, text func(*screen.Session) []para, label string, limit int, enter func(string) tea.Cmd) *dialog {
	p := &prompt{input: widget.NewField(limit), label: label, enter: enter}
	p.input.Focus()
	return &dialog{title: title, text: text, field: p}
}

// asking is the part of a screen that may have a dialog in its place.
type asking struct{ dialog *dialog }

// answer hands a key or a paste to the dialog that is open. What the answer
// opens in its turn stays open.
func (a *asking) answer(msg tea.Msg) tea.Cmd {
	d := a.dialog
	if d == nil {
		return nil
	}
	cmd, closed := d.update(msg)
	a.close(d, closed)
	return cmd
}

// choose hands it an action.
func (a *asking) choose(action keys.Action) tea.Cmd {
	d := a.dialog
	cmd, closed := d.act(action)
	a.close(d, closed)
	return cmd
}

func (a *asking) close(d *dialog, closed bool) {
	if closed && a.dialog == d {
		a.dialog = nil
	}
}

// Capturing tells whether a field has the keys.
func (a *asking) Capturing() bool { return a.dialog.capturing() }

// Empty tells whether that field is empty.
func (a *asking) Empty() bool { return a.dialog.capturing() && a.dialog.field.input.Value() == "" }

// capturing tells whether characters are text.
func (d *dialog) capturing() bool { return d != nil && d.field != nil }

// update takes a key or a paste. closed tells that the dialog is over.
func (d *dialog) update(msg tea.Msg) (cmd tea.Cmd, closed bool) {
	press, ok := msg.(tea.KeyPressMsg)
	if !ok {
		d.typed(msg)
		return nil, false
	}
	if n, ok := keys.Digit(press); ok && !d.capturing() { // the unshifted 6 is a hyphen
		if n <= len(d.answers) {
			return d.pick(n - 1)
		}
		return nil, false
	}
	action, ok := keys.Match(press, d.capturing())
	switch {
	case !ok && !d.capturing():
	case !ok || d.capturing() && (action == keys.First || action == keys.Last):
		d.typed(msg)
	default:
		return d.act(action)
	}
	return nil, false
}

func (d *dialog) act(a keys.Action) (cmd tea.Cmd, closed bool) {
	switch {
	case a == keys.Back:
		return nil, true
	case a == keys.Open && d.field != nil:
		return d.field.enter(d.field.value()), false
	case a == keys.Open:
		return d.pick(d.hand)
	case a == keys.Up:
		d.hand = max(0, d.hand-1)
	case a == keys.Down:
		d.hand = min(d.hand+1, max(0, len(d.answers)-1))
	}
	return nil, false
}

func (d *dialog) pick(i int) (cmd tea.Cmd, closed bool) {
	if i < len(d.answers) && d.answers[i].do != nil {
		return d.answers[i].do(), true
	}
	return nil, true
}

func (d *dialog) typed(msg tea.Msg) {
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

// hints are the keys of the dialog.
func (d *dialog) hints() []screen.Hint {
	if d.field != nil {
		return []screen.Hint{{Action: keys.Open, Label: "mine.hint.continue"}, {Action: keys.Back, Label: "hint.back"}}
	}
	return []screen.Hint{
		{Action: keys.Down, Label: "hint.choose"},
		{Action: keys.Open, Label: "hint.take"},
		{Action: keys.Back, Label: "hint.back"},
	}
}

// view draws the dialog into a frame. What has to be picked or typed is always
// in sight; blank lines go first where there is little room.
func (d *dialog) view(s *screen.Session, f screen.Frame) screen.View {
	p := &sheet{session: s, width: min(prose, f.Width-2*f.Margin())}
	hand, x := d.draw(p, true)
	if len(p.lines) > f.Height {
		p.lines = nil
		hand, x = d.draw(p, false)
	}
	d.scroll.Resize(len(p.lines), f.Height)
	d.scroll.Show(len(p.lines) - 1)
	d.scroll.Show(hand)
	v := screen.View{X: f.Margin() + x, Y: hand - d.scroll.Top}
	margin := strings.Repeat(" ", f.Margin())
	for _, l := range p.lines[d.scroll.Top:min(len(p.lines), d.scroll.Top+d.scroll.Rows)] {
		v.Lines = append(v.Lines, strings.TrimRight(margin+l, " "))
	}
	return v
}

// draw fills the sheet, and tells where the cursor stands.
func (d *dialog) draw(p *sheet, airy bool) (hand, x int) {
	s, t := p.session, p.session.Theme
	p.text(t.Strong, s.S(d.title))
	p.rule()
	for _, para := range d.text(s) {
		if para.verbatim {
			p.whole(para.text)
		} else {
			p.text(t.Text, para.text)
		}
		if airy {
			p.gap()
		}
	}
	if d.field != nil {
		return d.field.draw(p)
	}
	for i, a := range d.answers {
		mark, style := "  ", t.Text
		if a.off != "" {
			style = t.Muted
		}
		if i == d.hand {
			mark, style, hand = t.Glyphs.Select+" ", t.Selection, len(p.lines)
		}
		words := []string{strconv.Itoa(i+1) + " " + s.S(a.label)}
		if a.off != "" {
			words = append(words, "("+s.S(a.off)+")")
		}
		for _, l := range widget.Flow(words, " ", p.width-2) {
			p.lines = append(p.lines, style.Render(mark+widget.Cut(l, p.width-2, t.Glyphs.Ellipsis)))
			mark = "    "
		}
	}
	return hand, 0
}

// draw adds the field with what is wrong under it, and tells where the cursor
// stands.
func (f *prompt) draw(p *sheet) (line, x int) {
	s, t := p.session, p.session.Theme
	head := s.S(f.label) + "  "
	f.input.Style(t.Strong, t.Glyphs.Ellipsis)
	if widget.Width(head)+20 > p.width { // below its label
		p.text(t.Accent, s.S(f.label))
		head = ""
	}
	shown, at := f.input.View(p.width - widget.Width(head))
	line, x = len(p.lines), widget.Width(head)+at
	p.lines = append(p.lines, t.Accent.Bold(true).Render(head)+shown)
	if f.note != nil {
		p.text(t.Warning, s.Text.Error(f.note))
	}
	return line, x
}
