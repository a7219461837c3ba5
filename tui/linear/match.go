package linear

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/screen"
)

// option is a choice with what it is called in the other language, which is
// understood as well.
type option struct {
	screen.Choice
	other string
	row   bool // of a list
}

// options puts choices beside the same ones in the other language.
func options(choices, others []screen.Choice, row bool) []option {
	all := make([]option, len(choices))
	for i, c := range choices {
		all[i].Choice, all[i].row = c, row
		if len(others) == len(choices) {
			all[i].other = others[i].Label
		}
	}
	return all
}

// rank is how well words fit a label; the less the better.
type rank uint8

const (
	rankWhole  rank = iota // they are the label, or its first part
	rankBegun              // the label begins with them
	rankWithin             // each of them begins a word of it
	rankNone
)

// rankOf tells how well what was typed, folded, fits a label.
func rankOf(typed, label string) rank {
	label = spoken(label)
	folded := directory.Fold(label)
	head := directory.Fold(label[:headEnd(label)])
	switch {
	case typed == folded || typed == head:
		return rankWhole
	case strings.HasPrefix(folded, typed):
		return rankBegun
	}
	words := strings.Fields(folded)
	begins := func(t string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, t) })
	}
	if slices.ContainsFunc(strings.Fields(typed), func(t string) bool { return !begins(t) }) {
		return rankNone
	}
	return rankWithin
}

// headEnd is where the first part of a label ends: before a colon or a comma.
func headEnd(label string) int {
	if i := strings.IndexAny(label, ":,"); i > 0 {
		return i
	}
	return len(label)
}

// best are the options that fit best, by one of their labels.
func best(all []option, label func(option) string, typed string) (found []option, r rank) {
	r = rankNone
	for _, o := range all {
		if label(o) == "" {
			continue
		}
		switch got := rankOf(typed, label(o)); {
		case got == rankNone || got > r:
		case got < r:
			found, r = []option{o}, got
		default:
			found = append(found, o)
		}
	}
	return found, r
}

// fitting are the options that words mean: in the language of the session, else
// in the other one.
func fitting(all []option, typed string) ([]option, rank) {
	found, r := best(all, func(o option) string { return o.Label }, typed)
	if len(found) > 0 {
		return found, r
	}
	return best(all, func(o option) string { return o.other }, typed)
}

// candidates are what words mean here: choices of the screen, or what can be
// done from anywhere where there are none, or where that is just what was said.
func (d *dialogue) candidates(line string) ([]option, rank) {
	typed := directory.Fold(line)
	if typed == "" {
		return nil, rankNone
	}
	here, near := fitting(d.told.choices, typed)
	if d.told.speech.Typed {
		if near > rankBegun {
			return nil, rankNone
		}
		return here, near
	}
	if near == rankWithin && d.manyRows() {
		// Others of the same name may stand on another page: they are looked for.
		here = slices.DeleteFunc(here, func(o option) bool { return o.row })
	}
	if near == rankWhole || len(d.told.choices) == 0 && near != rankNone {
		return here, near
	}
	everywhere, far := fitting(d.commands(), typed)
	if far == rankWithin {
		everywhere = slices.DeleteFunc(everywhere, func(o option) bool { return !plainly(typed, o) })
	}
	if len(here) > 0 && far != rankWhole {
		return here, near
	}
	return everywhere, far
}

// manyRows tells whether the list goes on, and words that are no choice are
// looked for in it.
func (d *dialogue) manyRows() bool {
	sp := &d.told.speech
	return sp.Free != nil && max(sp.Total, len(sp.Rows)) > page
}

// leastWithin is how many letters of a word inside the name of a command are
// typed before it is meant, unless they are the whole word: what is typed for
// another question leads nowhere else by chance.
const leastWithin = 4

// plainly tells whether words inside the name of a command mean it.
func plainly(typed string, o option) bool {
	words := strings.Fields(directory.Fold(o.Label + " " + o.other))
	return !slices.ContainsFunc(strings.Fields(typed), func(t string) bool {
		return len(t) < leastWithin && !slices.Contains(words, t)
	})
}

// commands are what can be done from anywhere.
func (d *dialogue) commands() []option {
	all := d.model.Commands()
	out := make([]option, len(all))
	for i, c := range all {
		out[i] = option{other: c.Labels[1], Choice: screen.Choice{Label: c.Labels[0], Off: c.Off, Do: func() tea.Cmd {
			return func() tea.Msg { return c.Msg }
		}}}
	}
	return out
}
