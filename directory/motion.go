package directory

import (
	"net/netip"
	"time"
)

// Motion is what an administrator wants to do and another one has to agree to.
type Motion struct {
	ID       int64
	Action   Action    // ActionGrant, ActionEraseListing, ActionRejectMany
	Account  AccountID // of ActionGrant
	Role     Role      // of ActionGrant
	Listing  ListingID // of ActionEraseListing
	Verdicts []Verdict // of ActionRejectMany
	Reason   string
	By       AccountID
	At       time.Time
	Until    time.Time // then it lapses
	State    MotionState
	Second   AccountID // who agreed or refused
	ClosedAt time.Time

	ByName, SecondName, AccountName, Slug string // told beside, as far as they are there
	Refusal                               string // why it was refused, for whoever made it to read
	Yours                                 bool   // the actor's own motion
}

// MotionState is what became of a motion.
type MotionState string

// A motion is open until another administrator agrees or refuses, whoever made
// it takes it back, or it lapses.
const (
	MotionOpen      MotionState = "open"
	MotionAgreed    MotionState = "agreed"
	MotionRefused   MotionState = "refused"
	MotionWithdrawn MotionState = "withdrawn"
	MotionLapsed    MotionState = "lapsed"
)

// motionDays is how long a motion stays open.
const motionDays = 7

// Outcome is what came of something that may need a second administrator:
// done at once, or waiting as a motion.
type Outcome struct {
	Done    bool
	Motion  *Motion  // that waits, or was agreed to; nil when it was done at once
	Receipt *Receipt // of an erasure that was done
	Account *Account // whose role was changed, or shall be
	Decided *Decided // of many refusals; of a motion that waits: what it leaves out
}

// AccountCard is an account as an administrator sees it.
type AccountCard struct {
	Account
	Keys    []Key
	Listing *Listing // nil: none
	Bans    []Ban    // in force
	Last    bool     // it is the last administrator
	Own     bool     // the actor's
}

// AccountQuery says which accounts are wanted.
type AccountQuery struct {
	Text   string // in the name, the slug of the listing or a fingerprint; empty: all
	Role   Role   // of this role alone when it is RoleModerator or RoleAdministrator
	Offset int
	Limit  int // 1–500; 0: 50
}

// AccountPage is a page of accounts, the higher roles first, then by name.
type AccountPage struct {
	Accounts []AccountCard
	Total    int
}

// Ban keeps a key, with all keys of its account, or an address range out.
type Ban struct {
	ID          int64
	Fingerprint string       // of a key; empty for a range
	Range       netip.Prefix // zero for a key
	Reason      string       // told to whom it keeps out
	At          time.Time
	Until       time.Time // exclusive; zero: no end
	By          AccountID
	ByName      string
}

// InForce tells whether the ban keeps anybody out at a time.
func (b *Ban) InForce(now time.Time) bool { return b.Until.IsZero() || now.Before(b.Until) }

// BanRequest is a ban as it is asked for.
type BanRequest struct {
	Who    string // a fingerprint SHA256:…, an address, or a range 192.0.2.0/24; an IPv6 address means its /64
	Until  Date   // the first day without it; zero: no end
	Reason string // 1–1,000 characters
}

// ListingQuery says which listings a moderator wants to see, whatever their
// state.
type ListingQuery struct {
	Text   string // each word in the name, the organisation, the slug, the e-mail, the phone or the SIRET; empty: all
	State  string // one of the State… constants, or "pending" for all that wait; empty: all
	EPCI   string // SIREN; empty: all
	Offset int
	Limit  int // 1–500; 0: 50
}

// ListingPage is a page of listings, the last written first.
type ListingPage struct {
	Listings []*Listing
	Total    int
}
