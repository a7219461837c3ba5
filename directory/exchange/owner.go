package exchange

import (
	"encoding/json"
	"io"

	"teleorne/directory"
)

// WriteIndented writes a document on several lines, for people who read or edit
// it.
func WriteIndented(w io.Writer, d Document) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(d)
}

// Problem is something wrong with a field, in the reader's language.
type Problem struct {
	Field   string `json:"field"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

// Verdict is what the moderators decided last.
type Verdict struct {
	Action string  `json:"action"`
	Reason *string `json:"reason"`
	At     *string `json:"at"`
}

// Fate is what becomes of a skill that the profile proposes.
type Fate struct {
	Word   string  `json:"word"`
	State  string  `json:"state"` // "waiting", "refused"
	Reason *string `json:"reason"`
}

// Mine is the document of a profile as its owner works on it: the fields, which
// ReadMine takes back, then what is to know about it.
type Mine struct {
	Schema int `json:"schema"`
	Fields
	ID          *int64            `json:"id"`
	Slug        *string           `json:"slug"`
	State       *string           `json:"state"`
	Pending     bool              `json:"pending"`
	Drafted     bool              `json:"drafted"`
	Version     *string           `json:"version"`
	Unread      map[string]string `json:"unread"`
	Changes     []string          `json:"changes"`
	Problems    []Problem         `json:"problems"`
	Warnings    []Problem         `json:"warnings"`
	Verdict     *Verdict          `json:"verdict"`
	Appeal      *Appeal           `json:"appeal"`        // the last one against the verdict
	Contest     *string           `json:"contest_until"` // until when the verdict can be appealed against; null: it cannot
	Words       []Fate            `json:"words"`         // what becomes of proposed skills
	PublishedAt *string           `json:"published_at"`
	UpdatedAt   *string           `json:"updated_at"`
	ConfirmedAt *string           `json:"confirmed_at"`
	SavedAt     *string           `json:"saved_at"`
	Age         *string           `json:"age"`
	Next        *string           `json:"next"`
	PausedUntil *string           `json:"paused_until"`
}

// NewMine tells a profile to its owner; message words an error. Without a
// profile it is a form to fill in.
func NewMine(m *directory.Mine, message func(*directory.Error) string) Mine {
	d := Mine{
		Schema: Schema, Fields: NewFields(&m.Profile), Drafted: m.Drafted, Version: optional(string(m.Version)),
		Unread: unread(m.Unread), Changes: lines(m.Changes), SavedAt: moment(m.SavedAt),
		Problems: problems(m.Problems, message), Warnings: problems(m.Health, message),
		Appeal: newAppeal(m.Appeal), Contest: moment(m.Contest), Words: make([]Fate, 0, len(m.Words)),
	}
	for _, w := range m.Words {
		d.Words = append(d.Words, Fate{line(w.Word), line(w.State), optionalText(w.Reason)})
	}
	if v := m.Verdict; v != nil {
		d.Verdict = &Verdict{line(v.Action), optionalText(v.Reason), moment(v.At)}
	}
	l := m.Listing
	if l == nil {
		return d
	}
	id := int64(l.ID)
	d.ID, d.Slug, d.State, d.Pending = &id, optional(l.Slug), optional(l.State()), l.Pending()
	d.UpdatedAt, d.PausedUntil = moment(l.UpdatedAt), day(l.PausedUntil)
	if l.Published != nil {
		d.PublishedAt, d.ConfirmedAt = d.UpdatedAt, moment(l.ConfirmedAt)
		d.Age, d.Next = optional(string(m.Age)), moment(m.Next)
	}
	return d
}

func problems(errs directory.Errors, message func(*directory.Error) string) []Problem {
	out := make([]Problem, 0, len(errs))
	for _, e := range errs {
		out = append(out, Problem{line(e.Field), line(string(e.Code)), line(message(e))})
	}
	return out
}

// unread makes safe what was typed in fields where it makes no value.
func unread(typed map[string]string) map[string]string {
	out := make(map[string]string, len(typed))
	for field, s := range typed {
		out[line(field)] = directory.SafeText(s)
	}
	return out
}

// NewOwnCard is the card of a profile as its owner works on it, contacts
// included, whoever they are shown to.
func NewOwnCard(m *directory.Mine, c *directory.Catalog) *directory.Card {
	l := m.Listing
	if l == nil {
		l = &directory.Listing{}
	}
	return fullCard(l, &m.Profile, c)
}

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
