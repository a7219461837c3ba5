// Package admin is what the pages of the administration have in common: a page
// of facts with what can be done about them, and the words for why something
// cannot. It knows no screen.
package admin

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"teleorne/tui/keys"
	"teleorne/tui/screen"
	"teleorne/tui/sheet"
	"teleorne/tui/widget"
)

// Page is facts, and among them rows that do something. A screen holds one,
// hands it what it does not keep for itself, and draws it; a dialog may stand in
// its place.
type Page struct {
	sheet.Asking
	// Compose puts the page into words: it is called at each drawing and at each
	// key, and must be quick.
	Compose func(*Draft)
	Leave   func() tea.Cmd // what going back does; nil: it leaves the screen
	Width   int            // columns that it takes at most; 0: those of prose
	Verb    string         // what Enter does to a row: key of the catalogue; empty: it does it

	session *screen.Session
	walk    sheet.Walk
}

// Item is something that can be done.
type Item struct {
	Label string // in words
	Key   keys.Action
	Off   string // the reason why it is not possible, in words; empty when it is
	Do    func() tea.Cmd
}

// Draft is a page being composed.
type Draft struct {
	*sheet.Sheet
	items    []Item
	numbered []int // of the items: those with a digit
}

// NewPage makes a page of a session.
func NewPage(s *screen.Session, compose func(*Draft)) Page {
	return Page{session: s, Compose: compose}
}

// Preview makes a page that tells what would follow from a change, before the
// rows that give it up, and make it.
func Preview(s *screen.Session, tell func(*Draft), leave func(), yes string, do func() tea.Cmd) *Page {
	no := func() tea.Cmd {
		leave()
		return nil
	}
	p := NewPage(s, func(d *Draft) {
		tell(d)
		d.Gap()
		d.Do(Item{Label: s.S("dialog.no"), Do: no})
		d.Do(Item{Label: s.S(yes), Do: do})
	})
	p.Leave = no
	return &p
}

// Do adds a row with a digit.
func (d *Draft) Do(it Item) {
	d.numbered = append(d.numbered, len(d.items))
	d.items = append(d.items, it)
	d.Action(len(d.numbered), it.Label, it.Key, it.Off)
}

// Line adds a row that the page draws by itself; it is drawn in hand when Marked
// said so before.
func (d *Draft) Line(it Item, drawn ...string) {
	d.items = append(d.items, it)
	d.Row(drawn...)
}

// LineSaid is Line for a row that is read out otherwise than it is drawn.
func (d *Draft) LineSaid(it Item, said string, drawn ...string) {
	d.items = append(d.items, it)
	d.RowSaid(said, drawn...)
}

// Link adds a row without a digit, with something at its right.
func (d *Draft) Link(right string, it Item) {
	t := d.Session.Theme
	mark, style := "  ", t.Text
	if it.Off != "" {
		style = t.Muted
	}
	if d.Marked() {
		mark, style = t.Glyphs.Select+" ", t.Selection
	}
	d.Line(it, style.Render(mark+widget.Ends(it.Label, right, d.RowRoom()-2, t.Glyphs.Ellipsis)))
}

// compose puts the page into words for some width.
func (p *Page) compose(width int) *Draft { return p.composeFor(p.walk.Hand, width) }

// composeFor does so with some row in hand.
func (p *Page) composeFor(hand, width int) *Draft {
	d := &Draft{Sheet: &sheet.Sheet{Session: p.session, Width: width, Hand: hand}}
	p.Compose(d)
	return d
}

// View draws the page, or the dialog in its place.
func (p *Page) View(f screen.Frame) screen.View {
	if p.Dialog != nil {
		return p.Dialog.View(p.session, f)
	}
	width := min(f.Width-2*f.Margin(), max(p.Width, sheet.Prose))
	drawn := p.walk.Draw(f.Height-1, func(hand int) *sheet.Sheet { return p.composeFor(hand, width).Sheet })
	return drawn.Frame(f, &p.walk, nil)
}

// Update takes keys, pastes and actions. What it does not know is the screen's:
// known is false.
func (p *Page) Update(msg tea.Msg) (cmd tea.Cmd, known bool) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		if p.Dialog != nil {
			return p.Answer(msg), true
		}
		if n, ok := keys.Digit(msg); ok {
			return p.digit(n), true
		}
		if action, ok := keys.Match(msg, false); ok {
			return p.do(action)
		}
	case tea.PasteMsg:
		return p.Answer(msg), true
	case screen.Do:
		return p.do(msg.Action)
	}
	return nil, false
}

func (p *Page) digit(n int) tea.Cmd {
	d := p.compose(sheet.Prose)
	if n > len(d.numbered) {
		return nil
	}
	p.walk.Take(d.numbered[n-1])
	return p.perform(d.items[d.numbered[n-1]])
}

// do carries out an action: the dialog's, one of the page, or that of a row
// which has this key.
func (p *Page) do(a keys.Action) (cmd tea.Cmd, known bool) {
	if p.Dialog != nil {
		return p.Choose(a), true
	}
	d := p.compose(sheet.Prose)
	if i := slices.IndexFunc(d.items, func(it Item) bool { return it.Key == a && a != "" }); i >= 0 {
		p.walk.Take(i)
		return p.perform(d.items[i]), true
	}
	switch {
	case a == keys.Back && p.Leave != nil:
		return p.Leave(), true
	case a == keys.Back:
		return GoBack, true
	case a == keys.Open && len(d.items) > 0:
		if !p.walk.InSight() {
			p.walk.Reveal()
			return nil, true
		}
		return p.perform(d.items[min(p.walk.Hand, len(d.items)-1)]), true
	}
	return nil, p.walk.Act(a)
}

// perform does what a row says, or tells why that is not possible.
func (p *Page) perform(it Item) tea.Cmd {
	if it.Off != "" {
		return screen.Warn(p.session.S("admin.off", "what", it.Label, "why", it.Off))
	}
	return it.Do()
}

// Hints are the keys of the page, or of the dialog.
func (p *Page) Hints() []screen.Hint {
	if p.Dialog != nil {
		return p.Dialog.Hints()
	}
	d := p.compose(sheet.Prose)
	var hints []screen.Hint
	if len(d.items) > 0 {
		verb := First(p.Verb, "hint.do")
		hints = append(hints, screen.Hint{Action: keys.Down, Label: "hint.choose"}, screen.Hint{Action: keys.Open, Label: verb})
	}
	return append(hints, screen.Hint{Action: keys.Back, Label: "hint.back"})
}

// Click takes the row under the mouse in hand, and opens it when it was.
func (p *Page) Click(_, y int) tea.Cmd {
	i, ok := p.walk.At(y)
	if !ok || p.Dialog != nil {
		return nil
	}
	if i == p.walk.Hand {
		cmd, _ := p.do(keys.Open)
		return cmd
	}
	p.walk.Take(i)
	return nil
}
