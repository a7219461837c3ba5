package directory

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// decisionsAbout are the decisions that there are about each kind of item.
func decisionsAbout(kind ItemKind) []Action {
	switch kind {
	case ItemNew, ItemChange, ItemListing:
		return []Action{ActionApprove, ActionAsk, ActionReject, ActionSuspend, ActionRestore}
	case ItemReport:
		return []Action{ActionDismiss, ActionAsk, ActionSuspend, ActionRestore}
	case ItemAppeal:
		return []Action{ActionUphold, ActionReverse}
	case ItemSkill:
		return []Action{ActionProposal}
	}
	return nil
}

// needsReason tells whether a decision has to be explained to whom it is about.
func needsReason(action Action) bool {
	switch action {
	case ActionAsk, ActionReject, ActionSuspend, ActionUphold:
		return true
	}
	return false
}

// checked is the verdict with a clean reason, if it is one about such an item.
func (v Verdict) checked() (Verdict, error) {
	kind, _, _, err := v.Item.Parse()
	if err != nil {
		return v, err
	}
	possible := decisionsAbout(kind)
	if kind == ItemSkill {
		possible = nil // ChangeTaxonomy decides about these
	}
	var names []string
	fits := false
	for _, a := range possible {
		names = append(names, string(a))
		fits = fits || a == v.Action
	}
	if !fits {
		return v, notAllowed(string(v.Action), names).In("action")
	}
	if !needsReason(v.Action) && strings.TrimSpace(v.Reason) == "" {
		v.Reason = ""
		return v, nil
	}
	v.Reason, err = writtenReason(v.Reason)
	return v, err
}

// judging is a decision under way, within a transaction.
type judging struct {
	tx      Tx
	by      Actor
	now     time.Time
	verdict Verdict
	kind    ItemKind
	listing *Listing
	log     []Decision // about the listing
	reports []Report   // open, of ItemReport
	appeal  *Appeal    // of ItemAppeal
	decided Decision
}

// weigh reads what a verdict is about, and tells why it cannot be carried out.
// Nothing is written.
func (s *Service) weigh(tx Tx, by Actor, v Verdict) (*judging, error) {
	j := &judging{tx: tx, by: by, now: s.stamp(), verdict: v}
	if err := j.read(); err != nil {
		return nil, err
	}
	if err := by.MayOn(v.Action, j.listing); err != nil {
		return nil, err
	}
	if j.appeal != nil && sameJudge(by, j.appeal) {
		return nil, &Error{Code: CodeSameJudge}
	}
	if v.Version != "" && v.Version != j.version() {
		return nil, &Error{Code: CodeStale, Params: Params{"at": j.newest()}}
	}
	return j, j.free()
}

// read reads the item of the verdict.
func (j *judging) read() error {
	kind, id, _, err := j.verdict.Item.Parse()
	if err != nil {
		return err
	}
	gone := NotFound("item", string(j.verdict.Item))
	j.kind = kind
	switch j.listing, err = j.tx.ListingByID(id); {
	case IsCode(err, CodeNotFound) || err == nil && j.listing.Latest == nil:
		return gone
	case err != nil:
		return err
	}
	if j.log, err = j.tx.Decisions(id); err != nil {
		return err
	}
	switch kind {
	case ItemReport:
		if j.reports, err = j.tx.OpenReports(id); err == nil && len(j.reports) == 0 {
			return gone
		}
		safeReports(j.reports)
	case ItemAppeal:
		appeals, failed := j.tx.Appeals(id)
		if err = failed; err == nil {
			if j.appeal = openAppeal(appeals); j.appeal == nil {
				return gone
			}
		}
	}
	return err
}

// openAppeal is the open one of a listing's appeals; nil: none.
func openAppeal(appeals []Appeal) *Appeal {
	for i := range appeals {
		if appeals[i].ClosedAt.IsZero() {
			return &appeals[i]
		}
	}
	return nil
}

// sameJudge tells whether an appeal is against the actor's own decision.
func sameJudge(a Actor, appeal *Appeal) bool { return appeal.By == a.Account }

// version is that of the item as it is now.
func (j *judging) version() string {
	switch j.kind {
	case ItemReport:
		return reportsItem(j.listing, j.reports).Version
	case ItemAppeal:
		return appealItem(j.listing, j.appeal).Version
	}
	return openedItem(j.listing, j.log).Version
}

// newest is when the item came to be as it is.
func (j *judging) newest() time.Time {
	at := j.listing.Latest.CreatedAt
	later := func(t time.Time) {
		if t.After(at) {
			at = t
		}
	}
	for _, r := range j.reports {
		later(r.At)
	}
	if j.appeal != nil {
		later(j.appeal.At)
	}
	if n := len(j.log); n > 0 {
		later(j.log[n-1].At)
	}
	return at
}

// free refuses an item that another moderator has in hand: CodeClaimed.
func (j *judging) free() error {
	c, err := j.tx.Claim(j.verdict.Item)
	switch {
	case IsCode(err, CodeNotFound):
		return nil
	case err != nil:
		return err
	}
	return c.keeps(j.by, j.now)
}

// lasts tells whether a claim has not expired. One that lasts longer than any was
// made while the clock was wrong, and counts for nothing.
func (c *Claim) lasts(now time.Time) bool {
	return now.Before(c.Until) && !c.Until.After(now.Add(claimFor))
}

// keeps is the error for whom a claim keeps from deciding; nil when it is
// theirs, or has expired.
func (c *Claim) keeps(a Actor, now time.Time) error {
	if c.heldBy(a) || !c.lasts(now) {
		return nil
	}
	return &Error{Code: CodeClaimed, Params: Params{"name": SafeLine(c.Name), "until": c.Until}}
}

var errNoEffect = errors.New("directory: a decision without effect")

// carryOut does what was decided, and writes it into the log.
func (j *judging) carryOut() error {
	j.decided = Decision{
		At: j.now, Actor: j.by, Action: string(j.verdict.Action), Listing: j.listing.ID, Reason: j.verdict.Reason,
	}
	if j.appeal != nil {
		j.decided.Target = targetDecision(j.appeal.Against)
	}
	rev, err := j.effect()
	if err != nil {
		return err
	}
	j.decided.Revision = rev
	if err := j.tx.Decide(j.decided); err != nil {
		return err
	}
	if err := j.tx.DropClaim(j.verdict.Item); err != nil {
		return err
	}
	return queueChanged(j.tx)
}

// effect does what was decided, and answers the revision that it is about.
func (j *judging) effect() (RevisionID, error) {
	tx, l := j.tx, j.listing
	switch j.verdict.Action {
	case ActionApprove:
		return l.Latest.ID, j.publish(l.Latest.ID, true)
	case ActionReject:
		return l.Latest.ID, tx.SetRevisionState(l.Latest.ID, RevisionRefused)
	case ActionAsk:
		if j.kind != ItemReport && l.Pending() {
			return l.Latest.ID, tx.SetRevisionState(l.Latest.ID, RevisionRefused)
		}
		return l.publishedRevision(), errors.Join(j.closeReports(), j.touch())
	case ActionDismiss:
		return l.shownRevision().ID, j.closeReports()
	case ActionSuspend:
		return l.shownRevision().ID, errors.Join(j.suspend(true), j.closeReports())
	case ActionRestore:
		return l.shownRevision().ID, errors.Join(j.suspend(false), overtake(tx, l.ID, j.now, isSuspension))
	case ActionUphold:
		return l.shownRevision().ID, errors.Join(tx.CloseAppeal(j.appeal.ID, j.now, ActionUphold, j.verdict.Reason), j.touch())
	case ActionReverse:
		if err := tx.CloseAppeal(j.appeal.ID, j.now, ActionReverse, j.verdict.Reason); err != nil {
			return 0, err
		}
		return j.reverse()
	}
	return 0, fmt.Errorf("%w: %s", errNoEffect, j.verdict.Action)
}

// publish publishes a revision, which confirms it.
func (j *judging) publish(rev RevisionID, waited bool) error {
	if waited {
		if err := j.tx.SetRevisionState(rev, RevisionAccepted); err != nil {
			return err
		}
	}
	if err := j.tx.Publish(j.listing.ID, rev, j.now); err != nil {
		return err
	}
	return confirm(j.tx, j.listing, j.now)
}

// confirm notes that what is published is true now, and wakes a dormant listing.
func confirm(tx Tx, l *Listing, now time.Time) error {
	if err := tx.Confirm(l.ID, now); err != nil || !l.Dormant {
		return err
	}
	st := l.Standing
	st.Dormant = false
	return tx.SetStanding(l.ID, st)
}

// reverse restores what was suspended, or accepts anew what was refused.
func (j *judging) reverse() (RevisionID, error) {
	for i := range j.log {
		if j.log[i].Number == j.appeal.Against && isSuspension(&j.log[i]) {
			return j.listing.shownRevision().ID, j.suspend(false)
		}
	}
	rev, err := j.tx.AddRevision(j.listing.ID, RevisionAccepted, &j.listing.Latest.Profile, j.now)
	if err != nil {
		return 0, err
	}
	return rev, j.publish(rev, false)
}

func (j *judging) suspend(is bool) error {
	st := j.listing.Standing
	st.Suspended = is
	return j.tx.SetStanding(j.listing.ID, st)
}

// touch counts as a write to the listing: its owner hears of it, whichever
// process it is that serves them.
func (j *judging) touch() error { return j.tx.SetStanding(j.listing.ID, j.listing.Standing) }

// closeReports closes the reports about the listing, which nobody has in hand
// any more.
func (j *judging) closeReports() error {
	if _, err := j.tx.CloseReports(j.listing.ID, j.now); err != nil {
		return err
	}
	return j.tx.DropClaim(ReportItem(j.listing.ID))
}

// shownRevision is what others see of a listing, or would: what is published,
// else what was handed in last.
func (l *Listing) shownRevision() *Revision {
	if l.Published != nil {
		return l.Published
	}
	return l.Latest
}

// publishedRevision is 0 when nothing is published.
func (l *Listing) publishedRevision() RevisionID {
	if l.Published == nil {
		return 0
	}
	return l.Published.ID
}

// outcome reads back what was written.
func (j *judging) outcome() (*Decided, error) {
	log, err := j.tx.Decisions(j.listing.ID)
	if err != nil {
		return nil, err
	}
	l, err := j.tx.ListingByID(j.listing.ID)
	if err != nil {
		return nil, err
	}
	return &Decided{Decision: log[len(log)-1], Listing: l, Done: 1}, nil
}

// isSuspension tells whether a decision suspended the listing.
func isSuspension(d *Decision) bool { return d.Action == decidedSuspend }

// isRefusal is the opposite of isSuspension, among what can be contested.
func isRefusal(d *Decision) bool { return !isSuspension(d) }

// overtake closes a listing's open appeals against such decisions: what they
// are about is no more.
func overtake(tx Tx, id ListingID, now time.Time, such func(*Decision) bool) error {
	appeals, err := tx.Appeals(id)
	if err != nil {
		return err
	}
	for i := range appeals {
		a := &appeals[i]
		if !a.ClosedAt.IsZero() {
			continue
		}
		d, err := tx.Decision(a.Against)
		if err != nil {
			return err
		}
		if !such(&d) {
			continue
		}
		if err := errors.Join(tx.CloseAppeal(a.ID, now, "", ""), tx.DropClaim(AppealItem(id)), queueChanged(tx)); err != nil {
			return err
		}
	}
	return nil
}
