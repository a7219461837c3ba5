package sqlite

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"teleorne/directory"
)

// firstVersion makes a directory as the first version of the program left it,
// with an account, a key, listings with revisions, and an entry in the log.
func firstVersion(t *testing.T, path string) {
	t.Helper()
	if err := prepareFile(path); err != nil {
		t.Fatal(err)
	}
	w := newWriter(path, Options{}.withDefaults())
	if err := w.connect(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := w.transaction(t.Context(), time.Minute, func(ctx context.Context) error {
		if err := w.step(ctx, 0); err != nil {
			return err
		}
		const revision = `INSERT INTO revision VALUES (%d, %d, %d, '%s', 5, 'claire dubois', 'Claire Dubois', '', 'independent',
			'Comptable', '["comptabilite"]', '61038', 'commune', 'home', '', '', '["fr"]', 0, 0, '', 0, '',
			'claire@exemple.fr', 'public', '', 'nobody', '', '')`
		for _, text := range []string{
			"INSERT INTO account (name, role, created_at) VALUES ('Claire', 'moderator', 7)",
			"INSERT INTO account_key VALUES ('SHA256:one', 1, 'ssh-ed25519', 'portable', x'01', 8)",
			"INSERT INTO listing (slug, owner, created_at, updated_at, confirmed_at, paused, seq) VALUES ('claire-dubois', 1, 1, 2, 3, 1, 1)",
			"INSERT INTO listing (slug, created_at, updated_at, seq) VALUES ('paul', 1, 2, 2)",
			fmt.Sprintf(revision, 1, 1, 1, "accepted"),
			fmt.Sprintf(revision, 2, 1, 2, "submitted"),
			fmt.Sprintf(revision, 3, 2, 1, "submitted"),
			"UPDATE listing SET published_revision = 1, latest_revision = 2 WHERE id = 1",
			"UPDATE listing SET latest_revision = 3 WHERE id = 2",
			"INSERT INTO decision (at, role, fingerprint, action, listing, reason) VALUES (9, 'operator', '', 'import', 1, 'Lot')",
			"INSERT INTO setting VALUES ('demo', '')",
		} {
			if _, err := w.conn.ExecContext(ctx, text); err != nil {
				return fmt.Errorf("%s: %w", text, err)
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if err := w.close(); err != nil {
		t.Fatal(err)
	}
}

// TestUpgrade: a directory of the first version comes along whole.
func TestUpgrade(t *testing.T) {
	path := filepath.Join(t.TempDir(), FileName)
	firstVersion(t, path)
	info, err := Inspect(t.Context(), path)
	if err != nil || info.Version != 1 || len(info.Pending) != len(migrations())-1 || info.Pending[0] != "0002_owners" {
		t.Fatalf("Inspect = %+v, %v", info, err)
	}
	s, err := Open(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	if problems, err := s.Check(t.Context()); err != nil || len(problems) != 0 {
		t.Errorf("Check = %v, %v", problems, err)
	}
	l, err := s.ListingBySlug(t.Context(), "claire-dubois")
	if err != nil || l.Owner != 1 || l.Standing != (directory.Standing{Paused: true}) || l.Published == nil || l.Published.ID != 1 ||
		l.Latest.ID != 2 || l.Latest.Profile.Email != "claire@exemple.fr" || l.Seq != 1 || l.ConfirmedAt.UnixMilli() != 3 {
		t.Errorf("listing: %+v, %v", l, err)
	}
	a, err := s.Account(t.Context(), 1)
	want := directory.Account{ID: 1, Name: "Claire", Role: directory.RoleModerator, CreatedAt: time.UnixMilli(7).UTC()}
	if err != nil || a != want {
		t.Errorf("account: %+v, %v", a, err)
	}
	if keys, err := s.Keys(t.Context(), 1); err != nil || len(keys) != 1 || !keys[0].UsedAt.IsZero() || keys[0].CreatedAt.UnixMilli() != 8 {
		t.Errorf("keys: %+v, %v", keys, err)
	}
	if d, err := s.Decisions(t.Context(), 1, 0); err != nil || len(d) != 1 || d[0].Reason != "Lot" || d[0].Actor.Role != directory.RoleOperator {
		t.Errorf("decisions: %+v, %v", d, err)
	}
	if p, err := s.Pending(t.Context()); err != nil || len(p) != 2 || p[0].ID != 1 {
		t.Errorf("Pending: %v, %v", p, err)
	}
	// All of what is new works on it.
	if err := s.Update(t.Context(), func(tx directory.Tx) error {
		if err := tx.PutDraft(1, directory.Draft{Version: 1, Profile: testProfile()}); err != nil {
			return err
		}
		if err := tx.Erase(1); err != nil {
			return err
		}
		return tx.DeleteAccount(1)
	}); err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{path, path + "-wal"} {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{"claire-dubois", "SHA256:one"} {
			if bytes.Contains(b, []byte(secret)) {
				t.Errorf("%s in %s", secret, file)
			}
		}
	}
}

// secondVersion makes a directory as the second version of the program left it,
// with a log of n entries, some of them forgotten in part.
func secondVersion(t *testing.T, path string, n int) {
	t.Helper()
	firstVersion(t, path)
	w := newWriter(path, Options{}.withDefaults())
	if err := w.connect(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := w.transaction(t.Context(), time.Minute, func(ctx context.Context) error {
		if err := w.step(ctx, 1); err != nil {
			return err
		}
		for _, text := range []string{
			"INSERT INTO account (name, role, created_at) VALUES ('Éloïse Petit', 'professional', 7)",
			"INSERT INTO decision (at, role, account, fingerprint, action, revision, reason) VALUES (-5, 'moderator', 1, 'SHA256:one', 'reject', 3, 'Refusé « net »')",
			"INSERT INTO listing (slug, created_at, updated_at, seq) VALUES ('zoe', 1, 2, 3)",
			`INSERT INTO revision SELECT 9, 3, 1, 'submitted', created_at, 'zoe', 'Zoé Œuvre', 'Éditions', status, headline, skills, commune, commune_shown,
				workplace, telecentre, 'Je tiens les comptes de petites entreprises.', languages, available_from, daily_rate_eur, employer_commune, remote_days,
				website, 'CLAIRE@exemple.fr', email_shown, phone, phone_shown, siret, connection FROM revision WHERE id = 3`,
			"UPDATE listing SET latest_revision = 9 WHERE id = 3",
			fmt.Sprintf(`WITH RECURSIVE n (i) AS (SELECT 3 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
				INSERT INTO decision (at, role, fingerprint, action, reason) SELECT i, 'operator', '', 'import', '' FROM n`, n),
		} {
			if _, err := w.conn.ExecContext(ctx, text); err != nil {
				return fmt.Errorf("%s: %w", text, err)
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if err := w.close(); err != nil {
		t.Fatal(err)
	}
}

// TestUpgradeSealsTheLog: the entries that are there are sealed in their order,
// the next one after them, and people are found by their names.
func TestUpgradeSealsTheLog(t *testing.T) {
	const n = 2*batch + 5
	path := filepath.Join(t.TempDir(), FileName)
	secondVersion(t, path, n)
	if info, err := Inspect(t.Context(), path); err != nil || info.Version != 2 || len(info.Pending) != len(migrations())-2 || info.Pending[0] != "0003_moderation" {
		t.Fatalf("Inspect = %+v, %v", info, err)
	}
	s, err := Open(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	if err := s.Update(t.Context(), func(tx directory.Tx) error {
		return tx.Decide(directory.Decision{At: time.UnixMilli(99), Action: "approve", Listing: 1})
	}); err != nil {
		t.Fatal(err)
	}
	var chain directory.LogChain
	var log []directory.Decision
	if err := s.EachDecision(t.Context(), 0, func(d *directory.Decision) error {
		chain.Next(d)
		log = append(log, *d)
		return nil
	}); err != nil || chain.Check().Broken != 0 || len(log) != n+1 || log[n].Number != n+1 {
		t.Fatalf("%d entries, %+v, %v", len(log), chain.Check(), err)
	}
	second := log[1]
	second.Seal = directory.Seal{}
	want := directory.Decision{
		Number: 2, At: time.UnixMilli(-5).UTC(), Actor: directory.Actor{Role: directory.RoleModerator, Account: 1, Fingerprint: "SHA256:one"},
		Action: "reject", Revision: 3, Reason: "Refusé « net »",
	}
	if log[0].Reason != "Lot" || log[0].Listing != 1 || !reflect.DeepEqual(second, want) {
		t.Errorf("entries: %+v, %+v", log[0], second)
	}
	if problems, err := s.Check(t.Context()); err != nil || len(problems) != 0 {
		t.Errorf("Check = %v, %v", problems, err)
	}
	if a, total, err := s.Accounts(t.Context(), directory.AccountQuery{Text: "eloise"}); err != nil || total != 1 || a[0].Name != "Éloïse Petit" {
		t.Errorf("Accounts = %+v, %d, %v", a, total, err)
	}
	if l, total, err := s.FindListings(t.Context(), directory.ListingQuery{Text: "oeuvre éditions"}, nil); err != nil || total != 1 || l[0].Slug != "zoe" {
		t.Errorf("FindListings = %+v, %d, %v", l, total, err)
	}
	if twins, err := s.Twins(t.Context(), 3); err != nil || len(twins) != 1 || twins[0].Other != "claire-dubois" {
		t.Errorf("Twins = %+v, %v", twins, err)
	}
	if n := count(t, s, "SELECT count(*) FROM sqlite_schema WHERE name LIKE '%unsealed%' OR sql LIKE '%unsealed%'"); n != 0 {
		t.Errorf("%d things of the second version are left", n)
	}
}

// count answers a number that the database knows.
func count(t *testing.T, s *Store, query string) (n int) {
	t.Helper()
	if err := s.read.QueryRowContext(t.Context(), query).Scan(&n); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return n
}

// TestUpgradeIsUndoneAsOne: a log that cannot be sealed leaves the directory as
// it was.
func TestUpgradeIsUndoneAsOne(t *testing.T) {
	path := filepath.Join(t.TempDir(), FileName)
	secondVersion(t, path, 10)
	w := newWriter(path, Options{}.withDefaults())
	if err := w.connect(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := w.conn.ExecContext(t.Context(), "INSERT INTO decision (at, role, fingerprint, action, reason) VALUES (1, 'emperor', '', 'x', '')"); err != nil {
		t.Fatal(err)
	}
	if err := w.close(); err != nil {
		t.Fatal(err)
	}
	s, err := Open(t.Context(), path, Options{})
	if !directory.IsCode(err, directory.CodeForeignFile) {
		t.Errorf("Open = %v, %v", s, err)
	}
	if info, err := Inspect(t.Context(), path); err != nil || info.Version != 2 {
		t.Errorf("Inspect = %+v, %v", info, err)
	}
}

// TestRestoreFirstVersion: a backup of the first version is checked by what it
// has, and brought up to date when it is opened.
func TestRestoreFirstVersion(t *testing.T) {
	dir := t.TempDir()
	file, data := filepath.Join(dir, "backup.db"), filepath.Join(dir, "data")
	firstVersion(t, file)
	if _, err := Restore(t.Context(), file, data); err != nil {
		t.Fatal(err)
	}
	s, err := Open(t.Context(), filepath.Join(data, FileName), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.ListingBySlug(t.Context(), "claire-dubois"); err != nil {
		t.Error(err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}
