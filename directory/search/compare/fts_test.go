package compare

import (
	"context"
	"database/sql"
	"strings"
	"testing"

	_ "modernc.org/sqlite"
)

// ftsEngine is SQLite's FTS5 with one statement a search: the matches are made
// once, then counted and paged.
type ftsEngine struct{ db *sql.DB }

func (ftsEngine) name() string { return "FTS5" }

const ftsSchema = `
CREATE TABLE profile (id INTEGER PRIMARY KEY, status TEXT, commune TEXT, epci TEXT, updated INTEGER) STRICT;
CREATE TABLE skill (profile INTEGER, slug TEXT, PRIMARY KEY (profile, slug)) STRICT, WITHOUT ROWID;
CREATE TABLE domain (profile INTEGER, slug TEXT, PRIMARY KEY (profile, slug)) STRICT, WITHOUT ROWID;
CREATE INDEX skill_slug ON skill (slug, profile);
CREATE INDEX profile_commune ON profile (commune);
CREATE VIRTUAL TABLE words USING fts5 (text, content='', columnsize=0, detail=none, tokenize="unicode61 remove_diacritics 2 tokenchars '+#.'");
`

func newFTS(b *testing.B, path string, rs []record) engine {
	b.Helper()
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=journal_mode(WAL)&_pragma=synchronous(OFF)&_pragma=cache_size(-200000)")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := db.Close(); err != nil {
			b.Error(err)
		}
	})
	db.SetMaxOpenConns(1)
	if _, err := db.Exec(ftsSchema); err != nil {
		b.Fatal(err)
	}
	if err := fillFTS(db, rs); err != nil {
		b.Fatal(err)
	}
	return ftsEngine{db}
}

func fillFTS(db *sql.DB, rs []record) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after a commit it does nothing
	statements := make([]*sql.Stmt, 4)
	for i, s := range []string{
		`INSERT INTO profile VALUES (?, ?, NULLIF(?, ''), ?, ?)`, `INSERT INTO words (rowid, text) VALUES (?, ?)`,
		`INSERT INTO skill VALUES (?, ?)`, `INSERT INTO domain VALUES (?, ?)`,
	} {
		if statements[i], err = tx.Prepare(s); err != nil {
			return err
		}
	}
	for _, r := range rs {
		if _, err := statements[0].Exec(r.id, r.status, r.commune, r.epci, r.updated); err != nil {
			return err
		}
		if _, err := statements[1].Exec(r.id, r.text); err != nil {
			return err
		}
		for _, s := range r.skills {
			if _, err := statements[2].Exec(r.id, s); err != nil {
				return err
			}
		}
		for _, d := range r.domains {
			if _, err := statements[3].Exec(r.id, d); err != nil {
				return err
			}
		}
	}
	for _, s := range []string{`INSERT INTO words (words) VALUES ('optimize')`, `ANALYZE`} {
		if _, err := tx.Exec(s); err != nil {
			return err
		}
	}
	return tx.Commit()
}

const ftsAnswer = `
SELECT 'total', '', count(*) FROM hit
UNION ALL SELECT 'status', status, count(*) FROM hit GROUP BY status
UNION ALL SELECT 'commune', commune, count(*) FROM hit WHERE commune IS NOT NULL GROUP BY commune
UNION ALL SELECT 'epci', epci, count(*) FROM hit GROUP BY epci
UNION ALL SELECT 'skill', slug, count(*) FROM hit JOIN skill ON profile = hit.id GROUP BY slug
UNION ALL SELECT 'domain', slug, count(*) FROM hit JOIN domain ON profile = hit.id GROUP BY slug
UNION ALL SELECT * FROM (SELECT 'page', '', id FROM hit ORDER BY updated DESC LIMIT ?)`

func (e ftsEngine) search(ctx context.Context, a ask) (answer, error) {
	from, where, args := "profile p", []string{"1"}, []any{}
	condition := func(sql string, value any) {
		where = append(where, sql)
		args = append(args, value)
	}
	if len(a.words) > 0 {
		from = "words JOIN profile p ON p.id = words.rowid"
		condition("words MATCH ?", `"`+strings.Join(a.words, `" AND "`)+`"`)
	}
	if a.skill != "" {
		condition("p.id IN (SELECT profile FROM skill WHERE slug = ?)", a.skill)
	}
	if a.commune != "" {
		condition("p.commune = ?", a.commune)
	}
	if a.status != "" {
		condition("p.status = ?", string(a.status))
	}
	statement := "WITH hit AS MATERIALIZED (SELECT p.id, p.status, p.commune, p.epci, p.updated FROM " + from +
		" WHERE " + strings.Join(where, " AND ") + ")" + ftsAnswer
	rows, err := e.db.QueryContext(ctx, statement, append(args, pageSize)...)
	if err != nil {
		return answer{}, err
	}
	defer rows.Close() //nolint:errcheck // rows.Err tells
	out := answer{Page: []int64{}, Facets: map[string]map[string]int{}}
	for rows.Next() {
		var kind, value string
		var n int64
		if err := rows.Scan(&kind, &value, &n); err != nil {
			return answer{}, err
		}
		switch kind {
		case "total":
			out.Total = int(n)
		case "page":
			out.Page = append(out.Page, n)
		default:
			if out.Facets[kind] == nil {
				out.Facets[kind] = map[string]int{}
			}
			out.Facets[kind][value] = int(n)
		}
	}
	return out, rows.Err()
}
