package tui_test

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"regexp"
	"strings"
	"testing"

	"teleorne/directory"
	"teleorne/tui"
	"teleorne/tui/linear"
	"teleorne/tui/text"
)

// TestLinearBearsAnything types what nobody should: each line is answered, and
// nothing is written that a terminal would obey.
func TestLinearBearsAnything(t *testing.T) {
	skipShort(t)
	s := newService(t, 40)
	words := append([]string{
		"1", "2", "3", "4", "7", "12", "suite", "avant", "retour", "aide", "accueil", "bref", "", "filtres", "langue", "+", "-", ".", "comptable",
		"bellême", "«", "0",
	}, nonsense...)
	random := rand.New(rand.NewPCG(3, 5))
	for range 6 {
		var lines []string
		for range 60 {
			lines = append(lines, words[random.IntN(len(words))])
		}
		if said := dialogue(t, s, text.French, directory.Actor{}, lines...); strings.Count(said, "\n") < len(lines) {
			t.Fatalf("%d lines for %d", strings.Count(said, "\n"), len(lines))
		}
	}
}

// TestLinearTakesWordsAsTheyAreMeant: what people say for a search is one, a word
// that is a choice here is that choice, and a word begun leads nowhere by chance.
func TestLinearTakesWordsAsTheyAreMeant(t *testing.T) {
	skipShort(t)
	shared := newService(t, 40)
	for name, c := range map[string]struct {
		set       func(*testing.T) party
		lines     string
		says, not string
	}{
		"a search in a sentence":         {lines: "je cherche un comptable", says: "Recherche : un comptable"},
		"another in English":             {lines: "I am looking for an accountant", says: "Recherche : an accountant"},
		"back from results":              {lines: "comptable|retour|retour", says: "Vous êtes à l’accueil"},
		"next, where no page follows":    {set: writer, lines: "modifier|1|next", says: "Choix : Rubrique suivante"},
		"français, in a list of choices": {set: roomsOf, lines: "gérer les compétences|1|ajouter|2|français", says: "Choix : Français"},
		"few letters of another page":    {set: roomsOf, lines: "annonce|adr", says: "« adr » n’est pas compris ici"},
		"a town by its first word":       {lines: "comptable|où|mortagne", says: "de Mortagne-au-Perche"},
		"a place that may be several":    {lines: "comptable|où|condé|2", says: "kilomètres de Sablons sur Huisne", not: "Vouliez-vous dire"},
		"a place with a slip":            {lines: "comptable|où|bellème sur mer|1", says: "kilomètres de Bellême"},
		"another one instead":            {lines: "comptable|où|condé|61130", says: "kilomètres de 61130"},
		"no place, given up":             {lines: "comptable|où|bellême|où|xyzzy|0|où|paris|retour", says: "12 Où : Bellême", not: "affiché"},
		"a postal code, among choices":   {lines: "61130", says: "Réponse : 61130"},
		"numbers as in a list":           {lines: "comptable|2)|0|1.", says: "Fiche 1 sur"},
		"the keypad turns pages":         {lines: "comptable|+|-|+", says: "11 à"},
		"the keypad goes back":           {lines: "comptable|0", says: "Choix : retour\n\nAccueil"},
		"signs are nothing to look for":  {lines: "comptable|!!!", says: "« !!! » n’est pas compris ici.", not: "Quoi : !"},
		"a commune of several, to write": {set: writer, lines: "modifier|3|1|61 400|1|3|1|mortagne", says: "1 Mortagne-au-Perche, 61400", not: "Précisez"},
		"a skill by another name":        {set: writer, lines: "modifier|2|1|infographiste", says: "Ajouté : Graphisme"},
		"why not, in one sentence":       {set: ownInQueue, lines: "file|anne|accepter", says: "Pas possible : vous ne pouvez pas valider votre propre fiche.\n", not: ".."},
	} {
		t.Run(name, func(t *testing.T) {
			p := party{service: shared}
			if c.set != nil {
				p = c.set(t)
			}
			said := strings.ReplaceAll(dialogue(t, p.service, text.French, p.actor, strings.Split(c.lines, "|")...), "\u00a0", " ")
			if !strings.Contains(said, c.says) || c.not != "" && strings.Contains(said, c.not) {
				t.Errorf("%q, not %q:\n%s", c.says, c.not, tail(said))
			}
		})
	}
}

// nonsense is what no prompt asks for.
var nonsense = []string{
	strings.Repeat("x", 10_000), strings.Repeat("é", 20_000), "\xff\xfe\x00\x01", "bin\x00\x07aire", "     ", "\u00a0\u3000", "-1", "0",
	"999999999999", "\x1b[31m\x1b]0;titre\x07", "\x1b[A\x1b[B", "\u202einversé\u202c", "accepter la fiche", "résultats filtres", "\u200b",
}

// prompts are the ways to what awaits something: menus, and every field that is
// asked for on the journeys.
var prompts = map[string]struct {
	set   func(*testing.T) party
	lines []string
}{
	"visitor": {plain, []string{
		"", "où", "comptable", "comptable|filtres", "comptable|1", "comptable|1|signaler", "comptable|1|signaler|2", "comptable|1|signaler|2|écrire",
		"télécentres", "télécentres|où", "télécentres|1", "aide complète", "aide complète|chercher", "inscription", "1",
	}},
	"writer": {writer, []string{
		"modifier", "modifier|1", "modifier|1|1", "modifier|1|2", "modifier|1|3", "modifier|1|4", "modifier|2", "modifier|2|1", "modifier|2|2",
		"modifier|3", "modifier|3|1", "modifier|3|2", "modifier|3|3", "modifier|3|4", "modifier|4|1", "modifier|5|1", "modifier|5|2",
		"modifier|6|1", "modifier|6|2", "modifier|6|3", "modifier|6|4", "modifier|6|5", "modifier|6|6", "modifier|7", "ma fiche",
	}},
	"owner": {as("published"), []string{
		"ma fiche|disponibilité", "ma fiche|disponibilité|à partir", "ma fiche|pause", "ma fiche|pause|3", "clés", "clés|ajouter une clé", "clés|1",
		"clés|1|renommer", "clés|codes", "mes données", "mes données|quitter l'annuaire",
	}},
	"moderator": {deskOf("anne"), []string{
		"file", "file|1", "file|1|refuser", "file|1|refuser|écrire", "file|1|suspendre", "file|accepter en lot",
	}},
	"administrator": {office("boss"), []string{
		"administration", "comptes", "comptes|chercher", "comptes|anne", "comptes|anne|changer|2", "exclusions", "exclusions|exclure", "exclusions|exclure|1",
		"exclusions|exclure|2", "exclusions|exclure|3", "lire le journal", "lire le journal|fiche", "lire le journal|action", "lire le journal|du",
		"accords", "accords|2", "sauvegarder", "chercher des fiches de tout", "gérer les compétences", "gérer les télécentres", "réunir des communes|noter|1",
		"annoncer", "annoncer|1", "annoncer|1|1", "annoncer|1|3", "importer|1", "importer|1|1", "demandes", "demandes|noter|2", "demandes|noter|5",
	}},
}

// writer is somebody whose profile is begun, whole but for one field.
func writer(t *testing.T) party {
	s := newService(t, 0)
	return party{s, writing(t, s, 90, wholeProfile)}
}

// TestLinearAnswersNonsense goes to every prompt and types there what no prompt
// asks for: each line has an answer, then the same choices or question again, and
// the end of the input saves nothing.
func TestLinearAnswersNonsense(t *testing.T) {
	skipShort(t)
	for role, p := range prompts {
		t.Run(role, func(t *testing.T) {
			t.Parallel()
			who := p.set(t)
			before := stateOf(t, who)
			for n, way := range p.lines {
				var lines []string
				if way != "" {
					lines = strings.Split(way, "|")
				}
				for i, bad := range nonsense {
					if i%5 != n%5 && os.Getenv("TELEORNE_LONG") == "" {
						continue // each is typed at some prompts of everybody
					}
					said := holds(t, who.service, text.French, who.actor, append(lines[:len(lines):len(lines)], bad, ".", "")...)
					heard(t, spokenOf(said))
					if fault := unanswered(said, len(lines)); fault != "" {
						t.Errorf("%q, then nonsense %d (%.20q): %s:\n%s", way, i, bad, fault, tail(said))
					}
				}
			}
			if after := stateOf(t, who); role != "writer" && after != before {
				t.Errorf("something was written: %s, was %s", after, before)
			} else if role == "writer" && strings.Contains(after, "pending") {
				t.Errorf("a draft was sent: %s", after)
			}
		})
	}
}

// unanswered tells what is wrong with the answer to what was typed after so many
// lines; empty for nothing.
func unanswered(transcript string, after int) string {
	parts := strings.Split(transcript, "\n"+typedMark)
	if len(parts) < after+2 {
		return "it was not typed"
	}
	said := spokenOf(strings.Join(parts[after+1:], "\n"+typedMark))
	if !offered.MatchString(said) {
		return "neither choices nor a question"
	}
	return ""
}

// offered is a choice with its number, or a question.
var offered = regexp.MustCompile(`(?m)^\d+ \S|:$|rien à choisir`)

// TestLinearLosesNothing: what was typed before stays, what back gives up is as
// before, and the end of the input in the middle of an answer saves none of it.
func TestLinearLosesNothing(t *testing.T) {
	skipShort(t)
	p := writer(t)
	me := func() *directory.Mine {
		mine, err := p.service.Me(t.Context(), p.actor)
		if err != nil {
			t.Fatal(err)
		}
		return mine
	}
	was := me().Profile
	say := func(lines ...string) { dialogue(t, p.service, text.French, p.actor, lines...) }
	say("modifier", "1", "1", "Jeanne Aubert", "3", strings.Repeat("x", 10_000), "retour")
	if now := me(); now.Profile.Name != "Jeanne Aubert" || now.Profile.Headline != was.Headline {
		t.Errorf("name %q, headline %q", now.Profile.Name, now.Profile.Headline)
	}
	say("modifier", "4", "1", "Une première ligne,", "puis la ligne est coup")
	if now := me(); now.Profile.Description != was.Description || now.Listing.State() != directory.StateDraft {
		t.Errorf("the end of the input saved %q, %s", now.Profile.Description, now.Listing.State())
	}
	say("modifier", "6", "2", "a@b") // what is wrong is kept to be mended, and says so
	if said := dialogue(t, p.service, text.French, p.actor, "modifier", "6"); !strings.Contains(said, "Adresse incomplète") {
		t.Errorf("what was typed is lost:\n%s", said)
	}
}

func tail(s string) string { return s[max(0, len(s)-700):] }

// stateOf is what is kept of somebody, and what the directory holds.
func stateOf(t *testing.T, p party) string {
	t.Helper()
	ctx := t.Context()
	out := ""
	if mine, err := p.service.Me(ctx, p.actor); err == nil && mine.Listing != nil {
		out += fmt.Sprintf("%s %v %+v; ", mine.Listing.State(), mine.Drafted, mine.Profile)
	}
	if q, err := p.service.Queue(ctx, directory.Operator()); err == nil {
		out += fmt.Sprintf("%d waiting; ", len(q.Items))
	}
	if o, err := p.service.Overview(ctx, directory.Operator()); err == nil {
		out += fmt.Sprintf("%+v", o.Queue)
	}
	return out
}

// TestLinearHearsWhatIsAwaited: who waits for another device presses Enter, and
// hears that it has joined.
func TestLinearHearsWhatIsAwaited(t *testing.T) {
	p := writer(t)
	var out bytes.Buffer
	read, typed := io.Pipe()
	done := make(chan error, 1)
	go func() {
		_, _, err := linear.Run(t.Context(), linear.Options{
			Interface: tui.Options{Service: p.service, Actor: p.actor, Lang: text.French, Pause: 1}, In: read, Out: &out,
		})
		done <- err
	}()
	say := func(line string) {
		if _, err := io.WriteString(typed, line+"\n"); err != nil {
			t.Fatal(err)
		}
	}
	say("clés")
	say("un appareil")
	say("bref") // it was said by now
	code, err := p.service.Link(t.Context(), p.actor)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.service.Join(t.Context(), person(t, 91), code.Text); err != nil {
		t.Fatal(err)
	}
	say("")
	say("")
	typed.Close()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(out.String(), "Une clé s’est ajoutée"); n != 1 {
		t.Errorf("that a key came was said %d times:\n%s", n, tail(out.String()))
	}
}
