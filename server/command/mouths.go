package command

import "github.com/spf13/cobra"

// mouthCommands are the words of a command line that ask for the dialogue or the
// interface instead of a command. The server answers them; here they have their
// help, and are told what is wrong with what stands behind them.
func (sh *Shell) mouthCommands() []*cobra.Command {
	mouth := func(name string, aliases ...string) *cobra.Command {
		return sh.Command(name, aliases, sh.NoWords(), func(cmd *cobra.Command, _ []string) error {
			sh.commandHelp(cmd)
			return nil
		})
	}
	return []*cobra.Command{mouth("text", "texte", "lecture"), mouth("screen", "ecran", "écran")}
}
