package tui_test

import (
	"context"
	"fmt"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"teleorne/directory"
	"teleorne/directory/demo"
	"teleorne/tui"
	"teleorne/tui/text"
)

// clock is when all tests of the interface happen.
var clock = time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)

// newService serves a real store with the fictional directory.
func newService(tb testing.TB, people int) *directory.Service {
	tb.Helper()
	return newServiceAt(tb, people, func() time.Time { return clock })
}

// newServiceAt is newService by another clock.
func newServiceAt(tb testing.TB, count int, now func() time.Time) *directory.Service {
	tb.Helper()
	service, _ := prepare(tb, fmt.Sprintf("%d people at %s", count, now()), &plainIndexes, now, func() (*directory.Service, people) {
		service := openDirectory(tb, nil, now, &plainIndexes)
		if count > 0 {
			if err := demo.Fill(tb.Context(), service, count); err != nil {
				tb.Fatal(err)
			}
		}
		return service, nil
	})
	return service
}

// driver runs a model as a program would, one message after the other, and
// waits for the commands that a message sets off.
type driver struct {
	tb       testing.TB
	model    tea.Model
	messages chan answered
	running  int  // commands that will answer by themselves
	busy     bool // things are written, news of which come at any time
	paused   bool // what is typed is not saved meanwhile
	quit     bool
}

// answered is what a command answered; news tells that it had waited for that.
type answered struct {
	msg  tea.Msg
	news bool
}

// silence is after how long, when things are written, it is likely that no news
// come any more.
const (
	silence  = 60 * time.Millisecond
	patience = 20 * time.Second // for a command that answers by itself
)

type options struct {
	width, height int
	lang          text.Lang
	link          string
	actor         directory.Actor
	ascii         bool
	still         bool          // nothing is written meanwhile: what waits for news goes on waiting
	pause         time.Duration // of what is typed before it is saved; 0: none
}

func newDriver(tb testing.TB, s *directory.Service, o options) *driver {
	tb.Helper()
	ctx, cancel := context.WithCancel(tb.Context())
	tb.Cleanup(cancel)
	if o.actor.Address == "" {
		o.actor.Address = "192.0.2.1"
	}
	if o.pause == 0 {
		o.pause = time.Nanosecond
	}
	d := &driver{tb: tb, messages: make(chan answered, 64), model: tui.New(tui.Options{
		Context: ctx, Service: s, Actor: o.actor, Lang: o.lang, Link: o.link, ASCII: o.ascii, Pause: o.pause, Switch: true,
	})}
	d.busy, d.paused = !o.still && o.actor.Fingerprint != "", o.pause > time.Second
	d.take(d.model.Init()())
	d.settle()
	d.send(tea.WindowSizeMsg{Width: o.width, Height: o.height})
	return d
}

func (d *driver) start(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	name := runtime.FuncForPC(reflect.ValueOf(cmd).Pointer()).Name()
	news := strings.Contains(name, ").await") || d.paused && strings.Contains(name, ").arm")
	if !news {
		d.running++
	}
	go func() { d.messages <- answered{cmd(), news} }()
}

// next takes what a command answers; false when none does for a while.
func (d *driver) next(patience time.Duration) bool {
	select {
	case a := <-d.messages:
		if !a.news {
			d.running--
		}
		d.take(a.msg)
		return true
	case <-time.After(patience):
		return false
	}
}

// settle waits until nothing is under way.
func (d *driver) settle() {
	for d.running > 0 || d.busy {
		switch quiet := d.running == 0; {
		case quiet && !d.next(silence):
			return
		case !quiet && !d.next(patience):
			d.tb.Fatal("the interface did not settle")
		}
	}
}

func (d *driver) take(msg tea.Msg) {
	switch msg := msg.(type) {
	case nil:
		return
	case tea.BatchMsg:
		for _, c := range msg {
			d.start(c)
		}
		return
	case tea.QuitMsg:
		d.quit = true
		return
	}
	if v := reflect.ValueOf(msg); v.Kind() == reflect.Slice && v.Type().Elem() == reflect.TypeFor[tea.Cmd]() {
		for i := range v.Len() { // a sequence: one after the other
			if c, ok := v.Index(i).Interface().(tea.Cmd); ok && c != nil {
				d.take(c())
			}
		}
		return
	}
	var cmd tea.Cmd
	d.model, cmd = d.model.Update(msg)
	d.start(cmd)
}

// send hands over a message. The screen is drawn after it, as in a program: how
// far one scrolls depends on what was seen.
func (d *driver) send(msg tea.Msg) {
	d.take(msg)
	d.settle()
	d.model.View()
}

// until waits for a text on the screen, which takes a while when something is
// written before.
func (d *driver) until(text string) {
	d.tb.Helper()
	for !strings.Contains(d.text(), text) {
		if !d.next(patience) {
			d.tb.Fatalf("the screen does not show %q:\n%s", text, d.text())
		}
	}
}

var named = map[string]rune{
	"enter": tea.KeyEnter, "tab": tea.KeyTab, "esc": tea.KeyEscape, "up": tea.KeyUp, "down": tea.KeyDown, "pgdown": tea.KeyPgDown,
	"pgup": tea.KeyPgUp, "home": tea.KeyHome, "end": tea.KeyEnd, "backspace": tea.KeyBackspace, "space": tea.KeySpace,
}

// play types a line in which <enter>, <tab>, <ctrl+c> … are keys.
func (d *driver) play(script string) {
	for script != "" {
		if name, rest, ok := strings.Cut(script, ">"); ok && script[0] == '<' {
			name = name[1:]
			script = rest
			if ctrl, ok := strings.CutPrefix(name, "ctrl+"); ok {
				d.send(tea.KeyPressMsg{Code: rune(ctrl[0]), Mod: tea.ModCtrl})
				continue
			}
			code, ok := named[name]
			if !ok {
				d.tb.Fatalf("no key %q", name)
			}
			msg := tea.KeyPressMsg{Code: code}
			if code == tea.KeySpace {
				msg.Text = " "
			}
			d.send(msg)
			continue
		}
		r := []rune(script)[0]
		script = script[len(string(r)):]
		d.send(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
}

// screen is what stands on the screen, without styles.
func (d *driver) screen() []string {
	lines := strings.Split(ansi.Strip(d.model.View().Content), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return lines
}

func (d *driver) text() string { return strings.Join(d.screen(), "\n") }

// wants fails unless the screen shows each of the texts.
func (d *driver) wants(texts ...string) {
	d.tb.Helper()
	for _, w := range texts {
		if !strings.Contains(d.text(), w) {
			d.tb.Errorf("the screen does not show %q:\n%s", w, d.text())
		}
	}
}
