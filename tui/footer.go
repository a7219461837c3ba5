package tui

import (
	"slices"
	"strings"

	"teleorne/tui/keys"
	"teleorne/tui/screen"
	"teleorne/tui/widget"
)

// leastFrame is how many rows of a screen a notice leaves in sight.
const leastFrame = 5

// said is the notice in lines. One that is too long for its row takes that of
// the hairline as well, and what more it needs from the screen: its end is often
// what to do next.
func (m *Model) said() []string {
	if m.notice.Text == "" {
		return nil
	}
	t := m.session.Theme
	style := t.Strong
	if m.notice.Bad {
		style = t.Warning
	}
	margin := strings.Repeat(" ", screen.Frame{Width: m.size.Width}.Margin())
	room := m.size.Width - 2*len(margin)
	lines := []string{m.notice.Text}
	if widget.Width(m.notice.Text) > room {
		lines = widget.Wrap(m.notice.Text, room)
	}
	most := m.size.Height - len(m.above()) - leastFrame
	for i, l := range lines {
		lines[i] = margin + style.Render(l)
	}
	return firstLines(lines, most)
}

// foot is the hairline and what stands under it: what is said, if something is.
func (m *Model) foot(body screen.View, said []string) []string {
	margin := strings.Repeat(" ", screen.Frame{Width: m.size.Width}.Margin())
	switch len(said) {
	case 0:
		return []string{m.rule(body), m.footer(margin, m.size.Width-2*len(margin))}
	case 1:
		return []string{m.rule(body), said[0]}
	}
	return said
}

// footer is the keys that matter here: as many as fit, help last.
func (m *Model) footer(margin string, room int) string {
	var hints []screen.Hint
	if m.palette != nil {
		hints = m.palette.hints()
	} else {
		hints = m.top().screen.Hints()
	}
	last := screen.Hint{Action: keys.Help, Label: "hint.help"}
	if m.palette != nil || m.top().screen.Capturing() && !m.empty() {
		last = screen.Hint{} // a ? would be typed
	}
	hints = slices.DeleteFunc(slices.Clone(hints), func(h screen.Hint) bool { return h.Off != "" })
	return margin + m.keyLine(hints, last, room)
}

// keyLine writes keys in a row: as many as fit, in their order, and always the
// way back and the last one. On a narrow screen the arrows and Enter, which
// everybody tries first, give up their labels before others go.
func (m *Model) keyLine(hints []screen.Hint, last screen.Hint, room int) string {
	if m.size.Width >= 80 {
		line, _, _ := m.keysIn(hints, last, room, "   ", false)
		return line
	}
	line, _, all := m.keysIn(hints, last, room, "  ", false)
	if all {
		return line
	}
	line, told, _ := m.keysIn(hints, last, room, "  ", true)
	if told == 0 { // without the arrows, perhaps
		hints = slices.DeleteFunc(hints, func(h screen.Hint) bool { return h.Action == keys.Down })
		if shorter, told, _ := m.keysIn(hints, last, room, "  ", true); told > 0 {
			return shorter
		}
	}
	return line
}

// keysIn writes the keys that fit, and tells how many with what they do, the
// way back and the last one not counted, and whether these are all.
func (m *Model) keysIn(hints []screen.Hint, last screen.Hint, room int, sep string, bare bool) (line string, told int, all bool) {
	write := func(h screen.Hint) (string, int) {
		if text, w := m.hint(h); !bare || h.Action != keys.Down && h.Action != keys.Open {
			return text, w
		}
		key := keyName(m.session, h.Action)
		return m.session.Theme.Key.Render(key), widget.Width(key)
	}
	kept := 0 // room that is promised
	promise := func(h screen.Hint, sign int) {
		_, w := write(h)
		kept += sign * (w + len(sep))
	}
	for _, h := range hints {
		if h.Action == keys.Back {
			promise(h, 1)
		}
	}
	if last.Label != "" {
		promise(last, 1)
	}
	var shown []string
	used, full := 0, false
	for _, h := range hints {
		text, w := write(h)
		if h.Action == keys.Back {
			promise(h, -1)
		} else if full = full || used+w+kept > room; full {
			continue
		} else if !bare || h.Action != keys.Down && h.Action != keys.Open {
			told++
		}
		shown = append(shown, text)
		used += w + len(sep)
	}
	if last.Label != "" {
		text, _ := write(last)
		shown = append(shown, text)
	}
	return strings.Join(shown, sep), told, !full
}

func (m *Model) hint(h screen.Hint) (styled string, width int) {
	s, t := m.session, m.session.Theme
	key, label := keyName(s, h.Action), s.S(h.Label)
	return t.Key.Render(key) + " " + t.Muted.Render(label), widget.Width(key) + 1 + widget.Width(label)
}

// keyName writes the key of an action.
func keyName(s *screen.Session, a keys.Action) string {
	switch a {
	case keys.Down, keys.Up:
		if s.Theme.Glyphs.IsASCII() {
			return s.S("key.arrows")
		}
		return s.Theme.Glyphs.Arrows
	case keys.Wider, keys.Narrower:
		return s.Theme.Glyphs.PlusOrMinus
	case keys.Abort:
		return "Ctrl+C"
	}
	b, _ := keys.Of(a)
	if b.Word != "" {
		return s.S(b.Word)
	}
	return b.Show
}
