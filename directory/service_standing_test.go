package directory_test

import (
	"testing"
	"time"

	"teleorne/directory"
)

func TestWithdraw(t *testing.T) {
	w := newWorld(t)
	a := w.owner(person("Claire Dubois"))
	w.submits(a, person("Claire Dubois", headline("Juriste")))
	m := did(t)(w.Withdraw(t.Context(), a))
	if m.Listing.State() != directory.StateWithdrawn || m.Listing.Pending() {
		t.Errorf("got %+v", m.Listing)
	}
	w.wantFound()
	if _, err := w.Show(t.Context(), visitor, "claire-dubois", false); !directory.IsCode(err, directory.CodeNotFound) {
		t.Error(err)
	}
	w.wantQueue(directory.Operator())
	_, err := w.Decide(t.Context(), directory.Operator(), approval(m.Listing.ID))
	wantCode(t, err, directory.CodeState)
	for _, do := range []func() (*directory.Mine, error){
		func() (*directory.Mine, error) { return w.Withdraw(t.Context(), a) },
		func() (*directory.Mine, error) { return w.Pause(t.Context(), a, 0) },
		func() (*directory.Mine, error) { return w.Resume(t.Context(), a) },
		func() (*directory.Mine, error) { return w.Confirm(t.Context(), a) },
	} {
		_, err := do()
		if e := wantCode(t, err, directory.CodeState); e.Params["state"] != directory.StateWithdrawn {
			t.Errorf("state %v", e.Params)
		}
	}
	// It comes back with what was accepted, and what waited waits again.
	m = did(t)(w.Submit(t.Context(), a, ""))
	if m.Listing.State() != directory.StatePublished || !m.Listing.Pending() || m.Listing.Latest.Number != 2 {
		t.Errorf("got %+v", m.Listing)
	}
	w.wantFound("claire-dubois")
	w.wantActions(m, "sign_up", "submit", "approve", "submit", "withdraw", "submit")
	// Or without, when its owner thought better of it.
	did(t)(w.Withdraw(t.Context(), a))
	if m = w.submits(a, person("Claire Dubois")); m.Listing.Pending() || m.Listing.State() != directory.StatePublished {
		t.Errorf("got %+v", m.Listing)
	}
}

func TestWithdrawBeforeAnybodyDecided(t *testing.T) {
	w := newWorld(t)
	a := withKey("claire")
	w.drafts(a, person("Claire Dubois"))
	_, err := w.Withdraw(t.Context(), a)
	if e := wantCode(t, err, directory.CodeState); e.Params["state"] != directory.StateDraft {
		t.Errorf("state %v", e.Params)
	}
	did(t)(w.Submit(t.Context(), a, ""))
	did(t)(w.Withdraw(t.Context(), a))
	w.wantState(a, directory.StateWithdrawn)
	did(t)(w.Submit(t.Context(), a, ""))
	m := w.wantState(a, directory.StatePending)
	if m.Listing.Latest.Number != 1 {
		t.Errorf("got %+v", m.Listing.Latest)
	}
}

func TestPauseAndResume(t *testing.T) {
	w := newWorld(t)
	a := w.owner(person("Claire Dubois"))
	today := w.Today()
	m := did(t)(w.Pause(t.Context(), a, today+3))
	if m.Listing.State() != directory.StatePaused || m.Listing.PausedUntil != today+3 {
		t.Errorf("got %+v", m.Listing)
	}
	w.wantFound()
	if m = did(t)(w.Pause(t.Context(), a, today+5)); m.Listing.PausedUntil != today+5 {
		t.Errorf("another day of return: %+v", m.Listing)
	}
	if m = did(t)(w.Resume(t.Context(), a)); m.Listing.State() != directory.StatePublished || !m.Listing.PausedUntil.IsZero() {
		t.Errorf("got %+v", m.Listing)
	}
	w.wantFound("claire-dubois")
	_, err := w.Resume(t.Context(), a)
	wantCode(t, err, directory.CodeState)
	for _, until := range []directory.Date{today, today - 1, today + 3*365} {
		_, err := w.Pause(t.Context(), a, until)
		if e := wantCode(t, err, directory.CodeOutOfRange); e.Field != "until" || e.Params["min"] != today+1 {
			t.Errorf("got %+v", e)
		}
	}
	_, err = w.Pause(t.Context(), a, -1)
	wantCode(t, err, directory.CodeDate)
	w.wantActions(m, "sign_up", "submit", "approve", "pause", "pause", "resume")
	// On the day of return, and not before.
	did(t)(w.Pause(t.Context(), a, today+3))
	w.clock.move(2 * 24 * time.Hour)
	w.upkeep()
	w.wantState(a, directory.StatePaused)
	w.clock.move(24 * time.Hour)
	w.upkeep()
	m = w.wantState(a, directory.StatePublished)
	w.wantFound("claire-dubois")
	w.wantActions(m, "sign_up", "submit", "approve", "pause", "pause", "resume", "pause", "resume")
	// The day is part of the pause, not of what is done meanwhile.
	did(t)(w.Pause(t.Context(), a, w.Today()+1))
	did(t)(w.Confirm(t.Context(), a))
	log, err := w.store.Decisions(t.Context(), m.Listing.ID, 0)
	if err != nil || log[len(log)-2].Reason == "" || log[len(log)-1].Reason != "" {
		t.Errorf("the log has %+v, %v", log, err)
	}
	did(t)(w.Resume(t.Context(), a))
	// Without one, never.
	did(t)(w.Pause(t.Context(), a, 0))
	w.clock.move(90 * 24 * time.Hour)
	w.upkeep()
	w.wantState(a, directory.StatePaused)
}

func TestStandingNeedsAPublishedListing(t *testing.T) {
	w := newWorld(t)
	a := withKey("claire")
	for _, do := range map[string]func() error{
		"pause":   func() error { _, err := w.Pause(t.Context(), a, 0); return err },
		"resume":  func() error { _, err := w.Resume(t.Context(), a); return err },
		"confirm": func() error { _, err := w.Confirm(t.Context(), a); return err },
	} {
		wantCode(t, do(), directory.CodeNoListing)
	}
	w.submits(a, person("Claire Dubois"))
	for name, do := range map[string]func() error{
		"pause":   func() error { _, err := w.Pause(t.Context(), a, 0); return err },
		"resume":  func() error { _, err := w.Resume(t.Context(), a); return err },
		"confirm": func() error { _, err := w.Confirm(t.Context(), a); return err },
	} {
		if e := wantCode(t, do(), directory.CodeState); e.Params["state"] != directory.StatePending {
			t.Errorf("%s: %+v", name, e)
		}
	}
}

// A moderator's decision is not the owner's to take back.
func TestSuspendedStaysHidden(t *testing.T) {
	w := newWorld(t)
	a := w.owner(person("Claire Dubois"))
	w.hide("claire-dubois", "suspended")
	for name, do := range map[string]func() (*directory.Mine, error){
		"pause":   func() (*directory.Mine, error) { return w.Pause(t.Context(), a, 0) },
		"resume":  func() (*directory.Mine, error) { return w.Resume(t.Context(), a) },
		"confirm": func() (*directory.Mine, error) { return w.Confirm(t.Context(), a) },
	} {
		if _, err := do(); !directory.IsCode(err, directory.CodeState) {
			t.Errorf("%s: %v", name, err)
		}
	}
	w.submits(a, person("Claire Dubois", available("2026-12-01")))
	did(t)(w.Withdraw(t.Context(), a))
	did(t)(w.Submit(t.Context(), a, ""))
	w.wantState(a, directory.StateSuspended)
	w.wantFound()
	c, err := w.Show(t.Context(), a, "claire-dubois", true)
	if err != nil || c.Name != "Claire Dubois" {
		t.Errorf("the owner sees %+v, %v", c, err)
	}
}

// Whoever was removed from an account, or erased, writes nothing, whatever
// their connection believes.
func TestARevokedKeyWritesNothing(t *testing.T) {
	w := newWorld(t)
	a := w.owner(person("Claire Dubois"))
	b := withKey("second")
	if err := w.store.Update(t.Context(), func(tx directory.Tx) error {
		if err := tx.AddKey(directory.Key{Account: a.Account, Fingerprint: b.Fingerprint, Type: "ssh-ed25519"}, []byte(b.Key), noon); err != nil {
			return err
		}
		return tx.RemoveKey(a.Fingerprint)
	}); err != nil {
		t.Fatal(err)
	}
	before := w.me(b)
	try := func() {
		t.Helper()
		for name, do := range map[string]func() error{
			"me":       func() error { _, err := w.Me(t.Context(), a); return err },
			"sign up":  func() error { _, _, err := w.SignUp(t.Context(), a); return err },
			"save":     func() error { _, err := w.SaveDraft(t.Context(), a, "", person("Eve"), nil); return err },
			"drop":     func() error { _, err := w.DropDraft(t.Context(), a, ""); return err },
			"submit":   func() error { _, err := w.Submit(t.Context(), a, ""); return err },
			"withdraw": func() error { _, err := w.Withdraw(t.Context(), a); return err },
			"pause":    func() error { _, err := w.Pause(t.Context(), a, 0); return err },
			"resume":   func() error { _, err := w.Resume(t.Context(), a); return err },
			"confirm":  func() error { _, err := w.Confirm(t.Context(), a); return err },
			"erase":    func() error { _, err := w.Erase(t.Context(), a, "claire-dubois"); return err },
		} {
			if err := do(); !directory.IsCode(err, directory.CodeRevoked) {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	try()
	// Nor to another account that the key belongs to by now.
	if after := w.me(b); after.Version != before.Version || after.Listing.Seq != before.Listing.Seq {
		t.Errorf("got %+v", after)
	}
	other := w.owner(person("Zoé Autre"))
	if err := w.store.Update(t.Context(), func(tx directory.Tx) error {
		return tx.AddKey(directory.Key{Account: other.Account, Fingerprint: a.Fingerprint, Type: "ssh-ed25519"}, []byte(a.Key), noon)
	}); err != nil {
		t.Fatal(err)
	}
	try()
	if m := w.me(other); m.Profile.Name != "Zoé Autre" || m.Drafted {
		t.Errorf("got %+v", m)
	}
}
