// Package place is the field in which a place is typed: what that means, what
// it may become, and the sentence when it means nothing. It knows the domain's
// atlas and no screen.
package place

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/screen"
	"teleorne/tui/text"
	"teleorne/tui/widget"
)

// maxTyped is how many characters the field takes.
const maxTyped = 80

// Field is the field with the place that was meant.
type Field struct {
	widget.Field
	Place *directory.Place // nil: the whole département
	Note  error            // why what was typed is no place; nil while it is being typed
	atlas func() *directory.Atlas

	before former // where it is asked for in words
}

// NewField makes an empty field, which asks for the atlas each time: communes
// merge while a screen stays open.
func NewField(atlas func() *directory.Atlas) Field {
	return Field{Field: widget.NewField(maxTyped), atlas: atlas}
}

// Typed hands a key or a paste to the field and tells whether the text
// changed. What is typed counts as soon as it names a place, and nothing is
// said against it before it is left.
func (f *Field) Typed(msg tea.Msg) bool {
	if !f.Update(msg) {
		return false
	}
	f.Note = nil
	f.Place, _ = f.resolve(f.Value())
	return true
}

// Settle takes what was typed for good: the one place that it can only mean,
// else the sentence that helps.
func (f *Field) Settle() {
	typed := directory.SafeLine(f.Value())
	f.Place, f.Note = nil, nil
	if typed == "" {
		return
	}
	place, err := f.resolve(typed)
	if err != nil {
		if only, ok := f.only(typed, err); ok {
			place, err = f.resolve(meaning(only))
		}
	}
	if f.Note = err; err == nil {
		f.Set(place)
	}
}

// only is the one place that words can mean that name none: what alone completes
// them, or the town that goes by the first words of its name. The name of a city
// elsewhere is that city.
func (f *Field) only(typed string, why error) (directory.PlaceCompletion, bool) {
	if all := f.atlas().Complete(typed, 2); len(all) == 1 {
		return all[0], true
	}
	if directory.IsCode(why, directory.CodePlaceOutside) {
		return directory.PlaceCompletion{}, false
	}
	c, ok := f.atlas().Begun(typed)
	return directory.PlaceCompletion{Commune: c}, ok
}

// resolve answers no place at all together with an error.
func (f *Field) resolve(typed string) (*directory.Place, error) {
	place, err := f.atlas().Resolve(typed)
	if err != nil {
		return nil, err
	}
	return place, nil
}

// Set fills the field in with a place; nil empties it.
func (f *Field) Set(p *directory.Place) {
	f.Place, f.Note = p, nil
	f.SetValue(f.Name())
}

// Take settles on a completion.
func (f *Field) Take(c directory.PlaceCompletion) {
	f.SetValue(meaning(c))
	f.Settle()
}

// Completions are at most limit proposals for what is being typed; what names
// one place already needs no help.
func (f *Field) Completions(limit int) []directory.PlaceCompletion {
	if strings.TrimSpace(f.Value()) == "" || f.Place != nil && len(f.Place.Communes) == 1 {
		return nil
	}
	return f.atlas().Complete(f.Value(), limit)
}

// Name is what the place is called; several communes that share a name go by
// what was typed.
func (f *Field) Name() string {
	p := f.Place
	switch {
	case p == nil:
		return ""
	case p.EPCI != nil:
		return text.Typographic(p.EPCI.Name)
	case p.Postal != "":
		return p.Postal
	case len(p.Communes) == 1:
		return text.Typographic(p.Communes[0].Name)
	}
	if typed := directory.SafeLine(f.Value()); typed != "" {
		return typed
	}
	return text.Typographic(strings.Join(p.Names(), ", "))
}

// IsEPCI tells whether a whole EPCI was meant.
func (f *Field) IsEPCI() bool { return f.Place != nil && f.Place.EPCI != nil }

// Same tells whether two places are the same communes.
func Same(a, b *directory.Place) bool {
	if a == nil || b == nil {
		return a == b
	}
	return slices.Equal(a.INSEE(), b.INSEE())
}

// meaning is what one types to mean a completion and nothing else: a code
// alone may be a postal code as well.
func meaning(c directory.PlaceCompletion) string {
	switch {
	case c.EPCI != nil:
		return c.EPCI.Name
	case c.Commune != nil:
		return c.Commune.Name + " (" + c.Commune.INSEE + ")"
	}
	return c.Postal
}

// Describe words a completion: what it is called, and what that is.
func Describe(s *screen.Session, c directory.PlaceCompletion) (label, note string) {
	switch {
	case c.EPCI != nil:
		return text.Typographic(c.EPCI.Name), s.S("propose.epci")
	case c.Former != "":
		return text.Typographic(c.Former), s.S("propose.former", "commune", text.Typographic(c.Commune.Name))
	}
	return text.Typographic(c.Commune.Name), strings.Join(c.Commune.PostalCodes, ", ")
}
