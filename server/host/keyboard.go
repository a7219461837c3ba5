package host

import (
	"bytes"
	"strings"
	"time"
	"unicode/utf8"

	uv "github.com/charmbracelet/ultraviolet"
)

// Budgets of what a terminal sends. A sequence beyond its budget is dropped to
// its end, so that one without end costs nothing.
const (
	maxSequence = 64             // bytes of a key, a mouse report, a status report
	maxPaste    = 64 << 10       // bytes of pasted text that are kept
	maxBulk     = 2<<20 + 64<<10 // the same for who may import files: two megabytes, and what tells that there were more

	escapeWait = 50 * time.Millisecond  // after which ESC was a key
	answerWait = 500 * time.Millisecond // after which the rest of a sequence was lost
	pasteWait  = 10 * time.Second       // after which the end of a paste was lost

	pasteStart = "\x1b[200~"
	pasteEnd   = "\x1b[201~"
	consoleKey = "\x1b[["
	esc        = 0x1b
)

// MaxString is how many bytes a terminal's answer may have, such as the one about
// its background.
const MaxString = 1 << 10

// keyboard turns the bytes of a terminal into events. It cuts them into whole
// keys, sequences and pastes itself and leaves to the library what they mean.
type keyboard struct {
	decoder uv.EventDecoder
	pending []byte      // what is not complete yet
	paste   []byte      // text pasted so far, when pasting
	room    int         // bytes of it that are kept
	bulk    func() bool // whether a whole file may be pasted; nil: none
	pasting bool
	skip    skipping
}

// skipping is what we are dropping the rest of.
type skipping uint8

const (
	skipNothing skipping = iota
	skipSequence
	skipString
)

// add takes what was read.
func (k *keyboard) add(data []byte) { k.pending = append(k.pending, data...) }

// step decodes the first whole key or sequence that is pending, which may be no
// event; false when there is none.
func (k *keyboard) step() (events []uv.Event, ok bool) {
	b := k.pending
	if len(b) == 0 {
		return nil, false
	}
	var n int
	switch {
	case k.skip != skipNothing:
		if n = k.dropped(b); n == 0 && k.skip == skipNothing {
			return nil, true
		}
	case k.pasting:
		var done bool
		if n, done = k.pasted(b); done {
			events = []uv.Event{k.endPaste()}
		}
	default:
		if n = KeyLength(b); n > 0 {
			events = k.decode(nil, b[:n])
		} else if n < 0 { // past its budget
			n = k.begin(b)
		}
	}
	if k.pending = b[n:]; len(k.pending) == 0 {
		k.pending = nil // nothing is held by a terminal on which nobody types
	}
	return events, n > 0
}

// rest is what was read and not decoded, as it was read.
func (k *keyboard) rest() []byte {
	if k.pasting {
		return append(append([]byte(pasteStart), k.paste...), k.pending...)
	}
	return k.pending
}

// wait is how long the rest of what is pending may take, 0 when nothing is.
func (k *keyboard) wait() time.Duration {
	switch {
	case k.pasting:
		return pasteWait
	case k.skip != skipNothing:
		return answerWait
	case len(k.pending) == 0:
		return 0
	case len(k.pending) <= 2:
		return escapeWait
	}
	return answerWait
}

// expire takes what is pending for what it is worth: a lone ESC is a key, ESC
// with one more character that key with Alt, and anything longer is lost. A
// paste whose end was lost ends here.
func (k *keyboard) expire() []uv.Event {
	if k.pasting {
		k.pending = nil
		return []uv.Event{k.endPaste()}
	}
	b := k.pending
	k.pending, k.skip = nil, skipNothing
	if len(b) == 0 || len(b) > 2 || b[0] != esc {
		return nil
	}
	if len(b) == 2 && strings.IndexByte("]P_^X", b[1]) >= 0 {
		return []uv.Event{uv.KeyPressEvent{Code: rune(b[1]), Mod: uv.ModAlt}}
	}
	return k.decode(nil, b)
}

// decode appends the events of one whole key or sequence.
func (k *keyboard) decode(events []uv.Event, b []byte) []uv.Event {
	switch {
	case string(b) == pasteStart:
		k.pasting, k.room = true, maxPaste
		if k.bulk != nil && k.bulk() {
			k.room = maxBulk
		}
		return events
	case strings.HasPrefix(string(b), consoleKey) && len(b) > len(consoleKey):
		return events // function keys, which no command depends on
	}
	for len(b) > 0 {
		n, event := k.decoder.Decode(b)
		if n <= 0 {
			return events
		}
		b = b[n:]
		events = append(events, wanted(event)...)
	}
	return events
}

// wanted keeps the events that programs are written for. The size is not among
// them: it comes from the connection, where it is held in bounds.
func wanted(event uv.Event) []uv.Event {
	switch e := event.(type) {
	case uv.MultiEvent:
		var events []uv.Event
		for _, one := range e {
			events = append(events, wanted(one)...)
		}
		return events
	case uv.KeyEvent, uv.MouseEvent, uv.FocusEvent, uv.BlurEvent,
		uv.BackgroundColorEvent, uv.ForegroundColorEvent, uv.CursorColorEvent:
		return []uv.Event{e}
	}
	return nil
}

// begin starts dropping a sequence that is past its budget.
func (k *keyboard) begin(b []byte) int {
	k.skip = skipString
	if b[1] == '[' || b[1] == 'O' {
		k.skip = skipSequence
	}
	return 2
}

// dropped is how many bytes to drop, up to the end of what is dropped.
func (k *keyboard) dropped(b []byte) int {
	for i, c := range b {
		switch {
		case c == 0x18 || c == 0x1a, // CAN, SUB
			k.skip == skipSequence && c >= 0x40 && c <= 0x7e,
			k.skip == skipString && c == 0x07:
			k.skip = skipNothing
			return i + 1
		case c == esc && k.skip == skipSequence:
			k.skip = skipNothing
			return i
		case c == esc:
			if i+1 == len(b) {
				return i // the next byte tells
			}
			k.skip = skipNothing
			if b[i+1] == '\\' {
				return i + 2
			}
			return i
		}
	}
	return len(b)
}

// pasted keeps pasted text up to its budget and drops the rest; done when the
// end came. The bytes that may begin the end stay pending.
func (k *keyboard) pasted(b []byte) (n int, done bool) {
	end := bytes.Index(b, []byte(pasteEnd))
	text, n := b, 0
	if end >= 0 {
		text, n, done = b[:end], end+len(pasteEnd), true
	} else {
		keep := 0
		for i := min(len(pasteEnd)-1, len(b)); i > 0; i-- {
			if strings.HasPrefix(pasteEnd, string(b[len(b)-i:])) {
				keep = i
				break
			}
		}
		text = b[:len(b)-keep]
		n = len(text)
	}
	k.paste = append(k.paste, text[:min(len(text), k.room-len(k.paste))]...)
	return n, done
}

func (k *keyboard) endPaste() uv.Event {
	text := strings.ToValidUTF8(string(k.paste), "")
	k.paste, k.pasting = nil, false
	return uv.PasteEvent{Content: text}
}

// KeyLength is the length of the first key or sequence of b, which is not empty:
// 0 when its end is not there yet, negative when it is past its budget.
func KeyLength(b []byte) int {
	switch c := b[0]; {
	case c == esc:
		return frameEscape(b)
	case c < 0x80:
		return 1
	case !utf8.FullRune(b):
		return 0
	}
	r, n := utf8.DecodeRune(b)
	if r == utf8.RuneError {
		return n
	}
	// What follows may belong to the same character: combining marks, joiners.
	for n < len(b) && n < maxSequence && b[n] >= 0x80 && utf8.FullRune(b[n:]) {
		_, size := utf8.DecodeRune(b[n:])
		n += size
	}
	return n
}

func frameEscape(b []byte) int {
	if len(b) == 1 {
		return 0
	}
	switch b[1] {
	case esc: // twice the key, or the key and a sequence
		return 1
	case '[':
		return frameSequence(b)
	case 'O':
		if len(b) < 3 {
			return 0
		}
		return 3
	case ']', 'P', '_', '^', 'X':
		return frameString(b)
	}
	if n := KeyLength(b[1:]); n > 0 {
		return 1 + n
	}
	return 0
}

// frameSequence measures ESC [ … final byte.
func frameSequence(b []byte) int {
	for i := 2; i < len(b); i++ {
		switch c := b[i]; {
		case i >= maxSequence:
			return -1
		case c == '[' && i == 2: // the Linux console's function keys
			return whole(b, 4)
		case c == 'M' && i == 2: // mouse reports of old
			return whole(b, 6)
		case c >= 0x40 && c <= 0x7e:
			return i + 1
		case c < 0x20 || c >= 0x7f: // no sequence: begin anew after the bracket
			return 2
		}
	}
	return 0
}

// frameString measures ESC ] … BEL and the like, which ESC \ ends as well.
func frameString(b []byte) int {
	for i := 2; i < len(b); i++ {
		switch c := b[i]; {
		case i >= MaxString:
			return -1
		case c == 0x07 && b[1] == ']', c == 0x18, c == 0x1a:
			return i + 1
		case c == esc:
			if i+1 == len(b) {
				return 0
			}
			if b[i+1] == '\\' {
				return i + 2
			}
			return i
		}
	}
	return 0
}

func whole(b []byte, n int) int {
	if len(b) < n {
		return 0
	}
	return n
}
