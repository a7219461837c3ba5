// Package keys is the one table of keys: what a key does, how a footer and a
// help page write it, and whether a key press means it. It knows no screen.
package keys

import (
	"iter"
	"slices"

	tea "charm.land/bubbletea/v2"
)

// Action is something that a key does.
type Action string

// The actions of the interface.
const (
	Up       Action = "up"
	Down     Action = "down"
	PageUp   Action = "page_up"
	PageDown Action = "page_down"
	First    Action = "first"
	Last     Action = "last"
	Open     Action = "open"
	Toggle   Action = "toggle"
	Back     Action = "back"
	Search   Action = "search"
	NextPane Action = "next_pane"
	PrevPane Action = "previous_pane"
	Next     Action = "next"
	Previous Action = "previous"
	Wider    Action = "wider"
	Narrower Action = "narrower"
	Sort     Action = "sort"
	Filters  Action = "filters"
	Reset    Action = "reset"
	StepFree Action = "step_free"
	Copy     Action = "copy"
	Edit     Action = "edit"
	Submit   Action = "submit"
	Confirm  Action = "confirm"
	Remove   Action = "remove"
	Rename   Action = "rename"
	Record   Action = "record" // what the log says of what is in hand
	Help     Action = "help"
	Palette  Action = "palette"
	Theme    Action = "theme"
	Language Action = "language"
	Mouse    Action = "mouse"
	Home     Action = "home"
	Switch   Action = "switch" // between the interface and the dialogue; it has no key, which would be too near to others
	Quit     Action = "quit"
	Abort    Action = "abort" // pressed twice it quits from everywhere
	Report   Action = "report"
	Suspend  Action = "suspend"
	Undo     Action = "undo"
	Bulk     Action = "bulk" // accept what can be accepted without reading each
	Map      Action = "map"  // a word to what is meant by it
)

// Where something is decided, letters that mean something else on other pages
// are the decisions: each key is one action all the same.
const (
	Accept  = StepFree
	Ask     = Remove
	Refuse  = Reset
	Dismiss = Confirm
	Restore = Rename
)

// Binding is an action with its keys.
type Binding struct {
	Action  Action
	Keys    []string // as tea.KeyPressMsg.String writes them
	Typable bool     // its keys are characters: they mean the action only where no text is typed
	Show    string   // how the key is written, where it is not a word of the catalogue
	Word    string   // key of the catalogue for a key that has a name: key.enter, key.escape, …
}

// table is the whole of it, in the order of the help. No key needs AltGr or a
// function key; letters are only ever second ways, or stand for what a palette
// entry does as well. Help and palette, which lead to all the rest, need no Shift
// either: the comma is the key of ? on a French keyboard, the semicolon that of :
// on others.
var table = []Binding{
	{Action: Up, Keys: []string{"up"}, Word: "key.up"},
	{Action: Down, Keys: []string{"down"}, Word: "key.down"},
	{Action: Up, Keys: []string{"k"}, Typable: true},
	{Action: Down, Keys: []string{"j"}, Typable: true},
	{Action: PageUp, Keys: []string{"pgup"}, Word: "key.page_up"},
	{Action: PageDown, Keys: []string{"pgdown"}, Word: "key.page_down"},
	{Action: First, Keys: []string{"home"}, Word: "key.home"},
	{Action: Last, Keys: []string{"end"}, Word: "key.end"},
	{Action: First, Keys: []string{"g"}, Typable: true},
	{Action: Last, Keys: []string{"G"}, Typable: true},
	{Action: Open, Keys: []string{"enter"}, Word: "key.enter"},
	{Action: Toggle, Keys: []string{"space"}, Typable: true, Word: "key.space"},
	{Action: Back, Keys: []string{"esc"}, Word: "key.escape"},
	{Action: NextPane, Keys: []string{"tab"}, Word: "key.tab"},
	{Action: PrevPane, Keys: []string{"shift+tab"}, Word: "key.shift_tab"},
	{Action: Search, Keys: []string{"/"}, Typable: true, Show: "/"},
	{Action: Wider, Keys: []string{"+", "="}, Typable: true, Show: "+"},
	{Action: Narrower, Keys: []string{"-"}, Typable: true, Show: "-"},
	{Action: Sort, Keys: []string{"s"}, Typable: true, Show: "s"},
	{Action: Filters, Keys: []string{"f"}, Typable: true, Show: "f"},
	{Action: Reset, Keys: []string{"x"}, Typable: true, Show: "x"},
	{Action: StepFree, Keys: []string{"a"}, Typable: true, Show: "a"},
	{Action: Next, Keys: []string{"n"}, Typable: true, Show: "n"},
	{Action: Previous, Keys: []string{"p"}, Typable: true, Show: "p"},
	{Action: Copy, Keys: []string{"y"}, Typable: true, Show: "y"},
	{Action: Edit, Keys: []string{"e"}, Typable: true, Show: "e"},
	{Action: Submit, Keys: []string{"v"}, Typable: true, Show: "v"},
	{Action: Confirm, Keys: []string{"c"}, Typable: true, Show: "c"},
	{Action: Remove, Keys: []string{"d"}, Typable: true, Show: "d"},
	{Action: Rename, Keys: []string{"r"}, Typable: true, Show: "r"},
	{Action: Report, Keys: []string{"!"}, Typable: true, Show: "!"},
	{Action: Suspend, Keys: []string{"z"}, Typable: true, Show: "z"},
	{Action: Undo, Keys: []string{"u"}, Typable: true, Show: "u"},
	{Action: Bulk, Keys: []string{"b"}, Typable: true, Show: "b"},
	{Action: Map, Keys: []string{"m"}, Typable: true, Show: "m"},
	{Action: Record, Keys: []string{"l"}, Typable: true, Show: "l"},
	{Action: Help, Keys: []string{"?", ","}, Typable: true, Show: "?"},
	{Action: Palette, Keys: []string{":", ";"}, Typable: true, Show: ":"},
	{Action: Theme, Keys: []string{"T"}, Typable: true, Show: "T"},
	{Action: Language, Keys: []string{"L"}, Typable: true, Show: "L"},
	{Action: Mouse, Keys: []string{"M"}, Typable: true, Show: "M"},
	{Action: Home, Keys: []string{"h"}, Typable: true, Show: "h"},
	{Action: Quit, Keys: []string{"q"}, Typable: true, Show: "q"},
	{Action: Abort, Keys: []string{"ctrl+c"}, Show: "Ctrl+C"},
}

// Match tells which action a key press means; text says whether characters
// are being typed, and belong to the text.
func Match(msg tea.KeyPressMsg, text bool) (Action, bool) {
	name := msg.String()
	for _, b := range table {
		if b.Typable && text {
			continue
		}
		if slices.Contains(b.Keys, name) {
			return b.Action, true
		}
	}
	return "", false
}

// MatchSign is Match for an empty field, where the signs of help and palette begin no word.
func MatchSign(msg tea.KeyPressMsg) (Action, bool) {
	switch a, ok := Match(msg, false); a {
	case Help, Palette:
		return a, ok
	}
	return "", false
}

// Of is the binding by which an action is shown: its first one.
func Of(a Action) (Binding, bool) {
	for _, b := range table {
		if b.Action == a {
			return b, true
		}
	}
	return Binding{}, false
}

// Table is the whole table, for help pages and tests.
func Table() iter.Seq[Binding] { return slices.Values(table) }

// digits are 1 to 9 and the unshifted row of an AZERTY keyboard.
var digits = [...]string{"1&", "2é", "3\"", "4'", "5(", "6-", "7è", "8_", "9ç"}

// Digit tells which entry of a numbered menu a key press picks: 1 to 9.
func Digit(msg tea.KeyPressMsg) (int, bool) {
	for i, both := range digits {
		for _, r := range both {
			if msg.Text == string(r) {
				return i + 1, true
			}
		}
	}
	return 0, false
}
