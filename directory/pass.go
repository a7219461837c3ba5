package directory

import (
	"strings"
	"time"
)

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

// noted is what the log says of a key that joined by such a code.
func (k PassKind) noted(fingerprint string) string { return string(k) + " " + fingerprint }

// Joined tells of an entry of the log by which kind of code a key joined its
// account, and which key; false for other entries.
func (d *Decision) Joined() (by PassKind, fingerprint string, ok bool) {
	kind, fingerprint, ok := strings.Cut(d.Reason, " ")
	return PassKind(kind), fingerprint, ok && d.Action == decidedJoin
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
