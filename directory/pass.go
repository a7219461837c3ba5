package directory

import "time"

// PassKind says what a code is for. Both kinds add the key of a connection to
// an account, once.
type PassKind string

// A link code is for a device at hand and lasts ten minutes; a recovery code
// is kept on paper for the day when all keys are lost.
const (
	PassLink     PassKind = "link"
	PassRecovery PassKind = "recovery"
)

// Pass is a code as it is kept: by its hash alone.
type Pass struct {
	Hash      string // of the code that its owner knows
	Account   AccountID
	Kind      PassKind
	CreatedAt time.Time
	ExpiresAt time.Time // zero: never
}

// LinkCode is a one-time code as its owner sees it, once.
type LinkCode struct {
	Text      string // XXXX-XXXX-XXXX
	ExpiresAt time.Time
}

const (
	linkLasts     = 10 * time.Minute
	recoveryCodes = 8  // in a set
	maxKeys       = 20 // of an account
)
