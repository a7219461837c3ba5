package directory_test

import (
	"fmt"
	"testing"
	"time"

	"teleorne/directory"
)

// waitingWorld is a directory in which so many wait: half of them new, half
// changes; one in ten with something to be looked at.
func waitingWorld(b *testing.B, n int) (*world, directory.Actor) {
	b.Helper()
	w := newWorld(b)
	profile := func(i int, headline string) directory.Profile {
		return person(fmt.Sprintf("Personne %d", i), func(p *directory.Profile) {
			p.Headline, p.Email, p.Phone = headline, fmt.Sprintf("p%d@exemple.fr", i), fmt.Sprintf("+3323300%04d", i)
			p.Description = fmt.Sprintf("Dix ans en cabinet à Paris, installée dans le Perche depuis 2019. Bilans, déclarations, tableaux de bord pour "+
				"associations et petites entreprises, sur place ou à distance. Dossier %d.", i)
			if i%10 == 0 {
				p.Phone = "+33233000000"
			}
		})
	}
	var published, waiting []directory.Profile
	for i := range n {
		if i%2 == 0 {
			published = append(published, profile(i, "Expert-comptable"))
		}
		waiting = append(waiting, profile(i, "Expert-comptable, paie"))
	}
	w.publish(published...)
	w.clock.move(time.Hour)
	report, err := w.ImportProfiles(b.Context(), directory.Operator(), rows(waiting...), directory.ImportOptions{})
	if err != nil || report.Created+report.Updated != n {
		b.Fatalf("%+v, %v", report, err)
	}
	return w, w.granted("Monique", directory.RoleModerator)
}

func (w *world) queued(b *testing.B, a directory.Actor) *directory.Queue {
	q, err := w.Queue(b.Context(), a)
	if err != nil {
		b.Fatal(err)
	}
	return q
}

// queueTasks are what moderators do with the queue all day.
var queueTasks = []struct {
	name string
	do   func(b *testing.B, w *world, a directory.Actor) time.Duration
}{
	{"unchanged", func(b *testing.B, w *world, a directory.Actor) time.Duration {
		start := time.Now()
		w.queued(b, a)
		return time.Since(start)
	}},
	{"after a decision", func(b *testing.B, w *world, a directory.Actor) time.Duration {
		first := w.queued(b, a).Items[0]
		v := directory.Verdict{Item: first.ID, Version: first.Version, Action: directory.ActionReject, Reason: "Non."}
		if _, err := w.Decide(b.Context(), a, v); err != nil {
			b.Fatal(err)
		}
		start := time.Now()
		w.queued(b, a)
		spent := time.Since(start)
		if _, err := w.Undo(b.Context(), a, 0); err != nil { // so that as many wait the next time
			b.Fatal(err)
		}
		w.queued(b, a)
		return spent
	}},
	{"open and claim", func(b *testing.B, w *world, a directory.Actor) time.Duration {
		first := w.queued(b, a).Items[0]
		start := time.Now()
		if _, err := w.Open(b.Context(), a, first.ID, "session"); err != nil {
			b.Fatal(err)
		}
		w.queued(b, a)
		return time.Since(start)
	}},
	{"low risk", func(b *testing.B, w *world, a directory.Actor) time.Duration {
		start := time.Now()
		if _, err := w.LowRisk(b.Context(), a); err != nil {
			b.Fatal(err)
		}
		return time.Since(start)
	}},
	{"read anew", func(b *testing.B, w *world, a directory.Actor) time.Duration {
		other := openWorld(b, w.path)
		start := time.Now()
		other.queued(b, a)
		spent := time.Since(start)
		_ = other.store.Close()
		return spent
	}},
}

// BenchmarkQueue measures 500 and 5,000 that wait by turns, and tells how much
// longer the latter take: at most ten times as long is growth in line.
func BenchmarkQueue(b *testing.B) {
	small, one := waitingWorld(b, 500)
	large, other := waitingWorld(b, 5000)
	small.queued(b, one)
	large.queued(b, other)
	for _, task := range queueTasks {
		b.Run(task.name, func(b *testing.B) {
			var few, many time.Duration
			for b.Loop() {
				few += task.do(b, small, one)
				many += task.do(b, large, other)
			}
			n := float64(b.N)
			b.ReportMetric(0, "ns/op") // of both together it says nothing
			b.ReportMetric(float64(few.Microseconds())/n, "µs/500")
			b.ReportMetric(float64(many.Microseconds())/n, "µs/5000")
			b.ReportMetric(float64(many)/float64(few), "ratio")
		})
	}
}
