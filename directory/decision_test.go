package directory_test

import (
	"bytes"
	"encoding/hex"
	"testing"
	"time"

	"teleorne/directory"
)

// sealedOnce is an entry as it was sealed by the first version that did so.
func sealedOnce(t *testing.T) (directory.Decision, []byte) {
	t.Helper()
	bin := func(s string) []byte {
		b, err := hex.DecodeString(s)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	return directory.Decision{
		Number: 2, At: time.UnixMilli(1_790_000_000_123), Action: "reject", Target: "skill:paie", Listing: 3, Revision: 4, Reason: "Non, « pas » ça",
		Actor: directory.Actor{Role: directory.RoleModerator, Account: 5, Fingerprint: "SHA256:m"},
		Seal: directory.Seal{
			FingerprintSalt: bin("000102030405060708090a0b0c0d0e0f"), ReasonSalt: bin("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff"),
			Fingerprint: bin("94ed59a45d891dba969b6ccbf80ac86d1ed461438d4784285dc4e6ed767f1ca5"),
			Reason:      bin("f1a566243a3dfc3bcb9fdabf740d8664317193bdf04643eedbf4f037c2729aa8"),
			Hash:        bin("03ed7e8ff6a062d25a099b683f3c8c92cc86ac0862c2c73f5fdf1002ae603b9e"),
		},
	}, bin("1111111111111111111111111111111111111111111111111111111111111111")
}

// TestSealIsForEver: what was sealed once is verified by every later version.
func TestSealIsForEver(t *testing.T) {
	d, previous := sealedOnce(t)
	if !d.Holds(previous) {
		t.Fatal("an entry of the first version does not hold")
	}
	forgotten := d
	forgotten.Reason, forgotten.Seal.ReasonSalt = "", nil
	forgotten.Actor.Fingerprint, forgotten.Seal.FingerprintSalt = "", nil
	if !forgotten.Holds(previous) {
		t.Error("what was forgotten breaks the chain")
	}
	for name, change := range map[string]func(*directory.Decision){
		"number":               func(d *directory.Decision) { d.Number++ },
		"time":                 func(d *directory.Decision) { d.At = d.At.Add(time.Millisecond) },
		"role":                 func(d *directory.Decision) { d.Actor.Role++ },
		"account":              func(d *directory.Decision) { d.Actor.Account = 0 },
		"fingerprint":          func(d *directory.Decision) { d.Actor.Fingerprint = "SHA256:n" },
		"action":               func(d *directory.Decision) { d.Action = "rejects"; d.Target = "kill:paie" },
		"target":               func(d *directory.Decision) { d.Target = "" },
		"listing":              func(d *directory.Decision) { d.Listing, d.Revision = 4, 3 },
		"revision":             func(d *directory.Decision) { d.Revision = 0 },
		"reason":               func(d *directory.Decision) { d.Reason = "Oui" },
		"reason without words": func(d *directory.Decision) { d.Reason = "" },
		"words without a salt": func(d *directory.Decision) { d.Seal.ReasonSalt = nil },
		"fingerprint's salt":   func(d *directory.Decision) { d.Seal.FingerprintSalt = d.Seal.ReasonSalt },
		"commitment":           func(d *directory.Decision) { d.Seal.Reason = d.Seal.Fingerprint },
		"hash":                 func(d *directory.Decision) { d.Seal.Hash = previous },
	} {
		changed := d
		if change(&changed); changed.Holds(previous) {
			t.Errorf("another %s holds", name)
		}
	}
	if d.Holds(nil) {
		t.Error("it holds as the first entry")
	}
}

// TestSealed: the same entry is sealed otherwise each time, and holds.
func TestSealed(t *testing.T) {
	d, previous := sealedOnce(t)
	a, b := d.Sealed(previous), d.Sealed(previous)
	if !a.Holds(previous) || !b.Holds(previous) || bytes.Equal(a.Seal.Hash, b.Seal.Hash) || bytes.Equal(a.Seal.Reason, b.Seal.Reason) ||
		bytes.Equal(a.Seal.ReasonSalt, a.Seal.FingerprintSalt) {
		t.Errorf("seals: %+v, %+v", a.Seal, b.Seal)
	}
}

func TestLogChain(t *testing.T) {
	entry := func(n int64, after *directory.Decision) directory.Decision {
		d := directory.Decision{Number: n, At: time.UnixMilli(n), Action: "import"}
		if after == nil {
			return d.Sealed(nil)
		}
		return d.Sealed(after.Seal.Hash)
	}
	a := entry(1, nil)
	b := entry(2, &a)
	c := entry(3, &b)
	d := entry(4, &c)
	for _, x := range []struct {
		name   string
		log    []directory.Decision
		broken int64
	}{
		{"nothing", nil, 0},
		{"all", []directory.Decision{a, b, c, d}, 0},
		{"without the first", []directory.Decision{b, c, d}, 2},
		{"without one", []directory.Decision{a, c, d}, 3},
		{"one twice", []directory.Decision{a, b, b, c}, 2},
		{"another order", []directory.Decision{a, c, b, d}, 3},
		{"another beginning", []directory.Decision{entry(1, nil), b, c}, 2},
	} {
		var chain directory.LogChain
		for i := range x.log {
			chain.Next(&x.log[i])
		}
		check, head := chain.Check(), ""
		if n := len(x.log); n > 0 {
			head = hex.EncodeToString(x.log[n-1].Seal.Hash)
		}
		if check.Entries != int64(len(x.log)) || check.Broken != x.broken || check.Head != head {
			t.Errorf("%s: %+v", x.name, check)
		}
	}
}
