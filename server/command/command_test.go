package command_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"teleorne/directory"
	"teleorne/tui/text"
)

// plain makes no-break spaces and typographic apostrophes easy to write in a test.
var plain = strings.NewReplacer("\u00a0", " ", "\u202f", " ", "’", "'")

// lines are command lines of a visitor, and what becomes of them.
var lines = []struct {
	line   string
	status int
	out    string // is on stdout
	err    string // is on stderr
	errEN  string // the same in English, when it matters
}{
	{"search comptable", 0, "claire-dubois", "professionnels.", "professionals."},
	{"chercher comptable --ou bellême --rayon 15", 0, "claire-dubois", "", ""},
	{"search --skill comptabilite --commune 61038", 0, "claire-dubois", "1 professionnel.", "1 professional."},
	{"search --competence tenue de comptes bellême", 0, "claire-dubois", "1 professionnel.", ""},
	{"search --skill=tenue de comptes --limit 5", 0, "claire-dubois", "", ""},
	{"search --skill bla de comptes", 1, "", "Compétence inconnue : « bla »", "“bla”"},
	{"search --telecentre Campus de l’Université du domicile", 0, "", "Aucun professionnel", "No professional"},
	{"search --competence comptabilite --ou 200036069", 0, "jean-martin", "1 professionnel.", ""},
	{"search --competence comptabilite --ou mortagne-au-perche", 0, "", "Aucun professionnel", ""},
	{"search --competence comptabilite --ou mortagne-au-perche --rayon 5", 0, "jean-martin", "", ""},
	{"search comtable", 0, "claire-dubois", "cherché « comptable »", "searched “comptable”"},
	{"search zzzzzzzz", 0, "", "Aucun professionnel ne correspond.", "No professional matches."},
	{"search developpeuse --ou 61038 ", 0, "", "--radius", ""},
	{"search développeuse --available", 0, "", "sans --available", "without --available"},
	{"search --available", 0, "claire-dubois", "", ""},
	{"search --available=2026-12-01", 0, "claire-dubois", "", ""},
	{"search --available 2026-12-01", 0, "claire-dubois", "1 professionnel.", ""},
	{"search --disponible 01/12/2026", 0, "claire-dubois", "1 professionnel.", ""},
	{"search --disponible aujourd'hui", 0, "claire-dubois", "1 professionnel.", ""},
	{"search --disponible comptable", 0, "claire-dubois", "1 professionnel.", ""},
	{"search --available 2026-13-40", 2, "", "--available : « 2026-13-40 » n'est pas une date", "is not a date"},
	{"search --disponible 2027", 2, "", "--disponible : « 2027 » n'est pas une date", ""},
	{"search --status=", 2, "", "L'option --status attend une valeur.", "needs a value"},
	{"search --rayon= --ou bellême", 2, "", "L'option --rayon attend une valeur.", "needs a value"},
	{"search --available=", 2, "", "L'option --available attend une valeur.", "needs a value"},
	{"search --disponible=31/02/2026", 2, "", "--disponible : « 2026-02-31 » n'est pas une date", ""},
	{"search --status indépendant", 0, "claire-dubois", "", ""},
	{"search --statut salarie", 0, "eloise-lefevre", "1 professionnel.", ""},
	{"search --status independant --sort nom", 0, "claire-dubois", "", ""},
	{"search --status chômeur", 2, "", "--status : « chômeur » n'est pas un choix possible : independent, salaried", "is not one of the choices"},
	{"search --status independen", 2, "", "Vouliez-vous independent ?", "Did you mean independent?"},
	{"search --langue japonais", 0, "traducteur", "", ""},
	{"search --language ja", 0, "Traducteur", "1 professionnel.", ""},
	{"search --language xyz", 2, "", "« xyz » n'est pas un code de langue", "language code"},
	{"search --rayn 5", 2, "", "Option inconnue : --rayn. Vouliez-vous --rayon ?", "Unknown option: --rayn. Did you mean --rayon?"},
	{"search --radus 5", 2, "", "Vouliez-vous --radius ?", ""},
	{"search -z", 2, "", "Option inconnue : -z.", "Unknown option: -z."},
	{"search -rayon 5", 2, "", "Vouliez-vous --rayon ?", ""},
	{"search --radius 15", 2, "", "Un rayon se compte autour d'une commune", "counted around a commune"},
	{"search --radius -5 --commune bellême", 2, "", "--radius : Valeur attendue entre 0 et 500", ""},
	{"search --rayon NaN --ou bellême", 2, "", "--rayon : « NaN » n'est pas un nombre", ""},
	{"search --rayon 1e999 --ou bellême", 2, "", "entre 0 et 500", ""},
	{"search --rayon 12,5 --ou bellême", 0, "claire-dubois", "", ""},
	{"search --limit 501", 2, "", "--limit : Valeur attendue entre 0 et 500.", "--limit: Expected a value between 0 and 500."},
	{"search --limit 99999999999999999999", 2, "", "entre 0 et 500", ""},
	{"search --limit abc", 2, "", "--limit : « abc » n'est pas un nombre", ""},
	{"search --limite", 2, "", "L'option --limite attend une valeur.", "The option --limite needs a value."},
	{"search --offset -1", 2, "", "--offset", ""},
	{"search --limit 1", 0, "", "Pour la suite : --offset 1", "For the next ones: --offset 1"},
	{"search --limit 1 --offset 3", 0, "", "4 professionnels", ""},
	{"search --offset 40", 0, "", "diminuez --offset", "lower --offset"},
	{"search --format pdf", 2, "", "table, json, ndjson, csv, vcard", ""},
	{"search --commune Belleme-sur-Mer", 1, "", "Bellême", "Bellême"},
	{"search --commune 61999", 1, "", "Code postal inconnu dans l'Orne", "Postal code unknown"},
	{"search --commune Paris", 1, "", "Paris n'est pas dans l'Orne", "Paris is not in the Orne"},
	{"search --commune=", 2, "", "--commune attend une valeur", ""},
	{"search --skill=", 2, "", "L'option --skill attend une valeur.", "The option --skill needs a value."},
	{"search --telecentre= --langue=", 2, "", "--telecentre attend une valeur", ""},
	{"search --langue=", 2, "", "--langue attend une valeur", ""},
	{"search --facets=maybe", 2, "", "--facets : « maybe » n'est pas un choix possible : true, false", ""},
	{"search --facettes=non", 0, "claire-dubois", "", ""},
	{"search --sort distance", 0, "claire-dubois", "les plus récentes viennent d'abord", "the most recent profiles come first"},
	{"search --skill comptabilté", 1, "", "comptabilite", ""},
	{"search --telecentre nulle-part", 1, "", "Télécentre inconnu", "Unknown telecentre"},
	{"search comptable -claire", 0, "jean-martin", "", ""},
	{"search comptable -- -claire", 0, "jean-martin", "", ""},
	{"show claire-dubois", 0, "Experte-comptable", "", ""},
	{"voir CLAIRE-DUBOIS", 0, "claire.dubois@exemple.fr", "", ""},
	{"show claire-duboys", 1, "", "claire-dubois", "claire-dubois"},
	{"show", 2, "", "Il manque un mot", "A word is missing"},
	{"show a b", 2, "", "« b » est de trop", "one word too many"},
	{"communes bellême", 0, "61038", "", ""},
	{"communes zzz", 0, "", "0 ligne", "0 lines"},
	{"skills compta", 0, "comptabilite", "", ""},
	{"competences compta", 0, "comptabilite", "", ""},
	{"telecentres", 0, "elabo", "", ""},
	{"telecentres --commune bellême --radius 10", 0, "elabo", "", ""},
	{"telecentres --radius 10", 2, "", "autour d'une commune", ""},
	{"telecentres --limit 3", 2, "", "Option inconnue : --limit.", ""},
	{"stats", 0, "Professionnels", "", ""},
	{"stats now", 2, "", "de trop", ""},
	{"whoami", 0, "visiteur", "help connexion", "help connection"},
	{"help", 0, "search [chercher]", "", ""},
	{"aide search", 0, "--radius [--rayon] KM", "", ""},
	{"search --help", 0, "--radius [--rayon] KM", "", ""},
	{"search --aide", 0, "--radius [--rayon] KM", "", ""},
	{"search -h", 0, "--radius [--rayon] KM", "", ""},
	{"--help", 0, "search [chercher]", "", ""},
	{"help classement", 0, "Personne ne paie", "", ""},
	{"help ranking", 0, "Personne ne paie", "", ""},
	{"help donnees", 0, "INSEE", "", ""},
	{"help données", 0, "INSEE", "", ""},
	{"help sources", 0, "Licence Ouverte", "", ""},
	{"help classement extra", 2, "", "« extra » est de trop", "one word too many"},
	{"help serch", 2, "", "Pas d'aide sur « serch ». Vouliez-vous search ?", "No help about “serch”. Did you mean search?"},
	{"", 0, "search [chercher]", "", ""},
	{"serch comptable", 2, "", "Commande inconnue : serch. Vouliez-vous search ?", "Unknown command: serch. Did you mean search?"},
	{"serch comptable --radius 5", 2, "", "Commande inconnue : serch. Vouliez-vous search ?", ""},
	{"chercer x", 2, "", "Vouliez-vous chercher ?", ""},
	{"xyzzy", 2, "", "Commande inconnue : xyzzy.", ""},
	{"--bogus", 2, "", "Option inconnue : --bogus.", ""},
	{"import profiles x.csv", 2, "", "Commande inconnue : import.", ""},
	{"completion bash", 2, "", "Commande inconnue : completion.", ""},
	{"__complete search", 2, "", "Commande inconnue : __complete.", ""},
	{"--lang xx stats", 2, "", "--lang : « xx » n'est pas un choix possible : fr, en", ""},
}

func TestStatusAndMessages(t *testing.T) {
	s := newService(t, 0)
	for _, c := range lines {
		for _, lang := range []text.Lang{text.French, text.English} {
			t.Run(string(lang)+" "+c.line, func(t *testing.T) {
				line := strings.Fields(c.line)
				got := run(t, s, visitor, lang, line...)
				if got.status != c.status {
					t.Errorf("status %d, not %d\nstdout: %s\nstderr: %s", got.status, c.status, got.out, got.err)
				}
				out, errw := plain.Replace(got.out), plain.Replace(got.err)
				if lang == text.French && !strings.Contains(strings.ToLower(out), strings.ToLower(plain.Replace(c.out))) {
					t.Errorf("stdout is without %q:\n%s", c.out, out)
				}
				want := c.err
				if lang == text.English {
					want = c.errEN
				}
				if !strings.Contains(errw, plain.Replace(want)) {
					t.Errorf("stderr is without %q:\n%s", want, errw)
				}
				if c.status != 0 && got.out != "" {
					t.Errorf("a failure wrote to stdout:\n%s", got.out)
				}
				if c.status != 0 && got.err == "" {
					t.Error("a failure says nothing")
				}
			})
		}
	}
}

// Nothing of cobra's own English may reach a French session.
func TestHelpIsWhollyInItsLanguage(t *testing.T) {
	s := newService(t, 0)
	pages := [][]string{
		{"help"},
		{"help", "search"},
		{"help", "show"},
		{"help", "communes"},
		{"help", "skills"},
		{"help", "telecentres"},
		{"help", "stats"},
		{"help", "whoami"},
		{"help", "help"},
		{"help", "ranking"},
		{"help", "privacy"},
		{"help", "connection"},
		{"help", "report"},
		{"help", "me", "appeal"},
	}
	pages = append(pages, adminPages(t, s)...)
	english := []string{
		"Usage:", "Flags", "Available", "Use \"", "for more", "help for", " the ", " and ", "default", "unknown command", "unknown flag", "Aliases",
	}
	for _, page := range pages {
		fr := run(t, s, visitor, text.French, page...)
		for _, word := range english {
			if strings.Contains(fr.out, word) {
				t.Errorf("%v in French says %q:\n%s", page, word, fr.out)
			}
		}
		en := run(t, s, visitor, text.English, page...)
		for _, word := range []string{" le ", " les ", " des ", "Usage :", " et ", "afficher", "Commandes"} {
			if strings.Contains(en.out, word) {
				t.Errorf("%v in English says %q:\n%s", page, word, en.out)
			}
		}
		for _, out := range []string{fr.out, en.out} {
			for line := range strings.SplitSeq(out, "\n") {
				if w := ansi.StringWidth(line); w > 80 && !strings.Contains(line, "ssh H") && !strings.Contains(line, "http") {
					t.Errorf("%v: a line of %d columns: %s", page, w, line)
				}
			}
		}
	}
}

// adminPages are the pages about the commands of administrators, as they are
// listed.
func adminPages(t *testing.T, s *directory.Service) [][]string {
	t.Helper()
	pages := [][]string{{"help", "admin"}}
	for i := 0; i < len(pages); i++ {
		for l := range strings.SplitSeq(run(t, s, visitor, text.French, pages[i]...).out, "\n") {
			if m := listedCommand.FindStringSubmatch(l); m != nil {
				pages = append(pages, append(slices.Clone(pages[i]), m[1]))
			}
		}
	}
	if len(pages) < 50 {
		t.Fatalf("%d pages about admin only", len(pages))
	}
	return pages
}

var listedCommand = regexp.MustCompile(`^  ([a-z-]+) \[\pL[\pL-]*\]( |$)`)

func TestLangOptionWins(t *testing.T) {
	s := newService(t, 0)
	for _, line := range [][]string{{"--lang", "en", "stats"}, {"stats", "--lang=en"}, {"stats", "--lang", "EN"}} {
		if got := run(t, s, visitor, text.French, line...); !strings.Contains(got.out, "PROFESSIONALS") && !strings.Contains(got.out, "Professionals") {
			t.Errorf("%v: %s %s", line, got.out, got.err)
		}
	}
	// After -- it is a word like any other.
	if got := run(t, s, visitor, text.French, "search", "--", "--lang", "en"); !strings.Contains(got.err, "Aucun") {
		t.Errorf("%s", got.err)
	}
}

func TestPhrases(t *testing.T) {
	s := newService(t, 0)
	for _, c := range []struct {
		words []string
		found string // empty: nobody, and the words apart are proposed
	}{
		{[]string{"Tenue de comptes"}, "claire-dubois"},
		{[]string{`"tenue de comptes"`}, "claire-dubois"},
		{[]string{"comptable bellême"}, ""}, // no phrase, but both words
		{[]string{"« comptable bellême »"}, ""},
		{[]string{"comptable -claire"}, "jean-martin"},
		{[]string{"claire dubois"}, "claire-dubois"},
	} {
		got := run(t, s, visitor, text.French, append([]string{"search"}, c.words...)...)
		if got.status != 0 || !strings.Contains(got.out, c.found) || c.found == "" && got.out != "" {
			t.Errorf("%q: %+v", c.words, got)
		}
		if said := strings.Contains(got.err, "1 avec ces mots sans guillemets"); said != (c.found == "") {
			t.Errorf("%q: the words apart are proposed: %t", c.words, said)
		}
	}
}

// Columns stand one below the other whatever their characters.
func TestTablesAlignByDisplayWidth(t *testing.T) {
	s := newService(t, 0)
	got := run(t, s, visitor, text.French, "search", "--sort", "name")
	lines := strings.Split(strings.TrimRight(got.out, "\n"), "\n")
	if len(lines) != 5 {
		t.Fatalf("%d lines:\n%s", len(lines), got.out)
	}
	for _, l := range lines {
		if strings.TrimRight(l, " ") != l {
			t.Errorf("blanks at the end of %q", l)
		}
	}
	at := ansi.StringWidth(lines[0][:strings.Index(lines[0], "IDENTIFIANT")])
	for _, l := range lines[1:] {
		slug := l[strings.LastIndex(l, " ")+1:]
		if w := ansi.StringWidth(strings.TrimSuffix(l, slug)); w != at {
			t.Errorf("the last column begins at %d, not %d: %q", w, at, l)
		}
	}
}

func TestContactsFollowTheReader(t *testing.T) {
	s := newService(t, 0)
	asVisitor := run(t, s, visitor, text.French, "show", "claire-dubois").out
	if !strings.Contains(asVisitor, "claire.dubois@exemple.fr") || strings.Contains(asVisitor, "+33261910001") {
		t.Errorf("a visitor sees:\n%s", asVisitor)
	}
	if !strings.Contains(plain.Replace(asVisitor), "réservé aux visiteurs identifiés par une clé SSH") {
		t.Errorf("a visitor is not told why:\n%s", asVisitor)
	}
	if out := run(t, s, identified, text.French, "show", "claire-dubois").out; !strings.Contains(out, "+33261910001") {
		t.Errorf("a reader with a key sees:\n%s", out)
	}
	if out := run(t, s, identified, text.French, "show", "eloise-lefevre").out; strings.Contains(out, "eloise@exemple.fr") {
		t.Errorf("what nobody may see is shown:\n%s", out)
	}
	// A visitor is not sent for a key that would show nothing.
	if out := run(t, s, visitor, text.French, "show", "eloise-lefevre").out; !strings.Contains(plain.Replace(out), "Courriel non communiqué") && strings.Contains(out, "clé SSH") {
		t.Errorf("what nobody may see is promised with a key:\n%s", out)
	}
	if out := run(t, s, identified, text.French, "show", "jean-martin").out; strings.Contains(out, "Mortagne") && !strings.Contains(out, "CC") {
		t.Errorf("the commune kept back is shown:\n%s", out)
	}
}

func TestDailyLimitIsSaid(t *testing.T) {
	s := newService(t, 1)
	if got := run(t, s, visitor, text.French, "show", "claire-dubois"); strings.Contains(got.err, "Limite") {
		t.Errorf("limited at once: %s", got.err)
	}
	for i, sl := range []string{"claire-dubois", "claire-dubois"} {
		if got := run(t, s, visitor, text.French, "show", sl); strings.Contains(got.err, "Limite") {
			t.Errorf("%d: what was seen may be seen again: %s", i, got.err)
		}
	}
	var other string
	for line := range strings.SplitSeq(run(t, s, visitor, text.French, "search", "--langue", "ja").out, "\n") {
		if strings.Contains(line, "Traducteur") {
			other = line[strings.LastIndex(line, " ")+1:]
		}
	}
	got := run(t, s, visitor, text.French, "show", other)
	if got.status != 0 || !strings.Contains(got.err, "Limite du jour atteinte") || strings.Contains(got.out, "taro@exemple.fr") {
		t.Errorf("the second contact of a limit of one: %+v", got)
	}
}

func TestHostileArguments(t *testing.T) {
	s := newService(t, 0)
	for name, line := range map[string][]string{
		"NUL":            {"search", "a\x00b"},
		"invalid UTF-8":  {"search", "a\xff"},
		"escape":         {"search", "\x1b[31mred\x1b[0m"},
		"escape command": {"\x1b]0;x\x07"},
		"escape option":  {"search", "--\x1b[2J"},
		"bidi":           {"show", "\u202eclaire"},
		"long":           {"search", strings.Repeat("a", 10_000)},
		"long option":    {"search", "--" + strings.Repeat("a", 10_000)},
		"stop words":     {"search", "le", "de", "la"},
		"punctuation":    {"search", "?!…«»\"'()"},
		"emoji":          {"search", "👩‍💻🏳️‍🌈"},
		"right to left":  {"search", "محاسب"},
		"empty word":     {"search", ""},
		"empty command":  {""},
		"only dashes":    {"search", "---"},
		"equals":         {"search", "--=x"},
	} {
		t.Run(name, func(t *testing.T) {
			got := run(t, s, visitor, text.French, line...)
			if got.status != 0 && got.status != 1 && got.status != 2 {
				t.Errorf("status %d", got.status)
			}
			if strings.Contains(got.err, "Erreur interne") || strings.Contains(got.err, "goroutine") {
				t.Errorf("%s", got.err)
			}
			if len(got.err) > 4000 {
				t.Errorf("%d bytes of message", len(got.err))
			}
		})
	}
}

func FuzzRun(f *testing.F) {
	s := newService(f, 0)
	f.Add("search comptable --commune bellême --radius 15")
	f.Add("search --available 2026-01-01 -- -x \"a b\"")
	f.Add("help search")
	f.Add("\x1b[31m --lang en")
	f.Fuzz(func(t *testing.T, line string) {
		got := run(t, s, visitor, text.French, strings.Split(line, " ")...)
		switch got.status {
		case 0, 1, 2:
		default:
			t.Errorf("%q: status %d", line, got.status)
		}
		if strings.Contains(got.err, "Erreur interne") {
			t.Errorf("%q: %s", line, got.err)
		}
	})
}

func TestConcurrentRunsShareNothing(t *testing.T) {
	s := newService(t, 0)
	done := make(chan ran, 16)
	for i := range 16 {
		lang := text.French
		if i%2 == 1 {
			lang = text.English
		}
		go func() {
			done <- run(t, s, directory.Actor{Address: "192.0.2.9"}, lang, "search", "comptable", "--limit", "1")
		}()
	}
	for range 16 {
		if got := <-done; got.status != 0 || strings.Count(got.out, "\n") != 2 {
			t.Errorf("%+v", got)
		}
	}
}

// A télécentre whose commune the atlas does not know is listed all the same.
func TestTelecentreSomewhere(t *testing.T) {
	s := newServiceAt(t, 0, func() time.Time { return now }, func(o *directory.Options) {
		o.Reference.Telecentres = append(o.Reference.Telecentres, directory.Telecentre{
			ID: "la-grange", Name: "La Grange", Commune: "61999", Status: directory.TelecentreOpen,
		})
	})
	for _, format := range []string{"table", "json", "csv"} {
		if got := run(t, s, visitor, text.French, "telecentres", "--format", format); got.status != 0 || !strings.Contains(got.out, "la-grange") {
			t.Errorf("%s: %+v", format, got)
		}
	}
}
