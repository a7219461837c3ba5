package tui_test

import (
	"fmt"
	"strings"
	"testing"

	"teleorne/directory"
	"teleorne/tui/screen"
	"teleorne/tui/text"
)

// stage is a session with an actor, and the way into it.
type stage struct {
	actor directory.Actor
	link  string
	open  screen.Route
	first func() // what happens before that
	play  string
}

// pens are the screens of signing up and of writing a profile that are kept. n
// is a number that nobody else in the directory has.
var pens = []struct {
	name string
	set  func(tb testing.TB, service *directory.Service, n byte) stage
}{
	{"signup_no_key", func(testing.TB, *directory.Service, byte) stage { return stage{link: "inscription"} }},
	{"signup", func(tb testing.TB, _ *directory.Service, _ byte) stage {
		return stage{actor: person(tb, 0), link: "inscription"}
	}},
	{"signup_end", func(tb testing.TB, _ *directory.Service, _ byte) stage {
		return stage{actor: person(tb, 0), link: "inscription", play: "<end>"}
	}},
	{"signup_code", func(tb testing.TB, _ *directory.Service, _ byte) stage {
		return stage{actor: person(tb, 0), link: "inscription", play: "<end>3"}
	}},
	{"codes", func(tb testing.TB, _ *directory.Service, _ byte) stage {
		var codes []string
		for _, c := range "ABCDEFGH" {
			codes = append(codes, string(c)+"4KW-9TQM-X2PD-7HRN")
		}
		return stage{actor: person(tb, 0), open: screen.Codes{Codes: codes}}
	}},
	{"editor", func(tb testing.TB, service *directory.Service, n byte) stage {
		return stage{actor: writing(tb, service, n, nil), open: screen.Editor{}}
	}},
	{"editor_who", func(tb testing.TB, service *directory.Service, n byte) stage {
		return stage{actor: writing(tb, service, n, begunProfile), open: screen.Editor{Field: "headline"}}
	}},
	{"editor_skills", func(tb testing.TB, service *directory.Service, n byte) stage {
		return stage{actor: writing(tb, service, n, begunProfile), open: screen.Editor{Field: "skills"}, play: "compt"}
	}},
	{"editor_where", func(tb testing.TB, service *directory.Service, n byte) stage {
		return stage{actor: writing(tb, service, n, begunProfile), open: screen.Editor{Field: "commune"}, play: "61130"}
	}},
	{"editor_choice", func(tb testing.TB, service *directory.Service, n byte) stage {
		return stage{actor: writing(tb, service, n, wholeProfile), open: screen.Editor{Field: "email_shown"}}
	}},
	{"editor_telecentre", func(tb testing.TB, service *directory.Service, n byte) stage {
		fill := func(p *directory.Profile) { wholeProfile(p); p.Workplace = directory.AtBoth }
		return stage{actor: writing(tb, service, n, fill), open: screen.Editor{Field: "telecentre"}, play: "<down>"}
	}},
	{"editor_wrong", func(tb testing.TB, service *directory.Service, n byte) stage {
		fill := func(p *directory.Profile) { wholeProfile(p); p.Email, p.SIRET = "a@b", "7328293200007" }
		return stage{actor: writing(tb, service, n, fill), open: screen.Editor{Field: "email"}}
	}},
	{"editor_description", func(tb testing.TB, service *directory.Service, n byte) stage {
		return stage{actor: writing(tb, service, n, wholeProfile), open: screen.Editor{Field: "description"}}
	}},
	{"editor_review_missing", func(tb testing.TB, service *directory.Service, n byte) stage {
		return stage{actor: writing(tb, service, n, nil), open: screen.Editor{}, play: "v"}
	}},
	{"editor_review_wrong", func(tb testing.TB, service *directory.Service, n byte) stage {
		fill := func(p *directory.Profile) { wholeProfile(p); p.Email, p.SIRET, p.Headline = "a@b", "7328293200007", "" }
		return stage{actor: writing(tb, service, n, fill), open: screen.Editor{}, play: "v<down>"}
	}},
	{"editor_review", func(tb testing.TB, service *directory.Service, n byte) stage {
		return stage{actor: writing(tb, service, n, wholeProfile), open: screen.Editor{}, play: "v"}
	}},
	{"editor_sent", func(tb testing.TB, service *directory.Service, n byte) stage {
		return stage{actor: writing(tb, service, n, wholeProfile), open: screen.Editor{}, play: "v1"}
	}},
	{"editor_stale", func(tb testing.TB, service *directory.Service, n byte) stage { return meeting(tb, service, n, "") }},
	{"editor_compare", func(tb testing.TB, service *directory.Service, n byte) stage { return meeting(tb, service, n, "1") }},
}

// begunProfile is a profile of which little is said yet.
func begunProfile(p *directory.Profile) {
	p.Name, p.Status = "Claire Dubois", directory.Independent
}

// wholeProfile is one that can be sent.
func wholeProfile(p *directory.Profile) {
	begunProfile(p)
	p.Organisation, p.Headline = "Cabinet Dubois", "Experte-comptable"
	p.Skills, p.Languages = []string{"comptabilite", "paie", "+braille musical"}, []string{"fr", "en"}
	p.Commune, p.Connection = "61038", directory.Fibre
	p.Description = "Dix ans en cabinet à Paris, installée dans le Perche depuis 2019.\n\n" +
		strings.Repeat("Bilans, déclarations, tableaux de bord pour associations et petites entreprises. ", 21) + "Devis gratuit."
	p.DailyRateEUR, p.Website, p.Email, p.Phone = 380, "https://cabinet-dubois.exemple.fr", "claire@exemple.fr", "+33233000061"
}

// writing is somebody who has begun a profile, and sent none.
func writing(tb testing.TB, service *directory.Service, n byte, fill func(*directory.Profile)) directory.Actor {
	tb.Helper()
	a := person(tb, n)
	a.Address = fmt.Sprintf("10.0.0.%d", n) // few sign up from one address
	m, _, err := service.SignUp(tb.Context(), a)
	if err != nil {
		tb.Fatal(err)
	}
	if a, err = service.Renew(tb.Context(), a); err != nil {
		tb.Fatal(err)
	}
	if fill != nil {
		fill(&m.Profile)
		if _, err := service.SaveDraft(tb.Context(), a, m.Version, m.Profile, nil); err != nil {
			tb.Fatal(err)
		}
	}
	return a
}

// meeting is somebody who types here while their other device saves something
// else, which this one has not heard of yet.
func meeting(tb testing.TB, service *directory.Service, n byte, play string) stage {
	a := writing(tb, service, n, wholeProfile)
	return stage{
		actor: a, open: screen.Editor{Field: "headline"}, play: "s" + play,
		first: func() {
			m, err := service.Me(tb.Context(), a)
			if err != nil {
				tb.Fatal(err)
			}
			m.Profile.Headline, m.Profile.Phone = "Experte-comptable, paie", ""
			if _, err := service.SaveDraft(tb.Context(), a, m.Version, m.Profile, nil); err != nil {
				tb.Fatal(err)
			}
		},
	}
}

func TestGoldenEditor(t *testing.T) {
	skipShort(t)
	service := newService(t, 120)
	n := byte(0)
	for _, lang := range []text.Lang{text.French, text.English} {
		for _, size := range sizes[:3] {
			for _, pen := range pens {
				name := fmt.Sprintf("%s_%dx%d_%s", lang, size[0], size[1], pen.name)
				n++
				t.Run(name, func(t *testing.T) {
					st := pen.set(t, service, n)
					d := newDriver(t, service, options{
						width: size[0], height: size[1], lang: lang, actor: st.actor, link: st.link,
						still: true, // news of what one writes oneself show nothing new
					})
					if st.open != nil {
						d.send(screen.Goto{Route: st.open})
					}
					if st.first != nil {
						st.first()
					}
					d.play(st.play)
					golden(t, name, d, size)
				})
			}
		}
	}
}
