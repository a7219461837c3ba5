package directory_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"teleorne/directory"
	"teleorne/directory/reference"
)

// atlases are the atlas as it is brought along, and after many merges, some of
// them of communes that had taken in others.
func atlases() map[string]*directory.Atlas {
	plain := reference.Atlas()
	communes := plain.Communes()
	var merges []directory.CommuneMerge
	for i := 0; i+2 < len(communes); i += 9 {
		merges = append(merges,
			directory.CommuneMerge{From: communes[i].INSEE, Into: communes[i+1].INSEE},
			directory.CommuneMerge{From: communes[i+1].INSEE, Into: communes[i+2].INSEE})
	}
	return map[string]*directory.Atlas{"as brought along": plain, "merged": plain.With(merges)}
}

func TestMergedCommuneIsFoundInTheNewOne(t *testing.T) {
	t.Parallel()
	plain := reference.Atlas()
	// Courgeoût's INSEE code is the postal code of Bellême.
	atlas := plain.With([]directory.CommuneMerge{{From: "61130", Into: "61293"}})
	into, _ := atlas.Commune("61293")
	was, _ := plain.Commune("61130")
	before, _ := plain.Commune("61293")
	if len(atlas.Communes()) != len(plain.Communes())-1 || into.Population != before.Population+was.Population {
		t.Errorf("%d communes, %+v", len(atlas.Communes()), into)
	}
	for _, c := range atlas.Communes() {
		if c.INSEE == "61130" {
			t.Error("it is in the list still")
		}
	}
	if _, ok := atlas.Commune("61130"); ok {
		t.Error("it is a present commune still")
	}
	for what, find := range map[string]func(string) (*directory.Commune, bool){"Current": atlas.Current, "Kept": atlas.Kept} {
		if c, ok := find("61130"); !ok || c != into {
			t.Errorf("%s: its code leads to %v", what, c)
		}
	}
	if p, err := atlas.Resolve("courgeout"); err != nil || insees(p) != "61293" || p.Former != "Courgeoût" {
		t.Errorf("its name means %v, %v", p, err)
	}
	if p, err := atlas.Resolve("Courgeoût (61130)"); err != nil || insees(p) != "61293" {
		t.Errorf("name and code mean %v, %v", insees(p), err)
	}
	for _, code := range was.PostalCodes {
		if p, err := atlas.Resolve(code); err != nil || !slices.Contains(p.Communes, into) {
			t.Errorf("its postal code %s means %v, %v", code, insees(p), err)
		}
	}
	// To people five digits are a postal code first, here as before.
	if p, err := atlas.Resolve("61130"); err != nil || p.Postal != "61130" || !slices.Contains(p.INSEE(), "61038") {
		t.Errorf("61130 means %+v, %v", p, err)
	}
	if got := atlas.Complete("courgeo", 3); len(got) == 0 || got[0].Commune != into || got[0].Former != "Courgeoût" {
		t.Errorf("completed by %+v", got)
	}
	if !slices.Contains(atlas.CodesIn(into.EPCI.SIREN), "61130") || !slices.Contains(atlas.CodesIn(into.EPCI.SIREN), "61293") {
		t.Error("codes of the intercommunality")
	}
	if !slices.Equal(before.PostalCodes, reference.Atlas().Communes()[slices.Index(plain.Communes(), before)].PostalCodes) || before.Population == into.Population {
		t.Error("the atlas that was merged has changed")
	}
}

func TestMergesThatCountForNothing(t *testing.T) {
	t.Parallel()
	plain := reference.Atlas()
	for name, merges := range map[string][]directory.CommuneMerge{
		"none":      nil,
		"itself":    {{From: "61038", Into: "61038"}},
		"circle":    {{From: "61038", Into: "61001"}, {From: "61001", Into: "61038"}},
		"nowhere":   {{From: "61038", Into: "75056"}},
		"from none": {{From: "75056", Into: "61038"}},
		"official":  {{From: "61325", Into: "61001"}}, // La Perrière is part of Belforêt already
	} {
		if atlas := plain.With(merges); atlas != plain {
			t.Errorf("%s: another atlas", name)
		}
	}
	// What it leads to was merged officially since.
	if c, ok := plain.With([]directory.CommuneMerge{{From: "61038", Into: "61325"}}).Current("61038"); !ok || c.INSEE != "61196" {
		t.Errorf("got %v", c)
	}
}

// TestAnyMergesKeepEveryCommune: whatever is merged, and taken back, every code
// and every name that there ever was leads to a commune of the list, and nobody
// gets lost.
func TestAnyMergesKeepEveryCommune(t *testing.T) {
	skipShort(t)
	t.Parallel()
	plain := reference.Atlas()
	population := func(a *directory.Atlas) (n int) {
		for _, c := range a.Communes() {
			n += c.Population
		}
		return n
	}
	all := population(plain)
	rapid.Check(t, func(t *rapid.T) {
		var merges []directory.CommuneMerge
		atlas := plain
		for range rapid.IntRange(1, 25).Draw(t, "steps") {
			if len(merges) > 0 && rapid.IntRange(0, 3).Draw(t, "split") == 0 {
				at := rapid.IntRange(0, len(merges)-1).Draw(t, "at")
				merges = slices.Delete(merges, at, at+1)
			} else {
				from := rapid.SampledFrom(atlas.Communes()).Draw(t, "from").INSEE
				into := rapid.SampledFrom(atlas.Communes()).Draw(t, "into").INSEE
				if from != into {
					merges = append(merges, directory.CommuneMerge{From: from, Into: into})
				}
			}
			atlas = plain.With(merges)
		}
		if len(atlas.Communes()) != len(plain.Communes())-len(merges) || population(atlas) != all {
			t.Fatalf("%d communes of %d people after %d merges", len(atlas.Communes()), population(atlas), len(merges))
		}
		for _, m := range merges {
			was, _ := plain.Commune(m.From)
			now, ok := atlas.Current(m.From)
			if !ok || !slices.Contains(atlas.Communes(), now) {
				t.Fatalf("%s leads to %v", m.From, now)
			}
			p, err := atlas.Resolve(was.Name + " (" + m.From + ")")
			if err != nil || !slices.Contains(p.Communes, now) {
				t.Fatalf("%s means %v, %v", was.Name, insees(p), err)
			}
		}
	})
}
