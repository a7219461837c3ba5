package demo

import (
	"math/rand/v2"
	"slices"
	"sort"
	"strconv"
	"strings"

	"teleorne/directory"
)

// maker draws people, one after the other, from one source of chance.
type maker struct {
	rand     *rand.Rand
	stock    *stock
	catalog  *directory.Catalog
	today    directory.Date
	trades   []trade
	tradeSum []int // running sum of the trades' weights
	homes    []home
	homeSum  []int          // running sum of populations
	seen     map[string]int // how often a mailbox was given away
	made     int
}

// home is a commune with what is near to it.
type home struct {
	commune    *directory.Commune
	telecentre string   // the nearest public one within a short drive; empty without one
	towns      []string // larger communes around
}

// nearTelecentreKM is how far people drive to work somewhere else than at home.
const nearTelecentreKM = 20

func newMaker(today directory.Date, c *directory.Catalog) *maker {
	m := &maker{rand: newRandom(), stock: loadStock(), catalog: c, today: today, seen: map[string]int{}}
	for _, t := range m.stock.trades {
		if _, ok := c.Taxonomy.Skill(t.required); !ok {
			continue
		}
		t.others = m.existing(t.others)
		m.trades = append(m.trades, t)
		m.tradeSum = append(m.tradeSum, last(m.tradeSum)+t.weight)
	}
	if len(m.trades) == 0 { // a taxonomy of somebody's own: its labels are the métiers
		for _, s := range c.Taxonomy.Skills {
			m.trades = append(m.trades, trade{man: s.Label.FR, woman: s.Label.FR, required: s.Slug, low: 200, high: 400, weight: 1})
			m.tradeSum = append(m.tradeSum, last(m.tradeSum)+1)
		}
	}
	for _, commune := range c.Atlas.Communes() {
		m.homes = append(m.homes, m.home(commune))
		// Remote workers leave the towns sooner than others do.
		m.homeSum = append(m.homeSum, last(m.homeSum)+commune.Population+150)
	}
	return m
}

func (m *maker) existing(slugs []string) []string {
	return slices.DeleteFunc(slices.Clone(slugs), func(s string) bool {
		_, ok := m.catalog.Taxonomy.Skill(s)
		return !ok
	})
}

func (m *maker) home(c *directory.Commune) home {
	h := home{commune: c}
	nearest := float64(nearTelecentreKM)
	for i := range m.catalog.Telecentres {
		t := &m.catalog.Telecentres[i]
		at, ok := m.catalog.Atlas.Commune(t.Commune)
		if !ok || !t.Public() {
			continue
		}
		if d := c.Distance(at); d < nearest {
			nearest, h.telecentre = d, t.ID
		}
	}
	const town, drive = 1500, 30
	for _, o := range m.catalog.Atlas.Communes() {
		if o != c && o.Population >= town && c.Distance(o) <= drive && directory.Length(o.Name) < 20 {
			h.towns = append(h.towns, o.Name)
		}
	}
	if len(h.towns) == 0 {
		h.towns = []string{c.Name}
	}
	return h
}

func last(sums []int) int {
	if len(sums) == 0 {
		return 0
	}
	return sums[len(sums)-1]
}

// weighted draws an index in proportion to the weights that sums adds up.
func (m *maker) weighted(sums []int) int {
	return sort.SearchInts(sums, 1+m.rand.IntN(last(sums)))
}

func (m *maker) chance(percent int) bool { return m.rand.IntN(100) < percent }

func (m *maker) between(least, most int) int { return least + m.rand.IntN(most-least+1) }

func (m *maker) oneOf(items []string) string { return items[m.rand.IntN(len(items))] }

// person draws somebody.
func (m *maker) person() Person {
	m.made++
	d := draft{maker: m, woman: m.chance(56), trade: m.trades[m.weighted(m.tradeSum)], home: m.homes[m.weighted(m.homeSum)]}
	d.identity()
	d.skills()
	d.work()
	d.contacts()
	d.profile.Description = d.description()
	return m.aged(d.profile)
}

// name draws a name that is not taken, if that is not too much to ask.
func (m *maker) name(woman bool) (first, surname, box string) {
	firsts := m.stock.men
	if woman {
		firsts = m.stock.women
	}
	for try := 0; ; try++ {
		f, s := m.part(firsts), m.surname()
		first, surname, box = f.name, s.name, f.mail+"."+s.mail
		if m.chance(9) {
			if other := m.part(m.stock.surnames); other != s {
				surname += "-" + other.name
				box += "." + other.mail
			}
		}
		if first != surname && m.seen[box] == 0 || try == 3 {
			return first, surname, box
		}
	}
}

// commonNames is how many people the usual surnames are enough for. A larger
// directory has rarer ones as well, as a larger country has.
const commonNames = 1000

func (m *maker) surname() namePart {
	if m.made < commonNames || !m.chance(15) {
		return m.part(m.stock.surnames)
	}
	s := &m.stock.syllables
	name := m.oneOf(s[0]) + m.oneOf(s[1]) + m.oneOf(s[2])
	return namePart{name, mailbox(name)}
}

func (m *maker) part(parts []namePart) namePart { return parts[m.rand.IntN(len(parts))] }

// address makes an e-mail address that nobody else has.
func (m *maker) address(box string) string {
	m.seen[box]++
	if n := m.seen[box]; n > 1 {
		box += strconv.Itoa(n)
	}
	return box + "@exemple.fr"
}

// mailbox is what stands before the @ for a name.
func mailbox(name string) string {
	return strings.ReplaceAll(directory.Slugify(name), "-", ".")
}

// phone draws from the ranges that the regulator keeps for fiction.
func (m *maker) phone() string {
	prefix := "+3326191"
	if m.chance(60) {
		prefix = "+3363998"
	}
	return prefix + strconv.Itoa(10_000 + m.rand.IntN(10_000))[1:]
}

// aged adds how long ago the listing was touched: most of them lately.
func (m *maker) aged(p directory.Profile) Person {
	confirmed := m.rand.IntN(1 + m.rand.IntN(1+m.rand.IntN(600)))
	return Person{Profile: p, ConfirmedDaysAgo: confirmed, UpdatedDaysAgo: confirmed + m.rand.IntN(1+m.rand.IntN(200))}
}

// known makes somebody of the documentation, unless the catalog lacks what
// they are made of.
func (m *maker) known(k known) (Person, bool) {
	if _, ok := m.catalog.Atlas.Commune(k.commune); !ok || len(m.existing(k.skills)) != len(k.skills) {
		return Person{}, false
	}
	p := directory.Profile{
		Name: k.name, Organisation: k.organisation, Status: directory.Status(k.status), Headline: k.headline,
		Skills: slices.Clone(k.skills), Commune: k.commune, CommuneShown: directory.ShownCommune, Workplace: directory.AtHome,
		Description: k.description, Languages: slices.Clone(k.languages), DailyRateEUR: k.rate,
		Email: m.address(mailbox(k.name)), EmailShown: directory.Visibility(k.emailShown),
		Phone: m.phone(), PhoneShown: directory.Visibility(k.phoneShown), Connection: directory.Connection(k.connection),
	}
	if slices.ContainsFunc(m.catalog.Telecentres, func(t directory.Telecentre) bool { return t.ID == k.telecentre && t.Public() }) {
		p.Workplace, p.Telecentre = directory.AtBoth, k.telecentre
	}
	if k.availableIn != "" {
		p.AvailableFrom = m.today + directory.Date(number(k.availableIn))
	}
	if p.Status == directory.Salaried {
		p.EmployerPlace, p.RemoteDays = m.oneOf(m.stock.far), m.between(2, 5)
	}
	// Those whom people meet first keep their listings fresh.
	confirmed := m.between(1, 40)
	return Person{Profile: p, ConfirmedDaysAgo: confirmed, UpdatedDaysAgo: confirmed + m.between(0, 150)}, true
}
