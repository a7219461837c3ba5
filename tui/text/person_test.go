package text

import "testing"

func TestOfPerson(t *testing.T) {
	for name, want := range map[string]string{"Anne Guérin": "d’Anne Guérin", "Élise Roy": "d’Élise Roy", "Le Goff": "de Le Goff", "Marc": "de Marc"} {
		if got := For(French).OfPerson(name); got != want {
			t.Errorf("%q, not %q", got, want)
		}
	}
	if got := For(English).OfPerson("Anne"); got != "of Anne" {
		t.Errorf("%q in English", got)
	}
}
