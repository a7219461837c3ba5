package exchange

import "teleorne/directory"

// The kinds of what waits for a moderator.
const (
	KindNew     = "new"
	KindChanged = "changed"
)

// Waiting is a listing that waits for a moderator.
type Waiting struct {
	ID      int64    `json:"id"`
	Slug    string   `json:"slug"`
	Name    string   `json:"name"`
	Kind    string   `json:"kind"`
	Since   *string  `json:"since"`
	Changes []string `json:"changes"`
}

// NewWaiting tells what waits of a listing.
func NewWaiting(l *directory.Listing) Waiting {
	w := Waiting{
		ID: int64(l.ID), Slug: line(l.Slug), Name: line(l.Latest.Profile.Name), Kind: KindNew,
		Since: moment(l.Latest.CreatedAt), Changes: []string{},
	}
	if l.Published != nil {
		w.Kind, w.Changes = KindChanged, lines(l.Published.Profile.Diff(&l.Latest.Profile))
	}
	return w
}

// Queue is the document of what waits for the moderators.
type Queue struct {
	Schema  int       `json:"schema"`
	Waiting []Waiting `json:"waiting"`
}

// NewQueue tells what waits, in the order given.
func NewQueue(list []*directory.Listing) Queue {
	d := Queue{Schema: Schema, Waiting: make([]Waiting, 0, len(list))}
	for _, l := range list {
		d.Waiting = append(d.Waiting, NewWaiting(l))
	}
	return d
}

// Change is what became of one field, as one types it.
type Change struct {
	Field  string  `json:"field"`
	Before *string `json:"before"`
	After  *string `json:"after"`
}

// Changes are the fields of what waits that differ from what is published, or
// all that are filled in when nothing is. What a profile says for the figures
// alone, and shows to nobody, is left out.
func Changes(l *directory.Listing) []Change {
	before, after := new(directory.Profile), &l.Latest.Profile
	if l.Published != nil {
		before = &l.Published.Profile
	}
	out := []Change{}
	for _, field := range before.Diff(after) {
		if field == "employer_commune" || field == "remote_days" {
			continue
		}
		out = append(out, Change{field, optionalText(before.FieldText(field)), optionalText(after.FieldText(field))})
	}
	return out
}

// Submission is the document of what waits of one listing.
type Submission struct {
	Schema int `json:"schema"`
	Waiting
	State  string   `json:"state"`
	Fields []Change `json:"fields"`
}

// NewSubmission tells what waits of a listing, field by field.
func NewSubmission(l *directory.Listing) Submission {
	return Submission{Schema: Schema, Waiting: NewWaiting(l), State: l.State(), Fields: Changes(l)}
}
