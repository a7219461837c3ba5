package exchange

import "teleorne/directory"

// Skipped is an item that was left as it was, and why.
type Skipped struct {
	Item    string  `json:"item"`
	Code    *string `json:"code"`
	Message string  `json:"message"`
}

// Decided is the document of what came of a decision.
type Decided struct {
	Schema   int       `json:"schema"`
	Slug     *string   `json:"slug"`  // null for a skill, and for many decisions at once
	State    *string   `json:"state"` // of the listing, as it is now
	Decision *LogEntry `json:"decision"`
	Skipped  []Skipped `json:"skipped"`
}

// NewDecided tells what came of a decision; message words an error.
func NewDecided(d *directory.Decided, message func(error) string) Decided {
	out := Decided{Schema: Schema, Skipped: make([]Skipped, 0, len(d.Skipped))}
	if l := d.Listing; l != nil {
		out.Slug, out.State = optional(l.Slug), optional(l.State())
	}
	if d.Decision.Number != 0 {
		e := newLogEntry(&directory.Entry{Decision: d.Decision})
		e.Slug = out.Slug
		out.Decision = &e
	}
	for _, s := range d.Skipped {
		out.Skipped = append(out.Skipped, Skipped{line(string(s.Item)), codeOf(s.Err), line(message(s.Err))})
	}
	return out
}

// Bulk is the document of what accepting all changes of low risk would accept,
// or did.
type Bulk struct {
	Schema  int          `json:"schema"`
	Done    bool         `json:"done"`
	Count   int          `json:"count"`
	Fields  []ValueCount `json:"fields"` // how many of them change a field
	Items   []Waiting    `json:"items"`
	Skipped []Skipped    `json:"skipped"`
}

// NewBulk tells many items at once, with what came of them: nil for a preview.
func NewBulk(b *directory.Bulk, d *directory.Decided, message func(error) string) Bulk {
	out := Bulk{
		Schema: Schema, Done: d != nil, Count: len(b.Verdicts), Fields: counts(b.Fields),
		Items: make([]Waiting, 0, len(b.Items)), Skipped: []Skipped{},
	}
	for _, i := range b.Items {
		out.Items = append(out.Items, NewWaiting(i))
	}
	if d != nil {
		out.Skipped = NewDecided(d, message).Skipped
		out.Count -= len(out.Skipped)
	}
	return out
}

// Outcome is the document of what may need a second administrator: done, or
// waiting as a motion.
type Outcome struct {
	Schema  int      `json:"schema"`
	Done    bool     `json:"done"`
	Motion  *Motion  `json:"motion"`  // null when it was done at once
	Account *Account `json:"account"` // whose role was changed
	Receipt *Receipt `json:"receipt"` // of an erasure
	Decided *Decided `json:"decided"` // of many refusals
}

// NewOutcome tells what came of it; message words an error.
func NewOutcome(o *directory.Outcome, message func(error) string) Outcome {
	d := Outcome{Schema: Schema, Done: o.Done}
	if o.Motion != nil {
		m := newMotion(o.Motion)
		d.Motion = &m
	}
	if o.Account != nil {
		a := newAccount(o.Account)
		d.Account = &a
	}
	if o.Receipt != nil {
		r := NewReceipt(o.Receipt)
		d.Receipt = &r
	}
	if o.Decided != nil {
		all := NewDecided(o.Decided, message)
		d.Decided = &all
	}
	return d
}
