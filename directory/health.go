package directory

import (
	"regexp"
	"strings"
)

// The directory holds nothing about anybody's health (GDPR, article 9). What
// follows notices texts in which people plainly speak of their own, so that
// they can be told; it stops nobody. It is kept short and careful on purpose:
// many here nurse, care, advise about disability or insure against it, and none
// of them should ever be warned. So a word alone is nearly never enough: it
// takes a person who says « je », « mon », "I", "my" right beside it, or an
// allowance that only oneself can be said to draw, in a sentence that does not
// speak of clients.

// people is what somebody may be, after « je suis ».
const people = `handicapee?|malade|invalide|paraplegique|tetraplegique|hemiplegique|sourde?|malentendante?|aveugle|malvoyante?|` +
	`non voyante?|autiste|asperger|dyslexique|dyspraxique|epileptique|diabetique|depressif|depressive|bipolaire|schizophrene|` +
	`seropositif|seropositive|asthmatique|enceinte|pmr|rqth|travailleur handicape|travailleuse handicapee|personne handicapee|` +
	`personne a mobilite reduite|en fauteuil|en invalidite|en arret maladie|en longue maladie|en depression|en burn ?out|` +
	`en situation de handicap|a mobilite reduite|porteuse? d un handicap`

// between may stand between « je suis » and that.
const between = `(?:(?:moi meme|un|une|tres|aussi|devenue?|nee?|reconnue?|egalement|malheureusement|partiellement|lourdement|legerement) )*`

// ills are what somebody may have, after « mon », « ma », « mes », « j’ai un »,
// and diseases what they suffer from.
const (
	ills = `handicap|invalidite|maladie|pathologie|surdite|cecite|depression|cancer|sclerose|diabete|epilepsie|autisme|burn ?out|` +
		`grossesse|chimiotherapie|chimio|dialyse|rqth|fauteuil roulant|troubles (?:dys|psychiques|musculo squelettiques)|` +
		`(?:etat|probleme|problemes|souci|soucis|ennuis) de sante`
	diseases = `cancer|diabete|epilepsie|depression|surdite|cecite|handicap|sclerose|parkinson|fibromyalgie|polyarthrite|spondylarthrite|` +
		`mucoviscidose|myopathie|endometriose|arthrose|agoraphobie|anxiete|migraines?|lombalgies?|mal de dos|douleurs|troubles|` +
		`maladie (?:chronique|rare|grave|invalidante|degenerative|auto immune|de [a-z]+)|maladie$`
)

// ownHealth are the ways to speak of one's own health, on folded text.
var ownHealth = wholeWords(
	`je suis `+between+`(?:`+people+`)`,
	`j ai (?:eu |fait )?(?:un|une|des) (?:`+ills+`|avc|infarctus)`,
	`j ai (?:la|une|obtenu la|obtenu une) rqth`,
	`(?:mon|ma|mes) (?:`+ills+`)`,
	`je (?:vis|travaille) avec une? (?:`+ills+`)`,
	`je suis atteinte? (?:de|d)`,
	`^atteinte? (?:de|d) (?:une? |la |l )?(?:`+diseases+`)`,
	`(?:je souffre|je souffrais|j ai souffert) (?:de|d) (?:une? |la |l )?(?:`+diseases+`)`,
	`^en situation de handicap`, `^en invalidite`,
	`^(?:je suis )?(?:beneficiaire|titulaire) (?:de la|de l|d une?) (?:rqth|aah|pension d invalidite|carte d invalidite)`,
	`je me deplace en fauteuil`, `je (?:percois|touche) (?:l aah|une pension d invalidite)`,

	`(?:i am|i m|im) (?:also |partially |severely |legally |profoundly )?(?:an? )?(?:disabled|handicapped|deaf|blind|autistic|dyslexic|epileptic|`+
		`diabetic|paraplegic|bipolar|visually impaired|hearing impaired|hard of hearing|wheelchair user|wheelchair bound|hiv positive|`+
		`chronically ill|pregnant|on sick leave)`,
	`my (?:disability|disabilities|illness|disease|depression|autism|epilepsy|diabetes|deafness|blindness|wheelchair|pregnancy|`+
		`health (?:problems?|issues?|condition)|medical condition|burn ?out)`,
	`i (?:have|live with|suffer from) (?:an? )?(?:(?:chronic|serious|physical|invisible|mental) )?(?:disability|illness|disease|cancer|`+
		`depression|epilepsy|diabetes|autism|multiple sclerosis|arthritis|health problems?|health condition)`,
	`i (?:was|have been) diagnosed with`, `as a disabled (?:person|worker|man|woman|developer|freelancer)`,
	`i (?:use a wheelchair|receive a disability (?:pension|allowance))`,
)

// ownStatus are papers and allowances: said of oneself, unless the text speaks
// of work for others.
var ownStatus = wholeWords(
	`rqth`, `travailleur handicape`, `travailleuse handicapee`, `(?:pension|carte) d invalidite`, `disability (?:pension|allowance)`,
)

// ofOthers are signs of that.
var ofOthers = wholeWords(
	`accompagn[a-z]*`, `aide[a-z]*`, `conseil[a-z]*`, `referente?s?`, `dossiers?`, `demandes?`, `format[a-z]*`, `former`, `gestion[a-z]*`,
	`gerer`, `recrut[a-z]*`, `embauch[a-z]*`, `employeurs?`, `entreprises?`, `salarie[es]*`, `personnes`, `clients?`, `candidats?`,
	`beneficiaires`, `titulaires`, `associations?`, `droits?`, `jurid[a-z]*`, `juristes?`, `avocate?`, `assur[a-z]*`, `prevoyance`,
	`retraites?`, `paies?`, `sociale?s?`, `sociaux`, `emploi`, `insertion`, `maintien`, `obligations?`, `oeth`, `agefiph`, `declarations?`,
	`renouvellements?`, `reconnaissances?`, `informations?`, `sensibilis[a-z]*`, `missions?`, `statuts?`, `calculs?`, `expertises?`,
	`support[a-z]*`, `advi[cs][a-z]*`, `help[a-z]*`, `claims?`, `applications?`, `employers?`, `insurances?`, `training`, `law`, `lawyer`,
	`people`, `management`, `benefits?`,
)

// wholeWords makes one pattern of several, for whole words of folded text.
func wholeWords(patterns ...string) *regexp.Regexp {
	return regexp.MustCompile(`\b(?:` + strings.Join(patterns, `|`) + `)\b`)
}

// listItem is how many words a line of an enumeration has at most: what it
// means is told by the lines around.
const listItem = 4

// healthWords finds the words by which a text plainly speaks of its writer's
// own health or disability, folded.
func healthWords(text string) (word string, found bool) {
	for clause := range strings.FieldsFuncSeq(text, endsClause) {
		folded := Fold(clause)
		if word = ownHealth.FindString(folded); word != "" {
			return word, true
		}
		if word = ownStatus.FindString(folded); word == "" {
			continue
		}
		around := folded
		if strings.Count(folded, " ") < listItem {
			around = Fold(text)
		}
		if !ofOthers.MatchString(around) {
			return word, true
		}
	}
	return "", false
}

func endsClause(r rune) bool { return strings.ContainsRune(".!?;\n", r) }

// Health are warnings, CodeHealth with the words, about texts that plainly
// speak of somebody's own health or disability, by field. They keep nothing.
func (p *Profile) Health() Errors {
	var errs Errors
	for _, field := range []string{"name", "headline", "organisation", "description"} {
		if word, ok := healthWords(p.FieldText(field)); ok {
			errs = append(errs, &Error{Code: CodeHealth, Field: field, Params: Params{"word": word}})
		}
	}
	return errs
}
