package main

import (
	"encoding/json"
	"io"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"teleorne/directory/reference"
	"teleorne/server/command"
	"teleorne/tui/text"
)

// Set by the linker for releases: -ldflags "-X main.version=v1.2.3 -X main.commit=…".
// Without it the build information of Go says what it knows.
var (
	version string
	commit  string
)

// build is what this program was made from.
type build struct {
	Schema  int          `json:"schema"`
	Version string       `json:"version"`
	Commit  *string      `json:"commit"`
	Go      string       `json:"go"`
	Data    string       `json:"data"`
	Sources []dataSource `json:"sources"`
}

type dataSource struct {
	Name string `json:"name"`
	Date string `json:"date"`
}

func (a *app) versionCommand(sh *command.Shell) *cobra.Command {
	cmd := sh.Command("version", nil, sh.NoWords(), func(*cobra.Command, []string) error {
		b := buildInfo(sh.Text.Lang())
		if sh.Format() == "json" {
			return json.NewEncoder(sh.Stdout()).Encode(b)
		}
		return writeBuild(sh, b)
	})
	sh.Formats(cmd, "table", "json")
	return cmd
}

func buildInfo(lang text.Lang) build {
	b := build{Schema: 1, Version: version, Go: runtime.Version(), Data: reference.Version()}
	revision := commit
	if info, ok := debug.ReadBuildInfo(); ok {
		if b.Version == "" {
			b.Version = info.Main.Version
		}
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" && revision == "" {
				revision = s.Value
			}
		}
	}
	if b.Version == "" {
		b.Version = "(devel)"
	}
	if revision != "" {
		b.Commit = &revision
	}
	for _, s := range reference.Sources() {
		b.Sources = append(b.Sources, dataSource{Name: text.Typographic(s.Title.In(string(lang))), Date: s.Date})
	}
	return b
}

func writeBuild(sh *command.Shell, b build) error {
	out := "teleorne " + b.Version + "\n"
	if b.Commit != nil {
		out += "commit " + *b.Commit + "\n"
	}
	out += b.Go + "\n" + sh.S("local.version.data", "version", b.Data) + "\n"
	for _, s := range b.Sources {
		out += "  " + s.Name + sh.S("local.version.date", "date", s.Date) + "\n"
	}
	_, err := io.WriteString(sh.Stdout(), out)
	return err
}

func (a *app) completionCommand(sh *command.Shell) *cobra.Command {
	shells := []string{"bash", "zsh", "fish", "powershell"}
	cmd := sh.Command("completion", nil, sh.Exactly(1), func(cmd *cobra.Command, args []string) error {
		root, w := cmd.Root(), sh.Stdout()
		switch args[0] {
		case "bash":
			return root.GenBashCompletionV2(w, true)
		case "zsh":
			return root.GenZshCompletion(w)
		case "fish":
			return root.GenFishCompletion(w, true)
		case "powershell":
			return root.GenPowerShellCompletionWithDesc(w)
		}
		return sh.Unknown(args[0], shells)
	})
	cmd.ValidArgs = shells
	return cmd
}
