package exchange_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"teleorne/directory"
	"teleorne/directory/exchange"
	"teleorne/directory/reference"
)

func testCard() *directory.Card {
	c := reference.Catalog()
	commune, _ := c.Atlas.Commune("61038")
	skill, _ := c.Taxonomy.Skill("comptabilite")
	at := time.Date(2026, 3, 1, 9, 30, 15, 999_000_000, time.FixedZone("CET", 3600))
	from, _ := directory.ParseDate("2026-12-01")
	return &directory.Card{
		ID: 1, Slug: "claire-dubois", Name: "Claire Dubois", Organisation: "Cabinet, & Cie", Status: directory.Independent,
		Headline: "Comptable", Skills: []*directory.Skill{skill}, Commune: commune, EPCI: commune.EPCI, DistanceKM: 12.345,
		Workplace: directory.AtBoth, Telecentre: &directory.Telecentre{ID: "elabo", Name: "Elabo"}, Description: "Une\ndeux",
		Languages: []string{"fr", "en"}, AvailableFrom: from, DailyRateEUR: 450, Website: "https://exemple.fr",
		Email: "claire@exemple.fr", Phone: "+33233000000", Connection: directory.Fibre, UpdatedAt: at, ConfirmedAt: at,
	}
}

func toJSON(t *testing.T, d any) string {
	t.Helper()
	var b bytes.Buffer
	if err := exchange.WriteJSON(&b, d); err != nil {
		t.Fatal(err)
	}
	if !json.Valid(b.Bytes()) || strings.Count(b.String(), "\n") != 1 {
		t.Fatalf("not a line of JSON: %s", b.String())
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// TestSearchDocument: the names are the contract's.
func TestSearchDocument(t *testing.T) {
	bare := &directory.Card{
		Slug: "x", Name: "X Y", Status: directory.Salaried, Headline: "Z", DistanceKM: -1, Workplace: directory.AtHome,
		EPCI: directory.EPCI{SIREN: "1", Name: "CC X"}, Redacted: []string{"email"},
	}
	full := `"slug":"claire-dubois","name":"Claire Dubois","organisation":"Cabinet, & Cie","status":"independent",` +
		`"headline":"Comptable","skills":[{"slug":"comptabilite","label":"Comptabilité générale"}],` +
		`"commune":{"insee":"61038","name":"Bellême","epci":"CC des Collines du Perche Normand"},"distance_km":12.3,` +
		`"workplace":"both","telecentre":{"id":"elabo","name":"Elabo"},"languages":["fr","en"],"available_from":"2026-12-01",` +
		`"daily_rate_eur":450,"description":"Une\ndeux","website":"https://exemple.fr","email":"claire@exemple.fr",` +
		`"phone":"+33233000000","redacted":[],"connection":"fibre","updated_at":"2026-03-01T08:30:15Z",` +
		`"confirmed_at":"2026-03-01T08:30:15Z"`
	empty := `"slug":"x","name":"X Y","organisation":null,"status":"salaried","headline":"Z","skills":[],` +
		`"commune":{"insee":null,"name":null,"epci":"CC X"},"distance_km":null,"workplace":"home","telecentre":null,` +
		`"languages":[],"available_from":null,"daily_rate_eur":null,"description":null,"website":null,"email":null,` +
		`"phone":null,"redacted":["email"],"connection":null,"updated_at":null,"confirmed_at":null`
	count := []directory.Count{{Value: "61038", Count: 2}}
	for _, c := range []struct {
		name string
		doc  any
		want string
	}{
		{
			"nothing found", exchange.NewSearch(&directory.Results{}, "fr"),
			`{"schema":1,"total":0,"offset":0,"corrected":null,"results":[],"facets":null,"demo":false,"widenings":[]}`,
		},
		{
			"a page", exchange.NewSearch(&directory.Results{
				Query: directory.Query{Offset: 10}, Total: 12, Cards: []*directory.Card{testCard(), bare}, Demo: true,
				Corrected: map[string]string{"comtable": "comptable"}, Facets: &directory.Facets{Commune: count},
			}, "fr"),
			`{"schema":1,"total":12,"offset":10,"corrected":{"comtable":"comptable"},"results":[{` + full + `},{` + empty + `}],` +
				`"facets":{"status":[],"skill":[],"domain":[],"commune":[{"value":"61038","count":2}],"epci":[]},"demo":true,"widenings":[]}`,
		},
		{
			"ways out", exchange.NewSearch(&directory.Results{Widenings: []directory.Widening{
				{Kind: directory.WidenRadius, Value: "15", Count: 3}, {Kind: directory.WidenEverywhere, Count: 7},
			}}, "fr"),
			`{"schema":1,"total":0,"offset":0,"corrected":null,"results":[],"facets":null,"demo":false,` +
				`"widenings":[{"kind":"radius","value":"15","count":3},{"kind":"everywhere","value":null,"count":7}]}`,
		},
		{"a card", exchange.NewCard(testCard(), "fr", false), `{"schema":1,` + full + `,"demo":false}`},
		{"a bare card", exchange.NewCard(bare, "en", false), `{"schema":1,` + empty + `,"demo":false}`},
		{
			"whoami", exchange.NewWhoami(directory.Actor{Role: directory.RoleVisitor}, exchange.Reader{ContactsLeft: -1}, "fr"),
			`{"schema":1,"role":"visitor","fingerprint":null,"key_name":null,"profile":null,"language":"fr","contacts_left":null}`,
		},
		{"no communes", exchange.NewCommunes(nil, true), `{"schema":1,"communes":[],"demo":true}`},
		{"no skills", exchange.NewSkills(nil, reference.Catalog().Taxonomy, "fr", false), `{"schema":1,"skills":[],"demo":false}`},
		{"no telecentres", exchange.NewTelecentres(nil, false), `{"schema":1,"telecentres":[],"demo":false}`},
	} {
		if got := toJSON(t, c.doc); got != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", c.name, got, c.want)
		}
	}
	var b bytes.Buffer
	if err := exchange.WriteNDJSON(&b, &directory.Results{Cards: []*directory.Card{testCard(), bare}}, "fr"); err != nil {
		t.Fatal(err)
	}
	if want := "{\"schema\":1," + full + ",\"demo\":false}\n{\"schema\":1," + empty + ",\"demo\":false}\n"; b.String() != want {
		t.Errorf("ndjson: %s", b.String())
	}
}

func TestDistances(t *testing.T) {
	for km, want := range map[float64]string{0: "0.0", 0.04: "0.0", 9.96: "10.0", 120: "120.0", -1: "null"} {
		c := testCard()
		c.DistanceKM = km
		if got := toJSON(t, exchange.NewCard(c, "fr", false)); !strings.Contains(got, `"distance_km":`+want+`,`) {
			t.Errorf("%v km: %s", km, got)
		}
	}
}

func TestListDocuments(t *testing.T) {
	c := reference.Catalog()
	commune, _ := c.Atlas.Commune("61038")
	skill, _ := c.Taxonomy.Skill("comptabilite")
	got := toJSON(t, exchange.NewCommunes([]directory.PlaceCount{{Commune: commune, Count: 3}}, false))
	for _, want := range []string{`"insee":"61038"`, `"name":"Bellême"`, `"postal_codes":["61130"]`, `"profiles":3`} {
		if !strings.Contains(got, want) {
			t.Errorf("communes lack %s: %s", want, got)
		}
	}
	got = toJSON(t, exchange.NewSkills([]directory.SkillCount{{Skill: skill, Count: 2}}, c.Taxonomy, "en", false))
	for _, want := range []string{`"slug":"comptabilite"`, `"label":"` + skill.Label.EN + `"`, `"profiles":2`, skill.AliasesEN[0]} {
		if !strings.Contains(got, want) {
			t.Errorf("skills lack %s: %s", want, got)
		}
	}
	got = toJSON(t, exchange.NewTelecentres([]directory.TelecentreCount{{
		Telecentre: &c.Telecentres[0], Commune: commune, Count: 1, DistanceKM: -1, Verified: 20_000,
	}}, false))
	for _, want := range []string{`"id":"` + c.Telecentres[0].ID + `"`, `"step_free":null`, `"distance_km":null`, `"verified_at":"2024-10-04"`, `"profiles":1`} {
		if !strings.Contains(got, want) {
			t.Errorf("telecentres lack %s: %s", want, got)
		}
	}
	got = toJSON(t, exchange.NewStats(&directory.Stats{
		Total: 7, Demo: true, Domain: []directory.Count{{Value: skill.Domain, Count: 4}},
		EPCI: []directory.Count{{Value: commune.EPCI.SIREN, Count: 5}}, Commutes: directory.Commutes{People: 6, KMWeekly: 123.456},
	}, c, "fr"))
	for _, want := range []string{
		`"total":7`, `"demo":true`, `"status":[]`, `"label":"CC des Collines du Perche Normand"`, `"people":6`, `"km_per_week":123.5`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("stats lack %s: %s", want, got)
		}
	}
}

// noNulls: lists are [] and never null, in every document.
func TestListsAreNeverNull(t *testing.T) {
	for _, d := range []any{
		exchange.Search{},
		exchange.Card{},
		exchange.Stats{},
		exchange.Profile{},
		exchange.Commune{},
		exchange.Skill{},
		exchange.Telecentre{},
		exchange.Mine{},
		exchange.Keys{},
		exchange.Receipt{},
		exchange.Dossier{},
		exchange.Draft{},
		exchange.Revision{},
		exchange.Submission{},
		exchange.Queue{},
		exchange.Concern{},
		exchange.Flag{},
		exchange.Report{},
		exchange.Appeal{},
		exchange.Claim{},
		exchange.Proposal{},
		exchange.Possible{},
		exchange.LogEntry{},
		exchange.Log{},
		exchange.HeldAccount{},
		exchange.Accounts{},
		exchange.BanSheet{},
		exchange.Ban{},
		exchange.Motion{},
		exchange.Passage{},
		exchange.Decided{},
		exchange.Bulk{},
		exchange.Outcome{},
		exchange.Overview{},
		exchange.BackupSheet{},
		exchange.Backup{},
		exchange.AnnouncementSheet{},
		exchange.Announcement{},
		exchange.Board{},
		exchange.BoardLine{},
		exchange.RequestSheet{},
		exchange.Request{},
		exchange.Effect{},
		exchange.SearchEffect{},
		exchange.TelecentreSheet{},
		exchange.KeptTelecentre{},
		exchange.MergeSheet{},
		exchange.Merge{},
		exchange.Imported{},
		exchange.BadLine{},
		exchange.Found{},
		exchange.FoundListing{},
		exchange.Reported{},
		exchange.LinkCode{},
		exchange.RecoveryCodes{},
		exchange.Fate{},
	} {
		slicesOf(t, reflect.TypeOf(d))
	}
	docs := []any{
		exchange.NewSearch(&directory.Results{Facets: &directory.Facets{}, Cards: []*directory.Card{{}}}, "fr"),
		exchange.NewStats(&directory.Stats{}, reference.Catalog(), "fr"),
		exchange.NewCommunes([]directory.PlaceCount{{Commune: &directory.Commune{}}}, false),
		exchange.NewSkills([]directory.SkillCount{{Skill: &directory.Skill{}}}, reference.Catalog().Taxonomy, "fr", false),
		exchange.NewTelecentres([]directory.TelecentreCount{{Telecentre: &directory.Telecentre{}}}, false),
		exchange.NewSkillsDocument(directory.NewTaxonomy([]directory.Skill{{Slug: "x"}}, nil)),
		exchange.NewTelecentresDocument(&directory.Catalog{}),
		exchange.NewMine(&directory.Mine{}, nil), exchange.NewKeys(nil, ""), exchange.NewDossier(&directory.Dossier{}),
		exchange.NewQueue([]*directory.Item{{Listing: &directory.Listing{Latest: &directory.Revision{}}}}, 0, 1, nil),
		exchange.NewSubmission(&directory.Review{}, "fr", nil), exchange.NewLog(&directory.LogPage{}),
		exchange.NewProposals([]*directory.Proposal{{}}, "fr"), exchange.NewEffect(&directory.TaxonomyEffect{}, false),
		exchange.NewAccounts(&directory.AccountPage{Accounts: []directory.AccountCard{{}}}, 0), exchange.NewBans(nil),
		exchange.NewMotions([]directory.Motion{{}}), exchange.NewDecided(&directory.Decided{}, nil),
		exchange.NewBulk(&directory.Bulk{}, nil, nil), exchange.NewOverview(&directory.Overview{Backup: &directory.BackupInfo{}}),
		exchange.NewBoard(nil), exchange.NewRequests(nil, 0), exchange.NewMerges(nil, nil),
		exchange.NewImported(&directory.ImportReport{}, directory.ImportOptions{}, nil), exchange.NewFound(&directory.ListingPage{}, 0),
	}
	for _, d := range docs {
		nilSlices(t, reflect.ValueOf(d), reflect.TypeOf(d).Name())
	}
}

// slicesOf: no field may be left out of a document.
func slicesOf(t *testing.T, typ reflect.Type) {
	t.Helper()
	for i := range typ.NumField() {
		if tag := typ.Field(i).Tag.Get("json"); strings.Contains(tag, "omit") || tag == "" && !typ.Field(i).Anonymous {
			t.Errorf("%s.%s has tag %q", typ, typ.Field(i).Name, tag)
		}
	}
}

func nilSlices(t *testing.T, v reflect.Value, path string) {
	t.Helper()
	switch v.Kind() {
	case reflect.Slice:
		if v.IsNil() {
			t.Errorf("%s is null", path)
		}
		for i := range v.Len() {
			nilSlices(t, v.Index(i), path+"[]")
		}
	case reflect.Struct:
		for i := range v.NumField() {
			nilSlices(t, v.Field(i), path+"."+v.Type().Field(i).Name)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			nilSlices(t, v.Elem(), path)
		}
	}
}

func TestVCard(t *testing.T) {
	c := testCard()
	c.Description = "Une ligne ; virgule, barre \\ et\nune autre, assez longue pour être pliée à la soixante-quinzième colonne – éàüœ."
	c.Website = "https://exemple.fr/comptabilité?à=b"
	var b bytes.Buffer
	if err := exchange.WriteVCard(&b, c, "fr"); err != nil {
		t.Fatal(err)
	}
	got := properties(t, b.String())
	for _, want := range []string{
		"BEGIN:VCARD", "VERSION:4.0", "FN:Claire Dubois", `ORG:Cabinet\, & Cie`, "TITLE:Comptable",
		"EMAIL;TYPE=work:claire@exemple.fr", "TEL;VALUE=uri;TYPE=work:tel:+33233000000", "URL:https://exemple.fr/comptabilit%C3%A9?%C3%A0=b",
		"CATEGORIES:Comptabilité générale", "LANG:fr", "LANG:en", "REV:20260301T083015Z", "UID;VALUE=text:teleorne:claire-dubois",
		"ADR;TYPE=work:;;;Bellême;Orne;61130;France", "END:VCARD",
		`NOTE:Une ligne \; virgule\, barre \\ et\nune autre\, assez longue pour être pliée à la soixante-quinzième colonne – éàüœ.`,
	} {
		if !slices.Contains(got, want) {
			t.Errorf("lacks %s:\n%s", want, b.String())
		}
	}
	if strings.Contains(b.String(), "REDACTED") {
		t.Errorf("nothing is kept back:\n%s", b.String())
	}
	c.Commune, c.Email, c.Phone, c.Redacted = nil, "", "", []string{"email", "phone"}
	b.Reset()
	if err := exchange.WriteVCards(&b, []*directory.Card{c, c}, "fr"); err != nil {
		t.Fatal(err)
	}
	if s := b.String(); strings.Contains(s, "EMAIL") || strings.Contains(s, "\nTEL") || strings.Contains(s, "Bellême") ||
		!strings.Contains(s, "CC des Collines") || strings.Count(s, "BEGIN:VCARD") != 2 ||
		strings.Count(s, "\nX-TELEORNE-REDACTED:email,phone\r\n") != 2 {
		t.Errorf("what is not shown:\n%s", s)
	}
}

// properties unfolds content lines and checks what RFC 6350 asks of them.
func properties(t *testing.T, s string) []string {
	t.Helper()
	if !utf8.ValidString(s) || !strings.HasSuffix(s, "\r\n") {
		t.Fatalf("not UTF-8, or no end: %q", s)
	}
	var out []string
	for l := range strings.SplitSeq(strings.TrimSuffix(s, "\r\n"), "\r\n") {
		if len(l) > 75 || !utf8.ValidString(l) {
			t.Fatalf("line of %d bytes: %q", len(l), l)
		}
		if strings.ContainsFunc(l, unicode.IsControl) {
			t.Fatalf("control character in %q", l)
		}
		if rest, ok := strings.CutPrefix(l, " "); ok && len(out) > 0 {
			out[len(out)-1] += rest
			continue
		}
		out = append(out, l)
	}
	return out
}

// unescape reads a text value; false when something in it is not escaped.
func unescape(s string) (string, bool) {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case ',', ';':
			return "", false
		case '\\':
			if i++; i == len(s) {
				return "", false
			}
			switch s[i] {
			case 'n':
				b.WriteByte('\n')
			case '\\', ',', ';':
				b.WriteByte(s[i])
			default:
				return "", false
			}
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String(), true
}

// hostile is a card all of whose texts are s.
func hostile(s string) *directory.Card {
	return &directory.Card{
		Slug: s, Name: s, Organisation: s, Status: directory.Status(s), Headline: s,
		Skills:     []*directory.Skill{{Slug: s, Label: directory.Label{FR: s}}, {Slug: s, Label: directory.Label{FR: s}}},
		Proposed:   []string{s},
		Commune:    &directory.Commune{INSEE: s, Name: s, PostalCodes: []string{s}},
		EPCI:       directory.EPCI{SIREN: s, Name: s},
		Workplace:  directory.Workplace(s),
		Telecentre: &directory.Telecentre{ID: s, Name: s}, Description: s, Languages: []string{s}, Website: s, Email: s, Phone: s,
		Redacted: []string{s}, Connection: directory.Connection(s), UpdatedAt: time.Unix(0, 0),
	}
}

var attacks = []string{
	"", "x", "a\r\nEND:VCARD\r\nBEGIN:VCARD", "\\nEND:VCARD", "a;b,c\\", "\\", "\n", "\x1b]52;c;x\x07", "\u202eabc", "\u009b31m",
	"\u2028", "=1+1", "+33", "-x", "@y", "\t=1", "'=1", "''@", "\"", "a,\"b\"\n", "\xff\xfe", "\x00", "é" + strings.Repeat("日本", 60), "\ue000",
	strings.Repeat("a", 74) + "é", "</script>&<", "|a|",
}

func FuzzVCard(f *testing.F) {
	for _, s := range attacks {
		f.Add(s)
	}
	names := []string{
		"BEGIN", "VERSION", "KIND", "UID;VALUE=text", "FN", "ORG", "TITLE", "ADR;TYPE=work", "EMAIL;TYPE=work",
		"TEL;VALUE=uri;TYPE=work", "URL", "CATEGORIES", "LANG", "NOTE", "X-TELEORNE-REDACTED", "REV", "END",
	}
	f.Fuzz(func(t *testing.T, s string) {
		var b bytes.Buffer
		if err := exchange.WriteVCard(&b, hostile(s), "fr"); err != nil {
			t.Fatal(err)
		}
		seen := 0
		for _, p := range properties(t, b.String()) {
			name, value, _ := strings.Cut(p, ":")
			at := slices.Index(names, name)
			if at < seen || at > seen && name == "END" != (at == len(names)-1) {
				t.Fatalf("property %q out of place in\n%s", p, b.String())
			}
			seen = at
			want := directory.SafeText(s)
			switch name {
			case "NOTE":
			case "FN", "ORG", "TITLE", "EMAIL;TYPE=work", "LANG":
				want = directory.SafeLine(s)
			default:
				continue
			}
			if got, ok := unescape(value); !ok || got != want {
				t.Fatalf("%s is %q, want %q", name, got, want)
			}
		}
		if seen != len(names)-1 || strings.Count(b.String(), "\r\nEND:VCARD\r\n") != 1 {
			t.Fatalf("no single end:\n%s", b.String())
		}
	})
}

// FuzzDocuments: whatever people wrote, JSON is valid and without control
// characters even once it is decoded, and no cell of a CSV is a formula.
func FuzzDocuments(f *testing.F) {
	for _, s := range attacks {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c := hostile(s)
		var b bytes.Buffer
		results := &directory.Results{
			Cards: []*directory.Card{c}, Corrected: map[string]string{s: s}, Facets: &directory.Facets{Skill: []directory.Count{{Value: s}}},
		}
		if err := exchange.WriteJSON(&b, exchange.NewSearch(results, "fr")); err != nil {
			t.Fatal(err)
		}
		var doc any
		if err := json.Unmarshal(b.Bytes(), &doc); err != nil {
			t.Fatalf("%v: %s", err, b.String())
		}
		eachText(doc, func(s string) {
			if s != directory.SafeText(s) {
				t.Fatalf("unsafe text %q", s)
			}
		})
		b.Reset()
		if err := exchange.WriteResultsCSV(&b, results.Cards, "fr"); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(&b).ReadAll()
		if err != nil || len(rows) != 2 {
			t.Fatalf("%d rows, %v", len(rows), err)
		}
		for i, cell := range rows[1] {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				t.Fatalf("%s runs: %q", rows[0][i], cell)
			}
			if strings.ContainsFunc(cell, func(r rune) bool { return r != '\n' && unicode.IsControl(r) }) {
				t.Fatalf("%s has control characters: %q", rows[0][i], cell)
			}
		}
	})
}

func eachText(x any, fn func(string)) {
	switch x := x.(type) {
	case string:
		fn(x)
	case []any:
		for _, e := range x {
			eachText(e, fn)
		}
	case map[string]any:
		for k, e := range x {
			fn(k)
			eachText(e, fn)
		}
	}
}

func TestFormulas(t *testing.T) {
	for text, want := range map[string]string{
		"=1+1": "'=1+1", "+33": "'+33", "-a": "'-a", "@a": "'@a", "a=1": "a=1", "'a": "'a", "'=1": "''=1", "''@": "'''@", "": "", "'": "'",
	} {
		var b bytes.Buffer
		c := testCard()
		c.Headline = text
		if err := exchange.WriteResultsCSV(&b, []*directory.Card{c}, "fr"); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(&b).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		if got := rows[1][slices.Index(rows[0], "headline")]; got != want {
			t.Errorf("%q leaves as %q, want %q", text, got, want)
		}
		if got := rows[1][slices.Index(rows[0], "phone")]; got != "'+33233000000" {
			t.Errorf("phone leaves as %q", got)
		}
	}
}

// TestExports: the same listings in each format.
func TestExports(t *testing.T) {
	c := reference.Catalog()
	p := directory.Profile{
		Name: "Claire Dubois", Status: directory.Independent, Headline: "Comptable", Skills: []string{"comptabilite", "+tarot"},
		Commune: "61038", Email: "claire@exemple.fr", EmailShown: directory.Nobody, SIRET: "73282932000074",
	}
	listings := []*directory.Listing{
		{Slug: "claire", Published: &directory.Revision{Profile: p}, UpdatedAt: time.Unix(0, 0)},
		{Slug: "erased"},
		{Slug: "waits", Latest: &directory.Revision{Profile: p, State: directory.RevisionSubmitted}},
	}
	columns, _ := exchange.KindProfiles.Columns()
	for format, check := range map[exchange.Format]func(string) error{
		exchange.CSV: func(s string) error {
			rows, err := csv.NewReader(strings.NewReader(s)).ReadAll()
			if err == nil && (len(rows) != 3 || !slices.Equal(rows[0], columns) || rows[2][0] != "waits") {
				err = fmt.Errorf("rows %q", rows)
			}
			return err
		},
		exchange.JSON: func(s string) error {
			var doc struct {
				Schema   int
				Profiles []exchange.Profile
			}
			err := json.Unmarshal([]byte(s), &doc)
			if err == nil && (doc.Schema != 1 || len(doc.Profiles) != 2 || doc.Profiles[1].State != "pending" || *doc.Profiles[0].SIRET != p.SIRET) {
				err = fmt.Errorf("%+v", doc)
			}
			return err
		},
		exchange.NDJSON: func(s string) error {
			if strings.Count(s, "\n") != 2 || strings.Count(s, `{"schema":1,"slug":`) != 2 {
				return fmt.Errorf("not two documents")
			}
			return nil
		},
		exchange.VCard: func(s string) error {
			if strings.Count(s, "BEGIN:VCARD\r\n") != 2 || !strings.Contains(s, "EMAIL;TYPE=work:claire@exemple.fr") {
				return fmt.Errorf("not two cards")
			}
			return nil
		},
	} {
		for n := range []int{0, 1} { // an empty export is whole, too
			var b bytes.Buffer
			w, err := exchange.NewProfileWriter(&b, format, c, "fr")
			if err != nil {
				t.Fatal(err)
			}
			for _, l := range listings[:n*len(listings)] {
				if err := w.Write(l); err != nil {
					t.Fatal(err)
				}
			}
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			if n == 0 && format == exchange.JSON && !json.Valid(b.Bytes()) {
				t.Errorf("an empty export: %s", b.String())
			}
			if n == 1 {
				if err := check(b.String()); err != nil {
					t.Errorf("%s: %v\n%s", format, err, b.String())
				}
			}
		}
	}
	if _, err := exchange.NewProfileWriter(&bytes.Buffer{}, "pdf", c, "fr"); !directory.IsCode(err, directory.CodeChoice) {
		t.Errorf("format pdf: %v", err)
	}
}

// TestReferenceRoundTrip: the taxonomy and the télécentres that the program
// brings along leave and come back as they were.
func TestReferenceRoundTrip(t *testing.T) {
	c := reference.Catalog()
	var b bytes.Buffer
	if err := exchange.WriteSkillsCSV(&b, c.Taxonomy); err != nil {
		t.Fatal(err)
	}
	i := 0
	for r := range exchange.ReadSkills(&b) {
		if r.Err != nil || !reflect.DeepEqual(r.Skill, c.Taxonomy.Skills[i]) {
			t.Fatalf("got  %+v (%v)\nwant %+v", r.Skill, r.Err, c.Taxonomy.Skills[i])
		}
		if d, ok := c.Taxonomy.Domain(r.Skill.Domain); !ok || r.Domain != *d {
			t.Fatalf("domain %+v of %s", r.Domain, r.Skill.Slug)
		}
		i++
	}
	if i != len(c.Taxonomy.Skills) {
		t.Errorf("%d skills of %d", i, len(c.Taxonomy.Skills))
	}
	b.Reset()
	if err := exchange.WriteTelecentresCSV(&b, c.Telecentres, c.Atlas); err != nil {
		t.Fatal(err)
	}
	i = 0
	for r := range exchange.ReadTelecentres(&b) {
		if r.Err != nil || r.Telecentre != c.Telecentres[i] {
			t.Fatalf("got  %+v (%v)\nwant %+v", r.Telecentre, r.Err, c.Telecentres[i])
		}
		i++
	}
	if i != len(c.Telecentres) {
		t.Errorf("%d télécentres of %d", i, len(c.Telecentres))
	}
	rows := slices.Collect(exchange.ReadTelecentres(strings.NewReader("name,status,workplaces,commune\nX Y,open,douze,Bellême\n")))
	if len(rows) != 1 || rows[0].Err == nil || rows[0].Telecentre.ID != "x-y" || rows[0].Telecentre.Commune != "Bellême" {
		t.Errorf("%+v", rows)
	}
}
