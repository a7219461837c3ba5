package directory

import (
	"cmp"
	"context"
	"math"
	"slices"
	"time"
)

// Stats are the figures of the observatory. Those that could point at a
// person are held back.
type Stats struct {
	Total     int
	Status    []Count
	Domain    []Count // by slug
	EPCI      []Count // by SIREN
	Available Availability
	Freshness Freshness
	Commutes  Commutes
	Demo      bool
}

// Freshness counts listings by the age of their last confirmation.
type Freshness struct {
	Month    int // confirmed within 30 days
	HalfYear int // within 183 days, those of Month left out
	Year     int // within 366 days, the former left out
	Older    int
}

// Commutes sums the journeys that salaried teleworkers are spared: twice the
// distance to the employer for each remote day, as the crow flies. It is
// counted from five people on.
type Commutes struct {
	People   int
	KMWeekly float64
}

// leastCommuters is how many people a sum of journeys is made of at least:
// fewer could be recognised in it.
const leastCommuters = 5

// statsCache keeps the last figures. Only the holder of the turn touches it.
type statsCache struct {
	turn    chan struct{}
	seq     Seq
	today   Date
	catalog *Catalog
	stats   *Stats
}

// Stats are the figures of the observatory over all visible profiles.
func (s *Service) Stats(ctx context.Context, actor Actor) (*Stats, error) {
	if err := actor.May(ActionRead); err != nil {
		return nil, err
	}
	// Counting reads every listing: once for all who ask.
	select {
	case s.stats.turn <- struct{}{}:
		defer func() { <-s.stats.turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	seq, err := s.store.LastSeq(ctx)
	if err != nil {
		return nil, s.internal("stats", err)
	}
	c, today := s.Catalog(), s.Today()
	if k := &s.stats; k.stats == nil || k.seq != seq || k.today != today || k.catalog != c {
		tally := newTally(c, s.Now())
		if err := s.store.Listings(ctx, 0, tally.add); err != nil {
			return nil, s.internal("stats", err)
		}
		k.seq, k.today, k.catalog, k.stats = seq, today, c, tally.result()
	}
	stats := *s.stats.stats
	stats.Demo = s.Demo()
	stats.Status, stats.Domain, stats.EPCI = slices.Clone(stats.Status), slices.Clone(stats.Domain), slices.Clone(stats.EPCI)
	return &stats, nil
}

// tally adds up the figures listing by listing.
type tally struct {
	catalog              *Catalog
	now                  time.Time
	today                Date
	stats                Stats
	status, domain, epci map[string]int
}

func newTally(c *Catalog, now time.Time) *tally {
	return &tally{
		catalog: c, now: now, today: DateOf(now),
		status: make(map[string]int), domain: make(map[string]int), epci: make(map[string]int),
	}
}

func (t *tally) add(l *Listing) error {
	if !l.Visible() {
		return nil
	}
	p := &l.Published.Profile
	t.stats.Total++
	t.status[string(p.Status)]++
	var domains []string
	skills, _ := t.catalog.Taxonomy.Of(p.Skills)
	for _, skill := range skills {
		if !slices.Contains(domains, skill.Domain) {
			domains = append(domains, skill.Domain)
			t.domain[skill.Domain]++
		}
	}
	if c, ok := t.catalog.Atlas.Current(p.Commune); ok {
		t.epci[c.EPCI.SIREN]++
	}
	if p.Available(t.today) {
		t.stats.Available.Now++
	}
	if p.Available(t.today + 30) {
		t.stats.Available.In30++
	}
	t.fresh(l.ConfirmedAt)
	if km, ok := commute(t.catalog.Atlas, p); ok {
		t.stats.Commutes.People++
		t.stats.Commutes.KMWeekly += 2 * km * float64(p.RemoteDays)
	}
	return nil
}

func (t *tally) fresh(confirmed time.Time) {
	const day = 24 * time.Hour
	f := &t.stats.Freshness
	switch age := t.now.Sub(confirmed); {
	case age <= 30*day:
		f.Month++
	case age <= 183*day:
		f.HalfYear++
	case age <= 366*day:
		f.Year++
	default:
		f.Older++
	}
}

func (t *tally) result() *Stats {
	r := t.stats
	r.Status, r.Domain, r.EPCI = counted(t.status), counted(t.domain), counted(t.epci)
	if r.Commutes.People < leastCommuters {
		r.Commutes = Commutes{}
	}
	r.Commutes.KMWeekly = math.Round(r.Commutes.KMWeekly)
	return &r
}

// commute is the distance to the employer that a salaried teleworker is
// spared, when both ends are known. Who shows only the EPCI starts from its
// centre here too: the sum shall not tell more than the profile.
func commute(a *Atlas, p *Profile) (km float64, ok bool) {
	if p.Status != Salaried || p.RemoteDays <= 0 || p.EmployerPlace == "" {
		return 0, false
	}
	home, ok := a.Current(p.Commune)
	if !ok {
		return 0, false
	}
	if p.CommuneShown == ShownEPCI {
		if home = a.Centre(home.EPCI.SIREN); home == nil {
			return 0, false
		}
	}
	if at, ok := a.Current(p.EmployerPlace); ok {
		return home.Distance(at), true
	}
	if city, ok := a.City(p.EmployerPlace); ok {
		return DistanceKM(home.Latitude, home.Longitude, city.Latitude, city.Longitude), true
	}
	return 0, false
}

// counted lists counts from the largest, then by value.
func counted(m map[string]int) []Count {
	list := make([]Count, 0, len(m))
	for v, n := range m {
		list = append(list, Count{Value: v, Count: n})
	}
	slices.SortFunc(list, func(a, b Count) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value))
	})
	return list
}
