package storetest

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"teleorne/directory"
)

// eraseAround: what moderators and administrators hold about an erased listing
// goes with it, what they hold about others stays.
func eraseAround(t *testing.T, s directory.Store) {
	account := person(t, s, "Claire", "SHA256:one")
	id := owned(t, s, "claire", account)
	paul, _ := add(t, s, "paul", Profile("Paul"))
	item, other := directory.ListingItem(id), directory.ListingItem(paul)
	decided(t, s, false,
		directory.Decision{At: day(0), Action: "reject", Listing: id, Reason: "Non"},
		directory.Decision{At: day(5), Action: "reject", Listing: paul, Reason: "Non"},
		directory.Decision{At: day(5), Action: "refuse", Target: "motion:1", Reason: "Claire reste"},
		directory.Decision{At: day(5), Action: "refuse", Target: "motion:3", Reason: "Les robots aussi"})
	motion := directory.Motion{Action: directory.ActionEraseListing, Listing: id, Reason: "Claire le veut", At: day(1), Until: day(8), State: directory.MotionOpen}
	many := func(reason string, items ...directory.ItemID) directory.Motion {
		m := directory.Motion{Action: directory.ActionRejectMany, Reason: reason, At: day(1), Until: day(8), State: directory.MotionOpen}
		for _, i := range items {
			m.Verdicts = append(m.Verdicts, directory.Verdict{Item: i, Action: directory.ActionReject, Reason: reason})
		}
		return m
	}
	update(t, s, func(tx directory.Tx) error {
		var errs []error
		for _, l := range []directory.ListingID{id, paul} {
			_, err := tx.AddRevision(l, directory.RevisionSubmitted, Profile("Claire"), day(0))
			_, err2 := tx.AddReport(directory.Report{Listing: l, Reason: directory.ReportOther, Words: "Claire ?", At: day(0), Reporter: "x"})
			errs = append(errs, err, err2, tx.AddAppeal(directory.Appeal{Listing: l, Against: int64(l), Words: "Claire !", At: day(1)}))
		}
		for _, i := range []directory.ItemID{item, "r" + item, "a" + item, other, item + "0"} {
			errs = append(errs, tx.PutClaim(directory.Claim{Item: i, Holder: "x", Until: day(9)}))
		}
		for _, m := range []directory.Motion{motion, motion, many("Robots", item, other), many("Claire", item)} {
			_, err := tx.AddMotion(m)
			errs = append(errs, err)
		}
		_, err := tx.AddDataRequest(directory.DataRequest{Kind: directory.RequestErase, Who: "Claire", Slug: "claire", Due: 1})
		_, err2 := tx.AddDataRequest(directory.DataRequest{Kind: directory.RequestErase, Who: "Paul", Slug: "paul", Due: 2})
		return errors.Join(append(errs, err, err2, tx.CloseMotion(2, directory.MotionRefused, 7, day(2)))...)
	})
	update(t, s, func(tx directory.Tx) error {
		err := tx.Erase(id)
		_, report := tx.AddReport(directory.Report{Listing: id, Reason: directory.ReportOther, At: day(6), Reporter: "y"})
		wantCode(t, "a report about an erased one", report, directory.CodeNotFound)
		wantCode(t, "an appeal of an erased one", tx.AddAppeal(directory.Appeal{Listing: id, Against: 1, At: day(6)}), directory.CodeNotFound)
		_, moved := tx.AddMotion(motion)
		wantCode(t, "a motion about an erased one", moved, directory.CodeNotFound)
		wantCode(t, "Unpublish of an erased one", tx.Unpublish(id, day(6)), directory.CodeNotFound)
		wantCode(t, "a motion that lapsed", tx.CloseMotion(1, directory.MotionAgreed, 7, day(6)), directory.CodeConflict)
		return err
	})
	erasedAround(t, s, id, paul)
}

func erasedAround(t *testing.T, s directory.Store, id, paul directory.ListingID) {
	t.Helper()
	if got, err := s.OpenReports(t.Context()); err != nil || len(got) != 1 || got[0].Listing != paul || got[0].Words == "" {
		t.Errorf("OpenReports = %+v, %v", got, err)
	}
	if got, err := s.OpenAppeals(t.Context()); err != nil || len(got) != 1 || got[0].Listing != paul || got[0].Words == "" {
		t.Errorf("OpenAppeals = %+v, %v", got, err)
	}
	if got, err := s.Appeals(t.Context(), id); err != nil || len(got) != 0 {
		t.Errorf("Appeals = %+v, %v", got, err)
	}
	if got, err := s.Claims(t.Context(), day(2)); err != nil || len(got) != 2 {
		t.Errorf("Claims = %+v, %v", got, err)
	}
	if got, err := s.DataRequests(t.Context(), true); err != nil || len(got) != 2 || got[0].Slug != "" || got[0].Who != "Claire" || got[1].Slug != "paul" {
		t.Errorf("DataRequests = %+v, %v", got, err)
	}
	for i, want := range []string{"", "Non", "", "Les robots aussi"} {
		if log := wholeLog(t, s, 4); log[i].Reason != want {
			t.Errorf("entry %d: %+v, want the reason %q", i+1, log[i], want)
		}
	}
	motions, err := s.Motions(t.Context(), false)
	if err != nil || len(motions) != 4 {
		t.Fatalf("Motions = %+v, %v", motions, err)
	}
	for i, want := range []struct {
		reason   string
		state    directory.MotionState
		closed   time.Time
		verdicts int
	}{
		{"", directory.MotionLapsed, day(5), 0}, // as of the last entry of the log
		{"Robots", directory.MotionOpen, time.Time{}, 1},
		{"", directory.MotionRefused, day(2), 0},
		{"", directory.MotionLapsed, day(5), 0},
	} {
		if m := motions[i]; m.Reason != want.reason || m.State != want.state || !m.ClosedAt.Equal(want.closed) || len(m.Verdicts) != want.verdicts || m.Slug != "" {
			t.Errorf("motion %d: %+v, want %+v", m.ID, m, want)
		}
	}
	if v := motions[1].Verdicts; len(v) == 1 && !reflect.DeepEqual(v[0], directory.Verdict{Item: directory.ListingItem(paul), Action: directory.ActionReject, Reason: "Robots"}) {
		t.Errorf("the verdict about another: %+v", v[0])
	}
}

// deleteAccountAround: the same for an account.
func deleteAccountAround(t *testing.T, s directory.Store) {
	claire, zoe := person(t, s, "Claire", "SHA256:one"), person(t, s, "Zoé", "SHA256:two")
	update(t, s, func(tx directory.Tx) error {
		_, err := tx.AddMotion(directory.Motion{Action: directory.ActionGrant, Account: claire, Role: directory.RoleModerator, Reason: "Claire, élue", By: zoe, At: day(0), Until: day(7)})
		_, err2 := tx.AddMotion(directory.Motion{Action: directory.ActionGrant, Account: zoe, Role: directory.RoleModerator, Reason: "Zoé", By: claire, At: day(0), Until: day(7)})
		_, err3 := tx.AddBan(directory.Ban{Fingerprint: "SHA256:one", Reason: "Publicité", At: day(0), By: claire})
		return errors.Join(err, err2, err3, tx.DeleteAccount(claire))
	})
	got, err := s.Motions(t.Context(), false)
	if err != nil || len(got) != 2 || got[0].Reason != "Zoé" || got[0].State != directory.MotionOpen || got[0].ByName != "" ||
		got[1].Reason != "" || got[1].State != directory.MotionLapsed || got[1].AccountName != "" || !got[1].ClosedAt.Equal(day(0)) {
		t.Errorf("Motions = %+v, %v", got, err)
	}
	// Who was kept out is so still.
	if got, err := s.Bans(t.Context(), day(1)); err != nil || len(got) != 1 || got[0].ByName != "" {
		t.Errorf("Bans = %+v, %v", got, err)
	}
}
