package screen

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"teleorne/tui/keys"
)

// Speech is a screen in words: what the linear mode reads out, and what can be
// taken or typed there. It says what the screen shows, one fact a line, and
// leads to the same actions.
type Speech struct {
	Title   string                    // what is read, where it is not the step of the screen in the breadcrumb
	Said    []string                  // sentences and facts; an empty one parts them
	Rows    []Choice                  // of a list that may be long: read by tens, and counted
	First   int                       // place of the first of Rows in the whole list, from 0
	Total   int                       // of the whole list, when Rows are only a part of it; 0: len(Rows)
	More    func(at int) tea.Cmd      // brings the rows from a place on
	Choices []Choice                  // what else can be taken, beside the Hints that are no movements
	Keys    []keys.Action             // of Hints that are among Rows and Choices already
	Ask     *Ask                      // a text is awaited instead
	Free    func(text string) tea.Cmd // takes words that mean nothing else; nil: they are refused
	Typed   bool                      // words are text first: a choice is meant by how it begins alone
	Back    func() tea.Cmd            // goes back; nil: as the key does
}

// Choice is something that can be taken by its number or its words.
type Choice struct {
	Label string         // a sentence, or the beginning of one
	Under string         // heading of its part: said before the first of them
	Off   string         // why it cannot be taken now, in words; empty when it can
	Do    func() tea.Cmd // called between two updates
}

// Ask is a text that is awaited.
type Ask struct {
	Label string // what is asked for
	Value string // what stands there; an empty answer leaves it
	Brief string // what is said of it instead, where it is long
	Lines bool   // several lines, up to one with a single dot
	Enter func(text string) tea.Cmd
	Clear bool // a single hyphen empties it
}

// Speaker is a screen that can be read out. Every screen is one.
type Speaker interface {
	Speak() Speech
}

// Say adds a sentence, unless it is empty.
func (s *Speech) Say(sentences ...string) {
	for _, one := range sentences {
		if one != "" {
			s.Said = append(s.Said, one)
		}
	}
}

// Part begins a part, unless nothing was said before.
func (s *Speech) Part() {
	if n := len(s.Said); n > 0 && s.Said[n-1] != "" {
		s.Said = append(s.Said, "")
	}
}

// Offers tells whether the key of a hint is among the choices already.
func (s *Speech) Offers(a keys.Action) bool { return slices.Contains(s.Keys, a) }
