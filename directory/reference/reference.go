// Package reference owns the facts that the directory ships with: communes and
// former communes of the Orne, skills, télécentres, cities around, and where
// each comes from. It reads them out of files built into the program and knows
// nothing of listings, searches or storage.
package reference

import (
	"crypto/sha256"
	"embed"
	"encoding/csv"
	"encoding/hex"
	"io/fs"
	"iter"
	"strconv"
	"strings"
	"sync"

	"teleorne/directory"
)

//go:embed data/*.csv
var files embed.FS

// Atlas is the geography of the Orne. It is made once; every call returns the
// same, which nobody may write to.
func Atlas() *directory.Atlas { return loadAtlas() }

// Skills is the taxonomy as delivered, in its order; a fresh slice each time.
func Skills() []directory.Skill {
	var out []directory.Skill
	for row := range rows("skills.csv") {
		domain := row("domain_fr")
		out = append(out, directory.Skill{
			Slug:      row("slug"),
			Label:     directory.Label{FR: row("label_fr"), EN: row("label_en")},
			Domain:    directory.Slugify(domain),
			ROME:      row("rome"),
			AliasesFR: list(row("aliases_fr")),
			AliasesEN: list(row("aliases_en")),
		})
	}
	return out
}

// Domains are the domains of Skills, in the order in which they first appear.
func Domains() []directory.Domain {
	var out []directory.Domain
	seen := map[string]bool{}
	for row := range rows("skills.csv") {
		slug := directory.Slugify(row("domain_fr"))
		if !seen[slug] {
			seen[slug] = true
			out = append(out, directory.Domain{Slug: slug, Label: directory.Label{FR: row("domain_fr"), EN: row("domain_en")}})
		}
	}
	return out
}

// ROMELabels are the labels of the ROME occupations that skills map to, by code.
func ROMELabels() map[string]string {
	out := map[string]string{}
	for row := range rows("rome.csv") {
		out[row("code")] = row("label")
	}
	return out
}

// Telecentres are the télécentres found in public sources, whatever their
// status; only those that are open are for the public. Their communes are
// present ones, although a source may name a former one.
func Telecentres() []directory.Telecentre {
	var out []directory.Telecentre
	for row := range rows("telecentres.csv") {
		insee := row("insee_code")
		if c, ok := Atlas().Current(insee); ok {
			insee = c.INSEE
		}
		out = append(out, directory.Telecentre{
			ID:              directory.Slugify(row("name")),
			Name:            row("name"),
			Commune:         insee,
			Kind:            row("kind"),
			Address:         row("address"),
			Operator:        row("operator"),
			OpeningYear:     number(row("opening_year")),
			Workplaces:      number(row("workplaces")),
			MeetingRoom:     row("meeting_room"),
			VideoConference: row("video_conference"),
			Connection:      row("connection"),
			StepFree:        row("pmr_access"),
			Price:           row("price"),
			Phone:           row("phone"),
			Website:         row("website"),
			Status:          directory.TelecentreStatus(row("status")),
			SourceYear:      number(row("source_year")),
			SourceURL:       row("source_url"),
			OtherSources:    row("other_sources"),
			Notes:           row("notes"),
		})
	}
	return out
}

// Delivered is what a directory takes over of all this, and goes on from.
func Delivered() directory.Reference {
	return directory.Reference{Version: Version(), Skills: Skills(), Domains: Domains(), Telecentres: Telecentres()}
}

// Catalog is the same as a directory reads it in which nobody changed anything:
// for tests, and for tools that have no directory.
func Catalog() *directory.Catalog {
	return &directory.Catalog{Atlas: Atlas(), Taxonomy: directory.NewTaxonomy(Skills(), Domains()), Telecentres: Telecentres()}
}

// Version names the content of the embedded data: other data, other string.
func Version() string { return version() }

var version = sync.OnceValue(func() string {
	sum := sha256.New()
	for _, name := range names() {
		sum.Write([]byte(name + "\x00"))
		sum.Write(content(name))
	}
	return hex.EncodeToString(sum.Sum(nil))[:12]
})

var loadAtlas = sync.OnceValue(func() *directory.Atlas {
	var communes []directory.Commune
	for row := range rows("communes.csv") {
		communes = append(communes, directory.Commune{
			INSEE:          row("insee"),
			Name:           row("name"),
			PostalCodes:    list(row("postal_codes")),
			EPCI:           directory.EPCI{SIREN: row("epci_siren"), Name: row("epci_name")},
			Arrondissement: row("arrondissement"),
			Population:     number(row("population")),
			Latitude:       degrees(row("latitude")),
			Longitude:      degrees(row("longitude")),
		})
	}
	var former []directory.Former
	for row := range rows("former_communes.csv") {
		former = append(former, directory.Former{INSEE: row("insee"), Name: row("name"), Current: row("current_insee")})
	}
	var cities []directory.City
	for row := range rows("cities.csv") {
		cities = append(cities, directory.City{
			Name: row("name"), Latitude: degrees(row("latitude")), Longitude: degrees(row("longitude")),
		})
	}
	return directory.NewAtlas(communes, former, cities)
})

// rows iterates over the lines of an embedded file; what it yields gives the
// value of a column. The files are part of the program and tests read each of
// them, so what cannot be read here is a fault of the program.
func rows(name string) iter.Seq[func(column string) string] {
	records, err := csv.NewReader(strings.NewReader(string(content(name)))).ReadAll()
	if err != nil || len(records) == 0 {
		panic("reference: " + name + " is damaged")
	}
	column := make(map[string]int, len(records[0]))
	for i, c := range records[0] {
		column[c] = i
	}
	return func(yield func(func(string) string) bool) {
		for _, record := range records[1:] {
			value := func(c string) string {
				i, ok := column[c]
				if !ok {
					panic("reference: " + name + " has no column " + c)
				}
				return record[i]
			}
			if !yield(value) {
				return
			}
		}
	}
}

func content(name string) []byte {
	b, err := files.ReadFile("data/" + name)
	if err != nil {
		panic("reference: " + err.Error())
	}
	return b
}

func names() []string {
	paths, err := fs.Glob(files, "data/*.csv")
	if err != nil {
		panic("reference: " + err.Error())
	}
	for i, p := range paths {
		paths[i] = strings.TrimPrefix(p, "data/")
	}
	return paths // in order of name
}

// list splits a cell at its bars; an empty cell is no list.
func list(cell string) []string {
	if cell == "" {
		return nil
	}
	return strings.Split(cell, "|")
}

// number is 0 for an empty cell.
func number(cell string) int {
	if cell == "" {
		return 0
	}
	n, err := strconv.Atoi(cell)
	if err != nil {
		panic("reference: " + err.Error())
	}
	return n
}

func degrees(cell string) float64 {
	f, err := strconv.ParseFloat(cell, 64)
	if err != nil {
		panic("reference: " + err.Error())
	}
	return f
}
