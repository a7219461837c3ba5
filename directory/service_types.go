package directory

// Search is a query together with what the reader gets to see of each result.
type Search struct {
	Query
	Contacts bool // fill in contact details, which count against the daily limit
}

// Results are a page of cards and what is told about the whole.
type Results struct {
	Query     Query
	Total     int
	Cards     []*Card
	Corrected map[string]string
	Concepts  []*Skill
	Facets    *Facets
	Marker    Marker
	Widenings []Widening // ways out of an empty result, best first
	Demo      bool
}

// WideningKind says what a widening changes.
type WideningKind string

// The ways to widen a query that found nothing. The last two come only when
// no single change finds anything.
const (
	WidenRadius     WideningKind = "radius"     // to Value, in km
	WidenEverywhere WideningKind = "everywhere" // without the place
	WidenPhrase     WideningKind = "phrase"     // the words of phrases apart
	WidenWord       WideningKind = "word"       // without Value, a word
	WidenSkill      WideningKind = "skill"      // without Value, a skill's slug
	WidenStatus     WideningKind = "status"
	WidenAvailable  WideningKind = "available"
	WidenLanguage   WideningKind = "language"
	WidenTelecentre WideningKind = "telecentre"
	WidenDomain     WideningKind = "domain"
	WidenEPCI       WideningKind = "epci"
	WidenFilters    WideningKind = "filters" // the words alone, without any filter or place
	WidenAll        WideningKind = "all"     // the place alone, or the whole directory
)

// Widening is a query that finds more, and how many it finds.
type Widening struct {
	Kind  WideningKind
	Value string // what is given up; for WidenRadius the new radius in km
	Query Query
	Count int // at least 1
}

// PlaceCount is a commune with the number of professionals found there.
type PlaceCount struct {
	Commune *Commune
	Count   int
}

// SkillCount is a skill with the number of professionals who have it.
type SkillCount struct {
	Skill *Skill
	Count int
}

// DomainCount is a domain with the number of professionals in it.
type DomainCount struct {
	Domain *Domain
	Count  int
}

// EPCICount is an intercommunality with the number of professionals in it.
type EPCICount struct {
	EPCI  EPCI
	Count int
}

// TelecentreCount is a public télécentre with the number of professionals who
// work there, and its distance from the place asked for (negative without one).
type TelecentreCount struct {
	Telecentre *Telecentre
	Commune    *Commune // nil when the atlas does not know it
	Count      int
	DistanceKM float64
	Verified   Date // when what is said of it was last found to be true; zero: never
}

// TelecentreQuery says which télécentres are wanted.
type TelecentreQuery struct {
	Place    *Place  // nil: wherever
	RadiusKM float64 // around the place; 0: in exactly its communes
	StepFree bool    // only those known to be entered without steps
}

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
