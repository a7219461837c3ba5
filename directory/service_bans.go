package directory

import (
	"context"
	"strconv"
	"strings"
)

// The entries of the log about bans.
const (
	decidedBan   = "ban"
	decidedUnban = "unban"
)

// Ban keeps a key, with all keys of its account, or an address range out:
// sessions end within two seconds, connections are refused with the reason.
// Errors: CodeNotPermitted; CodeBanSelf for what would keep out whoever asks;
// CodeBanWho for what names neither; CodeBanWide for a range wider than /16, or
// /32 of IPv6; CodeDuplicate; CodeOutOfRange of the field until; CodeReason.
//
// An administrator who is banned keeps the role, and counts as one whose
// agreement is needed: nobody gets to decide alone by keeping the others out.
func (s *Service) Ban(ctx context.Context, actor Actor, r BanRequest) (*Ban, error) {
	if err := actor.May(ActionBan); err != nil {
		return nil, err
	}
	b, err := s.newBan(r)
	if err != nil {
		return nil, err
	}
	if actor.within(b.Range) {
		return nil, &Error{Code: CodeBanSelf}
	}
	var kept AccountID
	err = s.asOfficial(ctx, actor, ActionBan, "ban", func(tx Tx, by Actor) error {
		if kept, err = keptOut(tx, by, b.Fingerprint); err != nil {
			return err
		}
		b.At, b.By = s.stamp(), by.Account
		if b.ID, err = tx.AddBan(b); err != nil {
			if IsCode(err, CodeDuplicate) {
				err = &Error{Code: CodeDuplicate, Params: Params{"value": b.Who()}}
			}
			return err
		}
		if err := accessChanged(tx); err != nil {
			return err
		}
		return tx.Decide(s.banEntry(by, decidedBan, &b))
	})
	if err != nil {
		return nil, err
	}
	s.letGo(ctx, kept)
	return s.shownBan(ctx, b), nil
}

// newBan reads a request.
func (s *Service) newBan(r BanRequest) (b Ban, err error) {
	if b.Fingerprint, b.Range, err = parseBanned(r.Who); err != nil {
		return b, err
	}
	if b.Reason, err = writtenReason(r.Reason); err != nil {
		return b, err
	}
	if r.Until.IsZero() {
		return b, nil
	}
	first, last := s.Today()+1, DateOf(s.Now().AddDate(banYears, 0, 0))
	if r.Until < first || r.Until > last {
		return b, &Error{Code: CodeOutOfRange, Field: "until", Params: Params{"min": first, "max": last}}
	}
	b.Until = s.clock.midnight(r.Until)
	return b, nil
}

// keptOut is the account of a key that is to be banned, 0 of one that nobody
// registered and of none. CodeBanSelf: it is the actor's own.
func keptOut(tx Tx, by Actor, fingerprint string) (AccountID, error) {
	if fingerprint == "" {
		return 0, nil
	}
	if fingerprint == by.Fingerprint {
		return 0, &Error{Code: CodeBanSelf}
	}
	owner, err := tx.AccountByKey(fingerprint)
	switch {
	case IsCode(err, CodeNotFound):
		return 0, nil
	case err != nil:
		return 0, err
	case owner.ID == by.Account:
		return 0, &Error{Code: CodeBanSelf}
	}
	return owner.ID, nil
}

// banEntry is what the log says of a ban: the key, which is forgotten with its
// owner, but no address.
func (s *Service) banEntry(by Actor, action string, b *Ban) Decision {
	reason := b.Reason
	if action == decidedUnban {
		reason = ""
	}
	return Decision{
		At: s.stamp(), Actor: by, Action: action, Target: "ban:" + strconv.FormatInt(b.ID, 10),
		Reason: strings.TrimSpace(b.Fingerprint + " " + reason),
	}
}

// Who is what the ban keeps out, as one would type it: a fingerprint, an
// address or a range.
func (b *Ban) Who() string {
	switch {
	case b.Fingerprint != "":
		return b.Fingerprint
	case b.Range.IsSingleIP():
		return b.Range.Addr().String()
	}
	return b.Range.String()
}

// Unban ends a ban, by its number or what it keeps out. CodeNotFound.
func (s *Service) Unban(ctx context.Context, actor Actor, who string) (*Ban, error) {
	if _, err := s.official(ctx, actor, ActionBan); err != nil {
		return nil, err
	}
	id, err := s.banNamed(ctx, who)
	if err != nil {
		return nil, err
	}
	var b Ban
	err = s.asOfficial(ctx, actor, ActionBan, "unban", func(tx Tx, by Actor) error {
		if b, err = tx.RemoveBan(id); err != nil {
			return err
		}
		if err := accessChanged(tx); err != nil {
			return err
		}
		return tx.Decide(s.banEntry(by, decidedUnban, &b))
	})
	if err != nil {
		return nil, err
	}
	return s.shownBan(ctx, b), nil
}

// banNamed finds a ban in force by its number or by exactly what it keeps out:
// whoever lets one address in does not mean the whole range.
func (s *Service) banNamed(ctx context.Context, who string) (int64, error) {
	who = SafeLine(who)
	all, err := s.store.Bans(ctx, s.clock.now())
	if err != nil {
		return 0, s.internal("unban", err)
	}
	number, err := strconv.ParseInt(strings.TrimPrefix(who, "ban:"), 10, 64)
	if err != nil {
		number = 0
	}
	fingerprint, r, err := parseBanned(who)
	named := err == nil
	for i := range all {
		b := &all[i]
		if b.ID == number || named && b.Fingerprint == fingerprint && b.Range == r {
			return b.ID, nil
		}
	}
	return 0, NotFound("ban", who)
}

// Bans are those in force, the newest first.
func (s *Service) Bans(ctx context.Context, actor Actor) ([]Ban, error) {
	if _, err := s.official(ctx, actor, ActionBan); err != nil {
		return nil, err
	}
	all, err := s.store.Bans(ctx, s.clock.now())
	if err != nil {
		return nil, s.internal("bans", err)
	}
	people := s.knows(ctx)
	for i := range all {
		s.fillBan(&all[i], people)
	}
	return all, s.internal("bans", people.err)
}

// shownBan is a ban that was written, as it is told.
func (s *Service) shownBan(ctx context.Context, b Ban) *Ban {
	people := s.knows(ctx)
	s.fillBan(&b, people)
	return &b // without a name, when that could not be read: the ban is there
}

func (s *Service) fillBan(b *Ban, people *acquaintances) {
	b.Reason, b.ByName = SafeText(b.Reason), people.name(b.By)
	b.At = b.At.In(s.clock.zone)
	if !b.Until.IsZero() {
		b.Until = b.Until.In(s.clock.zone)
	}
}
