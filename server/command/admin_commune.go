package command

import (
	"context"

	"github.com/spf13/cobra"

	"teleorne/directory"
	"teleorne/directory/exchange"
	"teleorne/tui/text"
)

// adminCommuneCommand holds the commands about communes that became part of
// others; alone it lists them.
func (sh *Shell) adminCommuneCommand() *cobra.Command {
	cmd := sh.groupOf("admin", "commune", []string{"communes"}, sh.communeMerges, formatTable, formatJSON)
	list := sh.under("admin_commune", "list", []string{"lister"}, sh.NoWords(), func(ctx context.Context, _ []string) error {
		return sh.communeMerges(ctx)
	})
	sh.Formats(list, formatTable, formatJSON)
	var m directory.CommuneMerge
	sure := false
	merge := sh.under("admin_commune", "merge", []string{"fusionner"}, sh.Exactly(2), func(ctx context.Context, words []string) error {
		return sh.communeMerge(ctx, words[0], words[1], m, sure)
	})
	merge.Flags().SortFlags = false
	sh.Day(merge.Flags(), &m.On, "on", "merge")
	sh.Yes(merge.Flags(), &sure, "yes")
	sh.Formats(merge, formatTable, formatJSON)
	split := sh.under("admin_commune", "split", []string{"separer", "séparer"}, sh.Exactly(1), sh.communeSplit)
	cmd.AddCommand(list, merge, split)
	return cmd
}

// officialName is the name of a commune of the official list, former ones
// included.
func officialName(s *directory.Service) func(string) string {
	return func(insee string) string {
		if c, ok := s.Atlas().Commune(insee); ok {
			return text.Typographic(c.Name)
		}
		return ""
	}
}

func (sh *Shell) communeMerges(ctx context.Context) error {
	s, err := sh.Service(ctx)
	if err != nil {
		return err
	}
	list, err := s.CommuneMerges(ctx, sh.Actor)
	if err != nil {
		return err
	}
	d := exchange.NewMerges(list, officialName(s))
	if sh.format == formatJSON {
		return exchange.WriteJSON(sh.out, d)
	}
	t := &table{columns: []column{
		{title: sh.S("command.column.from"), most: 40},
		{title: sh.S("command.column.insee"), whole: true},
		{title: sh.S("command.column.into"), most: 40},
		{title: sh.S("command.column.insee"), whole: true},
		{title: sh.S("command.column.on")},
	}}
	for i, m := range d.Merges {
		t.add(named(m.From), m.From.INSEE, named(m.Into), m.Into.INSEE, sh.Text.Date(list[i].On))
	}
	if len(list) > 0 {
		t.write(sh.out, sh.Width)
	}
	sh.Note("command.lines", "n", len(list))
	return nil
}

func named(m exchange.Merged) string {
	if m.Name == nil {
		return m.INSEE
	}
	return *m.Name
}

// communeMerge previews a merge, or with sure enters it.
func (sh *Shell) communeMerge(ctx context.Context, from, into string, m directory.CommuneMerge, sure bool) error {
	if err := sh.Actor.May(directory.ActionCommunes); err != nil {
		return err
	}
	s, err := sh.Service(ctx)
	if err != nil {
		return err
	}
	if m.From, err = sh.official(s, from); err != nil {
		return err
	}
	if m.Into, err = sh.official(s, into); err != nil {
		return err
	}
	if m.On.IsZero() {
		m.On = s.Today()
	}
	n, err := s.PreviewMerge(ctx, sh.Actor, m.From)
	if err != nil {
		return err
	}
	if sure {
		if err := s.MergeCommune(ctx, sh.Actor, m); err != nil {
			return err
		}
	}
	d := exchange.NewMerge(m, officialName(s))
	d.Listings, d.Done = &n, sure
	if sh.format == formatJSON {
		if err := exchange.WriteJSON(sh.out, exchange.MergeSheet{Schema: exchange.Schema, Merge: d}); err != nil {
			return err
		}
	} else {
		sh.out.WriteString(m.From + " " + m.Into + " " + m.On.String() + "\n")
	}
	sh.Note("command.merge.effect", "n", n, "from", named(d.From), "into", named(d.Into))
	if !sure {
		sh.Note("command.preview", "option", "--yes")
		return nil
	}
	sh.Note("command.merge.done", "from", named(d.From), "into", named(d.Into), "command", sh.toType(s, "admin commune split "+m.From))
	return nil
}

// official is the INSEE code of a commune by that, or by its name: a single one
// has to be meant.
func (sh *Shell) official(s *directory.Service, typed string) (string, error) {
	if c, ok := s.Atlas().Commune(typed); ok {
		return c.INSEE, nil
	}
	c, err := s.Atlas().ResolveOne(typed)
	if err != nil {
		return "", err
	}
	return c.INSEE, nil
}

func (sh *Shell) communeSplit(ctx context.Context, words []string) error {
	if err := sh.Actor.May(directory.ActionCommunes); err != nil {
		return err
	}
	s, err := sh.Service(ctx)
	if err != nil {
		return err
	}
	// Its name leads to the other one by now: it is looked for among the merges.
	list, err := s.CommuneMerges(ctx, sh.Actor)
	if err != nil {
		return err
	}
	from, name := words[0], officialName(s)
	for _, m := range list {
		if directory.Fold(name(m.From)) == directory.Fold(words[0]) {
			from = m.From
		}
	}
	if err := s.SplitCommune(ctx, sh.Actor, from); err != nil {
		return err
	}
	sh.out.WriteString(directory.SafeLine(from) + "\n")
	sh.Note("command.merge.undone")
	return nil
}
