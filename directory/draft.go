package directory

import (
	"fmt"
	"slices"
	"time"
	"unicode/utf8"
)

// Draft is what an owner has changed and not yet submitted. Revisions are
// immutable; a draft is not, and is saved at every change.
type Draft struct {
	Version int64             // counts the changes over all drafts of the listing; it never falls
	Profile *Profile          // nil: nothing waits to be submitted
	Unread  map[string]string // what was typed in fields where it makes no value, by field
	SavedAt time.Time         // of the last change
}

// Version names a state of the profile that its owner works on. Whoever saves
// says which one they started from, so that nothing is overwritten unseen.
type Version string

// versionOf names the present state of a listing and its draft: "0.0" as long
// as nobody has worked on it, be it that there is no listing yet. Of two who
// begin at the same time, the second is told.
func versionOf(l *Listing, d *Draft) Version {
	number := 0
	if l != nil && l.Latest != nil {
		number = l.Latest.Number
	}
	return Version(fmt.Sprintf("%d.%d", number, d.Version))
}

// blankProfile is what a profile starts from: what most people choose.
func blankProfile() Profile {
	return Profile{
		CommuneShown: ShownCommune, Workplace: AtHome, Languages: []string{"fr"},
		EmailShown: Identified, PhoneShown: Identified,
	}
}

// clone copies a profile with its lists.
func (p *Profile) clone() Profile {
	c := *p
	c.Skills, c.Languages = slices.Clone(p.Skills), slices.Clone(p.Languages)
	return c
}

// tidy cleans a draft as it comes from outside and bounds it: whatever fits a
// profile fits several times. Wrong values stay as they are. Errors: CodeEncoding,
// CodeTooLong, CodeTooMany, CodeDate, each with its Field.
func (p *Profile) tidy() error {
	for _, f := range []struct {
		field string
		text  *string
		most  int
	}{
		{"name", &p.Name, MaxName},
		{"status", (*string)(&p.Status), MaxLine},
		{"headline", &p.Headline, MaxLine},
		{"organisation", &p.Organisation, MaxLine},
		{"commune", &p.Commune, MaxURL},
		{"commune_shown", (*string)(&p.CommuneShown), MaxLine},
		{"workplace", (*string)(&p.Workplace), MaxLine},
		{"telecentre", &p.Telecentre, MaxLine},
		{"employer_commune", &p.EmployerPlace, MaxLine},
		{"website", &p.Website, MaxURL},
		{"email", &p.Email, MaxEmail},
		{"phone", &p.Phone, MaxLine},
		{"email_shown", (*string)(&p.EmailShown), MaxLine},
		{"phone_shown", (*string)(&p.PhoneShown), MaxLine},
		{"siret", &p.SIRET, MaxLine},
		{"connection", (*string)(&p.Connection), MaxLine},
	} {
		if err := tidyText(f.field, f.text, f.most, CleanLine); err != nil {
			return err
		}
	}
	if err := tidyText("description", &p.Description, MaxDescription, CleanText); err != nil {
		return err
	}
	if err := tidyList("skills", &p.Skills, MaxSkills); err != nil {
		return err
	}
	if err := tidyList("languages", &p.Languages, MaxLanguages); err != nil {
		return err
	}
	if _, err := ParseDate(p.AvailableFrom.String()); err != nil {
		return inField(err, "available_from")
	}
	return nil
}

// draftRoom is how many times longer than allowed a text or list of a draft may
// be: what was pasted is kept until its owner has shortened it.
const draftRoom = 4

func tidyText(field string, s *string, most int, clean func(string) (string, error)) error {
	most *= draftRoom
	tooLong := func(count int) error {
		return &Error{Code: CodeTooLong, Field: field, Params: Params{"max": most, "count": count}}
	}
	// Counting graphemes takes time, cleaning too: not for what is hopeless.
	if len(*s) > 16*most {
		return tooLong(utf8.RuneCountInString(*s))
	}
	text, err := clean(*s)
	if err != nil {
		return inField(err, field)
	}
	if count := Length(text); count > most {
		return tooLong(count)
	}
	*s = text
	return nil
}

func tidyList(field string, list *[]string, most int) error {
	if count := len(*list); count > draftRoom*most {
		return &Error{Code: CodeTooMany, Field: field, Params: Params{"max": draftRoom * most, "count": count}}
	}
	var out []string
	for _, s := range *list {
		if err := tidyText(field, &s, MaxLine, CleanLine); err != nil {
			return err
		}
		if s != "" {
			out = append(out, s)
		}
	}
	*list = out
	return nil
}

// tidyUnread does the same for what was typed where it makes no value.
func tidyUnread(unread map[string]string) (map[string]string, error) {
	clean := make(map[string]string, len(unread))
	for field, typed := range unread {
		if !slices.Contains(Fields(), field) {
			return nil, &Error{Code: CodeFieldUnknown, Params: Params{"value": Clip(field, 40), "line": 0}}
		}
		if err := tidyText(field, &typed, MaxDescription, CleanText); err != nil {
			return nil, err
		}
		clean[field] = typed
	}
	return clean, nil
}

// takeReadable takes what makes a value after all into the profile, and answers
// the rest.
func takeReadable(p *Profile, unread map[string]string, today Date) map[string]string {
	var left map[string]string
	for _, field := range Fields() {
		typed := unread[field]
		if typed == "" || p.SetField(field, typed, today) == nil {
			continue
		}
		if left == nil {
			left = make(map[string]string)
		}
		left[field] = typed
	}
	return left
}
