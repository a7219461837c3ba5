package command

import (
	"slices"
	"strconv"

	"github.com/spf13/cobra"
)

// The formats of what a command prints.
const (
	formatTable  = "table"
	formatJSON   = "json"
	formatNDJSON = "ndjson"
	formatCSV    = "csv"
	formatVCard  = "vcard"
)

// Formats adds --format with the formats that make sense for a command, the
// first of them by default, and --json where that is one of them.
func (sh *Shell) Formats(cmd *cobra.Command, valid ...string) {
	fs := cmd.Flags()
	fs.SortFlags = false
	chosen := valid[0]
	// The tree has many commands and one Shell: the choice counts when it is
	// this command that runs.
	cmd.PreRun = func(*cobra.Command, []string) { sh.format = chosen }
	ws := Words(valid...)
	for i := range ws {
		switch ws[i].value {
		case formatTable:
			ws[i].aliases = []string{"tableau", "texte", "text"}
		case formatVCard:
			ws[i].aliases = []string{"vcf"}
		}
	}
	sh.Choice(fs, &chosen, "format", ws)
	if !slices.Contains(valid, formatJSON) {
		return
	}
	f := fs.VarPF(&option{
		kind: kindBool,
		set: func(s string) error {
			if on, err := strconv.ParseBool(s); err != nil || !on {
				return sh.choiceError(s, Words("true"))
			}
			chosen = formatJSON
			return nil
		},
		get: func() string { return "" },
	}, "json", "", sh.flagUsage("json"))
	f.NoOptDefVal = "true"
}

// Format is the format chosen for the command that runs.
func (sh *Shell) Format() string { return sh.format }
