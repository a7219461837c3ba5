package storetest

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"teleorne/directory"
)

func listings(t *testing.T, s directory.Store) {
	id, rev := add(t, s, "claire-dubois", Profile("Claire Dubois"))
	got := bySlug(t, s, "claire-dubois")
	revision := &directory.Revision{
		ID: rev, Number: 1, State: directory.RevisionAccepted, Profile: *Profile("Claire Dubois"), CreatedAt: day(0),
	}
	want := &directory.Listing{
		ID: id, Slug: "claire-dubois", Published: revision, Latest: revision,
		CreatedAt: day(0), UpdatedAt: day(1), Seq: lastSeq(t, s),
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
	if !got.Visible() {
		t.Error("a published listing is not visible")
	}
	if streamed := all(t, s, 0); len(streamed) != 1 || !reflect.DeepEqual(streamed[0], want) {
		t.Errorf("Listings = %+v", streamed)
	}
	update(t, s, func(tx directory.Tx) error {
		inside, err := tx.ListingBySlug("claire-dubois")
		if err == nil && !reflect.DeepEqual(inside, want) {
			t.Errorf("within a transaction: %+v", inside)
		}
		_, missing := tx.ListingBySlug("nobody")
		wantCode(t, "ListingBySlug of nobody", missing, directory.CodeNotFound)
		wantCode(t, "Confirm of nobody", tx.Confirm(99, day(3)), directory.CodeNotFound)
		return errors.Join(err, tx.Confirm(id, day(3)))
	})
	got = bySlug(t, s, "claire-dubois")
	if !got.ConfirmedAt.Equal(day(3)) || got.Seq <= want.Seq || !got.UpdatedAt.Equal(day(1)) {
		t.Errorf("confirmed %v, seq %d after %d, updated %v", got.ConfirmedAt, got.Seq, want.Seq, got.UpdatedAt)
	}
	if again := all(t, s, got.Seq); len(again) != 0 {
		t.Errorf("Listings after the last Seq = %v", slugsOf(again))
	}
	// Times are kept as instants, whatever zone they were given in.
	zone := time.FixedZone("CET", 3600)
	update(t, s, func(tx directory.Tx) error { return tx.Confirm(id, day(4).In(zone)) })
	if at := bySlug(t, s, "claire-dubois").ConfirmedAt; !at.Equal(day(4)) {
		t.Errorf("confirmed at %v, want %v", at, day(4))
	}
}

func listingsOrder(t *testing.T, s directory.Store) {
	a, _ := add(t, s, "a", Profile("Person A"))
	add(t, s, "b", Profile("Person B"))
	since := lastSeq(t, s)
	add(t, s, "c", Profile("Person C"))
	update(t, s, func(tx directory.Tx) error { return tx.Confirm(a, day(2)) })
	if got, want := slugsOf(all(t, s, 0)), []string{"b", "c", "a"}; !slices.Equal(got, want) {
		t.Errorf("all: %v, want %v", got, want)
	}
	if got, want := slugsOf(all(t, s, since)), []string{"c", "a"}; !slices.Equal(got, want) {
		t.Errorf("since %d: %v, want %v", since, got, want)
	}
	stop := errors.New("enough")
	seen := 0
	err := s.Listings(t.Context(), 0, func(*directory.Listing) error { seen++; return stop })
	if !errors.Is(err, stop) || seen != 1 {
		t.Errorf("stopped after %d with %v", seen, err)
	}
	// Whoever reads may ask and write meanwhile.
	if err := s.Listings(t.Context(), 0, func(l *directory.Listing) error {
		if _, err := s.ListingBySlug(t.Context(), l.Slug); err != nil {
			return err
		}
		return s.Update(t.Context(), func(tx directory.Tx) error { return tx.SetSetting("seen", l.Slug) })
	}); err != nil {
		t.Errorf("asking and writing within Listings: %v", err)
	}
}

// listingsMany is more than a store may read in one go.
func listingsMany(t *testing.T, s directory.Store) {
	const n = 2345
	update(t, s, func(tx directory.Tx) error {
		for i := range n {
			id, err := tx.AddListing(fmt.Sprintf("person-%d", i), 0, day(0))
			if err != nil {
				return err
			}
			rev, err := tx.AddRevision(id, directory.RevisionAccepted, Profile("Some Person"), day(0))
			if err == nil && i%2 == 0 {
				err = tx.Publish(id, rev, day(0))
			}
			if err == nil && i%3 == 0 {
				_, err = tx.AddRevision(id, directory.RevisionSubmitted, Profile("Some Other"), day(1))
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	got := all(t, s, 0)
	if len(got) != n {
		t.Fatalf("Listings found %d, want %d", len(got), n)
	}
	for i, l := range got {
		if i > 0 && l.Seq <= got[i-1].Seq {
			t.Fatalf("Seq %d after %d", l.Seq, got[i-1].Seq)
		}
		var index int
		if _, err := fmt.Sscanf(l.Slug, "person-%d", &index); err != nil {
			t.Fatal(err)
		}
		latest := 1
		if index%3 == 0 {
			latest = 2
		}
		if (l.Published != nil) != (index%2 == 0) || l.Latest == nil || l.Latest.Number != latest {
			t.Fatalf("%s: published %v, latest %+v", l.Slug, l.Published != nil, l.Latest)
		}
		if l.Published != nil && l.Published.Number != 1 {
			t.Fatalf("%s: revision %d is published", l.Slug, l.Published.Number)
		}
	}
}

func listingsByID(t *testing.T, s directory.Store) {
	a, _ := add(t, s, "a", Profile("Person A"))
	b, _ := add(t, s, "b", Profile("Person B"))
	c, _ := add(t, s, "c", Profile("Person C"))
	got, err := s.ListingsByID(t.Context(), []directory.ListingID{c, 999, a, b, c, -1})
	if want := []string{"c", "a", "b", "c"}; err != nil || !slices.Equal(slugsOf(got), want) {
		t.Errorf("ListingsByID = %v, %v, want %v", slugsOf(got), err, want)
	}
	many := make([]directory.ListingID, 5000)
	for i := range many {
		many[i] = directory.ListingID(i + 1)
	}
	if got, err := s.ListingsByID(t.Context(), many); err != nil || len(got) != 3 {
		t.Errorf("ListingsByID of many = %d, %v", len(got), err)
	}
}

// revisions: what was published stays as it was while a change waits.
func revisions(t *testing.T, s directory.Store) {
	id, first := add(t, s, "claire-dubois", Profile("Claire Dubois"))
	changed := Profile("Claire Dubois-Martin")
	changed.Skills = []string{"comptabilite", "+tarot"}
	var second directory.RevisionID
	update(t, s, func(tx directory.Tx) (err error) {
		_, missing := tx.AddRevision(99, directory.RevisionDraft, changed, day(2))
		wantCode(t, "AddRevision to nobody", missing, directory.CodeNotFound)
		second, err = tx.AddRevision(id, directory.RevisionSubmitted, changed, day(2))
		return err
	})
	l := bySlug(t, s, "claire-dubois")
	if second <= first || l.Published == nil || l.Published.ID != first || l.Latest.ID != second {
		t.Fatalf("published %+v, latest %+v", l.Published, l.Latest)
	}
	if l.Published.Number != 1 || l.Latest.Number != 2 {
		t.Errorf("numbers %d and %d", l.Published.Number, l.Latest.Number)
	}
	if !reflect.DeepEqual(l.Published.Profile, *Profile("Claire Dubois")) {
		t.Errorf("what was published changed: %+v", l.Published.Profile)
	}
	if !reflect.DeepEqual(l.Latest.Profile, *changed) {
		t.Errorf("latest: %+v", l.Latest.Profile)
	}
	// The caller's profile is theirs to change.
	changed.Skills[0], changed.Headline = "autre", "Autre"
	if l := bySlug(t, s, "claire-dubois"); l.Latest.Profile.Headline != "Comptable" || l.Latest.Profile.Skills[0] != "comptabilite" {
		t.Error("a revision follows the profile it was made of")
	}
	// Numbers count within a listing.
	other, _ := add(t, s, "paul", Profile("Paul"))
	if l := bySlug(t, s, "paul"); l.ID != other || l.Latest.Number != 1 {
		t.Errorf("the first revision of another listing has number %d", l.Latest.Number)
	}
}

func revisionStates(t *testing.T, s directory.Store) {
	const d, b, a, r = directory.RevisionDraft, directory.RevisionSubmitted, directory.RevisionAccepted, directory.RevisionRefused
	for _, c := range []struct {
		from, to directory.RevisionState
		ok       bool
	}{
		{d, d, false},
		{d, b, true},
		{d, a, true},
		{d, r, true},
		{b, d, false},
		{b, b, false},
		{b, a, true},
		{b, r, true},
		{a, d, false},
		{a, b, false},
		{a, a, false},
		{a, r, false},
		{r, d, false},
		{r, b, false},
		{r, a, false},
		{r, r, false},
		{d, "other", false},
	} {
		slug := fmt.Sprintf("%s-%s", c.from, c.to)
		update(t, s, func(tx directory.Tx) error {
			id, err := tx.AddListing(slug, 0, day(0))
			if err != nil {
				return err
			}
			rev, err := tx.AddRevision(id, c.from, Profile("Claire Dubois"), day(0))
			if err != nil {
				return err
			}
			switch err := tx.SetRevisionState(rev, c.to); {
			case c.ok && err != nil:
				t.Errorf("%s to %s: %v", c.from, c.to, err)
			case !c.ok:
				wantCode(t, slug, err, directory.CodeConflict)
			}
			return nil
		})
		want := c.from
		if c.ok {
			want = c.to
		}
		if got := bySlug(t, s, slug).Latest.State; got != want {
			t.Errorf("%s to %s: kept as %s", c.from, c.to, got)
		}
	}
	update(t, s, func(tx directory.Tx) error {
		wantCode(t, "no revision", tx.SetRevisionState(9999, a), directory.CodeNotFound)
		return nil
	})
	// A draft may be unfinished; it cannot be submitted so.
	update(t, s, func(tx directory.Tx) error {
		id, err := tx.AddListing("unfinished", 0, day(0))
		if err == nil {
			_, err = tx.AddRevision(id, d, &directory.Profile{Name: "Cl"}, day(0))
		}
		return err
	})
	if l := bySlug(t, s, "unfinished"); l.Latest.Profile.Name != "Cl" || l.Visible() {
		t.Errorf("unfinished draft: %+v", l.Latest)
	}
	if err := s.Update(t.Context(), func(tx directory.Tx) error {
		id, err := tx.AddListing("unfinished-2", 0, day(0))
		if err == nil {
			_, err = tx.AddRevision(id, b, &directory.Profile{Name: "Cl"}, day(0))
		}
		return err
	}); err == nil {
		t.Error("an incomplete profile was submitted")
	}
}

func publish(t *testing.T, s directory.Store) {
	id, first := add(t, s, "claire-dubois", Profile("Claire Dubois"))
	_, others := add(t, s, "paul-martin", Profile("Paul Martin"))
	update(t, s, func(tx directory.Tx) error {
		waiting, err := tx.AddRevision(id, directory.RevisionSubmitted, Profile("Claire Martin"), day(2))
		if err != nil {
			return err
		}
		wantCode(t, "a revision that was not accepted", tx.Publish(id, waiting, day(3)), directory.CodeConflict)
		wantCode(t, "another's revision", tx.Publish(id, others, day(3)), directory.CodeConflict)
		wantCode(t, "no revision", tx.Publish(id, 9999, day(3)), directory.CodeNotFound)
		wantCode(t, "no listing", tx.Publish(9999, first, day(3)), directory.CodeNotFound)
		return nil
	})
	l := bySlug(t, s, "claire-dubois")
	if l.Published.ID != first || !l.UpdatedAt.Equal(day(1)) {
		t.Fatalf("published %+v at %v", l.Published, l.UpdatedAt)
	}
	update(t, s, func(tx directory.Tx) error {
		return errors.Join(tx.SetRevisionState(l.Latest.ID, directory.RevisionAccepted), tx.Publish(id, l.Latest.ID, day(5)))
	})
	l = bySlug(t, s, "claire-dubois")
	if l.Published != l.Latest || l.Published.Profile.Name != "Claire Martin" || !l.UpdatedAt.Equal(day(5)) {
		t.Errorf("published %+v, latest %+v at %v", l.Published, l.Latest, l.UpdatedAt)
	}
	// Going back is publishing an accepted revision again.
	update(t, s, func(tx directory.Tx) error { return tx.Publish(id, first, day(6)) })
	if l = bySlug(t, s, "claire-dubois"); l.Published.Profile.Name != "Claire Dubois" || l.Latest.Profile.Name != "Claire Martin" {
		t.Errorf("published %+v, latest %+v", l.Published, l.Latest)
	}
}

// profiles: every field comes back as it was.
func profiles(t *testing.T, s directory.Store) {
	full := &directory.Profile{
		Name: "Éloïse d'Aubigné", Organisation: `L’Atelier "Œuvre" & Cie <b>`, Status: directory.Salaried,
		Headline: "Développeuse C++ / C# 🦊", Skills: []string{"developpement-web", `+a","b`, "+日本語 \\ \""},
		Commune: "61001", CommuneShown: directory.ShownEPCI, Workplace: directory.AtBoth, Telecentre: "elabo",
		Description: "Une ligne,\n\n'; DROP TABLE listing; --\nعربي", Languages: []string{"fr", "en", "br"},
		AvailableFrom: 20000, DailyRateEUR: 5000, EmployerPlace: "Paris", RemoteDays: 3,
		Website: "https://exemple.fr/à?q=1", Email: "eloise@exemple.fr", EmailShown: directory.Public,
		Phone: "+33233000000", PhoneShown: directory.Nobody, SIRET: "73282932000074", Connection: directory.Fibre,
	}
	for i, p := range []*directory.Profile{full, Profile("Claire Dubois"), {}} {
		slug := fmt.Sprintf("person-%d", i)
		update(t, s, func(tx directory.Tx) error {
			id, err := tx.AddListing(slug, 0, day(0))
			if err == nil {
				_, err = tx.AddRevision(id, directory.RevisionDraft, p, day(0))
			}
			return err
		})
		if got := bySlug(t, s, slug).Latest.Profile; !reflect.DeepEqual(got, *p) {
			t.Errorf("got  %+v\nwant %+v", got, *p)
		}
	}
	// No field is forgotten by this test.
	v := reflect.ValueOf(*full)
	for i := range v.NumField() {
		if v.Field(i).IsZero() {
			t.Errorf("the test leaves %s empty", v.Type().Field(i).Name)
		}
	}
}

func find(t *testing.T, s directory.Store) {
	claire, other := Profile("Claire Dubois"), Profile("CLAIRE  dubois")
	claire.Email, claire.SIRET = "claire@exemple.fr", "73282932000074"
	other.Email = "autre@exemple.fr"
	id, _ := add(t, s, "claire-dubois", claire)
	add(t, s, "claire-dubois-2", other)
	add(t, s, "paul", Profile("Paul Martin"))
	check := func(doing string, got []*directory.Listing, err error, want ...string) {
		t.Helper()
		if err != nil || !slices.Equal(slugsOf(got), want) {
			t.Errorf("%s: %v, %v, want %v", doing, slugsOf(got), err, want)
		}
	}
	update(t, s, func(tx directory.Tx) error {
		got, err := tx.ListingsByName(directory.Fold("Claire DUBOIS"))
		check("by name", got, err, "claire-dubois", "claire-dubois-2")
		got, err = tx.ListingsByName("nobody")
		check("by an unknown name", got, err)
		name := directory.Fold("Claire Dubois")
		for _, c := range []struct {
			doing, name, email, siret string
			want                      []string
		}{
			{"by e-mail", name, "claire@exemple.fr", "", []string{"claire-dubois"}},
			{"by e-mail in capitals", name, "Claire@Exemple.fr", "", []string{"claire-dubois"}},
			{"by SIRET", name, "", "73282932000074", []string{"claire-dubois"}},
			{"by either", name, "autre@exemple.fr", "73282932000074", []string{"claire-dubois", "claire-dubois-2"}},
			{"by nothing", name, "", "", nil},
			{"by another name", "paul martin", "claire@exemple.fr", "73282932000074", nil},
		} {
			got, err := tx.ListingsByContact(c.name, c.email, c.siret)
			check(c.doing, got, err, c.want...)
		}
		// What is found is what the latest revision says, published or not.
		if _, err := tx.AddRevision(id, directory.RevisionDraft, Profile("Claire Martin"), day(3)); err != nil {
			return err
		}
		got, err = tx.ListingsByName("claire dubois")
		check("by the former name", got, err, "claire-dubois-2")
		got, err = tx.ListingsByName("claire martin")
		check("by the present name", got, err, "claire-dubois")
		if len(got) == 1 && (got[0].Published == nil || got[0].Published.Profile.Name != "Claire Dubois") {
			t.Errorf("what is published did not come along: %+v", got[0].Published)
		}
		return nil
	})
}

func slugs(t *testing.T, s directory.Store) {
	update(t, s, func(tx directory.Tx) error {
		for _, want := range []string{"claire", "claire-2", "claire-3"} {
			got, err := tx.FreeSlug("claire")
			if err != nil || got != want {
				t.Fatalf("FreeSlug = %q, %v, want %q", got, err, want)
			}
			if _, err := tx.AddListing(got, 0, day(0)); err != nil {
				return err
			}
		}
		_, err := tx.AddListing("claire-2", 0, day(0))
		wantCode(t, "a slug that is taken", err, directory.CodeDuplicate)
		return nil
	})
	update(t, s, func(tx directory.Tx) error {
		for _, taken := range []string{"claire-dubois", "clair", "paul-5", "paul"} {
			if _, err := tx.AddListing(taken, 0, day(0)); err != nil {
				return err
			}
		}
		for base, want := range map[string]string{
			"claire": "claire-4", "clair": "clair-2", "claire-d": "claire-d", "paul": "paul-2", "%": "%", "cla_re": "cla_re",
		} {
			if got, err := tx.FreeSlug(base); err != nil || got != want {
				t.Errorf("FreeSlug(%q) = %q, %v, want %q", base, got, err, want)
			}
		}
		return nil
	})
}
