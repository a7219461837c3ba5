package sqlite

import (
	"context"
	"database/sql"

	"teleorne/directory"
)

// RefusedWords are the proposed skills that were refused, by the slug of their
// word.
func (s *Store) RefusedWords(ctx context.Context) (map[string]directory.RefusedWord, error) {
	found, err := reading(ctx, s, "read refused words", func(ctx context.Context, db asker) ([]directory.RefusedWord, error) {
		return each(ctx, db, "SELECT slug, word, reason, at FROM refused_word", func(row *sql.Rows) (w directory.RefusedWord, err error) {
			var at sql.NullInt64
			err = row.Scan(&w.Slug, &w.Word, &w.Reason, &at)
			w.At = timeOf(at)
			return w, err
		})
	})
	words := make(map[string]directory.RefusedWord, len(found))
	for _, w := range found {
		words[w.Slug] = w
	}
	return words, err
}

// RefuseWord keeps that a proposed skill was refused, in place of what was kept
// of that word.
func (t *tx) RefuseWord(w directory.RefusedWord) error {
	_, err := t.exec(`INSERT INTO refused_word (slug, word, reason, at) VALUES (?, ?, ?, ?)
		ON CONFLICT (slug) DO UPDATE SET word = excluded.word, reason = excluded.reason, at = excluded.at`,
		w.Slug, w.Word, w.Reason, w.At.UnixMilli())
	return failed("refuse a word", t.w.path, err)
}

// AllowWord forgets that a word was refused; where it was not nothing happens.
func (t *tx) AllowWord(slug string) error {
	_, err := t.exec("DELETE FROM refused_word WHERE slug = ?", slug)
	return failed("allow a word", t.w.path, err)
}
