package search

import (
	"encoding/binary"
	"slices"
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"teleorne/directory"
)

// change is what the index is told of one listing: how it is found from now
// on, or, with a nil entry, that it is found no more.
type change struct {
	id    directory.ListingID
	entry *entry
}

// entry is a visible listing in the index's terms.
type entry struct {
	id         directory.ListingID
	slug       string
	updated    int64 // milliseconds since 1970
	confirmed  directory.Date
	nameKey    []byte // orders names as French does
	place      uint16 // commune it stands on, ground.noPlace for none
	hidden     bool   // shows only the EPCI of that commune
	status     uint8
	available  directory.Date
	languages  string // sorted, joined by spaces
	telecentre string
	skills     []uint16
	domains    string // of the skills: their numbers, rising, two bytes each
	texts      []passage
}

// passage is a stretch of text whose words stand side by side.
type passage struct {
	field  field
	tokens []string
}

// Statuses by number.
const (
	otherStatus uint8 = iota
	independent
	salaried
)

func statusNo(s directory.Status) uint8 {
	switch s {
	case directory.Independent:
		return independent
	case directory.Salaried:
		return salaried
	}
	return otherStatus
}

// reader turns listings into entries. It is not safe for concurrent use.
type reader struct {
	ground   *ground
	collator *collate.Collator
	buffer   collate.Buffer
	seen     map[string][]string // folded chunks of text; only while loading many listings
}

// maxSeen bounds what a reader remembers of the chunks it folded.
const maxSeen = 1 << 18

func newReader(g *ground) *reader {
	return &reader{ground: g, collator: collate.New(language.French, collate.IgnoreCase)}
}

// read says what becomes of the listing. One without a latest revision was
// erased, or never handed in, whatever else is said of it.
func (r *reader) read(l *directory.Listing) change {
	if !l.Visible() || l.Latest == nil {
		return change{id: l.ID}
	}
	p := &l.Published.Profile
	e := &entry{
		id: l.ID, slug: l.Slug, updated: l.UpdatedAt.UnixMilli(), confirmed: confirmedOn(l), nameKey: r.nameKey(p.Name),
		status: statusNo(p.Status), available: p.AvailableFrom, telecentre: p.Telecentre,
	}
	r.readPlace(e, p)
	langs := slices.Clone(p.Languages)
	slices.Sort(langs)
	e.languages = strings.Join(slices.Compact(langs), " ")
	r.passage(e, inName, p.Name)
	r.passage(e, inOrganisation, p.Organisation)
	r.passage(e, inHeadline, p.Headline)
	for _, slug := range p.Skills {
		no, ok := r.ground.skill(slug)
		switch {
		case !ok && strings.HasPrefix(slug, "+"): // proposed: until it is accepted, nobody finds anybody by it
		case !ok: // no more in the taxonomy
			r.passage(e, inSkill, slug)
		case !slices.Contains(e.skills, no):
			e.skills = append(e.skills, no)
		}
	}
	e.domains = r.domains(e.skills)
	r.passage(e, inDescription, p.Description)
	return change{l.ID, e}
}

// confirmedOn is the day on which somebody last said that the listing is true.
// Whoever made it said so first.
func confirmedOn(l *directory.Listing) directory.Date {
	if l.ConfirmedAt.IsZero() {
		return directory.DateOf(l.CreatedAt)
	}
	return directory.DateOf(l.ConfirmedAt)
}

// domains are those of the skills, each once.
func (r *reader) domains(skills []uint16) string {
	var buf [directory.MaxSkills]uint16
	nos := buf[:0]
	for _, skill := range skills {
		if d := r.ground.domainOf[skill]; d != nowhere {
			nos = append(nos, d)
		}
	}
	slices.Sort(nos)
	var key []byte
	for _, d := range slices.Compact(nos) {
		key = binary.BigEndian.AppendUint16(key, d)
	}
	return string(key)
}

// eachDomain calls fn for each number in what reader.domains made.
func eachDomain(set string, fn func(no uint16)) {
	for ; len(set) >= 2; set = set[2:] {
		fn(uint16(set[0])<<8 | uint16(set[1]))
	}
}

func holdsDomain(set string, domain uint16) (holds bool) {
	eachDomain(set, func(no uint16) { holds = holds || no == domain })
	return holds
}

func (r *reader) readPlace(e *entry, p *directory.Profile) {
	g := r.ground
	e.place = g.noPlace()
	no, ok := g.commune(p.Commune)
	if !ok {
		return
	}
	e.place = no
	if p.CommuneShown == directory.ShownEPCI {
		// Nothing of the commune itself may be found out.
		e.hidden, e.place = true, g.noPlace()
		if epci := g.epciOf[no]; int(epci) < len(g.epcis) {
			e.place = g.centreOf[epci]
		}
	}
}

func (r *reader) passage(e *entry, f field, text string) {
	if toks := r.fold(text); len(toks) > 0 {
		e.texts = append(e.texts, passage{f, toks})
	}
}

// fold gives the words of a text. While many listings are loaded it remembers
// chunks, of which a directory holds far fewer than words.
func (r *reader) fold(text string) []string {
	if r.seen == nil {
		return tokens(text)
	}
	var out []string
	for i := 0; ; {
		start, end := chunk(text, i)
		if start == end {
			return out
		}
		i = end
		part := text[start:end]
		toks, ok := r.seen[part]
		if !ok {
			toks = tokens(part)
			if len(r.seen) < maxSeen {
				r.seen[strings.Clone(part)] = toks
			}
		}
		out = append(out, toks...)
	}
}

// nameKey orders like the name does in French, case aside. The collator's keys
// end in one weight an accent for the whole name: without any they say nothing.
func (r *reader) nameKey(name string) []byte {
	r.buffer.Reset()
	key := r.collator.KeyFromString(&r.buffer, name)
	end := len(key)
	for end >= 2 && key[end-2] == 0 && key[end-1] == plainWeight {
		end -= 2
	}
	if end >= 2 && end < len(key) && key[end-2] == 0 && key[end-1] == 0 {
		end -= 2
	}
	return slices.Clone(key[:end])
}

// plainWeight is the secondary weight of a letter without accent.
const plainWeight = 0x20
