package keys_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"teleorne/tui/keys"
)

// press is what a terminal sends for a key as the table writes it.
func press(tb testing.TB, name string) tea.KeyPressMsg {
	tb.Helper()
	codes := map[string]rune{
		"up": tea.KeyUp, "down": tea.KeyDown, "pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown, "home": tea.KeyHome, "end": tea.KeyEnd,
		"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab,
	}
	switch {
	case name == "space":
		return tea.KeyPressMsg{Code: tea.KeySpace, Text: " "}
	case name == "shift+tab":
		return tea.KeyPressMsg{Code: tea.KeyTab, Mod: tea.ModShift}
	case strings.HasPrefix(name, "ctrl+"):
		return tea.KeyPressMsg{Code: []rune(name[5:])[0], Mod: tea.ModCtrl}
	case codes[name] != 0:
		return tea.KeyPressMsg{Code: codes[name]}
	case len([]rune(name)) == 1:
		return tea.KeyPressMsg{Code: []rune(name)[0], Text: name}
	}
	tb.Fatalf("no terminal sends %q", name)
	return tea.KeyPressMsg{}
}

// Each key means one action: what the table says is what Match answers.
func TestEachKeyMeansOneAction(t *testing.T) {
	seen := map[string]keys.Action{}
	for b := range keys.Table() {
		if len(b.Keys) == 0 {
			t.Errorf("%s has no key", b.Action)
		}
		for _, k := range b.Keys {
			if other, twice := seen[k]; twice {
				t.Errorf("%q means both %s and %s", k, other, b.Action)
			}
			seen[k] = b.Action
			msg := press(t, k)
			if got, ok := keys.Match(msg, false); !ok || got != b.Action {
				t.Errorf("%q is matched as %q, want %s", k, got, b.Action)
			}
			got, ok := keys.Match(msg, true)
			if ok == b.Typable || ok && got != b.Action {
				t.Errorf("%q in a text is matched as %q, %v", k, got, ok)
			}
		}
	}
}

// Where text is typed every character belongs to the text, and no other key does.
func TestTextIsTyped(t *testing.T) {
	for r := rune(' '); r < 0x250; r++ {
		if action, ok := keys.Match(tea.KeyPressMsg{Code: r, Text: string(r)}, true); ok {
			t.Errorf("%q in a text means %s", r, action)
		}
	}
	for b := range keys.Table() {
		for _, k := range b.Keys {
			if typed := press(t, k).Text != ""; typed != b.Typable {
				t.Errorf("%s: typing %q gives text: %v, the table says %v", b.Action, k, typed, b.Typable)
			}
		}
	}
}

// No key needs AltGr on a French keyboard, Alt, or a function key.
func TestKeysAreInReach(t *testing.T) {
	const altGr = "~#{[|`\\^@]}€¤"
	for b := range keys.Table() {
		for _, k := range b.Keys {
			if len(k) == 1 && strings.Contains(altGr, k) {
				t.Errorf("%s needs AltGr: %q", b.Action, k)
			}
			if strings.Contains(k, "alt+") || strings.Contains(k, "super+") || strings.Contains(k, "meta+") ||
				len(k) > 1 && k[0] == 'f' && k[1] >= '0' && k[1] <= '9' {
				t.Errorf("%s needs %q", b.Action, k)
			}
		}
	}
}

// A character means the same however the keyboard makes it, and nothing when
// another modifier is held.
func TestModifiers(t *testing.T) {
	for name, c := range map[string]struct {
		msg  tea.KeyPressMsg
		want keys.Action
	}{
		"T by Shift":               {tea.KeyPressMsg{Code: 't', ShiftedCode: 'T', Text: "T", Mod: tea.ModShift}, keys.Theme},
		"T by Caps Lock":           {tea.KeyPressMsg{Code: 't', Text: "T", Mod: tea.ModCapsLock}, keys.Theme},
		"? by Shift on AZERTY":     {tea.KeyPressMsg{Code: ',', ShiftedCode: '?', Text: "?", Mod: tea.ModShift}, keys.Help},
		"/ by Shift on AZERTY":     {tea.KeyPressMsg{Code: ':', ShiftedCode: '/', Text: "/", Mod: tea.ModShift}, keys.Search},
		": plain on AZERTY":        {tea.KeyPressMsg{Code: ':', Text: ":"}, keys.Palette},
		"its key on QWERTY, plain": {tea.KeyPressMsg{Code: ';', Text: ";"}, keys.Palette},
		"that of ? on AZERTY":      {tea.KeyPressMsg{Code: ',', Text: ","}, keys.Help},
		"+ of the numeric keypad":  {tea.KeyPressMsg{Code: tea.KeyKpPlus, Text: "+"}, keys.Wider},
		"q with Alt":               {tea.KeyPressMsg{Code: 'q', Mod: tea.ModAlt}, ""},
		"q with Ctrl":              {tea.KeyPressMsg{Code: 'q', Mod: tea.ModCtrl}, ""},
		"F1":                       {tea.KeyPressMsg{Code: tea.KeyF1}, ""},
		"nothing":                  {tea.KeyPressMsg{}, ""},
	} {
		if got, _ := keys.Match(c.msg, false); got != c.want {
			t.Errorf("%s means %q, want %q", name, got, c.want)
		}
	}
}

// Every action is shown somehow: by a word of the catalogue or by its sign.
func TestEveryActionIsShown(t *testing.T) {
	for b := range keys.Table() {
		first, ok := keys.Of(b.Action)
		if !ok || first.Word == "" && first.Show == "" {
			t.Errorf("%s cannot be shown: %+v", b.Action, first)
		}
	}
	if b, ok := keys.Of("no such action"); ok {
		t.Errorf("an unknown action has the binding %+v", b)
	}
}

func TestDigits(t *testing.T) {
	for i, both := range []string{"1&", "2é", "3\"", "4'", "5(", "6-", "7è", "8_", "9ç"} {
		for _, r := range both {
			if n, ok := keys.Digit(tea.KeyPressMsg{Code: r, Text: string(r)}); !ok || n != i+1 {
				t.Errorf("%q picks %d, want %d", r, n, i+1)
			}
		}
	}
	for _, msg := range []tea.KeyPressMsg{
		{},
		{Code: '0', Text: "0"},
		{Code: 'à', Text: "à"},
		{Code: 'a', Text: "a"},
		{Code: tea.KeyEnter},
		{Code: '1', Mod: tea.ModCtrl},
		{Text: "12"},
	} {
		if n, ok := keys.Digit(msg); ok {
			t.Errorf("%+v picks %d", msg, n)
		}
	}
}

// A key that is a digit is no action, except the hyphen: it narrows the radius
// wherever there is one, and is the 6 of an unshifted AZERTY row elsewhere.
func TestDigitsAreNoActions(t *testing.T) {
	for b := range keys.Table() {
		for _, k := range b.Keys {
			if _, ok := keys.Digit(press(t, k)); ok && b.Action != keys.Narrower {
				t.Errorf("%s: %q is a digit, too", b.Action, k)
			}
		}
	}
}
