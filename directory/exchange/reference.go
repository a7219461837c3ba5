package exchange

import (
	"io"
	"iter"

	"teleorne/directory"
)

var skillColumns = columns{
	known:    []string{"slug", "label_fr", "label_en", "domain_fr", "domain_en", "rome", "aliases_fr", "aliases_en"},
	required: []string{"slug", "label_fr", "label_en", "domain_fr", "domain_en"},
}

// ReadSkills reads a CSV file of skills as ReadProfiles reads one of profiles.
// The values are those of the file: ImportSkills cleans and checks them.
func ReadSkills(in io.Reader) iter.Seq[directory.SkillRow] {
	return func(yield func(directory.SkillRow) bool) {
		skillColumns.read(in, func(line int, r row, err error) bool {
			out := directory.SkillRow{Line: line, Err: err}
			if err == nil {
				out.Domain = directory.Domain{
					Slug:  directory.Slugify(r.get("domain_fr")),
					Label: directory.Label{FR: r.get("domain_fr"), EN: r.get("domain_en")},
				}
				out.Skill = directory.Skill{
					Slug:  r.get("slug"),
					Label: directory.Label{FR: r.get("label_fr"), EN: r.get("label_en")}, Domain: out.Domain.Slug,
					ROME: r.get("rome"), AliasesFR: r.list("aliases_fr"), AliasesEN: r.list("aliases_en"),
				}
			}
			return yield(out)
		})
	}
}

// WriteSkillsCSV writes the taxonomy as ReadSkills reads it.
func WriteSkillsCSV(w io.Writer, t *directory.Taxonomy) error {
	out, err := newTable(w, skillColumns.known)
	if err != nil {
		return err
	}
	for i := range t.Skills {
		s := &t.Skills[i]
		var label directory.Label
		if d, ok := t.Domain(s.Domain); ok {
			label = d.Label
		}
		if err := out.write([]string{
			s.Slug, s.Label.FR, s.Label.EN, label.FR, label.EN, s.ROME, bars(s.AliasesFR), bars(s.AliasesEN),
		}); err != nil {
			return err
		}
	}
	return out.close()
}

var telecentreColumns = columns{
	known: []string{
		"id", "name", "commune", "insee_code", "kind", "address", "operator", "opening_year", "workplaces", "meeting_room",
		"video_conference", "connection", "pmr_access", "price", "phone", "website", "status", "source_year", "source_url",
		"other_sources", "notes",
	},
	required: []string{"name", "status"},
	other:    map[string]string{"insee": "insee_code", "step_free": "pmr_access", "slug": "id"},
}

// ReadTelecentres reads a CSV file of télécentres as ReadProfiles reads one of
// profiles. The values are those of the file, but for the commune, which its
// code names before its name, and a missing id, which is made from the name:
// ImportTelecentres cleans and checks the rest.
func ReadTelecentres(in io.Reader) iter.Seq[directory.TelecentreRow] {
	return func(yield func(directory.TelecentreRow) bool) {
		telecentreColumns.read(in, func(line int, r row, err error) bool {
			out := directory.TelecentreRow{Line: line, Err: err}
			if err == nil {
				var errs directory.Errors
				if out.Telecentre, errs = readTelecentre(r); len(errs) > 0 {
					out.Err = errs
				}
			}
			return yield(out)
		})
	}
}

func readTelecentre(r row) (directory.Telecentre, directory.Errors) {
	var errs directory.Errors
	number := func(column string) int { return r.number(column, &errs) }
	t := directory.Telecentre{
		ID: r.get("id"), Name: r.get("name"), Commune: r.get("insee_code"), Kind: r.get("kind"), Address: r.get("address"),
		Operator: r.get("operator"), OpeningYear: number("opening_year"), Workplaces: number("workplaces"),
		MeetingRoom: r.get("meeting_room"), VideoConference: r.get("video_conference"), Connection: r.get("connection"),
		StepFree: r.get("pmr_access"), Price: r.get("price"), Phone: r.get("phone"), Website: r.get("website"),
		Status: directory.TelecentreStatus(r.get("status")), SourceYear: number("source_year"), SourceURL: r.get("source_url"),
		OtherSources: r.get("other_sources"), Notes: r.get("notes"),
	}
	if t.Commune == "" {
		t.Commune = r.get("commune")
	}
	if t.ID == "" && t.Name != "" {
		t.ID = directory.Slugify(t.Name)
	}
	return t, errs
}

// WriteTelecentresCSV writes télécentres as ReadTelecentres reads them; the
// atlas knows the names of their communes.
func WriteTelecentresCSV(w io.Writer, list []directory.Telecentre, a *directory.Atlas) error {
	out, err := newTable(w, telecentreColumns.known)
	if err != nil {
		return err
	}
	for i := range list {
		t := &list[i]
		name, insee := "", t.Commune
		if c, ok := a.Current(insee); ok {
			name, insee = c.Name, c.INSEE
		}
		if err := out.write([]string{
			t.ID, t.Name, name, insee, t.Kind, t.Address, t.Operator, number(t.OpeningYear), number(t.Workplaces),
			t.MeetingRoom, t.VideoConference, t.Connection, t.StepFree, t.Price, t.Phone, t.Website, string(t.Status),
			number(t.SourceYear), t.SourceURL, t.OtherSources, t.Notes,
		}); err != nil {
			return err
		}
	}
	return out.close()
}
