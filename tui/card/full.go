package card

import (
	"slices"
	"strings"

	"teleorne/directory"
	"teleorne/tui/screen"
	"teleorne/tui/text"
	"teleorne/tui/theme"
	"teleorne/tui/widget"
)

// maxBody is as wide as a profile gets, in columns.
const maxBody = 100

// Body is how wide a profile is drawn in a width.
func Body(width int) int { return min(width, maxBody) }

// Full is a profile with all that a reader may see of it.
type Full struct {
	Card   *directory.Card
	Marker directory.Marker
	Near   *directory.TelecentreCount // the nearest télécentre; nil: not known
	Proven bool                       // the reader has a key: contacts are withheld for another reason
	Own    bool                       // it is the reader's own
	Left   int                        // how many more people's contacts the reader may see today; negative: no limit, or not told
}

// Lines draws the profile: name and freshness, facts and skills, contacts, then
// the description. On a narrow screen it is one column.
func (p Full) Lines(s *screen.Session, width int, narrow bool) []string {
	t := s.Theme
	body := Body(width)
	lines := append(p.head(s, width, narrow), widget.Rule(t.Glyphs.Rule, body, t.Border))
	if narrow {
		// No blanks within: the contacts are to be seen at once.
		lines = append(lines, p.facts(s, width)...)
		lines = append(lines, p.rate(s, width)...)
		lines = append(lines, p.nearest(s, width)...)
		lines = append(lines, "")
		lines = append(lines, p.skills(s, width)...)
	} else {
		w := body*17/40 - 2
		left := apart(p.facts(s, w), p.nearest(s, w))
		right := apart(p.skills(s, body-w-3), p.rate(s, body-w-3))
		lines = append(lines, sideBySide(left, right, w, 3)...)
	}
	lines = append(lines, "")
	lines = append(lines, p.contacts(s, width)...)
	if p.Card.Description != "" {
		lines = append(lines, "")
		for _, l := range widget.Wrap(p.Card.Description, min(width, 80)) {
			lines = append(lines, marked(p.Marker, l, t.Text, t.Match))
		}
	}
	return lines
}

// head is who it is, and how fresh what is said of them.
func (p Full) head(s *screen.Session, width int, narrow bool) []string {
	t, c, dots := s.Theme, p.Card, s.Theme.Glyphs.Ellipsis
	status := FreeLong(s, c)
	if word := statusOf(s, c); word != "" {
		status = word + " " + t.Glyphs.Dot + " " + status
	}
	fresh := freshness(s, c)
	if p.Own {
		fresh = s.S("card.own")
		if confirmed := freshness(s, c); confirmed != "" {
			fresh += " " + t.Glyphs.Dot + " " + confirmed
		}
	}
	if narrow {
		lines := []string{t.Strong.Render(widget.Cut(c.Name, width, dots))}
		lines = append(lines, render(t.Text, widget.Wrap(tradeOf(s, c), width))...)
		under := together(s, slices.DeleteFunc([]string{statusOf(s, c), FreeLong(s, c)}, func(w string) bool { return w == "" }), width)
		return append(lines, render(t.Muted, append(under, widget.Wrap(fresh, width)...))...)
	}
	body := Body(width)
	status = widget.Cut(status, max(body*2/3, body-2-widget.Width(c.Name)), dots)
	return []string{
		ends(c.Name, t.Strong, status, t.Positive, body, dots),
		ends(tradeOf(s, c), t.Text, widget.Cut(fresh, body*2/3, dots), t.Muted, body, dots),
	}
}

// ends puts two styled texts at the two ends of a line; the left one gives way.
func ends(left string, ls theme.Style, right string, rs theme.Style, width int, dots string) string {
	left = widget.Cut(left, width-widget.Width(right)-2, dots)
	gap := strings.Repeat(" ", max(1, width-widget.Width(left)-widget.Width(right)))
	return ls.Render(left) + gap + rs.Render(right)
}

func sideBySide(left, right []string, width, gap int) []string {
	var out []string
	for i := range max(len(left), len(right)) {
		l, r := "", ""
		if i < len(left) {
			l = left[i]
		}
		if i < len(right) {
			r = right[i]
		}
		out = append(out, widget.Pad(l, width)+strings.Repeat(" ", gap)+r)
	}
	return out
}

// apart puts a blank line between two parts, if there are two.
func apart(a, b []string) []string {
	if len(a) == 0 || len(b) == 0 {
		return append(a, b...)
	}
	return append(append(a, ""), b...)
}

// facts are how and where somebody works.
func (p Full) facts(s *screen.Session, width int) []string {
	lines := where(s, p.Card, width)
	for _, f := range factsOf(s, p.Card) {
		lines = append(lines, widget.Wrap(f, width)...)
	}
	return render(s.Theme.Text, lines)
}

// nearest is the nearest télécentre, for those who name none.
func (p Full) nearest(s *screen.Session, width int) []string {
	t, c, n := s.Theme, p.Card, p.Near
	if n == nil || c.Telecentre != nil {
		return nil
	}
	where := s.S("profile.same_commune")
	if n.Commune != nil && c.Commune != nil && n.Commune.INSEE != c.Commune.INSEE {
		where = text.Typographic(n.Commune.Name) + ", " + s.Text.KM(n.DistanceKM)
	}
	line := text.Typographic(n.Telecentre.Name) + ", " + where
	if n.Telecentre.Accessible() {
		line += ", " + s.S("telecentre.accessible")
	}
	head := render(t.Muted, widget.Wrap(s.S("profile.near"), width))
	return append(head, render(t.Text, widget.Wrap(line, width))...)
}

// rate is the daily rate, if it is said.
func (p Full) rate(s *screen.Session, width int) []string {
	return render(s.Theme.Text, widget.Wrap(rateOf(s, p.Card), width))
}

// skills are what somebody knows.
func (p Full) skills(s *screen.Session, width int) []string {
	t := s.Theme
	if len(p.Card.Skills)+len(p.Card.Proposed) == 0 {
		return nil // a profile that is being written
	}
	lines := []string{t.Muted.Render(s.S("profile.skills"))}
	for _, l := range widget.Flow(cutEach(skillsOf(s, p.Card), width, t.Glyphs.Ellipsis), " "+t.Glyphs.Dot+" ", width) {
		lines = append(lines, marked(p.Marker, l, t.Text, t.Match))
	}
	for _, word := range p.Card.Proposed { // its owner and the moderators alone see it
		lines = append(lines, t.Muted.Render(widget.Cut(s.S("card.proposed", "word", word), width, t.Glyphs.Ellipsis)))
	}
	return lines
}

func render(style theme.Style, lines []string) []string {
	for i, l := range lines {
		lines[i] = style.Render(l)
	}
	return lines
}

func cutEach(items []string, width int, dots string) []string {
	for i, it := range items {
		items[i] = widget.Cut(it, width, dots)
	}
	return items
}

// contacts prints each address whole, on a line of its own, so that it can be
// selected; what is withheld is named, with the reason.
func (p Full) contacts(s *screen.Session, width int) []string {
	t, c := s.Theme, p.Card
	var lines []string
	values := map[string]string{"email": c.Email, "phone": Phone(c.Phone), "website": c.Website}
	label := 0
	for field, value := range values {
		if value != "" || slices.Contains(c.Redacted, field) {
			label = max(label, widget.Width(s.S("field."+field))+2)
		}
	}
	add := func(field, value string) {
		hidden := slices.Contains(c.Redacted, field)
		name := s.S("field." + field)
		switch {
		case hidden:
			for i, l := range widget.Wrap(s.S(p.why(field)), width-label) {
				head := ""
				if i == 0 {
					head = name
				}
				lines = append(lines, t.Muted.Render(widget.Pad(head, label)+l))
			}
		case value == "":
		case widget.Width(value)+label <= width:
			lines = append(lines, t.Muted.Render(widget.Pad(name, label))+t.Strong.Render(value))
		default: // too long for one line with its label: below it
			lines = append(append(lines, t.Muted.Render(name)), widget.Whole(value, width, t.Strong)...)
		}
	}
	for _, field := range []string{"email", "phone", "website"} {
		add(field, values[field])
	}
	if len(lines) == 0 {
		lines = append(lines, t.Muted.Render(widget.Cut(s.S("profile.no_contact"), width, t.Glyphs.Ellipsis)))
	}
	if p.Left >= 0 && (c.Email != "" || c.Phone != "") {
		left := s.S("profile.left", "n", p.Left)
		if p.Left == 0 {
			left = s.S("profile.left.none")
		}
		lines = append(lines, render(t.Muted, widget.Wrap(left, width))...)
	}
	return lines
}

// why tells the reason for which a contact is withheld from this reader.
func (p Full) why(field string) string {
	switch {
	case slices.Contains(p.Card.Private, field):
		return "profile.withheld"
	case p.Card.RateLimited:
		return "profile.limited"
	case p.Proven:
		return "profile.withheld"
	}
	return "profile.needs_key"
}

// Phone groups a French number by two, as people read it out.
func Phone(e164 string) string {
	if !strings.HasPrefix(e164, "+33") || len(e164) != 12 {
		return e164
	}
	n := "0" + e164[3:]
	return strings.Join([]string{n[0:2], n[2:4], n[4:6], n[6:8], n[8:10]}, " ")
}
