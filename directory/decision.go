package directory

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"slices"
	"time"
)

// Decision is an entry of the append-only log: who did what, when, to which
// revision and why. Neither names nor network addresses stand in it: it outlives
// the people it speaks of.
type Decision struct {
	Number   int64 // of the entry, given by the store: 1, 2, …; it never comes twice
	At       time.Time
	Actor    Actor // role, account and fingerprint alone are kept
	Action   string
	Target   string     // what is meant when it is no listing: "account:7", "skill:paie", or another entry, "decision:12"; … never personal
	Listing  ListingID  // 0 when no listing is meant
	Revision RevisionID // 0 when no revision is meant
	Reason   string
	Seal     Seal // given by the store
}

// MaxReason bounds the reason of a decision, in graphemes.
const MaxReason = 1000

// Seal binds an entry of the log to the one before it. The fingerprint and the
// reason stand in the chain as commitments with a random salt each: when a
// person is forgotten, text and salt go, the commitment stays, and says nothing
// to who guesses the text.
type Seal struct {
	FingerprintSalt []byte // 16 random bytes; nil once the fingerprint was forgotten
	Fingerprint     []byte // SHA-256 over salt and text
	ReasonSalt      []byte
	Reason          []byte
	Hash            []byte // SHA-256 over the entry with these commitments and the Hash of the one before
}

const saltBytes = 16

// Sealed is the decision with a fresh Seal; previous is the Hash of the entry
// before it, empty for the first one. Number must be set.
func (d Decision) Sealed(previous []byte) Decision {
	d.Seal.FingerprintSalt, d.Seal.ReasonSalt = newSalt(), newSalt()
	d.Seal.Fingerprint = commitment(d.Seal.FingerprintSalt, d.Actor.Fingerprint)
	d.Seal.Reason = commitment(d.Seal.ReasonSalt, d.Reason)
	d.Seal.Hash = d.hash(previous)
	return d
}

// Holds tells whether the entry is as it was written after the one of that
// Hash, but for what was forgotten since.
func (d *Decision) Holds(previous []byte) bool {
	kept := func(salt, committed []byte, text string) bool {
		if salt == nil {
			return text == ""
		}
		return bytes.Equal(committed, commitment(salt, text))
	}
	return kept(d.Seal.FingerprintSalt, d.Seal.Fingerprint, d.Actor.Fingerprint) &&
		kept(d.Seal.ReasonSalt, d.Seal.Reason, d.Reason) && bytes.Equal(d.Seal.Hash, d.hash(previous))
}

// hash is over each part behind its length, so that no two entries that differ
// are the same bytes.
func (d *Decision) hash(previous []byte) []byte {
	h := sha256.New()
	part := func(b []byte) {
		h.Write(binary.BigEndian.AppendUint32(nil, uint32(len(b))))
		h.Write(b)
	}
	number := func(n int64) { part(binary.BigEndian.AppendUint64(nil, uint64(n))) }
	part([]byte("teleorne log 1"))
	part(previous)
	number(d.Number)
	number(d.At.UnixMilli())
	part([]byte(d.Actor.Role.String()))
	number(int64(d.Actor.Account))
	part([]byte(d.Action))
	part([]byte(d.Target))
	number(int64(d.Listing))
	number(int64(d.Revision))
	part(d.Seal.Fingerprint)
	part(d.Seal.Reason)
	return h.Sum(nil)
}

func newSalt() []byte {
	b := make([]byte, saltBytes)
	rand.Read(b) //nolint:errcheck // it never fails
	return b
}

func commitment(salt []byte, text string) []byte {
	h := sha256.New()
	h.Write(salt)
	h.Write([]byte(text))
	return h.Sum(nil)
}

// LogChain verifies the log: it is given all entries, in their order from the
// first one on. The zero value is ready.
type LogChain struct {
	check LogCheck
	last  []byte // Hash of the entry before the next
}

// Next takes the next entry.
func (c *LogChain) Next(d *Decision) {
	c.check.Entries++
	if c.check.Broken == 0 && !d.Holds(c.last) {
		c.check.Broken = d.Number
	}
	c.last = d.Seal.Hash
}

// Check tells what the entries so far showed.
func (c *LogChain) Check() LogCheck {
	check := c.check
	check.Head = hex.EncodeToString(c.last)
	return check
}

// LogQuery says which entries of the log are wanted; zero values mean all.
type LogQuery struct {
	Listing ListingID
	By      AccountID
	Action  string
	Target  string // this one, or those that begin so when it ends in ":"
	From    time.Time
	Until   time.Time // exclusive
	Before  int64     // entries with a lower Number: the next page; 0: from the newest one
	Limit   int       // 1–1,000
}

// LogPage are entries of the log, the newest first.
type LogPage struct {
	Entries []Entry
	More    bool // there are older ones
}

// Entry is an entry of the log with what is to be known beside it now.
type Entry struct {
	Decision
	Name string // of the account that decided; empty when it has none, or is no more there
	Slug string // of the listing; empty without one, or when it was erased
}

// LogCheck is what verifying the chain of the log found.
type LogCheck struct {
	Entries int64
	Head    string // hexadecimal Hash of the last entry, to be noted elsewhere; empty for an empty log
	Broken  int64  // Number of the first entry that does not hold; 0: all do
}

// isVerdict tells whether an entry is a decision of a moderator about a
// listing, which can be undone.
func (d *Decision) isVerdict() bool { return d.Listing != 0 && slices.Contains(verdicts, d.Action) }

// aboutKeys tells whether an entry is about the keys of the listing's owner,
// and says nothing of the listing.
func (d *Decision) aboutKeys() bool {
	switch d.Action {
	case "key_add", "key_remove", decidedJoin, "link", "recovery":
		return true
	}
	return false
}

// standingVerdicts are the verdicts of a log that were not undone, the oldest first.
func standingVerdicts(log []Decision) []Decision {
	undone := make(map[int64]bool)
	for i := range log {
		if n, ok := log[i].about(); ok && log[i].Action == decidedUndo {
			undone[n] = true
		}
	}
	var left []Decision
	for _, d := range log {
		if d.isVerdict() && !undone[d.Number] {
			left = append(left, d)
		}
	}
	return left
}
