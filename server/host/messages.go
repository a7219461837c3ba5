//go:build !teaprogram

package host

import (
	"fmt"
	"reflect"
	"sync"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// The library keeps these types to itself; messages of them are what its
// commands answer.
var (
	sequenceType     = reflect.TypeOf(tea.Sequence(tea.Quit, tea.Quit)())
	printType        = reflect.TypeOf(tea.Println()())
	clipboardType    = reflect.TypeOf(tea.SetClipboard("")())
	primaryType      = reflect.TypeOf(tea.SetPrimaryClipboard("")())
	clearScreen      = tea.ClearScreen()
	windowSize       = tea.RequestWindowSize()
	backgroundColour = tea.RequestBackgroundColor()
	foregroundColour = tea.RequestForegroundColor()
	cursorColour     = tea.RequestCursorColor()
)

// handle does what a message means to the terminal and hands it to the model;
// asked tells that this set off a command.
func (h *Host) handle(msg tea.Msg) (quit, asked bool, err error) {
	switch msg := msg.(type) {
	case nil, tea.SuspendMsg: // which would stop the whole server
		return false, false, nil
	case tea.QuitMsg:
		return true, false, nil
	case tea.InterruptMsg:
		return false, false, tea.ErrInterrupted
	case tea.BatchMsg:
		for _, cmd := range msg {
			h.start(cmd)
		}
		return false, false, nil
	case tea.WindowSizeMsg:
		h.screen.resize(msg.Width, msg.Height)
	case tea.ColorProfileMsg:
		h.screen.profile = msg.Profile
	case tea.RawMsg:
		h.screen.say(fmt.Sprint(msg.Msg))
	case tea.MouseMsg:
		h.start(h.screen.clicked(msg))
	default:
		if cmds, ok := sequence(msg); ok {
			go h.inSequence(cmds)
			return false, false, nil
		}
		h.request(msg)
	}
	var cmd tea.Cmd
	h.model, cmd = h.model.Update(msg)
	h.start(cmd)
	return false, cmd != nil, nil
}

// request does what the library's commands ask of the terminal. Questions whose
// answers the keyboard does not listen to are not asked: they would end up in
// the person's shell.
func (h *Host) request(msg tea.Msg) {
	switch v := reflect.ValueOf(msg); v.Type() {
	case clipboardType:
		h.screen.say(ansi.SetSystemClipboard(v.String()))
	case primaryType:
		h.screen.say(ansi.SetPrimaryClipboard(v.String()))
	case printType:
		h.screen.print(v.Field(0).String())
	case reflect.TypeOf(clearScreen):
		h.screen.clear()
	case reflect.TypeOf(windowSize):
		h.Send(tea.WindowSizeMsg{Width: h.screen.width, Height: h.screen.height})
	case reflect.TypeOf(backgroundColour):
		h.screen.say(ansi.RequestBackgroundColor)
	case reflect.TypeOf(foregroundColour):
		h.screen.say(ansi.RequestForegroundColor)
	case reflect.TypeOf(cursorColour):
		h.screen.say(ansi.RequestCursorColor)
	}
}

// start runs a command beside the host, which hears of its answer.
func (h *Host) start(cmd tea.Cmd) {
	if cmd != nil {
		go func() { h.Send(cmd()) }()
	}
}

// sequence answers the commands of a sequence.
func sequence(msg tea.Msg) (cmds []tea.Cmd, ok bool) {
	v := reflect.ValueOf(msg)
	if v.Type() != sequenceType {
		return nil, false
	}
	cmds, _ = v.Convert(reflect.TypeFor[[]tea.Cmd]()).Interface().([]tea.Cmd)
	return cmds, true
}

// inSequence runs commands one after the other; each ends with all that it set
// off.
func (h *Host) inSequence(cmds []tea.Cmd) {
	for _, cmd := range cmds {
		h.whole(cmd)
	}
}

// whole runs a command and what it consists of to the end.
func (h *Host) whole(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	msg := cmd()
	switch batch, isBatch := msg.(tea.BatchMsg); {
	case msg == nil:
	case isBatch:
		var all sync.WaitGroup
		for _, cmd := range batch {
			all.Go(func() { h.whole(cmd) })
		}
		all.Wait()
	default:
		if cmds, ok := sequence(msg); ok {
			h.inSequence(cmds)
		} else {
			h.Send(msg)
		}
	}
}

// translate names an event as the library's programs know it.
func translate(e uv.Event) tea.Msg {
	switch e := e.(type) {
	case uv.KeyPressEvent:
		return tea.KeyPressMsg(e)
	case uv.KeyReleaseEvent:
		return tea.KeyReleaseMsg(e)
	case uv.MouseClickEvent:
		return tea.MouseClickMsg(e)
	case uv.MouseMotionEvent:
		return tea.MouseMotionMsg(e)
	case uv.MouseReleaseEvent:
		return tea.MouseReleaseMsg(e)
	case uv.MouseWheelEvent:
		return tea.MouseWheelMsg(e)
	case uv.PasteEvent:
		return tea.PasteMsg(e)
	case uv.FocusEvent:
		return tea.FocusMsg(e)
	case uv.BlurEvent:
		return tea.BlurMsg(e)
	case uv.BackgroundColorEvent:
		return tea.BackgroundColorMsg(e)
	case uv.ForegroundColorEvent:
		return tea.ForegroundColorMsg(e)
	case uv.CursorColorEvent:
		return tea.CursorColorMsg(e)
	}
	return e
}
