// Package help is the help: topics about the screens, the ranking, keys,
// privacy, sources and commands, which are searched all at once. It knows the
// key table and the catalogue, and nothing of what other screens do.
package help

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory/reference"
	"teleorne/tui/keys"
	"teleorne/tui/screen"
	"teleorne/tui/widget"
)

// pane is the part of the screen that has the keys.
type pane uint8

const (
	paneText   pane = iota // the page of a topic
	paneTopics             // the list of topics
	paneHits               // what a search found
	paneField
)

// Model is the screen.
type Model struct {
	session *screen.Session
	id      screen.ID
	pane    pane
	base    pane // the text or the topics: what a search without words leaves in sight
	field   widget.Field
	sources []reference.Source
	docs    []document
	page    page
	topics  widget.Window
	found   found
	frame   screen.Frame
	lane    screen.Lane
}

// page is the topic that is read.
type page struct {
	doc     int
	chapter int  // to be brought into sight when next drawn; negative: none
	from    pane // where Esc leads: paneText means out of the help
	scroll  widget.Scroll
}

// found is what was searched and found.
type found struct {
	typed  string
	hits   []hit
	window widget.Window
}

// maxTyped bounds what is searched, in characters.
const maxTyped = 60

// New makes the screen at a topic; an unknown one is the list of all.
func New(s *screen.Session, id screen.ID, r screen.Help) screen.Screen {
	m := &Model{session: s, id: id, field: widget.NewField(maxTyped), page: page{chapter: -1}}
	m.docs = compose(s, nil)
	m.topics.Resize(len(m.docs), len(m.docs))
	m.focus(paneTopics)
	if i := index(m.docs, r.Topic); i >= 0 {
		m.read(i, -1, paneText)
	}
	return m
}

// sourced brings the data sets.
type sourced struct{ sources []reference.Source }

// Init asks for the data sets: they are read out of files of the program.
func (m *Model) Init() tea.Cmd {
	return m.lane.Ask(m.session, m.id, func(context.Context) tea.Msg { return sourced{reference.Sources()} })
}

// Update takes keys, pastes, answers and news.
func (m *Model) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return m, m.key(msg)
	case tea.PasteMsg:
		m.typed(msg)
	case screen.Do:
		return m, m.act(msg.Action)
	case screen.Changed:
		m.word() // the language may be another one
	case sourced:
		m.sources = msg.sources
		m.word()
	}
	return m, nil
}

// word puts the help into the session's language anew. The page that is read
// stays, unless it is gone: what was announced is so no more.
func (m *Model) word() {
	reading, inHand := m.docs[m.page.doc].name, m.docs[m.topics.Cursor].name
	m.docs = compose(m.session, m.sources)
	m.topics.Resize(len(m.docs), m.topics.Rows)
	m.topics.MoveTo(max(0, index(m.docs, inHand)))
	if m.page.doc = index(m.docs, reading); m.page.doc < 0 {
		m.page.doc = 0
		if m.pane == paneText {
			m.focus(paneTopics)
		}
	}
	m.lookup()
}

func (m *Model) lookup() {
	f := &m.found
	f.hits = lookup(m.docs, f.typed)
	f.window.Total = len(f.hits)
	f.window.MoveTo(f.window.Cursor)
}

// typed hands a key or a paste to the field and searches from the first letter on.
func (m *Model) typed(msg tea.Msg) {
	if m.pane != paneField || !m.field.Update(msg) {
		return
	}
	m.found = found{typed: m.field.Value()}
	m.lookup()
}

// searching tells whether what was found shows instead of topics and pages.
func (m *Model) searching() bool {
	return m.found.typed != "" && (m.pane == paneField || m.pane == paneHits)
}

// focus gives the keys to a part.
func (m *Model) focus(p pane) {
	m.pane = p
	if p == paneText || p == paneTopics {
		m.base = p
	}
	if p == paneField {
		m.field.Focus()
	} else {
		m.field.Blur()
	}
}

// read opens a topic, at a chapter when that is not negative.
func (m *Model) read(doc, chapter int, from pane) {
	m.page = page{doc: doc, chapter: chapter, from: from}
	m.topics.MoveTo(doc)
	m.focus(paneText)
}

// Title is the screen's step in the breadcrumb.
func (m *Model) Title() string { return m.session.S("help.title") }

// Topic is the help's page about itself: its list.
func (m *Model) Topic() string { return "" }

// Capturing tells whether the field has the keys.
func (m *Model) Capturing() bool { return m.pane == paneField }

// Hints are the keys of the part in hand.
func (m *Model) Hints() []screen.Hint {
	switch m.pane {
	case paneField:
		return []screen.Hint{
			{Action: keys.Down, Label: "hint.choose"},
			{Action: keys.Open, Label: "hint.open"},
			{Action: keys.NextPane, Label: "help.hint.topics"},
			{Action: keys.Back, Label: "hint.back"},
		}
	case paneTopics, paneHits:
		return []screen.Hint{
			{Action: keys.Down, Label: "hint.choose"},
			{Action: keys.Open, Label: "hint.open"},
			{Action: keys.Search, Label: "hint.search"},
			{Action: keys.Back, Label: "hint.back"},
		}
	}
	return []screen.Hint{
		{Action: keys.Down, Label: "hint.scroll"},
		{Action: keys.Search, Label: "hint.search"},
		{Action: keys.NextPane, Label: "help.hint.topics"},
		{Action: keys.Back, Label: "hint.back"},
	}
}

var (
	_ screen.Screen  = (*Model)(nil)
	_ screen.Clicker = (*Model)(nil)
)
