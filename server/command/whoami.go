package command

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"teleorne/directory"
	"teleorne/directory/exchange"
)

func (sh *Shell) whoamiCommand() *cobra.Command {
	cmd := sh.Command("whoami", []string{"quisuisje"}, sh.atMost(0), func(cmd *cobra.Command, _ []string) error {
		return sh.whoami(cmd.Context())
	})
	sh.Formats(cmd, formatTable, formatJSON)
	return cmd
}

// whoami tells what the program believes about who is asking.
func (sh *Shell) whoami(ctx context.Context) error {
	r, err := sh.reader(ctx)
	if err != nil {
		return err
	}
	if sh.format == formatJSON {
		return exchange.WriteJSON(sh.out, exchange.NewWhoami(sh.Actor, r, sh.lang()))
	}
	f := &facts{}
	f.add(sh.S("command.who.role"), sh.S("role."+sh.Actor.Role.String()))
	key := sh.Actor.Fingerprint
	if key == "" {
		key = sh.S("command.who.no_key")
	}
	f.add(sh.S("command.who.key"), key)
	f.add(sh.S("command.who.key_name"), r.KeyName)
	f.add(sh.S("command.who.profile"), r.Slug)
	f.add(sh.S("command.who.language"), sh.Text.Language(string(sh.Text.Lang())))
	if r.ContactsLeft >= 0 {
		f.add(sh.S("command.who.contacts"), sh.Text.Int(r.ContactsLeft))
	}
	f.write(sh.out)
	if !sh.Actor.Proven() {
		sh.refusals()
		sh.Note("command.who.how")
	}
	sh.stranger(ctx, true)
	sh.announcedTo(ctx)
	return nil
}

// reader is what the directory knows about the person behind the actor: nothing
// about the operator, for whom no directory need be there.
func (sh *Shell) reader(ctx context.Context) (exchange.Reader, error) {
	r := exchange.Reader{ContactsLeft: -1}
	if sh.Actor.Role == directory.RoleOperator {
		return r, nil
	}
	s, err := sh.Service(ctx)
	if err != nil {
		return r, err
	}
	r.ContactsLeft = s.RevealsLeft(sh.Actor)
	m, err := s.Me(ctx, sh.Actor)
	if err == nil && m.Listing != nil {
		r.Slug = m.Listing.Slug
	}
	if err != nil || m.Account.ID == 0 {
		return r, unlessNobody(err)
	}
	keys, err := s.Keys(ctx, sh.Actor)
	for _, k := range keys {
		if k.Fingerprint == sh.Actor.Fingerprint {
			r.KeyName = k.Name
		}
	}
	return r, unlessNobody(err)
}

// unlessNobody leaves out the errors that say that the actor has no account,
// which is an answer to who they are.
func unlessNobody(err error) error {
	var d *directory.Error
	if errors.As(err, &d) {
		switch d.Code {
		case directory.CodeNeedsKey, directory.CodeRevoked, directory.CodeNoListing:
			return nil
		}
	}
	return err
}
