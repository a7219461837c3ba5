package directory_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"teleorne/directory"
)

func flags(i *directory.Item) string {
	var all []string
	for _, f := range i.Flags {
		all = append(all, strings.TrimSpace(fmt.Sprintf("%s %s", f.Kind, f.Other)))
	}
	slices.Sort(all)
	return strings.Join(all, ", ")
}

// item is what the queue has of an id.
func (w *world) item(a directory.Actor, id directory.ItemID) *directory.Item {
	w.t.Helper()
	q, err := w.Queue(w.t.Context(), a)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, i := range q.Items {
		if i.ID == id {
			return i
		}
	}
	w.t.Fatalf("%s does not wait", id)
	return nil
}

// Flags order the queue: each day of risk counts as a day of waiting.
func TestQueueOrder(t *testing.T) {
	w := newWorld(t)
	mod, _, _ := w.mods()
	w.submits(withKey("a"), person("Anne Un"))
	w.clock.move(days)
	w.submits(withKey("b"), person("Cabinet Deux")) // two days of risk
	w.clock.move(days / 2)
	w.submits(withKey("c"), person("Chloé Trois", headline("COMPTABILITÉ PARFAITE"))) // one
	w.wantQueue(mod, "2", "1", "3")
	q, err := w.Queue(t.Context(), mod)
	if err != nil || q.Count[directory.ItemNew] != 3 || len(q.Count) != 1 {
		t.Errorf("got %+v, %v", q.Count, err)
	}
	if got := flags(q.Items[0]); got != "organisation" || q.Items[0].Risk != 2 {
		t.Errorf("got %s", got)
	}
	w.decides(mod, "1", directory.ActionApprove)
	w.wantQueue(mod, "2", "3")
	w.reports(visitor, "anne-un", directory.ReportOffensive, "")
	w.wantQueue(mod, "r1", "2", "3")
	w.submits(withKey("a"), person("Anne Un", headline("Juriste")))
	w.wantQueue(mod, "r1", "2", "3", "1")
	if i := w.item(mod, "1"); i.Kind != directory.ItemChange {
		t.Errorf("got %+v", i)
	}
}

func TestQueueFlagsWhatIsTheSame(t *testing.T) {
	w := newWorld(t)
	mod, _, _ := w.mods()
	phone := func(n string) func(*directory.Profile) { return func(p *directory.Profile) { p.Phone = n } }
	text := func(s string) func(*directory.Profile) { return func(p *directory.Profile) { p.Description = s } }
	const long = "Dix ans en cabinet à Paris, installée dans le Perche depuis 2019."
	anne := w.owner(person("Anne Un", mail("a@exemple.fr"), phone("+33233000001"), text(long)))
	w.submits(withKey("b"), person("Basile Deux", mail("a@exemple.fr"), text(long)))
	w.submits(withKey("c"), person("Chloé Trois", phone("+33233000003")))
	want := func(id directory.ItemID, want string) {
		t.Helper()
		if got := flags(w.item(mod, id)); got != want {
			t.Errorf("%s has %q, want %q", id, got, want)
		}
		if got := flags(&w.opens(mod, id).Item); got != want {
			t.Errorf("%s opened has %q, want %q", id, got, want)
		}
	}
	want("2", "same_email anne-un, same_text anne-un")
	want("3", "")
	if i := w.item(mod, "2"); i.Risk != 12 || i.Flags[0].Field == "" {
		t.Errorf("got %+v", i)
	}
	// What others change counts at once.
	w.submits(withKey("d"), person("Didier Quatre", phone("+33233000003")))
	want("3", "same_phone didier-quatre")
	want("4", "same_phone chloe-trois")
	w.submits(withKey("d"), person("Didier Quatre", phone("+33233000004")))
	want("3", "")
	w.submits(anne, person("Anne Un", mail("a2@exemple.fr"), phone("+33233000003"), text(long)))
	want("2", "same_email anne-un, same_text anne-un") // published it still is
	want("3", "same_phone anne-un")
	w.decides(mod, "1", directory.ActionApprove)
	want("2", "same_text anne-un")
	if r := w.opens(mod, "3"); r.Others != 0 {
		t.Errorf("%d others wait", r.Others)
	}
	w.submits(withKey("e"), person("Éloi Cinq", phone("+33233000003")))
	if r := w.opens(mod, "3"); r.Others != 1 {
		t.Errorf("%d others wait", r.Others)
	}
	if _, err := w.Erase(t.Context(), anne, "anne-un"); err != nil {
		t.Fatal(err)
	}
	want("2", "")
	want("3", "same_phone eloi-cinq")
}

func TestQueueFlagsVolume(t *testing.T) {
	w := newWorld(t)
	mod, _, _ := w.mods()
	a := withKey("a")
	for n := range 6 {
		if w.submits(a, person("Anne Un", headline(fmt.Sprint("Métier ", n)))); n < 5 && flags(w.item(mod, "1")) != "" {
			t.Errorf("%d are many", n+1)
		}
	}
	if got := flags(w.item(mod, "1")); got != "volume" {
		t.Errorf("got %q", got)
	}
	w.clock.move(25 * time.Hour)
	if got := flags(w.item(mod, "1")); got != "" {
		t.Errorf("the day after: %q", got)
	}
}

func TestClaims(t *testing.T) {
	w := newWorld(t)
	one, two, _ := w.mods()
	ctx := t.Context()
	w.submits(withKey("a"), person("Anne Un"))
	w.submits(withKey("b"), person("Basile Deux"))
	news, stop := w.QueueChanges()
	defer stop()
	open := func(a directory.Actor, id directory.ItemID, holder string, yours bool) *directory.Review {
		t.Helper()
		r, err := w.Open(ctx, a, id, holder)
		if err != nil {
			t.Fatal(err)
		}
		if r.Claim == nil || r.Claim.Yours != yours {
			t.Fatalf("the claim is %+v", r.Claim)
		}
		return r
	}
	if r := w.opens(one, "1"); r.Claim != nil {
		t.Errorf("looking claims: %+v", r.Claim)
	}
	r := open(one, "1", "first", true)
	if !told(news) || !r.Claim.Until.Equal(noon.Add(10*time.Minute)) || r.Claim.Name != "Monique" || r.Can[directory.ActionApprove] != nil {
		t.Errorf("got %+v", r.Claim)
	}
	r = open(two, "1", "second", false)
	if e := wantCode(t, r.Can[directory.ActionApprove], directory.CodeClaimed); e.Params["name"] != "Monique" || e.Params["until"] != r.Claim.Until {
		t.Errorf("got %v", e)
	}
	if c := w.item(two, "1").Claim; c == nil || c.Yours || c.Name != "Monique" {
		t.Errorf("the queue says %+v", c)
	}
	if c := w.item(one, "1").Claim; c == nil || !c.Yours {
		t.Errorf("the queue says %+v", c)
	}
	for _, action := range []directory.Action{directory.ActionApprove, directory.ActionReject, directory.ActionSuspend} {
		_, err := w.Decide(ctx, two, directory.Verdict{Item: "1", Action: action, Reason: "Non."})
		wantCode(t, err, directory.CodeClaimed)
	}
	// Opening again extends it, be it in another session.
	w.clock.move(9 * time.Minute)
	open(one, "1", "first elsewhere", true)
	w.clock.move(9 * time.Minute)
	open(two, "1", "second", false)
	// Whose session ended lets go; another session's end changes nothing.
	if err := w.Release(ctx, "first", ""); err != nil {
		t.Fatal(err)
	}
	open(two, "1", "second", false)
	if err := w.Release(ctx, "first elsewhere", "2"); err != nil {
		t.Fatal(err)
	}
	open(two, "1", "second", false)
	told(news)
	if err := w.Release(ctx, "first elsewhere", ""); err != nil || !told(news) {
		t.Fatal(err)
	}
	open(two, "1", "second", true)
	// An expired claim is anybody's.
	w.clock.move(10 * time.Minute)
	if c := w.item(one, "1").Claim; c != nil {
		t.Errorf("the queue says %+v", c)
	}
	open(one, "1", "first", true)
	w.clock.move(10 * time.Minute)
	w.decides(two, "1", directory.ActionApprove)
	// Deciding lets go.
	open(one, "2", "first", true)
	w.decides(one, "2", directory.ActionReject, "Non.")
	w.submits(withKey("b"), person("Basile Deux", headline("Juriste")))
	open(two, "2", "second", true)
	if err := w.Release(ctx, "second", "2"); err != nil {
		t.Fatal(err)
	}
	if err := w.Release(ctx, "nobody", ""); err != nil {
		t.Fatal(err)
	}
	_, err := w.Open(ctx, one, "r1", "first")
	wantCode(t, err, directory.CodeNotFound)
}

// A claim goes with the item that others decided about by the way.
func TestClaimsOfReportsThatAreClosed(t *testing.T) {
	w := newWorld(t)
	one, two, _ := w.mods()
	a := w.owner(person("Anne Un"))
	w.reports(reader(1), "anne-un", directory.ReportOther, "")
	if _, err := w.Open(t.Context(), one, "r1", "first"); err != nil {
		t.Fatal(err)
	}
	w.decides(two, directory.ListingItem(w.me(a).Listing.ID), directory.ActionSuspend, "Non.")
	_, err := w.Decide(t.Context(), one, directory.Verdict{Item: "r1", Action: directory.ActionDismiss})
	wantCode(t, err, directory.CodeNotFound)
	w.undoes(two, 0)
	if r := w.opens(two, "r1"); r.Claim != nil {
		t.Errorf("claimed by %+v", r.Claim)
	}
}

func TestReview(t *testing.T) {
	w := newWorld(t)
	mod, _, _ := w.mods()
	a := w.owner(person("Claire Dubois", mail("c@exemple.fr")))
	w.link(a)
	w.clock.move(days)
	w.submits(a, person("Claire Dubois", mail("c@exemple.fr"), headline("Juriste")))
	r := w.opens(mod, "1")
	if r.Kind != directory.ItemChange || r.Before.Headline != "Expert-comptable" || r.After.Headline != "Juriste" ||
		!slices.Equal(r.Changes, []string{"headline"}) || r.After.Email != "c@exemple.fr" {
		t.Errorf("got %+v", r)
	}
	var story []string
	for _, e := range r.History {
		story = append(story, e.Action+" "+e.Name)
		if e.Slug != "claire-dubois" || e.Actor.Fingerprint != "" || e.Seal.Hash != nil {
			t.Errorf("got %+v", e)
		}
	}
	if want := []string{"submit ", "approve ", "submit ", "sign_up "}; !slices.Equal(story, want) {
		t.Errorf("the history is %v", story)
	}
	w.decides(mod, "1", directory.ActionApprove)
	if h := w.opens(mod, "1").History; h[0].Name != "Monique" || h[0].Action != "approve" {
		t.Errorf("got %+v", h[0])
	}
	w.submits(withKey("bob"), person("Bob Martin"))
	r = w.opens(mod, "2")
	if r.Kind != directory.ItemNew || r.Before != nil || !slices.Contains(r.Changes, "name") || slices.Contains(r.Changes, "siret") {
		t.Errorf("got %+v", r)
	}
}

func TestFindListings(t *testing.T) {
	w := newWorld(t)
	mod, _, _ := w.mods()
	w.owner(person("Anne Un", mail("a@exemple.fr")))
	w.submits(withKey("b"), person("Basile Deux", func(p *directory.Profile) { p.Commune = "61169" }))
	w.submits(withKey("c"), person("Chloé Trois"))
	w.decides(mod, "3", directory.ActionReject, "Non.")
	w.decides(mod, "1", directory.ActionSuspend, "Non.")
	find := func(q directory.ListingQuery, want ...string) {
		t.Helper()
		page, err := w.FindListings(t.Context(), mod, q)
		if err != nil {
			t.Fatal(err)
		}
		got := []string{}
		for _, l := range page.Listings {
			got = append(got, l.Slug)
		}
		if !slices.Equal(got, append([]string{}, want...)) || q.Limit == 0 && page.Total != len(want) {
			t.Errorf("%+v: %v of %d, want %v", q, got, page.Total, want)
		}
	}
	find(directory.ListingQuery{}, "anne-un", "chloe-trois", "basile-deux")
	find(directory.ListingQuery{Text: "ANNE exemple"}, "anne-un")
	find(directory.ListingQuery{State: directory.StateSuspended}, "anne-un")
	find(directory.ListingQuery{State: directory.StatePending}, "basile-deux")
	find(directory.ListingQuery{State: directory.StateRejected}, "chloe-trois")
	find(directory.ListingQuery{Limit: 1, Offset: 1}, "chloe-trois")
	flers, _ := w.Catalog().Atlas.Commune("61169")
	find(directory.ListingQuery{EPCI: flers.EPCI.SIREN}, "basile-deux")
	_, err := w.FindListings(t.Context(), mod, directory.ListingQuery{State: "odd"})
	if e := wantCode(t, err, directory.CodeChoice); e.Field != "state" {
		t.Errorf("about %q", e.Field)
	}
	_, err = w.FindListings(t.Context(), mod, directory.ListingQuery{EPCI: "000"})
	wantCode(t, err, directory.CodeNotFound)
	_, err = w.FindListings(t.Context(), mod, directory.ListingQuery{Text: "\xff"})
	wantCode(t, err, directory.CodeEncoding)
}

// The queue as it was kept up is the queue as it is read anew, whatever was
// written, be it by another process; and those who watch it are told.
func TestQueueFollows(t *testing.T) {
	one := newWorld(t)
	mod, _, _ := one.mods()
	sameClock := func(o *directory.Options) { o.Now = one.clock.now }
	two := openWorld(t, one.path, sameClock)
	r := rand.New(rand.NewPCG(5, 8))
	news, stop := two.QueueChanges()
	defer stop()
	names := []string{"Anne Un", "Basile Deux", "Chloé Trois", "Didier Quatre", "Éloi Cinq"}
	changed, steps := 0, 120
	if testing.Short() {
		steps = 30
	}
	for range steps {
		one.clock.move(time.Duration(r.IntN(120)) * time.Minute)
		name := names[r.IntN(len(names))]
		a := withKey(name)
		before := one.queue(mod)
		switch r.IntN(7) {
		case 0, 1, 2:
			p := person(name, headline(fmt.Sprint("Métier ", r.IntN(1000))), mail([]string{"a@exemple.fr", "b@exemple.fr", ""}[r.IntN(3)]))
			if r.IntN(3) == 0 {
				p.Skills = append(p.Skills, []string{"+macramé", "+origami"}[r.IntN(2)])
			}
			one.submits(a, p)
		case 3:
			if m := one.me(a); m.Can(directory.ActionWithdraw) == nil {
				did(t)(one.Withdraw(t.Context(), a))
			}
		case 4:
			_, _ = one.Report(t.Context(), reader(r.IntN(5)), directory.Slugify(name), directory.ReportOther, "")
		default:
			if q, err := one.Queue(t.Context(), mod); err == nil && len(q.Items) > 0 {
				i := q.Items[r.IntN(len(q.Items))]
				for action, err := range one.opens(mod, i.ID).Can {
					if err == nil && action != directory.ActionProposal {
						one.decides(mod, i.ID, action, "Voilà.")
						break
					}
				}
			}
		}
		if _, err := two.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(before, one.queue(mod)) {
			changed++
			if !told(news) {
				t.Error("the other process's watchers are not told")
			}
		}
		one.clock.move(10 * time.Minute) // how long a count of submissions is believed
		anew := openWorld(t, one.path, sameClock)
		want, err := anew.Queue(t.Context(), mod)
		if err != nil {
			t.Fatal(err)
		}
		for who, w := range map[string]*world{"this": one, "the other": two} {
			got, err := w.Queue(t.Context(), mod)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.EqualFunc(got.Items, want.Items, sameItem) || !reflect.DeepEqual(got.Count, want.Count) {
				t.Fatalf("%s process: %v, read anew %v", who, items(got), items(want))
			}
		}
		_ = anew.store.Close()
	}
	if changed < steps/3 {
		t.Errorf("the queue changed %d times only", changed)
	}
}

func items(q *directory.Queue) (all []string) {
	for _, i := range q.Items {
		all = append(all, fmt.Sprintf("%s %s %s [%s]", i.ID, i.Kind, i.Since.Format(time.TimeOnly), flags(i)))
	}
	return all
}

func sameItem(a, b *directory.Item) bool {
	return a.ID == b.ID && a.Kind == b.Kind && a.Version == b.Version && a.Since.Equal(b.Since) && a.Risk == b.Risk && slices.Equal(kinds(a), kinds(b))
}

// kinds are those of an item's flags: which of several others has the same is
// all one.
func kinds(i *directory.Item) (all []directory.FlagKind) {
	for _, f := range i.Flags {
		all = append(all, f.Kind)
	}
	slices.Sort(all)
	return all
}
