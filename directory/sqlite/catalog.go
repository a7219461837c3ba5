package sqlite

import (
	"strings"

	"teleorne/directory"
)

const telecentreColumns = `slug, name, commune, kind, address, operator, opening_year, workplaces, meeting_room,
	video_conference, connection, step_free, price, phone, website, status, source_year, source_url, other_sources, notes`

// telecentrePointers are the fields in the order of the columns.
func telecentrePointers(t *directory.Telecentre) []any {
	return []any{
		&t.ID, &t.Name, &t.Commune, &t.Kind, &t.Address, &t.Operator, &t.OpeningYear, &t.Workplaces, &t.MeetingRoom,
		&t.VideoConference, &t.Connection, &t.StepFree, &t.Price, &t.Phone, &t.Website, &t.Status, &t.SourceYear,
		&t.SourceURL, &t.OtherSources, &t.Notes,
	}
}

// telecentreValues are their values.
func telecentreValues(t *directory.Telecentre) []any {
	return []any{
		t.ID, t.Name, t.Commune, t.Kind, t.Address, t.Operator, t.OpeningYear, t.Workplaces, t.MeetingRoom,
		t.VideoConference, t.Connection, t.StepFree, t.Price, t.Phone, t.Website, string(t.Status), t.SourceYear,
		t.SourceURL, t.OtherSources, t.Notes,
	}
}

// upsert writes a row that a slug names, keeping its place in the order.
func upsert(table, columns string) string {
	names := strings.Split(strings.Join(strings.Fields(columns), ""), ",")
	sets := make([]string, 0, len(names))
	for _, n := range names[1:] {
		sets = append(sets, n+" = excluded."+n)
	}
	return "INSERT INTO " + table + " (" + columns + ") VALUES (?" + strings.Repeat(", ?", len(names)-1) +
		") ON CONFLICT (slug) DO UPDATE SET " + strings.Join(sets, ", ")
}

// PutDomain adds a domain or replaces the one of that slug.
func (t *tx) PutDomain(d directory.Domain) error {
	_, err := t.exec(upsert("domain", "slug, label_fr, label_en"), d.Slug, d.Label.FR, d.Label.EN)
	return failed("put a domain", t.w.path, err)
}

// PutSkill adds a skill or replaces the one of that slug. It answers
// CodeNotFound when its domain is not there.
func (t *tx) PutSkill(k directory.Skill) error {
	if ok, err := t.exists("SELECT 1 FROM domain WHERE slug = ?", k.Domain); err != nil || !ok {
		return notFoundUnless(err, "domain", k.Domain)
	}
	_, err := t.exec(upsert("skill", skillColumns),
		k.Slug, k.Label.FR, k.Label.EN, k.Domain, k.ROME, formatList(k.AliasesFR), formatList(k.AliasesEN))
	return failed("put a skill", t.w.path, err)
}

// PutTelecentre adds a télécentre or replaces the one of that id.
func (t *tx) PutTelecentre(c directory.Telecentre) error {
	_, err := t.exec(upsert("telecentre", telecentreColumns), telecentreValues(&c)...)
	return failed("put a telecentre", t.w.path, err)
}

// SetSetting keeps a value under a name.
func (t *tx) SetSetting(name, value string) error {
	_, err := t.exec("INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
		name, value)
	return failed("set a setting", t.w.path, err)
}
