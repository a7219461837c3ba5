package storetest

import (
	"reflect"
	"testing"

	"teleorne/directory"
)

func drafts(t *testing.T, s directory.Store) {
	id, other := owned(t, s, "claire", 0), owned(t, s, "paul", 0)
	var want directory.Draft
	check := func(doing string) {
		t.Helper()
		if got, err := s.Draft(t.Context(), id); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: Draft = %+v, %v, want %+v", doing, got, err, want)
		}
		update(t, s, func(tx directory.Tx) error {
			got, err := tx.Draft(id)
			if !reflect.DeepEqual(got, want) {
				t.Errorf("%s: within a transaction: %+v, want %+v", doing, got, want)
			}
			return err
		})
	}
	put := func(doing string) {
		t.Helper()
		update(t, s, func(tx directory.Tx) error { return tx.PutDraft(id, want) })
		check(doing)
	}
	check("none yet")
	want = directory.Draft{
		Version: 1, Profile: Profile("Claire"), SavedAt: day(1),
		Unread: map[string]string{"daily_rate_eur": "beaucoup", "available_from": "« bientôt » <&>"},
	}
	put("the first")
	want.Version, want.Profile, want.Unread = 7, Profile("Claire Dubois"), nil
	put("another")
	want.Profile = nil
	put("the same version without content")
	want = directory.Draft{Version: 8}
	put("dropped")
	update(t, s, func(tx directory.Tx) error {
		wantCode(t, "an older version", tx.PutDraft(id, directory.Draft{Version: 7, Profile: Profile("X")}), directory.CodeConflict)
		wantCode(t, "PutDraft of none", tx.PutDraft(99, directory.Draft{Version: 1}), directory.CodeNotFound)
		return nil
	})
	check("refused")
	if got, err := s.Draft(t.Context(), other); err != nil || !reflect.DeepEqual(got, directory.Draft{}) {
		t.Errorf("another's draft: %+v, %v", got, err)
	}
	if got, err := s.Draft(t.Context(), 99); err != nil || !reflect.DeepEqual(got, directory.Draft{}) {
		t.Errorf("a draft of none: %+v, %v", got, err)
	}
	// What is kept is not the caller's to change.
	p := Profile("Claire")
	update(t, s, func(tx directory.Tx) error { return tx.PutDraft(id, directory.Draft{Version: 9, Profile: p}) })
	p.Name, p.Skills[0] = "Autre", "autre"
	want = directory.Draft{Version: 9, Profile: Profile("Claire")}
	check("the caller's own")
}

// draftFields: every field of a draft comes back as it was, right or wrong.
func draftFields(t *testing.T, s directory.Store) {
	id := owned(t, s, "claire", 0)
	full := &directory.Profile{
		Name: "Éloïse <d'Aubigné>", Organisation: `L’Atelier "Œuvre" & Cie`, Status: "astronaute",
		Headline: "Développeuse C++ 🦊", Skills: []string{"developpement-web", `+a","b`, ""},
		Commune: "75056", CommuneShown: "x", Workplace: directory.AtBoth, Telecentre: "elabo",
		Description: "Une ligne,\n\n\u2028'; DROP TABLE listing; --\nعربي", Languages: []string{"fr", "klingon"},
		AvailableFrom: 20000, DailyRateEUR: -5, EmployerPlace: "Paris", RemoteDays: 99,
		Website: "pas une adresse", Email: "eloise@", EmailShown: directory.Public,
		Phone: "12", PhoneShown: directory.Nobody, SIRET: "1", Connection: "pigeon",
	}
	v := reflect.ValueOf(*full)
	for i := range v.NumField() {
		if v.Field(i).IsZero() {
			t.Errorf("the test leaves %s empty", v.Type().Field(i).Name)
		}
	}
	for i, p := range []*directory.Profile{full, {}, {AvailableFrom: -1}} {
		d := directory.Draft{Version: int64(i), Profile: p, SavedAt: day(i)}
		update(t, s, func(tx directory.Tx) error { return tx.PutDraft(id, d) })
		if got, err := s.Draft(t.Context(), id); err != nil || !reflect.DeepEqual(got, d) {
			t.Errorf("got  %+v, %v\nwant %+v", got.Profile, err, d.Profile)
		}
	}
}
