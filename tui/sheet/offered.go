package sheet

import (
	"errors"

	"teleorne/directory"
	"teleorne/tui/place"
	"teleorne/tui/screen"
	"teleorne/tui/text"
	"teleorne/tui/widget"
)

// maxShown is how many entries of a choice are in sight at most; maxOffered how
// many proposals.
const (
	maxShown   = 8
	maxOffered = 4
)

// offered is what completes a line, and the value that was taken last with how
// it reads.
type offered struct {
	value, as string
	values    []Value
	window    widget.Window
	moved     bool // an arrow took one in hand
}

func (o *offered) set(values []Value) {
	o.values, o.moved = values[:min(len(values), 3*maxOffered)], false
	o.window = widget.Window{}
	o.window.Resize(len(o.values), maxOffered)
}

func (o *offered) clear() { o.set(nil) }

// down takes the next one, and tells whether there is one.
func (o *offered) down() bool {
	if len(o.values) == 0 || o.moved && o.window.Cursor == o.window.Total-1 {
		return false
	}
	if o.moved {
		o.window.Move(1)
	}
	o.moved = true
	return true
}

// up takes the one before, or the text again; it tells whether one was taken.
func (o *offered) up() bool {
	if !o.moved {
		return false
	}
	o.moved = o.window.Cursor > 0
	o.window.Move(-1)
	return true
}

// inHand is the one that Enter takes: the only one there is, or the one an arrow
// took.
func (o *offered) inHand() (Value, bool) {
	if len(o.values) == 0 || !o.moved && len(o.values) > 1 {
		return Value{}, false
	}
	return o.values[o.window.Cursor], true
}

// CommuneInput is a field for a commune of the Orne, completed as it is typed;
// its value is the INSEE code.
func CommuneInput(s *screen.Session, name, label string) *Input {
	propose := func(typed string) []Value {
		var all []Value
		for _, c := range s.Service.Atlas().Complete(typed, 3*maxOffered) {
			if c.Commune == nil {
				continue
			}
			_, note := place.Describe(s, c)
			all = append(all, Value{Value: c.Commune.INSEE, Label: text.Typographic(c.Commune.Name), Note: note})
		}
		return all
	}
	return Completed(name, label, directory.MaxLine, propose, func(insee string) string {
		if c, ok := s.Service.Atlas().Commune(insee); ok {
			return text.Typographic(c.Name)
		}
		return insee
	})
}

// SkillInput is a field for a skill of the taxonomy, completed as it is typed;
// its value is the slug.
func SkillInput(s *screen.Session, name, label string) *Input {
	read := func(sk *directory.Skill) string { return text.Typographic(sk.Label.In(string(s.Text.Lang()))) }
	propose := func(typed string) []Value {
		found, err := s.Service.Skills(s.Context, s.Actor, typed)
		if err != nil {
			return nil
		}
		var all []Value
		for _, c := range found[:min(len(found), 3*maxOffered)] {
			all = append(all, Value{Value: c.Skill.Slug, Label: read(c.Skill), Note: s.S("find.total", "n", c.Count), Short: s.Text.Int(c.Count)})
		}
		return all
	}
	return Completed(name, label, directory.MaxLine, propose, func(slug string) string {
		if sk, ok := s.Service.Catalog().Taxonomy.Skill(slug); ok {
			return read(sk)
		}
		return slug
	})
}

// Named is an error about a skill that there is not, with the nearest ones by
// their labels, of which no two are alike; any other error is answered as it is.
func Named(s *screen.Session, err error) error {
	var e *directory.Error
	if !errors.As(err, &e) || len(e.Nearest) == 0 || e.Code != directory.CodeSkill && e.Params["what"] != "skill" {
		return err
	}
	named := *e
	named.Nearest = make([]string, len(e.Nearest))
	for i, slug := range e.Nearest {
		named.Nearest[i] = slug
		if sk, ok := s.Service.Catalog().Taxonomy.Skill(slug); ok {
			named.Nearest[i] = text.Typographic(sk.Label.In(string(s.Text.Lang())))
		}
	}
	return &named
}
