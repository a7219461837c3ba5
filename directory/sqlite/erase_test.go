package sqlite

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"teleorne/directory"
)

// secrets are texts of one person, none of which may outlive them.
var secrets = []string{"Zoe Introuvable", "zoe-introuvable", "zoe.introuvable@exemple.fr", "zoe introuvable", "Motif secret", "SHA256:zoesecret", "Compte de Zoe"}

// testPerson adds a listing whose every part holds one of the secrets.
func testPerson(t *testing.T, s *Store) (id directory.ListingID, account directory.AccountID) {
	t.Helper()
	if err := s.Update(t.Context(), func(tx directory.Tx) (err error) {
		at := time.UnixMilli(1)
		if account, err = tx.AddAccount("Compte de Zoe", directory.RoleProfessional, at); err != nil {
			return err
		}
		if id, err = tx.AddListing("zoe-introuvable", account, at); err != nil {
			return err
		}
		p := testProfile()
		p.Name, p.Email = "Zoe Introuvable", "zoe.introuvable@exemple.fr"
		p.Description = strings.Repeat("zoe.introuvable@exemple.fr, c'est moi. ", 300) // more than a page
		rev, err := tx.AddRevision(id, directory.RevisionAccepted, p, at)
		if err != nil {
			return err
		}
		actor := directory.Actor{Role: directory.RoleProfessional, Account: account, Fingerprint: "SHA256:zoesecret"}
		_, report := tx.AddReport(directory.Report{Listing: id, Reason: directory.ReportOther, Words: "Motif secret", At: at, Reporter: "x"})
		_, motion := tx.AddMotion(directory.Motion{Action: directory.ActionEraseListing, Listing: id, Reason: "Motif secret", At: at, Until: at})
		_, grant := tx.AddMotion(directory.Motion{Action: directory.ActionGrant, Account: account, Reason: "Compte de Zoe", At: at, Until: at})
		_, request := tx.AddDataRequest(directory.DataRequest{Kind: directory.RequestErase, Who: "la dame", Slug: "zoe-introuvable"})
		return errors.Join(report, motion, grant, request, tx.Publish(id, rev, at), tx.PutDraft(id, directory.Draft{Version: 1, Profile: p}),
			tx.AddKey(directory.Key{Account: account, Fingerprint: "SHA256:zoesecret"}, nil, at),
			tx.Decide(directory.Decision{At: at, Actor: actor, Action: "submit", Listing: id}),
			tx.Decide(directory.Decision{At: at, Actor: directory.Operator(), Action: "grant", Reason: "moderator SHA256:zoesecret"}),
			tx.Decide(directory.Decision{At: at, Actor: directory.Operator(), Action: "role", Target: accountTarget(account), Reason: "Zoe Introuvable"}),
			tx.Decide(directory.Decision{At: at, Actor: directory.Operator(), Action: "reject", Listing: id, Reason: "Motif secret"}),
			tx.AddAppeal(directory.Appeal{Listing: id, Against: 1, Words: "Zoe Introuvable", At: at}),
			tx.CloseAppeal(1, at, directory.ActionUphold, "Motif secret"))
	}); err != nil {
		t.Fatal(err)
	}
	return id, account
}

func forget(t *testing.T, s *Store, id directory.ListingID, account directory.AccountID) {
	t.Helper()
	if err := s.Update(t.Context(), func(tx directory.Tx) error {
		return errors.Join(tx.Erase(id), tx.DeleteAccount(account))
	}); err != nil {
		t.Fatal(err)
	}
}

// left are the secrets that the files of a directory still hold.
func left(t *testing.T, path string) (found []string) {
	t.Helper()
	files, err := filepath.Glob(path + "*")
	if err != nil || len(files) == 0 {
		t.Fatalf("files %v, %v", files, err)
	}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range secrets {
			if bytes.Contains(b, []byte(secret)) {
				found = append(found, fmt.Sprintf("%s in %s", secret, filepath.Base(file)))
			}
		}
	}
	return found
}

// TestErasedBytes: the bytes of the files hold nothing of who was erased, even
// while the directory is open.
func TestErasedBytes(t *testing.T) {
	s := testStore(t, Options{})
	for i := range 40 {
		testListing(t, s, fmt.Sprintf("before-%d", i))
	}
	id, account := testPerson(t, s)
	for i := range 40 {
		testListing(t, s, fmt.Sprintf("after-%d", i))
	}
	if found := left(t, s.path); len(found) < len(secrets) {
		t.Fatalf("the test looks in the wrong place: %v", found)
	}
	forget(t, s, id, account)
	if found := left(t, s.path); len(found) != 0 {
		t.Errorf("left behind: %v", found)
	}
	if problems, err := s.Check(t.Context()); err != nil || len(problems) != 0 {
		t.Errorf("Check = %v, %v", problems, err)
	}
	copied := filepath.Join(t.TempDir(), "copy.db")
	if err := s.Backup(t.Context(), copied); err != nil {
		t.Fatal(err)
	}
	if found := left(t, copied); len(found) != 0 {
		t.Errorf("in a backup: %v", found)
	}
	if _, err := s.writer.conn.ExecContext(t.Context(), "DELETE FROM revision"); err == nil {
		t.Error("the permission to erase outlived its transaction")
	}
}

// TestErasedBytesLater: who reads an older state delays that, and no more.
func TestErasedBytesLater(t *testing.T) {
	s := testStore(t, Options{SweepAfter: 200 * time.Millisecond})
	id, account := testPerson(t, s)
	reader, err := s.read.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var n int
	if err := reader.QueryRowContext(t.Context(), "SELECT count(*) FROM revision").Scan(&n); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	forget(t, s, id, account)
	if took := time.Since(began); took > 3*time.Second {
		t.Errorf("a reader held the writer for %v", took)
	}
	testListing(t, s, "claire")
	if found := left(t, s.path); len(found) == 0 {
		t.Fatal("the reader held nothing")
	}
	if err := reader.Rollback(); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(20 * time.Second); len(left(t, s.path)) != 0; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("left behind: %v", left(t, s.path))
		}
	}
	testListing(t, s, "paul")
}

// TestErasedBytesClosed: closing does it at the latest, and if the program was
// killed, opening the directory again.
func TestErasedBytesClosed(t *testing.T) {
	path := filepath.Join(t.TempDir(), FileName)
	s, err := Open(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	id, account := testPerson(t, s)
	reader, err := s.read.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var n int
	if err := reader.QueryRowContext(t.Context(), "SELECT count(*) FROM revision").Scan(&n); err != nil {
		t.Fatal(err)
	}
	forget(t, s, id, account)
	// Copies of the files are what a program leaves that is killed.
	killed := filepath.Join(t.TempDir(), FileName)
	for _, suffix := range []string{"", "-wal"} {
		b, err := os.ReadFile(path + suffix)
		if err == nil {
			err = os.WriteFile(killed+suffix, b, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(reader.Rollback(), s.Close(), s.Close()); err != nil {
		t.Fatal(err)
	}
	if found := left(t, path); len(found) != 0 {
		t.Errorf("left behind: %v", found)
	}
	if found := left(t, killed); len(found) == 0 {
		t.Fatal("the copy held nothing")
	}
	s, err = Open(t.Context(), killed, Options{SweepAfter: 200 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	swept(t, s)
	if found := left(t, killed); len(found) != 0 {
		t.Errorf("left behind: %v", found)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// swept waits until the database was written anew.
func swept(t *testing.T, s *Store) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); s.sweeper.due.Load(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("not swept")
		}
	}
	if v, err := s.Setting(t.Context(), unsweptName); err != nil || v != "" {
		t.Errorf("still to be swept: %q, %v", v, err)
	}
}

// TestErasedBytesOfMany: SQLite moves rows about, and leaves bytes where they
// were; those of people who are erased go as well.
func TestErasedBytesOfMany(t *testing.T) {
	if testing.Short() {
		t.Skip("one person after the other")
	}
	s := testStore(t, Options{SweepAfter: 200 * time.Millisecond})
	random := rand.New(rand.NewPCG(1, 2))
	var tokens []string
	for range 100 {
		if err := s.Update(t.Context(), func(tx directory.Tx) error {
			for range 10 {
				token := fmt.Sprintf("q%08xz", random.Uint32())
				at, p := time.UnixMilli(1), testProfile()
				p.Name, p.Description = token, strings.Repeat(token+" ", random.IntN(300))
				id, err := tx.AddListing(token, 0, at)
				if err != nil {
					return err
				}
				_, err = tx.AddRevision(id, directory.RevisionSubmitted, p, at)
				if err := errors.Join(err, tx.PutDraft(id, directory.Draft{Profile: p}),
					tx.Decide(directory.Decision{Action: "reject", Listing: id, Reason: token})); err != nil {
					return err
				}
				tokens = append(tokens, token)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Update(t.Context(), func(tx directory.Tx) error {
		for i := 0; i < len(tokens); i += 3 {
			l, err := tx.ListingBySlug(tokens[i])
			if err == nil {
				err = tx.Erase(l.ID)
			}
			if err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	swept(t, s)
	for _, suffix := range []string{"", "-wal"} {
		b, err := os.ReadFile(s.path + suffix)
		if err != nil {
			t.Fatal(err)
		}
		for i, token := range tokens {
			if n := bytes.Count(b, []byte(token)); i%3 == 0 && n > 0 {
				t.Errorf("%s is left %d times in %q", token, n, suffix)
			} else if i%3 != 0 && n == 0 && suffix == "" {
				t.Fatalf("%s is gone", token)
			}
		}
	}
	if problems, err := s.Check(t.Context()); err != nil || len(problems) != 0 {
		t.Errorf("Check = %v, %v", problems, err)
	}
}

// TestEraseIsUndoneAsOne: a failure after an erasure leaves the person whole.
func TestEraseIsUndoneAsOne(t *testing.T) {
	s := testStore(t, Options{})
	id, account := testPerson(t, s)
	no := errors.New("no")
	if err := s.Update(context.Background(), func(tx directory.Tx) error {
		return errors.Join(tx.Erase(id), tx.DeleteAccount(account), no)
	}); !errors.Is(err, no) {
		t.Fatalf("Update = %v", err)
	}
	l, err := s.ListingBySlug(t.Context(), "zoe-introuvable")
	if err != nil || l.Owner != account || l.Published == nil {
		t.Errorf("after an erasure that was undone: %+v, %v", l, err)
	}
	if d, err := s.Draft(t.Context(), id); err != nil || d.Profile == nil {
		t.Errorf("Draft = %+v, %v", d, err)
	}
	if v, err := s.Setting(t.Context(), slugSecretName); err != nil || v != "" {
		t.Errorf("a secret of nothing: %q, %v", v, err)
	}
}

// TestErasureOfTheLog: a row of erasure lets a decision lose its key and its
// reason, and nothing else.
func TestErasureOfTheLog(t *testing.T) {
	s := testStore(t, Options{})
	id, _ := testPerson(t, s)
	for _, c := range []struct {
		set     string
		allowed bool
	}{
		{"reason = '', reason_salt = NULL", true},
		{"reason_salt = NULL", true}, // of an empty reason
		{"fingerprint = '', fingerprint_salt = NULL", true},
		{"fingerprint = ''", false},
		{"fingerprint_salt = NULL", false},
		{"fingerprint_salt = zeroblob(16)", false},
		{"reason_salt = zeroblob(16)", false},
		{"fingerprint_seal = zeroblob(32)", false},
		{"reason_seal = zeroblob(32)", false},
		{"hash = zeroblob(32)", false},
		{"target = 'x'", false},
		{"reason = 'x'", false},
		{"fingerprint = 'x'", false},
		{"account = NULL", false},
		{"action = 'x'", false},
		{"at = 5", false},
		{"role = 'operator'", false},
		{"listing = NULL", false},
		{"revision = 5", false},
		{"id = 99", false},
	} {
		no := errors.New("no")
		err := s.Update(t.Context(), func(x directory.Tx) error {
			t := x.(*tx)
			if _, err := t.exec("INSERT INTO erasure (listing) VALUES (?)", int64(id)); err != nil {
				return err
			}
			_, err := t.exec("UPDATE decision SET " + c.set + " WHERE id = 1")
			return errors.Join(err, no)
		})
		if refused := errorCode(err)&0xff == 19; refused == c.allowed || !errors.Is(err, no) {
			t.Errorf("%s: %v", c.set, err)
		}
	}
}

// TestCheckRules: a state that could not have come about is told.
func TestCheckRules(t *testing.T) {
	s := testStore(t, Options{})
	testListing(t, s, "claire")
	testListing(t, s, "paul")
	testOwner(t, s)
	for _, text := range []string{
		"DROP TRIGGER listing_publishes_what_was_accepted", "DROP TRIGGER listing_has_its_own_latest",
		"DROP TRIGGER erased_listing_is_nobodys",
		"UPDATE listing SET published_revision = 2 WHERE id = 1",
		"UPDATE listing SET latest_revision = NULL WHERE id = 2",
		"UPDATE listing SET owner = 2 WHERE id = 4",
		"INSERT INTO erasure (listing) VALUES (3)",
		"DROP TRIGGER report_is_somebodys", "DROP TRIGGER appeal_is_somebodys",
		"INSERT INTO report (listing, reason, words, at, role, reporter) VALUES (4, 'other', '', 1, 'visitor', 'x')",
		"INSERT INTO motion (action, role, listing, verdicts, reason, at, until) VALUES ('erase_listing', '', 4, '[]', '', 1, 2)",
		"INSERT INTO appeal (listing, against, words, at) VALUES (3, 1, '', 1)",
		"DELETE FROM revision_key WHERE revision = 1",
	} {
		if _, err := s.writer.conn.ExecContext(t.Context(), text); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
	}
	want := []string{
		"listing 1 publishes what was not accepted", "listing 2 has another latest revision than it says",
		"listing 4 is erased and has an owner or a draft", "listing 3 was not erased to the end",
		"listing 4 is erased and has reports or appeals", "listing 4 is erased and has an open motion",
		"listing 3 has an appeal against a decision about another one", "listing 1 has a revision that cannot be looked for",
	}
	if got, err := s.Check(t.Context()); err != nil || strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("Check = %q, %v, want %q", got, err, want)
	}
}

// TestDraftContent: the names are for ever, what is unknown is passed over.
func TestDraftContent(t *testing.T) {
	s, err := formatDraft(&directory.Profile{Name: "Claire", EmployerPlace: "Paris", AvailableFrom: 20_000})
	want := `{"name":"Claire","status":"","headline":"","organisation":"","skills":null,"commune":"","commune_shown":"",` +
		`"workplace":"","telecentre":"","description":"","languages":null,"available_from":20000,"daily_rate_eur":0,` +
		`"employer_commune":"Paris","remote_days":0,"website":"","email":"","phone":"","email_shown":"","phone_shown":"",` +
		`"siret":"","connection":""}`
	if err != nil || s != want {
		t.Errorf("formatDraft = %s, %v\nwant %s", s, err, want)
	}
	p, err := parseDraft(`{"name": "Claire", "future": {"a": [1]}, "skills": []}`)
	if err != nil || p.Name != "Claire" || p.Skills != nil {
		t.Errorf("parseDraft = %+v, %v", p, err)
	}
	for _, s := range []string{"{", `{"name": 5}`, "[]"} {
		if _, err := parseDraft(s); !errors.Is(err, errDamaged) {
			t.Errorf("%s: %v is not taken for damage", s, err)
		}
	}
}
