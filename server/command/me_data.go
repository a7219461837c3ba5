package command

import (
	"context"

	"github.com/spf13/cobra"

	"teleorne/directory"
	"teleorne/directory/exchange"
)

func (sh *Shell) meExportCommand() *cobra.Command {
	cmd := sh.under("me", "export", []string{"exporter"}, sh.NoWords(), func(ctx context.Context, _ []string) error {
		s, err := sh.Service(ctx)
		if err != nil {
			return err
		}
		held, err := s.Dossier(ctx, sh.Actor)
		if err != nil {
			return err
		}
		return exchange.WriteIndented(sh.out, exchange.NewDossier(held))
	})
	sh.Formats(cmd, formatJSON)
	return cmd
}

func (sh *Shell) meDeleteCommand() *cobra.Command {
	var slug string
	cmd := sh.under("me", "delete", []string{"supprimer", "effacer"}, sh.NoWords(), func(ctx context.Context, _ []string) error {
		return sh.meDelete(ctx, slug)
	})
	sh.String(cmd.Flags(), &slug, "confirm")
	sh.Formats(cmd, formatTable, formatJSON)
	return cmd
}

// meDelete forgets the person, or says what that means and what to type when
// it is not yet meant.
func (sh *Shell) meDelete(ctx context.Context, slug string) error {
	s, m, err := sh.mine(ctx)
	if err != nil {
		return err
	}
	if slug == "" {
		return sh.meDeleteHow(s, m)
	}
	r, err := s.Erase(ctx, sh.Actor, slug)
	if err != nil {
		return err
	}
	if sh.format == formatJSON {
		err = exchange.WriteJSON(sh.out, exchange.NewReceipt(r))
	} else {
		sh.receipt(s, r)
	}
	if r.Account {
		sh.Note("command.delete.done")
	} else {
		sh.Note("command.delete.done_role")
	}
	return err
}

// meDeleteHow says what erasing means, and what to type.
func (sh *Shell) meDeleteHow(s *directory.Service, m *directory.Mine) error {
	moderates := m.Account.Role >= directory.RoleModerator
	word := sh.Actor.Fingerprint
	switch {
	case m.Listing != nil:
		word = m.Listing.Slug
		sh.Note("command.delete.what")
		if moderates {
			sh.Note("command.delete.role")
		}
	case m.Account.ID != 0 && !moderates:
		sh.Note("command.delete.account")
	default:
		return &directory.Error{Code: directory.CodeNoListing}
	}
	line := sh.toType(s, "me delete --confirm "+word)
	return Misuse("command.delete.how", "export", sh.toType(s, "me export"), "command", line)
}

// receipt prints what was erased, for the person to keep.
func (sh *Shell) receipt(s *directory.Service, r *directory.Receipt) {
	zone := s.Now().Location()
	f := &facts{}
	f.add(sh.S("command.receipt.number"), sh.Text.Int(int(r.Number)))
	f.add(sh.S("command.receipt.at"), sh.Text.Date(directory.DateOf(r.At.In(zone)))+", "+sh.Text.Clock(r.At))
	f.add(sh.S("command.receipt.slug"), r.Slug)
	f.add(sh.S("command.receipt.revisions"), sh.Text.Int(r.Revisions))
	f.add(sh.S("command.receipt.keys"), sh.Text.Int(r.Keys))
	f.add(sh.S("command.receipt.backups"), sh.Text.Date(directory.DateOf(r.Backups.In(zone))))
	f.write(sh.out)
}
