package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"teleorne/directory"
	"teleorne/directory/sqlite"
)

// kills is how often TestKill pulls the plug.
func kills() int {
	if os.Getenv("TELEORNE_LONG") != "" {
		return 1000
	}
	return 100
}

// TestKill: a server that is killed at any moment, while owners edit, officials
// decide and files are imported, has everything that it had acknowledged when
// it starts again, nothing by half, and an index that says the same.
func TestKill(t *testing.T) {
	if testing.Short() {
		t.Skip("a hundred crashes take a while")
	}
	data := filepath.Join(t.TempDir(), "data")
	deeds := newDeeds(t)
	for _, o := range deeds.officials {
		mustRun(t, "admin", "grant", "--key", o.line(), "--role", "administrator", "--name", "Ada", "--data", data)
	}
	began, n := time.Now(), kills()
	for i := range n {
		p := serveProcess(t, data)
		if i > 0 {
			deeds.verify(p, data)
		}
		deeds.work(p, 1+rand.IntN(30), time.Duration(rand.IntN(5000))*time.Microsecond)
		if t.Failed() {
			t.Fatalf("after %d kills:\n%s", i+1, p.said())
		}
		if i%10 == 9 {
			mustRun(t, "doctor", "--data", data)
		}
	}
	p := serveProcess(t, data)
	deeds.verify(p, data)
	p.stop()
	mustRun(t, "doctor", "--data", data)
	t.Logf("%d kills in %.0f s: %d writes acknowledged, %d unanswered, %d of these were done", n, time.Since(began).Seconds(),
		deeds.acknowledged, deeds.unanswered, deeds.done)
	if deeds.acknowledged < 3*n || deeds.unanswered < n {
		t.Error("the crashes did not fall among writes")
	}
}

// deeds are what several people did, and what they were told of it.
type deeds struct {
	t         *testing.T
	owners    []*owning
	officials []*official
	files     *filing

	acknowledged, unanswered, done int // over all
}

func newDeeds(t *testing.T) *deeds {
	d := &deeds{t: t, files: &filing{official: &official{person: newPerson(t), told: tally{}}}}
	for i := range 4 {
		d.owners = append(d.owners, &owning{person: newPerson(t), slug: fmt.Sprintf("owner-%c", 'a'+i), told: tally{}})
	}
	for range 2 {
		d.officials = append(d.officials, &official{person: newPerson(t), told: tally{}})
	}
	d.officials = append(d.officials, d.files.official)
	return d
}

// tally is how many entries of the log of each action somebody is due.
type tally map[string]*due

// due are entries that there must be, and those that there may be.
type due struct{ sure, maybe, settled int }

func (t tally) of(action string) *due {
	d := t[action]
	if d == nil {
		d = new(due)
		t[action] = d
	}
	return d
}

// answered notes what came of a command: done, refused, or unknown.
func (t tally) answered(action string, entries, status int, err error) {
	switch {
	case err != nil:
		t.of(action).maybe += entries
	case status == 0:
		t.of(action).sure += entries
	}
}

// work lets everybody work until so many answers have come, and a moment more,
// and kills the server in the midst of it.
func (d *deeds) work(p *process, answers int, moment time.Duration) {
	var wg sync.WaitGroup
	ctx, cancel := context.WithCancel(d.t.Context())
	defer cancel()
	answered := make(chan struct{})
	begin := func(c *person, step func(context.Context) error) {
		c.answered = answered
		wg.Go(func() {
			if err := c.connect(p.addr); err != nil {
				return
			}
			defer c.hangUp()
			for ctx.Err() == nil && step(ctx) == nil {
			}
		})
	}
	for _, o := range d.owners {
		begin(o.person, o.step)
	}
	for _, o := range d.officials[:2] {
		begin(o.person, func(ctx context.Context) error { return o.step(ctx, d.owners[rand.IntN(len(d.owners))].slug) })
	}
	begin(d.files.person, d.files.step)
	for range answers {
		select {
		case <-answered:
		case <-time.After(30 * time.Second):
			d.t.Errorf("nobody is answered")
		}
	}
	after := time.AfterFunc(moment, func() { _ = p.cmd.Process.Kill() })
	defer after.Stop()
	for alive := true; alive; {
		select {
		case <-answered:
		case <-p.done:
			alive = false
		}
	}
	cancel()
	go func() {
		for range answered { // what was answered in the last moment
		}
	}()
	wg.Wait()
	close(answered)
}

// owning is the owner of a listing, who alone edits it.
type owning struct {
	*person
	slug          string
	number        int
	saved, unsure string   // the headline that was saved last, and the one after it that perhaps was
	handed        []string // headlines that were submitted since the last check
	told          tally
}

// document is what an owner edits.
func (o *owning) document(headline string) string {
	text, err := json.Marshal(map[string]any{
		"name": strings.ReplaceAll(o.slug, "-", " "), "status": "independent", "headline": headline, "skills": []string{"traduction"}, "commune": "61038",
	})
	if err != nil {
		panic(err) // of texts alone
	}
	return string(text)
}

// step edits, submits and confirms. An error is the end of the connection.
func (o *owning) step(ctx context.Context) error {
	o.number++
	headline := fmt.Sprintf("Traduction numéro %d", o.number)
	status, said, err := o.run(ctx, o.document(headline), "me edit")
	switch {
	case err != nil:
		o.unsure = headline
		return err
	case status == 0:
		o.saved, o.unsure = headline, ""
	default:
		return fmt.Errorf("me edit: status %d: %s", status, said)
	}
	status, _, err = o.run(ctx, "", "me submit")
	o.told.answered("submit", 1, status, err)
	if err != nil {
		return err
	}
	if status == 0 {
		o.handed = append(o.handed, headline)
	}
	status, _, err = o.run(ctx, "", "me confirm")
	o.told.answered("confirm", 1, status, err)
	return err
}

// official decides about listings.
type official struct {
	*person
	number  int
	told    tally
	reasons map[string]string // that were acknowledged since the last check, with their actions
}

func (o *official) step(ctx context.Context, slug string) error {
	o.number++
	reason := fmt.Sprintf("Motif %d de %s.", o.number, o.fingerprint()[7:15])
	action := []string{"approve", "approve", "reject", "suspend", "restore", "undo"}[rand.IntN(6)]
	line := "admin " + action + " " + slug
	switch action {
	case "undo":
		line = "admin undo"
	case "reject", "suspend":
		line += " --reason " + reason
	}
	status, _, err := o.run(ctx, "", line)
	o.told.answered(action, 1, status, err)
	if err == nil && status == 0 && strings.Contains(line, reason) {
		if o.reasons == nil {
			o.reasons = make(map[string]string)
		}
		o.reasons[reason] = action
	}
	return err
}

// filing imports a file of several people again and again.
type filing struct {
	*official
	saved, unsure string // the headline that all of them were given last, and perhaps next
}

var filed = []string{"fichier-un", "fichier-deux", "fichier-trois", "fichier-quatre", "fichier-cinq"}

func (f *filing) step(ctx context.Context) error {
	f.number++
	headline := fmt.Sprintf("Lot %d", f.number)
	var file strings.Builder
	file.WriteString("name,status,headline,skills,commune,email\n")
	for _, slug := range filed {
		fmt.Fprintf(&file, "%s,independent,%s,comptabilite,Alençon,%s@exemple.fr\n", strings.ReplaceAll(slug, "-", " "), headline, slug)
	}
	status, said, err := f.run(ctx, file.String(), "admin import profiles - --publish")
	f.told.answered("import_publish", len(filed), status, err)
	switch {
	case err != nil:
		f.unsure = headline
	case status == 0:
		f.saved, f.unsure = headline, ""
	default:
		err = fmt.Errorf("admin import: status %d: %s", status, said)
	}
	return err
}

// verify compares what the directory holds with what people were told.
func (d *deeds) verify(p *process, data string) {
	t := d.t
	ctx := t.Context()
	store, err := sqlite.Open(ctx, filepath.Join(data, sqlite.FileName), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	if problems, err := store.Check(ctx); err != nil || len(problems) > 0 {
		t.Errorf("Check: %v, %v", problems, err)
	}
	var log []directory.Decision
	if err := store.EachDecision(ctx, 0, func(e *directory.Decision) error {
		log = append(log, *e)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	for _, o := range d.owners {
		d.tallied(o.fingerprint(), o.told, log)
		d.owned(store, o, log)
	}
	for _, o := range d.officials {
		d.tallied(o.fingerprint(), o.told, log)
		for _, e := range log {
			if o.reasons[e.Reason] == e.Action {
				delete(o.reasons, e.Reason)
			}
		}
		if len(o.reasons) > 0 {
			t.Errorf("decisions that were acknowledged are lost: %v", o.reasons)
		}
	}
	d.imported(store)
	d.indexed(store, p)
}

// tallied compares the log with what one person was told.
func (d *deeds) tallied(fingerprint string, told tally, log []directory.Decision) {
	there := map[string]int{}
	for i := range log {
		if log[i].Actor.Fingerprint == fingerprint {
			there[log[i].Action]++
		}
	}
	for action, due := range told {
		n := there[action]
		if n < due.sure || n > due.sure+due.maybe {
			d.t.Errorf("%d entries of %s by %s, of which %d are sure and %d possible", n, action, fingerprint, due.sure, due.maybe)
		}
		d.unanswered += due.maybe
		d.done += n - due.sure
		d.acknowledged += due.sure - due.settled
		due.sure, due.maybe, due.settled = n, 0, n // what is there stays
	}
}

// owned compares an owner's listing with what they were told: the draft, the
// revisions, and the entries of the log about them.
func (d *deeds) owned(store *sqlite.Store, o *owning, log []directory.Decision) {
	t, ctx := d.t, d.t.Context()
	l, err := store.ListingBySlug(ctx, o.slug)
	if err != nil {
		if o.saved != "" {
			t.Errorf("%s, acknowledged, is not there: %v", o.slug, err)
		}
		return
	}
	draft, err := store.Draft(ctx, l.ID)
	if err != nil {
		t.Fatal(err)
	}
	revisions, err := store.Revisions(ctx, l.ID)
	if err != nil {
		t.Fatal(err)
	}
	has := ""
	switch {
	case draft.Profile != nil:
		has = draft.Profile.Headline
	case l.Latest != nil:
		has = l.Latest.Profile.Headline
	}
	if has != o.saved && (has != o.unsure || has == "") {
		t.Errorf("%s has %q, was told %q, or perhaps %q", o.slug, has, o.saved, o.unsure)
	}
	o.saved, o.unsure = has, ""
	submitted := make(map[directory.RevisionID]bool)
	for i := range log {
		if e := &log[i]; e.Listing == l.ID && e.Revision != 0 {
			submitted[e.Revision] = true
		}
	}
	there := make(map[string]bool)
	for _, r := range revisions {
		there[r.Profile.Headline] = true
		if !submitted[r.ID] {
			t.Errorf("revision %d of %s is in no entry of the log", r.Number, o.slug)
		}
	}
	for _, headline := range o.handed {
		if !there[headline] {
			t.Errorf("%s: what was submitted as %q, acknowledged, is not there", o.slug, headline)
		}
	}
	d.acknowledged += len(o.handed) // the edits; what was submitted has its entry
	o.handed = o.handed[:0]
}

// imported finds the file's people all as they were in one file.
func (d *deeds) imported(store *sqlite.Store) {
	f := d.files
	has := make(map[string]int)
	for _, slug := range filed {
		l, err := store.ListingBySlug(d.t.Context(), slug)
		switch {
		case directory.IsCode(err, directory.CodeNotFound):
			has[""]++
		case err != nil:
			d.t.Fatal(err)
		case l.Published == nil:
			d.t.Errorf("%s is imported and not published", slug)
		default:
			has[l.Published.Profile.Headline]++
		}
	}
	if has[f.saved] != len(filed) && (f.unsure == "" || has[f.unsure] != len(filed)) {
		d.t.Errorf("imported: %v, was told %q, or perhaps %q", has, f.saved, f.unsure)
	}
	if has[f.saved] != len(filed) {
		f.saved = f.unsure
	}
	f.unsure = ""
}

// indexed finds by a search as many people as the database publishes.
func (d *deeds) indexed(store *sqlite.Store, p *process) {
	published := 0
	if err := store.Listings(d.t.Context(), 0, func(l *directory.Listing) error {
		if l.Visible() {
			published++
		}
		return nil
	}); err != nil {
		d.t.Fatal(err)
	}
	c := d.owners[0].person
	c.answered = nil
	if err := c.connect(p.addr); err != nil {
		d.t.Fatalf("%v\n%s", err, p.said())
	}
	defer c.hangUp()
	status, said, err := c.run(d.t.Context(), "", "search --json")
	var found struct{ Total int }
	if err != nil || status != 0 || json.Unmarshal([]byte(said), &found) != nil || found.Total != published {
		d.t.Errorf("the index finds %d of %d published: status %d, %v", found.Total, published, status, err)
	}
}
