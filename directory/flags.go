package directory

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// days is how much earlier than its turn something with such a flag should be
// looked at.
func (k FlagKind) days() int {
	switch k {
	case FlagSameSIRET, FlagSameText, FlagHealth:
		return 7 // somebody else's business, or what should stand nowhere
	case FlagSameEmail, FlagSamePhone:
		return 5
	case FlagVolume:
		return 4
	case FlagLinks:
		return 3
	case FlagOrganisation:
		return 2
	case FlagShouting:
		return 1
	}
	return 0
}

// field is where a flag that compares listings was found.
func (k FlagKind) field() string {
	switch k {
	case FlagSameEmail:
		return "email"
	case FlagSamePhone:
		return "phone"
	case FlagSameSIRET:
		return "siret"
	case FlagSameText:
		return "description"
	}
	return ""
}

// riskOf is how many days flags bring an item forward.
func riskOf(flags []Flag) (days int) {
	for _, f := range flags {
		days += f.Kind.days()
	}
	return days
}

// days is how much earlier than its turn a report should be looked at.
func (r ReportReason) days() int {
	switch r {
	case ReportOffensive, ReportImpersonation:
		return 10
	case ReportWrong, ReportAdvertising:
		return 3
	case ReportOther:
		return 2
	}
	return 0
}

// appealDaysForward is how much earlier than its turn an appeal is looked at:
// somebody is kept from being found.
const appealDaysForward = 5

// volumeFrom is how many submissions of one listing within a day are many.
const volumeFrom = 6

// volumeFlag is the flag of a listing that was submitted so often within a day.
func volumeFlag(submissions int) []Flag {
	if submissions < volumeFrom {
		return nil
	}
	return []Flag{{Kind: FlagVolume, Count: submissions}}
}

// twinFlags are those of what a listing has in common with others.
func twinFlags(twins []Twin) []Flag {
	var flags []Flag
	for _, t := range twins {
		if !slices.ContainsFunc(flags, func(f Flag) bool { return f.Kind == t.Kind }) {
			flags = append(flags, Flag{Kind: t.Kind, Field: t.Kind.field(), Other: SafeLine(t.Other)})
		}
	}
	return flags
}

// ownFlags are those that a profile gets by what it says itself.
func (p *Profile) ownFlags() []Flag {
	var flags []Flag
	for _, field := range []string{"name", "headline", "organisation", "description"} {
		text := p.FieldText(field)
		if n := countLinks(text); n > 0 {
			flags = append(flags, Flag{Kind: FlagLinks, Field: field, Count: n})
		}
		// Many write their family name, or a company's, in capitals.
		if (field == "headline" || field == "description") && shouts(text) {
			flags = append(flags, Flag{Kind: FlagShouting, Field: field})
		}
	}
	if word := organisationWord(p.Name); word != "" {
		flags = append(flags, Flag{Kind: FlagOrganisation, Field: "name", Word: word})
	}
	for _, e := range p.Health() {
		word, _ := e.Params["word"].(string)
		flags = append(flags, Flag{Kind: FlagHealth, Field: e.Field, Word: word})
	}
	return flags
}

// link is what takes a reader elsewhere: an address of the web or of e-mail.
var link = regexp.MustCompile(`(?i)(?:https?://|www\.)\S+|\b[\w.+-]*@?(?:[a-z0-9-]+\.)+(?:fr|com|net|org|eu|io|info|biz|shop|site|online|link|me|ly|ru|top|xyz)\b`)

// noLink are names of techniques that look like one.
var noLink = regexp.MustCompile(`(?i)\b(?:asp|vb|ado|socket|paint)\.(?:net|io)\b`)

func countLinks(text string) int {
	if !strings.ContainsAny(text, ".:") {
		return 0
	}
	return len(link.FindAllStringIndex(noLink.ReplaceAllString(text, ""), -1))
}

// A text shouts when more than half of its letters stand in words that are all
// capitals; shorter words are mostly abbreviations, and a few letters nothing.
const (
	shoutedWord    = 4
	shoutedLetters = 10
)

func shouts(text string) bool {
	if strings.Contains(text, "!!!") {
		return true
	}
	letters, shouted := 0, 0
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.IsLetter(r) }) {
		n, capitals := 0, true
		for _, r := range word {
			n++
			capitals = capitals && unicode.IsUpper(r)
		}
		letters += n
		if capitals && n >= shoutedWord {
			shouted += n
		}
	}
	return shouted >= shoutedLetters && 2*shouted > letters
}

// organisations are words by which companies, offices and associations are
// called and persons are not, folded.
var organisations = wholeWords(
	`sarl`, `sas`, `sasu`, `eurl`, `sci`, `scop`, `scic`, `snc`, `selarl`, `selas`, `scp`, `gie`, `earl`, `gaec`,
	`cabinet`, `agence`, `societe`, `entreprise`, `association`, `asso`, `groupe`, `groupement`, `collectif`, `cooperative`,
	`studio`, `ateliers?`, `services?`, `solutions?`, `conseils?`, `consulting`, `consultants`, `institut`,
	`federation`, `syndicat`, `mairie`, `company`, `agency`, `ltd`, `limited`, `llc`, `gmbh`, `corp`,
	`et fils`, `et associes`, `et cie`, `freres`,
)

// organisationWord is what in a name looks like an organisation's, as it was
// written where that can be told; empty: nothing.
func organisationWord(name string) string {
	found := organisations.FindString(Fold(name))
	if found == "" {
		return ""
	}
	for _, word := range strings.Fields(name) {
		if Fold(word) == found {
			return SafeLine(word)
		}
	}
	return found
}
