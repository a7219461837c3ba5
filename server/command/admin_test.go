package command_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"teleorne/directory"
	"teleorne/tui/text"
)

// official gives a person a role, as the operator would on the server's own
// machine.
func official(t testing.TB, s *directory.Service, name string, role directory.Role) *someone {
	t.Helper()
	p := person(t, s, name)
	key, blob, err := directory.ParseKey(p.line(name))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Grant(context.Background(), directory.Operator(), key, blob, role); err != nil {
		t.Fatal(err)
	}
	return p
}

// document is what a command tells as JSON, by its names.
func (p *someone) json(line ...string) map[string]any {
	p.t.Helper()
	var doc map[string]any
	if err := json.Unmarshal([]byte(p.must("", append(line, "--json")...)), &doc); err != nil {
		p.t.Fatalf("%v: %v", line, err)
	}
	if doc["schema"] != 1.0 {
		p.t.Errorf("%v: schema %v", line, doc["schema"])
	}
	return doc
}

// told runs a command line that has to succeed, and gives all that it says with
// plain blanks.
func (p *someone) told(line ...string) string {
	p.t.Helper()
	got := p.types("", line...)
	if got.status != 0 {
		p.t.Fatalf("%v: status %d\n%s%s", line, got.status, got.out, got.err)
	}
	return plain.Replace(got.out + got.err)
}

// holds checks that a text holds all of some parts, and says which it lacks.
func holds(t testing.TB, what, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%s is without %q:\n%s", what, part, text)
		}
	}
}

// member publishes a profile of that name and gives its owner.
func member(t testing.TB, s *directory.Service, name, doc string) (p *someone, slug string) {
	t.Helper()
	p = person(t, s, name)
	p.must(with(t, doc, "name", name), "me", "edit")
	slug, _, _ = strings.Cut(p.must("", "me", "submit"), " ")
	operate(t, s, "admin", "approve", slug)
	return p, slug
}

// operate runs a command line on the server's own machine, which has to succeed.
func operate(t testing.TB, s *directory.Service, line ...string) string {
	t.Helper()
	got := types(t, s, directory.Operator(), text.French, "", line...)
	if got.status != 0 {
		t.Fatalf("%v: %+v", line, got)
	}
	return got.out
}

// simple is a profile without anything that a flag could speak of.
const simple = `{
  "name": "Marc Lefevre", "status": "independent", "headline": "Comptable", "skills": ["comptabilite"], "commune": "Bellême",
  "description": "Tenue de comptes et bilans pour les petites associations du Perche, déclarations comprises, sur place ou à distance."
}`

// A change is read field by field, long texts word by word, with what speaks
// for looking closer and what its owner will be told.
func TestShowOfAChange(t *testing.T) {
	s := newService(t, 0)
	mod := official(t, s, "mod", directory.RoleModerator)
	p, slug := member(t, s, "Marc Lefevre", simple)
	changed := with(t, with(t, simple, "headline", "Comptable, paie"), "phone", "02 61 91 00 01")
	p.must(with(t, changed, "description", "Tenue de comptes et bilans pour les petites associations et exploitations du Perche, déclarations comprises, sur place ou à distance."), "me", "edit")
	p.must("", "me", "submit")

	shown := mod.told("admin", "show", slug)
	holds(t, "admin show", shown,
		"headline (Métier)\n  − Comptable\n  + Comptable, paie\n",
		"  + et exploitations\n", "phone (Téléphone)\n  + +33261910001\n",
		"même téléphone que « claire-dubois »",
		"approve [accepter] : publier aussitôt. Son titulaire lit : « Votre modification est en ligne. »",
		"reject [refuser] : refuser ; un motif est obligatoire. Son titulaire lit : « Votre modification n'a pas été acceptée",
		"Pas possible", "restore [retablir] : Pas possible pour le moment", "Historique", "acceptée",
	)
	if strings.Contains(shown, "− Tenue de comptes") {
		t.Errorf("a long text is told whole:\n%s", shown)
	}
	doc := mod.json("admin", "show", slug)
	if doc["kind"] != "changed" || doc["item"] != fmt.Sprint(doc["id"]) || doc["version"] == nil || doc["state"] != "published" {
		t.Errorf("admin show --json: %v", doc)
	}
	// What was shown can be decided about by the line that stands there, as long
	// as it is what was read.
	version := doc["version"].(string)
	holds(t, "admin show", shown, "admin approve "+doc["item"].(string)+" --version "+version)
	p.must(with(t, changed, "headline", "Comptable et juriste"), "me", "edit")
	p.must("", "me", "submit")
	mod.fails(1, "Relisez avant de décider : ssh HÔTE admin show "+doc["item"].(string), "", "admin", "approve", slug, "--version", version)
	version = mod.json("admin", "show", slug)["version"].(string)
	holds(t, "admin approve", mod.told("admin", "accepter", slug, "--lu", version), slug+" published\n",
		"Acceptée : "+slug+" est publiée.", "Son titulaire lit : « Votre modification est en ligne. »", "admin undo")
	mod.fails(1, "la fiche est déjà publiée", "", "admin", "approve", slug)
}

// The queue holds everything that waits, and can be read by kind and in pages.
func TestQueueOfEverything(t *testing.T) {
	s := newService(t, 0)
	mod := official(t, s, "mod", directory.RoleModerator)
	new := person(t, s, "new")
	new.must(with(t, anne, "name", "Nouvelle Venue"), "me", "edit")
	new.must("", "me", "submit")
	run(t, s, visitor, text.French, "report", "claire-dubois", "--reason", "wrong")
	run(t, s, identified, text.French, "signaler", "claire-dubois", "--motif", "Elle", "a", "déménagé.")

	out := mod.told("admin", "queue")
	holds(t, "admin queue", out, "nouvelle-venue", "signalée", "2 signalements (fausse et autre)", "+sous-titrage-de-proces", "proposée par 1 fiche", "3 en attente.")
	doc := mod.json("admin", "file", "--nature", "signalement")
	list := doc["waiting"].([]any)
	if len(list) != 1 || doc["total"] != 1.0 || doc["count"].(map[string]any)["new"] != 1.0 {
		t.Fatalf("reports alone: %v", doc)
	}
	item := list[0].(map[string]any)
	if item["kind"] != "reported" || item["slug"] != "claire-dubois" || item["item"] != fmt.Sprintf("r%v", item["id"]) || len(item["reports"].([]any)) != 2 {
		t.Errorf("a reported listing: %v", item)
	}
	holds(t, "a page", mod.told("admin", "queue", "--limit", "1", "--offset", "1"), "3 lignes, affichées de 2 à 2.", "--offset 2")
	holds(t, "past the end", mod.told("admin", "queue", "--offset", "9"), "Il n'y a que 3 lignes")

	// A slug means what waits about it; the others are named beside.
	holds(t, "admin show", mod.told("admin", "show", "claire-dubois"), item["item"].(string), "Signalements", "avec une clé : autre", "    Elle a déménagé.", "dismiss [classer]")
	holds(t, "admin dismiss", mod.told("admin", "classer", "claire-dubois"), "claire-dubois published", "classés")
	mod.fails(1, "", "", "admin", "dismiss", "claire-dubois")
	mod.fails(1, "Vouliez-vous dire claire-dubois ?", "", "admin", "show", "claire-dubos")
	mod.fails(1, "Introuvable", "", "admin", "show", "r99999")
}

// From a report to its end: suspended, appealed against, judged by somebody
// else. Each is told what they have to know.
func TestReportToAppeal(t *testing.T) {
	s := newService(t, 0)
	mod, judge := official(t, s, "mod", directory.RoleModerator), official(t, s, "judge", directory.RoleModerator)
	p, slug := member(t, s, "Marc Lefevre", simple)
	got := run(t, s, visitor, text.French, "report", slug, "--reason", "impersonation", "--words", "Ce", "n'est", "pas", "lui.")
	if got.status != 0 || got.out != slug+" impersonation\n" || !strings.Contains(got.err, "Merci") {
		t.Errorf("report: %+v", got)
	}
	if got := run(t, s, visitor, text.French, "report", slug, "--reason", "wrong"); !strings.Contains(plain.Replace(got.err), "remplace le précédent") {
		t.Errorf("a second report: %+v", got)
	}
	p.fails(4, "", "", "report", slug, "--reason", "wrong")
	mod.fails(2, "Un motif est obligatoire", "", "admin", "suspend", slug)
	holds(t, "suspend", mod.told("admin", "suspendre", slug, "--motif", "Prouvez", "que", "c'est", "vous."), slug+" suspended",
		"plus personne ne trouve", "Votre fiche est suspendue", "Motif envoyé : Prouvez que c'est vous.")
	if got := run(t, s, visitor, text.French, "show", slug); got.status != 1 {
		t.Error("a suspended listing is shown")
	}

	holds(t, "me", p.told("me"), "Motif de la modération : Prouvez que c'est vous.", "faire recours jusqu'au 13 déc. 2026", "me appeal")
	if doc := p.document(); doc["contest_until"] == nil || doc["appeal"] != nil {
		t.Errorf("me show: %v", doc)
	}
	p.fails(1, "Texte trop long", "", "me", "appeal", strings.Repeat("mot ", 2500))
	holds(t, "me appeal", p.told("moi", "recours", "C'est", "bien", "moi."), "Votre recours du 23 nov. 2026 est à l'examen")
	p.fails(1, "déjà contesté cette décision", "", "me", "appeal", "encore")
	doc := p.document()
	if appeal, _ := doc["appeal"].(map[string]any); appeal["words"] != "C'est bien moi." || appeal["outcome"] != nil || doc["contest_until"] != nil {
		t.Errorf("me show: %v", doc)
	}

	holds(t, "admin show", judge.told("admin", "show", slug), "recours", "C'est bien moi.", "reverse [infirmer] : annuler la décision.")
	mod.fails(4, "Cette décision est la vôtre", "", "admin", "reverse", slug)
	mod.fails(4, "Cette décision est la vôtre", "", "admin", "uphold", slug, "--reason", "non")
	judge.fails(2, "Un motif est obligatoire", "", "admin", "uphold", slug)
	holds(t, "reverse", judge.told("admin", "infirmer", slug), slug+" published", "annulée", "Votre recours est accepté")
	holds(t, "me", p.told("me"), "Votre recours est accepté : la décision est annulée.", "publiée")
	if doc := p.document(); doc["state"] != "published" || doc["appeal"].(map[string]any)["outcome"] != "reverse" {
		t.Errorf("me show: %v", doc)
	}
}

// A change that is asked for is told as such, and what was decided can be taken
// back while nothing else happened.
func TestAskAndUndo(t *testing.T) {
	s := newService(t, 0)
	mod := official(t, s, "mod", directory.RoleModerator)
	p, slug := member(t, s, "Marc Lefevre", simple)
	p.must(with(t, simple, "headline", "Juriste"), "me", "edit")
	p.must("", "me", "submit")
	holds(t, "ask", mod.told("admin", "demander", slug, "--motif", "Quel", "droit ?"), "Un changement est demandé", "avant que votre modification paraisse")
	holds(t, "me", p.told("me"), "Un changement est demandé avant que votre modification paraisse", "Motif de la modération : Quel droit ?")
	holds(t, "undo", mod.told("admin", "annuler"), slug+" published", "Décision reprise", "avec un changement en relecture")
	if doc := p.document(); doc["pending"] != true {
		t.Errorf("after the undo: %v", doc)
	}
	mod.must("", "admin", "reject", slug, "--reason", "Non.")
	p.must(with(t, simple, "headline", "Avocate"), "me", "edit")
	p.must("", "me", "submit")
	mod.fails(1, "autre chose s'est passé depuis", "", "admin", "undo")
	mod.fails(1, "Introuvable", "", "admin", "undo", "99999")
	mod.fails(1, "Introuvable", "", "admin", "undo", "claire-dubois")
}

// Whoever has something in hand is named, and nobody else decides about it.
func TestClaimedBySomebodyElse(t *testing.T) {
	s := newService(t, 0)
	mod, judge := official(t, s, "mod", directory.RoleModerator), official(t, s, "judge", directory.RoleModerator)
	p := person(t, s, "anne")
	p.must(with(t, simple, "name", "Anne"), "me", "edit")
	p.must("", "me", "submit")
	id := directory.ItemID(mod.json("admin", "show", "anne")["item"].(string))
	if _, err := s.Open(t.Context(), judge.actor(), id, "a session"); err != nil {
		t.Fatal(err)
	}
	holds(t, "admin queue", mod.told("admin", "queue"), "judge, jusqu'à")
	holds(t, "admin show", mod.told("admin", "show", "anne"), "Pas possible", "judge s'en occupe, jusqu'à")
	mod.fails(75, "judge s'en occupe, jusqu'à", "", "admin", "approve", "anne")
	holds(t, "admin queue", judge.told("admin", "queue"), "vous, jusqu'à")
	judge.must("", "admin", "approve", "anne")
}

// Changes of low risk are accepted at once, after a preview that changes nothing.
func TestApproveLow(t *testing.T) {
	s := newService(t, 0)
	mod := official(t, s, "mod", directory.RoleModerator)
	holds(t, "nothing", mod.told("admin", "approve-low"), "Aucun changement sans risque n'attend.")
	var people []*someone
	for _, name := range []string{"Anne Roy", "Luc Petit"} {
		p, _ := member(t, s, name, with(t, simple, "description", ""))
		p.must(with(t, with(t, with(t, simple, "description", ""), "name", name), "connection", "fibre"), "me", "edit")
		p.must("", "me", "submit")
		people = append(people, p)
	}
	preview := mod.told("admin", "approve-low")
	holds(t, "a preview", preview, "anne-roy", "Connexion : 2 fiches", "2 changements seraient acceptés ; rien ne l'est encore.", "admin approve-low --yes")
	if doc := people[0].document(); doc["pending"] != true {
		t.Errorf("the preview accepted: %v", doc)
	}
	if doc := mod.json("admin", "approve-low"); doc["done"] != false || doc["count"] != 2.0 || len(doc["items"].([]any)) != 2 {
		t.Errorf("preview --json: %v", doc)
	}
	if doc := mod.json("admin", "accepter-simples", "--oui"); doc["done"] != true || doc["count"] != 2.0 {
		t.Errorf("--json: %v", doc)
	}
	for _, p := range people {
		if doc := p.document(); doc["pending"] != false || doc["connection"] != "fibre" {
			t.Errorf("not accepted: %v", doc)
		}
	}
}

// What is wrong with a decision is said, and nothing is half done.
func TestBadDecisions(t *testing.T) {
	s := newService(t, 0)
	mod := official(t, s, "mod", directory.RoleModerator)
	p := person(t, s, "anne")
	p.must(with(t, anne, "name", "Anne"), "me", "edit")
	p.must("", "me", "submit")
	before := mod.must("", "admin", "show", "anne", "--json")
	id := fmt.Sprint(mod.json("admin", "show", "anne")["id"])
	for _, c := range []struct {
		status int
		says   string
		line   []string
	}{
		{2, "Un motif est obligatoire", []string{"admin", "reject", "anne"}},
		{2, "Un motif est obligatoire", []string{"admin", "ask", id, "--reason", "  \u200b "}},
		{1, "Texte trop long : 1 000 caractères au plus, 10 000 saisis", []string{"admin", "reject", "anne", "--reason", strings.Repeat("a", 10_000)}},
		{1, "Texte trop long", []string{"admin", "reject", "anne", "--reason", strings.Repeat("mot ", 10_000)}},
		{1, "Introuvable", []string{"admin", "approve", "9999"}},
		{2, "n'est pas un choix possible : dismiss", []string{"admin", "approve", "r" + id}},
		{1, "", []string{"admin", "dismiss", id}},
		{1, "", []string{"admin", "uphold", "a" + id, "--reason", "x"}},
		{1, "admin show +sous-titrage-de-proces", []string{"admin", "approve", "+sous-titrage-de-proces"}},
		{1, "Introuvable", []string{"admin", "show", "+rien"}},
		{1, "", []string{"admin", "restore", "anne"}},
		{2, "n'est pas en UTF-8", []string{"admin", "reject", "anne", "--reason", "a\xff"}},
	} {
		mod.fails(c.status, c.says, "", c.line...)
	}
	if after := mod.must("", "admin", "show", "anne", "--json"); after != before {
		t.Errorf("something changed:\n%s\n%s", before, after)
	}
	// One that was erased meanwhile.
	p.must("", "me", "delete", "--confirm", "anne")
	mod.fails(1, "Introuvable", "", "admin", "approve", id)
	mod.fails(1, "Introuvable", "", "admin", "approve", "anne")
	// Whoever lost their role meanwhile, with a session that began before.
	actor := mod.actor()
	if _, err := s.RevokeRole(t.Context(), directory.Operator(), actor.Fingerprint); err != nil {
		t.Fatal(err)
	}
	if got := types(t, s, actor, text.French, "", "admin", "suspend", "claire-dubois", "--reason", "x"); got.status != 4 {
		t.Errorf("a demoted moderator: %+v", got)
	}
}

// unwritable is where no copy of the directory can be kept.
type unwritable struct{ directory.Archive }

func (unwritable) Newest(context.Context, time.Time) (time.Time, error) { return time.Time{}, nil }

func (unwritable) Keep(context.Context, string) (int64, []string, error) {
	return 0, nil, &directory.Error{Code: directory.CodeUnwritable, Params: directory.Params{"value": "/srv/secret"}}
}

// Regular copies of which not even the first could be made are told to those who
// can have it mended, with the time of the attempt and what to do meanwhile.
func TestOverviewTellsThatBackupsFail(t *testing.T) {
	s := newServiceAt(t, 0, func() time.Time { return now }, func(o *directory.Options) { o.Archive = unwritable{} })
	ada := official(t, s, "Ada", directory.RoleAdministrator)
	holds(t, "admin", ada.told("admin"), "Dernière sauvegarde", "jamais")
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { s.KeepBackups(ctx, time.Hour, 1); close(ended) }()
	for ada.json("admin")["backup_failing"] == nil {
		time.Sleep(10 * time.Millisecond)
	}
	cancel()
	<-ended
	said := ada.told("admin")
	holds(t, "admin", said, "aucune : les sauvegardes régulières échouent (dernier essai :", "10 h 00", "Prévenez l'exploitant", "admin backup > teleorne.db")
	if strings.Contains(said, "/srv/secret") {
		t.Errorf("where the file lies is told: %s", said)
	}
	if at := ada.json("admin")["backup_failing"]; at != "2026-11-23T09:00:00Z" {
		t.Errorf("backup_failing: %v", at)
	}
}
