package directory_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"teleorne/directory"
)

func (w *world) importing(rows []directory.ImportRow, o directory.ImportOptions) *directory.ImportReport {
	w.t.Helper()
	r, err := w.ImportProfiles(w.t.Context(), directory.Operator(), rows, o)
	if err != nil {
		w.t.Fatal(err)
	}
	if !slices.IsSortedFunc(r.Problems, func(a, b directory.ImportProblem) int { return a.Line - b.Line }) {
		w.t.Errorf("problems out of order: %+v", r.Problems)
	}
	return r
}

// numbers are a report's counts: total, created, updated, unchanged, withdrawn, problems.
func numbers(r *directory.ImportReport) [6]int {
	return [6]int{r.Total, r.Created, r.Updated, r.Unchanged, r.Withdrawn, len(r.Problems)}
}

func (w *world) wantNumbers(r *directory.ImportReport, want ...int) {
	w.t.Helper()
	if got := numbers(r); !slices.Equal(got[:], want) {
		w.t.Errorf("total, created, updated, unchanged, withdrawn, problems: %v, want %v; %+v", got, want, r.Problems)
	}
}

// listings are all listings by slug.
func (w *world) listings() map[string]*directory.Listing {
	w.t.Helper()
	all := map[string]*directory.Listing{}
	if err := w.ExportListings(w.t.Context(), directory.Operator(), func(l *directory.Listing) error {
		all[l.Slug] = l
		return nil
	}); err != nil {
		w.t.Fatal(err)
	}
	return all
}

func mail(address string) func(*directory.Profile) {
	return func(p *directory.Profile) { p.Email = address }
}

func headline(text string) func(*directory.Profile) {
	return func(p *directory.Profile) { p.Headline = text }
}

var publish = directory.ImportOptions{Publish: true}

func TestImportWaitsOrPublishes(t *testing.T) {
	w := newWorld(t)
	claire := rows(person("Claire Dubois"))
	w.wantNumbers(w.importing(claire, directory.ImportOptions{}), 1, 1, 0, 0, 0, 0)
	if n := w.total(directory.Query{}); n != 0 {
		t.Errorf("what waits is found: %d", n)
	}
	if l := w.listings()["claire-dubois"]; l == nil || l.State() != "pending" || l.Latest.Number != 1 {
		t.Fatalf("got %+v", l)
	}
	w.wantNumbers(w.importing(claire, directory.ImportOptions{}), 1, 0, 0, 1, 0, 0)
	w.wantNumbers(w.importing(claire, publish), 1, 0, 1, 0, 0, 0)
	if l := w.listings()["claire-dubois"]; l.State() != "published" || l.Latest.Number != 1 || !l.UpdatedAt.Equal(noon) || l.ConfirmedAt.IsZero() {
		t.Errorf("got %+v", l)
	}
	if n := w.total(directory.Query{}); n != 1 {
		t.Errorf("what is published is not found: %d", n)
	}
	w.wantNumbers(w.importing(claire, publish), 1, 0, 0, 1, 0, 0)
	// A change waits beside what is published, until it is published too.
	changed := []directory.ImportRow{{Line: 2, Slug: "claire-dubois", Profile: person("Claire Dubois", headline("Commissaire aux comptes"))}}
	w.wantNumbers(w.importing(changed, directory.ImportOptions{}), 1, 0, 1, 0, 0, 0)
	if l := w.listings()["claire-dubois"]; l.Published.Profile.Headline != "Expert-comptable" || l.Latest.State != directory.RevisionSubmitted {
		t.Errorf("got %+v and %+v", l.Published, l.Latest)
	}
	// Nobody's listing takes the earlier content back over what waits.
	claire[0].Slug = "claire-dubois"
	w.wantNumbers(w.importing(claire, directory.ImportOptions{}), 1, 0, 1, 0, 0, 0)
	if l := w.listings()["claire-dubois"]; l.Latest.Profile.Headline != "Expert-comptable" || l.Latest.Number != 3 {
		t.Errorf("got %+v", l.Latest)
	}
	w.wantNumbers(w.importing(changed, publish), 1, 0, 1, 0, 0, 0)
	if l := w.listings()["claire-dubois"]; l.Published.Profile.Headline != "Commissaire aux comptes" || l.Latest.ID != l.Published.ID || l.Latest.Number != 4 {
		t.Errorf("got %+v and %+v", l.Published, l.Latest)
	}
}

func TestImportOverRefusedAndDraftContent(t *testing.T) {
	for _, c := range []struct {
		state   directory.RevisionState
		number  int // of the revision that is published
		waiting string
	}{
		{directory.RevisionRefused, 2, "rejected"},
		{directory.RevisionDraft, 1, "draft"},
	} {
		w := newWorld(t)
		p := person("Claire Dubois")
		err := w.store.Update(t.Context(), func(tx directory.Tx) error {
			id, err := tx.AddListing("claire-dubois", 0, noon)
			if err != nil {
				return err
			}
			_, err = tx.AddRevision(id, c.state, &p, noon)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		w.wantNumbers(w.importing(rows(p), directory.ImportOptions{}), 1, 0, 0, 1, 0, 0)
		if l := w.listings()["claire-dubois"]; l.State() != c.waiting {
			t.Errorf("%s: now %s", c.state, l.State())
		}
		w.wantNumbers(w.importing(rows(p), publish), 1, 0, 1, 0, 0, 0)
		if l := w.listings()["claire-dubois"]; l.State() != "published" || l.Published.Number != c.number {
			t.Errorf("%s: now %s, revision %+v", c.state, l.State(), l.Published)
		}
		w.wantNumbers(w.importing(rows(p), publish), 1, 0, 0, 1, 0, 0)
	}
}

func TestImportMatches(t *testing.T) {
	before := []directory.Profile{
		person("Jean Martin", mail("un@exemple.fr")),
		person("Jean Martin", mail("deux@exemple.fr")),
		person("Jean Martin"),
		person("Zoé Petit", func(p *directory.Profile) { p.SIRET = "73282932000074" }),
	}
	for _, c := range []struct {
		name string
		rows []directory.ImportRow
		want []int
		slug string // which afterwards has the first row's headline
	}{
		{"same name and e-mail", rows(person("JEAN MARTIN", mail("deux@exemple.fr"), headline("Nouveau"))), []int{1, 0, 1, 0, 0, 0}, "jean-martin-2"},
		{"same name and SIRET", rows(person("Zoe  Petit", func(p *directory.Profile) { p.SIRET = "73282932000074" }, headline("Nouveau"))), []int{1, 0, 1, 0, 0, 0}, "zoe-petit"},
		{"same name alone", rows(person("Jean Martin", headline("Nouveau"))), []int{1, 1, 0, 0, 0, 0}, "jean-martin-4"},
		{"same e-mail, other name", rows(person("Jeanne Martin", mail("un@exemple.fr"), headline("Nouveau"))), []int{1, 1, 0, 0, 0, 0}, "jeanne-martin"},
		{"slug", []directory.ImportRow{{Line: 2, Slug: "zoe-petit", Profile: person("Zoé Grand", headline("Nouveau"))}}, []int{1, 0, 1, 0, 0, 0}, "zoe-petit"},
		{"new slug", []directory.ImportRow{{Line: 2, Slug: "jm", Profile: person("Jean Martin", mail("un@exemple.fr"), headline("Nouveau"))}}, []int{1, 1, 0, 0, 0, 0}, "jm"},
		{"each listing once", rows(
			person("Jean Martin", mail("un@exemple.fr"), headline("Nouveau")),
			person("Jean Martin", mail("un@exemple.fr"), headline("Deuxième")),
		), []int{2, 1, 1, 0, 0, 0}, "jean-martin"},
		{"identical before similar", rows(
			person("Jean Martin", mail("un@exemple.fr"), headline("Nouveau")),
			person("Jean Martin", mail("un@exemple.fr")),
		), []int{2, 1, 0, 1, 0, 0}, "jean-martin-4"},
		{"slug before identical", []directory.ImportRow{
			{Line: 2, Profile: person("Jean Martin", mail("un@exemple.fr"), headline("Nouveau"))},
			{Line: 3, Slug: "jean-martin", Profile: person("Jean Martin", headline("Repris"))},
		}, []int{2, 1, 1, 0, 0, 0}, "jean-martin-4"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			w.publish(before...)
			w.wantNumbers(w.importing(c.rows, publish), c.want...)
			l := w.listings()[c.slug]
			if l == nil || l.Published.Profile.Headline != "Nouveau" {
				t.Errorf("%s is %+v", c.slug, l)
			}
			r := w.importing(c.rows, publish)
			w.wantNumbers(r, len(c.rows), 0, 0, len(c.rows), 0, 0)
		})
	}
}

func TestImportReportsEveryBadRow(t *testing.T) {
	w := newWorld(t)
	w.publish(person("Claire Dubois"))
	given := rows(
		person("Anne Bonne"),
		person("B", func(p *directory.Profile) { p.Commune = "Belleme-sur-Mer" }),
		person("Anne Bonne"),
		person("Chloé Lue"),
		person("Denis Double", mail("d@exemple.fr")),
		person("Denis Autre"),
		person("Éva Code"),
	)
	given[3].Err = directory.Errors{{Code: directory.CodeDate, Field: "available_from"}, {Code: directory.CodeNumber, Field: "daily_rate_eur"}}
	given[4].Slug, given[5].Slug = "denis", "denis"
	given[6].Slug = "Éva !"
	var last int
	o := directory.ImportOptions{Publish: true, Progress: func(done, total int) {
		if done <= last || done > total || total != 2 {
			t.Errorf("progress %d of %d after %d", done, total, last)
		}
		last = done
	}}
	before := w.listings()
	w.wantNumbers(w.importing(given, o), 7, 0, 0, 0, 0, 5)
	if !reflect.DeepEqual(before, w.listings()) || last != 0 {
		t.Error("something was imported although rows are bad")
	}
	o.KeepGoing = true
	r := w.importing(given, o)
	w.wantNumbers(r, 7, 2, 0, 0, 0, 5)
	if last != 2 {
		t.Errorf("progress ends at %d", last)
	}
	var told []string
	for _, p := range r.Problems {
		for _, e := range p.Errors {
			told = append(told, fmt.Sprintf("%d %s %s", p.Line, e.Field, e.Code))
		}
	}
	want := "3 name too_short, 3 commune place, 4  duplicate, 5 available_from date, 5 daily_rate_eur number, 7 slug duplicate, 8 slug slug"
	if got := strings.Join(told, ", "); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if near := r.Problems[0].Errors[1].Nearest; len(near) == 0 || near[0] != "Bellême" {
		t.Errorf("nearest: %v", near)
	}
	if p := r.Problems[1].Errors[0].Params["line"]; p != 2 {
		t.Errorf("the first of the two is told to be in line %v", p)
	}
}

func TestImportStopsAtAReadingFailure(t *testing.T) {
	w := newWorld(t)
	given := rows(person("Anne Bonne"), person("Basile Bon"))
	given[1].Err = errors.New("unexpected EOF")
	_, err := w.ImportProfiles(t.Context(), directory.Operator(), given, directory.ImportOptions{Publish: true, KeepGoing: true})
	wantCode(t, err, directory.CodeInternal)
	if len(w.listings()) != 0 {
		t.Error("something was imported")
	}
}

func TestImportLeavesAlone(t *testing.T) {
	w := newWorld(t)
	w.publish(person("Anne Partie", mail("a@exemple.fr")), person("Basile Effacé"), person("Chloé Chez-Elle"))
	w.hide("anne-partie", "withdrawn")
	w.elsewhere("INSERT INTO account (id, name, role, created_at) VALUES (1, 'c', 'professional', 0)")
	w.elsewhere("UPDATE listing SET owner = 1 WHERE slug = 'chloe-chez-elle'")
	own := person("Chloé Chez-Elle", headline("Comptable"))
	if err := w.store.Update(t.Context(), func(tx directory.Tx) error {
		l, err := tx.ListingBySlug("basile-efface")
		if err != nil {
			return err
		}
		if err := tx.Erase(l.ID); err != nil {
			return err
		}
		l, err = tx.ListingBySlug("chloe-chez-elle")
		if err != nil {
			return err
		}
		_, err = tx.AddRevision(l.ID, directory.RevisionSubmitted, &own, noon)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	given := rows(person("Anne Partie", mail("a@exemple.fr"), headline("Revenante")), person("Basile Effacé"), person("Chloé Chez-Elle"))
	given[1].Slug, given[2].Slug = "basile-efface", "chloe-chez-elle"
	r := w.importing(given, directory.ImportOptions{Publish: true, KeepGoing: true})
	w.wantNumbers(r, 3, 0, 0, 1, 1, 1)
	if len(r.Problems) == 1 && (r.Problems[0].Line != 3 || r.Problems[0].Errors[0].Code != directory.CodeSlug) {
		t.Errorf("got %+v", r.Problems)
	}
	if l := w.listings()["chloe-chez-elle"]; l.Latest.Profile.Headline != "Comptable" {
		t.Error("an owner's own change is overwritten by an older import")
	}
}

// A file that says nothing about who sees what would show contacts that their
// owner shows to nobody.
func TestImportKeepsWhatOwnersShow(t *testing.T) {
	w := newWorld(t)
	shy := func(p *directory.Profile) {
		p.EmailShown, p.PhoneShown, p.CommuneShown = directory.Nobody, directory.Nobody, directory.ShownEPCI
	}
	w.publish(person("Chloé Chez-Elle", mail("c@exemple.fr"), shy), person("Denis Sans-Compte", mail("d@exemple.fr"), shy))
	w.elsewhere("INSERT INTO account (id, name, role, created_at) VALUES (1, 'c', 'professional', 0)")
	w.elsewhere("UPDATE listing SET owner = 1 WHERE slug = 'chloe-chez-elle'")
	given := rows(person("Chloé Chez-Elle", mail("c@exemple.fr"), headline("Comptable")), person("Denis Sans-Compte", mail("d@exemple.fr")))
	w.wantNumbers(w.importing(given, publish), 2, 0, 2, 0, 0, 0)
	p := w.listings()["chloe-chez-elle"].Published.Profile
	if p.Headline != "Comptable" || p.EmailShown != directory.Nobody || p.PhoneShown != directory.Nobody || p.CommuneShown != directory.ShownEPCI {
		t.Errorf("an owner's choice is overwritten: %+v", p)
	}
	if p := w.listings()["denis-sans-compte"].Published.Profile; p.EmailShown == directory.Nobody {
		t.Errorf("a listing without an owner: %+v", p)
	}
	w.wantNumbers(w.importing(given, publish), 2, 0, 0, 2, 0, 0)
}

func TestImportPermission(t *testing.T) {
	w := newWorld(t)
	for _, actor := range []directory.Actor{visitor, known, moderator} {
		_, err := w.ImportProfiles(t.Context(), actor, nil, publish)
		wantCode(t, err, directory.CodeNotPermitted)
		_, err = w.ImportSkills(t.Context(), actor, nil, publish)
		wantCode(t, err, directory.CodeNotPermitted)
		_, err = w.ImportTelecentres(t.Context(), actor, nil, publish)
		wantCode(t, err, directory.CodeNotPermitted)
		wantCode(t, w.FillDemo(t.Context(), actor, nil), directory.CodeNotPermitted)
		wantCode(t, w.ExportListings(t.Context(), actor, func(*directory.Listing) error {
			t.Error("exported")
			return nil
		}), directory.CodeNotPermitted)
	}
	if _, err := w.ImportProfiles(t.Context(), w.granted("admin", directory.RoleAdministrator), nil, publish); err != nil {
		t.Error(err)
	}
}

// TestImportTwice imports random files over a random directory: a dry run
// foretells what is done, in whatever order the rows come, and a second import
// does nothing.
func TestImportTwice(outer *testing.T) {
	skipShort(outer)
	names := []string{"Jean Martin", "JEAN MARTIN", "Zoé Petit", "Zoe Petit"}
	drawRows := func(t *rapid.T, label string) []directory.ImportRow {
		n := rapid.IntRange(0, 7).Draw(t, label)
		out := make([]directory.ImportRow, 0, n)
		seen := map[string]bool{}
		for i := range n {
			p := person(rapid.SampledFrom(names).Draw(t, "name"),
				mail(rapid.SampledFrom([]string{"", "un@exemple.fr", "deux@exemple.fr"}).Draw(t, "e-mail")),
				headline(rapid.SampledFrom([]string{"Comptable", "Juriste"}).Draw(t, "headline")))
			slug := rapid.SampledFrom([]string{"", "", "jean-martin", "jean-martin-2", "jm"}).Draw(t, "slug")
			// One content or one slug twice would be a bad row.
			content := fmt.Sprint(p.Name, p.Email, p.Headline)
			if seen[content] || slug != "" && seen[slug] {
				continue
			}
			seen[content], seen[slug] = true, true
			out = append(out, directory.ImportRow{Line: i + 2, Slug: slug, Profile: p})
		}
		return out
	}
	rapid.Check(outer, func(t *rapid.T) {
		w := newWorld(outer)
		w.importing(drawRows(t, "earlier rows"), directory.ImportOptions{Publish: rapid.Bool().Draw(t, "earlier publish")})
		o := directory.ImportOptions{Publish: rapid.Bool().Draw(t, "publish")}
		given := drawRows(t, "rows")
		dry := o
		dry.DryRun = true
		before := w.listings()
		foretold := w.importing(given, dry)
		if !reflect.DeepEqual(before, w.listings()) {
			t.Fatal("a dry run leaves traces")
		}
		shuffled := slices.Clone(given)
		rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1)).Shuffle(len(shuffled), func(i, j int) {
			shuffled[i], shuffled[j] = shuffled[j], shuffled[i]
		})
		if got := numbers(w.importing(shuffled, dry)); got != numbers(foretold) {
			t.Fatalf("in another order %v, else %v", got, numbers(foretold))
		}
		done := w.importing(given, o)
		if numbers(done) != numbers(foretold) || len(done.Problems) > 0 {
			t.Fatalf("done %v, foretold %v", numbers(done), numbers(foretold))
		}
		if done.Created+done.Updated+done.Unchanged+done.Withdrawn != done.Total {
			t.Fatalf("the numbers do not add up: %+v", done)
		}
		after := w.listings()
		if len(after) != len(before)+done.Created {
			t.Fatalf("%d listings, had %d, created %d", len(after), len(before), done.Created)
		}
		again := w.importing(given, o)
		if again.Unchanged != len(given) || !reflect.DeepEqual(after, w.listings()) {
			t.Fatalf("the second import does %v", numbers(again))
		}
	})
}

func TestEqualLooksAtEveryField(t *testing.T) {
	base := person("Claire Dubois")
	for i := range reflect.TypeFor[directory.Profile]().NumField() {
		other := base
		f := reflect.ValueOf(&other).Elem().Field(i)
		switch f.Kind() {
		case reflect.String:
			f.SetString(f.String() + "x")
		case reflect.Int, reflect.Int32:
			f.SetInt(f.Int() + 1)
		case reflect.Slice:
			f.Set(reflect.ValueOf([]string{"other"}))
		default:
			t.Fatalf("a field of kind %s", f.Kind())
		}
		name := reflect.TypeFor[directory.Profile]().Field(i).Name
		if base.Equal(&other) {
			t.Errorf("%s makes no difference", name)
		}
		if base.ContentKey() == other.ContentKey() {
			t.Errorf("%s makes no difference to the key", name)
		}
	}
	same := base
	same.Skills, same.Languages = slices.Clone(base.Skills), slices.Clone(base.Languages)
	if !base.Equal(&same) || base.ContentKey() != same.ContentKey() {
		t.Error("a copy differs")
	}
}

func TestFillDemo(t *testing.T) {
	w := newWorld(t)
	changes, cancel := w.Changes()
	defer cancel()
	demo := []directory.DemoProfile{
		{Profile: person("Claire Dubois"), UpdatedAt: noon.AddDate(0, -3, 0), ConfirmedAt: noon.AddDate(0, -1, 0)},
		{Profile: person("Claire Dubois", headline("Autre")), UpdatedAt: noon.AddDate(0, -2, 0), ConfirmedAt: noon},
	}
	if err := w.FillDemo(t.Context(), directory.Operator(), demo); err != nil {
		t.Fatal(err)
	}
	<-changes
	if !w.Demo() || w.total(directory.Query{}) != 2 {
		t.Errorf("demo %v, %d found", w.Demo(), w.total(directory.Query{}))
	}
	if l := w.listings()["claire-dubois-2"]; l == nil || !l.UpdatedAt.Equal(demo[1].UpdatedAt) || !l.ConfirmedAt.Equal(noon) {
		t.Errorf("got %+v", l)
	}
	// Again: it serves as it is.
	if err := w.FillDemo(t.Context(), directory.Operator(), demo); err != nil || w.total(directory.Query{}) != 2 {
		t.Errorf("filled again: %v, %d found", err, w.total(directory.Query{}))
	}
	_, err := w.ImportProfiles(t.Context(), directory.Operator(), rows(person("Anne Vraie")), publish)
	wantCode(t, err, directory.CodeDemo)
	real := newWorld(t)
	real.publish(person("Anne Vraie"))
	wantCode(t, real.FillDemo(t.Context(), directory.Operator(), demo), directory.CodeNotEmpty)
	if real.Demo() || real.total(directory.Query{}) != 1 {
		t.Error("a refused demonstration leaves traces")
	}
}

func BenchmarkImport(b *testing.B) {
	profiles := make([]directory.Profile, 10_000)
	for i := range profiles {
		profiles[i] = person(fmt.Sprintf("Personne %d", i%4000), mail(fmt.Sprintf("p%d@exemple.fr", i)))
	}
	for b.Loop() {
		b.StopTimer()
		w := newWorld(b)
		b.StartTimer()
		w.publish(profiles...)
		w.importing(rows(profiles...), publish)
	}
}

// What an owner has handed in waits for a moderator, not for the next file.
func TestImportLeavesAnOwnersChangeAlone(t *testing.T) {
	for _, options := range []directory.ImportOptions{{}, publish} {
		w := newWorld(t)
		a := withKey("claire")
		p := person("Claire Dubois", mail("c@exemple.fr"))
		w.drafts(a, p)
		if _, err := w.Submit(t.Context(), a, ""); err != nil {
			t.Fatal(err)
		}
		w.wantNumbers(w.importing(rows(person("Claire Dubois", mail("c@exemple.fr"), headline("Autre chose"))), options), 1, 0, 0, 0, 0, 0)
		report := w.importing(rows(person("Claire Dubois", mail("c@exemple.fr"), headline("Autre chose"))), options)
		if report.Waiting != 1 || w.me(a).Listing.Latest.Profile.Headline != p.Headline {
			t.Errorf("%+v: %+v", options, report)
		}
	}
}
