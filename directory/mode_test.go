package directory_test

import (
	"testing"

	"teleorne/directory"
)

// How somebody is served is theirs to choose, and nobody else's to know.
func TestMode(t *testing.T) {
	w, claire := ofClaire(t)
	paul := w.owner(person("Paul Martin"))
	ctx := t.Context()
	stranger := withKey("nobody yet")
	for _, c := range []struct {
		actor directory.Actor
		code  directory.Code
	}{
		{visitor, directory.CodeNeedsKey}, {directory.Operator(), directory.CodeLocalOnly}, {stranger, directory.CodeNoListing},
	} {
		wantCode(t, w.SetMode(ctx, c.actor, directory.ModeLines), c.code)
		_, err := w.Mode(ctx, c.actor)
		wantCode(t, err, c.code)
	}
	wantCode(t, w.SetMode(ctx, claire, "braille"), directory.CodeChoice)
	is := func(a directory.Actor, want directory.Mode) {
		t.Helper()
		got, err := w.Mode(ctx, a)
		if err != nil || got != want {
			t.Errorf("Mode = %s, %v, want %s", got, err, want)
		}
		if m, err := w.Me(ctx, a); err != nil || m.Account.Mode != want {
			t.Errorf("Me: %v, %v", m, err)
		}
		if d, err := w.Dossier(ctx, a); err != nil || d.Account.Mode != want {
			t.Errorf("Dossier: %v, %v", d, err)
		}
	}
	is(claire, directory.ModeAuto)
	before, err := w.Dossier(ctx, claire)
	if err != nil {
		t.Fatal(err)
	}
	for _, mode := range directory.Modes() {
		if err := w.SetMode(ctx, claire, mode); err != nil {
			t.Fatal(err)
		}
		is(claire, mode)
		is(paul, directory.ModeAuto)
	}
	if err := w.SetMode(ctx, claire, directory.ModeLines); err != nil {
		t.Fatal(err)
	}
	if after, err := w.Dossier(ctx, claire); err != nil || len(after.Decisions) != len(before.Decisions) {
		t.Errorf("the log tells of it: %+v, %v", after.Decisions, err)
	}
	admin := w.granted("Ana", directory.RoleAdministrator)
	card, err := w.Account(ctx, admin, claire.Account)
	if err != nil || card.Mode != directory.ModeAuto {
		t.Errorf("administrators read %q, %v", card.Mode, err)
	}
	page, err := w.Accounts(ctx, admin, directory.AccountQuery{})
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range page.Accounts {
		if a.Mode != directory.ModeAuto {
			t.Errorf("administrators read %q of %s", a.Mode, a.Name)
		}
	}
	if _, err := w.Erase(ctx, claire, "claire-dubois"); err != nil {
		t.Fatal(err)
	}
	_, err = w.Mode(ctx, directory.Actor{Role: directory.RoleIdentified, Fingerprint: claire.Fingerprint})
	wantCode(t, err, directory.CodeNoListing)
}

func TestParseMode(t *testing.T) {
	for _, m := range directory.Modes() {
		if got, err := directory.ParseMode(m.String()); err != nil || got != m {
			t.Errorf("%s: %s, %v", m, got, err)
		}
	}
	for _, s := range []string{"", "Lines", "braille"} {
		_, err := directory.ParseMode(s)
		wantCode(t, err, directory.CodeChoice)
	}
}
