package command

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"teleorne/directory"
	"teleorne/tui/text"
)

// searchOptions are the options of search, as typed.
type searchOptions struct {
	skills     []string
	communes   []string
	radius     float64
	hasRadius  bool
	status     string
	available  availability
	language   string
	telecentre string
	sort       string
	limit      int
	offset     int
	facets     bool
}

// availability is the value of --available, which may be missing.
type availability struct {
	asked bool
	day   directory.Date // zero: today
}

const today = "today"

func (a *availability) set(s string) error {
	a.asked = true
	if isToday(s) {
		a.day = 0
		return nil
	}
	day, err := parseDay(s)
	a.day = day
	return err
}

func (sh *Shell) searchCommand() *cobra.Command {
	o := &searchOptions{limit: directory.DefaultLimit}
	cmd := sh.Command("search", []string{"chercher"}, cobra.ArbitraryArgs, func(cmd *cobra.Command, words []string) error {
		return sh.search(cmd.Context(), o, words)
	})
	fs := cmd.Flags()
	fs.SortFlags = false
	sh.Texts(fs, &o.skills, "skill")
	sh.Texts(fs, &o.communes, "commune")
	sh.distance(fs, &o.radius, &o.hasRadius, "radius")
	sh.Choice(fs, &o.status, "status", statusWords)
	fs.Var(&option{
		kind: sh.valueName("available"), set: o.available.set,
		get: func() string { return o.available.day.String() },
	}, "available", sh.flagUsage("available"))
	fs.Lookup("available").NoOptDefVal = today
	fs.Var(&option{
		kind: sh.valueName("language"),
		set:  func(s string) error { o.language = languageCode(s); return nil },
		get:  func() string { return o.language },
	}, "language", sh.flagUsage("language"))
	sh.String(fs, &o.telecentre, "telecentre")
	sh.Choice(fs, &o.sort, "sort", sortWords)
	sh.Whole(fs, &o.limit, "limit", 0, directory.MaxLimit)
	sh.Whole(fs, &o.offset, "offset", 0, directory.MaxOffset)
	sh.Yes(fs, &o.facets, "facets")
	sh.Formats(cmd, formatTable, formatJSON, formatNDJSON, formatCSV, formatVCard)
	return cmd
}

// languageCode understands a language's name beside its code.
func languageCode(s string) string {
	key := directory.Fold(s)
	for _, lang := range []text.Lang{text.French, text.English} {
		for _, code := range languageCodes(text.For(lang)) {
			if directory.Fold(text.For(lang).Language(code)) == key {
				return code
			}
		}
	}
	return s
}

func languageCodes(c *text.Catalogue) []string {
	var codes []string
	for _, key := range c.Keys() {
		if code, ok := strings.CutPrefix(key, "language."); ok {
			codes = append(codes, code)
		}
	}
	return codes
}

func (sh *Shell) search(ctx context.Context, o *searchOptions, words []string) error {
	if o.hasRadius && len(o.communes) == 0 {
		return &directory.Error{Code: directory.CodeRadiusNeedsPlace, Field: "radius"}
	}
	s, err := sh.Service(ctx)
	if err != nil {
		return err
	}
	q, err := sh.query(s, o)
	if err != nil {
		return err
	}
	q.Text = queryText(words)
	res, err := s.Search(ctx, sh.Actor, directory.Search{Query: q, Contacts: sh.format != formatTable})
	if err != nil {
		return err
	}
	if err := sh.writeResults(s, res); err != nil {
		return err
	}
	sh.resultNotes(s, res)
	return nil
}

// query resolves what the options speak of.
func (sh *Shell) query(s *directory.Service, o *searchOptions) (directory.Query, error) {
	q := directory.Query{
		Skills: o.skills, RadiusKM: o.radius, Status: directory.Status(o.status), Language: o.language,
		Sort: directory.Sort(o.sort), Limit: o.limit, Offset: o.offset,
		Facets: o.facets, FacetsWithin: true,
	}
	place, err := sh.place(s, o.communes)
	if err != nil {
		return q, err
	}
	switch {
	case place != nil && place.EPCI != nil && len(o.communes) == 1 && o.radius == 0:
		// All of it, those who show no more than that included.
		q.EPCI = place.EPCI.SIREN
	case place != nil:
		for _, c := range place.Communes {
			q.Communes = append(q.Communes, c.INSEE)
		}
	}
	if o.available.asked {
		q.Available = o.available.day
		if q.Available.IsZero() {
			q.Available = s.Today()
		}
	}
	if o.telecentre != "" {
		q.Telecentre = telecentreID(s, o.telecentre)
	}
	return q, nil
}

// place is all that --commune names, each once; nil without any.
func (sh *Shell) place(s *directory.Service, typed []string) (*directory.Place, error) {
	var all *directory.Place
	seen := map[string]bool{}
	for _, t := range typed {
		p, err := s.Atlas().Resolve(t)
		if err != nil {
			return nil, err
		}
		if all == nil {
			all = &directory.Place{EPCI: p.EPCI, Postal: p.Postal, Former: p.Former}
		}
		for _, c := range p.Communes {
			if !seen[c.INSEE] {
				seen[c.INSEE] = true
				all.Communes = append(all.Communes, c)
			}
		}
	}
	return all, nil
}

// telecentreID finds a télécentre by its name, too. What is no télécentre is
// left for the service to refuse.
func telecentreID(s *directory.Service, typed string) string {
	if t := knownTelecentre(s, typed); t != nil {
		return t.ID
	}
	return typed
}

// knownTelecentre is the one that an id or a name means; nil for none.
func knownTelecentre(s *directory.Service, typed string) *directory.Telecentre {
	key := directory.Fold(typed)
	all := s.Catalog().Telecentres
	for i := range all {
		if t := &all[i]; t.Public() && (directory.Fold(t.ID) == key || directory.Fold(t.Name) == key) {
			return t
		}
	}
	return nil
}
