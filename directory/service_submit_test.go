package directory_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"teleorne/directory"
)

func available(day string) func(*directory.Profile) {
	return func(p *directory.Profile) { p.AvailableFrom, _ = directory.ParseDate(day) }
}

func TestSubmitWaitsForAModerator(t *testing.T) {
	w := newWorld(t)
	a := withKey("claire")
	m := w.submits(a, person("Claire Dubois"))
	if m.Listing.State() != directory.StatePending || !m.Listing.Pending() || m.Drafted || m.Version != "1.2" ||
		!m.Account.InformedAt.Equal(noon) || m.Changes != nil || m.Age != "" {
		t.Errorf("got %+v, %+v", m, m.Listing)
	}
	w.wantFound()
	w.wantActions(m, "sign_up", "submit")
	wantCode(t, m.Can(directory.ActionSubmit), directory.CodeNothingNew)
	_, err := w.Submit(t.Context(), a, m.Version)
	wantCode(t, err, directory.CodeNothingNew)
	// What waits may be changed; the newest is decided on.
	m = w.submits(a, person("Claire Dubois", headline("Comptable")))
	if m.Listing.Latest.Number != 2 {
		t.Errorf("got %+v", m.Listing.Latest)
	}
	w.approves(m)
	w.wantFound("claire-dubois")
	m = w.wantState(a, directory.StatePublished)
	if c, err := w.Show(t.Context(), visitor, "claire-dubois", false); err != nil || c.Headline != "Comptable" || c.Age != directory.AgeFresh {
		t.Errorf("got %+v, %v", c, err)
	}
	if v := m.Verdict; v == nil || v.Action != "approve" || v.Actor != (directory.Actor{Role: directory.RoleOperator}) {
		t.Errorf("the verdict is %+v", v)
	}
}

func TestSubmitOfLowRisk(t *testing.T) {
	w := newWorld(t)
	a := w.owner(person("Claire Dubois", mail("c@exemple.fr")))
	w.clock.move(time.Hour)
	m := w.drafts(a, person("Claire Dubois", mail("c@exemple.fr"), available("2026-12-01"), func(p *directory.Profile) {
		p.Languages, p.EmailShown = []string{"en", "fr"}, directory.Nobody
	}))
	if want := []string{"languages", "available_from", "email_shown"}; !slices.Equal(m.Changes, want) {
		t.Errorf("changes %v, want %v", m.Changes, want)
	}
	m = did(t)(w.Submit(t.Context(), a, m.Version))
	if m.Listing.Pending() || m.Listing.Published.Number != 2 || m.Listing.Latest.ID != m.Listing.Published.ID || len(m.Changes) != 0 {
		t.Errorf("got %+v", m.Listing)
	}
	w.wantActions(m, "sign_up", "submit", "approve", "publish")
	if !m.Listing.UpdatedAt.Equal(noon.Add(time.Hour)) || !m.Listing.ConfirmedAt.Equal(noon.Add(time.Hour)) {
		t.Errorf("updated %v, confirmed %v", m.Listing.UpdatedAt, m.Listing.ConfirmedAt)
	}
	c, err := w.Show(t.Context(), visitor, "claire-dubois", true)
	if err != nil || c.Email != "" || c.AvailableFrom.String() != "2026-12-01" || !slices.Equal(c.Languages, []string{"en", "fr"}) {
		t.Errorf("got %+v, %v", c, err)
	}
	// With another change beside it, that one waits.
	m = w.submits(a, person("Claire Dubois", mail("c@exemple.fr"), available("2027-01-05"), headline("Juriste")))
	if !m.Listing.Pending() || m.Listing.State() != directory.StatePublished || m.Listing.Published.Number != 3 || m.Listing.Latest.Number != 4 {
		t.Errorf("got %+v", m.Listing)
	}
	if want := []string{"headline"}; !slices.Equal(m.Changes, want) {
		t.Errorf("changes %v, want %v", m.Changes, want)
	}
	if c, err = w.Show(t.Context(), visitor, "claire-dubois", false); err != nil || c.Headline != "Expert-comptable" || c.AvailableFrom.String() != "2027-01-05" {
		t.Errorf("got %+v, %v", c, err)
	}
	// Availability once more: the rest goes on waiting, in a newer revision.
	m = w.submits(a, person("Claire Dubois", mail("c@exemple.fr"), headline("Juriste")))
	if !m.Listing.Pending() || !m.Listing.Published.Profile.AvailableFrom.IsZero() || m.Listing.Latest.Profile.Headline != "Juriste" {
		t.Errorf("got %+v", m.Listing)
	}
	w.approves(m)
	if c, err = w.Show(t.Context(), visitor, "claire-dubois", false); err != nil || c.Headline != "Juriste" {
		t.Errorf("got %+v, %v", c, err)
	}
}

// Whoever replaces a private address by one for everybody does not want the
// private one shown to everybody until a moderator comes by.
func TestANewContactsVisibilityWaitsWithIt(t *testing.T) {
	w := newWorld(t)
	shown := func(address string, v directory.Visibility) directory.Profile {
		return person("Claire Dubois", mail(address), func(p *directory.Profile) { p.EmailShown = v })
	}
	a := w.owner(shown("private@exemple.fr", directory.Nobody))
	email := func() string {
		t.Helper()
		c, err := w.Show(t.Context(), visitor, "claire-dubois", true)
		if err != nil {
			t.Fatal(err)
		}
		return c.Email
	}
	m := w.submits(a, shown("work@exemple.fr", directory.Public))
	if got := email(); got != "" || !m.Listing.Pending() {
		t.Fatalf("%q is shown", got)
	}
	w.approves(m)
	if got := email(); got != "work@exemple.fr" {
		t.Errorf("%q is shown", got)
	}
	// Hiding does not wait, be it together with a new address.
	w.submits(a, shown("third@exemple.fr", directory.Nobody))
	if got := email(); got != "" {
		t.Errorf("%q is shown", got)
	}
	w.submits(a, shown("work@exemple.fr", directory.Public))
	if got := email(); got != "work@exemple.fr" {
		t.Errorf("%q is shown", got)
	}
}

func TestSubmitTakesBackWhatWaits(t *testing.T) {
	w := newWorld(t)
	a := w.owner(person("Claire Dubois"))
	w.clock.move(time.Hour)
	w.submits(a, person("Claire Dubois", headline("Juriste")))
	m := w.submits(a, person("Claire Dubois"))
	if m.Listing.Pending() || !m.Listing.UpdatedAt.Equal(noon) {
		t.Errorf("got %+v", m.Listing)
	}
	w.wantQueue(directory.Operator())
	wantCode(t, m.Can(directory.ActionSubmit), directory.CodeNothingNew)
}

func TestReject(t *testing.T) {
	w := newWorld(t)
	mod := w.granted("mod", directory.RoleModerator)
	a := withKey("claire")
	m := w.submits(a, person("Claire Dubois"))
	for reason, code := range map[string]directory.Code{
		"": directory.CodeReason, " \u200b\n": directory.CodeReason, "\xff": directory.CodeEncoding,
		strings.Repeat("é", 1001): directory.CodeTooLong, strings.Repeat("é", 1<<20): directory.CodeTooLong,
	} {
		_, err := w.Decide(t.Context(), mod, refusal(m.Listing.ID, reason))
		if e := wantCode(t, err, code); e.Field != "reason" {
			t.Errorf("in %q", e.Field)
		}
	}
	d, err := w.Decide(t.Context(), mod, refusal(m.Listing.ID, "  Métier à préciser.\r\nMerci. "))
	if err != nil || d.Listing.State() != directory.StateRejected || d.Listing.Pending() {
		t.Fatalf("got %+v, %v", d, err)
	}
	m = w.wantState(a, directory.StateRejected)
	if v := m.Verdict; v == nil || v.Action != "reject" || v.Reason != "Métier à préciser.\nMerci." || v.Actor != (directory.Actor{Role: directory.RoleModerator}) {
		t.Errorf("the verdict is %+v", v)
	}
	w.wantActions(m, "sign_up", "submit", "reject")
	_, err = w.Decide(t.Context(), mod, refusal(m.Listing.ID, "encore"))
	if e := wantCode(t, err, directory.CodeState); e.Params["state"] != directory.StateRejected {
		t.Errorf("state %v", e.Params)
	}
	// The same once more is allowed: perhaps the moderator erred.
	if err := m.Can(directory.ActionSubmit); err != nil {
		t.Error(err)
	}
	m = did(t)(w.Submit(t.Context(), a, m.Version))
	if !m.Listing.Pending() || m.Listing.Latest.Number != 2 {
		t.Errorf("got %+v", m.Listing)
	}
	w.approves(m)
	// A change that is refused leaves what is published.
	m = w.submits(a, person("Claire Dubois", headline("Reine d’Angleterre")))
	if _, err := w.Decide(t.Context(), mod, refusal(m.Listing.ID, "Non.")); err != nil {
		t.Fatal(err)
	}
	m = w.wantState(a, directory.StatePublished)
	if m.Listing.Latest.State != directory.RevisionRefused || m.Profile.Headline != "Reine d’Angleterre" {
		t.Errorf("got %+v", m)
	}
	w.wantFound("claire-dubois")
}

func TestWhoDecides(t *testing.T) {
	w := newWorld(t)
	mod := w.granted("mod", directory.RoleModerator)
	own := w.submits(mod, person("Mo Dératrice"))
	m := w.submits(withKey("claire"), person("Claire Dubois"))
	w.wantQueue(mod, string(directory.ListingItem(own.Listing.ID)), string(directory.ListingItem(m.Listing.ID)))
	_, err := w.Decide(t.Context(), mod, approval(own.Listing.ID))
	wantCode(t, err, directory.CodeOwnListing)
	_, err = w.Decide(t.Context(), mod, refusal(own.Listing.ID, "Non."))
	wantCode(t, err, directory.CodeOwnListing)
	_, err = w.Decide(t.Context(), mod, approval(999))
	wantCode(t, err, directory.CodeNotFound)
	// A connection that still believes in its role.
	former := w.granted("former", directory.RoleAdministrator)
	if _, err := w.RevokeRole(t.Context(), directory.Operator(), former.Fingerprint); err != nil {
		t.Fatal(err)
	}
	for _, actor := range []directory.Actor{visitor, known, withKey("claire"), moderator, former} {
		_, err = w.Decide(t.Context(), actor, approval(m.Listing.ID))
		wantCode(t, err, directory.CodeNotPermitted)
		_, err = w.Decide(t.Context(), actor, refusal(m.Listing.ID, "Non."))
		wantCode(t, err, directory.CodeNotPermitted)
		_, err = w.Queue(t.Context(), actor)
		wantCode(t, err, directory.CodeNotPermitted)
	}
	w.wantFound()
	if d, err := w.Decide(t.Context(), mod, approval(m.Listing.ID)); err != nil || d.Listing.State() != directory.StatePublished {
		t.Errorf("got %+v, %v", d, err)
	}
	_, err = w.Decide(t.Context(), mod, approval(m.Listing.ID))
	wantCode(t, err, directory.CodeState)
	if _, err := w.Decide(t.Context(), directory.Operator(), approval(own.Listing.ID)); err != nil {
		t.Error(err)
	}
	w.wantFound("claire-dubois", "mo-deratrice")
}

func TestOwnersAreToldOfDecisionsElsewhere(t *testing.T) {
	one := newWorld(t)
	a := withKey("claire")
	m := one.submits(a, person("Claire Dubois"))
	news, stop := one.OwnChanges(m.Account.ID)
	others, stopOthers := one.OwnChanges(m.Account.ID + 1)
	defer stop()
	defer stopOthers()
	access, stopAccess := one.AccessChanges()
	defer stopAccess()
	two := openWorld(t, one.path)
	two.clock = one.clock
	two.approves(m)
	if _, err := one.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	if !told(news) || told(others) || told(access) {
		t.Error("the owner alone is to be told")
	}
	two.granted("mod", directory.RoleModerator)
	if changed, err := one.Refresh(t.Context()); err != nil || changed || !told(access) {
		t.Errorf("another process gave a role: %v, %v", changed, err)
	}
}

func TestUnreadValues(t *testing.T) {
	w := newWorld(t)
	a := withKey("claire")
	save := func(unread map[string]string) *directory.Mine {
		t.Helper()
		return did(t)(w.SaveDraft(t.Context(), a, "", person("Claire Dubois"), unread))
	}
	m := save(map[string]string{"daily_rate_eur": "quatre cents", "available_from": "demain soir"})
	wantErrors(t, m.Problems, "available_from", "daily_rate_eur")
	if m.Unread["daily_rate_eur"] != "quatre cents" || m.Problems[1].Code != directory.CodeNumber || m.Problems[0].Code != directory.CodeDate {
		t.Errorf("got %v, %v", m.Unread, m.Problems)
	}
	if again := w.me(a); again.Unread["available_from"] != "demain soir" || again.Version != m.Version {
		t.Errorf("got %+v", again)
	}
	_, err := w.Submit(t.Context(), a, "")
	wantErrors(t, err, "available_from", "daily_rate_eur")
	if m = save(map[string]string{"daily_rate_eur": "400", "available_from": ""}); len(m.Unread) != 0 || m.Profile.DailyRateEUR != 400 || len(m.Problems) != 0 {
		t.Errorf("got %+v", m)
	}
	// Beside what was submitted, too.
	m = did(t)(w.Submit(t.Context(), a, ""))
	m = did(t)(w.SaveDraft(t.Context(), a, "", m.Profile, map[string]string{"remote_days": "?"}))
	if !m.Drafted || len(m.Unread) != 1 {
		t.Errorf("got %+v", m)
	}
	if m = did(t)(w.DropDraft(t.Context(), a, m.Version)); m.Drafted || m.Unread != nil || m.Profile.DailyRateEUR != 400 {
		t.Errorf("got %+v", m)
	}
}

// What a moderator has not looked at is not decided on.
func TestDecideOnWhatWasLookedAt(t *testing.T) {
	w := newWorld(t)
	a := withKey("claire")
	m := w.submits(a, person("Claire Dubois"))
	item := directory.ListingItem(m.Listing.ID)
	looked := w.opens(directory.Operator(), item).Version
	w.clock.move(time.Hour)
	m = w.submits(a, person("Claire Dubois", headline("Juriste")))
	_, err := w.Decide(t.Context(), directory.Operator(), directory.Verdict{Item: item, Version: looked, Action: directory.ActionApprove})
	if e := wantCode(t, err, directory.CodeStale); e.Params["at"] != m.Listing.Latest.CreatedAt {
		t.Errorf("got %v", e)
	}
	_, err = w.Decide(t.Context(), directory.Operator(), directory.Verdict{Item: item, Version: looked, Action: directory.ActionReject, Reason: "Non."})
	wantCode(t, err, directory.CodeStale)
	w.wantState(a, directory.StatePending)
	w.decides(directory.Operator(), item, directory.ActionApprove)
	w.wantActions(m, "sign_up", "submit", "submit", "approve")
}

func TestPreview(t *testing.T) {
	w := newWorld(t, func(o *directory.Options) { o.RevealRate = 1 })
	m := w.me(withKey("nobody"))
	if c := w.Preview(m, false); c.Name != "" || c.Slug != "profil" {
		t.Errorf("got %+v", c)
	}
	a := withKey("claire")
	p := person("Claire Dubois", mail("c@exemple.fr"), func(p *directory.Profile) {
		p.EmailShown, p.CommuneShown, p.Skills = directory.Identified, directory.ShownEPCI, []string{"comptabilite", "+macramé"}
	})
	m = w.drafts(a, p)
	for range 3 {
		c := w.Preview(m, false)
		if c.Email != "" || !slices.Equal(c.Redacted, []string{"email"}) || c.Commune != nil || c.EPCI.Name == "" || len(c.Proposed) != 0 ||
			c.Slug != "claire-dubois" || c.RateLimited {
			t.Errorf("the public sees %+v", c)
		}
		if c = w.Preview(m, true); c.Email != "c@exemple.fr" || len(c.Redacted) != 0 {
			t.Errorf("somebody with a key sees %+v", c)
		}
	}
	if n := w.RevealsLeft(a); n != 1 {
		t.Errorf("%d left", n)
	}
	if c := w.Preview(m, false); !c.ConfirmedAt.IsZero() {
		t.Errorf("what nobody has published was confirmed at %v", c.ConfirmedAt)
	}
	did(t)(w.Submit(t.Context(), a, m.Version))
	if _, err := w.Decide(t.Context(), directory.Operator(), approval(m.Listing.ID)); err != nil {
		t.Fatal(err)
	}
	if c := w.Preview(w.me(a), false); !c.ConfirmedAt.Equal(w.me(a).Listing.ConfirmedAt) || c.ConfirmedAt.IsZero() {
		t.Errorf("what is published was confirmed at %v", c.ConfirmedAt)
	}
}

func TestCheck(t *testing.T) {
	w := newWorld(t)
	given := person(" Claire  Dubois", func(p *directory.Profile) { p.Skills, p.Email = []string{"Comptabilité"}, "a@b" })
	got, errs := w.Check(given, nil)
	if got.Name != "Claire Dubois" || got.Skills[0] != "comptabilite" || given.Skills[0] != "Comptabilité" {
		t.Errorf("got %+v of %+v", got, given)
	}
	wantErrors(t, errs, "email")
}

func TestRevealsLeft(t *testing.T) {
	w := newWorld(t, func(o *directory.Options) { o.RevealRate = 2 })
	w.publish(person("Anne Un", mail("a@exemple.fr")), person("Basile Deux", mail("b@exemple.fr")), person("Chloé Trois", mail("c@exemple.fr")))
	left := func(want int, slug string, limited bool) {
		t.Helper()
		c, err := w.Show(t.Context(), visitor, slug, true)
		if err != nil || c.RevealsLeft != want || c.RateLimited != limited || w.RevealsLeft(visitor) != want {
			t.Errorf("%s: %+v, %v; want %d left", slug, c, err, want)
		}
	}
	if n := w.RevealsLeft(visitor); n != 2 {
		t.Errorf("%d left", n)
	}
	left(1, "anne-un", false)
	left(1, "anne-un", false)
	left(0, "basile-deux", false)
	left(0, "chloe-trois", true)
	if c, err := w.Show(t.Context(), visitor, "anne-un", false); err != nil || c.RevealsLeft != -1 {
		t.Errorf("got %+v, %v", c, err)
	}
	if n := w.RevealsLeft(admin); n != -1 {
		t.Errorf("%d left for an administrator", n)
	}
	w.clock.move(24 * time.Hour)
	if n := w.RevealsLeft(visitor); n != 2 {
		t.Errorf("%d left the day after", n)
	}
	if n := newWorld(t).RevealsLeft(visitor); n != -1 {
		t.Errorf("%d left without a limit", n)
	}
}
