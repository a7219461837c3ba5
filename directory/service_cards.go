package directory

// owns tells whether the listing is the actor's own.
func (a Actor) owns(l *Listing) bool { return l.Owner != 0 && a.Account == l.Owner }

// seesAll tells whether nothing of the listing is kept from the actor.
func (a Actor) seesAll(l *Listing) bool { return a.Role >= RoleModerator || a.owns(l) }

// sees tells whether a contact detail shown to v is shown to the actor.
func (a Actor) sees(v Visibility) bool {
	switch v {
	case Public:
		return true
	case Identified:
		return a.Proven()
	}
	return false
}

// reader makes cards as one actor may see them.
type reader struct {
	service   *Service
	catalog   *Catalog
	actor     Actor
	contacts  bool // the actor asked for contact details
	unlimited bool // and the daily limit does not count them
}

// cardInList is card for a result in a list. Nobody may change it: visitors share
// theirs.
func (r *reader) cardInList(l *Listing, distanceKM float64) *Card {
	if r.contacts || r.actor.seesAll(l) {
		return r.card(l, distanceKM)
	}
	shelf, proven, today := &r.service.shelf, r.actor.Proven(), r.service.Today()
	c := shelf.card(l, proven, r.catalog, today)
	if c == nil {
		c = r.card(l, -1)
		shelf.putCard(l, proven, r.catalog, today, c)
	}
	switch {
	case distanceKM < 0:
		return c
	case c.Commune == nil:
		return r.card(l, distanceKM)
	}
	here := *c
	here.DistanceKM = distanceKM
	return &here
}

// card is what the reader sees of the listing, which is published. Its text is
// cleaned once more on the way out: whoever shows a card need not distrust it,
// even if somebody else wrote to the database.
func (r *reader) card(l *Listing, distanceKM float64) *Card {
	p := &l.Published.Profile
	c := &Card{
		ID: l.ID, Slug: l.Slug, Name: SafeLine(p.Name), Organisation: SafeLine(p.Organisation),
		Status: p.Status, Headline: SafeLine(p.Headline), DistanceKM: distanceKM,
		Workplace: p.Workplace, Description: SafeText(p.Description),
		Languages: safeLines(p.Languages), AvailableFrom: p.AvailableFrom,
		DailyRateEUR: p.DailyRateEUR, Website: SafeLine(p.Website), Connection: p.Connection,
		UpdatedAt: l.UpdatedAt, ConfirmedAt: l.ConfirmedAt,
	}
	c.Age, _ = r.service.ages.of(l, &Draft{}, r.service.Now())
	r.skills(c, l)
	if commune, ok := r.catalog.Atlas.Current(p.Commune); ok {
		c.EPCI = commune.EPCI
		if p.CommuneShown != ShownEPCI || r.actor.seesAll(l) {
			c.Commune = commune
		} else {
			c.DistanceKM = -1 // it is that of the EPCI's centre: good for an order, no fact about the person
		}
	}
	if t, ok := r.catalog.Telecentre(p.Telecentre); ok && t.Public() && p.Workplace != AtHome {
		c.Telecentre = t
	}
	r.reveal(c, l)
	return c
}

func safeLines(list []string) []string {
	var out []string
	for _, s := range list {
		out = append(out, SafeLine(s))
	}
	return out
}

// skills sorts out those of the taxonomy from proposals, which only the owner
// and the moderators see.
func (r *reader) skills(c *Card, l *Listing) {
	var words []string
	c.Skills, words = r.catalog.Taxonomy.Of(l.Published.Profile.Skills)
	if r.actor.seesAll(l) {
		c.Proposed = safeLines(words)
	}
}

// reveal fills in the contact details that the reader may see and asked for,
// and names those that are kept back.
func (r *reader) reveal(c *Card, l *Listing) {
	p := &l.Published.Profile
	all := r.actor.seesAll(l)
	c.HasEmail = p.Email != "" && (all || r.actor.sees(p.EmailShown))
	c.HasPhone = p.Phone != "" && (all || r.actor.sees(p.PhoneShown))
	if r.contacts && (c.HasEmail || c.HasPhone) {
		free := r.unlimited || r.actor.unlimited() || r.actor.owns(l)
		if free || r.service.reveals.allows(r.actor, l.ID, r.service.Today()) {
			if c.HasEmail {
				c.Email = SafeLine(p.Email)
			}
			if c.HasPhone {
				c.Phone = SafeLine(p.Phone)
			}
		} else {
			c.RateLimited = true
			c.HasEmail, c.HasPhone = false, false
		}
	}
	c.RevealsLeft = -1
	if r.contacts && !r.unlimited {
		c.RevealsLeft = r.service.RevealsLeft(r.actor)
	}
	withheld := func(field string, v Visibility) {
		c.Redacted = append(c.Redacted, field)
		if !all && v == Nobody {
			c.Private = append(c.Private, field)
		}
	}
	if p.Email != "" && !c.HasEmail {
		withheld("email", p.EmailShown)
	}
	if p.Phone != "" && !c.HasPhone {
		withheld("phone", p.PhoneShown)
	}
}
