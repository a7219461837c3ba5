package command_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"teleorne/directory"
)

// moderator gives a person a role, as the operator would on the server's own
// machine.
func moderator(t *testing.T, s *directory.Service, name string) *someone {
	t.Helper()
	p := person(t, s, name)
	key, blob, err := directory.ParseKey(p.line(name))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Grant(context.Background(), directory.Operator(), key, blob, directory.RoleModerator); err != nil {
		t.Fatal(err)
	}
	return p
}

// From a key that nobody knows to a published profile, then every way that it
// can go.
func TestOwnersJourney(t *testing.T) {
	s := newService(t, 0)
	p, mod := person(t, s, "anne"), moderator(t, s, "mod")
	begin(t, s, p)
	accept(t, s, p, mod)
	change(t, s, p, mod)
	stand(t, p)
	leave(t, s, p)
}

// begin makes the first draft.
func begin(t *testing.T, s *directory.Service, p *someone) {
	t.Helper()
	if got := p.types("", "me"); got.status != 0 || !strings.Contains(got.err, "me edit") || got.out != "" {
		t.Errorf("me without a profile: %+v", got)
	}
	if doc := p.document(); doc["name"] != nil || doc["slug"] != nil || doc["state"] != nil {
		t.Errorf("an empty form: %v", doc)
	}
	form := p.must("", "me", "show")
	p.fails(1, "headline (Métier) : Ce champ est obligatoire.", form, "me", "edit")
	got := p.types(fill(t, form, anne), "me", "edit")
	for _, want := range []string{"brouillon", "18 ans", "effacée au bout de 24", "me codes", "me submit", "me export"} {
		if !strings.Contains(plain.Replace(got.err), want) {
			t.Errorf("a new owner is not told %q:\n%s", want, got.err)
		}
	}
	if got.status != 0 || got.out != "" {
		t.Errorf("me edit: %+v", got)
	}
	doc := p.document()
	for field, want := range map[string]any{
		"schema": 1.0, "slug": "anne-le-goff", "state": "draft", "pending": false, "drafted": true, "commune": "61038",
		"phone": "+33261910007", "phone_shown": "identified", "verdict": nil, "published_at": nil, "age": nil,
	} {
		if doc[field] != want {
			t.Errorf("%s is %v, not %v", field, doc[field], want)
		}
	}
	if got := run(t, s, visitor, "fr", "show", "anne-le-goff"); got.status != 1 {
		t.Errorf("a draft is shown: %+v", got)
	}
}

// accept submits it, and has it published.
func accept(t *testing.T, s *directory.Service, p, mod *someone) {
	t.Helper()
	if out := p.must("", "me", "submit"); out != "anne-le-goff pending\n" {
		t.Errorf("me submit: %q", out)
	}
	p.fails(1, "Rien à envoyer", "", "me", "submit")
	if out := mod.must("", "admin", "queue"); !strings.Contains(out, "anne-le-goff") || !strings.Contains(out, "nouvelle") {
		t.Errorf("admin queue:\n%s", out)
	}
	if out := mod.must("", "admin", "show", "anne-le-goff"); !strings.Contains(out, "+ Traductrice juridique") || strings.Contains(out, "− ") {
		t.Errorf("admin show:\n%s", out)
	}
	if out := mod.must("", "admin", "approve", "anne-le-goff"); out != "anne-le-goff published\n" {
		t.Errorf("admin approve: %q", out)
	}
	got := run(t, s, visitor, "fr", "show", "anne-le-goff", "--json")
	if got.status != 0 || !strings.Contains(got.out, `"email":"anne@exemple.fr","phone":null`) {
		t.Errorf("published: %+v", got)
	}
}

// change publishes what is of low risk at once, and has the rest refused.
func change(t *testing.T, s *directory.Service, p, mod *someone) {
	t.Helper()
	later := with(t, anne, "available_from", "2027-02-01")
	p.must(later, "me", "edit")
	if out := p.must("", "me", "submit"); out != "anne-le-goff published\n" {
		t.Errorf("me submit: %q", out)
	}
	if got := run(t, s, visitor, "fr", "show", "anne-le-goff", "--json"); !strings.Contains(got.out, `"available_from":"2027-02-01"`) {
		t.Errorf("availability is not live: %s", got.out)
	}
	p.must(with(t, later, "headline", "Traductrice assermentée"), "me", "edit")
	got := p.types("", "me", "submit")
	if got.out != "anne-le-goff published\n" || !strings.Contains(plain.Replace(got.err), "En relecture : Métier.") {
		t.Errorf("me submit: %+v", got)
	}
	if doc := p.document(); doc["pending"] != true || doc["state"] != "published" || doc["headline"] != "Traductrice assermentée" {
		t.Errorf("pending beside: %v", doc)
	}
	if got := run(t, s, visitor, "fr", "show", "anne-le-goff"); strings.Contains(got.out, "assermentée") {
		t.Error("what waits is shown")
	}
	if out := mod.must("", "admin", "show", "anne-le-goff"); !strings.Contains(out, "headline (Métier)\n  − Traductrice juridique\n  + Traductrice assermentée\n") {
		t.Errorf("admin show:\n%s", out)
	}
	mod.fails(2, "Un motif est obligatoire", "", "admin", "reject", "anne-le-goff")
	mod.fails(2, "Un motif est obligatoire", "", "admin", "reject", "anne-le-goff", "--reason", " ")
	if out := mod.must("", "admin", "reject", "anne-le-goff", "--motif", "Prouvez l'assermentation."); out != "anne-le-goff published\n" {
		t.Errorf("admin reject: %q", out)
	}
	mod.fails(1, "la fiche est déjà publiée", "", "admin", "approve", "anne-le-goff")
	verdict, _ := p.document()["verdict"].(map[string]any)
	if verdict["action"] != "reject" || verdict["reason"] != "Prouvez l'assermentation." || verdict["at"] == nil {
		t.Errorf("verdict: %v", verdict)
	}
	if out := p.must("", "me"); !strings.Contains(out, "assermentation") || !strings.Contains(out, "publiée") {
		t.Errorf("me:\n%s", out)
	}
}

// stand goes through what hides a profile and brings it back.
func stand(t *testing.T, p *someone) {
	t.Helper()
	for _, step := range [][3]string{
		{"me pause 2027-01-04", "anne-le-goff paused\n", "4 janv. 2027"},
		{"moi reprendre", "anne-le-goff published\n", "publiée"},
		{"me confirm", "anne-le-goff published\n", "publiée"},
		{"me withdraw", "anne-le-goff withdrawn\n", "me submit"},
		{"me submit", "anne-le-goff published\n", "publiée"},
	} {
		got := p.types("", strings.Fields(step[0])...)
		if got.status != 0 || got.out != step[1] || !strings.Contains(got.err, step[2]) {
			t.Errorf("%s: %+v", step[0], got)
		}
	}
	p.fails(1, "Pas possible", "", "me", "resume")
	p.fails(2, "n'est pas une date", "", "me", "pause", "2027-13-01")
	p.fails(2, "", "", "me", "pause", "2020-01-01")

	p.must(with(t, anne, "headline", "Interprète"), "me", "edit")
	p.must("", "me", "discard")
	if doc := p.document(); doc["headline"] == "Interprète" || doc["drafted"] != false {
		t.Errorf("discarded: %v", doc)
	}
	if got := p.types("", "me", "show", "--format", "vcard"); !strings.Contains(got.out, "TEL;VALUE=uri;TYPE=work:tel:+33261910007") {
		t.Errorf("vCard: %+v", got)
	}
	if out := p.must("", "me", "show", "--format", "table"); !strings.Contains(out, "Traduct") || !strings.Contains(out, "les visiteurs qui ont une clé SSH") {
		t.Errorf("table:\n%s", out)
	}
}

// fill writes the members of a document into another.
func fill(t *testing.T, form, from string) string {
	t.Helper()
	var m map[string]any
	if err := json.Unmarshal([]byte(from), &m); err != nil {
		t.Fatal(err)
	}
	for field, value := range m {
		form = with(t, form, field, value)
	}
	return form
}

// leave ends a journey: everything along, then everything gone.
func leave(t *testing.T, s *directory.Service, p *someone) {
	t.Helper()
	export := p.must("", "me", "export")
	for _, want := range []string{`"anne@exemple.fr"`, `"fingerprint"`, `"action": "reject"`, `"revisions": [`} {
		if !strings.Contains(export, want) {
			t.Errorf("the export is without %s", want)
		}
	}
	p.fails(2, "me delete --confirm anne-le-goff", "", "me", "delete")
	p.fails(1, "anne-le-goff", "", "me", "delete", "--confirm", "claire-dubois")
	p.fails(2, "attend une valeur", "", "me", "delete", "--confirm=")
	got := p.types("", "me", "delete", "--confirm", "anne-le-goff")
	if got.status != 0 || !strings.Contains(got.out, "Reçu numéro") || !strings.Contains(got.out, "anne-le-goff") {
		t.Errorf("me delete: %+v", got)
	}
	if got := run(t, s, visitor, "fr", "show", "anne-le-goff"); got.status != 1 {
		t.Error("still there")
	}
	if got := p.types("", "whoami", "--json"); !strings.Contains(got.out, `"role":"identified"`) || !strings.Contains(got.out, `"profile":null`) {
		t.Errorf("whoami: %s", got.out)
	}
	p.fails(1, "pas encore de fiche", "", "me", "delete")
}

// What me show prints, me edit takes, and nothing changes: for a draft, for what
// was never finished, for what is published.
func TestRoundTrip(t *testing.T) {
	s := newService(t, 0)
	p, mod := person(t, s, "anne"), moderator(t, s, "mod")
	ctx := context.Background()
	if _, _, err := s.SignUp(ctx, p.actor()); err != nil {
		t.Fatal(err)
	}
	check := func(what string) {
		t.Helper()
		before := p.must("", "me", "show")
		for range 2 {
			got := p.types(before, "me", "edit")
			if got.status != 0 || got.out != "" || !strings.Contains(plain.Replace(got.err), "Rien à changer") {
				t.Errorf("%s: %+v", what, got)
			}
		}
		if got := p.types(before, "me", "edit", "--json"); got.out != before {
			t.Errorf("%s: me edit --json tells something else:\n%s", what, got.out)
		}
		if after := p.must("", "me", "show"); after != before {
			t.Errorf("%s changed from\n%s\nto\n%s", what, before, after)
		}
	}
	check("an empty draft")
	m, err := s.Me(ctx, p.actor())
	if err != nil {
		t.Fatal(err)
	}
	half := m.Profile
	half.Name, half.Email, half.Skills = "  Anne  Le Goff ", "anne@", []string{"traduction", "nimporte"}
	if _, err := s.SaveDraft(ctx, p.actor(), m.Version, half, map[string]string{"daily_rate_eur": "400 ou 500", "available_from": "bientôt"}); err != nil {
		t.Fatal(err)
	}
	check("half a draft")
	if doc := p.document(); len(doc["problems"].([]any)) == 0 || doc["unread"].(map[string]any)["available_from"] != "bientôt" {
		t.Errorf("half a draft: %v", doc)
	}
	p.fails(1, "email (Courriel) : Adresse incomplète", "", "me", "submit")
	p.must(with(t, anne, "telecentre", "elabo"), "me", "edit")
	check("a draft")
	p.must("", "me", "submit")
	check("what waits")
	mod.must("", "admin", "approve", "anne-le-goff")
	check("what is published")
	p.must(with(t, anne, "headline", "Interprète"), "me", "edit")
	check("a change")
	p.must("", "me", "submit")
	check("a change that waits")
	mod.must("", "admin", "reject", "anne-le-goff", "--reason", "non")
	check("a change that was refused")
	p.must("", "me", "pause")
	check("a pause")
}

// The document of show is taken as well, with its richer forms.
func TestEditTakesACard(t *testing.T) {
	s := newService(t, 0)
	p, mod := person(t, s, "anne"), moderator(t, s, "mod")
	p.must(with(t, with(t, anne, "telecentre", "elabo"), "workplace", "both"), "me", "edit")
	p.must("", "me", "submit")
	mod.must("", "admin", "approve", "anne-le-goff")
	card := p.must("", "show", "anne-le-goff", "--json")
	got := p.types(with(t, card, "headline", "Interprète"), "me", "edit")
	if got.status != 0 {
		t.Fatalf("%+v", got)
	}
	doc := p.document()
	if doc["headline"] != "Interprète" || doc["commune"] != "61038" || doc["telecentre"] != "elabo" || len(doc["skills"].([]any)) != 2 {
		t.Errorf("%v", doc)
	}
	p.fails(1, "slug : « claire-dubois » se lit", run(t, s, visitor, "fr", "show", "claire-dubois", "--json").out, "me", "edit")
}

// Two devices never overwrite each other unseen.
func TestStaleDocument(t *testing.T) {
	s := newService(t, 0)
	p := person(t, s, "anne")
	p.must(anne, "me", "edit")
	old := p.must("", "me", "show")
	p.must(with(t, old, "headline", "Interprète"), "me", "edit")
	p.fails(1, "Rien n'a été enregistré. Reprenez la dernière version", with(t, old, "headline", "Avocate"), "me", "edit")
	if doc := p.document(); doc["headline"] != "Interprète" {
		t.Errorf("overwritten: %v", doc["headline"])
	}
	p.must(with(t, with(t, old, "headline", "Avocate"), "version", nil), "me", "edit")
	if doc := p.document(); doc["headline"] != "Avocate" {
		t.Errorf("not replaced: %v", doc["headline"])
	}
}

// The rules about profiles that nobody confirms are told in time.
func TestAging(t *testing.T) {
	at := now
	s := newServiceAt(t, 0, func() time.Time { return at })
	p, mod := person(t, s, "anne"), moderator(t, s, "mod")
	p.must(anne, "me", "edit")
	p.must("", "me", "submit")
	mod.must("", "admin", "approve", "anne-le-goff")
	for _, c := range []struct {
		months    int
		age, says string
	}{
		{5, "fresh", "Votre fiche est publiée."},
		{7, "due", "À confirmer avant le 23 nov. 2027"},
		{10, "low", "elle est classée plus bas, et sera masquée le 23 nov. 2027"},
		{13, "hidden", "Votre fiche est masquée, faute de confirmation."},
		{23, "leaving", "bientôt effacée, le 23 nov. 2028"},
	} {
		at = now.AddDate(0, c.months, 0)
		if err := s.Upkeep(context.Background()); err != nil {
			t.Fatal(err)
		}
		if out := plain.Replace(p.must("", "me")); !strings.Contains(out, c.says) {
			t.Errorf("after %d months:\n%s", c.months, out)
		}
		if doc := p.document(); doc["age"] != c.age {
			t.Errorf("after %d months: %v", c.months, doc["age"])
		}
	}
	if got := p.types("", "me", "confirm"); got.out != "anne-le-goff published\n" || !strings.HasPrefix(plain.Replace(got.err), "C'est confirmé") {
		t.Errorf("me confirm: %+v", got)
	}
}

// A change beside a version that nobody sees is not said to leave it visible,
// and one that was refused is told to be.
func TestWhatStandsBesideIsTold(t *testing.T) {
	s := newService(t, 0)
	p, mod := person(t, s, "anne"), moderator(t, s, "mod")
	p.must(anne, "me", "edit")
	p.must("", "me", "submit")
	mod.must("", "admin", "approve", "anne-le-goff")
	p.fails(1, "Rien à abandonner", "", "me", "discard")
	says := func(want, not string, line ...string) {
		t.Helper()
		got := p.types("", line...)
		if all := plain.Replace(got.out + got.err); got.status != 0 || !strings.Contains(all, want) || strings.Contains(all, not) {
			t.Errorf("%v:\n%s%s", line, got.out, got.err)
		}
	}
	p.must(with(t, anne, "headline", "Interprète"), "me", "edit")
	says("La version publiée reste visible", "refus", "me", "submit")
	says("En relecture : Métier.", "reste visible", "me", "pause")
	if got := mod.types("", "admin", "approve", "anne-le-goff"); !strings.Contains(plain.Replace(got.err), "pas visible : en pause") {
		t.Errorf("%+v", got)
	}
	p.must(with(t, anne, "headline", "Avocate"), "me", "edit")
	p.must("", "me", "submit")
	mod.must("", "admin", "reject", "anne-le-goff", "--reason", "Un titre protégé")
	says("Le dernier changement envoyé n'a pas été accepté", "En relecture", "me", "resume")
	says("Motif de la modération : Un titre protégé", "En relecture", "me")
}

// A sentence comes without the quotes that the client's shell has eaten.
func TestReasonOfSeveralWords(t *testing.T) {
	s := newService(t, 0)
	p, mod := person(t, s, "anne"), moderator(t, s, "mod")
	p.must(anne, "me", "edit")
	for _, c := range []struct{ line, want string }{
		{"--lang fr admin refuser anne-le-goff --motif Dites de quelles langues.", "Dites de quelles langues."},
		{"admin reject anne-le-goff --jsn --reason=Trop - vraiment - court --lang en", ""},
		{"admin reject anne-le-goff --reason=Trop - vraiment - court --lang en", "Trop - vraiment - court"},
		{"admin reject --reason Court anne-le-goff", "Court"},
	} {
		p.types("", "me", "submit")
		got := mod.types("", strings.Fields(c.line)...)
		if c.want == "" {
			if got.status != 2 {
				t.Errorf("%s: %+v", c.line, got)
			}
			continue
		}
		if v, _ := p.document()["verdict"].(map[string]any); got.status != 0 || v["reason"] != c.want {
			t.Errorf("%s: %v, %+v", c.line, v, got)
		}
	}
	mod.fails(2, "attend une valeur", "", "admin", "reject", "anne-le-goff", "--reason")
}

// Somebody called by a number is not decided about in another's place.
func TestNumberIsNoSlug(t *testing.T) {
	s := newService(t, 0)
	p, mod := person(t, s, "anne"), moderator(t, s, "mod")
	p.must(with(t, anne, "name", "999"), "me", "edit")
	if got := p.must("", "me", "submit"); got != "999 pending\n" {
		t.Fatal(got)
	}
	mod.fails(1, "Introuvable", "", "admin", "approve", "999")
	mod.must("", "admin", "approve", fmt.Sprint(p.document()["id"]))
}
