package tui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/keys"
	"teleorne/tui/screen"
	"teleorne/tui/text"
	"teleorne/tui/widget"
)

// palette is the list of everything that can be done, narrowed as one types.
type palette struct {
	field   widget.Field
	common  []command // for everybody
	own     int       // where among them the reader's own stand
	entries []command
	shown   []command
	window  widget.Window
	moved   bool // from what is typed to an entry, by the arrows
}

// command is an entry: an action with a key of its own, or a place to go.
type command struct {
	label string // key of the catalogue
	key   keys.Action
	off   string // key of the sentence that says why not
	msg   tea.Msg
	here  bool // it is one of the screen in front
}

func newPalette(m *Model) *palette {
	p := &palette{field: widget.NewField(60)}
	p.field.Focus()
	top := m.top().screen
	for _, h := range top.Hints() {
		p.entries = append(p.entries, offered(h)...)
	}
	for i := range p.entries {
		p.entries[i].here = true
	}
	p.entries = append(p.entries,
		command{label: "palette.home", key: keys.Home, msg: screen.Do{Action: keys.Home}},
		command{label: "palette.telecentres", msg: screen.Goto{Route: screen.Telecentres{}}},
	)
	p.entries = append(p.entries, officialCommands(m.session.Actor)...)
	p.own = len(p.entries)
	p.entries = append(p.entries,
		command{label: "palette.help", key: keys.Help, msg: screen.Do{Action: keys.Help}},
		command{label: "palette.ranking", msg: screen.Goto{Route: screen.Help{Topic: "ranking"}}},
		command{label: "palette.sources", msg: screen.Goto{Route: screen.Help{Topic: "sources"}}},
		command{label: "palette.privacy", msg: screen.Goto{Route: screen.Help{Topic: "privacy"}}},
		command{label: "palette.keys", msg: screen.Goto{Route: screen.Help{Topic: "keys"}}},
		command{label: "palette.theme", key: keys.Theme, msg: screen.Do{Action: keys.Theme}},
		command{label: "palette.language", key: keys.Language, msg: screen.Do{Action: keys.Language}},
		command{label: "palette.mouse", key: keys.Mouse, msg: screen.Do{Action: keys.Mouse}},
		command{label: "palette.quit", key: keys.Abort, msg: screen.Do{Action: keys.Quit}},
	)
	if m.session.Service.Announcement() != nil {
		p.entries = append(p.entries, command{label: "palette.announcement", msg: screen.Goto{Route: screen.Help{Topic: "announcement"}}})
	}
	p.common = p.entries
	p.know(m, nil)
	return p
}

// offered are the entries for a key of the footer. What only moves about, or
// is an entry for every screen, is none; a key that stands for two is two.
func offered(h screen.Hint) []command {
	do := func(label string, a keys.Action) command {
		return command{label: label, key: a, off: h.Off, msg: screen.Do{Action: a}}
	}
	switch h.Action {
	case keys.Down, keys.Abort, keys.Quit:
		return nil
	case keys.Wider:
		return []command{do("help.key.wider", keys.Wider), do("help.key.narrower", keys.Narrower)}
	}
	return []command{do(h.Label, h.Action)}
}

// filter keeps the entries of which a word, in either language, starts like
// each word typed.
func (p *palette) filter() {
	typed := strings.Fields(directory.Fold(p.field.Value()))
	p.shown = p.shown[:0]
	for _, c := range p.entries {
		words := strings.Fields(directory.Fold(text.For(text.French).S(c.label) + " " + text.For(text.English).S(c.label)))
		fits := func(t string) bool {
			return slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, t) })
		}
		if !slices.ContainsFunc(typed, func(t string) bool { return !fits(t) }) {
			p.shown = append(p.shown, c)
		}
	}
	p.window, p.moved = widget.Window{}, false
	p.window.Resize(len(p.shown), max(1, p.window.Rows))
}

func (p *palette) typed(msg tea.Msg) {
	if p.field.Update(msg) {
		p.filter()
	}
}

func (p *palette) hints() []screen.Hint {
	return []screen.Hint{
		{Action: keys.Down, Label: "hint.choose"},
		{Action: keys.Open, Label: "hint.do"},
		{Action: keys.Back, Label: "hint.close"},
	}
}

// paletteKey takes a key while the palette is open.
func (m *Model) paletteKey(msg tea.KeyPressMsg, action keys.Action) tea.Cmd {
	p := m.palette
	switch action {
	case keys.Back:
		m.palette = nil
	case keys.Up, keys.Down, keys.PageUp, keys.PageDown:
		screen.Step(&p.window, action)
		p.moved = true
	case keys.Open:
		if len(p.shown) == 0 {
			return nil
		}
		c := p.shown[p.window.Cursor]
		if c.off != "" {
			m.notice = screen.Notice{Text: m.session.S(c.off), Bad: true}
			return nil
		}
		m.palette = nil
		return func() tea.Msg { return c.msg }
	default:
		p.typed(msg)
	}
	return nil
}

// view draws the palette over the whole frame.
func (p *palette) view(s *screen.Session, f screen.Frame) screen.View {
	t := s.Theme
	margin := strings.Repeat(" ", f.Margin())
	width := f.Width - 2*f.Margin()
	p.field.Style(t.Strong, t.Glyphs.Ellipsis)
	label := s.S("palette.title") + "  "
	line, cursor := p.field.View(width - widget.Width(label))
	v := screen.View{X: len(margin) + widget.Width(label) + cursor}
	v.Lines = append(v.Lines, margin+t.Accent.Render(label)+line, " "+widget.Rule(t.Glyphs.Rule, f.Width-2, t.Border))
	p.window.Resize(len(p.shown), f.Height-3)
	if p.moved && len(p.shown) > 0 {
		v.X, v.Y = len(margin), len(v.Lines)+p.window.Cursor-p.window.Top
	}
	v.Stands(p.window.Cursor, len(p.shown))
	for i := p.window.Top; i < p.window.End(); i++ {
		v.Lines = append(v.Lines, margin+p.row(s, p.shown[i], i == p.window.Cursor, width))
	}
	if len(p.shown) == 0 {
		v.Lines = append(v.Lines, margin+t.Muted.Render(s.S("palette.none")))
	}
	return v
}

func (p *palette) row(s *screen.Session, c command, selected bool, width int) string {
	t := s.Theme
	key := ""
	switch c.key {
	case "":
	case keys.Wider, keys.Narrower:
		if b, ok := keys.Of(c.key); ok {
			key = b.Show
		}
	default:
		key = keyName(s, c.key)
	}
	mark, style := "  ", t.Text
	if selected {
		mark, style = t.Glyphs.Select+" ", t.Selection
	}
	label := text.First(s.S(c.label))
	if c.off != "" {
		label, style = label+" ("+s.S(c.off)+")", t.Muted
	}
	return style.Render(mark + widget.Ends(label, key, width-2, t.Glyphs.Ellipsis))
}
