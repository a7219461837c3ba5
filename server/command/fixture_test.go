package command_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"teleorne/directory"
	"teleorne/directory/reference"
	"teleorne/directory/search"
	"teleorne/directory/sqlite"
	"teleorne/tui/text"
)

// now is the clock of all tests here.
var now = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

// people are the profiles of the fixture. Éloïse and Jean test widths and
// what people's text can do.
func people() []directory.Profile {
	return []directory.Profile{
		{
			Name: "Claire Dubois", Status: directory.Independent, Headline: "Experte-comptable",
			Skills: []string{"comptabilite"}, Commune: "61038", Languages: []string{"fr", "en"},
			AvailableFrom: 1, DailyRateEUR: 450, Website: "https://exemple.fr/claire",
			Email: "claire.dubois@exemple.fr", EmailShown: directory.Public, Phone: "+33261910001", PhoneShown: directory.Identified,
			Description: "Tenue de comptes et bilans.\n\nPour les associations aussi.",
		},
		{
			Name: "Éloïse Lefèvre", Status: directory.Salaried, Headline: "Développeuse web", Organisation: "Atelier du Perche",
			Skills: []string{"developpement-web"}, Commune: "61293", Email: "eloise@exemple.fr", EmailShown: directory.Nobody,
		},
		{
			Name: "Jean Martin", Status: directory.Independent, Headline: "Comptable",
			Skills: []string{"comptabilite"}, Commune: "61293", CommuneShown: directory.ShownEPCI, Email: "jean@exemple.fr",
		},
		{
			Name: "日本 太郎", Status: directory.Independent, Headline: "Traducteur japonais", Languages: []string{"ja", "fr"},
			Skills: []string{"comptabilite"}, Commune: "61001", Email: "taro@exemple.fr", EmailShown: directory.Public,
		},
	}
}

// newService opens a real directory with the people of the fixture.
func newService(t testing.TB, revealRate int) *directory.Service {
	t.Helper()
	return newServiceAt(t, revealRate, func() time.Time { return now })
}

// newServiceAt does that with a clock of its own, and more options.
func newServiceAt(t testing.TB, revealRate int, clock func() time.Time, more ...func(*directory.Options)) *directory.Service {
	t.Helper()
	ctx := context.Background()
	store, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "teleorne.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	o := directory.Options{
		Store: store, Atlas: reference.Atlas(), RevealRate: revealRate,
		Reference: reference.Delivered(),
		NewIndex:  func(c *directory.Catalog) directory.Index { return search.New(c) },
		Now:       clock,
	}
	for _, option := range more {
		option(&o)
	}
	s, err := directory.NewService(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	var rows []directory.ImportRow
	for i, p := range people() {
		if errs := p.Normalise(s.Atlas(), s.Catalog().Taxonomy, s.Catalog().HasTelecentre); len(errs) > 0 {
			t.Fatalf("%s: %v", p.Name, errs)
		}
		rows = append(rows, directory.ImportRow{Line: i + 2, Profile: p})
	}
	report, err := s.ImportProfiles(ctx, directory.Operator(), rows, directory.ImportOptions{Publish: true})
	if err != nil || report.Created != len(rows) {
		t.Fatalf("import: %+v, %v", report, err)
	}
	return s
}

// visitor and identified are two readers.
var (
	visitor    = directory.Actor{Address: "192.0.2.1"}
	identified = directory.Actor{Role: directory.RoleIdentified, Fingerprint: "SHA256:abc", Address: "192.0.2.1"}
)

// ran is what became of a command line.
type ran struct {
	status   int
	out, err string
}

// run carries out a command line as the server would, without input.
func run(t testing.TB, s *directory.Service, actor directory.Actor, lang text.Lang, line ...string) ran {
	t.Helper()
	return types(t, s, actor, lang, "", line...)
}
