package directory

import (
	"fmt"
	"testing"
)

func TestRevealsForgetTheOldestReadersFirst(t *testing.T) {
	r := newReveals(10)
	r.max = 100
	for reader := range 50 {
		for id := range 10 {
			if !r.allow(fmt.Sprint("reader ", reader), ListingID(id), 1) {
				t.Fatalf("reader %d is refused listing %d", reader, id)
			}
		}
		if r.allow(fmt.Sprint("reader ", reader), 10, 1) {
			t.Fatalf("reader %d is not limited", reader)
		}
		held := 0
		for _, ids := range r.seen {
			held += len(ids)
		}
		if held != r.total || held > r.max || len(r.seen) != len(r.order) {
			t.Fatalf("%d held, %d counted, %d readers, %d in order", held, r.total, len(r.seen), len(r.order))
		}
	}
	if r.allow("reader 49", 10, 1) {
		t.Error("the latest reader is forgotten")
	}
	if !r.allow("reader 0", 10, 1) {
		t.Error("the first reader is remembered beyond the bound")
	}
}

func TestRevealsWithoutALimitRememberNothing(t *testing.T) {
	r := newReveals(0)
	for id := range 1000 {
		if !r.allow("reader", ListingID(id), 1) {
			t.Fatal("limited")
		}
	}
	if len(r.seen) != 0 {
		t.Error("remembered without need")
	}
}

// Keys cost nothing: one address cannot read on with ever new ones, while an
// account is limited by itself.
func TestRevealsOfNewKeysCountByAddress(t *testing.T) {
	r := newReveals(2)
	id := ListingID(0)
	collects := func(role Role, account bool) (shown int) {
		for key := range 50 {
			a := Actor{Role: role, Fingerprint: fmt.Sprint("SHA256:", role, key), Address: "192.0.2.7"}
			if account {
				a.Account = AccountID(key + 10)
			}
			for range 3 {
				id++
				if r.allows(a, id, 1) {
					shown++
				}
			}
		}
		return shown
	}
	if shown, want := collects(RoleIdentified, false), keysPerAddress*2; shown != want {
		t.Errorf("%d contacts were shown to one address, want %d", shown, want)
	}
	if shown := collects(RoleModerator, true); shown != 100 {
		t.Errorf("%d contacts were shown to the moderators", shown)
	}
	owner := Actor{Role: RoleProfessional, Account: 1, Fingerprint: "SHA256:owner", Address: "192.0.2.7"}
	if !r.allows(owner, 1, 1) || !r.allows(owner, 2, 1) || r.allows(owner, 3, 1) {
		t.Error("an account is not limited by its own key")
	}
	// An account takes a moment to make; they are counted apart.
	if shown, want := collects(RoleProfessional, true), (keysPerAddress-1)*2; shown != want {
		t.Errorf("%d contacts were shown to accounts at one address, want %d", shown, want)
	}
}
