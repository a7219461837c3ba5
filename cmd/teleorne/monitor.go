package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"teleorne/directory"
	"teleorne/directory/sqlite"
	"teleorne/server"
)

const (
	figuresAge    = 15 * time.Second // how old figures of the directory may be when they are asked for
	figuresWithin = 10 * time.Second // for counting them
	monitorWait   = 10 * time.Second // for a request to be sent
)

// monitor answers operators over HTTP, from before the directory is open until
// the process ends. Without an address it answers nobody.
type monitor struct {
	http    *http.Server // nil: nobody asks
	metrics *server.Metrics
	log     *slog.Logger
	watched atomic.Pointer[watched]
}

// watched is what can be asked about once the directory is open.
type watched struct {
	srv    *server.Server
	svc    *directory.Service
	store  *sqlite.Store
	census census
}

// monitor opens the address of the flag; an empty one is none.
func (a *app) monitor(addr string, log *slog.Logger) (*monitor, error) {
	m := &monitor{metrics: a.metrics, log: log}
	if addr == "" {
		return m, nil
	}
	all, err := listen([]string{addr})
	if err != nil {
		return nil, err
	}
	l := all[0]
	if tcp, ok := l.Addr().(*net.TCPAddr); ok && !tcp.IP.IsLoopback() {
		log.Warn("metrics can be read from the network", "addr", l.Addr().String())
	}
	b := buildInfo("en")
	version, revision := b.Version, ""
	if b.Commit != nil {
		revision = *b.Commit
	}
	a.metrics.Gauge("teleorne_build_info", func() float64 { return 1 }, "version", version, "revision", revision, "goversion", b.Go, "data", b.Data)
	m.http = &http.Server{
		Handler:     server.Monitor(a.metrics, m.alive, m.ready),
		ReadTimeout: monitorWait, WriteTimeout: 2 * monitorWait, MaxHeaderBytes: 8 << 10,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}
	go func() {
		if err := m.http.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			log.Error("metrics are served no more", "err", err)
		}
	}()
	log.Info("monitoring", "addr", l.Addr().String())
	return m, nil
}

func (m *monitor) close() {
	if m.http != nil {
		_ = m.http.Close()
	}
}

// watch has what is asked about answered from now on.
func (m *monitor) watch(srv *server.Server, svc *directory.Service, store *sqlite.Store) {
	w := &watched{srv: srv, svc: svc, store: store, census: census{svc: svc, log: m.log}}
	if m.http != nil {
		w.gauges(m.metrics)
	}
	m.watched.Store(w)
}

// alive are the checks of /healthz: while the directory is being opened, that
// somebody answers is enough.
func (m *monitor) alive() []server.Check {
	w := m.watched.Load()
	if w == nil {
		return nil
	}
	return []server.Check{{Name: "admission", Do: w.srv.Alive}}
}

// ready are those of /readyz.
func (m *monitor) ready() []server.Check {
	w := m.watched.Load()
	if w == nil {
		return []server.Check{{Name: "starting", Do: func(context.Context) error { return errStarting }}}
	}
	checks := []server.Check{
		{Name: "listening", Do: w.srv.Serving},
		{Name: "admission", Do: w.srv.Alive},
		{Name: "database", Do: func(ctx context.Context) error {
			_, err := w.store.LastSeq(ctx)
			return err
		}},
		{Name: "index", Do: func(ctx context.Context) error {
			_, err := w.svc.Search(ctx, directory.Actor{}, directory.Search{Query: directory.Query{Limit: 1}})
			return err
		}},
	}
	if w.svc.Copy() {
		checks = append(checks, server.Check{Name: "copy", Do: w.followed, Says: w.followedSince})
	}
	return checks
}

// followed makes sure that there is a copy to follow. Whether what is written
// elsewhere arrives cannot be told from here: where nothing is written, nothing
// arrives.
func (w *watched) followed(context.Context) error {
	if w.store.Changed().IsZero() {
		return errNoCopy
	}
	return nil
}

// followedSince tells when something arrived.
func (w *watched) followedSince() string {
	at := w.store.Changed()
	return fmt.Sprintf("the last change arrived at %s, %d s ago", at.UTC().Format(time.RFC3339), int(time.Since(at).Seconds()))
}

var (
	errStarting = errors.New("the directory is being opened")
	errNoCopy   = errors.New("there is no file to follow")
)

// census are numbers of the directory, counted when somebody asks, and not
// again for a while.
type census struct {
	svc *directory.Service
	log *slog.Logger

	mu       sync.Mutex
	counted  time.Time
	listings map[string]int // by state
	overview directory.Overview
}

// listingStates are all that a listing can have.
var listingStates = []string{
	directory.StateDraft, directory.StatePending, directory.StatePublished, directory.StateRejected,
	directory.StatePaused, directory.StateSuspended, directory.StateWithdrawn, directory.StateDormant,
}

// itemKinds are all that waits for moderators.
var itemKinds = []directory.ItemKind{
	directory.ItemNew, directory.ItemChange, directory.ItemReport, directory.ItemAppeal, directory.ItemSkill, directory.ItemListing,
}

// get looks at the figures.
func (c *census) get(look func(listings map[string]int, o *directory.Overview) float64) func() float64 {
	return func() float64 {
		c.mu.Lock()
		defer c.mu.Unlock()
		if time.Since(c.counted) > figuresAge {
			if err := c.count(); err != nil {
				c.log.Warn("figures cannot be counted", "err", directory.SafeLine(err.Error()))
			}
			c.counted = time.Now()
		}
		return look(c.listings, &c.overview)
	}
}

func (c *census) count() error {
	ctx, cancel := context.WithTimeout(context.Background(), figuresWithin)
	defer cancel()
	listings := make(map[string]int, len(listingStates))
	for _, state := range listingStates {
		page, err := c.svc.FindListings(ctx, directory.Operator(), directory.ListingQuery{State: state, Limit: 1})
		if err != nil {
			return err
		}
		listings[state] = page.Total
	}
	o, err := c.svc.Overview(ctx, directory.Operator())
	if err != nil {
		return err
	}
	c.listings, c.overview = listings, *o
	return nil
}

// gauges are the numbers that are asked for when somebody looks.
func (w *watched) gauges(m *server.Metrics) {
	for _, state := range listingStates {
		m.Gauge("teleorne_listings", w.census.get(func(l map[string]int, _ *directory.Overview) float64 {
			return float64(l[state])
		}), "state", state)
	}
	for _, kind := range itemKinds {
		m.Gauge("teleorne_queue_items", w.census.get(func(_ map[string]int, o *directory.Overview) float64 {
			return float64(o.Queue[kind])
		}), "kind", string(kind))
	}
	for name, look := range map[string]func(o *directory.Overview) float64{
		"teleorne_data_requests_open": func(o *directory.Overview) float64 { return float64(o.Requests) },
		"teleorne_bans":               func(o *directory.Overview) float64 { return float64(o.Bans) },
		"teleorne_listings_stale":     func(o *directory.Overview) float64 { return float64(o.Stale) },
		// 0 while there is none.
		"teleorne_last_backup_timestamp_seconds": func(o *directory.Overview) float64 {
			if o.Backup == nil {
				return 0
			}
			return float64(o.Backup.At.Unix())
		},
	} {
		m.Gauge(name, w.census.get(func(_ map[string]int, o *directory.Overview) float64 { return look(o) }))
	}
	// Their sizes are asked for by name: another descriptor of the database,
	// once closed, would take SQLite's locks away.
	path := w.store.Path()
	m.Gauge("teleorne_database_bytes", func() float64 { return fileSize(path) })
	m.Gauge("teleorne_wal_bytes", func() float64 { return fileSize(path + "-wal") })
	if w.svc.Copy() {
		m.Gauge("teleorne_copy_changed_timestamp_seconds", func() float64 { return float64(w.store.Changed().Unix()) })
	}
}

func fileSize(path string) float64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return float64(info.Size())
}
