package directory_test

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"

	"teleorne/directory"
)

func TestDossierHoldsEverything(t *testing.T) {
	w := newWorld(t, func(o *directory.Options) { o.RevealRate = 100 })
	ctx := t.Context()
	moderator := w.granted("Monique", directory.RoleModerator)
	reachable := func(p *directory.Profile) { p.Email = "a@exemple.fr" }
	w.publish(person("Bob Martin", reachable), person("Zoé Lenoir", reachable))
	claire := withKey("claire")
	if _, _, err := w.SignUp(ctx, claire); err != nil {
		t.Fatal(err)
	}
	m := w.submits(claire, person("Claire Dubois"))
	if _, err := w.Decide(ctx, moderator, refusal(m.Listing.ID, "Métier peu clair")); err != nil {
		t.Fatal(err)
	}
	did(t)(w.Appeal(ctx, claire, "Il est clair."))
	w.submits(claire, person("Claire Dubois", func(p *directory.Profile) { p.Headline = "Comptable" }))
	w.drafts(claire, person("Claire Dubois", func(p *directory.Profile) { p.Headline = "Experte-comptable" }))
	second, err := w.Join(ctx, withKey("second"), w.link(claire))
	if err != nil {
		t.Fatal(err)
	}
	for _, slug := range []string{"bob-martin", "zoe-lenoir", "bob-martin"} {
		if _, err := w.Show(ctx, second, slug, true); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.Show(ctx, claire, "bob-martin", true); err != nil {
		t.Fatal(err)
	}
	d, err := w.Dossier(ctx, claire)
	if err != nil {
		t.Fatal(err)
	}
	if !d.At.Equal(noon) || d.Account.ID != second.Account || len(d.Keys) != 2 || len(d.Passes) != 8 || d.Listing == nil ||
		d.Listing.Slug != "claire-dubois" || len(d.Revisions) != 2 || d.Draft.Profile == nil || d.Draft.Profile.Headline != "Experte-comptable" {
		t.Errorf("got %+v", d)
	}
	if len(d.Appeals) != 1 || d.Appeals[0].Words != "Il est clair." || d.Appeals[0].By != 0 || d.Appeals[0].ClosedAt.IsZero() {
		t.Errorf("the appeals are %+v", d.Appeals)
	}
	if d.Reveals != 2 {
		t.Errorf("%d contacts were shown", d.Reveals)
	}
	for _, p := range d.Passes {
		if p.Hash != "" {
			t.Error("the hash of a code is told")
		}
	}
	var actions []string
	for _, e := range d.Decisions {
		actions = append(actions, e.Action)
		mine := e.Actor.Account == second.Account && e.Actor.Fingerprint != ""
		theirs := e.Actor == directory.Actor{Role: directory.RoleModerator}
		if e.Action == "reject" && (!theirs || e.Reason != "Métier peu clair") || e.Action != "reject" && !mine {
			t.Errorf("%+v", e)
		}
	}
	if got := strings.Join(actions, " "); got != "sign_up submit reject appeal submit link join" {
		t.Errorf("the log has %s", got)
	}
	for _, k := range d.Keys {
		if k.Wire != claire.Key && k.Wire != second.Key {
			t.Errorf("the key itself is not told: %+v", k)
		}
	}
	// A moderator's holds nothing of the profiles decided about but that, and
	// how they became one.
	if d, err = w.Dossier(ctx, moderator); err != nil || d.Listing != nil || len(d.Revisions) != 0 || len(d.Decisions) != 2 || len(d.Keys) != 1 ||
		d.Decisions[0].Action != "grant" || d.Decisions[0].Actor != directory.Operator() || d.Decisions[1].Action != "reject" {
		t.Errorf("the moderator's is %+v, %v", d, err)
	}
}

func TestDossierOfWhoeverHasNoAccount(t *testing.T) {
	w := newWorld(t)
	_, err := w.Dossier(t.Context(), visitor)
	wantCode(t, err, directory.CodeNeedsKey)
	_, err = w.Dossier(t.Context(), directory.Operator())
	wantCode(t, err, directory.CodeLocalOnly)
	gone := withKey("gone")
	gone.Account = 12
	_, err = w.Dossier(t.Context(), gone)
	wantCode(t, err, directory.CodeRevoked)
	d, err := w.Dossier(t.Context(), withKey("stranger"))
	if err != nil || d.Account.ID != 0 || d.Listing != nil || len(d.Keys)+len(d.Decisions)+len(d.Passes) > 0 {
		t.Errorf("got %+v, %v", d, err)
	}
}

func TestEraseForgetsAtOnce(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	claire := withKey("claire")
	if _, _, err := w.SignUp(ctx, claire); err != nil {
		t.Fatal(err)
	}
	secret := func(p *directory.Profile) {
		p.Email, p.Description = "claire.cachee@exemple.fr", "Tisseuse de paragrammes"
	}
	m := w.submits(claire, person("Claire Dubois", secret))
	w.approves(m)
	claire.Account, claire.Role = m.Account.ID, m.Account.Role
	second, err := w.Join(ctx, withKey("second"), w.link(claire))
	if err != nil {
		t.Fatal(err)
	}
	w.drafts(claire, person("Claire Dubois", secret, func(p *directory.Profile) { p.Headline = "Paragrammiste" }))
	w.wantFound("claire-dubois")

	for _, typed := range []string{"", "claire", "claire-dubois-2", "oui"} {
		_, err := w.Erase(ctx, claire, typed)
		wantCode(t, err, directory.CodeConfirmSlug)
		if p := errorOf(t, err).Params; p["slug"] != "claire-dubois" || p["value"] != typed {
			t.Errorf("said with %v", p)
		}
	}
	w.wantFound("claire-dubois")
	public, stopPublic := w.Changes()
	defer stopPublic()
	access, stopAccess := w.AccessChanges()
	defer stopAccess()
	own, stopOwn := w.OwnChanges(claire.Account)
	defer stopOwn()
	told(public)
	told(access)
	told(own)
	r, err := w.Erase(ctx, second, " Claire-Dubois ")
	if err != nil {
		t.Fatal(err)
	}
	if r.Number == 0 || !r.At.Equal(noon) || r.Slug != "claire-dubois" || r.Revisions != 1 || r.Keys != 2 || !r.Account ||
		!r.Backups.Equal(noon.Add(30*24*time.Hour)) {
		t.Errorf("the receipt is %+v", r)
	}
	w.wantFound()
	if !told(public) || !told(access) || !told(own) {
		t.Error("somebody hears nothing")
	}
	for _, a := range []directory.Actor{claire, second} {
		left, err := w.Renew(ctx, a)
		if err != nil || left.Account != 0 || left.Role != directory.RoleIdentified {
			t.Errorf("%+v, %v", left, err)
		}
		_, err = w.SaveDraft(ctx, a, "", person("Claire Dubois"), nil)
		wantCode(t, err, directory.CodeRevoked)
		if m := w.me(left); m.Listing != nil || m.Profile.Name != "" {
			t.Errorf("there still is %+v", m)
		}
	}
	_, err = w.Erase(ctx, withKey("claire"), "claire-dubois")
	wantCode(t, err, directory.CodeNoListing)

	// The log knows that it was done, and nothing of whom.
	log, err := w.store.Decisions(ctx, m.Listing.ID, 0)
	if err != nil || len(log) == 0 {
		t.Fatalf("got %v, %v", log, err)
	}
	for _, e := range log {
		if e.Actor.Fingerprint != "" || e.Reason != "" {
			t.Errorf("the log has %+v", e)
		}
	}
	if last := log[len(log)-1]; last.Action != "erase" || last.Number != r.Number || last.Actor != (directory.Actor{Role: directory.RoleProfessional}) {
		t.Errorf("the last entry is %+v", last)
	}
	w.nothingOf("cachee", "paragram", "claire", strings.TrimPrefix(claire.Fingerprint, "SHA256:"), strings.TrimPrefix(second.Fingerprint, "SHA256:"))
	// They may come back, as anybody.
	if m := w.submits(withKey("claire"), person("Claire Dubois")); m.Listing.State() != directory.StatePending {
		t.Errorf("came back as %+v", m.Listing)
	}
}

// nothingOf looks into a fresh copy of the directory for what was forgotten.
func (w *world) nothingOf(words ...string) {
	w.t.Helper()
	path := w.t.TempDir() + "/copy.db"
	w.elsewhere("VACUUM INTO '" + path + "'")
	data, err := os.ReadFile(path)
	if err != nil {
		w.t.Fatal(err)
	}
	data = bytes.ToLower(data)
	for _, word := range words {
		if bytes.Contains(data, bytes.ToLower([]byte(word))) {
			w.t.Errorf("the file still holds %q", word)
		}
	}
}

// Who moderates stays known by their keys, without a profile.
func TestEraseLeavesARole(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	monique := w.granted("Monique Petit", directory.RoleModerator)
	w.submits(monique, person("Monique Petit"))
	r, err := w.Erase(ctx, monique, "monique-petit")
	if err != nil || r.Account || r.Keys != 0 || r.Revisions != 1 {
		t.Fatalf("got %+v, %v", r, err)
	}
	if a, err := w.Renew(ctx, monique); err != nil || a != monique {
		t.Errorf("renewed to %+v, %v", a, err)
	}
	if m := w.me(monique); m.Listing != nil || m.Account.ID != monique.Account {
		t.Errorf("got %+v", m)
	}
	w.wantQueue(monique)
	_, err = w.Erase(ctx, monique, "monique-petit")
	wantCode(t, err, directory.CodeNoListing)
}

// Who moderated once and has no profile goes by the key in use.
func TestEraseWithoutAProfile(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	monique := w.granted("Monique Petit", directory.RoleModerator)
	second, err := w.Join(ctx, withKey("second"), w.link(monique))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Erase(ctx, monique, monique.Fingerprint); err == nil {
		t.Fatal("a role was erased")
	}
	if _, err := w.RevokeRole(ctx, directory.Operator(), monique.Fingerprint); err != nil {
		t.Fatal(err)
	}
	for _, typed := range []string{"", "monique-petit", second.Fingerprint} {
		_, err := w.Erase(ctx, monique, typed)
		wantCode(t, err, directory.CodeConfirmKey)
		if p := errorOf(t, err).Params; p["fingerprint"] != monique.Fingerprint || p["value"] != typed {
			t.Errorf("said with %v", p)
		}
	}
	r, err := w.Erase(ctx, monique, monique.Fingerprint)
	if err != nil || !r.Account || r.Keys != 2 || r.Slug != "" || r.Number == 0 {
		t.Fatalf("got %+v, %v", r, err)
	}
	log, err := w.store.Decisions(ctx, 0, monique.Account)
	if err != nil || len(log) == 0 || log[len(log)-1].Number != r.Number || log[len(log)-1].Action != "erase" {
		t.Errorf("the log has %+v, %v", log, err)
	}
	if a, err := w.Renew(ctx, second); err != nil || a.Account != 0 || a.Role != directory.RoleIdentified {
		t.Errorf("renewed to %+v, %v", a, err)
	}
	_, err = w.Erase(ctx, withKey("Monique Petit"), monique.Fingerprint)
	wantCode(t, err, directory.CodeNoListing)
	w.nothingOf("monique", strings.TrimPrefix(monique.Fingerprint, "SHA256:"), strings.TrimPrefix(second.Fingerprint, "SHA256:"))
}

// A draft that was never submitted is erased as well.
func TestEraseADraft(t *testing.T) {
	w := newWorld(t)
	a := withKey("someone")
	m := w.drafts(a, directory.Profile{Name: "Quelqu’un Dautre"})
	r, err := w.Erase(t.Context(), a, m.Listing.Slug)
	if err != nil || r.Revisions != 0 || r.Keys != 1 || !r.Account {
		t.Fatalf("got %+v, %v", r, err)
	}
	w.nothingOf("Dautre")
}
