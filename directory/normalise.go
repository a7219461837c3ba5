package directory

import (
	"errors"
	"slices"
	"strings"
)

// Normalise cleans every text of the profile, brings each value into its
// canonical form, fills in the defaults and checks all rules of a profile. It
// returns everything that is wrong, in the order of the fields; a field that is
// wrong keeps what was given, cleaned. A profile that was normalised without
// errors is left as it is the next time.
//
// hasTelecentre tells whether a télécentre has the id.
func (p *Profile) Normalise(a *Atlas, t *Taxonomy, hasTelecentre func(id string) bool) Errors {
	n := normaliser{p: p, atlas: a, taxonomy: t, hasTelecentre: hasTelecentre}
	n.identity()
	n.skills()
	n.place()
	n.description()
	n.conditions()
	n.employer()
	n.contacts()
	n.siret()
	n.choice("connection", (*string)(&p.Connection), "", texts(Connections))
	return n.errs
}

// normaliser gathers the errors of one profile.
type normaliser struct {
	p             *Profile
	atlas         *Atlas
	taxonomy      *Taxonomy
	hasTelecentre func(string) bool
	errs          Errors
}

func (n *normaliser) wrong(field string, err error) {
	var e *Error
	if errors.As(err, &e) {
		n.errs = append(n.errs, e.In(field))
	}
}

// line cleans a text of one line and checks its length; least 0 is optional.
// It answers whether there is a text to look at any further.
func (n *normaliser) line(field string, s *string, least, most int) bool {
	clean, err := CleanLine(*s)
	if err != nil {
		// What is not text has no form to keep.
		*s = SafeLine(*s)
		n.wrong(field, err)
		return false
	}
	*s = clean
	if err := lengthBetween(clean, least, most); err != nil {
		n.wrong(field, err)
		return false
	}
	return clean != ""
}

// lengthBetween checks a clean text's length in graphemes; least 0 is optional.
func lengthBetween(s string, least, most int) error {
	count := Length(s)
	switch {
	case count == 0 && least > 0:
		return &Error{Code: CodeRequired}
	case count < least:
		return &Error{Code: CodeTooShort, Params: Params{"min": least, "count": count}}
	case count > most:
		return &Error{Code: CodeTooLong, Params: Params{"max": most, "count": count}}
	}
	return nil
}

// choice brings a value into lower case, fills in the default and checks that
// it is allowed. An empty default leaves an empty value alone.
func (n *normaliser) choice(field string, s *string, def string, allowed []string) {
	if n.line(field, s, 0, MaxLine); *s == "" {
		*s = def
		return
	}
	lower := strings.ToLower(*s)
	if !slices.Contains(allowed, lower) {
		n.wrong(field, notAllowed(*s, allowed))
		return
	}
	*s = lower
}

func notAllowed(value string, allowed []string) *Error {
	return &Error{Code: CodeChoice, Params: Params{"value": Clip(value, 40), "choices": strings.Join(allowed, ", ")}}
}

// texts are the values of an enumeration as plain strings.
func texts[T ~string](values []T) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = string(v)
	}
	return out
}

func (n *normaliser) identity() {
	p := n.p
	n.line("name", &p.Name, MinName, MaxName)
	n.choice("status", (*string)(&p.Status), "", texts(Statuses))
	if p.Status == "" {
		n.wrong("status", &Error{Code: CodeRequired})
	}
	n.line("headline", &p.Headline, MinName, MaxLine)
	n.line("organisation", &p.Organisation, 0, MaxLine)
}

func (n *normaliser) skills() {
	var out []string
	for i, typed := range n.p.Skills {
		slug, err := n.skill(typed, i < MaxSkills)
		if err != nil {
			n.wrong("skills", err)
		}
		if slug == "" || slices.Contains(out, slug) || isProposal(slug) && slices.ContainsFunc(out, func(s string) bool {
			return isProposal(s) && Fold(s) == Fold(slug)
		}) {
			continue
		}
		out = append(out, slug)
	}
	n.p.Skills = out
	switch {
	case len(out) == 0:
		n.wrong("skills", &Error{Code: CodeTooFew, Params: Params{"min": 1}})
	case len(out) > MaxSkills:
		n.wrong("skills", &Error{Code: CodeTooMany, Params: Params{"max": MaxSkills, "count": len(out)}})
	}
}

func isProposal(skill string) bool { return strings.HasPrefix(skill, "+") }

// skill brings one skill into its canonical form: the slug of the one that the
// text names, or the proposal of a new one. An empty text is none. Whether names
// are suggested for what names none is for who calls: looking for them takes as
// long as a thousand other checks.
func (n *normaliser) skill(typed string, suggest bool) (string, error) {
	clean, err := CleanLine(typed)
	if err != nil {
		return SafeLine(typed), err
	}
	if clean == "" {
		return "", nil
	}
	word := strings.TrimLeft(clean, "+ ")
	switch sk, ok := n.taxonomy.Named(word); {
	case ok:
		return sk.Slug, nil
	case isProposal(clean):
	case suggest:
		_, err := n.taxonomy.Resolve(word)
		return clean, err
	default:
		return clean, unknownSkill(word)
	}
	clean = "+" + word
	// The bar parts lists in a CSV; a proposal without a letter says nothing.
	if strings.Contains(word, "|") || Fold(word) == "" {
		return clean, &Error{Code: CodeSkill, Params: Params{"value": Clip(clean, 60)}}
	}
	return clean, lengthBetween(word, MinName, MaxLine)
}

func (n *normaliser) place() {
	p := n.p
	if n.line("commune", &p.Commune, 1, maxPlaceBytes) {
		if c, err := n.atlas.one(p.Commune); err != nil {
			n.wrong("commune", err)
		} else {
			p.Commune = c.INSEE
		}
	}
	n.choice("commune_shown", (*string)(&p.CommuneShown), string(ShownCommune), texts(Showns))

	where := AtHome
	if SafeLine(p.Telecentre) != "" {
		where = AtTelecentre // whoever names one works there
	}
	n.choice("workplace", (*string)(&p.Workplace), string(where), texts(Workplaces))
	if where != AtHome && p.Workplace == AtHome {
		n.wrong("workplace", notAllowed(string(AtHome), texts([]Workplace{AtTelecentre, AtBoth})))
	}
	least := 0
	if p.Workplace == AtTelecentre || p.Workplace == AtBoth {
		least = 1 // who is not always at home says where else
	}
	if !n.line("telecentre", &p.Telecentre, least, MaxLine) || n.hasTelecentre(p.Telecentre) {
		return
	}
	if id := Slugify(p.Telecentre); n.hasTelecentre(id) {
		p.Telecentre = id
		return
	}
	n.wrong("telecentre", &Error{Code: CodeTelecentre, Params: Params{"value": Clip(p.Telecentre, 60)}})
}

func (n *normaliser) description() {
	p := n.p
	clean, err := CleanText(p.Description)
	if err != nil {
		clean = SafeText(p.Description)
	} else {
		err = lengthBetween(clean, 0, MaxDescription)
	}
	p.Description = clean
	n.wrong("description", err)

	var out []string
	for _, typed := range p.Languages {
		code := strings.ToLower(SafeLine(typed))
		if code == "" || slices.Contains(out, code) {
			continue
		}
		out = append(out, code)
		if !ValidLanguage(code) {
			n.wrong("languages", &Error{Code: CodeLanguage, Params: Params{"value": Clip(typed, 40)}})
		}
	}
	if len(out) == 0 {
		out = []string{"fr"}
	}
	p.Languages = out
	if len(out) > MaxLanguages {
		n.wrong("languages", &Error{Code: CodeTooMany, Params: Params{"max": MaxLanguages, "count": len(out)}})
	}
}

func (n *normaliser) conditions() {
	p := n.p
	if d := p.AvailableFrom; !d.IsZero() {
		if _, err := ParseDate(d.String()); err != nil {
			n.wrong("available_from", err)
		}
	}
	switch {
	case p.DailyRateEUR < 0 || p.DailyRateEUR > MaxRateEUR:
		n.wrong("daily_rate_eur", outOfRange(0, MaxRateEUR))
	case p.DailyRateEUR > 0 && p.Status == Salaried:
		n.wrong("daily_rate_eur", notForStatus(Salaried))
	}
}

func outOfRange(least, most int) *Error {
	return &Error{Code: CodeOutOfRange, Params: Params{"min": least, "max": most}}
}

func notForStatus(s Status) *Error {
	return &Error{Code: CodeNotForStatus, Params: Params{"status": string(s)}}
}

// employer checks what only salaried teleworkers may say. The employer's place
// is a commune of the Orne, a well-known city, or any other name or code as it stands.
func (n *normaliser) employer() {
	p := n.p
	if n.line("employer_commune", &p.EmployerPlace, 0, MaxLine) {
		p.EmployerPlace = n.employerPlace(p.EmployerPlace)
		if p.Status == Independent {
			n.wrong("employer_commune", notForStatus(Independent))
		}
	}
	switch {
	case p.RemoteDays < 0 || p.RemoteDays > MaxRemoteDays:
		n.wrong("remote_days", outOfRange(0, MaxRemoteDays))
	case p.RemoteDays > 0 && p.Status == Independent:
		n.wrong("remote_days", notForStatus(Independent))
	}
}

func (n *normaliser) employerPlace(place string) string {
	c, err := n.atlas.one(place)
	switch {
	case err == nil:
		return c.INSEE
	case IsCode(err, CodePlacePostalCode) && elsewhere(place):
		return place
	case IsCode(err, CodePlaceAmbiguous), IsCode(err, CodePlacePostalCode):
		n.wrong("employer_commune", err)
	}
	if city, ok := n.atlas.City(place); ok {
		return city.Name
	}
	return place
}

// elsewhere tells whether five digits, an INSEE or a postal code, can be those of
// a commune outside the Orne: most employers are there, and nobody knows all codes.
func elsewhere(code string) bool {
	department := code[:min(2, len(code))]
	return department != "61" && department != "00" && department != "96" && department != "99"
}

func (n *normaliser) contacts() {
	p := n.p
	n.canonical("website", &p.Website, NormaliseWebsite)
	n.canonical("email", &p.Email, NormaliseEmail)
	n.canonical("phone", &p.Phone, NormalisePhone)
	n.choice("email_shown", (*string)(&p.EmailShown), string(Identified), texts(Visibilities))
	n.choice("phone_shown", (*string)(&p.PhoneShown), string(Identified), texts(Visibilities))
}

// canonical cleans an optional text and replaces it by its canonical form.
func (n *normaliser) canonical(field string, s *string, normalise func(string) (string, error)) {
	if !n.line(field, s, 0, maxPlaceBytes) {
		return
	}
	out, err := normalise(*s)
	if err != nil {
		n.wrong(field, err)
		return
	}
	*s = out
}

func (n *normaliser) siret() {
	n.canonical("siret", &n.p.SIRET, NormaliseSIRET)
	if n.p.SIRET != "" && n.p.Status == Salaried {
		n.wrong("siret", notForStatus(Salaried))
	}
}
