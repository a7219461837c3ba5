package command

import (
	"errors"
	"math"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"teleorne/directory"
)

// frenchOptions leads from the French name of an option to its own.
var frenchOptions = map[string]string{
	"aide":             "help",
	"competence":       "skill",
	"compétence":       "skill",
	"ou":               "commune",
	"où":               "commune",
	"rayon":            "radius",
	"statut":           "status",
	"disponible":       "available",
	"langue":           "language",
	"télécentre":       "telecentre",
	"tri":              "sort",
	"limite":           "limit",
	"decalage":         "offset",
	"décalage":         "offset",
	"facettes":         "facets",
	"plain-pied":       "step-free",
	"donnees":          "data",
	"données":          "data",
	"cle":              "key",
	"clé":              "key",
	"nom":              "name",
	"publier":          "publish",
	"essai":            "dry-run",
	"continuer":        "keep-going",
	"confirmer":        "confirm",
	"motif":            "reason",
	"mots":             "words",
	"nature":           "kind",
	"etat":             "state",
	"état":             "state",
	"fiche":            "listing",
	"par":              "by",
	"acte":             "action",
	"depuis":           "since",
	"jusqu-au":         "until",
	"avant":            "before",
	"oui":              "yes",
	"lu":               "version",
	"domaine":          "domain",
	"francais":         "fr",
	"français":         "fr",
	"anglais":          "en",
	"fin":              "off",
	"tout":             "all",
	"garder":           "keep",
	"qui":              "who",
	"recue":            "received",
	"reçue":            "received",
	"reponse":          "answer",
	"réponse":          "answer",
	"le":               "on",
	"intercommunalite": "epci",
	"intercommunalité": "epci",
}

// shownAliases are the French names that help shows, by the option's own.
var shownAliases = map[string]string{
	"help": "aide", "skill": "competence", "commune": "ou", "radius": "rayon", "status": "statut",
	"available": "disponible", "language": "langue", "sort": "tri", "limit": "limite",
	"offset": "decalage", "facets": "facettes", "step-free": "plain-pied", "data": "donnees",
	"key": "cle", "name": "nom", "publish": "publier", "dry-run": "essai", "keep-going": "continuer",
	"confirm": "confirmer", "reason": "motif", "words": "mots", "kind": "nature", "state": "etat",
	"listing": "fiche", "by": "par", "action": "acte", "since": "depuis", "until": "jusqu-au", "before": "avant",
	"yes": "oui", "version": "lu", "domain": "domaine", "fr": "francais", "en": "anglais", "off": "fin", "all": "tout",
	"keep": "garder", "who": "qui", "received": "recue", "answer": "reponse", "on": "le",
}

func canonical(name string) string {
	if own, ok := frenchOptions[name]; ok {
		return own
	}
	return name
}

func aliasesOf(name string) []string {
	if a, ok := shownAliases[name]; ok {
		return []string{a}
	}
	return nil
}

// words are the values of an enumerated option: each with the other words it
// may be asked for by, folded.
type words []word

type word struct {
	value   string
	aliases []string
}

// The values of the enumerated options.
var (
	langWords   = words{{"fr", []string{"francais"}}, {"en", []string{"anglais", "english"}}}
	statusWords = words{
		{string(directory.Independent), []string{"independant", "independante"}},
		{string(directory.Salaried), []string{"salarie", "salariee"}},
	}
	sortWords = words{
		{string(directory.SortRelevance), []string{"pertinence"}},
		{string(directory.SortDistance), nil},
		{string(directory.SortName), []string{"nom"}},
		{string(directory.SortRecent), []string{"recents", "recence"}},
	}
	yesWords = words{{yes, []string{"yes", "oui", "vrai", "1"}}, {"false", []string{"no", "non", "faux", "0"}}}
)

// yes is the value of an option that is there without one.
const yes = "true"

// Words makes the values of an enumerated option, without other names.
func Words(values ...string) words {
	ws := make(words, len(values))
	for i, v := range values {
		ws[i].value = v
	}
	return ws
}

func (ws words) find(typed string) (string, bool) {
	key := directory.Fold(typed)
	for _, w := range ws {
		if key == directory.Fold(w.value) {
			return w.value, true
		}
		for _, a := range w.aliases {
			if key == a {
				return w.value, true
			}
		}
	}
	return "", false
}

func (ws words) all() (valid, every []string) {
	for _, w := range ws {
		valid = append(valid, w.value)
		every = append(append(every, w.value), w.aliases...)
	}
	return valid, every
}

func (ws words) String() string {
	valid, _ := ws.all()
	return strings.Join(valid, "|")
}

func (sh *Shell) choiceError(typed string, ws words) error {
	valid, every := ws.all()
	f := Misuse("error.choice", "value", directory.Clip(typed, 40), "choices", strings.Join(valid, ", "))
	f.Near = nearest(directory.Fold(typed), every)
	return f
}

// kindBool is the type of options without a value.
const kindBool = "bool"

// option is a pflag.Value that reads by a function.
type option struct {
	kind string
	set  func(string) error
	get  func() string
}

// Set refuses an empty value, whatever the option: most often it is that of a
// script's variable that was never set.
func (o *option) Set(s string) error {
	if strings.TrimSpace(s) == "" {
		return errNoValue
	}
	return o.set(s)
}

func (o *option) String() string { return o.get() }
func (o *option) Type() string   { return o.kind }

// Choice adds an enumerated option.
func (sh *Shell) Choice(fs *pflag.FlagSet, to *string, name string, ws words) {
	fs.Var(&option{
		kind: ws.String(),
		set: func(s string) error {
			v, ok := ws.find(s)
			if !ok {
				return sh.choiceError(s, ws)
			}
			*to = v
			return nil
		},
		get: func() string { return *to },
	}, name, sh.flagUsage(name))
}

// errNoValue is that of an option whose value is empty.
var errNoValue = errors.New("command: no value")

// String adds an option with any text as its value, but for none.
func (sh *Shell) String(fs *pflag.FlagSet, to *string, name string) {
	fs.Var(&option{
		kind: sh.valueName(name),
		set:  func(s string) error { *to = s; return nil },
		get:  func() string { return *to },
	}, name, sh.flagUsage(name))
}

// sentence is an option whose value may be several words of the command line:
// by the time a sentence arrives, the client's shell has eaten its quotes.
type sentence struct{ option }

// Set takes what is empty, too: it is refused by whom it is meant for.
func (o *sentence) Set(s string) error { return o.set(s) }

// Sentence adds such an option; its text for help is command.flag.NAME.ABOUT.
func (sh *Shell) Sentence(fs *pflag.FlagSet, to *string, name, about string) {
	fs.Var(&sentence{option{
		kind: sh.valueName(name),
		set:  func(s string) error { *to = s; return nil },
		get:  func() string { return *to },
	}}, name, sh.S("command.flag."+name+"."+about))
}

// Day adds an option for a day, as people write it.
func (sh *Shell) Day(fs *pflag.FlagSet, to *directory.Date, name, about string) {
	fs.Var(&option{
		kind: sh.S("command.value.day"),
		set: func(s string) error {
			d, err := parseDay(s)
			*to = d
			return err
		},
		get: func() string { return to.String() },
	}, name, sh.S("command.flag."+name+"."+about))
}

// Texts adds an option that may be given several times.
func (sh *Shell) Texts(fs *pflag.FlagSet, to *[]string, name string) {
	fs.Var(&option{
		kind: sh.valueName(name),
		set:  func(s string) error { *to = append(*to, s); return nil },
		get:  func() string { return strings.Join(*to, ", ") },
	}, name, sh.flagUsage(name))
}

// Networks adds an option for networks and single addresses, given several times
// or separated by commas.
func (sh *Shell) Networks(fs *pflag.FlagSet, to *[]netip.Prefix, name string) {
	fs.Var(&option{
		kind: sh.valueName(name),
		set: func(s string) error {
			for part := range strings.SplitSeq(s, ",") {
				network, err := parseNetwork(strings.TrimSpace(part))
				if err != nil {
					return Misuse("command.network", "value", directory.Clip(part, 60))
				}
				*to = append(*to, network)
			}
			return nil
		},
		get: func() string {
			var shown []string
			for _, n := range *to {
				shown = append(shown, n.String())
			}
			return strings.Join(shown, ", ")
		},
	}, name, sh.flagUsage(name))
}

func parseNetwork(s string) (netip.Prefix, error) {
	if network, err := netip.ParsePrefix(s); err == nil {
		return network.Masked(), nil
	}
	addr, err := netip.ParseAddr(s)
	if err != nil {
		return netip.Prefix{}, err
	}
	addr = addr.Unmap().WithZone("")
	return addr.Prefix(addr.BitLen())
}

// Whole adds an option for a whole number between least and most.
func (sh *Shell) Whole(fs *pflag.FlagSet, to *int, name string, least, most int) {
	fs.Var(sh.whole(to, name, least, most), name, sh.flagUsage(name))
}

func (sh *Shell) whole(to *int, name string, least, most int) *option {
	return &option{
		kind: sh.valueName(name),
		set: func(s string) error {
			n, err := strconv.Atoi(strings.TrimSpace(s))
			if err != nil && !isOverflow(err) {
				return &directory.Error{Code: directory.CodeNumber, Params: directory.Params{"value": directory.Clip(s, 40)}}
			}
			if err != nil || n < least || n > most {
				return outOfRange(least, most)
			}
			*to = n
			return nil
		},
		get: func() string { return strconv.Itoa(*to) },
	}
}

// UpTo adds an option for a whole number up to most, which is usual where the
// option stands without one. A variable cannot: there « true » says so, and
// « false » is 0.
func (sh *Shell) UpTo(fs *pflag.FlagSet, to *int, name string, usual, most int) {
	o := sh.whole(to, name, 0, most)
	number := o.set
	o.set = func(s string) error {
		switch word, _ := yesWords.find(s); {
		case word == "" || isNumber(s):
			return number(s)
		case word == yes:
			*to = usual
		default:
			*to = 0
		}
		return nil
	}
	fs.VarPF(o, name, "", sh.flagUsage(name)).NoOptDefVal = strconv.Itoa(usual)
}

func isNumber(s string) bool {
	_, err := strconv.Atoi(strings.TrimSpace(s))
	return err == nil
}

// distance adds an option for kilometres, with a decimal point or comma. Given
// is set when the option stands on the command line.
func (sh *Shell) distance(fs *pflag.FlagSet, to *float64, given *bool, name string) {
	fs.Var(&option{
		kind: sh.valueName(name),
		set: func(s string) error {
			x, err := strconv.ParseFloat(strings.TrimSuffix(strings.Replace(s, ",", ".", 1), "km"), 64)
			if err != nil && !isOverflow(err) || math.IsNaN(x) {
				return &directory.Error{Code: directory.CodeNumber, Params: directory.Params{"value": directory.Clip(s, 40)}}
			}
			if x < 0 || x > directory.MaxRadiusKM {
				return outOfRange(0, directory.MaxRadiusKM)
			}
			*to, *given = x, true
			return nil
		},
		get: func() string { return strconv.FormatFloat(*to, 'f', -1, 64) },
	}, name, sh.flagUsage(name))
}

// Yes adds an option that is either there or not.
func (sh *Shell) Yes(fs *pflag.FlagSet, to *bool, name string) {
	fs.VarPF(&option{
		kind: kindBool,
		set: func(s string) error {
			v, ok := yesWords.find(s)
			if !ok {
				return sh.choiceError(s, yesWords)
			}
			*to = v == yes
			return nil
		},
		get: func() string { return strconv.FormatBool(*to) },
	}, name, "", sh.flagUsage(name)).NoOptDefVal = yes
}

// Duration adds an option for a span of time: 30s, 5m, or a number of seconds.
// 0 switches off what it bounds.
func (sh *Shell) Duration(fs *pflag.FlagSet, to *time.Duration, name string) {
	fs.Var(&option{
		kind: sh.valueName(name),
		set: func(s string) error {
			if n, err := strconv.Atoi(s); err == nil {
				s = strconv.Itoa(n) + "s"
			}
			d, err := time.ParseDuration(s)
			if err != nil || d < 0 {
				return Misuse("command.duration", "value", directory.Clip(s, 40))
			}
			*to = d
			return nil
		},
		get: func() string { return to.String() },
	}, name, sh.flagUsage(name))
}

// Wrong says that a value is wrong for an option, or for the variable that
// stands for it.
func (sh *Shell) Wrong(option string, err error) error { return sh.optionError(option, err) }

func isOverflow(err error) bool {
	ne, ok := err.(*strconv.NumError)
	return ok && ne.Err == strconv.ErrRange
}

func outOfRange(least, most int) error {
	return &directory.Error{Code: directory.CodeOutOfRange, Params: directory.Params{"min": least, "max": most}}
}

func (sh *Shell) flagUsage(name string) string { return sh.S("command.flag." + name) }

// valueName is what help calls the value of an option.
func (sh *Shell) valueName(name string) string {
	if v := sh.optional("command.value." + name); v != "" {
		return v
	}
	return sh.S("command.value")
}
