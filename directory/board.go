package directory

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
	"time"
)

// board is what waits, in its order, as nobody in particular sees it. It is
// never changed: a new one replaces it.
type board struct {
	version uint64
	items   []*Item
	at      map[ItemID]int      // in items
	owned   map[AccountID][]int // in items
	counts  map[ItemKind]int    // of items
	about   map[ListingID]bool  // listings that any item is about
	until   time.Time           // from then on the count of submissions within a day may be another
}

func emptyBoard(version uint64, until time.Time) *board {
	return &board{
		version: version, until: until, at: make(map[ItemID]int), owned: make(map[AccountID][]int),
		counts: make(map[ItemKind]int), about: make(map[ListingID]bool),
	}
}

func (b *board) add(i *Item) { b.items = append(b.items, i) }

// addReports adds those of one listing as one item.
func (b *board) addReports(all []Report, listings map[ListingID]*Listing) {
	byListing := make(map[ListingID][]Report)
	for _, r := range all {
		byListing[r.Listing] = append(byListing[r.Listing], r)
	}
	for id, reports := range byListing {
		b.about[id] = true
		if l := listings[id]; l != nil {
			b.add(reportsItem(l, reports))
		}
	}
}

func (b *board) addAppeals(all []Appeal, listings map[ListingID]*Listing) {
	for i := range all {
		a := &all[i]
		b.about[a.Listing] = true
		if l := listings[a.Listing]; l != nil {
			b.add(appealItem(l, a))
		}
	}
}

// sort puts the items in order, and notes where each is.
func (b *board) sort() {
	due := make(map[*Item]time.Time, len(b.items))
	for _, i := range b.items {
		due[i] = i.Due()
	}
	slices.SortFunc(b.items, func(x, y *Item) int {
		return cmp.Or(due[x].Compare(due[y]), x.Since.Compare(y.Since), cmp.Compare(x.number(), y.number()), cmp.Compare(x.ID, y.ID))
	})
	for n, i := range b.items {
		b.at[i.ID] = n
		b.counts[i.Kind]++
		if i.Listing != nil {
			b.about[i.Listing.ID] = true
			if i.Listing.Owner != 0 {
				b.owned[i.Listing.Owner] = append(b.owned[i.Listing.Owner], n)
			}
		}
	}
}

// number is that of the listing; 0 of a skill.
func (i *Item) number() ListingID {
	if i.Listing == nil {
		return 0
	}
	return i.Listing.ID
}

// item is what a listing handed in.
func (w *waiter) item(shared []Flag, submissions int) *Item {
	i := listingItem(w.listing)
	i.Flags = slices.Concat(shared, w.own, volumeFlag(submissions))
	i.Risk = riskOf(i.Flags)
	return i
}

// listingItem is what a listing handed in, or the listing itself when nothing
// waits.
func listingItem(l *Listing) *Item {
	i := &Item{ID: ListingItem(l.ID), Kind: ItemListing, Since: l.Latest.CreatedAt, Listing: l, Version: l.reading()}
	switch {
	case l.Pending() && l.Published == nil:
		i.Kind = ItemNew
	case l.Pending():
		i.Kind = ItemChange
	}
	return i
}

// openedItem is listingItem for whoever opens it: of a listing about which
// nothing waits, another decision makes another version.
func openedItem(l *Listing, log []Decision) *Item {
	i := listingItem(l)
	if i.Kind != ItemListing {
		return i
	}
	for n := len(log) - 1; n >= 0; n-- {
		if d := &log[n]; d.isVerdict() || d.Action == decidedUndo {
			i.Version += fmt.Sprintf("-%d", d.Number)
			break
		}
	}
	return i
}

// reading names what a moderator reads of a listing.
func (l *Listing) reading() string {
	hidden := ""
	if l.Suspended {
		hidden += "s"
	}
	if l.Withdrawn {
		hidden += "w"
	}
	return fmt.Sprintf("%d%.1s%d%s", l.Latest.ID, l.Latest.State, l.publishedRevision(), hidden)
}

// reportsItem are the open reports about a listing, the oldest first.
func reportsItem(l *Listing, reports []Report) *Item {
	h := fnv.New64a()
	risk := 0
	for _, r := range reports {
		fmt.Fprintf(h, "%d %s %q\n", r.ID, r.Reason, r.Words)
		risk += r.Reason.days()
	}
	return &Item{
		ID: ReportItem(l.ID), Kind: ItemReport, Since: reports[0].At, Listing: l, Reports: reports, Risk: risk,
		Version: fmt.Sprintf("%s-%x", l.reading(), h.Sum64()),
	}
}

// safeReports cleans what readers wrote once more on the way out.
func safeReports(reports []Report) {
	for i := range reports {
		reports[i].Words = SafeText(reports[i].Words)
	}
}

// appealItem is the open appeal of a listing's owner.
func appealItem(l *Listing, a *Appeal) *Item {
	return &Item{
		ID: AppealItem(l.ID), Kind: ItemAppeal, Since: a.At, Listing: l, Appeal: a, Risk: appealDaysForward,
		Version: fmt.Sprintf("%s-%d", l.reading(), a.ID),
	}
}

// item is a proposal as something that waits.
func (p *Proposal) item() *Item {
	var ids strings.Builder
	for _, l := range p.Listings {
		fmt.Fprintf(&ids, "%d.", l.ID)
	}
	h := fnv.New64a()
	h.Write([]byte(ids.String()))
	return &Item{
		ID: SkillItem(p.Word), Kind: ItemSkill, Since: p.Since, Proposal: p, Version: fmt.Sprintf("%x", h.Sum64()),
	}
}
