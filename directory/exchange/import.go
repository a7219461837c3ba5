package exchange

import (
	"context"
	"errors"
	"io"
	"iter"

	"teleorne/directory"
)

// Kind is what a file holds that is imported or exported.
type Kind string

// The kinds of files.
const (
	KindProfiles    Kind = "profiles"
	KindTelecentres Kind = "telecentres"
	KindSkills      Kind = "skills"
)

// Kinds are all of them, in the order they are offered.
var Kinds = []Kind{KindProfiles, KindTelecentres, KindSkills}

// Columns are the columns of a CSV file of that kind, and those among them that
// it must have.
func (k Kind) Columns() (known, required []string) {
	c := profileColumns
	switch k {
	case KindSkills:
		c = skillColumns
	case KindTelecentres:
		c = telecentreColumns
	}
	return append([]string(nil), c.known...), append([]string(nil), c.required...)
}

// ErrBroken stands before why a file could not be read to its end.
var ErrBroken = errors.New("exchange: the file cannot be read any further")

// Import reads a CSV file of a kind and hands it to the service in the name of
// an actor: all rows at once, since an import is one transaction. What is wrong
// with a row is told in the report, and of more than directory.MaxProblems only
// how many. Errors: ErrBroken, CodeNotFound of an unknown kind, those of the
// service, ctx.Err().
func Import(
	ctx context.Context, svc *directory.Service, actor directory.Actor, kind Kind, in io.Reader, o directory.ImportOptions,
) (*directory.ImportReport, error) {
	if err := actor.May(directory.ActionImport); err != nil {
		return nil, err // before a long file is read in vain
	}
	switch kind {
	case KindProfiles:
		return importRows(ctx, actor, svc.ImportProfiles, ReadProfiles(in, svc.Catalog()), func(r directory.ImportRow) error { return r.Err }, o)
	case KindTelecentres:
		return importRows(ctx, actor, svc.ImportTelecentres, ReadTelecentres(in), func(r directory.TelecentreRow) error { return r.Err }, o)
	case KindSkills:
		return importRows(ctx, actor, svc.ImportSkills, ReadSkills(in), func(r directory.SkillRow) error { return r.Err }, o)
	}
	return nil, directory.NotFound("file", string(kind))
}

// importRows reads all rows and hands them in. Bad rows that would not be told
// are counted and not kept.
func importRows[T any](
	ctx context.Context, actor directory.Actor,
	write func(context.Context, directory.Actor, []T, directory.ImportOptions) (*directory.ImportReport, error),
	rows iter.Seq[T], problem func(T) error, o directory.ImportOptions,
) (*directory.ImportReport, error) {
	var all []T
	bad, more := 0, 0
	for r := range rows {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err := problem(r); err != nil {
			if errors.Is(err, ErrBroken) {
				return nil, err
			}
			if bad++; bad > directory.MaxProblems {
				more++
				continue
			}
		}
		all = append(all, r)
	}
	report, err := write(ctx, actor, all, o)
	if err != nil {
		return nil, err
	}
	report.Total += more
	report.More += more
	return report, nil
}
