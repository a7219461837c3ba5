package directory

import (
	"context"
	"time"
)

// ModerationReads is what a Store tells the moderators.
type ModerationReads interface {
	// Log are the entries that a query asks for, the newest first: one more than
	// its Limit when there are more.
	Log(ctx context.Context, q LogQuery) ([]Decision, error)
	// EachDecision calls fn for every entry with a Number higher than after, in
	// rising order, and stops at the first error.
	EachDecision(ctx context.Context, after int64, fn func(*Decision) error) error
	// History is a listing, erased or not, with all its revisions and all entries
	// of the log about it, both the oldest first, of one and the same moment.
	// CodeNotFound.
	History(ctx context.Context, id ListingID) (*Listing, []Revision, []Decision, error)
	// Claims are those that have not expired at a time.
	Claims(ctx context.Context, now time.Time) ([]Claim, error)
	// OpenReports are the open reports about all listings, the oldest first.
	OpenReports(ctx context.Context) ([]Report, error)
	// OpenAppeals are the open appeals, the oldest first.
	OpenAppeals(ctx context.Context) ([]Appeal, error)
	// Appeals are all of a listing, the oldest first.
	Appeals(ctx context.Context, id ListingID) ([]Appeal, error)
	// RefusedWords are the proposed skills that were refused, by the slug of their
	// word.
	RefusedWords(ctx context.Context) (map[string]RefusedWord, error)
	// Twins are the pairs of a listing that waits (Listing.Pending), or of the one
	// given, and another one that is not erased, whose latest or published
	// revision has the same e-mail (whatever its case), phone, SIRET or, from 40
	// characters on, description as the latest of the first; 0: of all that wait.
	// Of each kind it is the one that was there first.
	Twins(ctx context.Context, of ListingID) ([]Twin, error)
	// Submissions counts the entries "submit" of the log since a time, by listing.
	Submissions(ctx context.Context, since time.Time) (map[ListingID]int, error)
}

// ModerationWrites is what moderators write within a transaction.
type ModerationWrites interface {
	// Decisions are the entries of the log about a listing, the oldest first.
	Decisions(id ListingID) ([]Decision, error)
	// Decision answers CodeNotFound for a Number that no entry has.
	Decision(number int64) (Decision, error)
	// Revisions are all versions of a listing, the first one first.
	Revisions(id ListingID) ([]Revision, error)

	// Claim is the claim of an item, expired or not; CodeNotFound.
	Claim(id ItemID) (Claim, error)
	// PutClaim replaces the claim of an item. CodeNotFound: no such account.
	PutClaim(c Claim) error
	// DropClaim and DropClaims let go of an item, and of all that a session holds;
	// where there is none nothing happens.
	DropClaim(id ItemID) error
	DropClaims(holder string) error

	// AddReport adds a report, or replaces reason and words of the open one by the
	// same reporter about the same listing: then again is true. CodeNotFound: no
	// such listing.
	AddReport(r Report) (again bool, err error)
	// OpenReports are those about a listing, the oldest first.
	OpenReports(id ListingID) ([]Report, error)
	// CloseReports closes the open reports about a listing, and answers how many.
	CloseReports(id ListingID, at time.Time) (int, error)
	// ReopenReports opens those again that were closed at that time, but for those
	// of readers who reported it anew since.
	ReopenReports(id ListingID, at time.Time) error

	// AddAppeal answers CodeDuplicate for a decision that was appealed against,
	// CodeNotFound for a decision or a listing that is not there.
	AddAppeal(a Appeal) error
	// Appeals are all of a listing, the oldest first.
	Appeals(id ListingID) ([]Appeal, error)
	// CloseAppeal sets what became of an appeal; a zero time opens it again.
	// CodeNotFound: no such appeal.
	CloseAppeal(id int64, at time.Time, outcome Action, reason string) error

	// RefuseWord keeps that a proposed skill was refused; AllowWord forgets it.
	RefuseWord(w RefusedWord) error
	AllowWord(slug string) error
}

// RefusedWord is a proposed skill that was refused.
type RefusedWord struct {
	Slug, Word, Reason string
	At                 time.Time
}

// Twin is a listing that has something in common with another.
type Twin struct {
	Listing ListingID
	Kind    FlagKind // FlagSameEmail, FlagSamePhone, FlagSameSIRET, FlagSameText
	Other   string   // slug
}
