package mine_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/screen"
	"teleorne/tui/screen/mine"
	"teleorne/tui/screen/screentest"
)

func (w *world) keysOf(a directory.Actor) []directory.Key {
	w.tb.Helper()
	all, err := w.Keys(w.tb.Context(), a)
	w.must(err)
	return all
}

func TestDevices(t *testing.T) {
	w := newWorld(t)
	a := w.joins(1, profile())
	for _, o := range looks {
		d := w.opens(a, o, mine.NewDevices)
		if strings.Contains(d.Text(), "mine.") {
			t.Errorf("a sentence is missing:\n%s", d.Text())
		}
		d.Play("<down><down><down><down><enter><esc><home><enter><esc>")
	}
	d := w.opens(a, tall, mine.NewDevices)
	wants(t, d, "1 clé ouvre votre fiche", "celle-ci", a.Fingerprint, "il reste 8 codes de secours")

	d.Play("d")
	if n, ok := d.Last().(screen.Notice); !ok || !n.Bad {
		t.Errorf("taking the last key away said %#v", d.Last())
	}
	d.Play("r")
	wants(t, d, "Renommer cette clé")
	for range 10 {
		d.Play("<backspace>")
	}
	d.Play("<enter>")
	if !d.Screen.Capturing() {
		t.Error("a key without a name was taken")
	}
	d.Play("atelier<enter>")
	wants(t, d, "atelier", "Ed25519 · ajoutée")
	if name := w.keysOf(a)[0].Name; name != "atelier" {
		t.Errorf("the key is called %q", name)
	}
}

// Where a row goes away while the last one is in hand, the last one there is
// then is in hand, and marked at once.
func TestFewerRowsThanBefore(t *testing.T) {
	w := newWorld(t)
	a := w.joins(1, profile())
	_, second := person(t, 2)
	_, err := w.AddKey(t.Context(), a, second)
	w.must(err)
	d := w.opens(a, tall, mine.NewDevices)
	d.Play("<end>")
	if !strings.Contains(d.CursorLine(), "▸") {
		t.Fatalf("in hand: %q", d.CursorLine())
	}
	keys := w.keysOf(a)
	w.must(w.RemoveKey(t.Context(), a, keys[1].Fingerprint))
	d.Send(screen.Own{})
	if !strings.Contains(d.CursorLine(), "▸") {
		t.Errorf("in hand: %q\n%s", d.CursorLine(), d.Text())
	}
	wants(t, d, "1 clé ouvre")
}

// A key is added by pasting the line of its file, or PuTTY's block; what cannot
// be read stays, with the reason.
func TestPasteKey(t *testing.T) {
	w := newWorld(t)
	a := w.joins(1, profile())
	_, second := person(t, 2)
	d := w.opens(a, medium, mine.NewDevices)
	d.Play("2")
	wants(t, d, "Collez la clé publique")
	d.Send(tea.PasteMsg{Content: "pas une clé"})
	d.Play("<enter>")
	wants(t, d, "pas une clé", "clé publique SSH")
	d.Play("<esc>2")
	d.Send(tea.PasteMsg{Content: second + "\n"})
	d.Play("<enter>")
	wants(t, d, "2 clés ouvrent", "portable 2")
	if !strings.Contains(d.CursorLine(), "▸ portable 2") {
		t.Errorf("the new key is not in hand: %q", d.CursorLine())
	}

	third, _ := person(t, 3)
	block := "---- BEGIN SSH2 PUBLIC KEY ----\r\nComment: \"chez PuTTY\"\r\n" + base64(third.Key) + "\r\n---- END SSH2 PUBLIC KEY ----\r\n"
	d.Play("2")
	d.Send(tea.PasteMsg{Content: block})
	d.Play("<enter>")
	wants(t, d, "3 clés ouvrent", "chez PuTTY")

	// Taking one away says what follows, and asks.
	d.Play("<home><down>d")
	wants(t, d, "portable 2", "se ferment tout de suite", "Oui, retirer cette clé")
	d.Play("<enter>")
	if len(w.keysOf(a)) != 3 {
		t.Fatal("a key was taken away without a yes")
	}
	d.Play("<enter>3") // what to do with this key: remove
	d.Play("2")
	wants(t, d, "2 clés ouvrent")
	d.Lacks("portable 2")
	d.Play("<home>d")
	wants(t, d, "C’est la clé de cette session")
}

// The other device joins, and the page shows it by itself.
func TestLink(t *testing.T) {
	w := newWorld(t)
	a := w.joins(1, profile())
	d := w.opens(a, tall, mine.NewDevices)
	d.Play("1")
	wants(t, d, "Sur l’autre appareil", "jusqu’à 11 h 10")
	var code string
	for _, l := range d.Lines() {
		if _, after, ok := strings.Cut(l, "ssh -p 6122 annuaire.example me join "); ok {
			code = after
		}
	}
	wants(t, d, strings.Join(strings.Split(strings.Split(code, "-")[0], ""), " "))
	other, _ := person(t, 2)
	if _, err := w.Join(t.Context(), other, code); err != nil {
		t.Fatalf("%q: %v", code, err)
	}
	d.Send(screen.Own{})
	wants(t, d, "2 clés ouvrent", other.Fingerprint)
	if n, ok := d.Last().(screen.Notice); !ok || !strings.Contains(n.Text, "ajoutée") {
		t.Errorf("said %#v", d.Last())
	}
	d.Play("1<esc>")
	wants(t, d, "2 clés ouvrent")

	// On the smallest screen all of it can be read as well.
	d = w.opens(a, small, mine.NewDevices)
	for !strings.Contains(d.CursorLine(), "▸ 1 Ajouter") {
		d.Play("<down>")
	}
	d.Play("<enter>")
	wants(t, d, "me join", "Le code sert une fois")
	d.Play("<end>")
	wants(t, d, "Je m’inscris")
}

// The last key stays, and that is said before it is asked for.
func TestLastKeyStays(t *testing.T) {
	w := newWorld(t)
	d := w.opens(w.joins(1, profile()), medium, mine.NewDevices)
	d.Play("<home><enter>")
	wants(t, d, "3 Retirer cette clé (la dernière clé reste)")
	d.Play("3")
	if n, ok := d.Last().(screen.Notice); !ok || !n.Bad {
		t.Errorf("said %#v", d.Last())
	}
}

func TestRecoveryCodes(t *testing.T) {
	w := newWorld(t)
	a := w.joins(1, profile())
	d := w.opens(a, tall, mine.NewDevices)
	d.Play("3")
	wants(t, d, "ne serviront plus", "Oui, faire de nouveaux codes")
	d.Play("2")
	if to := screentest.Went[screen.Codes](t, d); len(to.Codes) != 8 {
		t.Errorf("%d codes", len(to.Codes))
	}
}

// A stranger, and who has no key, read why there is nothing to see.
func TestDevicesOfNobody(t *testing.T) {
	w := newWorld(t)
	stranger, _ := person(t, 9)
	for _, a := range []directory.Actor{stranger, {Address: "192.0.2.1"}, directory.Operator()} {
		for _, open := range []func(*screen.Session, screen.ID) screen.Screen{mine.NewDevices, dataOf} {
			d := w.opens(a, medium, open)
			if strings.TrimSpace(d.Text()) == "" || strings.Contains(d.Text(), "SHA256") {
				t.Errorf("%v:\n%s", a.Role, d.Text())
			}
			d.Play("123<enter>rd<down><esc>")
			if _, ok := d.Last().(screen.Back); !ok {
				t.Errorf("%v: said %#v", a.Role, d.Last())
			}
		}
	}
}
