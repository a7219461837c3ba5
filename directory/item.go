package directory

import (
	"strconv"
	"strings"
	"time"
)

// ItemKind says what an item of the moderators' queue is about.
type ItemKind string

// The kinds of items. ItemListing is a listing about which nothing waits: it
// stands in no queue, and can be opened, suspended and restored all the same.
const (
	ItemNew     ItemKind = "new"    // a listing that was never published
	ItemChange  ItemKind = "change" // of one that was
	ItemReport  ItemKind = "report" // all open reports about a listing
	ItemAppeal  ItemKind = "appeal"
	ItemSkill   ItemKind = "skill" // a skill that profiles propose
	ItemListing ItemKind = "listing"
)

// ItemID names an item as people type it: "12" is what listing 12 handed in, or
// the listing itself; "r12" the reports about it, "a12" its owner's appeal,
// "+couture" a proposed skill by the slug of its word.
type ItemID string

// ListingItem names a listing, or what it handed in.
func ListingItem(id ListingID) ItemID { return ItemID(strconv.FormatInt(int64(id), 10)) }

// ReportItem names the reports about a listing.
func ReportItem(id ListingID) ItemID { return "r" + ListingItem(id) }

// AppealItem names the appeal of a listing's owner.
func AppealItem(id ListingID) ItemID { return "a" + ListingItem(id) }

// SkillItem names a proposed skill by its word.
func SkillItem(word string) ItemID { return ItemID("+" + Slugify(word)) }

// Parse tells what an item is about: of ItemNew and ItemChange, which look the
// same, it answers ItemListing. CodeNotFound for what names no item.
func (id ItemID) Parse() (kind ItemKind, listing ListingID, skill string, err error) {
	s := string(id)
	if slug, ok := strings.CutPrefix(s, "+"); ok && ValidSlug(slug) {
		return ItemSkill, 0, slug, nil
	}
	kind = ItemListing
	if rest, ok := strings.CutPrefix(s, "r"); ok {
		kind, s = ItemReport, rest
	} else if rest, ok := strings.CutPrefix(s, "a"); ok {
		kind, s = ItemAppeal, rest
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n <= 0 || s[0] == '+' {
		return "", 0, "", NotFound("item", string(id))
	}
	return kind, ListingID(n), "", nil
}

// Item is something that waits for a moderator.
type Item struct {
	ID       ItemID
	Kind     ItemKind
	Version  string // of what is to be read before deciding; another one after each change of it
	Since    time.Time
	Listing  *Listing // nil for a skill; shared, not to be written to
	Flags    []Flag
	Risk     int       // days by which its flags, or what is reported, bring it forward
	Reports  []Report  // open, the oldest first
	Appeal   *Appeal   // open
	Proposal *Proposal // of a skill
	Claim    *Claim    // nil: nobody has it in hand
	Own      bool      // about the actor's own listing
}

// Due is what the queue is ordered by: each day of risk counts as a day of
// waiting.
func (i *Item) Due() time.Time { return i.Since.AddDate(0, 0, -i.Risk) }

// Queue is what waits, in the order in which it should be looked at.
type Queue struct {
	Items []*Item
	Count map[ItemKind]int
}

// Claim says that somebody has an item in hand.
type Claim struct {
	Item   ItemID
	By     AccountID // 0: the operator
	Name   string    // of that account
	Holder string    // the session; whoever leaves it lets go
	Until  time.Time
	Yours  bool // the actor's own
}

// claimFor is how long an item stays claimed without being looked at anew.
const claimFor = 10 * time.Minute

// Flag is something to look at about what was handed in. Flags order the queue
// and never decide.
type Flag struct {
	Kind  FlagKind
	Field string // in which it was found; empty when none in particular
	Other string // slug of the listing that has the same; empty for flags that compare nothing
	Count int    // links found, submissions within a day
	Word  string // what looked like an organisation's, or is about health
}

// FlagKind says what is to be looked at.
type FlagKind string

// The kinds of flags.
const (
	FlagSameEmail    FlagKind = "same_email"
	FlagSamePhone    FlagKind = "same_phone"
	FlagSameSIRET    FlagKind = "same_siret"
	FlagSameText     FlagKind = "same_text" // description
	FlagLinks        FlagKind = "links"     // in texts
	FlagShouting     FlagKind = "shouting"  // mostly capitals
	FlagVolume       FlagKind = "volume"    // many submissions within a day
	FlagOrganisation FlagKind = "organisation"
	FlagHealth       FlagKind = "health"
)
