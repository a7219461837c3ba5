package tui_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/directory/search"
	"teleorne/tui/screen"
	"teleorne/tui/text"
)

// roomScenes are the pages of the administration about reference data and
// notices, as an administrator sees them.
var roomScenes = []struct{ name, area, id, play string }{
	{name: "skills", area: screen.AreaTaxonomy},
	{name: "skills_search", area: screen.AreaTaxonomy, play: "/compta"},
	{name: "skills_merged", area: screen.AreaTaxonomy, play: "f<tab><enter>4"},
	{name: "admin_skill", area: screen.AreaTaxonomy, id: "comptabilite"},
	{name: "skill_merged", area: screen.AreaTaxonomy, id: "facturation-relances"},
	{name: "skill_rename", area: screen.AreaTaxonomy, id: "comptabilite", play: "r"},
	{name: "skill_merge", area: screen.AreaTaxonomy, id: "paie", play: "3compta"},
	{name: "skill_effect", area: screen.AreaTaxonomy, id: "paie", play: "3comptabilite<down><enter><enter>"},
	{name: "skill_alias_effect", area: screen.AreaTaxonomy, id: "paie", play: "2bulletins<tab><tab><enter>"},
	{name: "proposals", area: screen.AreaTaxonomy, id: "+"},
	{name: "proposal_one", area: screen.AreaTaxonomy, id: "+comptabilite-analytique"},
	{name: "proposal_effect", area: screen.AreaTaxonomy, id: "+comptabilite-analytique", play: "2"},
	{name: "proposal_accept", area: screen.AreaTaxonomy, id: "+couture", play: "1"},
	{name: "proposal_refuse", area: screen.AreaTaxonomy, id: "+couture", play: "<end><enter>2"},
	{name: "desks", area: screen.AreaTelecentres},
	{name: "desk", area: screen.AreaTelecentres, id: "elabo"},
	{name: "desk_edit", area: screen.AreaTelecentres, id: "elabo", play: "e<tab><tab><tab><tab><tab><tab><tab><tab><tab>"},
	{name: "desk_close", area: screen.AreaTelecentres, id: "elabo", play: "4"},
	{name: "desk_day", area: screen.AreaTelecentres, id: "elabo", play: "3demain"},
	{name: "communes", area: screen.AreaCommunes},
	{name: "commune_form", area: screen.AreaCommunes, id: "+", play: "mortagne"},
	{name: "commune_effect", area: screen.AreaCommunes, id: "+", play: "sees<down><enter>alencon<down><enter><tab><enter>"},
	{name: "commune_split", area: screen.AreaCommunes, play: "<enter>"},
	{name: "transfer", area: screen.AreaTransfer},
	{name: "import", area: screen.AreaTransfer, id: "profiles"},
	{name: "announce", area: screen.AreaAnnounce},
	{name: "announce_form", area: screen.AreaAnnounce, id: "write"},
	{name: "freshness", area: screen.AreaFreshness},
	{name: "requests", area: screen.AreaRequests},
	{name: "requests_closed", area: screen.AreaRequests, play: "f<enter>2"},
	{name: "request", area: screen.AreaRequests, id: "1"},
	{name: "request_extend", area: screen.AreaRequests, id: "2", play: "2"},
	{name: "request_form", area: screen.AreaRequests, id: "new"},
}

// rooms is a directory in which administrators have been at work.
func rooms(tb testing.TB) *directory.Service {
	tb.Helper()
	now := clock
	at := func() time.Time { return now }
	service, _ := prepare(tb, "rooms", new(search.Maker), at, func() (*directory.Service, people) {
		service := newServiceAt(tb, 300, at)
		furnish(tb, service, &now)
		return service, nil
	})
	return service
}

// furnish puts into each room of the administration what there is to be done.
func furnish(tb testing.TB, service *directory.Service, now *time.Time) {
	tb.Helper()
	ctx, op := tb.Context(), directory.Operator()
	must := func(err error) {
		tb.Helper()
		if err != nil {
			tb.Fatal(err)
		}
	}
	proposes := func(n byte, name, headline string, skills ...string) {
		a := person(tb, n)
		m, err := service.SaveDraft(ctx, a, "", directory.Profile{
			Name: name, Status: directory.Independent, Headline: headline, Skills: skills, Commune: "61038",
			Workplace: directory.AtHome, Languages: []string{"fr"},
		}, nil)
		must(err)
		_, err = service.Submit(ctx, a, m.Version)
		must(err)
	}
	*now = clock.AddDate(0, 0, -16)
	proposes(60, "Anne Guérin", "Comptable", "comptabilite", "+comptabilité analytique")
	proposes(61, "Louis Aubert", "Contrôleur de gestion", "+Comptabilité analytique")
	*now = clock.AddDate(0, 0, -3)
	proposes(62, "Rose Picard", "Couturière", "+couture")
	*now = clock
	day := directory.DateOf(clock)
	for _, c := range []directory.TaxonomyChange{
		{Kind: directory.TaxonomyMerge, Skill: "facturation-relances", Into: "comptabilite"},
		{Kind: directory.TaxonomyRetire, Skill: "saisie-donnees"},
	} {
		_, err := service.ChangeTaxonomy(ctx, op, c)
		must(err)
	}
	must(service.VerifyTelecentre(ctx, op, "elabo", day-3))
	must(service.MergeCommune(ctx, op, directory.CommuneMerge{From: "61207", Into: "61038", On: day - 20}))
	for _, r := range []directory.DataRequest{
		{Kind: directory.RequestErase, Who: "Jean Lemoine, jean.lemoine@exemple.fr", Note: "Demande que tout ce qui le concerne soit effacé, y compris l’ancienne fiche de son entreprise.", Received: day - 40},
		{Kind: directory.RequestAccess, Who: "Claire Dubois, 12 rue du Mail, Bellême", Slug: "claire-dubois", Received: day - 10},
		{Kind: directory.RequestObject, Who: "Association des riverains", Received: day - 30},
		{Kind: directory.RequestRectify, Who: "Paul Leroy", Received: day - 60},
	} {
		_, err := service.AddDataRequest(ctx, op, r)
		must(err)
	}
	_, err := service.CloseDataRequest(ctx, op, 4, "Corrigé le jour même ; écrit à la personne.")
	must(err)
}

func TestGoldenRooms(t *testing.T) {
	skipShort(t)
	service := rooms(t)
	for _, lang := range []text.Lang{text.French, text.English} {
		for _, size := range sizes {
			for _, sc := range roomScenes {
				name := fmt.Sprintf("%s_%dx%d_rooms_%s", lang, size[0], size[1], sc.name)
				t.Run(name, func(t *testing.T) {
					d := newDriver(t, service, options{width: size[0], height: size[1], lang: lang, actor: directory.Operator(), still: true})
					d.send(screen.Goto{Route: screen.Admin{Area: sc.area, ID: sc.id}})
					d.play(sc.play)
					golden(t, name, d, size)
				})
			}
		}
	}
}

// A file is looked at before anything of it is written: what is wrong with it,
// what would come of it, and what did.
func TestGoldenImport(t *testing.T) {
	file := "name;status;headline;skills;commune;email\r" +
		"Claire Dubois;independent;Experte-comptable;comptabilite;Bellême;claire@exemple.fr\r" +
		"Marc Lefèvre;freelance;Comptable;comptabilite;Belleme-sur-Mer;marc@\r" +
		"Inès Martel;salaried;Assistante comptable;paie;Mortagne-au-Perche;\r"
	for _, lang := range []text.Lang{text.French, text.English} {
		for _, size := range sizes {
			service := newService(t, 0)
			for _, sc := range []struct{ name, play string }{
				{name: "import_pasted"},
				{name: "import_checked", play: "<tab><tab><tab><enter>"},
				{name: "import_line", play: "<enter>"},
				{name: "import_good", play: "<esc>2"},
				{name: "import_confirm", play: "1"},
				{name: "import_done", play: "2"},
			} {
				name := fmt.Sprintf("%s_%dx%d_rooms_%s", lang, size[0], size[1], sc.name)
				t.Run(name, func(t *testing.T) {
					d := newDriver(t, service, options{width: size[0], height: size[1], lang: lang, actor: directory.Operator(), still: true})
					d.send(screen.Goto{Route: screen.Admin{Area: screen.AreaTransfer, ID: "profiles"}})
					d.send(tea.PasteMsg{Content: file})
					steps := ""
					for _, s := range []string{"", "<tab><tab><tab><enter>", "<enter>", "<esc>2", "1", "2"} {
						if steps += s; s == sc.play {
							break
						}
					}
					d.play(steps)
					golden(t, name, d, size)
				})
			}
		}
	}
}

// What is announced stands on every screen, for everybody.
func TestGoldenAnnounced(t *testing.T) {
	skipShort(t)
	service := newService(t, 300)
	if err := service.Announce(t.Context(), directory.Operator(), directory.Announcement{
		FR:    "L’annuaire sera arrêté mardi 1er décembre de midi à 14 heures, le temps de changer de machine. Ce que vous tapez d’ici là est gardé.",
		EN:    "The directory stops on Tuesday 1 December from noon to 2 p.m., to move to another machine. What you type until then is kept.",
		Until: directory.DateOf(clock) + 8,
	}); err != nil {
		t.Fatal(err)
	}
	for _, lang := range []text.Lang{text.French, text.English} {
		for _, size := range sizes {
			for _, sc := range []struct{ name, link, play string }{
				{name: "announced_home"},
				{name: "announced_profile", link: "claire-dubois"},
				{name: "announced_palette", play: ":annonc"},
				{name: "announced_help", play: ":announ<enter>"},
			} {
				if lang == text.French {
					sc.play = strings.ReplaceAll(sc.play, "announ<", "annonce<")
				} else {
					sc.play = strings.ReplaceAll(sc.play, "annonc", "announ")
				}
				name := fmt.Sprintf("%s_%dx%d_rooms_%s", lang, size[0], size[1], sc.name)
				t.Run(name, func(t *testing.T) {
					d := newDriver(t, service, options{width: size[0], height: size[1], lang: lang, link: sc.link, still: true})
					d.play(sc.play)
					golden(t, name, d, size)
				})
			}
		}
	}
}
