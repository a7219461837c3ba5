package command_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"teleorne/directory"
	"teleorne/server/command"
	"teleorne/tui/text"
)

// Whatever arrives instead of a profile is refused with words that say how to
// mend it, and the draft stays as it was.
func TestEditRefusals(t *testing.T) {
	s := newService(t, 0)
	p := person(t, s, "anne")
	p.must(anne, "me", "edit")
	before := p.must("", "me", "show")
	for _, c := range []struct{ doc, says string }{
		{"", "Rien n'a été reçu. Donnez le document sur l'entrée"},
		{" \n\t", "Rien n'a été reçu."},
		{"\ufeff", "Rien n'a été reçu."},
		{"{\n  \"name\": Anne\n}", "erreur ligne 2, caractère 11"},
		{anne + "x", "Ce document n'est pas du JSON"},
		{anne + anne, "Ce document n'est pas du JSON"},
		{strings.TrimSuffix(anne, "}"), "Ce document n'est pas du JSON"},
		{"name: Anne", "erreur ligne 1, caractère 2"},
		{"\x7fELF\x02\x01\x01\x00\x00\xff", "UTF-8"},
		{strings.Replace(anne, "Anne", "Ann\xe9", 1), "UTF-8"},
		{strings.Replace(anne, "Anne", "Ann\x00e", 1), "caractères qui ne sont pas du texte"},
		{"[" + anne + "]", "un document entre accolades"},
		{strings.Replace(anne, `"headline"`, `"headlin"`, 1), "Ligne 4 : « headlin » n'est pas un champ. Vouliez-vous dire headline ?"},
		{strings.Replace(anne, `"status"`, `"name"`, 1), "name (Nom) : Ligne 3 : ce champ est là deux fois"},
		{with(t, anne, "daily_rate_eur", "380"), "daily_rate_eur (Tarif journalier) : Ligne 1 : il faut ici un nombre entier"},
		{with(t, anne, "skills", "traduction"), "skills (Compétences) : Ligne 1 : il faut ici une liste"},
		{with(t, anne, "siret", 73282932000074), "siret (SIRET) : Ligne 1 : il faut ici un texte"},
		{with(t, anne, "siret", "7328293200007"), "Un SIRET a 14 chiffres, vous en avez saisi 13."},
		{with(t, anne, "siret", "73282932000075"), "Ce SIRET comporte une erreur"},
		{with(t, anne, "email", "a@b"), "email (Courriel) : Adresse incomplète"},
		{with(t, anne, "commune", "61999"), "Code postal inconnu dans l'Orne"},
		{with(t, anne, "commune", "61700"), "désigne plusieurs communes"},
		{with(t, anne, "commune", "Belleme-sur-Mer"), "Bellême"},
		{with(t, anne, "commune", "Paris"), "commune (Commune) : Paris n'est pas dans l'Orne.\n"},
		{with(t, anne, "skills", []string{"traductin"}), "Compétence inconnue : « traductin »"},
		{with(t, anne, "name", nil), "name (Nom) : Ce champ est obligatoire."},
		{with(t, anne, "description", strings.Repeat("é", 2140)), "2 000 caractères au plus, 2 140 saisis. Rien n'est perdu."},
		{with(t, anne, "available_from", "bientôt"), "« bientôt » n'est pas une date"},
		{with(t, anne, "daily_rate_eur", 5001), "entre 0 et 5 000"},
		{with(t, anne, "remote_days", 2), "remote_days (Jours à distance) : Ce champ ne concerne pas ce statut"},
		{with(t, anne, "slug", "anne"), "slug : « anne » se lit"},
		{`{"description": "` + strings.Repeat("x", 1<<20) + `"}`, "Trop long : 1 024 Kio au plus"},
		{`{"skills": [` + strings.Repeat(`"a",`, 100_000) + `"a"]}`, "15 au plus, 100 001 données"},
		{with(t, anne, "languages", strings.Fields(strings.Repeat("x1 x2 x3 x4 x5 x6 x7 x8 x9 x0 y1 y2 y3 ", 2)+"a1 a2 a3")), "10 au plus, 16 données"},
		{with(t, anne, "languages", strings.Split("abcdefghijklmnopqrstuvwxyz", "")), "Et 7 autres erreurs."},
		{strings.Repeat("[", 500_000), "Ce document n'est pas du JSON"},
	} {
		got := p.fails(1, c.says, c.doc, "me", "edit")
		if n := strings.Count(got.err, "\n"); n > 22 || len(got.err) > 4000 {
			t.Errorf("%.40q: %d lines are told", c.doc, n)
		}
	}
	// All that is wrong is told at once.
	got := p.fails(1, "Rien n'a été enregistré", with(t, with(t, anne, "email", "a@b"), "phone", "12"), "me", "edit")
	if !strings.Contains(got.err, "email (") || !strings.Contains(got.err, "phone (") {
		t.Errorf("not all of it:\n%s", got.err)
	}
	if after := p.must("", "me", "show"); after != before {
		t.Errorf("the draft changed:\n%s", after)
	}
}

// cut is an input that breaks off.
type cut struct{ io.Reader }

func (c cut) Read(b []byte) (int, error) {
	n, err := c.Reader.Read(b)
	if errors.Is(err, io.EOF) {
		err = errors.New("connection reset")
	}
	return n, err
}

// A document that was cut off in the middle is not half taken, even where what
// came of it would be one.
func TestEditCutOff(t *testing.T) {
	s := newService(t, 0)
	p := person(t, s, "anne")
	var errw strings.Builder
	status := command.Run(context.Background(), command.Env{
		Open: command.With(s), Actor: p.actor(), Lang: text.French, In: cut{strings.NewReader(anne)}, Out: io.Discard, Err: &errw,
	}, []string{"me", "edit"})
	if status != 1 || !strings.Contains(plain.Replace(errw.String()), "rien n'a été enregistré") {
		t.Errorf("status %d: %s", status, errw.String())
	}
	if doc := p.document(); doc["slug"] != nil {
		t.Errorf("half taken: %v", doc)
	}
}

// What a text says about health is told, and keeps nothing.
func TestEditWarns(t *testing.T) {
	s := newService(t, 0)
	p := person(t, s, "anne")
	got := p.types(with(t, anne, "description", "Je suis handicapée, à temps partiel."), "me", "edit")
	if got.status != 0 || !strings.Contains(plain.Replace(got.err), "La santé et le handicap ne se notent pas ici") {
		t.Errorf("%+v", got)
	}
	if doc := p.document(); doc["slug"] == nil || len(doc["warnings"].([]any)) != 1 {
		t.Errorf("%v", doc)
	}
}

// A document is whole: what it leaves out is emptied, and that is said.
func TestEditTellsWhatItEmptied(t *testing.T) {
	s := newService(t, 0)
	p := person(t, s, "anne")
	p.must(anne, "me", "edit")
	got := p.types(with(t, with(t, anne, "phone", nil), "headline", "Interprète"), "me", "edit")
	if got.status != 0 || !strings.Contains(plain.Replace(got.err), "Brouillon enregistré : Métier et Téléphone.") ||
		!strings.Contains(plain.Replace(got.err), "Vidés, car absents du document : Téléphone.") {
		t.Errorf("%+v", got)
	}
}

// No rate, and a rate of 0, are one: that is said to whoever gave a 0.
func TestEditTellsWhatZeroMeans(t *testing.T) {
	s := newService(t, 0)
	p := person(t, s, "anne")
	p.must(with(t, anne, "daily_rate_eur", 400), "me", "edit")
	for _, says := range []string{"Brouillon enregistré : Tarif journalier.", "Rien à changer"} {
		got := p.types(with(t, anne, "daily_rate_eur", 0), "me", "edit")
		if said := plain.Replace(got.err); got.status != 0 || !strings.Contains(said, says) ||
			!strings.Contains(said, "0 veut dire « non précisé » : rien ne s'affiche pour Tarif journalier.") || strings.Contains(said, "Vidés") {
			t.Errorf("%+v", got)
		}
	}
	p.fails(1, "schema : « 2 » n'est pas un choix possible : 1.", with(t, anne, "schema", 2), "me", "edit")
}

func TestKeysAndDevices(t *testing.T) {
	s := newService(t, 0)
	p, laptop, phone, other := person(t, s, "anne"), person(t, s, "laptop"), person(t, s, "phone"), person(t, s, "other")
	p.must(anne, "me", "edit")
	other.must(with(t, anne, "name", "Paul Martin"), "me", "edit")

	// A shell ate the quotes: the key comes as several words.
	if out := p.must("", append([]string{"me", "keys", "add"}, strings.Fields(laptop.line("le portable"))...)...); !strings.HasPrefix(out, laptop.actor().Fingerprint) {
		t.Errorf("me keys add: %q", out)
	}
	p.fails(1, "déjà la vôtre", laptop.line("x")+"\n", "me", "keys", "add", "-")
	p.fails(1, "d'un autre compte", other.line("x"), "me", "keys", "add")
	p.fails(1, "Aucune clé reçue", "", "me", "keys", "add")
	p.fails(1, "clé privée", "-----BEGIN OPENSSH PRIVATE KEY-----\nx", "me", "keys", "add")
	p.fails(1, "clé publique", strings.Repeat("ssh-ed25519 ", 1000), "me", "keys", "add")
	p.fails(1, "Trop long : 64 Kio", strings.Repeat("x", 1<<20), "me", "keys", "add")
	if out := laptop.must("", "me", "cles"); !strings.Contains(out, "le portable") || strings.Count(out, "\n") != 3 {
		t.Errorf("me keys:\n%s", out)
	}
	if out := laptop.must("", "me", "keys", "list", "--json"); !strings.Contains(out, `"in_use":true`) || !strings.Contains(out, laptop.actor().Fingerprint) {
		t.Errorf("me keys list: %s", out)
	}
	p.must("", "me", "keys", "rename", laptop.actor().Fingerprint, "au", "bureau")
	if out := laptop.must("", "whoami", "--json"); !strings.Contains(out, `"key_name":"au bureau"`) || !strings.Contains(out, `"profile":"anne-le-goff"`) {
		t.Errorf("whoami: %s", out)
	}

	// A code from here, typed there.
	got := p.types("", "me", "link")
	code := strings.TrimSpace(got.out)
	if got.status != 0 || len(code) != 14 || !strings.Contains(got.err, "me join "+code) {
		t.Fatalf("me link: %+v", got)
	}
	phone.fails(1, "Ce code n'est pas le bon", "", "me", "join", "AAAA-AAAA-AAAA")
	if got := phone.types("", "moi", "rejoindre", strings.ToLower(code)); got.status != 0 || got.out != "anne-le-goff draft\n" {
		t.Errorf("me join: %+v", got)
	}
	person(t, s, "late").fails(1, "a déjà servi", "", "me", "join", code)
	var linked struct {
		Code      string    `json:"code"`
		ExpiresAt time.Time `json:"expires_at"`
	}
	if out := p.must("", "me", "link", "--json"); json.Unmarshal([]byte(out), &linked) != nil || len(linked.Code) != 14 || !linked.ExpiresAt.Equal(now.Add(10*time.Minute)) {
		t.Errorf("me link --json: %s", out)
	}
	if out := p.must("", "me", "codes", "--json"); strings.Count(out, `"`) != 4+2*8 {
		t.Errorf("me codes --json: %s", out)
	}
	codes := strings.Fields(p.must("", "me", "codes"))
	if len(codes) != 8 {
		t.Errorf("codes: %v", codes)
	}
	if got := person(t, s, "new").types("", "me", "join", codes[3]); got.status != 0 || !strings.Contains(plain.Replace(got.err), "7 codes de secours") {
		t.Errorf("me join: %+v", got)
	}

	if got := p.types("", "me", "keys", "remove", "au bureau"); got.status != 0 || !strings.Contains(got.err, "me codes") {
		t.Errorf("me keys remove: %+v", got) // who had it may have made codes
	}
	laptop.fails(1, "pas encore de fiche", "", "me", "delete")
	p.fails(1, "Introuvable", "", "me", "keys", "remove", "SHA256:nobody")
	p.fails(1, "Introuvable", "", "me", "keys", "remove", other.actor().Fingerprint)
	p.fails(2, "Commande inconnue : removed. Vouliez-vous remove ?", "", "me", "keys", "removed")
	other.fails(1, "la dernière clé", "", "me", "keys", "remove", other.actor().Fingerprint)
}

// writing are the command lines that change something; SLUG is somebody's.
var writing = []string{
	"me edit", "me submit", "me withdraw", "me pause", "me resume", "me confirm", "me discard", "me keys add ssh-ed25519 AAAA",
	"me keys remove FINGERPRINT", "me keys rename FINGERPRINT x", "me link", "me codes", "me delete --confirm SLUG",
	"admin approve SLUG", "admin approve ID", "admin reject SLUG --reason x", "admin reject ID --reason x", "admin queue", "admin show SLUG",
}

// Nobody changes what is somebody else's: not a visitor, not a stranger with a
// key, not another professional.
func TestImpersonation(t *testing.T) {
	s := newService(t, 0)
	p, mod, other := person(t, s, "anne"), moderator(t, s, "mod"), person(t, s, "other")
	p.must(anne, "me", "edit")
	other.must(with(t, anne, "name", "Paul Martin"), "me", "edit")
	p.must("", "me", "submit")
	mod.must("", "admin", "approve", "anne-le-goff")
	p.must(with(t, anne, "headline", "Interprète"), "me", "edit")
	p.must("", "me", "submit")
	before, keys := p.must("", "me", "show"), p.must("", "me", "keys", "--json")
	id := strings.Trim(strings.Fields(mod.must("", "admin", "queue"))[6], " ")
	fill := strings.NewReplacer("SLUG", "anne-le-goff", "FINGERPRINT", p.actor().Fingerprint, "ID", id)

	for _, line := range writing {
		words := strings.Fields(fill.Replace(line))
		// What was read of the key is not the key: it was never proven here.
		got := types(t, s, directory.Actor{Address: "192.0.2.9"}, text.French, with(t, before, "headline", "Volé"), words...)
		if got.status != 4 || got.out != "" || !strings.Contains(got.err, "ssh-keygen") && strings.HasPrefix(line, "me ") {
			t.Errorf("a visitor: %s: %+v", line, got)
		}
		aimed := strings.ContainsAny(line, "SFI") // at what is somebody else's
		for who, actor := range map[string]*someone{"a stranger": person(t, s, "stranger"), "another professional": other} {
			got := actor.types(with(t, before, "headline", "Volé"), words...)
			if strings.HasPrefix(line, "admin") && got.status != 4 || aimed && got.status == 0 || got.status == 0 && actor != other {
				t.Errorf("%s: %s: %+v", who, line, got)
			}
		}
		if after := p.must("", "me", "show"); after != before {
			t.Fatalf("%s changed somebody's profile:\n%s", line, after)
		}
		if after := p.must("", "me", "keys", "--json"); after != keys {
			t.Fatalf("%s changed somebody's keys:\n%s", line, after)
		}
	}
	if local := types(t, s, directory.Operator(), text.French, anne, "me", "edit"); local.status != 4 {
		t.Errorf("the operator: %+v", local)
	}
}

// Nobody decides about their own listing, whatever their role.
func TestModeratorsOwnListing(t *testing.T) {
	s := newService(t, 0)
	mod := moderator(t, s, "mod")
	mod.must(anne, "me", "edit")
	mod.must("", "me", "submit")
	mod.fails(4, "Vous ne pouvez pas valider votre propre fiche.", "", "admin", "approve", "anne-le-goff")
	mod.fails(4, "Vous ne pouvez pas valider votre propre fiche.", "", "admin", "reject", "anne-le-goff", "--reason", "x")
	local := types(t, s, directory.Operator(), text.French, "", "admin", "approve", "anne-le-goff")
	if local.status != 0 || local.out != "anne-le-goff published\n" {
		t.Errorf("the operator: %+v", local)
	}
	got := mod.types("", "me", "delete", "--confirm", "anne-le-goff", "--json")
	if got.status != 0 || !strings.Contains(got.out, `"account":false`) || !strings.Contains(plain.Replace(got.err), "Votre compte reste") {
		t.Errorf("a moderator leaves: %+v", got)
	}
	if got := mod.types("", "whoami", "--json"); !strings.Contains(got.out, `"role":"moderator"`) {
		t.Errorf("whoami: %s", got.out)
	}

	// With the profile and the role gone, the account goes by its key.
	mod.fails(1, "pas encore de fiche", "", "me", "delete")
	fingerprint := mod.actor().Fingerprint
	if _, err := s.RevokeRole(t.Context(), directory.Operator(), fingerprint); err != nil {
		t.Fatal(err)
	}
	mod.fails(2, "me delete --confirm "+fingerprint, "", "me", "delete")
	mod.fails(1, "empreinte de votre clé", "", "me", "delete", "--confirm", "anne-le-goff")
	got = mod.types("", "me", "delete", "--confirm", fingerprint, "--json")
	if got.status != 0 || !strings.Contains(got.out, `"slug":null,"revisions":0,"keys":1,"account":true`) {
		t.Errorf("a former moderator leaves: %+v", got)
	}
	mod.fails(1, "pas encore de fiche", "", "me", "delete")
}

// How many contacts are left is said wherever some were shown.
func TestContactsLeft(t *testing.T) {
	s := newService(t, 2)
	p := person(t, s, "reader")
	for _, c := range []struct{ line, out, says string }{
		{"whoami --json", `"contacts_left":2`, ""},
		{"show claire-dubois", "claire.dubois@exemple.fr", "Coordonnées de 1 personne encore visibles"},
		{"show claire-dubois --json", `"contacts_left":1`, ""},
		{"show jean-martin --json", `"contacts_left":0`, ""},
		{"search --format csv", "", "Limite du jour atteinte"},
		{"whoami", "0", ""},
	} {
		got := p.types("", strings.Fields(c.line)...)
		if got.status != 0 || !strings.Contains(got.out, c.out) || !strings.Contains(plain.Replace(got.err), c.says) {
			t.Errorf("%s: %+v", c.line, got)
		}
	}
	if got := run(t, newService(t, 0), visitor, "fr", "whoami", "--json"); !strings.Contains(got.out, `"contacts_left":null`) {
		t.Errorf("without a limit: %s", got.out)
	}
}
