package directory_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"teleorne/directory"
)

func TestAges(t *testing.T) {
	ages := directory.DefaultAges()
	confirmed := time.Date(2026, 1, 15, 10, 0, 0, 0, time.UTC)
	at := func(months, days int) time.Time { return confirmed.AddDate(0, months, days) }
	hide, erase := at(12, 0), at(24, 0)
	for _, c := range []struct {
		now  time.Time
		age  directory.Age
		next time.Time
	}{
		{at(0, -1), directory.AgeFresh, hide},
		{at(0, 0), directory.AgeFresh, hide},
		{at(6, -1), directory.AgeFresh, hide},
		{at(6, 0), directory.AgeDue, hide},
		{at(9, -1), directory.AgeDue, hide},
		{at(9, 0), directory.AgeLow, hide},
		{at(12, -1), directory.AgeLow, hide},
		{at(12, 0), directory.AgeHidden, erase},
		{at(22, -1), directory.AgeHidden, erase},
		{at(22, 0), directory.AgeLeaving, erase},
		{at(24, -1), directory.AgeLeaving, erase},
		{at(24, 0), directory.AgeGone, erase},
	} {
		age := ages.Of(confirmed, c.now)
		if next := ages.Next(confirmed, age); age != c.age || !next.Equal(c.next) {
			t.Errorf("%v: %s, then %v; want %s, then %v", c.now, age, next, c.age, c.next)
		}
	}
	for _, c := range []struct {
		ages directory.Ages
		age  directory.Age
		next time.Time
	}{
		{directory.Ages{Remind: 6}, directory.AgeDue, time.Time{}},
		{directory.Ages{Lower: 9, Erase: 48, Notice: 2}, directory.AgeLow, at(48, 0)},
		{directory.Ages{Hide: 12}, directory.AgeHidden, time.Time{}},
		{directory.Ages{Erase: 31, Notice: 2}, directory.AgeLeaving, at(31, 0)},
		{directory.Ages{Erase: 31}, directory.AgeFresh, at(31, 0)},
	} {
		age := c.ages.Of(confirmed, at(30, 0))
		if next := c.ages.Next(confirmed, age); age != c.age || !next.Equal(c.next) {
			t.Errorf("%+v: %s, then %v; want %s, then %v", c.ages, age, next, c.age, c.next)
		}
	}
}

func TestUpkeepHidesAndConfirmingBringsBack(t *testing.T) {
	w := newWorld(t)
	a := w.owner(person("Claire Dubois"))
	w.upkeep()
	w.wantFound("claire-dubois")
	w.months(10)
	w.upkeep()
	if m := w.wantState(a, directory.StatePublished); m.Age != directory.AgeLow || !m.Next.Equal(noon.AddDate(0, 12, 0)) {
		t.Errorf("%s, then %v", m.Age, m.Next)
	}
	w.months(2)
	news, stop := w.OwnChanges(a.Account)
	defer stop()
	w.upkeep()
	m := w.wantState(a, directory.StateDormant)
	if m.Age != directory.AgeHidden || !told(news) {
		t.Errorf("got %+v", m)
	}
	w.wantFound()
	if _, err := w.Show(t.Context(), visitor, "claire-dubois", false); !directory.IsCode(err, directory.CodeNotFound) {
		t.Error(err)
	}
	w.upkeep()
	w.wantActions(m, "sign_up", "submit", "approve", "hide")
	if m = did(t)(w.Confirm(t.Context(), a)); m.Listing.State() != directory.StatePublished || m.Age != directory.AgeFresh {
		t.Errorf("got %+v", m)
	}
	w.wantFound("claire-dubois")
	// Submitting confirms as well, and so do an approval and an import.
	w.months(13)
	w.upkeep()
	w.wantState(a, directory.StateDormant)
	w.submits(a, person("Claire Dubois", available("2026-12-01")))
	w.wantFound("claire-dubois")
	m = w.submits(a, person("Claire Dubois", headline("Juriste")))
	w.months(13)
	w.upkeep()
	w.approves(m)
	w.wantFound("claire-dubois")
	w.months(13)
	w.upkeep()
	w.wantFound()
	given := rows(person("Claire Dubois", headline("Notaire")))
	given[0].Slug = "claire-dubois"
	w.importing(given, publish)
	w.wantFound("claire-dubois")
	if m := w.wantState(a, directory.StatePublished); m.Age != directory.AgeFresh {
		t.Errorf("got %+v", m)
	}
}

// One listing that cannot be read keeps no other from what is due.
func TestUpkeepGoesOnBehindADamagedDraft(t *testing.T) {
	w := newWorld(t)
	a, b := w.owner(person("Claire Dubois")), w.owner(person("Denis Revient"))
	for _, who := range []directory.Actor{a, b} {
		did(t)(w.Pause(t.Context(), who, w.Today()+3))
		did(t)(w.SaveDraft(t.Context(), who, "", person("Un brouillon"), nil))
	}
	w.elsewhere(fmt.Sprintf(`UPDATE draft SET content = '{"available_from": "x"}' WHERE listing = %d`, w.me(a).Listing.ID))
	w.clock.move(4 * 24 * time.Hour)
	if err := w.Upkeep(t.Context()); err == nil {
		t.Error("nothing is said of the damaged one")
	}
	w.wantState(b, directory.StatePublished)
}

// An operator who gives more time brings back whom the former rule had hidden.
func TestUpkeepFollowsTheRule(t *testing.T) {
	w := newWorld(t)
	a := w.owner(person("Claire Dubois"))
	gone := w.owner(person("Denis Parti"))
	w.months(13)
	w.upkeep()
	did(t)(w.Withdraw(t.Context(), gone))
	w.wantFound()
	generous := openWorld(t, w.path, func(o *directory.Options) { o.Ages = directory.Ages{Hide: 18, Notice: 2} })
	generous.clock.at = w.clock.at
	generous.upkeep()
	generous.wantFound("claire-dubois")
	generous.wantActions(generous.me(a), "sign_up", "submit", "approve", "hide", "wake")
	generous.wantState(gone, directory.StateWithdrawn)
}

func TestUpkeepErases(t *testing.T) {
	w := newWorld(t)
	a := w.owner(person("Claire Dubois"))
	w.publish(person("Importé Sans-Clé"))
	mod := w.granted("mod", directory.RoleModerator)
	w.approves(w.submits(mod, person("Mo Dératrice")))
	w.months(23)
	w.upkeep()
	if m := w.wantState(a, directory.StateDormant); m.Age != directory.AgeLeaving || !m.Next.Equal(noon.AddDate(0, 24, 0)) {
		t.Errorf("%s, then %v", m.Age, m.Next)
	}
	access, stop := w.AccessChanges()
	defer stop()
	w.months(1)
	w.upkeep()
	if !told(access) {
		t.Error("nobody is told that an account is gone")
	}
	if n := len(w.listings()); n != 0 {
		t.Errorf("%d listings are left", n)
	}
	_, err := w.Me(t.Context(), a)
	wantCode(t, err, directory.CodeRevoked)
	_, err = w.Identify(t.Context(), a.Fingerprint)
	wantCode(t, err, directory.CodeNotFound)
	// Whoever has a role keeps the account.
	if m := w.me(mod); m.Listing != nil || m.Account.Role != directory.RoleModerator {
		t.Errorf("got %+v", m)
	}
	w.upkeep()
	// Nobody gets the slug, not even the same person.
	a.Account = 0
	if m := w.drafts(a, person("Claire Dubois")); m.Listing.Slug != "claire-dubois-2" {
		t.Errorf("the slug is %s", m.Listing.Slug)
	}
}

func TestUpkeepErasesForgottenDrafts(t *testing.T) {
	w := newWorld(t)
	a, b, c := withKey("a"), withKey("b"), withKey("c")
	w.drafts(a, person("Anne Un"))
	w.drafts(b, person("Basile Deux"))
	w.submits(c, person("Chloé Trois"))
	w.months(11)
	m := w.drafts(b, person("Basile Deux", headline("Comptable")))
	if want := w.Now().AddDate(0, 12, 0); !m.Next.Equal(want) {
		t.Errorf("erased at %v, want %v", m.Next, want)
	}
	w.months(2)
	w.upkeep()
	if m := w.me(a); m.Listing != nil || m.Account.ID != 0 {
		t.Errorf("got %+v", m)
	}
	w.wantState(b, directory.StateDraft)
	w.wantState(c, directory.StatePending)
	w.months(11)
	w.upkeep()
	if m := w.me(b); m.Listing != nil {
		t.Errorf("got %+v", m)
	}
	if m := w.me(c); m.Listing != nil {
		t.Errorf("what nobody decided on is kept for ever: %+v", m)
	}
}

func TestUpkeepLeavesADemonstrationAlone(t *testing.T) {
	w := newWorld(t)
	old := noon.AddDate(-3, 0, 0)
	if err := w.FillDemo(t.Context(), directory.Operator(), []directory.DemoProfile{{Profile: person("Claire Dubois"), UpdatedAt: old, ConfirmedAt: old}}); err != nil {
		t.Fatal(err)
	}
	w.upkeep()
	w.wantFound("claire-dubois")
}

func TestUpkeepOff(t *testing.T) {
	w := newWorld(t, func(o *directory.Options) { o.Ages = directory.Ages{Notice: 2} })
	a := w.owner(person("Claire Dubois"))
	b := withKey("b")
	w.drafts(b, person("Basile Deux"))
	w.months(60)
	w.upkeep()
	if m := w.wantState(a, directory.StatePublished); m.Age != directory.AgeFresh || !m.Next.IsZero() {
		t.Errorf("%s, then %v", m.Age, m.Next)
	}
	w.wantState(b, directory.StateDraft)
}

func TestUpkeepForgetsCodes(t *testing.T) {
	w := newWorld(t)
	a := w.owner(person("Claire Dubois"))
	if _, err := w.Link(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	codes := func() int {
		t.Helper()
		passes, err := w.store.Passes(t.Context(), a.Account)
		if err != nil {
			t.Fatal(err)
		}
		return len(passes)
	}
	w.clock.move(time.Hour)
	w.upkeep()
	if codes() != 1 {
		t.Error("a code is forgotten before one can say that it is too old")
	}
	w.clock.move(24 * time.Hour)
	w.upkeep()
	if codes() != 0 {
		t.Error("a code is kept for ever")
	}
}

func TestUpkeepOfMany(t *testing.T) {
	w := newWorld(t)
	var people []directory.Profile
	for i := range 250 {
		people = append(people, person("Personne "+string(rune('a'+i%26))+string(rune('a'+i/26))))
	}
	w.publish(people...)
	w.months(13)
	w.upkeep()
	w.wantFound()
	w.months(12)
	w.upkeep()
	if n := len(w.listings()); n != 0 {
		t.Errorf("%d are left", n)
	}
}

// Only whoever serves the directory hides and erases, for others may know other
// Ages; and not by a clock that is suddenly far ahead.
func TestKeepUp(t *testing.T) {
	w := newWorld(t)
	a := w.owner(person("Claire Dubois"))
	did(t)(w.Pause(t.Context(), a, w.Today()+1))
	w.clock.move(24 * time.Hour)
	ctx, stop := context.WithCancel(t.Context())
	var running sync.WaitGroup
	defer running.Wait()
	defer stop()
	seen := func(what func() bool) {
		t.Helper()
		for range 100 {
			if what() {
				return
			}
			time.Sleep(50 * time.Millisecond)
		}
		t.Fatal("not within five seconds")
	}
	noted := func() bool {
		day, err := w.store.Setting(t.Context(), "upkeep_day")
		return err == nil && day == w.Today().String()
	}
	running.Go(func() { w.Follow(ctx) })
	time.Sleep(1200 * time.Millisecond)
	w.wantFound()
	running.Go(func() { w.KeepUp(ctx) })
	seen(noted)
	w.wantFound("claire-dubois")
	w.months(25)
	seen(noted)
	w.wantFound("claire-dubois")
	// By tomorrow the clock is what it is.
	w.clock.move(24 * time.Hour)
	seen(noted)
	w.wantFound()
	stop()
	running.Wait()
	if n := strings.Count(w.log.String(), "the clock leapt"); n != 1 {
		t.Errorf("said %d times: %s", n, w.log)
	}
}

// A day begins at midnight in the Orne, for what is told as for what is done.
func TestAgesCountInDays(t *testing.T) {
	w := newWorld(t)
	a := w.owner(person("Claire Dubois")) // at noon UTC
	next := directory.DateOf(w.me(a).Next.In(w.Now().Location()))
	if want, _ := directory.ParseDate("2027-11-23"); next != want {
		t.Fatalf("hidden on %v", next)
	}
	w.clock.move(time.Date(2027, 11, 22, 22, 59, 0, 0, time.UTC).Sub(w.clock.now()))
	w.upkeep()
	if m := w.wantState(a, directory.StatePublished); m.Age != directory.AgeLow {
		t.Errorf("it is %s", m.Age)
	}
	w.clock.move(time.Minute)
	if m := w.me(a); m.Age != directory.AgeHidden {
		t.Errorf("it is %s", m.Age)
	}
	w.upkeep()
	w.wantState(a, directory.StateDormant)
	// What was withdrawn is not hidden any more, only erased.
	did(t)(w.Withdraw(t.Context(), a))
	if m := w.me(a); m.Age != "" || directory.DateOf(m.Next).String() != "2028-11-23" {
		t.Errorf("%q, then %v", m.Age, m.Next)
	}
}
