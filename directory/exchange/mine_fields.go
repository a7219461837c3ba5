package exchange

import (
	"encoding/json"
	"slices"
	"strconv"

	"teleorne/directory"
)

// taker reads the value of one field, whose first token was read.
type taker func(r *mineReader, field string, value json.Token)

// takers are the fields of a document of a profile that are no plain texts.
var takers = map[string]taker{
	"daily_rate_eur": numbers(func(p *directory.Profile) *int { return &p.DailyRateEUR }),
	"remote_days":    numbers(func(p *directory.Profile) *int { return &p.RemoteDays }),
	"skills": func(r *mineReader, field string, value json.Token) {
		r.list(field, value, "skills", func(entry json.Token) {
			skill := r.short(field, r.named(field, entry, "skills", "slug", "label"))
			r.edited.Profile.Skills = append(r.edited.Profile.Skills, skill)
		})
	},
	"languages": func(r *mineReader, field string, value json.Token) {
		r.list(field, value, "texts", func(entry json.Token) {
			s, _ := r.text(field, entry, "texts")
			r.edited.Profile.Languages = append(r.edited.Profile.Languages, r.short(field, s))
		})
	},
	// Who shows no more than their intercommunality is asked which commune of it.
	"commune": func(r *mineReader, field string, value json.Token) {
		r.edited.Profile.Commune = r.named(field, value, "place", "insee", "name", "epci")
	},
	"telecentre": func(r *mineReader, field string, value json.Token) {
		r.edited.Profile.Telecentre = r.named(field, value, "telecentre", "id", "name")
	},
	"available_from": func(r *mineReader, field string, value json.Token) {
		if s, ok := r.text(field, value, "text"); ok {
			r.date(field, s)
		}
	},
	"schema": (*mineReader).schema,
	"version": func(r *mineReader, field string, value json.Token) {
		s, _ := r.text(field, value, "text")
		r.edited.Version = directory.Version(s)
	},
	"slug": func(r *mineReader, field string, value json.Token) {
		r.edited.Slug, _ = r.text(field, value, "text")
	},
	"id": func(r *mineReader, _ string, value json.Token) {
		if n, ok := value.(json.Number); ok {
			id, _ := strconv.ParseInt(n.String(), 10, 64) // 0, nobody's, for what is none
			r.edited.ID = directory.ListingID(id)
		}
		r.skip(value)
	},
	"unread": (*mineReader).unread,
}

// telling are the names of documents that say something about a profile. They
// are passed over when a document comes back.
var telling = []string{
	"state", "pending", "drafted", "changes", "problems", "warnings", "verdict", "appeal", "contest_until", "words", "published_at", "updated_at",
	"confirmed_at", "saved_at", "age", "next", "paused_until", "distance_km", "redacted", "demo", "contacts_left",
}

// mineNames are all names that a document may hold, the fields first.
var mineNames = slices.Concat(directory.Fields(), []string{"schema", "version", "slug", "id", "unread"}, telling)

// takerOf finds what reads a name of the document; false for an unknown one.
func takerOf(name string) (taker, bool) {
	if take, ok := takers[name]; ok {
		return take, true
	}
	if new(directory.Profile).TextField(name) != nil {
		return takeText, true
	}
	return func(r *mineReader, _ string, value json.Token) { r.skip(value) }, slices.Contains(telling, name)
}

// takeText takes a text into a field of the profile.
func takeText(r *mineReader, field string, value json.Token) {
	*r.edited.Profile.TextField(field), _ = r.text(field, value, "text")
}

// numbers takes a whole number into a field of the profile.
func numbers(of func(*directory.Profile) *int) taker {
	return func(r *mineReader, field string, value json.Token) {
		n := r.number(field, value)
		if _, given := value.(json.Number); given && n == 0 {
			r.edited.Zero = append(r.edited.Zero, field)
		}
		*of(&r.edited.Profile) = n
	}
}

// schema refuses a document of another version than this program's: nobody
// knows what its names will mean.
func (r *mineReader) schema(field string, value json.Token) {
	before := len(r.errs)
	if n := r.number(field, value); value == nil || n == Schema || len(r.errs) > before {
		return
	}
	r.complain(&directory.Error{Code: directory.CodeChoice, Field: field, Params: directory.Params{
		"value": directory.Clip(value.(json.Number).String(), 40), "choices": strconv.Itoa(Schema),
	}})
}

// date reads a day.
func (r *mineReader) date(field, typed string) {
	if d, err := directory.ParseDate(typed); err == nil {
		r.edited.Profile.AvailableFrom = d
		return
	}
	if err := r.edited.Profile.SetField(field, typed, r.today); err != nil {
		r.complain(&directory.Error{
			Code: directory.CodeDate, Field: field, Params: directory.Params{"value": directory.Clip(typed, 40)}, Err: err,
		})
	}
}

// unread reads what the document carries of fields that make no value yet.
func (r *mineReader) unread(field string, value json.Token) {
	if value == nil {
		return
	}
	if value != json.Delim('{') {
		r.wrongType(field, "fields")
		r.skip(value)
		return
	}
	r.members(field, func(name string) (func(string, json.Token), bool) {
		return func(field string, value json.Token) {
			if s, _ := r.text(field, value, "text"); s != "" {
				if r.edited.Unread == nil {
					r.edited.Unread = make(map[string]string)
				}
				r.edited.Unread[name] = s
			}
		}, slices.Contains(directory.Fields(), name)
	}, directory.Fields())
}
