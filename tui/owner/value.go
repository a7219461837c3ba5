package owner

import (
	"strings"

	"teleorne/directory"
	"teleorne/tui/card"
	"teleorne/tui/screen"
	"teleorne/tui/text"
)

// Value writes a field of a profile as people read it; empty for none.
func Value(s *screen.Session, p *directory.Profile, field string) string {
	switch field {
	case "name":
		return directory.SafeLine(p.Name)
	case "organisation":
		return directory.SafeLine(p.Organisation)
	case "headline":
		return directory.SafeLine(p.Headline)
	case "website":
		return directory.SafeLine(p.Website)
	case "email":
		return directory.SafeLine(p.Email)
	case "phone":
		return card.Phone(directory.SafeLine(p.Phone))
	case "siret":
		return directory.SafeLine(p.SIRET)
	case "description":
		return directory.SafeText(p.Description)
	case "status":
		return worded(s, "status."+string(p.Status), string(p.Status))
	case "workplace":
		return worded(s, "workplace."+string(p.Workplace), string(p.Workplace))
	case "connection":
		return worded(s, "connection."+string(p.Connection), string(p.Connection))
	case "commune_shown":
		return worded(s, "mine.shown."+string(p.CommuneShown), string(p.CommuneShown))
	case "email_shown":
		return worded(s, "mine.visible."+string(p.EmailShown), string(p.EmailShown))
	case "phone_shown":
		return worded(s, "mine.visible."+string(p.PhoneShown), string(p.PhoneShown))
	case "available_from":
		return available(s, p.AvailableFrom)
	case "daily_rate_eur":
		return counted(s, "mine.value.rate", p.DailyRateEUR)
	case "remote_days":
		return counted(s, "mine.value.days", p.RemoteDays)
	case "languages":
		return s.Text.Languages(p.Languages)
	}
	return named(s, p, field)
}

// named is the value of a field that holds names of reference data.
func named(s *screen.Session, p *directory.Profile, field string) string {
	catalog := s.Service.Catalog()
	place := func(code string) string {
		if c, ok := catalog.Atlas.Kept(code); ok {
			return text.Typographic(c.Name)
		}
		return directory.SafeLine(code)
	}
	switch field {
	case "commune":
		return place(p.Commune)
	case "employer_commune":
		return place(p.EmployerPlace)
	case "telecentre":
		if t, ok := catalog.Telecentre(p.Telecentre); ok {
			return text.Typographic(t.Name)
		}
		return directory.SafeLine(p.Telecentre)
	case "skills":
		words := make([]string, len(p.Skills))
		for i, slug := range p.Skills {
			words[i] = skill(s, catalog, slug)
		}
		return strings.Join(words, ", ")
	}
	return ""
}

func skill(s *screen.Session, catalog *directory.Catalog, slug string) string {
	if sk, ok := catalog.Taxonomy.Current(slug); ok {
		return text.Typographic(sk.Label.In(string(s.Text.Lang())))
	}
	if word, proposed := strings.CutPrefix(slug, "+"); proposed {
		return s.S("card.proposed", "word", directory.SafeLine(word))
	}
	return directory.SafeLine(slug)
}

// worded is the word for a value; one that has none stands for itself.
func worded(s *screen.Session, key, value string) string {
	if value == "" || !s.Text.Has(key) {
		return directory.SafeLine(value)
	}
	return s.S(key)
}

func counted(s *screen.Session, key string, n int) string {
	if n == 0 {
		return ""
	}
	return s.S(key, "n", n)
}

func available(s *screen.Session, from directory.Date) string {
	return card.FreeLong(s, &directory.Card{AvailableFrom: from})
}
