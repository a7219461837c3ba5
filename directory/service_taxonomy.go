package directory

import (
	"context"
	"errors"
	"slices"
	"time"
)

// TaxonomyKind says what a change of the taxonomy does.
type TaxonomyKind string

// The changes of the taxonomy. The first three decide about a proposal.
const (
	TaxonomyAccept  TaxonomyKind = "accept"  // Word becomes a skill with Label, in Domain
	TaxonomyAdopt   TaxonomyKind = "adopt"   // Word becomes an alias of Skill
	TaxonomyRefuse  TaxonomyKind = "refuse"  // Word, for a Reason that those who proposed it read
	TaxonomyRename  TaxonomyKind = "rename"  // Skill to Label
	TaxonomyMerge   TaxonomyKind = "merge"   // Skill into Into, which gets its names as aliases
	TaxonomyAlias   TaxonomyKind = "alias"   // Skill gets Alias in Lang
	TaxonomyUnalias TaxonomyKind = "unalias" // Skill loses Alias
	TaxonomyRetire  TaxonomyKind = "retire"
	TaxonomyRevive  TaxonomyKind = "revive" // a retired or merged one
)

// TaxonomyChange is a change of the taxonomy as it is asked for.
type TaxonomyChange struct {
	Kind    TaxonomyKind
	Skill   string // slug
	Into    string // slug
	Word    string // slug of a proposal
	Label   Label
	Domain  string // slug
	Alias   string
	Lang    string // of Alias: "fr", "en"
	Reason  string
	Version string // of the skill that was read (Catalog.SkillVersion); empty: whatever there is
}

// TaxonomyEffect is what a change would do.
type TaxonomyEffect struct {
	Listings int            // that have a skill, or propose a word, that it is about
	Searches []SearchEffect // for the names it is about
}

// SearchEffect is how many professionals a search for a word finds, now and
// after the change.
type SearchEffect struct {
	Text          string
	Before, After int
}

// Proposals are the skills that profiles propose, the oldest first.
func (s *Service) Proposals(ctx context.Context, actor Actor) ([]*Proposal, error) {
	if _, err := s.official(ctx, actor, ActionProposal); err != nil {
		return nil, err
	}
	b, err := s.order(ctx)
	if err != nil {
		return nil, s.internal("proposals", err)
	}
	var all []*Proposal
	for _, i := range b.items {
		if i.Proposal != nil {
			all = append(all, i.Proposal)
		}
	}
	slices.SortStableFunc(all, func(a, b *Proposal) int { return a.Since.Compare(b.Since) })
	return all, nil
}

// SkillVersion names a skill as it now stands, what was decided about it
// included.
func (c *Catalog) SkillVersion(slug string) string { return c.Taxonomy.version(slug) }

// PreviewTaxonomy tells what a change would do to listings and to searches, and
// changes nothing. For a change of what skills are called it makes a second index
// as it would be then, one preview at a time. Errors as ChangeTaxonomy.
func (s *Service) PreviewTaxonomy(ctx context.Context, actor Actor, c TaxonomyChange) (*TaxonomyEffect, error) {
	if _, err := s.official(ctx, actor, c.Kind.action()); err != nil {
		return nil, err
	}
	if err := c.clean(); err != nil {
		return nil, err
	}
	st := s.state.Load()
	word, err := s.wordOf(ctx, st.catalog.Taxonomy, &c)
	if err != nil {
		return nil, err
	}
	e, err := s.editOf(ctx, st.catalog.Taxonomy, &c, word)
	if err != nil {
		return nil, err
	}
	effect, err := s.measure(ctx, st, e)
	return effect, s.internal("preview", err)
}

// editOf is Taxonomy.edit with the hour at which a skill was changed.
func (s *Service) editOf(ctx context.Context, t *Taxonomy, c *TaxonomyChange, word string) (*taxonomyEdit, error) {
	e, err := t.edit(c, word)
	if IsCode(err, CodeStale) {
		return nil, s.stale(ctx, skillTarget+c.Skill)
	}
	return e, err
}

// measure tells what an edit would do.
func (s *Service) measure(ctx context.Context, st *state, e *taxonomyEdit) (*TaxonomyEffect, error) {
	effect := &TaxonomyEffect{}
	count := func(l *Listing) { effect.Listings += btoi(l.concerns(e.holds)) }
	index := st.index
	if e.changes() && !e.silent {
		select {
		case s.kept.preview <- struct{}{}:
			defer func() { <-s.kept.preview }()
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		then := *st.catalog
		then.Taxonomy = st.catalog.Taxonomy.with(e)
		var err error
		if index, _, err = s.indexOf(ctx, &then, s.Today(), count); err != nil {
			return nil, err
		}
	} else if err := s.each(ctx, count); err != nil {
		return nil, err
	}
	before, err := countSearches(ctx, st.index, e.names)
	if err != nil {
		return nil, err
	}
	after, err := countSearches(ctx, index, e.names)
	effect.Searches = besides(before, after)
	return effect, err
}

// each calls fn for every listing.
func (s *Service) each(ctx context.Context, fn func(*Listing)) error {
	return s.store.Listings(ctx, 0, func(l *Listing) error {
		fn(l)
		return nil
	})
}

// countSearches tells how many a search for each name finds, each name once, of
// the first few.
func countSearches(ctx context.Context, index Index, names []string) ([]SearchEffect, error) {
	var effects []SearchEffect
	seen := make(map[string]bool)
	for _, name := range names {
		if key := Fold(name); seen[key] || key == "" || len(effects) == maxSearches {
			continue
		} else {
			seen[key] = true
		}
		found, err := index.Search(ctx, Query{Text: name})
		if err != nil {
			return nil, err
		}
		effects = append(effects, SearchEffect{Text: name, Before: found.Total})
	}
	return effects, nil
}

// besides puts what was counted after beside what was counted before.
func besides(before, after []SearchEffect) []SearchEffect {
	for i := range after {
		before[i].After = after[i].Before
	}
	return before
}

// wordOf is how the proposal that a change decides about is written; empty when
// it decides about none. One that was refused can be accepted or adopted later.
// CodeNotFound.
func (s *Service) wordOf(ctx context.Context, t *Taxonomy, c *TaxonomyChange) (string, error) {
	if c.Kind.action() != ActionProposal {
		return "", nil
	}
	if refused, was := s.queue.known().refused[c.Word]; was && c.Kind != TaxonomyRefuse {
		if _, has := t.Named(refused.Word); !has {
			return refused.Word, nil
		}
	}
	b, err := s.order(ctx)
	if err != nil {
		return "", s.internal("proposals", err)
	}
	n, ok := b.at[SkillItem(c.Word)]
	if !ok {
		return "", NotFound("proposal", c.Word)
	}
	return b.items[n].Proposal.Word, nil
}

// ChangeTaxonomy carries out a change. Profiles are not rewritten: the taxonomy
// reads what they say by what is in force. Moderators decide about proposals,
// administrators about everything. Errors: CodeNotPermitted, CodeNotFound,
// CodeStale when the skill was changed since it was read, CodeDuplicate for a
// name that another skill has (field label_fr, label_en, alias or slug; value;
// skill, slug: that one), CodeState for merging into itself or into what is no
// more (skill, state: merged, retired, itself, offered), CodeRequired,
// CodeTooLong, CodeTooMany, CodeControl, CodeChoice, CodeSlug, CodeReason; of a
// proposal CodeClaimed when another moderator has it in hand, and CodeOwnListing
// when nobody but the actor proposes it.
func (s *Service) ChangeTaxonomy(ctx context.Context, actor Actor, c TaxonomyChange) (*TaxonomyEffect, error) {
	if err := actor.May(c.Kind.action()); err != nil {
		return nil, err
	}
	if err := c.clean(); err != nil {
		return nil, err
	}
	st := s.state.Load()
	word, err := s.wordOf(ctx, st.catalog.Taxonomy, &c)
	if err != nil {
		return nil, err
	}
	e, err := s.editOf(ctx, st.catalog.Taxonomy, &c, word)
	if err != nil {
		return nil, err
	}
	effect := &TaxonomyEffect{}
	if err := s.each(ctx, func(l *Listing) { effect.Listings += btoi(l.concerns(e.holds)) }); err != nil {
		return nil, s.internal("taxonomy", err)
	}
	if effect.Searches, err = countSearches(ctx, st.index, e.names); err != nil {
		return nil, s.internal("taxonomy", err)
	}
	err = s.asKeeper(ctx, actor, c.Kind.action(), func(tx Tx, by Actor, now time.Time) error {
		return s.changeTaxonomy(ctx, tx, by, now, &c, word)
	})
	if err != nil {
		return nil, err
	}
	// The change is done, whoever asked for it may be gone.
	after, err := countSearches(context.WithoutCancel(ctx), s.state.Load().index, e.names)
	if err != nil {
		return nil, s.internal("taxonomy", err)
	}
	effect.Searches = besides(effect.Searches, after)
	return effect, nil
}

// changeTaxonomy looks at the taxonomy once more, within the transaction, and
// writes what the change comes to.
func (s *Service) changeTaxonomy(ctx context.Context, tx Tx, by Actor, now time.Time, c *TaxonomyChange, word string) error {
	t, err := s.readTaxonomy(ctx)
	if err != nil {
		return err
	}
	if c.Kind.action() == ActionProposal {
		if err := s.decidable(ctx, tx, by, now, t, c, word); err != nil {
			return err
		}
	}
	e, err := s.editOf(ctx, t, c, word)
	if err != nil {
		return err
	}
	if !e.changes() && e.refuse == nil {
		return nil
	}
	if err := e.write(tx, now); err != nil {
		return err
	}
	return catalogued(tx, Decision{At: now, Actor: by, Action: "skill_" + string(c.Kind), Target: e.target, Reason: e.reason})
}

// decidable tells whether a proposal is still one, which others may have decided
// about meanwhile, and whether it is for the actor to decide: whoever alone
// proposes a word does not, nor does anybody while another has it in hand.
func (s *Service) decidable(ctx context.Context, tx Tx, by Actor, now time.Time, t *Taxonomy, c *TaxonomyChange, word string) error {
	refused, err := s.store.RefusedWords(ctx)
	if err != nil {
		return err
	}
	_, was := refused[c.Word]
	if _, is := t.Named(word); is || was && c.Kind == TaxonomyRefuse {
		return NotFound("proposal", c.Word)
	}
	if all := s.queue.proposers(c.Word); len(all) > 0 && by.ownProposal(&Proposal{Listings: all}) {
		return &Error{Code: CodeOwnListing}
	}
	claim, err := tx.Claim(SkillItem(c.Word))
	switch {
	case IsCode(err, CodeNotFound):
		return nil
	case err != nil:
		return err
	}
	return claim.keeps(by, now)
}

// write writes an edit.
func (e *taxonomyEdit) write(tx Tx, now time.Time) error {
	if e.skill != nil {
		if err := tx.PutSkill(*e.skill); err != nil {
			return err
		}
	}
	if e.fate != nil {
		if err := tx.PutSkillFate(*e.fate); err != nil {
			return err
		}
	}
	if e.word == "" {
		return nil
	}
	var err error
	if e.refuse != nil {
		w := *e.refuse
		w.At = now
		err = tx.RefuseWord(w)
	} else {
		err = tx.AllowWord(e.word)
	}
	return errors.Join(err, tx.DropClaim(SkillItem(e.word)), queueChanged(tx))
}
