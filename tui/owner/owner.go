// Package owner puts into words what the owner of a profile is told about it:
// its state, what happens next, why something is not possible, what asks for
// them. Screens and the palette share it; it knows none of them.
package owner

import (
	"cmp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"teleorne/directory"
	"teleorne/tui/screen"
)

// State is the state of a profile in a word or two.
func State(s *screen.Session, mine *directory.Mine) string {
	if mine.Listing == nil {
		return s.S("mine.state.none")
	}
	state := s.S("mine.state." + mine.Listing.State())
	if mine.Listing.Published != nil && mine.Listing.Pending() {
		state = s.S("mine.state.changing", "state", state)
	}
	return state
}

// Brief is the same in fewer words: for what is online and changing, the change.
func Brief(s *screen.Session, mine *directory.Mine) string {
	l := mine.Listing
	switch {
	case l == nil:
		return s.S("mine.state.none")
	case l.State() == directory.StatePublished && l.Pending():
		return s.S("mine.state.change")
	}
	return s.S("mine.state." + l.State())
}

// Off tells why the owner of a profile cannot do something now, as a key of
// the catalogue; empty when it is possible.
func Off(mine *directory.Mine, a directory.Action) string {
	err := mine.Can(a)
	state := ""
	if mine.Listing != nil {
		state = mine.Listing.State()
	}
	switch {
	case err == nil:
		return ""
	case directory.IsCode(err, directory.CodeNoListing):
		return "mine.off.no_profile"
	case directory.IsCode(err, directory.CodeNothingNew):
		return "mine.off.nothing_new"
	case a == directory.ActionSubmit && (len(mine.Problems) > 0 || len(mine.Unread) > 0):
		return "mine.off.incomplete"
	case state == directory.StateSuspended:
		return "mine.off.suspended"
	case a == directory.ActionWithdraw && state == directory.StateWithdrawn:
		return "mine.off.withdrawn"
	case a == directory.ActionWithdraw:
		return "mine.off.not_submitted"
	case a == directory.ActionConfirm, a == directory.ActionPause:
		return "mine.off.not_online"
	case a == directory.ActionResume:
		return "mine.off.not_paused"
	case a == directory.ActionDropDraft:
		return "mine.off.nothing_new"
	}
	return "mine.off.now"
}

// Thanks is said for a confirmation, with the day from which the next one will
// be asked for.
func Thanks(s *screen.Session, mine *directory.Mine) string {
	months := s.Service.Ages().Remind
	if months == 0 || mine.Listing == nil {
		return s.S("mine.told.confirmed")
	}
	return s.S("mine.told.confirmed.next", "date", Date(s, mine.Listing.ConfirmedAt.AddDate(0, months, 0)))
}

// Date writes the civil day of a moment.
func Date(s *screen.Session, t time.Time) string {
	return s.Text.Date(directory.DateOf(t.In(s.Now().Location())))
}

// Host is what people type after « ssh » to get here.
func Host(s *screen.Session) string {
	option, machine := Target(s)
	return option + machine
}

// Target is that in two parts, between which a user name goes: the port with its
// option, where one has to be named, and the machine.
func Target(s *screen.Session) (option, machine string) {
	n := s.Service.Notice()
	if n.Host != "" {
		at := strings.LastIndexByte(n.Host, ' ') + 1
		return n.Host[:at], n.Host[at:]
	}
	if n.Port != sshPort {
		option = "-p " + strconv.Itoa(cmp.Or(n.Port, usualPort)) + " "
	}
	return option, s.S("server.host")
}

// The port that needs no option, and the one that is listened on unless another
// one is set.
const sshPort, usualPort = 22, 6122

// Fields names fields within a sentence.
func Fields(s *screen.Session, names []string) string {
	words := make([]string, len(names))
	for i, n := range names {
		words[i] = lower(s.Text.Field(n))
	}
	return s.Text.List(words)
}

// lower begins a word small, unless it is written in capitals.
func lower(word string) string {
	r, size := utf8.DecodeRuneInString(word)
	if next, _ := utf8.DecodeRuneInString(word[size:]); unicode.IsUpper(next) {
		return word
	}
	return string(unicode.ToLower(r)) + word[size:]
}

// Lacking are the fields that are empty and must not be; Wrong are the others
// that keep a profile from being submitted.
func Lacking(mine *directory.Mine) (lacking []string, wrong directory.Errors) {
	for _, e := range mine.Problems {
		if mine.Unread[e.Field] == "" && (e.Code == directory.CodeRequired || e.Code == directory.CodeTooFew) {
			lacking = append(lacking, e.Field)
		} else {
			wrong = append(wrong, e)
		}
	}
	return lacking, wrong
}

// Quoted is what a moderator wrote, on one line between quotes.
func Quoted(s *screen.Session, reason string) string {
	return s.S("find.quoted", "what", strings.TrimSpace(directory.SafeLine(reason)))
}
