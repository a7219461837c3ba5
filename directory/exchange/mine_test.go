package exchange_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"teleorne/directory"
	"teleorne/directory/exchange"
)

const today directory.Date = 20780 // 2026-11-23

// wrong tells errors in short: code, field and the parameters that matter.
func wrong(err error) string {
	var all directory.Errors
	var one *directory.Error
	switch {
	case err == nil:
		return ""
	case errors.As(err, &all):
	case errors.As(err, &one):
		all = directory.Errors{one}
	default:
		return err.Error()
	}
	var out []string
	for _, e := range all {
		s := fmt.Sprint(e.Code, " ", e.Field)
		for _, name := range []string{"value", "expected", "line", "column", "count"} {
			if v, ok := e.Params[name]; ok {
				s += fmt.Sprint(" ", name, "=", v)
			}
		}
		out = append(out, strings.TrimSpace(strings.ReplaceAll(s+" "+strings.Join(e.Nearest, ","), "  ", " ")))
	}
	return strings.Join(out, "; ")
}

func TestReadMineRefuses(t *testing.T) {
	for _, c := range []struct{ doc, want string }{
		{"", "syntax line=1 column=1"},
		{"{", "syntax line=1 column=1"},
		{"{\n  \"name\": \"A\",\n}", "syntax line=3 column=1"},
		{"{\n  \"name\": Anne\n}", "syntax line=2 column=11"},
		{"{\"name\": \"é\", 'x'}", "syntax line=1 column=15"},
		{"{}\n{}", "syntax line=2 column=1"},
		{"{} x", "syntax line=1 column=4"},
		{strings.Repeat("[", 20_000), "syntax line=1 column=10001"},
		{"{\"name\": \"\xff\"}", "encoding"},
		{"\xff\xfe{\x00}\x00", "encoding"},
		{"{\x00}", "control"},
		{"[]", "field_type expected=object line=1"},
		{"\n\"x\"", "field_type expected=object line=2"},
		{"null", "field_type expected=object line=1"},
		{`{"nam": "A"}`, "field_unknown value=nam line=1 name"},
		{`{"Name": "A"}`, "field_unknown value=Name line=1 name"},
		{"{\n\"headlin\": 1,\n\"telefon\": {\"a\": [1, {}]},\n\"xyzzy\": null}", "field_unknown value=headlin line=2 headline; field_unknown value=telefon line=3; field_unknown value=xyzzy line=4"},
		{"{\"name\": \"A\",\n\"name\": \"B\"}", "field_twice name value=name line=2"},
		{"{\"name\": \"A\",\n\"n\\u0061me\": \"B\"}", "field_twice name value=name line=2"},
		{`{"name": 5}`, "field_type name expected=text line=1"},
		{`{"name": true, "headline": ["x", {"y": 1}], "email": {"z": 1}}`, "field_type name expected=text line=1; field_type headline expected=text line=1; field_type email expected=text line=1"},
		{`{"siret": 73282932000074}`, "field_type siret expected=text line=1"},
		{"{\"daily_rate_eur\": \"450\",\n\"remote_days\": 1.5}", "field_type daily_rate_eur expected=number line=1; field_type remote_days expected=number line=2"},
		{`{"daily_rate_eur": [450]}`, "field_type daily_rate_eur expected=number line=1"},
		{`{"skills": "python"}`, "field_type skills expected=skills line=1"},
		{`{"skills": [1, "x", ["y"]]}`, "field_type skills expected=skills line=1; field_type skills expected=skills line=1"},
		{`{"skills": [{"slug": "x", "level": 3}]}`, "field_unknown skills value=level line=1"},
		{`{"skills": [{"slug": "x", "slug": "y"}]}`, "field_twice skills value=slug line=1"},
		{`{"languages": "fr"}`, "field_type languages expected=texts line=1"},
		{`{"commune": 61038}`, "field_type commune expected=place line=1"},
		{`{"commune": {"code": "61038"}}`, "field_unknown commune value=code line=1"},
		{`{"telecentre": ["elabo"]}`, "field_type telecentre expected=telecentre line=1"},
		{`{"available_from": "demain matin"}`, "date available_from value=demain matin"},
		{`{"available_from": 20261201}`, "field_type available_from expected=text line=1"},
		{`{"schema": 2}`, "choice schema value=2"},
		{`{"schema": 0}`, "choice schema value=0"},
		{`{"schema": 1.5, "name": 1}`, "field_type schema expected=number line=1; field_type name expected=text line=1"},
		{`{"schema": "1"}`, "field_type schema expected=number line=1"},
		{`{"version": 3}`, "field_type version expected=text line=1"},
		{`{"unread": {"names": "x"}}`, "field_unknown unread value=names line=1 name"},
		{`{"unread": [1]}`, "field_type unread expected=fields line=1"},
		{`{"skills": ["` + strings.Repeat("e\u0301", 161) + `", {"slug": "x"}]}`, "too_long skills count=161"},
		{`{"languages": [` + strings.Repeat(`"fr",`, 4000) + `"fr"]}`, "too_many languages count=4001"},
	} {
		_, err := exchange.ReadMine([]byte(c.doc), today)
		if got := strings.TrimSpace(wrong(err)); got != c.want {
			t.Errorf("%.60q:\n%s\nnot\n%s", c.doc, got, c.want)
		}
	}
}

// However much is wrong, no more is told than a person reads.
func TestReadMineToldInBounds(t *testing.T) {
	var b strings.Builder
	for i := range 50_000 {
		fmt.Fprintf(&b, "\"x%d\": 1,\n", i)
	}
	_, err := exchange.ReadMine([]byte("{"+b.String()+`"name": null}`), today)
	var all directory.Errors
	if !errors.As(err, &all) || len(all) != 20 {
		t.Errorf("%d errors", len(all))
	}
}

func TestReadMineTakes(t *testing.T) {
	got, err := exchange.ReadMine([]byte("\ufeff"+`{
		"schema": 1, "id": 12, "slug": "anne", "version": "2.7", "state": "draft", "changes": ["name"],
		"verdict": {"action": "reject", "reason": "x", "deep": [{"a": {}}]},
		"name": "Anne", "skills": ["python", {"slug": "traduction", "label": "Traduction"}, {"label": "+x", "slug": null}, null],
		"commune": {"insee": null, "name": "Bellême", "epci": "CC"}, "telecentre": {"id": "elabo", "name": "Elabo"},
		"workplace": null, "daily_rate_eur": 4.5e2, "remote_days": 1e20, "available_from": "2026-12-01",
		"languages": ["fr"], "unread": {"remote_days": "x", "name": null}, "redacted": ["email"], "distance_km": 1.5
	}`), today)
	if err != nil {
		t.Fatal(wrong(err))
	}
	p := &got.Profile
	if got.ID != 12 || got.Slug != "anne" || got.Version != "2.7" || !maps.Equal(got.Unread, map[string]string{"remote_days": "x"}) {
		t.Errorf("%+v", got)
	}
	from, _ := directory.ParseDate("2026-12-01")
	if p.Name != "Anne" || !slices.Equal(p.Skills, []string{"python", "traduction", "+x", ""}) || p.Commune != "Bellême" ||
		p.Telecentre != "elabo" || p.DailyRateEUR != 450 || p.RemoteDays <= directory.MaxRemoteDays || p.AvailableFrom != from {
		t.Errorf("%+v", p)
	}
	if len(got.Zero) > 0 {
		t.Errorf("zero: %v", got.Zero)
	}
	if got, err := exchange.ReadMine([]byte(`{"schema": null, "daily_rate_eur": 0, "remote_days": null}`), today); err != nil || !slices.Equal(got.Zero, []string{"daily_rate_eur"}) {
		t.Errorf("%+v, %v", got, err)
	}
	if got, err := exchange.ReadMine([]byte(`{"available_from": "maintenant", "commune": {"insee": null, "name": null, "epci": "CC X"}}`), today); err != nil ||
		got.Profile.AvailableFrom != today || got.Profile.Commune != "CC X" {
		t.Errorf("%+v, %v", got, err)
	}
}

// Every name that a document tells is one that it may hold.
func TestMineNamesComeBack(t *testing.T) {
	message := func(*directory.Error) string { return "x" }
	card, err := json.Marshal(exchange.NewShown(testCard(), "fr", false, 3))
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range []*directory.Mine{{}, wholeMine()} {
		doc, err := json.Marshal(exchange.NewMine(m, message))
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range [][]byte{doc, card} {
			if _, err := exchange.ReadMine(d, today); err != nil {
				t.Errorf("%s: %s", d, wrong(err))
			}
		}
		got, err := exchange.ReadMine(doc, today)
		if err != nil || !exchange.Same(&got.Profile, &m.Profile) || got.Version != m.Version {
			t.Errorf("%+v came back as %+v, %v", m.Profile, got.Profile, err)
		}
	}
}

// Every field of the domain has its place in the document.
func TestFieldsAreWhole(t *testing.T) {
	b, err := json.Marshal(exchange.NewFields(&directory.Profile{}))
	if err != nil {
		t.Fatal(err)
	}
	var names map[string]any
	if err := json.Unmarshal(b, &names); err != nil {
		t.Fatal(err)
	}
	got, want := slices.Sorted(maps.Keys(names)), slices.Sorted(slices.Values(directory.Fields()))
	if !slices.Equal(got, want) {
		t.Errorf("the document has %v, not %v", got, want)
	}
}

func wholeMine() *directory.Mine {
	p := directory.Profile{
		Name: "Anne Le Goff", Organisation: "X", Status: directory.Independent, Headline: "Traductrice",
		Skills: []string{"traduction", "+x"}, Commune: "61038", CommuneShown: directory.ShownEPCI, Workplace: directory.AtBoth,
		Telecentre: "elabo", Description: "Une\n\ndeux", Languages: []string{"fr", "br"}, AvailableFrom: today, DailyRateEUR: 380,
		EmployerPlace: "Paris", RemoteDays: 3, Website: "https://exemple.fr/", Email: "anne@exemple.fr", EmailShown: directory.Public,
		Phone: "+33261910007", PhoneShown: directory.Nobody, SIRET: "73282932000074", Connection: directory.Fibre,
	}
	l := &directory.Listing{
		ID: 7, Slug: "anne-le-goff", Owner: 2, Published: &directory.Revision{Number: 1, State: directory.RevisionAccepted, Profile: p},
		Latest: &directory.Revision{Number: 2, State: directory.RevisionSubmitted, Profile: p},
	}
	return &directory.Mine{
		Account: directory.Account{ID: 2}, Listing: l, Profile: p, Version: "2.5", Unread: map[string]string{"remote_days": "x\x1b"},
		Problems: directory.Errors{{Code: directory.CodeRequired, Field: "name"}}, Changes: []string{"name"},
		Verdict: &directory.Decision{Action: "reject", Reason: "a\nb"}, Age: directory.AgeFresh,
	}
}

// What people wrote harms no terminal, wherever it is told.
func TestOwnersDocumentsAreSafe(t *testing.T) {
	for _, s := range attacks {
		m := wholeMine()
		p := directory.Profile{
			Name: s, Organisation: s, Status: directory.Status(s), Headline: s, Skills: []string{s}, Commune: s, Telecentre: s,
			Description: s, Languages: []string{s}, EmployerPlace: s, Website: s, Email: s, Phone: s, SIRET: s,
		}
		m.Profile, m.Listing.Latest.Profile, m.Unread = p, p, map[string]string{"name": s}
		m.Verdict.Reason, m.Listing.Slug = s, s
		key := directory.Key{Name: s, Type: s, Fingerprint: s, Wire: s}
		held := &directory.Dossier{
			Account: directory.Account{ID: 1, Name: s}, Keys: []directory.Key{key}, Listing: m.Listing, Passes: []directory.Pass{{}},
			Draft: directory.Draft{Profile: &p, Unread: m.Unread}, Revisions: []directory.Revision{{ID: 3, Number: 2, Profile: p}},
			Decisions: []directory.Decision{{Action: s, Reason: s, Revision: 3, Actor: directory.Actor{Fingerprint: s}}},
		}
		for _, d := range []exchange.Document{
			exchange.NewMine(m, func(*directory.Error) string { return s }), exchange.NewDossier(held),
			exchange.NewKeys([]directory.Key{key}, s), exchange.NewReceipt(&directory.Receipt{Slug: s}),
		} {
			var b bytes.Buffer
			if err := exchange.WriteIndented(&b, d); err != nil {
				t.Fatal(err)
			}
			var doc any
			if err := json.Unmarshal(b.Bytes(), &doc); err != nil {
				t.Fatal(err)
			}
			eachText(doc, func(text string) {
				if text != directory.SafeText(text) {
					t.Errorf("unsafe text %q in %T", text, d)
				}
			})
		}
	}
}

// A dossier names people only where they are the one whose it is.
func TestDossier(t *testing.T) {
	got := toJSON(t, exchange.NewDossier(&directory.Dossier{
		Account: directory.Account{ID: 4, Name: "Anne", Role: directory.RoleProfessional, Mode: directory.ModeLines}, Reveals: 2,
		Keys:      []directory.Key{{Fingerprint: "SHA256:x", Type: "ssh-ed25519", Wire: "\x00key"}, {Fingerprint: "SHA256:y"}},
		Revisions: []directory.Revision{{ID: 30, Number: 1, State: directory.RevisionAccepted}},
		Decisions: []directory.Decision{
			{Action: "submit", Revision: 30, Actor: directory.Actor{Account: 4, Role: directory.RoleProfessional, Fingerprint: "SHA256:x"}},
			{Number: 7, Action: "reject", Reason: "non", Actor: directory.Actor{Role: directory.RoleModerator}},
		},
		Appeals: []directory.Appeal{{Against: 7, Words: "si", Outcome: directory.ActionUphold, Reason: "non\x1b"}},
	}))
	for _, want := range []string{
		`"account":{"id":4,"name":"Anne","role":"professional","created_at":null,"informed_at":null,"mode":"lines"}`, `"listing":null`, `"draft":null`,
		`"used_at":null,"public_key":"ssh-ed25519 AGtleQ=="}`, `"used_at":null,"public_key":null}`,
		`"action":"submit","role":"professional","mine":true,"fingerprint":"SHA256:x","revision":1,"reason":null`,
		`"action":"reject","role":"moderator","mine":false,"fingerprint":null,"revision":null,"reason":"non"`, `"contacts_seen_today":2`,
		`"appeals":[{"at":null,"against":"reject","words":"si","closed_at":null,"outcome":"uphold","reason":"non"}]`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is without %s", got, want)
		}
	}
}

// FuzzReadMine: no document panics, none is taken that holds a name unknown to
// us or one that is there twice, and what was taken comes back the same.
func FuzzReadMine(f *testing.F) {
	message := func(*directory.Error) string { return "x" }
	doc, err := json.Marshal(exchange.NewMine(wholeMine(), message))
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{
		string(doc), "{}", "", "[", `{"name":"A","name":"B"}`, `{"x":1}`, `{"skills":[{"slug":null}]}`, `{"commune":{"insee":1}}`,
		`{"daily_rate_eur":-1e400}`, "{\"name\":\"\x00\"}", `{"name":"\u0000\ud800"}`, `{"unread":{"name":"x"}}`, "\ufeff{}", `{"id":9e99}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		got, err := exchange.ReadMine(in, today)
		if err != nil {
			var one *directory.Error
			if !errors.As(err, &one) {
				t.Fatalf("%v is no error of the domain", err)
			}
			return
		}
		names := map[string]bool{}
		for _, name := range topNames(t, bytes.TrimPrefix(in, []byte("\ufeff"))) {
			if names[name] {
				t.Fatalf("%q is there twice", name)
			}
			names[name] = true
			if _, err := exchange.ReadMine([]byte(`{"`+name+`":null}`), today); err != nil {
				t.Fatalf("%q was taken: %v", name, err)
			}
		}
		m := &directory.Mine{Profile: got.Profile, Version: got.Version}
		again, err := json.Marshal(exchange.NewMine(m, message))
		if err != nil {
			t.Fatal(err)
		}
		back, err := exchange.ReadMine(again, today)
		if err != nil || !exchange.Same(&back.Profile, &got.Profile) {
			t.Fatalf("%s came back as %+v: %v", again, back.Profile, err)
		}
	})
}

// topNames are the names of the members of a JSON object.
func topNames(t *testing.T, doc []byte) []string {
	t.Helper()
	dec := json.NewDecoder(bytes.NewReader(doc))
	var names []string
	if _, err := dec.Token(); err != nil {
		t.Fatal(err)
	}
	for dec.More() {
		name, err := dec.Token()
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, name.(string))
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			t.Fatal(err)
		}
	}
	return names
}
