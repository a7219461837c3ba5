package directory

import (
	"context"
	"time"
)

// AdministrationReads is what a Store tells the administrators.
type AdministrationReads interface {
	// Accounts are a page of those that a query asks for, the higher roles first,
	// then by name, and how many there are in all.
	Accounts(ctx context.Context, q AccountQuery) ([]Account, int, error)
	// FindListings are a page of the listings that a query asks for, the last
	// written first, and how many there are in all; in communes, when any are
	// given, instead of the query's EPCI. Erased ones and those that were never
	// submitted are left out. CodeChoice for a state that is none.
	FindListings(ctx context.Context, q ListingQuery, communes []string) ([]*Listing, int, error)
	// Bans are those in force at a time, the newest first.
	Bans(ctx context.Context, now time.Time) ([]Ban, error)
	// Motions are the newest first: open ones, or the last 200.
	Motions(ctx context.Context, open bool) ([]Motion, error)
	SkillFates(ctx context.Context) ([]SkillFate, error)
	CommuneMerges(ctx context.Context) ([]CommuneMerge, error)
	// TelecentreChecks are the days on which télécentres were last verified, by id.
	TelecentreChecks(ctx context.Context) (map[string]Date, error)
	// DataRequests are the open ones, or all, by the day they are due.
	DataRequests(ctx context.Context, open bool) ([]DataRequest, error)
}

// AdministrationWrites is what administrators write within a transaction.
type AdministrationWrites interface {
	// Administrators counts the accounts with that role.
	Administrators() (int, error)
	// RenameAccount answers CodeNotFound.
	RenameAccount(id AccountID, name string) error

	// AddBan answers CodeDuplicate for a key or a range that is kept out already.
	AddBan(b Ban) (int64, error)
	// RemoveBan answers CodeNotFound for a ban that is not there.
	RemoveBan(id int64) (Ban, error)
	// BanOf is a ban in force at a time of a key or of any key of its account;
	// CodeNotFound: none.
	BanOf(fingerprint string, now time.Time) (Ban, error)

	// AddMotion answers CodeNotFound when it is about a listing that is not there.
	AddMotion(m Motion) (int64, error)
	// Motion answers CodeNotFound.
	Motion(id int64) (Motion, error)
	// CloseMotion sets what became of an open motion: CodeConflict when it is open
	// no more.
	CloseMotion(id int64, state MotionState, second AccountID, at time.Time) error

	// Skill answers CodeNotFound.
	Skill(slug string) (Skill, error)
	// PutSkillFate replaces what was decided about a skill; one that went nowhere
	// and is not retired has no fate. CodeNotFound: no such skill.
	PutSkillFate(f SkillFate) error
	SkillFates() ([]SkillFate, error)
	// Telecentre answers CodeNotFound.
	Telecentre(id string) (Telecentre, error)
	// PutTelecentreCheck answers CodeNotFound.
	PutTelecentreCheck(id string, on Date) error
	PutCommuneMerge(m CommuneMerge) error
	// DropCommuneMerge answers CodeNotFound.
	DropCommuneMerge(from string) error

	AddDataRequest(r DataRequest) (int64, error)
	// DataRequest answers CodeNotFound.
	DataRequest(id int64) (DataRequest, error)
	// PutDataRequest replaces the request of that ID.
	PutDataRequest(r DataRequest) error
	// ForgetDataRequests blanks Who, Slug, Note, Extended and Answer of those closed
	// before a time.
	ForgetDataRequests(before time.Time) error
}
