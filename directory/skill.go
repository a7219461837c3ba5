package directory

// Skill is one entry of the taxonomy of skills that can be exercised remotely.
type Skill struct {
	Slug      string
	Label     Label
	Domain    string // slug of its domain
	ROME      string // code of the ROME occupation it maps to
	AliasesFR []string
	AliasesEN []string
}

// Domain groups skills.
type Domain struct {
	Slug  string
	Label Label
}

// Label is a name in the two languages of the directory.
type Label struct{ FR, EN string }

// In picks the language; anything but "en" is French.
func (l Label) In(lang string) string {
	if lang == "en" && l.EN != "" {
		return l.EN
	}
	return l.FR
}

// Names are all that a skill is called: labels, then aliases, both languages.
func (s *Skill) Names() []string {
	names := make([]string, 0, 2+len(s.AliasesFR)+len(s.AliasesEN))
	names = append(names, s.Label.FR, s.Label.EN)
	names = append(names, s.AliasesFR...)
	return append(names, s.AliasesEN...)
}

// titled tells whether a folded text is one of the skill's labels or its slug.
func (s *Skill) titled(key string) bool {
	return Fold(s.Label.FR) == key || Fold(s.Label.EN) == key || Fold(s.Slug) == key
}
