package directory_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"teleorne/directory"
)

// lineFor is an actor's key as it stands in a .pub file.
func lineFor(t testing.TB, a directory.Actor, comment string) string {
	t.Helper()
	return lineOf([]byte(a.Key), "ssh-ed25519") + " " + comment
}

func (w *world) keys(a directory.Actor) []string {
	w.t.Helper()
	keys, err := w.Keys(w.t.Context(), a)
	if err != nil {
		w.t.Fatal(err)
	}
	var out []string
	for _, k := range keys {
		out = append(out, k.Fingerprint)
	}
	return out
}

// link is a fresh code of the actor's account.
func (w *world) link(a directory.Actor) string {
	w.t.Helper()
	code, err := w.Link(w.t.Context(), a)
	if err != nil {
		w.t.Fatal(err)
	}
	return code.Text
}

// ofClaire is an actor's published profile and what hears of it.
func ofClaire(t *testing.T) (*world, directory.Actor) {
	t.Helper()
	w := newWorld(t)
	return w, w.owner(person("Claire Dubois"))
}

func TestKeysAreForOwnersAlone(t *testing.T) {
	w, claire := ofClaire(t)
	revoked := withKey("someone")
	revoked.Account = claire.Account
	ctx := t.Context()
	for name, c := range map[string]struct {
		actor directory.Actor
		code  directory.Code
	}{
		"a visitor":     {visitor, directory.CodeNeedsKey},
		"the operator":  {directory.Operator(), directory.CodeLocalOnly},
		"a stranger":    {withKey("stranger"), directory.CodeNoListing},
		"a revoked key": {revoked, directory.CodeRevoked},
	} {
		_, keys := w.Keys(ctx, c.actor)
		_, add := w.AddKey(ctx, c.actor, lineFor(t, withKey("new"), ""))
		_, link := w.Link(ctx, c.actor)
		_, recovery := w.RecoveryCodes(ctx, c.actor)
		_, left := w.RecoveryLeft(ctx, c.actor)
		_, erase := w.Erase(ctx, c.actor, "claire-dubois")
		for what, err := range map[string]error{
			"keys": keys, "add": add, "link": link, "recovery": recovery, "left": left, "erase": erase,
			"rename": w.RenameKey(ctx, c.actor, claire.Fingerprint, "x"), "remove": w.RemoveKey(ctx, c.actor, claire.Fingerprint),
		} {
			if !directory.IsCode(err, c.code) {
				t.Errorf("%s, %s: %v, want %s", name, what, err, c.code)
			}
		}
	}
	if got := w.keys(claire); !slices.Equal(got, []string{claire.Fingerprint}) {
		t.Errorf("the keys are %v", got)
	}
}

func TestAddKey(t *testing.T) {
	w, claire := ofClaire(t)
	ctx := t.Context()
	second := withKey("second")
	own, stopOwn := w.OwnChanges(claire.Account)
	defer stopOwn()
	access, stopAccess := w.AccessChanges()
	defer stopAccess()
	told(own)
	told(access)
	w.clock.move(time.Minute)
	k, err := w.AddKey(ctx, claire, lineFor(t, second, "portable de Claire"))
	if err != nil {
		t.Fatal(err)
	}
	want := directory.Key{
		Account: claire.Account, Fingerprint: second.Fingerprint, Type: "ssh-ed25519", Name: "portable de Claire", CreatedAt: noon.Add(time.Minute),
	}
	if k != want {
		t.Errorf("got %+v", k)
	}
	want.Wire = second.Key
	keys, err := w.Keys(ctx, claire)
	if err != nil || len(keys) != 2 || keys[1] != want {
		t.Errorf("the keys are %+v, %v", keys, err)
	}
	if !told(own) || !told(access) {
		t.Error("nobody hears of it")
	}
	// The connection of that key is Claire's from now on.
	renewed, err := w.Renew(ctx, second)
	if err != nil || renewed.Account != claire.Account || renewed.Role != directory.RoleProfessional || renewed.Key != second.Key {
		t.Errorf("renewed to %+v, %v", renewed, err)
	}

	bob := w.owner(person("Bob Martin"))
	_, err = w.AddKey(ctx, claire, lineFor(t, bob, ""))
	wantCode(t, err, directory.CodeKeyTaken)
	_, err = w.AddKey(ctx, claire, lineFor(t, second, "again"))
	wantCode(t, err, directory.CodeKeyYours)
	_, err = w.AddKey(ctx, claire, "clé")
	wantCode(t, err, directory.CodeKeyUnreadable)
	for range 18 {
		if _, err := w.AddKey(ctx, claire, pubLine(ed25519Key(t))); err != nil {
			t.Fatal(err)
		}
	}
	_, err = w.AddKey(ctx, claire, pubLine(ed25519Key(t)))
	wantCode(t, err, directory.CodeTooManyKeys)
	if n := len(w.keys(claire)); n != 20 {
		t.Errorf("there are %d keys", n)
	}
}

func TestRenameKey(t *testing.T) {
	w, claire := ofClaire(t)
	bob := w.owner(person("Bob Martin"))
	ctx := t.Context()
	if err := w.RenameKey(ctx, claire, strings.TrimPrefix(claire.Fingerprint, "SHA256:"), "  Bureau \u202e "); err != nil {
		t.Fatal(err)
	}
	if keys, _ := w.Keys(ctx, claire); keys[0].Name != "Bureau" {
		t.Errorf("it is called %q", keys[0].Name)
	}
	wantCode(t, w.RenameKey(ctx, claire, claire.Fingerprint, " "), directory.CodeRequired)
	wantCode(t, w.RenameKey(ctx, claire, claire.Fingerprint, strings.Repeat("é", 81)), directory.CodeTooLong)
	wantCode(t, w.RenameKey(ctx, claire, claire.Fingerprint, "\xff"), directory.CodeEncoding)
	wantCode(t, w.RenameKey(ctx, claire, bob.Fingerprint, "mine"), directory.CodeNotFound)
	if keys, _ := w.Keys(ctx, bob); keys[0].Name == "mine" {
		t.Error("another's key was renamed")
	}
}

func TestRemoveKey(t *testing.T) {
	w, claire := ofClaire(t)
	bob := w.owner(person("Bob Martin"))
	ctx := t.Context()
	wantCode(t, w.RemoveKey(ctx, claire, claire.Fingerprint), directory.CodeKeyLast)
	wantCode(t, w.RemoveKey(ctx, claire, bob.Fingerprint), directory.CodeNotFound)
	second, err := w.Join(ctx, withKey("second"), w.link(claire))
	if err != nil {
		t.Fatal(err)
	}
	access, stop := w.AccessChanges()
	defer stop()
	told(access)
	// The other device's key goes; its sessions are told, and write no more. A
	// code that it made lets nobody in.
	code := w.link(claire)
	if err := w.RemoveKey(ctx, second, claire.Fingerprint); err != nil {
		t.Fatal(err)
	}
	if !told(access) {
		t.Error("nobody hears of it")
	}
	_, err = w.Renew(ctx, claire)
	wantCode(t, err, directory.CodeRevoked)
	_, err = w.Link(ctx, claire)
	wantCode(t, err, directory.CodeRevoked)
	_, err = w.SaveDraft(ctx, claire, "", person("Claire Dubois"), nil)
	wantCode(t, err, directory.CodeRevoked)
	_, err = w.Join(ctx, withKey("third"), code)
	wantCode(t, err, directory.CodeBadCode)
	wantCode(t, w.RemoveKey(ctx, second, second.Fingerprint), directory.CodeKeyLast)
	if m := w.me(second); m.Listing.Slug != "claire-dubois" {
		t.Errorf("the second device sees %+v", m.Listing)
	}
	w.wantActions(w.me(second), "sign_up", "submit", "approve", "link", "join", "link", "key_remove")
}

func TestRenew(t *testing.T) {
	w, claire := ofClaire(t)
	ctx := t.Context()
	same := func(a directory.Actor) {
		t.Helper()
		if got, err := w.Renew(ctx, a); err != nil || got != a {
			t.Errorf("%+v became %+v, %v", a, got, err)
		}
	}
	same(claire)
	same(visitor)
	same(directory.Operator())
	same(withKey("stranger"))
	if _, err := w.Grant(ctx, directory.Operator(), directory.Key{Fingerprint: claire.Fingerprint}, []byte(claire.Key), directory.RoleModerator); err != nil {
		t.Fatal(err)
	}
	moderator, err := w.Renew(ctx, claire)
	if err != nil || moderator.Role != directory.RoleModerator {
		t.Errorf("got %+v, %v", moderator, err)
	}
	if _, err := w.RevokeRole(ctx, directory.Operator(), claire.Fingerprint); err != nil {
		t.Fatal(err)
	}
	if claire, err = w.Renew(ctx, moderator); err != nil || claire.Role != directory.RoleProfessional {
		t.Errorf("got %+v, %v", claire, err)
	}
	if _, err := w.Erase(ctx, claire, "claire-dubois"); err != nil {
		t.Fatal(err)
	}
	left, err := w.Renew(ctx, claire)
	if err != nil || left.Account != 0 || left.Role != directory.RoleIdentified || left.Fingerprint != claire.Fingerprint {
		t.Errorf("got %+v, %v", left, err)
	}
}

func TestSeenNotesTheDay(t *testing.T) {
	w, claire := ofClaire(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel() // a line that was cut at once
	used := func() time.Time {
		keys, err := w.Keys(t.Context(), claire)
		if err != nil {
			t.Fatal(err)
		}
		return keys[0].UsedAt
	}
	if got := directory.DateOf(used()).String(); got != "2026-11-23" {
		t.Errorf("the key that signed up was used on %s", got)
	}
	for day, want := range []string{"2026-11-23", "2026-11-24"} {
		for range 3 {
			w.Seen(ctx, claire)
			if got := directory.DateOf(used()).String(); got != want {
				t.Errorf("on day %d it is %s", day, got)
			}
		}
		version, _ := w.store.DataVersion(t.Context())
		w.clock.move(9 * time.Hour) // still the same day
		w.Seen(ctx, claire)
		if after, _ := w.store.DataVersion(t.Context()); after != version {
			t.Error("a second visit is written")
		}
		w.clock.move(3 * time.Hour) // 23:00 UTC is past midnight in the Orne
	}
	if w.Seen(ctx, visitor) || w.Seen(ctx, withKey("stranger")) {
		t.Error("whoever has no account has a pasted key")
	}
	if w.log.Len() > 0 {
		t.Errorf("the log has %s", w.log)
	}
}

// A key that was pasted was proven by nobody, until it is used.
func TestSeenTellsOfPastedKeys(t *testing.T) {
	w, claire := ofClaire(t)
	joined, err := w.Join(t.Context(), withKey("joined"), w.link(claire))
	if err != nil {
		t.Fatal(err)
	}
	granted := w.granted("mod", directory.RoleModerator) // by the operator, who knows whose it is
	for _, a := range []directory.Actor{claire, joined, granted} {
		if w.Seen(t.Context(), a) {
			t.Errorf("%+v was pasted", a)
		}
	}
	pasted := withKey("pasted")
	if _, err := w.AddKey(t.Context(), claire, lineFor(t, pasted, "")); err != nil {
		t.Fatal(err)
	}
	pasted.Account = claire.Account
	for _, want := range []bool{true, false} {
		if got := w.Seen(t.Context(), pasted); got != want {
			t.Errorf("pasted: %v, want %v", got, want)
		}
	}
}

// Whatever several devices do at once, no key is in two accounts, and a code
// is used once.
func TestJoiningAtOnce(t *testing.T) {
	w, claire := ofClaire(t)
	bob := w.owner(person("Bob Martin"))
	codes := []string{w.link(claire), w.link(bob)}
	devices := []directory.Actor{withKey("tablet"), withKey("phone"), withKey("laptop")}
	var wg sync.WaitGroup
	joined := make(chan directory.Actor, 6)
	for _, device := range devices {
		for _, code := range codes {
			wg.Go(func() {
				if a, err := w.Join(t.Context(), device, code); err == nil {
					joined <- a
				}
			})
		}
	}
	wg.Wait()
	close(joined)
	all := append(w.keys(claire), w.keys(bob)...)
	slices.Sort(all)
	if len(joined) != 2 || len(all) != 4 || len(slices.Compact(all)) != 4 {
		t.Errorf("%d joined, the keys are %v", len(joined), all)
	}
}
