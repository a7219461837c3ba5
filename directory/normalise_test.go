package directory_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"teleorne/directory"
	"teleorne/directory/reference"
)

func hasTelecentre(id string) bool { return id == "elabo" }

func normalise(p *directory.Profile) directory.Errors {
	return p.Normalise(reference.Atlas(), taxonomy, hasTelecentre)
}

var taxonomy = reference.Catalog().Taxonomy

func valid() directory.Profile {
	return directory.Profile{
		Name: "Claire Dubois", Status: directory.Independent, Headline: "Experte-comptable",
		Skills: []string{"comptabilite"}, Commune: "61038",
	}
}

func TestNormaliseFillsDefaults(t *testing.T) {
	t.Parallel()
	p := valid()
	if errs := normalise(&p); errs != nil {
		t.Fatal(errs)
	}
	want := valid()
	want.CommuneShown, want.Workplace, want.Languages = directory.ShownCommune, directory.AtHome, []string{"fr"}
	want.EmailShown, want.PhoneShown = directory.Identified, directory.Identified
	if !reflect.DeepEqual(p, want) {
		t.Errorf("%+v\nwant %+v", p, want)
	}
}

func TestNormaliseMakesCanonical(t *testing.T) {
	t.Parallel()
	p := directory.Profile{
		Name: "  Claire \u200b Dubois\t", Status: " Independent", Headline: "Experte‑comptable\x1b[0m",
		Organisation: "Cabinet   Dubois", Skills: []string{"comptable", "Python", " ", "comptabilite", "+Vannerie  fine", "+vannerie fine", "+Traduction", "++ tir"},
		Commune: "belleme", CommuneShown: "EPCI", Telecentre: "Elabo", Description: "Un\r\n\r\n\r\nDeux\x07 ",
		Languages: []string{"FR", "en", "fr", ""}, DailyRateEUR: 450, Website: "Exemple.fr", Email: "Claire@EXEMPLE.fr",
		Phone: "06 39 98 00 00", EmailShown: "PUBLIC", SIRET: "732 829 320 00074", Connection: "Fibre",
	}
	if errs := normalise(&p); errs != nil {
		t.Fatal(errs)
	}
	want := directory.Profile{
		Name: "Claire Dubois", Status: directory.Independent, Headline: "Experte‑comptable[0m",
		Organisation: "Cabinet Dubois", Skills: []string{"comptabilite", "python", "+Vannerie fine", "traduction", "+tir"},
		Commune: "61038", CommuneShown: directory.ShownEPCI, Workplace: directory.AtTelecentre, Telecentre: "elabo",
		Description: "Un\n\nDeux", Languages: []string{"fr", "en"}, DailyRateEUR: 450, Website: "https://exemple.fr",
		Email: "Claire@exemple.fr", Phone: "+33639980000", EmailShown: directory.Public, PhoneShown: directory.Identified,
		SIRET: "73282932000074", Connection: directory.Fibre,
	}
	if !reflect.DeepEqual(p, want) {
		t.Errorf("%+v\nwant %+v", p, want)
	}
}

func TestNormaliseFindsWhatIsWrong(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		what  string
		spoil func(*directory.Profile)
		field string
		code  directory.Code
		param directory.Params
		first string
	}{
		{what: "no name", spoil: func(p *directory.Profile) { p.Name = " \u200b" }, field: "name", code: directory.CodeRequired},
		{what: "short name", spoil: func(p *directory.Profile) { p.Name = "X" }, field: "name", code: directory.CodeTooShort, param: directory.Params{"min": 2, "count": 1}},
		{what: "long name", spoil: func(p *directory.Profile) { p.Name = strings.Repeat("é", 81) }, field: "name", code: directory.CodeTooLong, param: directory.Params{"max": 80, "count": 81}},
		{what: "broken name", spoil: func(p *directory.Profile) { p.Name = "Cl\xe9ment" }, field: "name", code: directory.CodeEncoding},
		{what: "no status", spoil: func(p *directory.Profile) { p.Status = "" }, field: "status", code: directory.CodeRequired},
		{what: "unknown status", spoil: func(p *directory.Profile) { p.Status = "boss" }, field: "status", code: directory.CodeChoice, param: directory.Params{"value": "boss", "choices": "independent, salaried"}},
		{what: "no headline", spoil: func(p *directory.Profile) { p.Headline = "" }, field: "headline", code: directory.CodeRequired},
		{what: "long organisation", spoil: func(p *directory.Profile) { p.Organisation = strings.Repeat("x", 90) }, field: "organisation", code: directory.CodeTooLong},
		{what: "no skill", spoil: func(p *directory.Profile) { p.Skills = []string{"", " "} }, field: "skills", code: directory.CodeTooFew, param: directory.Params{"min": 1}},
		{what: "many skills", spoil: func(p *directory.Profile) {
			p.Skills = nil
			for _, s := range taxonomy.Skills[:16] {
				p.Skills = append(p.Skills, s.Slug)
			}
		}, field: "skills", code: directory.CodeTooMany, param: directory.Params{"max": 15, "count": 16}},
		{what: "unknown skill", spoil: func(p *directory.Profile) { p.Skills = []string{"comtabilite"} }, field: "skills", code: directory.CodeSkill, first: "comptabilite"},
		{what: "empty proposal", spoil: func(p *directory.Profile) { p.Skills = []string{"paie", "+ "} }, field: "skills", code: directory.CodeSkill},
		{what: "proposal with a bar", spoil: func(p *directory.Profile) { p.Skills = []string{"+a|b"} }, field: "skills", code: directory.CodeSkill},
		{what: "long proposal", spoil: func(p *directory.Profile) { p.Skills = []string{"+" + strings.Repeat("x", 81)} }, field: "skills", code: directory.CodeTooLong},
		{what: "no commune", spoil: func(p *directory.Profile) { p.Commune = "" }, field: "commune", code: directory.CodeRequired},
		{what: "unknown commune", spoil: func(p *directory.Profile) { p.Commune = "Belleme-sur-Mer" }, field: "commune", code: directory.CodePlace, first: "Bellême"},
		{what: "commune outside", spoil: func(p *directory.Profile) { p.Commune = "Paris" }, field: "commune", code: directory.CodePlaceOutside},
		{what: "several communes", spoil: func(p *directory.Profile) { p.Commune = "61000" }, field: "commune", code: directory.CodePlaceAmbiguous, first: "Alençon (61001)"},
		{what: "postal code", spoil: func(p *directory.Profile) { p.Commune = "61999" }, field: "commune", code: directory.CodePlacePostalCode},
		{what: "shown", spoil: func(p *directory.Profile) { p.CommuneShown = "street" }, field: "commune_shown", code: directory.CodeChoice},
		{what: "workplace", spoil: func(p *directory.Profile) { p.Workplace = "bus" }, field: "workplace", code: directory.CodeChoice},
		{what: "télécentre at home", spoil: func(p *directory.Profile) { p.Workplace, p.Telecentre = directory.AtHome, "elabo" }, field: "workplace", code: directory.CodeChoice, param: directory.Params{"value": "home", "choices": "telecentre, both"}},
		{what: "no télécentre", spoil: func(p *directory.Profile) { p.Workplace, p.Telecentre = directory.AtTelecentre, "" }, field: "telecentre", code: directory.CodeRequired},
		{what: "unknown télécentre", spoil: func(p *directory.Profile) { p.Workplace, p.Telecentre = directory.AtBoth, "nowhere" }, field: "telecentre", code: directory.CodeTelecentre, param: directory.Params{"value": "nowhere"}},
		{what: "long description", spoil: func(p *directory.Profile) { p.Description = strings.Repeat("œ", 2140) }, field: "description", code: directory.CodeTooLong, param: directory.Params{"max": 2000, "count": 2140}},
		{what: "broken description", spoil: func(p *directory.Profile) { p.Description = "\xff" }, field: "description", code: directory.CodeEncoding},
		{what: "language", spoil: func(p *directory.Profile) { p.Languages = []string{"fr", "xx"} }, field: "languages", code: directory.CodeLanguage, param: directory.Params{"value": "xx"}},
		{what: "many languages", spoil: func(p *directory.Profile) {
			p.Languages = []string{"fr", "en", "de", "es", "it", "pt", "nl", "pl", "ro", "ru", "uk"}
		}, field: "languages", code: directory.CodeTooMany, param: directory.Params{"max": 10, "count": 11}},
		{what: "date", spoil: func(p *directory.Profile) { p.AvailableFrom = 1 << 30 }, field: "available_from", code: directory.CodeDate},
		{what: "date before", spoil: func(p *directory.Profile) { p.AvailableFrom = -5 }, field: "available_from", code: directory.CodeDate},
		{what: "rate", spoil: func(p *directory.Profile) { p.DailyRateEUR = 5001 }, field: "daily_rate_eur", code: directory.CodeOutOfRange, param: directory.Params{"min": 0, "max": 5000}},
		{what: "negative rate", spoil: func(p *directory.Profile) { p.DailyRateEUR = -1 }, field: "daily_rate_eur", code: directory.CodeOutOfRange},
		{what: "salaried rate", spoil: func(p *directory.Profile) { p.Status, p.DailyRateEUR = directory.Salaried, 300 }, field: "daily_rate_eur", code: directory.CodeNotForStatus, param: directory.Params{"status": "salaried"}},
		{what: "independent employed", spoil: func(p *directory.Profile) { p.EmployerPlace = "Paris" }, field: "employer_commune", code: directory.CodeNotForStatus, param: directory.Params{"status": "independent"}},
		{what: "employer at a code", spoil: func(p *directory.Profile) { p.Status, p.EmployerPlace = directory.Salaried, "61999" }, field: "employer_commune", code: directory.CodePlacePostalCode},
		{what: "independent days", spoil: func(p *directory.Profile) { p.RemoteDays = 2 }, field: "remote_days", code: directory.CodeNotForStatus},
		{what: "eight days", spoil: func(p *directory.Profile) { p.Status, p.RemoteDays = directory.Salaried, 8 }, field: "remote_days", code: directory.CodeOutOfRange, param: directory.Params{"min": 0, "max": 7}},
		{what: "website", spoil: func(p *directory.Profile) { p.Website = "javascript:alert(1)" }, field: "website", code: directory.CodeWebsite},
		{what: "e-mail", spoil: func(p *directory.Profile) { p.Email = "a@b" }, field: "email", code: directory.CodeEmail, param: directory.Params{"value": "a@b"}},
		{what: "phone", spoil: func(p *directory.Profile) { p.Phone = "12" }, field: "phone", code: directory.CodePhone},
		{what: "e-mail shown", spoil: func(p *directory.Profile) { p.EmailShown = "friends" }, field: "email_shown", code: directory.CodeChoice},
		{what: "phone shown", spoil: func(p *directory.Profile) { p.PhoneShown = "friends" }, field: "phone_shown", code: directory.CodeChoice},
		{what: "13 digits", spoil: func(p *directory.Profile) { p.SIRET = "7328293200007" }, field: "siret", code: directory.CodeSIRETLength, param: directory.Params{"count": 13}},
		{what: "check digit", spoil: func(p *directory.Profile) { p.SIRET = "73282932000075" }, field: "siret", code: directory.CodeSIRETChecksum},
		{what: "salaried SIRET", spoil: func(p *directory.Profile) { p.Status, p.SIRET = directory.Salaried, "73282932000074" }, field: "siret", code: directory.CodeNotForStatus},
		{what: "connection", spoil: func(p *directory.Profile) { p.Connection = "modem" }, field: "connection", code: directory.CodeChoice},
	} {
		p := valid()
		c.spoil(&p)
		errs := normalise(&p)
		if len(errs) != 1 {
			t.Errorf("%s: %v, want one error", c.what, errs)
			continue
		}
		e := errs[0]
		if e.Field != c.field || e.Code != c.code {
			t.Errorf("%s: %v, want %s: %s", c.what, e, c.field, c.code)
		}
		for k, v := range c.param {
			if e.Params[k] != v {
				t.Errorf("%s: %s is %v, want %v", c.what, k, e.Params[k], v)
			}
		}
		if c.first != "" && (len(e.Nearest) == 0 || e.Nearest[0] != c.first) {
			t.Errorf("%s: suggests %q, want %q first", c.what, e.Nearest, c.first)
		}
	}
}

func TestNormaliseEmployerPlace(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"flers": "61169", "61169": "61169", "PARIS": "Paris", "le mans": "Le Mans", "Trifouilly-les-Oies": "Trifouilly-les-Oies",
		"Paris (75)": "Paris (75)", "75056": "75056", "97411": "97411", "2A004": "2A004",
	} {
		p := valid()
		p.Status, p.EmployerPlace, p.RemoteDays = directory.Salaried, typed, 3
		if errs := normalise(&p); errs != nil || p.EmployerPlace != want {
			t.Errorf("%q gives %q, %v; want %q", typed, p.EmployerPlace, errs, want)
		}
	}
}

func TestNormaliseReportsInTheOrderOfTheFields(t *testing.T) {
	t.Parallel()
	order := []string{
		"name", "status", "headline", "organisation", "skills", "commune", "commune_shown", "workplace", "telecentre",
		"description", "languages", "available_from", "daily_rate_eur", "employer_commune", "remote_days", "website",
		"email", "phone", "email_shown", "phone_shown", "siret", "connection",
	}
	p := directory.Profile{
		Status: "x", CommuneShown: "x", Telecentre: "x", Description: "\xff", Languages: []string{"xx"}, AvailableFrom: -1,
		DailyRateEUR: -1, EmployerPlace: "99999", RemoteDays: -1, Website: "x", Email: "x", Phone: "x", EmailShown: "x",
		PhoneShown: "x", SIRET: "x", Connection: "x", Workplace: "x", Organisation: "\xff",
	}
	var fields []string
	for _, e := range normalise(&p) {
		if !slices.Contains(fields, e.Field) {
			fields = append(fields, e.Field)
		}
	}
	if !slices.Equal(fields, order) {
		t.Errorf("%q\nwant %q", fields, order)
	}
}

// profiles draws profiles of which each field is now right, now wrong.
func profiles() *rapid.Generator[directory.Profile] {
	text := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"", " ", "+", "61038", "Bellême", "\xff", "é\u0301", "elabo", "comptable", "+mot", "a@b.fr", "0123456789", "exemple.fr", "Public", "fr", "732 829 320 00074", "Paris", "home", "epci"}))
	oneOf := func(values ...string) *rapid.Generator[string] {
		return rapid.OneOf(rapid.SampledFrom(values), text)
	}
	return rapid.Custom(func(t *rapid.T) directory.Profile {
		return directory.Profile{
			Name: oneOf("Claire Dubois").Draw(t, "name"), Organisation: text.Draw(t, "organisation"),
			Status:   directory.Status(oneOf("independent", "salaried", "SALARIED").Draw(t, "status")),
			Headline: text.Draw(t, "headline"), Skills: rapid.SliceOfN(oneOf("paie", "python", "+C", "+ +x"), 0, 18).Draw(t, "skills"),
			Commune: oneOf("61038", "L'Aigle").Draw(t, "commune"), CommuneShown: directory.Shown(text.Draw(t, "shown")),
			Workplace: directory.Workplace(oneOf("home", "both").Draw(t, "workplace")), Telecentre: oneOf("elabo", "").Draw(t, "telecentre"),
			Description: text.Draw(t, "description"), Languages: rapid.SliceOfN(oneOf("fr", "EN"), 0, 12).Draw(t, "languages"),
			AvailableFrom: directory.Date(rapid.Int32().Draw(t, "available")), DailyRateEUR: rapid.IntRange(-2, 6000).Draw(t, "rate"),
			EmployerPlace: oneOf("Caen", "flers", "").Draw(t, "employer"), RemoteDays: rapid.IntRange(-1, 9).Draw(t, "days"),
			Website: text.Draw(t, "website"), Email: text.Draw(t, "email"), EmailShown: directory.Visibility(text.Draw(t, "emailShown")),
			Phone: text.Draw(t, "phone"), PhoneShown: directory.Visibility(text.Draw(t, "phoneShown")), SIRET: text.Draw(t, "siret"),
			Connection: directory.Connection(oneOf("fibre", "").Draw(t, "connection")),
		}
	})
}

func checkNormalised(t interface{ Fatalf(string, ...any) }, p directory.Profile) {
	errs := normalise(&p)
	once := p
	once.Skills, once.Languages = slices.Clone(p.Skills), slices.Clone(p.Languages)
	again := normalise(&p)
	// What is not UTF-8 is said once: afterwards the rest of it is looked at.
	broken := slices.ContainsFunc(errs, func(e *directory.Error) bool { return e.Code == directory.CodeEncoding })
	if !broken && !reflect.DeepEqual(p, once) {
		t.Fatalf("the second time changes\n%#v to\n%#v", once, p)
	}
	for _, e := range errs {
		if !broken && !slices.ContainsFunc(again, func(a *directory.Error) bool { return a.Field == e.Field }) {
			t.Fatalf("%v is forgotten the second time", e)
		}
	}
	if len(errs) == 0 && len(again) != 0 {
		t.Fatalf("the second time finds %v in %+v", again, once)
	}
	for _, s := range append(append([]string{p.Name, p.Organisation, p.Headline, p.Commune, p.Telecentre, p.EmployerPlace, p.Website, p.Email, p.Phone, p.SIRET}, p.Skills...), p.Languages...) {
		if directory.SafeLine(s) != s {
			t.Fatalf("%q is not clean", s)
		}
	}
}

func TestNormaliseTwiceIsOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) { checkNormalised(t, profiles().Draw(t, "profile")) })
}

func FuzzNormalise(f *testing.F) {
	f.Add("Claire Dubois", "independent", "comptable|+x", "61038", "elabo", "fr|en", "a@b.fr", "0123456789", "exemple.fr", "356000000 00048", 100)
	f.Add("\xff", "Salaried", "+|+ +|\u200b", "61130 Bellême", "\x00", "\x1b", "@", "+33(0)", "://", "0", -1)
	f.Fuzz(func(t *testing.T, name, status, skills, commune, telecentre, languages, email, phone, website, siret string, n int) {
		checkNormalised(t, directory.Profile{
			Name: name, Status: directory.Status(status), Headline: name, Skills: strings.Split(skills, "|"), Commune: commune,
			Telecentre: telecentre, Languages: strings.Split(languages, "|"), Email: email, Phone: phone, Website: website,
			SIRET: siret, Description: name + "\n" + skills, DailyRateEUR: n, RemoteDays: n, EmployerPlace: commune,
			AvailableFrom: directory.Date(int32(n)), Workplace: directory.Workplace(languages), Organisation: email,
		})
	})
}

// A long list is checked at each key that is typed behind it: what is proposed is
// compared with no name, and what is past the end of a list gets no suggestions.
func TestManySkillsAreChecked(t *testing.T) {
	p := valid()
	p.Skills = nil
	for i := range 300 {
		p.Skills = append(p.Skills, fmt.Sprintf("comtabilité %d", i))
	}
	suggested := 0
	for _, e := range normalise(&p) {
		if e.Code == directory.CodeSkill && len(e.Nearest) > 0 {
			suggested++
		}
	}
	if suggested == 0 || suggested > directory.MaxSkills {
		t.Errorf("%d of %d unknown skills get suggestions", suggested, len(p.Skills))
	}
}
