package search

import (
	"bytes"
	"cmp"
	"context"
	"math"
	"math/bits"
	"slices"

	"teleorne/directory"
)

// hit is a result with what it is sorted by first; the greater key is before.
type hit struct {
	key uint32
	doc uint32
}

// collector keeps the results that may stand on the page: a heap of the best
// when the page is near the beginning, else all of them.
type collector struct {
	run    *run
	sort   directory.Sort
	want   int // hits up to the end of the page
	offset int
	heap   bool // hits is a heap with the worst of want hits on top
	hits   []hit
	stale  int32      // who was last confirmed before that day keeps half of the score
	words  uint32     // bits of the terms that are words, 0 unless nearness counts
	count  int        // of these
	rank   []uint16   // by commune: the greater the nearer
	cells  [][]uint32 // by term
}

// maxHeap is up to how many hits a heap is quicker than sorting afterwards.
const maxHeap = 2048

// openPage prepares the collector for the query.
func (r *run) openPage() {
	q, c := &r.query, &r.page
	limit := min(max(q.Limit, 0), directory.MaxLimit)
	offset := min(max(q.Offset, 0), directory.MaxOffset)
	*c = collector{run: r, sort: q.EffectiveSort(), offset: offset, want: offset + limit, hits: c.hits[:0], rank: c.rank[:0], cells: c.cells[:0]}
	if limit == 0 {
		c.want = 0
	}
	c.heap = c.want <= maxHeap
	if c.sort == directory.SortDistance && len(q.Communes) == 0 {
		c.sort = directory.SortRecent
	}
	if len(q.Communes) > 0 {
		c.rank = nearness(c.rank, r.pass.distance)
	}
	if c.sort == directory.SortRelevance {
		c.stale = math.MinInt32
		if !r.stale.IsZero() {
			c.stale = int32(r.stale)
		}
		for i := range r.matches {
			c.cells = append(c.cells, r.scratch.terms[i].cells)
		}
		r.openStretches()
	}
}

// nearness ranks distances: equal ones equally, the least highest.
func nearness(rank []uint16, distance []float64) []uint16 {
	order := slices.Clone(distance)
	slices.Sort(order)
	order = slices.Compact(order)
	rank = sized(rank, len(distance))
	for i, d := range distance {
		at, _ := slices.BinarySearch(order, d)
		rank[i] = uint16(math.MaxUint16 - at)
	}
	return rank
}

// collect chooses among the candidates those of the page.
func (r *run) collect(ctx context.Context) error {
	c := &r.page
	if c.want == 0 {
		return nil
	}
	return r.eachCandidate(ctx, func(doc uint32) (more bool) {
		// Candidates come by falling freshness: who is not fresh enough is the
		// first of many.
		return c.offer(doc) || c.sort != directory.SortRecent || int(doc) >= r.ordered
	})
}

// offer considers a result for the page.
func (c *collector) offer(doc uint32) (kept bool) {
	h := hit{doc: doc}
	switch c.sort {
	case directory.SortRelevance:
		h.key = c.relevance(doc)
	case directory.SortDistance:
		h.key = uint32(c.rank[c.run.place[doc]])
	}
	return c.push(h)
}

// relevance sums up what the terms are worth in the document; beside that sum,
// counted in halves, it puts how near the document is.
func (c *collector) relevance(doc uint32) (key uint32) {
	for _, cells := range c.cells {
		key += uint32(worth[bits.Len32(cells[doc])])
	}
	halves := c.halves(doc)
	key *= halves << 16
	if len(c.rank) > 0 {
		key |= uint32(c.rank[c.run.place[doc]])
	}
	// How near the words are takes time: only for whom it may help.
	best := hit{key + togetherBonus*halves<<16, doc}
	if c.words != 0 && (!c.full() || c.before(best, c.hits[0])) {
		key += uint32(c.run.nearBonus(doc, c.shared(doc))) * halves << 16
	}
	return key
}

// halves are how many halves of its score a document keeps: both, or one when
// nobody confirmed it for long. It adds a sign rather than choose: see
// countAvailable.
func (c *collector) halves(doc uint32) uint32 {
	return 2 - uint32(uint64(int64(c.run.confirmed[doc])-int64(c.stale))>>63)
}

// shared are the fields of the document that hold all words.
func (c *collector) shared(doc uint32) (in uint32) {
	in = maskAll
	for i, cells := range c.cells {
		if c.words>>i&1 != 0 {
			in &= fieldsOf(cells[doc])
		}
	}
	return in
}

func (c *collector) full() bool { return c.heap && len(c.hits) == c.want }

// before is the order of the results: total, for slugs are unique.
func (c *collector) before(a, b hit) bool {
	if a.key != b.key {
		return a.key > b.key
	}
	switch c.sort {
	case directory.SortDistance:
		return c.run.compareSlugs(a.doc, b.doc) < 0
	case directory.SortName:
		return c.run.compareNames(a.doc, b.doc) < 0
	}
	return c.run.fresher(a.doc, b.doc)
}

// fresher is compareFreshness, by number where that is the same.
func (s *segment) fresher(a, b uint32) bool {
	if int(a) < s.ordered && int(b) < s.ordered {
		return a > b
	}
	return s.compareFreshness(a, b) > 0
}

func (s *segment) compareSlugs(a, b uint32) int {
	if int(a) < s.packed && int(b) < s.packed {
		return cmp.Compare(s.slugRank[a], s.slugRank[b])
	}
	return bytes.Compare(s.slug(a), s.slug(b))
}

func (s *segment) compareNames(a, b uint32) int {
	if int(a) < s.packed && int(b) < s.packed {
		return cmp.Compare(s.nameRank[a], s.nameRank[b])
	}
	return cmp.Or(bytes.Compare(s.nameKey(a), s.nameKey(b)), s.compareSlugs(a, b))
}

// push keeps a hit, in a full heap in place of the worst if it is before that.
func (c *collector) push(h hit) (kept bool) {
	switch {
	case !c.heap:
		c.hits = append(c.hits, h)
	case len(c.hits) < c.want:
		c.hits = append(c.hits, h)
		for i := len(c.hits) - 1; i > 0; {
			parent := (i - 1) / 2
			if !c.before(c.hits[parent], c.hits[i]) {
				break
			}
			c.hits[parent], c.hits[i] = c.hits[i], c.hits[parent]
			i = parent
		}
	case c.before(h, c.hits[0]):
		c.hits[0] = h
		c.sink()
	default:
		return false
	}
	return true
}

// sink restores the heap after its top was replaced.
func (c *collector) sink() {
	for i := 0; ; {
		worst := 2*i + 1
		if worst >= len(c.hits) {
			return
		}
		if right := worst + 1; right < len(c.hits) && c.before(c.hits[worst], c.hits[right]) {
			worst = right
		}
		if !c.before(c.hits[i], c.hits[worst]) {
			return
		}
		c.hits[i], c.hits[worst] = c.hits[worst], c.hits[i]
		i = worst
	}
}

// sorted are the hits of the page, in order.
func (c *collector) sorted() []hit {
	end := min(c.want, len(c.hits))
	if c.offset >= end {
		return nil
	}
	order := func(a, b hit) int {
		if c.before(a, b) {
			return -1
		}
		if a.doc == b.doc {
			return 0
		}
		return 1
	}
	part := c.hits
	if !c.heap {
		part = c.narrow(c.hits, c.offset, end)
		slices.SortFunc(part, order)
		return c.hits[c.offset:end]
	}
	slices.SortFunc(part, order)
	return part[c.offset:end]
}

// narrow moves the hits so that those of the page stand where they belong, if
// not yet in order among those of the stretch it returns.
func (c *collector) narrow(hits []hit, from, to int) []hit {
	lo, hi := 0, len(hits)
	for hi-lo > 2*(to-from)+32 {
		pivot := c.median(hits[lo], hits[lo+(hi-lo)/2], hits[hi-1])
		i, j := lo, hi-1
		for i <= j {
			for c.before(hits[i], pivot) {
				i++
			}
			for c.before(pivot, hits[j]) {
				j--
			}
			if i <= j {
				hits[i], hits[j] = hits[j], hits[i]
				i++
				j--
			}
		}
		switch { // hits[lo:j+1] are not after the pivot, hits[i:hi] not before
		case to <= j+1:
			hi = j + 1
		case from >= i:
			lo = i
		default:
			return hits[lo:hi]
		}
	}
	return hits[lo:hi]
}

func (c *collector) median(x, y, z hit) hit {
	if c.before(y, x) {
		x, y = y, x
	}
	if c.before(z, y) {
		y = z
		if c.before(y, x) {
			y = x
		}
	}
	return y
}

// hits are the results of the page.
func (r *run) hits() []directory.Hit {
	sorted := r.page.sorted()
	out := make([]directory.Hit, len(sorted))
	for i, h := range sorted {
		d := -1.0
		if len(r.query.Communes) > 0 {
			d = r.pass.distance[r.place[h.doc]]
		}
		out[i] = directory.Hit{ID: r.id[h.doc], DistanceKM: d}
	}
	r.page.run = nil
	return out
}
