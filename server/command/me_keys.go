package command

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"teleorne/directory"
	"teleorne/directory/exchange"
)

// What is read at most of a public key and of a code, in bytes.
const (
	maxKeyInput  = 64 << 10
	maxCodeInput = 1 << 10
)

// meKeysCommand holds the commands about the keys of one's account; alone it
// lists them.
func (sh *Shell) meKeysCommand() *cobra.Command {
	cmd := sh.under("me", "keys", []string{"cles", "clés"}, cobra.ArbitraryArgs, nil)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if len(args) > 0 {
			return sh.unknownCommand(cmd, args[0])
		}
		return sh.meKeys(cmd.Context())
	}
	sh.Formats(cmd, formatTable, formatJSON)
	list := sh.under("me_keys", "list", []string{"lister"}, sh.NoWords(), func(ctx context.Context, _ []string) error {
		return sh.meKeys(ctx)
	})
	sh.Formats(list, formatTable, formatJSON)
	cmd.AddCommand(
		list,
		sh.under("me_keys", "add", []string{"ajouter"}, cobra.ArbitraryArgs, sh.meKeysAdd),
		sh.under("me_keys", "remove", []string{"retirer", "revoquer", "révoquer"}, sh.Exactly(1), sh.meKeysRemove),
		sh.under("me_keys", "rename", []string{"renommer"}, sh.atLeast(2), sh.meKeysRename),
	)
	return cmd
}

func (sh *Shell) meKeys(ctx context.Context) error {
	s, err := sh.Service(ctx)
	if err != nil {
		return err
	}
	keys, err := s.Keys(ctx, sh.Actor)
	if err != nil {
		return err
	}
	if sh.format == formatJSON {
		return exchange.WriteJSON(sh.out, exchange.NewKeys(keys, sh.Actor.Fingerprint))
	}
	t := &table{columns: []column{
		{title: sh.S("command.column.key_name"), most: 32},
		{title: sh.S("command.column.key_type"), most: 36},
		{title: sh.S("command.column.fingerprint"), whole: true},
		{title: sh.S("command.column.added"), whole: true},
		{title: sh.S("command.column.used"), whole: true},
		{title: sh.S("command.column.in_use"), whole: true},
	}}
	zone := s.Now().Location()
	for _, k := range keys {
		used, here := sh.S("command.key.never"), ""
		if !k.UsedAt.IsZero() {
			used = sh.Text.Date(directory.DateOf(k.UsedAt.In(zone)))
		}
		if k.Fingerprint == sh.Actor.Fingerprint {
			here = sh.S("command.key.here")
		}
		t.add(k.Name, k.Type, k.Fingerprint, sh.Text.Date(directory.DateOf(k.CreatedAt.In(zone))), used, here)
	}
	t.write(sh.out, sh.Width)
	return nil
}

// meKeysAdd takes a key as it stands in a .pub file: from the command line,
// where a shell made several words of it, or from the standard input.
func (sh *Shell) meKeysAdd(ctx context.Context, words []string) error {
	s, _, err := sh.mine(ctx)
	if err != nil {
		return err
	}
	line := strings.Join(words, " ")
	if len(words) == 0 || line == "-" {
		data, err := sh.readInput(maxKeyInput, "command.key.empty", "command", sh.toType(s, "me keys add"))
		if err != nil {
			return err
		}
		line = string(data)
	}
	key, err := s.AddKey(ctx, sh.Actor, line)
	if err != nil {
		return err
	}
	sh.out.WriteString(strings.TrimSpace(directory.SafeLine(key.Fingerprint+" "+key.Name)) + "\n")
	sh.Note("command.key.added")
	return nil
}

func (sh *Shell) meKeysRemove(ctx context.Context, words []string) error {
	s, key, err := sh.ownKey(ctx, words[0])
	if err != nil {
		return err
	}
	if err := s.RemoveKey(ctx, sh.Actor, key.Fingerprint); err != nil {
		return err
	}
	sh.out.WriteString(directory.SafeLine(key.Fingerprint) + "\n")
	if key.Fingerprint == sh.Actor.Fingerprint {
		sh.Note("command.key.removed_here")
	} else {
		sh.Note("command.key.removed")
		// Whoever had that key may have made codes with it.
		sh.Note("command.key.stolen", "command", sh.toType(s, "me codes"))
	}
	return nil
}

func (sh *Shell) meKeysRename(ctx context.Context, words []string) error {
	s, key, err := sh.ownKey(ctx, words[0])
	if err != nil {
		return err
	}
	name := strings.Join(words[1:], " ")
	if err := s.RenameKey(ctx, sh.Actor, key.Fingerprint, name); err != nil {
		return err
	}
	sh.out.WriteString(directory.SafeLine(key.Fingerprint+" "+name) + "\n")
	return nil
}

// ownKey finds a key of one's account by its fingerprint, or by its name when
// no other has that. What is neither is left for the service to refuse.
func (sh *Shell) ownKey(ctx context.Context, typed string) (*directory.Service, directory.Key, error) {
	s, err := sh.Service(ctx)
	if err != nil {
		return nil, directory.Key{}, err
	}
	keys, err := s.Keys(ctx, sh.Actor)
	if err != nil {
		return nil, directory.Key{}, err
	}
	found := directory.Key{Fingerprint: typed}
	named := 0
	for _, k := range keys {
		if k.Fingerprint == typed || k.Fingerprint == "SHA256:"+typed {
			return s, k, nil
		}
		if typed != "" && k.Name == typed {
			found = k
			named++
		}
	}
	if named > 1 {
		return nil, directory.Key{}, &Failure{Key: "command.key.ambiguous", Args: []any{"name", directory.Clip(typed, 40)}, Status: Failed}
	}
	return s, found, nil
}

func (sh *Shell) meLinkCommand() *cobra.Command {
	cmd := sh.under("me", "link", []string{"lier"}, sh.NoWords(), func(ctx context.Context, _ []string) error {
		s, err := sh.Service(ctx)
		if err != nil {
			return err
		}
		code, err := s.Link(ctx, sh.Actor)
		if err != nil {
			return err
		}
		if sh.format == formatJSON {
			return exchange.WriteJSON(sh.out, exchange.NewLinkCode(code))
		}
		sh.out.WriteString(code.Text + "\n")
		sh.Note("command.link.until", "time", sh.Text.Clock(code.ExpiresAt))
		sh.Note("command.link.how", "command", sh.toType(s, "me join "+code.Text))
		return nil
	})
	sh.Formats(cmd, formatTable, formatJSON)
	return cmd
}

// meJoinCommand takes a code as words, however it was cut into them, or from
// the standard input, where no list of processes shows it.
func (sh *Shell) meJoinCommand() *cobra.Command {
	cmd := sh.under("me", "join", []string{"rejoindre"}, cobra.ArbitraryArgs, sh.meJoin)
	sh.Formats(cmd, formatTable, formatJSON)
	return cmd
}

func (sh *Shell) meJoin(ctx context.Context, words []string) error {
	s, _, err := sh.mine(ctx)
	if err != nil {
		return err
	}
	code := strings.Join(words, " ")
	if code == "" || code == "-" {
		data, err := sh.readInput(maxCodeInput, "command.join.empty", "command", sh.toType(s, "me join CODE"))
		if err != nil {
			return err
		}
		code = string(data)
	}
	actor, err := s.Join(ctx, sh.Actor, code)
	if err != nil {
		return err
	}
	m, err := s.Me(ctx, actor)
	if err != nil {
		return err
	}
	if name := directory.SafeLine(m.Account.Name); name != "" {
		sh.Note("command.join.done", "name", name)
	} else {
		sh.Note("command.join.done_unnamed")
	}
	switch left, err := s.RecoveryLeft(ctx, actor); {
	case err != nil: // the key was added, and that counts
	case left == 0:
		sh.Note("command.me.codes_hint", "command", sh.toType(s, "me codes"))
	default:
		sh.Note("command.codes.left", "n", left)
	}
	return sh.changed(s, m)
}

func (sh *Shell) meCodesCommand() *cobra.Command {
	cmd := sh.under("me", "codes", []string{"secours"}, sh.NoWords(), func(ctx context.Context, _ []string) error {
		s, err := sh.Service(ctx)
		if err != nil {
			return err
		}
		codes, err := s.RecoveryCodes(ctx, sh.Actor)
		if err != nil {
			return err
		}
		if sh.format == formatJSON {
			return exchange.WriteJSON(sh.out, exchange.NewRecoveryCodes(codes))
		}
		for _, code := range codes {
			sh.out.WriteString(code + "\n")
		}
		sh.Note("command.codes.keep", "command", sh.toType(s, "me join CODE"))
		return nil
	})
	sh.Formats(cmd, formatTable, formatJSON)
	return cmd
}
