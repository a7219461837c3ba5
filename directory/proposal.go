package directory

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Proposal is a skill that profiles propose and the taxonomy does not have.
type Proposal struct {
	Slug     string // of the word: names the proposal
	Word     string // as the first of them writes it
	Since    time.Time
	Listings []*Listing // whose latest or published revision has it, the oldest first; shared
	Near     []*Skill   // that might be meant, best first
}

// ProposalFate is what became of a skill that the owner of a profile proposed.
type ProposalFate struct {
	Word   string
	State  string // "waiting", "refused"; an accepted one is a skill by now
	Reason string // of a refusal
}

// wordMemo remembers what a taxonomy makes of proposed words: to find what may
// be meant takes a while. It is not safe for concurrent use.
type wordMemo struct {
	taxonomy *Taxonomy
	words    map[string]proposedWord
}

// proposedWord is what a taxonomy makes of a word.
type proposedWord struct {
	skill bool     // it has that
	near  []*Skill // else those that may be meant
}

func (m *wordMemo) look(t *Taxonomy, word string) proposedWord {
	if m.taxonomy != t {
		m.taxonomy, m.words = t, make(map[string]proposedWord)
	}
	found, ok := m.words[word]
	if ok {
		return found
	}
	if _, err := t.Resolve(word); err == nil {
		found.skill = true
	} else if e, ok := err.(*Error); ok { //nolint:errorlint // Resolve wraps nothing
		for _, slug := range e.Nearest {
			if s, ok := t.Skill(slug); ok {
				found.near = append(found.near, s)
			}
		}
	}
	m.words[word] = found
	return found
}

// proposals are the words that listings propose and that the taxonomy neither
// has nor refused, the oldest first.
func (m *wordMemo) proposals(t *Taxonomy, listings []*Listing, refused map[string]RefusedWord) []*Proposal {
	slices.SortFunc(listings, func(a, b *Listing) int {
		return cmp.Or(a.Latest.CreatedAt.Compare(b.Latest.CreatedAt), cmp.Compare(a.ID, b.ID))
	})
	bySlug := make(map[string]*Proposal)
	var all []*Proposal
	for _, l := range listings {
		for _, word := range l.proposes() {
			found := m.look(t, word)
			slug := Slugify(word)
			if _, no := refused[slug]; no || found.skill {
				continue
			}
			p := bySlug[slug]
			if p == nil {
				p = &Proposal{Slug: slug, Word: SafeLine(word), Since: l.proposedAt(word), Near: found.near}
				bySlug[slug] = p
				all = append(all, p)
			}
			if at := l.proposedAt(word); at.Before(p.Since) {
				p.Since, p.Word = at, SafeLine(word)
			}
			if !slices.Contains(p.Listings, l) {
				p.Listings = append(p.Listings, l)
			}
		}
	}
	slices.SortFunc(all, func(a, b *Proposal) int { return cmp.Or(a.Since.Compare(b.Since), cmp.Compare(a.Slug, b.Slug)) })
	return all
}

// proposedAt is when a listing first said a word, as far as its published and
// its latest revision tell.
func (l *Listing) proposedAt(word string) time.Time {
	if l.Published != nil && slices.Contains(l.Published.Profile.Skills, "+"+word) {
		return l.Published.CreatedAt
	}
	return l.Latest.CreatedAt
}

// ownProposal tells whether nobody but the actor proposes a word: whether it
// becomes a skill is for others to say.
func (a Actor) ownProposal(p *Proposal) bool {
	return !slices.ContainsFunc(p.Listings, func(l *Listing) bool { return !a.owns(l) })
}

// proposes tells whether a profile proposes the word of that slug.
func (t *Taxonomy) proposes(p *Profile, slug string) bool {
	_, words := t.Of(p.Skills)
	return slices.ContainsFunc(words, func(word string) bool { return Slugify(word) == slug })
}

// has tells whether a profile has a skill.
func (t *Taxonomy) has(p *Profile, slug string) bool {
	return slices.ContainsFunc(p.Skills, func(entry string) bool {
		s, ok := t.Current(entry)
		return ok && s.Slug == slug
	})
}

// has tells whether what is published, or was submitted last, has a skill.
func (l *Listing) has(t *Taxonomy, slug string) bool {
	if l == nil {
		return false
	}
	for _, r := range [...]*Revision{l.Published, l.Latest} {
		if r != nil && t.has(&r.Profile, slug) {
			return true
		}
	}
	return false
}

// proposers are the listings that propose the word of that slug, refused or not.
func (q *queue) proposers(slug string) []*Listing {
	q.mu.Lock()
	defer q.mu.Unlock()
	var all []*Listing
	for _, l := range q.list.proposing {
		if slices.ContainsFunc(l.proposes(), func(word string) bool { return Slugify(word) == slug }) {
			all = append(all, l)
		}
	}
	return all
}

// fatesOf tells what becomes of the skills that a profile proposes.
func (s *Service) fatesOf(p *Profile) []ProposalFate {
	var fates []ProposalFate
	var refused map[string]RefusedWord
	for _, entry := range p.Skills {
		if !isProposal(entry) {
			continue
		}
		if refused == nil {
			refused = s.queue.known().refused
		}
		word := strings.TrimPrefix(entry, "+")
		fate := ProposalFate{Word: SafeLine(word), State: "waiting"}
		if r, ok := refused[Slugify(word)]; ok {
			fate.State, fate.Reason = "refused", SafeText(r.Reason)
		}
		fates = append(fates, fate)
	}
	return fates
}
