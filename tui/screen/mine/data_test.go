package mine_test

import (
	b64 "encoding/base64"
	"strings"
	"testing"

	"teleorne/directory"
	"teleorne/tui/keys"
	"teleorne/tui/screen"
	"teleorne/tui/screen/mine"
)

func base64(s string) string { return b64.StdEncoding.EncodeToString([]byte(s)) }

func dataOf(s *screen.Session, id screen.ID) screen.Screen {
	return mine.NewMyData(s, id, screen.MyData{})
}

func TestMyData(t *testing.T) {
	w := newWorld(t)
	a := w.published(1)
	link, err := w.Link(t.Context(), a)
	w.must(err)
	other, _ := person(t, 2)
	_, err = w.Join(t.Context(), other, link.Text)
	w.must(err)
	for _, o := range looks {
		d := w.opens(a, o, dataOf)
		if strings.Contains(d.Text(), "mine.") {
			t.Errorf("a sentence is missing:\n%s", d.Text())
		}
		d.Play("1<pgdown><pgdown><end><home><esc><down><down><down><end><home>")
	}
	d := w.opens(a, tall, dataOf)
	wants(t, d, "claire-dubois, en ligne", "Versions de la fiche 1", "Clés 2", "Codes non utilisés 8",
		"12 mois n’est plus trouvée", "Après 24 mois", "30 jours", "Conseil départemental", "annuaire@orne.example")
	line := "ssh -p 6122 annuaire.example me export > mes-donnees.json"
	if !strings.Contains(d.Text(), "\n  "+line) {
		t.Errorf("the line is not whole on a line of its own:\n%s", d.Text())
	}
	d.Play("1")
	wants(t, d, "Relevé du 23 nov. 2026", a.Fingerprint, "8 codes de secours, faits le 23 nov. 2026",
		"Version 1 du 23 nov. 2026, acceptée", "Nom Claire Dubois", "envoi (professionnel)", "acceptation (administration locale)",
		"appareil joint (professionnel), par un code de l’autre appareil, "+other.Fingerprint)
	d.Play("<esc>")
	wants(t, d, "Tout recevoir")
}

// Leaving: the name typed, everything gone at once, a receipt, and a key that
// nobody knows.
func TestLeave(t *testing.T) {
	w := newWorld(t)
	a := w.published(1)
	d := w.opens(a, tall, func(s *screen.Session, id screen.ID) screen.Screen {
		return mine.NewMyData(s, id, screen.MyData{Leave: true})
	})
	wants(t, d, "Quitter l’annuaire ?", "tapez : claire-dubois", "ne se reprend pas")
	d.Play("marc-lefevre<enter>")
	wants(t, d, "marc-lefevre")
	if !d.Screen.Capturing() || w.me(a).Listing == nil {
		t.Fatal("another name was taken")
	}
	for range "marc-lefevre" {
		d.Play("<backspace>")
	}
	d.Play("<esc>")
	wants(t, d, "Tout recevoir")
	d.Play("2claire-dubois<enter>")
	wants(t, d, "vos données sont effacées", "Reçu n°", "23 nov. 2026, 11 h 00", "claire-dubois", "jusqu’au 23 déc. 2026")
	if r, ok := d.Last().(screen.Renewed); !ok || r.Actor.Account != 0 || r.Actor.Role != directory.RoleIdentified || r.Actor.Fingerprint != a.Fingerprint {
		t.Errorf("said %#v", d.Last())
	}
	if _, err := w.Show(t.Context(), directory.Actor{Address: "192.0.2.9"}, "claire-dubois", false); !directory.IsCode(err, directory.CodeNotFound) {
		t.Errorf("the profile is still there: %v", err)
	}
	d.Send(screen.Own{})
	wants(t, d, "Reçu n°") // it stays until one leaves
	d.Play("12<esc>")
	if do, ok := d.Last().(screen.Do); !ok || do.Action != keys.Home {
		t.Errorf("said %#v", d.Last())
	}
	m, err := w.Me(t.Context(), d.Session.Actor)
	if err != nil || m.Listing != nil || m.Account.ID != 0 {
		t.Errorf("what is left: %+v, %v", m, err)
	}
}
