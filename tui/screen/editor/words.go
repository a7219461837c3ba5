package editor

import (
	"fmt"
	"strings"

	"teleorne/directory"
	"teleorne/tui/card"
	"teleorne/tui/text"
	"teleorne/tui/theme"
	"teleorne/tui/widget"
)

// look is what lists are drawn with.
func look(t *theme.Theme) widget.Look {
	g := t.Glyphs
	return widget.Look{
		Text: t.Text, Muted: t.Muted, Selection: t.Selection,
		Pointer: g.Select, Off: g.Off, On: g.On, Ellipsis: g.Ellipsis,
	}
}

func styled(style theme.Style, lines []string) []string {
	for i, l := range lines {
		lines[i] = style.Render(l)
	}
	return lines
}

// typedText is a field as one types it.
func (m *Model) typedText(field string) string {
	if typed, ok := m.work.unread[field]; ok {
		return typed
	}
	switch field {
	case "available_from":
		return m.typedDate(m.work.AvailableFrom)
	case "phone":
		return card.Phone(m.work.Phone)
	case "employer_commune":
		return m.communeName(m.work.EmployerPlace)
	}
	return m.work.FieldText(field)
}

// typedDate is a day as people of the session's language type it.
func (m *Model) typedDate(d directory.Date) string {
	switch {
	case d.IsZero():
		return ""
	case d <= m.session.Service.Today():
		return m.session.S("editor.now")
	case m.session.Text.Lang() == text.English:
		return d.String()
	}
	return d.Time().Format("02/01/2006")
}

// inWords is a field as one reads it, empty when nothing stands in it.
func (m *Model) inWords(w *work, field string) string {
	s := m.session
	if typed, ok := w.unread[field]; ok {
		return directory.SafeLine(typed)
	}
	if !w.filled(field) {
		return ""
	}
	switch field {
	case "skills":
		names := make([]string, len(w.Skills))
		for i, v := range w.Skills {
			names[i] = m.skillName(v)
		}
		return strings.Join(names, " "+s.Theme.Glyphs.Dot+" ")
	case "languages":
		return directory.SafeLine(s.Text.Languages(w.Languages))
	case "available_from":
		if w.AvailableFrom <= s.Service.Today() {
			return s.S("editor.now")
		}
		return s.Text.Date(w.AvailableFrom)
	case "daily_rate_eur":
		return s.S("editor.rate", "rate", w.DailyRateEUR)
	case "remote_days":
		return s.S("editor.days", "n", w.RemoteDays)
	case "commune":
		return m.communeName(w.Commune)
	case "employer_commune":
		return m.communeName(w.EmployerPlace)
	case "phone":
		return directory.SafeLine(card.Phone(w.Phone))
	case "siret":
		return grouped(directory.SafeLine(w.SIRET))
	case "description":
		return directory.SafeText(w.Description)
	}
	value := *fieldText(w, field)
	if isChoice(field) {
		return m.choiceLabel(field, value)
	}
	return directory.SafeLine(value)
}

// grouped sets the digits of a SIRET as letters and invoices do.
func grouped(siret string) string {
	if len(siret) != 14 || strings.Trim(siret, "0123456789") != "" {
		return siret
	}
	return siret[:3] + " " + siret[3:6] + " " + siret[6:9] + " " + siret[9:]
}

// fieldText is the text of a field that has one.
func fieldText(w *work, field string) *string {
	if s := w.Profile.TextField(field); s != nil {
		return s
	}
	return new(string)
}

// isChoice tells whether a field takes one of some values.
func isChoice(field string) bool {
	section, i, ok := sectionOf(field)
	return ok && sections()[section].fields[i].kind == kindChoice
}

// choiceLabel words a value of a field that has some.
func (m *Model) choiceLabel(field, value string) string {
	s := m.session
	switch field {
	case "workplace":
		if key := "editor.workplace." + value; s.Text.Has(key) {
			return s.S(key)
		}
	case "status", "connection":
		if value == "" {
			return s.S("editor.unsaid")
		}
		if key := field + "." + value; s.Text.Has(key) {
			return s.S(key)
		}
	case "telecentre":
		if t, ok := s.Service.Catalog().Telecentre(value); ok {
			return text.Typographic(t.Name)
		}
	case "commune_shown":
		if key := "editor.commune_shown." + value; s.Text.Has(key) {
			return s.S(key)
		}
	default:
		if key := "editor.shown." + value; s.Text.Has(key) {
			return s.S(key)
		}
	}
	return directory.SafeLine(value)
}

// choiceNote is what is said beside such a value.
func (m *Model) choiceNote(field, value string) string {
	s := m.session
	switch field {
	case "commune_shown":
		c, ok := s.Service.Atlas().Kept(m.work.Commune)
		if !ok {
			return ""
		}
		if value == string(directory.ShownEPCI) {
			return text.Typographic(c.EPCI.Name)
		}
		return text.Typographic(c.Name)
	case "email_shown", "phone_shown":
		if key := "editor.shown." + value + ".note"; s.Text.Has(key) {
			return s.S(key)
		}
	}
	return ""
}

// manyNearest bounds how many things an error names.
const manyNearest = 5

// sentence says what is wrong with a field, in the words of this screen: names,
// not slugs and codes.
func (m *Model) sentence(e *directory.Error) string {
	s := m.session
	value := fmt.Sprint(e.Params["value"])
	switch {
	case e.Code == directory.CodePlaceOutside && e.Field == "commune":
		return s.S("editor.place_outside", "value", value)
	case e.Code == directory.CodeSkill && e.Params["retired"] == true:
		named := *e
		named.Params = directory.Params{"value": m.skillName(value), "retired": true}
		return s.Text.Error(&named)
	case e.Code == directory.CodeLanguage:
		return s.S("editor.language", "value", value)
	}
	named := *e
	named.Nearest = nil
	for _, n := range e.Nearest[:min(len(e.Nearest), manyNearest)] {
		switch e.Code {
		case directory.CodeSkill:
			n = m.skillName(n)
		case directory.CodeTelecentre:
			n = m.choiceLabel("telecentre", n)
		}
		named.Nearest = append(named.Nearest, n)
	}
	return s.Text.Error(&named)
}

// remark is something said of a field.
type remark struct {
	text string
	asks bool // it wants to be mended, or thought about
}

// remarks are what is wrong with a field, else, for the one in hand, what it is
// for; then what its owner may want to think about.
func (m *Model) remarks(f field, inHand bool) []remark {
	s := m.session
	var all []remark
	told := m.hand.seen[f.name]
	if inHand {
		told = m.hand.told
	}
	for _, e := range m.checked.errs[f.name] {
		if told || e.Code == directory.CodeTooLong {
			all = append(all, remark{m.sentence(e), true})
		}
	}
	if len(all) == 0 && inHand {
		all = append(all, remark{s.S("editor.about." + f.name), false})
	}
	if f.name == "commune_shown" && m.work.CommuneShown != directory.ShownEPCI {
		if c := m.small(); c != nil {
			all = append(all, remark{s.S("editor.small", "n", c.Population, "commune", text.Typographic(c.Name)), true})
		}
	}
	for _, e := range m.mine.Health {
		if e.Field == f.name {
			all = append(all, remark{s.Text.Error(e), true})
		}
	}
	return all
}

// notes draws what is said under a field. A text near its end is counted.
func (m *Model) notes(f field, inHand bool, width int) []string {
	t := m.session.Theme
	var lines []string
	for _, r := range m.remarks(f, inHand) {
		if r.asks {
			lines = append(lines, styled(t.Warning, widget.Wrap(r.text, width))...)
			continue
		}
		lines = append(lines, styled(t.Muted, widget.Wrap(r.text, width))...)
		if count := m.count(f); count != "" {
			last := len(lines) - 1
			if widget.Width(lines[last])+widget.Width(count)+2 > width {
				lines, last = append(lines, ""), last+1
			}
			lines[last] = widget.Ends(lines[last], t.Muted.Render(count), width, "")
		}
	}
	return lines
}

// nearLimit is the part of its room, in percent, from which a text is counted.
const nearLimit = 80

// count tells how long a text is, once it is near its limit.
func (m *Model) count(f field) string {
	if f.max == 0 {
		return ""
	}
	n := directory.Length(*fieldText(&m.work, f.name))
	if n*100 < f.max*nearLimit {
		return ""
	}
	return m.session.S("editor.count", "count", n, "max", f.max)
}
