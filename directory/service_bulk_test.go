package directory_test

import (
	"fmt"
	"slices"
	"testing"

	"teleorne/directory"
)

func TestLowRisk(t *testing.T) {
	w := newWorld(t)
	mod, other, _ := w.mods()
	base := func(name string) directory.Profile {
		return person(name, func(p *directory.Profile) { p.Phone = "+3323300" + fmt.Sprintf("%04d", len(name)*7) })
	}
	change := func(name string, change func(*directory.Profile)) directory.ItemID {
		p := base(name)
		a := w.owner(p)
		change(&p)
		m := w.submits(a, p)
		return directory.ListingItem(m.Listing.ID)
	}
	move := func(p *directory.Profile) { p.Commune = "61169" }
	moved := change("Anne", move)
	rate := change("Basile D", func(p *directory.Profile) {
		p.DailyRateEUR, p.Connection, p.Skills = 400, directory.Fibre, []string{"comptabilite", "paie"}
	})
	for name, risky := range map[string]func(*directory.Profile){
		"Chloé De":      func(p *directory.Profile) { p.Headline = "Juriste" },
		"Didier Des":    func(p *directory.Profile) { p.Email = "d@exemple.fr" },
		"Éloi Dest":     func(p *directory.Profile) { p.Skills = append(p.Skills, "+macramé") },
		"Fanny Destr":   func(p *directory.Profile) { p.Website = "https://exemple.fr" },
		"Gaëlle Destre": func(p *directory.Profile) { p.Description = "Bonjour." },
	} {
		change(name, risky)
	}
	change("Cabinet Hugues", move) // has a flag
	claimed := change("Inès Destrem", move)
	mine := base("Monique Destrema")
	w.decides(other, directory.ListingItem(w.submits(mod, mine).Listing.ID), directory.ActionApprove)
	move(&mine)
	own := directory.ListingItem(w.submits(mod, mine).Listing.ID)
	w.submits(withKey("new"), base("Jean Destremau")) // new ones are always read
	if _, err := w.Open(t.Context(), other, claimed, "session"); err != nil {
		t.Fatal(err)
	}
	bulk := func(a directory.Actor, want ...directory.ItemID) *directory.Bulk {
		t.Helper()
		b, err := w.LowRisk(t.Context(), a)
		if err != nil {
			t.Fatal(err)
		}
		var got []directory.ItemID
		for i, v := range b.Verdicts {
			got = append(got, v.Item)
			if b.Items[i].ID != v.Item || v.Version == "" || v.Action != directory.ActionApprove {
				t.Errorf("got %+v", v)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("of low risk are %v, want %v", got, want)
		}
		return b
	}
	b := bulk(mod, moved, rate)
	if want := []directory.Count{{Value: "skills", Count: 1}, {Value: "commune", Count: 1}, {Value: "daily_rate_eur", Count: 1}, {Value: "connection", Count: 1}}; !slices.Equal(b.Fields, want) {
		t.Errorf("fields %v", b.Fields)
	}
	bulk(other, moved, rate, claimed, own) // the claim is theirs, the listing is not
	// What changed since, is claimed, or is one's own, is skipped.
	changedNow := w.me(withKey("Basile D")).Profile
	changedNow.Connection = directory.DSL
	w.submits(withKey("Basile D"), changedNow)
	all := append(b.Verdicts, directory.Verdict{Item: claimed}, directory.Verdict{Item: own}, directory.Verdict{Item: "999"},
		directory.Verdict{Item: "r1"}, directory.Verdict{Item: moved}, directory.Verdict{Item: "?"})
	d, err := w.ApproveMany(t.Context(), mod, all)
	if err != nil || d.Done != 1 || d.Listing != nil || d.Decision.Action != "approve" {
		t.Fatalf("got %+v, %v", d, err)
	}
	codes := []directory.Code{
		directory.CodeStale, directory.CodeClaimed, directory.CodeOwnListing, directory.CodeNotFound, directory.CodeChoice,
		directory.CodeState, directory.CodeNotFound,
	}
	for i, s := range d.Skipped {
		if !directory.IsCode(s.Err, codes[i]) {
			t.Errorf("%s is skipped: %v, want %s", s.Item, s.Err, codes[i])
		}
	}
	if len(d.Skipped) != len(codes) {
		t.Errorf("skipped %v", d.Skipped)
	}
	w.undoes(mod, 0)
	if l := w.listing(1); !l.Pending() {
		t.Errorf("got %+v", l)
	}
	_, err = w.ApproveMany(t.Context(), mod, make([]directory.Verdict, 501))
	wantCode(t, err, directory.CodeTooMany)
	if d, err := w.ApproveMany(t.Context(), mod, nil); err != nil || d.Done != 0 {
		t.Errorf("got %+v, %v", d, err)
	}
}

// Nobody changes or publishes their own listing by a file, unless it is their
// own machine.
func TestImportOverOwn(t *testing.T) {
	w := newWorld(t)
	_, _, admin := w.mods()
	p := person("Adèle Administratrice", mail("a@exemple.fr"))
	m := w.submits(admin, p)
	importing := func(a directory.Actor, p directory.Profile, slug string, o directory.ImportOptions) *directory.ImportReport {
		t.Helper()
		r, err := w.ImportProfiles(t.Context(), a, []directory.ImportRow{{Line: 2, Slug: slug, Profile: p}}, o)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	refused := func(r *directory.ImportReport) {
		t.Helper()
		if len(r.Problems) != 1 || r.Problems[0].Line != 2 || !directory.IsCode(r.Problems[0].Errors, directory.CodeOwnListing) || r.Updated != 0 {
			t.Errorf("got %+v", r)
		}
	}
	w.explained(m.Listing.ID)
	refused(importing(admin, p, "", publish)) // which waits
	refused(importing(admin, p, m.Listing.Slug, publish))
	if r := importing(admin, p, "", directory.ImportOptions{}); r.Unchanged != 1 {
		t.Errorf("got %+v", r)
	}
	w.approves(m)
	other := p
	other.Headline = "Reine"
	refused(importing(admin, other, "", publish)) // by the address
	refused(importing(admin, other, m.Listing.Slug, directory.ImportOptions{}))
	refused(importing(admin, other, m.Listing.Slug, directory.ImportOptions{DryRun: true}))
	refused(importing(admin, other, m.Listing.Slug, directory.ImportOptions{KeepGoing: true, Publish: true}))
	if r := importing(admin, p, "", publish); r.Unchanged != 1 {
		t.Errorf("got %+v", r)
	}
	w.wantActions(m, "sign_up", "submit", "approve")
	if r := importing(directory.Operator(), other, "", publish); r.Updated != 1 {
		t.Errorf("got %+v", r)
	}
	w.explained(m.Listing.ID)
}
