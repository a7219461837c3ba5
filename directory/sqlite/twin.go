package sqlite

import (
	"context"
	"database/sql"

	"teleorne/directory"
)

// twinKinds are what two listings may have in common: what a revision x shares
// with r, the latest of listing l, whose key is k. Indexes that hold the listing
// answer all but equal descriptions by themselves.
var twinKinds = []struct {
	kind  directory.FlagKind
	from  string
	where string
}{
	{directory.FlagSameEmail, "revision x", "x.email = r.email COLLATE NOCASE AND x.email <> ''"},
	{directory.FlagSamePhone, "revision x", "x.phone = r.phone AND x.phone <> ''"},
	{directory.FlagSameSIRET, "revision x", "x.siret = r.siret AND x.siret <> ''"},
	{
		directory.FlagSameText, "revision_key y CROSS JOIN revision x ON x.id = y.revision",
		"y.text = k.text AND y.text <> 0 AND x.description = r.description",
	},
}

// selectTwins asks, for the listings that fulfil a condition on l and r, for
// the slug of the first other listing of each kind.
func selectTwins(where string) string {
	text := "SELECT l.id"
	for _, k := range twinKinds {
		text += ", (SELECT o.slug FROM " + k.from + ` CROSS JOIN listing o ON o.id = x.listing
			AND x.id IN (o.latest_revision, o.published_revision)
			WHERE ` + k.where + " AND x.listing <> l.id ORDER BY x.listing LIMIT 1)"
	}
	return text + ` FROM revision r CROSS JOIN listing l ON l.latest_revision = r.id
		CROSS JOIN revision_key k ON k.revision = r.id WHERE ` + where + " ORDER BY r.id"
}

// Twins are the pairs of a listing that waits (Listing.Pending), or of the one
// given, and another one that is not erased, whose latest or published revision
// has the same e-mail (whatever its case), phone, SIRET or, from 40 characters
// on, description as the latest revision of the first; 0: of all that wait. Of
// each kind it is the other one that was there first.
func (s *Store) Twins(ctx context.Context, of directory.ListingID) ([]directory.Twin, error) {
	where, args := "r.state = 'submitted' AND l.withdrawn = 0", []any(nil)
	if of != 0 {
		where, args = "r.id = (SELECT latest_revision FROM listing WHERE id = ?)", []any{int64(of)}
	}
	var twins []directory.Twin
	_, err := reading(ctx, s, "look for twins", func(ctx context.Context, db asker) ([]struct{}, error) {
		return each(ctx, db, selectTwins(where), func(row *sql.Rows) (none struct{}, err error) {
			var id directory.ListingID
			var others [4]sql.NullString
			if err = row.Scan(&id, &others[0], &others[1], &others[2], &others[3]); err != nil {
				return none, err
			}
			for i, k := range twinKinds {
				if others[i].Valid {
					twins = append(twins, directory.Twin{Listing: id, Kind: k.kind, Other: others[i].String})
				}
			}
			return none, nil
		}, args...)
	})
	return twins, err
}
