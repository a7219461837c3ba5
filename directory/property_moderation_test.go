package directory_test

import (
	"fmt"
	"slices"

	"teleorne/directory"
)

// moderate does at random what moderators do, or what makes them do something,
// also on behalf of whoever may not.
func (p *play) moderate(actor *directory.Actor, all map[directory.ListingID]snapshot) (string, error) {
	ctx := p.t.Context()
	switch p.random.IntN(17) {
	case 0:
		slug := "zoe-personne"
		for _, s := range all {
			if s.listing.Visible() {
				slug = s.listing.Slug
			}
		}
		_, err := p.Report(ctx, *actor, slug, directory.ReportReasons[p.random.IntN(6)], "")
		return "report " + slug, err
	case 1, 2, 3:
		// Which changes no listing, so that it may be somebody else's turn.
		owner := p.people[[]string{"owner", "professional", "moderator with a profile"}[p.random.IntN(3)]]
		_, err := p.Appeal(ctx, *owner, "Ce n’est pas juste.")
		return "appeal", err
	case 4, 5, 6:
		number := int64(0)
		if p.random.IntN(3) == 0 {
			number = int64(p.random.IntN(60))
		}
		d, err := p.Undo(ctx, *actor, number)
		if err == nil {
			return fmt.Sprintf("undo %s of %d", d.Decision.Target, d.Listing.ID), nil
		}
		return fmt.Sprintf("undo %d", number), err
	case 7:
		return p.bulk(actor, all)
	case 8:
		_, err := p.Open(ctx, *actor, p.someItem(all), "session of "+actor.Fingerprint)
		return "claim", err
	case 9:
		return "release", p.Release(ctx, "session of "+actor.Fingerprint, "")
	}
	return p.decide(actor, all)
}

// someItem is mostly one that waits.
func (p *play) someItem(all map[directory.ListingID]snapshot) directory.ItemID {
	id := directory.ListingID(p.random.IntN(len(all) + 2))
	q, err := p.Queue(p.t.Context(), directory.Operator())
	if err != nil {
		p.t.Fatal(err)
	}
	if len(q.Items) > 0 && p.random.IntN(3) > 0 {
		return q.Items[p.random.IntN(len(q.Items))].ID
	}
	return []directory.ItemID{directory.ListingItem(id), directory.ReportItem(id), directory.AppealItem(id)}[p.random.IntN(3)]
}

func (p *play) decide(actor *directory.Actor, all map[directory.ListingID]snapshot) (string, error) {
	item := p.someItem(all)
	actions := []directory.Action{
		directory.ActionAsk, directory.ActionReject, directory.ActionSuspend, directory.ActionRestore, directory.ActionRestore,
		directory.ActionDismiss, directory.ActionUphold, directory.ActionReverse,
	}
	v := directory.Verdict{Item: item, Action: actions[p.random.IntN(len(actions))], Reason: "Voilà pourquoi."}
	if r, err := p.Open(p.t.Context(), *actor, item, ""); err == nil && p.random.IntN(3) > 0 {
		v.Version = r.Version
		var can []directory.Action
		for _, a := range actions {
			if why, there := r.Can[a]; there && why == nil {
				can = append(can, a)
			}
		}
		if len(can) > 0 {
			v.Action = can[p.random.IntN(len(can))]
		}
	}
	d, err := p.Decide(p.t.Context(), *actor, v)
	if err == nil && v.Action == directory.ActionReverse {
		p.accepts(d.Listing)
	}
	return fmt.Sprintf("%s %s", v.Action, item), err
}

// bulk decides about many at once: those of low risk, or any.
func (p *play) bulk(actor *directory.Actor, all map[directory.ListingID]snapshot) (string, error) {
	var verdicts []directory.Verdict
	if b, err := p.LowRisk(p.t.Context(), *actor); err == nil && p.random.IntN(2) == 0 {
		verdicts = b.Verdicts
	}
	for range p.random.IntN(4) {
		verdicts = append(verdicts, directory.Verdict{Item: p.someItem(all), Action: directory.ActionApprove})
	}
	if p.random.IntN(2) == 0 {
		out, err := p.RejectMany(p.t.Context(), *actor, verdicts, "Abus.")
		if err == nil && !out.Done {
			p.t.Errorf("who has to agree? %+v", out)
		}
		return "reject-many", err
	}
	d, err := p.ApproveMany(p.t.Context(), *actor, verdicts)
	if err == nil {
		if d.Done+len(d.Skipped) != len(verdicts) {
			p.t.Errorf("%d decided, %d skipped of %d", d.Done, len(d.Skipped), len(verdicts))
		}
		for _, v := range verdicts {
			if _, id, _, err := v.Item.Parse(); err == nil && all[id].listing != nil && all[id].listing.Latest != nil {
				p.accepts(p.listing(id))
			}
		}
	}
	return "approve-many", err
}

// accepts notes that a moderator let through what is published.
func (p *play) accepts(l *directory.Listing) {
	if l.Published != nil {
		p.accepted[l.ID] = append(p.accepted[l.ID], l.Published.Profile)
	}
}

// checkLog checks that log and revisions explain how each listing stands, that
// the chain of the log holds, and that nobody decided about their own.
func (p *play) checkLog(all map[directory.ListingID]snapshot) {
	check, problems, err := p.CheckLog(p.t.Context())
	if err != nil || check.Broken != 0 || len(problems) > 0 {
		p.t.Errorf("the log: %+v, %v, %v", check, problems, err)
	}
	verdicts := []string{"approve", "ask", "reject", "suspend", "restore", "dismiss", "uphold", "reverse", "undo"}
	for id, s := range all {
		if s.listing.Owner == 0 {
			continue
		}
		for _, d := range p.decisionsOf(id) {
			if d.Actor.Account == s.listing.Owner && slices.Contains(verdicts, d.Action) {
				p.t.Errorf("somebody decided about their own listing: %+v", d)
			}
		}
	}
}
