package moderation

import (
	"cmp"
	"slices"
	"strings"

	"teleorne/directory"
	"teleorne/tui/owner"
	"teleorne/tui/screen"
	"teleorne/tui/sheet"
	"teleorne/tui/text"
	"teleorne/tui/widget"
)

// Detail is an item with what stands beside it.
type Detail struct {
	*directory.Review
	Others map[string]Other // listings that flags name, by their slug
}

// Other is a listing that has something in common with the one that is read.
type Other struct {
	ID   directory.ItemID
	Name string
}

// Row is something on the page that leads somewhere.
type Row struct {
	Item  directory.ItemID // another item
	Skill string           // the page of a skill
	Whole bool             // the listing as readers see it
}

// Draw fills a page with all that there is to read about an item, and answers
// what its rows lead to, in their order; whole: one of them shows the listing as
// readers see it.
func (d *Detail) Draw(p *sheet.Sheet, whole bool) []Row {
	var rows []Row
	if d.Appeal != nil {
		d.appeal(p)
	}
	d.reports(p)
	if d.Proposal != nil {
		rows = append(rows, d.proposal(p)...)
	}
	content := d.changes(p.Session, p.Width)
	if len(content) <= longContent {
		d.part(p, content)
		rows = append(rows, d.flags(p)...)
	} else { // what is to be looked at is not to be missed under it
		rows = append(rows, d.flags(p)...)
		d.part(p, content)
	}
	d.history(p)
	if d.After != nil && whole {
		p.Gap()
		rows = append(rows, Row{Whole: true})
		d.row(p, p.Session.S("moderation.whole"), "")
	}
	return rows
}

// longContent is how many lines of content stand before what is to be looked at.
const longContent = 9

// row adds a row with a mark before the one in hand.
func (d *Detail) row(p *sheet.Sheet, label, sign string) {
	t := p.Session.Theme
	mark, style := cmp.Or(sign, " ")+" ", t.Text
	if p.Marked() {
		mark, style = t.Glyphs.Select+" ", t.Selection
	} else if sign != "" {
		style = t.Warning
	}
	lines := widget.Wrap(label, p.Width-2)
	for i, l := range lines {
		lines[i] = style.Render(mark + l)
		mark = "  "
	}
	p.RowSaid(label, lines...)
}

// appeal is what the owner has to say, and against what.
func (d *Detail) appeal(p *sheet.Sheet) {
	s, t := p.Session, p.Session.Theme
	if e, ok := d.entry(d.Appeal.Against); ok {
		p.Heading(s.S("moderation.contested"))
		p.Text(t.Text, entryLine(s, e))
	}
	p.Heading(s.S("moderation.appeal"))
	p.Text(t.Text, quoted(s, d.Appeal.Words))
}

// entry is an entry of the log by its number.
func (d *Detail) entry(number int64) (*directory.Entry, bool) {
	i := slices.IndexFunc(d.History, func(e directory.Entry) bool { return e.Number == number })
	if i < 0 {
		return nil, false
	}
	return &d.History[i], true
}

// reports are what readers said, the newest last.
func (d *Detail) reports(p *sheet.Sheet) {
	s, t := p.Session, p.Session.Theme
	if len(d.Reports) == 0 {
		return
	}
	p.Heading(text.First(s.S("moderation.reports", "n", len(d.Reports))))
	for _, r := range d.Reports {
		p.Text(t.Text, s.S("moderation.report",
			"reason", reasonOf(s, r.Reason), "ago", s.Text.SinceLong(r.At, s.Now()), "role", s.S("moderation.by."+reporter(r.Role))))
		if r.Words != "" {
			inner := sheet.Sheet{Session: s, Width: p.Width - 2}
			inner.Text(t.Text, quoted(s, r.Words))
			for i, l := range inner.Lines {
				inner.Lines[i] = "  " + l
			}
			p.Drawn(inner.Lines, func() []string { return []string{quoted(s, r.Words)} })
		}
	}
}

// reporter is how well a reader is known.
func reporter(r directory.Role) string {
	switch {
	case r >= directory.RoleModerator:
		return "moderator"
	case r == directory.RoleProfessional:
		return "professional"
	case r == directory.RoleIdentified:
		return "identified"
	}
	return "visitor"
}

// proposal is the skill that is proposed, by whom, and what might be meant.
func (d *Detail) proposal(p *sheet.Sheet) []Row {
	s, t, lang := p.Session, p.Session.Theme, string(p.Session.Text.Lang())
	var rows []Row
	p.Heading(s.S("moderation.proposed", "n", len(d.Proposal.Listings)))
	for _, l := range d.Proposal.Listings {
		line := Person(l)
		if l.Latest != nil && l.Latest.Profile.Headline != "" {
			line += " " + t.Glyphs.Dot + " " + directory.SafeLine(l.Latest.Profile.Headline)
		}
		d.row(p, line, "")
		rows = append(rows, Row{Item: directory.ListingItem(l.ID)})
	}
	if len(d.Proposal.Near) == 0 {
		p.Gap()
		p.Text(t.Muted, s.S("moderation.near.none"))
		return rows
	}
	p.Heading(s.S("moderation.near"))
	for _, sk := range d.Proposal.Near {
		d.row(p, text.Typographic(sk.Label.In(lang)), "")
		rows = append(rows, Row{Skill: sk.Slug})
	}
	return rows
}

// changes draws what was handed in, against what is published.
func (d *Detail) changes(s *screen.Session, width int) []string {
	if d.After == nil {
		return nil
	}
	before := d.Before
	if d.Kind == directory.ItemReport || d.Before != nil && d.Before.Equal(d.After) {
		before = nil // there is nothing to compare: it is the whole that is read
	}
	if fields := d.readable(); len(fields) > 0 || before == nil {
		return owner.Changes(s, before, d.After, fields, width)
	}
	p := &sheet.Sheet{Session: s, Width: width}
	p.Text(s.Theme.Text, s.S("moderation.figures"))
	return p.Lines
}

// readable are the fields that changed, without those that are shown to nobody.
func (d *Detail) readable() []string {
	return slices.DeleteFunc(slices.Clone(d.Changes), directory.ForFigures)
}

// part adds the content under its heading, which the first thing on the page
// does without.
func (d *Detail) part(p *sheet.Sheet, content []string) {
	if (p.Speaks() || len(p.Lines) > 0) && len(content) > 0 {
		p.Heading(p.Session.S("moderation.content." + string(d.Kind)))
	}
	p.Drawn(content, func() []string { return d.said(p.Session) })
}

// said are the same changes in words.
func (d *Detail) said(s *screen.Session) []string {
	if d.After == nil {
		return nil
	}
	if d.Kind == directory.ItemReport || d.Before == nil || d.Before.Equal(d.After) {
		return owner.Said(s, nil, d.After, slices.DeleteFunc(directory.Fields(), directory.ForFigures))
	}
	if fields := d.readable(); len(fields) > 0 {
		return owner.Said(s, d.Before, d.After, fields)
	}
	return []string{s.S("moderation.figures")}
}

// flags are what is to be looked at, a sentence each; those that compare lead to
// the other listing.
func (d *Detail) flags(p *sheet.Sheet) []Row {
	s, t := p.Session, p.Session.Theme
	if len(d.Flags) == 0 && d.Review.Others == 0 {
		return nil
	}
	var rows []Row
	p.Heading(s.S("moderation.look"))
	for _, f := range d.Flags {
		other, known := d.Others[f.Other]
		sentence := text.First(flagged(s, f, other.Name))
		if known {
			d.row(p, sentence, "!")
			rows = append(rows, Row{Item: other.ID})
			continue
		}
		lines := widget.Wrap(sentence, p.Width-2)
		for i, l := range lines {
			sign := "  "
			if i == 0 {
				sign = "! "
			}
			lines[i] = t.Warning.Render(sign + l)
		}
		p.Drawn(lines, func() []string { return []string{sentence} })
	}
	if n := d.Review.Others; n > 0 {
		p.Text(t.Muted, s.S("moderation.others", "n", n))
	}
	return rows
}

// mostHistory is how many entries of the log are shown.
const mostHistory = 12

// history is what happened to the listing, the newest first.
func (d *Detail) history(p *sheet.Sheet) {
	s, t := p.Session, p.Session.Theme
	shown := slices.DeleteFunc(slices.Clone(d.History), func(e directory.Entry) bool { return quiet[e.Action] })
	if len(shown) == 0 {
		return
	}
	p.Heading(s.S("moderation.history"))
	for i := range shown[:min(len(shown), mostHistory)] {
		p.Text(t.Muted, entryLine(s, &shown[i]))
	}
	if n := len(shown) - mostHistory; n > 0 {
		p.Text(t.Muted, s.S("moderation.history.more", "n", n))
	}
}

// quiet are the entries that say nothing to who decides about a listing.
var quiet = map[string]bool{
	string(directory.ActionConfirm): true, "key_add": true, "key_remove": true, "link": true, "join": true, "recovery": true, "sign_up": true,
}

// entryLine is an entry of the log in a line: the day, what was done by whom, and
// why.
func entryLine(s *screen.Session, e *directory.Entry) string {
	action := e.Action
	if key := "mine.action." + e.Action; s.Text.Has(key) {
		action = s.S(key)
	}
	by := directory.SafeLine(e.Name)
	if by == "" && e.Actor.Role == directory.RoleOperator {
		by = s.S("role.operator")
	}
	line := s.S("moderation.entry", "date", owner.Date(s, e.At), "action", action)
	if by != "" {
		line = s.S("moderation.entry.by", "entry", line, "name", by)
	}
	if reason := strings.TrimSpace(directory.SafeLine(e.Reason)); reason != "" && e.Action != string(directory.ActionPause) {
		line = s.S("moderation.entry.why", "entry", line, "reason", owner.Quoted(s, reason))
	}
	return line
}

// quoted is what somebody wrote over several lines, between quotes.
func quoted(s *screen.Session, words string) string {
	return s.S("find.quoted", "what", strings.TrimSpace(directory.SafeText(words)))
}
