package reference

import (
	"slices"
	"sync"

	"teleorne/directory"
)

// Source says where a data set comes from. Publisher, Licence and Date are
// proper names, the same in both languages.
type Source struct {
	ID        string // "communes", "coordinates", "former", "skills", "rome", "telecentres", "cities"
	Title     directory.Label
	Publisher string
	Licence   string
	Date      string // year or version of the data, as its publisher names it
	URL       string // empty for what this project made
	Rows      int
}

// Sources are the data sets that the directory stands on, in the order in
// which they are credited.
func Sources() []Source { return slices.Clone(sources()) }

var sources = sync.OnceValue(func() (out []Source) {
	for row := range rows("sources.csv") {
		out = append(out, Source{
			ID:        row("id"),
			Title:     directory.Label{FR: row("title_fr"), EN: row("title_en")},
			Publisher: row("publisher"),
			Licence:   row("licence"),
			Date:      row("date"),
			URL:       row("url"),
			Rows:      count(row("file")),
		})
	}
	return out
})

// count is the number of lines of an embedded file, its heading left out.
func count(name string) int {
	n := 0
	for range rows(name) {
		n++
	}
	return n
}
