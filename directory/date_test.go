package directory_test

import (
	"encoding/json"
	"testing"
	"time"

	"pgregory.net/rapid"

	"teleorne/directory"
)

func TestParseDate(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]directory.Date{
		"": 0, "1970-01-02": 1, "1971-01-01": 365, "2026-12-01": 20788, "2024-02-29": 19782,
	} {
		if d, err := directory.ParseDate(s); err != nil || d != want || d.String() != s {
			t.Errorf("ParseDate(%q) = %d (%s), %v; want %d", s, d, d, err, want)
		}
	}
	for _, s := range []string{"2026-13-01", "2025-02-29", "2026-1-1", "01/12/2026", "1969-12-31", "1970-01-01", "2200-01-01", "aujourd'hui", " 2026-12-01", "2026-12-01T00:00:00Z", "\xff"} {
		if d, err := directory.ParseDate(s); !directory.IsCode(err, directory.CodeDate) {
			t.Errorf("ParseDate(%q) = %s, %v; want an error", s, d, err)
		}
	}
}

func TestDateOfIsTheLocalDay(t *testing.T) {
	t.Parallel()
	paris := time.FixedZone("CEST", 2*3600)
	// Half past midnight in Paris is still the day before in Greenwich.
	if d := directory.DateOf(time.Date(2026, 7, 14, 0, 30, 0, 0, paris)); d.String() != "2026-07-14" {
		t.Errorf("%s", d)
	}
}

func TestDateJSON(t *testing.T) {
	t.Parallel()
	b, err := json.Marshal(map[string]directory.Date{"a": 0, "b": 1})
	if err != nil || string(b) != `{"a":null,"b":"1970-01-02"}` {
		t.Errorf("%s %v", b, err)
	}
}

func TestDateRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := directory.Date(rapid.Int32Range(1, 84005).Draw(t, "day"))
		if again, err := directory.ParseDate(d.String()); err != nil || again != d {
			t.Fatalf("%d is %s is %d, %v", d, d, again, err)
		}
		if directory.DateOf(d.Time()) != d {
			t.Fatalf("%s is not the day of its own midnight", d)
		}
	})
}
