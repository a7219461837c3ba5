package directory

import "context"

// Mode is how the owner of an account wants to be served on a terminal that
// could show the interface.
type Mode string

// The modes. What a connection asks for by itself comes before any of them.
const (
	ModeAuto   Mode = ""       // nothing was chosen: what the client is decides
	ModeScreen Mode = "screen" // the full-screen interface
	ModeLines  Mode = "lines"  // the dialogue, line by line
)

// Modes are all of them, as one reads them out.
func Modes() []Mode { return []Mode{ModeLines, ModeScreen, ModeAuto} }

// String is the mode's name as commands and JSON write it.
func (m Mode) String() string {
	if m == ModeAuto {
		return "auto"
	}
	return string(m)
}

// ParseMode reads what String writes. CodeChoice of the field mode.
func ParseMode(s string) (Mode, error) {
	for _, m := range Modes() {
		if m.String() == s {
			return m, nil
		}
	}
	return ModeAuto, &Error{Code: CodeChoice, Field: "mode", Params: Params{"value": Clip(s, 40), "choices": "lines, screen, auto"}}
}

// SetMode sets how the owner of the actor's account is served from the next
// connection on. It says how somebody reads, perhaps why, and is nobody's
// business but theirs: it goes into no log. Errors: CodeChoice of the field
// mode, CodeLocalOnly, CodeNeedsKey, CodeRevoked, CodeNoListing without an
// account.
func (s *Service) SetMode(ctx context.Context, actor Actor, mode Mode) error {
	if _, err := ParseMode(mode.String()); err != nil {
		return err
	}
	return s.asOwner(ctx, actor, "set a mode", func(tx Tx, a Account, _ *Listing) error {
		return tx.SetMode(a.ID, mode)
	})
}

// Mode is what the owner of the actor's account chose. Errors as of SetMode.
func (s *Service) Mode(ctx context.Context, actor Actor) (Mode, error) {
	account, err := s.ownAccount(ctx, actor)
	return account.Mode, err
}
