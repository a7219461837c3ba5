package text

import (
	"strconv"

	"teleorne/directory"
)

// ImportProblem says what is wrong with a cell of a file. What the catalogue says
// of some errors is meant for a form or a search; somebody who mends a file
// needs the word to put there, or the line to compare with.
func (c *Catalogue) ImportProblem(e *directory.Error) string {
	switch e.Code {
	case directory.CodePlace, directory.CodeSkill:
		what := c.S("local.import.unknown", "value", e.Params["value"])
		if len(e.Nearest) > 0 {
			what = c.S("local.import.nearest", "what", what, "nearest", e.Nearest[0])
		}
		return what
	case directory.CodePlaceOutside:
		return c.S("local.import.outside", "value", e.Params["value"])
	case directory.CodeDuplicate:
		if line, ok := e.Params["line"].(int); ok { // without the thousands apart: editors go by this number
			return c.S("local.import.twice", "value", e.Params["value"], "line", strconv.Itoa(line))
		}
	}
	return c.Error(e)
}
