package directory_test

import (
	"slices"
	"strings"
	"time"

	"teleorne/directory"
)

// mods are two moderators and an administrator.
func (w *world) mods() (one, two, admin directory.Actor) {
	w.t.Helper()
	return w.granted("Monique", directory.RoleModerator), w.granted("Marcel", directory.RoleModerator),
		w.granted("Adèle", directory.RoleAdministrator)
}

// queue are the ids of what waits, as somebody sees it.
func (w *world) queue(a directory.Actor) []string {
	w.t.Helper()
	q, err := w.Queue(w.t.Context(), a)
	if err != nil {
		w.t.Fatal(err)
	}
	ids := []string{}
	counts := make(map[directory.ItemKind]int)
	for _, i := range q.Items {
		ids = append(ids, string(i.ID))
		counts[i.Kind]++
	}
	for kind, n := range counts {
		if q.Count[kind] != n {
			w.t.Errorf("%d of %s are counted as %d", n, kind, q.Count[kind])
		}
	}
	return ids
}

func (w *world) wantQueue(a directory.Actor, ids ...string) {
	w.t.Helper()
	if got := w.queue(a); !slices.Equal(got, append([]string{}, ids...)) {
		w.t.Errorf("the queue is %v, want %v", got, ids)
	}
}

// opens opens an item without claiming it.
func (w *world) opens(a directory.Actor, id directory.ItemID) *directory.Review {
	w.t.Helper()
	r, err := w.Open(w.t.Context(), a, id, "")
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

// approval and refusal are verdicts about what waits of a listing, read or not.
func approval(id directory.ListingID) directory.Verdict {
	return directory.Verdict{Item: directory.ListingItem(id), Action: directory.ActionApprove}
}

func refusal(id directory.ListingID, reason string) directory.Verdict {
	return directory.Verdict{Item: directory.ListingItem(id), Action: directory.ActionReject, Reason: reason}
}

// decides opens an item, decides about what was read, and fails unless that is
// possible.
func (w *world) decides(a directory.Actor, id directory.ItemID, action directory.Action, reason ...string) *directory.Decided {
	w.t.Helper()
	r := w.opens(a, id)
	if err := r.Can[action]; err != nil {
		w.t.Fatalf("%s %s: %v", action, id, err)
	}
	d, err := w.Decide(w.t.Context(), a, directory.Verdict{
		Item: id, Version: r.Version, Action: action, Reason: strings.Join(reason, ""),
	})
	if err != nil {
		w.t.Fatalf("%s %s: %v", action, id, err)
	}
	w.explained(d.Listing.ID)
	return d
}

// undoes takes a decision back.
func (w *world) undoes(a directory.Actor, number int64) *directory.Decided {
	w.t.Helper()
	d, err := w.Undo(w.t.Context(), a, number)
	if err != nil {
		w.t.Fatal(err)
	}
	w.explained(d.Listing.ID)
	return d
}

// reports reports a listing.
func (w *world) reports(a directory.Actor, slug string, reason directory.ReportReason, words string) {
	w.t.Helper()
	if _, err := w.Report(w.t.Context(), a, slug, reason, words); err != nil {
		w.t.Fatal(err)
	}
}

// explained checks that log and revisions explain how a listing stands.
func (w *world) explained(id directory.ListingID) {
	w.t.Helper()
	ctx := w.t.Context()
	listings, err := w.store.ListingsByID(ctx, []directory.ListingID{id})
	if err != nil || len(listings) != 1 {
		w.t.Fatalf("listing %d: %v, %v", id, listings, err)
	}
	log, err := w.store.Decisions(ctx, id, 0)
	if err != nil {
		w.t.Fatal(err)
	}
	revisions, err := w.store.Revisions(ctx, id)
	if err != nil {
		w.t.Fatal(err)
	}
	if differs := directory.Unexplained(listings[0], log, revisions); differs != "" {
		var story []string
		for _, d := range log {
			story = append(story, d.Action)
		}
		w.t.Errorf("listing %d after %v: %s", id, story, differs)
	}
}

// listing reads a listing as it is stored.
func (w *world) listing(id directory.ListingID) *directory.Listing {
	w.t.Helper()
	listings, err := w.store.ListingsByID(w.t.Context(), []directory.ListingID{id})
	if err != nil || len(listings) != 1 {
		w.t.Fatalf("listing %d: %v, %v", id, listings, err)
	}
	return listings[0]
}

func reader(n int) directory.Actor {
	return directory.Actor{Address: "192.0.2." + string(rune('0'+n))}
}

const days = 24 * time.Hour
