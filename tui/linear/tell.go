package linear

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/screen"
	"teleorne/tui/text"
)

// tell reads the screen in front out: all of it, or the choices alone.
func (d *dialogue) tell(all bool) {
	path, id, _ := d.model.Where()
	sp := d.model.Speak()
	from := 0
	if id == d.told.id && d.told.from < sp.First+len(sp.Rows) {
		from = max(d.told.from, sp.First)
	}
	d.told = told{id: id, from: from, speech: sp}
	if all {
		d.out.line("")
		if len(path) > 0 {
			d.out.line(path[len(path)-1])
		} else {
			d.say("linear.home")
		}
		d.out.text(sp.Said)
	}
	if sp.Ask != nil {
		d.ask(sp.Ask)
		return
	}
	d.list()
}

// ask says what is awaited, and how to leave it.
func (d *dialogue) ask(a *screen.Ask) {
	d.say("linear.ask", "what", text.First(a.Label))
	if a.Value != "" {
		d.say("linear.present", "value", a.Value)
	}
	if d.brief {
		return
	}
	switch {
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

// list reads a page of the rows, then what else can be taken.
func (d *dialogue) list() {
	sp := &d.told.speech
	at := max(0, d.told.from-sp.First)
	rows := sp.Rows[min(at, len(sp.Rows)):min(len(sp.Rows), at+page)]
	total := max(sp.Total, len(sp.Rows))
	if len(rows) > 0 && total > 1 {
		d.say("linear.rows", "from", d.told.from+1, "to", d.told.from+len(rows), "n", total)
	}
	d.number(rows, 1)
	d.number(sp.Choices, len(rows)+1)
	d.told.choices = slices.Concat(rows, sp.Choices)
	if !d.brief && d.told.from+page < total {
		d.say("linear.hint.more")
	}
}

// number reads choices out with their numbers.
func (d *dialogue) number(choices []screen.Choice, from int) {
	for i, c := range choices {
		line := strconv.Itoa(from+i) + " " + text.First(c.Label)
		if c.Off != "" {
			line += d.s("linear.off", "why", c.Off)
		}
		d.out.line(line)
	}
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
	d.told.from = to
	d.list()
}

// prompt is what stands before the answer: nothing that a reader would spell.
func (d *dialogue) prompt() { d.out.flush() }

// help says what can be said here, then the help of the screen.
func (d *dialogue) help() {
	d.out.paragraphs(d.s("linear.help"))
	for _, c := range d.model.Commands() {
		if c.Off == "" {
			d.out.line(text.First(c.Labels[0]))
		}
	}
	d.say("linear.help.end")
	d.tell(false)
}

// candidates are what words mean here: choices of the screen first, then all
// that can be done from anywhere.
func (d *dialogue) candidates(line string) []screen.Choice {
	typed := strings.Fields(directory.Fold(line))
	if len(typed) == 0 {
		return nil
	}
	var here []screen.Choice
	for _, c := range d.told.choices {
		if fits(typed, c.Label) {
			here = append(here, c)
		}
	}
	if len(here) > 0 {
		return here
	}
	for _, c := range d.model.Commands() {
		if fits(typed, c.Labels[0]) || fits(typed, c.Labels[1]) {
			here = append(here, screen.Choice{Label: c.Labels[0], Off: c.Off, Do: func() tea.Cmd {
				return func() tea.Msg { return c.Msg }
			}})
		}
	}
	return here
}

// fits tells whether each word typed begins a word of the label.
func fits(typed []string, label string) bool {
	words := strings.Fields(directory.Fold(label))
	return !slices.ContainsFunc(typed, func(t string) bool {
		return !slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, t) })
	})
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
