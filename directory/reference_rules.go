package directory

import "slices"

// maxLong bounds the longer texts about télécentres, such as lists of sources.
const maxLong = 2000

var telecentreStatuses = []TelecentreStatus{TelecentreOpen, TelecentrePlanned, TelecentreUnknown, TelecentreClosed}

// appendLine cleans one line of at most MaxLine graphemes and appends what is
// wrong with it.
func appendLine(errs Errors, field string, s *string, required bool) Errors {
	return appendText(errs, field, s, required, MaxLine)
}

func appendText(errs Errors, field string, s *string, required bool, most int) Errors {
	clean, err := CleanLine(*s)
	if err != nil {
		return append(errs, &Error{Code: CodeEncoding, Field: field})
	}
	*s = clean
	if n := Length(clean); n > most {
		return append(errs, &Error{Code: CodeTooLong, Field: field, Params: Params{"max": most, "count": n}})
	}
	if clean == "" && required {
		return append(errs, &Error{Code: CodeRequired, Field: field})
	}
	return errs
}

func appendSlug(errs Errors, field, slug string) Errors {
	switch {
	case slug == "":
		return append(errs, &Error{Code: CodeRequired, Field: field})
	case !ValidSlug(slug):
		return append(errs, &Error{Code: CodeSlug, Field: field, Params: Params{"value": Clip(slug, MaxLine)}})
	}
	return errs
}

// cleanTelecentre cleans a télécentre, and says what is wrong with it.
func cleanTelecentre(t *Telecentre, a *Atlas) Errors {
	var errs Errors
	check := func(field string, s *string, required bool, most int) {
		errs = appendText(errs, field, s, required, most)
	}
	check("name", &t.Name, true, 2*MaxLine)
	if t.ID == "" && t.Name != "" {
		t.ID = Slugify(t.Name)
	}
	errs = appendSlug(errs, "id", t.ID)
	if commune, err := a.one(t.Commune); err != nil {
		if e, ok := inField(err, "commune").(*Error); ok {
			errs = append(errs, e)
		}
	} else {
		t.Commune = commune.INSEE
	}
	check("kind", &t.Kind, false, 2*MaxLine)
	check("address", &t.Address, false, maxLong)
	check("operator", &t.Operator, false, maxLong)
	check("meeting_room", &t.MeetingRoom, false, maxLong)
	check("video_conference", &t.VideoConference, false, maxLong)
	check("connection", &t.Connection, false, maxLong)
	check("step_free", &t.StepFree, false, maxLong)
	check("price", &t.Price, false, maxLong)
	check("phone", &t.Phone, false, 2*MaxLine)
	check("website", &t.Website, false, maxLong)
	check("source_url", &t.SourceURL, false, maxLong)
	check("other_sources", &t.OtherSources, false, maxLong)
	check("notes", &t.Notes, false, maxLong)
	if !slices.Contains(telecentreStatuses, t.Status) {
		errs = append(errs, notAmong("status", string(t.Status), telecentreStatuses))
	}
	for _, n := range []struct {
		field       string
		value, most int
	}{{"opening_year", t.OpeningYear, 2199}, {"workplaces", t.Workplaces, 10_000}, {"source_year", t.SourceYear, 2199}} {
		if n.value < 0 || n.value > n.most {
			errs = append(errs, outOfRange(0, n.most).In(n.field))
		}
	}
	return errs
}
