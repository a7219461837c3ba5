package main

import (
	"bytes"
	"database/sql"
	"path/filepath"
	"strings"
	"testing"

	"teleorne/directory/sqlite"
	"teleorne/server/command"
)

// What somebody changes with other tools, the doctor finds in the log.
func TestDoctorReadsTheLog(t *testing.T) {
	data := fillDirectory(t, 20)
	examine := func(want int) string {
		t.Helper()
		var out bytes.Buffer
		status := execute(t.Context(), []string{"doctor", "--data", data, "--lang", "en"}, strings.NewReader(""), &out, &out, func(string) string { return "" })
		if status != want {
			t.Errorf("status %d: %s", status, out.String())
		}
		return out.String()
	}
	change := func(statements ...string) {
		t.Helper()
		db, err := sql.Open("sqlite", filepath.Join(data, sqlite.FileName))
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		for _, s := range statements {
			if _, err := db.ExecContext(t.Context(), s); err != nil {
				t.Fatal(err)
			}
		}
	}
	if out := examine(0); !strings.Contains(out, "well  log of decisions: ") || !strings.Contains(out, "well  profiles explained by the log\n") {
		t.Errorf("at first: %s", out)
	}
	change("UPDATE listing SET suspended = 1 WHERE id = 7")
	if out := examine(command.Failed); !strings.Contains(out, "well  log of decisions: ") || !strings.Contains(out, "ILL  profiles explained by the log: 1 is not: listing 7: ") {
		t.Errorf("after a suspension by nobody: %s", out)
	}
	change("UPDATE listing SET suspended = 0 WHERE id = 7", "DROP TRIGGER decision_is_final", "UPDATE decision SET at = at + 1 WHERE id = 5")
	if out := examine(command.Failed); !strings.Contains(out, "ILL  log of decisions: entry 5 ") || !strings.Contains(out, "well  profiles explained by the log\n") {
		t.Errorf("after a change of the log: %s", out)
	}
}
