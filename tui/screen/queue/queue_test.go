package queue_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/screen"
	"teleorne/tui/screen/queue"
	"teleorne/tui/screen/screentest"
	"teleorne/tui/text"
)

// waiting serves a directory on disk in which so many new profiles wait.
func waiting(tb testing.TB, n int) *directory.Service {
	tb.Helper()
	service := screentest.Service(tb)
	hand(tb, service, 0, n)
	return service
}

// hand hands in profiles, from one number to another.
func hand(tb testing.TB, service *directory.Service, from, to int) {
	tb.Helper()
	rows := make([]directory.ImportRow, 0, to-from)
	for i := from; i < to; i++ {
		rows = append(rows, directory.ImportRow{Line: i + 2, Profile: directory.Profile{
			Name: fmt.Sprintf("Personne numéro %d", i), Status: directory.Independent, Headline: "Comptable", Skills: []string{"comptabilite"},
			Commune: "61038", Workplace: directory.AtHome, Languages: []string{"fr"}, Email: fmt.Sprintf("p%d@exemple.fr", i),
		}})
	}
	report, err := service.ImportProfiles(tb.Context(), directory.Operator(), rows, directory.ImportOptions{})
	if err != nil || len(report.Problems) > 0 {
		tb.Fatal(err, report)
	}
}

func open(tb testing.TB, service *directory.Service, o screentest.Options) *screentest.Driver {
	tb.Helper()
	s := screentest.Session(tb, service, o)
	s.Actor, s.Holder = directory.Operator(), "the test"
	d := screentest.Start(tb, s, o, func(s *screen.Session, id screen.ID) screen.Screen { return queue.New(s, id) })
	d.Send(tea.WindowSizeMsg{Width: o.Width, Height: o.Height})
	return d
}

var sizes = []screentest.Options{
	{Width: 40, Height: 11, Lang: text.French},
	{Width: 80, Height: 20, Lang: text.French},
	{Width: 120, Height: 36, Lang: text.English},
	{Width: 160, Height: 46, Lang: text.French},
}

// What is in hand stays in hand, on the row of the screen where it was, whatever
// others do.
func TestNewsMoveNothingUnderTheCursor(t *testing.T) {
	for _, o := range sizes {
		service := waiting(t, 100)
		d := open(t, service, o)
		for range 60 {
			d.Play("<down>")
		}
		line, y := d.CursorLine(), d.View().Y
		page, err := service.Queue(t.Context(), directory.Operator())
		if err != nil {
			t.Fatal(err)
		}
		for i, it := range page.Items[:6] {
			_, err := service.Decide(t.Context(), directory.Operator(), directory.Verdict{Item: it.ID, Action: directory.ActionApprove})
			if err != nil {
				t.Fatal(i, err)
			}
		}
		hand(t, service, 200, 210)
		d.Send(screen.Moved{})
		if got := d.CursorLine(); got != line || d.View().Y != y {
			t.Errorf("%v: the cursor was on %q at %d, and is on %q at %d", o, line, y, got, d.View().Y)
		}
		d.Wants(" 104")
	}
}

// What is in hand and was decided by others gives way to what comes next.
func TestDecidedByOthers(t *testing.T) {
	service := waiting(t, 3)
	d := open(t, service, sizes[1])
	d.Play("<down>")
	q, err := service.Queue(t.Context(), directory.Operator())
	if err != nil {
		t.Fatal(err)
	}
	decide := func(it *directory.Item) {
		_, err := service.Decide(t.Context(), directory.Operator(), directory.Verdict{Item: it.ID, Action: directory.ActionApprove})
		if err != nil {
			t.Fatal(err)
		}
		d.Send(screen.Moved{})
	}
	decide(q.Items[1])
	if want := q.Items[2].Listing.Latest.Profile.Name; !strings.Contains(d.CursorLine(), want) {
		t.Errorf("the cursor is on %q, not on %s", d.CursorLine(), want)
	}
	decide(q.Items[2])
	if want := q.Items[0].Listing.Latest.Profile.Name; !strings.Contains(d.CursorLine(), want) {
		t.Errorf("the cursor is on %q, not on %s", d.CursorLine(), want)
	}
}

// The row that a review was left from is that of the item that was read last.
func TestBackToTheItem(t *testing.T) {
	d := open(t, waiting(t, 30), sizes[1])
	d.Play("<enter>")
	first := screentest.Went[screen.Review](t, d)
	q, err := d.Session.Service.Queue(t.Context(), directory.Operator())
	if err != nil || q.Items[0].ID != first.Item {
		t.Fatal(q.Items[0].ID, first, err)
	}
	d.Screen, _ = d.Screen.(screen.Resumer).Resume(screen.Review{Item: q.Items[20].ID})
	d.Wants("21 sur 30")
	if want := q.Items[20].Listing.Latest.Profile.Name; !strings.Contains(d.CursorLine(), want) {
		t.Errorf("the cursor is on %q, not on %s", d.CursorLine(), want)
	}
}

func TestEmptyQueue(t *testing.T) {
	for _, o := range sizes {
		d := open(t, waiting(t, 0), o)
		d.Wants(strings.Fields(text.For(o.Lang).S("moderation.empty"))[0])
		d.Play("<enter><tab>b<down>1")
		if _, went := d.Last().(screen.Goto); went {
			t.Errorf("%v: it went somewhere", o)
		}
	}
}

// Five thousand open and move without delay: these are the times that a reader
// waits for.
func BenchmarkFiveThousand(b *testing.B) {
	service := waiting(b, 5000)
	began := time.Now()
	d := open(b, service, sizes[3])
	b.Logf("the first look takes %v", time.Since(began))
	b.Run("open", func(b *testing.B) {
		for b.Loop() {
			open(b, service, sizes[1])
		}
	})
	b.Run("move", func(b *testing.B) {
		for b.Loop() {
			d.Play("<down>")
		}
	})
	b.Run("page", func(b *testing.B) {
		for b.Loop() {
			d.Play("<pgdown>")
		}
	})
	b.Run("news", func(b *testing.B) {
		for b.Loop() {
			d.Send(screen.Moved{})
		}
	})
	b.Run("kind", func(b *testing.B) {
		for b.Loop() {
			d.Play("<tab>")
		}
	})
}
