package sqlite

import (
	"context"
	"database/sql"

	"teleorne/directory"
)

func scanTelecentre(row *sql.Rows) (t directory.Telecentre, err error) {
	return t, row.Scan(telecentrePointers(&t)...)
}

// Telecentre answers CodeNotFound.
func (t *tx) Telecentre(id string) (directory.Telecentre, error) {
	found, err := within(t, "read a telecentre", func(ctx context.Context, db asker) ([]directory.Telecentre, error) {
		return each(ctx, db, "SELECT "+telecentreColumns+" FROM telecentre WHERE slug = ?", scanTelecentre, id)
	})
	return only(found, err, "telecentre", id)
}

// TelecentreChecks are the days on which télécentres were last verified, by id.
func (s *Store) TelecentreChecks(ctx context.Context) (map[string]directory.Date, error) {
	days := make(map[string]directory.Date)
	_, err := reading(ctx, s, "read when telecentres were verified", func(ctx context.Context, db asker) ([]struct{}, error) {
		return each(ctx, db, "SELECT slug, found FROM telecentre_check", func(row *sql.Rows) (none struct{}, err error) {
			var id string
			var day directory.Date
			if err = row.Scan(&id, &day); err == nil {
				days[id] = day
			}
			return none, err
		})
	})
	return days, err
}

// PutTelecentreCheck notes the day on which a télécentre was verified, in place
// of the one before. CodeNotFound: no such télécentre.
func (t *tx) PutTelecentreCheck(id string, on directory.Date) error {
	if ok, err := t.exists("SELECT 1 FROM telecentre WHERE slug = ?", id); err != nil || !ok {
		return notFoundUnless(err, "telecentre", id)
	}
	_, err := t.exec("INSERT INTO telecentre_check (slug, found) VALUES (?, ?) ON CONFLICT (slug) DO UPDATE SET found = excluded.found",
		id, int64(on))
	return failed("verify a telecentre", t.w.path, err)
}

// CommuneMerges are those that were entered, the newest first.
func (s *Store) CommuneMerges(ctx context.Context) ([]directory.CommuneMerge, error) {
	return reading(ctx, s, "read merges of communes", func(ctx context.Context, db asker) ([]directory.CommuneMerge, error) {
		return each(ctx, db, "SELECT insee, successor, day, at FROM commune_merge ORDER BY at DESC, insee",
			func(row *sql.Rows) (m directory.CommuneMerge, err error) {
				var at sql.NullInt64
				err = row.Scan(&m.From, &m.Into, &m.On, &at)
				m.At = timeOf(at)
				return m, err
			})
	})
}

// PutCommuneMerge adds a merge, in place of the one of the same commune.
func (t *tx) PutCommuneMerge(m directory.CommuneMerge) error {
	_, err := t.exec(`INSERT INTO commune_merge (insee, successor, day, at) VALUES (?, ?, ?, ?)
		ON CONFLICT (insee) DO UPDATE SET successor = excluded.successor, day = excluded.day, at = excluded.at`,
		m.From, m.Into, int64(m.On), m.At.UnixMilli())
	return failed("merge communes", t.w.path, err)
}

// DropCommuneMerge answers CodeNotFound.
func (t *tx) DropCommuneMerge(from string) error {
	ok, err := t.changed("DELETE FROM commune_merge WHERE insee = ?", from)
	return foundOr(ok, failed("split communes", t.w.path, err), "commune", from)
}
