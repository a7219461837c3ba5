// Package screentest drives a single screen as the root does, on a small
// made-up directory on disk. It is for the tests of screens alone, and therefore
// may know the store and the index, which screens must not.
package screentest

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"teleorne/directory"
	"teleorne/tui/screen"
	"teleorne/tui/text"
	"teleorne/tui/theme"
	"teleorne/tui/widget"
)

// Driver runs a screen and keeps what it says to the root.
type Driver struct {
	tb      testing.TB
	Screen  screen.Screen
	Session *screen.Session
	Frame   screen.Frame
	Said    []tea.Msg // Goto, Replace, Back, Notice, Do and Renewed messages, in order
}

// Options say how a driver's session is.
type Options struct {
	Width, Height int // of the frame
	Lang          text.Lang
	Mode          theme.Mode
	ASCII         bool
}

// Session makes a session of somebody without a key.
func Session(tb testing.TB, service *directory.Service, o Options) *screen.Session {
	glyphs := theme.Unicode()
	if o.ASCII {
		glyphs = theme.ASCII()
	}
	mode := o.Mode
	if mode == "" {
		mode = theme.Dark
	}
	ctx, cancel := context.WithCancel(tb.Context())
	tb.Cleanup(cancel)
	return &screen.Session{
		Service: service, Actor: directory.Actor{Address: "192.0.2.1"}, Text: text.For(o.Lang),
		Theme: theme.New(mode, glyphs), Context: ctx,
	}
}

// Start opens a screen and lets its questions be answered.
func Start(tb testing.TB, s *screen.Session, o Options, open func(*screen.Session, screen.ID) screen.Screen) *Driver {
	tb.Helper()
	d := &Driver{tb: tb, Session: s, Screen: open(s, s.NewID()), Frame: screen.Frame{Width: o.Width, Height: o.Height}}
	d.run(d.Screen.Init())
	d.Lines()
	return d
}

func (d *Driver) run(cmd tea.Cmd) {
	if cmd != nil {
		d.take(cmd())
	}
}

func (d *Driver) take(msg tea.Msg) {
	switch msg := msg.(type) {
	case nil:
		return
	case tea.BatchMsg:
		for _, c := range msg {
			d.run(c)
		}
		return
	case screen.Envelope:
		if letter, fresh := msg.Open(); fresh {
			d.Send(letter)
		}
		return
	case screen.Goto, screen.Replace, screen.Back, screen.Notice, screen.Do:
		d.Said = append(d.Said, msg)
		return
	case screen.Renewed:
		d.Said = append(d.Said, msg)
		d.Session.Actor = msg.Actor
		d.Send(screen.Own{})
		return
	}
	if v := reflect.ValueOf(msg); v.Kind() == reflect.Slice && v.Type().Elem() == reflect.TypeFor[tea.Cmd]() {
		for i := range v.Len() { // a sequence
			d.run(v.Index(i).Interface().(tea.Cmd))
		}
		return
	}
	d.Send(msg)
}

// Send hands a message to the screen and lets what follows from it happen.
func (d *Driver) Send(msg tea.Msg) {
	var cmd tea.Cmd
	d.Screen, cmd = d.Screen.Update(msg)
	d.run(cmd)
}

var named = map[string]rune{
	"enter": tea.KeyEnter, "tab": tea.KeyTab, "esc": tea.KeyEscape, "up": tea.KeyUp, "down": tea.KeyDown,
	"pgdown": tea.KeyPgDown, "pgup": tea.KeyPgUp, "home": tea.KeyHome, "end": tea.KeyEnd, "backspace": tea.KeyBackspace,
	"space": tea.KeySpace,
}

// Play types a line in which <enter>, <tab>, <shift+tab>, … are keys, and
// draws the screen after each, as a program does.
func (d *Driver) Play(script string) {
	d.tb.Helper()
	for script != "" {
		var msg tea.KeyPressMsg
		if name, rest, ok := strings.Cut(script, ">"); ok && script[0] == '<' {
			name, shift := strings.CutPrefix(name[1:], "shift+")
			code, ok := named[name]
			if !ok {
				d.tb.Fatalf("no key %q", name)
			}
			msg, script = tea.KeyPressMsg{Code: code}, rest
			if shift {
				msg.Mod = tea.ModShift
			}
			if code == tea.KeySpace {
				msg.Text = " "
			}
		} else {
			r := []rune(script)[0]
			msg, script = tea.KeyPressMsg{Code: r, Text: string(r)}, script[len(string(r)):]
		}
		d.Send(msg)
		d.Lines()
	}
}

// View draws the screen.
func (d *Driver) View() screen.View { return d.Screen.View(d.Frame) }

// Lines are the lines of the screen without styles. They must fit the frame,
// and the cursor must stand within it.
func (d *Driver) Lines() []string {
	d.tb.Helper()
	v := d.View()
	if len(v.Lines) > d.Frame.Height {
		d.tb.Errorf("%d lines in a frame of %d", len(v.Lines), d.Frame.Height)
	}
	lines := make([]string, len(v.Lines))
	for i, l := range v.Lines {
		lines[i] = strings.TrimRight(ansi.Strip(l), " ")
		if w := widget.Width(lines[i]); w > d.Frame.Width {
			d.tb.Errorf("line %d is %d columns wide in a frame of %d: %q", i, w, d.Frame.Width, lines[i])
		}
		if strings.ContainsAny(lines[i], "\n\r\t\x1b") {
			d.tb.Errorf("line %d holds a control character: %q", i, lines[i])
		}
	}
	if !v.Hidden && (v.X < 0 || v.X >= d.Frame.Width || v.Y < 0 || v.Y >= d.Frame.Height) {
		d.tb.Errorf("the cursor is at %d,%d in a frame of %d×%d", v.X, v.Y, d.Frame.Width, d.Frame.Height)
	}
	return lines
}

// Text is the whole screen without styles.
func (d *Driver) Text() string { return strings.Join(d.Lines(), "\n") }

// CursorLine is the line on which the cursor stands, without styles.
func (d *Driver) CursorLine() string {
	d.tb.Helper()
	lines, y := d.Lines(), d.View().Y
	if y >= len(lines) {
		return ""
	}
	return lines[y]
}

// Wants fails unless the screen shows each of the texts.
func (d *Driver) Wants(texts ...string) {
	d.tb.Helper()
	shown := d.Text()
	for _, t := range texts {
		if !strings.Contains(shown, t) {
			d.tb.Errorf("the screen does not show %q:\n%s", t, shown)
		}
	}
}

// Lacks fails when the screen shows one of the texts.
func (d *Driver) Lacks(texts ...string) {
	d.tb.Helper()
	shown := d.Text()
	for _, t := range texts {
		if strings.Contains(shown, t) {
			d.tb.Errorf("the screen shows %q:\n%s", t, shown)
		}
	}
}

// Told fails unless the last notice says this.
func (d *Driver) Told(words string) {
	d.tb.Helper()
	for _, msg := range slices.Backward(d.Said) {
		if n, ok := msg.(screen.Notice); ok {
			if !strings.Contains(n.Text, words) {
				d.tb.Errorf("said %q, wanted %q", n.Text, words)
			}
			return
		}
	}
	d.tb.Errorf("nothing was said, wanted %q\n%s", words, d.Text())
}

// Left fails unless the screen was left.
func (d *Driver) Left() {
	d.tb.Helper()
	if !slices.ContainsFunc(d.Said, func(msg tea.Msg) bool { _, ok := msg.(screen.Back); return ok }) {
		d.tb.Errorf("it was not left: %#v\n%s", d.Said, d.Text())
	}
}

// Last is the last thing said to the root.
func (d *Driver) Last() tea.Msg {
	if len(d.Said) == 0 {
		return nil
	}
	return d.Said[len(d.Said)-1]
}

// Went fails unless the last thing said was to go to a route of this type,
// which it returns.
func Went[R screen.Route](tb testing.TB, d *Driver) R {
	tb.Helper()
	var none R
	to, ok := d.Last().(screen.Goto)
	if !ok {
		tb.Fatalf("said %#v, wanted to go to a %T", d.Last(), none)
	}
	r, ok := to.Route.(R)
	if !ok {
		tb.Fatalf("went to %#v, wanted a %T", to.Route, none)
	}
	return r
}
