package directory

import "slices"

// The actions of the log about a listing, beside those of its owner (Action).
// Each says by itself what became of the listing: see Explain.
const (
	decidedSignUp        = "sign_up"
	decidedSubmit        = "submit"
	decidedPublish       = "publish" // without a moderator: of low risk, or accepted before
	decidedImport        = "import"  // waits for a moderator
	decidedImportPublish = "import_publish"
	decidedDemo          = "demo" // a fictional profile; the reason is when it was confirmed
	decidedHide          = "hide" // for want of confirmation
	decidedWake          = "wake" // hidden no more: the rule has changed
	decidedErase         = "erase"
	decidedJoin          = "join" // the reason is by which kind of code, and the key

	decidedApprove = "approve"
	decidedAsk     = "ask"
	decidedReject  = "reject"
	decidedSuspend = "suspend"
	decidedRestore = "restore"
	decidedDismiss = "dismiss"
	decidedUphold  = "uphold"
	decidedReverse = "reverse"
	decidedUndo    = "undo" // Target is the decision that it takes back
)

// verdicts are the decisions of moderators about a listing; all but the last
// are told to its owner.
var verdicts = []string{
	decidedApprove, decidedAsk, decidedReject, decidedSuspend, decidedRestore, decidedUphold, decidedReverse, decidedDismiss,
}

// isVerdict tells whether an entry is a decision of a moderator about a
// listing, which can be undone.
func (d *Decision) isVerdict() bool { return d.Listing != 0 && slices.Contains(verdicts, d.Action) }

// aboutKeys tells whether an entry is about the keys of the listing's owner,
// and says nothing of the listing.
func (d *Decision) aboutKeys() bool {
	switch d.Action {
	case "key_add", "key_remove", decidedJoin, "link", "recovery":
		return true
	}
	return false
}

// standing are the verdicts of a log that were not undone, the oldest first.
func standingVerdicts(log []Decision) []Decision {
	undone := make(map[int64]bool)
	for i := range log {
		if n, ok := log[i].about(); ok && log[i].Action == decidedUndo {
			undone[n] = true
		}
	}
	var left []Decision
	for _, d := range log {
		if d.isVerdict() && !undone[d.Number] {
			left = append(left, d)
		}
	}
	return left
}
