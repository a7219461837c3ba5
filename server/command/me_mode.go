package command

import (
	"context"

	"github.com/spf13/cobra"

	"teleorne/directory"
	"teleorne/directory/exchange"
)

// modeWords are the modes as one types them.
var modeWords = words{
	{value: directory.ModeLines.String(), aliases: []string{"lignes", "texte", "text"}},
	{value: directory.ModeScreen.String(), aliases: []string{"ecran"}},
	{value: directory.ModeAuto.String(), aliases: []string{"terminal"}},
}

// meModeCommand tells how the owner of the account is served at each visit, or
// sets it.
func (sh *Shell) meModeCommand() *cobra.Command {
	cmd := sh.under("me", "mode", nil, sh.atMost(1), func(ctx context.Context, typed []string) error {
		s, err := sh.Service(ctx)
		if err != nil {
			return err
		}
		if len(typed) > 0 {
			name, ok := modeWords.find(typed[0])
			if !ok {
				return sh.choiceError(typed[0], modeWords)
			}
			mode, err := directory.ParseMode(name)
			if err != nil {
				return err
			}
			if err := s.SetMode(ctx, sh.Actor, mode); err != nil {
				return err
			}
		}
		mode, err := s.Mode(ctx, sh.Actor)
		if err != nil {
			return err
		}
		if sh.format == formatJSON {
			return exchange.WriteJSON(sh.out, exchange.NewServed(mode))
		}
		sh.out.WriteString(mode.String() + "\n")
		sh.Note("command.me.mode."+mode.String(), "host", sh.host(ctx))
		return nil
	})
	sh.Formats(cmd, formatTable, formatJSON)
	return cmd
}
