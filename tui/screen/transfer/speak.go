package transfer

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/keys"
	"teleorne/tui/screen"
	"teleorne/tui/sheet"
)

// Speak is the file to be imported in words, or what came of it.
func (m *importer) Speak() screen.Speech {
	s := m.session
	switch {
	case m.Dialog != nil:
		return m.Asking.Speak(s)
	case m.report != nil && m.job == nil:
		return m.report.Speak()
	case m.asked:
		return screen.Speech{Back: func() tea.Cmd { m.asked = false; return nil }, Ask: &screen.Ask{
			Label: s.S("import.paste"), Lines: true, Enter: m.told, Brief: m.size(),
		}}
	}
	sp := screen.Speech{Keys: []keys.Action{keys.NextPane}}
	_, required := m.kind.Columns()
	sp.Say(m.size(), s.S("import.columns", "list", strings.Join(required, ", ")), s.S("import.command"), importLine(s, m.kind))
	if m.note != nil {
		sp.Say(m.noted())
	}
	sp.Choices = append(sp.Choices, screen.Choice{Label: s.S("import.paste"), Do: func() tea.Cmd { m.asked = true; return nil }})
	for _, it := range m.items()[1:] {
		label, off := s.S(it.label), ""
		if it.ticked != nil && *it.ticked {
			label = s.S("linear.chosen", "what", label)
		}
		if it.off != "" {
			off = s.S(it.off)
		}
		sp.Choices = append(sp.Choices, screen.Choice{Label: label, Off: off, Do: func() tea.Cmd { return m.perform(it) }})
	}
	return sp
}

// size says how much of a file there is; empty for none.
func (m *importer) size() string {
	if m.file.Size() == 0 {
		return ""
	}
	return m.session.S("import.size", "n", m.file.Lines(), "size", fileSize(m.session, m.file.Size()))
}

// noted is what is wrong with the file as a whole.
func (m *importer) noted() string {
	if directory.IsCode(m.note, directory.CodeTooLong) {
		return m.session.S("import.too_long")
	}
	return m.session.Text.Error(m.note)
}

// told takes a file that was typed line by line.
func (m *importer) told(typed string) tea.Cmd {
	m.asked = false
	m.file.Clear()
	return m.typed(tea.PasteMsg{Content: typed + "\n"})
}

// Speak is what came of the file in words, over the lines that are wrong.
func (c *report) Speak() screen.Speech {
	sp := c.List.Speak()
	if c.Dialog != nil {
		return sp
	}
	p := sheet.Spoken(c.m.session)
	c.tell(p)
	p.Facts(c.counts())
	sp.Said = append(p.Speech(nil).Said, sp.Said...)
	return sp
}
