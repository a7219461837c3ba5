package place

import (
	"errors"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/screen"
)

// former is what a field held before it was asked for in words.
type former struct {
	place *directory.Place
	name  string
}

// Ask begins to ask for the place in words.
func (f *Field) Ask() { f.before = former{f.Place, f.Name()} }

// Unask gives the question up: the place is the one that it was before.
func (f *Field) Unask() {
	f.SetValue(f.before.name)
	f.Place, f.Note = f.before.place, nil
}

// Speak asks for the place. Where what was typed means none, those that it may
// mean are offered, and another one can be typed; told follows an answer.
func (f *Field) Speak(s *screen.Session, sp *screen.Speech, label string, told func() tea.Cmd) {
	enter := func(typed string) tea.Cmd {
		f.SetValue(typed)
		f.Settle()
		return told()
	}
	meant := f.Meant(maxMeant)
	if len(meant) == 0 {
		if f.Note != nil {
			sp.Say(s.Text.Error(f.Note))
		}
		sp.Ask = &screen.Ask{Label: label, Value: f.Value(), Clear: true, Enter: enter}
		if f.Note != nil {
			sp.Ask.Value = f.before.name // what is no place is no answer to be kept
		}
		return
	}
	sp.Title = strings.TrimRight(label, " ?\u00a0\u202f")
	sp.Say(s.Text.Error(alone(f.Note)), s.S("linear.place"))
	sp.Rows = Choices(s, meant, func(c directory.PlaceCompletion) tea.Cmd {
		f.Take(c)
		return told()
	})
	sp.Typed, sp.Free = true, enter
}

// maxMeant is how many places are offered for one that is none.
const maxMeant = 9

// alone is an error without the places that it names: they are offered.
func alone(err error) error {
	var e *directory.Error
	if !errors.As(err, &e) {
		return err
	}
	bare := *e
	bare.Nearest = nil
	return &bare
}

// Choices are places to choose from.
func Choices(s *screen.Session, places []directory.PlaceCompletion, take func(directory.PlaceCompletion) tea.Cmd) []screen.Choice {
	all := make([]screen.Choice, len(places))
	for i, c := range places {
		label, note := Describe(s, c)
		all[i] = screen.Choice{Label: label + ", " + note, Do: func() tea.Cmd { return take(c) }}
	}
	return all
}

// Meant are at most limit places that what was typed may mean, where it means
// none: the nearest ones, then those whose names begin so.
func (f *Field) Meant(limit int) []directory.PlaceCompletion {
	var e *directory.Error
	if !errors.As(f.Note, &e) {
		return nil
	}
	var all []directory.PlaceCompletion
	add := func(found []directory.PlaceCompletion) {
		for _, c := range found {
			if len(all) < limit && !slices.ContainsFunc(all, func(o directory.PlaceCompletion) bool { return meaning(o) == meaning(c) }) {
				all = append(all, c)
			}
		}
	}
	for _, name := range e.Nearest {
		add(f.atlas().Complete(name, 1))
	}
	add(f.atlas().Complete(f.Value(), limit))
	return all
}
