package directory

import (
	"slices"
	"strings"
)

// Resolve finds what a person means by a place: an INSEE code, present or
// former, a postal code, the name of a commune, of a former commune or of an
// EPCI, or a name beside a code, « Bellême (61038) », « 61130 Bellême ».
// Accents, case, hyphens, apostrophes and a leading article do not matter.
// Several communes that share a postal code or a name are all meant.
//
// Five digits that are both a postal code and the INSEE code of another
// commune are the postal code: that is what people have on their letters.
//
// The errors are CodeRequired, CodePlacePostalCode, CodePlaceOutside, with the
// communes whose names begin so, and CodePlace, with the nearest names.
func (a *Atlas) Resolve(typed string) (*Place, error) {
	if len(typed) > maxPlaceBytes {
		return nil, a.unknownPlace(typed, "")
	}
	folded := Fold(typed)
	if folded == "" {
		if strings.TrimSpace(typed) == "" {
			return nil, &Error{Code: CodeRequired}
		}
		return nil, a.unknownPlace(typed, "")
	}
	if digits := strings.ReplaceAll(folded, " ", ""); isDigits(digits) { // « 61 130 » too
		return a.resolveCode(digits, typed)
	}
	name, code := splitCode(folded)
	place := a.byName(name)
	if place == nil {
		place = a.byName(withoutDepartment(name))
	}
	if place != nil {
		if code == "" {
			return place, nil
		}
		if place = a.narrow(place, code); place != nil {
			return place, nil
		}
	}
	key := withoutArticle(spellOut(name))
	if c, ok := a.cities[key]; ok {
		return nil, &Error{Code: CodePlaceOutside, Params: Params{"value": c.Name}, Nearest: a.longerNames(key, 3)}
	}
	return nil, a.unknownPlace(typed, name)
}

// ResolveOne is Resolve where a single commune is needed: several make a
// CodePlaceAmbiguous, whose Nearest are the candidates as « Name (61xxx) ».
func (a *Atlas) ResolveOne(typed string) (*Commune, error) {
	p, err := a.Resolve(typed)
	if err != nil {
		return nil, err
	}
	if len(p.Communes) == 1 {
		return p.Communes[0], nil
	}
	candidates := make([]string, len(p.Communes))
	for i, c := range p.Communes {
		candidates[i] = c.Name + " (" + c.INSEE + ")"
	}
	return nil, &Error{Code: CodePlaceAmbiguous, Params: Params{"value": Clip(typed, 60)}, Nearest: candidates}
}

// maxPlaceBytes is far beyond the longest name anybody would type in full.
const maxPlaceBytes = 400

// codeDigits is the length of both INSEE and postal codes.
const codeDigits = 5

func (a *Atlas) resolveCode(digits, typed string) (*Place, error) {
	if cs := a.byPostal[digits]; len(cs) > 0 {
		return &Place{Communes: cs, Postal: digits}, nil
	}
	if c, ok := a.Current(digits); ok {
		return &Place{Communes: []*Commune{c}}, nil
	}
	if e, ok := a.EPCI(digits); ok {
		return &Place{Communes: a.members[digits], EPCI: &e}, nil
	}
	if len(digits) == codeDigits {
		return nil, &Error{Code: CodePlacePostalCode, Params: Params{"value": digits}}
	}
	return nil, &Error{Code: CodePlace, Params: Params{"value": Clip(typed, 60)}}
}

// byName finds a folded name: present names before former ones before EPCI,
// unless the kind of EPCI is said.
func (a *Atlas) byName(folded string) *Place {
	epci, kind := epciKey(folded)
	if kind {
		if e, ok := a.byEPCI[epci]; ok {
			return &Place{Communes: a.members[e.SIREN], EPCI: &e}
		}
	}
	key := withoutArticle(spellOut(folded))
	if p := a.byKey(key); p != nil {
		return p
	}
	if strings.Contains(key, " s ") { // « Condé s/ Sarthe »
		for _, word := range []string{" sur ", " sous ", " les "} {
			if p := a.byKey(strings.ReplaceAll(key, " s ", word)); p != nil {
				return p
			}
		}
	}
	if e, ok := a.byEPCI[epci]; ok {
		return &Place{Communes: a.members[e.SIREN], EPCI: &e}
	}
	if k, ok := a.compact[strings.ReplaceAll(key, " ", "")]; ok {
		return a.byKey(k)
	}
	return nil
}

func (a *Atlas) byKey(key string) *Place {
	if cs := a.present[key]; len(cs) > 0 {
		return &Place{Communes: cs}
	}
	fs := a.former[key]
	if len(fs) == 0 {
		return nil
	}
	p := &Place{Former: fs[0].name}
	for _, f := range fs {
		if !slices.Contains(p.Communes, f.commune) {
			p.Communes = append(p.Communes, f.commune)
		}
	}
	return p
}

// narrow keeps of a place what the code beside its name allows: an INSEE code,
// a postal code, or the SIREN of an EPCI. Nothing left is nil.
func (a *Atlas) narrow(p *Place, code string) *Place {
	if p.EPCI != nil {
		if p.EPCI.SIREN == code {
			return p
		}
		return nil
	}
	current, _ := a.Current(code)
	out := &Place{Former: p.Former}
	for _, c := range p.Communes {
		if c == current || slices.Contains(c.PostalCodes, code) {
			out.Communes = append(out.Communes, c)
		}
	}
	if len(out.Communes) == 0 {
		return nil
	}
	return out
}

// splitCode takes a code off the beginning or the end of a folded text.
func splitCode(folded string) (name, code string) {
	if first, rest, ok := strings.Cut(folded, " "); ok && isCode(first) {
		return rest, first
	}
	if i := strings.LastIndexByte(folded, ' '); i > 0 && isCode(folded[i+1:]) {
		return folded[:i], folded[i+1:]
	}
	return folded, ""
}

// withoutDepartment takes « (61) », « (Orne) » or a country off a folded name.
func withoutDepartment(folded string) string {
	for _, end := range []string{" france", " normandie", " 61", " orne"} {
		folded = strings.TrimSuffix(folded, end)
	}
	return folded
}

func isCode(s string) bool { return (len(s) == codeDigits || len(s) == 9) && isDigits(s) }

// isDigits tells whether s is one or more ASCII digits.
func isDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

func (a *Atlas) unknownPlace(typed, folded string) *Error {
	return &Error{Code: CodePlace, Params: Params{"value": Clip(typed, 60)}, Nearest: a.nearestPlaces(folded, 3)}
}
