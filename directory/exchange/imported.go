package exchange

import "teleorne/directory"

// BadLine is something wrong with a line of a file.
type BadLine struct {
	Line int `json:"line"`
	Problem
}

// Imported is the document of what an import did, or would do.
type Imported struct {
	Schema    int       `json:"schema"`
	DryRun    bool      `json:"dry_run"`
	Done      bool      `json:"done"` // something may have been written
	Total     int       `json:"total"`
	Created   int       `json:"created"`
	Updated   int       `json:"updated"`
	Unchanged int       `json:"unchanged"`
	Withdrawn int       `json:"withdrawn"`
	Waiting   int       `json:"waiting"` // left alone: a change of their owners waits
	Bad       int       `json:"bad"`
	Problems  []BadLine `json:"problems"`
}

// NewImported tells a report; message words an error.
func NewImported(r *directory.ImportReport, o directory.ImportOptions, message func(*directory.Error) string) Imported {
	d := Imported{
		Schema: Schema, DryRun: o.DryRun, Done: !o.DryRun && (len(r.Problems) == 0 || o.KeepGoing), Total: r.Total,
		Created: r.Created, Updated: r.Updated, Unchanged: r.Unchanged, Withdrawn: r.Withdrawn, Waiting: r.Waiting,
		Bad: len(r.Problems) + r.More, Problems: []BadLine{},
	}
	for _, p := range r.Problems {
		for _, e := range p.Errors {
			d.Problems = append(d.Problems, BadLine{p.Line, Problem{line(e.Field), line(string(e.Code)), line(message(e))}})
		}
	}
	return d
}

// FoundListing is a listing as a moderator finds it, whatever its state.
type FoundListing struct {
	ID           int64   `json:"id"`
	Slug         string  `json:"slug"`
	Name         string  `json:"name"`
	Organisation *string `json:"organisation"`
	Headline     *string `json:"headline"`
	State        string  `json:"state"`
	Pending      bool    `json:"pending"`
	Commune      *string `json:"commune"` // INSEE code
	Owner        *int64  `json:"owner"`   // account; null: imported, not yet claimed
	UpdatedAt    *string `json:"updated_at"`
	ConfirmedAt  *string `json:"confirmed_at"`
}

// Found is the document of a page of listings of every state.
type Found struct {
	Schema   int            `json:"schema"`
	Total    int            `json:"total"`
	Offset   int            `json:"offset"`
	Listings []FoundListing `json:"listings"`
}

// NewFound tells listings in the order given.
func NewFound(p *directory.ListingPage, offset int) Found {
	d := Found{Schema: Schema, Total: p.Total, Offset: offset, Listings: make([]FoundListing, 0, len(p.Listings))}
	for _, l := range p.Listings {
		f := FoundListing{
			ID: int64(l.ID), Slug: line(l.Slug), State: l.State(), Pending: l.Pending(), Owner: known(int64(l.Owner)),
			UpdatedAt: moment(l.UpdatedAt),
		}
		if p := exported(l); p != nil {
			f.Name, f.Organisation, f.Headline, f.Commune = line(p.Name), optional(p.Organisation), optional(p.Headline), optional(p.Commune)
		}
		if l.Published != nil {
			f.ConfirmedAt = moment(l.ConfirmedAt)
		}
		d.Listings = append(d.Listings, f)
	}
	return d
}

// Reported is the document that says that a report was taken.
type Reported struct {
	Schema int     `json:"schema"`
	Slug   string  `json:"slug"`
	Reason string  `json:"reason"`
	Words  *string `json:"words"`
	Again  bool    `json:"again"` // it replaces what the same reader said before
}

// NewReported tells a report as it was taken.
func NewReported(slug string, reason directory.ReportReason, words string, again bool) Reported {
	return Reported{Schema, line(slug), line(string(reason)), optionalText(words), again}
}
