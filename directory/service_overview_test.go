package directory_test

import (
	"testing"

	"teleorne/directory"
)

func TestOverview(t *testing.T) {
	w := newWorld(t, withArchive)
	ctx := t.Context()
	both := w.admins("Ana", "Béa")
	ana, bea := both[0], both[1]
	moderator := w.granted("Monique", directory.RoleModerator)
	claire := w.owner(person("Claire Dubois"))
	w.owner(person("Bob Martin"))
	if o, err := w.Overview(ctx, ana); err != nil || o.Motions != 0 || o.Requests != 0 || !o.NextDue.IsZero() || o.Bans != 0 || o.Stale != 0 || o.Backup != nil || o.Announced != nil {
		t.Errorf("at first %+v, %v", o, err)
	}
	w.months(7)
	w.owner(person("Zoé Lenoir"))
	w.submits(withKey("Dora Petit"), person("Dora Petit"))
	done(t, false)(w.SetRole(ctx, ana, claire.Account, directory.RoleModerator, "Bienvenue."))
	for _, who := range []string{"192.0.2.1", "192.0.2.2"} {
		if _, err := w.Ban(ctx, ana, directory.BanRequest{Who: who, Reason: "Robots.", Until: w.Today() + 1}); err != nil {
			t.Fatal(err)
		}
	}
	var due []directory.Date
	for _, received := range []directory.Date{w.Today() - 2, w.Today() - 9, w.Today()} {
		r, err := w.AddDataRequest(ctx, ana, directory.DataRequest{Kind: directory.RequestAccess, Who: "Jean, 02 33 00 00 00", Received: received})
		if err != nil {
			t.Fatal(err)
		}
		due = append(due, r.Due)
	}
	info, err := w.Backup(ctx, ana)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Announce(ctx, ana, directory.Announcement{FR: "Coupure jeudi.", Until: w.Today() + 3}); err != nil {
		t.Fatal(err)
	}
	o, err := w.Overview(ctx, bea)
	if err != nil {
		t.Fatal(err)
	}
	if o.Queue[directory.ItemNew] != 1 || o.Motions != 1 || o.Requests != 3 || o.NextDue != due[1] || o.Bans != 2 || o.Stale != 2 ||
		o.Backup == nil || o.Backup.Name != info.Name || o.Announced == nil || o.Announced.FR != "Coupure jeudi." {
		t.Errorf("got %+v", o)
	}
	// One's own motion waits for others.
	if o, err := w.Overview(ctx, ana); err != nil || o.Motions != 0 {
		t.Errorf("got %+v, %v", o, err)
	}
	// Moderators are told the queue alone.
	o, err = w.Overview(ctx, moderator)
	if err != nil || o.Queue[directory.ItemNew] != 1 || o.Motions != 0 || o.Requests != 0 || o.Bans != 0 || o.Stale != 0 || o.Backup != nil || o.Announced != nil {
		t.Errorf("a moderator gets %+v, %v", o, err)
	}
	for _, a := range []directory.Actor{visitor, known, claire, admin} {
		_, err := w.Overview(ctx, a)
		wantCode(t, err, directory.CodeNotPermitted)
	}
}
