package directory

import "context"

// Sort is an order of results.
type Sort string

// The four orders of results; the empty Sort is the default one.
const (
	SortDefault   Sort = ""
	SortRelevance Sort = "relevance"
	SortDistance  Sort = "distance"
	SortName      Sort = "name"
	SortRecent    Sort = "recent"
)

// Sorts are the orders that a person may ask for.
var Sorts = []Sort{SortRelevance, SortDistance, SortName, SortRecent}

// Bounds of a query.
const (
	DefaultLimit = 50
	MaxLimit     = 500
	MaxRadiusKM  = 500
	MaxQueryText = 500 // graphemes; what is beyond is not read
	// MaxOffset bounds how far a reader may page.
	MaxOffset = 10_000_000
)

// Query is a search in the domain's terms: places and skills are resolved.
type Query struct {
	Text       string   // words, "phrases" and -exclusions as typed
	Skills     []string // slugs, all required
	Domain     string   // slug: any skill of the domain
	Communes   []string // INSEE codes; nil: everywhere
	RadiusKM   float64  // around the communes; 0: exactly these communes
	EPCI       string   // SIREN
	Status     Status
	Available  Date // available on that day; zero: whoever
	Language   string
	Telecentre string // id
	Sort       Sort
	Limit      int // 0: none wanted, counts only
	Offset     int
	Facets     bool
	// FacetsWithin counts nobody in the facets but the results: what who reads
	// both together takes them for.
	FacetsWithin bool
}

// IsEmpty tells whether the query asks for everything.
func (q *Query) IsEmpty() bool {
	return q.Text == "" && len(q.Skills) == 0 && q.Domain == "" && len(q.Communes) == 0 && q.EPCI == "" &&
		q.Status == "" && q.Available == 0 && q.Language == "" && q.Telecentre == ""
}

// EffectiveSort is the order that the query gets: without words by distance when
// a commune is given, else the most recent first.
func (q *Query) EffectiveSort() Sort {
	switch {
	case q.Sort != SortDefault:
		return q.Sort
	case q.Text != "":
		return SortRelevance
	case len(q.Communes) > 0:
		return SortDistance
	}
	return SortRecent
}

// Hit is a listing that was found.
type Hit struct {
	ID         ListingID
	DistanceKM float64 // from the nearest of the query's communes; negative without one
}

// Found is what a Searcher answers.
type Found struct {
	Total     int
	Hits      []Hit             // the page Offset…Offset+Limit
	Corrected map[string]string // typed word to the word searched instead; nil when none
	Concepts  []string          // slugs of skills that the words, taken together, name; best first
	Facets    *Facets           // nil unless asked for
	Marker    Marker            // never nil
}

// Facets count, for each value, how many of the results have it. Unless
// FacetsWithin is asked for, within one kind of filter the counts are those of the query without that filter, so
// that a person sees what choosing another value would give — except for
// skills, which combine with AND and count within the results.
type Facets struct {
	Status    []Count
	Skill     []Count // by slug
	Domain    []Count // by slug
	Commune   []Count // by INSEE code
	EPCI      []Count // by SIREN
	Available Availability
}

// Count is one value of a facet, ordered by falling count, then value.
type Count struct {
	Value string
	Count int
}

// Availability counts who is free.
type Availability struct {
	Now  int // on the index's today
	In30 int // within thirty days, those of Now included
}

// Span is a range of bytes of a text.
type Span struct{ Start, End int }

// Marker shows where the words of a query stand in a text.
type Marker interface {
	// Mark returns the spans to be marked: ascending, apart, on rune bounds.
	Mark(text string) []Span
}

// CompletionKind is what a completion would do.
type CompletionKind string

// The kinds of completion.
const (
	CompleteSkill  CompletionKind = "skill"
	CompletePerson CompletionKind = "person"
	CompleteDomain CompletionKind = "domain"
)

// Completion is a proposal for what is being typed into « Quoi ? ».
type Completion struct {
	Kind  CompletionKind
	Value string // slug of the skill or the domain; of a person once the Service filled it in
	ID    ListingID
	Alias string // the name by which a skill was recognised, when it is not the label
	Count int    // people; 0 for a person

	Name, Headline string // of a person: the Service fills them in, a Searcher does not
}

// Searcher finds listings. Implementations are safe for concurrent use.
type Searcher interface {
	// Search answers a query. It returns ctx.Err() when ctx ends first.
	Search(ctx context.Context, q Query) (*Found, error)
	// Complete proposes at most limit skills, domains and people whose name
	// starts like the last words of text. It answers nothing to no text.
	Complete(ctx context.Context, text string, lang string, limit int) ([]Completion, error)
	// Similar are at most limit slugs that a mistyped one may have meant, best
	// first.
	Similar(slug string, limit int) []string
}
