package host

import (
	"context"
	"io"
	"time"

	"github.com/charmbracelet/colorprofile"
)

// Options say on what terminal a model is shown. Context and Output are
// required.
type Options struct {
	Context context.Context // its end is the host's
	Output  io.Writer       // gets each frame in one write; "\n" there begins a new line
	Input   Input           // nil: nobody types
	Bulk    func() bool     // whether a whole file may be pasted now; nil: never
	Env     []string        // NAME=value; TERM says what the terminal understands
	Profile colorprofile.Profile

	Width, Height int                        // in cells, at the beginning
	Resized       <-chan struct{}            // holds one when the size changed; nil: it never does
	Size          func() (width, height int) // the size by then

	// Drawn is told of each frame that somebody waited for, how long it took from
	// the beginning, or from what was typed, until it was written; nil: nobody asks.
	Drawn func(first bool, took time.Duration)
}
