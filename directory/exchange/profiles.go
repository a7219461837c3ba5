package exchange

import (
	"cmp"
	"errors"
	"io"
	"iter"
	"slices"

	"teleorne/directory"
)

// profileColumns are the slug and directory.Fields, in the order in which they are
// written.
var profileColumns = columns{
	known: []string{
		"slug", "name", "status", "headline", "organisation", "skills", "commune", "commune_shown", "workplace", "telecentre",
		"description", "languages", "available_from", "daily_rate_eur", "employer_commune", "remote_days", "website",
		"email", "phone", "email_shown", "phone_shown", "siret", "connection",
	},
	required: []string{"name", "status", "headline", "skills", "commune"},
}

// ReadProfiles reads a CSV file of profiles, one row for each record, each
// normalised against the catalogue and with all that is wrong with it. A header
// that cannot be used is told as an error of its line, and nothing follows; so
// is, as ErrBroken, a file that cannot be read any further. A slug that a former
// row has is an error of the latter, with that row's line as parameter.
func ReadProfiles(in io.Reader, c *directory.Catalog) iter.Seq[directory.ImportRow] {
	return func(yield func(directory.ImportRow) bool) {
		slugs := make(map[string]int)
		profileColumns.read(in, func(line int, r row, err error) bool {
			out := directory.ImportRow{Line: line, Err: err}
			if err == nil {
				errs := readProfile(r, &out, c)
				if first, twice := slugs[out.Slug]; twice && out.Slug != "" {
					errs = append(errs, &directory.Error{
						Code: directory.CodeDuplicate, Field: "slug",
						Params: directory.Params{"value": directory.Clip(out.Slug, 60), "line": first},
					})
				} else {
					slugs[out.Slug] = line
				}
				if len(errs) > 0 {
					out.Err = inOrder(errs)
				}
			}
			return yield(out)
		})
	}
}

// readProfile fills in a row from a record and returns all that is wrong.
func readProfile(r row, out *directory.ImportRow, c *directory.Catalog) directory.Errors {
	var errs directory.Errors
	number := func(column string) int { return r.number(column, &errs) }
	out.Slug = r.get("slug")
	out.Profile = directory.Profile{
		Name: r.get("name"), Organisation: r.get("organisation"), Headline: r.get("headline"),
		Status: directory.Status(r.get("status")), Skills: r.list("skills"),
		Commune: r.get("commune"), CommuneShown: directory.Shown(r.get("commune_shown")),
		Workplace: directory.Workplace(r.get("workplace")), Telecentre: r.get("telecentre"),
		Description: r.text("description"), Languages: r.list("languages"),
		DailyRateEUR: number("daily_rate_eur"), EmployerPlace: r.get("employer_commune"), RemoteDays: number("remote_days"),
		Website: r.get("website"), SIRET: r.get("siret"), Connection: directory.Connection(r.get("connection")),
		Email: r.get("email"), EmailShown: directory.Visibility(r.get("email_shown")),
		Phone: r.get("phone"), PhoneShown: directory.Visibility(r.get("phone_shown")),
	}
	var err error
	if out.Profile.AvailableFrom, err = directory.ParseDate(r.get("available_from")); err != nil {
		var e *directory.Error
		if errors.As(err, &e) {
			errs = append(errs, e.In("available_from"))
		}
	}
	if out.Slug != "" && !directory.ValidSlug(out.Slug) {
		errs = append(errs, &directory.Error{
			Code: directory.CodeSlug, Field: "slug", Params: directory.Params{"value": directory.Clip(out.Slug, 60)},
		})
	}
	return append(errs, out.Profile.Normalise(c.Atlas, c.Taxonomy, c.HasTelecentre)...)
}

// inOrder sorts errors as the columns stand.
func inOrder(errs directory.Errors) directory.Errors {
	slices.SortStableFunc(errs, func(a, b *directory.Error) int {
		return cmp.Compare(slices.Index(profileColumns.known, a.Field), slices.Index(profileColumns.known, b.Field))
	})
	return errs
}

// profileCells are a profile's values in the order of profileColumns.
func profileCells(slug string, p *directory.Profile) []string {
	return []string{
		slug, p.Name, string(p.Status), p.Headline, p.Organisation, bars(p.Skills), p.Commune, string(p.CommuneShown),
		string(p.Workplace), p.Telecentre, p.Description, bars(p.Languages), p.AvailableFrom.String(),
		number(p.DailyRateEUR), p.EmployerPlace, number(p.RemoteDays), p.Website, p.Email, p.Phone,
		string(p.EmailShown), string(p.PhoneShown), p.SIRET, string(p.Connection),
	}
}
