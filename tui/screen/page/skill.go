package page

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"teleorne/directory"
	"teleorne/directory/reference"
	"teleorne/tui/screen"
	"teleorne/tui/text"
)

// How many neighbours of a skill a page names.
const (
	shownTogether = 6
	shownCommunes = 6
)

// domain gathers the page of a domain.
func domain(slug string) gather {
	return func(ctx context.Context, as asker) (compose, error) {
		d, ok := as.service.Catalog().Taxonomy.Domain(slug)
		if !ok {
			return nil, directory.NotFound("domain", slug)
		}
		all, err := as.find(ctx, directory.Query{Domain: slug, Facets: true}, 0, shownFew)
		if err != nil {
			return nil, err
		}
		skills, err := as.service.Skills(ctx, as.actor, "")
		if err != nil {
			return nil, err
		}
		skills = slices.DeleteFunc(skills, func(c directory.SkillCount) bool { return c.Skill.Domain != slug })
		return func(s *screen.Session) sheet { return domainSheet(s, d, all, skills) }, nil
	}
}

func domainSheet(s *screen.Session, d *directory.Domain, all *people, skills []directory.SkillCount) sheet {
	page := sheet{title: label(s, d.Label), kind: s.S("page.kind.domain")}
	page.tell(s.S("page.fact.status"), statuses(s, all))
	page.tell(s.S("page.fact.available"), available(s, all))
	page.add(all.everybody(s, s.S("page.people"), shownFew))
	page.add(section{heading: s.S("page.skills"), count: len(skills), rows: skillRows(s, skills)})
	page.search = &screen.Find{Query: all.query, Fixed: true}
	return page
}

// skillRows lists skills, those with the most people first, then by label.
func skillRows(s *screen.Session, skills []directory.SkillCount) []row {
	skills = slices.Clone(skills)
	slices.SortFunc(skills, func(a, b directory.SkillCount) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count),
			cmp.Compare(directory.Fold(a.Skill.Label.In(lang(s))), directory.Fold(b.Skill.Label.In(lang(s)))),
			cmp.Compare(a.Skill.Slug, b.Skill.Slug))
	})
	rows := make([]row, len(skills))
	for i, c := range skills {
		rows[i] = row{label: label(s, c.Skill.Label), route: screen.Skill{Slug: c.Skill.Slug}}
		if c.Count > 0 {
			rows[i].detail = s.Text.Int(c.Count)
		}
	}
	return rows
}

// skill gathers the page of a skill.
func skill(slug string) gather {
	return func(ctx context.Context, as asker) (compose, error) {
		taxonomy := as.service.Catalog().Taxonomy
		sk, ok := taxonomy.Skill(slug)
		if !ok {
			return nil, directory.NotFound("skill", slug)
		}
		slug := sk.Slug // another took in the one that was asked for
		all, err := as.find(ctx, directory.Query{Skills: []string{slug}, Facets: true}, 0, shown)
		if err != nil {
			return nil, err
		}
		d, _ := taxonomy.Domain(sk.Domain)
		together := together(taxonomy, all, slug)
		places := places(as.service.Atlas(), all)
		occupation := reference.ROMELabels()[sk.ROME]
		return func(s *screen.Session) sheet {
			page := skillSheet(s, sk, occupation, all)
			page.add(section{heading: s.S("page.together"), count: -1, rows: skillRows(s, together)})
			where := section{heading: s.S("page.where"), count: -1}
			for _, p := range places {
				q := all.query
				q.Communes = []string{p.Commune.INSEE}
				where.rows = append(where.rows, row{label: communeName(p.Commune), detail: s.Text.Int(p.Count), route: screen.Find{Query: q, Fixed: true}})
			}
			page.add(where)
			if d != nil {
				page.add(section{heading: s.S("page.domain"), count: -1, rows: []row{{label: label(s, d.Label), route: screen.Domain{Slug: d.Slug}}}})
			}
			return page
		}, nil
	}
}

func skillSheet(s *screen.Session, sk *directory.Skill, occupation string, all *people) sheet {
	page := sheet{title: label(s, sk.Label), kind: s.S("page.kind.skill")}
	page.tell(s.S("page.fact.status"), statuses(s, all))
	page.tell(s.S("page.fact.available"), available(s, all))
	aliases, other := sk.AliasesFR, sk.Label.EN
	if lang(s) == "en" {
		aliases, other = sk.AliasesEN, sk.Label.FR
	}
	page.about = s.S("page.about")
	page.tellLast(s.S("page.fact.aliases"), text.Typographic(strings.Join(aliases, ", ")))
	page.tellLast(s.S("page.fact.other_language"), text.Typographic(other))
	if sk.ROME != "" {
		page.tellLast(s.S("page.fact.rome"), strings.TrimSpace(sk.ROME+" "+text.Typographic(occupation)))
	}
	page.add(all.everybody(s, s.S("page.people"), shown))
	page.search = &screen.Find{Query: all.query, Fixed: true}
	return page
}

// together are the skills that people have besides this one.
func together(taxonomy *directory.Taxonomy, all *people, slug string) []directory.SkillCount {
	var out []directory.SkillCount
	if all.facets == nil {
		return nil
	}
	for _, c := range all.facets.Skill {
		if sk, ok := taxonomy.Skill(c.Value); ok && c.Value != slug && c.Count > 0 && len(out) < shownTogether {
			out = append(out, directory.SkillCount{Skill: sk, Count: c.Count})
		}
	}
	return out
}

// places are the communes with the most of those found.
func places(atlas *directory.Atlas, all *people) []directory.PlaceCount {
	var out []directory.PlaceCount
	if all.facets == nil {
		return nil
	}
	for _, c := range all.facets.Commune {
		if at, ok := atlas.Commune(c.Value); ok && c.Count > 0 && len(out) < shownCommunes {
			out = append(out, directory.PlaceCount{Commune: at, Count: c.Count})
		}
	}
	return out
}

// statuses counts independents and salaried people.
func statuses(s *screen.Session, all *people) string {
	if all.facets == nil || all.total == 0 {
		return ""
	}
	count := func(st directory.Status) int {
		for _, c := range all.facets.Status {
			if c.Value == string(st) {
				return c.Count
			}
		}
		return 0
	}
	independent := s.S("page.independent", "n", count(directory.Independent))
	return independent + ", " + s.S("page.salaried", "n", count(directory.Salaried))
}

// available counts who is free.
func available(s *screen.Session, all *people) string {
	if all.facets == nil || all.total == 0 {
		return ""
	}
	a := all.facets.Available
	return s.S("page.available", "now", a.Now, "soon", a.In30)
}
