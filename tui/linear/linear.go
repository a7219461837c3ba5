// Package linear is the interface in lines: the same screens, routes and
// actions, read out one fact a line and answered by numbers and words. It
// writes no byte that a terminal would obey, moves no cursor, and is meant to be
// heard, felt on a braille display, or followed on a very thin line. It holds no
// rule of its own and knows no screen in particular.
package linear

import (
	"cmp"
	"context"
	"errors"
	"io"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui"
	"teleorne/tui/keys"
	"teleorne/tui/screen"
	"teleorne/tui/text"
)

// Options say for whom a dialogue is held, and where.
type Options struct {
	Interface tui.Options // Lines is set by Run
	In        io.Reader   // lines, ended by LF or CR LF
	Out       io.Writer
	Width     int // of the terminal; 0: unknown, and lines are not broken
}

// page is how many rows of a list are read at once.
const page = 10

// dialogue is one visit.
type dialogue struct {
	model  *tui.Model
	in     *lines
	out    *voice
	brief  bool // hints are left out
	told   told
	pages  map[place]int // first row that was read out of a list
	warned time.Time     // what runs out then was said to
	over   bool
	cut    bool // the input ended before a text did
}

// place is where one is: a screen, or a part of one.
type place struct {
	id    screen.ID
	title string
}

// told is what was read out last: numbers mean that.
type told struct {
	at      place
	from    int // first row of the page
	speech  screen.Speech
	choices []option // by number, from 1
}

// Run holds a dialogue until the visitor leaves, the input ends or ctx does.
// What is under way when the input ends is given up, and nothing is saved by it:
// a draft stays a draft. It answers whether the visitor goes on in the
// interface, and in which language.
func Run(ctx context.Context, o Options) (lang text.Lang, screen bool, err error) {
	o.Interface.Context = ctx
	o.Interface.Lines = true
	o.Interface.Width, o.Interface.Height = tui.MaxWidth, tui.MaxHeight
	d := &dialogue{model: tui.New(o.Interface), in: newLines(o.In), out: newVoice(o.Out, o.Width), pages: map[place]int{}}
	d.run(d.model.Init())
	d.greet()
	d.tell(true)
	err = d.talk(ctx)
	to, screen := d.model.Switch()
	return text.Lang(to), screen && err == nil, err
}

// talk goes on until somebody has enough.
func (d *dialogue) talk(ctx context.Context) error {
	for !d.over && ctx.Err() == nil {
		d.out.flush()
		line, err := d.next()
		switch {
		case errors.Is(err, errLong):
			d.say("linear.long", "max", maxLine)
			d.tell(false)
		case err != nil:
			d.out.line("")
			d.out.flush()
			return ctx.Err()
		default:
			d.answer(line)
		}
	}
	d.out.flush()
	return ctx.Err()
}

func (d *dialogue) s(key string, args ...any) string {
	return d.model.Session().S(key, args...)
}

func (d *dialogue) say(key string, args ...any) { d.out.line(d.s(key, args...)) }

// greet says where one is and how to get help.
func (d *dialogue) greet() {
	d.out.paragraphs(d.s("linear.welcome"))
	d.notice()
	if d.model.Session().Service.Demo() {
		d.say("demo")
	}
}

// run carries a command out to its end, with all that it leads to: nothing else
// happens meanwhile.
func (d *dialogue) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	d.take(cmd())
}

func (d *dialogue) take(msg tea.Msg) {
	switch msg := msg.(type) {
	case nil:
	case tea.BatchMsg:
		for _, c := range msg {
			d.run(c)
		}
	case tea.QuitMsg:
		d.over = true
	default:
		if cmds, ok := sequence(msg); ok {
			for _, c := range cmds {
				d.run(c)
			}
			return
		}
		_, cmd := d.model.Update(msg)
		d.run(cmd)
	}
}

// answer does what a line says.
func (d *dialogue) answer(line string) {
	line, ok := clean(line)
	d.run(d.model.Touch())
	switch {
	case !ok:
		d.say("error.encoding")
		d.tell(false)
	case d.told.speech.Ask != nil:
		d.fill(line)
	case line == "":
		d.lookAgain()
	default:
		d.choose(line)
	}
}

// fill answers what was asked for.
func (d *dialogue) fill(line string) {
	ask := d.told.speech.Ask
	if w := global(line); w.leaves() {
		d.word(w, line)
		return
	}
	if ask.Lines && line != "" && !(line == "-" && ask.Clear) {
		text, err := d.in.more(line)
		switch {
		case errors.Is(err, errLeft):
			d.word(wordBack, d.s("linear.word.back"))
			return
		case errors.Is(err, errLong):
			d.say("linear.long", "max", maxText)
			d.tell(false)
			return
		case errors.Is(err, errNotText):
			d.say("error.encoding")
			d.tell(false)
			return
		case err != nil:
			d.over, d.cut = true, true
			return
		}
		line = text
	}
	switch {
	case line == "" && ask.Value == "":
		d.say("linear.nothing")
		d.tell(false)
		return
	case line == "":
		line = ask.Value
	case line == "-" && ask.Clear:
		line = ""
	default:
		line = quoted(line)
	}
	d.repeat("linear.answered", cmp.Or(line, d.s("linear.empty")))
	d.run(ask.Enter(line))
	d.after()
}

// choose takes a number or words.
func (d *dialogue) choose(line string) {
	free := d.told.speech.Free
	if w := keypad(line); w != wordNone {
		d.word(w, d.s("linear.word.back"))
		return
	}
	if n, ok := number(line); ok && len(d.told.choices) > 0 && (free == nil || !isPostal(line)) {
		if n < 1 || n > len(d.told.choices) {
			d.say("linear.no_number", "n", len(d.told.choices))
			d.tell(false)
			return
		}
		d.pick(d.told.choices[n-1])
		return
	}
	found, r := d.candidates(line)
	if w := global(line); w != wordNone && !(w.passes() && len(found) == 1 && (r == rankWhole || r == rankBegun && !d.goesOn(w))) {
		d.word(w, line)
		return
	}
	words, seek := sought(line)
	if directory.Fold(line) == "" {
		free = nil // signs alone are nothing to look for
	}
	switch {
	case seek && r > rankBegun:
		d.search(words)
	case len(found) == 1:
		d.pick(found[0])
	case len(found) > 1:
		if free != nil {
			found = append(found, option{Choice: screen.Choice{
				Label: d.s("linear.as_typed", "typed", directory.Clip(line, 60)), Do: func() tea.Cmd { return free(line) },
			}})
		}
		d.offer(line, found)
	case free != nil:
		d.repeat("linear.answered", line)
		delete(d.pages, d.told.at)
		d.run(free(line))
		d.after()
	default:
		if w := begun(line); w != wordNone {
			d.word(w, line)
			return
		}
		d.say("linear.unknown", "typed", directory.Clip(line, 60))
		d.tell(false)
	}
}

// search looks words up: in the list that is read, else in the whole directory.
func (d *dialogue) search(words string) {
	d.repeat("linear.sought", words)
	if free := d.told.speech.Free; free != nil {
		d.run(free(words))
	} else {
		d.run(screen.Go(screen.Find{What: words, Fixed: true}))
	}
	d.after()
}

// mostRepeated is how much of what was chosen or typed is repeated, in
// characters.
const mostRepeated = 300

// repeat says what was understood.
func (d *dialogue) repeat(key, what string) {
	d.out.line(d.s(key, "what", directory.Clip(directory.SafeLine(what), mostRepeated)))
}

// pick takes a choice, and repeats it. What is no row of the list may change it:
// it is read from its beginning then.
func (d *dialogue) pick(c option) {
	d.repeat("linear.picked", text.First(c.Label))
	if c.Off != "" {
		d.say("linear.impossible", "why", reason(c.Off))
		d.tell(false)
		return
	}
	if !c.row {
		delete(d.pages, d.told.at)
	}
	d.run(c.Do())
	d.after()
}

// offer reads out what a word may mean.
func (d *dialogue) offer(line string, found []option) {
	d.say("linear.several", "typed", directory.Clip(line, 60))
	more := len(found) > page
	d.told.choices = found[:min(len(found), page)]
	d.number(d.told.choices, 1)
	if more {
		d.say("linear.several.more")
	}
}

// after tells what came of something: what the footer would say, then the
// screen as it is now.
func (d *dialogue) after() {
	if d.over {
		_, on := d.model.Switch()
		if !on && !d.cut {
			d.say("linear.bye")
		}
		d.out.flush()
		return
	}
	d.news()
	d.notice()
	d.tell(true)
}

// notice says what the footer would.
func (d *dialogue) notice() {
	if n := d.model.TakeNotice(); n != "" {
		d.out.line(n)
	}
}

// lookAgain reads the choices once more, and the whole screen where others changed
// what it says: who waits for something presses Enter.
func (d *dialogue) lookAgain() {
	before := d.told.speech
	came := d.news()
	d.notice()
	now := d.model.Speak()
	d.tell(came && (now.Title != before.Title || !slices.Equal(now.Said, before.Said)))
}

// news takes over what others changed meanwhile, and tells whether they did. It
// comes after what was typed was done: a number means what was read out.
func (d *dialogue) news() bool {
	all := d.model.News()
	for _, msg := range all {
		d.take(msg)
	}
	return len(all) > 0
}

// word does what a word means everywhere.
func (d *dialogue) word(w word, typed string) {
	switch w {
	case wordMore:
		d.further(page)
		return
	case wordBefore:
		d.further(-page)
		return
	case wordRepeat:
		d.news()
		d.notice()
		d.tell(true)
		return
	case wordHelp:
		d.help()
		return
	case wordBrief:
		d.brief = !d.brief
		d.say(map[bool]string{true: "linear.brief", false: "linear.full"}[d.brief])
		return
	}
	d.repeat("linear.picked", typed)
	switch w {
	case wordBack:
		d.back()
	case wordFull:
		d.run(d.model.Press(keys.Help))
	case wordHome:
		d.run(d.model.Press(keys.Home))
	case wordQuit:
		d.run(d.model.Leave())
	case wordLanguage:
		d.run(d.model.Press(keys.Language))
	case wordScreen:
		d.run(d.model.Press(keys.Switch))
	}
	d.after()
}

// back goes to where one was before.
func (d *dialogue) back() {
	if back := d.told.speech.Back; back != nil {
		d.run(back())
		return
	}
	d.run(d.model.Press(keys.Back))
}
