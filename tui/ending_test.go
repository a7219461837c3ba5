package tui_test

import (
	"bytes"
	"io"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui"
	"teleorne/tui/linear"
	"teleorne/tui/screen"
	"teleorne/tui/text"
)

// answers runs a command, and what it consists of, and gives what that answers,
// without what waits for news.
func answers(cmd tea.Cmd) []tea.Msg {
	if cmd == nil || strings.Contains(runtime.FuncForPC(reflect.ValueOf(cmd).Pointer()).Name(), ").await") {
		return nil
	}
	msg := cmd()
	batch, ok := msg.(tea.BatchMsg)
	if !ok {
		return []tea.Msg{msg}
	}
	var all []tea.Msg
	for _, c := range batch {
		all = append(all, answers(c)...)
	}
	return all
}

// Whoever has an item in hand is warned before others can take it, and anything
// that they do keeps it: a letter of a long reason as well.
func TestInHandIsWarnedOf(t *testing.T) {
	d := newDesk(t)
	s := d.sits(t, d.anne)
	s.play("<enter><enter>")
	s.wants("Studio Bocage", "prise par vous encore 10\u00a0min")
	d.now = clock.Add(6 * time.Minute)
	_, cmd := s.model.Update(tea.KeyPressMsg{Code: tea.KeyDown})
	for _, msg := range answers(cmd) {
		d.now = clock.Add(15 * time.Minute) // it took its time to arrive
		s.take(msg)
	}
	s.until("Encore une minute, et d’autres pourront prendre ceci.")
	s.play("<down>")
	s.wants("prise par vous encore 10\u00a0min")
	s.play("x")
	d.now = clock.Add(22 * time.Minute)
	s.play("P")
	s.play("<esc>")
	s.wants("prise par vous encore 10\u00a0min")
}

// The same where it is read out: any line keeps it.
func TestInHandIsKeptByLines(t *testing.T) {
	d := newDesk(t)
	claim := func() time.Time {
		for _, c := range must(d.Queue(t.Context(), d.paul)).Items {
			if c.Claim != nil && c.Listing != nil && c.Listing.ID == d.listing("studio").ID {
				return c.Claim.Until
			}
		}
		return time.Time{}
	}
	var until time.Time
	d.listens(t, &played{lines: []string{"relire ce qui attend", "studio", "", "retour"}, before: map[int]func(){
		2: func() { d.now = clock.Add(9*time.Minute + 30*time.Second) },
		3: func() { until = claim() },
	}}, d.anne)
	if want := clock.Add(19*time.Minute + 30*time.Second); !until.Equal(want) {
		t.Errorf("in hand until %s, want %s", until, want)
	}
}

// Before a code counts no more its owner is told, and how to have another one,
// while the dialogue waits for a line.
func TestCodeIsWarnedOf(t *testing.T) {
	d := newDesk(t)
	warned := "Ce code ne vaut plus qu’une minute. Pour un autre : « nouveau code »."
	in := &played{lines: []string{"mes clés", "ajouter un appareil", "répéter", "", "nouveau code", "quitter"}}
	in.before = map[int]func(){
		3: func() { d.now = clock.Add(9*time.Minute + time.Second) },
		4: func() { in.awaits(t, warned) },
	}
	said := d.listens(t, in, d.people["perche"])
	if n := strings.Count(said, warned); n != 1 {
		t.Errorf("warned %d times:\n%s", n, said)
	}
	if strings.Count(said, "me join ") < 3 {
		t.Errorf("no other code:\n%s", said)
	}
}

// The same on the screen.
func TestCodeIsWarnedOfOnTheScreen(t *testing.T) {
	d := newDesk(t)
	s := newDriver(t, d.Service, options{width: 80, height: 24, lang: text.French, actor: d.people["perche"]})
	s.send(screen.Goto{Route: screen.Devices{}})
	s.play("1")
	s.wants("jusqu’à 11\u00a0h\u00a010", "n nouveau code")
	d.now = clock.Add(time.Second)
	_, cmd := s.model.Update(tea.KeyPressMsg{Code: 'n', Text: "n"})
	for _, msg := range answers(cmd) {
		d.now = clock.Add(9*time.Minute + time.Second) // it took its time to arrive
		s.take(msg)
	}
	s.until("Ce code ne vaut plus qu’une minute.")
	s.play("n")
	s.wants("jusqu’à 11\u00a0h\u00a019")
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// played is what a visitor types, line by line; before says what happens before
// the nth is typed.
type played struct {
	lines  []string
	before map[int]func()
	n      int
	rest   string

	mu   sync.Mutex
	said bytes.Buffer
}

func (p *played) Read(b []byte) (int, error) {
	if p.rest == "" {
		if p.n == len(p.lines) {
			return 0, io.EOF
		}
		if f := p.before[p.n]; f != nil {
			f()
		}
		p.rest = p.lines[p.n] + "\n"
		p.n++
	}
	n := copy(b, p.rest)
	p.rest = p.rest[n:]
	return n, nil
}

func (p *played) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.said.Write(b)
}

func (p *played) text() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.said.String()
}

func (p *played) awaits(t *testing.T, text string) {
	t.Helper()
	for end := time.Now().Add(patience); !strings.Contains(p.text(), text); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%q was not said:\n%s", text, p.text())
		}
	}
}

// listens plays lines to the dialogue as somebody, and answers what it said.
func (d *desk) listens(t *testing.T, in *played, a directory.Actor) string {
	t.Helper()
	if _, _, err := linear.Run(t.Context(), linear.Options{
		Interface: tui.Options{Service: d.Service, Actor: a, Lang: text.French, Pause: 1}, In: in, Out: in,
	}); err != nil {
		t.Fatal(err)
	}
	heard(t, in.text())
	return in.text()
}
