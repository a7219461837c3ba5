package directory_test

import (
	"testing"
	"time"

	"teleorne/directory"
)

const decade = 10 * 365 * 24 * time.Hour

// TestClockJumps: a clock that leaps ten years ahead, and is put right, locks
// nobody out, leaves no code that lasts for years, and breaks no chain.
func TestClockJumps(t *testing.T) {
	w := newWorld(t, withArchive)
	ctx := t.Context()
	one, two, _ := w.mods()
	claire := w.owner(person("Claire Dubois"))
	waiting := withKey("anne")
	w.submits(waiting, person("Anne Le Goff"))
	item := directory.ListingItem(w.me(waiting).Listing.ID)

	w.clock.move(decade)
	// What is done while the clock is wrong.
	if r, err := w.Open(ctx, one, item, "session"); err != nil || r.Claim == nil {
		t.Fatal(r, err)
	}
	code := w.link(claire)
	guesser := withKey("guesser")
	for range 10 {
		_, err := w.Join(ctx, guesser, "ABCD-EFGH-JKMN")
		wantCode(t, err, directory.CodeBadCode)
	}
	if _, err := w.Join(ctx, guesser, "ABCD-EFGH-JKMN"); !directory.IsCode(err, directory.CodeLimit) {
		t.Fatal(err)
	}
	if _, err := w.Backup(ctx, directory.Operator()); err != nil {
		t.Fatal(err)
	}
	w.drafts(claire, person("Claire Dubois", headline("Comptable de demain")))

	w.clock.move(-decade)
	r, err := w.Open(ctx, two, item, "another session")
	if err != nil || r.Can[directory.ActionApprove] != nil {
		t.Errorf("an item that was claimed by a clock in error cannot be decided: %v, %v", r.Can[directory.ActionApprove], err)
	}
	w.decides(two, item, directory.ActionApprove)
	if _, err := w.Join(ctx, withKey("device"), code); !directory.IsCode(err, directory.CodeExpiredCode) {
		t.Errorf("a code that a clock in error made lasts: %v", err)
	}
	if _, err := w.Join(ctx, guesser, "ABCD-EFGH-JKMN"); !directory.IsCode(err, directory.CodeBadCode) {
		t.Errorf("whoever guessed by a clock in error is locked out: %v", err)
	}
	if m := w.submits(claire, person("Claire Dubois", headline("Comptable de demain"))); m.Listing == nil {
		t.Error("nothing can be submitted")
	}
	for range 3 { // a copy from the future keeps neither new ones from being made nor old ones from going
		w.clock.move(time.Second)
		if _, err := w.Backup(ctx, directory.Operator()); err != nil {
			t.Fatal(err)
		}
	}
	check, problems, err := w.CheckLog(ctx)
	if err != nil || check.Broken != 0 || len(problems) != 0 {
		t.Errorf("the log: %+v, %v, %v", check, problems, err)
	}
	// To the other side, and with what was published before.
	w.clock.move(-decade)
	w.upkeep()
	w.wantFound("anne-le-goff", "claire-dubois")
}
