package skills

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/admin"
	"teleorne/tui/screen"
	"teleorne/tui/sheet"
	"teleorne/tui/widget"
)

// previewed brings what a change would do.
type previewed struct {
	change directory.TaxonomyChange
	effect *directory.TaxonomyEffect
	err    error
}

// changed tells how a change went.
type changed struct {
	change directory.TaxonomyChange
	effect *directory.TaxonomyEffect
	err    error
}

// preview asks what a change would do.
func preview(c directory.TaxonomyChange) func(context.Context, *directory.Service, directory.Actor) tea.Msg {
	return func(ctx context.Context, service *directory.Service, actor directory.Actor) tea.Msg {
		e, err := service.PreviewTaxonomy(ctx, actor, c)
		return previewed{c, e, err}
	}
}

// carryOut makes a change.
func carryOut(c directory.TaxonomyChange) func(context.Context, *directory.Service, directory.Actor) tea.Msg {
	return func(ctx context.Context, service *directory.Service, actor directory.Actor) tea.Msg {
		e, err := service.ChangeTaxonomy(ctx, actor, c)
		return changed{c, e, err}
	}
}

// Tell says what a change would do: to listings, and to what a search for each
// of the names finds.
func tell(d *admin.Draft, c directory.TaxonomyChange, e *directory.TaxonomyEffect) {
	s, t := d.Session, d.Session.Theme
	d.Text(t.Strong, question(s, c))
	d.Rule()
	d.Text(t.Text, s.S("effect.follows."+string(c.Kind)))
	d.Text(t.Text, s.S("effect.listings", "n", e.Listings))
	d.Gap()
	same := drawSearches(d.Sheet, e.Searches)
	if same > 0 {
		d.Text(t.Muted, s.S("effect.same", "n", same))
	}
}

// drawSearches tells the searches that find another number of people, in
// columns, and answers how many find the same.
func drawSearches(p *sheet.Sheet, all []directory.SearchEffect) (same int) {
	s, t := p.Session, p.Session.Theme
	var differ []directory.SearchEffect
	for _, e := range all {
		if e.Before == e.After {
			same++
		} else {
			differ = append(differ, e)
		}
	}
	column, before, after := 0, 0, 0
	name := func(e directory.SearchEffect) string { return s.S("effect.search", "text", directory.SafeLine(e.Text)) }
	for _, e := range differ {
		column = max(column, widget.Width(name(e)))
		before, after = max(before, widget.Width(s.Text.Int(e.Before))), max(after, widget.Width(s.Text.Int(e.After)))
	}
	arrow := " " + t.Glyphs.Arrow + " "
	column = min(column, p.Width-before-after-widget.Width(arrow)-2)
	for _, e := range differ {
		line := t.Text.Render(widget.Fit(name(e), column, t.Glyphs.Ellipsis)) + "  " +
			t.Muted.Render(widget.Right(s.Text.Int(e.Before), before, "")+arrow) + t.Strong.Render(widget.Right(s.Text.Int(e.After), after, ""))
		p.Drawn([]string{line}, func() []string {
			return []string{s.S("linear.was", "field", strings.TrimRight(name(e), " :\u00a0\u202f"), "was", s.Text.Int(e.Before), "is", s.Text.Int(e.After))}
		})
	}
	return same
}

// question is the change as a question.
func question(s *screen.Session, c directory.TaxonomyChange) string {
	return s.S("effect.ask."+string(c.Kind), mentions(s, c)...)
}

// told says that a change was made.
func told(s *screen.Session, c directory.TaxonomyChange) string {
	return s.S("effect.told."+string(c.Kind), mentions(s, c)...)
}

// mentions are what the sentences about a change speak of.
func mentions(s *screen.Session, c directory.TaxonomyChange) []any {
	name := func(slug string) string {
		if sk, ok := s.Service.Catalog().Taxonomy.Skill(slug); ok {
			return label(s, sk.Label)
		}
		return directory.SafeLine(slug)
	}
	return []any{
		"skill", name(c.Skill), "into", name(c.Into), "label", label(s, c.Label),
		"alias", directory.SafeLine(c.Alias), "word", directory.SafeLine(c.Word),
	}
}
