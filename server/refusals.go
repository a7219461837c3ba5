package server

import (
	"errors"
	"slices"
	"strings"

	gossh "golang.org/x/crypto/ssh"
)

// refusals are why keys that a client offered were not taken, each reason
// once. They are there to be told to whoever wonders why they are a visitor.
// They prove nothing: anybody may ask about anybody's key, and who a client is
// stands in its permissions alone.
type refusals struct{ reasons []string }

type refusalsKey struct{}

// note takes the error that an attempt by public key failed with. All attempts
// come one after the other, before any session.
func (r *refusals) note(err error) {
	if why := reason(err); why != "" && !slices.Contains(r.reasons, why) {
		r.reasons = append(r.reasons, why)
	}
}

// reason is the end of a key "refused." of the catalogue; empty for what is no
// fault of the key.
func reason(err error) string {
	var half *gossh.PartialSuccessError
	switch {
	case err == nil, errors.As(err, &half), errors.Is(err, errUnknownKey), errors.Is(err, errNoLookup):
		return ""
	case errors.Is(err, errCertificate):
		return "key_certificate"
	case errors.Is(err, errWeakKey):
		return "key_short"
	}
	// The library itself refuses what is not on the list of algorithms, and
	// says which one in words only.
	switch said := err.Error(); {
	case strings.Contains(said, `"ssh-dss"`):
		return "key_dsa"
	case strings.Contains(said, `"`+gossh.KeyAlgoRSA+`"`):
		return "key_sha1"
	}
	return "key_type"
}
