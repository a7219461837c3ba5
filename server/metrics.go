package server

import (
	"fmt"
	"io"
	runtimemetrics "runtime/metrics"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/VictoriaMetrics/metrics"
)

// Metrics counts what the server does, for its operators: numbers under names
// that are known beforehand, and nothing that a visitor typed, showed or is.
// All methods may be called concurrently.
type Metrics struct {
	set         *metrics.Set
	connections [len(outcomes)]*metrics.Counter
	logins      [len(loginOutcomes)]*metrics.Counter
	open        map[string]*atomic.Int64 // by kind; never written to
	begun       map[string]*metrics.Counter
	refused     *metrics.Counter
	writeErrors *metrics.Counter

	handshakes, firstFrames, keyToFrame, searches, writes *metrics.PrometheusHistogram
}

// loginOutcome is how a connection without a session ended.
type loginOutcome uint8

const (
	loginSucceeded loginOutcome = iota
	loginFailed
	loginLate // the login grace was over
	loginGarbage
	loginUnused
	loginDisplaced
)

var loginOutcomes = [...]string{"succeeded", "failed", "late", "garbage", "unused", "displaced"}

func (o loginOutcome) String() string { return loginOutcomes[o] }

// The kinds of sessions.
const (
	kindInterface = "interface"
	kindLinear    = "linear"
	kindCommand   = "command"
)

// NewMetrics begins to count.
func NewMetrics() *Metrics {
	// The only switch of the library that is everybody's: scrapers want to be
	// told the types.
	metrics.ExposeMetadata(true)
	set := metrics.NewSet()
	m := &Metrics{
		set: set, open: map[string]*atomic.Int64{}, begun: map[string]*metrics.Counter{},
		refused:     set.NewCounter(`teleorne_sessions_refused_total`),
		writeErrors: set.NewCounter(`teleorne_write_errors_total`),
		handshakes:  set.NewPrometheusHistogramExt(`teleorne_login_seconds`, []float64{.01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 20}),
		firstFrames: set.NewPrometheusHistogramExt(`teleorne_first_frame_seconds`, []float64{.001, .0025, .005, .01, .025, .05, .1, .25, 1, 2.5}),
		keyToFrame:  set.NewPrometheusHistogramExt(`teleorne_key_to_frame_seconds`, []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, 1}),
		searches:    set.NewPrometheusHistogramExt(`teleorne_search_seconds`, []float64{.0001, .00025, .0005, .001, .0025, .005, .01, .05, .25}),
		writes:      set.NewPrometheusHistogramExt(`teleorne_write_seconds`, []float64{.0005, .001, .0025, .005, .01, .025, .1, .5, 2.5}),
	}
	m.runtime()
	for i, name := range outcomes {
		m.connections[i] = set.NewCounter(fmt.Sprintf(`teleorne_connections_total{outcome=%q}`, name))
	}
	for i, name := range loginOutcomes {
		m.logins[i] = set.NewCounter(fmt.Sprintf(`teleorne_logins_total{outcome=%q}`, name))
	}
	for _, kind := range []string{kindInterface, kindLinear, kindCommand} {
		n := &atomic.Int64{}
		m.open[kind] = n
		m.begun[kind] = set.NewCounter(fmt.Sprintf(`teleorne_sessions_total{kind=%q}`, kind))
		m.Gauge("teleorne_sessions", func() float64 { return float64(n.Load()) }, "kind", kind)
	}
	return m
}

// runtime has the Go runtime asked: the library's own list has histograms without
// their sums, and says where Go is installed.
func (m *Metrics) runtime() {
	for name, of := range map[string]string{
		"go_goroutines":                 "/sched/goroutines:goroutines",
		"go_gomaxprocs":                 "/sched/gomaxprocs:threads",
		"go_memory_total_bytes":         "/memory/classes/total:bytes",
		"go_memory_released_bytes":      "/memory/classes/heap/released:bytes",
		"go_memory_heap_objects_bytes":  "/memory/classes/heap/objects:bytes",
		"go_memory_heap_unused_bytes":   "/memory/classes/heap/unused:bytes",
		"go_memory_stacks_bytes":        "/memory/classes/heap/stacks:bytes",
		"go_gc_heap_goal_bytes":         "/gc/heap/goal:bytes",
		"go_gc_cycles_total":            "/gc/cycles/total:gc-cycles",
		"go_gc_heap_allocs_bytes_total": "/gc/heap/allocs:bytes",
	} {
		m.Gauge(name, func() float64 {
			sample := []runtimemetrics.Sample{{Name: of}}
			runtimemetrics.Read(sample)
			if sample[0].Value.Kind() != runtimemetrics.KindUint64 {
				return 0 // not known to this version of Go any more
			}
			return float64(sample[0].Value.Uint64())
		})
	}
}

// Gauge adds a number that is asked for when somebody looks. Labels are names
// and values by turns, all known beforehand.
func (m *Metrics) Gauge(name string, value func() float64, labels ...string) {
	full := name
	for i := 0; i+1 < len(labels); i += 2 {
		sep := ","
		if i == 0 {
			sep = "{"
		}
		full += sep + labels[i] + "=" + strconv.Quote(labels[i+1])
	}
	if len(labels) > 0 {
		full += "}"
	}
	m.set.UnregisterMetric(full) // of a server that was made before this one
	m.set.NewGauge(full, value)
}

// watch has what is held now asked of the admission.
func (m *Metrics) watch(a *admission) {
	m.Gauge("teleorne_connections", func() float64 { return float64(a.counts().conns) })
	m.Gauge("teleorne_connections_starting", func() float64 { return float64(a.counts().startups) })
	m.Gauge("teleorne_handshakes_at_work", func() float64 { return float64(len(a.turns)) })
	m.Gauge("teleorne_addresses_penalised", func() float64 { known, _ := a.penalties.size(); return float64(known) })
	m.Gauge("teleorne_addresses_kept_out", func() float64 { _, out := a.penalties.size(); return float64(out) })
}

// Command counts a command by its full name, which is one of the program's own,
// and its exit status.
func (m *Metrics) Command(name string, status int) {
	m.set.GetOrCreateCounter(fmt.Sprintf(`teleorne_commands_total{command=%q,status="%d"}`, name, status)).Inc()
}

// FirstFrame notes how long a session took from its request to the last byte of
// its first frame.
func (m *Metrics) FirstFrame(took time.Duration) { m.firstFrames.Update(took.Seconds()) }

// KeyToFrame notes how long it took from a key's arrival to the last byte of the
// frame that it changed.
func (m *Metrics) KeyToFrame(took time.Duration) { m.keyToFrame.Update(took.Seconds()) }

// Search notes how long a search took.
func (m *Metrics) Search(took time.Duration) { m.searches.Update(took.Seconds()) }

// Write notes how long a transaction took, and whether it failed for a reason of
// ours.
func (m *Metrics) Write(took time.Duration, failed bool) {
	m.writes.Update(took.Seconds())
	if failed {
		m.writeErrors.Inc()
	}
}

// Expose writes all of them, with those of the process, in the Prometheus text
// format.
func (m *Metrics) Expose(w io.Writer) {
	m.set.WritePrometheus(w)
	metrics.WriteProcMetrics(w)
	metrics.WriteFDMetrics(w)
}

func (m *Metrics) connection(o outcome) { m.connections[o].Inc() }
func (m *Metrics) login(o loginOutcome) { m.logins[o].Inc() }
func (m *Metrics) sessionEnds(k string) { m.open[k].Add(-1) }
func (m *Metrics) sessionBegins(k string) {
	m.open[k].Add(1)
	m.begun[k].Inc()
}
