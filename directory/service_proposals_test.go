package directory_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"teleorne/directory"
	"teleorne/directory/reference"
)

func TestWhoMayChangeTheTaxonomy(t *testing.T) {
	w := newWorld(t)
	mod, demoted := w.granted("mod", directory.RoleModerator), w.granted("demoted", directory.RoleAdministrator)
	w.publish(person("Claire Dubois", withSkills("+tarot", "+couture")))
	if _, err := w.Grant(t.Context(), directory.Operator(),
		directory.Key{Fingerprint: demoted.Fingerprint, Type: "ssh-ed25519", Name: "demoted"}, []byte(demoted.Key), directory.RoleModerator); err != nil {
		t.Fatal(err)
	}
	retire := directory.TaxonomyChange{Kind: directory.TaxonomyRetire, Skill: "paie"}
	refuse := directory.TaxonomyChange{Kind: directory.TaxonomyRefuse, Word: "tarot", Reason: "Ce n’est pas un métier."}
	for name, c := range map[string]struct {
		actor  directory.Actor
		change directory.TaxonomyChange
	}{
		"visitor": {visitor, refuse}, "known": {known, refuse}, "moderator": {mod, retire}, "demoted": {demoted, retire},
		"unregistered": {admin, retire}, "false moderator": {moderator, refuse},
	} {
		_, err := w.ChangeTaxonomy(t.Context(), c.actor, c.change)
		wantCode(t, err, directory.CodeNotPermitted)
		if _, err := w.PreviewTaxonomy(t.Context(), c.actor, c.change); !directory.IsCode(err, directory.CodeNotPermitted) {
			t.Errorf("%s previews: %v", name, err)
		}
	}
	for _, a := range []directory.Actor{visitor, known, moderator} {
		_, err := w.Proposals(t.Context(), a)
		wantCode(t, err, directory.CodeNotPermitted)
	}
	w.changes(mod, refuse)
}

func TestProposals(t *testing.T) {
	w := newWorld(t)
	mod := w.granted("mod", directory.RoleModerator)
	claire := w.owner(person("Claire Dubois", withSkills("paie", "+Couture", "+Tarot"), headline("Couturière")))
	w.clock.move(time.Hour)
	zoe := withKey("zoe")
	w.submits(zoe, person("Zoé Petit", withSkills("+couture", "+héraldique")))
	w.drafts(withKey("dan"), person("Dan Roux", withSkills("+secret"))) // nobody else's business
	slugs := func() string {
		t.Helper()
		all, err := w.Proposals(t.Context(), mod)
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, p := range all {
			out = append(out, p.Slug)
			if p.Slug == "couture" && (p.Word != "Couture" || len(p.Listings) != 2 || p.Listings[0].Slug != "claire-dubois" || !p.Since.Equal(noon)) {
				t.Errorf("got %+v", p)
			}
		}
		return strings.Join(out, " ")
	}
	if got := slugs(); got != "couture tarot heraldique" {
		t.Errorf("proposed: %s", got)
	}
	words := func(a directory.Actor) string {
		var out []string
		for _, f := range w.me(a).Words {
			out = append(out, f.Word+" "+f.State+" "+f.Reason)
		}
		return strings.Join(out, "; ")
	}
	if got := words(claire); got != "Couture waiting ; Tarot waiting " {
		t.Errorf("its owner reads %q", got)
	}
	// Accepted: whoever proposed it has it, in whatever spelling.
	accept := directory.TaxonomyChange{
		Kind: directory.TaxonomyAccept, Word: "couture", Label: directory.Label{FR: "Couture d’art", EN: "Fine sewing"}, Domain: reference.Domains()[0].Slug,
	}
	effect := w.changes(mod, accept)
	if before, after := searched(effect, "Fine sewing"); effect.Listings != 2 || before != 0 || after != 1 {
		t.Errorf("%d listings, %d → %d", effect.Listings, before, after)
	}
	if n := w.total(directory.Query{Skills: []string{"couture-d-art"}}); n != 1 {
		t.Errorf("%d have it", n)
	}
	if card, err := w.Show(t.Context(), mod, "claire-dubois", false); err != nil || len(card.Skills) != 2 || !slices.Equal(card.Proposed, []string{"Tarot"}) {
		t.Errorf("the card has %+v, %v", card, err)
	}
	if m := w.me(claire); !slices.Equal(m.Profile.Skills, []string{"paie", "couture-d-art", "+Tarot"}) || len(m.Changes) > 0 {
		t.Errorf("its owner reads %v, changed %v", m.Profile.Skills, m.Changes)
	}
	_, err := w.ChangeTaxonomy(t.Context(), mod, accept)
	wantCode(t, err, directory.CodeNotFound) // another moderator was quicker

	// Refused, and adopted later all the same.
	w.changes(mod, directory.TaxonomyChange{Kind: directory.TaxonomyRefuse, Word: "tarot", Reason: "Ce n’est pas un métier."})
	if got := slugs(); got != "heraldique" {
		t.Errorf("proposed: %s", got)
	}
	if got := words(claire); got != "Tarot refused Ce n’est pas un métier." {
		t.Errorf("its owner reads %q", got)
	}
	_, err = w.ChangeTaxonomy(t.Context(), mod, directory.TaxonomyChange{Kind: directory.TaxonomyRefuse, Word: "tarot", Reason: "Non."})
	wantCode(t, err, directory.CodeNotFound)
	effect = w.changes(mod, directory.TaxonomyChange{Kind: directory.TaxonomyAdopt, Word: "tarot", Skill: "paie"})
	if effect.Listings != 1 || words(claire) != "" {
		t.Errorf("adopted: %+v, %q", effect, words(claire))
	}
	if s, err := w.Catalog().Taxonomy.Resolve("tarot"); err != nil || s.Slug != "paie" {
		t.Errorf("got %v, %v", s, err)
	}
	want := []string{"skill_adopt: into paie", "skill_refuse: Ce n’est pas un métier."}
	if got := w.lastEntries("proposal:tarot"); !slices.Equal(got, want) {
		t.Errorf("the log says %q", got)
	}
	if got := w.lastEntries("proposal:couture"); !slices.Equal(got, []string{"skill_accept: as couture-d-art"}) {
		t.Errorf("the log says %q", got)
	}
}

// TestProposalsOfWhoLeft: who has withdrawn, or was refused, proposes nothing.
func TestProposalsOfWhoLeft(t *testing.T) {
	w := newWorld(t)
	claire := w.owner(person("Claire Dubois", withSkills("+tarot")))
	zoe := withKey("zoe")
	m := w.submits(zoe, person("Zoé Petit", withSkills("+couture")))
	if _, err := w.Decide(t.Context(), directory.Operator(), refusal(m.Listing.ID, "Non.")); err != nil {
		t.Fatal(err)
	}
	did(t)(w.Withdraw(t.Context(), claire))
	if all, err := w.Proposals(t.Context(), directory.Operator()); err != nil || len(all) != 0 {
		t.Errorf("got %+v, %v", all, err)
	}
}

// TestProposalInHand: a proposal that another moderator has in hand is not for
// others to decide, and one's own never is.
func TestProposalInHand(t *testing.T) {
	w := newWorld(t)
	mod, other := w.granted("mod", directory.RoleModerator), w.granted("other", directory.RoleModerator)
	w.publish(person("Claire Dubois", withSkills("+tarot")))
	refuse := directory.TaxonomyChange{Kind: directory.TaxonomyRefuse, Word: "tarot", Reason: "Non."}
	if _, err := w.Open(t.Context(), other, directory.SkillItem("tarot"), "session"); err != nil {
		t.Fatal(err)
	}
	_, err := w.ChangeTaxonomy(t.Context(), mod, refuse)
	wantCode(t, err, directory.CodeClaimed)
	if q, err := w.Queue(t.Context(), mod); err != nil || q.Count[directory.ItemSkill] != 1 {
		t.Errorf("got %+v, %v", q, err)
	}
	ch, cancel := w.QueueChanges()
	defer cancel()
	if _, err := w.ChangeTaxonomy(t.Context(), other, refuse); err != nil {
		t.Fatal(err)
	}
	if q, err := w.Queue(t.Context(), mod); err != nil || q.Count[directory.ItemSkill] != 0 || !told(ch) {
		t.Errorf("got %+v, %v", q, err)
	}
	if claims, err := w.store.Claims(t.Context(), w.Now()); err != nil || len(claims) != 0 {
		t.Errorf("in hand still: %+v, %v", claims, err)
	}

	w.submits(mod, person("Luc Morin", withSkills("+héraldique")))
	own := directory.TaxonomyChange{Kind: directory.TaxonomyAdopt, Word: "heraldique", Skill: "paie"}
	_, err = w.ChangeTaxonomy(t.Context(), mod, own)
	wantCode(t, err, directory.CodeOwnListing)
	w.changes(other, own)
}
