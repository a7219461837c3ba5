// Command teleorne-load opens many real SSH sessions with a terminal against a
// server, has some of them type as people do, and prints what that costs. It
// knows the protocol and what a terminal sends; of the server it knows its
// address, its flags and its process.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"
)

const usage = `teleorne-load measures a teleorne server under load.

  teleorne-load --serve ./teleorne                    starts the server itself
  teleorne-load --serve host=./a --serve program=./b  two builds, one after the other
  teleorne-load --addr 127.0.0.1:6122 --pid 4711      a server that runs already

For each number of sessions it reports how long a connection and its first frame
take, the memory of the server for each idle session, the processor time that
idle sessions take, the time from a key to its frame while some of them type, and how
late meanwhile something woke that only slept, which is the machine's doing and
not the server's. In the end all clients are gone at once, and it waits until the
server is back where it began.

The two ways to run a session are compared with two builds:

  go build -o a ./cmd/teleorne
  go build -tags teaprogram -o b ./cmd/teleorne

`

// options are the command line.
type options struct {
	serve    []string // [NAME=]PATH of servers to start
	addr     string   // of one that runs
	pid      int      // its process; 0: memory and processor are not reported
	metrics  string   // address of its metrics; empty: goroutines are not reported
	sessions []int
	share    float64 // of the sessions that type
	rate     float64 // keys a second of each
	typing   time.Duration
	idle     time.Duration
	settle   time.Duration
	size     [2]int
	sources  int // loopback addresses to connect from
	workers  int // that connect at a time
	people   int // profiles of a server that is started
}

func main() {
	o, err := parse(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "teleorne-load:", err)
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, o); err != nil {
		fmt.Fprintln(os.Stderr, "teleorne-load:", err)
		os.Exit(1)
	}
}

func parse(args []string) (o options, err error) {
	fs := flag.NewFlagSet("teleorne-load", flag.ContinueOnError)
	fs.Usage = func() { fmt.Fprint(fs.Output(), usage); fs.PrintDefaults() }
	fs.Func("serve", "start this server, [NAME=]PATH; may be given several times", func(s string) error {
		o.serve = append(o.serve, s)
		return nil
	})
	fs.StringVar(&o.addr, "addr", "", "address of a server that runs already")
	fs.IntVar(&o.pid, "pid", 0, "its process, for memory and processor time")
	fs.StringVar(&o.metrics, "metrics", "", "address of its metrics (host:port), for goroutines; those of a server that is started are asked for when it has such a flag")
	counts := fs.String("sessions", "1,100,1000,4000", "numbers of sessions, one after the other")
	fs.Float64Var(&o.share, "typing", 0.05, "share of the sessions that type")
	fs.Float64Var(&o.rate, "rate", 3, "keys a second of each that types")
	fs.DurationVar(&o.typing, "type-for", 20*time.Second, "how long they type")
	fs.DurationVar(&o.idle, "idle-for", 20*time.Second, "how long nobody types, while processor time is measured")
	fs.DurationVar(&o.settle, "settle", 5*time.Second, "how long to wait before memory is read")
	size := fs.String("size", "80x24", "of the terminals")
	fs.IntVar(&o.sources, "sources", 100, "addresses 127.0.0.x and 127.0.1.x … to connect from")
	fs.IntVar(&o.workers, "workers", 8, "connections made at a time")
	fs.IntVar(&o.people, "people", 300, "fictional profiles of a server that is started")
	if err := fs.Parse(args); err != nil {
		return o, err
	}
	if _, err := fmt.Sscanf(*size, "%dx%d", &o.size[0], &o.size[1]); err != nil {
		return o, fmt.Errorf("a size is COLUMNSxROWS, not %q", *size)
	}
	for word := range strings.SplitSeq(*counts, ",") {
		n, err := strconv.Atoi(word)
		if err != nil || n < 1 {
			return o, fmt.Errorf("%q is no number of sessions", word)
		}
		o.sessions = append(o.sessions, n)
	}
	if (o.addr == "") == (len(o.serve) == 0) {
		return o, fmt.Errorf("either --addr or --serve")
	}
	return o, nil
}

// run loads one server after the other and prints one table.
func run(ctx context.Context, o options) error {
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	defer table.Flush()
	fmt.Fprintln(table, strings.Join(columns, "\t")+"\t")
	if o.addr != "" {
		return load(ctx, o, &target{name: o.addr, addr: o.addr, pid: o.pid, metrics: o.metrics}, table)
	}
	for _, s := range o.serve {
		t, err := start(ctx, o, s)
		if err != nil {
			return err
		}
		err = load(ctx, o, t, table)
		if stopped := t.stop(); err == nil {
			err = stopped
		}
		if err != nil {
			return err
		}
	}
	return nil
}
