package directory_test

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"teleorne/directory"
)

// admins are people with the role of administrator, the first of them alone to
// begin with.
func (w *world) admins(names ...string) []directory.Actor {
	w.t.Helper()
	var all []directory.Actor
	for _, name := range names {
		all = append(all, w.granted(name, directory.RoleAdministrator))
	}
	return all
}

// done fails the test unless something was carried out, or became a motion.
func done(t testing.TB, want bool) func(*directory.Outcome, error) *directory.Outcome {
	t.Helper()
	return func(o *directory.Outcome, err error) *directory.Outcome {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		if o.Done != want || !want && o.Motion == nil {
			t.Fatalf("the outcome is %+v", o)
		}
		return o
	}
}

func (w *world) wantRole(a directory.Actor, role directory.Role) {
	w.t.Helper()
	got, err := w.Identify(w.t.Context(), a.Fingerprint)
	if err != nil || got.Role != role {
		w.t.Errorf("got %+v, %v, want %s", got, err, role)
	}
}

// log are the entries about a target, oldest first: action and reason.
func (w *world) logOf(target string) []string {
	w.t.Helper()
	page, err := w.Log(w.t.Context(), directory.Operator(), directory.LogQuery{Target: target, Limit: 1000})
	if err != nil {
		w.t.Fatal(err)
	}
	var out []string
	for _, e := range slices.Backward(page.Entries) {
		out = append(out, strings.TrimSpace(e.Action+" "+e.Reason))
	}
	return out
}

func (w *world) wantLog(target string, want ...string) {
	w.t.Helper()
	if got := w.logOf(target); !slices.Equal(got, want) {
		w.t.Errorf("the log about %s has %q, want %q", target, got, want)
	}
}

func TestOneAdministratorDecidesAlone(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	ana := w.admins("Ana")[0]
	claire := w.owner(person("Claire Dubois"))
	o := done(t, true)(w.SetRole(ctx, ana, claire.Account, directory.RoleModerator, "  Rejoint l’équipe\u202e.  "))
	if o.Motion != nil || o.Account == nil || o.Account.Role != directory.RoleModerator {
		t.Errorf("got %+v", o)
	}
	w.wantRole(claire, directory.RoleModerator)
	// Again changes nothing.
	done(t, true)(w.SetRole(ctx, ana, claire.Account, directory.RoleModerator, "Encore."))
	done(t, true)(w.SetRole(ctx, ana, claire.Account, directory.RoleIdentified, "A quitté l’équipe."))
	w.wantRole(claire, directory.RoleProfessional) // she owns a profile
	w.wantLog("account:"+number(claire.Account), "grant moderator Rejoint l’équipe.", "revoke professional A quitté l’équipe.")

	_, err := w.SetRole(ctx, ana, ana.Account, directory.RoleModerator, "Je me retire.")
	wantCode(t, err, directory.CodeLastAdministrator)
	w.wantRole(ana, directory.RoleAdministrator)
	o = done(t, true)(w.EraseListing(ctx, ana, w.me(claire).Listing.ID, "Demande écrite de Claire Dubois."))
	if o.Receipt == nil || o.Receipt.Number == 0 || o.Receipt.Slug != "claire-dubois" || !o.Receipt.Account {
		t.Errorf("the receipt is %+v", o.Receipt)
	}
	w.wantFound()
	// The operator takes the last role as well.
	done(t, true)(w.SetRole(ctx, directory.Operator(), ana.Account, directory.RoleIdentified, "Départ."))
	w.wantRole(ana, directory.RoleIdentified)
}

func TestTwoAdministratorsHaveToAgree(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	both := w.admins("Ana", "Béa")
	ana, bea := both[0], both[1]
	moderator := w.granted("Monique", directory.RoleModerator)
	claire := w.owner(person("Claire Dubois"))

	o := done(t, false)(w.SetRole(ctx, ana, claire.Account, directory.RoleModerator, "Rejoint l’équipe."))
	m := o.Motion
	if m.ID == 0 || !m.Yours || m.ByName != "Ana" || m.State != directory.MotionOpen || !m.Until.Equal(noon.AddDate(0, 0, 7)) ||
		m.Account != claire.Account || m.Role != directory.RoleModerator || m.Reason != "Rejoint l’équipe." {
		t.Errorf("the motion is %+v", m)
	}
	w.wantRole(claire, directory.RoleProfessional)
	// The same once more is the same motion, whoever asks.
	for _, a := range both {
		if again := done(t, false)(w.SetRole(ctx, a, claire.Account, directory.RoleModerator, "Autrement dit.")).Motion; again.ID != m.ID || again.Yours != (a == ana) {
			t.Errorf("a second motion %+v", again)
		}
	}
	_, err := w.Agree(ctx, ana, m.ID)
	wantCode(t, err, directory.CodeOwnMotion)
	for _, a := range []directory.Actor{moderator, claire, visitor, known} {
		_, err = w.Agree(ctx, a, m.ID)
		wantCode(t, err, directory.CodeNotPermitted)
		wantCode(t, w.Disagree(ctx, a, m.ID, "Non."), directory.CodeNotPermitted)
		_, err = w.Motions(ctx, a, true)
		wantCode(t, err, directory.CodeNotPermitted)
	}
	_, err = w.Agree(ctx, bea, m.ID+1)
	wantCode(t, err, directory.CodeNotFound)
	o = done(t, true)(w.Agree(ctx, bea, m.ID))
	if o.Motion == nil || o.Motion.State != directory.MotionAgreed || o.Motion.SecondName != "Béa" || o.Account.Role != directory.RoleModerator {
		t.Errorf("got %+v, %+v", o, o.Motion)
	}
	w.wantRole(claire, directory.RoleModerator)
	_, err = w.Agree(ctx, bea, m.ID)
	wantCode(t, err, directory.CodeConflict)
	wantCode(t, w.Disagree(ctx, bea, m.ID, "Trop tard."), directory.CodeConflict)
	w.wantLog("motion:"+number(m.ID), "motion grant moderator account:"+number(claire.Account)+": Rejoint l’équipe.", "motion_agree")
	w.wantLog("account:"+number(claire.Account), "grant moderator Rejoint l’équipe.")

	// One is refused, for a reason; one is taken back, without.
	no := done(t, false)(w.SetRole(ctx, ana, claire.Account, directory.RoleAdministrator, "Promotion.")).Motion
	wantCode(t, w.Disagree(ctx, bea, no.ID, " "), directory.CodeReason)
	wantCode(t, w.Disagree(ctx, bea, no.ID, strings.Repeat("x", 1001)), directory.CodeTooLong)
	if err := w.Disagree(ctx, bea, no.ID, "Trop tôt."); err != nil {
		t.Error(err)
	}
	w.wantLog("motion:"+number(no.ID), "motion grant administrator account:"+number(claire.Account)+": Promotion.", "motion_refuse Trop tôt.")
	if all, err := w.Motions(ctx, ana, true); err != nil || !slices.ContainsFunc(all, func(m directory.Motion) bool { return m.ID == no.ID && m.Refusal == "Trop tôt." }) {
		t.Errorf("whoever asked does not read why it was refused: %+v, %v", all, err)
	}
	back := done(t, false)(w.SetRole(ctx, ana, claire.Account, directory.RoleIdentified, "Départ.")).Motion
	if err := w.Disagree(ctx, ana, back.ID, ""); err != nil {
		t.Error(err)
	}
	w.wantRole(claire, directory.RoleModerator)
	open, err := w.Motions(ctx, bea, false)
	if err != nil || len(open) != 0 {
		t.Errorf("open: %+v, %v", open, err)
	}
	all, err := w.Motions(ctx, bea, true)
	var states []directory.MotionState
	for _, m := range all {
		states = append(states, m.State)
	}
	if err != nil || !slices.Equal(states, []directory.MotionState{directory.MotionAgreed, directory.MotionRefused, directory.MotionWithdrawn}) {
		t.Errorf("all: %v, %v", states, err)
	}
}

// Whoever is to lose a role may agree, and may not refuse; nor does anybody
// decide about their own profile.
func TestConcernedDoNotRefuse(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	all := w.admins("Ana", "Béa", "Cléo")
	ana, bea, cleo := all[0], all[1], all[2]
	m := done(t, false)(w.SetRole(ctx, ana, bea.Account, directory.RoleIdentified, "Absente.")).Motion
	wantCode(t, w.Disagree(ctx, bea, m.ID, "Je reste."), directory.CodeOwnMotion)
	if err := w.Disagree(ctx, cleo, m.ID, "Elle revient."); err != nil {
		t.Error(err)
	}
	m = done(t, false)(w.SetRole(ctx, ana, bea.Account, directory.RoleIdentified, "Absente.")).Motion
	done(t, true)(w.Agree(ctx, bea, m.ID))
	w.wantRole(bea, directory.RoleIdentified)

	w.submits(cleo, person("Cléo Martin"))
	listing := w.me(cleo).Listing.ID
	_, err := w.EraseListing(ctx, cleo, listing, "La mienne.")
	wantCode(t, err, directory.CodeOwnListing)
	m = done(t, false)(w.EraseListing(ctx, ana, listing, "Doublon.")).Motion
	if m.Slug != "cleo-martin" {
		t.Errorf("the motion is %+v", m)
	}
	_, err = w.Agree(ctx, cleo, m.ID)
	wantCode(t, err, directory.CodeOwnListing)
	wantCode(t, w.Disagree(ctx, cleo, m.ID, "Non."), directory.CodeOwnListing)
	if w.me(cleo).Listing == nil {
		t.Error("erased")
	}
}

// Between a motion and the agreement everything may change.
func TestAgreementIsCheckedAgain(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	all := w.admins("Ana", "Béa", "Cléo")
	ana, bea, cleo := all[0], all[1], all[2]
	claire := w.owner(person("Claire Dubois"))
	listing := w.me(claire).Listing.ID
	operator := directory.Operator()

	// Who agrees lost the role, or was banned.
	m := done(t, false)(w.EraseListing(ctx, ana, listing, "Demande écrite.")).Motion
	done(t, true)(w.SetRole(ctx, operator, bea.Account, directory.RoleModerator, "Départ."))
	_, err := w.Agree(ctx, bea, m.ID)
	wantCode(t, err, directory.CodeNotPermitted)
	ban, err := w.Ban(ctx, operator, directory.BanRequest{Who: cleo.Fingerprint, Reason: "Clé volée."})
	if err != nil {
		t.Fatal(err)
	}
	_, err = w.Agree(ctx, cleo, m.ID)
	wantCode(t, err, directory.CodeBanned)
	if _, err := w.Unban(ctx, operator, ban.Who()); err != nil {
		t.Fatal(err)
	}
	// Who made it lost the role: agreeing would be deciding alone.
	done(t, true)(w.SetRole(ctx, operator, bea.Account, directory.RoleAdministrator, "Retour."))
	done(t, true)(w.SetRole(ctx, operator, ana.Account, directory.RoleModerator, "Départ."))
	_, err = w.Agree(ctx, cleo, m.ID)
	wantCode(t, err, directory.CodeConflict)
	if open, err := w.Motions(ctx, cleo, false); err != nil || len(open) != 0 {
		t.Errorf("open: %+v, %v", open, err)
	}
	w.upkeep()
	w.wantLog("motion:"+number(m.ID), "motion erase_listing: Demande écrite.", "motion_lapse")
	done(t, true)(w.SetRole(ctx, operator, ana.Account, directory.RoleAdministrator, "Retour."))

	// What it is about is gone.
	m = done(t, false)(w.EraseListing(ctx, ana, listing, "Demande écrite.")).Motion
	role := done(t, false)(w.SetRole(ctx, ana, claire.Account, directory.RoleModerator, "Bienvenue.")).Motion
	if _, err := w.Erase(ctx, claire, "claire-dubois"); err != nil {
		t.Fatal(err)
	}
	for _, m := range []*directory.Motion{m, role} {
		_, err = w.Agree(ctx, bea, m.ID)
		wantCode(t, err, directory.CodeConflict) // it lapsed
	}
	// It is so already.
	dora := w.owner(person("Dora Petit"))
	role = done(t, false)(w.SetRole(ctx, ana, dora.Account, directory.RoleModerator, "Bienvenue.")).Motion
	done(t, true)(w.SetRole(ctx, operator, dora.Account, directory.RoleModerator, "Bienvenue."))
	done(t, true)(w.Agree(ctx, bea, role.ID))
	w.wantLog("account:"+number(dora.Account), "grant moderator Bienvenue.")
}

func TestMotionsLapse(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	both := w.admins("Ana", "Béa")
	claire := w.owner(person("Claire Dubois"))
	m := done(t, false)(w.SetRole(ctx, both[0], claire.Account, directory.RoleModerator, "Bienvenue.")).Motion
	w.clock.move(7*24*time.Hour - time.Millisecond)
	if open, err := w.Motions(ctx, both[1], false); err != nil || len(open) != 1 {
		t.Errorf("open: %+v, %v", open, err)
	}
	w.clock.move(time.Millisecond)
	if open, err := w.Motions(ctx, both[1], false); err != nil || len(open) != 0 {
		t.Errorf("open: %+v, %v", open, err)
	}
	all, err := w.Motions(ctx, both[1], true)
	if err != nil || len(all) != 1 || all[0].State != directory.MotionLapsed {
		t.Errorf("all: %+v, %v", all, err)
	}
	_, err = w.Agree(ctx, both[1], m.ID)
	wantCode(t, err, directory.CodeConflict)
	w.upkeep()
	w.upkeep()
	w.wantLog("motion:", "motion grant moderator account:"+number(claire.Account)+": Bienvenue.", "motion_lapse")
	// It can be made anew.
	if again := done(t, false)(w.SetRole(ctx, both[0], claire.Account, directory.RoleModerator, "Bienvenue.")).Motion; again.ID == m.ID {
		t.Error("a motion that lapsed is open")
	}
}

func TestAgreedTwiceIsDoneOnce(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	all := w.admins("Ana", "Béa", "Cléo")
	claire := w.owner(person("Claire Dubois"))
	m := done(t, false)(w.SetRole(ctx, all[0], claire.Account, directory.RoleModerator, "Bienvenue.")).Motion
	errs := make([]error, 16)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() { _, errs[i] = w.Agree(ctx, all[1+i%2], m.ID) })
	}
	wg.Wait()
	succeeded := 0
	for _, err := range errs {
		if err == nil {
			succeeded++
		} else if !directory.IsCode(err, directory.CodeConflict) {
			t.Error(err)
		}
	}
	if succeeded != 1 {
		t.Errorf("%d agreed", succeeded)
	}
	w.wantLog("account:"+number(claire.Account), "grant moderator Bienvenue.")
}

func TestMotionsRefuse(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	ana := w.admins("Ana", "Béa")[0]
	moderator := w.granted("Monique", directory.RoleModerator)
	for _, a := range []directory.Actor{visitor, known, moderator, admin} { // the last one is no account's
		_, err := w.SetRole(ctx, a, moderator.Account, directory.RoleAdministrator, "Moi.")
		wantCode(t, err, directory.CodeNotPermitted)
		_, err = w.EraseListing(ctx, a, 1, "Moi.")
		wantCode(t, err, directory.CodeNotPermitted)
	}
	for _, role := range []directory.Role{directory.RoleVisitor, directory.RoleOperator, 99} {
		_, err := w.SetRole(ctx, ana, moderator.Account, role, "Pourquoi pas.")
		wantCode(t, err, directory.CodeChoice)
	}
	for reason, code := range map[string]directory.Code{
		"": directory.CodeReason, " \n\u200b ": directory.CodeReason, strings.Repeat("é", 10_000): directory.CodeTooLong, "\xff": directory.CodeEncoding,
	} {
		_, err := w.SetRole(ctx, ana, moderator.Account, directory.RoleIdentified, reason)
		if e := wantCode(t, err, code); e.Field != "reason" {
			t.Errorf("%.20q: %v", reason, e)
		}
		_, err = w.EraseListing(ctx, ana, 1, reason)
		wantCode(t, err, code)
	}
	_, err := w.SetRole(ctx, ana, 12345, directory.RoleModerator, "Qui ?")
	wantCode(t, err, directory.CodeNotFound)
	_, err = w.EraseListing(ctx, ana, 12345, "Laquelle ?")
	wantCode(t, err, directory.CodeNotFound)
	// A key is a motion like an account; one that nobody registered is kept only
	// once that was agreed to.
	key := directory.Key{Fingerprint: "SHA256:new", Type: "ssh-ed25519", Name: "Nina"}
	_, err = w.Grant(ctx, ana, key, []byte("blob"), directory.RoleModerator)
	wantCode(t, err, directory.CodeNotFound)
	if a, err := w.RevokeRole(ctx, ana, moderator.Fingerprint); err != nil || a.Role != directory.RoleModerator {
		t.Errorf("got %+v, %v", a, err)
	}
	if open, err := w.Motions(ctx, ana, false); err != nil || len(open) != 1 || open[0].AccountName != "Monique" || open[0].Role != directory.RoleIdentified {
		t.Errorf("open: %+v, %v", open, err)
	}
}

// Nothing of an erased person stays in what two administrators agreed on.
func TestErasureForgetsItsReason(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	both := w.admins("Ana", "Béa")
	claire := w.owner(person("Claire Dubois"))
	listing := w.me(claire).Listing.ID
	m := done(t, false)(w.EraseListing(ctx, both[0], listing, "Lettre de Claire Dubois")).Motion
	o := done(t, true)(w.Agree(ctx, both[1], m.ID))
	entry, err := w.Log(ctx, both[0], directory.LogQuery{Before: o.Receipt.Number + 1, Limit: 1})
	if err != nil || entry.Entries[0].Action != "erase" || entry.Entries[0].Name != "Béa" || entry.Entries[0].Listing != listing {
		t.Errorf("got %+v, %v", entry, err)
	}
	all, err := w.Motions(ctx, both[0], true)
	if err != nil || len(all) != 1 || all[0].Reason != "" || all[0].Slug != "" || all[0].State != directory.MotionAgreed {
		t.Errorf("the motions are %+v, %v", all, err)
	}
	err = w.ExportLog(ctx, both[0], directory.LogQuery{}, func(e *directory.Entry) error {
		if strings.Contains(e.Reason, "Claire") || e.Actor.Fingerprint == claire.Fingerprint {
			t.Errorf("the log has %+v", e)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	if check, problems, err := w.CheckLog(ctx); err != nil || check.Broken != 0 || len(problems) != 0 {
		t.Errorf("the log: %+v, %v, %v", check, problems, err)
	}
}

// Many refusals are agreed to as they were: what changed since is left alone.
func TestRejectMany(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	ana := w.admins("Ana")[0]
	waiting := func(name string) (directory.Actor, directory.Verdict) {
		t.Helper()
		a := withKey(name)
		m := w.submits(a, person(name))
		return a, directory.Verdict{Item: directory.ListingItem(m.Listing.ID)}
	}
	_, one := waiting("Claire Dubois")
	o := done(t, true)(w.RejectMany(ctx, ana, []directory.Verdict{one, one, {Item: "999"}, {Item: "x"}}, "Publicité."))
	if o.Motion != nil || o.Decided.Done != 1 || len(o.Decided.Skipped) != 2 || !directory.IsCode(o.Decided.Skipped[0].Err, directory.CodeNotFound) {
		t.Errorf("got %+v", o.Decided)
	}

	both := append(w.admins("Béa"), ana)
	bea := both[0]
	changing, two := waiting("Bob Martin")
	gone, three := waiting("Zoé Lenoir")
	_, four := waiting("Dora Petit")
	w.submits(ana, person("Ana Admin"))
	w.submits(bea, person("Béa Admin"))
	mine := directory.Verdict{Item: directory.ListingItem(w.me(ana).Listing.ID)}
	hers := directory.Verdict{Item: directory.ListingItem(w.me(bea).Listing.ID)}
	o = done(t, false)(w.RejectMany(ctx, ana, []directory.Verdict{two, three, four, one, mine, hers}, "Publicité."))
	if len(o.Motion.Verdicts) != 4 || len(o.Decided.Skipped) != 2 || o.Decided.Done != 0 {
		t.Errorf("got %+v, %+v", o.Motion, o.Decided)
	}
	w.wantLog("motion:"+number(o.Motion.ID), "motion reject_many 4: Publicité.")
	w.submits(changing, person("Bob Martin", headline("Comptable agricole")))
	if _, err := w.Erase(ctx, gone, "zoe-lenoir"); err != nil {
		t.Fatal(err)
	}
	o = done(t, true)(w.Agree(ctx, bea, o.Motion.ID))
	codes := map[directory.ItemID]directory.Code{two.Item: directory.CodeStale, hers.Item: directory.CodeOwnListing}
	if o.Decided.Done != 1 || len(o.Decided.Skipped) != len(codes) {
		t.Errorf("got %+v", o.Decided)
	}
	for _, s := range o.Decided.Skipped {
		if !directory.IsCode(s.Err, codes[s.Item]) {
			t.Errorf("%s: %v", s.Item, s.Err)
		}
	}
	w.wantState(changing, directory.StatePending)
	w.wantState(ana, directory.StatePending)
	w.wantState(bea, directory.StatePending)
	w.wantState(withKey("Dora Petit"), directory.StateRejected)

	// Nothing is left to agree to.
	o = done(t, true)(w.RejectMany(ctx, ana, []directory.Verdict{one, mine}, "Publicité."))
	if o.Motion != nil || len(o.Decided.Skipped) != 2 {
		t.Errorf("got %+v", o)
	}
	moderator := w.granted("Monique", directory.RoleModerator)
	for _, a := range []directory.Actor{visitor, known, moderator, admin} {
		_, err := w.RejectMany(ctx, a, []directory.Verdict{two}, "Publicité.")
		wantCode(t, err, directory.CodeNotPermitted)
	}
	_, err := w.RejectMany(ctx, ana, nil, "Publicité.")
	wantCode(t, err, directory.CodeTooFew)
	_, err = w.RejectMany(ctx, ana, make([]directory.Verdict, 501), "Publicité.")
	wantCode(t, err, directory.CodeTooMany)
	_, err = w.RejectMany(ctx, ana, []directory.Verdict{two}, "")
	wantCode(t, err, directory.CodeReason)
}
