package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"time"
)

// columns of the table. Memory and goroutines are those of the server for each
// idle session; times are milliseconds. Late is how much longer than it asked for
// something slept that did nothing else, while others typed: what of the times of
// keys is the machine's own.
var columns = []string{
	"server", "sessions", "connects/s", "first p50", "p99", "KiB/session", "goroutines", "idle CPU %",
	"typing", "keys/s", "key p50", "p99", "max", "late p99", "max", "B/key", "B/move", "CPU %", "back after s",
}

// load measures one server with each number of sessions.
func load(ctx context.Context, o options, t *target, out io.Writer) error {
	if err := warmUp(ctx, o, t); err != nil {
		return err
	}
	for _, n := range o.sessions {
		row, err := measure(ctx, o, t, n)
		if err != nil {
			return fmt.Errorf("%s, %d sessions: %w", t.name, n, err)
		}
		fmt.Fprintln(out, strings.Join(row, "\t")+"\t")
	}
	return nil
}

// warmUp lets a server build what it keeps for everybody.
func warmUp(ctx context.Context, o options, t *target) error {
	c, err := connect(ctx, t.addr, 0, o.size)
	if err != nil {
		return err
	}
	defer c.kill()
	for _, key := range script(0)[:20] {
		if _, err := c.press(key); err != nil && !errors.Is(err, errSilent) {
			return err
		}
	}
	return nil
}

// measure opens n sessions, lets them be idle, has some type, and cuts them all.
func measure(ctx context.Context, o options, t *target, n int) (row []string, err error) {
	if err := pause(ctx, o.settle); err != nil {
		return nil, err
	}
	memory, goroutines := t.memory(), t.goroutines()
	begun := time.Now()
	clients, err := open(ctx, o, t, n)
	defer func() {
		for _, c := range clients {
			c.kill()
		}
	}()
	if err != nil {
		return nil, err
	}
	connects := float64(n) / time.Since(begun).Seconds()
	var first figures
	for _, c := range clients {
		first = append(first, c.first)
	}
	if err := pause(ctx, o.settle); err != nil {
		return nil, err
	}
	held, running := t.memory(), t.goroutines()
	idle := t.processor()
	if err := pause(ctx, o.idle); err != nil {
		return nil, err
	}
	idle = t.processor() - idle
	typed, err := typing(ctx, o, t, clients)
	if err != nil {
		return nil, err
	}
	for _, c := range clients {
		c.kill()
	}
	clients = nil
	back := t.back(ctx, goroutines)
	per := func(now, before int64) string {
		if now == 0 {
			return "–"
		}
		return fmt.Sprintf("%.1f", float64(now-before)/float64(n))
	}
	return append([]string{
		t.name, fmt.Sprint(n), fmt.Sprintf("%.0f", connects), first.at(50), first.at(99),
		per(held>>10, memory>>10), per(int64(running), int64(goroutines)), share(idle, o.idle),
	}, append(typed, back)...), nil
}

// open opens n sessions, a few at a time.
func open(ctx context.Context, o options, t *target, n int) ([]*client, error) {
	clients := make([]*client, n)
	errs := make(chan error, n)
	next := make(chan int)
	var all sync.WaitGroup
	for range min(o.workers, n) {
		all.Go(func() {
			for i := range next {
				var err error
				if clients[i], err = connect(ctx, t.addr, i%o.sources, o.size); err != nil {
					errs <- err
				}
			}
		})
	}
	for i := range n {
		if len(errs) > 0 {
			break
		}
		next <- i
	}
	close(next)
	all.Wait()
	clients = slices.DeleteFunc(clients, func(c *client) bool { return c == nil })
	if len(errs) > 0 {
		return clients, <-errs
	}
	return clients, nil
}

// typing has a share of the clients type as people do.
func typing(ctx context.Context, o options, t *target, clients []*client) ([]string, error) {
	typists := clients[:max(1, int(o.share*float64(len(clients))))]
	ctx, stop := context.WithTimeout(ctx, o.typing)
	defer stop()
	var (
		mu    sync.Mutex
		all   figures
		moves []int64
		err   error
		wg    sync.WaitGroup
	)
	before := int64(0)
	for _, c := range typists {
		before += c.bytes.Load()
	}
	var late figures
	wg.Go(func() { late = lateness(ctx) })
	busy := t.processor()
	for i, c := range typists {
		wg.Go(func() {
			took, moved, failed := c.typist(ctx, i, o.rate)
			mu.Lock()
			defer mu.Unlock()
			all, moves = append(all, took...), append(moves, moved...)
			if failed != nil {
				err = failed
			}
		})
	}
	wg.Wait()
	busy = t.processor() - busy
	if err != nil {
		return nil, err
	}
	sent := -before
	for _, c := range typists {
		sent += c.bytes.Load()
	}
	slices.Sort(moves)
	move := "–"
	if len(moves) > 0 {
		move = fmt.Sprint(moves[len(moves)/2])
	}
	return []string{
		fmt.Sprint(len(typists)), fmt.Sprintf("%.0f", float64(len(all))/o.typing.Seconds()), all.at(50), all.at(99), all.at(100), late.at(99), late.at(100),
		fmt.Sprintf("%.0f", float64(sent)/float64(max(1, len(all)))), move, share(busy, o.typing),
	}, nil
}

// lateness sleeps for a millisecond again and again until the context ends, and
// answers how much longer it took each time.
func lateness(ctx context.Context) (late figures) {
	for {
		begun := time.Now()
		if pause(ctx, time.Millisecond) != nil {
			return late
		}
		late = append(late, time.Since(begun)-time.Millisecond)
	}
}

// typist types until the context ends. Moves are the bytes of what came between
// an arrow key and the key after it.
func (c *client) typist(ctx context.Context, seed int, rate float64) (took figures, moves []int64, err error) {
	random := rand.New(rand.NewPCG(uint64(seed), 61))
	keys := script(seed)
	for i := 0; ; i++ {
		// Some keys follow at once, some after a thought.
		if pause(ctx, time.Duration(random.ExpFloat64()*float64(time.Second)/rate)) != nil {
			return took, moves, nil
		}
		key, before := keys[i%len(keys)], c.bytes.Load()
		d, err := c.press(key)
		switch {
		case errors.Is(err, errSilent):
			continue
		case err != nil:
			return took, moves, err
		}
		if key != esc { // whose frame waits for what may follow an Escape
			took = append(took, d)
		}
		if key == down {
			moves = append(moves, c.bytes.Load()-before)
		}
	}
}

const (
	down  = "\x1b[B"
	enter = "\r"
	tab   = "\t"
	esc   = "\x1b"
)

// script is what somebody types again and again: words, a walk through what was
// found, a look at one of them, and back.
func script(seed int) (keys []string) {
	words := [][2]string{{"comptable", "bellême"}, {"traductrice", "alençon"}, {"développeuse", "mortagne"}, {"secrétaire", "flers"}}
	w := words[seed%len(words)]
	keys = append(keys, strings.Split(w[0], "")...)
	keys = append(keys, tab)
	keys = append(keys, strings.Split(w[1], "")...)
	return append(keys, enter, "+", down, down, down, enter, "?", esc, esc, "x", "/")
}

// back waits until all is as it was before the clients came, and answers how
// many seconds that took.
func (t *target) back(ctx context.Context, goroutines int) string {
	begun := time.Now()
	for time.Since(begun) < time.Minute && ctx.Err() == nil {
		if now := t.goroutines(); now <= goroutines+2 {
			if goroutines == 0 {
				return "–"
			}
			return fmt.Sprintf("%.1f", time.Since(begun).Seconds())
		}
		time.Sleep(50 * time.Millisecond)
	}
	return "never"
}

// pause waits, unless the context ends.
func pause(ctx context.Context, d time.Duration) error {
	late := time.NewTimer(d)
	defer late.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-late.C:
		return nil
	}
}

// share is a part of a time, in percent.
func share(part, of time.Duration) string {
	return fmt.Sprintf("%.2f", 100*part.Seconds()/of.Seconds())
}

// figures are times.
type figures []time.Duration

// at is a percentile, in milliseconds.
func (f figures) at(percent int) string {
	if len(f) == 0 {
		return "–"
	}
	sorted := slices.Sorted(slices.Values(f))
	return fmt.Sprintf("%.2f", float64(sorted[min(len(sorted)-1, len(sorted)*percent/100)].Microseconds())/1000)
}
