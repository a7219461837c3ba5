package exchange

import "teleorne/directory"

// The kinds of what waits for a moderator, as documents name them.
const (
	WaitingNew      = "new"
	WaitingChanged  = "changed"
	WaitingReported = "reported"
	WaitingAppeal   = "appeal"
	WaitingSkill    = "skill"
)

// WaitingKinds are those that stand in the queue, in the order they are offered.
var WaitingKinds = []string{WaitingNew, WaitingChanged, WaitingReported, WaitingAppeal, WaitingSkill}

// WaitingKind is the name of a kind of item in documents.
func WaitingKind(k directory.ItemKind) string {
	switch k {
	case directory.ItemChange:
		return WaitingChanged
	case directory.ItemReport:
		return WaitingReported
	}
	return line(string(k))
}

// Waiting is an item of the moderators' queue.
type Waiting struct {
	ID      *int64   `json:"id"`   // of the listing; null for a proposed skill
	Item    string   `json:"item"` // what commands take: "12", "r12", "a12", "+couture"
	Slug    string   `json:"slug"`
	Name    string   `json:"name"`
	Kind    string   `json:"kind"` // one of WaitingKinds; "listing": nothing waits about it
	Since   *string  `json:"since"`
	Changes []string `json:"changes"` // fields; empty for what was never published
	Version *string  `json:"version"` // of what is to be read before deciding
	Risk    int      `json:"risk"`    // days by which its flags bring it forward
	Concern
}

// Concern is what is to know about an item beside what was handed in.
type Concern struct {
	Flags   []Flag   `json:"flags"`
	Reports []Report `json:"reports"`
	Appeal  *Appeal  `json:"appeal"`
	Claim   *Claim   `json:"claim"` // null: nobody has it in hand
	Own     bool     `json:"own"`   // the reader's own listing
}

// Flag is something to look at.
type Flag struct {
	Kind  string  `json:"kind"`
	Field *string `json:"field"`
	Other *string `json:"other"` // slug of the listing that has the same
	Count *int    `json:"count"`
	Word  *string `json:"word"`
}

// Report is what a reader said about a listing.
type Report struct {
	Reason string  `json:"reason"`
	Words  *string `json:"words"`
	At     *string `json:"at"`
	Role   string  `json:"role"`
}

// Appeal is what the owner of a listing has to say against a decision.
type Appeal struct {
	Words   string  `json:"words"`
	At      *string `json:"at"`
	Against int64   `json:"against"` // number of the decision
	Outcome *string `json:"outcome"` // "uphold", "reverse"; null: open, or overtaken by a new submission
	Reason  *string `json:"reason"`
	Closed  *string `json:"closed_at"`
}

// Claim says who has an item in hand.
type Claim struct {
	Name  *string `json:"name"`
	Until *string `json:"until"`
	Yours bool    `json:"yours"`
}

// NewWaiting tells an item of the queue.
func NewWaiting(i *directory.Item) Waiting {
	w := Waiting{
		Item: line(string(i.ID)), Kind: WaitingKind(i.Kind), Since: moment(i.Since), Changes: []string{},
		Version: optional(i.Version), Risk: i.Risk,
		Concern: Concern{Flags: flags(i.Flags), Reports: reports(i.Reports), Appeal: newAppeal(i.Appeal), Claim: claim(i.Claim), Own: i.Own},
	}
	if p := i.Proposal; p != nil {
		w.Slug, w.Name = line(p.Slug), line(p.Word)
	}
	l := i.Listing
	if l == nil {
		return w
	}
	id := int64(l.ID)
	w.ID, w.Slug = &id, line(l.Slug)
	if l.Latest != nil {
		w.Name = line(l.Latest.Profile.Name)
		if l.Published != nil && i.Kind == directory.ItemChange {
			w.Changes = lines(l.Published.Profile.Diff(&l.Latest.Profile))
		}
	}
	return w
}

func flags(list []directory.Flag) []Flag {
	out := make([]Flag, 0, len(list))
	for _, f := range list {
		out = append(out, Flag{line(string(f.Kind)), optional(f.Field), optional(f.Other), positive(f.Count), optional(f.Word)})
	}
	return out
}

func reports(list []directory.Report) []Report {
	out := make([]Report, 0, len(list))
	for _, r := range list {
		out = append(out, Report{line(string(r.Reason)), optionalText(r.Words), moment(r.At), r.Role.String()})
	}
	return out
}

func newAppeal(a *directory.Appeal) *Appeal {
	if a == nil {
		return nil
	}
	return &Appeal{
		Words: directory.SafeText(a.Words), At: moment(a.At), Against: a.Against,
		Outcome: optional(string(a.Outcome)), Reason: optionalText(a.Reason), Closed: moment(a.ClosedAt),
	}
}

func claim(c *directory.Claim) *Claim {
	if c == nil {
		return nil
	}
	return &Claim{optional(c.Name), moment(c.Until), c.Yours}
}

// Queue is the document of what waits for the moderators.
type Queue struct {
	Schema  int            `json:"schema"`
	Total   int            `json:"total"`
	Offset  int            `json:"offset"`
	Count   map[string]int `json:"count"` // by kind, of the whole queue
	Waiting []Waiting      `json:"waiting"`
}

// NewQueue tells a page of what waits, in the order given; total is how many
// there are of the kinds asked for.
func NewQueue(items []*directory.Item, offset, total int, count map[directory.ItemKind]int) Queue {
	d := Queue{Schema: Schema, Total: total, Offset: offset, Count: newCount(count), Waiting: make([]Waiting, 0, len(items))}
	for _, i := range items {
		d.Waiting = append(d.Waiting, NewWaiting(i))
	}
	return d
}

// newCount has every kind, also those of which nothing waits.
func newCount(count map[directory.ItemKind]int) map[string]int {
	out := make(map[string]int, len(WaitingKinds))
	for _, k := range WaitingKinds {
		out[k] = 0
	}
	for k, n := range count {
		out[WaitingKind(k)] += n
	}
	return out
}
