package moderation_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"teleorne/directory"
	"teleorne/tui/moderation"
	"teleorne/tui/screen"
	"teleorne/tui/screen/screentest"
	"teleorne/tui/sheet"
	"teleorne/tui/text"
)

func newSession(t *testing.T) *screen.Session {
	t.Helper()
	service := screentest.Service(t)
	return screentest.Session(t, service, screentest.Options{Lang: text.French})
}

// drawn is what a moderator reads about a profile that was handed in.
func drawn(s *screen.Session, before, after *directory.Profile) string {
	r := &directory.Review{Item: directory.Item{Kind: directory.ItemNew}, Before: before, After: after, Changes: after.Diff(&directory.Profile{})}
	if before != nil {
		r.Kind, r.Changes = directory.ItemChange, after.Diff(before)
	}
	p := &sheet.Sheet{Session: s, Width: 80}
	(&moderation.Detail{Review: r}).Draw(p, false)
	return ansi.Strip(strings.Join(p.Lines, "\n"))
}

// What a profile says for the figures alone is shown to nobody, moderators
// included.
func TestFiguresAreNotReviewed(t *testing.T) {
	s := newSession(t)
	was := directory.Profile{Name: "Jeanne Aubry", Status: directory.Salaried, Headline: "Traductrice", Commune: "61038"}
	is := was
	is.EmployerPlace, is.RemoteDays = "Nogent-le-Rotrou", 3
	if got := drawn(s, nil, &is); !strings.Contains(got, "Traductrice") || strings.Contains(got, "Nogent") || strings.Contains(got, "Jours") {
		t.Errorf("a new profile:\n%s", got)
	}
	if got := drawn(s, &was, &is); !strings.Contains(got, "il n’y a rien à relire") || strings.Contains(got, "Nogent") || strings.Contains(got, "Jours") {
		t.Errorf("a change of these alone:\n%s", got)
	}
	is.Headline = "Interprète"
	if got := drawn(s, &was, &is); !strings.Contains(got, "Interprète") || strings.Contains(got, "Nogent") || strings.Contains(got, "personne") {
		t.Errorf("a change of these and others:\n%s", got)
	}
}
