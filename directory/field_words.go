package directory

import (
	"regexp"
	"strings"
)

// choiceWords are what people call the values of the enumerated fields, folded.
var choiceWords = map[string]map[string]string{
	"status": words(map[string]string{
		string(Independent): "independent|indépendant|indépendante|activité indépendante|freelance|free-lance|à mon compte|" +
			"auto-entrepreneur|auto-entrepreneuse|micro-entrepreneur|micro-entrepreneuse|profession libérale|self-employed",
		string(Salaried): "salaried|salarié|salariée|emploi salarié|employé|employée|employed|employee",
	}),
	"commune_shown": words(map[string]string{
		string(ShownCommune): "commune|la commune|ma commune|town",
		string(ShownEPCI):    "epci|intercommunalité|l’intercommunalité|seulement l’intercommunalité|communauté de communes|district",
	}),
	"workplace": words(map[string]string{
		string(AtHome):       "home|at home|domicile|à domicile|maison|à la maison|chez moi|travaille à domicile|works at home",
		string(AtTelecentre): "telecentre|télécentre|au télécentre|en télécentre|dans un télécentre|coworking|travaille au télécentre|works at the telecentre",
		string(AtBoth): "both|les deux|domicile et télécentre|à domicile et au télécentre|à domicile et en télécentre|" +
			"travaille à domicile et au télécentre|home and telecentre|at home and at the telecentre|works at home and at the telecentre",
	}),
	"email_shown": visibilityWords,
	"phone_shown": visibilityWords,
	"connection": words(map[string]string{
		string(Fibre):       "fibre|la fibre|fibre optique|fiber|ftth",
		string(DSL):         "dsl|adsl|vdsl",
		string(Mobile):      "mobile|réseau mobile|4g|5g|4g/5g|mobile network",
		string(Satellite):   "satellite|starlink",
		string(OtherAccess): "other|autre|autre accès|other access",
	}),
}

var visibilityWords = words(map[string]string{
	string(Public): "public|publique|tous|toutes|tout le monde|everyone|everybody|anyone|all",
	string(Identified): "identified|identifié|identifiés|identifiée|identifiées|clé|avec une clé|avec clé|personnes identifiées|" +
		"visiteurs identifiés|lecteurs identifiés|key|with a key|with key|identified readers",
	string(Nobody): "nobody|personne|aucun|no one|none|caché|masqué|hidden|privé|private",
})

// words turns values with all that they are called into values by folded name.
func words(values map[string]string) map[string]string {
	out := map[string]string{}
	for value, names := range values {
		for name := range strings.SplitSeq(names, "|") {
			out[Fold(name)] = value
		}
	}
	return out
}

// units are what people write after a number, in lower case; what ends another
// one stands behind it.
var units = []string{
	"par semaine", "per week", "a week", "semaine", "week", "par jour", "per day", "a day", "journée", "jours", "jour", "days", "day", "j",
	"euros", "euro", "eur", "€", "ht",
}

// conjunction parts two languages, beside the signs of lists.
var conjunction = regexp.MustCompile(`(?i)\s+(?:et|and)\s+|[/+&,;\r\n]`)

// languageCodes are the languages that people in the Orne are likely to name,
// by their folded names in French and English.
var languageCodes = words(map[string]string{
	"fr": "français|french", "en": "anglais|english", "de": "allemand|german", "es": "espagnol|spanish|castillan",
	"it": "italien|italian", "pt": "portugais|portuguese|brésilien", "nl": "néerlandais|hollandais|flamand|dutch|flemish",
	"pl": "polonais|polish", "ro": "roumain|romanian", "ru": "russe|russian", "uk": "ukrainien|ukrainian",
	"ar": "arabe|arabic", "tr": "turc|turkish", "zh": "chinois|mandarin|chinese", "ja": "japonais|japanese",
	"br": "breton", "sv": "suédois|swedish", "da": "danois|danish", "no": "norvégien|norwegian", "fi": "finnois|finlandais|finnish",
	"el": "grec|greek", "he": "hébreu|hebrew", "vi": "vietnamien|vietnamese", "ko": "coréen|korean", "cs": "tchèque|czech",
	"hu": "hongrois|hungarian", "ca": "catalan", "bg": "bulgare|bulgarian", "hr": "croate|croatian", "sr": "serbe|serbian",
	"sk": "slovaque|slovak", "sl": "slovène|slovene|slovenian", "sq": "albanais|albanian", "lt": "lituanien|lithuanian",
	"lv": "letton|latvian", "et": "estonien|estonian", "is": "islandais|icelandic", "ga": "irlandais|gaélique|irish",
	"cy": "gallois|welsh", "eu": "basque", "co": "corse|corsican", "oc": "occitan", "hi": "hindi", "bn": "bengali",
	"ur": "ourdou|urdu", "fa": "persan|farsi|persian", "ku": "kurde|kurdish", "hy": "arménien|armenian", "ka": "géorgien|georgian",
	"th": "thaï|thai", "id": "indonésien|indonesian", "ms": "malais|malay", "sw": "swahili", "mg": "malgache|malagasy",
	"wo": "wolof", "am": "amharique|amharic", "ta": "tamoul|tamil", "la": "latin", "eo": "espéranto|esperanto", "lb": "luxembourgeois|luxembourgish",
})
