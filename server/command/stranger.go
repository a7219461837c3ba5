package command

import (
	"cmp"
	"context"

	"github.com/spf13/cobra"

	"teleorne/directory"
)

// aboutKeys says what helps somebody for want of whose key a command failed:
// why the keys that they offered were refused, or how to get an unknown one
// registered.
func (sh *Shell) aboutKeys(cmd *cobra.Command, code directory.Code) {
	ctx := context.Background()
	if cmd != nil && cmd.Context() != nil {
		ctx = cmd.Context()
	}
	switch code {
	case directory.CodeNeedsKey:
		sh.refusals()
	case directory.CodeNoListing:
		sh.stranger(ctx, true)
	case directory.CodeNotPermitted:
		sh.stranger(ctx, false)
	}
}

// refusals says why keys that the client offered were not taken.
func (sh *Shell) refusals() {
	for _, why := range sh.Refused {
		sh.Note("refused.said", "why", sh.S("refused."+why))
	}
}

// stranger says, to whoever has proven a key that nobody registered, the lines
// that help: also those to a profile, theirs already or new, when it takes one.
func (sh *Shell) stranger(ctx context.Context, profile bool) {
	if sh.Actor.Fingerprint == "" || sh.Actor.Account != 0 {
		return
	}
	host := sh.host(ctx)
	sh.Note("stranger.key", "fingerprint", sh.Actor.Fingerprint)
	sh.Note("stranger.another", "host", host)
	if err := sh.Actor.MayRegister(); err != nil && !directory.IsCode(err, directory.CodeNeedsKey) {
		sh.say(sh.Text.Error(err))
		return
	}
	if profile {
		sh.Note("stranger.join", "host", host)
		sh.Note("stranger.new", "host", host)
	}
}

// firstUse says in whose account a pasted key ended up, and how to leave it:
// whoever pasted it did not have to prove that it was theirs.
func (sh *Shell) firstUse(ctx context.Context) {
	if !sh.FirstUse {
		return
	}
	s, m, err := sh.mine(ctx)
	if err != nil {
		return // the command will meet that itself
	}
	name := cmp.Or(directory.SafeLine(m.Profile.Name), directory.SafeLine(m.Account.Name), sh.S("first_use.unnamed"))
	sh.Note("first_use.said", "fingerprint", sh.Actor.Fingerprint, "name", name)
	sh.Note("first_use.leave", "command", sh.toType(s, "me keys remove "+sh.Actor.Fingerprint))
}

// host is what comes after « ssh » to get here, as far as the operator said it.
func (sh *Shell) host(ctx context.Context) string {
	if s, err := sh.Service(ctx); err == nil {
		if host := s.Notice().Host; host != "" {
			return host
		}
	}
	return sh.S("server.host")
}
