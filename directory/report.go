package directory

import "time"

// ReportReason says what is wrong with a listing.
type ReportReason string

// The reasons to report a listing.
const (
	ReportOutdated      ReportReason = "outdated"
	ReportWrong         ReportReason = "wrong"
	ReportImpersonation ReportReason = "impersonation"
	ReportOffensive     ReportReason = "offensive"
	ReportAdvertising   ReportReason = "advertising"
	ReportOther         ReportReason = "other"
)

// ReportReasons are all of them, in the order they are offered.
var ReportReasons = []ReportReason{
	ReportOutdated, ReportWrong, ReportImpersonation, ReportOffensive, ReportAdvertising, ReportOther,
}

// Report is what a reader tells the moderators about a listing.
type Report struct {
	ID       int64
	Listing  ListingID
	Reason   ReportReason
	Words    string // optional, 0–1,000 characters
	At       time.Time
	Role     Role   // of who reports
	Reporter string // a keyed hash of their key or address, by which one reader counts once; never shown
	ClosedAt time.Time
}

// Appeal is what the owner of a listing has to say against a decision.
type Appeal struct {
	ID       int64
	Listing  ListingID
	Against  int64     // Number of the decision
	By       AccountID // who took that: somebody else decides about the appeal; 0: the operator
	Words    string    // 1–1,000 characters
	At       time.Time
	ClosedAt time.Time // zero: open
	Outcome  Action    // ActionUphold, ActionReverse; empty: open, or overtaken by a new submission
	Reason   string    // of the outcome
}

// appealDays is how long after a decision its owner may appeal.
const appealDays = 20

// Proposal is a skill that profiles propose and the taxonomy does not have.
type Proposal struct {
	Slug     string // of the word: names the proposal
	Word     string // as the first of them writes it
	Since    time.Time
	Listings []*Listing // whose latest or published revision has it, the oldest first; shared
	Near     []*Skill   // that might be meant, best first
}

// ProposalFate is what became of a skill that the owner of a profile proposed.
type ProposalFate struct {
	Word   string
	State  string // "waiting", "refused"; an accepted one is a skill by now
	Reason string // of a refusal
}
