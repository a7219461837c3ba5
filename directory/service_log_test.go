package directory_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"teleorne/directory"
)

func TestLog(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	ana := w.admins("Ana")[0]
	claire := w.owner(person("Claire Dubois"))
	listing := w.me(claire).Listing.ID
	w.clock.move(time.Hour)
	if _, err := w.Confirm(ctx, claire); err != nil {
		t.Fatal(err)
	}
	bob := w.owner(person("Bob Martin"))
	done(t, true)(w.SetRole(ctx, ana, bob.Account, directory.RoleModerator, "Bienvenue."))
	page, err := w.Log(ctx, ana, directory.LogQuery{})
	if err != nil || page.More || len(page.Entries) < 8 {
		t.Fatalf("got %+v, %v", page, err)
	}
	e := page.Entries[0]
	if e.Action != "grant" || e.Name != "Ana" || e.Actor.Account != ana.Account || e.Actor.Fingerprint != ana.Fingerprint || e.Slug != "" || !e.At.Equal(noon.Add(time.Hour)) || e.Target != "account:"+number(bob.Account) {
		t.Errorf("the newest is %+v", e)
	}
	for i, e := range page.Entries[1:] {
		if e.Number >= page.Entries[i].Number {
			t.Errorf("entry %d stands behind %d", e.Number, page.Entries[i].Number)
		}
		if e.Listing == listing && e.Slug != "claire-dubois" {
			t.Errorf("%+v", e)
		}
	}
	count := func(q directory.LogQuery) (n int) {
		t.Helper()
		if err := w.ExportLog(ctx, ana, q, func(*directory.Entry) error { n++; return nil }); err != nil {
			t.Fatal(err)
		}
		return n
	}
	all := count(directory.LogQuery{})
	for _, c := range []struct {
		q    directory.LogQuery
		want int
	}{
		{directory.LogQuery{Limit: 1}, all}, // of an export there is no page
		{directory.LogQuery{Listing: listing}, 4},
		{directory.LogQuery{By: ana.Account}, 1},
		{directory.LogQuery{Action: "confirm"}, 1},
		{directory.LogQuery{Target: "account:"}, 2},
		{directory.LogQuery{From: noon.Add(time.Hour), Listing: listing}, 1},
		{directory.LogQuery{Until: noon.Add(time.Hour), Listing: listing}, 3},
		{directory.LogQuery{Before: 1}, 0},
		{directory.LogQuery{Action: "nothing of the kind"}, 0},
	} {
		if got := count(c.q); got != c.want {
			t.Errorf("%+v: %d, want %d", c.q, got, c.want)
		}
	}
	enough := errors.New("enough")
	if err := w.ExportLog(ctx, ana, directory.LogQuery{}, func(*directory.Entry) error { return enough }); !errors.Is(err, enough) {
		t.Error(err)
	}
	for _, limit := range []int{-1, 1001} {
		_, err := w.Log(ctx, ana, directory.LogQuery{Limit: limit})
		wantCode(t, err, directory.CodeOutOfRange)
	}
	for _, a := range []directory.Actor{visitor, known, claire, bob, moderator, admin} {
		_, err := w.Log(ctx, a, directory.LogQuery{})
		wantCode(t, err, directory.CodeNotPermitted)
		wantCode(t, w.ExportLog(ctx, a, directory.LogQuery{}, nil), directory.CodeNotPermitted)
	}
}

// Pages of the log meet without a gap, also where an export needs several.
func TestLogPages(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	const entries = 2345
	if err := w.store.Update(ctx, func(tx directory.Tx) error {
		for i := range entries {
			if err := tx.Decide(directory.Decision{At: noon, Actor: directory.Operator(), Action: "test", Reason: fmt.Sprint(i)}); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	var paged []string
	for q := (directory.LogQuery{Limit: 1000}); ; {
		page, err := w.Log(ctx, directory.Operator(), q)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range page.Entries {
			paged = append(paged, e.Reason)
		}
		if !page.More {
			break
		}
		q.Before = page.Entries[len(page.Entries)-1].Number
	}
	var exported []string
	if err := w.ExportLog(ctx, directory.Operator(), directory.LogQuery{}, func(e *directory.Entry) error { exported = append(exported, e.Reason); return nil }); err != nil {
		t.Fatal(err)
	}
	if len(paged) != entries || !slices.Equal(paged, exported) || paged[0] != fmt.Sprint(entries-1) || paged[entries-1] != "0" {
		t.Errorf("%d entries in pages, %d in the export", len(paged), len(exported))
	}
}

// Whoever changes the log with other tools is found out.
func TestCheckLog(t *testing.T) {
	fresh := newWorld(t)
	if check, problems, err := fresh.CheckLog(t.Context()); err != nil || check != (directory.LogCheck{}) || len(problems) != 0 {
		t.Errorf("an empty log: %+v, %v, %v", check, problems, err)
	}
	for name, c := range map[string]struct {
		tamper []string
		broken int64
	}{
		"nothing":         {nil, 0},
		"a reason":        {[]string{"UPDATE decision SET reason = 'autre' WHERE id = 3"}, 3},
		"an actor":        {[]string{"UPDATE decision SET account = 77 WHERE id = 2"}, 2},
		"a time":          {[]string{"UPDATE decision SET at = at + 1 WHERE id = 1"}, 1},
		"one taken out":   {[]string{"DELETE FROM decision WHERE id = 2"}, 3},
		"the first":       {[]string{"DELETE FROM decision WHERE id = 1"}, 2},
		"a hash":          {[]string{"UPDATE decision SET hash = zeroblob(32) WHERE id = 2"}, 2},
		"forgotten right": {[]string{"UPDATE decision SET reason = '', reason_salt = NULL WHERE id = 3"}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			if err := w.store.Update(t.Context(), func(tx directory.Tx) error {
				for i := range 5 {
					if err := tx.Decide(directory.Decision{At: noon, Actor: directory.Operator(), Action: "test", Reason: fmt.Sprint("motif ", i)}); err != nil {
						return err
					}
				}
				return nil
			}); err != nil {
				t.Fatal(err)
			}
			for _, name := range []string{"decision_is_final", "decision_is_kept"} {
				w.elsewhere("DROP TRIGGER " + name)
			}
			for _, statement := range c.tamper {
				w.elsewhere(statement)
			}
			check, _, err := w.CheckLog(t.Context())
			if err != nil || check.Broken != c.broken || len(check.Head) != 64 || check.Entries < 4 {
				t.Errorf("got %+v, %v", check, err)
			}
		})
	}
}

// What the log does not explain is told by its number.
func TestCheckLogFindsWhatNobodyDecided(t *testing.T) {
	w := newWorld(t)
	w.owner(person("Claire Dubois"))
	w.owner(person("Bob Martin"))
	if _, problems, err := w.CheckLog(t.Context()); err != nil || len(problems) != 0 {
		t.Errorf("got %v, %v", problems, err)
	}
	w.hide("bob-martin", "suspended")
	_, problems, err := w.CheckLog(t.Context())
	if err != nil || len(problems) != 1 || !strings.HasPrefix(problems[0], "listing 2: ") {
		t.Errorf("got %v, %v", problems, err)
	}
}

// liveStore is written to by others while the log is read, and between that and
// the listings.
type liveStore struct {
	directory.Store
	meanwhile func()
}

func (l *liveStore) EachDecision(ctx context.Context, after int64, fn func(*directory.Decision) error) error {
	err := l.Store.EachDecision(ctx, after, fn)
	if l.meanwhile != nil {
		l.meanwhile()
	}
	return err
}

// What is decided while log and listings are compared is no difference; what
// nobody decided stays one.
func TestCheckLogOfALiveDirectory(t *testing.T) {
	live := &liveStore{}
	w := newWorld(t, func(o *directory.Options) { live.Store = o.Store; o.Store = live })
	claire, bob := w.owner(person("Claire Dubois")), w.owner(person("Bob Martin"))
	w.owner(person("Ève Leroy"))
	w.hide("eve-leroy", "suspended")
	live.meanwhile = func() {
		w.clock.move(time.Hour)
		w.owner(person("Zoé Petit"))
		if _, err := w.Confirm(t.Context(), claire); err != nil {
			t.Error(err)
		}
		if _, err := w.Erase(t.Context(), bob, "bob-martin"); err != nil {
			t.Error(err)
		}
	}
	check, problems, err := w.CheckLog(t.Context())
	if err != nil || check.Broken != 0 || len(problems) != 1 || !strings.HasPrefix(problems[0], "listing 3: ") {
		t.Errorf("got %+v, %v, %v", check, problems, err)
	}
}
