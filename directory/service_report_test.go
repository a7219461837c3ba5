package directory_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"teleorne/directory"
)

func TestReports(t *testing.T) {
	w := newWorld(t)
	mod, _, _ := w.mods()
	a := w.owner(person("Claire Dubois"))
	id := w.me(a).Listing.ID
	news, stop := w.QueueChanges()
	defer stop()
	report := func(who directory.Actor, want bool) {
		t.Helper()
		again, err := w.Report(t.Context(), who, "Claire-Dubois", directory.ReportWrong, " Elle ne fait plus cela.\x1b ")
		if err != nil || again != want {
			t.Errorf("again: %v, %v", again, err)
		}
	}
	report(visitor, false)
	if !told(news) {
		t.Error("the moderators are not told")
	}
	w.clock.move(time.Minute)
	report(visitor, true)
	report(known, false)
	report(mod, false)
	report(directory.Operator(), false)
	r := w.opens(mod, directory.ReportItem(id))
	if r.Kind != directory.ItemReport || len(r.Reports) != 4 || r.Reports[0].Words != "Elle ne fait plus cela." ||
		r.Reports[0].Role != directory.RoleVisitor || !r.Since.Equal(noon) || r.Before != nil || r.After.Name != "Claire Dubois" ||
		r.Risk != 12 {
		t.Errorf("got %+v", r)
	}
	w.wantQueue(mod, string(directory.ReportItem(id)))
	for _, x := range r.Reports {
		if len(x.Reporter) != 64 || strings.Contains(x.Reporter, visitor.Address) {
			t.Errorf("the reporter is %q", x.Reporter)
		}
	}
	// The owner is told nothing of them.
	if v := w.me(a).Verdict; v.Action != "approve" {
		t.Errorf("the owner is told %+v", v)
	}
	w.decides(mod, directory.ReportItem(id), directory.ActionDismiss)
	if v := w.me(a).Verdict; v.Action != "approve" {
		t.Errorf("the owner is told %+v", v)
	}
	report(visitor, false)
}

func TestReportsThatAreNone(t *testing.T) {
	w := newWorld(t)
	mod, _, _ := w.mods()
	a := w.owner(person("Claire Dubois"))
	for _, c := range []struct {
		who    directory.Actor
		slug   string
		reason directory.ReportReason
		words  string
		code   directory.Code
		field  string
	}{
		{visitor, "nobody", directory.ReportOther, "", directory.CodeNotFound, ""},
		{visitor, "claire-dubois", "ugly", "", directory.CodeChoice, "reason"},
		{visitor, "claire-dubois", "", "", directory.CodeChoice, "reason"},
		{visitor, "claire-dubois", directory.ReportOther, strings.Repeat("x", 1001), directory.CodeTooLong, "words"},
		{visitor, "claire-dubois", directory.ReportOther, "\xff", directory.CodeEncoding, "words"},
		{a, "claire-dubois", directory.ReportOther, "", directory.CodeOwnListing, ""},
		{withKey("Claire Dubois"), "claire-dubois", directory.ReportOther, "", directory.CodeOwnListing, ""}, // on a connection that knows less
	} {
		_, err := w.Report(t.Context(), c.who, c.slug, c.reason, c.words)
		if e := wantCode(t, err, c.code); e.Field != c.field {
			t.Errorf("%+v: about %q", c, e.Field)
		}
	}
	w.decides(mod, directory.ListingItem(w.me(a).Listing.ID), directory.ActionSuspend, "Non.")
	_, err := w.Report(t.Context(), visitor, "claire-dubois", directory.ReportOther, "")
	wantCode(t, err, directory.CodeNotFound)
	w.wantQueue(mod)
}

func TestReportRate(t *testing.T) {
	w := newWorld(t, func(o *directory.Options) { o.ReportRate = 2 })
	names := []string{"Anne Un", "Basile Deux", "Chloé Trois"}
	for _, n := range names {
		w.publish(person(n))
	}
	report := func(who directory.Actor, name string) error {
		_, err := w.Report(t.Context(), who, directory.Slugify(name), directory.ReportOther, "")
		return err
	}
	for _, who := range []directory.Actor{visitor, known} {
		for range 2 { // the same again counts again
			if err := report(who, names[0]); err != nil {
				t.Error(err)
			}
		}
		for _, name := range names {
			e := wantCode(t, report(who, name), directory.CodeLimit)
			if e.Params["seconds"] != 12*3600 { // midnight in the Orne
				t.Errorf("wait %v", e.Params)
			}
		}
	}
	// Keys cost nothing: those at one address are counted together as well, ten
	// times as many reports.
	limited := 0
	for n := range 24 {
		name := fmt.Sprintf("Autre %c", 'a'+n)
		w.publish(person(name))
		if directory.IsCode(report(withKey(fmt.Sprint("key ", n/2)), name), directory.CodeLimit) {
			limited++
		}
	}
	if limited != 4 {
		t.Errorf("%d limited", limited)
	}
	for range 5 {
		if err := report(directory.Operator(), names[2]); err != nil {
			t.Error(err)
		}
	}
	w.clock.move(days)
	if err := report(visitor, names[2]); err != nil {
		t.Error(err)
	}
}

func TestAppealAgainstSuspension(t *testing.T) {
	w := newWorld(t)
	mod, other, _ := w.mods()
	a := w.owner(person("Claire Dubois"))
	id := w.me(a).Listing.ID
	item := directory.AppealItem(id)
	_, err := w.Appeal(t.Context(), a, "Pourquoi ?")
	wantCode(t, err, directory.CodeState)
	w.decides(mod, directory.ListingItem(id), directory.ActionSuspend, "Publicité.")
	m := w.me(a)
	if want := time.Date(2026, 12, 13, 23, 0, 0, 0, time.UTC); !m.Contest.Equal(want) || m.Can(directory.ActionAppeal) != nil {
		t.Errorf("until %v, %v", m.Contest, m.Can(directory.ActionAppeal))
	}
	for words, code := range map[string]directory.Code{
		"": directory.CodeReason, strings.Repeat("x", 1001): directory.CodeTooLong, "\xff": directory.CodeEncoding,
	} {
		_, err := w.Appeal(t.Context(), a, words)
		if e := wantCode(t, err, code); e.Field != "words" {
			t.Errorf("about %q", e.Field)
		}
	}
	m = did(t)(w.Appeal(t.Context(), a, "C’est mon métier."))
	if m.Appeal == nil || m.Appeal.Words != "C’est mon métier." || m.Appeal.By != 0 || !m.Contest.IsZero() || m.Verdict.Action != "suspend" {
		t.Errorf("got %+v", m)
	}
	wantCode(t, m.Can(directory.ActionAppeal), directory.CodeAppealed)
	_, err = w.Appeal(t.Context(), a, "Et encore.")
	wantCode(t, err, directory.CodeAppealed)
	w.wantQueue(mod, string(item))
	r := w.opens(mod, item)
	if r.Kind != directory.ItemAppeal || r.Appeal.Words != "C’est mon métier." || r.After.Name != "Claire Dubois" {
		t.Errorf("got %+v", r)
	}
	wantCode(t, r.Can[directory.ActionReverse], directory.CodeSameJudge)
	for _, action := range []directory.Action{directory.ActionUphold, directory.ActionReverse} {
		_, err = w.Decide(t.Context(), mod, directory.Verdict{Item: item, Action: action, Reason: "J’avais raison."})
		wantCode(t, err, directory.CodeSameJudge)
	}
	_, err = w.Decide(t.Context(), other, directory.Verdict{Item: item, Action: directory.ActionUphold})
	wantCode(t, err, directory.CodeReason)
	w.clock.move(time.Hour)
	d := w.decides(other, item, directory.ActionReverse)
	if d.Listing.Suspended || d.Decision.Target == "" {
		t.Errorf("got %+v", d)
	}
	if m = w.me(a); m.Verdict.Action != "reverse" || m.Appeal == nil || m.Appeal.Outcome != directory.ActionReverse {
		t.Errorf("got %+v, %+v", m.Verdict, m.Appeal)
	}
	w.wantFound("claire-dubois")
	// Neither does the first judge undo that, be they an administrator.
	promoted := w.granted("Monique", directory.RoleAdministrator)
	_, err = w.Undo(t.Context(), promoted, d.Decision.Number)
	wantCode(t, err, directory.CodeSameJudge)
	w.undoes(other, 0)
	w.wantQueue(mod, string(item))
	w.wantState(a, directory.StateSuspended)
	w.clock.move(time.Hour)
	w.decides(other, item, directory.ActionUphold, "C’est de la publicité.")
	m = w.wantState(a, directory.StateSuspended)
	if m.Verdict.Action != "uphold" || m.Verdict.Reason != "C’est de la publicité." || m.Appeal.Outcome != directory.ActionUphold || !m.Contest.IsZero() {
		t.Errorf("got %+v, %+v", m.Verdict, m.Appeal)
	}
	_, err = w.Appeal(t.Context(), a, "Et encore.")
	wantCode(t, err, directory.CodeAppealed)
	w.wantQueue(mod)
	w.wantActions(m, "sign_up", "submit", "approve", "suspend", "appeal", "reverse", "undo", "uphold")
}

func TestAppealAgainstRefusal(t *testing.T) {
	w := newWorld(t)
	mod, other, _ := w.mods()
	a := w.owner(person("Claire Dubois"))
	id := w.me(a).Listing.ID
	item := directory.AppealItem(id)
	w.clock.move(days)
	w.submits(a, person("Claire Dubois", headline("Reine")))
	w.decides(mod, directory.ListingItem(id), directory.ActionReject, "Non.")
	did(t)(w.Appeal(t.Context(), a, "Si."))
	r := w.opens(other, item)
	if r.Before.Headline != "Expert-comptable" || r.After.Headline != "Reine" || !slices.Equal(r.Changes, []string{"headline"}) {
		t.Errorf("got %+v", r)
	}
	before := w.listing(id)
	w.clock.move(time.Hour)
	d := w.decides(other, item, directory.ActionReverse, "Vous avez raison.")
	if d.Listing.Published.Profile.Headline != "Reine" || d.Listing.Published.ID != d.Decision.Revision || d.Listing.Pending() {
		t.Errorf("got %+v", d.Listing)
	}
	w.clock.move(time.Hour)
	w.undoes(other, 0)
	if after := w.wantAsBefore(before); after.Latest.State != directory.RevisionRefused {
		t.Errorf("got %+v", after.Latest)
	}
	w.wantQueue(mod, string(item))
	w.decides(other, item, directory.ActionReverse)
	if c, err := w.Show(t.Context(), visitor, "claire-dubois", false); err != nil || c.Headline != "Reine" {
		t.Errorf("got %+v, %v", c, err)
	}
}

// Whoever submits anew contests the refusal no more; a suspension lasts, and so
// does the appeal against it.
func TestAppealsOvertaken(t *testing.T) {
	w := newWorld(t)
	mod, _, _ := w.mods()
	a := withKey("claire")
	m := w.submits(a, person("Claire Dubois"))
	id := m.Listing.ID
	w.decides(mod, directory.ListingItem(id), directory.ActionReject, "Non.")
	did(t)(w.Appeal(t.Context(), a, "Si."))
	m = w.submits(a, person("Claire Dubois", headline("Juriste")))
	if m.Appeal.ClosedAt.IsZero() || m.Appeal.Outcome != "" {
		t.Errorf("got %+v", m.Appeal)
	}
	w.wantQueue(mod, string(directory.ListingItem(id)))
	w.decides(mod, directory.ListingItem(id), directory.ActionApprove)
	w.decides(mod, directory.ListingItem(id), directory.ActionSuspend, "Non.")
	did(t)(w.Appeal(t.Context(), a, "Si."))
	w.clock.move(time.Minute)
	w.submits(a, person("Claire Dubois", headline("Avocate")))
	w.wantQueue(mod, string(directory.AppealItem(id)), string(directory.ListingItem(id)))
	did(t)(w.Withdraw(t.Context(), a))
	w.wantQueue(mod)
	w.explained(id)
}

func TestAppealsComeInTime(t *testing.T) {
	w := newWorld(t)
	mod, _, _ := w.mods()
	a := w.owner(person("Claire Dubois"))
	id := w.me(a).Listing.ID
	w.decides(mod, directory.ListingItem(id), directory.ActionSuspend, "Non.")
	until := w.me(a).Contest
	w.clock.at = until
	_, err := w.Appeal(t.Context(), a, "Si.")
	if e := wantCode(t, err, directory.CodeAppealLate); e.Params["days"] != 20 {
		t.Errorf("got %v", e)
	}
	if m := w.me(a); !m.Contest.IsZero() {
		t.Errorf("until %v", m.Contest)
	}
	w.clock.at = until.Add(-time.Millisecond)
	did(t)(w.Appeal(t.Context(), a, "Si."))
	_, err = w.Appeal(t.Context(), visitor, "Si.")
	wantCode(t, err, directory.CodeNeedsKey)
	_, err = w.Appeal(t.Context(), withKey("nobody"), "Si.")
	wantCode(t, err, directory.CodeNoListing)
}

func TestProposedWords(t *testing.T) {
	w := newWorld(t)
	mod, _, _ := w.mods()
	p := func(words ...string) func(*directory.Profile) {
		return func(p *directory.Profile) { p.Skills = append([]string{"comptabilite"}, words...) }
	}
	a := withKey("claire")
	m := w.submits(a, person("Claire Dubois", p("+Macramé")))
	w.clock.move(time.Hour)
	w.submits(withKey("bob"), person("Bob Martin", p("+macrame", "+Comptabillité")))
	if len(m.Words) != 1 || m.Words[0].Word != "Macramé" || m.Words[0].State != "waiting" {
		t.Errorf("got %+v", m.Words)
	}
	w.wantQueue(mod, "+macrame", "1", "+comptabillite", "2")
	r := w.opens(mod, "+macrame")
	if r.Kind != directory.ItemSkill || len(r.Proposal.Listings) != 2 || r.Proposal.Word != "Macramé" || !r.Since.Equal(noon) ||
		r.Can[directory.ActionProposal] != nil || r.Listing != nil {
		t.Errorf("got %+v, %+v", r, r.Proposal)
	}
	if near := w.opens(mod, "+comptabillite").Proposal.Near; len(near) == 0 || near[0].Slug != "comptabilite" {
		t.Errorf("near %v", near)
	}
	// Nobody says of their own word alone that it is a skill.
	own := w.submits(mod, person("Mo Dératrice", p("+Origami")))
	wantCode(t, w.opens(mod, "+origami").Can[directory.ActionProposal], directory.CodeOwnListing)
	// Of what was refused or withdrawn nothing is asked.
	w.decides(directory.Operator(), directory.ListingItem(own.Listing.ID), directory.ActionReject, "Non.")
	did(t)(w.Withdraw(t.Context(), withKey("bob")))
	w.wantQueue(mod, "+macrame", "1")
}
