package sqlite

import (
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"teleorne/directory"
)

// find reads listings within the transaction.
func (t *tx) find(where string, args ...any) ([]*directory.Listing, error) {
	stmt, err := t.statement(selectListing(where))
	if err != nil {
		return nil, err
	}
	rows, err := stmt.QueryContext(t.ctx, args...)
	if err != nil {
		return nil, t.note(err)
	}
	listings, err := scanListings(rows)
	return listings, t.note(err)
}

// ListingBySlug answers CodeNotFound for a slug that nobody has.
func (t *tx) ListingBySlug(slug string) (*directory.Listing, error) {
	listings, err := t.find("l.slug = ? AND l.erased = 0", slug)
	if err == nil && len(listings) == 0 {
		return nil, directory.NotFound("listing", slug)
	}
	if err != nil {
		return nil, failed("read a listing", t.w.path, err)
	}
	return listings[0], nil
}

// ListingsByName finds the listings whose latest revision has this name,
// folded or not, in the order of their last write.
func (t *tx) ListingsByName(name string) ([]*directory.Listing, error) {
	listings, err := t.find(`l.id IN (SELECT m.id FROM revision n JOIN listing m ON m.latest_revision = n.id
		WHERE n.name_key = ?)`, directory.Fold(name))
	return listings, failed("read listings", t.w.path, err)
}

// ListingsByContact finds the listings whose latest revision has this name,
// folded or not, and either this e-mail, whatever its case, or this SIRET
// (empty ones match nothing), in the order of their last write.
func (t *tx) ListingsByContact(name, email, siret string) ([]*directory.Listing, error) {
	listings, err := t.find(`l.id IN (SELECT m.id FROM revision n JOIN listing m ON m.latest_revision = n.id
		WHERE n.name_key = ?1 AND (?2 <> '' AND n.email = ?2 COLLATE NOCASE OR ?3 <> '' AND n.siret = ?3))`,
		directory.Fold(name), email, siret)
	return listings, failed("read listings", t.w.path, err)
}

// FreeSlug returns base, or base-2, base-3, … whichever nobody ever had.
func (t *tx) FreeSlug(base string) (string, error) {
	n, known := t.slugs[base]
	if !known {
		var err error
		if n, err = t.firstFree(base); err != nil {
			return "", failed("find a slug", t.w.path, err)
		}
	}
	// Slugs are only ever taken: whoever adds many of one name within one
	// transaction goes on from where the last was found.
	for ; ; n++ {
		slug := numbered(base, n)
		taken, err := t.exists("SELECT 1 FROM listing WHERE slug = ?", slug)
		if err != nil {
			return "", failed("find a slug", t.w.path, err)
		}
		if !taken {
			t.slugs[base] = n
			return slug, nil
		}
	}
}

// firstFree is the least number for which base has a slug that is free.
func (t *tx) firstFree(base string) (int, error) {
	stmt, err := t.statement("SELECT slug FROM listing WHERE slug = ?1 OR slug >= ?1 || '-' AND slug < ?1 || '.'")
	if err != nil {
		return 0, err
	}
	rows, err := stmt.QueryContext(t.ctx, base)
	if err != nil {
		return 0, t.note(err)
	}
	defer rows.Close() //nolint:errcheck // Err tells
	taken := map[string]bool{}
	for rows.Next() {
		var slug string
		if err := rows.Scan(&slug); err != nil {
			return 0, t.note(err)
		}
		taken[slug] = true
	}
	n := 1
	for taken[numbered(base, n)] {
		n++
	}
	return n, t.note(rows.Err())
}

func numbered(base string, n int) string {
	if n == 1 {
		return base
	}
	return base + "-" + strconv.Itoa(n)
}

// AddListing creates a listing without revisions and returns its id.
// CodeDuplicate: somebody has, or had, that slug.
func (t *tx) AddListing(slug string, owner directory.AccountID, at time.Time) (directory.ListingID, error) {
	seq, err := t.next()
	if err != nil {
		return 0, err
	}
	ms := at.UnixMilli()
	id, err := t.insert("INSERT INTO listing (slug, owner, created_at, updated_at, seq) VALUES (?, ?, ?, ?, ?)",
		slug, orNull(owner), ms, ms, int64(seq))
	if duplicate(err) {
		return 0, &directory.Error{Code: directory.CodeDuplicate, Field: "slug", Params: directory.Params{"value": slug}, Err: err}
	}
	if err != nil {
		return 0, failed("add a listing", t.w.path, err)
	}
	t.touched[directory.ListingID(id)] = seq
	return directory.ListingID(id), nil
}

// insertRevision names its columns as revisionColumns does.
var insertRevision = func() string {
	columns := strings.ReplaceAll(strings.TrimPrefix(revisionColumns, "r.id, "), "r.", "")
	return "INSERT INTO revision (listing, name_key, " + columns + ") VALUES (?, ?" + strings.Repeat(", ?", revisionWidth-1) + ")"
}()

// AddRevision appends a revision; it becomes the listing's latest.
// CodeNotFound: no such listing.
func (t *tx) AddRevision(id directory.ListingID, state directory.RevisionState, p *directory.Profile, at time.Time) (directory.RevisionID, error) {
	var number int
	err := t.row(`SELECT coalesce((SELECT max(number) FROM revision WHERE listing = l.id), 0) + 1
		FROM listing l WHERE l.id = ? AND l.erased = 0`, []any{int64(id)}, &number)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, directory.NotFound("listing", fmt.Sprint(id))
	}
	if err != nil {
		return 0, failed("add a revision", t.w.path, err)
	}
	rev, err := t.insert(insertRevision,
		int64(id), directory.Fold(p.Name), number, string(state), at.UnixMilli(),
		p.Name, p.Organisation, string(p.Status), p.Headline, formatList(p.Skills), p.Commune, string(p.CommuneShown),
		string(p.Workplace), p.Telecentre, p.Description, formatList(p.Languages), int64(p.AvailableFrom), p.DailyRateEUR,
		p.EmployerPlace, p.RemoteDays, p.Website, p.Email, string(p.EmailShown), p.Phone, string(p.PhoneShown),
		p.SIRET, string(p.Connection))
	if err == nil {
		err = t.touch(id, "latest_revision = ?", rev)
	}
	return directory.RevisionID(rev), failed("add a revision", t.w.path, err)
}

// touch changes a listing that is known to be there, and counts the write.
func (t *tx) touch(id directory.ListingID, set string, args ...any) error {
	seq, err := t.seq(id)
	if err != nil {
		return err
	}
	text := "UPDATE listing SET seq = ?"
	if set != "" {
		text += ", " + set
	}
	args = append(append([]any{int64(seq)}, args...), int64(id))
	ok, err := t.changed(text+" WHERE id = ? AND erased = 0", args...)
	if err == nil && !ok {
		return directory.NotFound("listing", fmt.Sprint(id))
	}
	return err
}

// SetRevisionState moves a revision forward. CodeNotFound: no such revision;
// CodeConflict: it has come as far already.
func (t *tx) SetRevisionState(id directory.RevisionID, state directory.RevisionState) error {
	listing, now, err := t.revision(id)
	if err != nil {
		return err
	}
	if !forward(now, state) {
		return &directory.Error{Code: directory.CodeConflict, Field: "state", Params: directory.Params{"value": string(now)}}
	}
	if _, err := t.exec("UPDATE revision SET state = ? WHERE id = ?", string(state), int64(id)); err != nil {
		return failed("move a revision", t.w.path, err)
	}
	return failed("move a revision", t.w.path, t.touch(listing, ""))
}

// forward tells whether a revision may go from one state to the other.
func forward(from, to directory.RevisionState) bool {
	switch to {
	case directory.RevisionSubmitted:
		return from == directory.RevisionDraft
	case directory.RevisionAccepted, directory.RevisionRefused:
		return from == directory.RevisionDraft || from == directory.RevisionSubmitted
	}
	return false
}

// revision answers whose a revision is and how far it has come.
func (t *tx) revision(id directory.RevisionID) (directory.ListingID, directory.RevisionState, error) {
	var listing directory.ListingID
	var state directory.RevisionState
	err := t.row("SELECT listing, state FROM revision WHERE id = ?", []any{int64(id)}, &listing, &state)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, "", directory.NotFound("revision", fmt.Sprint(id))
	}
	return listing, state, failed("read a revision", t.w.path, err)
}

// Publish points the listing at an accepted revision of its own. CodeNotFound:
// no such listing or revision; CodeConflict: the revision is not accepted, or
// another listing's.
func (t *tx) Publish(id directory.ListingID, rev directory.RevisionID, at time.Time) error {
	listing, state, err := t.revision(rev)
	if err != nil {
		return err
	}
	if ok, err := t.exists("SELECT 1 FROM listing WHERE id = ? AND erased = 0", int64(id)); err != nil || !ok {
		return notFoundUnless(err, "listing", fmt.Sprint(id))
	}
	if listing != id || state != directory.RevisionAccepted {
		return &directory.Error{Code: directory.CodeConflict, Field: "revision", Params: directory.Params{"value": string(state)}}
	}
	return failed("publish", t.w.path, t.touch(id, "published_revision = ?, updated_at = ?", int64(rev), at.UnixMilli()))
}

// Confirm notes that the listing was found to be true at that time.
// CodeNotFound: no such listing.
func (t *tx) Confirm(id directory.ListingID, at time.Time) error {
	return failed("confirm", t.w.path, t.touch(id, "confirmed_at = ?", at.UnixMilli()))
}
