package directory

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
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
