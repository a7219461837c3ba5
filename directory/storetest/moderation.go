package storetest

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"teleorne/directory"
)

func claims(t *testing.T, s directory.Store) {
	mod := person(t, s, "Monique", "SHA256:m")
	a := directory.Claim{Item: "12", By: mod, Name: "Monique", Holder: "session 1", Until: day(2)}
	b := directory.Claim{Item: "+couture", By: mod, Name: "Monique", Holder: "session 1", Until: day(3)}
	c := directory.Claim{Item: "r12", Holder: "session 2", Until: day(4)}
	check := func(doing string, at time.Time, want ...directory.Claim) {
		t.Helper()
		if got, err := s.Claims(t.Context(), at); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: Claims = %+v, %v, want %+v", doing, got, err, want)
		}
	}
	check("none yet", day(0))
	update(t, s, func(tx directory.Tx) error {
		wantCode(t, "a claim by nobody", tx.PutClaim(directory.Claim{Item: "1", By: 99, Holder: "x", Until: day(1)}), directory.CodeNotFound)
		_, err := tx.Claim("12")
		wantCode(t, "Claim of none", err, directory.CodeNotFound)
		return errors.Join(tx.DropClaim("12"), tx.DropClaims("session 1"), tx.PutClaim(a), tx.PutClaim(b), tx.PutClaim(c))
	})
	check("claimed", day(1), b, a, c)
	check("the first expired", day(2), b, c)
	check("all expired", day(4))
	a.Until, a.Holder, a.By, a.Name = day(9), "session 3", 0, ""
	update(t, s, func(tx directory.Tx) error {
		err := tx.PutClaim(a)
		if got, err := tx.Claim("12"); err != nil || got != a {
			t.Errorf("Claim = %+v, %v, want %+v", got, err, a)
		}
		if got, err := tx.Claim("r12"); err != nil || got != c {
			t.Errorf("Claim = %+v, %v, want %+v", got, err, c)
		}
		return err
	})
	check("taken over", day(1), b, a, c)
	update(t, s, func(tx directory.Tx) error { return errors.Join(tx.DropClaim("r12"), tx.DropClaims("session 1")) })
	check("let go", day(1), a)
	// Who is no more has nothing in hand.
	update(t, s, func(tx directory.Tx) error { return errors.Join(tx.PutClaim(b), tx.DeleteAccount(mod)) })
	check("by an account that was deleted", day(1), a)
}

func reports(t *testing.T, s directory.Store) {
	id, _ := add(t, s, "claire", Profile("Claire"))
	other, _ := add(t, s, "paul", Profile("Paul"))
	want := []directory.Report{
		{ID: 1, Listing: id, Reason: directory.ReportOutdated, Words: "Partie « ailleurs »", At: day(2), Role: directory.RoleVisitor, Reporter: "hash 1"},
		{ID: 2, Listing: id, Reason: directory.ReportOther, At: day(1), Role: directory.RoleProfessional, Reporter: "hash 2"},
		{ID: 3, Listing: other, Reason: directory.ReportOffensive, At: day(3), Role: directory.RoleIdentified, Reporter: "hash 1"},
	}
	check := func(doing string, want ...directory.Report) {
		t.Helper()
		if got, err := s.OpenReports(t.Context()); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: OpenReports = %+v, %v, want %+v", doing, got, err, want)
		}
		var about []directory.Report
		for _, r := range want {
			if r.Listing == id {
				about = append(about, r)
			}
		}
		update(t, s, func(tx directory.Tx) error {
			got, err := tx.OpenReports(id)
			if !reflect.DeepEqual(got, about) {
				t.Errorf("%s: OpenReports of one = %+v, want %+v", doing, got, about)
			}
			return err
		})
	}
	report := func(r directory.Report, wantAgain bool) {
		t.Helper()
		update(t, s, func(tx directory.Tx) error {
			again, err := tx.AddReport(r)
			if again != wantAgain {
				t.Errorf("again is %v for %+v", again, r)
			}
			return err
		})
	}
	check("none yet")
	for _, r := range want {
		report(r, false)
	}
	check("reported", want[1], want[0], want[2])
	changed := want[0]
	changed.Reason, changed.Words, changed.At = directory.ReportWrong, "", day(8)
	report(changed, true)
	want[0].Reason, want[0].Words = directory.ReportWrong, ""
	check("again", want[1], want[0], want[2])
	closing := func(at time.Time, n int) {
		t.Helper()
		update(t, s, func(tx directory.Tx) error {
			got, err := tx.CloseReports(id, at)
			if got != n {
				t.Errorf("CloseReports = %d, want %d", got, n)
			}
			return err
		})
	}
	reopening := func(at time.Time) {
		t.Helper()
		update(t, s, func(tx directory.Tx) error { return tx.ReopenReports(id, at) })
	}
	closing(day(5), 2)
	closing(day(6), 0)
	check("closed", want[2])
	reopening(day(6))
	reopening(day(4))
	check("reopened at another time", want[2])
	reopening(day(5))
	check("reopened", want[1], want[0], want[2])
	// Who reports again after it was closed is heard anew, and counts once.
	closing(day(5), 2)
	anew := directory.Report{ID: 4, Listing: id, Reason: directory.ReportOther, At: day(7), Role: directory.RoleVisitor, Reporter: "hash 1"}
	report(anew, false)
	check("anew", want[2], anew)
	reopening(day(5))
	check("reopened beside", want[1], want[2], anew)
	update(t, s, func(tx directory.Tx) error {
		_, err := tx.AddReport(directory.Report{Listing: 99, Reason: directory.ReportOther, At: day(1), Reporter: "x"})
		wantCode(t, "a report about none", err, directory.CodeNotFound)
		if n, err := tx.CloseReports(99, day(1)); err != nil || n != 0 {
			t.Errorf("CloseReports of none = %d, %v", n, err)
		}
		return nil
	})
}

func appeals(t *testing.T, s directory.Store) {
	id, _ := add(t, s, "claire", Profile("Claire"))
	other, _ := add(t, s, "paul", Profile("Paul"))
	decided(t, s, false,
		directory.Decision{At: day(0), Action: "reject", Listing: id, Reason: "Non"},
		directory.Decision{At: day(0), Action: "suspend", Listing: other, Reason: "Non"},
		directory.Decision{At: day(0), Action: "reject", Listing: id, Reason: "Non"})
	want := []directory.Appeal{
		{ID: 1, Listing: id, Against: 1, By: 7, Words: "Relisez « bien »", At: day(1)},
		{ID: 2, Listing: other, Against: 2, Words: "Non", At: day(2)},
		{ID: 3, Listing: id, Against: 3, By: 8, Words: "Encore", At: day(3)},
	}
	check := func(doing string, open ...directory.Appeal) {
		t.Helper()
		if got, err := s.OpenAppeals(t.Context()); err != nil || !reflect.DeepEqual(got, open) {
			t.Errorf("%s: OpenAppeals = %+v, %v, want %+v", doing, got, err, open)
		}
		all := []directory.Appeal{want[0], want[2]}
		if got, err := s.Appeals(t.Context(), id); err != nil || !reflect.DeepEqual(got, all) {
			t.Errorf("%s: Appeals = %+v, %v, want %+v", doing, got, err, all)
		}
		update(t, s, func(tx directory.Tx) error {
			got, err := tx.Appeals(id)
			if !reflect.DeepEqual(got, all) {
				t.Errorf("%s: within a transaction: %+v, want %+v", doing, got, all)
			}
			return err
		})
	}
	update(t, s, func(tx directory.Tx) error {
		for _, a := range want {
			if err := tx.AddAppeal(a); err != nil {
				return err
			}
		}
		again := want[0]
		wantCode(t, "against the same", tx.AddAppeal(again), directory.CodeDuplicate)
		again.Against = 99
		wantCode(t, "against no decision", tx.AddAppeal(again), directory.CodeNotFound)
		again.Against, again.Listing = 1, 99
		wantCode(t, "of no listing", tx.AddAppeal(again), directory.CodeNotFound)
		wantCode(t, "CloseAppeal of none", tx.CloseAppeal(99, day(1), directory.ActionUphold, "x"), directory.CodeNotFound)
		return nil
	})
	check("open", want...)
	put := func(i int, at time.Time, outcome directory.Action, reason string) {
		t.Helper()
		want[i].ClosedAt, want[i].Outcome, want[i].Reason = at, outcome, reason
		update(t, s, func(tx directory.Tx) error { return tx.CloseAppeal(want[i].ID, at, outcome, reason) })
	}
	put(0, day(4), directory.ActionUphold, "C’est juste")
	put(2, day(4), "", "")
	check("closed", want[1])
	put(2, day(5), directory.ActionReverse, "Vous avez raison")
	check("otherwise", want[1])
	put(0, time.Time{}, "", "")
	check("opened again", want[0], want[1])
	if got, err := s.Appeals(t.Context(), 99); err != nil || len(got) != 0 {
		t.Errorf("Appeals of none = %v, %v", got, err)
	}
}

func refusedWords(t *testing.T, s directory.Store) {
	want := map[string]directory.RefusedWord{}
	check := func() {
		t.Helper()
		if got, err := s.RefusedWords(t.Context()); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("RefusedWords = %+v, %v, want %+v", got, err, want)
		}
	}
	check()
	put := func(w directory.RefusedWord) {
		t.Helper()
		want[w.Slug] = w
		update(t, s, func(tx directory.Tx) error { return tx.RefuseWord(w) })
		check()
	}
	put(directory.RefusedWord{Slug: "vente-a-domicile", Word: "Vente à domicile", Reason: "Pas à distance", At: day(1)})
	put(directory.RefusedWord{Slug: "magie", Word: "Magie", At: day(2)})
	put(directory.RefusedWord{Slug: "magie", Word: "magie", Reason: "Non", At: day(3)})
	delete(want, "magie")
	update(t, s, func(tx directory.Tx) error { return errors.Join(tx.AllowWord("magie"), tx.AllowWord("none")) })
	check()
}

// unpublish takes back an approval, and what it confirmed.
func unpublish(t *testing.T, s directory.Store) {
	id, _ := add(t, s, "claire", Profile("Claire"))
	update(t, s, func(tx directory.Tx) error { return tx.Confirm(id, day(3)) })
	before := bySlug(t, s, "claire")
	update(t, s, func(tx directory.Tx) error {
		wantCode(t, "Unpublish of none", tx.Unpublish(99, day(0)), directory.CodeNotFound)
		wantCode(t, "Confirm of none", tx.Confirm(99, time.Time{}), directory.CodeNotFound)
		return errors.Join(tx.Unpublish(id, day(-5)), tx.Confirm(id, time.Time{}))
	})
	l := bySlug(t, s, "claire")
	if l.Published != nil || l.Visible() || !l.UpdatedAt.Equal(day(-5)) || !l.ConfirmedAt.IsZero() || l.Seq <= before.Seq ||
		!reflect.DeepEqual(l.Latest, before.Latest) {
		t.Errorf("after Unpublish: %+v", l)
	}
	update(t, s, func(tx directory.Tx) error {
		revs, err := tx.Revisions(id)
		if len(revs) != 1 || !reflect.DeepEqual(&revs[0], before.Latest) {
			t.Errorf("Revisions within a transaction = %+v", revs)
		}
		return errors.Join(err, tx.Publish(id, before.Latest.ID, day(1)), tx.Confirm(id, day(3)))
	})
	after := bySlug(t, s, "claire")
	after.Seq = before.Seq
	if !reflect.DeepEqual(after, before) {
		t.Errorf("published again: %+v, want %+v", after, before)
	}
}
