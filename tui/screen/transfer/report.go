package transfer

import (
	"context"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/directory/exchange"
	"teleorne/tui/admin"
	"teleorne/tui/keys"
	"teleorne/tui/screen"
	"teleorne/tui/sheet"
	"teleorne/tui/widget"
)

// report is what came of a file, or would: how much is new, what is wrong with
// each line, and what can be done now.
type report struct {
	sheet.List[bad]
	m      *importer
	told   *directory.ImportReport
	writes bool // it was to be imported, and not only looked at
	done   bool // it was
	bad    []bad
	above  int // lines drawn over the list
}

// bad is one thing that is wrong with one line of the file.
type bad struct {
	line int
	err  *directory.Error
}

// Columns of the lines that are wrong.
const (
	lineColumn  = 12
	fieldColumn = 18
)

// fewestRows are those that the list keeps, however much is said over it.
const fewestRows = 7

func newReport(m *importer, r *directory.ImportReport, writes, done bool) *report {
	c := &report{m: m, told: r, writes: writes, done: done}
	for _, p := range r.Problems {
		for _, e := range p.Errors {
			c.bad = append(c.bad, bad{p.Line, e})
		}
	}
	c.List = sheet.NewList(m.session, m.id, sheet.Spec[bad]{
		Ask: func(sheet.Want) func(context.Context) (sheet.Part[bad], error) {
			return func(context.Context) (sheet.Part[bad], error) {
				return sheet.Part[bad]{Items: c.bad, Total: len(c.bad)}, nil
			}
		},
		Row:     c.row,
		Open:    c.open,
		Columns: []sheet.Column{{Width: lineColumn}, {Width: fieldColumn, From: sheet.Pairs, Muted: true}, {Share: 1}},
		Entries: c.entries,
		Words:   sheet.Words{Count: "import.bad", Empty: "import.no_bad"},
	})
	return c
}

// problem is what is wrong, in words.
func (c *report) problem(b bad) string { return c.m.session.Text.ImportProblem(b.err) }

// row draws a line of the file. Its number has no thousands apart: editors go
// by it.
func (c *report) row(b bad) sheet.Row {
	return sheet.Row{Cells: []string{c.m.session.S("import.line", "line", strconv.Itoa(b.line)), b.err.Field, c.problem(b)}}
}

// open tells all about a line that is wrong.
func (c *report) open(b bad) tea.Cmd {
	text := func(s *screen.Session) []sheet.Para {
		what := s.Text.ImportProblem(b.err)
		if b.err.Field != "" {
			what = s.S("local.import.field", "field", b.err.Field, "what", what)
		}
		paras := []sheet.Para{{Text: what}}
		if line := c.m.lineOf(b.line); line != "" {
			paras = append(paras, sheet.Para{Text: s.S("import.line.text")}, sheet.Para{Text: line, Verbatim: true})
		}
		return paras
	}
	c.m.Dialog = sheet.Show("import.line", text).With("line", strconv.Itoa(b.line))
	return nil
}

// entries are what can be done now.
func (c *report) entries() []sheet.Entry {
	s, m := c.m.session, c.m
	if c.done {
		all := []sheet.Entry{{Label: "import.another", Do: m.goBackToFile}}
		if c.waits() {
			all = append(all, sheet.Entry{Label: "import.queue", Do: func() tea.Cmd { return screen.Go(screen.Queue{}) }})
		}
		return all
	}
	off := ""
	switch {
	case len(c.bad) > 0 && !m.options.KeepGoing:
		off = s.S("import.off.bad")
	case c.told.Created+c.told.Updated == 0:
		off = s.S("import.off.nothing")
	}
	all := []sheet.Entry{{Label: "import.do", Off: off, Do: c.ask}}
	if len(c.bad) > 0 && !m.options.KeepGoing && c.told.Total > len(c.told.Problems)+c.told.More {
		all = append(all, sheet.Entry{Label: "import.check.good", Do: func() tea.Cmd {
			m.options.KeepGoing = true
			return m.run(false)
		}})
	}
	return append(all, sheet.Entry{Label: "import.file", Do: m.goBackToFile})
}

// waits tells whether what was imported waits for the moderators.
func (c *report) waits() bool {
	return c.m.kind == exchange.KindProfiles && !c.m.options.Publish && c.told.Created+c.told.Updated > 0
}

// ask tells what follows before anything is written.
func (c *report) ask() tea.Cmd {
	m := c.m
	text := func(s *screen.Session) []sheet.Para {
		var counts []string
		if n := c.told.Created; n > 0 {
			counts = append(counts, s.S("import.follows.created", "n", n))
		}
		if n := c.told.Updated; n > 0 {
			counts = append(counts, s.S("import.follows.updated", "n", n))
		}
		follows := "import.follows." + string(m.kind)
		if m.kind == exchange.KindProfiles && m.options.Publish {
			follows = "import.follows.published"
		}
		return []sheet.Para{{Text: s.S("import.follows", "what", s.Text.List(counts))}, {Text: s.S(follows)}}
	}
	m.Dialog = sheet.Ask("import.confirm."+string(m.kind), text, sheet.Answer{Label: "import.yes", Do: func() tea.Cmd { return m.run(true) }})
	return nil
}

// counts are the numbers of the report that are any.
func (c *report) counts() []sheet.Fact {
	s, r := c.m.session, c.told
	var facts []sheet.Fact
	for _, f := range []struct {
		key string
		n   int
	}{
		{"import.created", r.Created},
		{"import.updated", r.Updated},
		{"import.unchanged", r.Unchanged},
		{"import.withdrawn", r.Withdrawn},
		{"import.owners", r.Waiting},
		{"import.wrong", len(r.Problems) + r.More},
	} {
		if f.n > 0 {
			facts = append(facts, sheet.Fact{Label: s.S(f.key), Value: s.Text.Int(f.n)})
		}
	}
	return facts
}

// Update takes keys and answers.
func (c *report) Update(msg tea.Msg) tea.Cmd {
	action := keys.Action("")
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		action, _ = keys.Match(msg, false)
	case screen.Do:
		action = msg.Action
	}
	switch {
	case action == keys.Back && c.done:
		return admin.GoBack
	case action == keys.Back:
		return c.m.goBackToFile()
	}
	return c.List.Update(msg)
}

// head says what came of the file: in a table, or in a sentence where there is
// little room.
func (c *report) head(width, height int) []string {
	s, t := c.m.session, c.m.session.Theme
	p := &sheet.Sheet{Session: s, Width: width}
	c.tell(p)
	facts := c.counts()
	if height < sheet.Roomy {
		words := make([]string, len(facts))
		for i, f := range facts {
			words[i] = s.S("page.fact", "label", f.Label, "value", f.Value)
		}
		for _, l := range widget.Flow(words, " "+t.Glyphs.Dot+" ", width) {
			p.Lines = append(p.Lines, t.Text.Render(l))
		}
		return p.Lines
	}
	column, number := 0, 0
	for _, f := range facts {
		column, number = max(column, widget.Width(f.Label)), max(number, widget.Width(f.Value))
	}
	for _, f := range facts {
		p.Lines = append(p.Lines, t.Muted.Render(widget.Pad(f.Label, column))+"  "+t.Strong.Render(widget.Right(f.Value, number, "")))
	}
	p.Gap()
	return p.Lines
}

// tell says how far the file has come.
func (c *report) tell(p *sheet.Sheet) {
	s, t := c.m.session, c.m.session.Theme
	state, look := "import.state.checked", t.Muted
	switch {
	case c.done:
		state, look = "import.state.done", t.Positive
	case c.writes:
		state, look = "import.state.refused", t.Warning
	}
	p.Ends(s.S("import.read", "n", c.told.Total), t.Strong, s.S(state), look)
	p.Rule()
}

// View draws what came of the file over the lines that are wrong.
func (c *report) View(f screen.Frame) screen.View {
	margin := strings.Repeat(" ", f.Margin())
	head := c.head(min(f.Width-2*f.Margin(), sheet.Prose), f.Height)
	head = head[:min(len(head), max(0, f.Height-fewestRows))]
	c.above = len(head)
	v := c.List.View(screen.Frame{Width: f.Width, Height: f.Height - len(head)})
	for i, l := range head {
		head[i] = strings.TrimRight(margin+l, " ")
	}
	v.Lines = append(head, v.Lines...)
	v.Y += len(head)
	return v
}

// click takes a click in the frame.
func (c *report) click(x, y int) tea.Cmd { return c.Click(x, y-c.above) }
