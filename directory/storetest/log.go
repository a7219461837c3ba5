package storetest

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"testing"
	"time"

	"teleorne/directory"
)

// decided appends entries to the log, each in a transaction of its own when
// apart.
func decided(t *testing.T, s directory.Store, apart bool, entries ...directory.Decision) {
	t.Helper()
	if apart {
		for _, d := range entries {
			update(t, s, func(tx directory.Tx) error { return tx.Decide(d) })
		}
		return
	}
	update(t, s, func(tx directory.Tx) error {
		for _, d := range entries {
			if err := tx.Decide(d); err != nil {
				return err
			}
		}
		return nil
	})
}

// wholeLog is the log, which has to be a chain of so many entries.
func wholeLog(t *testing.T, s directory.Store, entries int) []directory.Decision {
	t.Helper()
	var log []directory.Decision
	var chain directory.LogChain
	if err := s.EachDecision(t.Context(), 0, func(d *directory.Decision) error {
		chain.Next(d)
		log = append(log, *d)
		return nil
	}); err != nil {
		t.Fatalf("EachDecision: %v", err)
	}
	if c := chain.Check(); c.Entries != int64(entries) || c.Broken != 0 || (entries > 0) != (c.Head != "") {
		t.Errorf("the chain of the log: %+v, want %d entries", c, entries)
	}
	return log
}

// bare are entries without what the store gave them.
func bare(log []directory.Decision) []directory.Decision {
	out := slices.Clone(log)
	for i := range out {
		out[i].Number, out[i].Seal = 0, directory.Seal{}
	}
	return out
}

// chain: entries are numbered and sealed one after the other, over transactions
// and over what was undone.
func chain(t *testing.T, s directory.Store) {
	wholeLog(t, s, 0)
	id, rev := add(t, s, "claire", Profile("Claire"))
	entries := []directory.Decision{
		{At: day(1), Actor: directory.Operator(), Action: "import", Listing: id, Revision: rev},
		{At: day(1), Actor: directory.Actor{Role: directory.RoleAdministrator, Account: 3, Fingerprint: "SHA256:a"}, Action: "ban", Target: "ban:3", Reason: "Publicité « à répétition »"},
		{At: day(0), Actor: directory.Actor{Role: directory.RoleVisitor}, Action: "report", Listing: id},
		{At: day(0).In(time.FixedZone("CET", 3600)), Actor: directory.Actor{Role: directory.RoleModerator, Account: 9}, Action: "reject", Listing: id, Revision: rev, Reason: "x"},
	}
	decided(t, s, false, entries[:2]...)
	undone := errors.New("no")
	if err := s.Update(t.Context(), func(tx directory.Tx) error {
		return errors.Join(tx.Decide(entries[0]), tx.Decide(entries[1]), undone)
	}); !errors.Is(err, undone) {
		t.Fatal(err)
	}
	update(t, s, func(tx directory.Tx) error {
		if err := tx.Decide(directory.Decision{At: day(1)}); err == nil {
			t.Error("a decision without an action was logged")
		}
		return tx.Decide(entries[2])
	})
	decided(t, s, true, entries[3])
	log := wholeLog(t, s, len(entries))
	entries[3].At = day(0)
	if !reflect.DeepEqual(bare(log), entries) {
		t.Errorf("the log: %+v\nwant %+v", bare(log), entries)
	}
	for i, d := range log {
		if d.Number != int64(i+1) {
			t.Errorf("entry %d has the number %d", i+1, d.Number)
		}
		update(t, s, func(tx directory.Tx) error {
			got, err := tx.Decision(d.Number)
			if !reflect.DeepEqual(got, d) {
				t.Errorf("Decision(%d) = %+v, want %+v", d.Number, got, d)
			}
			return err
		})
	}
	update(t, s, func(tx directory.Tx) error {
		for _, n := range []int64{0, -1, 99} {
			_, err := tx.Decision(n)
			wantCode(t, fmt.Sprint("Decision of ", n), err, directory.CodeNotFound)
		}
		got, err := tx.Decisions(id)
		if want := []directory.Decision{log[0], log[2], log[3]}; !reflect.DeepEqual(got, want) {
			t.Errorf("Decisions within a transaction = %+v, want %+v", got, want)
		}
		if none, err := tx.Decisions(99); err != nil || len(none) != 0 {
			t.Errorf("Decisions about none = %+v, %v", none, err)
		}
		return err
	})
	if l, revisions, about, err := s.History(t.Context(), id); err != nil || l.ID != id || len(revisions) != 1 ||
		!reflect.DeepEqual(about, []directory.Decision{log[0], log[2], log[3]}) {
		t.Errorf("History = %+v, %+v, %+v, %v", l, revisions, about, err)
	}
	_, _, _, err := s.History(t.Context(), 99)
	wantCode(t, "History of none", err, directory.CodeNotFound)
	// From an entry on, and no further than told to.
	var seen []int64
	stop := errors.New("stop")
	err = s.EachDecision(t.Context(), 2, func(d *directory.Decision) error {
		if seen = append(seen, d.Number); d.Number == 3 {
			return stop
		}
		return nil
	})
	if !errors.Is(err, stop) || !slices.Equal(seen, []int64{3}) {
		t.Errorf("EachDecision after 2 told %v, %v", seen, err)
	}
}

// longLog: whoever reads all of the log may write meanwhile, and hears of that
// as well.
func longLog(t *testing.T, s directory.Store) {
	const n = 2500
	entries := make([]directory.Decision, n)
	for i := range entries {
		entries[i] = directory.Decision{At: day(0), Actor: directory.Operator(), Action: "import", Reason: fmt.Sprint(i)}
	}
	decided(t, s, false, entries...)
	wholeLog(t, s, n)
	count := 0
	if err := s.EachDecision(t.Context(), 0, func(d *directory.Decision) error {
		if count++; count == 10 {
			decided(t, s, true, directory.Decision{At: day(0), Action: "late"})
		}
		return nil
	}); err != nil || count != n+1 {
		t.Errorf("%d entries, %v", count, err)
	}
	wholeLog(t, s, n+1)
}

func logQueries(t *testing.T, s directory.Store) {
	id, _ := add(t, s, "claire", Profile("Claire"))
	mod := directory.Actor{Role: directory.RoleModerator, Account: 7}
	admin := directory.Actor{Role: directory.RoleAdministrator, Account: 8}
	entries := []directory.Decision{
		{At: day(0), Actor: directory.Operator(), Action: "import", Listing: id}, // 1
		{At: day(1), Actor: mod, Action: "reject", Listing: id, Reason: "a"},     // 2
		{At: day(2), Actor: admin, Action: "merge", Target: "skill:paie"},        // 3
		{At: day(3), Actor: admin, Action: "merge", Target: "skill:paie-2"},      // 4
		{At: day(2), Actor: admin, Action: "ban", Target: "ban:3"},               // 5: the clock was put back
		{At: day(4), Actor: admin, Action: "accept", Target: "skills:all"},       // 6
		{At: day(5), Actor: mod, Action: "approve", Listing: id},                 // 7
	}
	decided(t, s, false, entries...)
	for name, c := range map[string]struct {
		q    directory.LogQuery
		want []int64
	}{
		"all":           {directory.LogQuery{Limit: 100}, []int64{7, 6, 5, 4, 3, 2, 1}},
		"no limit":      {directory.LogQuery{}, []int64{7, 6, 5, 4, 3, 2, 1}},
		"one more":      {directory.LogQuery{Limit: 2}, []int64{7, 6, 5}},
		"the next page": {directory.LogQuery{Limit: 2, Before: 6}, []int64{5, 4, 3}},
		"the last page": {directory.LogQuery{Limit: 2, Before: 2}, []int64{1}},
		"a listing":     {directory.LogQuery{Limit: 9, Listing: id}, []int64{7, 2, 1}},
		"an account":    {directory.LogQuery{Limit: 9, By: 7}, []int64{7, 2}},
		"an action":     {directory.LogQuery{Limit: 9, Action: "merge"}, []int64{4, 3}},
		"a target":      {directory.LogQuery{Limit: 9, Target: "skill:paie"}, []int64{3}},
		"kind":          {directory.LogQuery{Limit: 9, Target: "skill:"}, []int64{4, 3}},
		"from":          {directory.LogQuery{Limit: 9, From: day(3)}, []int64{7, 6, 4}},
		"until":         {directory.LogQuery{Limit: 9, Until: day(2)}, []int64{2, 1}},
		"between":       {directory.LogQuery{Limit: 9, From: day(2), Until: day(3)}, []int64{5, 3}},
		"a moment late": {directory.LogQuery{Limit: 9, From: day(5).Add(time.Nanosecond)}, nil},
		"a moment more": {directory.LogQuery{Limit: 9, Until: day(0).Add(time.Nanosecond)}, []int64{1}},
		"several":       {directory.LogQuery{Limit: 9, By: 8, Action: "merge", Target: "skill:", From: day(3)}, []int64{4}},
		"none":          {directory.LogQuery{Limit: 9, By: 7, Action: "merge"}, nil},
	} {
		got, err := s.Log(t.Context(), c.q)
		var numbers []int64
		for _, d := range got {
			numbers = append(numbers, d.Number)
			if want := entries[d.Number-1]; !reflect.DeepEqual(bare([]directory.Decision{d})[0], want) {
				t.Errorf("%s: %+v, want %+v", name, d, want)
			}
		}
		if err != nil || !slices.Equal(numbers, c.want) {
			t.Errorf("%s: entries %v, %v, want %v", name, numbers, err, c.want)
		}
	}
}

func submissions(t *testing.T, s directory.Store) {
	a, _ := add(t, s, "a", Profile("A"))
	b, _ := add(t, s, "b", Profile("B"))
	submit := func(id directory.ListingID, n int) directory.Decision {
		return directory.Decision{At: day(n), Action: "submit", Listing: id}
	}
	decided(t, s, false, submit(a, 0), submit(a, 1), submit(b, 1), submit(a, 2), directory.Decision{At: day(2), Action: "approve", Listing: b})
	for n, want := range []map[directory.ListingID]int{{a: 3, b: 1}, {a: 2, b: 1}, {a: 1}, {}} {
		if got, err := s.Submissions(t.Context(), day(n)); err != nil || !maps.Equal(got, want) {
			t.Errorf("since day %d: %v, %v, want %v", n, got, err, want)
		}
	}
}

// chainForgets: what is erased leaves the chain as it was, entry for entry.
func chainForgets(t *testing.T, s directory.Store) {
	account, other := person(t, s, "Claire", "SHA256:one"), person(t, s, "Paul", "SHA256:two")
	id := owned(t, s, "claire", account)
	own := directory.Actor{Role: directory.RoleProfessional, Account: account, Fingerprint: "SHA256:one"}
	mod := directory.Actor{Role: directory.RoleModerator, Account: other, Fingerprint: "SHA256:two"}
	about := fmt.Sprintf("account:%d", account)
	decided(t, s, false,
		directory.Decision{At: day(0), Actor: own, Action: "submit", Listing: id},
		directory.Decision{At: day(1), Actor: mod, Action: "reject", Listing: id, Reason: "Claire, non"},
		directory.Decision{At: day(2), Actor: mod, Action: "grant", Target: about, Reason: "Elle nous quitte"},
		directory.Decision{At: day(2), Actor: mod, Action: "grant", Target: about + "1", Reason: "Un autre"},
		directory.Decision{At: day(3), Actor: own, Action: "key_add", Reason: "SHA256:three"},
		directory.Decision{At: day(3), Actor: own, Action: "ban", Target: "ban:1", Reason: "Publicité"},
	)
	before := wholeLog(t, s, 6)
	if got, err := s.Decisions(t.Context(), 0, account); err != nil || len(got) != 4 || got[1].Reason != "Elle nous quitte" {
		t.Errorf("Decisions about an account: %+v, %v", got, err)
	}
	update(t, s, func(tx directory.Tx) error {
		// What is written in the same transaction goes on with the chain.
		return errors.Join(tx.Decide(directory.Decision{At: day(4), Action: "erase", Listing: id}), tx.Erase(id),
			tx.DeleteAccount(account), tx.Decide(directory.Decision{At: day(4), Action: "erase", Listing: id}))
	})
	decided(t, s, true, directory.Decision{At: day(5), Actor: mod, Action: "approve", Reason: "Après"})
	after := wholeLog(t, s, 9)
	want := []struct{ fingerprint, reason bool }{ // what is kept
		{false, true}, {true, false}, {true, false}, {true, true}, {false, false}, {false, true},
	}
	for i, w := range want {
		a, b := after[i], before[i]
		if !w.fingerprint {
			b.Actor.Fingerprint, b.Seal.FingerprintSalt = "", nil
		}
		if !w.reason {
			b.Reason, b.Seal.ReasonSalt = "", nil
		}
		if !reflect.DeepEqual(a, b) {
			t.Errorf("entry %d: %+v\nwant %+v", i+1, a, b)
		}
	}
}
