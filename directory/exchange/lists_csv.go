package exchange

import (
	"io"
	"strconv"
)

// WriteCommunesCSV writes a list of communes as a table.
func WriteCommunesCSV(w io.Writer, d Communes) error {
	return writeList(w, []string{"insee", "name", "postal_codes", "epci", "population", "latitude", "longitude", "profiles"}, d.Communes,
		func(c Commune) []string {
			return []string{
				c.INSEE, c.Name, bars(c.PostalCodes), or(c.EPCI), strconv.Itoa(c.Population),
				degrees(c.Latitude), degrees(c.Longitude), strconv.Itoa(c.Profiles),
			}
		})
}

// WriteSkillsListCSV writes a list of skills as a table, in the language of
// the document.
func WriteSkillsListCSV(w io.Writer, d Skills) error {
	return writeList(w, []string{"slug", "label", "domain", "rome", "aliases", "profiles"}, d.Skills, func(s Skill) []string {
		domain := ""
		if s.Domain != nil {
			domain = s.Domain.Label
		}
		return []string{s.Slug, s.Label, domain, or(s.ROME), bars(s.Aliases), strconv.Itoa(s.Profiles)}
	})
}

// WriteTelecentresListCSV writes a list of public télécentres as a table.
func WriteTelecentresListCSV(w io.Writer, d Telecentres) error {
	columns := []string{
		"id", "name", "commune", "insee", "distance_km", "address", "workplaces", "meeting_room", "connection",
		"step_free", "price", "phone", "website", "source_year", "source_url", "profiles", "verified_at",
	}
	return writeList(w, columns, d.Telecentres, func(t Telecentre) []string {
		distance := ""
		if t.DistanceKM != nil {
			distance = t.DistanceKM.String()
		}
		return []string{
			t.ID, t.Name, or(t.Commune.Name), or(t.Commune.INSEE), distance, or(t.Address), whole(t.Workplaces),
			or(t.MeetingRoom), or(t.Connection), or(t.StepFree), or(t.Price), or(t.Phone), or(t.Website),
			whole(t.SourceYear), or(t.SourceURL), whole(t.Profiles), or(t.VerifiedAt),
		}
	})
}

func writeList[T any](w io.Writer, columns []string, list []T, cells func(T) []string) error {
	t, err := newTable(w, columns)
	if err != nil {
		return err
	}
	for _, e := range list {
		if err := t.write(cells(e)); err != nil {
			return err
		}
	}
	return t.close()
}

// whole is the empty text for nil.
func whole(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

func degrees(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
