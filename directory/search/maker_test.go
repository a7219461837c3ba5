package search

import (
	"testing"

	"teleorne/directory"
	"teleorne/directory/reference"
)

// A maker learns a catalog once, and another one when a skill is called
// otherwise.
func TestMakerLearnsCatalogsOnce(t *testing.T) {
	catalog := func(label string) *directory.Catalog {
		skills := append([]directory.Skill(nil), reference.Skills()...)
		skills[0].Label.FR = label
		return &directory.Catalog{Atlas: reference.Atlas(), Taxonomy: directory.NewTaxonomy(skills, reference.Domains())}
	}
	var m Maker
	first, same, other := m.New(catalog("un nom")), m.New(catalog("un nom")), m.New(catalog("un autre"))
	if first.ground != same.ground {
		t.Error("the same catalog was learnt twice")
	}
	if other.ground == first.ground {
		t.Error("another catalog was not learnt")
	}
	if first.seg == same.seg {
		t.Error("two indexes are one")
	}
}
