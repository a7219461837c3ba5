package exchange

import "teleorne/directory"

// Served is the document of how the owner of an account is served.
type Served struct {
	Schema int    `json:"schema"`
	Mode   string `json:"mode"` // "lines", "screen" or "auto"
}

// NewServed tells how the owner of an account is served.
func NewServed(m directory.Mode) Served { return Served{Schema, m.String()} }

// LinkCode is the document of a code for another device.
type LinkCode struct {
	Schema    int     `json:"schema"`
	Code      string  `json:"code"`
	ExpiresAt *string `json:"expires_at"`
}

// NewLinkCode tells a code for another device.
func NewLinkCode(c directory.LinkCode) LinkCode { return LinkCode{Schema, c.Text, moment(c.ExpiresAt)} }

// RecoveryCodes is the document of new recovery codes.
type RecoveryCodes struct {
	Schema int      `json:"schema"`
	Codes  []string `json:"codes"`
}

// NewRecoveryCodes tells recovery codes.
func NewRecoveryCodes(codes []string) RecoveryCodes { return RecoveryCodes{Schema, lines(codes)} }

// Key is a public key of an account.
type Key struct {
	Fingerprint string  `json:"fingerprint"`
	Type        string  `json:"type"`
	Name        *string `json:"name"`
	CreatedAt   *string `json:"created_at"`
	UsedAt      *string `json:"used_at"` // to the day
}

func newKey(k directory.Key) Key {
	return Key{line(k.Fingerprint), line(k.Type), optional(k.Name), moment(k.CreatedAt), moment(k.UsedAt)}
}

// OwnKey is a key of the reader's.
type OwnKey struct {
	Key
	InUse bool `json:"in_use"` // it is the one that this connection proved
}

// Keys is the document of an account's keys.
type Keys struct {
	Schema int      `json:"schema"`
	Keys   []OwnKey `json:"keys"`
}

// NewKeys tells keys in the order given; inUse is the fingerprint of the one
// that this connection proved.
func NewKeys(keys []directory.Key, inUse string) Keys {
	d := Keys{Schema: Schema, Keys: make([]OwnKey, 0, len(keys))}
	for _, k := range keys {
		d.Keys = append(d.Keys, OwnKey{newKey(k), k.Fingerprint == inUse})
	}
	return d
}

// Receipt is the document that says that a person was forgotten.
type Receipt struct {
	Schema       int     `json:"schema"`
	Number       int64   `json:"number"`
	At           *string `json:"at"`
	Slug         *string `json:"slug"` // null for an account without a profile
	Revisions    int     `json:"revisions"`
	Keys         int     `json:"keys"`
	Account      bool    `json:"account"`
	BackupsUntil *string `json:"backups_until"`
}

// NewReceipt tells a receipt.
func NewReceipt(r *directory.Receipt) Receipt {
	return Receipt{
		Schema: Schema, Number: r.Number, At: moment(r.At), Slug: optional(r.Slug), Revisions: r.Revisions, Keys: r.Keys,
		Account: r.Account, BackupsUntil: moment(r.Backups),
	}
}
