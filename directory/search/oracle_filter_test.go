package search

import (
	"cmp"
	"math"
	"slices"
	"sort"
	"strings"

	"teleorne/directory"
)

// fails lists the kinds of filter that keep the listing out.
func (o *oracle) fails(q *directory.Query, l *directory.Listing) map[string]bool {
	p := &l.Published.Profile
	f := map[string]bool{}
	if q.Status != "" && p.Status != q.Status {
		f["status"] = true
	}
	if len(q.Communes) > 0 {
		if q.RadiusKM > 0 {
			d := o.distance(q, l)
			f["place"] = d < 0 || d > q.RadiusKM
		} else {
			here := o.stands(l)
			f["place"] = p.CommuneShown == directory.ShownEPCI || here == nil || !slices.ContainsFunc(q.Communes, func(code string) bool {
				c, ok := o.decided.commune(code)
				return ok && c == here
			})
		}
	}
	if q.EPCI != "" {
		f["epci"] = o.epci(l) != q.EPCI
	}
	if q.Domain != "" {
		f["domain"] = !slices.Contains(o.domains(l), q.Domain)
	}
	if q.Available != 0 {
		f["available"] = !p.Available(q.Available)
	}
	if q.Language != "" {
		f["language"] = !slices.Contains(p.Languages, q.Language)
	}
	if q.Telecentre != "" {
		f["telecentre"] = p.Telecentre != q.Telecentre
	}
	for k, bad := range f {
		if !bad {
			delete(f, k)
		}
	}
	return f
}

func (o *oracle) epci(l *directory.Listing) string {
	if c := o.stands(l); c != nil {
		return c.EPCI.SIREN
	}
	return ""
}

func (o *oracle) domains(l *directory.Listing) []string {
	var out []string
	for _, slug := range l.Published.Profile.Skills {
		if s, ok := o.decided.skill(slug); ok {
			if d := o.decided.domain(s); d != "" && !slices.Contains(out, d) {
				out = append(out, d)
			}
		}
	}
	return out
}

// distance is to the nearest of the query's communes, negative without one.
func (o *oracle) distance(q *directory.Query, l *directory.Listing) float64 {
	best, here := math.Inf(1), o.stands(l)
	for _, insee := range q.Communes {
		if c, ok := o.decided.commune(insee); ok && here != nil {
			best = min(best, c.Distance(here))
		}
	}
	if math.IsInf(best, 1) {
		return -1
	}
	return best
}

type oracleHit struct {
	l        *directory.Listing
	score    float64
	distance float64
}

// search answers like Index.Search.
func (o *oracle) search(q directory.Query, ps []part) *directory.Found {
	u := o.understand(ps)
	var hits []oracleHit
	tally := map[string]map[string]int{"status": {}, "skill": {}, "domain": {}, "place": {}, "epci": {}, "available": {}}
	for _, l := range o.listings {
		score, ok := o.found(&u, l)
		for _, slug := range q.Skills {
			want, known := o.decided.skill(slug)
			ok = ok && known && slices.ContainsFunc(l.Published.Profile.Skills, func(entry string) bool {
				s, there := o.decided.skill(entry)
				return there && s == want
			})
		}
		if !ok {
			continue
		}
		fails := o.fails(&q, l)
		if len(fails) == 0 || !q.FacetsWithin {
			o.count(tally, fails, l)
		}
		if len(fails) == 0 {
			hits = append(hits, oracleHit{l, score, o.distance(&q, l)})
		}
	}
	o.order(&q, len(ps) > 0 || q.Text != "", hits)
	out := &directory.Found{Total: len(hits), Corrected: u.corrected, Hits: []directory.Hit{}}
	for i := q.Offset; i < len(hits) && i < q.Offset+q.Limit; i++ {
		out.Hits = append(out.Hits, directory.Hit{ID: hits[i].l.ID, DistanceKM: hits[i].distance})
	}
	if q.Facets {
		out.Facets = &directory.Facets{
			Status: oracleFacet(tally["status"]), Skill: oracleFacet(tally["skill"]), Domain: oracleFacet(tally["domain"]),
			Commune: oracleFacet(tally["place"]), EPCI: oracleFacet(tally["epci"]),
			Available: directory.Availability{Now: tally["available"]["now"], In30: tally["available"]["soon"]},
		}
	}
	return out
}

// count adds the listing to each facet whose own filter alone keeps it out, or
// to all.
func (o *oracle) count(tally map[string]map[string]int, fails map[string]bool, l *directory.Listing) {
	p := &l.Published.Profile
	for kind, t := range tally {
		for k := range fails {
			if k != kind {
				t = nil
			}
		}
		if t == nil || kind == "skill" && len(fails) > 0 {
			continue
		}
		switch kind {
		case "status":
			t[string(p.Status)]++
		case "skill":
			seen := map[string]bool{}
			for _, slug := range p.Skills {
				if s, ok := o.decided.skill(slug); ok && !seen[s] {
					seen[s] = true
					t[s]++
				}
			}
		case "domain":
			for _, d := range o.domains(l) {
				t[d]++
			}
		case "place":
			if c := o.stands(l); c != nil && p.CommuneShown != directory.ShownEPCI {
				t[c.INSEE]++
			}
		case "epci":
			if e := o.epci(l); e != "" {
				t[e]++
			}
		case "available":
			if p.Available(o.today) {
				t["now"]++
			}
			if p.Available(o.today + 30) {
				t["soon"]++
			}
		}
	}
}

func oracleFacet(t map[string]int) []directory.Count {
	var out []directory.Count
	for v, n := range t {
		out = append(out, directory.Count{Value: v, Count: n})
	}
	sort.Slice(out, func(i, j int) bool {
		return out[i].Count > out[j].Count || out[i].Count == out[j].Count && out[i].Value < out[j].Value
	})
	return out
}

func (o *oracle) order(q *directory.Query, text bool, hits []oracleHit) {
	how := q.Sort
	if how == directory.SortDefault {
		switch {
		case text:
			how = directory.SortRelevance
		case len(q.Communes) > 0:
			how = directory.SortDistance
		default:
			how = directory.SortRecent
		}
	}
	if how == directory.SortDistance && len(q.Communes) == 0 {
		how = directory.SortRecent
	}
	near := func(h oracleHit) float64 {
		if h.distance < 0 {
			return math.Inf(1)
		}
		return h.distance
	}
	slices.SortFunc(hits, func(a, b oracleHit) int {
		slug := strings.Compare(a.l.Slug, b.l.Slug)
		fresh := b.l.UpdatedAt.Compare(a.l.UpdatedAt)
		switch how {
		case directory.SortRelevance:
			return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(near(a), near(b)), fresh, slug)
		case directory.SortDistance:
			return cmp.Or(cmp.Compare(near(a), near(b)), slug)
		case directory.SortName:
			return cmp.Or(o.collator.CompareString(a.l.Published.Profile.Name, b.l.Published.Profile.Name), slug)
		}
		return cmp.Or(fresh, slug)
	})
}
