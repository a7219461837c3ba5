package screen

import (
	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/keys"
)

// Route says where to go: data, which the root turns into a screen.
type Route interface{ route() }

// The routes of the interface.
type (
	// Find is the home screen, filled in with a search already when it is not empty.
	Find struct {
		What  string // words
		Where string // a place as one types it
		Query directory.Query
		Fixed bool // the search stands in a screen of its own, above home
	}
	// Profile is one professional; Trail leads to those before and after.
	Profile struct {
		Slug  string
		Trail *Trail
	}
	// Commune, EPCI, Domain, Skill and Telecentre are the pages of these things.
	Commune    struct{ INSEE string }
	EPCI       struct{ SIREN string }
	Domain     struct{ Slug string }
	Skill      struct{ Slug string }
	Telecentre struct{ ID string }
	// Telecentres is the list of them, near a commune when one is given.
	Telecentres struct{ INSEE string }
	// Help is a page of the help: "" for the overview.
	Help struct{ Topic string }
)

func (Find) route()        {}
func (Profile) route()     {}
func (Commune) route()     {}
func (EPCI) route()        {}
func (Domain) route()      {}
func (Skill) route()       {}
func (Telecentre) route()  {}
func (Telecentres) route() {}
func (Help) route()        {}

// Trail is the list that a profile was opened from.
type Trail struct {
	Query directory.Query
	Index int // of the profile among the results
	Total int
	Crumb string // what the list is, in the breadcrumb
}

// Messages from a screen to the root.
type (
	// Goto opens a route above the screen in front.
	Goto struct{ Route Route }
	// Back leaves the screen in front.
	Back struct{}
	// Notice is said in the footer until the next key.
	Notice struct {
		Text string
		Bad  bool
	}
	// Changed tells that the directory was written to.
	Changed struct{}
	// Do is an action asked for by another way than its key.
	Do struct{ Action keys.Action }
)

// Go is the command that opens a route.
func Go(r Route) tea.Cmd { return func() tea.Msg { return Goto{r} } }

// Say is the command that shows a notice.
func Say(s string) tea.Cmd { return func() tea.Msg { return Notice{Text: s} } }

// Warn is the command that shows a notice about something wrong.
func Warn(s string) tea.Cmd { return func() tea.Msg { return Notice{Text: s, Bad: true} } }
