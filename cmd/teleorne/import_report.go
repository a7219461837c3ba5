package main

import (
	"strconv"

	"teleorne/directory"
	"teleorne/server/command"
)

// tellImport says every bad line, up to directory.MaxProblems and how many more
// there are, then what was done. Nothing of it is data.
func tellImport(sh *command.Shell, r *directory.ImportReport, kind string, o directory.ImportOptions) error {
	for _, p := range r.Problems {
		for _, e := range p.Errors {
			what := importProblem(sh, e)
			if e.Field != "" {
				// The name of the column, as it stands in the file.
				what = sh.S("local.import.field", "field", e.Field, "what", what)
			}
			// Without the thousands apart: editors and scripts go by this number.
			sh.Note("local.import.line", "line", strconv.Itoa(p.Line), "what", what)
		}
	}
	if r.More > 0 {
		sh.Note("local.import.summary", "what", "… + "+sh.S("local.import.bad", "n", r.More))
	}
	var parts []string
	for _, part := range []struct {
		key string
		n   int
	}{
		{"local.import.created", r.Created},
		{"local.import.updated", r.Updated},
		{"local.import.unchanged", r.Unchanged},
		{"local.import.withdrawn", r.Withdrawn},
		{"local.import.owners_change", r.Waiting},
		{"local.import.bad", len(r.Problems) + r.More},
	} {
		if part.n > 0 || part.key == "local.import.created" {
			parts = append(parts, sh.S(part.key, "n", part.n))
		}
	}
	sh.Note("local.import.summary", "what", sh.Text.List(parts))
	switch {
	case o.DryRun:
		sh.Note("local.import.dry")
	case len(r.Problems) > 0 && !o.KeepGoing:
		sh.Note("local.import.nothing")
	case kind == kindProfiles && !o.Publish && r.Created+r.Updated > 0:
		sh.Note("local.import.waiting")
	}
	if len(r.Problems) > 0 {
		return &command.Failure{Status: command.Failed}
	}
	return nil
}

// importProblem says what is wrong with a cell. What the catalogue says of some
// errors is meant for a form or a search; somebody who mends a file needs the
// word to put there, or the line to compare with.
func importProblem(sh *command.Shell, e *directory.Error) string {
	switch e.Code {
	case directory.CodePlace, directory.CodeSkill:
		what := sh.S("local.import.unknown", "value", e.Params["value"])
		if len(e.Nearest) > 0 {
			what = sh.S("local.import.nearest", "what", what, "nearest", e.Nearest[0])
		}
		return what
	case directory.CodePlaceOutside:
		return sh.S("local.import.outside", "value", e.Params["value"])
	case directory.CodeDuplicate:
		if line, ok := e.Params["line"].(int); ok {
			return sh.S("local.import.twice", "value", e.Params["value"], "line", strconv.Itoa(line))
		}
	}
	return sh.Text.Error(e)
}
