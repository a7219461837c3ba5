package sheet_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/keys"
	"teleorne/tui/screen"
	"teleorne/tui/screen/screentest"
	"teleorne/tui/sheet"
	"teleorne/tui/text"
	"teleorne/tui/theme"
)

// shelf is a screen that is a list of numbered books.
type shelf struct {
	sheet.List[int]
	asked []sheet.Want
	books int
	fails error
	grows bool // it cannot be counted
	did   []string
}

// opens makes a shelf of so many books and a driver for it.
func opens(tb testing.TB, books int, o screentest.Options, change func(*shelf)) (*shelf, *screentest.Driver) {
	tb.Helper()
	if o.Lang == "" {
		o.Lang = text.French
	}
	glyphs := theme.Unicode()
	s := &screen.Session{Text: text.For(o.Lang), Theme: theme.New(theme.Dark, glyphs), Context: tb.Context()}
	sh := &shelf{books: books}
	d := screentest.Start(tb, s, o, func(s *screen.Session, id screen.ID) screen.Screen {
		sh.List = sheet.NewList(s, id, sheet.Spec[int]{
			Ask: sh.ask,
			Row: func(n int) sheet.Row {
				return sheet.Row{Cells: []string{title(n), "auteur " + strconv.Itoa(n%7), "rayon " + strconv.Itoa(n%3)}}
			},
			Columns: []sheet.Column{{Share: 2}, {Muted: true}, {Width: 8, Aside: true}},
			Key:     strconv.Itoa,
			Open:    func(n int) tea.Cmd { sh.did = append(sh.did, "open "+strconv.Itoa(n)); return nil },
			Search:  "find.what",
			Words:   sheet.Words{Count: "find.total", Empty: "palette.none"},
		})
		if change != nil {
			change(sh)
		}
		return sh
	})
	return sh, d
}

// plain writes no-break spaces as others.
func plain(s string) string { return strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(s) }

// wants fails unless the screen shows each of the texts, lacks when it shows one.
func wants(tb testing.TB, d *screentest.Driver, texts ...string) {
	tb.Helper()
	shown := plain(d.Text())
	for _, t := range texts {
		if !strings.Contains(shown, t) {
			tb.Errorf("the screen does not show %q:\n%s", t, shown)
		}
	}
}

func lacks(tb testing.TB, d *screentest.Driver, texts ...string) {
	tb.Helper()
	shown := plain(d.Text())
	for _, t := range texts {
		if strings.Contains(shown, t) {
			tb.Errorf("the screen shows %q:\n%s", t, shown)
		}
	}
}

func title(n int) string { return "Livre n° " + strconv.Itoa(n) }

func (s *shelf) ask(w sheet.Want) func(context.Context) (sheet.Part[int], error) {
	s.asked = append(s.asked, w)
	books, fails, grows := s.books, s.fails, s.grows
	return func(context.Context) (sheet.Part[int], error) {
		if fails != nil {
			return sheet.Part[int]{}, fails
		}
		var found []int
		for n := 1; n <= books; n++ {
			if strings.Contains(title(n), w.Text) && (w.Values["parity"] == "" || strconv.Itoa(n%2) == w.Values["parity"]) {
				found = append(found, n)
			}
		}
		p := sheet.Part[int]{Total: len(found)}
		p.Items = found[min(w.Offset, len(found)):min(w.Offset+w.Limit, len(found))]
		if grows {
			p.Total, p.More = w.Offset+len(p.Items), w.Offset+len(p.Items) < len(found)
		}
		return p, nil
	}
}

func (s *shelf) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	if _, news := msg.(screen.Changed); news {
		return s, s.Reload()
	}
	return s, s.List.Update(msg)
}

func (s *shelf) Title() string { return "" }

func (s *shelf) Topic() string { return "" }

var parity = func() []*sheet.Filter {
	return []*sheet.Filter{
		{Name: "parity", Label: "find.where", All: "find.everywhere", Values: func() []sheet.Value {
			return []sheet.Value{{Value: "0", Label: "pairs"}, {Value: "1", Label: "impairs"}}
		}},
		{Name: "day", Label: "palette.title", All: "find.everywhere", Help: "off.first", Typed: func(typed string) (string, string, error) {
			d, err := sheet.ParseDay(typed, directory.DateOf(screentest.Clock))
			return d.String(), "le " + d.String(), err
		}},
	}
}

// A list of thousands is asked for in parts, wherever one goes in it.
func TestListOfThousands(t *testing.T) {
	sh, d := opens(t, 5000, screentest.Options{Width: 80, Height: 20}, nil)
	wants(t, d, "Livre n° 1 ", "5 000 professionnels", "1 sur 5 000")
	d.Play("<end>")
	wants(t, d, "Livre n° 5000", "5 000 sur 5 000")
	d.Play("<pgup><pgup><up>")
	if !strings.Contains(d.CursorLine(), "▸ Livre n° ") {
		t.Errorf("in hand: %q", d.CursorLine())
	}
	d.Play("<home><down><down><enter>")
	wants(t, d, "3 sur 5 000")
	if len(sh.did) != 1 || sh.did[0] != "open 3" {
		t.Errorf("did %v", sh.did)
	}
	if len(sh.asked) > 4 {
		t.Errorf("asked %d times: %+v", len(sh.asked), sh.asked)
	}
	for _, w := range sh.asked {
		if w.Limit > 500 {
			t.Errorf("asked for %d rows at once", w.Limit)
		}
	}
}

// A list that cannot be counted is read on and on, and says so.
func TestGrowingList(t *testing.T) {
	_, d := opens(t, 450, screentest.Options{Width: 80, Height: 20}, func(s *shelf) { s.grows = true })
	wants(t, d, "1 sur 200 et plus")
	for range 40 {
		d.Play("<pgdown>")
	}
	wants(t, d, "450 sur 450", "Livre n° 450")
	d.Play("<home>")
	wants(t, d, "Livre n° 1 ", "1 sur 450")
}

// The row in hand stays in hand when others come before it.
func TestNewsKeepTheRowInHand(t *testing.T) {
	sh, d := opens(t, 30, screentest.Options{Width: 80, Height: 20}, nil)
	d.Play("<down><down><down><down>")
	wants(t, d, "5 sur 30")
	sh.Spec.Ask = func(sheet.Want) func(context.Context) (sheet.Part[int], error) {
		return func(context.Context) (sheet.Part[int], error) {
			return sheet.Part[int]{Items: []int{90, 91, 1, 2, 3, 4, 5, 6}, Total: 8}, nil
		}
	}
	d.Send(screen.Changed{})
	wants(t, d, "7 sur 8", "▸ Livre n° 5 ")
	sh.Spec.Ask = func(sheet.Want) func(context.Context) (sheet.Part[int], error) {
		return func(context.Context) (sheet.Part[int], error) { return sheet.Part[int]{Items: []int{9}, Total: 1}, nil }
	}
	d.Send(screen.Changed{})
	wants(t, d, "1 sur 1", "▸ Livre n° 9 ")
}

// What is typed narrows the list at once; x takes it all away again.
func TestSearchAndFilters(t *testing.T) {
	_, d := opens(t, 40, screentest.Options{Width: 80, Height: 20}, func(s *shelf) { s.Spec.Filters = parity() })
	d.Play("/")
	if !d.Screen.Capturing() || !d.Screen.(screen.Emptier).Empty() {
		t.Fatal("the field has not the keys")
	}
	d.Play("n° 3")
	wants(t, d, "11 professionnels", "Livre n° 30")
	d.Play("<enter>f<enter>")
	wants(t, d, "tout le département", "2 ☐ pairs", "3 ☐ impairs")
	d.Play("3")
	wants(t, d, "6 professionnels", "Où ? : impairs", "Livre n° 31")
	lacks(t, d, "Livre n° 30")
	d.Play("f")
	d.Play("<tab><enter>15/13/2027<enter>")
	wants(t, d, "n’est pas une date", "15/13/2027")
	for range "15/13/2027" {
		d.Play("<backspace>")
	}
	d.Play("15 janvier 2027<enter>")
	wants(t, d, "Que faire ? : le 2027-01-15")
	d.Play("/zzz<enter>")
	wants(t, d, "Rien ne correspond")
	d.Play("x")
	wants(t, d, "40 professionnels", "Où ? : tout le département")
}

// Every part is reached by Tab, and by the arrows from the one beside it; where
// the cursor stands tells which.
func TestPartsOfAList(t *testing.T) {
	sh, d := opens(t, 3, screentest.Options{Width: 80, Height: 20}, func(s *shelf) {
		s.Spec.Filters = parity()
		s.Spec.Entries = func() []sheet.Entry {
			return []sheet.Entry{
				{Label: "palette.home", Do: func() tea.Cmd { s.did = append(s.did, "home"); return nil }},
				{Label: "palette.help", Off: "pas maintenant", Do: func() tea.Cmd { s.did = append(s.did, "help"); return nil }},
			}
		}
	})
	at := func(want string) {
		t.Helper()
		if !strings.Contains(plain(d.CursorLine()), want) {
			t.Errorf("the cursor is on %q, not on %q:\n%s", d.CursorLine(), want, d.Text())
		}
	}
	at("▸ Livre n° 1")
	d.Play("<up>")
	at("▸ 2 Aide de cette page (pas maintenant)")
	d.Play("<up>")
	at("▸ 1 Accueil")
	d.Play("<enter>")
	d.Play("<up>")
	at("Où ? :")
	d.Play("<up>")
	at("Quoi ?")
	d.Play("<down><down><down>")
	at("▸ 2 Aide")
	d.Play("<tab>")
	at("▸ Livre n° 1")
	d.Play("<tab>")
	at("Quoi ?")
	d.Play("<tab><tab>")
	at("Que faire ? :")
	d.Play("<shift+tab><shift+tab><shift+tab>")
	at("▸ Livre n° 1")
	d.Play("2")
	if n, ok := d.Last().(screen.Notice); !ok || !n.Bad || !strings.Contains(n.Text, "pas maintenant") {
		t.Errorf("said %#v", d.Last())
	}
	if fmt.Sprint(sh.did) != "[home]" {
		t.Errorf("did %v", sh.did)
	}
	d.Play("<down><esc>")
	if _, ok := d.Last().(screen.Back); !ok {
		t.Errorf("said %#v", d.Last())
	}
}

// Where there is no row, what can be done is in hand, and no key is offered for
// rows.
func TestListOfNothing(t *testing.T) {
	hints := func(s *shelf) (all []keys.Action) {
		for _, h := range s.Hints() {
			all = append(all, h.Action)
		}
		return all
	}
	sh, d := opens(t, 0, screentest.Options{Width: 80, Height: 20}, func(s *shelf) {
		s.Spec.Filters = parity()
		s.Spec.Entries = func() []sheet.Entry {
			return []sheet.Entry{{Label: "palette.home", Do: func() tea.Cmd { s.did = append(s.did, "home"); return nil }}}
		}
	})
	d.Play("<down><pgdown><end>")
	if !strings.Contains(d.CursorLine(), "▸ 1 Accueil") {
		t.Errorf("in hand: %q", d.CursorLine())
	}
	d.Play("<enter>")
	if fmt.Sprint(sh.did) != "[home]" {
		t.Errorf("did %v", sh.did)
	}
	d.Play("<tab>")
	if got := fmt.Sprint(hints(sh)); got != "[search filters back]" {
		t.Errorf("hints %v", got)
	}
	sh.books = 7
	d.Play("/z")
	wants(t, d, "Rien ne correspond. Entrée, puis la touche x, efface")
	d.Play("<enter>")
	wants(t, d, "Rien ne correspond. La touche x efface")
	if got := fmt.Sprint(hints(sh)); got != "[reset search filters back]" {
		t.Errorf("hints %v", got)
	}
	d.Play("x")
	wants(t, d, "▸ Livre n° 1", "7 professionnels")
	if got := fmt.Sprint(hints(sh)); got != "[down open search filters back]" {
		t.Errorf("hints %v", got)
	}
}

// What keeps rows from being read is said where they would stand, and news that
// mend it show them.
func TestListThatFails(t *testing.T) {
	sh, d := opens(t, 3, screentest.Options{Width: 80, Height: 20}, func(s *shelf) {
		s.fails = &directory.Error{Code: directory.CodeNotPermitted}
	})
	wants(t, d, "Vous n’avez pas le droit")
	d.Play("<down><enter><pgdown>")
	sh.fails = errors.New("a disk on fire")
	d.Send(screen.Changed{})
	wants(t, d, "Erreur interne")
	lacks(t, d, "fire")
	sh.fails = nil
	d.Send(screen.Changed{})
	wants(t, d, "Livre n° 3")
	sh.books = 0
	d.Send(screen.Changed{})
	wants(t, d, "Aucune action de ce nom")
}

// On a narrow screen a row takes two lines; on a wide one what it is stands
// beside.
func TestLooksOfAList(t *testing.T) {
	beside := func(s *shelf) {
		s.Spec.Beside = func(p *sheet.Sheet, n int) { p.Text(p.Session.Theme.Strong, "En main : "+title(n)) }
	}
	_, d := opens(t, 30, screentest.Options{Width: 40, Height: 11}, beside)
	wants(t, d, "▸ Livre n° 1                   rayon 1", "  auteur 1")
	lacks(t, d, "En main")
	d.Play("<down>")
	if !strings.HasPrefix(d.CursorLine(), " ▸ Livre n° 2") {
		t.Errorf("in hand: %q", d.CursorLine())
	}
	_, d = opens(t, 30, screentest.Options{Width: 120, Height: 36}, beside)
	d.Play("<down><down>")
	wants(t, d, "En main : Livre n° 3")
	_, d = opens(t, 1, screentest.Options{Width: 160, Height: 46, Lang: text.English}, beside)
	wants(t, d, "En main : Livre n° 1", "1 of 1")
}

// A click takes in hand, a second one opens.
func TestClicksInAList(t *testing.T) {
	for _, width := range []int{40, 80} {
		sh, d := opens(t, 9, screentest.Options{Width: width, Height: 20}, func(s *shelf) {
			s.Spec.Entries = func() []sheet.Entry {
				return []sheet.Entry{{Label: "palette.home", Do: func() tea.Cmd { s.did = append(s.did, "home"); return nil }}}
			}
		})
		click := func(what string) {
			t.Helper()
			for y, l := range d.Lines() {
				if strings.Contains(l, what) {
					sh.Click(3, y)
					return
				}
			}
			t.Fatalf("there is no %q:\n%s", what, d.Text())
		}
		click("Livre n° 4")
		if !strings.Contains(d.CursorLine(), "Livre n° 4") {
			t.Errorf("in hand: %q", d.CursorLine())
		}
		click("Livre n° 4")
		click("Accueil")
		click("Accueil")
		if fmt.Sprint(sh.did) != "[open 4 home]" {
			t.Errorf("did %v", sh.did)
		}
	}
}

// Whatever is pressed, in whichever window: everything fits, and the cursor is
// on the screen.
func TestRandomKeysInAList(t *testing.T) {
	strokes := []string{
		"<down>", "<up>", "<enter>", "<esc>", "<pgup>", "<pgdown>", "<home>", "<end>", "<tab>", "<shift+tab>", "<space>", "<backspace>",
		"1", "2", "/", "f", "x", "3", "é", "z", "15/1", "j", "k", "g", "G",
	}
	sizes := [][2]int{{40, 11}, {80, 20}, {120, 36}, {160, 46}, {300, 96}, {47, 15}}
	for seed := range uint64(4) {
		random := rand.New(rand.NewPCG(seed, 3))
		_, d := opens(t, int(seed)*61, screentest.Options{Width: 80, Height: 20}, func(s *shelf) {
			s.grows = seed%2 == 1
			s.Spec.Filters = parity()
			s.Spec.Beside = func(p *sheet.Sheet, n int) { p.Text(p.Session.Theme.Text, strings.Repeat(title(n)+" ", 60)) }
			s.Spec.Act = func(a keys.Action, n int, ok bool) tea.Cmd { return nil }
		})
		var typed []string
		for range 200 {
			if random.IntN(15) == 0 {
				size := sizes[random.IntN(len(sizes))]
				d.Frame = screen.Frame{Width: size[0], Height: size[1]}
			}
			if random.IntN(30) == 0 {
				d.Send(tea.PasteMsg{Content: "n° 1\x1b[31m\u202e\x00\nligne"})
			}
			if random.IntN(30) == 0 {
				d.Send(screen.Changed{})
			}
			stroke := strokes[random.IntN(len(strokes))]
			typed = append(typed, stroke)
			d.Play(stroke)
			if shown := d.Text(); t.Failed() || strings.Contains(shown, "list.") {
				t.Fatalf("after %v:\n%s", typed[max(0, len(typed)-12):], shown)
			}
		}
	}
}
