package command

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"teleorne/directory"
	"teleorne/directory/exchange"
	"teleorne/tui/text"
)

// adminSkillsCommand lists the skills that profiles propose.
func (sh *Shell) adminSkillsCommand() *cobra.Command {
	cmd := sh.under("admin", "skills", []string{"competences", "compétences"}, sh.NoWords(), func(ctx context.Context, _ []string) error {
		s, err := sh.Service(ctx)
		if err != nil {
			return err
		}
		list, err := s.Proposals(ctx, sh.Actor)
		if err != nil {
			return err
		}
		if sh.format == formatJSON {
			return exchange.WriteJSON(sh.out, exchange.NewProposals(list, sh.lang()))
		}
		t := &table{columns: []column{
			{title: sh.S("command.column.id"), whole: true},
			{title: sh.S("command.column.word"), most: 40},
			{title: sh.S("command.column.since")},
			{title: sh.S("command.column.listings"), right: true},
			{title: sh.S("command.column.near"), most: 72},
		}}
		for _, p := range list {
			d := exchange.NewProposal(p, sh.lang())
			near := make([]string, len(d.Near))
			for i, k := range d.Near {
				near[i] = k.Slug
			}
			t.add(d.Item, d.Word, sh.since(s, p.Since), itoa(len(d.Listings)), joined(near))
		}
		if len(list) > 0 {
			t.write(sh.out, sh.Width)
		}
		sh.Note("command.lines", "n", len(list))
		return nil
	})
	sh.Formats(cmd, formatTable, formatJSON)
	return cmd
}

// skillChange is a change of the taxonomy as a command.
type skillChange struct {
	kind    directory.TaxonomyKind
	aliases []string
	words   cobra.PositionalArgs
	read    func(c *directory.TaxonomyChange, words []string) // puts the words where they belong
	labels  bool                                              // takes --fr and --en
}

// adminSkillCommand holds the changes of the taxonomy. Each shows what it does
// to listings and searches, and does it with --yes.
func (sh *Shell) adminSkillCommand() *cobra.Command {
	cmd := sh.under("admin", "skill", []string{"competence", "compétence"}, cobra.ArbitraryArgs, nil)
	cmd.RunE = sh.group
	proposal := func(c *directory.TaxonomyChange, words []string) { c.Word = wordSlug(strings.Join(words, " ")) }
	skill := func(c *directory.TaxonomyChange, words []string) { c.Skill = words[0] }
	for _, k := range []skillChange{
		{directory.TaxonomyAccept, []string{"accepter"}, sh.atLeast(1), proposal, true},
		{directory.TaxonomyAdopt, []string{"rattacher"}, sh.atLeast(2), func(c *directory.TaxonomyChange, words []string) {
			last := len(words) - 1
			c.Word, c.Skill = wordSlug(strings.Join(words[:last], " ")), words[last]
		}, false},
		{directory.TaxonomyRefuse, []string{"refuser"}, sh.atLeast(1), proposal, false},
		{directory.TaxonomyRename, []string{"renommer"}, sh.Exactly(1), skill, true},
		{directory.TaxonomyMerge, []string{"fusionner"}, sh.Exactly(2), func(c *directory.TaxonomyChange, words []string) {
			c.Skill, c.Into = words[0], words[1]
		}, false},
		{directory.TaxonomyAlias, []string{"synonyme"}, sh.atLeast(3), func(c *directory.TaxonomyChange, words []string) {
			c.Skill, c.Lang, c.Alias = words[0], words[1], strings.Join(words[2:], " ")
		}, false},
		{directory.TaxonomyUnalias, []string{"sans-synonyme"}, sh.atLeast(2), func(c *directory.TaxonomyChange, words []string) {
			c.Skill, c.Alias = words[0], strings.Join(words[1:], " ")
		}, false},
		{directory.TaxonomyRetire, []string{"retirer"}, sh.Exactly(1), skill, false},
		{directory.TaxonomyRevive, []string{"retablir", "rétablir"}, sh.Exactly(1), skill, false},
	} {
		cmd.AddCommand(sh.skillCommand(k))
	}
	return cmd
}

// wordSlug is the slug of a proposed word, however it was typed.
func wordSlug(typed string) string { return directory.Slugify(strings.TrimPrefix(typed, "+")) }

func (sh *Shell) skillCommand(k skillChange) *cobra.Command {
	c := directory.TaxonomyChange{Kind: k.kind}
	sure := false
	cmd := sh.under("admin_skill", string(k.kind), k.aliases, k.words, func(ctx context.Context, words []string) error {
		k.read(&c, words)
		return sh.changeSkill(ctx, &c, sure)
	})
	fs := cmd.Flags()
	fs.SortFlags = false
	if k.labels {
		sh.Sentence(fs, &c.Label.FR, "fr", "label")
		sh.Sentence(fs, &c.Label.EN, "en", "label")
	}
	if k.kind == directory.TaxonomyAccept {
		sh.Sentence(fs, &c.Domain, "domain", "skill")
	}
	if k.kind == directory.TaxonomyRefuse {
		sh.Sentence(fs, &c.Reason, "reason", "proposal")
	}
	sh.Yes(fs, &sure, "yes")
	sh.Formats(cmd, formatTable, formatJSON)
	return cmd
}

// changeSkill previews a change of the taxonomy, or with sure carries it out.
func (sh *Shell) changeSkill(ctx context.Context, c *directory.TaxonomyChange, sure bool) error {
	s, err := sh.Service(ctx)
	if err != nil {
		return err
	}
	if err := sh.mayChange(c); err != nil {
		return err
	}
	if err := sh.completeChange(ctx, s, c); err != nil {
		return err
	}
	change := s.PreviewTaxonomy
	if sure {
		change = s.ChangeTaxonomy
	}
	e, err := change(ctx, sh.Actor, *c)
	if err != nil {
		return sh.refused(err)
	}
	if sh.format == formatJSON {
		if err := exchange.WriteJSON(sh.out, exchange.NewEffect(e, sure)); err != nil {
			return err
		}
	} else {
		sh.effect(e)
	}
	if sure {
		sh.Note("command.skill.done." + string(c.Kind))
		return nil
	}
	sh.Note("command.preview", "option", "--yes")
	return nil
}

// mayChange asks the policy before anybody is told what there is.
func (sh *Shell) mayChange(c *directory.TaxonomyChange) error {
	if c.Word != "" {
		return sh.Actor.May(directory.ActionProposal)
	}
	return sh.Actor.May(directory.ActionTaxonomy)
}

// completeChange finds the skills that were named, and fills in what follows
// from what there is: a proposal is called as it was proposed.
func (sh *Shell) completeChange(ctx context.Context, s *directory.Service, c *directory.TaxonomyChange) error {
	for _, typed := range []*string{&c.Skill, &c.Into} {
		if _, ok := s.Catalog().Taxonomy.Skill(*typed); ok {
			continue // a slug means itself, also one that was merged into another
		}
		if k, err := s.Catalog().Taxonomy.Resolve(*typed); err == nil {
			*typed = k.Slug
		}
	}
	if c.Skill != "" {
		c.Version = s.Catalog().SkillVersion(c.Skill)
	}
	if c.Kind == directory.TaxonomyRename && c.Label == (directory.Label{}) {
		return Misuse("command.skill.label_needed")
	}
	if k, ok := s.Catalog().Taxonomy.Skill(c.Skill); ok && c.Kind == directory.TaxonomyRename {
		c.Label = merged(c.Label, k.Label)
	}
	if c.Kind != directory.TaxonomyAccept {
		return nil
	}
	if strings.TrimSpace(c.Domain) == "" {
		return Misuse("command.option.value", "option", "--domain")
	}
	c.Domain = sh.domain(s, c.Domain)
	list, err := s.Proposals(ctx, sh.Actor)
	if err != nil {
		return err
	}
	for _, p := range list {
		if p.Slug == c.Word {
			c.Label = merged(c.Label, directory.Label{FR: p.Word, EN: c.Label.FR})
			c.Label = merged(c.Label, directory.Label{EN: p.Word})
		}
	}
	return nil
}

// merged is a label with what it leaves empty taken from another.
func merged(l, from directory.Label) directory.Label {
	if strings.TrimSpace(l.FR) == "" {
		l.FR = from.FR
	}
	if strings.TrimSpace(l.EN) == "" {
		l.EN = from.EN
	}
	return l
}

// domain is the slug of a domain by that, or by its name in either language.
func (sh *Shell) domain(s *directory.Service, typed string) string {
	for _, d := range s.Catalog().Taxonomy.Domains {
		switch directory.Fold(typed) {
		case directory.Fold(d.Slug), directory.Fold(d.Label.FR), directory.Fold(d.Label.EN):
			return d.Slug
		}
	}
	return typed // what is none is refused by the service
}

// effect prints what a change does to listings and searches.
func (sh *Shell) effect(e *directory.TaxonomyEffect) {
	f := &facts{}
	f.add(sh.S("command.skill.listings"), sh.Text.Int(e.Listings))
	f.write(sh.out)
	if len(e.Searches) == 0 {
		return
	}
	t := &table{columns: []column{
		{title: sh.S("command.column.search"), most: 60},
		{title: sh.S("command.column.before"), right: true},
		{title: sh.S("command.column.after"), right: true},
	}}
	for _, one := range e.Searches {
		t.add(text.Typographic(one.Text), sh.Text.Int(one.Before), sh.Text.Int(one.After))
	}
	sh.out.WriteString("\n")
	t.write(sh.out, sh.Width)
}
