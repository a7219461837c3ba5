package directory

import (
	"cmp"
	"slices"
	"strings"
)

// Atlas knows the places of the Orne, and what people call them. It is made
// once and never changed: safe for concurrent use. What it returns is shared
// and not to be written to.
type Atlas struct {
	communes []*Commune // by INSEE code
	byINSEE  map[string]*Commune
	merged   map[string]*Commune // codes of former communes to the present one
	byPostal map[string][]*Commune
	epcis    []EPCI // by name
	members  map[string][]*Commune
	centres  map[string]*Commune
	present  map[string][]*Commune // placeKey of the present name
	former   map[string][]formerName
	byEPCI   map[string]EPCI // placeKey of the name without what kind of EPCI it is
	cities   map[string]City
	compact  map[string]string // keys without their spaces, to the key
	entries  []placeEntry      // all that completion and suggestions look through

	given gazetteer           // what it was made of
	since map[string]*Commune // codes of communes that administrators merged into others
}

// gazetteer is what an atlas is made of.
type gazetteer struct {
	communes []Commune
	former   []Former
	cities   []City
}

// formerName is a former commune as it is found by name.
type formerName struct {
	name    string
	commune *Commune
}

// NewAtlas makes an atlas of the communes, the former communes that lead to
// them and the cities around. It takes over copies. A former commune whose
// present one is not given is left out.
func NewAtlas(communes []Commune, former []Former, cities []City) *Atlas {
	a := &Atlas{
		byINSEE:  make(map[string]*Commune, len(communes)),
		merged:   make(map[string]*Commune, len(former)),
		byPostal: make(map[string][]*Commune),
		members:  make(map[string][]*Commune),
		centres:  make(map[string]*Commune),
		present:  make(map[string][]*Commune, len(communes)),
		former:   make(map[string][]formerName, len(former)),
		byEPCI:   make(map[string]EPCI),
		cities:   make(map[string]City, len(cities)),
		compact:  make(map[string]string, len(communes)+len(former)),
		given:    gazetteer{slices.Clone(communes), slices.Clone(former), slices.Clone(cities)},
	}
	for _, c := range communes {
		c.PostalCodes = slices.Clone(c.PostalCodes)
		c.Former = nil
		a.communes = append(a.communes, &c)
		a.byINSEE[c.INSEE] = &c
	}
	slices.SortFunc(a.communes, func(x, y *Commune) int { return strings.Compare(x.INSEE, y.INSEE) })
	for _, f := range former {
		a.addFormer(f)
	}
	for _, c := range a.communes {
		a.addCommune(c)
	}
	for _, c := range cities {
		a.cities[placeKey(c.Name)] = c
	}
	a.indexEPCIs()
	a.indexEntries()
	return a
}

func (a *Atlas) addFormer(f Former) {
	c, ok := a.byINSEE[f.Current]
	if !ok {
		return
	}
	if f.INSEE != f.Current {
		a.merged[f.INSEE] = c
	}
	key := placeKey(f.Name)
	if key == placeKey(c.Name) {
		return // the name lives on
	}
	c.Former = append(c.Former, f.Name)
	a.former[key] = append(a.former[key], formerName{f.Name, c})
	a.compact[strings.ReplaceAll(Fold(f.Name), " ", "")] = key
	a.compact[strings.ReplaceAll(key, " ", "")] = key
}

func (a *Atlas) addCommune(c *Commune) {
	key := placeKey(c.Name)
	a.present[key] = append(a.present[key], c)
	a.compact[strings.ReplaceAll(Fold(c.Name), " ", "")] = key
	a.compact[strings.ReplaceAll(key, " ", "")] = key
	for _, code := range c.PostalCodes {
		a.byPostal[code] = append(a.byPostal[code], c)
	}
	if siren := c.EPCI.SIREN; siren != "" {
		a.members[siren] = append(a.members[siren], c)
		if centre := a.centres[siren]; centre == nil || centre.Population < c.Population {
			a.centres[siren] = c
		}
	}
}

func (a *Atlas) indexEPCIs() {
	for _, communes := range a.members {
		a.epcis = append(a.epcis, communes[0].EPCI)
	}
	slices.SortFunc(a.epcis, func(x, y EPCI) int {
		return cmp.Or(strings.Compare(Fold(x.Name), Fold(y.Name)), strings.Compare(x.SIREN, y.SIREN))
	})
	for _, e := range a.epcis {
		key, _ := epciKey(e.Name)
		a.byEPCI[key] = e
		// « Flers Agglo », « Domfront Tinchebray Interco »: said without the last word too.
		for _, suffix := range []string{" agglo", " interco"} {
			if short, ok := strings.CutSuffix(key, suffix); ok {
				a.byEPCI[short] = e
			}
		}
	}
}

// Communes are all communes, by INSEE code.
func (a *Atlas) Communes() []*Commune { return a.communes }

// Commune finds a present commune by its INSEE code.
func (a *Atlas) Commune(insee string) (*Commune, bool) {
	c, ok := a.byINSEE[insee]
	return c, ok
}

// Current finds the commune that has the code, or that took in the former
// commune that had it.
func (a *Atlas) Current(insee string) (*Commune, bool) {
	if c, ok := a.byINSEE[insee]; ok {
		return c, true
	}
	c, ok := a.merged[insee]
	return c, ok
}

// EPCIs are the intercommunalities that have communes in the Orne, by name.
func (a *Atlas) EPCIs() []EPCI { return a.epcis }

// EPCI finds an intercommunality by its SIREN.
func (a *Atlas) EPCI(siren string) (EPCI, bool) {
	if cs := a.members[siren]; len(cs) > 0 {
		return cs[0].EPCI, true
	}
	return EPCI{}, false
}

// InEPCI are the communes of an intercommunality, by INSEE code.
func (a *Atlas) InEPCI(siren string) []*Commune { return a.members[siren] }

// Centre is the most populous commune of an intercommunality, where profiles
// that show no more than it are placed; nil for an unknown SIREN.
func (a *Atlas) Centre(siren string) *Commune { return a.centres[siren] }

// City finds a well-known place outside the Orne by its name, whatever its
// accents, case and article.
func (a *Atlas) City(name string) (City, bool) {
	c, ok := a.cities[placeKey(name)]
	return c, ok
}

// placeKey folds a place's name to what is compared: without a leading
// article, « st » and « ste » spelt out.
func placeKey(name string) string {
	return withoutArticle(spellOut(Fold(name)))
}

// spellOut replaces the abbreviations of place names in a folded text.
func spellOut(folded string) string {
	if !strings.Contains(folded, "st") && !strings.HasPrefix(folded, "nd") && !strings.HasPrefix(folded, "n d") {
		return folded
	}
	words := strings.Fields(folded)
	for i, w := range words {
		switch {
		case w == "st":
			words[i] = "saint"
		case w == "ste":
			words[i] = "sainte"
		case w == "nd" && i == 0:
			words[i] = "notre dame"
		}
	}
	s := strings.Join(words, " ")
	if rest, ok := strings.CutPrefix(s, "n d "); ok {
		s = "notre dame " + rest
	}
	return s
}

// withoutArticle drops a leading le, la, les, l' of a folded text, unless
// nothing would be left.
func withoutArticle(folded string) string {
	first, rest, ok := strings.Cut(folded, " ")
	if !ok || rest == "" {
		return folded
	}
	switch first {
	case "le", "la", "les", "l":
		return rest
	}
	return folded
}

// epciKey folds an intercommunality's name without saying what kind it is,
// and tells whether the kind was said.
func epciKey(name string) (key string, kind bool) {
	s := Fold(name)
	for _, k := range epciKinds {
		if rest, ok := strings.CutPrefix(s, k+" "); ok {
			s, kind = rest, true
			break
		}
	}
	for _, of := range []string{"des ", "du ", "de la ", "de l ", "de ", "d "} {
		if rest, ok := strings.CutPrefix(s, of); ok && kind {
			s = rest
			break
		}
	}
	return withoutArticle(spellOut(s)), kind
}

// epciKinds are the kinds of intercommunality, longest first, folded.
var epciKinds = [...]string{
	"communaute d agglomeration", "communaute de communes", "communaute urbaine", "cdc", "cc", "ca", "cu",
}
