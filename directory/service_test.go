package directory_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"teleorne/directory"
	"teleorne/directory/reference"
	"teleorne/directory/search"
	"teleorne/directory/sqlite"
)

// world is a directory under test: a real file, a real index, a clock that
// stands still until it is moved.
type world struct {
	*directory.Service
	t     testing.TB
	path  string
	store *sqlite.Store
	clock *testClock
	log   *bytes.Buffer
}

type testClock struct {
	mu sync.Mutex
	at time.Time
}

func (c *testClock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *testClock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// noon is 11:00 UTC, when it is noon in the Orne in winter.
var noon = time.Date(2026, 11, 23, 11, 0, 0, 0, time.UTC)

func newIndex(c *directory.Catalog) directory.Index { return search.New(c) }

func newWorld(t testing.TB, change ...func(*directory.Options)) *world {
	t.Helper()
	path := filepath.Join(t.TempDir(), sqlite.FileName)
	if err := os.WriteFile(path, seeded(t), 0o600); err != nil {
		t.Fatal(err)
	}
	return openWorld(t, path, change...)
}

// skipShort leaves a test out where only what runs at once is looked at: the
// race detector makes it many times slower, and it does one thing after the
// other.
func skipShort(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("one thing after the other")
	}
}

// template is the file of a directory with the reference data and nothing
// else: writing these anew for each test takes most of a test's time.
var template struct {
	sync.Once
	data []byte
}

func seeded(t testing.TB) []byte {
	template.Do(func() {
		path := filepath.Join(t.TempDir(), "template.db")
		store, err := sqlite.Open(t.Context(), path, sqlite.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := directory.NewService(t.Context(), directory.Options{
			Store: store, Atlas: reference.Atlas(), Reference: reference.Delivered(), NewIndex: newIndex,
		}); err != nil {
			t.Fatal(err)
		}
		if err := store.Close(); err != nil { // which leaves nothing in the log beside the file
			t.Fatal(err)
		}
		if template.data, err = os.ReadFile(path); err != nil {
			t.Fatal(err)
		}
	})
	return template.data
}

func openWorld(t testing.TB, path string, change ...func(*directory.Options)) *world {
	t.Helper()
	store, err := sqlite.Open(t.Context(), path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	w := &world{t: t, path: path, store: store, clock: &testClock{at: noon}, log: new(bytes.Buffer)}
	o := directory.Options{
		Store: store, Atlas: reference.Atlas(), Reference: reference.Delivered(), NewIndex: newIndex,
		Now: w.clock.now, Log: slog.New(slog.NewTextHandler(w.log, nil)),
	}
	for _, c := range change {
		c(&o)
	}
	if w.Service, err = directory.NewService(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	return w
}

// person is a valid profile; change makes it another.
func person(name string, change ...func(*directory.Profile)) directory.Profile {
	p := directory.Profile{
		Name: name, Status: directory.Independent, Headline: "Expert-comptable",
		Skills: []string{"comptabilite"}, Commune: "61038",
		CommuneShown: directory.ShownCommune, Workplace: directory.AtHome, Languages: []string{"fr"},
		EmailShown: directory.Public, PhoneShown: directory.Public,
	}
	for _, c := range change {
		c(&p)
	}
	return p
}

func rows(profiles ...directory.Profile) []directory.ImportRow {
	rows := make([]directory.ImportRow, len(profiles))
	for i, p := range profiles {
		rows[i] = directory.ImportRow{Line: i + 2, Profile: p}
	}
	return rows
}

// publish imports profiles and fails unless each was created.
func (w *world) publish(profiles ...directory.Profile) {
	w.t.Helper()
	report, err := w.ImportProfiles(w.t.Context(), directory.Operator(), rows(profiles...), directory.ImportOptions{Publish: true})
	if err != nil || report.Created != len(profiles) {
		w.t.Fatalf("import: %+v, %v", report, err)
	}
}

// elsewhere runs a statement as another process would.
func (w *world) elsewhere(statement string, args ...any) {
	w.t.Helper()
	db, err := sql.Open("sqlite", "file:"+w.path+"?_pragma=busy_timeout(5000)")
	if err != nil {
		w.t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(w.t.Context(), statement, args...); err != nil {
		w.t.Fatal(err)
	}
}

// hide changes a flag of a listing behind the service's back.
func (w *world) hide(slug, flag string) {
	w.t.Helper()
	w.elsewhere("UPDATE listing SET "+flag+" = 1, seq = (SELECT max(seq) + 1 FROM listing) WHERE slug = ?", slug)
	if _, err := w.Refresh(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) total(q directory.Query) int {
	w.t.Helper()
	r, err := w.Search(w.t.Context(), directory.Actor{}, directory.Search{Query: q})
	if err != nil {
		w.t.Fatal(err)
	}
	return r.Total
}

var (
	visitor   = directory.Actor{Address: "192.0.2.1"}
	known     = directory.Actor{Role: directory.RoleIdentified, Fingerprint: "SHA256:known", Address: "192.0.2.2"}
	moderator = directory.Actor{Role: directory.RoleModerator, Account: 900, Fingerprint: "SHA256:moderator"}
	admin     = directory.Actor{Role: directory.RoleAdministrator, Account: 901, Fingerprint: "SHA256:admin"}
)

func wantCode(t testing.TB, err error, code directory.Code) *directory.Error {
	t.Helper()
	var e *directory.Error
	if !errors.As(err, &e) || e.Code != code {
		t.Fatalf("got %v, want code %s", err, code)
	}
	return e
}

func TestNewServiceNeedsItsParts(t *testing.T) {
	if _, err := directory.NewService(t.Context(), directory.Options{}); err == nil {
		t.Fatal("a service without a store")
	}
}

func TestTodayIsTheOrnes(t *testing.T) {
	w := newWorld(t)
	for _, c := range []struct {
		at   time.Time
		want string
	}{
		{time.Date(2026, 11, 23, 22, 59, 0, 0, time.UTC), "2026-11-23"},
		{time.Date(2026, 11, 23, 23, 0, 0, 0, time.UTC), "2026-11-24"},
		{time.Date(2026, 7, 1, 21, 59, 0, 0, time.UTC), "2026-07-01"},
		{time.Date(2026, 7, 1, 22, 0, 0, 0, time.UTC), "2026-07-02"},
	} {
		w.clock.at = c.at
		if got := w.Today().String(); got != c.want {
			t.Errorf("%v: today is %s, want %s", c.at, got, c.want)
		}
	}
}

// brokenStore fails at what it is told to.
type brokenStore struct {
	directory.Store
	fail       error
	unwritable error
	read       atomic.Int64 // settings that were asked for
}

func (b *brokenStore) Update(ctx context.Context, fn func(directory.Tx) error) error {
	if b.unwritable != nil {
		return b.unwritable
	}
	return b.Store.Update(ctx, fn)
}

func (b *brokenStore) Setting(ctx context.Context, name string) (string, error) {
	b.read.Add(1)
	return b.Store.Setting(ctx, name)
}

func (b *brokenStore) ListingsByID(ctx context.Context, ids []directory.ListingID) ([]*directory.Listing, error) {
	if b.fail != nil {
		return nil, b.fail
	}
	return b.Store.ListingsByID(ctx, ids)
}

func (b *brokenStore) ListingBySlug(ctx context.Context, slug string) (*directory.Listing, error) {
	if b.fail != nil {
		return nil, b.fail
	}
	return b.Store.ListingBySlug(ctx, slug)
}

func (b *brokenStore) DataVersion(ctx context.Context) (int64, error) {
	if b.fail != nil {
		return 0, b.fail
	}
	return b.Store.DataVersion(ctx)
}

func TestInternalErrorsAreForTheLog(t *testing.T) {
	broken := &brokenStore{}
	w := newWorld(t, func(o *directory.Options) { broken.Store = o.Store; o.Store = broken })
	w.publish(person("Claire Dubois"))
	for _, fail := range []error{
		errors.New("disk I/O error at /var/secret"),
		&directory.Error{Code: directory.CodeDiskFull, Params: directory.Params{"value": "/var/secret"}},
	} {
		broken.fail = fail
		_, err := w.Search(t.Context(), visitor, directory.Search{Query: directory.Query{Limit: 10}})
		e := wantCode(t, err, directory.CodeInternal)
		ref, _ := e.Params["reference"].(string)
		if len(ref) < 8 || !strings.Contains(w.log.String(), ref) || !strings.Contains(w.log.String(), "/var/secret") {
			t.Errorf("the log does not explain %q: %s", ref, w.log)
		}
		if len(e.Params) != 1 {
			t.Errorf("more than a reference is told: %v", e.Params)
		}
		_, err = w.Show(t.Context(), visitor, "claire-dubois", false)
		wantCode(t, err, directory.CodeInternal)
		_, err = w.Refresh(t.Context())
		wantCode(t, err, directory.CodeInternal)
	}
	broken.fail = context.Canceled
	if _, err := w.Show(t.Context(), visitor, "claire-dubois", false); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled request answers %v", err)
	}
}
