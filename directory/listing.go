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

// Listing is the place of one professional in the directory. What is published
// is the accepted revision it points to; Latest may be ahead of it.
type Listing struct {
	ID          ListingID
	Slug        string
	Owner       AccountID // 0: imported, not yet claimed
	Published   *Revision // nil: nothing was ever accepted, or it was withdrawn
	Latest      *Revision
	Paused      bool
	PausedUntil Date
	Suspended   bool
	Withdrawn   bool
	CreatedAt   time.Time
	UpdatedAt   time.Time // of what is published
	ConfirmedAt time.Time
	Seq         Seq
}

// Visible tells whether others may find the listing.
func (l *Listing) Visible() bool {
	return l.Published != nil && !l.Paused && !l.Suspended && !l.Withdrawn
}

// State is the listing's state in the words of CONTRACT §5.
func (l *Listing) State() string {
	switch {
	case l.Withdrawn:
		return "withdrawn"
	case l.Suspended:
		return "suspended"
	case l.Paused:
		return "paused"
	case l.Published != nil:
		return "published"
	case l.Latest == nil:
		return "draft"
	case l.Latest.State == RevisionSubmitted:
		return "pending"
	case l.Latest.State == RevisionRefused:
		return "rejected"
	}
	return "draft"
}
