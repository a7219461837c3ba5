package office

import (
	tea "charm.land/bubbletea/v2"

	"teleorne/tui/screen"
	"teleorne/tui/sheet"
)

// page is a page that is a list.
type page[T any] struct {
	base
	list  sheet.List[T]
	title string // key of the catalogue
	topic string
}

// Init asks for the rows.
func (p *page[T]) Init() tea.Cmd { return p.list.Init() }

// Update takes keys, pastes, answers and news.
func (p *page[T]) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case screen.Own, screen.Changed, screen.Moved, screen.Access:
		return p, p.list.Reload()
	case done:
		cmd, _ := p.settle(msg, &p.list.Asking)
		return p, tea.Batch(cmd, p.list.Reload())
	case informed:
		return p, p.inform(msg)
	}
	return p, p.list.Update(msg)
}

// Resume asks anew: what is above may have changed something.
func (p *page[T]) Resume(tea.Msg) (screen.Screen, tea.Cmd) { return p, p.list.Reload() }

// View draws the list.
func (p *page[T]) View(f screen.Frame) screen.View { return p.list.View(f) }

// Title is the page's step in the breadcrumb.
func (p *page[T]) Title() string { return p.session.S(p.title) }

// Topic is the help's page.
func (p *page[T]) Topic() string { return p.topic }

// Hints are the keys of the list.
func (p *page[T]) Hints() []screen.Hint { return p.list.Hints() }

// Capturing tells whether characters are text.
func (p *page[T]) Capturing() bool { return p.list.Capturing() }

// Empty tells whether the field that has the keys is empty.
func (p *page[T]) Empty() bool { return p.list.Empty() }

// Click takes what is under the mouse.
func (p *page[T]) Click(x, y int) (screen.Screen, tea.Cmd) { return p, p.list.Click(x, y) }

var (
	_ screen.Resumer = (*page[int])(nil)
	_ screen.Clicker = (*page[int])(nil)
	_ screen.Emptier = (*page[int])(nil)
)
