package search

// A posting is a document and the fields in which it has something, in one
// word: document<<maskBits | mask. Lists of them rise by document.

// postings are lists by number: those of the last rebuild packed in one
// array, and what was added since.
type postings struct {
	offsets []uint32
	packed  []uint32
	tails   map[uint32][]uint32
}

// of gives the two parts of a list; every document of the second is younger.
func (p *postings) of(no uint32) (packed, tail []uint32) {
	if int(no)+1 < len(p.offsets) {
		packed = p.packed[p.offsets[no]:p.offsets[no+1]]
	}
	if len(p.tails) > 0 {
		tail = p.tails[no]
	}
	return packed, tail
}

// add notes that the youngest document has something in a field.
func (p *postings) add(no, doc uint32, f field) {
	if p.tails == nil {
		p.tails = make(map[uint32][]uint32)
	}
	tail := p.tails[no]
	if n := len(tail); n > 0 && tail[n-1]>>maskBits == doc {
		tail[n-1] |= 1 << f
		return
	}
	p.tails[no] = append(tail, doc<<maskBits|1<<f)
}

// length is how many postings a list has, dead documents included.
func (p *postings) length(no uint32) int {
	packed, tail := p.of(no)
	return len(packed) + len(tail)
}

// packer builds the packed part of postings in two passes over the same
// documents in the same order: count, then put.
type packer struct {
	seen []uint32 // by list: last document counted or put, plus one
	at   []uint32 // by list: how many, then where the next one goes
	out  postings
}

func newPacker(lists int) *packer {
	return &packer{seen: make([]uint32, lists), at: make([]uint32, lists)}
}

func (p *packer) count(no, doc uint32) {
	if p.seen[no] != doc+1 {
		p.seen[no] = doc + 1
		p.at[no]++
	}
}

// counted ends the first pass.
func (p *packer) counted() {
	p.out.offsets = make([]uint32, len(p.at)+1)
	sum := uint32(0)
	for i, n := range p.at {
		p.out.offsets[i] = sum
		p.at[i] = sum
		sum += n
	}
	p.out.offsets[len(p.at)] = sum
	p.out.packed = make([]uint32, sum)
	clear(p.seen)
}

func (p *packer) put(no, doc uint32, f field) {
	if p.seen[no] != doc+1 {
		p.seen[no] = doc + 1
		p.out.packed[p.at[no]] = doc << maskBits
		p.at[no]++
	}
	p.out.packed[p.at[no]-1] |= 1 << f
}
