package office_test

import (
	"crypto/ed25519"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"teleorne/directory"
	"teleorne/directory/sqlite"
	"teleorne/tui/screen"
	"teleorne/tui/screen/office"
	"teleorne/tui/screen/screentest"
	"teleorne/tui/text"
)

// world is a directory on disk with administrators, and a clock that can be
// moved.
type world struct {
	*directory.Service
	tb  testing.TB
	now time.Time
}

func newWorld(tb testing.TB) *world {
	tb.Helper()
	w := &world{tb: tb, now: screentest.Clock}
	w.Service = screentest.Service(tb, func(o *directory.Options) {
		o.Now = func() time.Time { return w.now }
		o.Archive = sqlite.NewArchive(o.Store.(*sqlite.Store))
		o.Notice = directory.Notice{Controller: "Conseil départemental de l’Orne", Contact: "annuaire@orne.example", Host: "-p 6122 annuaire.example"}
	})
	return w
}

func (w *world) must(err error) {
	w.tb.Helper()
	if err != nil {
		w.tb.Fatal(err)
	}
}

// person is somebody with a key of their own, the nth one.
func person(tb testing.TB, n byte) (actor directory.Actor, line string) {
	tb.Helper()
	seed := make([]byte, ed25519.SeedSize)
	seed[0] = n
	key, err := ssh.NewPublicKey(ed25519.NewKeyFromSeed(seed).Public())
	if err != nil {
		tb.Fatal(err)
	}
	return directory.Actor{
		Role: directory.RoleIdentified, Fingerprint: ssh.FingerprintSHA256(key), Address: "192.0.2.1", Key: string(key.Marshal()),
	}, strings.TrimSpace(string(ssh.MarshalAuthorizedKey(key)))
}

// official is somebody to whom the operator gives a role.
func (w *world) official(n byte, name string, role directory.Role) directory.Actor {
	w.tb.Helper()
	actor, line := person(w.tb, n)
	key, blob, err := directory.ParseKey(line + " " + name)
	w.must(err)
	_, err = w.Grant(w.tb.Context(), directory.Operator(), key, blob, role)
	w.must(err)
	return w.renewed(actor)
}

func (w *world) renewed(a directory.Actor) directory.Actor {
	w.tb.Helper()
	a, err := w.Renew(w.tb.Context(), a)
	w.must(err)
	return a
}

// claire is what somebody writes of themselves.
func claire() directory.Profile {
	return directory.Profile{
		Name: "Claire Dubois", Status: directory.Independent, Headline: "Experte-comptable", Organisation: "Cabinet Dubois",
		Skills: []string{"comptabilite"}, Commune: "61038", Workplace: directory.AtHome, Languages: []string{"fr"},
		Description: "Dix ans en cabinet à Paris, installée dans le Perche depuis 2019.",
		Email:       "claire.dubois@exemple.fr", Phone: "0233000061", EmailShown: directory.Public,
	}
}

// pending is somebody whose profile waits.
func (w *world) pending(n byte, p directory.Profile) directory.Actor {
	w.tb.Helper()
	ctx := w.tb.Context()
	actor, _ := person(w.tb, n)
	m, err := w.SaveDraft(ctx, actor, "", p, nil)
	w.must(err)
	_, err = w.Submit(ctx, actor, m.Version)
	w.must(err)
	return w.renewed(actor)
}

// published is somebody whose profile is online.
func (w *world) published(n byte, p directory.Profile) directory.Actor {
	w.tb.Helper()
	actor := w.pending(n, p)
	_, err := w.Decide(w.tb.Context(), directory.Operator(), directory.Verdict{Item: directory.ListingItem(w.listing(actor).ID), Action: directory.ActionApprove})
	w.must(err)
	return w.renewed(actor)
}

func (w *world) listing(a directory.Actor) *directory.Listing {
	w.tb.Helper()
	m, err := w.Me(w.tb.Context(), a)
	w.must(err)
	return m.Listing
}

var (
	medium = screentest.Options{Width: 80, Height: 20, Lang: text.French}
	tall   = screentest.Options{Width: 80, Height: 60, Lang: text.French}
)

// looks are the frames in which pages are drawn.
var looks = []screentest.Options{
	medium, tall,
	{Width: 40, Height: 11, Lang: text.French},
	{Width: 120, Height: 36, Lang: text.French},
	{Width: 160, Height: 46, Lang: text.English},
	{Width: 80, Height: 20, Lang: text.English},
}

// opens shows a page of the office to somebody.
func (w *world) opens(a directory.Actor, o screentest.Options, r screen.Admin) *screentest.Driver {
	w.tb.Helper()
	s := screentest.Session(w.tb, w.Service, o)
	s.Actor = a
	return screentest.Start(w.tb, s, o, func(s *screen.Session, id screen.ID) screen.Screen { return office.New(s, id, r) })
}

// drawn fails unless the page fits into every frame without a word missing, and
// shows the texts where there is room for all.
func (w *world) drawn(a directory.Actor, r screen.Admin, texts ...string) {
	w.tb.Helper()
	for _, o := range looks {
		d := w.opens(a, o, r)
		if o == tall {
			wants(w.tb, d, texts...)
		}
		d.Play("<down><down><pgdown><end><up><home><tab><shift+tab>")
		complete(w.tb, d)
	}
}

// complete fails when a sentence is missing.
func complete(tb testing.TB, d *screentest.Driver) {
	tb.Helper()
	shown := d.Text()
	for _, head := range []string{"office.", "mine.", "list.", "form.", "role.", "field.", "palette."} {
		if strings.Contains(shown, head) {
			tb.Errorf("a sentence is missing:\n%s", shown)
			return
		}
	}
}

// plain writes no-break spaces as others, and breaks as spaces.
func plain(s string) string { return strings.Join(strings.Fields(s), " ") }

// wants fails unless the screen shows the texts, however it breaks them.
func wants(tb testing.TB, d *screentest.Driver, texts ...string) {
	tb.Helper()
	shown := plain(d.Text())
	for _, t := range texts {
		if !strings.Contains(shown, plain(t)) {
			tb.Errorf("the screen does not show %q:\n%s", t, squeezed(d))
		}
	}
}

// said fails unless the last notice has the texts.
func said(tb testing.TB, d *screentest.Driver, texts ...string) {
	tb.Helper()
	for i := len(d.Said) - 1; i >= 0; i-- {
		if n, ok := d.Said[i].(screen.Notice); ok {
			for _, t := range texts {
				if !strings.Contains(plain(n.Text), plain(t)) {
					tb.Errorf("said %q, not %q", n.Text, t)
				}
			}
			return
		}
	}
	tb.Errorf("nothing was said: %#v", d.Said)
}

// squeezed is the screen without its blank lines.
func squeezed(d *screentest.Driver) string {
	var lines []string
	for _, l := range d.Lines() {
		if l != "" {
			lines = append(lines, l)
		}
	}
	return strings.Join(lines, "\n")
}
