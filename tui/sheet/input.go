package sheet

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/keys"
	"teleorne/tui/screen"
	"teleorne/tui/widget"
)

// Input is a field of a form.
type Input struct {
	Name  string // as errors name it
	Label string // key of the catalogue
	Help  string // what is to stand there, said while it is in hand: key; empty: nothing
	Must  bool   // it may not be left empty

	kind    kind
	session *screen.Session
	line    widget.Field
	area    widget.Area
	choice  widget.Choice
	values  func() []Value             // of a choice
	propose func(typed string) []Value // what completes a line
	reads   func(value string) string  // how a value reads that was completed
	offered offered
	note    error
}

// kind is how an input is filled in.
type kind uint8

const (
	kindLine kind = iota
	kindArea
	kindChoice
	kindDay
)

// roomier is how much more than it may be a text can be at first: nothing is
// cut off before it was said that it is too long.
const roomier = 4

// longest is how many characters a pasted text may have to be kept, to be cut
// down.
const longest = 12000

// Line is a field of one line of at most limit characters.
func Line(name, label string, limit int) *Input {
	return &Input{Name: name, Label: label, kind: kindLine, line: widget.NewField(max(roomier*limit, directory.MaxLine))}
}

// Text is a field of several lines of at most limit characters.
func Text(name, label string, limit int) *Input {
	return &Input{Name: name, Label: label, kind: kindArea, area: widget.NewArea(max(roomier*limit, longest))}
}

// OneOf is a choice among values; of none that is set the first is meant.
func OneOf(name, label string, values func() []Value) *Input {
	in := &Input{Name: name, Label: label, kind: kindChoice, values: values}
	in.Set("")
	return in
}

// Day is a field for a day, as people write one.
func Day(name, label string) *Input {
	return &Input{Name: name, Label: label, kind: kindDay, line: widget.NewField(directory.MaxLine)}
}

// Completed is a line that is completed as it is typed: what is chosen stands
// for its value, what is not is handed in as it was typed. reads tells how a
// value reads; nil: as it is.
func Completed(name, label string, limit int, propose func(typed string) []Value, reads func(string) string) *Input {
	in := Line(name, label, limit)
	in.propose, in.reads = propose, reads
	return in
}

// Set puts a value in.
func (in *Input) Set(value string) *Input {
	switch in.kind {
	case kindArea:
		in.area.SetValue(value)
	case kindChoice:
		in.choice.Taken = 0
		all := in.values()
		for i, v := range all {
			if v.Value == value {
				in.choice.Taken = i
			}
		}
		in.choice.Resize(len(all), maxShown)
		in.choice.MoveTo(in.choice.Taken)
	default:
		in.offered = offered{value: value, as: in.read(value)}
		in.line.SetValue(in.offered.as)
	}
	return in
}

// Needed says that it may not be left empty; Helped what is to stand there.
func (in *Input) Needed() *Input { in.Must = true; return in }

// Helped says what is to stand there: a key of the catalogue.
func (in *Input) Helped(key string) *Input { in.Help = key; return in }

func (in *Input) read(value string) string {
	if in.reads == nil || value == "" {
		return value
	}
	return in.reads(value)
}

// raw is what stands there as it was typed.
func (in *Input) raw() string {
	switch in.kind {
	case kindArea:
		return in.area.Value()
	case kindChoice:
		return in.Value()
	}
	return in.line.Value()
}

// Value is what stands there: clean, a day as 2026-12-01, and the value that was
// completed for what was chosen.
func (in *Input) Value() string {
	switch in.kind {
	case kindArea:
		return directory.SafeText(in.area.Value())
	case kindChoice:
		if all := in.values(); in.choice.Taken >= 0 && in.choice.Taken < len(all) {
			return all[in.choice.Taken].Value
		}
		return ""
	}
	typed := directory.SafeLine(in.line.Value())
	if in.kind == kindDay {
		if d, err := ParseDay(typed, in.session.Service.Today()); err == nil {
			return d.String()
		}
		return typed
	}
	if in.offered.value != "" && typed == directory.SafeLine(in.offered.as) {
		return in.offered.value
	}
	return typed
}

// shown is how what stands there reads.
func (in *Input) shown() string {
	switch in.kind {
	case kindArea:
		return directory.SafeText(in.area.Value())
	case kindChoice:
		return in.labelOf(in.Value())
	}
	return directory.SafeLine(in.line.Value())
}

// labelOf is how any value of the field reads.
func (in *Input) labelOf(value string) string {
	switch in.kind {
	case kindChoice:
	case kindDay:
		if d, err := directory.ParseDate(value); err == nil && !d.IsZero() {
			return in.session.Text.Date(d)
		}
		return value
	default:
		return in.read(value)
	}
	for _, v := range in.values() {
		if v.Value == value {
			return v.Label
		}
	}
	return value
}

// check is what is wrong with what stands there, as far as the form itself can
// tell.
func (in *Input) check() error {
	if in.Must && strings.TrimSpace(in.raw()) == "" {
		return &directory.Error{Code: directory.CodeRequired, Field: in.Name}
	}
	if in.kind == kindDay {
		_, err := ParseDay(in.line.Value(), in.session.Service.Today())
		return err
	}
	return nil
}

func (in *Input) focus() {
	switch in.kind {
	case kindLine, kindDay:
		in.line.Focus()
	case kindArea:
		in.area.Focus()
	}
}

func (in *Input) blur() {
	in.offered.clear()
	switch in.kind {
	case kindLine, kindDay:
		in.line.Blur()
	case kindArea:
		in.area.Blur()
	}
}

// settle is what leaving the field does: a day is written out, and what names
// one proposal alone is that.
func (in *Input) settle() {
	switch {
	case in.kind == kindDay:
		in.line.SetValue(in.labelOf(in.Value()))
	case in.propose != nil && in.Value() != "" && in.Value() != in.offered.value:
		typed := in.Value()
		for _, v := range in.propose(typed) {
			if directory.Fold(v.Label) == directory.Fold(typed) || v.Value == typed {
				in.take(v)
				return
			}
		}
	}
}

func (in *Input) capturing() bool { return in.kind != kindChoice }

// edits tells whether an action of the key table moves within the text.
func (in *Input) edits(a keys.Action) bool {
	switch {
	case in.kind == kindChoice:
		return false
	case a == keys.First, a == keys.Last:
		return true
	case in.kind != kindArea:
		return false
	}
	switch a {
	case keys.Up, keys.Down:
		first, last := in.area.Edges()
		return !(a == keys.Up && first || a == keys.Down && last)
	case keys.PageUp, keys.PageDown, keys.Open:
		return true
	}
	return false
}

// typed takes a key or a paste as text, or a digit, and tells whether something
// changed.
func (in *Input) typed(msg tea.Msg) (changed bool) {
	switch in.kind {
	case kindArea:
		changed, _ = in.area.Update(msg)
		return changed
	case kindChoice:
		press, ok := msg.(tea.KeyPressMsg)
		if !ok {
			return false
		}
		n, ok := keys.Digit(press)
		return ok && in.choice.Pick(n)
	}
	if !in.line.Update(msg) {
		return false
	}
	in.offered.clear()
	if in.propose != nil {
		if typed := directory.SafeLine(in.line.Value()); typed != "" {
			in.offered.set(in.propose(typed))
		}
	}
	return true
}

// act carries out an action: taken tells that it meant something here, step
// that it leaves the field.
func (in *Input) act(a keys.Action) (taken bool, step int) {
	if in.kind == kindChoice {
		return in.choose(a)
	}
	o := &in.offered
	switch a {
	case keys.Down:
		if o.down() {
			return true, 0
		}
		return true, 1
	case keys.Up:
		if o.up() {
			return true, 0
		}
		return true, -1
	case keys.Back:
		if len(o.values) > 0 {
			o.clear()
			return true, 0
		}
	case keys.Open:
		if v, ok := o.inHand(); ok {
			in.take(v)
		}
		return true, 1
	}
	return false, 0
}

func (in *Input) choose(a keys.Action) (taken bool, step int) {
	c := &in.choice
	switch a {
	case keys.Up:
		if c.Cursor == 0 {
			return true, -1
		}
		c.Move(-1)
	case keys.Down:
		if c.Cursor >= c.Total-1 {
			return true, 1
		}
		c.Move(1)
	case keys.Toggle:
		c.Taken = c.Cursor
	case keys.Open:
		c.Taken = c.Cursor
		return true, 1
	default:
		return screen.Step(&c.Window, a), 0
	}
	return true, 0
}

// take takes a proposal.
func (in *Input) take(v Value) {
	in.offered = offered{value: v.Value, as: v.Label}
	in.line.SetValue(v.Label)
}

func (in *Input) hints() []screen.Hint {
	switch {
	case in.kind == kindArea:
		return []screen.Hint{{Action: keys.Open, Label: "dialog.write.line"}}
	case in.kind == kindChoice, len(in.offered.values) > 0:
		return []screen.Hint{{Action: keys.Down, Label: "hint.choose"}, {Action: keys.Open, Label: "hint.take"}}
	}
	return nil
}

// ParseDay reads a day as people write one; zero for an empty text. The error
// is CodeDate.
func ParseDay(typed string, today directory.Date) (directory.Date, error) {
	if directory.SafeLine(typed) == "" {
		return 0, nil
	}
	var p directory.Profile
	if err := p.SetField("available_from", typed, today); err != nil {
		return 0, err
	}
	if p.AvailableFrom.IsZero() { // « never » is no day here
		return 0, &directory.Error{Code: directory.CodeDate, Params: directory.Params{"value": directory.Clip(typed, 40), "typed": true}}
	}
	return p.AvailableFrom, nil
}
