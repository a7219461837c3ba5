package directory_test

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"teleorne/directory"
)

func TestDecideAboutWhatWaits(t *testing.T) {
	w := newWorld(t)
	mod, _, _ := w.mods()
	a := withKey("claire")
	m := w.submits(a, person("Claire Dubois"))
	id := directory.ListingItem(m.Listing.ID)
	d := w.decides(mod, id, directory.ActionAsk, " Précisez votre métier.\r\n")
	if d.Decision.Action != "ask" || d.Decision.Reason != "Précisez votre métier." || d.Decision.Actor.Account != mod.Account ||
		d.Decision.Revision != m.Listing.Latest.ID || d.Done != 1 || d.Listing.State() != directory.StateRejected {
		t.Errorf("got %+v", d)
	}
	m = w.wantState(a, directory.StateRejected)
	if v := m.Verdict; v == nil || v.Action != "ask" || v.Actor != (directory.Actor{Role: directory.RoleModerator}) || v.Seal.Hash != nil {
		t.Errorf("the verdict is %+v", v)
	}
	w.wantQueue(mod)
	w.submits(a, person("Claire Dubois", headline("Comptable")))
	w.decides(mod, id, directory.ActionApprove)
	w.wantFound("claire-dubois")
	m = w.submits(a, person("Claire Dubois", headline("Reine")))
	d = w.decides(mod, id, directory.ActionReject, "Non.")
	if d.Listing.State() != directory.StatePublished || d.Listing.Latest.State != directory.RevisionRefused {
		t.Errorf("got %+v", d.Listing)
	}
	w.wantActions(m, "sign_up", "submit", "ask", "submit", "approve", "submit", "reject")
}

// What was accepted first is a new profile to its owner, however often it was sent
// back before; what was accepted after that is a change.
func TestFirstAccepted(t *testing.T) {
	w := newWorld(t)
	mod, _, _ := w.mods()
	a := withKey("claire")
	id := directory.ListingItem(w.submits(a, person("Claire Dubois")).Listing.ID)
	accept := func(first bool) *directory.Decided {
		t.Helper()
		d := w.decides(mod, id, directory.ActionApprove)
		if m := w.me(a); m.First != first {
			t.Errorf("the first version that was published: %v, want %v", m.First, first)
		}
		return d
	}
	w.decides(mod, id, directory.ActionReject, "Non.")
	w.submits(a, person("Claire Dubois", headline("Comptable")))
	w.undoes(mod, accept(true).Decision.Number)
	accept(true)
	w.submits(a, person("Claire Dubois", headline("Reine")))
	accept(false)
}

func TestDecideAboutWhatIsPublished(t *testing.T) {
	w := newWorld(t)
	mod, _, _ := w.mods()
	a := w.owner(person("Claire Dubois"))
	m := w.me(a)
	id := directory.ListingItem(m.Listing.ID)
	news, stop := w.OwnChanges(a.Account)
	defer stop()
	d := w.decides(mod, id, directory.ActionAsk, "Votre téléphone sonne dans le vide.")
	if !told(news) || d.Decision.Revision != m.Listing.Published.ID {
		t.Errorf("got %+v", d.Decision)
	}
	w.wantFound("claire-dubois")
	if m = w.me(a); m.Verdict.Action != "ask" || m.Verdict.Reason != "Votre téléphone sonne dans le vide." || !m.Contest.IsZero() {
		t.Errorf("got %+v", m)
	}
	w.decides(mod, id, directory.ActionSuspend, "Publicité.")
	w.wantFound()
	if m = w.wantState(a, directory.StateSuspended); m.Verdict.Action != "suspend" || m.Contest.IsZero() {
		t.Errorf("got %+v", m)
	}
	if r := w.opens(mod, id); r.Kind != directory.ItemListing || r.Can[directory.ActionRestore] != nil ||
		!directory.IsCode(r.Can[directory.ActionSuspend], directory.CodeState) || !directory.IsCode(r.Can[directory.ActionApprove], directory.CodeState) {
		t.Errorf("got %+v", r)
	}
	w.decides(mod, id, directory.ActionRestore)
	w.wantFound("claire-dubois")
	w.wantActions(m, "sign_up", "submit", "approve", "ask", "suspend", "restore")
}

func TestReasons(t *testing.T) {
	w := newWorld(t)
	mod, _, _ := w.mods()
	m := w.submits(withKey("claire"), person("Claire Dubois"))
	id := directory.ListingItem(m.Listing.ID)
	for _, action := range []directory.Action{directory.ActionAsk, directory.ActionReject, directory.ActionSuspend} {
		for reason, code := range map[string]directory.Code{
			"": directory.CodeReason, " \n\t\u200b": directory.CodeReason,
			strings.Repeat("é", 1001): directory.CodeTooLong, strings.Repeat("x", 10_000_000): directory.CodeTooLong,
			"\xff": directory.CodeEncoding,
		} {
			_, err := w.Decide(t.Context(), mod, directory.Verdict{Item: id, Action: action, Reason: reason})
			if e := wantCode(t, err, code); e.Field != "reason" {
				t.Errorf("the error is about %q", e.Field)
			}
		}
	}
	for _, reason := range []string{strings.Repeat("é", 1001), "\xff"} { // where it is optional, too
		if _, err := w.Decide(t.Context(), mod, directory.Verdict{Item: id, Action: directory.ActionApprove, Reason: reason}); err == nil {
			t.Errorf("%.10q… is a reason", reason)
		}
	}
	w.wantActions(m, "sign_up", "submit")
	d := w.decides(mod, id, directory.ActionApprove, "\x1b[31mBienvenue\u202e !")
	if d.Decision.Reason != "[31mBienvenue !" {
		t.Errorf("got %q", d.Decision.Reason)
	}
}

func TestDecideAboutNothing(t *testing.T) {
	w := newWorld(t)
	mod, _, _ := w.mods()
	a := w.owner(person("Claire Dubois"))
	draft := w.drafts(withKey("bob"), person("Bob Martin"))
	id := w.me(a).Listing.ID
	for _, c := range []struct {
		item   directory.ItemID
		action directory.Action
		code   directory.Code
	}{
		{"999", directory.ActionApprove, directory.CodeNotFound},
		{"x12", directory.ActionApprove, directory.CodeNotFound},
		{"", directory.ActionApprove, directory.CodeNotFound},
		{"-1", directory.ActionApprove, directory.CodeNotFound},
		{"99999999999999999999", directory.ActionApprove, directory.CodeNotFound},
		{directory.ListingItem(draft.Listing.ID), directory.ActionSuspend, directory.CodeNotFound},
		{directory.ReportItem(id), directory.ActionDismiss, directory.CodeNotFound},
		{directory.AppealItem(id), directory.ActionUphold, directory.CodeNotFound},
		{directory.ListingItem(id), directory.ActionApprove, directory.CodeState},
		{directory.ListingItem(id), directory.ActionRestore, directory.CodeState},
		{directory.ReportItem(id), directory.ActionApprove, directory.CodeChoice},
		{directory.AppealItem(id), directory.ActionSuspend, directory.CodeChoice},
		{directory.ListingItem(id), directory.ActionUphold, directory.CodeChoice},
		{directory.SkillItem("macramé"), directory.ActionApprove, directory.CodeChoice},
		{directory.ListingItem(id), directory.ActionBan, directory.CodeNotPermitted},
		{directory.ListingItem(id), "explode", directory.CodeNotPermitted},
	} {
		_, err := w.Decide(t.Context(), mod, directory.Verdict{Item: c.item, Action: c.action, Reason: "Parce que."})
		wantCode(t, err, c.code)
	}
	// Erased while somebody reads it.
	r := w.opens(mod, directory.ListingItem(id))
	if _, err := w.Erase(t.Context(), a, "claire-dubois"); err != nil {
		t.Fatal(err)
	}
	_, err := w.Decide(t.Context(), mod, directory.Verdict{Item: r.ID, Version: r.Version, Action: directory.ActionSuspend, Reason: "Non."})
	wantCode(t, err, directory.CodeNotFound)
	_, err = w.Open(t.Context(), mod, r.ID, "")
	wantCode(t, err, directory.CodeNotFound)
}

// What changed since it was opened must be read again.
func TestDecideStale(t *testing.T) {
	w := newWorld(t)
	mod, other, _ := w.mods()
	a := w.owner(person("Claire Dubois"))
	id := directory.ListingItem(w.me(a).Listing.ID)
	stale := func(r *directory.Review, action directory.Action) {
		t.Helper()
		_, err := w.Decide(t.Context(), mod, directory.Verdict{Item: r.ID, Version: r.Version, Action: action, Reason: "Non."})
		if e := wantCode(t, err, directory.CodeStale); e.Params["at"] == nil {
			t.Errorf("since when? %v", e)
		}
	}
	w.submits(a, person("Claire Dubois", headline("Juriste")))
	r := w.opens(mod, id)
	w.submits(a, person("Claire Dubois", headline("Avocate")))
	stale(r, directory.ActionApprove)
	r = w.opens(mod, id)
	w.decides(other, id, directory.ActionSuspend, "Non.")
	stale(r, directory.ActionApprove)
	r = w.opens(mod, id)
	w.decides(other, id, directory.ActionRestore)
	w.decides(other, id, directory.ActionApprove)
	// A report more, or other words, are to be read as well.
	w.reports(reader(1), "claire-dubois", directory.ReportOther, "")
	reports := directory.ReportItem(r.Listing.ID)
	r = w.opens(mod, reports)
	w.reports(reader(2), "claire-dubois", directory.ReportOther, "")
	stale(r, directory.ActionDismiss)
	r = w.opens(mod, reports)
	w.reports(reader(2), "claire-dubois", directory.ReportOther, "Et encore.")
	stale(r, directory.ActionDismiss)
	// Of what is published, another decision is to be read.
	r = w.opens(mod, id)
	w.decides(other, id, directory.ActionAsk, "Quoi ?")
	stale(r, directory.ActionAsk)
	// What its owner does with their day of return changes nothing of it.
	r = w.opens(mod, id)
	did(t)(w.Pause(t.Context(), a, 0))
	if _, err := w.Decide(t.Context(), mod, directory.Verdict{Item: id, Version: r.Version, Action: directory.ActionAsk, Reason: "Quoi ?"}); err != nil {
		t.Error(err)
	}
}

// Nobody decides about their own listing, by whatever item.
func TestDecideAboutOwn(t *testing.T) {
	w := newWorld(t)
	mod, other, admin := w.mods()
	for _, a := range []directory.Actor{mod, admin} {
		m := w.submits(a, person("Mo Dératrice", headline(a.Fingerprint[7:17])))
		id := m.Listing.ID
		own := func(item directory.ItemID, actions ...directory.Action) {
			t.Helper()
			r := w.opens(a, item)
			if !r.Own {
				t.Error("it is their own")
			}
			if r, err := w.Open(t.Context(), a, item, "session"); err != nil || r.Claim != nil {
				t.Errorf("claimed: %+v, %v", r, err)
			}
			for _, action := range actions {
				if r.Can[action] != nil {
					wantCode(t, r.Can[action], directory.CodeOwnListing)
				} else {
					t.Errorf("%s %s is possible", action, item)
				}
				_, err := w.Decide(t.Context(), a, directory.Verdict{Item: item, Action: action, Reason: "Pour moi."})
				wantCode(t, err, directory.CodeOwnListing)
			}
		}
		item := directory.ListingItem(id)
		own(item, directory.ActionApprove, directory.ActionAsk, directory.ActionReject, directory.ActionSuspend)
		w.decides(other, item, directory.ActionApprove)
		w.reports(reader(1), m.Listing.Slug, directory.ReportWrong, "")
		own(directory.ReportItem(id), directory.ActionDismiss, directory.ActionAsk, directory.ActionSuspend)
		w.decides(other, directory.ReportItem(id), directory.ActionSuspend, "Non.")
		own(item, directory.ActionRestore)
		did(t)(w.Appeal(t.Context(), a, "Si."))
		own(directory.AppealItem(id), directory.ActionUphold, directory.ActionReverse)
		_, err := w.Undo(t.Context(), a, w.decisionsOf(id)[len(w.decisionsOf(id))-2].Number)
		if a.Role == directory.RoleAdministrator {
			wantCode(t, err, directory.CodeOwnListing)
		} else {
			wantCode(t, err, directory.CodeNotPermitted)
		}
		q, err := w.Queue(t.Context(), a)
		if err != nil || !slices.ContainsFunc(q.Items, func(i *directory.Item) bool { return i.Own }) {
			t.Errorf("the queue does not say that it is their own: %v", err)
		}
		if q, err = w.Queue(t.Context(), other); err != nil || slices.ContainsFunc(q.Items, func(i *directory.Item) bool { return i.Own }) {
			t.Errorf("the queue says that it is another's own: %v", err)
		}
		w.decides(w.granted("third", directory.RoleModerator), directory.AppealItem(id), directory.ActionReverse)
	}
}

func (w *world) decisionsOf(id directory.ListingID) []directory.Decision {
	w.t.Helper()
	log, err := w.store.Decisions(w.t.Context(), id, 0)
	if err != nil {
		w.t.Fatal(err)
	}
	return log
}

func TestDecideWithoutTheRole(t *testing.T) {
	w := newWorld(t)
	mod, _, _ := w.mods()
	m := w.submits(withKey("claire"), person("Claire Dubois"))
	id := directory.ListingItem(m.Listing.ID)
	former := w.granted("former", directory.RoleModerator)
	if _, err := w.Open(t.Context(), former, id, "former"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.RevokeRole(t.Context(), directory.Operator(), former.Fingerprint); err != nil {
		t.Fatal(err)
	}
	banned := w.granted("banned", directory.RoleModerator)
	w.bans(banned)
	ctx := t.Context()
	v := directory.Verdict{Item: id, Action: directory.ActionApprove}
	for who, c := range map[string]struct {
		actor directory.Actor
		code  directory.Code
	}{
		"a visitor": {visitor, directory.CodeNotPermitted}, "a key": {known, directory.CodeNotPermitted},
		"the owner": {withKey("claire"), directory.CodeNotPermitted}, "nobody's role": {moderator, directory.CodeNotPermitted},
		"a former moderator": {former, directory.CodeNotPermitted}, "a banned one": {banned, directory.CodeBanned},
	} {
		for what, do := range map[string]func() error{
			"decide":  func() error { _, err := w.Decide(ctx, c.actor, v); return err },
			"undo":    func() error { _, err := w.Undo(ctx, c.actor, 1); return err },
			"approve": func() error { _, err := w.ApproveMany(ctx, c.actor, []directory.Verdict{v}); return err },
			"claim":   func() error { _, err := w.Open(ctx, c.actor, id, "x"); return err },
		} {
			if err := do(); !directory.IsCode(err, c.code) {
				t.Errorf("%s: %s: %v, want %s", who, what, err, c.code)
			}
		}
		if c.code == directory.CodeNotPermitted {
			_, err := w.Queue(ctx, c.actor)
			wantCode(t, err, directory.CodeNotPermitted)
			_, err = w.LowRisk(ctx, c.actor)
			wantCode(t, err, directory.CodeNotPermitted)
			_, err = w.FindListings(ctx, c.actor, directory.ListingQuery{})
			wantCode(t, err, directory.CodeNotPermitted)
		}
	}
	w.wantActions(m, "sign_up", "submit")
	// The claim of who is a moderator no more lapses like any other.
	w.clock.move(11 * time.Minute)
	w.decides(mod, id, directory.ActionApprove)
}

// bans keeps somebody's key out.
func (w *world) bans(a directory.Actor) {
	w.t.Helper()
	err := w.store.Update(w.t.Context(), func(tx directory.Tx) error {
		_, err := tx.AddBan(directory.Ban{Fingerprint: a.Fingerprint, Reason: "Abus.", At: w.Now(), Until: w.Now().AddDate(0, 0, 7)})
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

func TestABannedOwnerDoesNothing(t *testing.T) {
	w := newWorld(t)
	a := w.owner(person("Claire Dubois"))
	w.bans(a)
	_, err := w.SaveDraft(t.Context(), a, "", person("Claire Dubois", headline("Juriste")), nil)
	if e := wantCode(t, err, directory.CodeBanned); e.Params["reason"] != "Abus." || e.Params["until"] != w.Today()+7 {
		t.Errorf("got %v", e)
	}
	_, err = w.Withdraw(t.Context(), a)
	wantCode(t, err, directory.CodeBanned)
	_, err = w.Report(t.Context(), a, "claire-dubois", directory.ReportOther, "")
	wantCode(t, err, directory.CodeOwnListing)
	w.owner(person("Bob Martin"))
	_, err = w.Report(t.Context(), a, "bob-martin", directory.ReportOther, "")
	wantCode(t, err, directory.CodeBanned)
	w.clock.move(8 * days)
	did(t)(w.Withdraw(t.Context(), a))
}

// Of two who decide at once, one does: whatever each decides.
func TestTwoModeratorsAtOnce(t *testing.T) {
	w := newWorld(t)
	mod, other, admin := w.mods()
	for round := range 12 {
		a := withKey("owner" + string(rune('a'+round)))
		m := w.submits(a, person("Claire Dubois", headline("Métier "+string(rune('a'+round)))))
		r := w.opens(mod, directory.ListingItem(m.Listing.ID))
		version := r.Version
		if round%2 == 1 {
			version = "" // whatever there is
		}
		verdicts := []directory.Action{directory.ActionApprove, directory.ActionReject, directory.ActionAsk}
		var wait sync.WaitGroup
		errs := make([]error, len(verdicts))
		for i, who := range []directory.Actor{mod, other, admin} {
			wait.Go(func() {
				_, errs[i] = w.Decide(t.Context(), who, directory.Verdict{Item: r.ID, Version: version, Action: verdicts[(i+round)%3], Reason: "Voilà."})
			})
		}
		wait.Wait()
		done := 0
		for _, err := range errs {
			switch {
			case err == nil:
				done++
			case !directory.IsCode(err, directory.CodeState) && !directory.IsCode(err, directory.CodeStale):
				// Asking is possible of what another has published meanwhile.
				t.Errorf("the other is told %v", err)
			}
		}
		decisions := len(w.actions(m.Listing.ID)) - 2
		if done != decisions || version != "" && done != 1 || done < 1 {
			t.Errorf("round %d: %d succeeded, the log has %d: %v", round, done, decisions, errs)
		}
		w.explained(m.Listing.ID)
	}
}
