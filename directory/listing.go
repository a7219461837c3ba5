package directory

import "time"

// ListingID numbers listings; slugs name them.
type ListingID int64

// RevisionID numbers revisions over all listings.
type RevisionID int64

// Seq counts the writes to listings: whoever has seen Seq n asks for what came after n.
type Seq int64

// RevisionState is how far a revision has come. Revisions are immutable:
// only their state moves, and only forward.
type RevisionState string

// A revision is drafted, submitted, then accepted or refused.
const (
	RevisionDraft     RevisionState = "draft"
	RevisionSubmitted RevisionState = "submitted"
	RevisionAccepted  RevisionState = "accepted"
	RevisionRefused   RevisionState = "refused"
)

// Revision is one version of a profile.
type Revision struct {
	ID        RevisionID
	Number    int // 1, 2, … within its listing
	State     RevisionState
	Profile   Profile
	CreatedAt time.Time
}

// Standing is what hides a listing, whatever was accepted.
type Standing struct {
	Paused      bool
	PausedUntil Date // the day of return; zero: none was given
	Suspended   bool // by a moderator
	Withdrawn   bool // by its owner
	Dormant     bool // for want of confirmation (see Ages)
}

// Hidden tells whether anything hides the listing.
func (s Standing) Hidden() bool { return s.Paused || s.Suspended || s.Withdrawn || s.Dormant }

// Listing is the place of one professional in the directory. What is published
// is the accepted revision it points to; Latest may be ahead of it.
type Listing struct {
	ID        ListingID
	Slug      string
	Owner     AccountID // 0: imported, not yet claimed
	Published *Revision // nil: nothing was ever accepted, or that was taken back
	Latest    *Revision
	Standing
	CreatedAt   time.Time
	UpdatedAt   time.Time // of what is published
	ConfirmedAt time.Time
	Seq         Seq
}

// Visible tells whether others may find the listing.
func (l *Listing) Visible() bool {
	return l.Published != nil && !l.Hidden()
}

// Pending tells whether a submitted revision waits for a moderator.
func (l *Listing) Pending() bool {
	return l.Latest != nil && l.Latest.State == RevisionSubmitted && !l.Withdrawn
}

// The states of a listing, as documents and commands name them.
const (
	StateDraft     = "draft"
	StatePending   = "pending"
	StatePublished = "published"
	StateRejected  = "rejected"
	StatePaused    = "paused"
	StateSuspended = "suspended"
	StateWithdrawn = "withdrawn"
	StateDormant   = "dormant" // hidden because its owner has not confirmed it for long
)

// State is the listing's state. What hides it comes first; a change that waits
// beside what is published is told by Pending.
func (l *Listing) State() string {
	switch {
	case l.Withdrawn:
		return StateWithdrawn
	case l.Suspended:
		return StateSuspended
	case l.Published != nil && l.Dormant:
		return StateDormant
	case l.Published != nil && l.Paused:
		return StatePaused
	case l.Published != nil:
		return StatePublished
	case l.Latest == nil:
		return StateDraft
	case l.Latest.State == RevisionSubmitted:
		return StatePending
	case l.Latest.State == RevisionRefused:
		return StateRejected
	}
	return StateDraft
}
