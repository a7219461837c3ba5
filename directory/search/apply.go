package search

import (
	"teleorne/directory"
)

const (
	// manyListings is from how many on an Apply is a load: the index is built
	// aside, as long as that many are not few beside those it has.
	manyListings = 1000
	// fewDead documents are never worth a rebuild.
	fewDead = 256
	// fewLate is how many documents may come after a rebuild in any case.
	fewLate = 4096
)

// rebuild is a rebuild under way.
type rebuild struct {
	done chan struct{} // closed when the index has the new segment, or never will
}

// Apply takes listings over; see directory.Index. Of a listing that is named
// twice the later counts.
func (x *Index) Apply(listings []*directory.Listing) {
	x.writing.Lock()
	defer x.writing.Unlock()
	if len(listings) >= manyListings && len(listings) >= x.seg.alive/4 {
		x.load(listings)
		return
	}
	for _, l := range listings {
		c := x.reader.read(l)
		x.mu.Lock()
		x.seg.put(c)
		x.counted.Store(nil)
		x.mu.Unlock()
		if x.rebuild != nil {
			x.since = append(x.since, c)
		}
	}
	x.tidy()
}

// load builds a new segment aside, from what there is and the listings. A
// rebuild under way is overtaken by it.
func (x *Index) load(listings []*directory.Listing) {
	fork := x.seg.fork()
	r := newReader(x.ground)
	r.seen = make(map[string][]string)
	for _, l := range listings {
		c := r.read(l)
		fork.remove(c.id)
		if c.entry != nil && fork.len() < maxDocuments {
			fork.append(c.entry)
		}
	}
	x.swap(fork.rebuilt())
	x.rebuild, x.since = nil, nil
}

func (x *Index) swap(s *segment) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.seg = s
	x.counted.Store(nil)
}

// tidy begins a rebuild when there are too many dead documents, or too many
// that are in no packed list.
func (x *Index) tidy() {
	dead, late := x.seg.len()-x.seg.alive, x.seg.len()-x.seg.packed
	if x.rebuild != nil || (dead < max(fewDead, x.seg.len()/5) && late < fewLate+x.seg.packed/4) {
		return
	}
	x.renew()
}

// renew begins a rebuild aside; what is applied meanwhile is applied again to
// its result.
func (x *Index) renew() {
	r := &rebuild{done: make(chan struct{})}
	x.rebuild, x.since = r, nil
	fork := x.seg.fork()
	go func() {
		defer close(r.done)
		fresh := fork.rebuilt()
		x.writing.Lock()
		defer x.writing.Unlock()
		if x.rebuild != r {
			return
		}
		for _, c := range x.since {
			fresh.put(c)
		}
		x.swap(fresh)
		x.rebuild, x.since = nil, nil
		x.tidy() // much may have come meanwhile
	}()
}
