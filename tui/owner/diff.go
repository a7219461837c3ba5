package owner

import (
	"slices"
	"strings"
	"unicode/utf8"

	"teleorne/directory"
	"teleorne/tui/screen"
	"teleorne/tui/theme"
	"teleorne/tui/widget"
)

// Diff draws the fields in which two profiles differ: what was with a −, what
// is to be with a +. Of long texts only the parts that changed are shown, with
// some words around them, and not more than a few lines. No line is wider than
// width columns.
func Diff(s *screen.Session, before, after *directory.Profile, width int) []string {
	d := differ{s: s, width: width, most: 4}
	return d.fields(before, after, before.Diff(after))
}

// Changes draws some fields of a profile that was handed in, whole: what was
// with a −, what is to be with a +, word by word where a text is long. Without a
// profile before it there is nothing to compare, and no signs.
func Changes(s *screen.Session, before, after *directory.Profile, fields []string, width int) []string {
	d := differ{s: s, width: width}
	return d.fields(before, after, fields)
}

// differ draws fields that changed.
type differ struct {
	s      *screen.Session
	width  int // columns
	most   int // lines of a value; 0: all
	indent int // columns before the values
}

// leastBeside is the room for values, in columns, from which labels stand beside
// them.
const leastBeside = 32

// fields draws them one under the other, labels beside the values where there
// is the room.
func (d *differ) fields(before, after *directory.Profile, fields []string) []string {
	s, t := d.s, d.s.Theme
	fields = withoutShown(fields, after)
	column := 0
	for _, f := range fields {
		column = max(column, widget.Width(s.Text.Field(f)))
	}
	column += 2
	beside := d.width-column >= leastBeside
	d.indent = 2
	if beside {
		d.indent = column
	}
	var lines []string
	for _, f := range fields {
		head := s.Text.Field(f)
		if !beside {
			lines = append(lines, t.Muted.Render(widget.Cut(head, d.width, t.Glyphs.Ellipsis)))
			head = ""
		}
		for _, l := range d.value(before, after, f) {
			lines = append(lines, t.Muted.Render(widget.Pad(head, d.indent))+l)
			head = ""
		}
	}
	return lines
}

// withoutShown leaves out who sees a contact where the contact itself changed,
// with which it is told, and where there is none.
func withoutShown(fields []string, p *directory.Profile) []string {
	return slices.DeleteFunc(slices.Clone(fields), func(f string) bool {
		contact := map[string]string{"email_shown": "email", "phone_shown": "phone"}[f]
		return contact != "" && (slices.Contains(fields, contact) || p.FieldText(contact) == "")
	})
}

// value draws what became of one field.
func (d *differ) value(before, after *directory.Profile, field string) []string {
	t, room := d.s.Theme, d.width-d.indent
	is := shownValue(d.s, after, field)
	if before == nil {
		return render(t.Text, d.cut(widget.Wrap(is, room)))
	}
	was := shownValue(d.s, before, field)
	if gone, come, ok := listed(d.s, before, after, field); ok {
		was, is = gone, come
	} else if len(strings.Fields(was)) >= longWords && len(strings.Fields(is)) >= longWords {
		return d.cut(d.inline(was, is, room))
	}
	return append(d.signed("−", was, room), d.signed("+", is, room)...)
}

// shownValue is the value of a field; of a contact with who sees it.
func shownValue(s *screen.Session, p *directory.Profile, field string) string {
	v := Value(s, p, field)
	if v != "" && (field == "email" || field == "phone") {
		return s.S("mine.seen_by", "value", v, "who", Value(s, p, field+"_shown"))
	}
	return v
}

// listed is what went from a list and what came to it.
func listed(s *screen.Session, before, after *directory.Profile, field string) (gone, come string, ok bool) {
	var was, is []string
	switch field {
	case "skills":
		was, is = before.Skills, after.Skills
	case "languages":
		was, is = before.Languages, after.Languages
	default:
		return "", "", false
	}
	without := func(p directory.Profile, o []string) string {
		keep := func(v string) bool { return slices.Contains(o, v) }
		p.Skills = slices.DeleteFunc(slices.Clone(p.Skills), keep)
		p.Languages = slices.DeleteFunc(slices.Clone(p.Languages), keep)
		return Value(s, &p, field)
	}
	gone, come = without(*before, is), without(*after, was)
	return gone, come, gone != "" || come != "" // else the order alone
}

// signed sets a value behind its sign; without a value there is no line.
func (d *differ) signed(sign, value string, width int) []string {
	if value == "" {
		return nil
	}
	style := d.look(sign)
	lines := d.cut(widget.Wrap(value, width-2))
	for i, l := range lines {
		head := "  "
		if i == 0 {
			head = sign + " "
		}
		lines[i] = style.Render(head + l)
	}
	return lines
}

func (d *differ) look(sign string) theme.Style {
	if sign == "+" {
		return d.s.Theme.Positive
	}
	return d.s.Theme.Danger.Bold(false)
}

// cut leaves out what is beyond the lines that may be shown.
func (d *differ) cut(lines []string) []string {
	if d.most > 0 && len(lines) > d.most {
		return append(lines[:d.most-1:d.most-1], d.s.Theme.Glyphs.Ellipsis)
	}
	return lines
}

// longWords is how long a text is that is compared word by word.
const longWords = 12

// inline sets a text with what went between − and what came between +, and of
// the rest some words around.
func (d *differ) inline(was, is string, width int) []string {
	var r run
	all := directory.DiffWords(was, is)
	for i, p := range all {
		switch {
		case p.Kind == directory.Kept:
			r.add(around(p.Text, i > 0, i+1 < len(all), d.s.Theme.Glyphs.Ellipsis), d.s.Theme.Text)
		case p.Kind == directory.Removed:
			r.add(d.marked("−", p.Text), d.look("−"))
		default:
			if i > 0 && all[i-1].Kind == directory.Removed {
				r.open = false
			}
			r.add(d.marked("+", p.Text), d.look("+"))
		}
	}
	return r.flow(width)
}

// marked is a part that went or came with its sign at both ends; blanks stay
// outside. A line begun or joined is said in words.
func (d *differ) marked(sign, part string) string {
	body := strings.TrimSpace(part)
	if body == "" {
		if !strings.Contains(part, "\n") {
			return part
		}
		return " " + sign + d.s.S("mine.diff.line") + sign + " "
	}
	head, tail, _ := strings.Cut(part, body)
	return head + sign + body + sign + tail
}

// wordsAround is how many words are kept beside a change.
const wordsAround = 4

// around cuts what is the same down to the words next to a change. Blanks at its
// ends stay.
func around(part string, after, before bool, dots string) string {
	words := strings.Fields(part)
	head, tail := 0, 0
	if after {
		head = wordsAround
	}
	if before {
		tail = wordsAround
	}
	if head+tail+1 >= len(words) {
		return part
	}
	cut := strings.Join(slices.Concat(words[:head], []string{dots}, words[len(words)-tail:]), " ")
	body := strings.TrimSpace(part)
	first, last, _ := strings.Cut(part, body)
	return first + cut + last
}

// run is a text of several looks.
type run struct {
	words [][]piece
	open  bool // the last word goes on
}

// piece is a part of a word.
type piece struct {
	text string
	look theme.Style
}

// add adds a text, which goes on with the last word unless a blank is between.
func (r *run) add(text string, look theme.Style) {
	if text == "" {
		return
	}
	first, _ := utf8.DecodeRuneInString(text)
	last, _ := utf8.DecodeLastRuneInString(text)
	for i, w := range strings.FieldsFunc(text, isGap) {
		if i == 0 && r.open && !isGap(first) {
			end := len(r.words) - 1
			r.words[end] = append(r.words[end], piece{w, look})
			continue
		}
		r.words = append(r.words, []piece{{w, look}})
	}
	r.open = !isGap(last) && len(r.words) > 0
}

// isGap tells whether a line may be broken at a character.
func isGap(r rune) bool { return r == ' ' || r == '\n' || r == '\t' }

// flow breaks the text into lines.
func (r *run) flow(width int) []string {
	var lines []string
	line, used := "", 0
	end := func() { lines, line, used = append(lines, line), "", 0 }
	for _, word := range r.words {
		long := 0
		for _, p := range word {
			long += widget.Width(p.text)
		}
		switch {
		case used > 0 && used+1+long > width:
			end()
		case used > 0:
			line, used = line+" ", used+1
		}
		for _, p := range word {
			for _, part := range widget.Wrap(p.text, width) { // a word may be wider than a line
				if used+widget.Width(part) > width {
					end()
				}
				line, used = line+p.look.Render(part), used+widget.Width(part)
			}
		}
	}
	if used > 0 {
		end()
	}
	return lines
}

func render(look theme.Style, lines []string) []string {
	for i, l := range lines {
		lines[i] = look.Render(l)
	}
	return lines
}
