package directory

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// matchSlug matches a row to the listing that its slug names.
func (im *importer) matchSlug(row *importing) error {
	if row.slug == "" {
		return nil
	}
	l, err := im.tx.ListingBySlug(row.slug)
	if err != nil && !IsCode(err, CodeNotFound) {
		return err
	}
	if err == nil && l.Latest != nil {
		im.match(row, l)
		return nil
	}
	// Somebody may have had the slug and was erased: it is nobody else's.
	free, err := im.tx.FreeSlug(row.slug)
	if err == nil && free != row.slug {
		row.refused = true
		im.problem(row.line, &Error{Code: CodeSlug, Field: "slug", Params: Params{"value": row.slug}})
	}
	return err
}

// matchContent matches a row without a slug to the listing that says just
// the same.
func (im *importer) matchContent(row *importing) error {
	return im.matchAmong(row, func(l *Listing) bool { return im.says(l.Latest, &row.profile) })
}

// matchContact matches a row without a slug to the first listing of the same
// person.
func (im *importer) matchContact(row *importing) error {
	if row.profile.Email == "" && row.profile.SIRET == "" {
		return nil
	}
	return im.matchAmong(row, func(*Listing) bool { return true })
}

// matchAmong matches a row to the oldest of the listings of its person, or its
// namesakes when it says nothing that tells persons apart.
func (im *importer) matchAmong(row *importing, fits func(*Listing) bool) error {
	if row.slug != "" {
		return nil
	}
	var listings []*Listing
	var err error
	p := &row.profile
	if name := Fold(p.Name); p.Email != "" || p.SIRET != "" {
		listings, err = im.tx.ListingsByContact(name, p.Email, p.SIRET)
	} else {
		listings, err = im.tx.ListingsByName(name)
	}
	if err != nil {
		return err
	}
	slices.SortFunc(listings, func(a, b *Listing) int { return cmp.Compare(a.ID, b.ID) })
	for _, l := range listings {
		if l.Latest != nil && !im.taken[l.ID] && fits(l) {
			im.match(row, l)
			return nil
		}
	}
	return nil
}

func (im *importer) match(row *importing, l *Listing) {
	row.listing = l
	im.taken[l.ID] = true
}

// says tells whether a revision, by what is in force now, says what a profile
// does.
func (im *importer) says(r *Revision, p *Profile) bool {
	return im.catalog.Read(&r.Profile).Equal(p)
}

// Equal tells whether two profiles say the same.
func (p *Profile) Equal(o *Profile) bool {
	return p.Name == o.Name && p.Organisation == o.Organisation && p.Status == o.Status &&
		p.Headline == o.Headline && slices.Equal(p.Skills, o.Skills) &&
		p.Commune == o.Commune && p.CommuneShown == o.CommuneShown &&
		p.Workplace == o.Workplace && p.Telecentre == o.Telecentre &&
		p.Description == o.Description && slices.Equal(p.Languages, o.Languages) &&
		p.AvailableFrom == o.AvailableFrom && p.DailyRateEUR == o.DailyRateEUR &&
		p.EmployerPlace == o.EmployerPlace && p.RemoteDays == o.RemoteDays &&
		p.Website == o.Website && p.Email == o.Email && p.EmailShown == o.EmailShown &&
		p.Phone == o.Phone && p.PhoneShown == o.PhoneShown && p.SIRET == o.SIRET &&
		p.Connection == o.Connection
}

// contentKey is the same for two profiles that say the same.
func (p *Profile) contentKey() string {
	return fmt.Sprintf("%q %d %d %d", []string{
		p.Name, p.Organisation, string(p.Status), p.Headline, strings.Join(p.Skills, "|"),
		p.Commune, string(p.CommuneShown), string(p.Workplace), p.Telecentre, p.Description,
		strings.Join(p.Languages, "|"), p.EmployerPlace, p.Website, p.Email, string(p.EmailShown),
		p.Phone, string(p.PhoneShown), p.SIRET, string(p.Connection),
	}, p.AvailableFrom, p.DailyRateEUR, p.RemoteDays)
}
