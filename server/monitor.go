package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"
)

const (
	probeWithin = 2 * time.Second // for one check to answer
	probePause  = 5 * time.Millisecond
)

// Check is one thing that has to be well before the server is worth being sent
// visitors. Its name is told to whoever asks; its error is not.
type Check struct {
	Name string
	Do   func(ctx context.Context) error
	Says func() string // one line to whoever asks when all is well; nil: nothing
}

var (
	errStuck      = errors.New("nobody can be admitted")
	errNotServing = errors.New("not listening, or about to stop")
)

// Alive makes sure that connections can be admitted and counted.
func (s *Server) Alive(ctx context.Context) error {
	for !s.admission.mu.TryLock() {
		select {
		case <-ctx.Done():
			return errStuck
		case <-time.After(probePause):
		}
	}
	s.admission.mu.Unlock()
	return nil
}

// Serving makes sure that the server listens and is not about to stop.
func (s *Server) Serving(context.Context) error {
	if !s.serving.Load() {
		return errNotServing
	}
	return nil
}

// Monitor answers what operators and load balancers ask over HTTP: /metrics,
// /healthz (the process is alive: 200, else restart it) and /readyz (200: send
// visitors; 503: not now, and why). The checks are asked for at each request.
func Monitor(m *Metrics, alive, ready func() []Check) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
		m.Expose(w)
	})
	mux.HandleFunc("GET /healthz", examine(alive))
	mux.HandleFunc("GET /readyz", examine(ready))
	return mux
}

func examine(ask func() []Check) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.Header().Set("Cache-Control", "no-store")
		var failed []string
		checks := ask()
		for _, c := range checks {
			ctx, cancel := context.WithTimeout(r.Context(), probeWithin)
			if c.Do(ctx) != nil {
				failed = append(failed, c.Name)
			}
			cancel()
		}
		if len(failed) > 0 {
			w.WriteHeader(http.StatusServiceUnavailable)
			for _, name := range failed {
				fmt.Fprintln(w, "not well:", name)
			}
			return
		}
		_, _ = io.WriteString(w, "ok\n")
		for _, c := range checks {
			if c.Says != nil {
				fmt.Fprintf(w, "%s: %s\n", c.Name, c.Says())
			}
		}
	}
}
