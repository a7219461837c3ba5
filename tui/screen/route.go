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
	// Me is one's own profile, at what is to be done with it when that is named;
	// SignUp is the way to one, Editor the work on it: at the section of a field
	// when one is named. Preview shows it to its owner as others see it.
	Me      struct{ Then directory.Action }
	SignUp  struct{}
	Editor  struct{ Field string }
	Preview struct{}
	// Devices are one's keys, MyData what is held about one, Leave at the way
	// out; Codes shows recovery codes, once.
	Devices struct{}
	MyData  struct{ Leave bool }
	Codes   struct{ Codes []string }
	// Queue is what waits for the moderators, Review an item of it.
	Queue  struct{}
	Review struct{ Item directory.ItemID }
	// Admin is an area of the administration, "" its hub; ID is one of its
	// things: an account, a skill, the listing whose log is meant.
	Admin struct {
		Area string
		ID   string
	}
)

// The areas of the administration.
const (
	AreaListings    = "listings"
	AreaAccounts    = "accounts"
	AreaBans        = "bans"
	AreaMotions     = "motions"
	AreaLog         = "log"
	AreaBackups     = "backups"
	AreaTaxonomy    = "taxonomy"
	AreaTelecentres = "telecentres"
	AreaCommunes    = "communes"
	AreaTransfer    = "transfer" // import and export
	AreaAnnounce    = "announce"
	AreaFreshness   = "freshness"
	AreaRequests    = "requests"
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
func (Me) route()          {}
func (SignUp) route()      {}
func (Editor) route()      {}
func (Preview) route()     {}
func (Devices) route()     {}
func (MyData) route()      {}
func (Codes) route()       {}
func (Queue) route()       {}
func (Review) route()      {}
func (Admin) route()       {}

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
	// Replace opens a route in the place of the screen in front.
	Replace struct{ Route Route }
	// Renewed tells who the reader is from now on: after signing up, joining an
	// account or leaving.
	Renewed struct{ Actor directory.Actor }
	// Own tells that something of the reader's own changed: draft, state, keys.
	Own struct{}
	// Leaving tells the screens that they may be gone without another word: what
	// is not kept yet is to be kept now.
	Leaving struct{}
	// Changed tells that the directory was written to.
	Changed struct{}
	// Moved tells that the moderators' queue is another one now, or who has what of
	// it in hand.
	Moved struct{}
	// Access tells those with a role that keys, roles or bans changed: anybody's.
	Access struct{}
	// Prefer asks that the reader be served in a mode from now on, at each visit.
	Prefer struct{ Mode directory.Mode }
	// Do is an action asked for by another way than its key.
	Do struct{ Action keys.Action }
)

// Go is the command that opens a route.
func Go(r Route) tea.Cmd { return func() tea.Msg { return Goto{r} } }

// Say is the command that shows a notice.
func Say(s string) tea.Cmd { return func() tea.Msg { return Notice{Text: s} } }

// Warn is the command that shows a notice about something wrong.
func Warn(s string) tea.Cmd { return func() tea.Msg { return Notice{Text: s, Bad: true} } }
