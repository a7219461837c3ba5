package directory

// Action is something whose permission is asked for.
type Action string

// What visitors may do.
const (
	ActionRead   Action = "read"   // what the public may read
	ActionReport Action = "report" // tell the moderators about a listing
)

// What the owner of a listing may do with it; Mine.Can adds what depends on its
// content.
const (
	ActionSubmit    Action = "submit"
	ActionWithdraw  Action = "withdraw"
	ActionPause     Action = "pause"
	ActionResume    Action = "resume"
	ActionConfirm   Action = "confirm"
	ActionDropDraft Action = "drop_draft"
	ActionErase     Action = "erase"
	ActionAppeal    Action = "appeal" // against what the moderators decided
)

// What moderators may do: about a listing, and about what waits.
const (
	ActionModerate Action = "moderate" // read the queue, claim what waits, look through all listings
	ActionView     Action = "view"     // read a listing in whatever state
	ActionApprove  Action = "approve"
	ActionAsk      Action = "ask" // for a change: back to its owner, or, of what is published, a request
	ActionReject   Action = "reject"
	ActionSuspend  Action = "suspend"
	ActionRestore  Action = "restore"
	ActionDismiss  Action = "dismiss" // reports, as unfounded
	ActionUphold   Action = "uphold"  // a decision, against an appeal
	ActionReverse  Action = "reverse" // a decision, after an appeal
	ActionUndo     Action = "undo"    // one's last decision, while nothing else happened
	ActionProposal Action = "proposal"
)

// What administrators may do.
const (
	ActionImport       Action = "import" // bulk writes: profiles, skills, télécentres
	ActionExport       Action = "export" // everything, hidden contacts and unpublished listings included
	ActionBackup       Action = "backup"
	ActionAccounts     Action = "accounts" // read accounts and their keys, take keys away
	ActionGrant        Action = "grant"    // give and take roles
	ActionBan          Action = "ban"
	ActionRejectMany   Action = "reject_many"
	ActionEraseListing Action = "erase_listing" // somebody else's
	ActionAgree        Action = "agree"         // to what another administrator wants
	ActionTaxonomy     Action = "taxonomy"
	ActionTelecentres  Action = "telecentres"
	ActionCommunes     Action = "communes"
	ActionAnnounce     Action = "announce"
	ActionRequests     Action = "requests" // of people about their data
	ActionLog          Action = "log"
)

// Ownership says whose listing an action is for.
type Ownership uint8

// Nobody decides about their own listing, at any level, by any route.
const (
	AnyListing Ownership = iota
	OwnListing
	OthersListing
)

// Condition is what a listing must be for an action; empty: no listing is meant.
type Condition string

// The conditions of the policy.
const (
	WhateverListing Condition = "whatever"
	VisibleListing  Condition = "visible"
	WaitingListing  Condition = "waiting"     // a submitted revision waits
	SubmittedOnce   Condition = "submitted"   // there is a revision to speak of
	CanAsk          Condition = "askable"     // something waits, or is published
	NotSuspended    Condition = "unsuspended" // and submitted once
	IsSuspended     Condition = "suspended"
	CanWithdraw     Condition = "withdrawable"
	CanPause        Condition = "pausable"
	IsPaused        Condition = "paused"
	CanConfirm      Condition = "confirmable"
	CanContest      Condition = "contestable" // suspended, or its latest revision was refused
)

// holds tells whether a listing is so.
func (c Condition) holds(l *Listing) bool {
	switch c {
	case WhateverListing:
		return true
	case VisibleListing:
		return l.Visible()
	case WaitingListing:
		return l.Pending()
	case SubmittedOnce:
		return l.Latest != nil
	case CanAsk:
		return l.Pending() || l.Published != nil && !l.Withdrawn
	case NotSuspended:
		return l.Latest != nil && !l.Suspended
	case IsSuspended:
		return l.Suspended
	case CanWithdraw:
		return l.Latest != nil && !l.Withdrawn
	case CanPause:
		return l.State() == StatePublished || l.State() == StatePaused // another day of return
	case IsPaused:
		return l.Paused
	case CanConfirm:
		return l.Published != nil && !l.Withdrawn && !l.Suspended
	case CanContest:
		return !l.Withdrawn && (l.Suspended || l.Latest != nil && l.Latest.State == RevisionRefused)
	}
	return false
}

// Rule is one line of the policy.
type Rule struct {
	Action Action
	Least  Role      // who may, at least
	Whose  Ownership // of the listing
	On     Condition // of the listing; empty: the action is about no listing
	Agreed bool      // another administrator has to agree, when there is one
}

// policy is who may do what on which listing in which state: the one place.
var policy = []Rule{
	{Action: ActionRead, Least: RoleVisitor},
	{Action: ActionReport, Least: RoleVisitor, Whose: OthersListing, On: VisibleListing},

	{Action: ActionSubmit, Least: RoleIdentified, Whose: OwnListing, On: WhateverListing},
	{Action: ActionWithdraw, Least: RoleIdentified, Whose: OwnListing, On: CanWithdraw},
	{Action: ActionPause, Least: RoleIdentified, Whose: OwnListing, On: CanPause},
	{Action: ActionResume, Least: RoleIdentified, Whose: OwnListing, On: IsPaused},
	{Action: ActionConfirm, Least: RoleIdentified, Whose: OwnListing, On: CanConfirm},
	{Action: ActionDropDraft, Least: RoleIdentified, Whose: OwnListing, On: WhateverListing},
	{Action: ActionErase, Least: RoleIdentified, Whose: OwnListing, On: WhateverListing},
	{Action: ActionAppeal, Least: RoleIdentified, Whose: OwnListing, On: CanContest},

	{Action: ActionModerate, Least: RoleModerator},
	{Action: ActionView, Least: RoleModerator, On: SubmittedOnce},
	{Action: ActionApprove, Least: RoleModerator, Whose: OthersListing, On: WaitingListing},
	{Action: ActionAsk, Least: RoleModerator, Whose: OthersListing, On: CanAsk},
	{Action: ActionReject, Least: RoleModerator, Whose: OthersListing, On: WaitingListing},
	{Action: ActionSuspend, Least: RoleModerator, Whose: OthersListing, On: NotSuspended},
	{Action: ActionRestore, Least: RoleModerator, Whose: OthersListing, On: IsSuspended},
	{Action: ActionDismiss, Least: RoleModerator, Whose: OthersListing, On: SubmittedOnce},
	{Action: ActionUphold, Least: RoleModerator, Whose: OthersListing, On: CanContest},
	{Action: ActionReverse, Least: RoleModerator, Whose: OthersListing, On: CanContest},
	{Action: ActionUndo, Least: RoleModerator, Whose: OthersListing, On: SubmittedOnce},
	{Action: ActionProposal, Least: RoleModerator},

	{Action: ActionImport, Least: RoleAdministrator},
	{Action: ActionExport, Least: RoleAdministrator},
	{Action: ActionBackup, Least: RoleAdministrator},
	{Action: ActionAccounts, Least: RoleAdministrator},
	{Action: ActionGrant, Least: RoleAdministrator, Agreed: true},
	{Action: ActionBan, Least: RoleAdministrator},
	{Action: ActionRejectMany, Least: RoleAdministrator, Agreed: true},
	{Action: ActionEraseListing, Least: RoleAdministrator, Whose: OthersListing, On: WhateverListing, Agreed: true},
	{Action: ActionAgree, Least: RoleAdministrator},
	{Action: ActionTaxonomy, Least: RoleAdministrator},
	{Action: ActionTelecentres, Least: RoleAdministrator},
	{Action: ActionCommunes, Least: RoleAdministrator},
	{Action: ActionAnnounce, Least: RoleAdministrator},
	{Action: ActionRequests, Least: RoleAdministrator},
	{Action: ActionLog, Least: RoleAdministrator},
}

// Policy is the whole table, for help pages and tests.
func Policy() []Rule { return append([]Rule(nil), policy...) }

func ruleOf(action Action) (Rule, bool) {
	for _, r := range policy {
		if r.Action == action {
			return r, true
		}
	}
	return Rule{}, false
}

// May answers nil when the actor may do the action, on some listing where it is
// about one, else a CodeNotPermitted. An action that the policy does not name
// is permitted to nobody.
func (a Actor) May(action Action) error {
	if rule, ok := ruleOf(action); ok && a.Role >= rule.Least {
		return nil
	}
	return &Error{Code: CodeNotPermitted, Params: Params{"what": string(action)}}
}

// MayOn answers nil when the actor may do the action on this listing as it
// stands. Errors: CodeNotPermitted; CodeOwnListing where nobody may about their
// own; CodeState for a listing that is not in the state for it.
func (a Actor) MayOn(action Action, l *Listing) error {
	if err := a.May(action); err != nil {
		return err
	}
	rule, _ := ruleOf(action)
	switch {
	case rule.Whose == OwnListing && !a.owns(l):
		return &Error{Code: CodeNotPermitted, Params: Params{"what": string(action)}}
	case rule.Whose == OthersListing && a.owns(l):
		return &Error{Code: CodeOwnListing}
	case !rule.On.holds(l):
		return &Error{Code: CodeState, Params: Params{"state": l.State()}}
	}
	return nil
}
