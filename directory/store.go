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
	// Account answers CodeNotFound for an account that is not, or no more, there.
	Account(ctx context.Context, id AccountID) (Account, error)
	// Keys are an account's keys, the oldest first.
	Keys(ctx context.Context, id AccountID) ([]Key, error)
	// Passes are an account's codes that were not used, the oldest first, those
	// that expired included.
	Passes(ctx context.Context, id AccountID) ([]Pass, error)
	// ListingByOwner answers CodeNotFound for an account without a listing.
	ListingByOwner(ctx context.Context, id AccountID) (*Listing, error)
	// Draft is a listing's draft; of version 0 and without content when nothing
	// was ever drafted.
	Draft(ctx context.Context, id ListingID) (Draft, error)
	// Revisions are all versions of a listing, the first one first.
	Revisions(ctx context.Context, id ListingID) ([]Revision, error)
	// Decisions are the entries of the log about a listing, or taken by or about
	// an account, or about the role of one of its keys, the oldest first; 0 means
	// neither.
	Decisions(ctx context.Context, listing ListingID, by AccountID) ([]Decision, error)
	// Pending are the listings that wait for a moderator (Listing.Pending), the
	// one submitted first first.
	Pending(ctx context.Context) ([]*Listing, error)
	// Setting returns the value of a setting, empty when it was never set.
	Setting(ctx context.Context, name string) (string, error)

	ModerationReads
	AdministrationReads

	// Update runs fn in one immediate transaction: all of it or none.
	Update(ctx context.Context, fn func(Tx) error) error
}

// Tx is what may be written, all within one transaction of a Store.
type Tx interface {
	ListingBySlug(slug string) (*Listing, error)
	// ListingByID answers CodeNotFound for a listing that was erased or never was.
	ListingByID(id ListingID) (*Listing, error)
	// ListingByOwner answers CodeNotFound for an account without a listing.
	ListingByOwner(id AccountID) (*Listing, error)
	// Draft is a listing's draft, as Store.Draft gives it.
	Draft(id ListingID) (Draft, error)
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

	// Unpublish takes back what a listing publishes; updated is as before.
	Unpublish(id ListingID, updated time.Time) error
	// Confirm notes that the listing was found to be true at that time; zero:
	// never.
	Confirm(id ListingID, at time.Time) error

	// SetStanding replaces what hides a listing. CodeNotFound: no such listing.
	SetStanding(id ListingID, st Standing) error
	// SetSlug renames a listing that has no revision yet. CodeDuplicate: somebody
	// has, or had, that slug; CodeConflict: others know the old one already.
	SetSlug(id ListingID, slug string) error
	// PutDraft replaces a listing's draft. It is no write to the listing: its Seq
	// stays. CodeNotFound: no such listing.
	PutDraft(id ListingID, d Draft) error
	// Erase forgets a person: the listing's revisions and draft, its owner, its
	// slug (which nobody else gets), reports, appeals and claims of it, the link
	// of requests to it, and in the log the keys of its owner and the reasons given
	// about it. Motions about it lose their reason, open ones lapse: what is agreed
	// on is closed before. CodeNotFound: no such listing.
	Erase(id ListingID) error

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
	// Account answers CodeNotFound for an account that is not there.
	Account(id AccountID) (Account, error)
	// SetInformed notes when an account's owner took note of the privacy notice.
	SetInformed(id AccountID, at time.Time) error
	// SetMode sets how an account's owner wants to be served.
	SetMode(id AccountID, mode Mode) error
	// DeleteAccount deletes an account with its keys, codes and claims, and from
	// the log its keys and the reasons of what was decided about it. Motions about
	// it lapse as those about a listing. Bans stay. Its listing, if any, is erased
	// first.
	DeleteAccount(id AccountID) error
	// Keys are an account's keys, the oldest first.
	Keys(id AccountID) ([]Key, error)
	// RenameKey, TouchKey and RemoveKey answer CodeNotFound for a key that nobody
	// registered. TouchKey notes a connection.
	RenameKey(fingerprint, name string) error
	TouchKey(fingerprint string, at time.Time) error
	RemoveKey(fingerprint string) error
	// AddPass keeps a code, TakePass finds it by its hash and forgets it
	// (CodeNotFound), DropPasses forgets all of a kind that an account has, those
	// expired before a time only when it is not zero.
	AddPass(p Pass) error
	TakePass(hash string) (Pass, error)
	DropPasses(id AccountID, kind PassKind, before time.Time) error
	// Decide appends an entry to the log of decisions, sealed after the one
	// before it.
	Decide(d Decision) error

	ModerationWrites
	AdministrationWrites
}
