package storetest

import (
	"errors"
	"maps"
	"net/netip"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"teleorne/directory"
)

func findAccounts(t *testing.T, s directory.Store) {
	names := []struct {
		name, key string
		role      directory.Role
	}{
		{"Éloïse Petit", "SHA256:abcDEF", directory.RoleProfessional},
		{"Zoé", "SHA256:zzz", directory.RoleAdministrator},
		{"émile Grand", "SHA256:yyy", directory.RoleModerator},
		{"", "SHA256:xxx", directory.RoleIdentified},
		{"Anne", "SHA256:www", directory.RoleProfessional},
		{"Denis", "SHA256:vvv", directory.RoleModerator},
	}
	ids := map[string]directory.AccountID{}
	for _, n := range names {
		ids[n.name] = person(t, s, n.name, n.key)
		update(t, s, func(tx directory.Tx) error { return tx.SetRole(ids[n.name], n.role) })
	}
	owned(t, s, "anne-martin", ids["Anne"])
	for _, c := range []struct {
		q     directory.AccountQuery
		total int
		want  string
	}{
		{directory.AccountQuery{}, 6, "Zoé,Denis,émile Grand,Anne,Éloïse Petit,"},
		{directory.AccountQuery{Limit: 2}, 6, "Zoé,Denis"},
		{directory.AccountQuery{Limit: 2, Offset: 2}, 6, "émile Grand,Anne"},
		{directory.AccountQuery{Offset: 99}, 6, "-"},
		{directory.AccountQuery{Role: directory.RoleModerator}, 2, "Denis,émile Grand"},
		{directory.AccountQuery{Role: directory.RoleAdministrator}, 1, "Zoé"},
		{directory.AccountQuery{Role: directory.RoleIdentified}, 6, "Zoé,Denis,émile Grand,Anne,Éloïse Petit,"},
		{directory.AccountQuery{Text: "eloise"}, 1, "Éloïse Petit"},
		{directory.AccountQuery{Text: " PETIT élo "}, 1, "Éloïse Petit"},
		{directory.AccountQuery{Text: "abcDEF"}, 1, "Éloïse Petit"},
		{directory.AccountQuery{Text: "SHA256:zz"}, 1, "Zoé"},
		{directory.AccountQuery{Text: "Anne-Mar"}, 1, "Anne"},
		{directory.AccountQuery{Text: "É", Role: directory.RoleModerator}, 2, "Denis,émile Grand"},
		{directory.AccountQuery{Text: "zzz", Role: directory.RoleModerator}, 0, "-"},
		{directory.AccountQuery{Text: "%"}, 0, "-"},
	} {
		got, total, err := s.Accounts(t.Context(), c.q)
		var found []string
		for _, a := range got {
			found = append(found, a.Name)
		}
		want := strings.Split(c.want, ",")
		if c.want == "-" {
			want = nil
		}
		if err != nil || total != c.total || !slices.Equal(found, want) {
			t.Errorf("%+v: %q of %d, %v, want %q of %d", c.q, found, total, err, want, c.total)
		}
	}
	update(t, s, func(tx directory.Tx) error {
		wantCode(t, "RenameAccount of nobody", tx.RenameAccount(99, "x"), directory.CodeNotFound)
		if n, err := tx.Administrators(); err != nil || n != 1 {
			t.Errorf("Administrators = %d, %v", n, err)
		}
		return errors.Join(tx.RenameAccount(ids["Anne"], "Énora"), tx.SetRole(ids["Anne"], directory.RoleAdministrator))
	})
	want := directory.Account{ID: ids["Anne"], Name: "Énora", Role: directory.RoleAdministrator, CreatedAt: day(0)}
	if got, total, err := s.Accounts(t.Context(), directory.AccountQuery{Text: "enora"}); err != nil || total != 1 || got[0] != want {
		t.Errorf("renamed: %+v of %d, %v", got, total, err)
	}
	update(t, s, func(tx directory.Tx) error {
		if n, err := tx.Administrators(); err != nil || n != 2 {
			t.Errorf("Administrators = %d, %v", n, err)
		}
		return nil
	})
}

func bans(t *testing.T, s directory.Store) {
	admin, claire := person(t, s, "Zoé", "SHA256:z"), person(t, s, "Claire", "SHA256:one")
	update(t, s, func(tx directory.Tx) error {
		return tx.AddKey(directory.Key{Account: claire, Fingerprint: "SHA256:two"}, nil, day(0))
	})
	want := []directory.Ban{
		{ID: 1, Fingerprint: "SHA256:one", Reason: "Publicité", At: day(1), Until: day(5), By: admin, ByName: "Zoé"},
		{ID: 2, Range: netip.MustParsePrefix("192.0.2.0/24"), Reason: "Robots", At: day(2)},
		{ID: 3, Range: netip.MustParsePrefix("2001:db8::/64"), Reason: "Robots", At: day(3), Until: day(4)},
		{ID: 4, Fingerprint: "SHA256:stranger", At: day(3)},
	}
	update(t, s, func(tx directory.Tx) error {
		for i, b := range want {
			if i == 1 {
				b.Range = netip.MustParsePrefix("192.0.2.77/24") // which is the same one
			}
			if id, err := tx.AddBan(b); err != nil || id != b.ID {
				t.Errorf("AddBan = %d, %v, want %d", id, err, b.ID)
			}
		}
		for i := range want {
			again := want[i]
			again.At = day(3)
			_, err := tx.AddBan(again)
			wantCode(t, "a ban that is there", err, directory.CodeDuplicate)
		}
		if _, err := tx.AddBan(directory.Ban{At: day(1)}); err == nil {
			t.Error("a ban of nobody was added")
		}
		return nil
	})
	check := func(at time.Time, want ...directory.Ban) {
		t.Helper()
		if got, err := s.Bans(t.Context(), at); err != nil || !slices.Equal(got, want) {
			t.Errorf("Bans = %+v, %v, want %+v", got, err, want)
		}
	}
	check(day(3), want[3], want[2], want[1], want[0])
	check(day(4), want[3], want[1], want[0])
	check(day(5), want[3], want[1])
	of := func(tx directory.Tx, key string, at time.Time, want *directory.Ban) {
		t.Helper()
		got, err := tx.BanOf(key, at)
		switch {
		case want == nil:
			wantCode(t, "BanOf "+key, err, directory.CodeNotFound)
		case err != nil || got != *want:
			t.Errorf("BanOf %s = %+v, %v, want %+v", key, got, err, want)
		}
	}
	update(t, s, func(tx directory.Tx) error {
		of(tx, "SHA256:one", day(3), &want[0])
		of(tx, "SHA256:two", day(3), &want[0]) // of the same account
		of(tx, "SHA256:two", day(5), nil)
		of(tx, "SHA256:stranger", day(99), &want[3])
		of(tx, "SHA256:z", day(3), nil)
		of(tx, "", day(3), nil)
		// Longer, once the first is over.
		longer := directory.Ban{Fingerprint: "SHA256:one", At: day(5)}
		id, err := tx.AddBan(longer)
		longer.ID = id
		of(tx, "SHA256:two", day(5), &longer)
		_, missing := tx.RemoveBan(99)
		wantCode(t, "RemoveBan of none", missing, directory.CodeNotFound)
		for _, b := range []directory.Ban{want[1], want[2], longer} {
			if got, err := tx.RemoveBan(b.ID); err != nil || got != b {
				t.Errorf("RemoveBan = %+v, %v, want %+v", got, err, b)
			}
		}
		of(tx, "SHA256:one", day(5), nil)
		return err
	})
	check(day(3), want[3], want[0])
}

func motions(t *testing.T, s directory.Store) {
	zoe, yann, claire := person(t, s, "Zoé", "SHA256:z"), person(t, s, "Yann", "SHA256:y"), person(t, s, "Claire", "SHA256:c")
	id, _ := add(t, s, "claire", Profile("Claire"))
	want := []directory.Motion{
		{
			ID: 1, Action: directory.ActionGrant, Account: claire, Role: directory.RoleModerator, Reason: "Élue", By: zoe,
			At: day(0), Until: day(7), State: directory.MotionOpen, ByName: "Zoé", AccountName: "Claire",
		},
		{
			ID: 2, Action: directory.ActionEraseListing, Listing: id, Reason: "Sur sa demande", By: yann, At: day(1), Until: day(8),
			State: directory.MotionOpen, ByName: "Yann", Slug: "claire",
		},
		{
			ID: 3, Action: directory.ActionRejectMany, Reason: "Robots", At: day(2), Until: day(9), State: directory.MotionOpen,
			Verdicts: []directory.Verdict{
				{Item: "12", Version: "v « 1 »", Action: directory.ActionReject, Reason: "Non\nvraiment"},
				{Item: "13", Action: directory.ActionReject},
			},
		},
	}
	check := func(doing string, open ...directory.Motion) {
		t.Helper()
		if got, err := s.Motions(t.Context(), true); err != nil || !reflect.DeepEqual(got, open) {
			t.Errorf("%s: open: %+v, %v\nwant %+v", doing, got, err, open)
		}
		newest := slices.Clone(want)
		slices.Reverse(newest)
		if got, err := s.Motions(t.Context(), false); err != nil || !reflect.DeepEqual(got, newest) {
			t.Errorf("%s: all: %+v, %v\nwant %+v", doing, got, err, newest)
		}
	}
	update(t, s, func(tx directory.Tx) error {
		for _, m := range want {
			if id, err := tx.AddMotion(m); err != nil || id != m.ID {
				t.Errorf("AddMotion = %d, %v, want %d", id, err, m.ID)
			}
			if got, err := tx.Motion(m.ID); err != nil || !reflect.DeepEqual(got, m) {
				t.Errorf("Motion = %+v, %v\nwant %+v", got, err, m)
			}
		}
		_, err := tx.Motion(99)
		wantCode(t, "Motion of none", err, directory.CodeNotFound)
		_, err = tx.AddMotion(directory.Motion{Action: directory.ActionEraseListing, Listing: 99, At: day(1), Until: day(2)})
		wantCode(t, "AddMotion about none", err, directory.CodeNotFound)
		wantCode(t, "CloseMotion of none", tx.CloseMotion(99, directory.MotionAgreed, zoe, day(1)), directory.CodeNotFound)
		return nil
	})
	check("open", want[2], want[1], want[0])
	closing := func(i int, state directory.MotionState, second directory.AccountID, name string) {
		t.Helper()
		want[i].State, want[i].Second, want[i].SecondName, want[i].ClosedAt = state, second, name, day(3)
		update(t, s, func(tx directory.Tx) error { return tx.CloseMotion(want[i].ID, state, second, day(3)) })
	}
	closing(0, directory.MotionAgreed, yann, "Yann")
	closing(2, directory.MotionLapsed, 0, "")
	check("closed", want[1])
	update(t, s, func(tx directory.Tx) error {
		for _, m := range []int64{1, 3} {
			wantCode(t, "CloseMotion twice", tx.CloseMotion(m, directory.MotionRefused, zoe, day(4)), directory.CodeConflict)
		}
		return nil
	})
	check("closed once", want[1])
}

func lastMotions(t *testing.T, s directory.Store) {
	update(t, s, func(tx directory.Tx) error {
		for range 210 {
			if _, err := tx.AddMotion(directory.Motion{Action: directory.ActionRejectMany, At: day(0), Until: day(7)}); err != nil {
				return err
			}
		}
		return nil
	})
	for open, want := range map[bool]int{true: 210, false: 200} {
		if got, err := s.Motions(t.Context(), open); err != nil || len(got) != want || got[0].ID != 210 {
			t.Errorf("open %v: %d motions, %v, want %d", open, len(got), err, want)
		}
	}
}

func skillFates(t *testing.T, s directory.Store) {
	paie := directory.Skill{
		Slug: "paie", Label: directory.Label{FR: "Paie", EN: "Payroll"}, Domain: "gestion", ROME: "M1203",
		AliasesFR: []string{"fiches de paie"}, AliasesEN: []string{"wages"},
	}
	update(t, s, func(tx directory.Tx) error {
		return errors.Join(tx.PutDomain(directory.Domain{Slug: "gestion"}), tx.PutSkill(paie),
			tx.PutSkill(directory.Skill{Slug: "rh", Domain: "gestion"}), tx.PutSkill(directory.Skill{Slug: "compta", Domain: "gestion"}))
	})
	check := func(want ...directory.SkillFate) {
		t.Helper()
		if got, err := s.SkillFates(t.Context()); err != nil || !slices.Equal(got, want) {
			t.Errorf("SkillFates = %+v, %v, want %+v", got, err, want)
		}
		update(t, s, func(tx directory.Tx) error {
			got, err := tx.SkillFates()
			if !slices.Equal(got, want) {
				t.Errorf("within a transaction: %+v, want %+v", got, want)
			}
			return err
		})
	}
	check()
	update(t, s, func(tx directory.Tx) error {
		if got, err := tx.Skill("paie"); err != nil || !reflect.DeepEqual(got, paie) {
			t.Errorf("Skill = %+v, %v, want %+v", got, err, paie)
		}
		_, err := tx.Skill("none")
		wantCode(t, "Skill of none", err, directory.CodeNotFound)
		wantCode(t, "the fate of none", tx.PutSkillFate(directory.SkillFate{Slug: "none", Retired: true}), directory.CodeNotFound)
		wantCode(t, "into none", tx.PutSkillFate(directory.SkillFate{Slug: "paie", Into: "none"}), directory.CodeNotFound)
		if err := tx.PutSkillFate(directory.SkillFate{Slug: "paie", Into: "paie"}); err == nil {
			t.Error("a skill went into itself")
		}
		return errors.Join(tx.PutSkillFate(directory.SkillFate{Slug: "rh", Retired: true}), tx.PutSkillFate(directory.SkillFate{Slug: "paie", Into: "compta"}))
	})
	check(directory.SkillFate{Slug: "paie", Into: "compta"}, directory.SkillFate{Slug: "rh", Retired: true})
	update(t, s, func(tx directory.Tx) error {
		paie.Label.FR = "Paie et social"
		return errors.Join(tx.PutSkillFate(directory.SkillFate{Slug: "rh"}), tx.PutSkillFate(directory.SkillFate{Slug: "paie", Into: "rh", Retired: true}),
			tx.PutSkill(paie)) // which what was decided about it does not hinder
	})
	check(directory.SkillFate{Slug: "paie", Into: "rh", Retired: true})
}

func places(t *testing.T, s directory.Store) {
	elabo := directory.Telecentre{ID: "elabo", Name: "Élabo", Status: directory.TelecentreOpen, Workplaces: 12, Notes: "Une note."}
	checks := func(want map[string]directory.Date) {
		t.Helper()
		if got, err := s.TelecentreChecks(t.Context()); err != nil || !maps.Equal(got, want) {
			t.Errorf("TelecentreChecks = %v, %v, want %v", got, err, want)
		}
	}
	checks(nil)
	update(t, s, func(tx directory.Tx) error {
		err := errors.Join(tx.PutTelecentre(elabo), tx.PutTelecentreCheck("elabo", 20_000))
		if got, err := tx.Telecentre("elabo"); err != nil || got != elabo {
			t.Errorf("Telecentre = %+v, %v, want %+v", got, err, elabo)
		}
		_, missing := tx.Telecentre("none")
		wantCode(t, "Telecentre of none", missing, directory.CodeNotFound)
		wantCode(t, "a check of none", tx.PutTelecentreCheck("none", 1), directory.CodeNotFound)
		return err
	})
	checks(map[string]directory.Date{"elabo": 20_000})
	update(t, s, func(tx directory.Tx) error {
		return errors.Join(tx.PutTelecentreCheck("elabo", 20_100), tx.PutTelecentre(elabo))
	})
	checks(map[string]directory.Date{"elabo": 20_100})

	merges := func(want ...directory.CommuneMerge) {
		t.Helper()
		if got, err := s.CommuneMerges(t.Context()); err != nil || !slices.Equal(got, want) {
			t.Errorf("CommuneMerges = %+v, %v, want %+v", got, err, want)
		}
	}
	a := directory.CommuneMerge{From: "61001", Into: "61002", On: 20_000, At: day(1)}
	b := directory.CommuneMerge{From: "61003", Into: "61002", On: 19_000, At: day(2)}
	update(t, s, func(tx directory.Tx) error {
		wantCode(t, "DropCommuneMerge of none", tx.DropCommuneMerge("61001"), directory.CodeNotFound)
		if err := tx.PutCommuneMerge(directory.CommuneMerge{From: "61001", Into: "61001", At: day(1)}); err == nil {
			t.Error("a commune became part of itself")
		}
		return errors.Join(tx.PutCommuneMerge(a), tx.PutCommuneMerge(b))
	})
	merges(b, a)
	a.Into, a.At = "61004", day(3)
	update(t, s, func(tx directory.Tx) error { return tx.PutCommuneMerge(a) })
	merges(a, b)
	update(t, s, func(tx directory.Tx) error { return tx.DropCommuneMerge("61003") })
	merges(a)
}

func dataRequests(t *testing.T, s directory.Store) {
	want := []directory.DataRequest{
		{ID: 1, Kind: directory.RequestErase, Who: "Claire <claire@exemple.fr>", Slug: "claire", Note: "Tout", Received: 20_000, Due: 20_030},
		{ID: 2, Kind: directory.RequestAccess, Who: "Paul", Received: 19_990, Due: 20_021},
	}
	check := func(doing string, open bool, want ...directory.DataRequest) {
		t.Helper()
		if got, err := s.DataRequests(t.Context(), open); err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: DataRequests(%v) = %+v, %v, want %+v", doing, open, got, err, want)
		}
	}
	check("none yet", false)
	update(t, s, func(tx directory.Tx) error {
		for _, r := range want {
			if id, err := tx.AddDataRequest(r); err != nil || id != r.ID {
				t.Errorf("AddDataRequest = %d, %v, want %d", id, err, r.ID)
			}
		}
		_, err := tx.DataRequest(99)
		wantCode(t, "DataRequest of none", err, directory.CodeNotFound)
		wantCode(t, "PutDataRequest of none", tx.PutDataRequest(directory.DataRequest{ID: 99, Kind: directory.RequestErase}), directory.CodeNotFound)
		return nil
	})
	check("added", true, want[1], want[0])
	put := func(i int) {
		t.Helper()
		update(t, s, func(tx directory.Tx) error {
			err := tx.PutDataRequest(want[i])
			if got, err := tx.DataRequest(want[i].ID); err != nil || got != want[i] {
				t.Errorf("DataRequest = %+v, %v, want %+v", got, err, want[i])
			}
			return err
		})
	}
	want[0].Extended, want[0].Due = "Il y en a beaucoup", 20_090
	put(0)
	want[1].ClosedAt, want[1].Answer = day(3), "Envoyé"
	put(1)
	check("changed", true, want[0])
	check("changed", false, want[1], want[0])
	forgetting := func(before time.Time) {
		t.Helper()
		update(t, s, func(tx directory.Tx) error { return tx.ForgetDataRequests(before) })
	}
	forgetting(day(3))
	check("too early", false, want[1], want[0])
	want[1].Who, want[1].Answer = "", ""
	forgetting(day(4))
	check("forgotten", false, want[1], want[0])
	want[0].ClosedAt, want[0].Answer = day(9), "Fait"
	put(0)
	want[0].Who, want[0].Slug, want[0].Note, want[0].Extended, want[0].Answer = "", "", "", "", ""
	forgetting(day(10))
	check("all forgotten", false, want[1], want[0])
	check("none open", true)
}
