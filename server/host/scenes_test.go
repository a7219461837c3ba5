//go:build !teaprogram

package host

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/directory/demo"
	"teleorne/directory/reference"
	"teleorne/directory/search"
	"teleorne/directory/sqlite"
	"teleorne/tui"
	"teleorne/tui/text"
)

// houses are two directories that are alike: each engine has one of its own, so
// that what one does is no news to the other.
type houses struct {
	services [2]*directory.Service
	visitors atomic.Int32
}

func newHouses(t testing.TB) *houses {
	t.Helper()
	h := &houses{}
	for i := range h.services {
		h.services[i] = newHouse(t)
	}
	return h
}

func newHouse(t testing.TB) *directory.Service {
	t.Helper()
	service := openHouse(t, openStore(t))
	if err := demo.Fill(context.Background(), service, 120); err != nil {
		t.Fatal(err)
	}
	return service
}

// indexes makes those of all houses, in which places and skills are the same.
var indexes search.Maker

// openHouse opens the directory that a store keeps.
func openHouse(t testing.TB, store *sqlite.Store) *directory.Service {
	t.Helper()
	ctx := context.Background()
	service, err := directory.NewService(ctx, directory.Options{
		Store: store, Atlas: reference.Atlas(),
		Reference: directory.Reference{
			Version: reference.Version(), Skills: reference.Skills(),
			Domains: reference.Domains(), Telecentres: reference.Telecentres(),
		},
		NewIndex: func(c *directory.Catalog) directory.Index { return indexes.New(c) },
		Now:      func() time.Time { return time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC) },
	})
	if err != nil {
		t.Fatal(err)
	}
	return service
}

// models makes the interface of the same visitor, of one house after the other.
func (h *houses) models(ctx context.Context, lang, link string, operator bool) func() tea.Model {
	n := h.visitors.Add(1) // somebody else each time: what they may see today is counted
	actor := directory.Actor{Address: fmt.Sprintf("10.0.%d.%d", n/256, n%256)}
	if operator {
		actor = directory.Operator()
	}
	house := 0
	return func() tea.Model {
		house++
		return tui.New(tui.Options{
			Context: ctx, Service: h.services[house-1], Actor: actor, Lang: text.Lang(lang), Link: link, Pause: time.Nanosecond,
		})
	}
}

// scenes are ways to the screens of which the interface keeps golden files.
var scenes = []struct{ link, play string }{
	{"", ""},
	{"", "<down><down>"},
	{"", "compta"},
	{"", "compta<down>"},
	{"", "<tab>mort"},
	{"", "comptable<tab>bellême<enter>"},
	{"", "comptable<tab>bellême<enter><down><down>"},
	{"", "comtable<enter>"},
	{"", "comptable braille<tab>bellême<enter>"},
	{"", "zzzzqqq<enter>"},
	{"", "comptable<tab>Paris<enter>"},
	{"", "comptable<tab>Belleme-sur-Mer<enter>"},
	{"", "developpeuse<enter>f"},
	{"claire-dubois", ""},
	{"", "comptable<tab>bellême<enter><down><enter>"},
	{"bellême", ""},
	{"bellême", "<down><down>"},
	{"comptabilite", ""},
	{"CC des Collines du Perche Normand", ""},
	{"", "<down><enter>"},
	{"", ":tele<enter>"},
	{"", ":tele<enter>argentan<enter>"},
	{"", ":tele<enter>argentan<enter>a"},
	{"claire-dubois", "?"},
	{"claire-dubois", ":"},
	{"claire-dubois", ":tele"},
	{"", "<down>TTT"},
	{"", "<down>LM"},
}

var keys = map[string]string{
	"<enter>": "\r", "<tab>": "\t", "<esc>": "\x1b", "<up>": "\x1b[A", "<down>": "\x1b[B", "<pgdown>": "\x1b[6~", "<pgup>": "\x1b[5~",
	"<home>": "\x1b[H", "<end>": "\x1b[F", "<backspace>": "\x7f", "<space>": " ", "<ctrl+c>": "\x03",
	"<paste>": "\x1b[200~comp\x1b[31mtable\u202e\nligne\x1b[201~", "<click>": "\x1b[<0;9;9M", "<wheel>": "\x1b[<65;9;9M",
}

// strokes are the bytes of each key of a script.
func strokes(play string) (out []string) {
	for play != "" {
		n := strings.IndexByte(play, '>') + 1
		if key, ok := keys[play[:n]]; ok {
			out, play = append(out, key), play[n:]
			continue
		}
		r := []rune(play)[0]
		out, play = append(out, string(r)), play[len(string(r)):]
	}
	return out
}

// walks are what a restless reader types.
var walks = []string{
	"\r", "\r", "\x1b[B", "\x1b[B", "\x1b[B", "\x1b[A", "\t", "\x1b", "\x1b[6~", "\x1b[5~", "\x1b[H", "\x1b[F", " ", "\x7f",
	"+", "-", "s", "f", "x", "n", "p", "y", "?", ":", "T", "L", "M", "h", "/", "a", "j", "k", "g", "G", "1", "&", "9",
	"comptable", "bellême", "61130", "Paris", "zzzz", "\"", "é", "日本", "🙂", "web dev", ":tele\r", ":aide\r",
}

// doodle is a model that shows anything anywhere: on both screens, with every
// mode, at any height.
type doodle struct {
	random        *rand.Rand
	width, height int
	view          tea.View
}

func newDoodle(seed uint64) func() tea.Model {
	return func() tea.Model { return &doodle{random: rand.New(rand.NewPCG(seed, 7))} }
}

func (d *doodle) Init() tea.Cmd { return nil }

func (d *doodle) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		d.width, d.height = msg.Width, msg.Height
		lines := strings.Split(d.view.Content, "\n")
		d.view.Content = strings.Join(lines[:min(len(lines), d.height)], "\n")
		if c := d.view.Cursor; c != nil {
			c.X, c.Y = min(c.X, d.width-1), min(c.Y, min(len(lines), d.height)-1)
		}
	case tea.KeyPressMsg:
		d.change(msg)
		switch msg.Text {
		case "c":
			return d, tea.SetClipboard("copied")
		case "e":
			return d, tea.ClearScreen
		}
	}
	return d, nil
}

func (d *doodle) View() tea.View { return d.view }

func (d *doodle) change(msg tea.KeyPressMsg) {
	r, v := d.random, &d.view
	switch msg.Text {
	case "a":
		v.AltScreen = !v.AltScreen
	case "m":
		v.MouseMode = tea.MouseMode(r.IntN(3))
		v.ReportFocus, v.DisableBracketedPasteMode = r.IntN(2) == 0, r.IntN(2) == 0
		v.WindowTitle = fmt.Sprint("title ", r.IntN(3))
	}
	lines := strings.Split(v.Content, "\n")
	if r.IntN(4) == 0 {
		lines = make([]string, 1+r.IntN(max(1, d.height)))
	}
	if r.IntN(3) == 0 { // scroll
		n := r.IntN(len(lines))
		lines = append(lines[n:], lines[:n]...)
	}
	for range 1 + r.IntN(4) {
		var b strings.Builder
		for b.Len() < r.IntN(200) {
			b.WriteString([]string{"\x1b[1mbold\x1b[m", "\x1b[38;5;61;7mx\x1b[m", "\x1b[48;2;1;2;3m  \x1b[m", "plain", " ", "日本", "é", "─│", "\x1b[4mlink\x1b[m"}[r.IntN(9)])
		}
		lines[r.IntN(len(lines))] = b.String()
	}
	v.Content = strings.Join(lines, "\n")
	v.Cursor = nil
	if r.IntN(2) == 0 {
		v.Cursor = tea.NewCursor(r.IntN(max(1, d.width)), r.IntN(len(lines)))
		v.Cursor.Shape, v.Cursor.Blink = tea.CursorShape(r.IntN(3)), r.IntN(2) == 0
	}
}

// What no screen of ours does: views beside the alternate screen, changes of
// modes, anything anywhere.
func TestParityOfDoodles(t *testing.T) {
	for seed := range uint64(4) {
		t.Run(fmt.Sprint("seed=", seed), func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(seed, 3))
			p := newPair(t, 60, 12, newDoodle(seed))
			if seed > 0 {
				p.typed("a")
			}
			for range 120 {
				switch n := random.IntN(20); {
				case n == 0 && p.host.emu.IsAltScreen(): // what terminals do with the other one differs
					p.resized(20+random.IntN(80), 5+random.IntN(20))
				case n == 1:
					p.typed("m")
				case n == 2 && seed > 1:
					p.typed("a")
				case n == 3 && seed > 0:
					p.typed("e")
				default:
					p.typed("x")
				}
			}
			p.end()
		})
	}
}
