package directory

import (
	"context"
	"time"
)

// Store keeps the directory. Reads see what was committed; each Update is one
// transaction. Errors are *Error where the domain names them, else of the
// store and for the log only.
type Store interface {
	// Listings calls fn for every listing that was written after since, in
	// rising Seq, and stops at the first error. Erased listings come with
	// neither revision.
	Listings(ctx context.Context, since Seq, fn func(*Listing) error) error
	// ListingBySlug answers CodeNotFound for a slug that nobody has.
	ListingBySlug(ctx context.Context, slug string) (*Listing, error)
	// ListingsByID returns those that exist, in the order asked for.
	ListingsByID(ctx context.Context, ids []ListingID) ([]*Listing, error)
	// LastSeq is the Seq of the last write to any listing; 0 for none.
	LastSeq(ctx context.Context) (Seq, error)
	// DataVersion changes whenever any process commits a write.
	DataVersion(ctx context.Context) (int64, error)

	Skills(ctx context.Context) ([]Skill, []Domain, error)
	Telecentres(ctx context.Context) ([]Telecentre, error)
	// AccountByKey answers CodeNotFound for a key that nobody registered.
	AccountByKey(ctx context.Context, fingerprint string) (Account, error)
	// Setting returns the value of a setting, empty when it was never set.
	Setting(ctx context.Context, name string) (string, error)

	// Update runs fn in one immediate transaction: all of it or none.
	Update(ctx context.Context, fn func(Tx) error) error
}

// Tx is what may be written, all within one transaction of a Store.
type Tx interface {
	ListingBySlug(slug string) (*Listing, error)
	// ListingsByContact finds the listings whose latest revision has this
	// folded name and either this e-mail or this SIRET (empty ones match nothing).
	ListingsByContact(name, email, siret string) ([]*Listing, error)
	// ListingsByName finds the listings whose latest revision has this folded name.
	ListingsByName(name string) ([]*Listing, error)
	// FreeSlug returns base, or base-2, base-3, … whichever nobody ever had.
	FreeSlug(base string) (string, error)

	// AddListing creates a listing without revisions and returns its id.
	AddListing(slug string, owner AccountID, at time.Time) (ListingID, error)
	// AddRevision appends a revision; it becomes the listing's latest.
	AddRevision(id ListingID, state RevisionState, p *Profile, at time.Time) (RevisionID, error)
	// SetRevisionState moves a revision forward.
	SetRevisionState(id RevisionID, state RevisionState) error
	// Publish points the listing at an accepted revision of its own.
	Publish(id ListingID, rev RevisionID, at time.Time) error

	// Confirm notes that the listing was found to be true at that time.
	Confirm(id ListingID, at time.Time) error

	PutSkill(Skill) error
	PutDomain(Domain) error
	PutTelecentre(Telecentre) error
	SetSetting(name, value string) error

	// AddAccount creates an account.
	AddAccount(name string, role Role, at time.Time) (AccountID, error)
	// SetRole changes an account's role.
	SetRole(id AccountID, role Role) error
	// AddKey gives an account a key; CodeDuplicate when it is registered already.
	AddKey(k Key, blob []byte, at time.Time) error
	// AccountByKey answers CodeNotFound for a key that nobody registered.
	AccountByKey(fingerprint string) (Account, error)
	// Decide appends an entry to the log of decisions.
	Decide(d Decision) error
}

// Decision is an entry of the append-only log: who did what, when, to which
// revision and why.
type Decision struct {
	At       time.Time
	Actor    Actor
	Action   string     // "import", "publish", "grant", …
	Listing  ListingID  // 0 when no listing is meant
	Revision RevisionID // 0 when no revision is meant
	Reason   string
}
