package directory

import (
	"cmp"
	"context"
	"reflect"
	"slices"
)

// Catalog is the reference data in force: communes, skills and télécentres.
// It is never changed: a new one replaces it.
type Catalog struct {
	Atlas       *Atlas
	Taxonomy    *Taxonomy
	Telecentres []Telecentre
	Verified    map[string]Date // the day on which a télécentre was last verified, by id
	merges      []CommuneMerge  // of which Atlas knows
}

// Telecentre finds a télécentre, public or not, by its id.
func (c *Catalog) Telecentre(id string) (*Telecentre, bool) {
	for i := range c.Telecentres {
		if c.Telecentres[i].ID == id {
			return &c.Telecentres[i], true
		}
	}
	return nil, false
}

// HasTelecentre tells whether there is a télécentre, public or not, of that id.
func (c *Catalog) HasTelecentre(id string) bool {
	_, ok := c.Telecentre(id)
	return ok
}

// Read is what a profile says in terms of what is in force: the skills that its
// skills, or words it once proposed, have become, and the communes that its
// communes belong to. It is the profile itself when nothing differs: not to be
// written to.
func (c *Catalog) Read(p *Profile) *Profile {
	skills := c.Taxonomy.read(p.Skills)
	commune, employer := c.Atlas.read(p.Commune), c.Atlas.read(p.EmployerPlace)
	same := len(skills) == len(p.Skills) && (len(skills) == 0 || &skills[0] == &p.Skills[0])
	if same && commune == p.Commune && employer == p.EmployerPlace {
		return p
	}
	q := p.clone()
	q.Skills, q.Commune, q.EmployerPlace = skills, commune, employer
	return &q
}

// closed adds to what is wrong with a profile that its télécentre is no more:
// what is published stays, its owner is asked at the next submission.
func (c *Catalog) closed(p *Profile, errs Errors) Errors {
	t, ok := c.Telecentre(p.Telecentre)
	if !ok || t.Status != TelecentreClosed {
		return errs
	}
	return byField(append(slices.Clip(errs), &Error{Code: CodeClosed, Field: "telecentre", Params: Params{"value": SafeLine(t.Name)}}))
}

// retired adds to what is wrong with a profile that it takes up skills that are
// offered no longer. Whoever has one, in what is published or was submitted
// last, keeps it. l may be nil.
func (c *Catalog) retired(p *Profile, l *Listing, errs Errors) Errors {
	for _, entry := range p.Skills {
		s, ok := c.Taxonomy.Current(entry)
		if !ok || c.Taxonomy.Offered(s.Slug) || l.has(c.Taxonomy, s.Slug) {
			continue
		}
		errs = append(slices.Clip(errs), &Error{Code: CodeSkill, Field: "skills", Params: Params{"value": SafeLine(entry), "retired": true}})
	}
	return byField(errs)
}

// byField orders errors as the fields they are about, in place.
func byField(errs Errors) Errors {
	order := Fields()
	slices.SortStableFunc(errs, func(a, b *Error) int {
		return cmp.Compare(slices.Index(order, a.Field), slices.Index(order, b.Field))
	})
	return errs
}

// readCatalog makes the catalog of what the store holds. What is the same as in
// the one before is taken over from there, so that whoever depends on nothing
// else can tell.
func (s *Service) readCatalog(ctx context.Context, before *Catalog) (*Catalog, error) {
	c := &Catalog{Atlas: s.atlas}
	var err error
	if c.Taxonomy, err = s.readTaxonomy(ctx); err != nil {
		return nil, err
	}
	if c.Telecentres, err = s.store.Telecentres(ctx); err != nil {
		return nil, err
	}
	for i := range c.Telecentres {
		c.Telecentres[i].makeSafe()
	}
	if c.Verified, err = s.store.TelecentreChecks(ctx); err != nil {
		return nil, err
	}
	if c.merges, err = s.store.CommuneMerges(ctx); err != nil {
		return nil, err
	}
	if before != nil && c.Taxonomy.same(before.Taxonomy) {
		c.Taxonomy = before.Taxonomy
	}
	if before != nil && reflect.DeepEqual(c.merges, before.merges) {
		c.Atlas = before.Atlas
	} else {
		c.Atlas = s.atlas.With(c.merges)
	}
	return c, nil
}

// readTaxonomy makes the taxonomy of what the store holds: within a transaction,
// before it writes, of what is in force then, since nobody else writes.
func (s *Service) readTaxonomy(ctx context.Context) (*Taxonomy, error) {
	skills, domains, err := s.store.Skills(ctx)
	if err != nil {
		return nil, err
	}
	fates, err := s.store.SkillFates(ctx)
	if err != nil {
		return nil, err
	}
	// The file may be of anybody: what is shown everywhere is made safe once.
	for i := range skills {
		k := &skills[i]
		k.Label, k.AliasesFR, k.AliasesEN = k.Label.safe(), safeLines(k.AliasesFR), safeLines(k.AliasesEN)
	}
	for i := range domains {
		domains[i].Label = domains[i].Label.safe()
	}
	return NewTaxonomy(skills, domains, fates...), nil
}

func (l Label) safe() Label { return Label{FR: SafeLine(l.FR), EN: SafeLine(l.EN)} }

// makeSafe makes the texts of a télécentre safe to show.
func (t *Telecentre) makeSafe() {
	for _, text := range []*string{
		&t.Name, &t.Kind, &t.Address, &t.Operator, &t.MeetingRoom, &t.VideoConference, &t.Connection, &t.StepFree,
		&t.Price, &t.Phone, &t.Website, &t.SourceURL, &t.OtherSources,
	} {
		*text = SafeLine(*text)
	}
	t.Notes = SafeText(t.Notes)
}

// same tells whether two taxonomies were made of the same.
func (t *Taxonomy) same(o *Taxonomy) bool {
	return reflect.DeepEqual(t.kept, o.kept) && reflect.DeepEqual(t.Domains, o.Domains) && reflect.DeepEqual(t.fates, o.fates)
}
