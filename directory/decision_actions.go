package directory

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
