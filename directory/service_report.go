package directory

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"
)

// Report tells the moderators about a published listing. A reader who reports
// it again replaces what they said: again is true. Errors: CodeNotFound,
// CodeOwnListing, CodeBanned, CodeChoice of the field reason, CodeTooLong and
// CodeEncoding of the field words, CodeLimit for more reports a day than one
// reader may make, those that replace another one included.
func (s *Service) Report(ctx context.Context, actor Actor, slug string, reason ReportReason, words string) (again bool, err error) {
	if err := s.writable(); err != nil {
		return false, err
	}
	if err := actor.May(ActionReport); err != nil {
		return false, err
	}
	if !slices.Contains(ReportReasons, reason) {
		return false, notAllowed(string(reason), texts(ReportReasons)).In("reason")
	}
	if strings.TrimSpace(words) != "" {
		if words, err = writtenReason(words); err != nil {
			return false, inField(err, "words")
		}
	} else {
		words = ""
	}
	l, err := s.reportable(ctx, actor, slug)
	if err != nil {
		return false, err
	}
	err = s.write(ctx, actor, "report", func(tx Tx) error {
		again, err = s.report(ctx, tx, actor, Report{Listing: l.ID, Reason: reason, Words: words, At: s.stamp()})
		return err
	})
	return again, err
}

// reportable finds a listing that the actor may report, as far as can be told
// before anything is written, and counts it: whoever reports many is not kept
// from others' turn to write.
func (s *Service) reportable(ctx context.Context, actor Actor, slug string) (*Listing, error) {
	slug = strings.ToLower(Clip(slug, MaxLine))
	l, err := s.store.ListingBySlug(ctx, slug)
	if err == nil {
		err = actor.MayOn(ActionReport, l)
	}
	switch {
	case IsCode(err, CodeNotFound), IsCode(err, CodeState): // nobody is told of what is hidden
		return nil, NotFound("listing", slug, s.state.Load().index.Similar(slug, maxNearest)...)
	case err != nil:
		return nil, s.internal("report", err)
	}
	if today := s.Today(); actor.Role != RoleOperator && !s.tried.reports.allows(actor, ListingID(s.tried.reported.Add(1)), today) {
		return nil, &Error{Code: CodeLimit, Params: Params{"seconds": seconds(s.clock.midnight(today + 1).Sub(s.clock.now()))}}
	}
	return l, nil
}

// report writes a report, if the actor still may.
func (s *Service) report(ctx context.Context, tx Tx, actor Actor, r Report) (again bool, err error) {
	l, err := tx.ListingByID(r.Listing)
	if err != nil {
		return false, err
	}
	by := actor
	if actor.Fingerprint != "" && actor.Role != RoleOperator {
		if err := s.admitted(actor.Fingerprint, tx.BanOf); err != nil {
			return false, err
		}
		account, err := tx.AccountByKey(actor.Fingerprint)
		switch {
		case err == nil:
			by = actor.as(account)
		case IsCode(err, CodeNotFound):
			by = actor.as(Account{Role: RoleIdentified})
		default:
			return false, err
		}
	}
	if err := by.MayOn(ActionReport, l); IsCode(err, CodeState) {
		return false, NotFound("listing", l.Slug)
	} else if err != nil {
		return false, err
	}
	r.Role = by.Role
	if r.Reporter, err = s.reporter(ctx, tx, actor); err != nil {
		return false, err
	}
	if again, err = tx.AddReport(r); err != nil {
		return false, err
	}
	return again, queueChanged(tx)
}

// reporter is by what one reader is known from another one: nobody who reads it
// finds out which key or address that was.
func (s *Service) reporter(ctx context.Context, tx Tx, actor Actor) (string, error) {
	// Nobody else writes now, so what was committed is what there is.
	secret, err := s.store.Setting(ctx, settingReportSecret)
	if err != nil {
		return "", err
	}
	if secret == "" {
		var b [32]byte
		rand.Read(b[:]) //nolint:errcheck // it never fails
		secret = hex.EncodeToString(b[:])
		if err := tx.SetSetting(settingReportSecret, secret); err != nil {
			return "", err
		}
	}
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(actor.LimitKey()))
	return hex.EncodeToString(mac.Sum(nil)), nil
}

// Appeal contests the last decision against the actor's listing, once for each
// and until the end of the twentieth day after it; somebody else than who took it
// decides. Errors: CodeState when there is nothing to contest, CodeAppealed,
// CodeAppealLate (days), CodeReason, CodeTooLong, CodeEncoding of the field
// words; CodeNoListing.
func (s *Service) Appeal(ctx context.Context, actor Actor, words string) (*Mine, error) {
	if err := actor.isPerson(); err != nil {
		return nil, err
	}
	words, err := writtenReason(words)
	if err != nil {
		return nil, inField(err, "words")
	}
	var m *Mine
	err = s.asListing(ctx, actor, ActionAppeal, "", func(tx Tx, now time.Time, was *Mine, d Draft) error {
		l := was.Listing
		against, err := s.contestable(tx, l)
		if err != nil {
			return err
		}
		if err := tx.AddAppeal(Appeal{Listing: l.ID, Against: against.Number, By: against.Actor.Account, Words: words, At: now}); err != nil {
			return err
		}
		if err := tx.Decide(Decision{
			At: now, Actor: actor.as(was.Account), Action: string(ActionAppeal), Target: targetDecision(against.Number),
			Listing: l.ID, Revision: against.Revision,
		}); err != nil {
			return err
		}
		m = s.mine(was.Account, l, d)
		return queueChanged(tx)
	})
	return s.own(ctx, m, err)
}

// contestable is the decision that an owner can appeal against.
func (s *Service) contestable(tx Tx, l *Listing) (*Decision, error) {
	log, err := tx.Decisions(l.ID)
	if err != nil {
		return nil, err
	}
	appeals, err := tx.Appeals(l.ID)
	if err != nil {
		return nil, err
	}
	return s.contested(l, log, appeals)
}

// contested finds the last decision against a listing that is in force. Errors:
// CodeState without one, CodeAppealed, CodeAppealLate.
func (s *Service) contested(l *Listing, log []Decision, appeals []Appeal) (*Decision, error) {
	d := againstListing(l, log)
	switch {
	case d == nil:
		return nil, &Error{Code: CodeState, Params: Params{"state": l.State()}}
	case slices.ContainsFunc(appeals, func(a Appeal) bool { return a.Against == d.Number }):
		return nil, &Error{Code: CodeAppealed}
	case !s.clock.now().Before(s.contestUntil(d)):
		return nil, &Error{Code: CodeAppealLate, Params: Params{"days": appealDays}}
	}
	return d, nil
}

// againstListing is the last decision that suspended a listing, as long as that
// lasts, or refused what was handed in last; nil: none.
func againstListing(l *Listing, log []Decision) *Decision {
	for _, d := range slices.Backward(standingVerdicts(log)) {
		switch d.Action {
		case decidedSuspend:
			if l.Suspended {
				return &d
			}
		case decidedReject, decidedAsk:
			if l.Latest != nil && l.Latest.State == RevisionRefused && d.Revision == l.Latest.ID {
				return &d
			}
		}
	}
	return nil
}

// contestUntil is when the time to appeal against a decision is over.
func (s *Service) contestUntil(d *Decision) time.Time {
	return s.clock.midnight(s.clock.firstDay(d.At) + appealDays + 1)
}
