package sqlite

import (
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"teleorne/directory"
)

// find reads listings within the transaction.
func (t *tx) find(where string, args ...any) ([]*directory.Listing, error) {
	return within(t, "read listings", listingsWhere(where, args...))
}

// ListingBySlug answers CodeNotFound for a slug that nobody has.
func (t *tx) ListingBySlug(slug string) (*directory.Listing, error) {
	found, err := t.find("l.slug = ? AND l.erased = 0", slug)
	return only(found, err, "listing", slug)
}

// ListingByID answers CodeNotFound for a listing that was erased or never was.
func (t *tx) ListingByID(id directory.ListingID) (*directory.Listing, error) {
	found, err := t.find("l.id = ? AND l.erased = 0", int64(id))
	return only(found, err, "listing", fmt.Sprint(id))
}

// ListingByOwner answers CodeNotFound for an account without a listing.
func (t *tx) ListingByOwner(id directory.AccountID) (*directory.Listing, error) {
	found, err := t.find("l.owner = ?", int64(id))
	return only(found, err, "listing", "")
}

// ListingsByName finds the listings whose latest revision has this name,
// folded or not, in the order of their last write.
func (t *tx) ListingsByName(name string) ([]*directory.Listing, error) {
	return t.find(`l.id IN (SELECT m.id FROM revision n JOIN listing m ON m.latest_revision = n.id
		WHERE n.name_key = ?)`, directory.Fold(name))
}

// ListingsByContact finds the listings whose latest revision has this name,
// folded or not, and either this e-mail, whatever its case, or this SIRET
// (empty ones match nothing), in the order of their last write.
func (t *tx) ListingsByContact(name, email, siret string) ([]*directory.Listing, error) {
	return t.find(`l.id IN (SELECT m.id FROM revision n JOIN listing m ON m.latest_revision = n.id
		WHERE n.name_key = ?1 AND (?2 <> '' AND n.email = ?2 COLLATE NOCASE OR ?3 <> '' AND n.siret = ?3))`,
		directory.Fold(name), email, siret)
}

// AddListing creates a listing without revisions and returns its id.
// CodeDuplicate: somebody has, or had, that slug, or the owner has a listing
// (then the field is "owner"); CodeNotFound: no such account.
func (t *tx) AddListing(slug string, owner directory.AccountID, at time.Time) (directory.ListingID, error) {
	if had, err := t.hadByErased(slug); err != nil || had {
		return 0, takenUnless(err, "slug", slug)
	}
	seq, err := t.next()
	if err != nil {
		return 0, err
	}
	ms := at.UnixMilli()
	id, err := t.insert("INSERT INTO listing (slug, owner, created_at, updated_at, seq) VALUES (?, ?, ?, ?, ?)",
		slug, orNull(owner), ms, ms, int64(seq))
	if err != nil {
		return 0, t.listingRefused(slug, owner, err)
	}
	t.touched[directory.ListingID(id)] = seq
	return directory.ListingID(id), nil
}

// listingRefused says why a listing could not be added.
func (t *tx) listingRefused(slug string, owner directory.AccountID, cause error) error {
	if duplicate(cause) {
		if owns, err := t.exists("SELECT 1 FROM listing WHERE owner = ?", int64(owner)); err != nil || owns {
			return takenUnless(err, "owner", "")
		}
		return takenUnless(nil, "slug", slug)
	}
	if owner != 0 && statementOnly(cause) {
		if there, err := t.exists("SELECT 1 FROM account WHERE id = ?", int64(owner)); err != nil || !there {
			return notFoundUnless(failed("add a listing", t.w.path, err), "account", fmt.Sprint(owner))
		}
	}
	return failed("add a listing", t.w.path, cause)
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
	var slug string
	err := t.row(`SELECT coalesce((SELECT max(number) FROM revision WHERE listing = l.id), 0) + 1, l.slug
		FROM listing l WHERE l.id = ? AND l.erased = 0`, []any{int64(id)}, &number, &slug)
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
	if err == nil {
		_, err = t.exec(insertRevisionKey, revisionKey(rev, int64(id), slug, p)...)
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

// Unpublish takes back what a listing publishes; updated is as before.
// CodeNotFound: no such listing.
func (t *tx) Unpublish(id directory.ListingID, updated time.Time) error {
	return failed("unpublish", t.w.path, t.touch(id, "published_revision = NULL, updated_at = ?", updated.UnixMilli()))
}

// Confirm notes that the listing was found to be true at that time; zero:
// never. CodeNotFound: no such listing.
func (t *tx) Confirm(id directory.ListingID, at time.Time) error {
	return failed("confirm", t.w.path, t.touch(id, "confirmed_at = ?", millis(at)))
}

// SetStanding replaces what hides a listing. CodeNotFound: no such listing.
func (t *tx) SetStanding(id directory.ListingID, st directory.Standing) error {
	return failed("set a standing", t.w.path,
		t.touch(id, "paused = ?, paused_until = ?, suspended = ?, withdrawn = ?, dormant = ?",
			st.Paused, int64(st.PausedUntil), st.Suspended, st.Withdrawn, st.Dormant))
}
