package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"strings"

	"teleorne/directory"
)

// accountOrder puts the higher roles first, then goes by name.
const accountOrder = `CASE a.role WHEN 'administrator' THEN 0 WHEN 'moderator' THEN 1 WHEN 'professional' THEN 2 ELSE 3 END,
	a.name_key, a.id`

// Accounts are a page of those that a query asks for, the higher roles first,
// then by name, and how many there are in all.
func (s *Store) Accounts(ctx context.Context, q directory.AccountQuery) ([]directory.Account, int, error) {
	where, args := accountQuery(q)
	ctx, cancel := context.WithTimeout(ctx, s.options.ReadTimeout)
	defer cancel()
	tx, err := s.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, 0, failed("find accounts", s.path, err)
	}
	defer tx.Rollback() //nolint:errcheck // nothing was written
	total, ids, err := pageOf(ctx, tx, "SELECT a.id, a.role, a.name_key FROM account a WHERE "+where,
		strings.ReplaceAll(accountOrder, "a.", ""), args, q.Offset, q.Limit)
	if err != nil {
		return nil, 0, failed("find accounts", s.path, err)
	}
	found, err := accountsWhere("a.id IN (SELECT value FROM json_each(?)) ORDER BY "+accountOrder, ids)(ctx, tx)
	return found, total, failed("find accounts", s.path, err)
}

// accountQuery is a query as a condition on a with its values.
func accountQuery(q directory.AccountQuery) (string, []any) {
	where, args := "1", []any(nil)
	if q.Role == directory.RoleModerator || q.Role == directory.RoleAdministrator {
		where, args = "a.role = ?", append(args, q.Role.String())
	}
	text := strings.TrimSpace(q.Text)
	if text == "" {
		return where, args
	}
	named := "0"
	if words := strings.Fields(directory.Fold(text)); len(words) > 0 {
		named = strings.Repeat(" AND instr(a.name_key, ?) > 0", min(len(words), maxWords))[5:]
		for _, w := range words[:min(len(words), maxWords)] {
			args = append(args, w)
		}
	}
	return where + " AND (" + named + ` OR a.id IN (SELECT owner FROM listing WHERE owner IS NOT NULL AND instr(slug, ?) > 0)
		OR a.id IN (SELECT account FROM account_key WHERE instr(fingerprint, ?) > 0))`, append(args, strings.ToLower(text), text)
}

// Pages of what administrators look through.
const (
	defaultPage = 50
	maxPage     = 500
)

// bounds are where a page begins and how long it is at most.
func bounds(offset, limit int) (int, int) {
	if limit < 1 {
		limit = defaultPage
	}
	return max(offset, 0), min(limit, maxPage)
}

// pageOf counts the rows of a query, whose first column is their id, and
// answers the ids of a page of them, in an order, as a JSON array.
func pageOf(ctx context.Context, db asker, text, order string, args []any, offset, limit int) (total int, ids string, err error) {
	offset, limit = bounds(offset, limit)
	// Both in one statement, which looks for them only once.
	rows, err := each(ctx, db, "WITH found AS MATERIALIZED ("+text+`) SELECT count(*) FROM found
		UNION ALL SELECT id FROM (SELECT id FROM found ORDER BY `+order+" LIMIT ? OFFSET ?)",
		func(row *sql.Rows) (n int64, err error) { return n, row.Scan(&n) },
		append(args, limit, offset)...)
	if err != nil {
		return 0, "", err
	}
	list, err := json.Marshal(rows[1:])
	return int(rows[0]), string(list), err
}
