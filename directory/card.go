package directory

import "time"

// Card is a published profile as one reader may see it: contacts that their
// owner does not show to that reader are gone, and so is a commune kept back.
type Card struct {
	ID            ListingID
	Slug          string
	Name          string
	Organisation  string
	Status        Status
	Headline      string
	Skills        []*Skill
	Proposed      []string // skills proposed and not yet in the taxonomy
	Commune       *Commune // nil when only the EPCI is shown
	EPCI          EPCI
	DistanceKM    float64 // from the place searched; negative without one, or when only the EPCI is shown
	Workplace     Workplace
	Telecentre    *Telecentre // nil: none, or not public
	Description   string
	Languages     []string
	AvailableFrom Date
	DailyRateEUR  int // 0: not said
	Website       string
	Email         string // filled in only when contacts were asked for
	Phone         string
	HasEmail      bool // this reader may see it, whether it is filled in or not
	HasPhone      bool
	Redacted      []string // fields that exist but are kept from this reader: "email", "phone"
	Private       []string // those of Redacted that are shown to nobody: no key and no other day would help
	RateLimited   bool     // Redacted names fields kept back by the daily limit on contacts
	RevealsLeft   int      // how many more profiles' contacts this reader may see today; negative without a limit, or when none were asked for
	Connection    Connection
	UpdatedAt     time.Time
	ConfirmedAt   time.Time
	Age           Age
}
