package signup

import (
	"strings"

	"teleorne/directory"
	"teleorne/tui/screen"
	"teleorne/tui/sheet"
	"teleorne/tui/theme"
	"teleorne/tui/widget"
)

// Bounds of the text, in columns.
const (
	maxWidth = 80
	aligned  = 60 // from there on labels stand beside their text
)

// View draws the page.
func (m *Model) View(f screen.Frame) screen.View {
	t := m.session.Theme
	width := min(f.Width-2*f.Margin(), maxWidth)
	v := screen.View{X: f.Margin()}
	switch m.phase {
	case phaseNoKey:
		m.place(&v, f, m.noKey(width))
	case phaseNotice, phaseCode:
		m.viewNotice(&v, f, width)
	default:
		lines := []string{t.Muted.Render(m.session.S("editor.loading"))}
		if m.err != nil {
			lines = styled(t.Warning, widget.Wrap(m.session.Text.Error(m.err), width))
		}
		m.place(&v, f, lines)
	}
	return v
}

// place puts the part of a text that is in sight into the frame; where there is
// more of it, a sign under it says so.
func (m *Model) place(v *screen.View, f screen.Frame, lines []string) {
	margin := strings.Repeat(" ", f.Margin())
	m.fit(len(lines), f.Height)
	for _, l := range lines[m.scroll.Top:min(len(lines), m.scroll.Top+m.scroll.Rows)] {
		v.Lines = append(v.Lines, strings.TrimRight(margin+l, " "))
	}
	if len(lines) > f.Height {
		v.Lines = append(v.Lines, margin+screen.More(m.session, &m.scroll, min(f.Width-2*f.Margin(), maxWidth)))
	}
}

// fit sets how much of a text is in sight: all, or all but the row of the sign.
func (m *Model) fit(total, height int) {
	if total > height {
		height--
	}
	m.scroll.Resize(total, height)
}

// noKey tells why a key is needed, what was wrong with those offered, and how
// to make one.
func (m *Model) noKey(width int) []string {
	s, t := m.session, m.session.Theme
	lines := append(styled(t.Strong, widget.Wrap(s.S("signup.no_key"), width)), "")
	for _, code := range s.Refused {
		if key := "refused." + code; s.Text.Has(key) {
			lines = append(lines, styled(t.Warning, widget.Wrap(s.S("refused.said", "why", s.S(key)), width))...)
		}
	}
	lines = append(lines, widget.Markup(s.S("help.keys.why.text"), width, t.Text, t.Muted, t.Strong)...)
	for _, system := range []string{"windows", "macos", "linux"} {
		lines = append(lines, "", t.Accent.Bold(true).Render(widget.Cut(s.S("help.keys."+system), width, t.Glyphs.Ellipsis)))
		lines = append(lines, widget.Markup(s.S("help.keys."+system+".text"), width, t.Text, t.Muted, t.Strong)...)
	}
	if host := s.Service.Notice().Host; host != "" {
		lines = append(lines, "", t.Muted.Render(widget.Cut(s.S("signup.same_line"), width, t.Glyphs.Ellipsis)))
		lines = append(lines, widget.Whole("ssh "+host, width, t.Strong)...)
	}
	return append(append(lines, ""), styled(t.Muted, widget.Wrap(s.S("signup.other_key"), width))...)
}

// viewNotice draws the notice, and at its end what can be chosen: nothing is
// in hand before that is in sight.
func (m *Model) viewNotice(v *screen.View, f screen.Frame, width int) {
	text := m.notice(width)
	under, _, _ := m.under(width, f.Height, false)
	if m.session.Actor.Account == 0 {
		key := styled(m.session.Theme.Muted, widget.Wrap(m.session.S("stranger.key", "fingerprint", m.session.Actor.Fingerprint), width))
		if len(text)+len(key)+len(under)+2 <= f.Height {
			text = append(text, "")
		}
		text = append(text, key...)
	}
	text = append(text, "")
	if m.phase == phaseCode || m.err != nil || m.busy {
		m.scroll.Top = len(text) + len(under) // what it is about is at the end
	}
	m.fit(len(text)+len(under), f.Height)
	x, y := 0, 0
	if _, below := m.scroll.More(); !below {
		under, x, y = m.under(width, f.Height, m.phase == phaseNotice)
		y += len(text) - m.scroll.Top
		v.Stands(m.window.Cursor, len(choiceNames))
	}
	m.place(v, f, append(text, under...))
	v.X, v.Y = f.Margin()+x, y
}

// under are the choices with what follows from them, that in hand marked or
// not, and where among it the cursor stands.
func (m *Model) under(width, height int, marked bool) (lines []string, x, y int) {
	s, t := m.session, m.session.Theme
	for i, name := range choiceNames {
		head, style := "  ", t.Text
		if i == m.window.Cursor {
			y = len(lines)
			if marked {
				head, style = t.Glyphs.Select+" ", t.Selection
			}
		}
		head += s.Text.Int(i+1) + " "
		for _, l := range widget.Wrap(s.S("signup.choice."+name), width-widget.Width(head)) {
			line := style.Render(head + l)
			if marked && i == m.window.Cursor {
				line = widget.Extend(line, min(width, sheet.RowWidth), style)
			}
			lines = append(lines, line)
			head = strings.Repeat(" ", widget.Width(head))
		}
	}
	if m.phase == phaseCode {
		label := "    " + s.S("signup.code") + "  "
		m.code.Style(t.Strong, t.Glyphs.Ellipsis)
		line, at := m.code.View(width - widget.Width(label))
		y, x = len(lines), widget.Width(label)+at
		lines = append(lines, t.Accent.Bold(true).Render(label)+line)
		if m.err == nil && height > 2*len(lines) {
			lines = append(lines, styled(t.Muted, widget.Wrap(s.S("signup.code.about"), width))...)
		}
	}
	if m.err != nil {
		lines = append(lines, styled(t.Warning, widget.Wrap(s.Text.Error(m.err), width))...)
	}
	if m.busy {
		lines = append(lines, t.Muted.Render(s.S("editor.loading")))
	}
	return lines, x, y
}

// notice is what one should know before anything is kept.
func (m *Model) notice(width int) []string {
	s, t := m.session, m.session.Theme
	lines := styled(t.Strong, widget.Wrap(s.S("signup.notice"), width))
	facts := m.noticeFacts()
	column := 0
	for _, f := range facts {
		column = max(column, widget.Width(s.S("signup.label."+f.label))+2)
	}
	for _, f := range facts {
		label := s.S("signup.label." + f.label)
		if width < aligned {
			for i, l := range widget.Wrap(s.S("page.fact", "label", label, "value", f.text), width) {
				rest, first := strings.CutPrefix(l, label)
				if first && i == 0 {
					lines = append(lines, t.Muted.Render(label)+t.Text.Render(rest))
				} else {
					lines = append(lines, t.Text.Render(l))
				}
			}
			continue
		}
		for i, l := range widget.Wrap(f.text, width-column) {
			head := ""
			if i == 0 {
				head = label
			}
			lines = append(lines, t.Muted.Render(widget.Pad(head, column))+t.Text.Render(l))
		}
	}
	return lines
}

// noticeFact is a part of the notice: the end of its label's key, and its text.
type noticeFact struct{ label, text string }

func (m *Model) noticeFacts() []noticeFact {
	s := m.session
	return []noticeFact{
		{"who", m.keeper()},
		{"what", s.S("signup.what")},
		{"why", s.S("signup.why")},
		{"seen", s.S("signup.seen")},
		{"long", m.howLong()},
		{"rights", s.S("signup.rights")},
		{"leave", s.S("signup.leave")},
		{"health", s.S("signup.health")},
	}
}

// keeper says who keeps the directory, as far as its operator said.
func (m *Model) keeper() string {
	s, n := m.session, m.session.Service.Notice()
	switch {
	case n.Controller != "" && n.Contact != "":
		return s.S("signup.who.both", "who", directory.SafeLine(n.Controller), "contact", directory.SafeLine(n.Contact))
	case n.Controller != "":
		return s.S("signup.who.controller", "who", directory.SafeLine(n.Controller))
	case n.Contact != "":
		return s.S("signup.who.contact", "contact", directory.SafeLine(n.Contact))
	}
	return s.S("signup.who.unknown")
}

// howLong says what becomes of a profile that nobody confirms.
func (m *Model) howLong() string {
	s, ages := m.session, m.session.Service.Ages()
	var parts []string
	for _, a := range []struct {
		name   string
		months int
	}{{"remind", ages.Remind}, {"lower", ages.Lower}, {"hide", ages.Hide}, {"erase", ages.Erase}} {
		if a.months > 0 {
			parts = append(parts, s.S("signup.age."+a.name, "n", a.months))
		}
	}
	if len(parts) == 0 {
		return s.S("signup.long.always")
	}
	return s.S("signup.long", "ages", strings.Join(parts, ", "))
}

func styled(style theme.Style, lines []string) []string {
	for i, l := range lines {
		lines[i] = style.Render(l)
	}
	return lines
}
