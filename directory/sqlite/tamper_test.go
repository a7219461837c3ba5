package sqlite

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"teleorne/directory"
)

// testLog writes a log of six entries, over two transactions.
func testLog(t *testing.T, s *Store) {
	t.Helper()
	testListing(t, s, "claire")
	actor := directory.Actor{Role: directory.RoleModerator, Account: 7, Fingerprint: "SHA256:m"}
	for range 5 {
		if err := s.Update(t.Context(), func(tx directory.Tx) error {
			return tx.Decide(directory.Decision{At: time.UnixMilli(5), Actor: actor, Action: "reject", Listing: 1, Reason: "Non"})
		}); err != nil {
			t.Fatal(err)
		}
	}
}

// TestTamperedLog: whoever writes past the program, and past the triggers, is
// found out; so is a copy of such a file.
func TestTamperedLog(t *testing.T) {
	broken := func(n string) string {
		return "entry " + n + " of the log is not as it was written, or the one before it is gone"
	}
	for _, c := range []struct{ text, want string }{
		{"UPDATE decision SET reason = 'Oui' WHERE id = 3", broken("3")},
		{"UPDATE decision SET reason = '' WHERE id = 3", broken("3")},
		{"UPDATE decision SET fingerprint = 'SHA256:x' WHERE id = 4", broken("4")},
		{"UPDATE decision SET reason = 'Oui', reason_salt = zeroblob(16) WHERE id = 3", broken("3")},
		{"UPDATE decision SET reason_seal = zeroblob(32) WHERE id = 3", broken("3")},
		{"UPDATE decision SET at = 6 WHERE id = 1", broken("1")},
		{"UPDATE decision SET role = 'operator' WHERE id = 2", broken("2")},
		{"UPDATE decision SET account = NULL WHERE id = 6", broken("6")},
		{"UPDATE decision SET action = 'approve' WHERE id = 6", broken("6")},
		{"UPDATE decision SET target = 'x' WHERE id = 6", broken("6")},
		{"UPDATE decision SET listing = 2 WHERE id = 2", broken("2")},
		{"UPDATE decision SET revision = 2 WHERE id = 2", broken("2")},
		{"UPDATE decision SET hash = zeroblob(32) WHERE id = 2", broken("2")},
		{"UPDATE decision SET id = 77 WHERE id = 6", broken("77") + "\nthe log ends with entry 77, and had 6"},
		{"DELETE FROM decision WHERE id = 1", broken("2")},
		{"DELETE FROM decision WHERE id = 4", broken("5")},
		{"DELETE FROM decision WHERE id > 4", "the log ends with entry 4, and had 6"},
		{"DELETE FROM decision", "the log ends with entry 0, and had 6"},
		{"UPDATE decision SET id = iif(id = 2, 99, id) WHERE id IN (2, 3)", broken("3") + "\nthe log ends with entry 99, and had 6"},
		// What is forgotten by the rules is no harm.
		{"UPDATE decision SET reason = '', reason_salt = NULL WHERE id IN (2, 6)", ""},
	} {
		s := testStore(t, Options{})
		testLog(t, s)
		for _, text := range []string{
			"DROP TRIGGER decision_is_final", "DROP TRIGGER decision_is_kept", "DROP TRIGGER decision_goes_behind", c.text,
		} {
			if _, err := s.writer.conn.ExecContext(t.Context(), text); err != nil {
				t.Fatalf("%s: %v", text, err)
			}
		}
		got, err := s.Check(t.Context())
		if err != nil || strings.Join(got, "\n") != c.want {
			t.Errorf("%s: Check = %q, %v, want %q", c.text, got, err, c.want)
		}
		copied := filepath.Join(t.TempDir(), "copy.db")
		err = errors.Join(s.Backup(t.Context(), copied), restoreErr(Restore(t.Context(), copied, t.TempDir())))
		if refused := directory.IsCode(err, directory.CodeForeignFile); refused != (c.want != "") || err != nil && !refused {
			t.Errorf("%s: Restore = %v", c.text, err)
		}
	}
}

// TestDamagedUpkeep: values that nobody here wrote are damage.
func TestDamagedUpkeep(t *testing.T) {
	s := testStore(t, Options{})
	testListing(t, s, "claire")
	testOwner(t, s)
	testUpkept(t, s)
	for _, text := range []string{
		"INSERT INTO ban (fingerprint, addresses, reason, at) VALUES ('', '192.0.2.0/99', '', 1)",
		"INSERT INTO motion (action, role, verdicts, reason, at, until) VALUES ('reject_many', 'visitor', '[5]', '', 1, 2)",
		"INSERT INTO report (listing, reason, words, at, role, reporter) VALUES (1, 'other', '', 1, 'emperor', 'y')",
	} {
		if _, err := s.writer.conn.ExecContext(t.Context(), text); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
	}
	_, bans := s.Bans(t.Context(), time.UnixMilli(1))
	_, motions := s.Motions(t.Context(), false)
	_, reports := s.OpenReports(t.Context())
	for _, err := range []error{bans, motions, reports} {
		if !directory.IsCode(err, directory.CodeForeignFile) {
			t.Errorf("%v is not taken for damage", err)
		}
	}
}

func TestNeedles(t *testing.T) {
	for text, want := range map[string]string{
		"":                         "",
		"Éloïse":                   "éloïse|eloise",
		"Le Bœuf-Martin":           "le bœuf-martin|boeuf martin",
		"claire@exemple.fr":        "claire@exemple.fr|claire exemple fr",
		"06 12.34-56/78":           "0612345678",
		"+33 (0)6 12":              "+33612",
		"06 claire":                "06 claire",
		"5":                        "5",
		"!!!":                      "!!!",
		"C++":                      "c++",
		"12345\u00a0678\u202f90":   "1234567890",
		strings.Repeat("mot ", 99): strings.TrimSpace(strings.Repeat("mot ", maxWords)),
	} {
		var got []string
		for _, forms := range needles(text) {
			got = append(got, strings.Join(forms, "|"))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: %q, want %q", text, strings.Join(got, " "), want)
		}
	}
}

func restoreErr(_ int, err error) error { return err }
