package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"teleorne/directory"
)

// batch is how many listings a long read takes at once.
const batch = 1000

// snapshotLimit is how long a long read sees one state of the directory. As
// long as it does, SQLite cannot give back the space of its log.
const snapshotLimit = 10 * time.Second

// Listings calls fn for every listing that was written after since, in rising
// Seq, and stops at the first error. Erased listings come with neither
// revision. What it tells is one state of the directory, unless fn takes more
// than ten seconds: then it goes on with the present state, where a listing
// that was written meanwhile comes a second time, with its new Seq. fn may read
// and write the store.
func (s *Store) Listings(ctx context.Context, since directory.Seq, fn func(*directory.Listing) error) error {
	for done := false; !done; {
		var err error
		if since, done, err = s.snapshot(ctx, since, fn); err != nil {
			return err
		}
	}
	return nil
}

// snapshot does what Listings does, on one state and for a limited time. It
// answers how far it came and whether that is all.
func (s *Store) snapshot(ctx context.Context, since directory.Seq, fn func(*directory.Listing) error) (directory.Seq, bool, error) {
	began := time.Now()
	tx, err := s.stream.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return since, false, failed("read listings", s.path, err)
	}
	defer tx.Rollback() //nolint:errcheck // nothing was written
	after, err := tx.PrepareContext(ctx, selectListingsAfter)
	if err != nil {
		return since, false, failed("read listings", s.path, err)
	}
	for time.Since(began) < snapshotLimit {
		listings, err := s.listings(ctx, after, int64(since), batch)
		if err != nil {
			return since, false, failed("read listings", s.path, err)
		}
		for _, l := range listings {
			if err := fn(l); err != nil {
				return since, false, err
			}
			since = l.Seq
		}
		if len(listings) < batch {
			return since, true, nil
		}
	}
	return since, false, nil
}

// ListingBySlug answers CodeNotFound for a slug that nobody has.
func (s *Store) ListingBySlug(ctx context.Context, slug string) (*directory.Listing, error) {
	listings, err := s.listings(ctx, s.bySlug, slug)
	if err != nil {
		return nil, failed("read a listing", s.path, err)
	}
	if len(listings) == 0 {
		return nil, directory.NotFound("listing", slug)
	}
	return listings[0], nil
}

// ListingsByID returns those that exist, in the order asked for.
func (s *Store) ListingsByID(ctx context.Context, ids []directory.ListingID) ([]*directory.Listing, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, failed("read listings", s.path, err)
	}
	listings, err := s.listings(ctx, s.byID, string(list))
	if err != nil {
		return nil, failed("read listings", s.path, err)
	}
	byID := make(map[directory.ListingID]*directory.Listing, len(listings))
	for _, l := range listings {
		byID[l.ID] = l
	}
	out := make([]*directory.Listing, 0, len(listings))
	for _, id := range ids {
		if l, ok := byID[id]; ok {
			out = append(out, l)
		}
	}
	return out, nil
}

func (s *Store) listings(ctx context.Context, stmt *sql.Stmt, args ...any) ([]*directory.Listing, error) {
	ctx, cancel := context.WithTimeout(ctx, s.options.ReadTimeout)
	defer cancel()
	rows, err := stmt.QueryContext(ctx, args...)
	if err != nil {
		return nil, err
	}
	return scanListings(rows)
}

// LastSeq is the Seq of the last write to any listing; 0 for none.
func (s *Store) LastSeq(ctx context.Context) (directory.Seq, error) {
	var seq directory.Seq
	err := s.one(ctx, "SELECT coalesce(max(seq), 0) FROM listing", nil, &seq)
	return seq, failed("read the last write", s.path, err)
}

// DataVersion changes whenever any process commits a write, this one included.
// It costs a few microseconds.
func (s *Store) DataVersion(ctx context.Context) (int64, error) {
	if s.options.Followed {
		v, err := position(s.path)
		return v, failed("read the version", s.path, err)
	}
	ctx, cancel := context.WithTimeout(ctx, s.options.ReadTimeout)
	defer cancel()
	v, err := s.watch.version(ctx)
	return v, failed("read the version", s.path, err)
}

// Setting returns the value of a setting, empty when it was never set.
func (s *Store) Setting(ctx context.Context, name string) (string, error) {
	var value string
	err := s.one(ctx, "SELECT value FROM setting WHERE name = ?", []any{name}, &value)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return value, failed("read a setting", s.path, err)
}

// ListingByOwner answers CodeNotFound for an account without a listing.
func (s *Store) ListingByOwner(ctx context.Context, id directory.AccountID) (*directory.Listing, error) {
	found, err := reading(ctx, s, "read a listing", listingsWhere("l.owner = ?", int64(id)))
	return only(found, err, "listing", "")
}

// waiting is Listing.Pending as a condition on l.
const waiting = "l.withdrawn = 0 AND l.latest_revision IN (SELECT id FROM revision WHERE state = 'submitted')"

// Pending are the listings that wait for a moderator, as Listing.Pending says,
// the one submitted first first.
func (s *Store) Pending(ctx context.Context) ([]*directory.Listing, error) {
	found, err := reading(ctx, s, "read what waits", listingsWhere(waiting))
	slices.SortStableFunc(found, func(a, b *directory.Listing) int {
		return cmp.Or(a.Latest.CreatedAt.Compare(b.Latest.CreatedAt), cmp.Compare(a.Latest.ID, b.Latest.ID))
	})
	return found, err
}

// Revisions are all versions of a listing, the first one first; none for a
// listing that was erased or never was.
func (s *Store) Revisions(ctx context.Context, id directory.ListingID) ([]directory.Revision, error) {
	return reading(ctx, s, "read revisions", revisionsOf(id))
}

// Revisions are all versions of a listing, the first one first; none for a
// listing that was erased or never was.
func (t *tx) Revisions(id directory.ListingID) ([]directory.Revision, error) {
	return within(t, "read revisions", revisionsOf(id))
}

func revisionsOf(id directory.ListingID) func(context.Context, asker) ([]directory.Revision, error) {
	return func(ctx context.Context, db asker) ([]directory.Revision, error) {
		return each(ctx, db, "SELECT "+revisionColumns+" FROM revision r WHERE r.listing = ? ORDER BY r.number",
			scanRevision, int64(id))
	}
}

// one reads one row; sql.ErrNoRows when there is none.
func (s *Store) one(ctx context.Context, text string, args []any, to ...any) error {
	ctx, cancel := context.WithTimeout(ctx, s.options.ReadTimeout)
	defer cancel()
	return s.read.QueryRowContext(ctx, text, args...).Scan(to...)
}

// Skills are the skills and the domains, each in the order in which they were
// first written.
func (s *Store) Skills(ctx context.Context) ([]directory.Skill, []directory.Domain, error) {
	ctx, cancel := context.WithTimeout(ctx, s.options.ReadTimeout)
	defer cancel()
	// One transaction, so that no skill names a domain that is not there.
	tx, err := s.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, nil, failed("read skills", s.path, err)
	}
	defer tx.Rollback() //nolint:errcheck // nothing was written
	skills, err := each(ctx, tx, "SELECT "+skillColumns+" FROM skill ORDER BY id", scanSkill)
	if err != nil {
		return nil, nil, failed("read skills", s.path, err)
	}
	domains, err := each(ctx, tx, "SELECT slug, label_fr, label_en FROM domain ORDER BY id",
		func(row *sql.Rows) (d directory.Domain, err error) {
			return d, row.Scan(&d.Slug, &d.Label.FR, &d.Label.EN)
		})
	return skills, domains, failed("read domains", s.path, err)
}

// Telecentres are all télécentres, in the order in which they were first written.
func (s *Store) Telecentres(ctx context.Context) ([]directory.Telecentre, error) {
	ctx, cancel := context.WithTimeout(ctx, s.options.ReadTimeout)
	defer cancel()
	all, err := each(ctx, s.read, "SELECT "+telecentreColumns+" FROM telecentre ORDER BY id", scanTelecentre)
	return all, failed("read telecentres", s.path, err)
}
