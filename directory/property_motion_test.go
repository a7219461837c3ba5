package directory_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"teleorne/directory"
)

// TestNoSequenceOfMotionsLeavesNobody lets administrators and others give, take,
// agree and refuse at random, also with connections that know less than the
// directory. Only the operator takes the last administrator's role, nobody who
// has another beside them decides alone, and the log holds.
func TestNoSequenceOfMotionsLeavesNobody(t *testing.T) {
	sequences, steps := 10, 150
	if testing.Short() {
		sequences = 3
	}
	succeeded := make(map[string]int)
	for seed := range sequences {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			c := newCouncil(t, uint64(seed))
			for range steps {
				c.step()
				if t.Failed() {
					t.Fatalf("after:\n%s", strings.Join(c.story, "\n"))
				}
			}
			if check, problems, err := c.CheckLog(t.Context()); err != nil || check.Broken != 0 || len(problems) != 0 {
				t.Errorf("the log: %+v, %v, %v", check, problems, err)
			}
			for what, n := range c.succeeded {
				succeeded[what] += n
			}
		})
	}
	for _, what := range []string{"set-role", "agree", "refuse", "erase", "ban", "unban", "operator", "lapse"} {
		if succeeded[what] == 0 && !testing.Short() {
			t.Errorf("nobody managed to %s: %v", what, succeeded)
		}
	}
}

// council are people with roles who want something of each other.
type council struct {
	*world
	random    *rand.Rand
	people    []directory.Actor
	story     []string
	succeeded map[string]int
	moved     map[int64]directory.AccountID // who made a motion
}

func newCouncil(t *testing.T, seed uint64) *council {
	c := &council{
		world: newWorld(t), random: rand.New(rand.NewPCG(seed, 4)), succeeded: make(map[string]int), moved: make(map[int64]directory.AccountID),
	}
	c.people = append(c.admins("Ana", "Béa", "Cléo"), c.granted("Monique", directory.RoleModerator), c.owner(person("Claire Dubois")), c.owner(person("Bob Martin")))
	return c
}

// administrators are the accounts that have the role by now.
func (c *council) administrators() []directory.AccountID {
	c.t.Helper()
	all, _, err := c.store.Accounts(c.t.Context(), directory.AccountQuery{Role: directory.RoleAdministrator, Limit: 100})
	if err != nil {
		c.t.Fatal(err)
	}
	var ids []directory.AccountID
	for _, a := range all {
		ids = append(ids, a.ID)
	}
	return ids
}

func (c *council) step() {
	actor := c.people[c.random.IntN(len(c.people))]
	if c.random.IntN(15) == 0 {
		actor = directory.Operator()
	}
	if c.random.IntN(2) == 0 && actor.Account != 0 {
		if now, err := c.Renew(c.t.Context(), actor); err == nil {
			actor = now
		}
	}
	before := c.administrators()
	what, out, err := c.act(actor)
	after := c.administrators()
	c.story = append(c.story, fmt.Sprintf("%s %d: %s: %v, administrators %v", actor.Role, actor.Account, what, err, after))
	var known *directory.Error
	if err != nil && (!errors.As(err, &known) || known.Code == directory.CodeInternal) {
		c.t.Errorf("an error that nobody understands: %v", err)
	}
	operator := actor.Role == directory.RoleOperator
	if err == nil {
		c.succeeded[strings.Fields(what)[0]]++
		if operator {
			c.succeeded["operator"]++
		}
	}
	if len(after) == 0 && len(before) > 0 && !operator {
		c.t.Error("no administrator is left")
	}
	changed := !slices.Equal(before, after)
	if changed && !operator && (err != nil || out == nil || !out.Done) {
		c.t.Error("a role changed although nothing was done")
	}
	if out == nil || err != nil || operator {
		return
	}
	if !slices.Contains(before, actor.Account) {
		c.t.Errorf("account %d is no administrator", actor.Account)
	}
	if out.Done && out.Motion == nil && len(before) > 1 && (changed || out.Receipt != nil) {
		c.t.Error("somebody decided alone")
	}
	if out.Done && out.Motion != nil && c.moved[out.Motion.ID] == actor.Account {
		c.t.Error("somebody agreed with themselves")
	}
	if !out.Done && c.moved[out.Motion.ID] == 0 {
		c.moved[out.Motion.ID] = actor.Account
	}
}

// act does one thing at random.
func (c *council) act(actor directory.Actor) (what string, out *directory.Outcome, err error) {
	ctx := c.t.Context()
	about := c.people[c.random.IntN(len(c.people))]
	motion := int64(1 + c.random.IntN(len(c.moved)+1))
	if open, err := c.store.Motions(ctx, true); err == nil && len(open) > 0 && c.random.IntN(4) > 0 {
		motion = open[c.random.IntN(len(open))].ID
	}
	switch c.random.IntN(12) {
	case 0, 1, 2, 3:
		roles := []directory.Role{directory.RoleIdentified, directory.RoleModerator, directory.RoleAdministrator, directory.RoleAdministrator}
		role := roles[c.random.IntN(len(roles))]
		out, err = c.SetRole(ctx, actor, about.Account, role, "Décidé.")
		return fmt.Sprintf("set-role %d %s", about.Account, role), out, err
	case 4, 5, 6, 7:
		out, err = c.Agree(ctx, actor, motion)
		return fmt.Sprintf("agree %d", motion), out, err
	case 8:
		return fmt.Sprintf("refuse %d", motion), nil, c.Disagree(ctx, actor, motion, "Non.")
	case 9:
		id := directory.ListingID(1 + c.random.IntN(2))
		out, err = c.EraseListing(ctx, actor, id, "Demande.")
		return fmt.Sprintf("erase %d", id), out, err
	case 10:
		if c.random.IntN(2) == 0 {
			_, err = c.Unban(ctx, directory.Operator(), about.Fingerprint)
			return fmt.Sprintf("unban %d", about.Account), nil, err
		}
		_, err = c.Ban(ctx, actor, directory.BanRequest{Who: about.Fingerprint, Reason: "Stop.", Until: c.Today() + 2})
		return fmt.Sprintf("ban %d", about.Account), nil, err
	}
	c.clock.move(time.Duration(c.random.IntN(5)) * 24 * time.Hour)
	return "lapse", nil, c.Upkeep(ctx)
}
