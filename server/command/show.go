package command

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"teleorne/directory"
	"teleorne/tui/text"
)

func (sh *Shell) showCommand() *cobra.Command {
	cmd := sh.Command("show", []string{"voir"}, sh.Exactly(1), func(cmd *cobra.Command, args []string) error {
		return sh.show(cmd.Context(), args[0])
	})
	sh.Formats(cmd, formatTable, formatJSON, formatNDJSON, formatCSV, formatVCard)
	return cmd
}

func (sh *Shell) show(ctx context.Context, slug string) error {
	s, err := sh.Service(ctx)
	if err != nil {
		return err
	}
	card, err := s.Show(ctx, sh.Actor, slug, true)
	if err != nil {
		return err
	}
	if err := sh.writeCard(s, card); err != nil {
		return err
	}
	sh.contactNotes(s, []*directory.Card{card}, sh.format == formatJSON || sh.format == formatNDJSON)
	if sh.format != formatJSON {
		sh.demoNote(s)
	}
	return nil
}

// factsOf are the labelled lines of a profile.
func (sh *Shell) factsOf(s *directory.Service, c *directory.Card) *facts {
	t, f := sh.Text, &facts{}
	field := func(name, value string) { f.add(t.Field(name), value) }
	field("name", c.Name)
	field("headline", c.Headline)
	field("organisation", c.Organisation)
	field("status", sh.S("status."+string(c.Status)))
	field("available_from", sh.free(s, c))
	field("skills", strings.Join(skillLabels(c, t.Lang()), ", "))
	field("commune", place(c))
	if c.Commune != nil {
		f.add(sh.S("command.column.epci"), text.Typographic(c.EPCI.Name))
	}
	field("workplace", sh.S("workplace."+string(c.Workplace)))
	if c.Telecentre != nil {
		field("telecentre", text.Typographic(c.Telecentre.Name))
	}
	if c.Connection != "" {
		field("connection", sh.S("connection."+string(c.Connection)))
	}
	field("languages", t.Languages(c.Languages))
	if c.DailyRateEUR > 0 {
		field("daily_rate_eur", sh.S("command.euros", "rate", c.DailyRateEUR))
	}
	field("website", c.Website)
	field("email", sh.contact(c, "email", c.Email))
	field("phone", sh.contact(c, "phone", c.Phone))
	f.add(sh.S("command.confirmed"), t.Date(directory.DateOf(c.ConfirmedAt.In(s.Now().Location()))))
	f.add(sh.S("command.column.slug"), c.Slug)
	return f
}

// contact is a contact detail, or why it is not shown.
func (sh *Shell) contact(c *directory.Card, field, value string) string {
	switch {
	case value != "":
		return value
	case !slices.Contains(c.Redacted, field):
		return ""
	case slices.Contains(c.Private, field):
		return sh.S("command.contact.hidden")
	case c.RateLimited:
		return sh.S("command.contact.limited")
	case sh.Actor.Proven():
		return sh.S("command.contact.hidden")
	}
	return sh.S("command.contact.key")
}

func skillLabels(c *directory.Card, lang text.Lang) []string {
	labels := make([]string, len(c.Skills))
	for i, sk := range c.Skills {
		labels[i] = text.Typographic(sk.Label.In(string(lang)))
	}
	return labels
}

// place is the commune of a card, or its EPCI when its owner shows only that.
func place(c *directory.Card) string {
	if c.Commune != nil {
		return text.Typographic(c.Commune.Name)
	}
	return text.Typographic(c.EPCI.Name)
}

// free says from when on somebody is available.
func (sh *Shell) free(s *directory.Service, c *directory.Card) string {
	switch {
	case c.AvailableFrom.IsZero():
		return sh.S("command.free.no")
	case c.AvailableFrom <= s.Today():
		return sh.S("command.free.now")
	}
	return sh.Text.Date(c.AvailableFrom)
}
