package tui_test

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui"
	"teleorne/tui/linear"
	"teleorne/tui/text"
)

// keyOf are the keys that have no character, by the bytes that stand for them
// in the inputs of the fuzzer.
var keyOf = map[byte]tea.KeyPressMsg{
	0x01: {Code: tea.KeyUp}, 0x02: {Code: tea.KeyDown}, 0x03: {Code: 'c', Mod: tea.ModCtrl}, 0x04: {Code: tea.KeyLeft}, 0x05: {Code: tea.KeyRight},
	0x06: {Code: tea.KeyPgDown}, 0x07: {Code: tea.KeyPgUp}, 0x08: {Code: tea.KeyBackspace}, 0x09: {Code: tea.KeyTab}, 0x0a: {Code: tea.KeyEnter},
	0x0b: {Code: tea.KeyTab, Mod: tea.ModShift}, 0x0c: {Code: tea.KeyHome}, 0x0e: {Code: tea.KeyEnd}, 0x0f: {Code: tea.KeyDelete},
	0x10: {Code: 'u', Mod: tea.ModCtrl}, 0x11: {Code: 'w', Mod: tea.ModCtrl}, 0x12: {Code: 'a', Mod: tea.ModAlt}, 0x1b: {Code: tea.KeyEscape},
}

// FuzzInterface types anything into the whole interface, of any size, from any
// user name: it stays within its frame, and writes nothing but text.
func FuzzInterface(f *testing.F) {
	service := newService(f, 40)
	f.Add("", "comptable\tbellême\n\x02\x02\n\x1b", uint8(80), uint8(24))
	f.Add("claire-dubois", "?priv\n\x06\x06\x1by!", uint8(40), uint8(15))
	f.Add("bellême", "\x02\x02\n:tele\nargentan\na\n", uint8(120), uint8(40))
	f.Add("inscription", "\x1d\x1b[31m\u202e\x00paste\x1d\x03\x03", uint8(20), uint8(5))
	f.Add("comptabilite", ":lang\nf\x02 \x02 +-+-sLTM", uint8(255), uint8(100))
	f.Fuzz(func(t *testing.T, link, typed string, width, height uint8) {
		if len(typed) > 400 || len(link) > 200 {
			return
		}
		size := [2]int{max(20, int(width)), max(5, min(100, int(height)))}
		d := newDriver(t, service, options{width: size[0], height: size[1], lang: text.French, link: directory.Clip(link, 80), still: true})
		check(t, d, size, []string{link})
		for pasted := false; typed != "" && !d.quit; {
			r, n := utf8.DecodeRuneInString(typed)
			before, after, found := strings.Cut(typed[n:], "\x1d")
			switch key, ok := keyOf[typed[0]]; {
			case r == 0x1d && found && !pasted: // a paste stands between two of these
				d.send(tea.PasteMsg{Content: before})
				typed, pasted = "\x1d"+after, true
				continue
			case ok:
				d.send(key)
			case r >= ' ' && r != utf8.RuneError:
				d.send(tea.KeyPressMsg{Code: r, Text: string(r)})
			}
			typed, pasted = typed[n:], false
		}
		check(t, d, size, []string{typed})
	})
}

// FuzzDialogue says anything to the dialogue without a screen: it answers in
// text, and comes to an end.
func FuzzDialogue(f *testing.F) {
	service := newService(f, 40)
	f.Add("", "comptable\noù\nbellême\n1\nretour\nquitter\n")
	f.Add("claire-dubois", "aide\nvie privée\n\n\nbref\nlangue\n999\n-1\n")
	f.Add("inscription", "\x1b[A\x00\xff\r\nsuite\rsuite\n\u202e\u200b\n")
	f.Add("zzz", strings.Repeat("x", 20_000)+"\n\n\n")
	f.Fuzz(func(t *testing.T, link, typed string) {
		if len(typed) > 40_000 || strings.Count(typed, "\n") > 60 {
			return
		}
		var out bytes.Buffer
		if _, _, err := linear.Run(t.Context(), linear.Options{
			Interface: tui.Options{Service: service, Actor: directory.Actor{Address: "192.0.2.1"}, Lang: text.French, Link: directory.Clip(link, 80), Pause: 1},
			In:        strings.NewReader(typed), Out: &out,
		}); err != nil {
			t.Fatal(err)
		}
		heard(t, out.String())
	})
}
