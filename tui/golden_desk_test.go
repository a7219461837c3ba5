package tui_test

import (
	"fmt"
	"testing"

	"teleorne/tui/text"
)

// deskScenes are the screens of moderation, and how one gets there from home.
var deskScenes = []struct {
	name, as, link, play string
}{
	{name: "home_moderator"},
	{name: "queue", play: "<enter>"},
	{name: "queue_third", play: "<enter><down><down>"},
	{name: "queue_kind", play: "<enter><tab>"},
	{name: "queue_bulk", play: "<enter>b"},
	{name: "review_new", play: "<enter><enter>"},
	{name: "review_claimed", play: "<enter><down><down><down><down><down><enter>"},
	{name: "review_change", play: "<enter><down><down><enter>"},
	{name: "review_change_end", play: "<enter><down><down><enter><end>"},
	{name: "review_whole", play: "<enter><down><down><enter><end><enter>"},
	{name: "review_report", play: "<enter><down><down><down><enter>"},
	{name: "review_appeal", play: "<enter><down><enter>"},
	{name: "review_skill", play: "<enter><down><down><down><down><enter>"},
	{name: "review_ask", play: "<enter><down><down><enter>d"},
	{name: "review_refuse", play: "<enter><down><down><enter>x1"},
	{name: "review_suspend", play: "<enter><down><down><down><enter>z<tab>Trop long"},
	{name: "skill_domain", play: "<enter><down><down><down><down><enter>a"},
	{name: "skill_effect", play: "<enter><down><down><down><down><enter>a<enter><enter>Sewing<enter>"},
	{name: "palette_moderator", play: ":"},
	{name: "help_queue", play: "<enter>?"},
	{name: "help_review", play: "<enter><down><down><enter>?"},
	{name: "report", as: "lea", link: "marc-lefevre", play: "!"},
	{name: "report_words", as: "lea", link: "marc-lefevre", play: "!2Le numéro n’est pas le sien."},
	{name: "mine_appealed", as: "tom", link: "inscription"},
	{name: "mine_refused", as: "hugo", link: "inscription"},
	{name: "mine_appeal", as: "hugo", link: "inscription", play: "4Ce n’est pas une annonce."},
	{name: "mine_suspended", as: "eve", link: "inscription"},
	{name: "home_refused", as: "hugo"},
}

func TestGoldenDesk(t *testing.T) {
	skipShort(t)
	d := newDesk(t)
	for _, lang := range []text.Lang{text.French, text.English} {
		for _, size := range sizes {
			for _, sc := range deskScenes {
				name := fmt.Sprintf("%s_%dx%d_%s", lang, size[0], size[1], sc.name)
				t.Run(name, func(t *testing.T) {
					actor := d.anne
					if sc.as != "" {
						actor = d.people[sc.as]
					}
					s := newDriver(t, d.Service, options{width: size[0], height: size[1], lang: lang, link: sc.link, actor: actor, still: true})
					s.play(sc.play)
					golden(t, name, s, size)
					s.play("<esc><esc><esc>") // nothing stays in hand
				})
			}
		}
	}
}
