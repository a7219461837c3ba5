package server

import (
	"reflect"
	"runtime/debug"

	tea "charm.land/bubbletea/v2"
)

// contained is a model whose panics end its own session alone, through failed,
// with the terminal restored and nothing of them shown to the person.
type contained struct {
	model  tea.Model
	failed func(value any, stack []byte)
	down   bool
}

// Init implements tea.Model.
func (c *contained) Init() (cmd tea.Cmd) {
	defer c.catch()
	return c.cover(c.model.Init())
}

// Update implements tea.Model.
func (c *contained) Update(msg tea.Msg) (m tea.Model, cmd tea.Cmd) {
	m = c
	if c.down {
		return m, nil
	}
	defer c.catch()
	next, cmd := c.model.Update(msg)
	c.model = next
	return m, c.cover(cmd)
}

// View implements tea.Model.
func (c *contained) View() (v tea.View) {
	if c.down {
		return v
	}
	defer c.catch()
	v = c.model.View()
	if ask := v.OnMouse; ask != nil {
		v.OnMouse = func(msg tea.MouseMsg) (cmd tea.Cmd) {
			defer c.catch()
			return c.cover(ask(msg))
		}
	}
	return v
}

// finish lets the model keep what it has not kept yet.
func (c *contained) finish() {
	if f, ok := c.model.(Finisher); ok && !c.down {
		defer c.catch()
		f.Finish()
	}
}

// next tells whether the session goes on in lines, and in which language.
func (c *contained) next() Ending {
	if s, ok := c.model.(Switcher); ok && !c.down {
		defer c.catch()
		if lang, ok := s.Switch(); ok {
			return Ending{Switch: true, Lang: lang}
		}
	}
	return Ending{}
}

func (c *contained) catch() {
	if value := recover(); value != nil {
		c.down = true
		c.failed(value, debug.Stack())
	}
}

// cover does for a command, which runs on a goroutine of its own, and for the
// commands that it answers with, what catch does for the model.
func (c *contained) cover(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() (msg tea.Msg) {
		defer func() {
			if value := recover(); value != nil {
				msg = nil
				c.failed(value, debug.Stack())
			}
		}()
		return c.coverAll(cmd())
	}
}

// coverAll covers the commands of a batch or of a sequence; the library keeps
// the type of the latter to itself.
func (c *contained) coverAll(msg tea.Msg) tea.Msg {
	v := reflect.ValueOf(msg)
	if !v.IsValid() || v.Kind() != reflect.Slice || v.Type().Elem() != reflect.TypeFor[tea.Cmd]() {
		return msg
	}
	out := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
	for i := range v.Len() {
		cmd, _ := v.Index(i).Interface().(tea.Cmd)
		out.Index(i).Set(reflect.ValueOf(c.cover(cmd)))
	}
	return out.Interface()
}
