package signup_test

import (
	"slices"
	"strings"
	"testing"

	"teleorne/directory"
	"teleorne/tui/screen"
	"teleorne/tui/screen/screentest"
	"teleorne/tui/screen/signup"
	"teleorne/tui/text"
)

var notice = directory.Notice{Controller: "Le Département de l'Orne", Contact: "annuaire@orne.example", Host: "annuaire.example"}

func TestWithoutAKey(t *testing.T) {
	service := newService(t, notice, directory.Ages{})
	d := open(t, service, directory.Actor{Address: "192.0.2.1"}, screentest.Options{Height: 60, Width: 80}, "key_short", "nonsense")
	wants(t, d, "il faut une clé SSH", "Windows 10 et 11", "macOS", "Linux", "ssh-keygen -t ed25519", "RSA", "ssh annuaire.example", "-i ~/.ssh/")
	if d.Screen.Topic() != "keys" {
		t.Errorf("the help is about %q", d.Screen.Topic())
	}
	d.Play("<esc>")
	if _, ok := d.Last().(screen.Back); !ok {
		t.Errorf("it said %#v", d.Last())
	}
	// On a small screen it is read by scrolling.
	small := open(t, service, directory.Actor{Address: "192.0.2.1"}, screentest.Options{Height: 11, Width: 40})
	seen := small.Text()
	for range 20 {
		small.Play("<pgdown>")
		seen += small.Text()
	}
	for _, want := range []string{"Windows", "macOS", "Linux"} {
		if !strings.Contains(seen, want) {
			t.Errorf("scrolling never shows %s", want)
		}
	}
}

func TestNotice(t *testing.T) {
	service := newService(t, notice, directory.Ages{})
	d := open(t, service, someone(t, 1), screentest.Options{})
	wants(t, d,
		"Le Département de l'Orne tient cet annuaire. Lui écrire : annuaire@orne.example",
		"signalée à 6 mois, moins bien classée à 9, masquée à 12, effacée à 24 mois", "30 jours", "www.cnil.fr",
		"▸ 1 J’ai lu, j’ai 18 ans ou plus : commencer", "2 Pas maintenant", "3 J’ai déjà une fiche",
	)
	d.Play("2")
	if _, ok := d.Last().(screen.Back); !ok {
		t.Errorf("« not now » said %#v", d.Last())
	}
	if _, err := service.Identify(t.Context(), someone(t, 1).Fingerprint); !directory.IsCode(err, directory.CodeNotFound) {
		t.Errorf("reading the notice made an account: %v", err)
	}
	unknown := open(t, newService(t, directory.Notice{}, directory.Ages{Remind: 3}), someone(t, 1), screentest.Options{Lang: text.English})
	wants(t, unknown, "no name has been given", "flagged after 3 months", "I am 18 or older")
}

func TestStart(t *testing.T) {
	service := newService(t, notice, directory.Ages{})
	d := open(t, service, someone(t, 1), screentest.Options{})
	d.Play("<enter>")
	routes := went(d)
	if len(routes) != 3 || routes[0] != (screen.Me{}) || routes[1] != (screen.Editor{}) {
		t.Fatalf("it went to %#v", routes)
	}
	codes, ok := routes[2].(screen.Codes)
	if !ok || len(codes.Codes) == 0 {
		t.Fatalf("it showed %#v", routes[2])
	}
	if a := d.Session.Actor; a.Account == 0 || a.Role != directory.RoleProfessional {
		t.Errorf("the actor is %+v", a)
	}
	m, err := service.Me(t.Context(), d.Session.Actor)
	if err != nil || m.Listing == nil || m.Account.InformedAt.IsZero() {
		t.Errorf("there is %+v, %v", m, err)
	}
	// Pressing on does nothing more, and coming back leads to the profile.
	said := len(d.Said)
	d.Play("<enter>1<esc>")
	if len(d.Said) != said {
		t.Errorf("it went on to say %#v", d.Said[said:])
	}
	again := open(t, service, d.Session.Actor, screentest.Options{})
	if got := went(again); !slices.Equal(got, []screen.Route{screen.Me{}}) {
		t.Errorf("an owner is led to %#v", got)
	}
}

// The notice is read to its end before anything is kept.
func TestReadFirst(t *testing.T) {
	service := newService(t, notice, directory.Ages{})
	d := open(t, service, someone(t, 1), screentest.Options{Width: 40, Height: 11})
	d.Play("1")
	if len(went(d)) > 0 {
		t.Fatal("the first key started")
	}
	for range 30 {
		d.Play("<down>")
	}
	wants(t, d, "1 J’ai lu")
	d.Play("<up><up><up><up>1")
	for range 8 {
		d.Play("<enter>")
	}
	if len(went(d)) != 3 {
		t.Errorf("it went to %#v", went(d))
	}
}

func TestJoin(t *testing.T) {
	service := newService(t, notice, directory.Ages{})
	_, codes, err := service.SignUp(t.Context(), someone(t, 1))
	if err != nil {
		t.Fatal(err)
	}
	d := open(t, service, someone(t, 2), screentest.Options{})
	d.Play("3")
	if !d.Screen.Capturing() || !d.Screen.(screen.Emptier).Empty() {
		t.Error("the field does not take the keys")
	}
	d.Play("<enter>")
	wants(t, d, "Ce champ est obligatoire")
	d.Play("AAAA-BBBB-CCCC<enter>")
	wants(t, d, "AAAA-BBBB-CCCC")
	if len(went(d)) > 0 {
		t.Fatalf("a wrong code led to %#v", went(d))
	}
	for range 20 {
		d.Play("<backspace>")
	}
	d.Play(strings.ToLower(codes[0]) + "<enter>")
	if got := went(d); !slices.Equal(got, []screen.Route{screen.Me{}}) {
		t.Errorf("a right code led to %#v", got)
	}
	if d.Session.Actor.Account == 0 {
		t.Error("the actor is nobody")
	}
	if n, ok := d.Last().(screen.Notice); !ok || !strings.Contains(n.Text, "Retirez-la sous") {
		t.Errorf("who comes back by a recovery code is told %#v", d.Last())
	}
	back := open(t, service, someone(t, 3), screentest.Options{})
	back.Play("3x<esc>")
	if back.Screen.Capturing() {
		t.Error("Escape does not leave the field")
	}
}

func TestCodes(t *testing.T) {
	service := newService(t, notice, directory.Ages{})
	codes := []string{"ABCDE-FGHJK-LMNPQ", "BBCDE-FGHJK-LMNPQ", "CBCDE-FGHJK-LMNPQ", "D", "E", "F", "G", "H"}
	for _, size := range [][2]int{{40, 11}, {80, 20}} {
		o := screentest.Options{Width: size[0], Height: size[1], Lang: text.French}
		s := screentest.Session(t, service, o)
		d := screentest.Start(t, s, o, func(s *screen.Session, id screen.ID) screen.Screen { return signup.NewCodes(s, id, codes) })
		for _, c := range codes {
			if !slices.ContainsFunc(d.Lines(), func(l string) bool { return strings.TrimSpace(l) == c }) {
				t.Errorf("%s has no line of its own in %v", c, size)
			}
		}
		d.Play("<esc>")
		if n, ok := d.Last().(screen.Notice); !ok || !n.Bad {
			t.Errorf("Escape said %#v", d.Last())
		}
		d.Play("<enter>")
		if _, ok := d.Last().(screen.Back); !ok {
			t.Errorf("Enter said %#v", d.Last())
		}
	}
}

func TestEverySize(t *testing.T) {
	service := newService(t, notice, directory.Ages{})
	for i, size := range [][2]int{{40, 11}, {46, 15}, {80, 20}, {120, 36}, {300, 96}} {
		for _, lang := range []text.Lang{text.French, text.English} {
			o := screentest.Options{Width: size[0], Height: size[1], Lang: lang, ASCII: i == 1}
			open(t, service, directory.Actor{Address: "192.0.2.1"}, o, "key_dsa").Play("<down><pgdown><end><home>")
			open(t, service, someone(t, 7), o).Play("<down><pgdown><pgdown><pgdown><pgdown>3ABCD<enter><esc><up>")
		}
	}
}
