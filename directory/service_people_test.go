package directory_test

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"teleorne/directory"
)

func TestAccounts(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	ana := w.admins("Ana")[0]
	monique := w.granted("Monique", directory.RoleModerator)
	claire := w.owner(person("Claire Dubois"))
	if _, err := w.AddKey(ctx, claire, lineFor(t, withKey("second"), "portable")); err != nil {
		t.Fatal(err)
	}
	page, err := w.Accounts(ctx, ana, directory.AccountQuery{})
	if err != nil || page.Total != 3 || len(page.Accounts) != 3 {
		t.Fatalf("got %+v, %v", page, err)
	}
	first, last := page.Accounts[0], page.Accounts[2]
	if first.Name != "Ana" || !first.Last || !first.Own || first.Listing != nil || len(first.Keys) != 1 {
		t.Errorf("the first is %+v", first)
	}
	if last.ID != claire.Account || last.Last || last.Own || last.Listing == nil || last.Listing.Slug != "claire-dubois" || len(last.Keys) != 2 || last.Keys[0].Wire != "" {
		t.Errorf("the last is %+v", last)
	}
	for q, want := range map[directory.AccountQuery]int{
		{Text: "MONIQUE"}: 1, {Text: "claire-du"}: 1, {Text: claire.Fingerprint[7:30]}: 1, {Text: "nobody"}: 0,
		{Role: directory.RoleModerator}: 1, {Role: directory.RoleAdministrator}: 1, {Limit: 2}: 3, {Offset: 2}: 3,
	} {
		if page, err := w.Accounts(ctx, ana, q); err != nil || page.Total != want {
			t.Errorf("%+v: %+v, %v", q, page, err)
		}
	}
	for _, q := range []directory.AccountQuery{{Limit: 501}, {Limit: -1}, {Offset: -1}} {
		_, err := w.Accounts(ctx, ana, q)
		wantCode(t, err, directory.CodeOutOfRange)
	}
	_, err = w.Accounts(ctx, ana, directory.AccountQuery{Text: "\xff"})
	wantCode(t, err, directory.CodeEncoding)
	if _, err := w.Ban(ctx, ana, directory.BanRequest{Who: monique.Fingerprint, Reason: "Clé perdue."}); err != nil {
		t.Fatal(err)
	}
	w.admins("Béa")
	card, err := w.Account(ctx, ana, monique.Account)
	if err != nil || len(card.Bans) != 1 || card.Bans[0].Reason != "Clé perdue." || card.Bans[0].ByName != "Ana" {
		t.Errorf("got %+v, %v", card, err)
	}
	if card, err = w.Account(ctx, ana, ana.Account); err != nil || card.Last {
		t.Errorf("got %+v, %v", card, err)
	}
	_, err = w.Account(ctx, ana, 12345)
	wantCode(t, err, directory.CodeNotFound)
	for _, a := range []directory.Actor{visitor, known, claire, moderator, admin} {
		_, err := w.Accounts(ctx, a, directory.AccountQuery{})
		wantCode(t, err, directory.CodeNotPermitted)
		_, err = w.Account(ctx, a, ana.Account)
		wantCode(t, err, directory.CodeNotPermitted)
	}
}

func TestRemoveKeyOf(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	ana := w.admins("Ana")[0]
	claire := w.owner(person("Claire Dubois"))
	second := withKey("second")
	if _, err := w.AddKey(ctx, claire, lineFor(t, second, "portable")); err != nil {
		t.Fatal(err)
	}
	code := w.link(claire)
	for _, a := range []directory.Actor{visitor, known, claire, moderator, admin} {
		wantCode(t, w.RemoveKeyOf(ctx, a, second.Fingerprint, "Volé."), directory.CodeNotPermitted)
	}
	wantCode(t, w.RemoveKeyOf(ctx, ana, second.Fingerprint, ""), directory.CodeReason)
	wantCode(t, w.RemoveKeyOf(ctx, ana, "SHA256:nobody", "Volé."), directory.CodeNotFound)
	access, stop := w.AccessChanges()
	defer stop()
	told(access)
	if err := w.RemoveKeyOf(ctx, ana, second.Fingerprint[7:], "Portable volé."); err != nil {
		t.Fatal(err)
	}
	if !told(access) {
		t.Error("nobody hears of it")
	}
	second.Account = claire.Account
	_, err := w.Renew(ctx, second)
	wantCode(t, err, directory.CodeRevoked)
	_, err = w.Join(ctx, withKey("third"), code)
	wantCode(t, err, directory.CodeBadCode)
	wantCode(t, w.RemoveKeyOf(ctx, ana, claire.Fingerprint, "Aussi."), directory.CodeKeyLast)
	w.wantLog("account:"+number(claire.Account), "key_remove "+second.Fingerprint+" Portable volé.")
}

func TestBanOfAKey(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	ana := w.admins("Ana")[0]
	claire, second := w.owner(person("Claire Dubois")), withKey("second")
	bob := w.owner(person("Bob Martin"))
	if _, err := w.AddKey(ctx, claire, lineFor(t, second, "")); err != nil {
		t.Fatal(err)
	}
	access, stop := w.AccessChanges()
	defer stop()
	told(access)
	until := w.Today() + 3
	b, err := w.Ban(ctx, ana, directory.BanRequest{Who: " " + second.Fingerprint, Reason: "Insultes\u202e répétées", Until: until})
	if err != nil || b.ID == 0 || b.Who() != second.Fingerprint || b.ByName != "Ana" || b.Reason != "Insultes répétées" {
		t.Fatalf("got %+v, %v", b, err)
	}
	if got := b.Until.Format(time.RFC3339); got != "2026-11-26T00:00:00+01:00" {
		t.Errorf("until %s", got)
	}
	if !told(access) {
		t.Error("nobody hears of it")
	}
	second.Account, second.Role = claire.Account, claire.Role
	banned := func(a directory.Actor, want bool) {
		t.Helper()
		m, err := w.Me(ctx, a)
		if err != nil {
			t.Fatal(err)
		}
		_, identify := w.Identify(ctx, a.Fingerprint)
		_, renew := w.Renew(ctx, a)
		_, write := w.SaveDraft(ctx, a, m.Version, m.Profile, nil)
		for what, err := range map[string]error{"identify": identify, "renew": renew, "write": write} {
			if !want {
				if err != nil {
					t.Errorf("%s: %v", what, err)
				}
				continue
			}
			e := wantCode(t, err, directory.CodeBanned)
			if e.Params["reason"] != "Insultes répétées" || e.Params["until"] != until {
				t.Errorf("%s: told %v", what, e.Params)
			}
		}
	}
	banned(claire, true)
	banned(second, true)
	banned(bob, false)
	_, err = w.Ban(ctx, ana, directory.BanRequest{Who: second.Fingerprint, Reason: "Encore."})
	if e := wantCode(t, err, directory.CodeDuplicate); e.Params["value"] != second.Fingerprint {
		t.Errorf("told %v", e.Params)
	}
	// Its end comes by itself, at midnight in the Orne.
	w.clock.move(3*24*time.Hour - 12*time.Hour - time.Second)
	banned(claire, true)
	w.clock.move(time.Second)
	banned(claire, false)
	if all, err := w.Bans(ctx, ana); err != nil || len(all) != 0 {
		t.Errorf("in force: %+v, %v", all, err)
	}
	// Also of a key that nobody registered, and then it cannot be.
	stranger := withKey("stranger")
	b, err = w.Ban(ctx, ana, directory.BanRequest{Who: stranger.Fingerprint, Reason: "Robot."})
	if err != nil || !b.Until.IsZero() {
		t.Fatalf("got %+v, %v", b, err)
	}
	_, _, err = w.SignUp(ctx, stranger)
	wantCode(t, err, directory.CodeBanned)
	_, err = w.Identify(ctx, stranger.Fingerprint)
	if e := wantCode(t, err, directory.CodeBanned); e.Params["until"] != directory.Date(0) {
		t.Errorf("told %v", e.Params)
	}
	if gone, err := w.Unban(ctx, ana, number(b.ID)); err != nil || gone.ID != b.ID {
		t.Errorf("got %+v, %v", gone, err)
	}
	if _, _, err = w.SignUp(ctx, stranger); err != nil {
		t.Error(err)
	}
	w.wantLog("ban:", "ban "+second.Fingerprint+" Insultes répétées", "ban "+stranger.Fingerprint+" Robot.", "unban "+stranger.Fingerprint)
}

// A stolen key is taken away and kept out: whoever it was taken from goes on
// with the others.
func TestStolenKey(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	ana := w.admins("Ana")[0]
	claire, stolen := w.owner(person("Claire Dubois")), withKey("stolen")
	if _, err := w.AddKey(ctx, claire, lineFor(t, stolen, "")); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Ban(ctx, ana, directory.BanRequest{Who: stolen.Fingerprint, Reason: "Volée."}); err != nil {
		t.Fatal(err)
	}
	_, err := w.Renew(ctx, claire)
	wantCode(t, err, directory.CodeBanned)
	if err := w.RemoveKeyOf(ctx, ana, stolen.Fingerprint, "Volée."); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Renew(ctx, claire); err != nil {
		t.Error(err)
	}
	_, err = w.Identify(ctx, stolen.Fingerprint)
	wantCode(t, err, directory.CodeBanned)
}

func TestBanOfAddresses(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	ana := w.admins("Ana")[0]
	ana.Address = "198.51.100.7"
	for who, shown := range map[string]string{
		"192.0.2.9": "192.0.2.9", "203.0.113.0/24": "203.0.113.0/24", "10.20.30.40/16": "10.20.0.0/16",
		"2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64", "2001:db8:7::1/128": "2001:db8:7::/64", "2001:db9::/32": "2001:db9::/32",
		"::ffff:192.0.2.77": "192.0.2.77", "::ffff:100.64.0.0/112": "100.64.0.0/16",
	} {
		if b, err := w.Ban(ctx, ana, directory.BanRequest{Who: who, Reason: "Robots."}); err != nil || b.Who() != shown {
			t.Errorf("%s: %+v, %v", who, b, err)
		}
	}
	for addr, want := range map[string]bool{
		"192.0.2.9": true, "192.0.2.10": false, "203.0.113.255": true, "203.0.114.0": false, "10.20.255.1": true, "10.21.0.0": false,
		"2001:db8:1:2:ffff::1": true, "2001:db8:1:3::": false, "2001:db9:ffff::9": true, "::ffff:192.0.2.9": true, "fe80::1%eth0": false,
		"100.64.9.9": true, "::": false, "0.0.0.0": false,
	} {
		if _, got := w.BannedAddress(netip.MustParseAddr(addr)); got != want {
			t.Errorf("%s: %v", addr, got)
		}
	}
	if _, got := w.BannedAddress(netip.Addr{}); got {
		t.Error("no address at all is banned")
	}
	for who, code := range map[string]directory.Code{
		"": directory.CodeBanWho, "everybody": directory.CodeBanWho, "SHA256:short": directory.CodeBanWho, "MD5:" + strings.Repeat("00:", 16): directory.CodeBanWho,
		"SHA256:" + strings.Repeat("=", 43): directory.CodeBanWho, "192.0.2.0/33": directory.CodeBanWho, "fe80::1%eth0": directory.CodeBanWho, "192.0.2": directory.CodeBanWho,
		"10.0.0.0/15": directory.CodeBanWide, "0.0.0.0/0": directory.CodeBanWide, "::/0": directory.CodeBanWide, "2001::/31": directory.CodeBanWide,
		"::ffff:0:0/96": directory.CodeBanWide, "198.51.100.7": directory.CodeBanSelf, "198.51.0.0/16": directory.CodeBanSelf,
		ana.Fingerprint: directory.CodeBanSelf, "192.0.2.9/32": directory.CodeDuplicate,
	} {
		_, err := w.Ban(ctx, ana, directory.BanRequest{Who: who, Reason: "Robots."})
		if !directory.IsCode(err, code) {
			t.Errorf("%s: %v, want %s", who, err, code)
		}
	}
	ana.Address = "2001:db8:aaaa::/64"
	_, err := w.Ban(ctx, ana, directory.BanRequest{Who: "2001:db8:aaaa::42", Reason: "Moi."})
	wantCode(t, err, directory.CodeBanSelf)
	// One address of a range is not the range.
	_, err = w.Unban(ctx, ana, "203.0.113.9")
	wantCode(t, err, directory.CodeNotFound)
	if _, err := w.Unban(ctx, ana, "203.0.113.0/24"); err != nil {
		t.Error(err)
	}
	if _, got := w.BannedAddress(netip.MustParseAddr("203.0.113.255")); got {
		t.Error("still banned")
	}
	// The log outlives the people it speaks of: no address stands in it.
	for _, line := range w.logOf("ban:") {
		if strings.ContainsAny(line, "0123456789") {
			t.Errorf("the log has %q", line)
		}
	}
}

func TestBanRefuses(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	ana := w.admins("Ana")[0]
	second := withKey("second")
	if _, err := w.AddKey(ctx, ana, lineFor(t, second, "")); err != nil {
		t.Fatal(err)
	}
	_, err := w.Ban(ctx, ana, directory.BanRequest{Who: second.Fingerprint, Reason: "Ma clé."})
	wantCode(t, err, directory.CodeBanSelf)
	for _, a := range []directory.Actor{visitor, known, moderator, admin} {
		_, err := w.Ban(ctx, a, directory.BanRequest{Who: "192.0.2.1", Reason: "x"})
		wantCode(t, err, directory.CodeNotPermitted)
		_, err = w.Unban(ctx, a, "1")
		wantCode(t, err, directory.CodeNotPermitted)
		_, err = w.Bans(ctx, a)
		wantCode(t, err, directory.CodeNotPermitted)
	}
	for reason, code := range map[string]directory.Code{"": directory.CodeReason, strings.Repeat("x", 10_000): directory.CodeTooLong, "\xff": directory.CodeEncoding} {
		_, err := w.Ban(ctx, ana, directory.BanRequest{Who: "192.0.2.1", Reason: reason})
		wantCode(t, err, code)
	}
	for _, until := range []directory.Date{w.Today() - 1, w.Today(), w.Today() + 3660} {
		_, err := w.Ban(ctx, ana, directory.BanRequest{Who: "192.0.2.1", Reason: "x", Until: until})
		if e := wantCode(t, err, directory.CodeOutOfRange); e.Field != "until" || e.Params["min"] != w.Today()+1 {
			t.Errorf("told %+v", e)
		}
	}
	for _, who := range []string{"", "7", "ban:7", "192.0.2.1", "x"} {
		_, err := w.Unban(ctx, ana, who)
		wantCode(t, err, directory.CodeNotFound)
	}
	// The operator may keep out anybody, the administrator included, who by that
	// does not become somebody less.
	if _, err := w.Ban(ctx, directory.Operator(), directory.BanRequest{Who: ana.Fingerprint, Reason: "Clé volée."}); err != nil {
		t.Fatal(err)
	}
	_, err = w.Bans(ctx, ana)
	wantCode(t, err, directory.CodeBanned)
	bea := w.admins("Béa")[0]
	done(t, false)(w.SetRole(ctx, bea, ana.Account, directory.RoleIdentified, "Clé volée."))
}

// Who is banned while a write is under way: the write is done or refused, and
// nothing of it once the ban is there.
func TestBannedWhileWriting(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	claire := w.owner(person("Claire Dubois"))
	first, stop := make(chan struct{}), make(chan error, 1)
	go func() {
		for i := 0; ; i++ {
			_, err := w.SaveDraft(ctx, claire, "", person("Claire Dubois", headline(fmt.Sprintf("Métier %d", i))), nil)
			if i == 3 {
				close(first)
			}
			if err != nil {
				stop <- err
				return
			}
		}
	}()
	<-first
	if _, err := w.Ban(ctx, directory.Operator(), directory.BanRequest{Who: claire.Fingerprint, Reason: "Stop."}); err != nil {
		t.Fatal(err)
	}
	before, err := w.store.Draft(ctx, 1)
	if err != nil {
		t.Fatal(err)
	}
	wantCode(t, <-stop, directory.CodeBanned)
	after, err := w.store.Draft(ctx, 1)
	if err != nil || after.Version > before.Version {
		t.Errorf("written afterwards: %d, then %d, %v", before.Version, after.Version, err)
	}
}

// What another process bans is known here by the next look.
func TestBansOfAnotherProcess(t *testing.T) {
	one := newWorld(t)
	two := openWorld(t, one.path)
	addr := netip.MustParseAddr("192.0.2.9")
	b, err := one.Ban(t.Context(), directory.Operator(), directory.BanRequest{Who: "192.0.2.9", Reason: "Robots."})
	if err != nil {
		t.Fatal(err)
	}
	if _, got := two.BannedAddress(addr); got {
		t.Error("known before it was looked for")
	}
	news, stop := two.AccessChanges()
	defer stop()
	if _, err := two.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got, ok := two.BannedAddress(addr); !ok || got.Reason != "Robots." || !told(news) {
		t.Errorf("got %+v, %v", got, ok)
	}
	if _, err := two.Unban(t.Context(), directory.Operator(), "ban:"+number(b.ID)); err != nil {
		t.Fatal(err)
	}
	if _, err := one.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, got := one.BannedAddress(addr); got {
		t.Error("still banned")
	}
	// A service that is opened later knows it at once.
	if _, err := one.Ban(t.Context(), directory.Operator(), directory.BanRequest{Who: "192.0.2.9", Reason: "Robots."}); err != nil {
		t.Fatal(err)
	}
	if _, got := openWorld(t, one.path).BannedAddress(addr); !got {
		t.Error("not known from the start")
	}
}

// Looking an address up is done for each connection, whoever floods.
func TestBannedAddressAllocatesNothing(t *testing.T) {
	w := newWorld(t)
	for i := range 20 {
		for _, who := range []string{fmt.Sprintf("192.0.%d.0/24", i), fmt.Sprintf("10.%d.0.0/16", i), fmt.Sprintf("2001:db8:%d::", i)} {
			if _, err := w.Ban(t.Context(), directory.Operator(), directory.BanRequest{Who: who, Reason: "x", Until: w.Today() + 9}); err != nil {
				t.Fatal(err)
			}
		}
	}
	addrs := []netip.Addr{netip.MustParseAddr("192.0.7.1"), netip.MustParseAddr("198.51.100.1"), netip.MustParseAddr("2001:db8:7::9")}
	if n := testing.AllocsPerRun(100, func() {
		for _, a := range addrs {
			w.BannedAddress(a)
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// Whoever loses the right to decide lets go of what they had in hand.
func TestClaimsOfWhoIsOut(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	one, two := w.granted("Monique", directory.RoleModerator), w.granted("Marc", directory.RoleModerator)
	claim := func(item directory.ItemID, by directory.Actor) {
		t.Helper()
		if err := w.store.Update(ctx, func(tx directory.Tx) error {
			return tx.PutClaim(directory.Claim{Item: item, By: by.Account, Holder: string(item), Until: w.Now().Add(time.Hour)})
		}); err != nil {
			t.Fatal(err)
		}
	}
	claim("1", one)
	claim("r2", one)
	claim("3", two)
	held := func(want ...directory.ItemID) {
		t.Helper()
		all, err := w.store.Claims(ctx, w.Now())
		if err != nil {
			t.Fatal(err)
		}
		var items []directory.ItemID
		for _, c := range all {
			items = append(items, c.Item)
		}
		slices.Sort(items)
		if !slices.Equal(items, want) {
			t.Errorf("held: %v, want %v", items, want)
		}
	}
	done(t, true)(w.SetRole(ctx, directory.Operator(), one.Account, directory.RoleIdentified, "Départ."))
	held("3")
	if _, err := w.Ban(ctx, directory.Operator(), directory.BanRequest{Who: two.Fingerprint, Reason: "Clé volée."}); err != nil {
		t.Fatal(err)
	}
	held()
}
