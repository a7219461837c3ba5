package find

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/place"
	"teleorne/tui/screen"
	"teleorne/tui/text"
	"teleorne/tui/widget"
)

// proposals complete what is being typed. None is in hand until an arrow takes
// one: Enter then means it, and what was typed otherwise.
type proposals struct {
	items []proposal
	hand  int // 1 is the first; 0 is none
}

// proposal is a way to go on.
type proposal struct {
	label string
	note  string
	short string       // the note where there is no room for it; empty: the note cut
	route screen.Route // leads to a page
	skill string       // becomes a filter
	place *directory.PlaceCompletion
}

func (p *proposals) set(items []proposal) { *p = proposals{items: items} }

func (p *proposals) inHand() (proposal, bool) {
	if p.hand == 0 || p.hand > len(p.items) {
		return proposal{}, false
	}
	return p.items[p.hand-1], true
}

const maxProposals = 6

// proposer asks what the words typed may mean. It takes what it needs now: it
// runs off the loop.
func (m *Model) proposer() func(context.Context) []proposal {
	s := m.session
	typed, lang, service, actor, words := m.form.what.Value(), string(s.Text.Lang()), s.Service, s.Actor, s.Text
	catalog := service.Catalog()
	return func(ctx context.Context) []proposal {
		all, err := service.Complete(ctx, actor, typed, lang, maxProposals)
		if err != nil {
			return nil // proposals are a help, and the search says what is wrong
		}
		out := make([]proposal, 0, len(all))
		for _, c := range all {
			switch c.Kind {
			case directory.CompleteSkill:
				if sk, ok := catalog.Taxonomy.Skill(c.Value); ok {
					out = append(out, proposal{label: text.Typographic(sk.Label.In(lang)), note: words.S("propose.skill", "n", c.Count), short: words.Int(c.Count), skill: c.Value})
				}
			case directory.CompleteDomain:
				if d, ok := catalog.Taxonomy.Domain(c.Value); ok {
					out = append(out, proposal{label: text.Typographic(d.Label.In(lang)), note: words.S("propose.domain", "n", c.Count), short: words.Int(c.Count), route: screen.Domain{Slug: c.Value}})
				}
			case directory.CompletePerson:
				out = append(out, proposal{label: c.Name, note: c.Headline, route: screen.Profile{Slug: c.Value}})
			}
		}
		return out
	}
}

// placeProposals completes a place.
func (m *Model) placeProposals() []proposal {
	var out []proposal
	for _, c := range m.form.where.Completions(maxProposals) {
		p := proposal{place: &c}
		p.label, p.note = place.Describe(m.session, c)
		out = append(out, p)
	}
	return out
}

// take does what a proposal says.
func (m *Model) take(p proposal) tea.Cmd {
	m.form.proposals.set(nil)
	switch {
	case p.route != nil:
		return screen.Go(p.route)
	case p.skill != "":
		m.form.what.SetValue("")
		if !slices.Contains(m.query.Skills, p.skill) {
			m.query.Skills = append(slices.Clone(m.query.Skills), p.skill) // answers hold the old ones
		}
		m.focus(paneWhere)
		return m.search()
	case p.place != nil:
		m.form.where.Take(*p.place)
		m.followPlace()
	}
	m.focus(paneList)
	return m.search()
}

// viewProposals draws at most rows of them: what is proposed, and beside it,
// lined up, what that is.
func (m *Model) viewProposals(width, rows int) (lines []string, hand int) {
	t := m.session.Theme
	p := &m.form.proposals
	top := max(0, p.hand-rows)
	inSight := p.items[top:min(len(p.items), top+rows)]
	options := make([]widget.Option, len(inSight))
	for i, it := range inSight {
		options[i] = widget.Option{Label: it.label, Note: it.note, Short: it.short}
	}
	label, note := widget.LineUp(options, width-2, t.Glyphs.Ellipsis)
	for i, it := range inSight {
		mark, style, muted := "  ", t.Text, t.Muted
		if top+i == p.hand-1 {
			mark, style, muted = t.Glyphs.Select+" ", t.Selection, t.Selection
			hand = len(lines)
		}
		lines = append(lines, style.Render(mark+widget.Fit(it.label, label, t.Glyphs.Ellipsis))+muted.Render(note(options[i])))
	}
	return lines, hand
}
