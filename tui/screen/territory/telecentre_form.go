package territory

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/admin"
	"teleorne/tui/screen"
	"teleorne/tui/sheet"
	"teleorne/tui/text"
)

// maxFact is how many characters a fact about a télécentre has at most, and
// maxNumber how many a number is typed in.
const (
	maxFact   = 2000
	maxNumber = 6
)

// fact is a field of a télécentre: its name as errors have it, what it is
// called, and where it stands.
type fact struct {
	name, label string
	text        func(*directory.Telecentre) *string
	number      func(*directory.Telecentre) *int
	answer      bool // yes, no or planned, or in the words of the source
	long        bool
	whole       bool // an address, to be selected: on a line of its own
}

// facts are all fields besides name, commune and status, in the order of the
// form.
var facts = []fact{
	{name: "kind", label: "page.fact.kind", text: func(t *directory.Telecentre) *string { return &t.Kind }},
	{name: "address", label: "page.fact.address", text: func(t *directory.Telecentre) *string { return &t.Address }},
	{name: "operator", label: "page.fact.operator", text: func(t *directory.Telecentre) *string { return &t.Operator }},
	{name: "opening_year", label: "telecentre.opened", number: func(t *directory.Telecentre) *int { return &t.OpeningYear }},
	{name: "workplaces", label: "page.fact.seats", number: func(t *directory.Telecentre) *int { return &t.Workplaces }},
	{name: "connection", label: "page.fact.connection", text: func(t *directory.Telecentre) *string { return &t.Connection }},
	{name: "meeting_room", label: "page.fact.meeting_room", answer: true, text: func(t *directory.Telecentre) *string { return &t.MeetingRoom }},
	{name: "video_conference", label: "page.fact.video", answer: true, text: func(t *directory.Telecentre) *string { return &t.VideoConference }},
	{name: "step_free", label: "telecentre.step_free", answer: true, text: func(t *directory.Telecentre) *string { return &t.StepFree }},
	{name: "price", label: "page.fact.price", text: func(t *directory.Telecentre) *string { return &t.Price }},
	{name: "phone", label: "field.phone", whole: true, text: func(t *directory.Telecentre) *string { return &t.Phone }},
	{name: "website", label: "field.website", whole: true, text: func(t *directory.Telecentre) *string { return &t.Website }},
	{name: "notes", label: "page.fact.notes", long: true, text: func(t *directory.Telecentre) *string { return &t.Notes }},
	{name: "source_url", label: "telecentre.source", whole: true, text: func(t *directory.Telecentre) *string { return &t.SourceURL }},
	{name: "source_year", label: "telecentre.source_year", number: func(t *directory.Telecentre) *int { return &t.SourceYear }},
	{name: "other_sources", label: "telecentre.other_sources", long: true, text: func(t *directory.Telecentre) *string { return &t.OtherSources }},
}

// value is a fact as it stands in a field; empty when it is unknown.
func (f *fact) value(t *directory.Telecentre) string {
	if f.number != nil {
		if n := *f.number(t); n > 0 {
			return strconv.Itoa(n)
		}
		return ""
	}
	return directory.SafeText(*f.text(t))
}

// set reads a field; the error is CodeNumber of the field.
func (f *fact) set(t *directory.Telecentre, value string) error {
	if f.number == nil {
		*f.text(t) = value
		return nil
	}
	n := 0
	if value != "" {
		var err error
		if n, err = strconv.Atoi(strings.ReplaceAll(value, " ", "")); err != nil {
			return &directory.Error{Code: directory.CodeNumber, Field: f.name, Params: directory.Params{"value": directory.Clip(value, maxDay)}}
		}
	}
	*f.number(t) = n
	return nil
}

// input is the field of a fact.
func (f *fact) input(s *screen.Session, t *directory.Telecentre) *sheet.Input {
	var in *sheet.Input
	switch {
	case f.answer:
		in = sheet.Completed(f.name, f.label, maxFact, func(typed string) []sheet.Value { return answers(s, typed) }, func(v string) string { return said(s, v) })
		in.Helped("telecentre.answer.help")
	case f.long:
		in = sheet.Text(f.name, f.label, maxFact)
	case f.number != nil:
		in = sheet.Line(f.name, f.label, maxNumber)
	default:
		in = sheet.Line(f.name, f.label, maxFact)
	}
	return in.Set(f.value(t))
}

// answers complete a yes or a no.
func answers(s *screen.Session, typed string) []sheet.Value {
	var all []sheet.Value
	for _, v := range [...]string{"yes", "no", "planned"} {
		if label := said(s, v); strings.HasPrefix(directory.Fold(label), directory.Fold(typed)) {
			all = append(all, sheet.Value{Value: v, Label: label})
		}
	}
	return all
}

// said puts the short answers into words, and leaves all others as they are.
func said(s *screen.Session, value string) string {
	if slices.Contains([]string{"yes", "no", "planned"}, value) {
		return s.S("page." + value)
	}
	return text.Typographic(directory.SafeLine(value))
}

// saved tells how saving went.
type saved struct {
	telecentre directory.Telecentre
	err        error
}

// newTelecentreForm is the form of a télécentre: of a new one without a slug.
// Unknown stays empty, and is never « no ».
func newTelecentreForm(s *screen.Session, id screen.ID, slug string) screen.Screen {
	var before directory.Telecentre
	before.Status = directory.TelecentreOpen
	version := ""
	catalog := s.Service.Catalog()
	if t, ok := catalog.Telecentre(slug); ok {
		before, version = *t, catalog.TelecentreVersion(slug)
	}
	inputs := []*sheet.Input{
		sheet.Line("name", "field.name", 2*directory.MaxLine).Set(directory.SafeLine(before.Name)).Needed(),
		sheet.CommuneInput(s, "commune", "field.commune").Set(before.Commune).Needed(),
		sheet.OneOf("status", "telecentre.status", func() []sheet.Value { return statusValues(s) }).Set(string(before.Status)),
	}
	for i := range facts {
		inputs = append(inputs, facts[i].input(s, &before))
	}
	m := admin.NewForm(s, id, inputs...)
	m.Name, m.Help, m.Save = "telecentre.edit", "desks", "telecentre.save"
	title := "telecentre.edit.head"
	if slug == "" {
		m.Name, title = "telecentre.add", "telecentre.add"
	}
	m.Form.Title = func(s *screen.Session) string { return s.S(title, "name", name(&before)) }
	m.Form.Intro = sheet.Said("telecentre.unknown")
	save := func(version string) tea.Cmd {
		t, err := readTelecentre(m, before)
		if err != nil {
			m.Refuse(err)
			return nil
		}
		return m.Run(func(ctx context.Context, service *directory.Service, actor directory.Actor) tea.Msg {
			return saved{t, service.SaveTelecentre(ctx, actor, t, version)}
		})
	}
	m.Enter = func() tea.Cmd { return save(version) }
	m.Got = func(msg tea.Msg) (tea.Cmd, bool) {
		got, ok := msg.(saved)
		switch {
		case !ok:
			return nil, false
		case directory.IsCode(got.err, directory.CodeStale):
			catalog := s.Service.Catalog()
			now, there := catalog.Telecentre(slug)
			if !there {
				m.Refuse(got.err)
				return nil, true
			}
			latest := catalog.TelecentreVersion(slug)
			m.Elsewhere(got.err, values(now), func() tea.Cmd { return save(latest) })
			return nil, true
		case got.err != nil:
			m.Refuse(got.err)
			return nil, true
		}
		return m.Done(s.S("telecentre.told.saved", "name", name(&got.telecentre))), true
	}
	return m
}

// readTelecentre is what the form says, over what there was before.
func readTelecentre(m *admin.Form, t directory.Telecentre) (directory.Telecentre, error) {
	t.Name, t.Commune, t.Status = m.Value("name"), m.Value("commune"), directory.TelecentreStatus(m.Value("status"))
	var errs directory.Errors
	for i := range facts {
		var e *directory.Error
		if errors.As(facts[i].set(&t, m.Value(facts[i].name)), &e) {
			errs = append(errs, e)
		}
	}
	if len(errs) > 0 {
		return t, errs
	}
	return t, nil
}

// values are what stands in the fields of a télécentre, by name.
func values(t *directory.Telecentre) map[string]string {
	all := map[string]string{"name": directory.SafeLine(t.Name), "commune": t.Commune, "status": string(t.Status)}
	for i := range facts {
		all[facts[i].name] = facts[i].value(t)
	}
	return all
}
