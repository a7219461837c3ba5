package exchange

import (
	"errors"
	"maps"
	"slices"

	"teleorne/directory"
)

// Change is what became of one field, as one types it.
type Change struct {
	Field  string  `json:"field"`
	Before *string `json:"before"`
	After  *string `json:"after"`
}

// Changes are the fields in which what was handed in differs from what is
// published, or all that are filled in when nothing is. What a profile says for
// the figures alone is left out.
func Changes(r *directory.Review) []Change {
	out := []Change{}
	if r.After == nil {
		return out
	}
	before := r.Before
	if before == nil {
		before = new(directory.Profile)
	}
	for _, field := range r.Changes {
		if !directory.ForFigures(field) {
			out = append(out, Change{field, optionalText(before.FieldText(field)), optionalText(r.After.FieldText(field))})
		}
	}
	return out
}

// Value is what a field says.
type Value struct {
	Field string `json:"field"`
	Value string `json:"value"`
}

// Content are the fields that are filled in, those for the figures left out.
func Content(p *directory.Profile) []Value {
	out := []Value{}
	if p == nil {
		return out
	}
	for _, field := range directory.Fields() {
		if v := directory.SafeText(p.FieldText(field)); v != "" && !directory.ForFigures(field) {
			out = append(out, Value{field, v})
		}
	}
	return out
}

// Possible is a decision, and why it cannot be taken when it cannot.
type Possible struct {
	Action   string  `json:"action"`
	Possible bool    `json:"possible"`
	Code     *string `json:"code"`
	Message  *string `json:"message"`
}

// Proposal is a skill that profiles propose.
type Proposal struct {
	Item     string       `json:"item"` // what commands take
	Word     string       `json:"word"`
	Since    *string      `json:"since"`
	Listings []string     `json:"listings"` // slugs
	Near     []ValueLabel `json:"near"`     // skills that might be meant, best first
}

// NewProposal tells a proposed skill, those near it in a language.
func NewProposal(p *directory.Proposal, lang string) Proposal {
	d := Proposal{
		Item: line(string(directory.SkillItem(p.Word))), Word: line(p.Word), Since: moment(p.Since),
		Listings: make([]string, 0, len(p.Listings)), Near: make([]ValueLabel, 0, len(p.Near)),
	}
	for _, l := range p.Listings {
		d.Listings = append(d.Listings, line(l.Slug))
	}
	for _, s := range p.Near {
		d.Near = append(d.Near, ValueLabel{line(s.Slug), line(s.Label.In(lang))})
	}
	return d
}

// Submission is the document of an item as a moderator reads it.
type Submission struct {
	Schema int `json:"schema"`
	Waiting
	State    *string    `json:"state"` // of the listing; null for a skill
	Fields   []Change   `json:"fields"`
	Content  []Value    `json:"content"` // of what was handed in, or is contested
	History  []LogEntry `json:"history"` // the newest first
	Can      []Possible `json:"can"`
	Others   int        `json:"others"` // more of the queue by the same account or contact
	Proposal *Proposal  `json:"proposal"`
}

// NewSubmission tells an item field by field; message words an error, and names
// of skills are in a language.
func NewSubmission(r *directory.Review, lang string, message func(error) string) Submission {
	d := Submission{
		Schema: Schema, Waiting: NewWaiting(&r.Item), Fields: Changes(r), Content: Content(r.After),
		History: entries(r.History), Can: possible(r.Can, message), Others: r.Others,
	}
	if r.Listing != nil {
		d.State = optional(r.Listing.State())
	}
	if r.Proposal != nil {
		p := NewProposal(r.Proposal, lang)
		d.Proposal = &p
	}
	return d
}

// possible tells decisions by the names of their actions.
func possible(can map[directory.Action]error, message func(error) string) []Possible {
	out := make([]Possible, 0, len(can))
	for _, action := range slices.Sorted(maps.Keys(can)) {
		p := Possible{Action: line(string(action)), Possible: can[action] == nil}
		if err := can[action]; err != nil {
			p.Code, p.Message = codeOf(err), optional(message(err))
		}
		out = append(out, p)
	}
	return out
}

// codeOf is the code of an error of the domain; nil for any other.
func codeOf(err error) *string {
	var e *directory.Error
	if !errors.As(err, &e) {
		return nil
	}
	return optional(string(e.Code))
}
