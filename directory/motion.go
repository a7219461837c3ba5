package directory

import (
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
