package search

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"teleorne/directory"
)

func TestComplete(t *testing.T) {
	x := New(smallCatalog())
	x.Apply([]*directory.Listing{
		listing(1, directory.Profile{Name: "Claire Dubois", Skills: []string{"comptabilite", "paie"}}),
		listing(2, directory.Profile{Name: "Anne Comte", Skills: []string{"comptabilite", "chef-de-projet"}}),
		listing(3, directory.Profile{Name: "Zoé Martin-Dubois", Headline: "Comptage", Skills: []string{"redaction-web", "developpement-web"}}),
	})
	for _, tt := range []struct {
		text, lang string
		limit      int
		want       []string
	}{
		{"comp", "fr", 8, []string{"skill comptabilite 2"}},
		{"com", "fr", 8, []string{"skill comptabilite 2", "person 2"}},
		{"accou", "fr", 8, []string{"skill comptabilite 2 (Accounting)"}},
		{"accou", "en", 8, []string{"skill comptabilite 2"}},
		{"compta", "en", 8, []string{"skill comptabilite 2 (Comptabilité)"}},
		{"expert-c", "fr", 8, []string{"skill comptabilite 2 (expert-comptable)"}},
		{"proj", "fr", 8, []string{"skill chef-de-projet 1"}},
		{"CHEF DE PR", "fr", 8, []string{"skill chef-de-projet 1 (chef de projet)"}},
		{"web", "fr", 8, []string{"skill developpement-web 1", "skill redaction-web 1"}},
		{"langues", "fr", 8, []string{"domain langues 1"}},
		{"gest", "fr", 8, []string{"skill paie 1 (gestionnaire de paie)", "domain gestion 2"}},
		{"dub", "fr", 8, []string{"person 1", "person 3"}},
		{"dubois cla", "fr", 8, []string{"person 1"}},
		{"comptable dub", "fr", 8, []string{"person 1", "person 3"}},
		{"c", "fr", 1, []string{"skill comptabilite 2"}},
		{"secr", "fr", 8, nil},
		{"", "fr", 8, nil},
		{" !? ", "fr", 8, nil},
		{"dub", "fr", 0, nil},
	} {
		cs, err := x.Complete(context.Background(), tt.text, tt.lang, tt.limit)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, c := range cs {
			s := fmt.Sprintf("%s %s %d", c.Kind, c.Value, c.Count)
			if c.Kind == directory.CompletePerson {
				s = fmt.Sprintf("person %d", c.ID)
			}
			if c.Alias != "" {
				s += " (" + c.Alias + ")"
			}
			got = append(got, s)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%q: %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestSimilar(t *testing.T) {
	x := New(smallCatalog())
	var ls []*directory.Listing
	for i, slug := range []string{"claire-dubois", "claire-dubois-2", "clara-dubois", "zoe-martin", "jean-paul-le-goff"} {
		l := listing(i+1, directory.Profile{Name: "Xy"})
		l.Slug = slug
		ls = append(ls, l)
	}
	x.Apply(ls)
	for _, tt := range []struct {
		typed string
		limit int
		want  []string
	}{
		{"clair-dubois", 3, []string{"claire-dubois", "clara-dubois", "claire-dubois-2"}},
		{"clair-dubois", 1, []string{"claire-dubois"}},
		{"Claire Dubios", 1, []string{"claire-dubois"}},
		{"dubois-claire", 1, []string{"claire-dubois"}},
		{"zoé-martin", 3, []string{"zoe-martin"}},
		{"martin-zoe", 3, []string{"zoe-martin"}},
		{"jean-paul-legoff", 3, []string{"jean-paul-le-goff"}},
		{"comptable", 3, nil},
		{"", 3, nil},
		{"clair-dubois", 0, nil},
	} {
		if got := x.Similar(tt.typed, tt.limit); !slices.Equal(got, tt.want) {
			t.Errorf("%q: %q, want %q", tt.typed, got, tt.want)
		}
	}
}
