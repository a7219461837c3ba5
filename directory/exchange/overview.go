package exchange

import "teleorne/directory"

// Overview is the document of what waits, at a glance. Moderators are told the
// queue alone: the rest is null to them.
type Overview struct {
	Schema   int            `json:"schema"`
	Queue    map[string]int `json:"queue"`
	Motions  int            `json:"motions"`  // open, of others
	Requests int            `json:"requests"` // open, about personal data
	NextDue  *string        `json:"next_due"` // of these
	Bans     int            `json:"bans"`
	Stale    int            `json:"stale"` // listings that nobody confirmed for long
	Backup   *Backup        `json:"backup"`
	Failing  *string        `json:"backup_failing"` // when a regular one failed last, since one succeeded
	Announce *Announcement  `json:"announcement"`
}

// NewOverview tells what waits.
func NewOverview(o *directory.Overview) Overview {
	d := Overview{
		Schema: Schema, Queue: newCount(o.Queue), Motions: o.Motions, Requests: o.Requests, NextDue: day(o.NextDue),
		Bans: o.Bans, Stale: o.Stale, Failing: moment(o.BackupFailing),
	}
	if o.Backup != nil {
		b := newBackup(o.Backup)
		d.Backup = &b
	}
	if o.Announced != nil {
		a := newAnnouncement(o.Announced)
		d.Announce = &a
	}
	return d
}

// Backup is a copy of the directory that was kept, and its check.
type Backup struct {
	At       *string  `json:"at"`
	Name     string   `json:"name"`
	Bytes    int64    `json:"bytes"`
	Problems []string `json:"problems"` // none: the copy is sound
}

func newBackup(b *directory.BackupInfo) Backup {
	return Backup{moment(b.At), line(b.Name), b.Bytes, lines(b.Problems)}
}

// BackupSheet is the document of one copy.
type BackupSheet struct {
	Schema int `json:"schema"`
	Backup
}

// NewBackupSheet tells a copy.
func NewBackupSheet(b *directory.BackupInfo) BackupSheet { return BackupSheet{Schema, newBackup(b)} }

// Announcement is what is said on every screen.
type Announcement struct {
	FR    string  `json:"fr"`
	EN    *string `json:"en"`
	Until *string `json:"until"` // the last day
}

func newAnnouncement(a *directory.Announcement) Announcement {
	return Announcement{line(a.FR), optional(a.EN), day(a.Until)}
}

// AnnouncementSheet is the document of what is announced now.
type AnnouncementSheet struct {
	Schema   int           `json:"schema"`
	Announce *Announcement `json:"announcement"` // null: nothing
}

// NewAnnouncementSheet tells what is announced; nil: nothing.
func NewAnnouncementSheet(a *directory.Announcement) AnnouncementSheet {
	d := AnnouncementSheet{Schema: Schema}
	if a != nil {
		one := newAnnouncement(a)
		d.Announce = &one
	}
	return d
}

// Board is the document of how up to date listings are, by intercommunality.
type Board struct {
	Schema int         `json:"schema"`
	EPCI   []BoardLine `json:"epci"`
}

// BoardLine counts the listings of an intercommunality by their age.
type BoardLine struct {
	SIREN  string         `json:"siren"`
	Name   string         `json:"name"`
	Total  int            `json:"total"`
	Ages   map[string]int `json:"ages"`
	Oldest *string        `json:"oldest"` // confirmation
}

// BoardAges are the ages that a board counts, in their order.
var BoardAges = []directory.Age{
	directory.AgeFresh, directory.AgeDue, directory.AgeLow, directory.AgeHidden, directory.AgeLeaving, directory.AgeGone,
}

// NewBoard tells the board in the order given.
func NewBoard(list []directory.EPCIFreshness) Board {
	d := Board{Schema: Schema, EPCI: make([]BoardLine, 0, len(list))}
	for _, e := range list {
		l := BoardLine{line(e.EPCI.SIREN), line(e.EPCI.Name), e.Total, make(map[string]int, len(BoardAges)), moment(e.Oldest)}
		for _, age := range BoardAges {
			l.Ages[string(age)] = e.Ages[age]
		}
		d.EPCI = append(d.EPCI, l)
	}
	return d
}

// Request is a request of a person about their data.
type Request struct {
	ID       int64   `json:"id"`
	Kind     string  `json:"kind"`
	Who      *string `json:"who"` // null once it was forgotten
	Slug     *string `json:"slug"`
	Note     *string `json:"note"`
	Received *string `json:"received"`
	Due      *string `json:"due"`
	Left     *int    `json:"days_left"` // null for one that was answered
	Extended *string `json:"extended"`
	Closed   *string `json:"closed_at"`
	Answer   *string `json:"answer"`
}

// NewRequest tells a request, as of a day.
func NewRequest(r *directory.DataRequest, today directory.Date) Request {
	d := Request{
		ID: r.ID, Kind: line(string(r.Kind)), Who: optional(r.Who), Slug: optional(r.Slug), Note: optionalText(r.Note),
		Received: day(r.Received), Due: day(r.Due), Extended: optionalText(r.Extended), Closed: moment(r.ClosedAt),
		Answer: optionalText(r.Answer),
	}
	if r.ClosedAt.IsZero() {
		left := r.Left(today)
		d.Left = &left
	}
	return d
}

// RequestSheet is the document of one request.
type RequestSheet struct {
	Schema int `json:"schema"`
	Request
}

// Requests is the document of the requests of people about their data.
type Requests struct {
	Schema   int       `json:"schema"`
	Requests []Request `json:"requests"`
}

// NewRequests tells requests in the order given.
func NewRequests(list []directory.DataRequest, today directory.Date) Requests {
	d := Requests{Schema: Schema, Requests: make([]Request, 0, len(list))}
	for i := range list {
		d.Requests = append(d.Requests, NewRequest(&list[i], today))
	}
	return d
}
