package host

import (
	"image/color"
	"strings"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
	"github.com/lucasb-eyer/go-colorful"
)

// modes writes what a view wants of a terminal beside its cells, as far as the
// view before it, nil when there was none, wanted something else.
func modes(w *uv.TerminalRenderer, from, to *tea.View) {
	first := from == nil
	if first {
		// What a terminal is like that nobody has changed.
		from = &tea.View{DisableBracketedPasteMode: true}
	}
	write := func(s string) { _, _ = w.WriteString(s) }
	toggle(write, from.DisableBracketedPasteMode != to.DisableBracketedPasteMode, !to.DisableBracketedPasteMode,
		ansi.SetModeBracketedPaste, ansi.ResetModeBracketedPaste)
	toggle(write, from.ReportFocus != to.ReportFocus, to.ReportFocus, ansi.SetModeFocusEvent, ansi.ResetModeFocusEvent)
	if from.MouseMode != to.MouseMode {
		write(mouse(from.MouseMode, to.MouseMode))
	}
	if from.WindowTitle != to.WindowTitle {
		write(ansi.SetWindowTitle(to.WindowTitle))
	}
	colour(write, cursorColourOf(from), cursorColourOf(to), ansi.SetCursorColor, ansi.ResetCursorColor)
	colour(write, from.ForegroundColor, to.ForegroundColor, ansi.SetForegroundColor, ansi.ResetForegroundColor)
	colour(write, from.BackgroundColor, to.BackgroundColor, ansi.SetBackgroundColor, ansi.ResetBackgroundColor)
	if style := cursorStyle(to.Cursor); style != cursorStyle(from.Cursor) {
		write(ansi.SetCursorStyle(style))
	}
	if !equal(from.ProgressBar, to.ProgressBar) {
		write(progress(to.ProgressBar))
	}
	if !equal(from.ProgramStatus, to.ProgramStatus) {
		if was := from.ProgramStatus; was != nil && (to.ProgramStatus == nil || was.ID != to.ProgramStatus.ID) {
			write(ansi.ClearProgramStatusID(was.ID))
		}
		if to.ProgramStatus != nil {
			write(ansi.SetProgramStatus(*to.ProgramStatus))
		}
	}
}

// leave is what undoes the modes of the last view.
func leave(last *tea.View) string {
	var b strings.Builder
	when := func(set bool, sequence string) {
		if set {
			b.WriteString(sequence)
		}
	}
	when(!last.DisableBracketedPasteMode, ansi.ResetModeBracketedPaste)
	when(last.ReportFocus, ansi.ResetModeFocusEvent)
	when(last.MouseMode != tea.MouseModeNone, mouse(last.MouseMode, tea.MouseModeNone))
	when(last.WindowTitle != "", ansi.SetWindowTitle(""))
	when(cursorStyle(last.Cursor) > 1, ansi.SetCursorStyle(0))
	when(cursorColourOf(last) != nil, ansi.ResetCursorColor)
	when(last.BackgroundColor != nil, ansi.ResetBackgroundColor)
	when(last.ForegroundColor != nil, ansi.ResetForegroundColor)
	when(last.ProgressBar != nil && last.ProgressBar.State != tea.ProgressBarNone, ansi.ResetProgressBar)
	return b.String()
}

func toggle(write func(string), changed, on bool, set, reset string) {
	switch {
	case changed && on:
		write(set)
	case changed:
		write(reset)
	}
}

func mouse(from, to tea.MouseMode) string {
	switch {
	case to == tea.MouseModeNone:
		return ansi.ResetModeMouseButtonEvent + ansi.ResetModeMouseAnyEvent + ansi.ResetModeMouseExtSgr
	case to == tea.MouseModeCellMotion && from == tea.MouseModeAllMotion:
		return ansi.ResetModeMouseAnyEvent + ansi.SetModeMouseButtonEvent + ansi.SetModeMouseExtSgr
	case to == tea.MouseModeCellMotion:
		return ansi.SetModeMouseButtonEvent + ansi.SetModeMouseExtSgr
	case from == tea.MouseModeCellMotion:
		return ansi.ResetModeMouseButtonEvent + ansi.SetModeMouseAnyEvent + ansi.SetModeMouseExtSgr
	}
	return ansi.SetModeMouseAnyEvent + ansi.SetModeMouseExtSgr
}

func colour(write func(string), from, to color.Color, set func(string) string, reset string) {
	if from == to {
		return
	}
	if to == nil {
		write(reset)
	} else if c, ok := colorful.MakeColor(to); ok {
		write(set(c.Hex()))
	}
}

func cursorColourOf(v *tea.View) color.Color {
	if v.Cursor == nil {
		return nil
	}
	return v.Cursor.Color
}

// cursorStyle is the parameter of DECSCUSR; 0, the terminal's own, without a
// cursor.
func cursorStyle(c *tea.Cursor) int {
	if c == nil {
		return 0
	}
	style := 2*int(c.Shape) + 1
	if !c.Blink {
		style++
	}
	return style
}

func progress(p *tea.ProgressBar) string {
	if p == nil {
		return ansi.ResetProgressBar
	}
	switch p.State {
	case tea.ProgressBarDefault:
		return ansi.SetProgressBar(p.Value)
	case tea.ProgressBarError:
		return ansi.SetErrorProgressBar(p.Value)
	case tea.ProgressBarIndeterminate:
		return ansi.SetIndeterminateProgressBar
	case tea.ProgressBarWarning:
		return ansi.SetWarningProgressBar(p.Value)
	}
	return ansi.ResetProgressBar
}
