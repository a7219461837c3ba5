package command

import (
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"teleorne/directory"
	"teleorne/directory/reference"
	"teleorne/tui/text"
	"teleorne/tui/widget"
)

// proseWidth is the width of help when none is known, and its widest.
const proseWidth = 80

// topic is a page of help that is about no command.
type topic struct{ name, alias string }

// topics are the pages in the order they are listed.
var topics = []topic{
	{"ranking", "classement"},
	{"sources", "donnees"},
	{"privacy", "confidentialite"},
	{"connection", "connexion"},
}

func (sh *Shell) helpCommand() *cobra.Command {
	return sh.Command("help", []string{"aide"}, cobra.ArbitraryArgs, func(cmd *cobra.Command, words []string) error {
		if len(words) == 0 {
			sh.announcedTo(cmd.Context())
		}
		return sh.help(cmd, words)
	})
}

// help shows the overview, the page of a command or that of a topic.
func (sh *Shell) help(helper *cobra.Command, words []string) error {
	cmd := helper.Root()
	if len(words) == 0 {
		sh.commandHelp(cmd)
		return nil
	}
	for _, t := range topics {
		if key := directory.Fold(words[0]); key == t.name || key == t.alias {
			if err := sh.atMost(1)(helper, words); err != nil {
				return err
			}
			sh.topicHelp(t)
			return nil
		}
	}
	for _, w := range words {
		next := child(cmd, w)
		if next == nil {
			f := Misuse("command.unknown.topic", "name", directory.Clip(w, 40))
			f.Near = nearest(w, sh.helpWords(cmd))
			return f
		}
		cmd = next
	}
	sh.commandHelp(cmd)
	return nil
}

func child(cmd *cobra.Command, name string) *cobra.Command {
	for _, c := range cmd.Commands() {
		if c.Name() == name || c.HasAlias(name) {
			return c
		}
	}
	return nil
}

func (sh *Shell) helpWords(cmd *cobra.Command) []string {
	var names []string
	for _, c := range cmd.Commands() {
		names = append(append(names, c.Name()), c.Aliases...)
	}
	if cmd.HasParent() {
		return names
	}
	for _, t := range topics {
		names = append(names, t.name, t.alias)
	}
	return names
}

// commandHelp prints the page of a command, or the overview.
func (sh *Shell) commandHelp(cmd *cobra.Command) {
	if !cmd.HasParent() {
		sh.paragraph(sh.S("product.name"))
		sh.paragraph(sh.S("command.overview"))
	} else {
		sh.paragraph(cmd.Short)
	}
	sh.section("command.help.usage")
	sh.line("  " + sh.usageLine(cmd))
	sh.line("")
	if cmd.Long != "" {
		sh.paragraph(cmd.Long)
	}
	if cmd.HasSubCommands() {
		sh.commandList(cmd)
	}
	if !cmd.HasParent() {
		sh.topicList()
	}
	sh.optionList(cmd)
	examples := cmd.Example
	if !cmd.HasParent() {
		examples = sh.S("command.examples")
	}
	if examples != "" {
		sh.section("command.help.examples")
		for e := range strings.SplitSeq(examples, "\n") {
			sh.line("  " + sh.program() + " " + e)
		}
		sh.line("")
	}
	if !cmd.HasParent() {
		sh.paragraph(sh.S("command.help.statuses"))
	}
}

// commandList lists the commands under one, by theme where they have some.
func (sh *Shell) commandList(cmd *cobra.Command) {
	for _, g := range cmd.Groups() {
		sh.line(g.Title)
		sh.commandsOf(cmd, g.ID)
	}
	if len(cmd.Groups()) == 0 {
		sh.section("command.help.commands")
		sh.commandsOf(cmd, "")
	}
}

// commandNames lists the same by their names alone.
func (sh *Shell) commandNames(cmd *cobra.Command) {
	for _, g := range cmd.Groups() {
		var names []string
		for _, c := range cmd.Commands() {
			if c.GroupID == g.ID && !c.Hidden {
				names = append(names, listedName(c))
			}
		}
		sh.line(g.Title)
		for _, l := range sh.wrapped(joined(names), "  ") {
			sh.line(l)
		}
	}
}

// listedName is a command's name with its first other one.
func listedName(c *cobra.Command) string {
	if len(c.Aliases) == 0 {
		return c.Name()
	}
	return c.Name() + " [" + c.Aliases[0] + "]"
}

// commandsOf lists the commands of a theme; without one, all.
func (sh *Shell) commandsOf(cmd *cobra.Command, theme string) {
	var names, texts []string
	for _, c := range cmd.Commands() {
		if c.Hidden || theme != "" && c.GroupID != theme {
			continue
		}
		names, texts = append(names, listedName(c)), append(texts, c.Short)
	}
	sh.definitions(names, texts)
}

func (sh *Shell) topicList() {
	sh.section("command.help.topics")
	var names, texts []string
	for _, t := range topics {
		names = append(names, "help "+t.name+" ["+t.alias+"]")
		texts = append(texts, sh.S("command.topic."+t.name+".title"))
	}
	sh.definitions(names, texts)
}

func (sh *Shell) optionList(cmd *cobra.Command) {
	var names, texts []string
	add := func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		name := "--" + f.Name
		for _, a := range aliasesOf(f.Name) {
			name += " [--" + a + "]"
		}
		if f.Shorthand != "" {
			name = "-" + f.Shorthand + ", " + name
		}
		switch kind := f.Value.Type(); {
		case kind == kindBool:
		case strings.HasPrefix(kind, "="):
			name += "[" + kind + "]"
		case f.NoOptDefVal != "":
			name += " [" + kind + "]"
		default:
			name += " " + kind
		}
		names, texts = append(names, name), append(texts, f.Usage)
	}
	cmd.LocalFlags().VisitAll(add)
	cmd.InheritedFlags().VisitAll(add)
	sh.section("command.help.options")
	sh.definitions(names, texts)
}

// topicHelp prints the page of a topic. That of the sources is made from the
// data that the program carries.
func (sh *Shell) topicHelp(t topic) {
	sh.section("command.topic." + t.name + ".title")
	sh.line("")
	sh.paragraph(sh.S("command.topic." + t.name + ".text"))
	if t.name != "sources" {
		return
	}
	for _, src := range reference.Sources() {
		sh.line("- " + text.Typographic(src.Title.In(string(sh.Text.Lang()))))
		for _, l := range []string{src.Publisher, src.Licence, src.Date} {
			if l != "" {
				for _, w := range sh.wrapped(l, "  ") {
					sh.line(w)
				}
			}
		}
		if src.URL != "" {
			sh.line("  " + src.URL)
		}
		sh.line("")
	}
}

// usageLine is how a command is typed.
func (sh *Shell) usageLine(cmd *cobra.Command) string {
	if !cmd.HasParent() {
		return sh.program() + " " + sh.S("command.args")
	}
	path := cmd.Use
	for p := cmd.Parent(); p.HasParent(); p = p.Parent() {
		path = p.Name() + " " + path
	}
	return sh.program() + " " + path + " " + sh.S("command.options")
}

// helpLine is the command that shows the help of cmd.
func (sh *Shell) helpLine(cmd *cobra.Command) string {
	line := "help"
	var path []string
	for c := cmd; c.HasParent(); c = c.Parent() {
		path = append(path, c.Name())
	}
	slices.Reverse(path)
	if len(path) > 0 {
		line += " " + strings.Join(path, " ")
	}
	if sh.Program != "" {
		line = sh.Program + " " + line
	}
	return line
}

// program is what a command starts with when it is typed.
func (sh *Shell) program() string {
	if sh.Program != "" {
		return sh.Program
	}
	return sh.S("command.program")
}

func (sh *Shell) line(s string) { sh.out.WriteString(s + "\n") }

func (sh *Shell) section(key string) { sh.line(sh.S(key)) }

func (sh *Shell) paragraph(s string) {
	for _, l := range sh.wrapped(s, "") {
		sh.line(l)
	}
	sh.line("")
}

// definitions prints names with their texts, side by side where the names are
// short.
func (sh *Shell) definitions(names, texts []string) {
	const widest = 26
	wide := 0
	for _, n := range names {
		if w := widget.Width(n); w <= widest {
			wide = max(wide, w)
		}
	}
	indent := strings.Repeat(" ", wide+4)
	for i, n := range names {
		lines := sh.wrapped(texts[i], indent)
		if widget.Width(n) > widest {
			sh.line("  " + n)
		} else {
			lines[0] = "  " + widget.Pad(n, wide+2) + strings.TrimPrefix(lines[0], indent)
		}
		for _, l := range lines {
			sh.line(l)
		}
	}
	sh.line("")
}

// wrapped breaks a text at its blanks, each line after an indent. No-break
// spaces hold; a line that begins with two blanks is left as it is.
func (sh *Shell) wrapped(s, indent string) []string {
	width := proseWidth
	if sh.Width > 0 {
		width = min(max(sh.Width, 40), proseWidth)
	}
	var out []string
	for paragraph := range strings.SplitSeq(s, "\n") {
		if strings.HasPrefix(paragraph, "  ") {
			out = append(out, indent+paragraph)
			continue
		}
		line := ""
		for w := range strings.SplitSeq(paragraph, " ") {
			switch {
			case line == "":
				line = w
			case widget.Width(indent)+widget.Width(line)+1+widget.Width(w) <= width:
				line += " " + w
			default:
				out = append(out, indent+line)
				line = w
			}
		}
		out = append(out, strings.TrimRight(indent+line, " "))
	}
	return out
}

func itoa(n int) string { return strconv.Itoa(n) }
