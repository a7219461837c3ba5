package server

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"time"

	"teleorne/directory"
)

// What asks for the dialogue or for the interface, as a user name or as a
// command, whatever the owner of the account chose.
var (
	linearWords = map[string]bool{"texte": true, "text": true, "lecture": true}
	screenWords = map[string]bool{"ecran": true, "écran": true, "screen": true}
)

// modeWithin bounds the wait for what somebody chose: a session begins all the
// same.
const modeWithin = 2 * time.Second

// choose decides between the three mouths of the program. What this connection
// asks for comes first, then what its client can show, and then what the owner
// of the account chose once and for all.
func (v *visit) choose() (kind string, run func() int) {
	raw := v.sess.RawCommand()
	if raw != "" {
		words, err := splitWords(raw)
		var e *directory.Error
		switch {
		case errors.As(err, &e):
			return kindCommand, func() int { v.fault(e); return exitUsage }
		case len(words) > 0:
			if word := v.mouth(words); word != "" {
				return v.asked(word)
			}
			return kindCommand, func() int { return v.runCommand(words) }
		}
	}
	if linearWords[v.visitor.User] || !v.visitor.Screen || accessible(v.visitor.Env) {
		return kindLinear, v.converse
	}
	if !screenWords[v.visitor.User] && v.chosen() == directory.ModeLines {
		return kindLinear, v.converse
	}
	return kindInterface, v.show
}

// asked is the mouth that a word of the command line asks for.
func (v *visit) asked(word string) (kind string, run func() int) {
	switch {
	case linearWords[word]:
		return kindLinear, v.converse
	case v.visitor.Screen:
		return kindInterface, v.show
	}
	return kindCommand, func() int { v.refuse("server.no_screen"); return exitUsage }
}

// mouth is the word for the dialogue or the interface that a command line
// consists of, but for its language, which is taken over. Empty for any other:
// that is for the commands, which say what is wrong with what stands beside it.
func (v *visit) mouth(words []string) string {
	word, lang := "", v.visitor.Lang
	for len(words) > 0 {
		first := words[0]
		words = words[1:]
		if word == "" && (linearWords[first] || screenWords[first]) {
			word = first
			continue
		}
		name, value, inside := strings.Cut(first, "=")
		if !inside && len(words) > 0 {
			value, words = words[0], words[1:]
		}
		known := false
		if name == "--lang" && v.server.config.Language != nil {
			lang, known = v.server.config.Language(value)
		}
		if !known {
			return ""
		}
	}
	if word != "" {
		v.visitor.Lang = lang
	}
	return word
}

// chosen is what the visitor chose once and for all.
func (v *visit) chosen() directory.Mode {
	ask := v.server.config.Mode
	if ask == nil || v.visitor.Actor.Account == 0 {
		return directory.ModeAuto
	}
	ctx, cancel := context.WithTimeout(v.ctx, modeWithin)
	defer cancel()
	mode, err := ask(ctx, v.visitor.Actor)
	if err != nil && v.ctx.Err() == nil {
		v.server.config.Log.ErrorContext(v.ctx, "modes cannot be looked up", "err", directory.SafeLine(err.Error()))
	}
	return mode
}

// accessible tells whether the client's environment asks for a dialogue without
// a screen, as other programs understand it.
func accessible(env []string) bool {
	return slices.ContainsFunc(env, func(e string) bool {
		value, ok := strings.CutPrefix(e, "ACCESSIBLE=")
		return ok && value != "" && value != "0"
	})
}

// converse begins with the dialogue, show with the interface.
func (v *visit) converse() int { return v.alternate(v.runLinear, v.runInterface) }
func (v *visit) show() int     { return v.alternate(v.runInterface, v.runLinear) }

// alternate runs one after the other, by turns, as long as the person goes from
// one to the other, and answers the exit status.
func (v *visit) alternate(run, other func(context.Context) Ending) int {
	for {
		ctx, cancel := context.WithCancel(v.ctx)
		end := run(ctx)
		cancel()
		v.beforehand(nil) // whoever ends the visit from here on ends its context
		if !end.Switch || v.why() != nil || v.ctx.Err() != nil {
			return end.Status
		}
		v.turn(end.Lang)
		run, other = other, run
	}
}

// turn makes the visitor who they are by now: somebody else than when the
// session began, perhaps, on a terminal of another size.
func (v *visit) turn(lang string) {
	now, err := v.server.renew(v.ctx, v.actor())
	if err == nil { // else whoever follows the access ends the session
		v.become(now)
	}
	p := &v.visitor
	p.Actor, p.Lang, p.Switched = v.actor(), lang, true
	p.Width, p.Height = v.ch.size()
	v.server.config.Log.InfoContext(v.ctx, "session switched")
}

// runLinear holds the linear dialogue, or shows the help of the commands where
// there is none.
func (v *visit) runLinear(ctx context.Context) Ending {
	linear := v.server.config.Linear
	if linear == nil {
		return Ending{Status: v.runCommand([]string{"help"})}
	}
	idle := v.watchLines()
	defer idle.stop()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var keys *lineKeys
	if v.visitor.Interactive {
		again := func() string { return v.say("notice.abort") }
		keys = &lineKeys{echo: v.sess, interrupt: cancel, again: again, room: maxTyped}
	}
	in := v.input(ctx, idle.touch, 0, keys)
	end := linear(ctx, v.visitor, in, v.sess)
	if cancel(); end.Switch {
		in.leave()
	}
	return end
}

// watchLines ends a dialogue that gets no input, after a warning among what is
// read out, which says what is enough to go on: on a terminal each key comes to
// us by itself, else a line does as a whole.
func (v *visit) watchLines() *idleWatch {
	soon := "server.idle_line"
	if v.visitor.Interactive {
		soon = "server.idle_key"
	}
	say := func(key string, args ...any) {
		// A line of its own, even after something that is being typed.
		_, _ = io.WriteString(v.sess, "\n"+v.say(key, args...)+"\n")
	}
	return watchIdle(v.server.config.Limits.IdleTimeout, idleEnd{
		warn:     func(left time.Duration) { say(soon, "seconds", int(left.Seconds())) },
		extended: func() { say("server.idle_extended") },
		end:      func() { v.end(errIdle) },
	})
}
