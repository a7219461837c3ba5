package command

import (
	"context"
	"slices"
	"strings"

	"teleorne/directory"
)

// meant is what a word of the command line is about: an item by its name, or
// what is waiting, or can be decided, about a listing. "12" and a slug are the
// listing's: which of its items an action is for follows from the action. Digits
// are a number alone: nobody is taken for somebody else by being called « 12 ».
func (sh *Shell) meant(ctx context.Context, s *directory.Service, typed string, action directory.Action) (directory.ItemID, error) {
	if err := sh.Actor.May(directory.ActionModerate); err != nil {
		return "", err // nobody else is told who is there
	}
	if word, ok := strings.CutPrefix(typed, "+"); ok && directory.Slugify(word) != "" {
		return directory.SkillItem(word), nil
	}
	id := directory.ItemID(strings.ToLower(typed))
	kind, listing, _, err := id.Parse()
	switch {
	case err == nil && kind != directory.ItemListing:
		return id, nil
	case err != nil:
		l, err := sh.listing(ctx, s, typed)
		if err != nil {
			return "", err
		}
		listing = l.ID
	}
	return itemFor(listing, action), nil
}

// itemFor is the item of a listing that an action is for.
func itemFor(id directory.ListingID, action directory.Action) directory.ItemID {
	switch action {
	case directory.ActionDismiss:
		return directory.ReportItem(id)
	case directory.ActionUphold, directory.ActionReverse:
		return directory.AppealItem(id)
	}
	return directory.ListingItem(id)
}

// listing finds a listing of whatever state by its slug. One that is not there
// names the nearest.
func (sh *Shell) listing(ctx context.Context, s *directory.Service, typed string) (*directory.Listing, error) {
	if slug := strings.ToLower(typed); directory.ValidSlug(slug) {
		for offset, more := 0, true; more; offset += maxListed {
			p, err := s.FindListings(ctx, sh.Actor, directory.ListingQuery{Text: slug, Limit: maxListed, Offset: offset})
			if err != nil {
				return nil, err
			}
			for _, l := range p.Listings {
				if l.Slug == slug {
					return l, nil
				}
			}
			more = offset+maxListed < p.Total
		}
	}
	p, err := s.FindListings(ctx, sh.Actor, directory.ListingQuery{Limit: maxListed})
	if err != nil {
		return nil, err
	}
	slugs := make([]string, len(p.Listings))
	for i, l := range p.Listings {
		slugs[i] = l.Slug
	}
	e := directory.NotFound("listing", typed)
	if near := nearest(typed, slugs); near != "" {
		e.Nearest = []string{near}
	}
	return nil, e
}

// anyListing finds a listing by its number, or its slug.
func (sh *Shell) anyListing(ctx context.Context, s *directory.Service, typed string) (directory.ListingID, error) {
	if kind, id, _, err := directory.ItemID(typed).Parse(); err == nil && kind == directory.ItemListing {
		return id, nil
	}
	l, err := sh.listing(ctx, s, typed)
	if err != nil {
		return 0, err
	}
	return l.ID, nil
}

// shown is the item that a moderator means who wants to see a listing: what it
// handed in before what others say of it.
func (sh *Shell) shown(ctx context.Context, s *directory.Service, typed string) (directory.ItemID, error) {
	id, err := sh.meant(ctx, s, typed, directory.ActionView)
	if err != nil {
		return "", err
	}
	if _, _, _, named := directory.ItemID(strings.ToLower(typed)).Parse(); named == nil {
		return id, nil
	}
	waiting, err := sh.about(ctx, s, id)
	if err != nil || len(waiting) == 0 || slices.Contains(waiting, id) {
		return id, err
	}
	return waiting[0], nil
}

// about are the items that wait about the listing of an item.
func (sh *Shell) about(ctx context.Context, s *directory.Service, id directory.ItemID) ([]directory.ItemID, error) {
	_, listing, _, err := id.Parse()
	if err != nil || listing == 0 {
		return nil, err
	}
	q, err := s.Queue(ctx, sh.Actor)
	if err != nil {
		return nil, err
	}
	var all []directory.ItemID
	for _, i := range q.Items {
		if i.Listing != nil && i.Listing.ID == listing {
			all = append(all, i.ID)
		}
	}
	return all, nil
}

// account finds an account by its number, a fingerprint of its keys, its name
// or the slug of its listing. Several of that name are listed.
func (sh *Shell) account(ctx context.Context, s *directory.Service, typed string) (*directory.AccountCard, error) {
	if n, err := number("account", typed); err == nil {
		return s.Account(ctx, sh.Actor, directory.AccountID(n))
	}
	p, err := s.Accounts(ctx, sh.Actor, directory.AccountQuery{Text: typed, Limit: maxListed})
	if err != nil {
		return nil, err
	}
	var found []*directory.AccountCard
	for i := range p.Accounts {
		if c := &p.Accounts[i]; isAccount(c, typed) {
			found = append(found, c)
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return nil, sh.noAccount(ctx, s, typed, p)
	}
	numbers := make([]string, len(found))
	for i, c := range found {
		numbers[i] = itoa(int(c.ID))
	}
	return nil, &Failure{
		Key: "command.account.ambiguous", Args: []any{"value", directory.Clip(typed, 60), "numbers", sh.Text.List(numbers)}, Status: Failed,
	}
}

func isAccount(c *directory.AccountCard, typed string) bool {
	for _, k := range c.Keys {
		if k.Fingerprint == typed || k.Fingerprint == "SHA256:"+typed {
			return true
		}
	}
	return directory.Fold(c.Name) == directory.Fold(typed) || c.Listing != nil && strings.EqualFold(c.Listing.Slug, typed)
}

// noAccount says that there is no such account, and which is near.
func (sh *Shell) noAccount(ctx context.Context, s *directory.Service, typed string, like *directory.AccountPage) error {
	if strings.HasPrefix(typed, "SHA256:") {
		return &Failure{Key: "command.account.unknown_key", Args: []any{"value", directory.Clip(typed, 60)}, Status: Failed}
	}
	if len(like.Accounts) == 0 {
		all, err := s.Accounts(ctx, sh.Actor, directory.AccountQuery{Limit: maxListed})
		if err != nil {
			return err
		}
		like = all
	}
	names := map[string]bool{}
	for _, c := range like.Accounts {
		names[directory.SafeLine(c.Name)] = true
		if c.Listing != nil {
			names[c.Listing.Slug] = true
		}
	}
	e := directory.NotFound("account", typed)
	if near := nearest(typed, sorted(names)); near != "" {
		e.Nearest = []string{near}
	}
	return e
}
