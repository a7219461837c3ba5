package directory_test

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"teleorne/directory"
)

// TestNoSequenceOfActionsBreaksTheRules lets several people do anything at
// random, also what they may not and with connections that know less than the
// directory, and checks after each step what must always hold.
func TestNoSequenceOfActionsBreaksTheRules(t *testing.T) {
	sequences, steps := 6, 350
	if testing.Short() {
		sequences, steps = 1, 150
	}
	done := make(map[string]int)
	for seed := range sequences {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			p := newPlay(t, uint64(seed))
			for range steps {
				p.step()
				if t.Failed() {
					t.Fatalf("after:\n%s", strings.Join(p.story, "\n"))
				}
			}
			for what, n := range p.done {
				done[what] += n
			}
		})
	}
	// A tame play says nothing.
	for _, what := range []string{
		"save", "touch", "blunder", "submit", "withdraw", "pause", "confirm", "drop", "sign-up", "approve", "reject",
		"erase", "add-key", "link", "renew", "upkeep", "import",
		"report", "ask", "suspend", "restore", "dismiss", "appeal", "uphold", "reverse", "undo", "approve-many", "reject-many", "claim",
	} {
		if done[what] == 0 && !testing.Short() {
			t.Errorf("nobody managed to %s: %v", what, done)
		}
	}
}

// play is a random sequence of actions under way.
type play struct {
	*world
	random *rand.Rand
	people map[string]*directory.Actor // what their connections believe
	names  []string
	story  []string
	done   map[string]int // successes by action

	accepted map[directory.ListingID][]directory.Profile // what a moderator let through
	erased   map[directory.ListingID]bool
	gone     map[string]bool // slugs of those erased
	accounts map[directory.AccountID]bool
	codes    []string
	writes   int // names each content
}

func newPlay(t *testing.T, seed uint64) *play {
	p := &play{
		world: newWorld(t), random: rand.New(rand.NewPCG(seed, 3)),
		people: make(map[string]*directory.Actor), done: make(map[string]int),
		accepted: make(map[directory.ListingID][]directory.Profile), erased: make(map[directory.ListingID]bool),
		gone: make(map[string]bool), accounts: make(map[directory.AccountID]bool),
	}
	operator := directory.Operator()
	p.people["operator"], p.people["visitor"] = &operator, &directory.Actor{Address: "192.0.2.1"}
	for _, name := range []string{"owner", "owner's phone", "professional", "stranger"} {
		a := withKey(name)
		p.people[name] = &a
	}
	for _, name := range []string{"moderator", "moderator with a profile", "administrator"} {
		role := directory.RoleModerator
		if name == "administrator" {
			role = directory.RoleAdministrator
		}
		a := p.granted(name, role)
		p.people[name] = &a
		p.accounts[a.Account] = true
	}
	p.names = slices.Sorted(maps.Keys(p.people))
	return p
}

// snapshot is all that is compared before and after a step.
type snapshot struct {
	listing   *directory.Listing
	draft     directory.Draft
	decisions int
}

func (p *play) snapshots() map[directory.ListingID]snapshot {
	p.t.Helper()
	all := make(map[directory.ListingID]snapshot)
	var listings []*directory.Listing
	if err := p.store.Listings(p.t.Context(), 0, func(l *directory.Listing) error { listings = append(listings, l); return nil }); err != nil {
		p.t.Fatal(err)
	}
	for _, l := range listings {
		d, err := p.store.Draft(p.t.Context(), l.ID)
		if err != nil {
			p.t.Fatal(err)
		}
		all[l.ID] = snapshot{l, d, len(p.actions(l.ID))}
	}
	return all
}

// owns is the account that a connection's key belongs to at this moment.
func (p *play) owns(a *directory.Actor) directory.AccountID {
	if a.Fingerprint == "" {
		return 0
	}
	account, err := p.Identify(p.t.Context(), a.Fingerprint)
	if err != nil {
		return 0
	}
	return account.ID
}

// step lets somebody do something and checks what came of it.
func (p *play) step() {
	who := p.names[p.random.IntN(len(p.names))]
	moderating := p.random.IntN(3) == 0
	if queue, err := p.Queue(p.t.Context(), directory.Operator()); err == nil && len(queue.Items) > 0 && p.random.IntN(4) == 0 ||
		moderating && p.random.IntN(3) > 0 {
		who = []string{"moderator", "moderator with a profile", "administrator", "operator"}[p.random.IntN(4)]
	}
	actor := p.people[who]
	before := p.snapshots()
	account := p.owns(actor)
	what, err := p.act(who, actor, before, moderating)
	p.story = append(p.story, fmt.Sprintf("%s: %s: %v", who, what, err))
	if err == nil {
		p.done[strings.Fields(what)[0]]++
	}
	var known *directory.Error
	if err != nil && (!errors.As(err, &known) || known.Code == directory.CodeInternal) {
		p.t.Errorf("an error that nobody understands: %v", err)
	}
	after := p.snapshots()
	if now := p.owns(actor); now != 0 {
		p.accounts[now] = true
		if account == 0 {
			account = now
		}
	}
	system := actor.Role >= directory.RoleModerator && actor.Role != directory.RoleProfessional
	for id, now := range after {
		then, was := before[id]
		if was && then.listing.Owner != 0 && now.listing.Owner == 0 {
			p.erased[id], p.gone[then.listing.Slug] = true, true
			if why := strings.Fields(what)[0]; why != "erase" && why != "upkeep" && why != "join" {
				p.t.Errorf("%s is erased by the way", then.listing.Slug)
			}
		}
		p.checkListing(now)
		if !was {
			if now.listing.Owner != account && actor.Role != directory.RoleOperator {
				p.t.Errorf("a listing of somebody else came into being: %+v", now.listing)
			}
			continue
		}
		p.checkChange(then, now, err, account, system)
	}
	p.checkPublic(after)
	p.checkKeys()
	p.checkLog(after)
}

// act does one thing at random.
func (p *play) act(who string, actor *directory.Actor, all map[directory.ListingID]snapshot, moderating bool) (string, error) {
	ctx := p.t.Context()
	if moderating {
		return p.moderate(actor, all)
	}
	switch p.random.IntN(22) {
	case 0, 1, 2, 3:
		return p.save(actor)
	case 4, 5, 6:
		_, err := p.Submit(ctx, *actor, p.base(actor))
		return "submit", err
	case 7:
		_, err := p.Withdraw(ctx, *actor)
		return "withdraw", err
	case 8:
		_, err := p.Pause(ctx, *actor, p.Today()+directory.Date(p.random.IntN(60)))
		return "pause", err
	case 9:
		_, err := p.Resume(ctx, *actor)
		return "resume", err
	case 10:
		_, err := p.Confirm(ctx, *actor)
		return "confirm", err
	case 11:
		_, err := p.DropDraft(ctx, *actor, p.base(actor))
		return "drop", err
	case 12:
		_, codes, err := p.SignUp(ctx, *actor)
		p.codes = append(p.codes, codes...)
		return "sign-up", err
	case 13, 14, 15, 16:
		return p.judge(actor, all)
	case 17:
		if p.random.IntN(3) > 0 {
			return p.save(actor)
		}
		return p.erase(actor, all)
	case 18, 19:
		return p.keys(actor)
	case 20:
		if who == "operator" {
			return p.clockwork()
		}
		now, err := p.Renew(ctx, *actor)
		if err == nil {
			*actor = now
		} else { // the server ends such a session; its owner connects anew
			*actor = withKey(who)
		}
		return "renew", err
	}
	if who == "operator" && p.random.IntN(2) == 0 {
		return p.importOver(all)
	}
	return p.clockwork()
}

// base is a version that somebody may have before them: the present one, none,
// or any other.
func (p *play) base(actor *directory.Actor) directory.Version {
	switch p.random.IntN(4) {
	case 0:
		return ""
	case 1:
		return directory.Version(fmt.Sprintf("%d.%d", p.random.IntN(4), p.random.IntN(9)))
	}
	if m, err := p.Me(p.t.Context(), *actor); err == nil {
		return m.Version
	}
	return ""
}

func (p *play) save(actor *directory.Actor) (string, error) {
	p.writes++
	draft := person("Zoé Personne", headline(fmt.Sprintf("Métier %d", p.writes)))
	kind := "save"
	if m, err := p.Me(p.t.Context(), *actor); err == nil && m.Listing != nil && p.random.IntN(2) == 0 {
		kind, draft = "touch", m.Profile // availability alone
		draft.AvailableFrom = p.Today() + directory.Date(p.random.IntN(30))
	} else if p.random.IntN(6) == 0 {
		kind, draft.Email = "blunder", "no address"
	}
	_, err := p.SaveDraft(p.t.Context(), *actor, p.base(actor), draft, nil)
	return kind, err
}

// judge decides on any listing, or lets a moderator suspend it.
func (p *play) judge(actor *directory.Actor, all map[directory.ListingID]snapshot) (string, error) {
	ids := slices.Sorted(maps.Keys(all))
	id := directory.ListingID(p.random.IntN(len(ids) + 2))
	if queue, err := p.store.Pending(p.t.Context()); err == nil && len(queue) > 0 && p.random.IntN(4) > 0 {
		id = queue[p.random.IntN(len(queue))].ID
	}
	if p.random.IntN(3) == 0 {
		_, err := p.Decide(p.t.Context(), *actor, refusal(id, "Métier à préciser."))
		return fmt.Sprintf("reject %d", id), err
	}
	account := p.owns(actor)
	d, err := p.Decide(p.t.Context(), *actor, approval(id))
	if err == nil {
		if d.Listing.Owner == account && account != 0 {
			p.t.Error("somebody decided about their own listing")
		}
		p.accepted[id] = append(p.accepted[id], all[id].listing.Latest.Profile)
	}
	return fmt.Sprintf("approve %d", id), err
}

func (p *play) erase(actor *directory.Actor, all map[directory.ListingID]snapshot) (string, error) {
	slug := "zoe-personne"
	account := p.owns(actor)
	for _, s := range all {
		if account != 0 && s.listing.Owner == account && p.random.IntN(2) == 0 {
			slug = s.listing.Slug
		}
	}
	_, err := p.Erase(p.t.Context(), *actor, slug)
	return "erase " + slug, err
}

// keys adds, removes and joins with keys, also with those of others.
func (p *play) keys(actor *directory.Actor) (string, error) {
	ctx := p.t.Context()
	other := withKey(p.names[p.random.IntN(len(p.names))])
	if p.random.IntN(2) == 0 {
		other = withKey("owner's phone")
	}
	switch p.random.IntN(4) {
	case 0:
		pub, err := ssh.ParsePublicKey([]byte(other.Key))
		if err != nil {
			p.t.Fatal(err)
		}
		_, err = p.AddKey(ctx, *actor, string(ssh.MarshalAuthorizedKey(pub)))
		return "add-key", err
	case 1:
		return "remove-key", p.RemoveKey(ctx, *actor, other.Fingerprint)
	case 2:
		code, err := p.Link(ctx, *actor)
		p.codes = append(p.codes, code.Text)
		return "link", err
	}
	code := "XXXX-XXXX-XXXX"
	if len(p.codes) > 0 {
		code = p.codes[p.random.IntN(len(p.codes))]
	}
	now, err := p.Join(ctx, *actor, code)
	if err == nil {
		*actor = now
	}
	return "join", err
}

// clockwork lets time go by.
func (p *play) clockwork() (string, error) {
	days := p.random.IntN(20)
	if p.random.IntN(8) == 0 {
		days = p.random.IntN(500)
	}
	p.clock.move(time.Duration(days) * 24 * time.Hour)
	return "upkeep " + p.Today().String(), p.Upkeep(p.t.Context())
}

func (p *play) importOver(all map[directory.ListingID]snapshot) (string, error) {
	p.writes++
	row := directory.ImportRow{Line: 2, Profile: person("Zoé Personne", headline(fmt.Sprintf("Importé %d", p.writes)))}
	for _, id := range slices.Sorted(maps.Keys(all)) {
		if l := all[id].listing; l.Latest != nil && p.random.IntN(3) == 0 {
			row.Slug = l.Slug
			_, err := p.ImportProfiles(p.t.Context(), directory.Operator(), []directory.ImportRow{row}, publish)
			if err == nil {
				p.accepted[id] = append(p.accepted[id], row.Profile, l.Latest.Profile)
			}
			return "import " + row.Slug, err
		}
	}
	return "import nothing", nil
}
