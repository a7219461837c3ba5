package command

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"teleorne/directory"
	"teleorne/directory/exchange"
)

// roleNone takes a role away.
const roleNone = "none"

// GrantedRoles are the roles that can be given.
var GrantedRoles = words{
	{directory.RoleModerator.String(), []string{"moderateur", "moderatrice"}},
	{directory.RoleAdministrator.String(), []string{"administrateur", "administratrice", "admin"}},
}

// roleWords are those, and that there is none any more.
var roleWords = append(slices.Clone(GrantedRoles), word{roleNone, []string{"aucun", "aucune", "sans"}})

// adminRoleCommand lists who has a role, or gives one.
func (sh *Shell) adminRoleCommand() *cobra.Command {
	var reason string
	cmd := sh.under("admin", "role", []string{"rôle", "roles"}, cobra.ArbitraryArgs, nil)
	cmd.RunE = func(cmd *cobra.Command, words []string) error {
		switch len(words) {
		case 0:
			return sh.adminRoles(cmd.Context())
		case 1:
			return sh.atLeast(2)(cmd, words)
		}
		// Over SSH a name of several words comes without its quotes.
		last := len(words) - 1
		return sh.adminSetRole(cmd.Context(), strings.Join(words[:last], " "), words[last], reason)
	}
	sh.Sentence(cmd.Flags(), &reason, "reason", "log")
	sh.Formats(cmd, formatTable, formatJSON)
	return cmd
}

// adminRoles lists the accounts with a role, administrators first.
func (sh *Shell) adminRoles(ctx context.Context) error {
	s, err := sh.Service(ctx)
	if err != nil {
		return err
	}
	var all directory.AccountPage
	for _, role := range []directory.Role{directory.RoleAdministrator, directory.RoleModerator} {
		p, err := s.Accounts(ctx, sh.Actor, directory.AccountQuery{Role: role, Limit: maxListed})
		if err != nil {
			return err
		}
		all.Accounts = append(all.Accounts, p.Accounts...)
		all.Total += p.Total
	}
	return sh.accounts(s, &all, 0)
}

func (sh *Shell) adminSetRole(ctx context.Context, who, typed, reason string) error {
	role, ok := roleWords.find(typed)
	if !ok {
		return sh.choiceError(typed, roleWords)
	}
	s, err := sh.Service(ctx)
	if err != nil {
		return err
	}
	c, err := sh.account(ctx, s, who)
	if err != nil {
		return err
	}
	wanted := directory.RoleIdentified
	switch {
	case role != roleNone:
		if wanted, err = directory.ParseGrantedRole(role); err != nil {
			return err
		}
	case c.Listing != nil:
		wanted = directory.RoleProfessional // what somebody is by what they own
	}
	o, err := s.SetRole(ctx, sh.Actor, c.ID, wanted, reason)
	if err != nil {
		return err
	}
	return sh.outcome(s, o, func() {
		sh.out.WriteString(itoa(int(o.Account.ID)) + " " + o.Account.Role.String() + "\n")
		sh.Note("command.role.done", "name", sh.accountName(&c.Account), "role", sh.S("role."+o.Account.Role.String()))
	})
}

// accountName is an account's name, or its number when it has none.
func (sh *Shell) accountName(a *directory.Account) string {
	if name := directory.SafeLine(a.Name); name != "" {
		return name
	}
	return sh.S("command.account.numbered", "number", strconv.FormatInt(int64(a.ID), 10))
}

// nameOf is what somebody is called: their account, or their profile.
func nameOf(c *directory.AccountCard) string {
	name := directory.SafeLine(c.Name)
	if l := c.Listing; name == "" && l != nil && l.Latest != nil {
		name = directory.SafeLine(l.Latest.Profile.Name)
	}
	return name
}

func (sh *Shell) adminAccountsCommand() *cobra.Command {
	limit, offset := listed, 0
	cmd := sh.under("admin", "accounts", []string{"comptes"}, cobra.ArbitraryArgs, func(ctx context.Context, words []string) error {
		s, err := sh.Service(ctx)
		if err != nil {
			return err
		}
		p, err := s.Accounts(ctx, sh.Actor, directory.AccountQuery{Text: strings.Join(words, " "), Limit: limit, Offset: offset})
		if err != nil {
			return err
		}
		return sh.accounts(s, p, offset)
	})
	cmd.Flags().SortFlags = false
	sh.page(cmd, &limit, &offset)
	sh.Formats(cmd, formatTable, formatJSON)
	return cmd
}

func (sh *Shell) accounts(s *directory.Service, p *directory.AccountPage, offset int) error {
	if sh.format == formatJSON {
		return exchange.WriteJSON(sh.out, exchange.NewAccounts(p, offset))
	}
	t := &table{columns: []column{
		{title: sh.S("command.column.id"), right: true},
		{title: sh.Text.Field("name"), most: 32},
		{title: sh.S("command.who.role")},
		{title: sh.S("command.column.slug"), whole: true},
		{title: sh.S("command.column.keys"), right: true},
		{title: sh.S("command.column.used")},
		{title: sh.S("command.column.banned")},
	}}
	for i := range p.Accounts {
		c := &p.Accounts[i]
		slug, used, banned := "", sh.S("command.key.never"), ""
		if c.Listing != nil {
			slug = c.Listing.Slug
		}
		for _, k := range c.Keys {
			if day := sh.dayOf(s, k.UsedAt); day != "" {
				used = day // the keys are told the oldest first
			}
		}
		if len(c.Bans) > 0 {
			banned = sh.S("command.yes")
		}
		t.add(itoa(int(c.ID)), nameOf(c), sh.S("role."+c.Role.String()), slug, itoa(len(c.Keys)), used, banned)
	}
	if len(p.Accounts) > 0 {
		t.write(sh.out, sh.Width)
	}
	sh.pageNote(len(p.Accounts), offset, p.Total)
	return nil
}

func (sh *Shell) adminAccountCommand() *cobra.Command {
	cmd := sh.under("admin", "account", []string{"compte"}, sh.atLeast(1), func(ctx context.Context, words []string) error {
		s, err := sh.Service(ctx)
		if err != nil {
			return err
		}
		c, err := sh.account(ctx, s, strings.Join(words, " "))
		if err != nil {
			return err
		}
		if sh.format == formatJSON {
			return exchange.WriteJSON(sh.out, exchange.NewAccountSheet(c))
		}
		sh.accountSheet(s, c)
		return nil
	})
	sh.Formats(cmd, formatTable, formatJSON)
	return cmd
}

func (sh *Shell) accountSheet(s *directory.Service, c *directory.AccountCard) {
	f := &facts{}
	f.add(sh.S("command.column.id"), itoa(int(c.ID)))
	f.add(sh.Text.Field("name"), nameOf(c))
	role := sh.S("role." + c.Role.String())
	if c.Last {
		role = sh.S("command.account.last", "role", role)
	}
	f.add(sh.S("command.who.role"), role)
	f.add(sh.S("command.account.since"), sh.dayOf(s, c.CreatedAt))
	if c.Listing != nil {
		f.add(sh.S("command.receipt.slug"), c.Listing.Slug)
		f.add(sh.S("command.me.state"), sh.listingState(c.Listing))
	}
	if c.Own {
		f.add(sh.S("command.account.own"), sh.S("command.yes"))
	}
	f.write(sh.out)
	if len(c.Keys) > 0 {
		sh.heading("command.account.keys")
	}
	for _, k := range c.Keys {
		used := sh.dayOf(s, k.UsedAt)
		if used == "" {
			used = sh.S("command.key.never")
		}
		sh.item(strings.TrimSpace(k.Fingerprint + " " + k.Type + " " + k.Name))
		sh.item(sh.S("command.account.key", "added", sh.dayOf(s, k.CreatedAt), "used", used))
	}
	if len(c.Bans) > 0 {
		sh.heading("command.account.bans")
	}
	for i := range c.Bans {
		sh.item(sh.banLine(s, &c.Bans[i]))
		sh.signed("  ", c.Bans[i].Reason)
	}
}

// adminKeyCommand takes keys away from accounts.
func (sh *Shell) adminKeyCommand() *cobra.Command {
	var reason string
	cmd := sh.under("admin", "key", []string{"cle", "clé"}, cobra.ArbitraryArgs, nil)
	cmd.RunE = sh.group
	remove := sh.under("admin_key", "remove", []string{"retirer", "revoquer", "révoquer"}, sh.Exactly(1), func(ctx context.Context, words []string) error {
		s, err := sh.Service(ctx)
		if err != nil {
			return err
		}
		if err := s.RemoveKeyOf(ctx, sh.Actor, words[0], reason); err != nil {
			return err
		}
		sh.out.WriteString(directory.SafeLine(words[0]) + "\n")
		sh.Note("command.key.removed")
		return nil
	})
	sh.Sentence(remove.Flags(), &reason, "reason", "log")
	cmd.AddCommand(remove)
	return cmd
}

func (sh *Shell) adminEraseCommand() *cobra.Command {
	var slug, reason string
	cmd := sh.under("admin", "erase", []string{"effacer"}, sh.Exactly(1), func(ctx context.Context, words []string) error {
		return sh.adminErase(ctx, words[0], slug, reason)
	})
	cmd.Flags().SortFlags = false
	sh.Sentence(cmd.Flags(), &reason, "reason", "log")
	sh.String(cmd.Flags(), &slug, "confirm")
	sh.described(cmd, "confirm", "erase")
	sh.Formats(cmd, formatTable, formatJSON)
	return cmd
}

// adminErase forgets a listing and its owner, or says what that means and what
// to type.
func (sh *Shell) adminErase(ctx context.Context, typed, slug, reason string) error {
	if err := sh.Actor.May(directory.ActionEraseListing); err != nil {
		return err
	}
	s, err := sh.Service(ctx)
	if err != nil {
		return err
	}
	l, err := sh.listing(ctx, s, typed)
	if err != nil {
		return err
	}
	if err := sh.Actor.MayOn(directory.ActionEraseListing, l); err != nil {
		return err
	}
	line := sh.toType(s, "admin erase "+l.Slug+" --confirm "+l.Slug+" --reason …")
	switch {
	case slug == "":
		sh.Note("command.erase.what", "name", l.Slug)
		return Misuse("command.erase.how", "command", line)
	case slug != l.Slug:
		return Misuse("command.erase.wrong", "value", directory.Clip(slug, 60), "slug", l.Slug)
	}
	o, err := s.EraseListing(ctx, sh.Actor, l.ID, reason)
	if err != nil {
		return err
	}
	return sh.outcome(s, o, func() {
		sh.receipt(s, o.Receipt)
		sh.Note("command.erase.done", "name", l.Slug)
	})
}
