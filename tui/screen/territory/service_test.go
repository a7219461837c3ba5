package territory_test

import (
	"strings"
	"testing"
	"time"

	"teleorne/directory"
	"teleorne/tui/screen"
	"teleorne/tui/screen/screentest"
	"teleorne/tui/screen/territory"
	"teleorne/tui/text"
)

var medium = screentest.Options{Width: 80, Height: 20, Lang: text.French}

// world is a directory on disk with some people in it, whose clock can be moved.
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
		o.Notice = directory.Notice{Host: "-p 6122 annuaire.example"}
	})
	screentest.Import(tb, w.Service, screentest.People(12)...)
	return w
}

func (w *world) must(err error) {
	w.tb.Helper()
	if err != nil {
		w.tb.Fatal(err)
	}
}

// opens opens a page of an area.
func (w *world) opens(a directory.Actor, area, id string, o screentest.Options) *screentest.Driver {
	w.tb.Helper()
	s := screentest.Session(w.tb, w.Service, o)
	s.Actor = a
	return screentest.Start(w.tb, s, o, func(s *screen.Session, n screen.ID) screen.Screen {
		return territory.New(s, n, screen.Admin{Area: area, ID: id})
	})
}

// erase rubs out what stands in a field.
func erase(d *screentest.Driver, n int) { d.Play(strings.Repeat("<backspace>", n)) }
