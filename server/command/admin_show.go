package command

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"teleorne/directory"
	"teleorne/directory/exchange"
	"teleorne/tui/text"
)

func (sh *Shell) adminShowCommand() *cobra.Command {
	cmd := sh.under("admin", "show", []string{"voir"}, sh.Exactly(1), func(ctx context.Context, words []string) error {
		return sh.adminShow(ctx, words[0])
	})
	sh.Formats(cmd, formatTable, formatJSON)
	return cmd
}

// adminShow shows an item. It is only looked at: a command is over at once, and
// would claim it for nobody.
func (sh *Shell) adminShow(ctx context.Context, typed string) error {
	s, err := sh.Service(ctx)
	if err != nil {
		return err
	}
	id, err := sh.shown(ctx, s, typed)
	if err != nil {
		return err
	}
	r, err := s.Open(ctx, sh.Actor, id, "")
	if err != nil {
		return err
	}
	if sh.format == formatJSON {
		return exchange.WriteJSON(sh.out, exchange.NewSubmission(r, sh.lang(), sh.whyNot))
	}
	sh.reviewHead(s, r)
	sh.reviewContent(s, r)
	sh.reviewFlags(r)
	sh.reviewReports(s, r)
	sh.reviewProposal(s, r)
	sh.reviewHistory(s, r.History)
	sh.reviewCan(s, r)
	return sh.reviewOthers(ctx, s, r)
}

// whyNot is why a decision is not possible.
func (sh *Shell) whyNot(err error) string { return sh.Text.Error(err) }

// reviewHead says what the item is.
func (sh *Shell) reviewHead(s *directory.Service, r *directory.Review) {
	w := exchange.NewWaiting(&r.Item)
	f := &facts{}
	f.add(sh.S("command.column.id"), w.Item)
	f.add(sh.S("command.column.slug"), w.Slug)
	f.add(sh.Text.Field("name"), w.Name)
	f.add(sh.S("command.column.kind"), sh.S("command.admin.kind."+w.Kind))
	if r.Listing != nil {
		f.add(sh.S("command.me.state"), sh.listingState(r.Listing))
	}
	if !r.Since.IsZero() {
		f.add(sh.S("command.column.since"), sh.since(s, r.Since)+", "+sh.moment(s, r.Since))
	}
	f.add(sh.S("command.column.hand"), sh.inHand(&r.Item))
	if r.Risk > 0 {
		f.add(sh.S("command.admin.risk"), sh.S("command.admin.risk_days", "n", r.Risk))
	}
	if r.Others > 0 {
		f.add(sh.S("command.admin.others"), sh.Text.Int(r.Others))
	}
	f.add(sh.S("command.admin.version"), r.Version)
	f.write(sh.out)
}

// reviewContent shows what changes, or where nothing does, what is contested.
func (sh *Shell) reviewContent(s *directory.Service, r *directory.Review) {
	before := r.Before
	if before == nil {
		before = new(directory.Profile)
	}
	changes := exchange.Changes(r)
	for _, c := range changes {
		sh.fieldHead(c.Field)
		sh.marked(sh.fieldValue(s, before, c.Field), sh.fieldValue(s, r.After, c.Field))
	}
	if len(changes) > 0 {
		return
	}
	for _, v := range exchange.Content(r.After) {
		sh.fieldHead(v.Field)
		sh.signed("  ", sh.fieldValue(s, r.After, v.Field))
	}
}

func (sh *Shell) fieldHead(field string) {
	sh.out.WriteString("\n" + sh.S("command.me.field", "name", field, "label", sh.Text.Field(field)) + "\n")
}

// wordsTold is from how many words on a text is told by what changed in it.
const wordsTold = 12

// wordsAround is how many words are told around what changed.
const wordsAround = 5

// marked prints what became of a value: what was behind a −, what is to be
// behind a +, each on lines of its own. Of two long texts it prints what went
// and what came, word by word, and a little of what stays around. Nothing that
// people wrote stands where the signs stand.
func (sh *Shell) marked(before, after string) {
	before, after = directory.SafeText(before), directory.SafeText(after)
	if len(strings.Fields(before)) < wordsTold || len(strings.Fields(after)) < wordsTold {
		sh.signed("− ", before)
		sh.signed("+ ", after)
		return
	}
	parts := directory.DiffWords(before, after)
	if !slices.ContainsFunc(parts, func(p directory.Part) bool { return p.Kind != directory.Kept && strings.TrimSpace(p.Text) != "" }) {
		sh.signed("− ", before) // blanks alone: they are seen in the whole
		sh.signed("+ ", after)
		return
	}
	for i, part := range parts {
		switch part.Kind {
		case directory.Kept:
			sh.signed("  ", around(part.Text, i == 0, i == len(parts)-1))
		case directory.Removed:
			sh.signed("− ", strings.TrimSpace(part.Text))
		case directory.Added:
			sh.signed("+ ", strings.TrimSpace(part.Text))
		}
	}
}

// around is what is told of a passage that stays: its words next to a change.
func around(passage string, first, last bool) string {
	words := strings.Fields(passage)
	switch {
	case first && len(words) > wordsAround:
		return "… " + strings.Join(words[len(words)-wordsAround:], " ")
	case last && len(words) > wordsAround:
		return strings.Join(words[:wordsAround], " ") + " …"
	case len(words) > 2*wordsAround:
		return strings.Join(words[:wordsAround], " ") + " … " + strings.Join(words[len(words)-wordsAround:], " ")
	}
	return strings.Join(words, " ")
}

// signed prints each line of a value with a sign before it.
func (sh *Shell) signed(sign, value string) {
	value = directory.SafeText(value)
	if value == "" {
		return
	}
	for line := range strings.SplitSeq(value, "\n") {
		sh.out.WriteString(strings.TrimRight("  "+sign+line, " ") + "\n")
	}
}

// heading begins a part of what is shown.
func (sh *Shell) heading(key string) { sh.out.WriteString("\n" + sh.S(key) + "\n") }

// item prints a line of a part, at its full length.
func (sh *Shell) item(line string) { sh.out.WriteString("  " + directory.SafeLine(line) + "\n") }

func (sh *Shell) reviewFlags(r *directory.Review) {
	if len(r.Flags) == 0 {
		return
	}
	sh.heading("command.admin.part.flags")
	for _, f := range r.Flags {
		sh.item(sh.flag(f))
	}
}

// reviewReports shows what readers said, and what the owner says to it.
func (sh *Shell) reviewReports(s *directory.Service, r *directory.Review) {
	if len(r.Reports) > 0 {
		sh.heading("command.admin.part.reports")
		for _, one := range r.Reports {
			reason := sh.named("command.report."+string(one.Reason)+".name", string(one.Reason))
			line := sh.S("command.admin.report", "when", sh.moment(s, one.At), "role", sh.S("role."+one.Role.String()), "reason", reason)
			sh.item(line)
			sh.signed("  ", one.Words)
		}
	}
	if a := r.Appeal; a != nil {
		sh.heading("command.admin.part.appeal")
		sh.item(sh.S("command.admin.appeal", "when", sh.moment(s, a.At), "number", strconv.FormatInt(a.Against, 10)))
		sh.signed("  ", a.Words)
	}
}

func (sh *Shell) reviewProposal(s *directory.Service, r *directory.Review) {
	p := r.Proposal
	if p == nil {
		return
	}
	sh.heading("command.admin.part.proposed")
	for _, l := range p.Listings {
		sh.item(l.Slug)
	}
	if len(p.Near) > 0 {
		sh.heading("command.admin.part.near")
		for _, k := range p.Near {
			sh.item(sh.S("command.admin.skill", "slug", k.Slug, "label", text.Typographic(k.Label.In(sh.lang()))))
		}
	}
	word := string(directory.SkillItem(p.Word))
	domain := sh.S("command.value.domain")
	if len(p.Near) > 0 {
		domain = p.Near[0].Domain
	}
	sh.heading("command.admin.part.can")
	sh.item(sh.S("command.admin.skill_accept", "command", sh.toType(s, "admin skill accept "+word+" --domain "+domain)))
	if len(p.Near) > 0 {
		sh.item(sh.S("command.admin.skill_adopt", "command", sh.toType(s, "admin skill adopt "+word+" "+p.Near[0].Slug)))
	}
	sh.item(sh.S("command.admin.skill_refuse", "command", sh.toType(s, "admin skill refuse "+word+" --reason …")))
}

func (sh *Shell) reviewHistory(s *directory.Service, history []directory.Entry) {
	if len(history) == 0 {
		return
	}
	sh.heading("command.admin.part.history")
	for i := range history {
		e := &history[i]
		sh.item(sh.S("command.admin.event", "when", sh.moment(s, e.At), "action", sh.logAction(e.Action), "who", sh.decider(e)))
		sh.signed("  ", e.Reason)
	}
}

// decider is who took a decision: by name where there is one, else by role.
func (sh *Shell) decider(e *directory.Entry) string {
	role := sh.S("role." + e.Actor.Role.String())
	if name := directory.SafeLine(e.Name); name != "" {
		return sh.S("command.admin.decider", "name", name, "role", role)
	}
	return role
}

// reviewCan says what can be decided, with what its owner will read, and what
// cannot with the reason.
func (sh *Shell) reviewCan(s *directory.Service, r *directory.Review) {
	if r.Proposal != nil || len(r.Can) == 0 {
		return
	}
	sh.heading("command.admin.part.can")
	var not []string
	for _, d := range decisions {
		err, offered := r.Can[d.action]
		switch {
		case !offered:
		case err != nil:
			not = append(not, sh.S("command.admin.choice", "name", d.name, "alias", d.aliases[0], "what", sh.whyNot(err)))
		default:
			what := strings.TrimSpace(sh.S("command.decision."+d.name) + " " + sh.willRead(r.Listing, d.action))
			sh.item(sh.S("command.admin.choice", "name", d.name, "alias", d.aliases[0], "what", what))
			sh.signed("  ", sh.toType(s, sh.decisionLine(r, d)))
		}
	}
	if len(not) == 0 {
		return
	}
	sh.heading("command.admin.part.cannot")
	for _, line := range not {
		sh.item(line)
	}
}

// decisionLine is the command of a decision about what was read: it says which
// version that was, so that nothing else is decided about.
func (sh *Shell) decisionLine(r *directory.Review, d decision) string {
	line := "admin " + d.name + " " + string(r.ID)
	if r.Version != "" {
		line += " --version " + r.Version
	}
	if d.reason {
		line += " --reason …"
	}
	return line
}

// reviewOthers names what else waits about the same listing.
func (sh *Shell) reviewOthers(ctx context.Context, s *directory.Service, r *directory.Review) error {
	waiting, err := sh.about(ctx, s, r.ID)
	if err != nil {
		return err
	}
	others := map[string]bool{}
	for _, id := range waiting {
		if id != r.ID {
			others[string(id)] = true
		}
	}
	if len(others) > 0 {
		sh.Note("command.admin.also", "list", sh.Text.List(slices.Sorted(maps.Keys(others))))
	}
	return nil
}
