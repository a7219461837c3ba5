package directory

import (
	"context"
	"errors"
	"slices"
	"time"
)

// ImportRow is one record of a file of profiles, as read.
type ImportRow struct {
	Line    int    // physical line where the record starts, from 1
	Slug    string // empty: the row is matched by its content
	Profile Profile
	Err     error // reading the record failed: *Error or Errors
}

// SkillRow is one record of a file of skills.
type SkillRow struct {
	Line   int
	Skill  Skill
	Domain Domain // the skill's domain
	Err    error
}

// TelecentreRow is one record of a file of télécentres.
type TelecentreRow struct {
	Line       int
	Telecentre Telecentre
	Err        error
}

// ImportOptions say how to import.
type ImportOptions struct {
	DryRun    bool // say what would happen, touch nothing
	Publish   bool // publish the profiles; else they wait for a moderator
	KeepGoing bool // import the good rows although others are bad
	Progress  func(done, total int)
}

// ImportReport says what an import did, or would do. Each row is counted once,
// as one of the numbers or as a problem; with problems and without KeepGoing
// nothing is imported and the numbers are 0.
type ImportReport struct {
	Total     int // rows read
	Created   int
	Updated   int // new content, or content that waited and was published
	Unchanged int
	Withdrawn int // left alone: their owners have withdrawn them
	Waiting   int // left alone: a change of their owners waits for a moderator
	Problems  []ImportProblem
	More      int // bad rows beyond MaxProblems, of which only their number is kept
}

// MaxProblems bounds the bad rows that an import keeps and tells one by one.
// Each takes about two kilobytes: without a bound, a few megabytes of rubbish
// would take all memory.
const MaxProblems = 100_000

// ImportProblem is what is wrong with one record.
type ImportProblem struct {
	Line   int
	Errors Errors
}

// errUndo takes a transaction back without being a failure.
var errUndo = errors.New("directory: taken back on purpose")

// progressEvery is after how many rows progress is told.
const progressEvery = 64

// ImportProfiles writes many profiles in one transaction. A row is matched to
// a listing that was there before, each listing to one row at most: to the one
// its slug names; without a slug to the one of identical content; else to one
// of the same name and the same e-mail or SIRET. Other rows make new listings.
// Content that is there already is left as it is, so that importing a file
// twice changes nothing. Nobody but the operator changes or publishes their own
// listing by a file: such a row is a problem, CodeOwnListing.
//
// Bad rows are told in the report and are no error. Errors are
// CodeNotPermitted, CodeBanned, CodeDemo, CodeInternal and ctx.Err().
func (s *Service) ImportProfiles(ctx context.Context, actor Actor, rows []ImportRow, o ImportOptions) (*ImportReport, error) {
	if err := actor.May(ActionImport); err != nil {
		return nil, err
	}
	im := &importer{catalog: s.Catalog(), options: o, now: s.Now(), report: ImportReport{Total: len(rows)}}
	if err := im.examine(rows); err != nil {
		return nil, s.internal("import", err)
	}
	if im.hopeless() {
		return im.result(), nil
	}
	err := s.asOfficial(ctx, actor, ActionImport, "import", func(tx Tx, by Actor) error {
		// Nobody else writes now, so what was committed is what there is.
		if demo, err := s.store.Setting(ctx, settingDemo); err != nil {
			return err
		} else if demo == "1" {
			return &Error{Code: CodeDemo}
		}
		im.tx, im.actor = tx, by
		if err := im.run(ctx); err != nil {
			return err
		}
		if o.DryRun || im.hopeless() {
			return errUndo
		}
		return nil
	})
	if err != nil && !errors.Is(err, errUndo) {
		return nil, err
	}
	return im.result(), nil
}

// importer is one import of profiles under way.
type importer struct {
	actor   Actor
	catalog *Catalog
	options ImportOptions
	now     time.Time
	tx      Tx
	rows    []importing
	taken   map[ListingID]bool // matched by a row, or made by this import
	done    int
	report  ImportReport
}

// importing is a good row on its way.
type importing struct {
	line    int
	slug    string
	profile Profile
	listing *Listing // matched; nil: a new one
	refused bool     // told as a problem
}

// hopeless tells whether nothing will be imported.
func (im *importer) hopeless() bool {
	return len(im.report.Problems) > 0 && !im.options.KeepGoing
}

func (im *importer) result() *ImportReport {
	r := &im.report
	if im.hopeless() {
		*r = ImportReport{Total: r.Total, Problems: r.Problems, More: r.More}
	}
	slices.SortStableFunc(r.Problems, func(a, b ImportProblem) int { return a.Line - b.Line })
	return r
}

func (im *importer) problem(line int, errs ...*Error) {
	if len(im.report.Problems) >= MaxProblems {
		im.report.More++
		return
	}
	im.report.Problems = append(im.report.Problems, ImportProblem{Line: line, Errors: errs})
}

// examine normalises the rows and sets the bad ones aside.
func (im *importer) examine(rows []ImportRow) error {
	c := im.catalog
	slugs := make(map[string]int, len(rows))     // to the line that has it
	contents := make(map[string]int, len(rows))  // of all rows
	anonymous := make(map[string]int, len(rows)) // of rows without a slug
	im.rows = make([]importing, 0, len(rows))
	for i := range rows {
		row := &rows[i]
		errs, err := domainErrors(row.Err)
		if err != nil {
			return err
		}
		p := row.Profile
		p.Skills, p.Languages = slices.Clone(p.Skills), slices.Clone(p.Languages)
		if len(errs) == 0 {
			errs = p.Normalise(c.Atlas, c.Taxonomy, c.HasTelecentre)
		}
		// A reader that found the slug bad has told so.
		if row.Slug != "" && !ValidSlug(row.Slug) && row.Err == nil {
			errs = append(errs, &Error{Code: CodeSlug, Field: "slug", Params: Params{"value": Clip(row.Slug, 60)}})
		}
		if len(errs) > 0 {
			im.problem(row.Line, errs...)
			continue
		}
		// Two rows of one slug contradict each other. Two of one content would
		// be matched to each other's listing, unless slugs tell them apart.
		key, field, value := p.contentKey(), "", p.Name
		line, twice := 0, false
		if row.Slug != "" {
			if line, twice = slugs[row.Slug]; twice {
				field, value = "slug", row.Slug
			} else {
				line, twice = anonymous[key]
			}
		} else {
			line, twice = contents[key]
		}
		if twice {
			im.problem(row.Line, &Error{Code: CodeDuplicate, Field: field, Params: Params{"value": value, "line": line}})
			continue
		}
		contents[key] = row.Line
		if row.Slug != "" {
			slugs[row.Slug] = row.Line
		} else {
			anonymous[key] = row.Line
		}
		im.rows = append(im.rows, importing{line: row.Line, slug: row.Slug, profile: p})
	}
	return nil
}

// domainErrors tells what of an error the domain names; any other is given back.
func domainErrors(err error) (Errors, error) {
	var many Errors
	var one *Error
	switch {
	case err == nil:
		return nil, nil
	case errors.As(err, &many):
		return many, nil
	case errors.As(err, &one):
		return Errors{one}, nil
	}
	return nil, err
}

// run matches all rows before it writes the first, so that the order of the
// rows does not matter.
func (im *importer) run(ctx context.Context) error {
	im.taken = make(map[ListingID]bool, len(im.rows))
	for _, match := range []func(*importing) error{im.matchSlug, im.matchContent, im.matchContact} {
		for i := range im.rows {
			if err := ctx.Err(); err != nil {
				return err
			}
			if row := &im.rows[i]; row.listing == nil && !row.refused {
				if err := match(row); err != nil {
					return err
				}
			}
		}
	}
	im.refuseOwn()
	if im.hopeless() {
		return nil
	}
	// Slugs that rows ask for go first: none is then given to another row.
	for _, named := range []bool{true, false} {
		for i := range im.rows {
			row := &im.rows[i]
			if (row.slug != "") != named {
				continue
			}
			if err := ctx.Err(); err != nil {
				return err
			}
			if !row.refused {
				if err := im.put(row); err != nil {
					return err
				}
			}
			im.progress()
		}
	}
	return nil
}

// progress counts a row as done and says so now and then.
func (im *importer) progress() {
	im.done++
	if im.options.Progress != nil && (im.done%progressEvery == 0 || im.done == len(im.rows)) {
		im.options.Progress(im.done, len(im.rows))
	}
}
