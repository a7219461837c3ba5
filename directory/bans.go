package directory

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"net/netip"
	"slices"
	"strings"
	"time"
)

// Ban keeps a key, with all keys of its account, or an address range out.
type Ban struct {
	ID          int64
	Fingerprint string       // of a key; empty for a range
	Range       netip.Prefix // zero for a key
	Reason      string       // told to whom it keeps out
	At          time.Time
	Until       time.Time // exclusive; zero: no end
	By          AccountID
	ByName      string
}

// InForce tells whether the ban keeps anybody out at a time.
func (b *Ban) InForce(now time.Time) bool { return b.Until.IsZero() || now.Before(b.Until) }

// BanRequest is a ban as it is asked for.
type BanRequest struct {
	Who    string // a fingerprint SHA256:…, an address, or a range 192.0.2.0/24; an IPv6 address means its /64
	Until  Date   // the first day without it; zero: no end
	Reason string // 1–1,000 characters
}

// The widest ranges that a ban may have, and what one IPv6 address stands for:
// whoever has one has that whole network.
const (
	widestBan4 = 16
	widestBan6 = 32
	homeBits6  = 64
)

// banYears is how far away the end of a ban may be.
const banYears = 10

// banList are the bans as they were last read. It is never changed: a new one
// replaces it.
type banList struct {
	keys     map[string]Ban
	accounts map[AccountID]Ban // that a banned key belongs to
	ranges   map[netip.Prefix]Ban
	bits     [2][]int // lengths of the ranges: IPv4, IPv6
}

// loadBans reads the bans in force. Those that come to an end stay in the list
// and are passed over.
func (s *Service) loadBans(ctx context.Context) (*banList, error) {
	all, err := s.store.Bans(ctx, s.clock.now())
	if err != nil {
		return nil, err
	}
	list := &banList{keys: map[string]Ban{}, accounts: map[AccountID]Ban{}, ranges: map[netip.Prefix]Ban{}}
	for _, b := range all {
		if !b.Until.IsZero() {
			b.Until = b.Until.In(s.clock.zone)
		}
		if b.Fingerprint == "" {
			list.addRange(b)
			continue
		}
		keepLonger(list.keys, b.Fingerprint, b)
		switch owner, err := s.store.AccountByKey(ctx, b.Fingerprint); {
		case err == nil:
			keepLonger(list.accounts, owner.ID, b)
		case !IsCode(err, CodeNotFound):
			return nil, err
		}
	}
	return list, nil
}

func (l *banList) addRange(b Ban) {
	keepLonger(l.ranges, b.Range, b)
	lengths := &l.bits[0]
	if b.Range.Addr().Is6() {
		lengths = &l.bits[1]
	}
	if !slices.Contains(*lengths, b.Range.Bits()) {
		*lengths = append(*lengths, b.Range.Bits())
	}
}

// keepLonger keeps of two bans of the same the one that ends later.
func keepLonger[K comparable](in map[K]Ban, key K, b Ban) {
	if old, ok := in[key]; !ok || b.outlasts(&old) {
		in[key] = b
	}
}

// outlasts tells whether a ban ends later than another one.
func (b *Ban) outlasts(other *Ban) bool {
	return !other.Until.IsZero() && (b.Until.IsZero() || b.Until.After(other.Until))
}

// ofKey is a ban in force of a key or of the account that it belongs to; 0: of
// none.
func (l *banList) ofKey(fingerprint string, account AccountID, now time.Time) (Ban, bool) {
	if b, ok := l.keys[fingerprint]; ok && fingerprint != "" && b.InForce(now) {
		return b, true
	}
	b, ok := l.accounts[account]
	return b, ok && account != 0 && b.InForce(now)
}

// ofAddress is the ban in force of an address that ends last. It looks up one
// range of each length and allocates nothing.
func (l *banList) ofAddress(addr netip.Addr, now time.Time) (found Ban, ok bool) {
	addr = addr.Unmap().WithZone("")
	lengths := l.bits[0]
	if addr.Is6() {
		lengths = l.bits[1]
	}
	for _, bits := range lengths {
		r, err := addr.Prefix(bits)
		if err != nil {
			continue // no address at all
		}
		if b, banned := l.ranges[r]; banned && b.InForce(now) && (!ok || b.outlasts(&found)) {
			found, ok = b, true
		}
	}
	return found, ok
}

// BannedAddress tells whether an address is kept out now. It asks nobody, and is
// cheap: it is asked before any cryptography. Ban.Until is in the civil time of
// the Orne.
func (s *Service) BannedAddress(addr netip.Addr) (Ban, bool) {
	return s.bans.Load().ofAddress(addr, s.clock.now())
}

// banned says that somebody is kept out.
func (s *Service) banned(b *Ban) *Error {
	return &Error{Code: CodeBanned, Params: Params{"reason": SafeLine(b.Reason), "until": s.clock.firstDay(b.Until)}}
}

// firstDay is the day of a time in the Orne; none for none.
func (c clock) firstDay(t time.Time) Date {
	if t.IsZero() {
		return 0
	}
	return DateOf(t.In(c.zone))
}

// midnight is when a day begins in the Orne; zero for none.
func (c clock) midnight(d Date) time.Time {
	if d.IsZero() {
		return time.Time{}
	}
	year, month, day := d.Time().Date()
	return time.Date(year, month, day, 0, 0, 0, 0, c.zone).UTC()
}

// admitted refuses whom a ban keeps out: CodeBanned. banOf is Tx.BanOf.
func (s *Service) admitted(fingerprint string, banOf func(string, time.Time) (Ban, error)) error {
	b, err := banOf(fingerprint, s.clock.now())
	switch {
	case err == nil:
		return s.banned(&b)
	case IsCode(err, CodeNotFound):
		return nil
	}
	return err
}

// parseBanned reads whom a ban is for: a key, or a range of addresses. Errors:
// CodeBanWho, CodeBanWide.
func parseBanned(who string) (fingerprint string, r netip.Prefix, err error) {
	who = SafeLine(who)
	wrong := &Error{Code: CodeBanWho, Params: Params{"value": Clip(who, 60)}}
	if hash, ok := strings.CutPrefix(who, "SHA256:"); ok {
		sum, err := base64.RawStdEncoding.Strict().DecodeString(hash)
		if err != nil || len(sum) != sha256.Size {
			return "", r, wrong
		}
		return who, r, nil
	}
	if r, err = netip.ParsePrefix(who); err != nil {
		addr, err := netip.ParseAddr(who)
		if err != nil || addr.Zone() != "" {
			return "", r, wrong
		}
		r = netip.PrefixFrom(addr, addr.BitLen())
	}
	if addr := r.Addr(); addr.Is4In6() {
		r = netip.PrefixFrom(addr.Unmap(), max(r.Bits()-96, 0))
	}
	widest := widestBan4
	if r.Addr().Is6() {
		widest = widestBan6
		r = netip.PrefixFrom(r.Addr(), min(r.Bits(), homeBits6))
	}
	if r.Bits() < widest {
		return "", r, &Error{Code: CodeBanWide, Params: Params{"value": r.Masked().String()}}
	}
	return "", r.Masked(), nil
}

// within tells whether the actor's address lies in a range, as far as it is
// known.
func (a Actor) within(r netip.Prefix) bool {
	if home, err := netip.ParsePrefix(a.Address); err == nil {
		return r.Overlaps(home)
	}
	addr, err := netip.ParseAddr(a.Address)
	return err == nil && r.Contains(addr.Unmap())
}
