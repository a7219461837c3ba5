package directory

import (
	"context"
	"encoding/json"
	"time"
)

// Announcement is said on every screen until a day.
type Announcement struct {
	FR, EN string // 1–160 characters; an empty EN says FR
	Until  Date   // the last day
}

// In picks the language.
func (a Announcement) In(lang string) string { return Label{a.FR, a.EN}.In(lang) }

// Bounds of an announcement.
const (
	MaxAnnouncement      = 160      // graphemes in each language
	announceAhead   Date = 366      // days from today, at most
	announceTarget       = "notice" // of the entries in the log
)

// announced is an Announcement as it is kept among the settings.
type announced struct {
	FR    string `json:"fr"`
	EN    string `json:"en"`
	Until string `json:"until"`
}

// Announce shows a sentence on every screen until a day, in the place of the one
// before; an empty FR takes it down. Errors: CodeNotPermitted, CodeTooLong and
// CodeEncoding of the fields fr and en, CodeOutOfRange of the field until.
func (s *Service) Announce(ctx context.Context, actor Actor, a Announcement) error {
	for _, text := range []struct {
		field string
		text  *string
	}{{"fr", &a.FR}, {"en", &a.EN}} {
		if err := cleanOneLine(text.field, text.text, 0, MaxAnnouncement); err != nil {
			return err
		}
	}
	value, reason := "", "none"
	if a.FR != "" {
		today := s.Today()
		if err := dayBetween("until", a.Until, today, today+announceAhead); err != nil {
			return err
		}
		kept, err := json.Marshal(announced{a.FR, a.EN, a.Until.String()})
		if err != nil {
			return err
		}
		value, reason = string(kept), "until "+a.Until.String()+": "+a.FR
	}
	return s.asKeeper(ctx, actor, ActionAnnounce, func(tx Tx, by Actor, now time.Time) error {
		if err := tx.SetSetting(settingAnnouncement, value); err != nil {
			return err
		}
		return tx.Decide(Decision{At: now, Actor: by, Action: string(ActionAnnounce), Target: announceTarget, Reason: reason})
	})
}

// readAnnouncement takes over what is announced, and tells whether it changed.
func (s *Service) readAnnouncement(ctx context.Context) (changed bool, err error) {
	kept, err := s.store.Setting(ctx, settingAnnouncement)
	if err != nil || kept == s.sync.said {
		return false, err
	}
	s.sync.said = kept
	s.kept.announced.Store(s.parseAnnouncement(kept))
	return true, nil
}

// parseAnnouncement is nil for nothing, and for what is no announcement: that
// must not keep the directory from being read.
func (s *Service) parseAnnouncement(kept string) *Announcement {
	if kept == "" {
		return nil
	}
	var a announced
	err := json.Unmarshal([]byte(kept), &a)
	var until Date
	if err == nil {
		until, err = ParseDate(a.Until)
	}
	if err != nil {
		s.log.Error("the announcement cannot be read", "error", SafeLine(err.Error()))
		return nil
	}
	return &Announcement{FR: SafeLine(a.FR), EN: SafeLine(a.EN), Until: until}
}

// Announcement is what is announced today; nil: nothing. It asks nobody.
func (s *Service) Announcement() *Announcement {
	a := s.kept.announced.Load()
	if a == nil || s.Today() > a.Until {
		return nil
	}
	return &Announcement{FR: a.FR, EN: a.EN, Until: a.Until}
}
