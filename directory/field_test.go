package directory_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"teleorne/directory"
)

var today = directory.DateOf(time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC))

// anyProfile is a profile with anything in it that a profile can hold.
func anyProfile(r *rand.Rand) directory.Profile {
	texts := []string{
		"", "Claire", "a, b", `"`, `"x", y`, "+conseil, audit", `dit "le grand"`, "à; b", "C++", "+", "l’été", "fr", " x", "1", "été\nhiver",
	}
	text := func() string { return texts[r.IntN(len(texts))] }
	list := func() []string {
		var out []string
		for range r.IntN(4) {
			if s := strings.ReplaceAll(text(), "\n", " "); s != "" {
				out = append(out, s)
			}
		}
		return out
	}
	pick := func(of ...string) string { return of[r.IntN(len(of))] }
	return directory.Profile{
		Name: text(), Organisation: text(), Headline: text(), Description: text(), Commune: text(), Telecentre: text(),
		EmployerPlace: text(), Website: text(), Email: text(), Phone: text(), SIRET: text(), Skills: list(),
		Languages:    slices.Clone([]string{"fr", "en", "et", "br"}[:r.IntN(5)]),
		Status:       directory.Status(pick("", "independent", "salaried", "king")),
		Workplace:    directory.Workplace(pick("", "home", "telecentre", "both", "moon")),
		CommuneShown: directory.Shown(pick("", "commune", "epci")),
		EmailShown:   directory.Visibility(pick("", "public", "identified", "nobody")),
		PhoneShown:   directory.Visibility(pick("", "public", "identified", "nobody")),
		Connection:   directory.Connection(pick("", "fibre", "dsl", "mobile", "satellite", "other")),
		DailyRateEUR: r.IntN(6000) - 100, RemoteDays: r.IntN(9) - 1,
		AvailableFrom: directory.Date(r.IntN(80000)),
	}
}

// What FieldText tells, SetField reads back.
func TestFieldsComeBackAsTheyWere(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 5000 {
		want, got := anyProfile(r), anyProfile(r)
		for _, f := range directory.Fields() {
			if err := got.SetField(f, want.FieldText(f), today); err != nil {
				t.Fatalf("%s: %q: %v", f, want.FieldText(f), err)
			}
			if got.FieldText(f) != want.FieldText(f) {
				t.Fatalf("%s: %q became %q", f, want.FieldText(f), got.FieldText(f))
			}
		}
		if !slices.Equal(got.Skills, want.Skills) || !slices.Equal(got.Languages, want.Languages) ||
			got.AvailableFrom != want.AvailableFrom || got.DailyRateEUR != want.DailyRateEUR || len(got.Diff(&want)) > 0 {
			t.Fatalf("%+v became %+v", want, got)
		}
	}
}

func TestDiffNamesEachField(t *testing.T) {
	var none directory.Profile
	var all directory.Profile
	for _, f := range directory.Fields() {
		one := none
		typed := map[string]string{"available_from": "2026-12-01", "daily_rate_eur": "450", "remote_days": "3"}[f]
		if typed == "" {
			typed = "autre"
		}
		for _, p := range []*directory.Profile{&one, &all} {
			if err := p.SetField(f, typed, today); err != nil {
				t.Fatal(err)
			}
		}
		if d := one.Diff(&none); !slices.Equal(d, []string{f}) {
			t.Errorf("a change of %s is one of %v", f, d)
		}
	}
	if d := none.Diff(&all); !slices.Equal(d, directory.Fields()) {
		t.Errorf("all differ, but %v", d)
	}
}

func TestSetFieldReadsDates(t *testing.T) {
	for typed, want := range map[string]string{
		"2026-12-01": "2026-12-01", "1/12/2026": "2026-12-01", "01.12.2026": "2026-12-01", "1-12-26": "2026-12-01", "1/12/26": "2026-12-01",
		"1er décembre 2026": "2026-12-01", "le 1er déc. 2026": "2026-12-01", "à partir du 3 janvier 2027": "2027-01-03",
		"mardi 1er décembre": "2026-12-01", "1 décembre": "2026-12-01", "3 janv.": "2027-01-03", "22/11": "2027-11-22", "23/11": "2026-11-23",
		"December 3, 2026": "2026-12-03", "3rd of December 2026": "2026-12-03", "Dec 3 2026": "2026-12-03", "from 2 May 2027": "2027-05-02",
		"décembre 2026": "2026-12-01", "janvier": "2027-01-01", "15 août": "2027-08-15", "29 février": "2028-02-29", "14 juil. 2027": "2027-07-14",
		"now": "2026-11-23", "Maintenant": "2026-11-23", "dès maintenant": "2026-11-23", "aujourd’hui": "2026-11-23", "tout de suite": "2026-11-23",
		"demain": "2026-11-24", "hier": "2026-11-22", "yesterday": "2026-11-22", "": "", " ": "", "non": "", "Pas disponible": "", "2020-01-31": "2020-01-31", "  2026-12-01 ": "2026-12-01",
	} {
		p := directory.Profile{AvailableFrom: 7}
		if err := p.SetField("available_from", typed, today); err != nil || p.AvailableFrom.String() != want {
			t.Errorf("%q is %q, %v; want %q", typed, p.AvailableFrom, err, want)
		}
	}
	for _, typed := range []string{
		"bientôt", "31/2/2027", "2026-13-01", "12/25/2026", "32 décembre", "26-12-01", "1 juin juillet", "1 jui", "2026", "12", "1/2/3/4",
		"1/12/20266", "-", "???", "2026-12-01T10:00", "1969-01-01", "2300-01-01", "décembre décembre", "2026-12", strings.Repeat("1 ", 900), "\xff\x00",
	} {
		p := directory.Profile{AvailableFrom: 7}
		err := p.SetField("available_from", typed, today)
		if !directory.IsCode(err, directory.CodeDate) {
			t.Errorf("%q: %v", typed, err)
		}
		if p.AvailableFrom != 7 {
			t.Errorf("%q changed the profile to %v", typed, p.AvailableFrom)
		}
	}
}

func TestSetFieldReadsNumbers(t *testing.T) {
	for typed, want := range map[string]int{
		"": 0, "0": 0, "450": 450, " 450 € ": 450, "450€": 450, "450 euros": 450, "1 200": 1200, "1\u202f200 €": 1200, "450 € HT / jour": 450,
		"450 EUR par jour": 450, "450 a day": 450, "3 jours": 3, "3 j": 3, "3 jours par semaine": 3, "-5": -5, "007": 7,
	} {
		p := directory.Profile{DailyRateEUR: 9, RemoteDays: 9}
		err := p.SetField("daily_rate_eur", typed, today)
		if err2 := p.SetField("remote_days", typed, today); err != nil || err2 != nil || p.DailyRateEUR != want || p.RemoteDays != want {
			t.Errorf("%q is %d, %v", typed, p.DailyRateEUR, err)
		}
	}
	for _, typed := range []string{
		"beaucoup", "€", "jour", "1,5", "450.50", "4 5", "12 34", "1 2000", "99999999999", "1e3", "0x10", "450 francs", strings.Repeat("9", 500),
	} {
		p := directory.Profile{DailyRateEUR: 9}
		err := p.SetField("daily_rate_eur", typed, today)
		if !directory.IsCode(err, directory.CodeNumber) {
			t.Errorf("%q: %v", typed, err)
		}
		if p.DailyRateEUR != 9 {
			t.Errorf("%q changed the rate to %d", typed, p.DailyRateEUR)
		}
	}
}

func TestSetFieldReadsEverydayWords(t *testing.T) {
	for _, c := range []struct{ field, typed, want string }{
		{"status", "Indépendante", "independent"},
		{"status", "freelance", "independent"},
		{"status", "SALARIÉ", "salaried"},
		{"status", "micro-entrepreneur", "independent"},
		{"status", "roi", "roi"},
		{"workplace", "à domicile", "home"},
		{"workplace", "Télécentre", "telecentre"},
		{"workplace", "les deux", "both"},
		{"workplace", "", ""},
		{"commune_shown", "intercommunalité", "epci"},
		{"commune_shown", "ma commune", "commune"},
		{"email_shown", "tous", "public"},
		{"email_shown", "avec une clé", "identified"},
		{"phone_shown", "personne", "nobody"},
		{"phone_shown", "Tout le monde", "public"},
		{"phone_shown", "no-one", "nobody"},
		{"connection", "Fibre optique", "fibre"},
		{"connection", "ADSL", "dsl"},
		{"connection", "4G", "mobile"},
		{"connection", "autre", "other"},
		{"languages", "français, anglais", "fr, en"},
		{"languages", "Français et anglais", "fr, en"},
		{"languages", "fr/en", "fr, en"},
		{"languages", "French and German; breton\nklingon", "fr, de, br, klingon"},
		{"languages", "fr, et", "fr, et"},
		{"languages", "", ""},
		{"skills", "comptabilite, paie;facturation\n\ngestion,,", "comptabilite, paie, facturation, gestion"},
		{"skills", "  ", ""},
		{"skills", `"a, b", c`, `"a, b", c`},
		{"skills", `"a`, `"""a"`},
		{"name", " fibre ", " fibre "},
		{"description", "personne", "personne"},
	} {
		var p directory.Profile
		if err := p.SetField(c.field, c.typed, today); err != nil || p.FieldText(c.field) != c.want {
			t.Errorf("%s: %q is %q, %v; want %q", c.field, c.typed, p.FieldText(c.field), err, c.want)
		}
	}
	var p directory.Profile
	wantCode(t, p.SetField("age", "42", today), directory.CodeNotFound)
	if p.FieldText("age") != "" {
		t.Error("there is an age")
	}
}

// Whatever is typed, nothing breaks, and what was read stays as it is.
func FuzzSetField(f *testing.F) {
	for _, s := range []string{"", "1er décembre", `"a, ""b"", c`, "fr et en", "1 200 € HT", "\xff", "à domicile", "29/2", "+mot"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		for _, field := range directory.Fields() {
			var p, q directory.Profile
			if p.SetField(field, typed, today) != nil {
				if len(p.Diff(&q)) > 0 {
					t.Errorf("%s: %q was refused and kept", field, typed)
				}
				continue
			}
			text := p.FieldText(field)
			if err := q.SetField(field, text, today); err != nil || q.FieldText(field) != text {
				t.Errorf("%s: %q is %q, then %q, %v", field, typed, text, q.FieldText(field), err)
			}
		}
	})
}
