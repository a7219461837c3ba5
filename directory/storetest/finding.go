package storetest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"teleorne/directory"
)

// everyState adds a listing for each combination of what State looks at, and
// some more: an erased one, and one that was never submitted.
func everyState(t *testing.T, s directory.Store) {
	t.Helper()
	states := []directory.RevisionState{directory.RevisionDraft, directory.RevisionSubmitted, directory.RevisionAccepted, directory.RevisionRefused}
	update(t, s, func(tx directory.Tx) error {
		n := 0
		for _, published := range []bool{false, true} {
			for _, latest := range states {
				for hidden := range 16 {
					n++
					id, err := tx.AddListing(fmt.Sprintf("person-%d", n), 0, day(0))
					if err != nil {
						return err
					}
					if published {
						rev, err := tx.AddRevision(id, directory.RevisionAccepted, Profile("Before"), day(0))
						if err := errors.Join(err, tx.Publish(id, rev, day(0))); err != nil {
							return err
						}
					}
					_, err = tx.AddRevision(id, latest, Profile("After"), day(0))
					if err := errors.Join(err, tx.SetStanding(id, directory.Standing{
						Paused: hidden&1 != 0, Suspended: hidden&2 != 0, Withdrawn: hidden&4 != 0, Dormant: hidden&8 != 0,
					})); err != nil {
						return err
					}
				}
			}
		}
		gone, err := tx.AddListing("gone", 0, day(0))
		if err != nil {
			return err
		}
		_, err = tx.AddRevision(gone, directory.RevisionSubmitted, Profile("Gone"), day(0))
		never, err2 := tx.AddListing("never", 0, day(0))
		return errors.Join(err, err2, tx.Erase(gone), tx.PutDraft(never, directory.Draft{Version: 1, Profile: Profile("Never")}))
	})
}

// findStates: what the store finds is what Listing.State and Listing.Pending
// say, page by page.
func findStates(t *testing.T, s directory.Store) {
	everyState(t, s)
	want := map[string][]string{}
	listings := all(t, s, 0)
	slices.Reverse(listings)
	for _, l := range listings {
		if l.Latest == nil {
			continue
		}
		want[""] = append(want[""], l.Slug)
		if state := l.State(); state != directory.StatePending {
			want[state] = append(want[state], l.Slug)
		}
		if l.Pending() {
			want[directory.StatePending] = append(want[directory.StatePending], l.Slug)
		}
	}
	if len(want) != 9 {
		t.Fatalf("the test knows the states %v", want)
	}
	for state, slugs := range want {
		for _, limit := range []int{7, 500} {
			var got []string
			for {
				page, total, err := s.FindListings(t.Context(), directory.ListingQuery{State: state, Offset: len(got), Limit: limit}, nil)
				if err != nil || total != len(slugs) || len(page) > limit {
					t.Fatalf("state %q: %d of %d listings, %v, want %d", state, len(page), total, err, len(slugs))
				}
				got = append(got, slugsOf(page)...)
				if len(page) == 0 {
					break
				}
			}
			if !slices.Equal(got, slugs) {
				t.Errorf("state %q, by %d: %v\nwant %v", state, limit, got, slugs)
			}
		}
	}
	for _, c := range []struct{ offset, limit, want int }{{0, 0, 50}, {100, 0, 28}, {-5, 3, 3}, {0, 9999, 128}, {500, 5, 0}} {
		got, total, err := s.FindListings(t.Context(), directory.ListingQuery{Offset: c.offset, Limit: c.limit}, nil)
		if err != nil || total != 128 || len(got) != c.want {
			t.Errorf("offset %d, limit %d: %d of %d listings, %v, want %d", c.offset, c.limit, len(got), total, err, c.want)
		}
	}
	_, _, err := s.FindListings(t.Context(), directory.ListingQuery{State: "none"}, nil)
	wantCode(t, "a state that is none", err, directory.CodeChoice)
}

func findWords(t *testing.T, s directory.Store) {
	p := Profile("Éloïse Le Bœuf-Martin")
	p.Organisation, p.Email, p.Phone, p.SIRET, p.Commune = "L’Atelier d’Écriture", "E.Martin+pro@Exemple.fr", "+33612345678", "73282932000074", "61001"
	martin, _ := add(t, s, "eloise-le-boeuf-martin", p)
	add(t, s, "paul-durand", Profile("Paul Durand"))
	// What is published and what waits are both looked for, each by itself.
	update(t, s, func(tx directory.Tx) error {
		q := *p
		q.Name, q.Phone, q.Commune, q.Organisation = "Éloïse Petit", "+4930123456", "61002", ""
		_, err := tx.AddRevision(martin, directory.RevisionSubmitted, &q, day(2))
		return err
	})
	const found, none = "eloise-le-boeuf-martin", ""
	for _, c := range []struct{ text, want string }{
		{"eloise", found},
		{"ÉLOÏSE", found},
		{"boeuf", found},
		{"bœuf", found},
		{"Le Bœuf-Martin", found},
		{"martin éloïse", found},
		{"oïs", found},
		{"ecriture", found},
		{"l’atelier", found},
		{"d'écriture", found},
		{"eloise-le-boeuf-martin", found},
		{"le-boeuf", found},
		{"e.martin+pro@exemple.fr", found},
		{"E.MARTIN", found},
		{"@exemple", found},
		{"06 12 34 56 78", found},
		{"0612345678", found},
		{"+33 6 12 34 56 78", found},
		{"06.12.34", found},
		{"+4930", found},
		{"732 829 320 00074", found},
		{"73282932", found},
		{"petit", found},
		{"atelier 0612345678", found},
		{"durand", "paul-durand"},
		{"eloise durand", none},
		{"petit atelier", none},
		{"comptable", none},
		{"06 99", none},
		{"%", none},
		{"_", none},
		{"'", none},
		{"\"", none},
		{"*", none},
		{"e.martin%", none},
		{"61001", none},
		{strings.Repeat("eloise ", 50), found},
		{strings.Repeat("z", 5000), none},
	} {
		got, total, err := s.FindListings(t.Context(), directory.ListingQuery{Text: c.text}, nil)
		if want := strings.Fields(c.want); err != nil || total != len(want) || !slices.Equal(slugsOf(got), want) {
			t.Errorf("%q: %v of %d, %v, want %v", c.text, slugsOf(got), total, err, want)
		}
	}
	for _, text := range []string{"", "  ", "\u00a0", "a"} {
		if got, total, err := s.FindListings(t.Context(), directory.ListingQuery{Text: text}, nil); err != nil || total != 2 ||
			!slices.Equal(slugsOf(got), []string{found, "paul-durand"}) {
			t.Errorf("%q: %v of %d, %v", text, slugsOf(got), total, err)
		}
	}
	for _, c := range []struct {
		communes []string
		text     string
		want     string
	}{
		{[]string{"61001"}, "", found},
		{[]string{"61002", "61999"}, "", found},
		{[]string{"61038"}, "", "paul-durand"},
		{[]string{"61001"}, "martin", found},
		{[]string{"61002"}, "ecriture", none}, // where it is published
		{[]string{"61999"}, "", none},
	} {
		got, total, err := s.FindListings(t.Context(), directory.ListingQuery{Text: c.text, EPCI: "unread"}, c.communes)
		if want := strings.Fields(c.want); err != nil || total != len(want) || !slices.Equal(slugsOf(got), want) {
			t.Errorf("%q in %v: %v of %d, %v, want %v", c.text, c.communes, slugsOf(got), total, err, want)
		}
	}
	// What was is not looked for; who was erased neither.
	update(t, s, func(tx directory.Tx) error {
		rev, err := tx.AddRevision(martin, directory.RevisionAccepted, Profile("Éloïse Grand"), day(3))
		return errors.Join(err, tx.Publish(martin, rev, day(3)))
	})
	for text, want := range map[string]int{"petit": 0, "boeuf": 1 /* the slug stays */, "grand": 1, "ecriture": 0} {
		if _, total, err := s.FindListings(t.Context(), directory.ListingQuery{Text: text}, nil); err != nil || total != want {
			t.Errorf("%q: %d, %v, want %d", text, total, err, want)
		}
	}
	update(t, s, func(tx directory.Tx) error { return tx.Erase(martin) })
	if _, total, err := s.FindListings(t.Context(), directory.ListingQuery{Text: "grand"}, nil); err != nil || total != 0 {
		t.Errorf("an erased one: %d, %v", total, err)
	}
}

func twins(t *testing.T, s directory.Store) {
	const (
		text  = "Comptable depuis quinze ans, à Mortagne." // 40 characters
		short = "Comptable depuis quinze ans, à Alençon."  // 39
	)
	profile := func(name string, change func(*directory.Profile)) *directory.Profile {
		p := Profile(name)
		change(p)
		return p
	}
	submitted := func(slug string, p *directory.Profile) directory.ListingID {
		id := owned(t, s, slug, 0)
		update(t, s, func(tx directory.Tx) error {
			_, err := tx.AddRevision(id, directory.RevisionSubmitted, p, day(0))
			return err
		})
		return id
	}
	everything := func(p *directory.Profile) {
		p.Email, p.Phone, p.SIRET, p.Description = "Zoé.a@exemple.fr", "+33612345678", "73282932000074", text
	}
	first := submitted("first", profile("First", everything))
	check := func(doing string, of directory.ListingID, want ...directory.Twin) {
		t.Helper()
		if got, err := s.Twins(t.Context(), of); err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: Twins = %+v, %v, want %+v", doing, got, err, want)
		}
	}
	// Alone, beside listings that have nothing or little in common.
	add(t, s, "empty", profile("Empty", func(*directory.Profile) {}))
	add(t, s, "short", profile("Short", func(p *directory.Profile) { p.Description = short }))
	alike := submitted("alike", profile("Alike", func(p *directory.Profile) { p.Description = short }))
	check("alone", 0)
	check("alone", first)
	mail, _ := add(t, s, "mail", profile("Mail", func(p *directory.Profile) { p.Email = "zoé.A@EXEMPLE.fr" }))
	phone, _ := add(t, s, "phone", profile("Phone", func(p *directory.Profile) { p.Phone = "+33612345678" }))
	same, _ := add(t, s, "same", profile("Same", everything))
	twin := func(of directory.ListingID, kind directory.FlagKind, other string) directory.Twin {
		return directory.Twin{Listing: of, Kind: kind, Other: other}
	}
	ofFirst := []directory.Twin{
		twin(first, directory.FlagSameEmail, "mail"), twin(first, directory.FlagSamePhone, "phone"),
		twin(first, directory.FlagSameSIRET, "same"), twin(first, directory.FlagSameText, "same"),
	}
	check("all that wait", 0, ofFirst...)
	check("of one", first, ofFirst...)
	check("of one that does not wait", same, twin(same, directory.FlagSameEmail, "first"), twin(same, directory.FlagSamePhone, "first"),
		twin(same, directory.FlagSameSIRET, "first"), twin(same, directory.FlagSameText, "first"))
	check("of none", 99)
	check("with a short text in common", alike)
	// What another one publishes counts as well as what it wants to be.
	update(t, s, func(tx directory.Tx) error {
		_, err := tx.AddRevision(mail, directory.RevisionRefused, Profile("Mail"), day(1))
		_, err2 := tx.AddRevision(phone, directory.RevisionAccepted, Profile("Phone"), day(1))
		return errors.Join(err, err2)
	})
	check("published still", 0, ofFirst...)
	update(t, s, func(tx directory.Tx) error {
		return errors.Join(tx.Unpublish(mail, day(1)), tx.Unpublish(phone, day(1)))
	})
	ofFirst[0].Other, ofFirst[1].Other = "same", "same"
	check("published no more", 0, ofFirst...)
	// Nor do its own older versions, withdrawn ones that wait, or erased ones.
	update(t, s, func(tx directory.Tx) error {
		_, err := tx.AddRevision(first, directory.RevisionSubmitted, profile("First", everything), day(2))
		return err
	})
	check("its own", 0, ofFirst...)
	update(t, s, func(tx directory.Tx) error {
		return tx.SetStanding(first, directory.Standing{Withdrawn: true})
	})
	check("withdrawn", 0)
	check("withdrawn, of one", first, ofFirst...)
	update(t, s, func(tx directory.Tx) error { return tx.Erase(same) })
	check("erased", first)
}
