package sheet

import (
	tea "charm.land/bubbletea/v2"

	"teleorne/tui/screen"
)

// Speak is the form in words: each field with what stands there and what is
// wrong with it, and what hands it in.
func (f *Form) Speak() screen.Speech {
	s := f.session
	switch {
	case f.Dialog != nil:
		return f.Asking.Speak(s)
	case f.asked != nil:
		return f.speakInput(f.asked)
	}
	var sp screen.Speech
	if f.Intro != nil {
		for _, p := range f.Intro(s) {
			sp.Say(p.Text)
		}
	}
	for _, in := range f.Inputs {
		shown := in.shown()
		if shown == "" {
			shown = s.S("linear.empty")
		}
		label := s.S("page.fact", "label", s.S(in.Label), "value", shown)
		if in.note != nil {
			label = s.S("linear.wrong", "what", label, "why", s.Text.Error(in.note))
		}
		sp.Rows = append(sp.Rows, screen.Choice{Label: label, Do: func() tea.Cmd { f.asked = in; return nil }})
	}
	for _, row := range f.rows() {
		sp.Choices = append(sp.Choices, screen.Choice{Label: s.S(row.Label), Do: row.Do})
	}
	if f.note != nil {
		sp.Say(s.Text.Error(f.note))
	}
	return sp
}

// speakInput asks for one field.
func (f *Form) speakInput(in *Input) screen.Speech {
	s := f.session
	sp := screen.Speech{Back: func() tea.Cmd { f.asked = nil; return nil }}
	if in.Help != "" {
		sp.Say(s.S(in.Help))
	}
	done := func(typed string) {
		f.asked, in.note = nil, nil
		in.settle()
		if err := in.check(); err != nil && typed != "" {
			in.note = err
		}
	}
	if in.kind == kindChoice {
		for i, v := range in.values() {
			label := v.Label
			if i == in.choice.Taken {
				label = s.S("linear.chosen", "what", label)
			}
			sp.Rows = append(sp.Rows, screen.Choice{Label: label, Do: func() tea.Cmd {
				in.choice.Taken = i
				done(v.Value)
				return nil
			}})
		}
		sp.Title = s.S(in.Label)
		return sp
	}
	sp.Ask = &screen.Ask{Label: s.S(in.Label), Value: in.shown(), Lines: in.kind == kindArea, Clear: true, Enter: func(typed string) tea.Cmd {
		in.Set("")
		if in.kind == kindArea {
			in.Set(typed)
		} else {
			in.line.SetValue(typed)
		}
		done(typed)
		return nil
	}}
	return sp
}
