package exchange

import (
	"encoding/base64"

	"teleorne/directory"
)

// OwnAccount is an account as its owner alone sees it.
type OwnAccount struct {
	Account
	Mode string `json:"mode"` // "lines", "screen" or "auto": how they want to be served
}

// HeldKey is a key of an account together with the key itself, as it stands in
// a .pub file.
type HeldKey struct {
	Key
	PublicKey *string `json:"public_key"`
}

func newHeldKey(k directory.Key) HeldKey {
	h := HeldKey{Key: newKey(k)}
	if k.Wire != "" {
		h.PublicKey = optional(k.Type + " " + base64.StdEncoding.EncodeToString([]byte(k.Wire)))
	}
	return h
}

// Pass is a code that still adds a key to an account. The code itself is known
// to nobody but its owner.
type Pass struct {
	Kind      string  `json:"kind"`
	CreatedAt *string `json:"created_at"`
	ExpiresAt *string `json:"expires_at"`
}

// Held is what is kept of a listing beside its content.
type Held struct {
	ID          int64   `json:"id"`
	Slug        string  `json:"slug"`
	State       string  `json:"state"`
	Pending     bool    `json:"pending"`
	PausedUntil *string `json:"paused_until"`
	CreatedAt   *string `json:"created_at"`
	UpdatedAt   *string `json:"updated_at"`
	ConfirmedAt *string `json:"confirmed_at"`
}

// Draft is what was changed and not submitted.
type Draft struct {
	SavedAt *string           `json:"saved_at"`
	Profile Fields            `json:"profile"`
	Unread  map[string]string `json:"unread"`
}

// Revision is one version of a profile.
type Revision struct {
	Number    int     `json:"number"`
	State     string  `json:"state"`
	CreatedAt *string `json:"created_at"`
	Profile   Fields  `json:"profile"`
}

// Decision is an entry of the log. Whoever is not the person themselves is told
// by their role alone.
type Decision struct {
	At          *string `json:"at"`
	Action      string  `json:"action"`
	Role        string  `json:"role"`
	Mine        bool    `json:"mine"`
	Fingerprint *string `json:"fingerprint"`
	Revision    *int    `json:"revision"`
	Reason      *string `json:"reason"`
}

// Appealed is an appeal of a listing's owner, and what came of it.
type Appealed struct {
	At       *string `json:"at"`
	Against  *string `json:"against"` // action of the decision
	Words    string  `json:"words"`
	ClosedAt *string `json:"closed_at"`
	Outcome  *string `json:"outcome"` // "uphold", "reverse"; null while it is open, or when it was overtaken
	Reason   *string `json:"reason"`
}

// Dossier is the document of everything that is held about a person.
type Dossier struct {
	Schema            int         `json:"schema"`
	At                *string     `json:"at"`
	Account           *OwnAccount `json:"account"`
	Keys              []HeldKey   `json:"keys"`
	Codes             []Pass      `json:"codes"`
	Listing           *Held       `json:"listing"`
	Draft             *Draft      `json:"draft"`
	Revisions         []Revision  `json:"revisions"`
	Decisions         []Decision  `json:"decisions"`
	Appeals           []Appealed  `json:"appeals"`
	ContactsSeenToday int         `json:"contacts_seen_today"`
}

// NewDossier tells everything that is held about a person.
func NewDossier(h *directory.Dossier) Dossier {
	d := Dossier{
		Schema: Schema, At: moment(h.At), Keys: make([]HeldKey, 0, len(h.Keys)), Codes: make([]Pass, 0, len(h.Passes)),
		Revisions: make([]Revision, 0, len(h.Revisions)), Decisions: make([]Decision, 0, len(h.Decisions)),
		Appeals: make([]Appealed, 0, len(h.Appeals)), ContactsSeenToday: h.Reveals,
	}
	if a := h.Account; a.ID != 0 {
		d.Account = &OwnAccount{newAccount(&a), a.Mode.String()}
	}
	if l := h.Listing; l != nil {
		d.Listing = &Held{
			ID: int64(l.ID), Slug: line(l.Slug), State: l.State(), Pending: l.Pending(), PausedUntil: day(l.PausedUntil),
			CreatedAt: moment(l.CreatedAt), UpdatedAt: moment(l.UpdatedAt), ConfirmedAt: moment(l.ConfirmedAt),
		}
	}
	if p := h.Draft.Profile; p != nil {
		d.Draft = &Draft{moment(h.Draft.SavedAt), NewFields(p), unread(h.Draft.Unread)}
	}
	for _, k := range h.Keys {
		d.Keys = append(d.Keys, newHeldKey(k))
	}
	for _, p := range h.Passes {
		d.Codes = append(d.Codes, Pass{line(string(p.Kind)), moment(p.CreatedAt), moment(p.ExpiresAt)})
	}
	numbers := make(map[directory.RevisionID]*int, len(h.Revisions))
	for i := range h.Revisions {
		r := &h.Revisions[i]
		numbers[r.ID] = &r.Number
		d.Revisions = append(d.Revisions, Revision{r.Number, line(string(r.State)), moment(r.CreatedAt), NewFields(&r.Profile)})
	}
	for _, e := range h.Decisions {
		d.Decisions = append(d.Decisions, Decision{
			At: moment(e.At), Action: line(e.Action), Role: e.Actor.Role.String(),
			Mine:        e.Actor.Account != 0 && e.Actor.Account == h.Account.ID,
			Fingerprint: optional(e.Actor.Fingerprint), Revision: numbers[e.Revision], Reason: optionalText(e.Reason),
		})
	}
	d.addAppeals(h)
	return d
}

func (d *Dossier) addAppeals(h *directory.Dossier) {
	actions := make(map[int64]string, len(h.Decisions))
	for i := range h.Decisions {
		actions[h.Decisions[i].Number] = h.Decisions[i].Action
	}
	for _, a := range h.Appeals {
		d.Appeals = append(d.Appeals, Appealed{
			At: moment(a.At), Against: optional(actions[a.Against]), Words: directory.SafeText(a.Words), ClosedAt: moment(a.ClosedAt),
			Outcome: optional(string(a.Outcome)), Reason: optionalText(a.Reason),
		})
	}
}
