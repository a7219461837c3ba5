package directory

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Fields are the names of the fields of a profile, the same in JSON, CSV and
// errors, in the order in which they are told and checked.
func Fields() []string {
	return []string{
		"name", "status", "headline", "organisation", "skills", "commune", "commune_shown", "workplace", "telecentre",
		"description", "languages", "available_from", "daily_rate_eur", "employer_commune", "remote_days",
		"website", "email", "phone", "email_shown", "phone_shown", "siret", "connection",
	}
}

// LowRisk tells whether a change of a field is published without a moderator:
// availability, languages, and who sees the contacts.
func LowRisk(field string) bool {
	switch field {
	case "available_from", "languages", "email_shown", "phone_shown":
		return true
	}
	return false
}

// ForFigures tells whether a field feeds the figures alone, and is shown to nobody
// but its owner, moderators included.
func ForFigures(field string) bool { return field == "employer_commune" || field == "remote_days" }

// TextField is where a field is kept that is a plain text or one of a few values,
// as it was typed or as it is kept; nil for those that hold a list, a number or a
// date, and for what is no field.
func (p *Profile) TextField(field string) *string {
	switch field {
	case "name":
		return &p.Name
	case "status":
		return (*string)(&p.Status)
	case "headline":
		return &p.Headline
	case "organisation":
		return &p.Organisation
	case "commune":
		return &p.Commune
	case "commune_shown":
		return (*string)(&p.CommuneShown)
	case "workplace":
		return (*string)(&p.Workplace)
	case "telecentre":
		return &p.Telecentre
	case "description":
		return &p.Description
	case "employer_commune":
		return &p.EmployerPlace
	case "website":
		return &p.Website
	case "email":
		return &p.Email
	case "phone":
		return &p.Phone
	case "email_shown":
		return (*string)(&p.EmailShown)
	case "phone_shown":
		return (*string)(&p.PhoneShown)
	case "siret":
		return &p.SIRET
	case "connection":
		return (*string)(&p.Connection)
	}
	return nil
}

// FieldText is the value of a field as one types it: lists joined by ", ",
// dates as 2026-12-01, empty for none. SetField reads it back.
func (p *Profile) FieldText(field string) string {
	switch field {
	case "skills":
		return joinList(p.Skills)
	case "languages":
		return joinList(p.Languages)
	case "available_from":
		return p.AvailableFrom.String()
	case "daily_rate_eur":
		return numberText(p.DailyRateEUR)
	case "remote_days":
		return numberText(p.RemoteDays)
	}
	if s := p.TextField(field); s != nil {
		return *s
	}
	return ""
}

func numberText(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// SetField reads what was typed for a field. Texts are taken as they are, to be
// checked by Normalise, but everyday words for the values of an enumeration and
// for languages become these. Lists are parted by commas, semicolons or new
// lines. A number or a date that cannot be read leaves the profile as it was
// (CodeNumber, CodeDate). Dates are 2026-12-01, 1/12/2026, 1.12.2026, « 1er
// décembre 2026 », « now », « maintenant »; without a year the next such day is
// meant, counted from today. CodeNotFound for what is no field.
func (p *Profile) SetField(field, typed string, today Date) error {
	var err error
	switch field {
	case "skills":
		p.Skills = splitList(typed)
	case "languages":
		p.Languages = typedLanguages(typed)
	case "available_from":
		err = setRead(&p.AvailableFrom, typed, func(s string) (Date, error) { return typedDate(s, today) })
	case "daily_rate_eur":
		err = setRead(&p.DailyRateEUR, typed, typedNumber)
	case "remote_days":
		err = setRead(&p.RemoteDays, typed, typedNumber)
	default:
		s := p.TextField(field)
		if s == nil {
			return NotFound("field", field)
		}
		*s = typed
		if called, ok := choiceWords[field]; ok && len(typed) <= 100 {
			if value, ok := called[Fold(typed)]; ok {
				*s = value
			}
		}
	}
	return inField(err, field)
}

// setRead replaces a value by what was typed, if that can be read.
func setRead[T any](value *T, typed string, read func(string) (T, error)) error {
	v, err := read(typed)
	if err == nil {
		*value = v
	}
	return err
}

// Diff names the fields in which two profiles differ, in the order of Fields.
func (p *Profile) Diff(o *Profile) []string {
	return slices.DeleteFunc(Fields(), func(f string) bool { return p.FieldText(f) == o.FieldText(f) })
}

// joinList writes a list as one types it. An entry that would be taken apart
// stands in quotes, and its own quotes twice, as in a CSV.
func joinList(items []string) string {
	out := make([]string, len(items))
	for i, s := range items {
		if strings.ContainsFunc(s, isListSign) || strings.HasPrefix(s, `"`) || s != strings.TrimSpace(s) || s == "" {
			s = `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
		}
		out[i] = s
	}
	return strings.Join(out, ", ")
}

func isListSign(r rune) bool { return r == ',' || r == ';' || r == '\n' || r == '\r' }

// splitList takes a typed list apart. Nothing between two signs is no entry.
func splitList(s string) []string {
	var out []string
	for s = strings.TrimSpace(s); s != ""; s = strings.TrimLeftFunc(s, func(r rune) bool { return unicode.IsSpace(r) || isListSign(r) }) {
		item, rest, quoted := cutQuoted(s)
		if !quoted {
			end := strings.IndexFunc(s, isListSign)
			if end < 0 {
				end = len(s)
			}
			item, rest = strings.TrimSpace(s[:end]), s[end:]
		}
		if item != "" || quoted {
			out = append(out, item)
		}
		s = rest
	}
	return out
}

// cutQuoted reads an entry in quotes. Quotes that do not close, or after which
// the entry goes on, are letters like others.
func cutQuoted(s string) (item, rest string, ok bool) {
	if !strings.HasPrefix(s, `"`) {
		return "", "", false
	}
	var b strings.Builder
	for rest = s[1:]; ; {
		head, tail, closed := strings.Cut(rest, `"`)
		if !closed {
			return "", "", false
		}
		b.WriteString(head)
		if !strings.HasPrefix(tail, `"`) {
			rest = strings.TrimLeft(tail, " \t")
			break
		}
		b.WriteByte('"')
		rest = tail[1:]
	}
	if rest != "" && strings.IndexFunc(rest, isListSign) != 0 {
		return "", "", false
	}
	return b.String(), rest, true
}

// typedLanguages reads languages by name, in French or English, or by code.
// What is neither stays, for Normalise to complain about.
func typedLanguages(s string) []string {
	var out []string
	for _, one := range conjunction.Split(s, -1) {
		if code, ok := languageCodes[Fold(one)]; ok {
			one = code
		}
		if one = strings.TrimSpace(strings.ReplaceAll(one, `"`, " ")); one != "" {
			out = append(out, one)
		}
	}
	return out
}

// typedNumber reads a whole number, 1 200 with its thousands apart too, and
// with the unit that people write after it. Empty is 0.
func typedNumber(s string) (int, error) {
	wrong := &Error{Code: CodeNumber, Params: Params{"value": Clip(s, 40)}}
	if len(s) > 100 {
		return 0, wrong
	}
	if s = strings.ToLower(SafeLine(s)); s == "" {
		return 0, nil
	}
	for trimmed := true; trimmed; {
		trimmed = false
		for _, unit := range units {
			if rest, ok := strings.CutSuffix(s, unit); ok {
				s, trimmed = strings.TrimRight(rest, " /"), true
			}
		}
	}
	n, err := strconv.ParseInt(withoutThousands(s), 10, 32)
	if err != nil {
		return 0, wrong
	}
	return int(n), nil
}

// withoutThousands closes the gaps before groups of three digits.
func withoutThousands(s string) string {
	groups := strings.Split(s, " ")
	for i, g := range groups {
		if !isDigits(strings.TrimPrefix(g, "-")) || i > 0 && len(g) != 3 || len(groups) > 1 && len(g) > 3 {
			return s
		}
	}
	return strings.Join(groups, "")
}
