package exchange

import "teleorne/directory"

// Fields are those of a profile by the names and in the order of
// directory.Fields, with plain values, as one types them: codes, slugs, ISO dates.
type Fields struct {
	Name            *string  `json:"name"`
	Status          *string  `json:"status"`
	Headline        *string  `json:"headline"`
	Organisation    *string  `json:"organisation"`
	Skills          []string `json:"skills"`
	Commune         *string  `json:"commune"`
	CommuneShown    *string  `json:"commune_shown"`
	Workplace       *string  `json:"workplace"`
	Telecentre      *string  `json:"telecentre"`
	Description     *string  `json:"description"`
	Languages       []string `json:"languages"`
	AvailableFrom   *string  `json:"available_from"`
	DailyRateEUR    *int     `json:"daily_rate_eur"`
	EmployerCommune *string  `json:"employer_commune"`
	RemoteDays      *int     `json:"remote_days"`
	Website         *string  `json:"website"`
	Email           *string  `json:"email"`
	Phone           *string  `json:"phone"`
	EmailShown      *string  `json:"email_shown"`
	PhoneShown      *string  `json:"phone_shown"`
	SIRET           *string  `json:"siret"`
	Connection      *string  `json:"connection"`
}

// NewFields tells a profile; what was not said is null or empty.
func NewFields(p *directory.Profile) Fields {
	return Fields{
		Name: optional(p.Name), Status: optional(string(p.Status)), Headline: optional(p.Headline),
		Organisation: optional(p.Organisation), Skills: lines(p.Skills),
		Commune: optional(p.Commune), CommuneShown: optional(string(p.CommuneShown)),
		Workplace: optional(string(p.Workplace)), Telecentre: optional(p.Telecentre),
		Description: optionalText(p.Description), Languages: lines(p.Languages),
		AvailableFrom: day(p.AvailableFrom), DailyRateEUR: positive(p.DailyRateEUR),
		EmployerCommune: optional(p.EmployerPlace), RemoteDays: positive(p.RemoteDays),
		Website: optional(p.Website), Email: optional(p.Email), Phone: optional(p.Phone),
		EmailShown: optional(string(p.EmailShown)), PhoneShown: optional(string(p.PhoneShown)),
		SIRET: optional(p.SIRET), Connection: optional(string(p.Connection)),
	}
}
