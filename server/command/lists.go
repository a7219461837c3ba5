package command

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"teleorne/directory"
	"teleorne/tui/text"
)

func (sh *Shell) communesCommand() *cobra.Command {
	cmd := sh.Command("communes", nil, cobra.ArbitraryArgs, func(cmd *cobra.Command, args []string) error {
		return sh.communes(cmd.Context(), strings.Join(args, " "))
	})
	sh.listFormats(cmd)
	return cmd
}

func (sh *Shell) listFormats(cmd *cobra.Command) {
	sh.Formats(cmd, formatTable, formatJSON, formatNDJSON, formatCSV)
}

func (sh *Shell) communes(ctx context.Context, word string) error {
	s, err := sh.Service(ctx)
	if err != nil {
		return err
	}
	list, err := s.Communes(ctx, sh.Actor, word)
	if err != nil {
		return err
	}
	if sh.format != formatTable {
		return sh.writeCommunes(s, list)
	}
	t := &table{columns: []column{
		{title: sh.S("command.column.commune"), most: 40},
		{title: sh.S("command.column.insee"), whole: true},
		{title: sh.S("command.column.postal"), most: 24},
		{title: sh.S("command.column.epci"), most: 40},
		{title: sh.S("command.column.people"), right: true},
	}}
	for _, p := range list {
		t.add(text.Typographic(p.Commune.Name), p.Commune.INSEE, strings.Join(p.Commune.PostalCodes, " "),
			text.Typographic(p.Commune.EPCI.Name), sh.Text.Int(p.Count))
	}
	t.write(sh.out, sh.Width)
	sh.listNotes(s, len(list))
	return nil
}

func (sh *Shell) skillsCommand() *cobra.Command {
	cmd := sh.Command("skills", []string{"competences", "compétences"}, cobra.ArbitraryArgs, func(cmd *cobra.Command, args []string) error {
		return sh.skills(cmd.Context(), strings.Join(args, " "))
	})
	sh.listFormats(cmd)
	return cmd
}

func (sh *Shell) skills(ctx context.Context, word string) error {
	s, err := sh.Service(ctx)
	if err != nil {
		return err
	}
	list, err := s.Skills(ctx, sh.Actor, word)
	if err != nil {
		return err
	}
	if sh.format != formatTable {
		return sh.writeSkills(s, list)
	}
	t := &table{columns: []column{
		{title: sh.S("command.column.skill"), most: 40},
		{title: sh.S("command.column.slug"), whole: true},
		{title: sh.S("command.column.domain"), most: 36},
		{title: sh.S("command.column.people"), right: true},
	}}
	lang := string(sh.Text.Lang())
	for _, k := range list {
		domain := ""
		if d, ok := s.Catalog().Taxonomy.Domain(k.Skill.Domain); ok {
			domain = d.Label.In(lang)
		}
		t.add(text.Typographic(k.Skill.Label.In(lang)), k.Skill.Slug, text.Typographic(domain), sh.Text.Int(k.Count))
	}
	t.write(sh.out, sh.Width)
	sh.listNotes(s, len(list))
	return nil
}

// telecentreOptions are the options of telecentres, as typed.
type telecentreOptions struct {
	communes  []string
	radius    float64
	hasRadius bool
	stepFree  bool
}

func (sh *Shell) telecentresCommand() *cobra.Command {
	o := &telecentreOptions{}
	cmd := sh.Command("telecentres", []string{"télécentres"}, sh.atMost(0), func(cmd *cobra.Command, _ []string) error {
		return sh.telecentres(cmd.Context(), o)
	})
	fs := cmd.Flags()
	fs.SortFlags = false
	sh.Texts(fs, &o.communes, "commune")
	sh.distance(fs, &o.radius, &o.hasRadius, "radius")
	sh.Yes(fs, &o.stepFree, "step-free")
	sh.listFormats(cmd)
	return cmd
}

func (sh *Shell) telecentres(ctx context.Context, o *telecentreOptions) error {
	if o.hasRadius && len(o.communes) == 0 {
		return &directory.Error{Code: directory.CodeRadiusNeedsPlace, Field: "radius"}
	}
	s, err := sh.Service(ctx)
	if err != nil {
		return err
	}
	q := directory.TelecentreQuery{RadiusKM: o.radius, StepFree: o.stepFree}
	if q.Place, err = sh.place(s, o.communes); err != nil {
		return err
	}
	list, err := s.Telecentres(ctx, sh.Actor, q)
	if err != nil {
		return err
	}
	if sh.format != formatTable {
		return sh.writeTelecentres(s, list)
	}
	t := &table{columns: []column{
		{title: sh.S("command.column.telecentre"), most: 40},
		{title: sh.S("command.column.slug"), whole: true},
		{title: sh.S("command.column.commune"), most: 32},
		{title: sh.S("command.column.km"), right: true},
		{title: sh.S("command.column.seats"), right: true},
		{title: sh.S("command.column.step_free"), most: 24},
		{title: sh.S("command.column.source"), right: true},
		{title: sh.S("command.column.people"), right: true},
	}}
	for _, k := range list {
		t.add(sh.telecentreCells(k)...)
	}
	t.write(sh.out, sh.Width)
	sh.listNotes(s, len(list))
	return nil
}

func (sh *Shell) telecentreCells(k directory.TelecentreCount) []string {
	tc, commune := k.Telecentre, ""
	if k.Commune != nil {
		commune = text.Typographic(k.Commune.Name)
	}
	return []string{
		text.Typographic(tc.Name), tc.ID, commune, sh.km(k.DistanceKM),
		sh.known(tc.Workplaces), sh.stepFree(tc), year(tc.SourceYear), sh.Text.Int(k.Count),
	}
}
