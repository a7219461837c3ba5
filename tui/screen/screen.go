// Package screen says what a screen is: its interface, the routes that lead
// from one to another, and the messages between a screen and the root. It
// knows no screen in particular; a screen imports no other screen.
package screen

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"teleorne/tui/keys"
)

// Screen is one page. Update is pure: what takes time goes into the command it
// returns, whose result comes back in an Envelope.
type Screen interface {
	// Init asks for what the screen needs to show.
	Init() tea.Cmd
	// Update takes a message that the root did not keep for itself.
	Update(msg tea.Msg) (Screen, tea.Cmd)
	// View draws the screen into a frame.
	View(f Frame) View
	// Title is the screen's step in the breadcrumb, empty for the first one.
	Title() string
	// Hints are the actions that matter now, the most important first.
	Hints() []Hint
	// Capturing tells whether characters are text now, not commands.
	Capturing() bool
	// Topic names the page of the help about this screen.
	Topic() string
}

// Clicker is a screen that takes clicks while the mouse is lent.
type Clicker interface {
	// Click takes a click in the frame, from its top left corner.
	Click(x, y int) (Screen, tea.Cmd)
}

// Resumer is a screen that wants to know that it is in front again.
type Resumer interface {
	// Resume is told what the screen above it left, nil for nothing.
	Resume(left tea.Msg) (Screen, tea.Cmd)
}

// Leaver is a screen that leaves something to the one below it.
type Leaver interface {
	Leave() tea.Msg
}

// Closer is a screen that has something in hand which others wait for.
type Closer interface {
	// Close lets go of it: the screen is taken away.
	Close() tea.Cmd
}

// Keeper is a screen that may hold what is kept nowhere else yet.
type Keeper interface {
	// Keep keeps what the screen holds and says next once that is done; where it
	// cannot, it says why and stays. It answers false when nothing is held.
	Keep(next tea.Msg) (tea.Cmd, bool)
}

// Ender is a screen on which something runs out that its reader may want to keep.
type Ender interface {
	// Ends is when it does, and the sentence that is said a minute before; zero:
	// nothing does.
	Ends() (at time.Time, sentence string)
}

// Toucher is a screen that wants to know that its reader is there, whatever they
// do: what it has in hand is kept for them.
type Toucher interface {
	Touch() tea.Cmd
}

// Emptier is a screen that may have the keys in an empty field: signs that
// begin no word are commands there.
type Emptier interface {
	Empty() bool
}

// Hint is an action offered in the footer, the palette and the help.
type Hint struct {
	Action keys.Action
	Label  string // key of the catalogue
	Off    string // key of the sentence that says why it is not possible now; empty when it is
}

// Frame is the room that a screen has, without header and footer.
type Frame struct {
	Width, Height int
}

// Class is how wide a frame is.
type Class uint8

// One column below 80, a list below 120, three panes from there on, and a
// wider preview from 160.
const (
	Narrow Class = iota
	Medium
	Wide
	Widest
)

// Class is the frame's width class.
func (f Frame) Class() Class {
	switch {
	case f.Width < 80:
		return Narrow
	case f.Width < 120:
		return Medium
	case f.Width < 160:
		return Wide
	}
	return Widest
}

// Margin is the blank at the left and the right of a frame.
func (f Frame) Margin() int {
	if f.Class() == Narrow {
		return 1
	}
	return 2
}

// View is what a screen shows: at most Height styled lines, and where the real
// cursor stands, which is what a screen reader follows.
type View struct {
	Lines  []string
	X, Y   int
	Hidden bool // there is nothing to point at

	// Row and Total are which row or field is in hand, from 1, of how many; 0 where
	// the screen says so by itself. The root says it on the hairline.
	Row, Total int
}

// Stands notes which of how many rows is in hand, counted from 0.
func (v *View) Stands(hand, total int) { v.Row, v.Total = hand+1, total }
