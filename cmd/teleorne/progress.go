package main

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// progress draws how far a long piece of work has come, on a terminal only. It
// uses a carriage return, no escape code.
type progress struct {
	w     io.Writer
	last  time.Time
	drawn bool
}

const (
	barWidth  = 30
	drawEvery = 100 * time.Millisecond
)

// newProgress answers nil where nobody is watching.
func newProgress(w io.Writer) *progress {
	if !isTerminal(w) {
		return nil
	}
	return &progress{w: w}
}

// at says that so much of the whole is done.
func (p *progress) at(done, total int) {
	if p == nil || total <= 0 || done < total && time.Since(p.last) < drawEvery {
		return
	}
	p.last, p.drawn = time.Now(), true
	full := barWidth * done / total
	fmt.Fprintf(p.w, "\r[%s%s] %d/%d ", strings.Repeat("#", full), strings.Repeat(".", barWidth-full), done, total)
}

// end leaves the bar's line.
func (p *progress) end() {
	if p != nil && p.drawn {
		fmt.Fprintln(p.w)
	}
}
