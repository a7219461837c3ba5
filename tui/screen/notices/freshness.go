package notices

import (
	"context"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/admin"
	"teleorne/tui/screen"
	"teleorne/tui/sheet"
	"teleorne/tui/text"
	"teleorne/tui/theme"
	"teleorne/tui/widget"
)

// Columns of the board: beside the names, numbers that line up.
const (
	boardWidth  = 100
	boardOldest = 90 // from which the oldest day has a column
	barWidth    = 8
	shareWidth  = 6
	numberWidth = 8
	dueWidth    = 13
	hiddenWidth = 9
	dateWidth   = 16
)

// freshness is how up to date the listings are, by intercommunality.
type freshness struct {
	admin.Page
	session *screen.Session
	id      screen.ID
	board   []directory.EPCIFreshness
	known   bool
	err     error
	lane    screen.Lane
}

// fresh brings the board.
type fresh struct {
	board []directory.EPCIFreshness
	err   error
}

func newFreshness(s *screen.Session, id screen.ID) screen.Screen {
	m := &freshness{session: s, id: id}
	m.Page = admin.NewPage(s, m.compose)
	m.Width, m.Verb = boardWidth, "hint.open"
	return m
}

// Init asks for the board.
func (m *freshness) Init() tea.Cmd {
	service, actor := m.session.Service, m.session.Actor
	return m.lane.Ask(m.session, m.id, func(ctx context.Context) tea.Msg {
		board, err := service.FreshnessBoard(ctx, actor)
		return fresh{board, err}
	})
}

// Update takes keys, answers and news.
func (m *freshness) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case screen.Changed, screen.Own:
		return m, m.Init()
	case fresh:
		m.board, m.err, m.known = msg.board, msg.err, true
		return m, nil
	}
	cmd, _ := m.Page.Update(msg)
	return m, cmd
}

// count sorts the ages of a board's line as its readers care.
type count struct {
	total, fresh, due, hidden int
	oldest                    time.Time
}

func counted(e directory.EPCIFreshness) count {
	c := count{total: e.Total, fresh: e.Ages[directory.AgeFresh], due: e.Ages[directory.AgeDue] + e.Ages[directory.AgeLow], oldest: e.Oldest}
	c.hidden = e.Ages[directory.AgeHidden] + e.Ages[directory.AgeLeaving] + e.Ages[directory.AgeGone]
	return c
}

// add sums lines up.
func (c *count) add(o count) {
	c.total += o.total
	c.fresh += o.fresh
	c.due += o.due
	c.hidden += o.hidden
	if c.oldest.IsZero() || !o.oldest.IsZero() && o.oldest.Before(c.oldest) {
		c.oldest = o.oldest
	}
}

func (m *freshness) compose(d *admin.Draft) {
	s, t := m.session, m.session.Theme
	switch {
	case m.err != nil:
		d.Text(t.Warning, s.Text.Error(m.err))
		return
	case !m.known:
		d.Text(t.Muted, s.S("find.searching"))
		return
	}
	var all count
	for _, e := range m.board {
		all.add(counted(e))
	}
	oldest := ""
	if !all.oldest.IsZero() {
		oldest = s.S("fresh.oldest", "date", day(s, all.oldest))
	}
	d.Ends(s.S("fresh.total", "n", all.total), t.Strong, oldest, t.Muted)
	if n := s.Service.Ages().Remind; n > 0 {
		d.Text(t.Muted, s.S("fresh.explain", "n", n))
	}
	d.Rule()
	if d.Width >= sheet.Pairs {
		d.Drawn([]string{m.header(d.Width)}, silent)
	}
	names := m.names(d.Width)
	for i, e := range m.board {
		open := func() tea.Cmd { return screen.Go(screen.EPCI{SIREN: e.EPCI.SIREN}) }
		d.LineSaid(admin.Item{Label: names[i], Do: open}, m.sentence(e), m.row(names[i], counted(e), d.Width, d.Marked(), t.Text)...)
	}
	if d.Width >= sheet.Pairs {
		d.Rule()
		d.Drawn(m.row(s.S("fresh.all"), all, d.Width, false, t.Strong), silent)
	}
}

// silent says nothing more than what was said.
func silent() []string { return nil }

// sentence is an intercommunality in words.
func (m *freshness) sentence(e directory.EPCIFreshness) string {
	s, c := m.session, counted(e)
	parts := []string{text.Typographic(e.EPCI.Name), s.S("fresh.total", "n", c.total)}
	for _, l := range m.inWords(c, widget.Unbroken, s.Theme.Text) {
		parts = append(parts, sheet.Sentence(l))
	}
	if !c.oldest.IsZero() {
		parts = append(parts, s.S("fresh.oldest", "date", day(s, c.oldest)))
	}
	return strings.Join(parts, ", ")
}

// header names the columns.
func (m *freshness) header(width int) string {
	s := m.session
	cells := m.cells(width, "", s.S("fresh.column.total"), widget.Pad(s.S("fresh.column.fresh"), barWidth+shareWidth), s.S("fresh.column.due"), s.S("fresh.column.hidden"), s.S("fresh.column.oldest"))
	return s.Theme.Muted.Render(cells)
}

// cells puts a line of the board together.
func (m *freshness) cells(width int, name, total, share, due, hidden, oldest string) string {
	dots := m.session.Theme.Glyphs.Ellipsis
	line := "  " + widget.Fit(name, nameRoom(width), dots) + widget.Right(total, numberWidth, "") + "  " + share +
		widget.Right(due, dueWidth, dots) + widget.Right(hidden, hiddenWidth, dots)
	if width >= boardOldest {
		line += widget.Right(oldest, dateWidth, "")
	}
	return line
}

// nameRoom is how wide the names are in a board of that width.
func nameRoom(width int) int {
	room := width - 2 - numberWidth - 2 - barWidth - shareWidth - dueWidth - hiddenWidth
	if width >= boardOldest {
		room -= dateWidth
	}
	return room
}

// names are those of the intercommunalities: without what kind each of them is,
// where there is not room enough for all.
func (m *freshness) names(width int) []string {
	all, short := make([]string, len(m.board)), false
	for i, e := range m.board {
		all[i] = text.Typographic(e.EPCI.Name)
		short = short || widget.Width(all[i]) > nameRoom(width)
	}
	for i := range all {
		if short && width >= sheet.Pairs {
			all[i] = text.Short(all[i])
		}
	}
	return all
}

// row draws an intercommunality: its numbers in columns, or in words where
// there is no room for them.
func (m *freshness) row(name string, c count, width int, inHand bool, base theme.Style) []string {
	s, t := m.session, m.session.Theme
	mark, style, muted := "  ", base, t.Muted
	if inHand {
		mark, style, muted = t.Glyphs.Select+" ", t.Selection, t.Selection
	}
	if width < sheet.Pairs {
		first := widget.Ends(name, s.Text.Int(c.total), width-2, t.Glyphs.Ellipsis)
		return append([]string{style.Render(mark + first)}, m.inWords(c, width-2, muted)...)
	}
	number := func(n int) string {
		if n == 0 {
			return t.Glyphs.Dot
		}
		return s.Text.Int(n)
	}
	share := strings.Repeat(" ", barWidth+shareWidth)
	if c.total > 0 {
		share = widget.Bar(c.fresh, c.total, barWidth, t.Glyphs.Bar, t.Glyphs.Rest) +
			widget.Right(s.S("fresh.percent", "n", 100*c.fresh/c.total), shareWidth, "")
	}
	oldest := ""
	if !c.oldest.IsZero() {
		oldest = day(s, c.oldest)
	}
	line := m.cells(width, name, s.Text.Int(c.total), share, number(c.due), number(c.hidden), oldest)
	return []string{style.Render(mark + strings.TrimPrefix(line, "  "))}
}

// inWords says the same where there are no columns.
func (m *freshness) inWords(c count, width int, look theme.Style) []string {
	s := m.session
	if c.total == 0 {
		return []string{look.Render("  " + s.S("fresh.none"))}
	}
	words := []string{s.S("fresh.words.fresh", "n", c.fresh)}
	if c.due > 0 {
		words = append(words, s.S("fresh.words.due", "n", c.due))
	}
	if c.hidden > 0 {
		words = append(words, s.S("fresh.words.hidden", "n", c.hidden))
	}
	lines := widget.Flow(words, ", ", width)
	for i, l := range lines {
		lines[i] = look.Render("  " + l)
	}
	return lines
}

// day is the civil day of a time.
func day(s *screen.Session, at time.Time) string {
	return s.Text.Date(directory.DateOf(at.In(s.Now().Location())))
}

// Title is the screen's step in the breadcrumb.
func (m *freshness) Title() string { return m.session.S("fresh.title") }

// Topic is the help's page.
func (m *freshness) Topic() string { return "freshness" }

// Click takes a click in the frame.
func (m *freshness) Click(x, y int) (screen.Screen, tea.Cmd) { return m, m.Page.Click(x, y) }

var (
	_ screen.Clicker = (*freshness)(nil)
	_ screen.Emptier = (*freshness)(nil)
)
