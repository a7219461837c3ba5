package editor_test

import (
	"crypto/ed25519"
	"strings"
	"testing"
	"time"
	"unicode"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"golang.org/x/crypto/ssh"

	"teleorne/directory"
	"teleorne/tui/screen"
	"teleorne/tui/screen/editor"
	"teleorne/tui/screen/screentest"
	"teleorne/tui/text"
)

// newService serves a real store on disk with these profiles published.
func newService(tb testing.TB, profiles ...directory.Profile) *directory.Service {
	tb.Helper()
	service := screentest.Service(tb)
	screentest.Import(tb, service, profiles...)
	return service
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

// signedUp is somebody with an empty draft.
func signedUp(tb testing.TB, service *directory.Service, seed byte) directory.Actor {
	tb.Helper()
	actor := someone(tb, seed)
	if _, _, err := service.SignUp(tb.Context(), actor); err != nil {
		tb.Fatal(err)
	}
	actor, err := service.Renew(tb.Context(), actor)
	if err != nil {
		tb.Fatal(err)
	}
	return actor
}

// open opens the editor of an actor.
func open(tb testing.TB, service *directory.Service, actor directory.Actor, o screentest.Options, field string) *screentest.Driver {
	tb.Helper()
	if o.Width == 0 {
		o.Width, o.Height = 80, 20
	}
	if o.Lang == "" {
		o.Lang = text.French
	}
	s := screentest.Session(tb, service, o)
	s.Actor, s.Pause = actor, time.Nanosecond
	return screentest.Start(tb, s, o, func(s *screen.Session, id screen.ID) screen.Screen {
		return editor.New(s, id, screen.Editor{Field: field})
	})
}

// mine is what the service has of an actor.
func mine(tb testing.TB, service *directory.Service, actor directory.Actor) *directory.Mine {
	tb.Helper()
	m, err := service.Me(tb.Context(), actor)
	if err != nil {
		tb.Fatal(err)
	}
	return m
}

// fill saves a profile for an actor, as another device does.
func fill(tb testing.TB, service *directory.Service, actor directory.Actor, p directory.Profile) {
	tb.Helper()
	if _, err := service.SaveDraft(tb.Context(), actor, mine(tb, service, actor).Version, p, nil); err != nil {
		tb.Fatal(err)
	}
}

func paste(d *screentest.Driver, s string) {
	d.Send(tea.PasteMsg{Content: s})
	d.Lines()
}

// wants and lacks look for texts on the screen, whose no-break spaces are as
// good as others.
func wants(tb testing.TB, d *screentest.Driver, texts ...string) {
	tb.Helper()
	for _, t := range texts {
		if !strings.Contains(plain(d.Text()), t) {
			tb.Errorf("the screen does not show %q:\n%s", t, d.Text())
		}
	}
}

func lacks(tb testing.TB, d *screentest.Driver, texts ...string) {
	tb.Helper()
	for _, t := range texts {
		if strings.Contains(plain(d.Text()), t) {
			tb.Errorf("the screen shows %q:\n%s", t, d.Text())
		}
	}
}

// plain joins the lines of a screen, which break sentences anywhere.
func plain(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == '\u202f' }), " ")
}

func contains(s, part string) bool { return strings.Contains(s, part) }

// joined is what a screen shows.
func joined(sc screen.Screen) string {
	return ansi.Strip(strings.Join(sc.View(screen.Frame{Width: 80, Height: 20}).Lines, "\n"))
}

// send hands a message to a screen, lets what follows from it happen, and tells
// how many commands are still waiting after a while.
func send(sc screen.Screen, msg tea.Msg) int {
	_, cmd := sc.Update(msg)
	return feed(sc, cmd)
}

func feed(sc screen.Screen, cmd tea.Cmd) (waiting int) {
	if cmd == nil {
		return 0
	}
	answer := make(chan tea.Msg, 1)
	go func() { answer <- cmd() }()
	select {
	case msg := <-answer:
		switch msg := msg.(type) {
		case tea.BatchMsg:
			for _, c := range msg {
				waiting += feed(sc, c)
			}
		case screen.Envelope:
			if letter, fresh := msg.Open(); fresh {
				waiting += send(sc, letter)
			}
		}
	case <-time.After(300 * time.Millisecond):
		return 1
	}
	return waiting
}
