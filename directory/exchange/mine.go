package exchange

import "teleorne/directory"

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
