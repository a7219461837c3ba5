package exchange

import (
	"fmt"
	"io"

	"teleorne/directory"
)

// Format is a format in which profiles leave the directory.
type Format string

// The formats of an export.
const (
	CSV    Format = "csv"
	JSON   Format = "json"
	NDJSON Format = "ndjson"
	VCard  Format = "vcard"
)

// Profile is a listing with all that is held of it, hidden fields included: for
// its owner and for administrators.
type Profile struct {
	Slug  string `json:"slug"`
	State string `json:"state"`
	Fields
	CreatedAt   *string `json:"created_at"`
	UpdatedAt   *string `json:"updated_at"`
	ConfirmedAt *string `json:"confirmed_at"`
}

// exported is the revision of a listing that leaves the directory: what is
// published, or what waits when nothing is; nil for an erased listing.
func exported(l *directory.Listing) *directory.Profile {
	switch {
	case l.Published != nil:
		return &l.Published.Profile
	case l.Latest != nil:
		return &l.Latest.Profile
	}
	return nil
}

// newProfile tells a listing by the given one of its revisions.
func newProfile(l *directory.Listing, p *directory.Profile) Profile {
	return Profile{
		Slug: line(l.Slug), State: l.State(), Fields: NewFields(p),
		CreatedAt: moment(l.CreatedAt), UpdatedAt: moment(l.UpdatedAt), ConfirmedAt: moment(l.ConfirmedAt),
	}
}

// ProfileWriter writes listings one after the other, so that an export needs
// memory for one.
type ProfileWriter struct {
	catalog *directory.Catalog
	write   func(*directory.Listing, *directory.Profile) error
	close   func() error
}

// Write adds a listing, by the skills and communes in force; one that was erased
// is passed over.
func (w *ProfileWriter) Write(l *directory.Listing) error {
	if p := exported(l); p != nil {
		return w.write(l, w.catalog.Read(p))
	}
	return nil
}

// Close ends the document. It does not close what it was written to.
func (w *ProfileWriter) Close() error { return w.close() }

// NewProfileWriter begins an export of profiles; the language serves vCards,
// where names stand for codes. CodeChoice: no such format.
func NewProfileWriter(w io.Writer, f Format, c *directory.Catalog, lang string) (*ProfileWriter, error) {
	done := func() error { return nil }
	switch f {
	case CSV:
		t, err := newTable(w, profileColumns.known)
		if err != nil {
			return nil, err
		}
		return &ProfileWriter{c, func(l *directory.Listing, p *directory.Profile) error {
			return t.write(profileCells(l.Slug, p))
		}, t.close}, nil
	case JSON:
		return jsonProfiles(w, c)
	case NDJSON:
		return &ProfileWriter{c, func(l *directory.Listing, p *directory.Profile) error {
			return WriteJSON(w, struct {
				Schema int `json:"schema"`
				Profile
			}{Schema, newProfile(l, p)})
		}, done}, nil
	case VCard:
		return &ProfileWriter{c, func(l *directory.Listing, p *directory.Profile) error {
			return WriteVCard(w, fullCard(l, p, c), lang)
		}, done}, nil
	}
	return nil, &directory.Error{
		Code: directory.CodeChoice, Field: "format",
		Params: directory.Params{"value": directory.Clip(string(f), 40), "choices": "csv, json, ndjson, vcard"},
	}
}

// jsonProfiles writes {"schema":1,"profiles":[…]}, one profile a line.
func jsonProfiles(w io.Writer, c *directory.Catalog) (*ProfileWriter, error) {
	if _, err := fmt.Fprintf(w, "{\"schema\":%d,\"profiles\":[\n", Schema); err != nil {
		return nil, err
	}
	first := true
	return &ProfileWriter{
		c,
		func(l *directory.Listing, p *directory.Profile) error {
			if !first {
				if _, err := io.WriteString(w, ","); err != nil {
					return err
				}
			}
			first = false
			return WriteJSON(w, newProfile(l, p))
		},
		func() error {
			_, err := io.WriteString(w, "]}\n")
			return err
		},
	}, nil
}

// fullCard is the card of a profile for those who may see all of it.
func fullCard(l *directory.Listing, p *directory.Profile, c *directory.Catalog) *directory.Card {
	card := &directory.Card{
		ID: l.ID, Slug: l.Slug, Name: p.Name, Organisation: p.Organisation, Status: p.Status, Headline: p.Headline,
		DistanceKM: -1, Workplace: p.Workplace, Description: p.Description, Languages: p.Languages,
		AvailableFrom: p.AvailableFrom, DailyRateEUR: p.DailyRateEUR, Website: p.Website, Email: p.Email, Phone: p.Phone,
		Connection: p.Connection, UpdatedAt: l.UpdatedAt, ConfirmedAt: l.ConfirmedAt,
	}
	card.Skills, _ = c.Taxonomy.Of(p.Skills)
	if commune, ok := c.Atlas.Commune(p.Commune); ok {
		card.Commune, card.EPCI = commune, commune.EPCI
	}
	if t, ok := c.Telecentre(p.Telecentre); ok {
		card.Telecentre = t
	}
	return card
}

// SkillsDocument is the taxonomy with all its names, in both languages.
type SkillsDocument struct {
	Schema int         `json:"schema"`
	Skills []FullSkill `json:"skills"`
}

// FullSkill is one skill by the names of the columns of a file of skills.
type FullSkill struct {
	Slug      string   `json:"slug"`
	LabelFR   string   `json:"label_fr"`
	LabelEN   string   `json:"label_en"`
	DomainFR  *string  `json:"domain_fr"`
	DomainEN  *string  `json:"domain_en"`
	ROME      *string  `json:"rome"`
	AliasesFR []string `json:"aliases_fr"`
	AliasesEN []string `json:"aliases_en"`
}

// NewSkillsDocument tells the whole taxonomy, for an export.
func NewSkillsDocument(t *directory.Taxonomy) SkillsDocument {
	out := SkillsDocument{Schema: Schema, Skills: make([]FullSkill, 0, len(t.Skills))}
	for i := range t.Skills {
		s := &t.Skills[i]
		full := FullSkill{
			Slug: line(s.Slug), LabelFR: line(s.Label.FR), LabelEN: line(s.Label.EN), ROME: optional(s.ROME),
			AliasesFR: lines(s.AliasesFR), AliasesEN: lines(s.AliasesEN),
		}
		if d, ok := t.Domain(s.Domain); ok {
			full.DomainFR, full.DomainEN = optional(d.Label.FR), optional(d.Label.EN)
		}
		out.Skills = append(out.Skills, full)
	}
	return out
}

// NewTelecentresDocument tells all télécentres, public or not, for an export.
func NewTelecentresDocument(c *directory.Catalog) Telecentres {
	out := Telecentres{Schema: Schema, Telecentres: make([]Telecentre, 0, len(c.Telecentres))}
	for i := range c.Telecentres {
		t := &c.Telecentres[i]
		p := Place{INSEE: optional(t.Commune)}
		if at, ok := c.Atlas.Current(t.Commune); ok {
			p = place(at, at.EPCI)
		}
		out.Telecentres = append(out.Telecentres, newTelecentre(t, p, c.Verified[t.ID]))
	}
	return out
}
