package exchange

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"teleorne/directory"
)

// table writes a CSV file: UTF-8, commas, each cell safe to show and to open in
// a spreadsheet.
type table struct {
	out   *csv.Writer
	cells []string
}

// newTable writes the header.
func newTable(w io.Writer, columns []string) (*table, error) {
	t := &table{out: csv.NewWriter(w)}
	return t, t.write(columns)
}

// write adds a record.
func (t *table) write(cells []string) error {
	t.cells = t.cells[:0]
	for _, c := range cells {
		t.cells = append(t.cells, defuse(directory.SafeText(c)))
	}
	return t.out.Write(t.cells)
}

// close writes what is still held back.
func (t *table) close() error {
	t.out.Flush()
	return t.out.Error()
}

// bars joins a list for one cell. A bar within a value would part it in two.
func bars(list []string) string {
	clean := make([]string, 0, len(list))
	for _, v := range list {
		clean = append(clean, line(strings.ReplaceAll(v, "|", " ")))
	}
	return strings.Join(clean, "|")
}

var resultColumns = []string{
	"slug", "name", "organisation", "status", "headline", "skills", "commune", "insee", "epci", "distance_km", "workplace",
	"telecentre", "languages", "available_from", "daily_rate_eur", "description", "website", "email", "phone", "redacted",
	"connection", "updated_at", "confirmed_at",
}

// WriteResultsCSV writes cards as a table, skills by their labels in a language.
func WriteResultsCSV(w io.Writer, cards []*directory.Card, lang string) error {
	t, err := newTable(w, resultColumns)
	if err != nil {
		return err
	}
	for _, c := range cards {
		if err := t.write(resultCells(newResult(c, lang))); err != nil {
			return err
		}
	}
	return t.close()
}

// resultCells are a result's values in the order of resultColumns.
func resultCells(r Result) []string {
	skills := make([]string, len(r.Skills))
	for i, s := range r.Skills {
		skills[i] = s.Label
	}
	telecentre, distance, rate := "", "", ""
	if r.Telecentre != nil {
		telecentre = r.Telecentre.Name
	}
	if r.DistanceKM != nil {
		distance = r.DistanceKM.String()
	}
	if r.DailyRateEUR != nil {
		rate = strconv.Itoa(*r.DailyRateEUR)
	}
	return []string{
		r.Slug, r.Name, or(r.Organisation), r.Status, r.Headline, bars(skills), or(r.Commune.Name), or(r.Commune.INSEE),
		or(r.Commune.EPCI), distance, r.Workplace, telecentre, bars(r.Languages), or(r.AvailableFrom), rate,
		or(r.Description), or(r.Website), or(r.Email), or(r.Phone), bars(r.Redacted), or(r.Connection),
		or(r.UpdatedAt), or(r.ConfirmedAt),
	}
}

// number is the empty text for 0, which says that nothing was given.
func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// or is the empty text for nil.
func or(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
