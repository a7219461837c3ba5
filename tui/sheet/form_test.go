package sheet_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/screen"
	"teleorne/tui/screen/screentest"
	"teleorne/tui/sheet"
	"teleorne/tui/text"
)

// desktop is a screen that is a form about a meeting.
type desktop struct {
	*sheet.Form
	answer func(*desktop) tea.Cmd
	sent   []map[string]string
}

func (d *desktop) Init() tea.Cmd { return nil }

func (d *desktop) Update(msg tea.Msg) (screen.Screen, tea.Cmd) { return d, d.Form.Update(msg) }

func (d *desktop) Title() string { return "" }

func (d *desktop) Topic() string { return "" }

func service(tb testing.TB) *directory.Service {
	tb.Helper()
	return screentest.Service(tb)
}

// meeting opens the form.
func meeting(tb testing.TB, s *directory.Service, o screentest.Options) (*desktop, *screentest.Driver) {
	tb.Helper()
	if o.Lang == "" {
		o.Lang = text.French
	}
	f := &desktop{}
	d := screentest.Start(tb, screentest.Session(tb, s, o), o, func(s *screen.Session, _ screen.ID) screen.Screen {
		f.Form = sheet.NewForm(s,
			sheet.Line("name", "field.name", 10).Needed(),
			sheet.Day("on", "field.available_from").Helped("off.first"),
			sheet.CommuneInput(s, "commune", "field.commune"),
			sheet.SkillInput(s, "skill", "field.skills"),
			sheet.OneOf("status", "field.status", func() []sheet.Value {
				return []sheet.Value{{Value: "open", Label: "ouverte"}, {Value: "closed", Label: "fermée"}}
			}),
			sheet.Text("words", "field.description", 20),
		)
		f.Form.Title = func(*screen.Session) string { return "Réunion" }
		f.Form.Intro = sheet.Said("off.last")
		f.Form.Save = "palette.submit"
		f.Form.Enter = func() tea.Cmd {
			f.sent = append(f.sent, f.Values())
			if f.answer == nil {
				return nil
			}
			return f.answer(f)
		}
		return f
	})
	return f, d
}

// A form is filled in from the first field to the row that hands it in.
func TestFillAForm(t *testing.T) {
	f, d := meeting(t, service(t), screentest.Options{Width: 80, Height: 30})
	d.Play("Accueil<enter>15/1/2027<tab>belleme<down><enter>comptabilite<down><enter>2<tab>Une ligne<enter>et deux<tab>")
	wants(t, d, "15 janv. 2027", "Bellême", "Comptabilité", "fermée", "Une ligne")
	if !strings.Contains(d.CursorLine(), "▸ Envoyer mes changements") {
		t.Fatalf("in hand: %q", d.CursorLine())
	}
	d.Play("<enter>")
	want := map[string]string{"name": "Accueil", "on": "2027-01-15", "commune": "61038", "skill": "comptabilite", "status": "closed", "words": "Une ligne\net deux"}
	if len(f.sent) != 1 || fmt.Sprint(f.sent[0]) != fmt.Sprint(want) {
		t.Errorf("sent %v, want %v", f.sent, want)
	}
	if on, err := f.Date("on"); err != nil || on.String() != "2027-01-15" {
		t.Errorf("the day is %v, %v", on, err)
	}
}

// What is wrong stands under its field, which is in hand; nothing is lost.
func TestErrorsOfAForm(t *testing.T) {
	f, d := meeting(t, service(t), screentest.Options{Width: 80, Height: 30})
	f.answer = func(f *desktop) tea.Cmd {
		f.Refuse(directory.Errors{
			{Code: directory.CodeTooLong, Field: "words", Params: directory.Params{"max": 20, "count": 31}},
			{Code: directory.CodePlace, Field: "commune", Params: directory.Params{"value": "Paris"}},
			{Code: directory.CodeConflict},
		})
		return nil
	}
	d.Play("<end><shift+tab>")
	for range 6 {
		d.Play("<tab>")
	}
	d.Play("<enter>")
	wants(t, d, "Ce champ est obligatoire")
	if len(f.sent) > 0 {
		t.Errorf("sent %v", f.sent)
	}
	d.Play("Accueil<tab>31/2/2027<tab>")
	wants(t, d, "n’est pas une date")
	d.Play("<shift+tab>")
	for range "31/2/2027" {
		d.Play("<backspace>")
	}
	d.Play("<tab>Paris<tab><tab><tab>Un texte beaucoup trop long ici<tab><enter>")
	wants(t, d, "Texte trop long : 20 caractères au plus, 31 saisis", "Lieu inconnu dans l’Orne : « Paris »", "Modifié ailleurs entre-temps", "Accueil", "Un texte beaucoup trop long ici")
	if !strings.Contains(d.CursorLine(), "Paris") {
		t.Errorf("in hand: %q", d.CursorLine())
	}
	if len(f.sent) != 1 {
		t.Errorf("sent %v", f.sent)
	}
}

// When the same was changed somewhere else both stand there, and one chooses.
func TestChangedElsewhere(t *testing.T) {
	s := service(t)
	again := 0
	stale := func(f *desktop) tea.Cmd {
		f.Elsewhere(&directory.Error{Code: directory.CodeStale, Params: directory.Params{"at": screentest.Clock}},
			map[string]string{"name": "Départ", "status": "closed"}, func() tea.Cmd { again++; f.Kept(); return nil })
		return nil
	}
	f, d := meeting(t, s, screentest.Options{Width: 80, Height: 30})
	f.answer = stale
	hand := func() {
		d.Play("Accueil")
		for range 6 {
			d.Play("<tab>")
		}
		d.Play("<enter>")
		wants(t, d, "Modifié ailleurs à 11 h 00", "+ ailleurs : Départ", "+ ailleurs : fermée", "Accueil", "▸ Reprendre ce qui est enregistré ailleurs")
	}
	hand()
	d.Play("<enter>")
	wants(t, d, "Départ", "fermée")
	lacks(t, d, "ailleurs", "Accueil")
	f, d = meeting(t, s, screentest.Options{Width: 80, Height: 30})
	f.answer = stale
	hand()
	d.Play("2")
	if wants(t, d, "Accueil"); again != 1 {
		t.Errorf("handed in again %d times", again)
	}
}

// Leaving asks before something typed is lost, by Escape or by any other way.
func TestLeavingAForm(t *testing.T) {
	s := service(t)
	_, d := meeting(t, s, screentest.Options{Width: 80, Height: 30})
	d.Play("<esc>")
	if _, ok := d.Last().(screen.Back); !ok {
		t.Errorf("said %#v", d.Last())
	}
	f, d := meeting(t, s, screentest.Options{Width: 80, Height: 30})
	d.Play("Ac<esc>")
	wants(t, d, "Quitter sans enregistrer ?")
	d.Play("<enter>cueil")
	wants(t, d, "Accueil")
	if len(d.Said) > 0 {
		t.Errorf("said %#v", d.Said)
	}
	if cmd, held := f.Keep(screen.Do{Action: "home"}); !held || cmd != nil {
		t.Error("nothing is held")
	}
	d.Play("2")
	if do, ok := d.Last().(screen.Do); !ok || do.Action != "home" {
		t.Errorf("said %#v", d.Last())
	}
}

// A choice and a text take the arrows for themselves up to their ends.
func TestArrowsInAForm(t *testing.T) {
	f, d := meeting(t, service(t), screentest.Options{Width: 80, Height: 30})
	d.Play("<down><down><down><down>")
	if !strings.Contains(d.CursorLine(), "ouverte") {
		t.Fatalf("in hand: %q", d.CursorLine())
	}
	d.Play("<down><space><down>un<enter>deux<up><up>")
	if f.Value("status") != "closed" || f.Value("words") != "un\ndeux" || !strings.Contains(d.CursorLine(), "fermée") {
		t.Errorf("%v, in hand %q", f.Values(), d.CursorLine())
	}
}

// Whatever is pressed, in whichever window: everything fits.
func TestRandomKeysInAForm(t *testing.T) {
	s := service(t)
	strokes := []string{
		"<down>", "<up>", "<enter>", "<esc>", "<pgup>", "<pgdown>", "<home>", "<end>", "<tab>", "<tab>", "<shift+tab>", "<space>", "<backspace>",
		"1", "2", "a", "bel", "compt", "15/1", "é", "-",
	}
	sizes := [][2]int{{40, 11}, {80, 20}, {120, 36}, {160, 46}, {300, 96}, {47, 15}}
	for seed := range uint64(2) {
		random := rand.New(rand.NewPCG(seed, 4))
		f, d := meeting(t, s, screentest.Options{Width: 80, Height: 20})
		f.answer = func(f *desktop) tea.Cmd {
			f.Refuse(directory.Errors{{Code: directory.CodeSkill, Field: "skill", Params: directory.Params{"value": strings.Repeat("long ", 20)}}})
			return nil
		}
		var typed []string
		for range 200 {
			if random.IntN(15) == 0 {
				size := sizes[random.IntN(len(sizes))]
				d.Frame = screen.Frame{Width: size[0], Height: size[1]}
			}
			if random.IntN(30) == 0 {
				d.Send(tea.PasteMsg{Content: "n° 1\x1b[31m\u202e\x00\nligne"})
			}
			stroke := strokes[random.IntN(len(strokes))]
			typed = append(typed, stroke)
			d.Play(stroke)
			if shown := d.Text(); t.Failed() || strings.Contains(shown, "form.") {
				t.Fatalf("after %v:\n%s", typed[max(0, len(typed)-12):], shown)
			}
		}
	}
}
