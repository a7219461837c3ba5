package editor

import (
	"maps"
	"slices"

	"teleorne/directory"
)

// work is the profile as it is being written: values, and what was typed where
// it makes none. What was said under another status waits aside, for those who
// tried the wrong one.
type work struct {
	directory.Profile
	unread map[string]string
	aside  aside
}

// aside is what does not concern the status or the place of work chosen.
type aside struct {
	profile directory.Profile
	unread  map[string]string
}

// workOf is the work on a profile as the service has it.
func workOf(m *directory.Mine) work {
	w := work{Profile: m.Profile, unread: m.Unread}
	return w.copy()
}

// copy is a work of its own.
func (w *work) copy() work {
	c := *w
	c.Skills, c.Languages = slices.Clone(w.Skills), slices.Clone(w.Languages)
	c.unread, c.aside.unread = maps.Clone(w.unread), maps.Clone(w.aside.unread)
	if c.unread == nil {
		c.unread = map[string]string{}
	}
	if c.aside.unread == nil {
		c.aside.unread = map[string]string{}
	}
	return c
}

// same tells whether nothing differs that would be saved.
func (w *work) same(o *work) bool {
	return len(w.Diff(&o.Profile)) == 0 && maps.Equal(w.unread, o.unread)
}

// take copies a field from one profile to another.
func take(to, from *directory.Profile, field string) {
	switch field {
	case "skills":
		to.Skills = slices.Clone(from.Skills)
	case "languages":
		to.Languages = slices.Clone(from.Languages)
	case "available_from":
		to.AvailableFrom = from.AvailableFrom
	case "daily_rate_eur":
		to.DailyRateEUR = from.DailyRateEUR
	case "remote_days":
		to.RemoteDays = from.RemoteDays
	default:
		if s := to.TextField(field); s != nil {
			*s = *from.TextField(field)
		}
	}
}

// filled tells whether something stands in a field.
func (w *work) filled(field string) bool {
	if w.unread[field] != "" {
		return true
	}
	switch field {
	case "skills":
		return len(w.Skills) > 0
	case "languages":
		return len(w.Languages) > 0
	case "available_from":
		return !w.AvailableFrom.IsZero()
	case "daily_rate_eur":
		return w.DailyRateEUR != 0
	case "remote_days":
		return w.RemoteDays != 0
	}
	s := w.Profile.TextField(field)
	return s != nil && *s != ""
}

// concerns tells whether a field makes sense beside what was said elsewhere.
func (w *work) concerns(field string) bool {
	switch field {
	case "daily_rate_eur", "siret":
		return w.Status == directory.Independent
	case "employer_commune", "remote_days":
		return w.Status == directory.Salaried
	case "telecentre":
		return w.Workplace == directory.AtTelecentre || w.Workplace == directory.AtBoth
	}
	return true
}

// offers tells whether a field is asked for: also one that says what it should
// not, so that it can be mended.
func (w *work) offers(field string) bool { return w.concerns(field) || w.filled(field) }

// conditional are the fields that do not concern everybody.
var conditional = [...]string{"daily_rate_eur", "siret", "employer_commune", "remote_days", "telecentre"}

// sort puts aside what does no longer concern the person, and takes back what
// concerns them again.
func (w *work) sort() {
	var none directory.Profile
	for _, f := range conditional {
		switch {
		case !w.concerns(f) && w.filled(f):
			move(&w.aside.profile, &w.Profile, w.aside.unread, w.unread, f)
		case w.concerns(f) && !w.filled(f):
			move(&w.Profile, &w.aside.profile, w.unread, w.aside.unread, f)
			take(&w.aside.profile, &none, f)
		}
	}
}

// move takes a field over and leaves nothing of it behind.
func move(to, from *directory.Profile, typedTo, typedFrom map[string]string, field string) {
	var none directory.Profile
	take(to, from, field)
	take(from, &none, field)
	delete(typedTo, field)
	if typed, ok := typedFrom[field]; ok {
		typedTo[field] = typed
		delete(typedFrom, field)
	}
}

// checked is what is wrong with the work, and the work as it would be read.
type checked struct {
	errs    map[string]directory.Errors // by field
	profile directory.Profile
	card    *directory.Card // as everybody would see it
}

// check looks at the work as it stands now.
func (m *Model) check() {
	if m.mine == nil {
		return
	}
	s := m.session
	c := checked{errs: map[string]directory.Errors{}}
	mine := m.work.copy()
	var errs directory.Errors
	c.profile, errs = s.Service.Check(mine.Profile, m.mine.Listing)
	for _, e := range errs {
		c.errs[e.Field] = append(c.errs[e.Field], e)
	}
	for field, typed := range m.work.unread {
		var e *directory.Error
		if asError(mine.SetField(field, typed, s.Service.Today()), &e) {
			c.errs[field] = directory.Errors{e.In(field)}
		}
	}
	shown := *m.mine
	shown.Profile = c.profile
	c.card = s.Service.Preview(&shown, false)
	m.checked = c
}
