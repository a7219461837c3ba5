package sqlite

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"teleorne/directory"
)

func testStore(t *testing.T, o Options) *Store {
	t.Helper()
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), FileName), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	return s
}

func testProfile() *directory.Profile {
	return &directory.Profile{
		Name: "Claire Dubois", Status: directory.Independent, Headline: "Comptable", Skills: []string{"comptabilite"},
		Commune: "61038", CommuneShown: directory.ShownCommune, Workplace: directory.AtHome,
		EmailShown: directory.Identified, PhoneShown: directory.Identified,
	}
}

func testListing(t *testing.T, s *Store, slug string) {
	t.Helper()
	if err := s.Update(t.Context(), func(tx directory.Tx) error {
		id, err := tx.AddListing(slug, 0, time.UnixMilli(1))
		if err != nil {
			return err
		}
		rev, err := tx.AddRevision(id, directory.RevisionAccepted, testProfile(), time.UnixMilli(1))
		if err != nil {
			return err
		}
		return errors.Join(tx.Publish(id, rev, time.UnixMilli(1)), tx.Decide(directory.Decision{Action: "publish", Listing: id, Revision: rev}))
	}); err != nil {
		t.Fatal(err)
	}
}

func testOwner(t *testing.T, s *Store) {
	t.Helper()
	if err := s.Update(t.Context(), func(tx directory.Tx) error {
		at := time.UnixMilli(1)
		id, err := tx.AddAccount("Anne", directory.RoleProfessional, at)
		if err != nil {
			return err
		}
		if _, err := tx.AddAccount("Luc", directory.RoleIdentified, at); err != nil {
			return err
		}
		l, err := tx.AddListing("anne", id, at)
		if err != nil {
			return err
		}
		gone, err := tx.AddListing("gone", 0, at)
		return errors.Join(err, tx.PutDraft(l, directory.Draft{Version: 5, Profile: testProfile()}), tx.Erase(gone))
	}); err != nil {
		t.Fatal(err)
	}
}

// testUpkept adds one of each thing that moderators and administrators keep,
// about listing 1 and account 1.
func testUpkept(t *testing.T, s *Store) {
	t.Helper()
	if err := s.Update(t.Context(), func(tx directory.Tx) error {
		at := time.UnixMilli(1)
		_, report := tx.AddReport(directory.Report{Listing: 1, Reason: directory.ReportOther, At: at, Reporter: "x"})
		_, ban := tx.AddBan(directory.Ban{Fingerprint: "SHA256:x", At: at})
		_, motion := tx.AddMotion(directory.Motion{Action: directory.ActionEraseListing, Listing: 1, Reason: "x", At: at, Until: at})
		_, closed := tx.AddMotion(directory.Motion{Action: directory.ActionGrant, Account: 1, At: at, Until: at})
		_, request := tx.AddDataRequest(directory.DataRequest{Kind: directory.RequestAccess, Who: "x"})
		return errors.Join(report, ban, motion, closed, request,
			tx.CloseMotion(2, directory.MotionRefused, 1, at),
			tx.AddAppeal(directory.Appeal{Listing: 1, Against: 1, Words: "x", At: at}),
			tx.PutClaim(directory.Claim{Item: "1", Holder: "x", Until: at}),
			tx.PutDomain(directory.Domain{Slug: "gestion"}), tx.PutSkill(directory.Skill{Slug: "paie", Domain: "gestion"}),
			tx.PutSkillFate(directory.SkillFate{Slug: "paie", Retired: true}))
	}); err != nil {
		t.Fatal(err)
	}
}

// forbiddenModeration are the writes to what testUpkept adds that the schema
// refuses.
var forbiddenModeration = []string{
	"UPDATE decision SET hash = zeroblob(32)",
	"UPDATE decision SET target = 'x'",
	"UPDATE decision SET reason_salt = NULL",
	"UPDATE decision SET fingerprint_seal = zeroblob(32)",
	"INSERT INTO decision SELECT 0, at, role, account, fingerprint, action, target, listing, revision, reason, fingerprint_salt, fingerprint_seal, reason_salt, reason_seal, hash FROM decision WHERE id = 1",
	"INSERT INTO decision SELECT NULL, at, role, account, fingerprint, action, target, listing, revision, reason, fingerprint_salt, fingerprint_seal, reason_salt, reason_seal, hash FROM decision WHERE id = 1",
	"INSERT INTO decision SELECT 99, at, role, account, fingerprint, action, target, listing, revision, reason, fingerprint_salt, fingerprint_seal, reason_salt, reason_seal, x'' FROM decision WHERE id = 1",
	"INSERT INTO decision SELECT 99, at, role, account, fingerprint, action, target, listing, revision, 'x', fingerprint_salt, fingerprint_seal, NULL, reason_seal, hash FROM decision WHERE id = 1",
	"REPLACE INTO decision SELECT * FROM decision",
	"UPDATE revision_key SET words = ''",
	"INSERT INTO revision_key (revision, listing, commune, words, text) VALUES (99, 1, '', '', 0)",
	"INSERT INTO claim (item, holder, until) VALUES ('', 'x', 1)",
	"INSERT INTO claim (item, holder, until) VALUES ('2', '', 1)",
	"INSERT INTO claim (item, account, holder, until) VALUES ('2', 99, 'x', 1)",
	"UPDATE report SET listing = 2",
	"UPDATE report SET reporter = 'y'",
	"UPDATE report SET reason = 'y'",
	"DELETE FROM report",
	"INSERT INTO report (listing, reason, words, at, role, reporter) VALUES (1, 'other', '', 1, 'visitor', 'x')",
	"INSERT INTO report (listing, reason, words, at, role, reporter) VALUES (4, 'other', '', 1, 'visitor', 'x')",
	"UPDATE appeal SET words = 'y'",
	"UPDATE appeal SET outcome = 'uphold'",
	"UPDATE appeal SET closed_at = 5, outcome = 'x'",
	"DELETE FROM appeal",
	"INSERT INTO appeal (listing, against, words, at) VALUES (2, 1, '', 1)",
	"INSERT INTO appeal (listing, against, words, at) VALUES (2, 99, '', 1)",
	"INSERT INTO appeal (listing, against, words, at) VALUES (4, 2, '', 1)",
	"INSERT INTO refused_word (slug, word, reason, at) VALUES ('', '', '', 1)",
	"UPDATE ban SET addresses = '192.0.2.0/24'",
	"UPDATE ban SET fingerprint = ''",
	"UPDATE motion SET reason = ''",
	"UPDATE motion SET listing = 2 WHERE id = 1",
	"UPDATE motion SET state = 'agreed' WHERE id = 1",
	"UPDATE motion SET state = 'agreed' WHERE id = 2",
	"UPDATE motion SET state = 'open', closed_at = NULL WHERE id = 2",
	"UPDATE motion SET verdicts = '{}' WHERE id = 1",
	"DELETE FROM motion",
	"UPDATE skill_fate SET successor = 'paie'",
	"UPDATE skill_fate SET successor = 'none'",
	"INSERT INTO telecentre_check (slug, found) VALUES ('none', 1)",
	"INSERT INTO commune_merge (insee, successor, day, at) VALUES ('61001', '61001', 1, 1)",
	"UPDATE data_request SET kind = 'x'",
}

// TestSchemaForbids: the file itself keeps what must not change, whoever writes.
func TestSchemaForbids(t *testing.T) {
	s := testStore(t, Options{})
	testListing(t, s, "claire")
	testListing(t, s, "paul")
	testOwner(t, s) // accounts 1 and 2, of which 1 owns listing 3, a draft; listing 4, erased
	testUpkept(t, s)
	for _, text := range slices.Concat(forbiddenModeration, []string{
		"UPDATE revision SET name = 'x'",
		"UPDATE revision SET siret = 'x'",
		"UPDATE revision SET connection = 'fibre'",
		"UPDATE revision SET state = 'draft'",
		"UPDATE revision SET listing = 2 WHERE id = 1",
		"DELETE FROM revision",
		"REPLACE INTO revision SELECT * FROM revision",
		"UPDATE listing SET slug = slug || 'x'",
		"UPDATE listing SET published_revision = 2 WHERE id = 1",
		"UPDATE listing SET latest_revision = 2 WHERE id = 1",
		"UPDATE listing SET published_revision = 99 WHERE id = 1",
		"UPDATE listing SET seq = 0 WHERE id = 1",
		"UPDATE listing SET slug = 'x', latest_revision = NULL WHERE id = 1",
		"UPDATE listing SET created_at = 5 WHERE id = 1",
		"UPDATE listing SET created_at = 5 WHERE id = 3",
		"UPDATE listing SET owner = 1 WHERE id = 2",
		"UPDATE listing SET dormant = 2 WHERE id = 1",
		"UPDATE listing SET erased = 1 WHERE id = 1",
		"UPDATE listing SET erased = 1 WHERE id = 3",
		"UPDATE listing SET erased = 0 WHERE id = 4",
		"UPDATE listing SET owner = 2 WHERE id = 4",
		"UPDATE listing SET slug = 'x' WHERE id = 4",
		"DELETE FROM listing",
		"REPLACE INTO listing SELECT * FROM listing",
		"UPDATE decision SET reason = 'x'",
		"UPDATE decision SET reason = ''",
		"UPDATE decision SET fingerprint = ''",
		"DELETE FROM decision",
		"UPDATE draft SET version = version - 1",
		"UPDATE draft SET listing = 2",
		"UPDATE draft SET content = 'x'",
		"UPDATE draft SET unread = ''",
		"DELETE FROM draft",
		"INSERT INTO draft (listing, version, content, unread) VALUES (4, 1, '', '{}')",
		"INSERT INTO draft (listing, version, content, unread) VALUES (99, 1, '', '{}')",
		"INSERT INTO revision SELECT 99, 4, number, state, created_at, name_key, name, organisation, status, headline, skills, commune, commune_shown, workplace, telecentre, description, languages, available_from, daily_rate_eur, employer_commune, remote_days, website, email, email_shown, phone, phone_shown, siret, connection FROM revision WHERE id = 1",
		"INSERT INTO listing (slug, created_at, updated_at, seq, erased) VALUES ('z', 0, 0, 99, 1)",
		"INSERT INTO listing (slug, created_at, updated_at, seq, owner) VALUES ('z', 0, 0, 99, 1)",
		"DELETE FROM account WHERE id = 1",
		"INSERT INTO pass (hash, account, kind, created_at) VALUES ('x', 1, 'other', 0)",
		"INSERT INTO pass (hash, account, kind, created_at) VALUES ('', 1, 'link', 0)",
		"INSERT INTO pass (hash, account, kind, created_at) VALUES ('x', 99, 'link', 0)",
		"INSERT INTO erasure (listing, account) VALUES (1, 1)",
		"INSERT INTO erasure (listing) VALUES (NULL)",
		"INSERT INTO listing (slug, created_at, updated_at, seq) VALUES ('claire', 0, 0, 99)",
		"INSERT INTO account (name, role, created_at) VALUES ('x', 'operator', 0)",
		"INSERT INTO skill (slug, label_fr, label_en, domain, rome, aliases_fr, aliases_en) VALUES ('x', '', '', 'none', '', '[]', '[]')",
		"INSERT INTO setting (name, value) VALUES ('x', 5.5), ('', 'x')",
	}) {
		if _, err := s.writer.conn.ExecContext(t.Context(), text); err == nil || errorCode(err)&0xff != 19 {
			t.Errorf("%s: %v, want a broken constraint", text, err)
		}
	}
	if problems, err := s.Check(t.Context()); err != nil || len(problems) != 0 {
		t.Errorf("Check = %v, %v", problems, err)
	}
}

// TestDiskFull: nothing is half written, and the store goes on once there is room.
func TestDiskFull(t *testing.T) {
	s := testStore(t, Options{})
	testListing(t, s, "claire")
	limit := func(pages string) {
		t.Helper()
		var n int
		if err := s.writer.conn.QueryRowContext(t.Context(), "PRAGMA max_page_count = "+pages).Scan(&n); err != nil {
			t.Fatal(err)
		}
	}
	limit("1") // SQLite takes that as: as large as it is
	err := s.Update(t.Context(), func(tx directory.Tx) error {
		for {
			id, err := tx.AddListing("paul", 0, time.UnixMilli(1))
			if err != nil {
				return nil // made light of
			}
			p := testProfile()
			p.Description = strings.Repeat("x", 100_000)
			if _, err := tx.AddRevision(id, directory.RevisionDraft, p, time.UnixMilli(1)); err != nil {
				break
			}
		}
		// Whatever comes now must not stand on its own.
		_ = tx.SetSetting("half", "written")
		return nil
	})
	if !directory.IsCode(err, directory.CodeDiskFull) {
		t.Errorf("Update = %v", err)
	}
	limit("1000000")
	if v, err := s.Setting(t.Context(), "half"); err != nil || v != "" {
		t.Errorf("half written: %q, %v", v, err)
	}
	if _, err := s.ListingBySlug(t.Context(), "paul"); !directory.IsCode(err, directory.CodeNotFound) {
		t.Errorf("half written: %v", err)
	}
	testListing(t, s, "paul")
}

func TestReadOnly(t *testing.T) {
	s := testStore(t, Options{})
	if _, err := s.writer.conn.ExecContext(t.Context(), "PRAGMA query_only = 1"); err != nil {
		t.Fatal(err)
	}
	err := s.Update(t.Context(), func(tx directory.Tx) error { return tx.SetSetting("a", "b") })
	if !directory.IsCode(err, directory.CodeUnwritable) {
		t.Errorf("Update = %v", err)
	}
	// Readers cannot write even if they are asked to.
	if _, err := s.read.ExecContext(t.Context(), "DELETE FROM setting"); errorCode(err)&0xff != 8 {
		t.Errorf("a reader wrote: %v", err)
	}
}

func TestTimeLimits(t *testing.T) {
	s := testStore(t, Options{WriteTimeout: 50 * time.Millisecond})
	err := s.Update(t.Context(), func(tx directory.Tx) error {
		time.Sleep(80 * time.Millisecond)
		return tx.SetSetting("late", "1")
	})
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Update = %v", err)
	}
	s.options.WriteTimeout = time.Minute
	if err := s.Update(t.Context(), func(tx directory.Tx) error { return tx.SetSetting("next", "1") }); err != nil {
		t.Errorf("the next Update = %v", err)
	}
	if v, err := s.Setting(t.Context(), "late"); err != nil || v != "" {
		t.Errorf("Setting = %q, %v", v, err)
	}
	// A query that would run for ever is interrupted.
	s.options.ReadTimeout = 50 * time.Millisecond
	began := time.Now()
	var n int
	err = s.one(t.Context(), "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n", nil, &n)
	if !errors.Is(err, context.DeadlineExceeded) || time.Since(began) > 10*time.Second {
		t.Errorf("an endless query = %v after %v", err, time.Since(began))
	}
}

// TestWriterRecovers: a connection in an unknown state is replaced.
func TestWriterRecovers(t *testing.T) {
	s := testStore(t, Options{})
	if _, err := s.writer.conn.ExecContext(t.Context(), "BEGIN"); err != nil {
		t.Fatal(err)
	}
	if err := s.Update(t.Context(), func(directory.Tx) error { return nil }); err == nil {
		t.Fatal("a transaction within a transaction")
	}
	_ = s.writer.disconnect()
	testListing(t, s, "claire")
}

func TestWaitingWriterGivesUp(t *testing.T) {
	s := testStore(t, Options{})
	inside, leave := make(chan struct{}), make(chan struct{})
	done := make(chan error, 1)
	go func() {
		done <- s.Update(context.Background(), func(directory.Tx) error { close(inside); <-leave; return nil })
	}()
	<-inside
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if err := s.Update(ctx, func(directory.Tx) error { return nil }); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Update while another writes = %v", err)
	}
	close(leave)
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestMigrations(t *testing.T) {
	steps := migrations()
	if len(steps) == 0 {
		t.Fatal("no migrations")
	}
	for i, m := range steps {
		if want := []string{"0001_directory", "0002_owners", "0003_moderation"}; i < len(want) && m.name != want[i] {
			t.Errorf("migration %d is %s, want %s", i+1, m.name, want[i])
		}
	}
	// One that fails leaves the file as it was.
	path := filepath.Join(t.TempDir(), FileName)
	if err := prepareFile(path); err != nil {
		t.Fatal(err)
	}
	w := newWriter(path, Options{}.withDefaults())
	if err := w.connect(t.Context()); err != nil {
		t.Fatal(err)
	}
	err := w.transaction(t.Context(), time.Minute, func(ctx context.Context) error {
		if err := w.step(ctx, 0); err != nil {
			return err
		}
		return errors.New("no")
	})
	if err == nil || err.Error() != "no" {
		t.Errorf("transaction = %v", err)
	}
	if err := w.close(); err != nil {
		t.Fatal(err)
	}
	info, err := Inspect(t.Context(), path)
	if err != nil || info.Version != 0 || len(info.Pending) != len(steps) {
		t.Errorf("Inspect = %+v, %v", info, err)
	}
}

func TestLists(t *testing.T) {
	for _, list := range [][]string{
		nil, {"a"}, {"a", "b"}, {""}, {"", ""}, {`"`}, {`\`}, {`a","b`}, {"é", "日本", "+x y"}, {"<&>"}, {"\u2028"},
	} {
		s := formatList(list)
		got, err := parseList(s)
		if err != nil || strings.Join(got, "\x00") != strings.Join(list, "\x00") || len(got) != len(list) {
			t.Errorf("%q: %q, %v", s, got, err)
		}
	}
	for s, want := range map[string]string{`["a", "b"]`: "a b", ` [ ]`: "", `["a\u00e9"]`: "aé"} {
		if got, err := parseList(s); err != nil || strings.Join(got, " ") != want {
			t.Errorf("%s: %q, %v", s, got, err)
		}
	}
	for _, s := range []string{"", "{}", `["a"`, `"a"`, "[1]"} {
		if got, err := parseList(s); err == nil {
			t.Errorf("%s: %q", s, got)
		} else if err = failed("read", "x", err); !directory.IsCode(err, directory.CodeForeignFile) {
			t.Errorf("%s: %v is not taken for damage", s, err)
		}
	}
}

func FuzzLists(f *testing.F) {
	f.Add("a", "b")
	f.Add(`"`, `\`)
	f.Fuzz(func(t *testing.T, a, b string) {
		a, b = directory.SafeLine(a), directory.SafeLine(b)
		got, err := parseList(formatList([]string{a, b}))
		if err != nil || len(got) != 2 || got[0] != a || got[1] != b {
			t.Errorf("%q, %q: %q, %v", a, b, got, err)
		}
	})
}
