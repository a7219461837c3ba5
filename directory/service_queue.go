package directory

import (
	"context"
	"maps"
	"slices"
)

// Queue is what waits for moderators, in the order in which it should be looked
// at: by age and risk. CodeNotPermitted, CodeBanned.
func (s *Service) Queue(ctx context.Context, actor Actor) (*Queue, error) {
	by, err := s.official(ctx, actor, ActionModerate)
	if err != nil {
		return nil, err
	}
	b, err := s.order(ctx)
	if err != nil {
		return nil, s.internal("queue", err)
	}
	q := &Queue{Items: slices.Clone(b.items), Count: maps.Clone(b.counts)}
	change := func(n int) *Item {
		if q.Items[n] == b.items[n] { // which is everybody's
			mine := *b.items[n]
			q.Items[n] = &mine
		}
		return q.Items[n]
	}
	for _, n := range b.owned[by.Account] {
		change(n).Own = true
	}
	for _, c := range s.queue.known().claims {
		if n, ok := b.at[c.Item]; ok && s.clock.now().Before(c.Until) {
			c = c.seenBy(by)
			change(n).Claim = &c
		}
	}
	return q, nil
}

// QueueChanges returns a channel that receives after the queue, a claim or
// anything about what waits changed, by any process. Like Changes otherwise.
func (s *Service) QueueChanges() (<-chan struct{}, func()) { return s.news.queue.add(struct{}{}) }

// seenBy is the claim as somebody is told of it.
func (c Claim) seenBy(a Actor) Claim {
	c.Name, c.Yours = SafeLine(c.Name), c.heldBy(a)
	return c
}

// heldBy tells whether the claim is an actor's own: what they have in hand in
// one session they may decide about in another.
func (c *Claim) heldBy(a Actor) bool {
	return c.By == a.Account && (c.By != 0 || a.Role == RoleOperator)
}

// Limits of FindListings.
const (
	defaultListings = 50
	maxListings     = 500
)
