package signup_test

import (
	"crypto/ed25519"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/crypto/ssh"

	"teleorne/directory"
	"teleorne/tui/screen"
	"teleorne/tui/screen/screentest"
	"teleorne/tui/screen/signup"
	"teleorne/tui/text"
)

// newService serves a real store on disk without anybody in it.
func newService(tb testing.TB, notice directory.Notice, ages directory.Ages) *directory.Service {
	tb.Helper()
	return screentest.Service(tb, func(o *directory.Options) { o.Notice, o.Ages = notice, ages })
}

// someone is an actor with a proven key of their own.
func someone(tb testing.TB, seed byte) directory.Actor {
	tb.Helper()
	private := ed25519.NewKeyFromSeed(append(make([]byte, 31), seed))
	key, err := ssh.NewPublicKey(private.Public())
	if err != nil {
		tb.Fatal(err)
	}
	return directory.Actor{
		Role: directory.RoleIdentified, Fingerprint: ssh.FingerprintSHA256(key), Key: string(key.Marshal()), Address: "192.0.2.1",
	}
}

// open opens the screen for an actor.
func open(tb testing.TB, service *directory.Service, actor directory.Actor, o screentest.Options, refused ...string) *screentest.Driver {
	tb.Helper()
	if o.Width == 0 {
		o.Width, o.Height = 80, 20
	}
	if o.Lang == "" {
		o.Lang = text.French
	}
	s := screentest.Session(tb, service, o)
	s.Actor, s.Refused = actor, refused
	return screentest.Start(tb, s, o, signup.New)
}

// wants looks for texts on the screen, whose no-break spaces are as good as
// others.
func wants(tb testing.TB, d *screentest.Driver, texts ...string) {
	tb.Helper()
	for _, t := range texts {
		if !strings.Contains(plain(d.Text()), t) {
			tb.Errorf("the screen does not show %q:\n%s", t, d.Text())
		}
	}
}

// plain joins the lines of a screen, which break sentences anywhere.
func plain(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == '\u202f' }), " ")
}

// went are the routes that a driver was sent to, in order.
func went(d *screentest.Driver) []screen.Route {
	var routes []screen.Route
	for _, msg := range d.Said {
		switch msg := msg.(type) {
		case screen.Goto:
			routes = append(routes, msg.Route)
		case screen.Replace:
			routes = append(routes, msg.Route)
		}
	}
	return routes
}
