package directory

import (
	"context"
	"strings"
	"sync/atomic"
	"time"
)

// kept is what the service keeps for moderators and administrators.
type kept struct {
	announced atomic.Pointer[Announcement]
	board     boardCache
	preview   chan struct{} // held by whoever has a second index made
}

func newKept() *kept {
	return &kept{board: boardCache{turn: make(chan struct{}, 1)}, preview: make(chan struct{}, 1)}
}

// asKeeper is asOfficial with the time of it all.
func (s *Service) asKeeper(ctx context.Context, actor Actor, action Action, fn func(Tx, Actor, time.Time) error) error {
	return s.asOfficial(ctx, actor, action, string(action), func(tx Tx, by Actor) error { return fn(tx, by, s.stamp()) })
}

// cleanWords cleans a text of several lines and checks its length in graphemes;
// least 0 is optional. What is missing is CodeReason. Errors have the field.
func cleanWords(field string, text *string, least, most int) error {
	if len(*text) > 16*most {
		return &Error{Code: CodeTooLong, Field: field, Params: Params{"max": most, "count": len(*text)}}
	}
	clean, err := CleanText(*text)
	if err != nil {
		return inField(err, field)
	}
	*text = strings.TrimSpace(clean)
	switch count := Length(*text); {
	case count < least:
		return &Error{Code: CodeReason, Field: field}
	case count > most:
		return &Error{Code: CodeTooLong, Field: field, Params: Params{"max": most, "count": count}}
	}
	return nil
}

// cleanOneLine is cleanWords for a text of one line, of which what is missing is
// CodeRequired, or CodeTooShort.
func cleanOneLine(field string, text *string, least, most int) error {
	if len(*text) > 16*most {
		return &Error{Code: CodeTooLong, Field: field, Params: Params{"max": most, "count": len(*text)}}
	}
	clean, err := CleanLine(*text)
	if err != nil {
		return inField(err, field)
	}
	*text = clean
	return inField(lengthBetween(clean, least, most), field)
}

// dayBetween checks a day, both bounds included.
func dayBetween(field string, day, from, until Date) error {
	if day < from || day > until {
		return &Error{Code: CodeOutOfRange, Field: field, Params: Params{"min": from, "max": until}}
	}
	return nil
}
