package editor_test

import (
	"slices"
	"strings"
	"testing"

	"teleorne/directory"
	"teleorne/tui/keys"
	"teleorne/tui/screen"
	"teleorne/tui/screen/screentest"
	"teleorne/tui/text"
	"teleorne/tui/theme"
)

// whole fills in everything an independent can say, from the sections on.
const whole = "<enter>Claire Dubois<enter>1<enter>Experte-comptable<enter>Cabinet Dubois<enter>" +
	"paie<enter>comptabilité<enter>braille musical<enter><enter>" + // with the last Enter on: nothing is typed
	"anglais<enter><enter>" +
	"bellême<enter>2<tab>3<tab>1<tab>1<tab>" +
	"Bilans et paie.<enter>Pour associations.<tab>" +
	"1/12/2026<tab>380<tab>" +
	"exemple.fr<tab>Claire@Exemple.FR<tab>1<tab>02 33 00 00 00<tab>3<tab>732 829 320 00074<tab>"

func TestFromNothingToSubmitted(t *testing.T) {
	service := newService(t)
	actor := signedUp(t, service, 1)
	d := open(t, service, actor, screentest.Options{}, "")
	wants(t, d, "▸ 1 ☐ Qui", "à remplir : nom, statut et métier", "7 ☐ Relire et envoyer")
	d.Play(whole)
	wants(t, d, "7 sur 7 · Relire et envoyer", "▸ 1 Envoyer", "En relecture")

	p := mine(t, service, actor).Profile
	want := directory.Profile{
		Name: "Claire Dubois", Organisation: "Cabinet Dubois", Status: directory.Independent, Headline: "Experte-comptable",
		Skills: []string{"paie", "comptabilite", "+braille musical"}, Commune: "61038", CommuneShown: directory.ShownEPCI,
		Workplace: directory.AtBoth, Telecentre: p.Telecentre, Description: "Bilans et paie.\nPour associations.",
		Languages: []string{"fr", "en"}, AvailableFrom: p.AvailableFrom, DailyRateEUR: 380,
		Website: "https://exemple.fr", Email: "Claire@exemple.fr", EmailShown: directory.Public,
		Phone: "+33233000000", PhoneShown: directory.Nobody, SIRET: "73282932000074", Connection: directory.Fibre,
	}
	if diff := p.Diff(&want); len(diff) > 0 {
		t.Errorf("%v differ: %+v", diff, p)
	}
	if p.AvailableFrom.String() != "2026-12-01" || p.Telecentre == "" {
		t.Errorf("available from %v, at the télécentre %q", p.AvailableFrom, p.Telecentre)
	}
	d.Play("1")
	wants(t, d, "En relecture", "Vous le lirez ici")
	if m := mine(t, service, actor); !m.Listing.Pending() || m.Drafted {
		t.Errorf("after sending it is %s, drafted %v", m.Listing.State(), m.Drafted)
	}
	d.Play("<enter>")
	if _, ok := d.Last().(screen.Back); !ok {
		t.Errorf("then it said %#v", d.Last())
	}
}

func TestSalariedAreAskedOtherThings(t *testing.T) {
	service := newService(t)
	actor := signedUp(t, service, 1)
	d := open(t, service, actor, screentest.Options{}, "status")
	d.Play("1<esc>5")
	wants(t, d, "Tarif journalier")
	lacks(t, d, "Jours à distance")
	d.Play("<tab>420<esc>1<tab>2<tab>")
	d.Play("<esc>5")
	wants(t, d, "Jours à distance", "Commune de l’employeur")
	lacks(t, d, "Tarif journalier")
	d.Play("<tab>Le Mans<tab>3<tab>")
	p := mine(t, service, actor).Profile
	if p.DailyRateEUR != 0 || p.RemoteDays != 3 || p.EmployerPlace != "Le Mans" {
		t.Errorf("saved were %d €, %d days, employer %q", p.DailyRateEUR, p.RemoteDays, p.EmployerPlace)
	}
	// Whoever took the wrong one finds again what was typed under the other.
	d.Play("<esc>1<tab>1<esc>5")
	wants(t, d, "420 € par jour")
	if p := mine(t, service, actor).Profile; p.DailyRateEUR != 420 || p.RemoteDays != 0 {
		t.Errorf("after going back %d €, %d days", p.DailyRateEUR, p.RemoteDays)
	}
}

// What is wrong is said once the field was left, and stays as it was typed.
func TestMessages(t *testing.T) {
	service := newService(t)
	seed := byte(0)
	for name, c := range map[string]struct{ field, play, want string }{
		"SIRET of 13 digits": {"siret", "7328293200007", "Un SIRET a 14 chiffres, vous en avez saisi 13."},
		"SIRET by one digit": {"siret", "73282932000075", "Ce SIRET comporte une erreur : vérifiez les chiffres."},
		"e-mail":             {"email", "a@b", "Adresse incomplète, par exemple : nom@societe.fr"},
		"phone":              {"phone", "12", "Numéro incomplet, par exemple : 02 33 00 00 00"},
		"date":               {"available_from", "bientôt", "« bientôt » n’est pas une date"},
		"rate":               {"daily_rate_eur", "cher", "« cher » n’est pas un nombre."},
		"name":               {"name", "C", "Trop court : au moins 2 caractères."},
		"no name":            {"name", "", "Ce champ est obligatoire."},
		"postal code":        {"commune", "61999", "Code postal inconnu dans l’Orne."},
		"Paris":              {"commune", "Paris", "Paris n’est pas dans l’Orne. Indiquez la commune"},
		"former postal code": {"commune", "61130", "désigne plusieurs communes"},
		"skill":              {"skills", "comptabilte", "Compétence inconnue : « comptabilte »."},
		"language":           {"languages", "klingon", "« klingon » n’est pas une langue connue"},
	} {
		t.Run(name, func(t *testing.T) {
			seed++
			actor := signedUp(t, service, seed)
			field := c.field
			if slices.Contains([]string{"siret", "daily_rate_eur"}, field) {
				open(t, service, actor, screentest.Options{}, "status").Play("1<tab>")
			}
			d := open(t, service, actor, screentest.Options{Width: 100, Height: 30}, field)
			d.Play(c.play)
			lacks(t, d, c.want)
			d.Play("<tab><shift+tab>")
			wants(t, d, c.want)
			// Another session finds it as it was typed, and why it is wrong.
			if field == "name" {
				return // an empty field is blamed only where it was left
			}
			again := open(t, service, actor, screentest.Options{Width: 100, Height: 30}, field)
			wants(t, again, c.want)
		})
	}
}

func TestTooLongLosesNothing(t *testing.T) {
	service := newService(t)
	actor := signedUp(t, service, 1)
	d := open(t, service, actor, screentest.Options{}, "description")
	paste(d, strings.Repeat("abcdefghi ", 213)+"0123456789") // 2,140
	wants(t, d, "Texte trop long : 2 000 caractères au plus, 2 140 saisis. Rien n’est perdu.")
	if got := mine(t, service, actor).Profile.Description; len(got) != 2140 {
		t.Errorf("%d characters were kept", len(got))
	}
	for range 140 {
		d.Play("<backspace>")
	}
	lacks(t, d, "trop long")
	wants(t, d, "2 000 / 2 000")
	paste(d, strings.Repeat("x", 9000))
	if n, ok := d.Last().(screen.Notice); !ok || !strings.Contains(n.Text, "rien n’a été collé") {
		t.Errorf("a paste of a whole book said %#v", d.Last())
	}
	// The blank at its end is no text.
	if got := mine(t, service, actor).Profile.Description; len(got) != 1999 {
		t.Errorf("%d characters are there", len(got))
	}
}

func TestCountNearTheLimit(t *testing.T) {
	service := newService(t)
	d := open(t, service, signedUp(t, service, 1), screentest.Options{}, "headline")
	d.Play(strings.Repeat("é", 63))
	lacks(t, d, "63 / 80")
	d.Play("é")
	wants(t, d, "64 / 80")
	d.Play(strings.Repeat("é", 17))
	wants(t, d, "Texte trop long : 80 caractères au plus, 81 saisis. Rien n’est perdu.")
}

func TestBinaryPaste(t *testing.T) {
	service := newService(t)
	actor := signedUp(t, service, 1)
	for _, field := range []string{"name", "description", "skills", "commune"} {
		d := open(t, service, actor, screentest.Options{}, field)
		paste(d, "\x00\x1b[31mELF\xff\x07")
		if n, ok := d.Last().(screen.Notice); !ok || !n.Bad {
			t.Errorf("%s: it said %#v", field, d.Last())
		}
		d.Play("<tab>")
	}
	if got := mine(t, service, actor).Profile; got.Name != "[31mELF" || got.Description != "[31mELF" {
		t.Errorf("kept were %q and %q", got.Name, got.Description)
	}
}

// A paste that does not fit is refused as a whole, and one that fits the draft
// can be cut down.
func TestLongPaste(t *testing.T) {
	service := newService(t)
	actor := signedUp(t, service, 1)
	for _, field := range []string{"name", "skills", "commune", "email"} {
		d := open(t, service, actor, screentest.Options{}, field)
		paste(d, strings.Repeat("x", 5000))
		if n, ok := d.Last().(screen.Notice); !ok || !strings.Contains(n.Text, "rien n’a été collé") {
			t.Errorf("%s: it said %#v", field, d.Last())
		}
	}
	d := open(t, service, actor, screentest.Options{}, "name")
	paste(d, strings.Repeat("é", 320))
	wants(t, d, "80 caractères au plus, 320 saisis", "enregistré 11 h 00")
	if got := mine(t, service, actor).Profile.Name; directory.Length(got) != 320 {
		t.Errorf("%d characters were kept", directory.Length(got))
	}
}

func TestSkills(t *testing.T) {
	service := newService(t, screentest.People(9)...)
	actor := signedUp(t, service, 1)
	d := open(t, service, actor, screentest.Options{}, "skills")
	d.Play("développement w")
	wants(t, d, "▸ ", "personnes")
	d.Play("<enter>paie<enter>paie")
	d.Play("<enter>")
	if n, ok := d.Last().(screen.Notice); !ok || !strings.Contains(n.Text, "Déjà dans la liste") {
		t.Errorf("adding one twice said %#v", d.Last())
	}
	d.Play("<backspace>")
	if got := mine(t, service, actor).Profile.Skills; len(got) != 1 {
		t.Errorf("after taking the last one out there are %v", got)
	}
	d.Play("paie<enter>graphisme<enter><down>")
	if !strings.Contains(d.CursorLine(), "▸ ") {
		t.Errorf("the first one is not in hand: %q", d.CursorLine())
	}
	d.Play("<down>d")
	if got := mine(t, service, actor).Profile.Skills; len(got) != 2 || got[1] != "graphisme" {
		t.Errorf("after taking the second one out there are %v", got)
	}
	// A word that is no skill stays in the list until it is mended or proposed.
	d.Play("<up><up>tricot quantique<tab><shift+tab>")
	wants(t, d, "tricot quantique", "Compétence inconnue")
	d.Play("<down><down><down><enter>")
	wants(t, d, "proposer « tricot quantique »", "sera relue")
	d.Play("<enter><tab>")
	if got := mine(t, service, actor).Profile.Skills; got[len(got)-1] != "+tricot quantique" {
		t.Errorf("proposed were %v", got)
	}
}

func TestCommune(t *testing.T) {
	service := newService(t)
	actor := signedUp(t, service, 1)
	d := open(t, service, actor, screentest.Options{}, "commune")
	d.Play("61130<enter>")
	if !strings.Contains(d.CursorLine(), "▸ ") {
		t.Errorf("of several none is to be chosen: %q", d.CursorLine())
	}
	d.Play("<enter>")
	first := mine(t, service, actor).Profile.Commune
	if _, ok := service.Atlas().Commune(first); !ok {
		t.Errorf("chosen was %q", first)
	}
	// A former commune leads to the present one; a small one is advised to hide.
	d = open(t, service, actor, screentest.Options{}, "commune")
	for range 40 {
		d.Play("<backspace>")
	}
	small := ""
	for _, c := range service.Atlas().Communes() {
		if c.Population > 0 && c.Population < 200 {
			small = c.Name
			break
		}
	}
	d.Play(small + "<enter>")
	wants(t, d, "habitants", "Mieux vaut y afficher seulement l’intercommunalité")
	d.Play("2<tab>")
	lacks(t, d, "Mieux vaut")
	if got := mine(t, service, actor).Profile.CommuneShown; got != directory.ShownEPCI {
		t.Errorf("shown is %q", got)
	}
}

func TestHealth(t *testing.T) {
	service := newService(t)
	d := open(t, service, signedUp(t, service, 1), screentest.Options{}, "description")
	d.Play("Je suis handicapée.<tab><shift+tab>")
	wants(t, d, "décrivez le lieu")
}

// Typing changes the line that is typed in, and nothing else but proposals in
// the room kept for them.
func TestTypingMovesNothing(t *testing.T) {
	service := newService(t)
	d := open(t, service, signedUp(t, service, 1), screentest.Options{}, "headline")
	d.Play("Comptable")
	before := d.Lines()
	d.Play("s")
	after := d.Lines()
	if len(before) != len(after) {
		t.Fatalf("%d lines became %d", len(before), len(after))
	}
	changed := 0
	for i := range after {
		if before[i] != after[i] {
			changed++
		}
	}
	if changed != 1 {
		t.Errorf("a letter changed %d lines", changed)
	}
	for _, field := range []string{"skills", "commune"} {
		d := open(t, service, signedUp(t, service, 2), screentest.Options{}, field)
		rows := len(d.Lines())
		last := d.Lines()[rows-2:]
		for _, c := range "bellou" {
			d.Play(string(c))
			if l := d.Lines(); len(l) != rows || !slices.Equal(l[rows-2:], last) {
				t.Errorf("%s: typing %c moved what is below:\n%s", field, c, d.Text())
			}
		}
	}
}

func TestEverySize(t *testing.T) {
	service := newService(t)
	var filled directory.Profile // typed in once
	for i, size := range [][2]int{{40, 11}, {46, 15}, {80, 20}, {120, 36}, {300, 96}} {
		for _, lang := range []text.Lang{text.French, text.English} {
			o := screentest.Options{Width: size[0], Height: size[1], Lang: lang, ASCII: i == 1, Mode: theme.Mono}
			actor := signedUp(t, service, byte(10*i)+byte(len(lang))+lang[0])
			d := open(t, service, actor, o, "")
			if lang == text.French && i < 3 {
				d.Play(whole)
				filled = mine(t, service, actor).Profile
			} else {
				fill(t, service, actor, filled)
				d.Send(screen.Own{})
				d.Play("v")
			}
			d.Play("<down><down><down>" + "<esc><up><up>")
			for n := range 7 {
				d.Play(string(rune('1'+n)) + "<tab><esc>")
				if len(d.Screen.Hints()) > 5 {
					t.Errorf("%d keys in the footer", len(d.Screen.Hints()))
				}
			}
		}
	}
}

// Keys that are letters reach a text, and are commands beside it.
func TestCapturing(t *testing.T) {
	service := newService(t)
	d := open(t, service, signedUp(t, service, 1), screentest.Options{}, "name")
	if e, ok := d.Screen.(screen.Emptier); !d.Screen.Capturing() || !ok || !e.Empty() {
		t.Error("the empty field does not capture as one")
	}
	d.Play("a")
	if d.Screen.(screen.Emptier).Empty() {
		t.Error("it is not empty")
	}
	d.Play("<tab>")
	if d.Screen.Capturing() {
		t.Error("a choice captures letters")
	}
	d.Play("<esc>")
	if d.Screen.Capturing() {
		t.Error("the sections capture letters")
	}
	d.Send(screen.Do{Action: keys.Submit})
	wants(t, d, "Relire et envoyer", "à compléter avant l’envoi")
}

// What keeps a profile from being sent is read whole, of each row, where there is
// room for it; a row that is left is cut on a small screen alone.
func TestWhatIsWrongIsReadWhole(t *testing.T) {
	service := newService(t)
	actor := signedUp(t, service, 1)
	open(t, service, actor, screentest.Options{}, "email").Play("a@b<tab>")
	for _, width := range []int{60, 80, 120, 160} {
		d := open(t, service, actor, screentest.Options{Width: width, Height: 30}, "email")
		d.Play("<esc>")
		d.Send(screen.Do{Action: keys.Submit})
		wants(t, d, "▸ 1 ", "Adresse incomplète", "nom@societe.fr")
		lacks(t, d, "…")
	}
}

// Nothing of one's own leads to signing up.
func TestWithoutAProfile(t *testing.T) {
	service := newService(t)
	for name, actor := range map[string]directory.Actor{"visitor": {Address: "192.0.2.1"}, "identified": someone(t, 9)} {
		d := open(t, service, actor, screentest.Options{}, "")
		if r, ok := d.Last().(screen.Replace); !ok || r.Route != (screen.SignUp{}) {
			t.Errorf("%s: it said %#v", name, d.Last())
		}
	}
	d := open(t, service, directory.Operator(), screentest.Options{}, "")
	if len(d.Lines()) == 0 {
		t.Error("the operator is told nothing")
	}
}

// A skill that is offered no longer is not taken up by its very name either.
func TestRetiredSkillIsNotTakenUp(t *testing.T) {
	service := newService(t)
	if _, err := service.ChangeTaxonomy(t.Context(), directory.Operator(), directory.TaxonomyChange{Kind: directory.TaxonomyRetire, Skill: "paie"}); err != nil {
		t.Fatal(err)
	}
	d := open(t, service, signedUp(t, service, 1), screentest.Options{}, "skills")
	d.Play("paie<enter>")
	wants(t, d, "« Paie » n’est plus proposée : choisissez une autre compétence.")
	lacks(t, d, "Proposer")
}
