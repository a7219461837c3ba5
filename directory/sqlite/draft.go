package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"teleorne/directory"
)

// draftContent is a profile as a draft keeps it, under the names of the fields.
// They stay as they are whatever becomes of the program's own: a draft may be
// read by a later version. Names that it does not know are passed over.
type draftContent struct {
	Name            string   `json:"name"`
	Status          string   `json:"status"`
	Headline        string   `json:"headline"`
	Organisation    string   `json:"organisation"`
	Skills          []string `json:"skills"`
	Commune         string   `json:"commune"`
	CommuneShown    string   `json:"commune_shown"`
	Workplace       string   `json:"workplace"`
	Telecentre      string   `json:"telecentre"`
	Description     string   `json:"description"`
	Languages       []string `json:"languages"`
	AvailableFrom   int32    `json:"available_from"` // in days since 1970, as in a revision
	DailyRateEUR    int      `json:"daily_rate_eur"`
	EmployerCommune string   `json:"employer_commune"`
	RemoteDays      int      `json:"remote_days"`
	Website         string   `json:"website"`
	Email           string   `json:"email"`
	Phone           string   `json:"phone"`
	EmailShown      string   `json:"email_shown"`
	PhoneShown      string   `json:"phone_shown"`
	SIRET           string   `json:"siret"`
	Connection      string   `json:"connection"`
}

// formatDraft writes a profile as JSON; nothing for none.
func formatDraft(p *directory.Profile) (string, error) {
	if p == nil {
		return "", nil
	}
	b, err := json.Marshal(draftContent{
		Name: p.Name, Status: string(p.Status), Headline: p.Headline, Organisation: p.Organisation, Skills: p.Skills,
		Commune: p.Commune, CommuneShown: string(p.CommuneShown), Workplace: string(p.Workplace), Telecentre: p.Telecentre,
		Description: p.Description, Languages: p.Languages, AvailableFrom: int32(p.AvailableFrom), DailyRateEUR: p.DailyRateEUR,
		EmployerCommune: p.EmployerPlace, RemoteDays: p.RemoteDays, Website: p.Website, Email: p.Email, Phone: p.Phone,
		EmailShown: string(p.EmailShown), PhoneShown: string(p.PhoneShown), SIRET: p.SIRET, Connection: string(p.Connection),
	})
	return string(b), err
}

// parseDraft reads what formatDraft wrote.
func parseDraft(s string) (*directory.Profile, error) {
	if s == "" {
		return nil, nil
	}
	var c draftContent
	if err := json.Unmarshal([]byte(s), &c); err != nil {
		return nil, fmt.Errorf("%w: a draft: %w", errDamaged, err)
	}
	return &directory.Profile{
		Name: c.Name, Status: directory.Status(c.Status), Headline: c.Headline, Organisation: c.Organisation,
		Skills: someOf(c.Skills), Commune: c.Commune, CommuneShown: directory.Shown(c.CommuneShown),
		Workplace: directory.Workplace(c.Workplace), Telecentre: c.Telecentre, Description: c.Description,
		Languages: someOf(c.Languages), AvailableFrom: directory.Date(c.AvailableFrom), DailyRateEUR: c.DailyRateEUR,
		EmployerPlace: c.EmployerCommune, RemoteDays: c.RemoteDays, Website: c.Website, Email: c.Email, Phone: c.Phone,
		EmailShown: directory.Visibility(c.EmailShown), PhoneShown: directory.Visibility(c.PhoneShown), SIRET: c.SIRET,
		Connection: directory.Connection(c.Connection),
	}, nil
}

// someOf is a list, nil when it is empty: as a revision has it.
func someOf(list []string) []string {
	if len(list) == 0 {
		return nil
	}
	return list
}

// draftOf reads the draft of a listing, if there is one.
func draftOf(id directory.ListingID) func(context.Context, asker) ([]directory.Draft, error) {
	return func(ctx context.Context, db asker) ([]directory.Draft, error) {
		return each(ctx, db, "SELECT version, content, unread, saved_at FROM draft WHERE listing = ?", scanDraft, int64(id))
	}
}

func scanDraft(row *sql.Rows) (d directory.Draft, err error) {
	var content, unread string
	var saved sql.NullInt64
	if err = row.Scan(&d.Version, &content, &unread, &saved); err != nil {
		return d, err
	}
	d.SavedAt = timeOf(saved)
	if unread != "{}" {
		if err = json.Unmarshal([]byte(unread), &d.Unread); err != nil {
			return d, fmt.Errorf("%w: what was typed: %w", errDamaged, err)
		}
	}
	d.Profile, err = parseDraft(content)
	return d, err
}

// Draft is a listing's draft; of version 0 and without content when nothing
// was ever drafted.
func (s *Store) Draft(ctx context.Context, id directory.ListingID) (directory.Draft, error) {
	found, err := reading(ctx, s, "read a draft", draftOf(id))
	return orNoDraft(found, err)
}

// Draft is a listing's draft, as Store.Draft gives it.
func (t *tx) Draft(id directory.ListingID) (directory.Draft, error) {
	found, err := within(t, "read a draft", draftOf(id))
	return orNoDraft(found, err)
}

func orNoDraft(found []directory.Draft, err error) (directory.Draft, error) {
	if err != nil || len(found) == 0 {
		return directory.Draft{}, err
	}
	return found[0], nil
}

// PutDraft replaces a listing's draft. It is no write to the listing: its Seq
// stays. CodeNotFound: no such listing; CodeConflict: the version is lower than
// the one that is there.
func (t *tx) PutDraft(id directory.ListingID, d directory.Draft) error {
	if ok, err := t.exists("SELECT 1 FROM listing WHERE id = ? AND erased = 0", int64(id)); err != nil || !ok {
		return notFoundUnless(err, "listing", fmt.Sprint(id))
	}
	content, err := formatDraft(d.Profile)
	if err != nil {
		return failed("write a draft", t.w.path, err)
	}
	unread := []byte("{}")
	if len(d.Unread) > 0 {
		if unread, err = json.Marshal(d.Unread); err != nil {
			return failed("write a draft", t.w.path, err)
		}
	}
	_, err = t.exec(`INSERT INTO draft (listing, version, content, unread, saved_at) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (listing) DO UPDATE SET version = excluded.version, content = excluded.content,
			unread = excluded.unread, saved_at = excluded.saved_at`,
		int64(id), d.Version, content, string(unread), millis(d.SavedAt))
	return failed("write a draft", t.w.path, err)
}
