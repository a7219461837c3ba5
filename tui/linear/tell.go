package linear

import (
	"cmp"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/screen"
	"teleorne/tui/text"
)

// tell reads the screen in front out: all of it, or the choices alone.
func (d *dialogue) tell(all bool) {
	path, id := d.model.Where()
	sp := d.model.Speak()
	title := d.title(&sp, path)
	d.told = told{at: place{id, title}, speech: sp}
	if from := d.pages[d.told.at]; from < sp.First+len(sp.Rows) {
		d.told.from = max(from, sp.First)
	}
	if all {
		d.out.line("")
		if told := len(sp.Said) > 0 && strings.HasPrefix(sp.Said[0], title+" "); told {
			// The title is the beginning of what is said: « Fiche », « Fiche 2 sur 14 ».
		} else if sp.Ask == nil || sp.Title != "" && bare(sp.Title) != bare(sp.Ask.Label) {
			d.out.line(title)
		}
		if said := sp.Said; len(said) > 0 && said[0] == title {
			d.out.text(said[1:])
		} else {
			d.out.text(said)
		}
	}
	if sp.Ask != nil {
		d.ask(sp.Ask)
		return
	}
	d.list()
}

// title is what is read out: a part of the screen, or the screen.
func (d *dialogue) title(sp *screen.Speech, path []string) string {
	switch {
	case sp.Title != "":
		return sp.Title
	case len(path) > 0:
		return path[len(path)-1]
	}
	return d.s("linear.home")
}

// ask says what is awaited, and how to leave it.
func (d *dialogue) ask(a *screen.Ask) {
	d.say("linear.ask", "what", bare(a.Label))
	if value := cmp.Or(a.Brief, a.Value); value != "" {
		d.say("linear.present", "value", directory.Clip(value, mostRead))
	}
	if d.brief {
		return
	}
	switch {
	case a.Lines && a.Value != "":
		d.say("linear.hint.lines.keep")
	case a.Lines:
		d.say("linear.hint.lines")
	case a.Value != "" && a.Clear:
		d.say("linear.hint.clear")
	case a.Value != "":
		d.say("linear.hint.keep")
	default:
		d.say("linear.hint.back")
	}
}

// bare is a label without the sign at its end.
func bare(label string) string { return text.First(strings.TrimRight(label, " .:;?\u00a0\u202f")) }

// mostRead is how much of an answer that stands there already is read, in
// characters.
const mostRead = 2200

// list reads a page of the rows, then what else can be taken.
func (d *dialogue) list() {
	sp := &d.told.speech
	at := max(0, d.told.from-sp.First)
	rows := sp.Rows[min(at, len(sp.Rows)):min(len(sp.Rows), at+page)]
	total := max(sp.Total, len(sp.Rows))
	if len(rows) > 0 && total > page {
		d.say("linear.rows", "from", d.told.from+1, "to", d.told.from+len(rows), "n", total)
	}
	var other screen.Speech
	d.model.InOther(func() { other = d.model.Speak() })
	others := other.Rows
	if len(others) == len(sp.Rows) {
		others = others[min(at, len(others)):min(len(others), at+page)]
	}
	d.told.choices = slices.Concat(options(rows, others, true), options(sp.Choices, other.Choices, false))
	d.number(d.told.choices, 1)
	if len(d.told.choices) == 0 {
		d.say("linear.none")
	}
	if !d.brief && d.told.from+page < total {
		d.say("linear.hint.more")
	}
}

// number reads choices out with their numbers.
func (d *dialogue) number(choices []option, from int) {
	under := ""
	for i, c := range choices {
		if c.Under != under {
			under = c.Under
			d.out.line(under)
		}
		line := strconv.Itoa(from+i) + " " + text.First(c.Label)
		if c.Off != "" {
			line += d.s("linear.off", "why", reason(c.Off))
		}
		d.out.line(line)
	}
}

// reason is why something is not possible, which goes on a sentence that was
// begun: it may be one of its own.
func reason(why string) string {
	why = strings.TrimSuffix(why, ".")
	r, size := utf8.DecodeRuneInString(why)
	if next, _ := utf8.DecodeRuneInString(why[size:]); unicode.IsUpper(r) && (unicode.IsLower(next) || next == ' ') && !strings.HasPrefix(why, "I ") {
		return string(unicode.ToLower(r)) + why[size:]
	}
	return why
}

// further goes on to other rows of the list.
func (d *dialogue) further(by int) {
	sp := &d.told.speech
	to, total := d.told.from+by, max(sp.Total, len(sp.Rows))
	if to < 0 || to >= total {
		d.say("linear.no_more")
		d.list()
		return
	}
	if sp.More != nil && (to < sp.First || min(to+page, total) > sp.First+len(sp.Rows)) {
		d.run(sp.More(to))
		d.told.speech = d.model.Speak()
	}
	d.turn(to)
	d.list()
}

// goesOn tells whether a word that turns the pages of a list has one to turn to.
func (d *dialogue) goesOn(w word) bool {
	switch w {
	case wordMore:
		return d.told.from+page < max(d.told.speech.Total, len(d.told.speech.Rows))
	case wordBefore:
		return d.told.from > 0
	}
	return true
}

// turn opens a page of the list, where one comes back to.
func (d *dialogue) turn(to int) {
	d.told.from = to
	d.pages[d.told.at] = to
}

// help says what can be said here, then what can be said everywhere.
func (d *dialogue) help() {
	if ask := d.told.speech.Ask; ask != nil {
		d.say("linear.help.ask", "what", bare(ask.Label))
		d.out.paragraphs(d.s("linear.help.asked"))
		d.say("linear.help.full")
		d.ask(ask)
		return
	}
	d.say("linear.help.here")
	d.list()
	d.out.line("")
	d.out.paragraphs(d.s("linear.help"))
	for _, c := range d.model.Commands() {
		if c.Off == "" && !d.says(c.Labels[0]) {
			d.out.line(text.First(c.Labels[0]))
		}
	}
	d.out.line("")
	d.say("linear.help.full")
	d.say("linear.help.end")
}

// says tells whether a choice of the screen is called so already.
func (d *dialogue) says(label string) bool {
	return slices.ContainsFunc(d.told.choices, func(o option) bool { return rankOf(directory.Fold(label), o.Label) == rankWhole })
}

// sequence takes apart what tea.Sequence made, whose type it keeps for itself.
func sequence(msg tea.Msg) ([]tea.Cmd, bool) {
	v := reflect.ValueOf(msg)
	if v.Kind() != reflect.Slice || v.Type().Elem() != reflect.TypeFor[tea.Cmd]() {
		return nil, false
	}
	cmds := make([]tea.Cmd, v.Len())
	for i := range cmds {
		cmds[i], _ = v.Index(i).Interface().(tea.Cmd)
	}
	return cmds, true
}
