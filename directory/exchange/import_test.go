package exchange_test

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"teleorne/directory"
	"teleorne/directory/exchange"
	"teleorne/directory/reference"
	"teleorne/directory/search"
	"teleorne/directory/sqlite"
)

func newService(t *testing.T) *directory.Service {
	t.Helper()
	store, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "teleorne.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	svc, err := directory.NewService(t.Context(), directory.Options{
		Store: store, Atlas: reference.Atlas(),
		Reference: reference.Delivered(),
		NewIndex:  func(c *directory.Catalog) directory.Index { return search.New(c) },
	})
	if err != nil {
		t.Fatal(err)
	}
	return svc
}

func TestImport(t *testing.T) {
	svc := newService(t)
	for _, c := range []struct {
		kind   exchange.Kind
		file   string
		report directory.ImportReport
	}{
		{exchange.KindProfiles, "name,status,headline,skills,commune\nClaire Dubois,independent,Comptable,comptabilite,61038\n", directory.ImportReport{Total: 1, Created: 1}},
		{exchange.KindSkills, "slug,label_fr,label_en,domain_fr,domain_en\nvannerie,Vannerie,Basketry,Artisanat,Crafts\n", directory.ImportReport{Total: 1, Created: 1}},
		{exchange.KindTelecentres, "name\tstatus\tinsee_code\nLe Lieu\topen\t61038\n", directory.ImportReport{Total: 1, Created: 1}},
	} {
		for _, o := range []directory.ImportOptions{{DryRun: true}, {}} {
			got, err := exchange.Import(t.Context(), svc, directory.Operator(), c.kind, strings.NewReader(c.file), o)
			if err != nil || got.Total != c.report.Total || got.Created != c.report.Created || len(got.Problems) > 0 {
				t.Errorf("%s, dry run %v: %+v, %v", c.kind, o.DryRun, got, err)
			}
		}
		got, err := exchange.Import(t.Context(), svc, directory.Operator(), c.kind, strings.NewReader(c.file), directory.ImportOptions{})
		if err != nil || got.Created > 0 || got.Updated > 0 || got.Unchanged != 1 {
			t.Errorf("%s twice: %+v, %v", c.kind, got, err)
		}
	}
}

// torn is a file whose reading fails in the middle.
type torn struct{ io.Reader }

func (r torn) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	if errors.Is(err, io.EOF) {
		err = errors.New("the line was cut")
	}
	return n, err
}

func TestImportRefuses(t *testing.T) {
	svc := newService(t)
	file := "name,status,headline,skills,commune\nClaire Dubois,independent,Comptable,comptabilite,61038\n"
	if _, err := exchange.Import(t.Context(), svc, directory.Operator(), exchange.KindProfiles, torn{strings.NewReader(file)}, directory.ImportOptions{}); !errors.Is(err, exchange.ErrBroken) {
		t.Errorf("a file that breaks off: %v", err)
	}
	if _, err := exchange.Import(t.Context(), svc, directory.Operator(), "people", strings.NewReader(file), directory.ImportOptions{}); !directory.IsCode(err, directory.CodeNotFound) {
		t.Errorf("a kind that is none: %v", err)
	}
	unread := strings.NewReader(file)
	moderator := directory.Actor{Role: directory.RoleModerator}
	if _, err := exchange.Import(t.Context(), svc, moderator, exchange.KindProfiles, unread, directory.ImportOptions{DryRun: true}); !directory.IsCode(err, directory.CodeNotPermitted) || unread.Len() != len(file) {
		t.Errorf("a moderator: %v, %d bytes left of %d", err, unread.Len(), len(file))
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := exchange.Import(ctx, svc, directory.Operator(), exchange.KindProfiles, strings.NewReader(file), directory.ImportOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("called off: %v", err)
	}
	if len(svc.Catalog().Taxonomy.Skills) != len(reference.Skills()) {
		t.Error("something was written")
	}
}
