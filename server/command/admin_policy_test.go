package command_test

import (
	"fmt"
	"strings"
	"testing"

	"teleorne/directory"
	"teleorne/tui/text"
)

// asked are command lines of moderators and administrators, each with the
// action that the policy has for it. None of them finds what it is about, or
// says enough to be carried out: who may not is told so first.
var asked = []struct {
	action directory.Action
	line   string
}{
	{directory.ActionModerate, "admin"},
	{directory.ActionModerate, "admin queue"},
	{directory.ActionModerate, "admin show 9999"},
	{directory.ActionView, "admin show nobody"},
	{directory.ActionApprove, "admin approve 9999"},
	{directory.ActionAsk, "admin ask nobody --reason x"},
	{directory.ActionReject, "admin reject 9999 --reason x"},
	{directory.ActionReject, "admin reject 9999"},
	{directory.ActionSuspend, "admin suspend nobody --reason x"},
	{directory.ActionRestore, "admin restore 9999"},
	{directory.ActionDismiss, "admin dismiss r9999"},
	{directory.ActionUphold, "admin uphold a9999 --reason x"},
	{directory.ActionReverse, "admin reverse a9999"},
	{directory.ActionUndo, "admin undo 9999"},
	{directory.ActionApprove, "admin approve-low"},
	{directory.ActionApprove, "admin approve-low --yes"},
	{directory.ActionRejectMany, "admin reject-many 9999 --reason x"},
	{directory.ActionModerate, "admin list"},
	{directory.ActionEraseListing, "admin erase claire-dubois"},
	{directory.ActionEraseListing, "admin erase nobody --confirm nobody --reason x"},
	{directory.ActionAccounts, "admin role"},
	{directory.ActionGrant, "admin role 9999 moderator --reason x"},
	{directory.ActionGrant, "admin role SHA256:x none --reason x"},
	{directory.ActionAccounts, "admin accounts"},
	{directory.ActionAccounts, "admin account 9999"},
	{directory.ActionAccounts, "admin account claire-dubois"},
	{directory.ActionAccounts, "admin key remove SHA256:x --reason x"},
	{directory.ActionBan, "admin ban 203.0.113.9 --reason x"},
	{directory.ActionBan, "admin ban nobody --reason x"},
	{directory.ActionBan, "admin unban 9999"},
	{directory.ActionBan, "admin bans"},
	{directory.ActionAgree, "admin motions"},
	{directory.ActionAgree, "admin agree 9999"},
	{directory.ActionAgree, "admin disagree 9999"},
	{directory.ActionRequests, "admin requests"},
	{directory.ActionRequests, "admin requests add --kind erase --who x"},
	{directory.ActionRequests, "admin requests extend 9999 --reason x"},
	{directory.ActionRequests, "admin requests close 9999 --answer x"},
	{directory.ActionProposal, "admin skills"},
	{directory.ActionProposal, "admin skill accept +x --domain x"},
	{directory.ActionProposal, "admin skill adopt +x comptabilite"},
	{directory.ActionProposal, "admin skill refuse +x --reason x --yes"},
	{directory.ActionTaxonomy, "admin skill rename nothing --fr x --yes"},
	{directory.ActionTaxonomy, "admin skill merge nothing comptabilite --yes"},
	{directory.ActionTaxonomy, "admin skill alias nothing fr x --yes"},
	{directory.ActionTaxonomy, "admin skill unalias nothing x --yes"},
	{directory.ActionTaxonomy, "admin skill retire nothing"},
	{directory.ActionTaxonomy, "admin skill revive nothing"},
	{directory.ActionTelecentres, "admin telecentre"},
	{directory.ActionTelecentres, "admin telecentre show elabo"},
	{directory.ActionTelecentres, "admin telecentre set nothing name=x"},
	{directory.ActionTelecentres, "admin telecentre add name="},
	{directory.ActionTelecentres, "admin telecentre verify nothing"},
	{directory.ActionTelecentres, "admin telecentre close nothing"},
	{directory.ActionCommunes, "admin commune"},
	{directory.ActionCommunes, "admin commune list"},
	{directory.ActionCommunes, "admin commune merge 61038 61293"},
	{directory.ActionCommunes, "admin commune split 61038"},
	{directory.ActionAnnounce, "admin announce"},
	{directory.ActionAnnounce, "admin announce --off"},
	{directory.ActionModerate, "admin freshness"},
	{directory.ActionLog, "admin log"},
	{directory.ActionLog, "admin log --format csv"},
	{directory.ActionLog, "admin log --listing claire-dubois"},
	{directory.ActionImport, "admin import profiles -"},
	{directory.ActionImport, "admin import skills - --dry-run"},
	{directory.ActionExport, "admin export profiles"},
	{directory.ActionExport, "admin export telecentres --format json"},
	{directory.ActionBackup, "admin backup"},
	{directory.ActionBackup, "admin backup --keep"},
}

// everybody are people of every role.
func everybody(t *testing.T, s *directory.Service) map[directory.Role]func() directory.Actor {
	t.Helper()
	owner := person(t, s, "owner")
	owner.must(with(t, anne, "name", "Une Fiche"), "me", "edit")
	return map[directory.Role]func() directory.Actor{
		directory.RoleVisitor:       func() directory.Actor { return visitor },
		directory.RoleIdentified:    person(t, s, "stranger").actor,
		directory.RoleProfessional:  owner.actor,
		directory.RoleModerator:     official(t, s, "mod", directory.RoleModerator).actor,
		directory.RoleAdministrator: official(t, s, "admin", directory.RoleAdministrator).actor,
		directory.RoleOperator:      directory.Operator,
	}
}

// Every command answers as the policy says: with 4 whoever may not, and nobody
// else.
func TestCommandsAskThePolicy(t *testing.T) {
	s := newService(t, 0)
	people := everybody(t, s)
	least := map[directory.Action]directory.Role{}
	for _, rule := range directory.Policy() {
		least[rule.Action] = rule.Least
	}
	covered := map[directory.Action]bool{}
	for _, c := range asked {
		covered[c.action] = true
		for role, who := range people {
			actor := who()
			if actor.Role != role {
				t.Fatalf("%s is %s", role, actor.Role)
			}
			got := types(t, s, actor, text.French, "", strings.Fields(c.line)...)
			if refused := got.status == 4; refused != (role < least[c.action]) {
				t.Errorf("%s: %s: %+v", role, c.line, got)
			}
			if strings.Contains(got.err, "interne") {
				t.Errorf("%s: %s: %s", role, c.line, got.err)
			}
			if got.status == 4 && got.out != "" {
				t.Errorf("%s: %s writes %q", role, c.line, got.out)
			}
		}
	}
	for _, rule := range directory.Policy() {
		if rule.Least >= directory.RoleModerator && !covered[rule.Action] {
			t.Errorf("no command line asks for %s", rule.Action)
		}
	}
}

// standings are the states that a listing can be in, each made from the one of
// its owner by command lines: « p » stands before those of the owner, « a »
// before those of the operator.
var standings = []struct {
	name  string
	lines []string
}{
	{"new", nil},
	{"published", []string{"a approve"}},
	{"changed", []string{"a approve", "p edit", "p submit"}},
	{"rejected", []string{"a reject"}},
	{"refused", []string{"a approve", "p edit", "p submit", "a reject"}},
	{"paused", []string{"a approve", "p pause"}},
	{"suspended", []string{"a approve", "a suspend"}},
	{"withdrawn", []string{"a approve", "p withdraw"}},
}

// stand makes a listing of that name and puts it in a state.
func put(t *testing.T, s *directory.Service, p *someone, name string, lines []string) string {
	t.Helper()
	p.addr = name // few accounts are opened from one address
	p.must(with(t, simple, "name", name), "me", "edit")
	slug, _, _ := strings.Cut(p.must("", "me", "submit"), " ")
	for _, l := range lines {
		switch who, what, _ := strings.Cut(l, " "); {
		case who == "a" && (what == "reject" || what == "suspend"):
			operate(t, s, "admin", what, slug, "--reason", "x")
		case who == "a":
			operate(t, s, "admin", what, slug)
		case what == "edit":
			p.must(with(t, with(t, simple, "name", name), "headline", "Juriste"), "me", "edit")
		default:
			p.must("", "me", what)
		}
	}
	return slug
}

// Every decision about every state of a listing, one's own or another's, ends
// as the policy says, whoever decides: who may not or owns it with 4, what is
// not possible with 1, and the rest is done.
func TestDecisionsAskThePolicy(t *testing.T) {
	s := newService(t, 0)
	deciders := map[string]*someone{
		"owner": person(t, s, "nobody"), "moderator": official(t, s, "mod", directory.RoleModerator), "administrator": official(t, s, "adm", directory.RoleAdministrator),
	}
	n := 0
	for _, st := range standings {
		for who, p := range deciders {
			for _, action := range []directory.Action{
				directory.ActionApprove, directory.ActionAsk, directory.ActionReject, directory.ActionSuspend, directory.ActionRestore,
			} {
				n++
				slug := put(t, s, person(t, s, fmt.Sprintf("%d", n)), fmt.Sprintf("Personne %c%c", 'a'+n/26, 'a'+n%26), st.lines)
				decidesAs(t, s, p, who+" "+st.name, slug, action)
			}
		}
	}
	for who, role := range map[string]directory.Role{"own moderator": directory.RoleModerator, "own administrator": directory.RoleAdministrator} {
		for _, st := range standings {
			n++
			p := official(t, s, fmt.Sprintf("own %d", n), role)
			slug := put(t, s, p, fmt.Sprintf("Titulaire %c%c", 'a'+n/26, 'a'+n%26), st.lines)
			decisions := []directory.Action{
				directory.ActionApprove, directory.ActionAsk, directory.ActionReject, directory.ActionSuspend, directory.ActionRestore,
			}
			if got := run(t, s, visitor, text.French, "report", slug, "--reason", "wrong"); got.status == 0 {
				decisions = append(decisions, directory.ActionDismiss)
			}
			if st.name == "suspended" {
				p.must("", "me", "appeal", "Si.")
				decisions = append(decisions, directory.ActionUphold, directory.ActionReverse)
			}
			for _, action := range decisions {
				if got := p.types("", "admin", string(action), slug, "--reason", "x"); got.status != 4 {
					t.Errorf("%s, %s, %s: %+v", who, st.name, action, got)
				}
			}
		}
	}
}

// decidesAs has somebody decide about a listing and expects what the policy
// says of it.
func decidesAs(t *testing.T, s *directory.Service, p *someone, what, slug string, action directory.Action) {
	t.Helper()
	page, err := s.FindListings(t.Context(), directory.Operator(), directory.ListingQuery{Text: slug})
	if err != nil || len(page.Listings) != 1 {
		t.Fatalf("%s: %v, %v", slug, page, err)
	}
	want := 0
	switch err := p.actor().MayOn(action, page.Listings[0]); {
	case directory.IsCode(err, directory.CodeNotPermitted), directory.IsCode(err, directory.CodeOwnListing):
		want = 4
	case err != nil:
		want = 1
	}
	if got := p.types("", "admin", string(action), slug, "--reason", "x"); got.status != want {
		t.Errorf("%s, %s: status %d, not %d: %+v", what, action, got.status, want, got)
	}
}
