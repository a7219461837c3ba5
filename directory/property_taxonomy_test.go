package directory_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"teleorne/directory"
	"teleorne/directory/reference"
)

// taxonomyPlay is a directory whose taxonomy changes at random.
type taxonomyPlay struct {
	*world
	r     *rand.Rand
	adm   directory.Actor
	slugs []string // that there ever were
	words []string // proposed, of which some were made names of skills
	named map[string]bool
	done  map[directory.TaxonomyKind]int
}

// TestAnyChangesKeepWhatProfilesSay: whatever is merged, renamed, retired and
// brought back, what a profile ever said is read, what is foretold happens, and
// no two skills share a name.
func TestAnyChangesKeepWhatProfilesSay(t *testing.T) {
	seeds, steps := 2, 50
	if testing.Short() {
		seeds, steps = 1, 15
	}
	done := make(map[directory.TaxonomyKind]int)
	for seed := range seeds {
		p := newTaxonomyPlay(t, uint64(seed), done)
		for range steps {
			p.step()
			p.check()
			if t.Failed() {
				t.Fatalf("seed %d: %v", seed, p.lastEntries("skill:"))
			}
		}
	}
	t.Logf("done: %v", done)
	for _, kind := range []directory.TaxonomyKind{
		directory.TaxonomyAccept, directory.TaxonomyAdopt, directory.TaxonomyRename, directory.TaxonomyMerge,
		directory.TaxonomyAlias, directory.TaxonomyRetire, directory.TaxonomyRevive, directory.TaxonomyRefuse,
	} {
		if done[kind] == 0 && !testing.Short() {
			t.Errorf("%s was never done", kind)
		}
	}
}

func newTaxonomyPlay(t *testing.T, seed uint64, done map[directory.TaxonomyKind]int) *taxonomyPlay {
	w := newWorld(t)
	p := &taxonomyPlay{
		world: w, r: rand.New(rand.NewPCG(seed, 4)), adm: w.granted("adm", directory.RoleAdministrator),
		named: make(map[string]bool), done: done,
	}
	for _, s := range reference.Skills()[:10] {
		p.slugs = append(p.slugs, s.Slug)
	}
	for i := range 8 {
		p.words = append(p.words, fmt.Sprintf("métier %c", 'a'+i))
	}
	var people []directory.Profile
	for i := range 14 {
		people = append(people, person(fmt.Sprintf("Personne %c", 'A'+i), withSkills(p.some()...)))
	}
	w.publish(people...)
	return p
}

// some are some skills of a profile, as slugs and as proposals.
func (p *taxonomyPlay) some() []string {
	var out []string
	for range 1 + p.r.IntN(3) {
		if p.r.IntN(3) == 0 {
			out = append(out, "+"+p.words[p.r.IntN(len(p.words))])
		} else {
			out = append(out, p.slugs[p.r.IntN(len(p.slugs))])
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// step does one of the changes there are; those that are not possible are
// refused, by preview and change alike.
func (p *taxonomyPlay) step() {
	one := func() string { return p.slugs[p.r.IntN(len(p.slugs))] }
	word := p.words[p.r.IntN(len(p.words))]
	fresh := fmt.Sprintf("nom %d", p.r.IntN(1_000_000))
	c := directory.TaxonomyChange{
		Skill: one(), Into: one(), Word: directory.Slugify(word), Label: directory.Label{FR: fresh, EN: "name of " + fresh},
		Domain: reference.Domains()[0].Slug, Alias: "autre " + fresh, Reason: "Non.",
	}
	c.Kind = [...]directory.TaxonomyKind{
		directory.TaxonomyAccept, directory.TaxonomyAdopt, directory.TaxonomyRefuse, directory.TaxonomyRename, directory.TaxonomyMerge,
		directory.TaxonomyMerge, directory.TaxonomyAlias, directory.TaxonomyRetire, directory.TaxonomyRevive, directory.TaxonomyRevive,
	}[p.r.IntN(10)]
	if c.Kind == directory.TaxonomyAccept {
		c.Skill = ""
	}
	if s, ok := p.Catalog().Taxonomy.Skill(one()); ok && c.Kind == directory.TaxonomyRename && p.r.IntN(3) == 0 {
		c.Label = s.Label // maybe another one's
	}
	if _, err := p.PreviewTaxonomy(p.t.Context(), p.adm, c); err != nil {
		catalog := p.Catalog()
		if _, again := p.ChangeTaxonomy(p.t.Context(), p.adm, c); again == nil || again.Error() != err.Error() || p.Catalog() != catalog {
			p.t.Errorf("%+v: the preview says %v, the change %v", c, err, again)
		}
		return
	}
	p.changes(p.adm, c)
	p.done[c.Kind]++
	switch c.Kind {
	case directory.TaxonomyAccept:
		p.slugs = append(p.slugs, directory.Slugify(fresh))
		p.named[word] = true
	case directory.TaxonomyAdopt:
		p.named[word] = true
	}
}

func (p *taxonomyPlay) check() {
	p.t.Helper()
	tax := p.Catalog().Taxonomy
	for _, slug := range p.slugs {
		if _, ok := tax.Skill(slug); !ok {
			p.t.Errorf("%s is read no more", slug)
		}
	}
	for word := range p.named {
		if _, ok := tax.Current("+" + word); !ok {
			p.t.Errorf("%s is a proposal again", word)
		}
	}
	borne := make(map[string]string)
	for i := range tax.Skills {
		s := &tax.Skills[i]
		for _, name := range append(s.Names(), s.Slug) {
			key := directory.Fold(name)
			if other, taken := borne[key]; taken && other != s.Slug {
				p.t.Errorf("%q means %s and %s", name, other, s.Slug)
			}
			borne[key] = s.Slug
		}
	}
	p.checkFound(tax)
}

// checkFound compares what is found by each skill with what revisions say.
func (p *taxonomyPlay) checkFound(tax *directory.Taxonomy) {
	p.t.Helper()
	have := make(map[string]int)
	err := p.store.Listings(p.t.Context(), 0, func(l *directory.Listing) error {
		skills, words := tax.Of(l.Published.Profile.Skills)
		for _, s := range skills {
			have[s.Slug]++
		}
		card, err := p.Show(p.t.Context(), p.adm, l.Slug, false)
		if err != nil || !slices.Equal(card.Skills, skills) || len(card.Proposed) != len(words) {
			p.t.Errorf("%s says %v, its card has %d skills and %v, %v", l.Slug, l.Published.Profile.Skills, len(card.Skills), card.Proposed, err)
		}
		return nil
	})
	if err != nil {
		p.t.Fatal(err)
	}
	offered := p.skillSlugs("")
	for _, slug := range p.slugs {
		s, _ := tax.Skill(slug)
		if n := p.total(directory.Query{Skills: []string{slug}}); n != have[s.Slug] {
			p.t.Errorf("%s, which is %s, finds %d of %d", slug, s.Slug, n, have[s.Slug])
		}
		if slices.Contains(offered, slug) != tax.Offered(slug) {
			p.t.Errorf("%s is offered: %t", slug, !tax.Offered(slug))
		}
	}
}
