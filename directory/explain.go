package directory

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Stand is how a listing stands, as far as the log and the revisions have to
// explain it.
type Stand struct {
	Published RevisionID    // 0: nothing is
	Latest    RevisionID    // 0: nothing was ever handed in
	State     RevisionState // of Latest
	Standing
	UpdatedAt   time.Time // of what is published, or of what last was
	ConfirmedAt time.Time // zero: never, or not known

	unlogged bool // it was there before its log began: who confirmed it then is not known
}

// StandOf is how a listing does stand.
func StandOf(l *Listing) Stand {
	st := Stand{Standing: l.Standing, UpdatedAt: l.UpdatedAt, ConfirmedAt: l.ConfirmedAt}
	if l.Published != nil {
		st.Published = l.Published.ID
	}
	if l.Latest != nil {
		st.Latest, st.State = l.Latest.ID, l.Latest.State
	}
	return st
}

// Explain is how a listing stands by the entries of the log about it and its
// revisions, both the oldest first. Of an erased listing neither says anything.
func Explain(log []Decision, revisions []Revision) Stand { return explain(log, revisions).stand }

// Differs tells, in English and for the operator, in what a listing is not as
// the log explains it; empty: it is.
func (st Stand) Differs(l *Listing) string {
	is := StandOf(l)
	var all []string
	differ := func(what string, explained, found any) {
		if explained != found {
			all = append(all, fmt.Sprintf("%s is %v, the log explains %v", what, found, explained))
		}
	}
	differ("the published revision", st.Published, is.Published)
	differ("the latest revision", st.Latest, is.Latest)
	differ("its state", st.State, is.State)
	differ("the standing", st.Standing, is.Standing)
	differ("the time of update", st.UpdatedAt.UnixMilli(), is.UpdatedAt.UnixMilli())
	if !st.unlogged {
		differ("the time of confirmation", st.ConfirmedAt.UnixMilli(), is.ConfirmedAt.UnixMilli())
	}
	return strings.Join(all, "; ")
}

// Unexplained is Differs of what Explain makes of log and revisions. A listing
// that was erased needs no explanation.
func Unexplained(l *Listing, log []Decision, revisions []Revision) string {
	if l.Latest == nil && len(revisions) == 0 && len(log) > 0 && log[len(log)-1].Action == decidedErase {
		return ""
	}
	return Explain(log, revisions).Differs(l)
}

// explainer follows a listing through its log.
type explainer struct {
	stand     Stand
	log       []Decision
	revisions map[RevisionID]*Revision
	before    map[int64]Stand // how the listing stood before an entry, by its number
	actions   map[int64]string
}

func explain(log []Decision, revisions []Revision) *explainer {
	e := &explainer{
		log: log, revisions: make(map[RevisionID]*Revision, len(revisions)),
		before: make(map[int64]Stand, len(log)), actions: make(map[int64]string, len(log)),
	}
	for i := range revisions {
		e.revisions[revisions[i].ID] = &revisions[i]
	}
	e.begin(revisions)
	for i := range log {
		d := &log[i]
		e.before[d.Number], e.actions[d.Number] = e.stand, d.Action
		if !e.owners(d) {
			e.others(i)
		}
	}
	return e
}

// begin is how the listing came into being. Fictional profiles of former
// versions have no entry about that: they were published as they came.
func (e *explainer) begin(revisions []Revision) {
	if len(e.log) > 0 {
		e.stand.UpdatedAt = e.log[0].At
		switch e.log[0].Action {
		case decidedSignUp, decidedImport, decidedImportPublish, decidedDemo:
			return
		}
	}
	if len(revisions) > 0 && revisions[0].State == RevisionAccepted {
		e.publishes(revisions[0].ID, revisions[0].CreatedAt)
		e.stand.unlogged = true
	}
}

// owners follows what owners do, and time; false: it is none of that.
func (e *explainer) owners(d *Decision) bool {
	st := &e.stand
	switch d.Action {
	case decidedSubmit:
		if d.Revision > st.Latest { // else a withdrawn listing comes back as it was
			st.Latest, st.State = d.Revision, RevisionSubmitted
		}
		e.submitted(d.At)
	case decidedPublish:
		updated := d.At
		if e.sameText(d.Revision, st.Published) {
			updated = st.UpdatedAt // a change that waited was taken back
		}
		e.publishes(d.Revision, updated)
		e.submitted(d.At)
	case string(ActionWithdraw):
		st.Standing = st.Standing.withdrawn()
	case string(ActionPause):
		until, _ := ParseDate(d.Reason)
		st.Paused, st.PausedUntil = true, until
	case string(ActionResume):
		st.Paused, st.PausedUntil = false, 0
	case string(ActionConfirm):
		e.confirmed(d.At)
	case decidedHide:
		st.Dormant = true
	case decidedWake:
		st.Dormant = false
	default:
		return false
	}
	return true
}

// others follows what moderators and administrators decide, by its index in
// the log.
func (e *explainer) others(i int) {
	d, st := &e.log[i], &e.stand
	switch d.Action {
	case decidedImport:
		if e.legacyImport(i) {
			e.accepts(d)
		} else if d.Revision > st.Latest {
			st.Latest, st.State = d.Revision, RevisionSubmitted
		}
	case decidedApprove, decidedImportPublish:
		e.accepts(d)
	case decidedDemo:
		e.publishes(d.Revision, e.created(d.Revision))
		st.ConfirmedAt, _ = time.Parse(time.RFC3339Nano, d.Reason)
	case decidedReject, decidedAsk:
		if d.Revision == st.Latest && st.State == RevisionSubmitted {
			st.State = RevisionRefused
		}
	case decidedSuspend:
		st.Suspended = true
	case decidedRestore:
		st.Suspended = false
	case decidedReverse:
		if n, _ := d.about(); e.actions[n] == decidedSuspend {
			st.Suspended = false
		} else {
			e.accepts(d)
		}
	case decidedUndo:
		e.undone(d)
	case decidedErase:
		*st = Stand{}
	}
}

// undone takes a decision back. What was accepted, refused or put in the place
// of a refusal stays so: the same content comes once more, as it then stood.
func (e *explainer) undone(d *Decision) {
	number, ok := d.about()
	before, known := e.before[number]
	if !ok || !known {
		return
	}
	e.stand = before
	if d.Revision != 0 {
		e.stand.Latest = d.Revision
	}
}

// submitted: whoever hands something in confirms what is published, and brings
// the listing back.
func (e *explainer) submitted(at time.Time) {
	e.stand.Withdrawn, e.stand.Dormant = false, false
	if e.stand.Published != 0 {
		e.stand.ConfirmedAt, e.stand.unlogged = at, false
	}
}

// accepts publishes the revision of an entry, which confirms it.
func (e *explainer) accepts(d *Decision) {
	e.publishes(d.Revision, d.At)
	e.confirmed(d.At)
}

func (e *explainer) publishes(rev RevisionID, updated time.Time) {
	st := &e.stand
	st.Published, st.UpdatedAt = rev, updated
	if rev >= st.Latest {
		st.Latest, st.State = rev, RevisionAccepted
	}
}

func (e *explainer) confirmed(at time.Time) {
	e.stand.ConfirmedAt, e.stand.Dormant, e.stand.unlogged = at, false, false
}

func (e *explainer) sameText(a, b RevisionID) bool {
	ra, rb := e.revisions[a], e.revisions[b]
	return ra != nil && rb != nil && ra.Profile.Equal(&rb.Profile)
}

func (e *explainer) created(rev RevisionID) time.Time {
	if r := e.revisions[rev]; r != nil {
		return r.CreatedAt
	}
	return e.stand.UpdatedAt
}

// legacyImport tells whether an entry "import" of a former version published:
// then, and only then, nothing later accepted what it brought.
func (e *explainer) legacyImport(i int) bool {
	rev := e.log[i].Revision
	if r := e.revisions[rev]; r == nil || r.State != RevisionAccepted {
		return false
	}
	for _, d := range e.log[i+1:] {
		if d.Revision == rev && (d.Action == decidedApprove || d.Action == decidedImport || d.Action == decidedImportPublish) {
			return false
		}
	}
	return true
}

// targetDecision is the Target of an entry about another entry.
func targetDecision(number int64) string { return "decision:" + strconv.FormatInt(number, 10) }

// about is the number of the entry that this one is about.
func (d *Decision) about() (number int64, ok bool) {
	s, ok := strings.CutPrefix(d.Target, "decision:")
	if !ok {
		return 0, false
	}
	number, err := strconv.ParseInt(s, 10, 64)
	return number, err == nil
}

// withdrawn is the standing of a listing whose owner takes it out.
func (s Standing) withdrawn() Standing {
	return Standing{Suspended: s.Suspended, Dormant: s.Dormant, Withdrawn: true}
}
