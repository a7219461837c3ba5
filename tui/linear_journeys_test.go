package tui_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"teleorne/directory"
	"teleorne/tui/text"
)

// party is who holds a dialogue, and where.
type party struct {
	service *directory.Service
	actor   directory.Actor
}

// journey is a way through the linear mode that is kept, in both languages:
// sittings, one after the other, each ended by the end of the input or by
// leaving.
type journey struct {
	name   string
	set    func(t *testing.T) party // nil: a visitor of a directory in which nothing is written
	fr, en []string                 // a sitting each, lines parted by a vertical bar
}

// journeys are what people of all roles come for.
var journeys = []journey{
	{
		"find", nil,
		[]string{"comptable|où|bellême|élargir|1|suivante|retour|suite|avant|bref|accueil|chercher claire|2|retour|retour|quitter"},
		[]string{"accountant|where|bellême|widen|1|next|back|more|before|brief|home|search claire|2|back|back|quit"},
	},
	{
		"rough", nil,
		[]string{"développeuse web|accueil|traductrice anglais mortagne|accueil|secrétaire 61130|accueil|comtable|accueil|comptable braille|1|quitter"},
		[]string{"web developer|home|translator english mortagne|home|secretary 61130|home|comtable|home|accountant braille|1|quit"},
	},
	{
		"filters", nil,
		[]string{"comptable|filtres|indépendants|maintenant|suite|résultats|tri|effacer|retour|quitter"},
		[]string{"accountant|filters|independent|now|more|results|sort|clear|back|quit"},
	},
	{
		"telecentres", nil,
		[]string{"télécentres|où|argentan|plain-pied|1|retour|plain-pied|6|2|quitter"},
		[]string{"telecentres|where|argentan|step-free|1|back|step-free|6|2|quit"},
	},
	{
		"places", nil,
		[]string{"par domaine|2|5|retour|retour|retour|où|bellême|accueil|quitter"},
		[]string{"by domain|2|5|back|back|back|where|bellême|home|quit"},
	},
	{
		"help", nil,
		[]string{"aide|aide complète|sommaire|5|chercher|plain-pied|1|accueil|vie privée|accueil|sources|accueil|langue|home|langue|bref||bref|quitter"},
		[]string{"help|full help|contents|5|search|step-free|1|home|privacy|home|sources|home|language|accueil|language|brief||brief|quit"},
	},
	{
		"nonsense", nil,
		[]string{"999|0|-1|xyzzy|1|999999999999|xyzzy|où|xyzzy|-|retour|retour|retour|quitter"},
		[]string{"999|0|-1|xyzzy|1|999999999999|xyzzy|where|xyzzy|-|back|back|back|quit"},
	},
	{
		"report", reader,
		[]string{"chercher claire dubois|1|signaler|2|écrire|Le numéro n’est pas le sien.|.|envoyer|signaler|retour|quitter"},
		[]string{"search claire dubois|1|report|2|write|The number is not hers.|.|send|report|back|quit"},
	},
	{
		"join", stranger,
		[]string{
			"inscription|aide|1|noté|1|1|Jeanne Aubert|2|1|3|Traductrice|4|aide|retour|rubrique suivante|1|traduction ang|1|quenya|1|traduction tech|1|retirer quenya|c'est tout|2|angl|1|c'est tout|rubrique suivante|1|bell|61999",
			"continuer|où|1|bellême|2|2|3|2|4|1|5|1|rubrique suivante|1|Vingt ans de traduction.|De l’anglais, surtout technique.|.|rubrique suivante|1|31/12/2030|2|trois cents|320|rubrique suivante|1|exemple|jeanne.exemple.fr|2|a@b|jeanne@exemple.fr|3|1|4|12|02 33 00 00 61|6|123|-|retour|relire|1|retour|quitter",
		},
		[]string{
			"join|help|1|noted|1|1|Jeanne Aubert|2|1|3|Translator|4|help|back|next section|1|english-french tr|1|quenya|1|technical tr|1|remove quenya|that is all|2|engl|1|that is all|next section|1|bell|61999",
			"continue|where|1|bellême|2|2|3|2|4|1|5|1|next section|1|Twenty years of translation.|From English, mostly technical.|.|next section|1|31/12/2030|2|three hundred|320|next section|1|example|jeanne.exemple.fr|2|a@b|jeanne@exemple.fr|3|1|4|12|02 33 00 00 61|6|123|-|back|review|1|back|quit",
		},
	},
	{
		"no_key", nil,
		[]string{"je m'inscris|retour|quitter"},
		[]string{"sign up|back|quit"},
	},
	{
		"update", as("published"),
		[]string{"ma fiche|disponibilité|à partir|31/2/2027|15/1/2027|modifier|qui|métier|Experte-comptable|retour|relire|1|retour|quitter"},
		[]string{"my profile|availability|from a date|31/2/2027|15/1/2027|edit|who|occupation|Chartered accountant|back|review|1|back|quit"},
	},
	{
		"confirm", as("due"),
		[]string{"confirmer|ma fiche|la voir|2|retour|quitter"},
		[]string{"confirm|my profile|see it|2|back|quit"},
	},
	{
		"pause", as("published"),
		[]string{"ma fiche|pause|3|31/2/2027|15/3/2027|reprendre|quitter"},
		[]string{"my profile|pause|3|31/2/2027|15/3/2027|resume|quit"},
	},
	{
		"devices", as("published"),
		[]string{"clés|ajouter un appareil|retour|ajouter une clé|pas une clé|retour|2|renommer|bureau de Caen|2|retirer|oui|nouveaux codes|oui|noté|quitter"},
		[]string{"my keys|add a device|back|add a key|no key|back|2|rename|office in Caen|2|remove|yes|new recovery|yes|noted|quit"},
	},
	{
		"preference", as("published"),
		[]string{"ma fiche|ligne à ligne|toujours ligne à ligne|ligne à ligne|ne rien|toujours en plein écran|écran|quitter"},
		[]string{"my profile|line by line|always line by line|line by line|change nothing|always full screen|screen|quit"},
	},
	{
		"states", as("rejected"),
		[]string{"ma fiche|contester|envoyer|écrire|Mon métier est précis.|.|envoyer|retour|quitter"},
		[]string{"my profile|appeal|send|write|My trade is precise.|.|send|back|quit"},
	},
	{
		"unsent", as("unsent"),
		[]string{"ma fiche|envoyer|quitter"},
		[]string{"my profile|send|quit"},
	},
	{
		"leave", as("published"),
		[]string{"mes données|tout lire|retour|quitter l'annuaire|oui|anne-guerin|retour|quitter"},
		[]string{"my data|read all|back|leave the directory|yes|anne-guerin|back|quit"},
	},
	{
		"moderation", deskOf("anne"),
		[]string{"file|3|accepter|annuler|refuser|refuser, et|1|écrire|Autre motif, bien à moi.|.|refuser, et|annuler|1|retour|accueil|file|signalées|1|suspendre|2|suspendre, et|annuler|accueil|file|mots|1|refuser|refuser, et|1|refuser, et|accueil|file|recours|1|accueil|file|accepter en lot|accepter|quitter"},
		[]string{"queue|3|accept|undo|refuse|refuse, and|1|write|Another reason, my own.|.|refuse, and|undo|1|back|home|queue|reported|1|suspend|2|suspend, and|undo|home|queue|proposed words|1|refuse|refuse, and|1|refuse, and|home|queue|appeals|1|home|queue|accept in bulk|accept|quit"},
	},
	{
		"own_listing", ownInQueue,
		[]string{"file|anne|accepter|refuser|retour|quitter"},
		[]string{"queue|anne|accept|refuse|back|quit"},
	},
	{
		"accounts", office("boss"),
		[]string{"comptes|anne|changer|modération|écrire|Elle aide le mercredi.|.|changer|1|ne rien|retour|retour|accords|2|refuser|écrire|Pas sans courrier signé.|.|refuser|quitter"},
		[]string{"accounts|anne|change the role|moderat|write|She helps on Wednesdays.|.|change|1|change nothing|back|back|approvals|2|refuse|write|Not without a signed letter.|.|refuse|quit"},
	},
	{
		"bans", office("boss"),
		[]string{"exclusions|exclure|qui|10.0.0.0/8|motif|Trop de connexions.|.|4|1|203.0.113.7|3|demain|4|203.0.113.7|1|retour|1|lever|2|quitter"},
		[]string{"bans|ban a key|who|10.0.0.0/8|reason|Too many connections.|.|4|1|203.0.113.7|3|tomorrow|4|203.0.113.7|1|back|1|lift|2|quit"},
	},
	{
		"log", office("boss"),
		[]string{"journal|action|acceptation|effacer|du|31/2/2026|1/11/2026|1|cette fiche|exporter|retour|accueil|sauvegarder|1|oui|accueil|fiches de tout|guerin|1|effacer|1|effacer|retour|quitter"},
		[]string{"log|action|acceptance|clear|from|31/2/2026|1/11/2026|1|this profile|export|back|home|backup|1|yes|home|search profiles of every|guerin|1|erase|1|erase|back|quit"},
	},
	{
		"skills", roomsOf,
		[]string{"gérer les compétences|chercher couturi|chercher paie|paie|réunir|1|comptabilité gén|2|1|comptabilite|2|ne rien|retour|oui|ajouter|1|bulletin de paie|2|français|3|oui|retour|mots|couture|en faire|retour|accueil|quitter"},
		[]string{"manage skills|search couturi|search payroll|payroll|merge|1|bookkeep|2|1|comptabilite|2|change nothing|back|yes|add|1|pay slip|2|english|3|yes|back|words|couture|make it|back|home|quit"},
	},
	{
		"telecentre_edit", roomsOf,
		[]string{"gérer les télécentres|elabo|modifier|1|Elabo, tiers-lieu|suite|enregistrer|retour|accueil|fraîcheur|2|retour|accueil|réunir des communes|noter|1|sees|2|alencon|3|31/2/2026|3|hier|4|2|quitter"},
		[]string{"manage telecentres|elabo|edit|1|Elabo, shared office|more|save|back|home|freshness|2|back|home|merge communes|note|1|sees|2|alencon|3|31/2/2026|3|yesterday|4|2|quit"},
	},
	{
		"requests", roomsOf,
		[]string{"demandes|1|noter la réponse|2|1|Effacé le jour même.|.|2|retour|noter une demande|1|correction|6|2|Paul Martin|4|Demande la correction de son nom.|.|5|31/2/2026|5|hier|6|retour|quitter"},
		[]string{"requests|1|note the answer|2|1|Erased the same day.|.|2|back|note a request|1|correction|6|2|Paul Martin|4|Asks to have the name corrected.|.|5|31/2/2026|5|yesterday|6|back|quit"},
	},
	{
		"announce", roomsOf,
		[]string{"annonce|1|1|L’annuaire s’arrête mardi.|.|2|The directory stops on Tuesday.|.|4|3|demain|4|aide complète|accueil|annonce|2|2|quitter"},
		[]string{"announce|1|1|L’annuaire s’arrête mardi.|.|2|The directory stops on Tuesday.|.|4|3|tomorrow|4|full help|home|announce|2|2|quit"},
	},
	{
		"import", roomsOf,
		[]string{"importer|1|collez|nom;statut|.|vérifier|retour|vider|collez|" + pasted + "|.|vérifier|1|fermer|retour|écarter|vérifier|vider|retour|accueil|quitter"},
		[]string{"import|1|paste|name;state|.|check|back|empty|paste|" + pasted + "|.|check|1|close|back|leave wrong|check|empty|back|home|quit"},
	},
}

// pasted is a file with a line that is wrong.
const pasted = "name;status;headline;skills;commune;email|" +
	"Claire Dubois;independent;Experte-comptable;comptabilite;Bellême;claire@exemple.fr|" +
	"Marc Lefèvre;freelance;Comptable;comptabilite;Belleme-sur-Mer;marc@|" +
	"Inès Martel;salaried;Assistante comptable;paie;Mortagne-au-Perche;"

func plain(t *testing.T) party { return party{service: newService(t, 300)} }

func reader(t *testing.T) party {
	a := person(t, 70)
	a.Role = directory.RoleIdentified
	return party{newService(t, 300), a}
}

func stranger(t *testing.T) party { return party{newService(t, 300), person(t, 77)} }

func as(part string) func(*testing.T) party {
	return func(t *testing.T) party {
		c := newCast(t)
		return party{c.Service, c.people[part]}
	}
}

func deskOf(part string) func(*testing.T) party {
	return func(t *testing.T) party {
		d := newDesk(t)
		d.people["anne"] = d.anne
		return party{d.Service, d.people[part]}
	}
}

func office(part string) func(*testing.T) party {
	return func(t *testing.T) party {
		service, people := staff(t)
		return party{service, people[part]}
	}
}

func roomsOf(t *testing.T) party { return party{rooms(t), directory.Operator()} }

// ownInQueue is a moderator whose own profile waits.
func ownInQueue(t *testing.T) party {
	d := newDesk(t)
	d.submits(d.anne, d.profile("Anne Guérin", "Comptable"))
	return party{d.Service, d.anne}
}

// plays holds a journey's dialogues, and answers what was said with what was
// typed.
func (j *journey) plays(t *testing.T, lang text.Lang, visitor party) string {
	t.Helper()
	p := visitor
	if j.set != nil {
		p = j.set(t)
	}
	sittings := j.fr
	if lang == text.English {
		sittings = j.en
	}
	var all strings.Builder
	for i, lines := range sittings {
		if i > 0 {
			all.WriteString("-- " + map[text.Lang]string{text.French: "la ligne est coupée", text.English: "the line is cut"}[lang] + "\n")
			if renewed, err := p.service.Renew(t.Context(), p.actor); err == nil {
				p.actor = renewed
			}
		}
		all.WriteString(holds(t, p.service, lang, p.actor, strings.Split(lines, "|")...))
	}
	return all.String()
}

// TestLinearJourneys keeps what is read aloud on each journey, in both
// languages, and looks at every sentence of it.
func TestLinearJourneys(t *testing.T) {
	skipShort(t)
	shared := newService(t, 300)
	for i := range journeys {
		j := &journeys[i]
		for _, lang := range []text.Lang{text.French, text.English} {
			t.Run(string(lang)+"_"+j.name, func(t *testing.T) {
				t.Parallel()
				// Somebody else each time: what they may see today is counted.
				visitor := directory.Actor{Address: fmt.Sprintf("10.2.%d.%d", i, len(lang)+int(lang[0]))}
				said := j.plays(t, lang, party{shared, visitor})
				heard(t, spokenOf(said))
				j.keepsToItsPath(t, lang, said)
				speaksToTheEar(t, lang, spokenOf(said))
				keeps(t, string(lang)+"_"+j.name, said)
			})
		}
	}
}

// keepsToItsPath fails for a journey of which a line was not understood where it
// was typed, or that did not come to its end, or takes other steps in the other
// language.
func (j *journey) keepsToItsPath(t *testing.T, lang text.Lang, said string) {
	t.Helper()
	said = strings.TrimRight(said, "\n")
	words := text.For(lang)
	if bye := words.S("linear.bye"); !strings.HasSuffix(said, "\n"+bye) {
		t.Errorf("it does not end by %q", bye)
	}
	_, unknown, _ := strings.Cut(words.S("linear.unknown", "typed", "\x00"), "\x00")
	if j.name != "nonsense" && strings.Contains(said, unknown) {
		t.Errorf("a line is not understood: %q", unknown)
	}
	for i := range j.fr {
		if fr, en := strings.Count(j.fr[i], "|"), strings.Count(j.en[i], "|"); fr != en {
			t.Errorf("sitting %d: %d lines in French, %d in English", i, fr+1, en+1)
		}
	}
}

// forTheEye are words that mean nothing to who listens.
var forTheEye = map[text.Lang]*regexp.Regexp{
	text.French: regexp.MustCompile(`(?i)\btouches?\b|flèche|\btab\b|échap|ctrl|colonnes?\b|ci-dessous|ci-dessus|à droite|à gauche|en haut|en bas\b|panneau|souris|curseur|surlign|` +
		`en gras|en gris|\b[a-z] annule|Entrée :|\b\d+ km\b|\b\d+ min\b|\bEPCI\b|\bTJM\b|\bCC [dD]|n° ?$|[←↑→↓↵·⏎±−]`),
	text.English: regexp.MustCompile(`(?i)\bpress\b|\bthe [a-z] key\b|\barrows?\b|\btab\b|\besc(ape)?\b|ctrl|columns?\b|\bbelow\b|\babove\b|at the right|at the left|at the top|at the bottom|\bpane\b|mouse|cursor|` +
		`highlight|in bold|\bgrey\b|\b[a-z] undoes|Enter:|\b\d+ km\b|\b\d+ min\b|\bEPCI\b|\bCC d|[←↑→↓↵·⏎±−]`),
}

// speaksToTheEar fails for a sentence that speaks of what cannot be heard.
func speaksToTheEar(t *testing.T, lang text.Lang, said string) {
	t.Helper()
	for line := range strings.Lines(said) {
		if found := forTheEye[lang].FindString(line); found != "" && !strings.Contains(line, "Entrée seule") {
			t.Errorf("%q in %q", found, line)
		}
	}
}
