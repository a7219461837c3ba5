package command

import (
	"context"
	"slices"

	"github.com/spf13/cobra"

	"teleorne/directory"
	"teleorne/directory/exchange"
)

// decision is something that moderators decide, as a command.
type decision struct {
	name    string
	action  directory.Action
	aliases []string
	reason  bool // obligatory
}

// decisions are all of them, in the order they are offered.
var decisions = []decision{
	{"approve", directory.ActionApprove, []string{"accepter", "valider"}, false},
	{"ask", directory.ActionAsk, []string{"demander"}, true},
	{"reject", directory.ActionReject, []string{"refuser"}, true},
	{"suspend", directory.ActionSuspend, []string{"suspendre"}, true},
	{"restore", directory.ActionRestore, []string{"retablir", "rétablir"}, false},
	{"dismiss", directory.ActionDismiss, []string{"classer"}, false},
	{"uphold", directory.ActionUphold, []string{"maintenir"}, true},
	{"reverse", directory.ActionReverse, []string{"infirmer"}, false},
}

func (sh *Shell) decisionCommands() []*cobra.Command {
	all := make([]*cobra.Command, len(decisions))
	for i, d := range decisions {
		all[i] = sh.decisionCommand(d)
	}
	return all
}

func (sh *Shell) decisionCommand(d decision) *cobra.Command {
	v := directory.Verdict{Action: d.action}
	cmd := sh.under("admin", d.name, d.aliases, sh.Exactly(1), func(ctx context.Context, words []string) error {
		s, err := sh.Service(ctx)
		if err != nil {
			return err
		}
		if v.Item, err = sh.meant(ctx, s, words[0], d.action); err != nil {
			return err
		}
		if kind, _, _, _ := v.Item.Parse(); kind == directory.ItemSkill {
			return &Failure{Key: "command.admin.skill_item", Args: []any{"command", sh.toType(s, "admin show "+string(v.Item))}, Status: Failed}
		}
		done, err := s.Decide(ctx, sh.Actor, v)
		if err != nil {
			return sh.undecided(ctx, s, v.Item, err)
		}
		return sh.decided(s, v, done)
	})
	about := "may"
	if d.reason {
		about = "owner"
	}
	sh.Sentence(cmd.Flags(), &v.Reason, "reason", about)
	sh.String(cmd.Flags(), &v.Version, "version")
	sh.Formats(cmd, formatTable, formatJSON)
	return cmd
}

// undecided tells why an item could not be decided about, and what helps.
func (sh *Shell) undecided(ctx context.Context, s *directory.Service, id directory.ItemID, err error) error {
	switch {
	case directory.IsCode(err, directory.CodeStale):
		sh.say(sh.Text.Error(err))
		return &Failure{Key: "command.admin.read_again", Args: []any{"command", sh.toType(s, "admin show "+string(id))}, Status: Failed, Err: err}
	case directory.IsCode(err, directory.CodeState), directory.IsCode(err, directory.CodeNotFound):
		waiting, failed := sh.about(ctx, s, id)
		if failed != nil || len(waiting) == 0 || slices.Contains(waiting, id) {
			return err
		}
		names := make([]string, len(waiting))
		for i, other := range waiting {
			names[i] = string(other)
		}
		sh.say(sh.Text.Error(err))
		return &Failure{Key: "command.admin.also", Args: []any{"list", sh.Text.List(names)}, Status: Failed, Err: err}
	}
	return err
}

// decided tells what came of a decision: as data the new state, in words what
// the owner of the listing reads.
func (sh *Shell) decided(s *directory.Service, v directory.Verdict, d *directory.Decided) error {
	if sh.format == formatJSON {
		if err := exchange.WriteJSON(sh.out, exchange.NewDecided(d, sh.whyNot)); err != nil {
			return err
		}
	} else if l := d.Listing; l != nil {
		sh.out.WriteString(directory.SafeLine(l.Slug) + " " + l.State() + "\n")
	}
	if l := d.Listing; l != nil {
		key := "command.decided." + string(v.Action)
		switch hidden := l.Published != nil && !l.Visible(); {
		case v.Action == directory.ActionApprove && hidden, v.Action == directory.ActionRestore && hidden:
			sh.Note("command.decided.hidden", "name", l.Slug, "state", sh.S("command.me.state."+l.State()))
		default:
			sh.Note(key, "name", l.Slug)
		}
		if read := sh.haveRead(l, v.Action); read != "" {
			sh.say(read)
		}
		if reason := directory.SafeLine(d.Decision.Reason); reason != "" && v.Action != directory.ActionDismiss {
			sh.Note("command.decided.reason", "reason", reason)
		}
	}
	sh.Note("command.decided.undo", "command", sh.toType(s, "admin undo"))
	return nil
}

// willRead says what the owner of a listing will read after a decision about it;
// empty for what they are not told. A listing that nobody owns is read by nobody.
func (sh *Shell) willRead(l *directory.Listing, action directory.Action) string {
	if l == nil {
		return ""
	}
	return sh.readBy(l, sh.ruled(l, action, l.Published != nil && l.Pending()))
}

// haveRead says the same once it was taken.
func (sh *Shell) haveRead(l *directory.Listing, action directory.Action) string {
	return sh.readBy(l, sh.ruled(l, action, wasChange(l, action)))
}

func (sh *Shell) readBy(l *directory.Listing, told string) string {
	switch {
	case told == "":
		return ""
	case l.Owner == 0:
		return sh.S("command.admin.nobody_reads")
	}
	return sh.S("command.admin.will_read", "text", told)
}

// wasChange tells of a decision that was taken whether it was about a change of
// what others see; else it was about a new profile.
func wasChange(l *directory.Listing, action directory.Action) bool {
	if action == directory.ActionApprove {
		return l.Published != nil && l.Published.Number > 1
	}
	return l.Published != nil && l.Latest != nil && l.Latest.State == directory.RevisionRefused
}

// ruled is what its owner is told about a decision, here as in the interface;
// empty for what they are not told.
func (sh *Shell) ruled(l *directory.Listing, action directory.Action, change bool) string {
	about := "new"
	if change {
		about = "change"
	}
	switch action {
	case directory.ActionApprove:
		if l.Hidden() {
			about = "hidden"
		}
		return sh.S("told.approve." + about)
	case directory.ActionReject:
		return sh.S("told.reject." + about)
	case directory.ActionAsk:
		if !change && l.Published != nil {
			about = "online"
		}
		return sh.S("told.ask." + about)
	case directory.ActionSuspend, directory.ActionRestore, directory.ActionUphold, directory.ActionReverse:
		return sh.S("told." + string(action))
	}
	return ""
}

func (sh *Shell) adminUndoCommand() *cobra.Command {
	cmd := sh.under("admin", "undo", []string{"annuler", "defaire", "défaire"}, sh.atMost(1), func(ctx context.Context, words []string) error {
		s, err := sh.Service(ctx)
		if err != nil {
			return err
		}
		var n int64 // the last one
		if len(words) > 0 {
			if n, err = number("decision", words[0]); err != nil {
				return err
			}
		}
		d, err := s.Undo(ctx, sh.Actor, n)
		if err != nil {
			return err
		}
		return sh.undone(d)
	})
	sh.Formats(cmd, formatTable, formatJSON)
	return cmd
}

// undone tells how a listing stands without the decision that was taken back.
func (sh *Shell) undone(d *directory.Decided) error {
	if sh.format == formatJSON {
		return exchange.WriteJSON(sh.out, exchange.NewDecided(d, sh.whyNot))
	}
	l := d.Listing
	if l == nil {
		sh.Note("command.decided.undone_plain")
		return nil
	}
	sh.out.WriteString(directory.SafeLine(l.Slug) + " " + l.State() + "\n")
	sh.Note("command.decided.undone", "name", l.Slug, "state", sh.listingState(l))
	return nil
}

func (sh *Shell) adminApproveLowCommand() *cobra.Command {
	sure := false
	cmd := sh.under("admin", "approve-low", []string{"accepter-simples"}, sh.NoWords(), func(ctx context.Context, _ []string) error {
		return sh.adminApproveLow(ctx, sure)
	})
	sh.Yes(cmd.Flags(), &sure, "yes")
	sh.Formats(cmd, formatTable, formatJSON)
	return cmd
}

// adminApproveLow previews what would be accepted, and with yes accepts just
// that: what changed between is skipped.
func (sh *Shell) adminApproveLow(ctx context.Context, sure bool) error {
	s, err := sh.Service(ctx)
	if err != nil {
		return err
	}
	b, err := s.LowRisk(ctx, sh.Actor)
	if err != nil {
		return err
	}
	var d *directory.Decided
	if sure && len(b.Verdicts) > 0 {
		if d, err = s.ApproveMany(ctx, sh.Actor, b.Verdicts); err != nil {
			return err
		}
	}
	switch {
	case sh.format == formatJSON:
		if err := exchange.WriteJSON(sh.out, exchange.NewBulk(b, d, sh.whyNot)); err != nil {
			return err
		}
	default:
		sh.queueTable(s, b.Items)
		for _, c := range b.Fields {
			sh.Note("command.bulk.field", "field", sh.Text.Field(c.Value), "n", c.Count)
		}
	}
	switch {
	case len(b.Verdicts) == 0:
		sh.Note("command.bulk.none")
	case d == nil:
		sh.Note("command.bulk.preview", "n", len(b.Verdicts), "command", sh.toType(s, "admin approve-low --yes"))
	default:
		sh.skipped(d.Skipped)
		sh.Note("command.bulk.accepted", "n", len(b.Verdicts)-len(d.Skipped))
	}
	return nil
}

// skipped tells what was left as it was, and why.
func (sh *Shell) skipped(list []directory.Skipped) {
	for _, one := range list {
		sh.Note("command.bulk.skipped", "item", string(one.Item), "why", sh.whyNot(one.Err))
	}
}

func (sh *Shell) adminRejectManyCommand() *cobra.Command {
	var reason string
	cmd := sh.under("admin", "reject-many", []string{"refuser-plusieurs"}, sh.atLeast(1), func(ctx context.Context, words []string) error {
		s, err := sh.Service(ctx)
		if err != nil {
			return err
		}
		verdicts := make([]directory.Verdict, len(words))
		for i, w := range words {
			id, err := sh.meant(ctx, s, w, directory.ActionReject)
			if err != nil {
				return err
			}
			verdicts[i] = directory.Verdict{Item: id, Action: directory.ActionReject}
		}
		o, err := s.RejectMany(ctx, sh.Actor, verdicts, reason)
		if err != nil {
			return err
		}
		return sh.outcome(s, o, func() {
			sh.skipped(o.Decided.Skipped)
			sh.Note("command.bulk.rejected", "n", len(verdicts)-len(o.Decided.Skipped))
		})
	})
	sh.Sentence(cmd.Flags(), &reason, "reason", "owner")
	sh.Formats(cmd, formatTable, formatJSON)
	return cmd
}
