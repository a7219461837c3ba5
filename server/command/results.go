package command

import (
	"slices"
	"strings"

	"teleorne/directory"
	"teleorne/tui/text"
)

// resultTable prints a page of results, and the facets when they were asked for.
func (sh *Shell) resultTable(s *directory.Service, r *directory.Results) {
	distances := slices.ContainsFunc(r.Cards, func(c *directory.Card) bool { return c.DistanceKM >= 0 })
	t := &table{columns: []column{
		{title: sh.Text.Field("name"), most: 32},
		{title: sh.Text.Field("headline"), most: 40},
		{title: sh.Text.Field("commune"), most: 32},
	}}
	if distances {
		t.columns = append(t.columns, column{title: sh.S("command.column.km"), right: true})
	}
	t.columns = append(t.columns,
		column{title: sh.S("command.column.free"), most: 16},
		column{title: sh.S("command.column.slug"), whole: true})
	for _, c := range r.Cards {
		cells := []string{c.Name, c.Headline, place(c)}
		if distances {
			cells = append(cells, sh.km(c.DistanceKM))
		}
		t.add(append(cells, sh.free(s, c), c.Slug)...)
	}
	if len(t.rows) > 0 {
		t.write(sh.out, sh.Width)
	}
	if r.Facets != nil && r.Total > 0 {
		sh.facetTable(s, r.Facets)
	}
}

// facetTable prints the counts of each kind of filter one below the other.
func (sh *Shell) facetTable(s *directory.Service, f *directory.Facets) {
	t := &table{columns: []column{
		{title: sh.S("command.column.filter")},
		{title: sh.S("command.column.value"), most: 48},
		{title: sh.S("command.column.people"), right: true},
	}}
	part := func(title string, counts []directory.Count, label func(string) string) {
		for _, c := range counts {
			t.add(title, label(c.Value), sh.Text.Int(c.Count))
		}
	}
	lang := string(sh.Text.Lang())
	part(sh.Text.Field("status"), f.Status, func(v string) string { return sh.S("status." + v) })
	part(sh.S("command.column.domain"), f.Domain, func(v string) string { return sh.domainLabel(s, v) })
	part(sh.S("command.column.skill"), f.Skill, func(v string) string {
		if sk, ok := s.Catalog().Taxonomy.Skill(v); ok {
			return text.Typographic(sk.Label.In(lang))
		}
		return v
	})
	part(sh.S("command.column.epci"), f.EPCI, func(v string) string { return sh.epciLabel(s, v) })
	part(sh.S("command.column.commune"), f.Commune, func(v string) string {
		if c, ok := s.Atlas().Commune(v); ok {
			return text.Typographic(c.Name)
		}
		return v
	})
	sh.out.WriteString("\n")
	t.write(sh.out, sh.Width)
}

// resultNotes says beside the data what a person should know about it. A JSON
// document holds all of that itself, but for what concerns contacts.
func (sh *Shell) resultNotes(s *directory.Service, r *directory.Results) {
	sh.contactNotes(s, r.Cards, false)
	if sh.format == formatJSON {
		return
	}
	typed := make([]string, 0, len(r.Corrected))
	for word := range r.Corrected {
		typed = append(typed, word)
	}
	slices.Sort(typed)
	for _, word := range typed {
		sh.Note("command.corrected", "typed", directory.Clip(word, 40), "word", directory.Clip(r.Corrected[word], 40))
	}
	if r.Query.Sort == directory.SortDistance && len(r.Query.Communes) == 0 {
		sh.Note("command.sort_without_place")
	}
	switch first, last := r.Query.Offset+1, r.Query.Offset+len(r.Cards); {
	case r.Total == 0:
		sh.widenings(s, r)
	case len(r.Cards) == 0 && r.Query.Limit > 0:
		sh.Note("command.past_end", "n", r.Total)
	case last < r.Total && r.Query.Limit > 0:
		sh.Note("command.more", "n", r.Total, "first", first, "last", last)
		sh.Note("command.next", "offset", itoa(last))
	default:
		sh.Note("command.count", "n", r.Total)
	}
	sh.demoNote(s)
}

// contactNotes tells when the daily limit kept contacts back, which is not
// what their owners asked for, and how many people's contacts are left of it
// once some were shown, unless the document told that.
func (sh *Shell) contactNotes(s *directory.Service, cards []*directory.Card, told bool) {
	kept, shown := 0, false
	for _, c := range cards {
		if c.RateLimited {
			kept++
		}
		shown = shown || c.Email != "" || c.Phone != ""
	}
	switch left := s.RevealsLeft(sh.Actor); {
	case kept > 0:
		sh.Note("command.limited", "n", kept)
	case shown && left >= 0 && !told:
		sh.Note("command.contacts_left", "n", left)
	}
}

// widenings are the ways out of an empty result, each with its count and with
// what to change on the command line.
func (sh *Shell) widenings(s *directory.Service, r *directory.Results) {
	sh.Note("command.nothing")
	for _, w := range r.Widenings {
		value := directory.Clip(w.Value, 60)
		switch w.Kind {
		case directory.WidenSkill:
			if sk, ok := s.Catalog().Taxonomy.Skill(w.Value); ok {
				value = text.Typographic(sk.Label.In(string(sh.Text.Lang())))
			}
		case directory.WidenStatus:
			value = sh.S("status." + w.Value)
		case directory.WidenLanguage:
			value = sh.Text.Language(w.Value)
		case directory.WidenEPCI:
			value = sh.epciLabel(s, w.Value)
		case directory.WidenDomain:
			value = sh.domainLabel(s, w.Value)
		}
		sh.say("  " + sh.S("command.widen."+string(w.Kind), "n", w.Count, "value", value))
	}
}

// demoNote says that the people shown do not exist.
func (sh *Shell) demoNote(s *directory.Service) {
	if s.Demo() {
		sh.Note("command.demo")
	}
}

// listNotes ends a list.
func (sh *Shell) listNotes(s *directory.Service, n int) {
	sh.Note("command.lines", "n", n)
	sh.demoNote(s)
}

// cardText prints a profile for people: facts, then the description.
func (sh *Shell) cardText(s *directory.Service, c *directory.Card) {
	sh.factsOf(s, c).write(sh.out)
	if d := directory.SafeText(c.Description); d != "" {
		sh.out.WriteString("\n" + strings.Join(sh.wrapped(d, ""), "\n") + "\n")
	}
}
