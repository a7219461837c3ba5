package directory

import "time"

// SkillFate is what administrators decided about a skill, beside what the
// taxonomy says of it.
type SkillFate struct {
	Slug    string
	Into    string // the skill that took it in; empty: none
	Retired bool   // no longer offered; who has it keeps it
}

// TaxonomyKind says what a change of the taxonomy does.
type TaxonomyKind string

// The changes of the taxonomy. The first three decide about a proposal.
const (
	TaxonomyAccept  TaxonomyKind = "accept"  // Word becomes a skill with Label, in Domain
	TaxonomyAdopt   TaxonomyKind = "adopt"   // Word becomes an alias of Skill
	TaxonomyRefuse  TaxonomyKind = "refuse"  // Word, for a Reason that those who proposed it read
	TaxonomyRename  TaxonomyKind = "rename"  // Skill to Label
	TaxonomyMerge   TaxonomyKind = "merge"   // Skill into Into, which gets its names as aliases
	TaxonomyAlias   TaxonomyKind = "alias"   // Skill gets Alias in Lang
	TaxonomyUnalias TaxonomyKind = "unalias" // Skill loses Alias
	TaxonomyRetire  TaxonomyKind = "retire"
	TaxonomyRevive  TaxonomyKind = "revive" // a retired or merged one
)

// TaxonomyChange is a change of the taxonomy as it is asked for.
type TaxonomyChange struct {
	Kind    TaxonomyKind
	Skill   string // slug
	Into    string // slug
	Word    string // slug of a proposal
	Label   Label
	Domain  string // slug
	Alias   string
	Lang    string // of Alias: "fr", "en"
	Reason  string
	Version string // of the skill that was read (Catalog.SkillVersion); empty: whatever there is
}

// TaxonomyEffect is what a change would do.
type TaxonomyEffect struct {
	Listings int            // that have a skill, or propose a word, that it is about
	Searches []SearchEffect // for the names it is about
}

// SearchEffect is how many professionals a search for a word finds, now and
// after the change.
type SearchEffect struct {
	Text          string
	Before, After int
}

// CommuneMerge says that a commune of the official list became part of another.
type CommuneMerge struct {
	From string // INSEE code of the commune that is no more
	Into string // INSEE code of the one it belongs to
	On   Date
	At   time.Time // when it was entered
}

// Announcement is said on every screen until a day.
type Announcement struct {
	FR, EN string // 1–160 characters; an empty EN says FR
	Until  Date   // the last day
}

// In picks the language.
func (a Announcement) In(lang string) string { return Label{a.FR, a.EN}.In(lang) }

// EPCIFreshness is how up to date the listings of an intercommunality are.
type EPCIFreshness struct {
	EPCI   EPCI
	Total  int         // visible or dormant
	Ages   map[Age]int // of these
	Oldest time.Time   // confirmation; zero without listings
}

// DataRequestKind is which right a person makes use of (GDPR, articles 15–21).
type DataRequestKind string

// The rights that people ask for in writing, beside what the program lets them
// do by themselves.
const (
	RequestAccess      DataRequestKind = "access"      // article 15
	RequestRectify     DataRequestKind = "rectify"     // article 16
	RequestErase       DataRequestKind = "erase"       // article 17
	RequestRestrict    DataRequestKind = "restrict"    // article 18
	RequestPortability DataRequestKind = "portability" // article 20
	RequestObject      DataRequestKind = "object"      // article 21
)

// DataRequestKinds are all of them.
var DataRequestKinds = []DataRequestKind{
	RequestAccess, RequestRectify, RequestErase, RequestRestrict, RequestPortability, RequestObject,
}

// DataRequest is a request of a person about their data. It is answered within
// one month of its receipt, which may be extended by two more when the person
// is told why (GDPR, article 12(3); periods by Regulation 1182/71, article 3).
type DataRequest struct {
	ID       int64
	Kind     DataRequestKind
	Who      string // how the person is reached, 2–200 characters; forgotten a year after it was answered
	Slug     string // of the listing it is about; empty: none
	Note     string // what was asked, 0–1,000 characters
	Received Date
	Due      Date
	Extended string    // why it takes longer; empty: it does not
	ClosedAt time.Time // zero: open
	Answer   string    // what was answered
}

// Left is how many days are left to answer, negative when it is too late.
func (r *DataRequest) Left(today Date) int { return int(r.Due - today) }

// BackupInfo is a copy of the directory that was kept, and its check.
type BackupInfo struct {
	At       time.Time `json:"at"`
	Name     string    `json:"name"` // of the file within the folder of backups
	Bytes    int64     `json:"bytes"`
	Problems []string  `json:"problems"` // what checking the copy found; none: it is sound
}

// Overview is what waits for administrators, at a glance.
type Overview struct {
	Queue         map[ItemKind]int
	Motions       int // open, of others
	Requests      int // open
	NextDue       Date
	Bans          int // in force
	Stale         int // listings that nobody confirmed within Ages.Remind
	Backup        *BackupInfo
	BackupFailing time.Time // as of LastBackup
	Announced     *Announcement
}
