package command

import (
	"context"
	"strconv"

	"github.com/spf13/cobra"

	"teleorne/directory"
	"teleorne/tui/text"
)

func (sh *Shell) statsCommand() *cobra.Command {
	cmd := sh.Command("stats", nil, sh.atMost(0), func(cmd *cobra.Command, _ []string) error {
		return sh.stats(cmd.Context())
	})
	sh.Formats(cmd, formatTable, formatJSON)
	return cmd
}

func (sh *Shell) stats(ctx context.Context) error {
	s, err := sh.Service(ctx)
	if err != nil {
		return err
	}
	st, err := s.Stats(ctx, sh.Actor)
	if err != nil {
		return err
	}
	if sh.format == formatJSON {
		return sh.writeStats(s, st)
	}
	t := &table{columns: []column{
		{title: sh.S("command.column.figure"), most: 56},
		{title: sh.S("command.column.people"), right: true},
	}}
	row := func(label string, n int) { t.add(label, sh.Text.Int(n)) }
	row(sh.S("command.stats.total"), st.Total)
	for _, c := range st.Status {
		row(sh.S("status."+c.Value), c.Count)
	}
	row(sh.S("command.stats.now"), st.Available.Now)
	row(sh.S("command.stats.in30"), st.Available.In30)
	row(sh.S("command.stats.month"), st.Freshness.Month)
	row(sh.S("command.stats.half_year"), st.Freshness.HalfYear)
	row(sh.S("command.stats.year"), st.Freshness.Year)
	row(sh.S("command.stats.older"), st.Freshness.Older)
	for _, c := range st.Domain {
		row(sh.domainLabel(s, c.Value), c.Count)
	}
	for _, c := range st.EPCI {
		row(sh.epciLabel(s, c.Value), c.Count)
	}
	t.write(sh.out, sh.Width)
	if st.Commutes.People > 0 {
		sh.out.WriteString(sh.S("command.stats.commutes", "n", st.Commutes.People, "km", int(st.Commutes.KMWeekly+0.5)) + "\n")
	}
	sh.demoNote(s)
	return nil
}

func (sh *Shell) domainLabel(s *directory.Service, slug string) string {
	if d, ok := s.Catalog().Taxonomy.Domain(slug); ok {
		return text.Typographic(d.Label.In(string(sh.Text.Lang())))
	}
	return slug
}

func (sh *Shell) epciLabel(s *directory.Service, siren string) string {
	if e, ok := s.Atlas().EPCI(siren); ok {
		return text.Typographic(e.Name)
	}
	return siren
}

// km is a distance for a table: empty without one.
func (sh *Shell) km(x float64) string {
	if x < 0 {
		return ""
	}
	return sh.Text.Decimal(x)
}

// known is a number that may be unknown.
func (sh *Shell) known(n int) string {
	if n == 0 {
		return ""
	}
	return sh.Text.Int(n)
}

func year(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// stepFree says what the source says about access without steps. An unknown
// answer stays empty: it is not « no ».
func (sh *Shell) stepFree(t *directory.Telecentre) string {
	switch {
	case t.Accessible():
		return sh.S("command.yes")
	case t.StepFree == "no":
		return sh.S("command.no")
	}
	return t.StepFree
}
