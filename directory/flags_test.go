package directory

import (
	"fmt"
	"testing"
)

func TestOwnFlags(t *testing.T) {
	for _, c := range []struct {
		name, headline, description string
		want                        string
	}{
		{"Claire Dubois", "Experte-comptable", "Bilans, déclarations. Dix ans à Paris.", ""},
		{"Claire DUBOIS", "Consultante SEO, UX, CRM", "Je code en ASP.NET et Node.js avec socket.io, C++ et .NET.", ""},
		{"Claire Dubois", "COMPTABLE", "", ""},
		{"Claire Dubois", "EXPERTE-COMPTABLE", "", "[{shouting headline  0 }]"},
		{"Claire Dubois", "Comptable", "PROMOTION EXCEPTIONNELLE sur tout", "[{shouting description  0 }]"},
		{"Claire Dubois", "Comptable", "Appelez-moi !!!", "[{shouting description  0 }]"},
		{"Claire Dubois", "Comptable", "Voir https://exemple.fr/a et www.exemple.com, ou exemple.org", "[{links description  3 }]"},
		{"Claire Dubois", "contact@exemple.fr", "", "[{links headline  1 }]"},
		{"SARL Perche Gestion", "Comptable", "", "[{organisation name  0 SARL}]"},
		{"Cabinet Dubois", "Comptable", "", "[{organisation name  0 Cabinet}]"},
		{"Dubois & Associés", "Comptable", "", ""},
		{"Dubois et Associés", "Comptable", "", "[{organisation name  0 et associes}]"},
		{"Sacha Sassi", "Comptable", "", ""},
		{"Claire Dubois", "Comptable", "Je suis malade depuis 2020.", "[{health description  0 je suis malade}]"},
	} {
		p := Profile{Name: c.name, Headline: c.headline, Description: c.description}
		got := ""
		if flags := p.ownFlags(); len(flags) > 0 {
			got = fmt.Sprint(flags)
		}
		if got != c.want {
			t.Errorf("%q, %q, %q: %s, want %s", c.name, c.headline, c.description, got, c.want)
		}
	}
}

// Each kind of flag weighs something, and volume needs more than five.
func TestFlagsWeigh(t *testing.T) {
	for _, kind := range []FlagKind{
		FlagSameEmail, FlagSamePhone, FlagSameSIRET, FlagSameText, FlagLinks, FlagShouting, FlagVolume, FlagOrganisation, FlagHealth,
	} {
		if kind.days() <= 0 {
			t.Errorf("%s weighs nothing", kind)
		}
	}
	if volumeFlag(5) != nil || len(volumeFlag(6)) != 1 {
		t.Error("five submissions a day are few, six are many")
	}
	if got := riskOf([]Flag{{Kind: FlagSameEmail}, {Kind: FlagShouting}}); got != 6 {
		t.Errorf("risk %d", got)
	}
}
