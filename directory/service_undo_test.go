package directory_test

import (
	"slices"
	"testing"
	"time"

	"teleorne/directory"
)

// wantAsBefore checks that a listing stands as it did, but for the revision in
// which a content comes once more.
func (w *world) wantAsBefore(before *directory.Listing) *directory.Listing {
	w.t.Helper()
	now := w.listing(before.ID)
	was, is := directory.StandOf(before), directory.StandOf(now)
	was.Latest, is.Latest = 0, 0
	if before.Published == nil {
		was.UpdatedAt, is.UpdatedAt = time.Time{}, time.Time{} // of nothing
	}
	if was != is {
		w.t.Errorf("undone: %+v, before %+v", is, was)
	}
	if !now.Latest.Profile.Equal(&before.Latest.Profile) || !now.Latest.CreatedAt.Equal(before.Latest.CreatedAt) {
		w.t.Errorf("undone: %+v, before %+v", now.Latest, before.Latest)
	}
	return now
}

func TestUndoOfWhatWaited(t *testing.T) {
	for _, action := range []directory.Action{directory.ActionApprove, directory.ActionReject, directory.ActionAsk} {
		for _, first := range []bool{true, false} { // a new listing, or a change
			w := newWorld(t)
			mod, _, _ := w.mods()
			a := withKey("claire")
			if !first {
				w.owner(person("Claire Dubois"))
				a = withKey("Claire Dubois")
				w.clock.move(days)
			}
			m := w.submits(a, person("Claire Dubois", headline("Juriste")))
			before := w.listing(m.Listing.ID)
			since := w.opens(mod, directory.ListingItem(before.ID)).Since
			w.clock.move(time.Hour)
			d := w.decides(mod, directory.ListingItem(before.ID), action, "Voilà.")
			w.clock.move(time.Hour)
			u := w.undoes(mod, 0)
			after := w.wantAsBefore(before)
			if after.Latest.ID == before.Latest.ID || u.Decision.Action != "undo" || u.Decision.Revision != after.Latest.ID ||
				u.Decision.Target == "" || !after.Pending() {
				t.Errorf("%s: %+v, %+v", action, u.Decision, after)
			}
			if r := w.opens(mod, directory.ListingItem(before.ID)); !r.Since.Equal(since) {
				t.Errorf("%s: it waits since %v, not %v", action, r.Since, since)
			}
			if v := w.me(a).Verdict; first && v != nil || !first && v.Action != "approve" {
				t.Errorf("%s: the owner is told %+v", action, v)
			}
			if first {
				w.wantFound()
			} else {
				w.wantFound("claire-dubois")
			}
			// What was undone cannot be undone, nor can the undoing.
			for _, n := range []int64{d.Decision.Number, u.Decision.Number} {
				_, err := w.Undo(t.Context(), mod, n)
				wantCode(t, err, directory.CodeUndo)
			}
			_, err := w.Undo(t.Context(), mod, 0)
			wantCode(t, err, directory.CodeUndo)
			// It goes on as if nothing had been.
			w.decides(mod, directory.ListingItem(before.ID), directory.ActionApprove)
			w.wantFound("claire-dubois")
			w.undoes(mod, 0)
			w.wantAsBefore(before)
		}
	}
}

func TestUndoOfSuspension(t *testing.T) {
	w := newWorld(t)
	mod, other, admin := w.mods()
	a := w.owner(person("Claire Dubois"))
	id := w.me(a).Listing.ID
	w.reports(reader(1), "claire-dubois", directory.ReportOffensive, "Oh !")
	w.reports(reader(2), "claire-dubois", directory.ReportWrong, "")
	before := w.listing(id)
	d := w.decides(mod, directory.ReportItem(id), directory.ActionSuspend, "Non.")
	w.wantQueue(mod)
	_, err := w.Undo(t.Context(), other, d.Decision.Number)
	wantCode(t, err, directory.CodeNotPermitted)
	w.undoes(admin, d.Decision.Number)
	w.wantAsBefore(before)
	w.wantQueue(mod, string(directory.ReportItem(id)))
	if r := w.opens(mod, directory.ReportItem(id)); len(r.Reports) != 2 || r.Reports[0].Words != "Oh !" {
		t.Errorf("got %+v", r.Reports)
	}
	w.clock.move(time.Minute)
	w.decides(mod, directory.ReportItem(id), directory.ActionDismiss)
	w.wantQueue(mod)
	w.undoes(mod, 0)
	w.wantQueue(mod, string(directory.ReportItem(id)))
	w.clock.move(time.Minute)
	w.decides(mod, directory.ReportItem(id), directory.ActionAsk, "Quoi ?")
	w.wantQueue(mod)
	w.undoes(mod, 0)
	w.wantQueue(mod, string(directory.ReportItem(id)))
	// Restoring, too.
	w.clock.move(time.Minute)
	d = w.decides(mod, directory.ReportItem(id), directory.ActionSuspend, "Non.")
	w.clock.move(time.Minute)
	did(t)(w.Appeal(t.Context(), a, "Pourquoi ?"))
	_, err = w.Undo(t.Context(), mod, d.Decision.Number)
	wantCode(t, err, directory.CodeUndo) // its owner has answered
	w.decides(mod, directory.ListingItem(id), directory.ActionRestore)
	w.wantQueue(mod)
	w.undoes(mod, 0)
	w.wantQueue(mod, string(directory.AppealItem(id)))
	w.wantState(a, directory.StateSuspended)
}

// As long as nothing else happened to the listing: what happens to its owner's
// keys and drafts is no such thing.
func TestUndoWhileNothingElseHappened(t *testing.T) {
	w := newWorld(t)
	mod, _, _ := w.mods()
	a := w.owner(person("Claire Dubois"))
	id := w.me(a).Listing.ID
	suspend := func() int64 {
		t.Helper()
		w.clock.move(time.Minute)
		return w.decides(mod, directory.ListingItem(id), directory.ActionSuspend, "Non.").Decision.Number
	}
	suspend()
	if _, err := w.AddKey(t.Context(), a, pubLine(ed25519Key(t))); err != nil {
		t.Fatal(err)
	}
	w.link(a)
	w.drafts(a, person("Claire Dubois", headline("Juriste")))
	w.undoes(mod, 0)
	for what, happen := range map[string]func(){
		"submit": func() {
			w.drafts(a, person("Claire Dubois", headline("Traductrice")))
			did(t)(w.Submit(t.Context(), a, ""))
		},
		"withdraw": func() { did(t)(w.Withdraw(t.Context(), a)) },
	} {
		number := suspend()
		happen()
		_, err := w.Undo(t.Context(), mod, number)
		if !directory.IsCode(err, directory.CodeUndo) {
			t.Errorf("%s: %v", what, err)
		}
		w.submits(a, person("Claire Dubois", headline("Métier "+what)))
		w.decides(mod, directory.ListingItem(id), directory.ActionRestore)
	}
	for _, number := range []int64{1, 2, 999, -5} {
		_, err := w.Undo(t.Context(), w.granted("Adèle", directory.RoleAdministrator), number)
		if !directory.IsCode(err, directory.CodeUndo) && !directory.IsCode(err, directory.CodeNotFound) {
			t.Errorf("%d: %v", number, err)
		}
	}
}

// The last of several decisions first, then the one before; the operator's are
// found among what the program does by itself.
func TestUndoOneAfterTheOther(t *testing.T) {
	w := newWorld(t)
	mod, _, _ := w.mods()
	for _, by := range []directory.Actor{mod, directory.Operator()} {
		var ids []directory.ListingID
		for _, name := range []string{"Anne Un", "Basile Deux", "Chloé Trois"} {
			m := w.submits(withKey(name+by.Fingerprint), person(name))
			ids = append(ids, m.Listing.ID)
			w.decides(by, directory.ListingItem(m.Listing.ID), directory.ActionApprove)
		}
		for _, id := range slices.Backward(ids) {
			if d := w.undoes(by, 0); d.Listing.ID != id || !d.Listing.Pending() {
				t.Errorf("undone: %+v, want %d", d.Listing, id)
			}
		}
		_, err := w.Undo(t.Context(), by, 0)
		wantCode(t, err, directory.CodeUndo)
	}
}

// What a former version published by an import, and the fictional profiles that
// it wrote without a word in the log, are explained as well.
func TestExplainFormerVersions(t *testing.T) {
	at := func(day int) time.Time { return noon.Add(time.Duration(day) * days) }
	p, q := person("Claire Dubois"), person("Claire Dubois", headline("Juriste"))
	revisions := []directory.Revision{
		{ID: 1, Number: 1, State: directory.RevisionAccepted, Profile: p, CreatedAt: at(1)},
		{ID: 2, Number: 2, State: directory.RevisionAccepted, Profile: q, CreatedAt: at(2)},
		{ID: 3, Number: 3, State: directory.RevisionSubmitted, Profile: p, CreatedAt: at(4)},
	}
	log := []directory.Decision{
		{Number: 1, At: at(1), Action: "import", Revision: 1},
		{Number: 2, At: at(2), Action: "import", Revision: 2},
		{Number: 3, At: at(3), Action: "import", Revision: 2},
		{Number: 4, At: at(4), Action: "import", Revision: 3},
	}
	got := directory.Explain(log, revisions)
	if want := (directory.Stand{Published: 2, Latest: 3, State: directory.RevisionSubmitted, UpdatedAt: at(3), ConfirmedAt: at(3)}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	demo := &directory.Listing{Published: &revisions[0], Latest: &revisions[0], UpdatedAt: at(1), ConfirmedAt: at(5)}
	if differs := directory.Unexplained(demo, nil, revisions[:1]); differs != "" {
		t.Error(differs)
	}
	demo.Suspended = true
	if differs := directory.Unexplained(demo, nil, revisions[:1]); differs == "" {
		t.Error("a suspension that nobody wrote down is explained")
	}
	demo.Suspended, demo.UpdatedAt = false, at(2)
	if differs := directory.Unexplained(demo, nil, revisions[:1]); differs == "" {
		t.Error("an update that nobody wrote down is explained")
	}
}

func TestExplainDemoAndImports(t *testing.T) {
	w := newWorld(t)
	p := person("Claire Dubois")
	if err := w.FillDemo(t.Context(), directory.Operator(), []directory.DemoProfile{
		{Profile: p, UpdatedAt: noon.Add(-50 * days), ConfirmedAt: noon.Add(-20*days + 123*time.Microsecond)},
		{Profile: person("Bob Martin"), UpdatedAt: noon.Add(-40 * days)},
	}); err != nil {
		t.Fatal(err)
	}
	w.explained(1)
	w.explained(2)
	mod, _, _ := w.mods()
	w.decides(mod, "1", directory.ActionSuspend, "Non.")
	w.undoes(mod, 0)
	w = newWorld(t)
	w.publish(p)
	for _, o := range []directory.ImportOptions{{}, {Publish: true}, {}} {
		w.clock.move(days)
		p.Headline += " bis"
		r := rows(p)
		r[0].Slug = "claire-dubois"
		if _, err := w.ImportProfiles(t.Context(), directory.Operator(), r, o); err != nil {
			t.Fatal(err)
		}
		w.explained(1)
	}
	if got := w.actions(1); !slices.Equal(got, []string{"import_publish", "import", "import_publish", "import"}) {
		t.Errorf("got %v", got)
	}
}
