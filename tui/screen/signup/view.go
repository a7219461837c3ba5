package signup

import (
	"strings"

	"charm.land/lipgloss/v2"

	"teleorne/directory"
	"teleorne/tui/screen"
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
		m.place(&v, f, m.noKey(width), f.Height)
	case phaseNotice, phaseCode:
		m.viewNotice(&v, f, width)
	default:
		lines := []string{t.Muted.Render(m.session.S("editor.loading"))}
		if m.err != nil {
			lines = styled(t.Warning, widget.Wrap(m.session.Text.Error(m.err), width))
		}
		m.place(&v, f, lines, f.Height)
	}
	return v
}

// place puts the part of a text that is in sight into so many rows.
func (m *Model) place(v *screen.View, f screen.Frame, lines []string, rows int) {
	margin := strings.Repeat(" ", f.Margin())
	m.scroll.Resize(len(lines), rows)
	for _, l := range lines[m.scroll.Top:min(len(lines), m.scroll.Top+m.scroll.Rows)] {
		v.Lines = append(v.Lines, strings.TrimRight(margin+l, " "))
	}
}

// noKey tells why a key is needed, what was wrong with those offered, and how
// to make one.
func (m *Model) noKey(width int) []string {
	s, t := m.session, m.session.Theme
	lines := styled(t.Strong, widget.Wrap(s.S("signup.no_key"), width))
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

// viewNotice draws the notice, and under it what can be chosen.
func (m *Model) viewNotice(v *screen.View, f screen.Frame, width int) {
	s, t := m.session, m.session.Theme
	var under []string
	y, x := 0, 0
	for i, name := range choiceNames {
		pointer, style := "  ", t.Text
		if i == m.window.Cursor && m.phase == phaseNotice {
			pointer, style, y = t.Glyphs.Select+" ", t.Selection, len(under)
		}
		head := pointer + s.Text.Int(i+1) + " "
		for _, l := range widget.Wrap(s.S("signup.choice."+name), width-widget.Width(head)) {
			under = append(under, style.Render(head+l))
			head = strings.Repeat(" ", widget.Width(head))
		}
	}
	if m.phase == phaseCode {
		label := "    " + s.S("signup.code") + "  "
		m.code.Style(t.Strong, t.Glyphs.Ellipsis)
		line, at := m.code.View(width - widget.Width(label))
		y, x = len(under), widget.Width(label)+at
		under = append(under, t.Accent.Bold(true).Render(label)+line)
		if m.err == nil && f.Height > 2*len(under) {
			under = append(under, styled(t.Muted, widget.Wrap(s.S("signup.code.about"), width))...)
		}
	}
	if m.err != nil {
		under = append(under, styled(t.Warning, widget.Wrap(s.Text.Error(m.err), width))...)
	}
	if m.busy {
		under = append(under, t.Muted.Render(s.S("editor.loading")))
	}
	rows := max(1, f.Height-len(under)-1)
	text := m.notice(width)
	m.place(v, f, text, rows)
	more := ""
	if _, below := m.scroll.More(); below {
		more = t.Glyphs.Down
	}
	margin := strings.Repeat(" ", f.Margin())
	v.Lines = append(v.Lines, margin+t.Muted.Render(widget.Right(more, width, "")))
	v.X, v.Y = f.Margin()+x, len(v.Lines)+y
	for _, l := range under {
		v.Lines = append(v.Lines, strings.TrimRight(margin+l, " "))
	}
	v.Lines = v.Lines[:min(len(v.Lines), f.Height)]
	v.Y = min(v.Y, f.Height-1)
}

// notice is what one should know before anything is kept.
func (m *Model) notice(width int) []string {
	s, t := m.session, m.session.Theme
	lines := styled(t.Strong, widget.Wrap(s.S("signup.notice"), width))
	facts := []struct{ label, text string }{
		{"who", m.keeper()},
		{"what", s.S("signup.what")},
		{"why", s.S("signup.why")},
		{"seen", s.S("signup.seen")},
		{"long", m.howLong()},
		{"rights", s.S("signup.rights")},
		{"leave", s.S("signup.leave")},
		{"health", s.S("signup.health")},
	}
	column := 0
	for _, f := range facts {
		column = max(column, widget.Width(s.S("signup.label."+f.label))+2)
	}
	for _, f := range facts {
		label := s.S("signup.label." + f.label)
		if width < aligned {
			lines = append(lines, styled(t.Text, widget.Wrap(s.S("page.fact", "label", label, "value", f.text), width))...)
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
	if s.Actor.Account == 0 {
		lines = append(lines, styled(t.Muted, widget.Wrap(s.S("stranger.key", "fingerprint", s.Actor.Fingerprint), width))...)
	}
	return lines
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

func styled(style lipgloss.Style, lines []string) []string {
	for i, l := range lines {
		lines[i] = style.Render(l)
	}
	return lines
}
