package help_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/directory/reference"
	"teleorne/tui/keys"
	"teleorne/tui/screen"
	"teleorne/tui/screen/help"
	"teleorne/tui/screen/screentest"
	"teleorne/tui/text"
	"teleorne/tui/theme"
)

var (
	medium = screentest.Options{Width: 80, Height: 20, Lang: text.French}
	// tall shows every topic whole.
	tall = screentest.Options{Width: 80, Height: 200, Lang: text.French}
)

// topics are those that routes name.
var topics = []string{
	"find", "profile", "page", "telecentres", "mine", "editor", "fresh", "devices", "data",
	"ranking", "keys", "privacy", "sources", "commands", "shortcuts",
}

func open(tb testing.TB, service *directory.Service, topic string, o screentest.Options) *screentest.Driver {
	tb.Helper()
	return screentest.Start(tb, screentest.Session(tb, service, o), o, func(s *screen.Session, id screen.ID) screen.Screen {
		return help.New(s, id, screen.Help{Topic: topic})
	})
}

func TestTopicsAreThere(t *testing.T) {
	service := newService(t)
	list := open(t, service, "", tall)
	for i, name := range topics {
		d := open(t, service, name, tall)
		title := strings.TrimSpace(d.Lines()[2])
		if title == "" || strings.Contains(d.Text(), "help.") {
			t.Errorf("%s:\n%s", name, d.Text())
		}
		if i > 0 {
			list.Play("<down>")
		}
		if !strings.Contains(list.CursorLine(), title) {
			t.Errorf("the row of %s is %q", name, list.CursorLine())
		}
		list.Play("<enter>")
		if got := strings.TrimSpace(list.Lines()[2]); got != title {
			t.Errorf("the list opens %q for %s", got, name)
		}
		list.Play("<esc>")
		d.Play("<esc>")
		if _, ok := d.Last().(screen.Back); !ok {
			t.Errorf("%s: Esc said %#v", name, d.Last())
		}
	}
	if len(list.Said) != 0 {
		t.Errorf("the list said %#v", list.Said)
	}
	if got := open(t, service, "nothing of the kind", medium).Text(); got != open(t, service, "", medium).Text() {
		t.Errorf("an unknown topic shows\n%s", got)
	}
}

// What the help must say, whatever its words.
func TestContents(t *testing.T) {
	service := newService(t)
	for topic, wants := range map[string][]string{
		"ranking":  {"payant", "métier", "distance", "fraîcheur", "corrigé"},
		"keys":     {"ssh-keygen -t ed25519", "Windows", "macOS", "Linux", "FIDO", ".pub"},
		"privacy":  {"cookie", "tronquée", "CNIL", "protection des données", "effacer"},
		"commands": {"ssh -p 6122 HÔTE search", "--json", "claire-dubois@HÔTE"},
		"find":     {"Entrée", "Tab", "Échap", "élargir le rayon"},
		"profile":  {"fiche suivante", "copier une adresse"},
	} {
		d := open(t, service, topic, tall)
		d.Wants(wants...)
	}
}

// Sources are credited with publisher, licence, date and whole address.
func TestSources(t *testing.T) {
	service := newService(t)
	for _, lang := range []text.Lang{text.French, text.English} {
		o := tall
		o.Lang = lang
		d := open(t, service, "sources", o)
		shown := strings.Join(strings.Fields(d.Text()), " ")
		for _, src := range reference.Sources() {
			for _, want := range []string{text.Typographic(src.Title.In(string(lang))), src.Publisher, src.Licence, src.Date, src.URL} {
				if !strings.Contains(shown, strings.Join(strings.Fields(want), " ")) {
					t.Errorf("%s: %q is not there", src.ID, want)
				}
			}
		}
	}
}

// Every key of the table stands in the topic of all keys, with what it does.
func TestAllKeysAreExplained(t *testing.T) {
	service := newService(t)
	for _, lang := range []text.Lang{text.French, text.English} {
		cat := text.For(lang)
		o := tall
		o.Lang = lang
		d := open(t, service, "shortcuts", o)
		for b := range keys.Table() {
			if !cat.Has("help.key." + string(b.Action)) {
				t.Errorf("%s: %s is not explained", lang, b.Action)
				continue
			}
			d.Wants(cat.S("help.key." + string(b.Action)))
			if b.Word != "" {
				d.Wants(cat.S(b.Word))
			}
		}
	}
}

func TestSearch(t *testing.T) {
	service := newService(t)
	for typed, want := range map[string]string{
		"cle ssh windows": "Windows 10 et 11",
		"licence":         "Sources des données",
		"license":         "Sources des données", // a slip
		"COOKIE":          "Les visiteurs",
		"plain pied":      "Accès de plain-pied",
		"pert":            "La pertinence",
		"palette":         "",
		"payant acheter":  "La pertinence",
	} {
		d := open(t, service, "", medium)
		d.Play("/" + typed)
		if want == "" {
			continue
		}
		d.Play("<down>")
		found := false
		for range 40 {
			if strings.Contains(d.CursorLine(), want) {
				found = true
				_, chapter, _ := strings.Cut(strings.TrimSpace(d.CursorLine()), " › ")
				d.Play("<enter>")
				d.Wants(chapter)
				d.Play("<esc>")
				if !strings.Contains(d.CursorLine(), want) {
					t.Errorf("%q: Esc comes back to %q", typed, d.CursorLine())
				}
				break
			}
			d.Play("<down>")
		}
		if !found {
			t.Errorf("%q does not find %q:\n%s", typed, want, d.Text())
		}
	}
	d := open(t, service, "keys", medium)
	d.Play("/xqzxqz")
	d.Wants("Rien dans l’aide")
	d.Play("<down><enter>")
	d.Play("<esc>")
	d.Wants("Créer une clé SSH") // the topic is still there
	d.Play("<esc>")
	if d.Screen.Capturing() || len(d.Said) > 0 {
		t.Errorf("Esc in the empty field: capturing %v, said %#v", d.Screen.Capturing(), d.Said)
	}
	d.Play("<esc>")
	if _, ok := d.Last().(screen.Back); !ok {
		t.Errorf("then Esc said %#v", d.Last())
	}
}

// Every hit of every word of the help opens a topic that has the word.
func TestEveryHitHoldsItsWord(t *testing.T) {
	service := newService(t)
	for _, word := range []string{"clé", "commune", "rayon", "adresse", "Licence", "échap"} {
		d := open(t, service, "", medium)
		d.Play("/" + word + "<down>")
		last := ""
		for range 60 {
			if d.CursorLine() == last {
				break
			}
			last = d.CursorLine()
			d.Play("<enter><home>")
			all := ""
			for range 60 {
				before := d.Text()
				all += before
				d.Play("<pgdown>")
				if d.Text() == before {
					break
				}
			}
			if !strings.Contains(directory.Fold(all), directory.Fold(word)) {
				t.Errorf("%q: %q opens a topic without it", word, last)
			}
			d.Play("<esc><down>")
		}
	}
}

func TestEveryStateFits(t *testing.T) {
	service := newService(t)
	for _, o := range []screentest.Options{{Width: 40, Height: 11}, {Width: 80, Height: 20}, {Width: 120, Height: 36}, {Width: 160, Height: 46}} {
		for _, lang := range []text.Lang{text.French, text.English} {
			o.Lang, o.Mode, o.ASCII = lang, theme.Light, lang == text.English
			for _, topic := range append([]string{""}, topics...) {
				d := open(t, service, topic, o)
				d.Play("<pgdown><down><end><home><tab><down><pgdown><enter>n<esc>/cle<down><enter><tab>")
				for _, l := range d.Lines() {
					if strings.Contains(l, "help.") {
						t.Errorf("%v %s: %q", o, topic, l)
					}
				}
			}
		}
	}
}

// Prose is never wider than 80 columns, however wide the screen.
func TestProseIsNarrow(t *testing.T) {
	service := newService(t)
	for _, topic := range topics {
		d := open(t, service, topic, screentest.Options{Width: 300, Height: 200, Lang: text.French})
		for i, l := range d.Lines()[2:] {
			if len([]rune(strings.TrimSpace(l))) > 80+33 { // beside the list
				t.Errorf("%s: line %d is %q", topic, i, l)
			}
		}
	}
}

func TestScrollingReachesTheEnd(t *testing.T) {
	service := newService(t)
	for _, topic := range topics {
		whole := open(t, service, topic, tall)
		last := ""
		for _, l := range whole.Lines() {
			if strings.TrimSpace(l) != "" {
				last = l
			}
		}
		d := open(t, service, topic, medium)
		d.Play("<end>")
		d.Wants(last)
		e := open(t, service, topic, medium)
		for range 200 {
			e.Play("<down>")
		}
		if d.Text() != e.Text() {
			t.Errorf("%s: End and going down differ", topic)
		}
	}
}

func TestLanguageChanges(t *testing.T) {
	d := open(t, newService(t), "privacy", medium)
	d.Wants("Vie privée")
	d.Session.Text = text.For(text.English)
	d.Send(screen.Changed{})
	d.Wants("Privacy")
	d.Lacks("Vie privée")
}

func TestPasteIsOneCleanLine(t *testing.T) {
	d := open(t, newService(t), "", medium)
	d.Play("/")
	d.Send(tea.PasteMsg{Content: "cookie\n\x1b[31m\u202e" + strings.Repeat("a", 10_000)})
	d.Lines() // checks for control characters
	if !d.Screen.Capturing() {
		t.Error("the field lost the keys")
	}
}

func TestClick(t *testing.T) {
	d := open(t, newService(t), "", medium)
	click := func(x, y int) { d.Screen, _ = d.Screen.(screen.Clicker).Click(x, y) }
	row := -1
	for i, l := range d.Lines() {
		if strings.Contains(l, "Vie privée") {
			row = i
		}
	}
	click(5, row)
	if !strings.Contains(d.CursorLine(), "Vie privée") {
		t.Errorf("the row in hand is %q", d.CursorLine())
	}
	click(5, row)
	d.Wants("L’annuaire publie")
	click(5, 0)
	if !d.Screen.Capturing() {
		t.Error("a click on the field does not lead into it")
	}
	for y := -2; y < 30; y++ {
		click(2, y)
		d.Lines()
	}
}

// What is announced is a page as long as it is announced: who reads it when it
// goes is led to the list.
func TestAnnouncementPage(t *testing.T) {
	service := newService(t)
	say := func(a directory.Announcement) {
		t.Helper()
		if err := service.Announce(t.Context(), directory.Operator(), a); err != nil {
			t.Fatal(err)
		}
	}
	open(t, service, "announcement", tall).Lacks("Affichée jusqu’au")
	say(directory.Announcement{FR: "Arrêt mardi à midi.", Until: directory.DateOf(screentest.Clock)})
	d := open(t, service, "announcement", tall)
	d.Wants("Arrêt mardi à midi.", "Affichée jusqu’au 23 nov. 2026.")
	reading := open(t, service, "ranking", tall)
	say(directory.Announcement{})
	d.Send(screen.Changed{})
	d.Lacks("Arrêt mardi à midi.")
	d.Play("<down><enter>")
	reading.Send(screen.Changed{})
	reading.Wants("Rien n’est payant")
}

// The pages about the administration are for those who have something to do
// there.
func TestRoomTopics(t *testing.T) {
	service := newService(t)
	for _, name := range []string{"queue", "review", "taxonomy", "desks", "communes", "transfer", "announce", "freshness", "requests"} {
		visitor := open(t, service, name, tall)
		s := screentest.Session(t, service, tall)
		s.Actor = directory.Operator()
		official := screentest.Start(t, s, tall, func(s *screen.Session, id screen.ID) screen.Screen {
			return help.New(s, id, screen.Help{Topic: name})
		})
		title := official.Session.S("help." + name)
		official.Wants(title, official.Session.S("help."+name+".about"))
		official.Lacks("help.")
		visitor.Lacks(title)
	}
}
