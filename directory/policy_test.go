package directory_test

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"teleorne/directory"
	"teleorne/directory/sqlite"
)

// situations are the states in which a listing can be, what waits beside it
// included, and how one gets there.
var situations = map[string]func(w *world, a directory.Actor, id directory.ItemID){
	"draft":     nil,
	"pending":   func(*world, directory.Actor, directory.ItemID) {},
	"published": accepted,
	"change":    changed,
	"rejected": func(w *world, _ directory.Actor, id directory.ItemID) {
		w.decides(directory.Operator(), id, directory.ActionReject, "Non.")
	},
	"refused change": func(w *world, a directory.Actor, id directory.ItemID) {
		changed(w, a, id)
		w.decides(directory.Operator(), id, directory.ActionReject, "Non.")
	},
	"paused": func(w *world, a directory.Actor, id directory.ItemID) {
		accepted(w, a, id)
		did(w.t)(w.Pause(w.t.Context(), a, 0))
	},
	"suspended": func(w *world, a directory.Actor, id directory.ItemID) {
		accepted(w, a, id)
		w.decides(directory.Operator(), id, directory.ActionSuspend, "Non.")
	},
	"suspended change": func(w *world, a directory.Actor, id directory.ItemID) {
		changed(w, a, id)
		w.decides(directory.Operator(), id, directory.ActionSuspend, "Non.")
	},
	"withdrawn": func(w *world, a directory.Actor, id directory.ItemID) {
		accepted(w, a, id)
		did(w.t)(w.Withdraw(w.t.Context(), a))
	},
	"dormant": accepted, // and then time goes by
}

func accepted(w *world, _ directory.Actor, id directory.ItemID) {
	w.decides(directory.Operator(), id, directory.ActionApprove)
}

func changed(w *world, a directory.Actor, id directory.ItemID) {
	accepted(w, a, id)
	w.submits(a, person("Zoé Personne", headline("Autre métier")))
}

// holdsIn are the situations that fulfil each condition of the policy.
var holdsIn = map[directory.Condition][]string{
	directory.WhateverListing: slices.Collect(maps.Keys(situations)),
	directory.VisibleListing:  {"published", "change", "refused change"},
	directory.WaitingListing:  {"pending", "change", "suspended change"},
	directory.SubmittedOnce: {
		"pending", "published", "change", "rejected", "refused change", "paused", "suspended", "suspended change", "withdrawn", "dormant",
	},
	directory.CanAsk:       {"pending", "published", "change", "refused change", "paused", "suspended", "suspended change", "dormant"},
	directory.NotSuspended: {"pending", "published", "change", "rejected", "refused change", "paused", "withdrawn", "dormant"},
	directory.IsSuspended:  {"suspended", "suspended change"},
	directory.CanWithdraw: {
		"pending", "published", "change", "rejected", "refused change", "paused", "suspended", "suspended change", "dormant",
	},
	directory.CanPause:   {"published", "change", "refused change", "paused"},
	directory.IsPaused:   {"paused"},
	directory.CanConfirm: {"published", "change", "refused change", "paused", "dormant"},
	directory.CanContest: {"rejected", "refused change", "suspended", "suspended change"},
}

// stage is a directory in which there is a listing in every situation: of
// somebody else, and of somebody in each role.
type stage struct {
	*world
	actors map[directory.Role]directory.Actor            // who own nothing
	owners map[directory.Role]map[string]directory.Actor // by situation
	others map[string]*directory.Listing                 // by situation
}

var roles = []directory.Role{
	directory.RoleVisitor, directory.RoleIdentified, directory.RoleProfessional,
	directory.RoleModerator, directory.RoleAdministrator, directory.RoleOperator,
}

// script writes the file of such a directory.
func script(t *testing.T) []byte {
	w := newWorld(t)
	build := func(a directory.Actor, situation string) {
		get := situations[situation]
		p := person("Zoé Personne")
		if get == nil {
			w.drafts(a, p)
			return
		}
		m := w.submits(a, p)
		get(w, a, directory.ListingItem(m.Listing.ID))
	}
	// What is dormant first, then time goes by for it alone.
	for _, dormant := range []bool{true, false} {
		for _, situation := range slices.Sorted(maps.Keys(situations)) {
			if dormant != (situation == "dormant") {
				continue
			}
			build(withKey(situation), situation)
			build(withKey("professional "+situation), situation)
			build(w.granted("moderator "+situation, directory.RoleModerator), situation)
			build(w.granted("administrator "+situation, directory.RoleAdministrator), situation)
		}
		if dormant {
			w.months(13)
			w.upkeep()
		}
	}
	w.granted("moderator", directory.RoleModerator)
	w.granted("administrator", directory.RoleAdministrator)
	if _, _, err := w.SignUp(t.Context(), withKey("professional")); err != nil {
		t.Fatal(err)
	}
	if err := w.store.Close(); err != nil { // which leaves nothing in the log beside the file
		t.Fatal(err)
	}
	file, err := os.ReadFile(w.path)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// connected is somebody as their connection knows them.
func (w *world) connected(name string) directory.Actor {
	w.t.Helper()
	a := withKey(name)
	account, err := w.Identify(w.t.Context(), a.Fingerprint)
	if err != nil {
		w.t.Fatal(err)
	}
	a.Account, a.Role = account.ID, account.Role
	return a
}

func setStage(t *testing.T, file []byte) *stage {
	t.Helper()
	path := filepath.Join(t.TempDir(), sqlite.FileName)
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	s := &stage{
		world: openWorld(t, path), others: make(map[string]*directory.Listing),
		owners: map[directory.Role]map[string]directory.Actor{},
	}
	s.months(13)
	s.actors = map[directory.Role]directory.Actor{
		directory.RoleVisitor: visitor, directory.RoleIdentified: withKey("known"), directory.RoleProfessional: s.connected("professional"),
		directory.RoleModerator: s.connected("moderator"), directory.RoleAdministrator: s.connected("administrator"),
		directory.RoleOperator: directory.Operator(),
	}
	for _, role := range []directory.Role{directory.RoleProfessional, directory.RoleModerator, directory.RoleAdministrator} {
		s.owners[role] = make(map[string]directory.Actor)
		for situation := range situations {
			s.owners[role][situation] = s.connected(role.String() + " " + situation)
		}
	}
	for situation := range situations {
		s.others[situation] = s.me(s.connected(situation)).Listing
	}
	return s
}

// driver does what a rule is about, as far as that rule lets it.
type driver struct {
	// prepare makes it possible but for the policy, on behalf of whoever will do
	// it; l is nil when no listing is meant.
	prepare func(s *stage, a directory.Actor, l *directory.Listing)
	do      func(s *stage, a directory.Actor, l *directory.Listing) error
	// hidden: whoever may not know of a listing is told that there is none
	hidden bool
}

// TestPolicy walks the whole table through the service: every role, every
// rule, every situation, one's own and others' listings.
func TestPolicy(t *testing.T) {
	skipShort(t)
	file := script(t)
	rules := directory.Policy()
	for action := range drivers {
		if !slices.ContainsFunc(rules, func(r directory.Rule) bool { return r.Action == action }) {
			t.Errorf("there is no rule about %s", action)
		}
	}
	walked := 0
	for _, rule := range rules {
		d, ok := drivers[rule.Action]
		if !ok {
			t.Errorf("nothing tries the rule about %s", rule.Action)
			continue
		}
		t.Run(string(rule.Action), func(t *testing.T) { walked += walkRule(t, file, rule, d) })
	}
	if walked < 1000 {
		t.Errorf("%d cases only", walked)
	}
}

// walkRule tries a rule by every role, and answers how many cases there are.
func walkRule(t *testing.T, file []byte, rule directory.Rule, d driver) (cases int) {
	s := setStage(t, file)
	for _, role := range roles {
		if rule.On == "" {
			s.walk(t, rule, d, s.actors[role], nil, "", false)
			cases++
			continue
		}
		for _, situation := range slices.Sorted(maps.Keys(situations)) {
			if a, owns := s.owners[role][situation]; owns {
				s.walk(t, rule, d, a, s.me(a).Listing, situation, true)
				cases++
			}
			if rule.Whose == directory.OwnListing && role != directory.RoleVisitor && role != directory.RoleOperator {
				continue // there is no way to name somebody else's
			}
			s.walk(t, rule, d, s.actors[role], s.others[situation], situation, false)
			cases++
		}
		if role >= rule.Least && rule.Whose != directory.OwnListing { // others' listings are by now in other situations
			_ = s.store.Close()
			s = setStage(t, file)
		}
	}
	return cases
}

// walk tries one case.
func (s *stage) walk(t *testing.T, rule directory.Rule, d driver, a directory.Actor, l *directory.Listing, situation string, own bool) {
	t.Helper()
	if d.prepare != nil {
		d.prepare(s, a, l)
	}
	want := says(rule, a.Role, situation, own)
	seq, err := s.store.LastSeq(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	got := d.do(s, a, l)
	ok := directory.IsCode(got, want)
	switch {
	case want == "":
		ok = got == nil
	case want == directory.CodeNotPermitted: // who is nobody is told how to become somebody
		ok = ok || rule.Whose == directory.OwnListing && (directory.IsCode(got, directory.CodeNeedsKey) || directory.IsCode(got, directory.CodeLocalOnly))
	case want == directory.CodeState && d.hidden, situation == "draft" && rule.Least >= directory.RoleModerator: // nobody else knows of a draft
		ok = ok || directory.IsCode(got, directory.CodeNotFound)
	}
	if !ok {
		t.Errorf("%s, %s, own %v: %v, the table says %q", a.Role, situation, own, got, want)
	}
	if now, err := s.store.LastSeq(t.Context()); err != nil || want != "" && now != seq {
		t.Errorf("%s, %s, own %v: refused, and something was written: %v", a.Role, situation, own, err)
	}
	// Whoever asks beforehand is told the same.
	if l != nil {
		if may := a.MayOn(rule.Action, l); want == "" && may != nil || want != "" && !directory.IsCode(may, want) {
			t.Errorf("%s, %s, own %v: asked, %v; the table says %q", a.Role, situation, own, may, want)
		}
	} else if may := a.May(rule.Action); (may == nil) != (want == "") {
		t.Errorf("%s: asked, %v; the table says %q", a.Role, may, want)
	}
}

// says is what the table says of a case; empty: it is permitted.
func says(rule directory.Rule, role directory.Role, situation string, own bool) directory.Code {
	switch {
	case role < rule.Least, rule.Whose == directory.OwnListing && !own:
		return directory.CodeNotPermitted
	case rule.Whose == directory.OthersListing && own:
		return directory.CodeOwnListing
	case rule.On != "" && !slices.Contains(holdsIn[rule.On], situation):
		return directory.CodeState
	}
	return ""
}
