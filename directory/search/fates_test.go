package search

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"teleorne/directory"
)

// decided is what administrators decided about the small world, for the oracle,
// which reads it in its own way.
type decided struct {
	plain  *directory.Catalog // as it was before
	fates  []directory.SkillFate
	merges []directory.CommuneMerge
}

// randomDecisions retires and merges some skills and communes, in chains too,
// and gives some skills the name of what profiles propose.
func randomDecisions(r *rand.Rand) (*directory.Catalog, *decided) {
	c := smallCatalog()
	skills := slices.Clone(c.Taxonomy.Skills)
	for i := range skills {
		if r.IntN(8) == 0 {
			skills[i].AliasesFR = append(slices.Clip(skills[i].AliasesFR), oneOf(r, worldWords))
		}
	}
	d := &decided{plain: &directory.Catalog{Atlas: c.Atlas, Taxonomy: directory.NewTaxonomy(skills, c.Taxonomy.Domains)}}
	// Whoever goes goes to one that comes later: no circle can come of it.
	for i := range skills[:len(skills)-1] {
		f := directory.SkillFate{Slug: skills[i].Slug, Retired: r.IntN(6) == 0}
		if r.IntN(3) == 0 {
			f.Into = oneOf(r, skills[i+1:]).Slug
		}
		if f.Retired || f.Into != "" {
			d.fates = append(d.fates, f)
		}
	}
	communes := c.Atlas.Communes()
	for i := range communes[:len(communes)-1] {
		if r.IntN(4) == 0 {
			d.merges = append(d.merges, directory.CommuneMerge{From: communes[i].INSEE, Into: oneOf(r, communes[i+1:]).INSEE})
		}
	}
	c.Taxonomy = directory.NewTaxonomy(skills, c.Taxonomy.Domains, d.fates...)
	c.Atlas = c.Atlas.With(d.merges)
	return c, d
}

// end follows a slug to the skill in force.
func (d *decided) end(slug string) string {
	for _, f := range d.fates { // each leads to a later one
		if f.Slug == slug && f.Into != "" {
			slug = f.Into
		}
	}
	return slug
}

// skill is the skill in force that an entry of a profile stands for.
func (d *decided) skill(entry string) (slug string, ok bool) {
	all := d.plain.Taxonomy.Skills
	word, proposed := strings.CutPrefix(entry, "+")
	if !proposed {
		known := slices.ContainsFunc(all, func(s directory.Skill) bool { return s.Slug == entry })
		return d.end(entry), known
	}
	key := directory.Fold(word)
	if key == "" {
		return "", false
	}
	labelled, named := "", ""
	for i := range all {
		s := &all[i]
		end := d.end(s.Slug)
		names := s.Names()
		if end == s.Slug && slices.ContainsFunc(names[:2], func(n string) bool { return directory.Fold(n) == key }) && labelled == "" {
			labelled = end
		}
		bears := directory.Fold(s.Slug) == key || slices.ContainsFunc(names, func(n string) bool { return directory.Fold(n) == key })
		if bears && (named == "" || d.order(end) < d.order(named)) {
			named = end
		}
	}
	if labelled != "" {
		return labelled, true
	}
	return named, named != ""
}

func (d *decided) order(slug string) int {
	return slices.IndexFunc(d.plain.Taxonomy.Skills, func(s directory.Skill) bool { return s.Slug == slug })
}

// names are those of a skill and of all that it took in.
func (d *decided) names(slug string) []string {
	var names []string
	for i := range d.plain.Taxonomy.Skills {
		if s := &d.plain.Taxonomy.Skills[i]; d.end(s.Slug) == slug {
			names = append(names, s.Names()...)
		}
	}
	return names
}

func (d *decided) domain(slug string) string {
	return d.plain.Taxonomy.Skills[d.order(slug)].Domain
}

// commune is the commune in force that a code belongs to.
func (d *decided) commune(insee string) (*directory.Commune, bool) {
	for _, m := range d.merges { // each leads to a later one
		if m.From == insee {
			insee = m.Into
		}
	}
	return d.plain.Atlas.Commune(insee)
}

// postal are the postal codes of a commune and of all that it took in.
func (d *decided) postal(c *directory.Commune) []string {
	var codes []string
	for _, o := range d.plain.Atlas.Communes() {
		if now, _ := d.commune(o.INSEE); now == c {
			codes = append(codes, o.PostalCodes...)
		}
	}
	return codes
}

// TestRetiredSkillIsFoundAndNotProposed: who has a skill that was retired keeps
// it, and nobody else is led to it.
func TestRetiredSkillIsFoundAndNotProposed(t *testing.T) {
	c := smallCatalog()
	c.Taxonomy = directory.NewTaxonomy(c.Taxonomy.Skills, c.Taxonomy.Domains, directory.SkillFate{Slug: "paie", Retired: true})
	x := New(c)
	x.Apply([]*directory.Listing{listing(1, directory.Profile{Name: "Zoé Cœur", Skills: []string{"paie", "secretariat"}})})
	for _, q := range []directory.Query{{Text: "paie"}, {Text: "gestionnaire de paie"}, {Skills: []string{"paie"}}} {
		if found, err := x.Search(context.Background(), q); err != nil || found.Total != 1 {
			t.Errorf("%+v: %+v, %v", q, found, err)
		}
	}
	for text, want := range map[string]int{"paie": 0, "secr": 1} {
		got, err := x.Complete(context.Background(), text, "fr", 8)
		if err != nil || len(got) != want {
			t.Errorf("%s is completed by %+v, %v", text, got, err)
		}
	}
}
