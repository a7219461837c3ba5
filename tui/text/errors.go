package text

import (
	"errors"
	"time"

	"teleorne/directory"
)

// Error is the sentence that tells a person what is wrong and how to mend it.
// An error that is not the domain's says nothing of its inside.
func (c *Catalogue) Error(err error) string {
	var all directory.Errors
	if errors.As(err, &all) && len(all) > 0 {
		out := ""
		for i, e := range all {
			if i > 0 {
				out += "\n"
			}
			out += c.Error(e)
		}
		return out
	}
	var e *directory.Error
	if !errors.As(err, &e) {
		return c.S("error.internal", "reference", "—")
	}
	args := make([]any, 0, 2*len(e.Params)+2)
	for name, v := range e.Params {
		args = append(args, name, c.param(name, v))
	}
	if seconds, ok := e.Params["seconds"].(int); ok {
		args = append(args, "minutes", (seconds+59)/60)
	}
	// A parameter count picks the plural form where the sentence has one.
	if n, ok := e.Params["count"].(int); ok {
		args = append(args, "n", n)
	}
	code := e.Code
	if at, ok := e.Params["at"].(time.Time); code == directory.CodeStale && (!ok || at.IsZero()) {
		code = directory.CodeConflict // the same, without the hour
	}
	s := c.S("error."+string(code)+variant(e), args...)
	if len(e.Nearest) > 0 {
		key := "error.nearest"
		if e.Code == directory.CodePlaceAmbiguous {
			key = "error.candidates"
		}
		s += " " + c.S(key, "list", c.choices(e.Nearest))
	}
	return s
}

// variant is the end of the sentence's key where one sentence is not enough: for
// a day written as people write them, or beyond two others; where there is an
// end to it; where somebody has no name; for skills; for communes; for a reason,
// or an answer, that is sent to nobody; for a skill that is offered no longer.
func variant(e *directory.Error) string {
	typed, _ := e.Params["typed"].(bool)
	_, day := e.Params["min"].(directory.Date)
	until, _ := e.Params["until"].(directory.Date)
	_, skill := e.Params["skill"].(string)
	_, commune := e.Params["commune"].(string)
	seconds, _ := e.Params["seconds"].(int)
	name, named := e.Params["name"].(string)
	noted, _ := e.Params["noted"].(bool)
	retired, _ := e.Params["retired"].(bool)
	switch {
	case e.Code == directory.CodeSkill && retired:
		return "_retired"
	case e.Code == directory.CodeReason && noted && e.Field == "answer":
		return "_answer"
	case e.Code == directory.CodeReason && noted:
		return "_noted"
	case e.Code == directory.CodeClaimed && named && name == "":
		return "_operator"
	case e.Code == directory.CodeBanned && !until.IsZero():
		return "_until"
	case e.Code == directory.CodeLimit && seconds > 120:
		return "_minutes"
	case e.Code == directory.CodeDate && typed:
		return ".typed"
	case e.Code == directory.CodeOutOfRange && day:
		return ".day"
	case (e.Code == directory.CodeDuplicate || e.Code == directory.CodeState) && skill:
		return ".skill"
	case e.Code == directory.CodeConflict && commune:
		return ".commune"
	}
	return ""
}

// Field is what a field of a profile is called.
func (c *Catalogue) Field(name string) string {
	if c.Has("field." + name) {
		return c.S("field." + name)
	}
	return name
}

// param is the value of a parameter in words, where the catalogue has some.
func (c *Catalogue) param(name string, v any) any {
	if d, ok := v.(directory.Date); ok {
		return c.Date(d)
	}
	s, ok := v.(string)
	if !ok {
		return v
	}
	key := ""
	switch name {
	case "what":
		key = "what." + s
	case "state":
		key = "situation." + s
	case "expected":
		key = "expected." + s
	}
	if key != "" && c.Has(key) {
		return c.S(key)
	}
	return v
}

func (c *Catalogue) choices(items []string) string {
	if len(items) < 2 {
		return c.List(items)
	}
	head := items[0]
	for _, it := range items[1 : len(items)-1] {
		head += ", " + it
	}
	return c.S("list.or", "head", head, "last", items[len(items)-1])
}
