package directory_test

import (
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"teleorne/directory"
)

func TestSearchSaysWhatIsWrongWithAQuery(t *testing.T) {
	w := newWorld(t)
	hidden := ""
	for _, tc := range w.Catalog().Telecentres {
		if !tc.Public() {
			hidden = tc.ID
		}
	}
	for _, c := range []struct {
		name  string
		query directory.Query
		code  directory.Code
		field string
	}{
		{"limit", directory.Query{Limit: 501}, directory.CodeOutOfRange, "limit"},
		{"negative limit", directory.Query{Limit: -1}, directory.CodeOutOfRange, "limit"},
		{"negative offset", directory.Query{Offset: -1}, directory.CodeOutOfRange, "offset"},
		{"absurd offset", directory.Query{Offset: math.MaxInt}, directory.CodeOutOfRange, "offset"},
		{"negative radius", directory.Query{Communes: []string{"61038"}, RadiusKM: -1}, directory.CodeOutOfRange, "radius"},
		{"NaN radius", directory.Query{Communes: []string{"61038"}, RadiusKM: math.NaN()}, directory.CodeOutOfRange, "radius"},
		{"infinite radius", directory.Query{Communes: []string{"61038"}, RadiusKM: math.Inf(1)}, directory.CodeOutOfRange, "radius"},
		{"radius around nothing", directory.Query{RadiusKM: 5}, directory.CodeRadiusNeedsPlace, "radius"},
		{"commune", directory.Query{Communes: []string{"61038", "75056"}}, directory.CodePlace, "commune"},
		{"EPCI", directory.Query{EPCI: "123"}, directory.CodePlace, "epci"},
		{"skill", directory.Query{Skills: []string{"dragon-taming"}}, directory.CodeSkill, "skill"},
		{"too many skills", directory.Query{Skills: make([]string, 16)}, directory.CodeTooMany, "skill"},
		{"domain", directory.Query{Domain: "dragons"}, directory.CodeNotFound, "domain"},
		{"status", directory.Query{Status: "retired"}, directory.CodeChoice, "status"},
		{"sort", directory.Query{Sort: "price"}, directory.CodeChoice, "sort"},
		{"language", directory.Query{Language: "xx"}, directory.CodeLanguage, "language"},
		{"long language", directory.Query{Language: "fra"}, directory.CodeLanguage, "language"},
		{"télécentre", directory.Query{Telecentre: "nowhere"}, directory.CodeTelecentre, "telecentre"},
		{"hidden télécentre", directory.Query{Telecentre: hidden}, directory.CodeTelecentre, "telecentre"},
		{"date", directory.Query{Available: -1}, directory.CodeDate, "available"},
		{"encoding", directory.Query{Text: "compt\xffable"}, directory.CodeEncoding, "text"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := w.Search(t.Context(), visitor, directory.Search{Query: c.query})
			if e := wantCode(t, err, c.code); e.Field != c.field {
				t.Errorf("field %q, want %q", e.Field, c.field)
			}
		})
	}
	for _, c := range []struct {
		name  string
		query directory.Query
		near  string
	}{
		{"skill", directory.Query{Skills: []string{"comptabilit"}}, "comptabilite"},
		{"status", directory.Query{Status: "independant"}, "independent"},
		{"sort", directory.Query{Sort: "distnace"}, "distance"},
	} {
		_, err := w.Search(t.Context(), visitor, directory.Search{Query: c.query})
		var e *directory.Error
		if !errors.As(err, &e) || !slices.Contains(e.Nearest, c.near) {
			t.Errorf("%s: %v proposes nothing near", c.name, err)
		}
	}
}

func TestSearchTakesAbsurdText(t *testing.T) {
	w := newWorld(t)
	w.publish(person("Claire Dubois"))
	for _, text := range []string{
		"", " ", "\x00", "\x1b[2J", "« »", `"`, `"" - -""`, "le la les", "🦄", "שלום", strings.Repeat("é", 10_000),
		strings.Repeat("a ", 50_000), strings.Repeat("é", 16*directory.MaxQueryText/2) + "\xc3",
	} {
		r, err := w.Search(t.Context(), visitor, directory.Search{Query: directory.Query{Text: text, Limit: 10}})
		if err != nil {
			t.Errorf("%.20q: %v", text, err)
		} else if strings.ContainsAny(r.Query.Text, "\x00\x1b") {
			t.Errorf("%.20q goes on as %q", text, r.Query.Text)
		}
	}
}

func TestSearchResolvesSkills(t *testing.T) {
	w := newWorld(t)
	w.publish(person("Claire Dubois"))
	r, err := w.Search(t.Context(), visitor, directory.Search{Query: directory.Query{Skills: []string{"Comptabilité générale", "comptabilite"}, Language: "FR"}})
	if err != nil || r.Total != 1 || !slices.Equal(r.Query.Skills, []string{"comptabilite"}) || r.Query.Language != "fr" {
		t.Errorf("got %+v, %v", r, err)
	}
	if r.Marker == nil {
		t.Error("no marker")
	}
}

func TestSearchEndsWithItsContext(t *testing.T) {
	w := newWorld(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := w.Search(ctx, visitor, directory.Search{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestSearchDropsWhatWasHiddenMeanwhile(t *testing.T) {
	w := newWorld(t)
	w.publish(person("Anne Un"), person("Basile Deux"))
	// Written elsewhere and not yet noticed here.
	w.elsewhere("UPDATE listing SET suspended = 1, seq = (SELECT max(seq) + 1 FROM listing) WHERE slug = 'anne-un'")
	r, err := w.Search(t.Context(), visitor, directory.Search{Query: directory.Query{Limit: 10}})
	if err != nil || len(r.Cards) != 1 || r.Cards[0].Slug != "basile-deux" {
		t.Errorf("got %+v, %v", r, err)
	}
	found, err := w.Complete(t.Context(), visitor, "anne", "fr", 5)
	if err != nil || len(found) != 0 {
		t.Errorf("got %+v, %v", found, err)
	}
}

func TestCompleteNamesPeople(t *testing.T) {
	w := newWorld(t)
	w.publish(person("Anne Legrand"))
	all, err := w.Complete(t.Context(), visitor, "anne", "fr", 5)
	if err != nil {
		t.Fatal(err)
	}
	if i := slices.IndexFunc(all, func(c directory.Completion) bool { return c.Kind == directory.CompletePerson }); i < 0 ||
		all[i].Value != "anne-legrand" || all[i].Name != "Anne Legrand" || all[i].Headline != "Expert-comptable" {
		t.Errorf("got %+v", all)
	}
	if all, err := w.Complete(t.Context(), visitor, "anne", "fr", -3); err != nil || len(all) != 0 {
		t.Errorf("a negative limit gives %v, %v", all, err)
	}
	_, err = w.Complete(t.Context(), visitor, "\xff", "fr", 5)
	wantCode(t, err, directory.CodeEncoding)
}

// Names are cleaned on the way out, too, whoever wrote them to the store.
func TestCompletionsAreClean(t *testing.T) {
	w := newWorld(t)
	dirty := person("Anne \u202eLegrand")
	dirty.Headline = "Comp\x1b[2Jtable"
	if err := w.FillDemo(t.Context(), directory.Operator(), []directory.DemoProfile{{Profile: dirty, UpdatedAt: noon, ConfirmedAt: noon}}); err != nil {
		t.Fatal(err)
	}
	all, err := w.Complete(t.Context(), visitor, "anne", "fr", 5)
	if err != nil || len(all) == 0 {
		t.Fatal(all, err)
	}
	if c := all[0]; c.Name != "Anne Legrand" || c.Headline != "Comp[2Jtable" {
		t.Errorf("got %q, %q", c.Name, c.Headline)
	}
}

// So is every text of a card.
func TestCardsAreClean(t *testing.T) {
	w := newWorld(t)
	const dirt, clean = "x\u202e\x1b[2J\u009b\u200b\ue000y", "x[2Jy"
	p := person("Anne Legrand")
	p.Organisation, p.Headline, p.Description, p.Website, p.Email, p.Phone = dirt, dirt, dirt, dirt, dirt, dirt
	p.Languages, p.EmailShown, p.PhoneShown = []string{dirt}, directory.Public, directory.Public
	if err := w.FillDemo(t.Context(), directory.Operator(), []directory.DemoProfile{{Profile: p, UpdatedAt: noon, ConfirmedAt: noon}}); err != nil {
		t.Fatal(err)
	}
	c, err := w.Show(t.Context(), visitor, "anne-legrand", true)
	if err != nil {
		t.Fatal(err)
	}
	for _, got := range []string{c.Organisation, c.Headline, c.Description, c.Website, c.Email, c.Phone, strings.Join(c.Languages, "|")} {
		if got != clean {
			t.Errorf("got %q, not %q", got, clean)
		}
	}
}

func TestShow(t *testing.T) {
	w := newWorld(t)
	w.publish(person("Claire Dubois"), person("Basile Suspendu"), person("Denis Pause"), person("Éva Partie"))
	report, err := w.ImportProfiles(t.Context(), directory.Operator(), rows(person("Fanny Attend")), directory.ImportOptions{})
	if err != nil || report.Created != 1 {
		t.Fatal(report, err)
	}
	w.hide("basile-suspendu", "suspended")
	w.hide("denis-pause", "paused")
	w.hide("eva-partie", "withdrawn")
	for _, slug := range []string{"claire-dubois", "Claire-Dubois", "CLAIRE-DUBOIS"} {
		if c, err := w.Show(t.Context(), visitor, slug, false); err != nil || c.Name != "Claire Dubois" || c.DistanceKM >= 0 {
			t.Errorf("%s: %+v, %v", slug, c, err)
		}
	}
	_, err = w.Show(t.Context(), visitor, "claire-duboys", false)
	if e := wantCode(t, err, directory.CodeNotFound); !slices.Contains(e.Nearest, "claire-dubois") {
		t.Errorf("nearest: %v", e.Nearest)
	}
	// Outsiders cannot tell what is hidden from what was never there.
	for _, slug := range []string{"basile-suspendu", "denis-pause", "eva-partie", "fanny-attend", "zoe-jamais-vue", "", "\x00", strings.Repeat("x", 5000)} {
		_, err := w.Show(t.Context(), known, slug, true)
		e := wantCode(t, err, directory.CodeNotFound)
		if slices.Contains(e.Nearest, slug) {
			t.Errorf("%.20q is proposed although hidden", slug)
		}
		for _, near := range e.Nearest {
			if _, err := w.Show(t.Context(), known, near, false); err != nil {
				t.Errorf("%.20q: what is proposed cannot be seen: %s", slug, near)
			}
		}
	}
	for _, slug := range []string{"basile-suspendu", "denis-pause"} {
		if _, err := w.Show(t.Context(), moderator, slug, false); err != nil {
			t.Errorf("moderators do not see %s: %v", slug, err)
		}
	}
	if n := w.total(directory.Query{}); n != 1 {
		t.Errorf("%d are found, want 1", n)
	}
}

// scatter publishes people who differ in all that a query asks for.
func scatter(w *world) {
	at := func(insee string, change ...func(*directory.Profile)) func(*directory.Profile) {
		return func(p *directory.Profile) {
			p.Commune = insee
			for _, c := range change {
				c(p)
			}
		}
	}
	salaried := func(p *directory.Profile) { p.Status = directory.Salaried }
	free := func(p *directory.Profile) { p.AvailableFrom = 20000 }
	skills := func(s ...string) func(*directory.Profile) { return func(p *directory.Profile) { p.Skills = s } }
	w.publish(
		person("Anne Bellême", at("61038")), person("Basile Alençon", at("61001", salaried)),
		person("Chloé Flers", at("61169", free, skills("audit-comptable", "comptabilite"))),
		person("Denis Argentan", at("61006", salaried, skills("secretariat-comptable"))),
		person("Élise Mortagne", at("61293", free, func(p *directory.Profile) { p.Languages = []string{"fr", "en"} })),
	)
}

func TestWidenings(t *testing.T) {
	w := newWorld(t)
	scatter(w)
	search := func(q directory.Query) []directory.Widening {
		t.Helper()
		r, err := w.Search(t.Context(), visitor, directory.Search{Query: q})
		if err != nil {
			t.Fatal(err)
		}
		return r.Widenings
	}
	kinds := func(ws []directory.Widening) string {
		s := make([]string, len(ws))
		for i, x := range ws {
			s[i] = strings.TrimSuffix(string(x.Kind)+" "+x.Value, " ")
		}
		return strings.Join(s, ", ")
	}
	for _, c := range []struct {
		name  string
		query directory.Query
		want  string
	}{
		{"found", directory.Query{Text: "mortagne"}, ""},
		{"radius", directory.Query{Communes: []string{"61336"}, Text: "expert"}, "radius 15, everywhere, radius 50"},
		{"radius once", directory.Query{Communes: []string{"61044"}, Skills: []string{"audit-comptable"}}, "radius 15, everywhere"},
		{"word", directory.Query{Text: "expert licorne"}, "word licorne"},
		{"only word", directory.Query{Text: "licorne"}, "word licorne"},
		{"phrase", directory.Query{Text: `"mortagne élise"`}, `phrase, word "mortagne élise"`},
		{"skill", directory.Query{Skills: []string{"audit-comptable", "secretariat-comptable"}}, "skill audit-comptable, skill secretariat-comptable"},
		{"status", directory.Query{Status: directory.Salaried, Text: "mortagne"}, "status salaried, word mortagne"},
		{"language", directory.Query{Language: "en", Text: "flers"}, "language en, word flers"},
		{"filters", directory.Query{Text: "mortagne", Status: directory.Salaried, Language: "de"}, "filters"},
		{"all", directory.Query{Text: "licorne", Status: directory.Salaried, Language: "de"}, "all"},
		{"place", directory.Query{Text: "licorne", Communes: []string{"61001"}, Status: directory.Independent}, "all"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := search(c.query)
			if c.want == "" && len(got) == 0 {
				return
			}
			if kinds(got) != c.want {
				t.Errorf("got %s, want %s", kinds(got), c.want)
			}
		})
	}
}

// TestWideningsCountRight asks each proposal and compares.
func TestWideningsCountRight(t *testing.T) {
	w := newWorld(t)
	scatter(w)
	var communes []string
	for _, c := range w.Atlas().Communes() {
		communes = append(communes, c.INSEE)
	}
	words := []string{"expert", "comptable", "mortagne", "licorne", "-expert", `"expert comptable"`, "anne", "le", "…"}
	empty := 0
	rapid.Check(t, func(t *rapid.T) {
		q := directory.Query{
			Text:     strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 0, 3).Draw(t, "words"), " "),
			Skills:   rapid.SliceOfN(rapid.SampledFrom([]string{"comptabilite", "audit-comptable", "secretariat-comptable"}), 0, 2).Draw(t, "skills"),
			Status:   rapid.SampledFrom([]directory.Status{"", directory.Independent, directory.Salaried}).Draw(t, "status"),
			Language: rapid.SampledFrom([]string{"", "fr", "en", "de"}).Draw(t, "language"),
			Offset:   rapid.IntRange(0, 3).Draw(t, "offset"),
			Limit:    rapid.IntRange(0, 3).Draw(t, "limit"),
		}
		if rapid.Bool().Draw(t, "available") {
			q.Available = w.Today()
		}
		if rapid.Bool().Draw(t, "place") {
			q.Communes = rapid.SliceOfN(rapid.SampledFrom(communes), 1, 3).Draw(t, "communes")
			q.RadiusKM = rapid.SampledFrom([]float64{0, 5, 7, 25, 50, 100}).Draw(t, "radius")
			q.Sort = rapid.SampledFrom([]directory.Sort{"", directory.SortDistance}).Draw(t, "sort")
		}
		r, err := w.Search(w.t.Context(), visitor, directory.Search{Query: q})
		if err != nil {
			t.Fatal(err)
		}
		if r.Total > 0 {
			if len(r.Widenings) > 0 {
				t.Fatal("a query that finds something is widened")
			}
			return
		}
		empty++
		if len(r.Widenings) == 0 || len(r.Widenings) > 6 {
			t.Fatalf("%d ways out of %+v", len(r.Widenings), q)
		}
		for _, x := range r.Widenings {
			wider, err := w.Search(w.t.Context(), visitor, directory.Search{Query: x.Query})
			if err != nil {
				t.Fatalf("%+v cannot be asked: %v", x, err)
			}
			if x.Count != wider.Total || x.Count == 0 || x.Query.Offset != 0 || x.Query.Limit != q.Limit {
				t.Fatalf("%+v finds %d", x, wider.Total)
			}
		}
	})
	if empty < 10 {
		t.Errorf("only %d queries found nothing", empty)
	}
}
