package notices

import (
	"strconv"

	"teleorne/directory"
	"teleorne/tui/screen"
	"teleorne/tui/sheet"
)

// left is how many days are left to answer a request, in words that mark what
// is late.
func left(s *screen.Session, r *directory.DataRequest) string {
	if !r.ClosedAt.IsZero() {
		return s.S("request.left.closed", "date", day(s, r.ClosedAt))
	}
	switch n := r.Left(s.Service.Today()); {
	case n < 0:
		return s.S("request.left.late", "n", -n)
	case n == 0:
		return s.S("request.left.today")
	default:
		return s.S("request.left", "n", n)
	}
}

// who is how the person is reached, as long as that is kept.
func who(s *screen.Session, r *directory.DataRequest) string {
	if name := directory.SafeLine(r.Who); name != "" {
		return name
	}
	return s.S("request.forgotten")
}

// drawRequest tells all about a request.
func drawRequest(p *sheet.Sheet, r *directory.DataRequest) {
	s, t := p.Session, p.Session.Theme
	look := t.Text
	if r.ClosedAt.IsZero() && r.Left(s.Service.Today()) < 0 {
		look = t.Warning
	}
	p.Ends(who(s, r), t.Strong, left(s, r), look)
	p.Ends(s.S("request.kind."+string(r.Kind)), t.Text, s.S("request.article."+string(r.Kind)), t.Muted)
	p.Rule()
	facts := []sheet.Fact{
		{Label: s.S("request.number"), Value: strconv.FormatInt(r.ID, 10)},
		{Label: s.S("request.received"), Value: s.Text.Date(r.Received)},
		{Label: s.S("request.due"), Value: s.Text.Date(r.Due)},
	}
	add := func(label, value string) {
		if value != "" {
			facts = append(facts, sheet.Fact{Label: s.S(label), Value: value})
		}
	}
	add("request.slug", directory.SafeLine(r.Slug))
	add("request.note", directory.SafeText(r.Note))
	add("request.extended", directory.SafeText(r.Extended))
	add("request.answered", directory.SafeText(r.Answer))
	p.Facts(facts)
}
