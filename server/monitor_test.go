package server

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"
)

// exposed is what a scraper reads.
type exposed struct {
	types  map[string]string  // of families
	values map[string]float64 // of series, by name and labels as they are written
}

var (
	sampleLine = regexp.MustCompile(`^([a-zA-Z_:][a-zA-Z0-9_:]*)(\{[^}]*\})? (\S+)$`)
	labelPair  = regexp.MustCompile(`^[a-zA-Z_][a-zA-Z0-9_]*="([^"\\\n]|\\["\\n])*"`)
)

// parseExposed is strict about the text format: each family once, with its type
// before its samples, each series once, and histograms that add up.
func parseExposed(t testing.TB, text string) exposed {
	t.Helper()
	e := exposed{map[string]string{}, map[string]float64{}}
	family := ""
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if rest, ok := strings.CutPrefix(line, "# TYPE "); ok {
			name, kind, _ := strings.Cut(rest, " ")
			if e.types[name] != "" || !slices.Contains([]string{"counter", "gauge", "histogram", "summary"}, kind) {
				t.Errorf("a second or a strange type: %s", line)
			}
			e.types[name], family = kind, name
			continue
		}
		if line == "" || strings.HasPrefix(line, "# HELP ") {
			continue
		}
		m := sampleLine.FindStringSubmatch(line)
		if m == nil {
			t.Errorf("no sample: %q", line)
			continue
		}
		if base := strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(m[1], "_bucket"), "_sum"), "_count"); m[1] != family && base != family {
			t.Errorf("outside its family %s: %q", family, line)
		}
		for rest := strings.Trim(m[2], "{}"); rest != ""; {
			pair := labelPair.FindString(rest)
			if pair == "" {
				t.Errorf("labels: %q", line)
				break
			}
			rest = strings.TrimLeft(rest[len(pair):], ", ")
		}
		value, err := strconv.ParseFloat(m[3], 64)
		if _, again := e.values[m[1]+m[2]]; err != nil || again {
			t.Errorf("twice, or no number: %q", line)
		}
		e.values[m[1]+m[2]] = value
	}
	for name, kind := range e.types {
		if kind == "histogram" {
			e.addsUp(t, name)
		}
	}
	return e
}

func (e exposed) addsUp(t testing.TB, name string) {
	t.Helper()
	type bucket struct{ le, n float64 }
	var all []bucket
	for series, n := range e.values {
		if le, ok := strings.CutPrefix(series, name+`_bucket{le="`); ok {
			bound, err := strconv.ParseFloat(strings.TrimSuffix(le, `"}`), 64)
			if err != nil {
				t.Errorf("%s: %v", series, err)
			}
			all = append(all, bucket{bound, n})
		}
	}
	slices.SortFunc(all, func(a, b bucket) int { return int(math.Copysign(1, a.le-b.le)) })
	if len(all) == 0 {
		return // nothing yet
	}
	for i := 1; i < len(all); i++ {
		if all[i].n < all[i-1].n {
			t.Errorf("%s falls at %v", name, all[i].le)
		}
	}
	if last := all[len(all)-1]; !math.IsInf(last.le, 1) || last.n != e.values[name+"_count"] {
		t.Errorf("%s: %v at the end, %v in all", name, last, e.values[name+"_count"])
	}
}

func (h *house) metrics() (string, exposed) {
	h.t.Helper()
	var b bytes.Buffer
	h.srv.config.Metrics.Expose(&b)
	return b.String(), parseExposed(h.t, b.String())
}

func TestMetrics(t *testing.T) {
	h := open(t, func(c *Config) { c.Penalties, c.Limits.MaxSessionsPerIP = DefaultPenalties(), 3 })
	c := h.visitor()
	tm := openTerminal(t, c, 80, 24, "xterm")
	tm.sees("ready")
	run(t, c, "whoami", nil)
	_, _ = h.dial("x")
	h.srv.config.Metrics.KeyToFrame(3 * time.Millisecond)
	h.srv.config.Metrics.Write(time.Millisecond, true)
	eventually(t, "the failure is noted", func() bool {
		_, e := h.metrics()
		return e.values[`teleorne_logins_total{outcome="failed"}`] == 1
	})
	text, e := h.metrics()
	for series, want := range map[string]float64{
		`teleorne_connections_total{outcome="admitted"}`:   2,
		`teleorne_connections_total{outcome="penalised"}`:  0,
		`teleorne_logins_total{outcome="succeeded"}`:       1,
		`teleorne_sessions{kind="interface"}`:              1,
		`teleorne_sessions{kind="command"}`:                0,
		`teleorne_sessions_total{kind="command"}`:          1,
		`teleorne_connections`:                             1,
		`teleorne_connections_starting`:                    0,
		`teleorne_addresses_penalised`:                     1,
		`teleorne_addresses_kept_out`:                      0,
		`teleorne_login_seconds_count`:                     1,
		`teleorne_key_to_frame_seconds_bucket{le="0.005"}`: 1,
		`teleorne_write_errors_total`:                      1,
	} {
		if got, ok := e.values[series]; !ok || got != want {
			t.Errorf("%s is %v (%t), not %v", series, got, ok, want)
		}
	}
	for _, family := range []string{"go_goroutines", "go_memory_heap_objects_bytes", "go_gc_heap_goal_bytes", "go_gomaxprocs", "process_resident_memory_bytes"} {
		if e.types[family] != "gauge" || e.values[family] <= 0 {
			t.Errorf("%s: %s %v\n%s", family, e.types[family], e.values[family], text)
		}
	}
	tm.typed("Q")
	tm.ends()
	eventually(t, "the session is over", func() bool {
		_, e := h.metrics()
		return e.values[`teleorne_sessions{kind="interface"}`] == 0
	})
}

// Whatever visitors type, show and are, the metrics say nothing of it, and do
// not grow by it.
func TestMetricsHoldNothingOfVisitors(t *testing.T) {
	h := open(t, func(c *Config) { c.Penalties = DefaultPenalties() })
	visit := func(i int) {
		key := newKey(t)
		c, err := h.dial(fmt.Sprintf("claire-dubois-%d", i), gossh.PublicKeys(key), noQuestions(t))
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		run(t, c, fmt.Sprintf("words comptable-%d alençon", i), nil, "LANG=fr_SECRET")
		run(t, c, fmt.Sprintf("secret-%d", i), nil)
		tm := openTerminal(t, c, 80, 24, "secret-term")
		tm.sees("ready")
		tm.typed("secretQ")
		tm.ends()
		text, _ := h.metrics()
		for _, personal := range []string{"claire", "dubois", "comptable", "secret", "SECRET", "SHA256", gossh.FingerprintSHA256(key.PublicKey())[7:20], "127.0.0"} {
			if strings.Contains(text, personal) {
				t.Fatalf("%q is in the metrics", personal)
			}
		}
	}
	visit(0)
	_, before := h.metrics()
	for i := range 10 {
		visit(i + 1)
		if conn := dialFrom(t, fmt.Sprintf("127.0.6.%d", i+1), h.addr); conn != nil {
			_, _ = io.WriteString(conn, fmt.Sprintf("GET /%d HTTP/1.1\r\n\r\n", i))
			_, _ = io.Copy(io.Discard, conn)
			_ = conn.Close()
		}
	}
	_, after := h.metrics()
	names := func(e exposed) (own []string) {
		for name := range e.values {
			if strings.HasPrefix(name, "teleorne_") && !strings.Contains(name, "_bucket{") && !strings.HasSuffix(name, "_sum") && !strings.HasSuffix(name, "_count") {
				own = append(own, name)
			}
		}
		slices.Sort(own)
		return own
	}
	if b, a := names(before), names(after); !slices.Equal(a, b) || len(a) > 60 {
		t.Errorf("%d series became %d: %q", len(b), len(a), a)
	}
}

func TestMonitor(t *testing.T) {
	h := open(t)
	broken := errors.New("secret cause")
	checks := []Check{{Name: "listening", Do: h.srv.Serving}, {Name: "admission", Do: h.srv.Alive}}
	web := httptest.NewServer(Monitor(h.srv.config.Metrics, func() []Check { return checks[1:] }, func() []Check { return checks }))
	defer web.Close()
	get := func(path string) (int, string) {
		r, err := http.Get(web.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Body.Close()
		b, _ := io.ReadAll(r.Body)
		return r.StatusCode, string(b)
	}
	want := func(path string, status int, body string) {
		t.Helper()
		if s, b := get(path); s != status || b != body {
			t.Errorf("%s: %d %q", path, s, b)
		}
	}
	eventually(t, "ready", func() bool { s, _ := get("/readyz"); return s == 200 })
	want("/healthz", 200, "ok\n")
	if s, b := get("/metrics"); s != 200 || !strings.Contains(b, "teleorne_connections_total") {
		t.Error(s, b)
	}
	if s, _ := get("/debug/pprof/"); s != 404 {
		t.Error("something else is served")
	}
	if r, err := http.Post(web.URL+"/metrics", "", nil); err != nil || r.StatusCode != 405 {
		t.Error(r, err)
	}
	checks = append(checks, Check{Name: "database", Do: func(context.Context) error { return broken }})
	want("/readyz", 503, "not well: database\n")
	want("/healthz", 503, "not well: database\n")
	checks = checks[:2]
	// Nobody can be admitted any more: something is stuck.
	h.srv.admission.mu.Lock()
	want("/healthz", 503, "not well: admission\n")
	h.srv.admission.mu.Unlock()
	want("/healthz", 200, "ok\n")
	if err := h.stop(); err != nil {
		t.Fatal(err)
	}
	want("/readyz", 503, "not well: listening\n")
	want("/healthz", 200, "ok\n")
}
