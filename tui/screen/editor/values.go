package editor

import (
	"cmp"
	"context"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/text"
)

// skills are the values of the list of skills: slugs of the taxonomy, and
// proposals of new ones.
type skills struct{ m *Model }

func (k *skills) get() []string       { return k.m.work.Skills }
func (k *skills) set(values []string) { k.m.work.Skills = values }

func (k *skills) label(value string) string { return k.m.skillName(value) }

// skillName is what a skill is called; a proposal is marked as one.
func (m *Model) skillName(value string) string {
	s := m.session
	if sk, ok := s.Service.Catalog().Taxonomy.Current(value); ok {
		return text.Typographic(sk.Label.In(string(s.Text.Lang())))
	}
	if word, ok := strings.CutPrefix(value, "+"); ok {
		return s.S("editor.skill.proposed", "word", directory.SafeLine(word))
	}
	return directory.SafeLine(value)
}

func (k *skills) exact(typed string) (string, bool) {
	word := strings.TrimLeft(typed, "+ ")
	if sk, ok := k.m.session.Service.Catalog().Taxonomy.Named(word); ok {
		return sk.Slug, k.m.mayTake(sk.Slug)
	}
	if strings.HasPrefix(typed, "+") && proposable(word) {
		return "+" + word, true
	}
	return "", false
}

// mayTake tells whether a skill is offered, or was this profile's before.
func (m *Model) mayTake(slug string) bool {
	_, errs := m.session.Service.Check(directory.Profile{Skills: []string{slug}}, m.mine.Listing)
	return !slices.ContainsFunc(errs, func(e *directory.Error) bool { return e.Code == directory.CodeSkill })
}

func (k *skills) good(value string) bool {
	_, known := k.m.session.Service.Catalog().Taxonomy.Skill(value)
	return known && k.m.mayTake(value) || strings.HasPrefix(value, "+") && proposable(value[1:])
}

// proposable tells whether a word may be proposed as a skill.
func proposable(word string) bool {
	n := directory.Length(word)
	return n >= directory.MinName && n <= directory.MaxLine && directory.Fold(word) != "" && !strings.Contains(word, "|")
}

// proposed are the proposals for what was typed in a list.
type proposed struct {
	list  *list
	typed string
	items []proposal
}

// propose looks the typed words up off the loop. The last row proposes what was
// typed itself, where it is no skill yet.
func (k *skills) propose(l *list) tea.Cmd {
	s := k.m.session
	typed := directory.SafeLine(l.in.Value())
	if typed == "" {
		k.m.lanes.skills.Drop()
		l.proposals.clear()
		return nil
	}
	service, actor, words, lang := s.Service, s.Actor, s.Text, string(s.Text.Lang())
	have := slices.Clone(l.items)
	return k.m.lanes.skills.Ask(s, k.m.id, func(ctx context.Context) tea.Msg {
		out := proposed{list: l, typed: typed}
		all, err := service.Skills(ctx, actor, strings.TrimLeft(typed, "+ "))
		if err != nil {
			return out
		}
		byWorth(all, typed, lang)
		for _, c := range all[:min(len(all), manySkills)] {
			if slices.Contains(have, c.Skill.Slug) {
				continue
			}
			p := proposal{value: c.Skill.Slug, label: text.Typographic(c.Skill.Label.In(lang))}
			if c.Count > 0 {
				p.note, p.short = words.S("editor.skill.people", "n", c.Count), words.Int(c.Count)
			}
			out.items = append(out.items, p)
		}
		word := strings.TrimLeft(typed, "+ ")
		if _, ok := service.Catalog().Taxonomy.Named(word); !ok && proposable(word) {
			out.items = append(out.items, proposal{value: "+" + word, label: words.S("editor.skill.propose", "word", word)})
		}
		return out
	})
}

// manySkills bounds what is proposed.
const manySkills = 20

// byWorth orders skills: the one of that very name, those whose name begins so,
// the others; within these, what many people have first.
func byWorth(all []directory.SkillCount, typed, lang string) {
	want := directory.Fold(typed)
	rank := func(c directory.SkillCount) int {
		switch label := directory.Fold(c.Skill.Label.In(lang)); {
		case label == want:
			return 0
		case strings.HasPrefix(label, want):
			return 1
		}
		return 2
	}
	slices.SortStableFunc(all, func(a, b directory.SkillCount) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(b.Count, a.Count))
	})
}

// takeProposals shows what came back, unless something else is typed by now.
func (m *Model) takeProposals(p proposed) {
	l, ok := m.hand.control.(*list)
	if ok && l == p.list && directory.SafeLine(l.in.Value()) == p.typed {
		l.proposals.set(p.items, true)
	}
}

// languages are the values of the list of languages: codes of ISO 639-1.
type languages struct{ m *Model }

func (g *languages) get() []string       { return g.m.work.Languages }
func (g *languages) set(values []string) { g.m.work.Languages = values }

func (g *languages) label(value string) string {
	return g.m.session.Text.Language(directory.SafeLine(value))
}

// named are the languages that the catalogue has a name for.
func (g *languages) named() []string {
	var all []string
	for a := 'a'; a <= 'z'; a++ {
		for b := 'a'; b <= 'z'; b++ {
			code := string([]rune{a, b})
			if directory.ValidLanguage(code) && g.m.session.Text.Has("language."+code) {
				all = append(all, code)
			}
		}
	}
	return all
}

// names are what a language is called, in both languages of the interface.
func (g *languages) names(code string) []string {
	return []string{
		directory.Fold(g.m.session.Text.Language(code)),
		directory.Fold(text.For(text.French).Language(code)), directory.Fold(text.For(text.English).Language(code)),
	}
}

func (g *languages) exact(typed string) (string, bool) {
	want := directory.Fold(typed)
	if directory.ValidLanguage(want) {
		return want, true
	}
	for _, code := range g.named() {
		if slices.Contains(g.names(code), want) {
			return code, true
		}
	}
	return "", false
}

func (g *languages) good(value string) bool { return directory.ValidLanguage(value) }

func (g *languages) propose(l *list) tea.Cmd {
	want := directory.Fold(l.in.Value())
	l.proposals.clear()
	if want == "" {
		return nil
	}
	var items []proposal
	for _, code := range g.named() {
		begins := slices.ContainsFunc(g.names(code), func(n string) bool { return strings.HasPrefix(n, want) })
		if begins && !slices.Contains(l.items, code) {
			items = append(items, proposal{value: code, label: g.label(code), note: code})
		}
	}
	l.proposals.set(items, true)
	return nil
}
