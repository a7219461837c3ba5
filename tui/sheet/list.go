package sheet

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/keys"
	"teleorne/tui/screen"
	"teleorne/tui/text"
	"teleorne/tui/widget"
)

// List is a page of rows out of a whole that may be big: over them a field to
// search in, filters and what can be done, beside them what the row in hand is.
// A screen holds one, hands it what it does not keep for itself, and draws it.
type List[T any] struct {
	Asking         // a question in the place of the page, or the text of a filter
	Spec   Spec[T] // may be changed between two updates
	Window widget.Window

	session *screen.Session
	id      screen.ID
	lane    screen.Lane
	field   widget.Field
	spot    spot
	hand    int // chip or entry in hand, where these have the keys
	picking *picking
	held    held[T]
	layout  layout
	asked   bool // where it is read out: what to search is awaited
	chosen  bool // where it is read out: what to do with the row in hand is
}

// Spec says what a list is of. All but Ask, Row and Columns may be left out.
type Spec[T any] struct {
	// Ask is called between two updates for a part of the whole; what it answers
	// runs off the loop.
	Ask     func(Want) func(context.Context) (Part[T], error)
	Row     func(T) Row
	Columns []Column
	Key     func(T) string                     // by which a row is known again after news
	Beside  func(*Sheet, T)                    // draws what a row is, where there is room for it
	Open    func(T) tea.Cmd                    // by Enter
	Act     func(keys.Action, T, bool) tea.Cmd // other keys, and the row in hand if there is one
	Hints   func(T, bool) []screen.Hint        // of these keys
	Search  string                             // label of the field to search in: key of the catalogue
	Filters []*Filter
	Entries func() []Entry // what can be done beside the rows
	Words   Words
}

// Words are the sentences of a list: keys of the catalogue.
type Words struct {
	Count string // how many rows there are, by n
	Empty string // there are none at all
	None  string // none that are searched; empty: as the catalogue says it of all lists
}

// Want is the part of a list that is asked for.
type Want struct {
	Text   string            // typed in the field, clean
	Values map[string]string // chosen filters, by name; none that is empty
	Offset int
	Limit  int
}

// Part is some rows of a list. A list that cannot be counted says More as long
// as there are further rows after these, and Total is how many are known; whoever answers
// all rows at once may leave Offset and Limit alone.
type Part[T any] struct {
	Items []T
	Total int
	More  bool
}

// Entry is something that can be done from a list, over its rows.
type Entry struct {
	Label string // key of the catalogue
	Args  []any  // what the label mentions
	Off   string // the reason why it is not possible, in words; empty when it is
	Do    func() tea.Cmd
}

// Row is a line of a list: a cell for each column.
type Row struct {
	Cells []string
	Quiet bool // it may be passed over
}

// spot is the part of a list that has the keys.
type spot uint8

const (
	spotRows spot = iota
	spotEntries
	spotChips
	spotField
)

// held are the rows that are there: those from offset on.
type held[T any] struct {
	items  []T
	offset int
	total  int
	more   bool
	known  bool // the first answer came

	needs   []int     // by column: the width of the widest cell; nil: not measured
	needsIn text.Lang // in which language
	err     error
}

// chunk is how many rows are asked for at once: twice what the highest screen
// shows.
const chunk = 200

// maxSearch is how many characters the field takes.
const maxSearch = 100

// NewList makes a list of a screen; Init asks for its rows.
func NewList[T any](s *screen.Session, id screen.ID, spec Spec[T]) List[T] {
	return List[T]{session: s, id: id, Spec: spec, field: widget.NewField(maxSearch)}
}

// arrived brings rows.
type arrived[T any] struct {
	part   Part[T]
	offset int
	key    string // of the row that was in hand
	err    error
}

// Init asks for the first rows.
func (l *List[T]) Init() tea.Cmd { return l.Reload() }

// Reload asks anew for the rows in sight. The row in hand stays in hand, unless
// it is no more there.
func (l *List[T]) Reload() tea.Cmd {
	offset := 0
	if !l.held.more {
		offset = max(0, l.Window.Top-chunk/4)
	}
	return l.ask(offset)
}

// Restart asks for other rows, from the first one.
func (l *List[T]) Restart() tea.Cmd {
	l.Window.MoveTo(0)
	l.held.items, l.held.offset = nil, 0
	return l.ask(0)
}

func (l *List[T]) ask(offset int) tea.Cmd {
	want := Want{Text: directory.SafeLine(l.field.Value()), Values: map[string]string{}, Offset: offset, Limit: chunk}
	for _, f := range l.Spec.Filters {
		if f.value != "" {
			want.Values[f.Name] = f.value
		}
	}
	key := ""
	if item, ok := l.inHand(); ok && l.Spec.Key != nil && offset <= l.Window.Cursor {
		key = l.Spec.Key(item)
	}
	work := l.Spec.Ask(want)
	return l.lane.Ask(l.session, l.id, func(ctx context.Context) tea.Msg {
		part, err := work(ctx)
		return arrived[T]{part, offset, key, err}
	})
}

// arrive takes rows over: in the place of those that are there, or after them
// where the list is read on and on.
func (l *List[T]) arrive(a arrived[T]) tea.Cmd {
	h := &l.held
	if a.err != nil {
		h.err, h.known = a.err, true
		return nil
	}
	if a.offset > 0 && a.offset == h.offset+len(h.items) && h.more {
		h.items = append(h.items, a.part.Items...)
	} else {
		h.items, h.offset = a.part.Items, a.offset
	}
	h.more, h.known, h.err, h.needs = a.part.More, true, nil, nil
	h.total = max(a.part.Total, h.offset+len(h.items))
	l.Window.Resize(h.total, l.Window.Rows)
	if h.total == 0 && l.spot == spotRows && !l.narrowed() && len(l.entries()) > 0 {
		l.focus(spotEntries) // there is nothing else to begin with
	}
	if a.key != "" {
		for i, item := range h.items {
			if l.Spec.Key(item) == a.key {
				l.Window.MoveTo(h.offset + i)
			}
		}
	}
	return l.fill()
}

// fill asks for rows that are about to be seen and not yet there.
func (l *List[T]) fill() tea.Cmd {
	h, w := &l.held, &l.Window
	end := h.offset + len(h.items)
	switch {
	case !h.known || h.err != nil:
		return nil
	case h.more:
		if w.End()+w.Rows > end {
			return l.ask(end)
		}
	case w.Top < h.offset || w.End() > end:
		return l.ask(max(0, w.Top-chunk/4))
	}
	return nil
}

// item is the row at a place of the whole, if it is there.
func (l *List[T]) item(at int) (item T, ok bool) {
	if i := at - l.held.offset; i >= 0 && i < len(l.held.items) {
		return l.held.items[i], true
	}
	return item, false
}

// inHand is the row in hand.
func (l *List[T]) inHand() (T, bool) { return l.item(l.Window.Cursor) }

// Last is the last row that is there.
func (l *List[T]) Last() (T, bool) { return l.item(l.held.offset + len(l.held.items) - 1) }

// total is how many rows there are, and whether that is known.
func (l *List[T]) total() (int, bool) { return l.held.total, l.held.known && !l.held.more }

// Pick sets a filter by its name, as if it had been chosen.
func (l *List[T]) Pick(filter, value, shown string) {
	for _, f := range l.Spec.Filters {
		if f.Name == filter {
			f.value, f.shown = value, shown
		}
	}
}

// Type fills the field in.
func (l *List[T]) Type(text string) { l.field.SetValue(directory.SafeLine(text)) }

// narrowed tells whether something is searched or filtered.
func (l *List[T]) narrowed() bool {
	for _, f := range l.Spec.Filters {
		if f.value != "" {
			return true
		}
	}
	return directory.SafeLine(l.field.Value()) != ""
}

// entries are what can be done over the rows.
func (l *List[T]) entries() []Entry {
	if l.Spec.Entries == nil {
		return nil
	}
	return l.Spec.Entries()
}
