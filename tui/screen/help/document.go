package help

import (
	"slices"
	"strings"

	"teleorne/directory/reference"
	"teleorne/tui/keys"
	"teleorne/tui/owner"
	"teleorne/tui/screen"
	"teleorne/tui/text"
	"teleorne/tui/theme"
	"teleorne/tui/widget"
)

// document is a topic in words.
type document struct {
	name, title, about string
	sections           []chapter
}

// chapter is a section of it.
type chapter struct {
	title string
	paras []para
}

// kind is how a paragraph is set.
type kind uint8

const (
	prose    kind = iota
	bullet        // with a hanging indent
	verbatim      // a command or an address: printed whole, on a line of its own
	entry         // a term with its explanation
	blank
)

// para is a paragraph, or a line of a list.
type para struct {
	kind kind
	term string // of an entry
	text string
}

// compose puts all topics into the session's language.
func compose(s *screen.Session, sources []reference.Source) []document {
	var docs []document
	for _, t := range slices.Concat(topics(), deskTopics(s), officeTopics(s), roomTopics(s)) {
		d := document{name: t.name, title: s.S(t.title), about: s.S(t.about)}
		for i, p := range t.sections {
			d.sections = append(d.sections, p.chapter(s)...)
			if i == 0 && len(t.keys) > 0 && !s.Text.Heard() {
				d.sections = append(d.sections, keyList(s, t))
			}
		}
		if t.keeping {
			d.sections = append(d.sections, keeping(s)...)
		}
		if t.sources {
			d.sections = append(d.sections, credits(s, sources)...)
		}
		docs = append(docs, d)
	}
	return append(docs, announced(s)...)
}

// announced is what the header announces, whole, as long as it does.
func announced(s *screen.Session) []document {
	a := s.Service.Announcement()
	if a == nil {
		return nil
	}
	said := chapter{title: s.S("help.announcement"), paras: []para{
		{text: s.Text.Announcement(*a, true)}, {kind: blank}, {text: s.S("announcement.until", "date", s.Text.Date(a.Until))},
	}}
	return []document{{name: "announcement", title: s.S("help.announcement"), about: s.S("help.announcement.about"), sections: []chapter{said}}}
}

// chapter puts a section into words; there is none about an age that is off.
func (p part) chapter(s *screen.Session) []chapter {
	n := 0
	if p.months != nil {
		if n = p.months(s.Service.Ages()); n == 0 {
			return nil
		}
	}
	option, machine := owner.Target(s)
	body := s.S(p.body, "n", n, "host", option+machine, "option", option, "machine", machine)
	return []chapter{{title: s.S(p.title, "n", n), paras: parse(body)}}
}

// keeping says how long data stay, and who keeps them.
func keeping(s *screen.Session) []chapter {
	list := func(title string, sentences []string) chapter {
		c := chapter{title: s.S(title)}
		for _, l := range sentences {
			c.paras = append(c.paras, para{kind: bullet, text: l})
		}
		return c
	}
	return []chapter{list("mine.data.long", owner.Keeping(s)), list("help.keeper", owner.Keeper(s))}
}

// keyList tells the keys of a topic.
func keyList(s *screen.Session, t topic) chapter {
	c := chapter{title: s.S("help.the_keys")}
	for _, a := range t.keys {
		what, ok := t.does[a]
		if !ok {
			what = "help.key." + string(a)
		}
		c.paras = append(c.paras, para{kind: entry, term: keyNames(s, a), text: s.S(what)})
	}
	return c
}

// parse reads the little markup of the catalogue: an empty line parts
// paragraphs, « - » starts a bullet, « $ » a line to be printed as it is.
func parse(body string) []para {
	var out []para
	for line := range strings.SplitSeq(body, "\n") {
		switch {
		case line == "":
			out = append(out, para{kind: blank})
		case strings.HasPrefix(line, "- "):
			out = append(out, para{kind: bullet, text: line[2:]})
		case strings.HasPrefix(line, "$ "):
			out = append(out, para{kind: verbatim, text: line[2:]})
		default:
			out = append(out, para{text: line})
		}
	}
	return out
}

// credits are the data sets with publisher, licence, date and address.
func credits(s *screen.Session, sources []reference.Source) []chapter {
	var out []chapter
	for _, src := range sources {
		c := chapter{title: text.Typographic(src.Title.In(string(s.Text.Lang())))}
		c.paras = append(c.paras, para{text: s.S("help.source", "publisher", src.Publisher, "licence", src.Licence, "date", src.Date)})
		c.paras = append(c.paras, para{text: s.S("help.source.rows", "n", src.Rows)})
		if src.URL != "" {
			c.paras = append(c.paras, para{kind: verbatim, text: src.URL})
		}
		out = append(out, c)
	}
	return out
}

// keyNames are all keys of an action as people call them.
func keyNames(s *screen.Session, a keys.Action) string {
	var names []string
	for b := range keys.Table() {
		switch {
		case b.Action != a:
		case b.Word != "":
			names = append(names, s.S(b.Word))
		case b.Show != "":
			names = append(names, b.Show)
		default:
			names = append(names, b.Keys...)
		}
	}
	return strings.Join(names, ", ")
}

// set lays a document out in lines no wider than width, and tells on which
// line each chapter starts.
func (d *document) set(s *screen.Session, width int, base theme.Style) (lines []string, starts []int) {
	t := s.Theme
	lines = append(lines, t.Strong.Render(widget.Cut(d.title, width, t.Glyphs.Ellipsis)))
	lines = append(lines, styled(t.Muted, widget.Wrap(d.about, width))...)
	for _, c := range d.sections {
		lines = append(lines, "")
		starts = append(starts, len(lines))
		lines = append(lines, styled(t.Accent.Bold(true), widget.Wrap(c.title, width))...)
		column := 0
		for _, p := range c.paras {
			column = max(column, widget.Width(p.term))
		}
		for _, p := range c.paras {
			lines = append(lines, p.set(s, width, min(column, width/2), base)...)
		}
	}
	return lines, starts
}

func (p *para) set(s *screen.Session, width, column int, base theme.Style) []string {
	t := s.Theme
	switch p.kind {
	case blank:
		return []string{""}
	case bullet:
		return hang(t.Muted.Render("- "), 2, p.text, width, base)
	case verbatim:
		return whole(p.text, width, t.Strong)
	case entry:
		term := widget.Fit(p.term, column, t.Glyphs.Ellipsis) + "  "
		return hang(t.Key.Render(term), widget.Width(term), p.text, width, base)
	}
	return styled(base, widget.Wrap(p.text, width))
}

// hang sets a text behind a head, with the following lines under the first.
func hang(head string, indent int, text string, width int, style theme.Style) []string {
	lines := widget.Wrap(text, min(80, width)-indent)
	for i, l := range lines {
		before := strings.Repeat(" ", indent)
		if i == 0 {
			before = head
		}
		lines[i] = before + style.Render(l)
	}
	return lines
}

// whole prints what people select and copy: nothing before or behind it on its
// line, and broken by nothing but the edge.
func whole(text string, width int, style theme.Style) []string {
	var lines []string
	for text != "" {
		part := widget.Cut(text, width, "")
		if part == "" {
			break
		}
		lines = append(lines, style.Render(part))
		text = text[len(part):]
	}
	return lines
}

func styled(style theme.Style, lines []string) []string {
	for i, l := range lines {
		lines[i] = style.Render(l)
	}
	return lines
}

// index is the document of a topic; an unknown topic has none.
func index(docs []document, name string) int {
	return slices.IndexFunc(docs, func(d document) bool { return d.name == name })
}
