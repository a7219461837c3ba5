// Package linear is the interface in lines: the same screens, routes and
// actions, read out one fact a line and answered by numbers and words. It
// writes no byte that a terminal would obey, moves no cursor, and is meant to be
// heard, felt on a braille display, or followed on a very thin line. It holds no
// rule of its own and knows no screen in particular.
package linear

import (
	"context"
	"errors"
	"io"
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
	warned time.Time // what runs out then was said to
	over   bool
}

// told is what was read out last: numbers mean that.
type told struct {
	id      screen.ID
	from    int // first row of the page
	speech  screen.Speech
	choices []screen.Choice // by number, from 1
}

// Run holds a dialogue until the visitor leaves, the input ends or ctx does.
// What is under way when the input ends is given up, and nothing is saved by it:
// a draft stays a draft. It answers whether the visitor goes on in the
// interface, and in which language.
func Run(ctx context.Context, o Options) (lang text.Lang, screen bool, err error) {
	o.Interface.Context = ctx
	o.Interface.Lines = true
	o.Interface.Width, o.Interface.Height = tui.MaxWidth, tui.MaxHeight
	d := &dialogue{model: tui.New(o.Interface), in: newLines(o.In), out: newVoice(o.Out, o.Width)}
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
		d.prompt()
		line, err := d.next()
		switch {
		case errors.Is(err, errLong):
			d.say("linear.long", "max", maxLine)
			d.tell(false)
			continue
		case err != nil && line == "":
			d.out.line("")
			return nil
		}
		d.answer(line)
	}
	return ctx.Err()
}

func (d *dialogue) s(key string, args ...any) string {
	return d.model.Session().S(key, args...)
}

func (d *dialogue) say(key string, args ...any) { d.out.line(d.s(key, args...)) }

// greet says where one is and how to get help.
func (d *dialogue) greet() {
	d.say("linear.welcome")
	if n := d.model.TakeNotice(); n != "" {
		d.out.line(n)
	}
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
		d.tell(false)
	default:
		d.choose(line)
	}
}

// fill answers what was asked for.
func (d *dialogue) fill(line string) {
	ask := d.told.speech.Ask
	if w, ok := global(line); ok && (w == wordBack || w == wordHelp || w == wordHome || w == wordQuit || w == wordScreen) {
		d.word(w)
		return
	}
	if ask.Lines {
		text, err := d.in.more(line)
		if err != nil {
			d.over = true
			return
		}
		line = text
	}
	switch {
	case line == "" && ask.Value != "":
		line = ask.Value
	case line == "-" && ask.Clear:
		line = ""
	}
	d.run(ask.Enter(line))
	d.after()
}

// choose takes a number or words.
func (d *dialogue) choose(line string) {
	if n, ok := number(line); ok {
		if n < 1 || n > len(d.told.choices) {
			d.say("linear.no_number", "n", len(d.told.choices))
			d.tell(false)
			return
		}
		d.pick(d.told.choices[n-1])
		return
	}
	if w, ok := global(line); ok {
		d.word(w)
		return
	}
	switch found := d.candidates(line); {
	case len(found) == 1:
		d.pick(found[0])
	case len(found) > 1:
		d.offer(line, found)
	case d.told.speech.Free != nil:
		d.run(d.told.speech.Free(line))
		d.after()
	default:
		d.say("linear.unknown", "typed", directory.Clip(line, 60))
		d.tell(false)
	}
}

// pick takes a choice, and repeats it.
func (d *dialogue) pick(c screen.Choice) {
	d.out.line(d.s("linear.picked", "what", text.First(c.Label)))
	if c.Off != "" {
		d.out.line(c.Off)
		d.tell(false)
		return
	}
	d.run(c.Do())
	d.after()
}

// offer reads out what a word may mean.
func (d *dialogue) offer(line string, found []screen.Choice) {
	d.say("linear.several", "typed", directory.Clip(line, 60))
	d.told.choices = found
	d.number(found, 1)
}

// after tells what came of something: what the footer would say, then the
// screen as it is now.
func (d *dialogue) after() {
	if d.over {
		if _, on := d.model.Switch(); !on {
			d.say("linear.bye")
		}
		d.out.flush()
		return
	}
	d.news()
	if n := d.model.TakeNotice(); n != "" {
		d.out.line(n)
	}
	d.tell(true)
}

// news takes over what others changed meanwhile. It comes after what was typed
// was done: a number means what was read out.
func (d *dialogue) news() {
	for _, msg := range d.model.News() {
		d.take(msg)
	}
}

// word does what a word means everywhere.
func (d *dialogue) word(w word) {
	switch w {
	case wordMore:
		d.further(page)
		return
	case wordBefore:
		d.further(-page)
		return
	case wordRepeat:
		d.tell(true)
		return
	case wordHelp:
		d.help()
		return
	case wordBrief:
		d.brief = !d.brief
		d.say(map[bool]string{true: "linear.brief", false: "linear.full"}[d.brief])
		return
	case wordBack:
		if back := d.told.speech.Back; back != nil {
			d.run(back())
			break
		}
		before, id, _ := d.model.Where()
		d.run(d.model.Press(keys.Back))
		if after, now, depth := d.model.Where(); now == id && depth == 0 && len(before) == len(after) {
			d.model.TakeNotice() // it speaks of keys
			d.say("linear.at_home")
		}
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
