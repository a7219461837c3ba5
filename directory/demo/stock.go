package demo

import (
	"embed"
	"encoding/csv"
	"strconv"
	"strings"
	"sync"
)

//go:embed data/*
var files embed.FS

// stock is the words that people are made of.
type stock struct {
	women, men, surnames     []namePart
	organisations, companies []string
	employers, sectors       []string
	schools, far             []string
	phrases                  map[string][]phrase // by section
	trades                   []trade
	known                    []known
	syllables                [3][]string // beginnings, middles and ends of rarer surnames
}

// namePart is a first name or a surname, and how an e-mail address writes it.
type namePart struct{ name, mail string }

// phrase is one sentence, about whoever has one of the skills; without skills,
// about anybody.
type phrase struct {
	text   string
	skills []string
}

// trade is a métier with its titles and the skills that go with it.
type trade struct {
	group    string // section of the phrases about it
	man      string
	woman    string
	required string
	others   []string
	low      int // plausible daily rate, euros
	high     int
	weight   int
}

// known is a person whom the documentation speaks of.
type known struct {
	name, headline, organisation, status, commune string
	skills, languages                             []string
	availableIn                                   string // days from today; empty: not available
	rate                                          int
	telecentre, emailShown, phoneShown            string
	connection, description                       string
}

// loadStock reads the words once. They are part of the program and tests read
// all of them, so what cannot be read is a fault of the program.
var loadStock = sync.OnceValue(func() *stock {
	s := &stock{
		women: nameParts("first_f.txt"), men: nameParts("first_m.txt"), surnames: nameParts("surnames.txt"),
		organisations: lines("organisations.txt"), companies: lines("companies.txt"),
		employers: lines("employers.txt"), sectors: lines("sectors.txt"),
		schools: lines("schools.txt"), far: lines("far.txt"),
		phrases: map[string][]phrase{},
	}
	for i, l := range lines("syllables.txt") {
		s.syllables[i] = strings.Fields(l)
	}
	section := ""
	for _, l := range lines("phrases.txt") {
		if strings.HasPrefix(l, "[") {
			section = strings.Trim(l, "[]")
			continue
		}
		p := phrase{text: l}
		if tagged, ok := strings.CutPrefix(l, "@"); ok {
			skills, text, _ := strings.Cut(tagged, " ")
			p = phrase{text: text, skills: strings.Split(skills, ",")}
		}
		s.phrases[section] = append(s.phrases[section], p)
	}
	for _, r := range table("trades.csv") {
		s.trades = append(s.trades, trade{
			group: r[0], man: r[1], woman: r[2], required: r[3], others: list(r[4]),
			low: number(r[5]), high: number(r[6]), weight: number(r[7]),
		})
	}
	for _, r := range table("known.csv") {
		s.known = append(s.known, known{
			name: r[0], headline: r[1], organisation: r[2], status: r[3], commune: r[4],
			skills: list(r[5]), availableIn: r[6], languages: list(r[7]), rate: number(r[8]), telecentre: r[9],
			emailShown: r[10], phoneShown: r[11], connection: r[12], description: r[13],
		})
	}
	return s
})

func read(name string) string {
	b, err := files.ReadFile("data/" + name)
	if err != nil {
		panic("demo: " + err.Error())
	}
	return string(b)
}

func nameParts(file string) []namePart {
	var parts []namePart
	for _, n := range strings.Fields(read(file)) {
		parts = append(parts, namePart{n, mailbox(n)})
	}
	return parts
}

func lines(name string) []string {
	return strings.Split(strings.TrimSpace(read(name)), "\n")
}

// table is a CSV without its heading.
func table(name string) [][]string {
	records, err := csv.NewReader(strings.NewReader(read(name))).ReadAll()
	if err != nil || len(records) == 0 {
		panic("demo: " + name + " is damaged")
	}
	return records[1:]
}

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
		panic("demo: " + err.Error())
	}
	return n
}
