package card

import (
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"teleorne/directory"
	"teleorne/tui/screen"
	"teleorne/tui/text"
)

// Sentence is a row of a list as one sentence.
func Sentence(s *screen.Session, c *directory.Card) string {
	parts := []string{c.Name, c.Headline, placeOf(c)}
	if c.DistanceKM >= 0 {
		parts = append(parts, s.Text.KM(c.DistanceKM))
	}
	return strings.Join(append(parts, FreeLong(s, c)), ", ")
}

// Said is the profile in words, one fact a line.
func (p Full) Said(s *screen.Session) []string {
	c := p.Card
	var all []string
	fact := func(label, value string) {
		if value != "" {
			all = append(all, s.S("page.fact", "label", text.First(label), "value", value))
		}
	}
	fact(s.Text.Field("name"), c.Name)
	fact(s.Text.Field("headline"), c.Headline)
	fact(s.Text.Field("organisation"), c.Organisation)
	fact(s.Text.Field("status"), statusOf(s, c))
	fact(s.S("linear.available"), FreeLong(s, c))
	fact(s.Text.Field("commune"), placeOf(c))
	if c.DistanceKM >= 0 {
		fact(s.S("linear.distance"), s.Text.KM(c.DistanceKM))
	}
	fact(s.S("profile.skills"), strings.Join(skillsOf(s, c), ", "))
	for _, word := range c.Proposed {
		all = append(all, s.S("card.proposed", "word", word))
	}
	fact(s.Text.Field("workplace"), workplace(s, c))
	fact(s.Text.Field("connection"), connection(s, c))
	fact(s.Text.Field("languages"), s.Text.Languages(c.Languages))
	fact(s.Text.Field("daily_rate_eur"), rateOf(s, c))
	if near := p.nearest(s, 1000); len(near) > 0 {
		fact(s.S("profile.near"), ansi.Strip(strings.Join(near[1:], " ")))
	}
	all = append(all, p.saidContacts(s)...)
	if own := freshness(s, c); own != "" {
		all = append(all, text.First(own))
	}
	if p.Own {
		all = append(all, text.First(s.S("card.own")))
	}
	if c.Description != "" {
		all = append(all, "")
		all = append(all, strings.Split(c.Description, "\n")...)
	}
	return all
}

// saidContacts are the addresses, and why those that are withheld are.
func (p Full) saidContacts(s *screen.Session) []string {
	c := p.Card
	values := map[string]string{"email": c.Email, "phone": Phone(c.Phone), "website": c.Website}
	var all []string
	for _, field := range []string{"email", "phone", "website"} {
		value := values[field]
		if slices.Contains(c.Redacted, field) {
			value = s.S(p.why(field))
		}
		if value != "" {
			all = append(all, s.S("page.fact", "label", text.First(s.S("field."+field)), "value", value))
		}
	}
	if len(all) == 0 {
		return []string{s.S("profile.no_contact")}
	}
	if p.Left >= 0 && (c.Email != "" || c.Phone != "") {
		if p.Left == 0 {
			return append(all, s.S("profile.left.none"))
		}
		all = append(all, s.S("profile.left", "n", p.Left))
	}
	return all
}
