package directory_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"teleorne/directory"
)

func TestJoinByLink(t *testing.T) {
	w, claire := ofClaire(t)
	ctx := t.Context()
	code, err := w.Link(ctx, claire)
	if err != nil || !regexp.MustCompile(`^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$`).MatchString(code.Text) || !code.ExpiresAt.Equal(noon.Add(10*time.Minute)) {
		t.Fatalf("got %+v, %v", code, err)
	}
	own, stop := w.OwnChanges(claire.Account)
	defer stop()
	told(own)
	w.clock.move(10*time.Minute - time.Millisecond)
	second, err := w.Join(ctx, withKey("second"), " "+strings.ToLower(strings.ReplaceAll(code.Text, "-", " "))+"\n")
	if err != nil || second.Account != claire.Account || second.Role != directory.RoleProfessional {
		t.Fatalf("joined as %+v, %v", second, err)
	}
	if !told(own) {
		t.Error("the first device hears nothing")
	}
	if n := len(w.keys(claire)); n != 2 {
		t.Errorf("there are %d keys", n)
	}
	// It is used up.
	_, err = w.Join(ctx, withKey("third"), code.Text)
	wantCode(t, err, directory.CodeBadCode)
	w.wantActions(w.me(second), "sign_up", "submit", "approve", "link", "join")
}

func TestLinkCountsOnceAndForTenMinutes(t *testing.T) {
	w, claire := ofClaire(t)
	ctx := t.Context()
	first, second := w.link(claire), w.link(claire)
	_, err := w.Join(ctx, withKey("new"), first)
	wantCode(t, err, directory.CodeBadCode)
	w.clock.move(10 * time.Minute)
	_, err = w.Join(ctx, withKey("new"), second)
	wantCode(t, err, directory.CodeExpiredCode)
	_, err = w.Join(ctx, withKey("new"), second)
	wantCode(t, err, directory.CodeExpiredCode)
	// The code of one account does nothing to another's.
	bob := w.owner(person("Bob Martin"))
	third := w.link(claire)
	w.link(bob)
	if a, err := w.Join(ctx, withKey("new"), third); err != nil || a.Account != claire.Account {
		t.Errorf("got %+v, %v", a, err)
	}
}

func TestJoinKeepsTheCodeWhenItFails(t *testing.T) {
	w, claire := ofClaire(t)
	bob := w.owner(person("Bob Martin"))
	ctx := t.Context()
	code := w.link(claire)
	forged := withKey("new")
	forged.Key = withKey("other").Key
	unproven := withKey("new")
	unproven.Key = ""
	for name, c := range map[string]struct {
		actor directory.Actor
		code  directory.Code
	}{
		"a visitor":              {visitor, directory.CodeNeedsKey},
		"the operator":           {directory.Operator(), directory.CodeLocalOnly},
		"a weak key":             {weakKey(t), directory.CodeKeyShort},
		"another's key":          {bob, directory.CodeKeyTaken},
		"one's own key":          {claire, directory.CodeKeyYours},
		"a key that is not that": {forged, directory.CodeNeedsKey},
		"no key to register":     {unproven, directory.CodeNeedsKey},
	} {
		if got, err := w.Join(ctx, c.actor, code); !directory.IsCode(err, c.code) || got != c.actor {
			t.Errorf("%s: %+v, %v, want %s", name, got, err, c.code)
		}
	}
	for _, typed := range []string{"", "x", "0000-0000", strings.Repeat("0", 1000), code + code} {
		_, err := w.Join(ctx, withKey("new"), typed)
		wantCode(t, err, directory.CodeBadCode)
	}
	if a, err := w.Join(ctx, withKey("new"), code); err != nil || a.Account != claire.Account {
		t.Errorf("got %+v, %v", a, err)
	}
	if m := w.me(bob); m.Listing.Slug != "bob-martin" || !m.Listing.Visible() {
		t.Errorf("Bob has %+v", m.Listing)
	}
}

// Twenty keys are enough: the code is not used up by the one too many.
func TestJoinAFullAccount(t *testing.T) {
	w, claire := ofClaire(t)
	for range 19 {
		if _, err := w.AddKey(t.Context(), claire, pubLine(ed25519Key(t))); err != nil {
			t.Fatal(err)
		}
	}
	code := w.link(claire)
	_, err := w.Join(t.Context(), withKey("new"), code)
	wantCode(t, err, directory.CodeTooManyKeys)
	passes, err := w.store.Passes(t.Context(), claire.Account)
	if err != nil || !slices.ContainsFunc(passes, func(p directory.Pass) bool { return p.Kind == directory.PassLink }) {
		t.Errorf("the codes are %+v, %v", passes, err)
	}
	others := slices.DeleteFunc(w.keys(claire), func(f string) bool { return f == claire.Fingerprint })
	if err := w.RemoveKey(t.Context(), claire, others[7]); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Join(t.Context(), withKey("new"), w.link(claire)); err != nil {
		t.Error(err)
	}
}

// Whoever began a profile on the new device, and wrote nothing into it, joins
// all the same; whoever wrote something keeps it.
func TestJoinAfterBeginningByMistake(t *testing.T) {
	w, claire := ofClaire(t)
	ctx := t.Context()
	device := withKey("device")
	mistaken, _, err := w.SignUp(ctx, device)
	if err != nil {
		t.Fatal(err)
	}
	device.Account, device.Role = mistaken.Account.ID, mistaken.Account.Role
	joined, err := w.Join(ctx, device, w.link(claire))
	if err != nil || joined.Account != claire.Account {
		t.Fatalf("joined as %+v, %v", joined, err)
	}
	if _, err := w.store.Account(ctx, mistaken.Account.ID); !directory.IsCode(err, directory.CodeNotFound) {
		t.Errorf("the mistaken account: %v", err)
	}
	if m := w.me(joined); m.Listing.Slug != "claire-dubois" {
		t.Errorf("the device sees %+v", m.Listing)
	}

	for name, begin := range map[string]func(a directory.Actor) error{
		"a draft": func(a directory.Actor) error {
			_, err := w.SaveDraft(ctx, a, "", directory.Profile{Name: "Claire"}, nil)
			return err
		},
		"something unread": func(a directory.Actor) error {
			_, err := w.SaveDraft(ctx, a, "", directory.Profile{}, map[string]string{"daily_rate_eur": "beaucoup"})
			return err
		},
		"another key": func(a directory.Actor) error {
			if _, _, err := w.SignUp(ctx, a); err != nil {
				return err
			}
			_, err := w.AddKey(ctx, a, pubLine(ed25519Key(t)))
			return err
		},
		"a role": func(a directory.Actor) error { w.granted("a role", directory.RoleModerator); return nil },
	} {
		a := withKey(name)
		if err := begin(a); err != nil {
			t.Fatal(err)
		}
		before := w.me(a)
		_, err := w.Join(ctx, a, w.link(claire))
		wantCode(t, err, directory.CodeKeyTaken)
		if after := w.me(a); after.Account != before.Account || len(after.Profile.Diff(&before.Profile)) > 0 {
			t.Errorf("%s: %+v became %+v", name, before, after)
		}
	}
}

func TestGuessingIsLimited(t *testing.T) {
	w, claire := ofClaire(t)
	ctx := t.Context()
	code := w.link(claire)
	thief := withKey("thief")
	for range 10 {
		_, err := w.Join(ctx, thief, "ACDE-FGHJ-KMNP")
		wantCode(t, err, directory.CodeBadCode)
		w.clock.move(30 * time.Second)
	}
	// Neither that key from elsewhere, nor another one from there; even with
	// the right code.
	elsewhere, another := thief, withKey("another")
	elsewhere.Address = "198.51.100.1"
	for _, a := range []directory.Actor{thief, elsewhere, another} {
		_, err := w.Join(ctx, a, code)
		wantCode(t, err, directory.CodeLimit)
		if s := errorOf(t, err).Params["seconds"]; s != 55*60 {
			t.Errorf("it takes %v seconds", s)
		}
	}
	// Somebody else is not hindered, and what succeeds does not count.
	free := withKey("free")
	free.Address = "203.0.113.9"
	if _, err := w.Join(ctx, free, code); err != nil {
		t.Fatal(err)
	}
	w.clock.move(55 * time.Minute)
	if _, err := w.Join(ctx, thief, w.link(claire)); err != nil {
		t.Errorf("an hour later: %v", err)
	}
}

func errorOf(t testing.TB, err error) *directory.Error {
	t.Helper()
	e, ok := err.(*directory.Error)
	if !ok {
		t.Fatalf("%v is no error of the domain", err)
	}
	return e
}

func TestRecoveryCodes(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	claire := withKey("claire")
	m, first, err := w.SignUp(ctx, claire)
	if err != nil || len(first) != 8 {
		t.Fatalf("got %v, %v", first, err)
	}
	left := func(want int) {
		t.Helper()
		if n, err := w.RecoveryLeft(ctx, claire); err != nil || n != want {
			t.Errorf("%d are left, %v; want %d", n, err, want)
		}
	}
	left(8)
	w.link(claire) // another kind
	left(8)
	w.months(30)
	a, err := w.Join(ctx, withKey("after the fire"), first[3])
	if err != nil || a.Account != m.Account.ID {
		t.Fatalf("joined as %+v, %v", a, err)
	}
	left(7)
	_, err = w.Join(ctx, withKey("third"), first[3])
	wantCode(t, err, directory.CodeBadCode)
	second, err := w.RecoveryCodes(ctx, claire)
	if err != nil || len(second) != 8 {
		t.Fatalf("got %v, %v", second, err)
	}
	left(8)
	for _, old := range first[:3] {
		_, err := w.Join(ctx, withKey("third"), old)
		wantCode(t, err, directory.CodeBadCode)
	}
	if _, err := w.Join(ctx, withKey("third"), second[0]); err != nil {
		t.Error(err)
	}
	left(7)
	// Nothing of a code is kept but its hash.
	passes, err := w.store.Passes(ctx, m.Account.ID)
	if err != nil || len(passes) != 8 {
		t.Fatalf("got %+v, %v", passes, err)
	}
	for _, p := range passes {
		if len(p.Hash) != 64 {
			t.Errorf("kept as %q", p.Hash)
		}
	}
	w.wantActions(w.me(claire), "sign_up", "link", "join", "recovery", "join")
}
