package sheet

import (
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/keys"
	"teleorne/tui/screen"
	"teleorne/tui/widget"
)

// Writing is what a dialog in which a text is written needs to know.
type Writing struct {
	Title     string // key of the catalogue
	Args      []any  // what the title mentions
	Text      func(*screen.Session) []Para
	Label     string // key: what the text is
	Limit     int    // characters
	Templates []Template
	Start     string // what stands there already
	Send      string // key: what sending it does
	// Below is what follows from the text as it now stands, such as the sentence
	// that somebody will read; nil: nothing is said.
	Below func(s *screen.Session, typed string) []Para
	// Enter is handed the text; Left what was typed when the dialog is closed
	// without that, nil: it is lost.
	Enter func(typed string) tea.Cmd
	Left  func(typed string)
}

// Template is a text to begin with: both are keys of the catalogue.
type Template struct{ Label, Text string }

// Write makes a dialog in which a text of several lines is written: templates
// to pick from, the text, and the row that sends it.
func Write(s *screen.Session, w Writing) *Dialog {
	// What is too long is kept, and told how much it is too long.
	in := &writing{Writing: w, session: s, area: widget.NewArea(4 * w.Limit)}
	in.area.SetValue(w.Start)
	if len(w.Templates) == 0 || w.Start != "" {
		in.in = inText
	}
	in.focus()
	text := w.Text
	if text == nil {
		text = Said()
	}
	return &Dialog{title: w.Title, args: w.Args, text: text, writing: in}
}

// zone is the part of the dialog that has the keys.
type zone uint8

const (
	inTemplates zone = iota
	inText
	inSend
)

// writing is the text of a dialog.
type writing struct {
	Writing
	session *screen.Session
	in      zone
	hand    int // template; the one after the last: none
	area    widget.Area
	note    error  // why the text will not do
	picked  string // the template that stands there as it is; empty: none
	asked   bool   // where it is read out: the text itself is awaited
}

func (w *writing) focus() {
	if w.in == inText {
		w.area.Focus()
	} else {
		w.area.Blur()
	}
}

func (w *writing) goTo(z zone) {
	if z == inTemplates && len(w.Templates) == 0 {
		z = inText
	}
	w.in = z
	w.focus()
}

// update takes a key or a paste. A paste belongs to the text, wherever the keys
// are.
func (w *writing) update(msg tea.Msg) (cmd tea.Cmd, closed bool) {
	press, ok := msg.(tea.KeyPressMsg)
	if !ok {
		w.goTo(inText)
		w.typed(msg)
		return nil, false
	}
	action, ok := keys.Match(press, w.in == inText)
	if w.in == inText {
		switch action {
		case keys.Back, keys.NextPane, keys.PrevPane:
			return w.act(action)
		case keys.Up, keys.Down:
			if w.leaves(action) {
				return nil, false
			}
		}
		w.typed(msg)
		return nil, false
	}
	if n, digit := keys.Digit(press); digit {
		w.pick(n - 1)
		return nil, false
	}
	if ok {
		return w.act(action)
	}
	return nil, false
}

// leaves moves from the first row of the text up to the templates, from the
// last one down to sending it.
func (w *writing) leaves(a keys.Action) bool {
	first, last := w.area.Edges()
	switch {
	case a == keys.Up && first && len(w.Templates) > 0:
		w.goTo(inTemplates)
	case a == keys.Down && last:
		w.goTo(inSend)
	default:
		return false
	}
	return true
}

func (w *writing) typed(msg tea.Msg) {
	changed, full := w.area.Update(msg)
	if changed {
		w.note = nil
	}
	if p, pasted := msg.(tea.PasteMsg); full && pasted {
		w.note = w.tooLong(directory.Length(directory.SafeText(strings.ToValidUTF8(p.Content, ""))))
	} else if full {
		w.note = w.tooLong(directory.Length(w.area.Value()))
	}
}

func (w *writing) tooLong(count int) error {
	return &directory.Error{Code: directory.CodeTooLong, Params: directory.Params{"max": w.Limit, "count": count}}
}

func (w *writing) act(a keys.Action) (cmd tea.Cmd, closed bool) {
	switch a {
	case keys.Back:
		if w.Left != nil {
			w.Left(w.area.Value())
		}
		return nil, true
	case keys.NextPane:
		w.step(1)
	case keys.PrevPane:
		w.step(-1)
	case keys.Open:
		if w.in == inSend {
			return w.Enter(w.area.Value()), false
		}
		w.pick(w.hand)
	case keys.Up:
		if w.in == inSend {
			w.goTo(inText)
		} else {
			w.hand = max(0, w.hand-1)
		}
	case keys.Down:
		switch {
		case w.in == inTemplates && w.hand < len(w.Templates):
			w.hand++
		case w.in == inTemplates:
			w.goTo(inText)
		}
	}
	return nil, false
}

// step goes to the next part in a direction, round and round.
func (w *writing) step(by int) {
	zones := []zone{inTemplates, inText, inSend}
	if len(w.Templates) == 0 {
		zones = zones[1:]
	}
	at := slices.Index(zones, w.in)
	w.goTo(zones[(at+by+len(zones))%len(zones)])
}

// pick begins with a template, or, by the row after them, with nothing. What
// somebody wrote themselves stays: the template comes after it.
func (w *writing) pick(i int) {
	switch {
	case i > len(w.Templates):
		return
	case i == len(w.Templates):
		w.hand = i
		w.goTo(inText)
		return
	}
	w.hand = i
	text, before := w.session.S(w.Templates[i].Text), strings.TrimSpace(w.area.Value())
	if before != "" && before != w.picked && before != text {
		w.area.SetValue(before + "\n\n" + text)
		w.picked = ""
	} else {
		w.area.SetValue(text)
		w.picked = text
	}
	w.note = nil
	w.goTo(inSend)
}

// Rows of the text in sight: it is given some, so that little moves while it
// grows, and fewer or more as it needs.
const (
	fewRows  = 2
	someRows = 4
	mostRows = 8
)

// draw adds what has the keys and, as far as there is room, the rest; it tells
// where the cursor stands.
func (w *writing) draw(p *Sheet, room roominess, height int) (hand, x int) {
	t := p.Session.Theme
	if len(w.Templates) > 0 && (room == airy || w.in == inTemplates) {
		at := w.drawTemplates(p)
		if w.in == inTemplates {
			hand = at
		}
		if room != airy {
			return hand, 0
		}
		p.Gap()
	}
	below := &Sheet{Session: p.Session, Width: p.Width}
	w.drawBelow(below, room)
	rows := max(someRows, min(mostRows, w.area.Height(p.Width-2)))
	if room == sparse { // what is written comes before what follows from it
		left := height - len(p.Lines) - 3
		rows = max(fewRows, min(someRows, left-len(below.Lines)))
		below.Lines = below.Lines[:max(0, min(len(below.Lines), left-rows))]
	}
	at, column := w.drawText(p, rows)
	if w.in == inText {
		hand, x = at, column
	}
	mark, style := "  ", t.Text
	if w.in == inSend {
		mark, style, hand = t.Glyphs.Select+" ", t.Selection, len(p.Lines)
	}
	p.Lines = append(p.Lines, style.Render(mark+widget.Cut(p.Session.S(w.Send), p.Width-2, t.Glyphs.Ellipsis)))
	p.Lines = append(p.Lines, below.Lines...)
	return hand, x
}

// position is what has the keys, from 0, of the templates, the text, and the row
// that sends it.
func (w *writing) position() (hand, total int) {
	if len(w.Templates) > 0 {
		total = len(w.Templates) + 1
	}
	switch w.in {
	case inTemplates:
		hand = w.hand
	case inText:
		hand = total
	case inSend:
		hand = total + 1
	}
	return hand, total + 2
}

// drawTemplates adds the templates, and under them the row for who wants none.
func (w *writing) drawTemplates(p *Sheet) (hand int) {
	s, t := p.Session, p.Session.Theme
	for i := range len(w.Templates) + 1 {
		label := s.S("dialog.write.own")
		if i < len(w.Templates) {
			label = s.S(w.Templates[i].Label)
		}
		mark, style := "  ", t.Text
		if w.in == inTemplates && i == w.hand {
			mark, style, hand = t.Glyphs.Select+" ", t.Selection, len(p.Lines)
		}
		p.Lines = append(p.Lines, style.Render(mark+widget.Cut(strconv.Itoa(i+1)+" "+label, p.Width-2, t.Glyphs.Ellipsis)))
	}
	return hand
}

// drawText adds the text under its label and how long it is, and what is wrong
// with it under both.
func (w *writing) drawText(p *Sheet, rows int) (line, x int) {
	s, t := p.Session, p.Session.Theme
	count := directory.Length(w.area.Value())
	label, counted := t.Muted, t.Muted
	if w.in == inText {
		label = t.Accent.Bold(true)
	}
	if count > w.Limit {
		counted = t.Warning
	}
	p.Ends(s.S(w.Label), label, s.S("dialog.write.count", "count", count, "max", w.Limit), counted)
	w.area.Style(t.Strong)
	lines, x, y := w.area.View(p.Width-2, rows)
	line = len(p.Lines) + y
	for i := range rows {
		text := ""
		if i < len(lines) {
			text = "  " + lines[i]
		}
		p.Lines = append(p.Lines, text)
	}
	p.Rule()
	if w.note != nil {
		p.Text(t.Warning, s.Text.Error(w.note))
	}
	return line, x + 2
}

// drawBelow adds what follows from the text.
func (w *writing) drawBelow(p *Sheet, room roominess) {
	if w.Below == nil {
		return
	}
	for i, para := range w.Below(p.Session, w.area.Value()) {
		if room != sparse && i == 0 {
			p.Lines = append(p.Lines, "")
		}
		look := p.Session.Theme.Muted
		if para.Verbatim { // somebody's very words
			look = p.Session.Theme.Text
		}
		p.Text(look, para.Text)
	}
}

// hints are the keys of the part that has them.
func (w *writing) hints() []screen.Hint {
	back := screen.Hint{Action: keys.Back, Label: "hint.back"}
	switch w.in {
	case inTemplates:
		return []screen.Hint{
			{Action: keys.Down, Label: "hint.choose"},
			{Action: keys.Open, Label: "hint.take"},
			{Action: keys.NextPane, Label: "dialog.write.text"},
			back,
		}
	case inText:
		return []screen.Hint{
			{Action: keys.NextPane, Label: "dialog.write.done"}, {Action: keys.Open, Label: "dialog.write.line"}, back,
		}
	}
	return []screen.Hint{
		{Action: keys.Open, Label: "dialog.write.send"}, {Action: keys.PrevPane, Label: "dialog.write.text"}, back,
	}
}
