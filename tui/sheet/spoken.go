package sheet

import (
	"regexp"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"teleorne/directory"
	"teleorne/tui/keys"
	"teleorne/tui/screen"
)

// spoken is a sheet that is read out instead of being drawn. The same code
// fills it, so that neither says what the other does not.
type spoken struct {
	screen.Speech
	rows, actions []int  // of the stops that they are, in order
	under         string // heading of the part that is filled in
	held          bool   // it was not said yet
}

// spokenWidth is wide enough for any sentence to stay one.
const spokenWidth = 4000

// Spoken begins a sheet that is read out.
func Spoken(s *screen.Session) *Sheet {
	return &Sheet{Session: s, Width: spokenWidth, Hand: -1, spoken: new(spoken)}
}

// Speaks tells whether the sheet is read out.
func (p *Sheet) Speaks() bool { return p.spoken != nil }

// Speech is what was filled in; take does what taking the row of that number
// does.
func (p *Sheet) Speech(take func(stop int) tea.Cmd) screen.Speech {
	sp := p.spoken.Speech
	for i, stop := range p.spoken.rows {
		sp.Rows[i].Do = func() tea.Cmd { return take(stop) }
	}
	for i, stop := range p.spoken.actions {
		sp.Choices[i].Do = func() tea.Cmd { return take(stop) }
	}
	return sp
}

// RowSaid adds a row that is read out otherwise than it is drawn.
func (p *Sheet) RowSaid(said string, drawn ...string) {
	if p.spoken != nil {
		drawn = []string{said}
	}
	p.Row(drawn...)
}

// Drawn adds lines that were drawn elsewhere. Where they have words of their own
// to be read out, say adds these.
func (p *Sheet) Drawn(lines []string, say func() []string) {
	switch {
	case p.spoken == nil:
		p.Lines = append(p.Lines, lines...)
	case say != nil:
		p.spoken.say(say()...)
	default:
		for _, l := range lines {
			p.spoken.say(Sentence(l))
		}
	}
}

// head begins a part. Its heading is said with what follows: a sentence, or rows.
func (k *spoken) head(title string) { k.under, k.held = title, true }

// say adds sentences, under their heading.
func (k *spoken) say(sentences ...string) {
	if k.held && strings.Join(sentences, "") != "" {
		k.Part()
		k.Say(k.under)
		k.held = false
	}
	k.Say(sentences...)
}

func (k *spoken) row(stop int, drawn []string) {
	k.rows = append(k.rows, stop)
	// The digit that is its key, and the sign of a warning, are for the eye.
	label := strings.TrimPrefix(Sentence(drawn...), strconv.Itoa(stop+1)+" ")
	k.Rows = append(k.Rows, screen.Choice{Label: strings.TrimPrefix(label, "! "), Under: k.under})
	k.held = false
}

func (k *spoken) action(stop int, label, off string, key keys.Action) {
	if key != "" {
		k.Keys = append(k.Keys, key)
	}
	k.actions = append(k.actions, stop)
	k.Choices = append(k.Choices, screen.Choice{Label: label, Off: off, Under: k.under})
	k.held = false
}

var gaps = regexp.MustCompile(`\s{2,}`)

// Sentence reads drawn lines as one sentence, from left to right: what stands
// in columns is parted by commas.
func Sentence(drawn ...string) string {
	parts := make([]string, 0, len(drawn))
	for _, l := range drawn {
		if l = strings.TrimSpace(ansi.Strip(l)); l != "" {
			parts = append(parts, gaps.ReplaceAllString(l, ", "))
		}
	}
	return directory.SafeLine(strings.Join(parts, ", "))
}
