package editor

import (
	"teleorne/directory"
)

// kind is how a field is filled in.
type kind uint8

const (
	kindLine kind = iota
	kindChoice
	kindCommune
	kindSkills
	kindLanguages
	kindArea
)

// field is a field of a profile in the editor.
type field struct {
	name   string
	kind   kind
	max    int  // characters, for those that are counted; 0: not
	must   bool // nothing is sent without it
	side   bool // it says how another field is shown, and nothing by itself
	preset bool // something stands in it from the start
}

// section is a page of the editor: the end of a key of the catalogue, and its
// fields. The last one has none: there all is read again.
type section struct {
	name   string
	fields []field
}

// sections are all of them, in their order.
func sections() []section {
	return []section{
		{"who", []field{
			{name: "name", max: directory.MaxName, must: true},
			{name: "status", kind: kindChoice, must: true},
			{name: "headline", max: directory.MaxLine, must: true},
			{name: "organisation", max: directory.MaxLine},
		}},
		{"skills", []field{
			{name: "skills", kind: kindSkills, must: true},
			{name: "languages", kind: kindLanguages, preset: true},
		}},
		{"where", []field{
			{name: "commune", kind: kindCommune, must: true},
			{name: "commune_shown", kind: kindChoice, side: true},
			{name: "workplace", kind: kindChoice, preset: true},
			{name: "telecentre", kind: kindChoice, must: true},
			{name: "connection", kind: kindChoice},
		}},
		{"about", []field{
			{name: "description", kind: kindArea, max: directory.MaxDescription},
		}},
		{"terms", []field{
			{name: "available_from"},
			{name: "daily_rate_eur"},
			{name: "employer_commune", max: directory.MaxLine},
			{name: "remote_days"},
		}},
		{"contacts", []field{
			{name: "website", max: directory.MaxURL},
			{name: "email"},
			{name: "email_shown", kind: kindChoice, side: true},
			{name: "phone"},
			{name: "phone_shown", kind: kindChoice, side: true},
			{name: "siret"},
		}},
		{name: "review"},
	}
}

// allFields are the fields of all sections.
func allFields() []field {
	var all []field
	for _, s := range sections() {
		all = append(all, s.fields...)
	}
	return all
}

// sectionOf finds the place of a field.
func sectionOf(name string) (section, field int, ok bool) {
	for i, s := range sections() {
		for j, f := range s.fields {
			if f.name == name {
				return i, j, true
			}
		}
	}
	return 0, 0, false
}

// offered are the fields of a section that are asked for.
func (m *Model) offered(section int) []int {
	var all []int
	for j, f := range sections()[section].fields {
		if m.work.offers(f.name) {
			all = append(all, j)
		}
	}
	return all
}

// begun tells whether the person has said anything yet.
func (m *Model) begun() bool {
	for _, f := range allFields() {
		if !f.side && !f.preset && m.work.filled(f.name) {
			return true
		}
	}
	return false
}

// state is how far a section has come.
type state struct {
	missing []string // fields that have to be filled in
	wrong   []string // fields that have to be mended
	filled  bool     // something stands in it
}

// lacks tells whether something keeps the profile from being sent.
func (s state) lacks() bool { return len(s.missing)+len(s.wrong) > 0 }

// state looks through a section.
func (m *Model) state(section int) state {
	var st state
	for _, j := range m.offered(section) {
		f := sections()[section].fields[j]
		filled := m.work.filled(f.name)
		st.filled = st.filled || filled && !f.side
		switch {
		case len(m.checked.errs[f.name]) == 0:
		case filled:
			st.wrong = append(st.wrong, f.name)
		default:
			st.missing = append(st.missing, f.name)
		}
	}
	return st
}
