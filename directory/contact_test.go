package directory_test

import (
	"strings"
	"testing"

	"teleorne/directory"
)

// form is what a normalising function makes of a text: its canonical form, or
// a code that it is refused with.
type form struct {
	in, want string
	code     directory.Code
}

func checkForms(t *testing.T, normalise func(string) (string, error), forms []form) {
	t.Helper()
	for _, f := range forms {
		got, err := normalise(f.in)
		if f.code != "" {
			if !directory.IsCode(err, f.code) {
				t.Errorf("%q gives %q, %v; want %s", f.in, got, err, f.code)
			}
			continue
		}
		if err != nil || got != f.want {
			t.Errorf("%q gives %q, %v; want %q", f.in, got, err, f.want)
			continue
		}
		if again, err := normalise(got); err != nil || again != got {
			t.Errorf("%q then gives %q, %v", got, again, err)
		}
	}
}

func TestNormaliseEmail(t *testing.T) {
	t.Parallel()
	checkForms(t, directory.NormaliseEmail, []form{
		{in: "claire.dubois@exemple.fr", want: "claire.dubois@exemple.fr"},
		{in: " Claire.Dubois@Exemple.FR ", want: "Claire.Dubois@exemple.fr"},
		{in: "mailto:a+b_c@sous.domaine.exemple.org", want: "a+b_c@sous.domaine.exemple.org"},
		{in: "contact@café-du-perche.fr", want: "contact@café-du-perche.fr"},
		{in: "o'neil@exemple.fr", want: "o'neil@exemple.fr"},
		{in: "a@b", code: directory.CodeEmail},
		{in: "a", code: directory.CodeEmail},
		{in: "", code: directory.CodeEmail},
		{in: "@exemple.fr", code: directory.CodeEmail},
		{in: "a@", code: directory.CodeEmail},
		{in: "a@@exemple.fr", code: directory.CodeEmail},
		{in: "a@b@exemple.fr", code: directory.CodeEmail},
		{in: "a b@exemple.fr", code: directory.CodeEmail},
		{in: "a..b@exemple.fr", code: directory.CodeEmail},
		{in: ".a@exemple.fr", code: directory.CodeEmail},
		{in: "a.@exemple.fr", code: directory.CodeEmail},
		{in: "a@exemple..fr", code: directory.CodeEmail},
		{in: "a@-exemple.fr", code: directory.CodeEmail},
		{in: "a@exemple.f", code: directory.CodeEmail},
		{in: "a@192.168.1.1", code: directory.CodeEmail},
		{in: "<a@exemple.fr>", code: directory.CodeEmail},
		{in: "a@exemple.fr, b@exemple.fr", code: directory.CodeEmail},
		{in: "\"a\"@exemple.fr", code: directory.CodeEmail},
		{in: "é@exemple.fr", code: directory.CodeEmail},
		{in: strings.Repeat("a", 65) + "@exemple.fr", code: directory.CodeEmail},
		{in: "a@" + strings.Repeat("abcdefgh.", 40) + "fr", code: directory.CodeTooLong},
	})
}

func TestNormalisePhone(t *testing.T) {
	t.Parallel()
	checkForms(t, directory.NormalisePhone, []form{
		{in: "01 23 45 67 89", want: "+33123456789"},
		{in: "0123456789", want: "+33123456789"},
		{in: "01.23.45.67.89", want: "+33123456789"},
		{in: "01-23-45-67-89", want: "+33123456789"},
		{in: "01\u00a023\u202f45 67 89", want: "+33123456789"},
		{in: "(01) 23 45 67 89", want: "+33123456789"},
		{in: "+33 (0)1 23 45 67 89", want: "+33123456789"},
		{in: "+33 (0) 1 23 45 67 89", want: "+33123456789"},
		{in: "+33 01 23 45 67 89", want: "+33123456789"},
		{in: "+33123456789", want: "+33123456789"},
		{in: "0033 1 23 45 67 89", want: "+33123456789"},
		{in: "tel:+33123456789", want: "+33123456789"},
		{in: "06 39 98 12 34", want: "+33639981234"},
		{in: "02 61 91 12 34", want: "+33261911234"},
		{in: "0262 12 34 56", want: "+262262123456"},
		{in: "0690 12 34 56", want: "+590690123456"},
		{in: "+44 20 7946 0958", want: "+442079460958"},
		{in: "0044 20 7946 0958", want: "+442079460958"},
		{in: "+1 (555) 010-9999", want: "+15550109999"},
		{in: "+123456789012345", want: "+123456789012345"},
		{in: "+1234567890123456", code: directory.CodePhone},
		{in: "+1234567", code: directory.CodePhone},
		{in: "01 23 45 67 8", code: directory.CodePhone},
		{in: "01 23 45 67 890", code: directory.CodePhone},
		{in: "00 23 45 67 89", want: "+23456789"}, // 00 is how one calls abroad
		{in: "+33 0 00 00 00 00 0", code: directory.CodePhone},
		{in: "+33 1 23 45 67", code: directory.CodePhone},
		{in: "12", code: directory.CodePhone},
		{in: "3615", code: directory.CodePhone},
		{in: "", code: directory.CodePhone},
		{in: "+", code: directory.CodePhone},
		{in: "00", code: directory.CodePhone},
		{in: "+0123456789", code: directory.CodePhone},
		{in: "01 23 45 67 89 poste 12", code: directory.CodePhone},
		{in: "01+23456789", code: directory.CodePhone},
		{in: "٠١٢٣٤٥٦٧٨٩", code: directory.CodePhone},
	})
}

func TestNormaliseWebsite(t *testing.T) {
	t.Parallel()
	checkForms(t, directory.NormaliseWebsite, []form{
		{in: "exemple.fr", want: "https://exemple.fr"},
		{in: "www.exemple.fr/page?q=1#ici", want: "https://www.exemple.fr/page?q=1#ici"},
		{in: "HTTP://Exemple.FR/Page", want: "http://exemple.fr/Page"},
		{in: "https://exemple.fr/développement", want: "https://exemple.fr/développement"},
		{in: "https://café.fr", want: "https://café.fr"},
		{in: "https://exemple.fr:8443/", want: "https://exemple.fr:8443/"},
		{in: "exemple.fr:8080", want: "https://exemple.fr:8080"},
		{in: "", code: directory.CodeWebsite},
		{in: "exemple", code: directory.CodeWebsite},
		{in: "http://localhost", code: directory.CodeWebsite},
		{in: "http://127.0.0.1/", code: directory.CodeWebsite},
		{in: "http://[::1]/", code: directory.CodeWebsite},
		{in: "ftp://exemple.fr", code: directory.CodeWebsite},
		{in: "javascript:alert(1)", code: directory.CodeWebsite},
		{in: "javascript://exemple.fr/%0aalert(1)", code: directory.CodeWebsite},
		{in: "data:text/html,x.fr", code: directory.CodeWebsite},
		{in: "mailto:a@exemple.fr", code: directory.CodeWebsite},
		{in: "https://moi:secret@exemple.fr", code: directory.CodeWebsite},
		{in: "https://moi@exemple.fr", code: directory.CodeWebsite},
		{in: "https:///exemple.fr", code: directory.CodeWebsite},
		{in: "https:/exemple.fr", code: directory.CodeWebsite},
		{in: "https://exemple..fr", code: directory.CodeWebsite},
		{in: "https://exemple.fr.", code: directory.CodeWebsite},
		{in: "https://exemple.fr:", code: directory.CodeWebsite},
		{in: "https://exemple.fr:0", code: directory.CodeWebsite},
		{in: "https://exemple.fr:99999", code: directory.CodeWebsite},
		{in: "https://exemple.fr/a b", code: directory.CodeWebsite},
		{in: "https://exemple.fr/%zz", code: directory.CodeWebsite},
		{in: "https://exemple.fr/<script>", code: directory.CodeWebsite},
		{in: "https://exemple.fr/" + strings.Repeat("a", 200), code: directory.CodeTooLong},
	})
}

func TestNormaliseSIRET(t *testing.T) {
	t.Parallel()
	checkForms(t, directory.NormaliseSIRET, []form{
		{in: "732 829 320 00074", want: "73282932000074"},
		{in: "73282932000074", want: "73282932000074"},
		{in: "73282932000075", code: directory.CodeSIRETChecksum},
		{in: "37282932000074", code: directory.CodeSIRETChecksum}, // two digits swapped
		{in: "7328293200007", code: directory.CodeSIRETLength},
		{in: "732829320000741", code: directory.CodeSIRETLength},
		{in: "", code: directory.CodeSIRETLength},
		{in: "00000000000000", code: directory.CodeSIRETChecksum},
		{in: "7328293200007A", code: directory.CodeSIRETChecksum},
		{in: "FR73282932000074", code: directory.CodeSIRETChecksum}, // not 16 digits
		// La Poste: its head office follows Luhn, an office may add up to a multiple of five.
		{in: "356 000 000 00048", want: "35600000000048"},
		{in: "35600000000011", code: directory.CodeSIRETChecksum},
		{in: "35600000000001", want: "35600000000001"}, // 15
		{in: "35600000049837", want: "35600000049837"}, // 45
		{in: "35600000049838", code: directory.CodeSIRETChecksum},
		{in: "73282932000092", code: directory.CodeSIRETChecksum}, // 45 too, but not La Poste
	})
	_, err := directory.NormaliseSIRET("7328293200007")
	if e, ok := err.(*directory.Error); !ok || e.Params["count"] != 13 {
		t.Errorf("%v does not say that there are 13 digits", err)
	}
}

func TestValidLanguage(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]bool{
		"fr": true, "en": true, "br": true, "zu": true, "aa": true, "ar": true, "pt": true,
		"": false, "f": false, "FR": false, "fra": false, "xx": false, " f": false, "r ": false, "zz": false, "  ": false,
	} {
		if got := directory.ValidLanguage(code); got != want {
			t.Errorf("ValidLanguage(%q) = %v", code, got)
		}
	}
}

func FuzzContacts(f *testing.F) {
	for _, s := range []string{"a@b.fr", "01 23 45 67 89", "+33 (0)1", "exemple.fr", "https://é.fr:1/", "356000000 00048", "\xff", "K@K.KK", "+3300"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for what, normalise := range map[string]func(string) (string, error){
			"e-mail": directory.NormaliseEmail, "phone": directory.NormalisePhone,
			"website": directory.NormaliseWebsite, "siret": directory.NormaliseSIRET,
		} {
			out, err := normalise(s)
			if err != nil {
				continue
			}
			checkClean(t, out, false)
			if again, err := normalise(out); err != nil || again != out {
				t.Fatalf("%s %q becomes %q, then %q, %v", what, s, out, again, err)
			}
		}
	})
}
