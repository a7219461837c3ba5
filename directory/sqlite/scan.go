package sqlite

import (
	"cmp"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"teleorne/directory"
)

const listingColumns = `l.id, l.slug, l.owner, l.published_revision, l.latest_revision,
	l.paused, l.paused_until, l.suspended, l.withdrawn, l.dormant, l.created_at, l.updated_at, l.confirmed_at, l.seq`

const revisionColumns = `r.id, r.number, r.state, r.created_at, r.name, r.organisation, r.status, r.headline,
	r.skills, r.commune, r.commune_shown, r.workplace, r.telecentre, r.description, r.languages, r.available_from,
	r.daily_rate_eur, r.employer_commune, r.remote_days, r.website, r.email, r.email_shown, r.phone, r.phone_shown,
	r.siret, r.connection`

// How many columns a row of the queries below has.
const (
	listingWidth  = 14
	revisionWidth = 26
	rowWidth      = listingWidth + revisionWidth
)

// selectListing reads listings, each in one row, or two when another revision
// than the latest is published: most often it is the same.
func selectListing(where string) string {
	return "SELECT " + listingColumns + ", " + revisionColumns + ` FROM listing l
		LEFT JOIN revision r ON r.id IN (l.latest_revision, l.published_revision) WHERE ` + where
}

// selectListingsAfter reads a batch in the order of Seq.
var selectListingsAfter = "SELECT " + listingColumns + ", " + revisionColumns + `
	FROM (SELECT * FROM listing WHERE seq > ? ORDER BY seq LIMIT ?) l
	LEFT JOIN revision r ON r.id IN (l.latest_revision, l.published_revision)`

// scanListings reads all rows and closes them; the listings come by rising Seq.
func scanListings(rows *sql.Rows) ([]*directory.Listing, error) {
	defer rows.Close() //nolint:errcheck // Err tells
	var (
		v    values
		into [rowWidth]any
		out  []*directory.Listing
		seen = make(map[int64]*directory.Listing)
	)
	for i := range into {
		into[i] = &v.row[i] // as it comes, without conversions by reflection
	}
	for rows.Next() {
		if err := rows.Scan(into[:]...); err != nil {
			return nil, err
		}
		v.at = 0
		id := v.row[0].(int64)
		l, ok := seen[id]
		if !ok {
			l = v.listing()
			seen[id] = l
			out = append(out, l)
		}
		published, latest := v.row[3], v.row[4]
		v.at = listingWidth
		if v.row[v.at] == nil {
			continue
		}
		r, err := v.revision()
		if err != nil {
			return nil, fmt.Errorf("listing %d: %w", id, err)
		}
		if published == int64(r.ID) {
			l.Published = r
		}
		if latest == int64(r.ID) {
			l.Latest = r
		}
	}
	slices.SortFunc(out, func(a, b *directory.Listing) int { return cmp.Compare(a.Seq, b.Seq) })
	return out, rows.Err()
}

// scanRevision reads a row of revisionColumns.
func scanRevision(row *sql.Rows) (directory.Revision, error) {
	var v values
	into := make([]any, revisionWidth)
	for i := range into {
		into[i] = &v.row[i]
	}
	if err := row.Scan(into...); err != nil {
		return directory.Revision{}, err
	}
	r, err := v.revision()
	if err != nil {
		return directory.Revision{}, err
	}
	return *r, nil
}

// values walks along the columns of a row. The schema's STRICT tables see to
// the types.
type values struct {
	row [rowWidth]any
	at  int
}

func (v *values) next() any {
	x := v.row[v.at]
	v.at++
	return x
}

// text is empty for NULL.
func (v *values) text() string {
	s, _ := v.next().(string)
	return s
}

// number is 0 for NULL.
func (v *values) number() int64 {
	n, _ := v.next().(int64)
	return n
}

// time is zero for NULL.
func (v *values) time() time.Time {
	if n, ok := v.next().(int64); ok {
		return time.UnixMilli(n).UTC()
	}
	return time.Time{}
}

func (v *values) listing() *directory.Listing {
	l := &directory.Listing{
		ID:    directory.ListingID(v.number()),
		Slug:  v.text(),
		Owner: directory.AccountID(v.number()),
	}
	v.at += 2 // the revisions, which follow
	l.Paused = v.number() != 0
	l.PausedUntil = directory.Date(v.number())
	l.Suspended = v.number() != 0
	l.Withdrawn = v.number() != 0
	l.Dormant = v.number() != 0
	l.CreatedAt = v.time()
	l.UpdatedAt = v.time()
	l.ConfirmedAt = v.time()
	l.Seq = directory.Seq(v.number())
	return l
}

func (v *values) revision() (*directory.Revision, error) {
	r := &directory.Revision{
		ID:        directory.RevisionID(v.number()),
		Number:    int(v.number()),
		State:     directory.RevisionState(v.text()),
		CreatedAt: v.time(),
	}
	var err error
	p := &r.Profile
	p.Name = v.text()
	p.Organisation = v.text()
	p.Status = directory.Status(v.text())
	p.Headline = v.text()
	if p.Skills, err = parseList(v.text()); err != nil {
		return nil, fmt.Errorf("skills: %w", err)
	}
	p.Commune = v.text()
	p.CommuneShown = directory.Shown(v.text())
	p.Workplace = directory.Workplace(v.text())
	p.Telecentre = v.text()
	p.Description = v.text()
	if p.Languages, err = parseList(v.text()); err != nil {
		return nil, fmt.Errorf("languages: %w", err)
	}
	p.AvailableFrom = directory.Date(v.number())
	p.DailyRateEUR = int(v.number())
	p.EmployerPlace = v.text()
	p.RemoteDays = int(v.number())
	p.Website = v.text()
	p.Email = v.text()
	p.EmailShown = directory.Visibility(v.text())
	p.Phone = v.text()
	p.PhoneShown = directory.Visibility(v.text())
	p.SIRET = v.text()
	p.Connection = directory.Connection(v.text())
	return r, nil
}

// orNull keeps a number, or NULL for 0.
func orNull[N ~int64](n N) any {
	if n == 0 {
		return nil
	}
	return int64(n)
}

// millis keeps a time, or NULL for none.
func millis(at time.Time) any {
	if at.IsZero() {
		return nil
	}
	return at.UnixMilli()
}

// timeOf reads what millis wrote.
func timeOf(n sql.NullInt64) time.Time {
	if !n.Valid {
		return time.Time{}
	}
	return time.UnixMilli(n.Int64).UTC()
}

// formatList writes a JSON array of strings.
func formatList(list []string) string {
	if len(list) == 0 {
		return "[]"
	}
	b, err := json.Marshal(list)
	if err != nil {
		panic("sqlite: " + err.Error()) // strings can always be written
	}
	return string(b)
}

// parseList reads what formatList wrote. Most lists hold nothing that had to
// be escaped; these are cut without a decoder, which takes most of its time.
func parseList(s string) ([]string, error) {
	if s == "[]" {
		return nil, nil
	}
	if n := len(s); n >= 4 && s[:2] == `["` && s[n-2:] == `"]` && !strings.ContainsRune(s, '\\') {
		if list := strings.Split(s[2:n-2], `","`); strings.Count(s, `"`) == 2*len(list) {
			return list, nil
		}
	}
	var list []string
	if err := json.Unmarshal([]byte(s), &list); err != nil {
		return nil, fmt.Errorf("%w: %w", errDamaged, err)
	}
	if len(list) == 0 {
		return nil, nil
	}
	return list, nil
}
