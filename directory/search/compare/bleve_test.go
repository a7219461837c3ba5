package compare

import (
	"context"
	"fmt"
	"strconv"
	"testing"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/custom"
	"github.com/blevesearch/bleve/v2/analysis/tokenizer/whitespace"
	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/search/query"
)

// bleveEngine is bleve with its default index on disk. The texts come folded:
// its analyser has nothing to do but part the words.
type bleveEngine struct{ index bleve.Index }

func (bleveEngine) name() string { return "bleve" }

// bleveDocument is what bleve is given.
type bleveDocument struct {
	Text    string   `json:"text"`
	Status  string   `json:"status"`
	Commune string   `json:"commune,omitempty"`
	EPCI    string   `json:"epci"`
	Skill   []string `json:"skill"`
	Domain  []string `json:"domain"`
	Updated float64  `json:"updated"`
}

func bleveMapping(b *testing.B) mapping.IndexMapping {
	b.Helper()
	m := bleve.NewIndexMapping()
	if err := m.AddCustomAnalyzer("words", map[string]any{"type": custom.Name, "tokenizer": whitespace.Name}); err != nil {
		b.Fatal(err)
	}
	doc := bleve.NewDocumentStaticMapping()
	text := bleve.NewTextFieldMapping()
	text.Analyzer, text.Store, text.IncludeInAll, text.IncludeTermVectors, text.DocValues = "words", false, false, false, false
	doc.AddFieldMappingsAt("text", text)
	for _, name := range []string{"status", "commune", "epci", "skill", "domain"} {
		f := bleve.NewKeywordFieldMapping()
		f.Store, f.IncludeInAll, f.IncludeTermVectors = false, false, false
		doc.AddFieldMappingsAt(name, f)
	}
	updated := bleve.NewNumericFieldMapping()
	updated.Store, updated.IncludeInAll = false, false
	doc.AddFieldMappingsAt("updated", updated)
	m.DefaultMapping = doc
	return m
}

func newBleve(b *testing.B, path string, rs []record) engine {
	b.Helper()
	index, err := bleve.New(path, bleveMapping(b))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := index.Close(); err != nil {
			b.Error(err)
		}
	})
	batch := index.NewBatch()
	for i, r := range rs {
		doc := bleveDocument{r.text, r.status, r.commune, r.epci, r.skills, r.domains, float64(r.updated)}
		if err := batch.Index(strconv.FormatInt(r.id, 10), doc); err != nil {
			b.Fatal(err)
		}
		if batch.Size() == 2000 || i == len(rs)-1 {
			if err := index.Batch(batch); err != nil {
				b.Fatal(err)
			}
			batch.Reset()
		}
	}
	return bleveEngine{index}
}

func (e bleveEngine) search(ctx context.Context, a ask) (answer, error) {
	var all []query.Query
	term := func(field, value string) {
		if value == "" {
			return
		}
		q := bleve.NewTermQuery(value)
		q.SetField(field)
		all = append(all, q)
	}
	for _, w := range a.words {
		term("text", w)
	}
	term("skill", a.skill)
	term("commune", a.commune)
	term("status", string(a.status))
	var q query.Query = bleve.NewMatchAllQuery()
	if len(all) > 0 {
		q = bleve.NewConjunctionQuery(all...)
	}
	req := bleve.NewSearchRequestOptions(q, pageSize, 0, false)
	req.SortBy([]string{"-updated"})
	req.Score = "none"
	for _, kind := range []string{"status", "skill", "domain", "commune", "epci"} {
		req.AddFacet(kind, bleve.NewFacetRequest(kind, 500))
	}
	res, err := e.index.SearchInContext(ctx, req)
	if err != nil {
		return answer{}, err
	}
	out := answer{Total: int(res.Total), Page: []int64{}, Facets: map[string]map[string]int{}}
	for _, h := range res.Hits {
		id, err := strconv.ParseInt(h.ID, 10, 64)
		if err != nil {
			return answer{}, fmt.Errorf("id %q: %w", h.ID, err)
		}
		out.Page = append(out.Page, id)
	}
	for kind, f := range res.Facets {
		out.Facets[kind] = map[string]int{}
		for _, t := range f.Terms.Terms() {
			if t.Term != "" { // a commune that is not shown
				out.Facets[kind][t.Term] = t.Count
			}
		}
	}
	return out, nil
}
