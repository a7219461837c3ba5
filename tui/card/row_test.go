package card_test

import (
	"testing"

	"teleorne/directory"
	"teleorne/tui/card"
)

// What some columns do not need goes to those that need more, and nothing of the
// width is lost.
func TestColumnsFitWhoIsThere(t *testing.T) {
	at := func(name, headline, commune string) *directory.Card {
		return &directory.Card{Name: name, Headline: headline, Commune: &directory.Commune{Name: commune}}
	}
	sum := func(c card.Columns) int { return c.Name + c.Trade + c.Place }
	wide := card.Layout(76, true)
	short := wide.Fitting([]*directory.Card{at("Tom Petit", "Comptable", "Igé"), at("Léa Roy", "Traductrice anglais–français", "Sées")})
	if short.Trade < len("Traductrice anglais-francais") || short.Name < len("Tom Petit") || sum(short) != sum(wide) {
		t.Errorf("%+v becomes %+v", wide, short)
	}
	same := wide.Fitting([]*directory.Card{at("Marie-Christine Morissette-Dubois", "Développeuse d’applications pour les communes", "Bagnoles de l’Orne Normandie")})
	if same != wide {
		t.Errorf("all want more: %+v becomes %+v", wide, same)
	}
	if here := wide.WithoutPlace().Fitting([]*directory.Card{at("Tom Petit", "Comptable", "Bagnoles de l’Orne Normandie")}); here.Place != 0 || sum(here) != sum(wide.WithoutPlace()) {
		t.Errorf("without the place: %+v", here)
	}
	if two := card.Layout(40, false); two.Fitting([]*directory.Card{at("Tom Petit", "Comptable", "Igé")}) != two || wide.Fitting(nil) != wide {
		t.Error("two lines, or nobody, have nothing to divide")
	}
}
