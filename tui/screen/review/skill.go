package review

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/keys"
	"teleorne/tui/moderation"
	"teleorne/tui/screen"
	"teleorne/tui/sheet"
	"teleorne/tui/text"
)

// maxLabel is how many characters the name of a skill takes.
const maxLabel = 60

// skillDecisions are the keys of what can be decided about a proposed skill.
func (m *Model) skillDecisions() []screen.Hint {
	off := m.off(m.shown.Can[directory.ActionProposal])
	return []screen.Hint{
		{Action: keys.Accept, Label: "moderation.do.skill_accept", Off: off},
		{Action: keys.Map, Label: "moderation.do.skill_adopt", Off: off},
		{Action: keys.Refuse, Label: "moderation.do.skill_refuse", Off: off},
	}
}

// chooseSkill begins one of them.
func (m *Model) chooseSkill(a keys.Action) tea.Cmd {
	var begin func()
	switch a {
	case keys.Accept:
		begin = m.askDomain
	case keys.Map:
		begin = m.askSkill
	case keys.Refuse:
		begin = m.refuseSkill
	default:
		return nil
	}
	switch err := m.shown.Can[directory.ActionProposal]; {
	case m.note.over:
		return screen.Warn(m.session.S("moderation.note.over"))
	case err != nil:
		return screen.Warn(m.session.Text.Error(err))
	}
	begin()
	return nil
}

// word is the slug of the proposed word.
func (m *Model) word() string { return m.shown.Proposal.Slug }

// askDomain begins to accept the word: where it belongs, then how it is called
// in both languages.
func (m *Model) askDomain() {
	c := directory.TaxonomyChange{Kind: directory.TaxonomyAccept, Word: m.word()}
	domains := m.session.Service.Catalog().Taxonomy.Domains
	answers := make([]sheet.Answer, len(domains))
	for i, d := range domains {
		answers[i] = sheet.Answer{Label: "dialog.plain", Args: []any{"text", m.label(d.Label)}, Do: func() tea.Cmd {
			c.Domain = d.Slug
			m.askFrench(c)
			return nil
		}}
	}
	m.Dialog = sheet.Pick("moderation.skill.accept", sheet.Said("moderation.skill.domain"), answers...).With("word", m.named())
}

func (m *Model) askFrench(c directory.TaxonomyChange) {
	m.Dialog = sheet.TypeIn("moderation.skill.accept", sheet.Said("moderation.skill.label"), "moderation.skill.fr", maxLabel, func(typed string) tea.Cmd {
		c.Label.FR = typed
		m.askEnglish(c)
		return nil
	}).With("word", m.named())
	m.Dialog.Fill(text.First(directory.SafeLine(m.shown.Proposal.Word)))
}

func (m *Model) askEnglish(c directory.TaxonomyChange) {
	m.Dialog = sheet.TypeIn("moderation.skill.accept", sheet.Said("moderation.skill.label"), "moderation.skill.en", maxLabel, func(typed string) tea.Cmd {
		c.Label.EN = typed
		return m.foresee(c, m.session.S("find.quoted", "what", c.Label.FR))
	}).With("word", m.named())
}

// askSkill begins to say that the word is another name for a skill that there
// is: the near ones first.
func (m *Model) askSkill() {
	var answers []sheet.Answer
	for _, sk := range m.shown.Proposal.Near {
		answers = append(answers, sheet.Answer{Label: "dialog.plain", Args: []any{"text", m.label(sk.Label)}, Do: func() tea.Cmd { return m.adopt(sk) }})
	}
	if len(answers) == 0 {
		m.askOther()
		return
	}
	answers = append(answers, sheet.Answer{Label: "moderation.skill.another", Do: func() tea.Cmd {
		m.askOther()
		return nil
	}})
	m.Dialog = sheet.Pick("moderation.skill.adopt", sheet.Said("moderation.skill.near"), answers...).With("word", m.named())
}

// askOther asks for a skill that is none of the near ones.
func (m *Model) askOther() {
	taxonomy := m.session.Service.Catalog().Taxonomy
	m.Dialog = sheet.TypeIn("moderation.skill.adopt", sheet.Said("moderation.skill.which"), "moderation.skill.name", maxLabel, func(typed string) tea.Cmd {
		sk, err := taxonomy.Resolve(typed)
		if err != nil {
			m.Dialog.Note(sheet.Named(m.session, err))
			return nil
		}
		return m.adopt(sk)
	}).With("word", m.named())
}

func (m *Model) adopt(sk *directory.Skill) tea.Cmd {
	c := directory.TaxonomyChange{Kind: directory.TaxonomyAdopt, Word: m.word(), Skill: sk.Slug, Version: m.session.Service.Catalog().SkillVersion(sk.Slug)}
	return m.foresee(c, m.session.S("find.quoted", "what", m.label(sk.Label)))
}

// refuseSkill asks for the reason, which those who proposed the word read.
func (m *Model) refuseSkill() {
	key, n := kept{m.item, directory.ActionReject}, len(m.shown.Proposal.Listings)
	word := m.word()
	m.Dialog = sheet.Write(m.session, sheet.Writing{
		Title: "moderation.skill.refuse", Args: []any{"word", m.named()}, Text: sheet.Saying("moderation.skill.refuse.text", "n", n),
		Label: "moderation.reason", Limit: directory.MaxReason, Templates: moderation.Templates(directory.ItemSkill, directory.ActionReject),
		Start: m.kept[key], Send: "moderation.send.skill",
		Enter: func(typed string) tea.Cmd {
			m.kept[key] = typed
			return m.change(directory.TaxonomyChange{Kind: directory.TaxonomyRefuse, Word: word, Reason: typed})
		},
		Left: func(typed string) { m.kept[key] = typed },
	})
}

// foreseen is what a change would do.
type foreseen struct {
	change directory.TaxonomyChange
	into   string // how the skill is called
	effect *directory.TaxonomyEffect
	err    error
}

// foresee asks what a change would do, before it is confirmed.
func (m *Model) foresee(c directory.TaxonomyChange, into string) tea.Cmd {
	service, actor := m.session.Service, m.session.Actor
	return m.effects.Ask(m.session, m.id, func(ctx context.Context) tea.Msg {
		effect, err := service.PreviewTaxonomy(ctx, actor, c)
		return foreseen{c, into, effect, err}
	})
}

// confirmSkill tells what a change would do, and asks whether that is meant.
func (m *Model) confirmSkill(f foreseen) tea.Cmd {
	switch {
	case m.shown == nil || m.shown.Proposal == nil || m.word() != f.change.Word:
		return nil
	case f.err != nil && m.Dialog.Typing():
		m.Dialog.Note(f.err)
		return nil
	case f.err != nil:
		return screen.Warn(m.session.Text.Error(f.err))
	}
	title := "moderation.skill." + string(f.change.Kind)
	m.Dialog = sheet.Ask(title, func(s *screen.Session) []sheet.Para { return effect(s, f) },
		sheet.Answer{Label: "moderation.skill.yes." + string(f.change.Kind), Args: []any{"into", f.into}, Do: func() tea.Cmd { return m.change(f.change) }},
	).With("word", m.named())
	return nil
}

// effect says what a change would do to listings and to searches.
func effect(s *screen.Session, f foreseen) []sheet.Para {
	paras := []sheet.Para{{Text: s.S("moderation.skill.effect."+string(f.change.Kind), "n", f.effect.Listings, "into", f.into)}}
	for _, e := range f.effect.Searches {
		paras = append(paras, sheet.Para{Text: s.S("moderation.skill.search",
			"text", directory.SafeLine(e.Text), "before", e.Before, "after", e.After)})
	}
	return paras
}

// change carries out what was decided about the word.
func (m *Model) change(c directory.TaxonomyChange) tea.Cmd {
	return m.carry(directory.Action("skill_"+string(c.Kind)), m.named(), func(ctx context.Context, service *directory.Service, actor directory.Actor) error {
		_, err := service.ChangeTaxonomy(ctx, actor, c)
		return err
	})
}

// named is the word between quotes.
func (m *Model) named() string { return moderation.Name(m.session, &m.shown.Item) }

func (m *Model) label(l directory.Label) string {
	return text.Typographic(l.In(string(m.session.Text.Lang())))
}
