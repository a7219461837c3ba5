package territory

import (
	"teleorne/directory"
	"teleorne/tui/sheet"
	"teleorne/tui/text"
)

// drawHead says what a télécentre is, in three lines.
func drawHead(p *sheet.Sheet, t *directory.TelecentreCount) {
	s, th := p.Session, p.Session.Theme
	look := th.Positive
	if !t.Telecentre.Public() {
		look = th.Warning
	}
	p.Ends(name(t.Telecentre), th.Strong, s.S("telecentre.status."+string(t.Telecentre.Status)), look)
	commune := directory.SafeLine(t.Telecentre.Commune)
	if t.Commune != nil {
		commune = text.Typographic(t.Commune.Name)
	}
	p.Ends(commune+" "+th.Glyphs.Dot+" "+s.S("telecentres.people", "n", t.Count), th.Text, verified(s, t.Verified), th.Muted)
	p.Rule()
}

// drawFacts tells what is known of a télécentre, then what is not.
func drawFacts(p *sheet.Sheet, t *directory.Telecentre) {
	s := p.Session
	var known, whole []sheet.Fact
	var unknown []string
	for i := range facts {
		f := &facts[i]
		v := f.value(t)
		if v == "" {
			unknown = append(unknown, s.S(f.label))
			continue
		}
		if f.whole {
			whole = append(whole, sheet.Fact{Label: s.S(f.label), Value: v})
			continue
		}
		if f.answer {
			v = said(s, v)
		}
		known = append(known, sheet.Fact{Label: s.S(f.label), Value: text.Typographic(v)})
	}
	p.Facts(known)
	for _, f := range whole {
		p.Text(s.Theme.Muted, f.Label)
		p.Whole(f.Value)
	}
	if len(unknown) > 0 {
		p.Text(p.Session.Theme.Muted, s.S("telecentre.not_known", "list", s.Text.List(unknown)))
	}
}

// drawTelecentre tells all about a télécentre.
func drawTelecentre(p *sheet.Sheet, t *directory.TelecentreCount) {
	drawHead(p, t)
	drawFacts(p, t.Telecentre)
}
