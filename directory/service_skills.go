package directory

import (
	"cmp"
	"context"
	"slices"
	"strings"
)

// SkillEntry is a skill of the taxonomy, whatever became of it.
type SkillEntry struct {
	Skill   *Skill // with the names of those that it took in; one that another took in as it was
	Into    *Skill // the skill in force that took it in; nil: none
	Retired bool
	Count   int // professionals who have it; of one that another took in 0
}

// AllSkills are the skills as Skills finds them, those that were retired or that
// others took in included. For moderators.
func (s *Service) AllSkills(_ context.Context, actor Actor, word string) ([]SkillEntry, error) {
	if err := actor.May(ActionProposal); err != nil {
		return nil, err
	}
	word, err := cleanQueryText(word)
	if err != nil {
		return nil, err
	}
	want := Fold(word)
	typed := strings.Fields(want)
	st := s.state.Load()
	counts := st.index.Counts().Skill
	var list []SkillEntry
	named := make(map[*Skill]int)
	for _, e := range st.catalog.Taxonomy.entries() {
		if beginAll(typed, append(e.Skill.Names(), e.Skill.Slug)...) {
			if e.Into == nil {
				e.Count = counts[e.Skill.Slug]
			}
			list = append(list, e)
			named[e.Skill] = rankName(want, Fold, []string{e.Skill.Slug, e.Skill.Label.FR, e.Skill.Label.EN}, e.Skill.Names())
		}
	}
	slices.SortStableFunc(list, func(a, b SkillEntry) int {
		return cmp.Or(cmp.Compare(named[a.Skill], named[b.Skill]), byFolded(a.Skill.Label.FR, b.Skill.Label.FR))
	})
	return list, nil
}

// entries are all skills with what became of them.
func (t *Taxonomy) entries() []SkillEntry {
	list := make([]SkillEntry, len(t.kept))
	for i := range t.kept {
		slug := t.kept[i].Slug
		in, _ := t.Skill(slug)
		if in.Slug == slug {
			list[i] = SkillEntry{Skill: in, Retired: t.fates[slug].Retired}
		} else {
			list[i] = SkillEntry{Skill: &t.kept[i], Into: in}
		}
	}
	return list
}
