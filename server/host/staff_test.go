//go:build !teaprogram

package host

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	gossh "golang.org/x/crypto/ssh"

	"teleorne/directory"
	"teleorne/directory/demo"
	"teleorne/directory/sqlite"
	"teleorne/tui"
	"teleorne/tui/text"
)

// staffed are two houses with people who have accounts in them, and something
// that waits for those who keep them.
type staffed struct {
	houses
	people map[string]directory.Actor
}

// staff is what a staffed house is copied from.
var staff struct {
	once     sync.Once
	database []byte
	people   map[string]directory.Actor
}

func newStaffed(t testing.TB) *staffed {
	t.Helper()
	staff.once.Do(func() {
		store := openStore(t)
		service := openHouse(t, store)
		if err := demo.Fill(t.Context(), service, 60); err != nil {
			t.Fatal(err)
		}
		staff.people = employ(t, service)
		copied := filepath.Join(t.TempDir(), "copy.db")
		err := store.Backup(t.Context(), copied)
		if err == nil {
			staff.database, err = os.ReadFile(copied)
		}
		if err != nil {
			t.Fatal(err)
		}
	})
	s := &staffed{people: staff.people}
	for i := range s.services {
		s.services[i] = openHouse(t, openStore(t, staff.database...))
	}
	return s
}

// models makes the interface of the same person, of one house after the other.
func (s *staffed) models(ctx context.Context, lang, as, link string) func() tea.Model {
	actor, ok := s.people[as]
	if !ok {
		panic("nobody is " + as)
	}
	house := 0
	return func() tea.Model {
		house++
		return tui.New(tui.Options{
			Context: ctx, Service: s.services[house-1], Actor: actor, Lang: text.Lang(lang), Link: link, Pause: time.Nanosecond, Switch: true,
		})
	}
}

// employ puts people into a house: who has a profile, who begins one, who keeps
// it, and what they did.
func employ(t testing.TB, s *directory.Service) map[string]directory.Actor {
	t.Helper()
	ctx, people := t.Context(), map[string]directory.Actor{}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	person := func(name string) directory.Actor {
		seed := make([]byte, ed25519.SeedSize)
		copy(seed, name)
		key, err := gossh.NewPublicKey(ed25519.NewKeyFromSeed(seed).Public())
		must(err)
		return directory.Actor{
			Role: directory.RoleIdentified, Fingerprint: gossh.FingerprintSHA256(key), Key: string(key.Marshal()),
			Address: fmt.Sprintf("192.0.2.%d", 1+len(people)),
		}
	}
	become := func(name string, a directory.Actor) directory.Actor {
		a, err := s.Renew(ctx, a)
		must(err)
		people[name] = a
		return a
	}
	submit := func(a directory.Actor, name string, change func(p *directory.Profile)) directory.ItemID {
		m, err := s.Me(ctx, a)
		must(err)
		p := directory.Profile{
			Name: name, Status: directory.Independent, Headline: "Comptable", Skills: []string{"comptabilite", "+couture"}, Commune: "61038",
			Workplace: directory.AtHome, Languages: []string{"fr"}, Connection: directory.Fibre, Email: directory.Slugify(name) + "@exemple.fr",
			Description: "Vingt ans de métier, en cabinet puis chez moi. Bilans, déclarations et tableaux de bord.\n\nJe me déplace dans le Perche.",
		}
		change(&p)
		m, err = s.SaveDraft(ctx, a, m.Version, p, nil)
		must(err)
		m, err = s.Submit(ctx, a, m.Version)
		must(err)
		return directory.ListingItem(m.Listing.ID)
	}
	people["stranger"] = person("stranger")
	for _, name := range []string{"owner", "marc", "ines", "tom", "writer"} {
		a := person(name)
		_, _, err := s.SignUp(ctx, a)
		must(err)
		become(name, a)
	}
	for _, name := range []string{"owner", "marc", "tom"} {
		item := submit(people[name], "Anne "+name, func(*directory.Profile) {})
		_, err := s.Decide(ctx, directory.Operator(), directory.Verdict{Item: item, Action: directory.ActionApprove})
		must(err)
		become(name, people[name])
	}
	submit(people["ines"], "Inès Martel", func(p *directory.Profile) { p.Headline = "COUTURIÈRE PAS CHÈRE" })
	submit(people["marc"], "Marc Lefèvre", func(p *directory.Profile) { p.Headline, p.Description = "Comptable, paie", "Autre chose." })
	_, err := s.Report(ctx, people["marc"], "anne-tom", directory.ReportWrong, "Le numéro n’est plus attribué.")
	must(err)
	for _, who := range []struct {
		name string
		role directory.Role
	}{{"moderator", directory.RoleModerator}, {"boss", directory.RoleAdministrator}, {"second", directory.RoleAdministrator}} {
		a := person(who.name)
		_, err := s.Grant(ctx, directory.Operator(), directory.Key{Fingerprint: a.Fingerprint, Type: "ssh-ed25519", Name: who.name}, []byte(a.Key), who.role)
		must(err)
		become(who.name, a)
	}
	_, err = s.Ban(ctx, people["boss"], directory.BanRequest{Who: "203.0.113.0/24", Reason: "Fausses inscriptions.", Until: s.Today() + 40})
	must(err)
	_, err = s.SetRole(ctx, people["second"], people["moderator"].Account, directory.RoleAdministrator, "Elle me remplace.")
	must(err)
	return people
}

// staffScenes are ways to the screens of those who have an account, none of
// which changes anything that another one shows.
var staffScenes = []struct{ as, link, play string }{
	{"stranger", "inscription", "<down><pgdown><end><up>3ABCD<paste><esc>"},
	{"owner", "inscription", "<down><end><up><enter><esc>2<down><esc>?<down><esc>"},
	{"owner", "inscription", "5<down><esc>6<down><esc>7<down>d<esc><esc>8<end><esc>"},
	{"owner", "anne-owner", "<pgdown>:mes<esc>M<click><wheel>M"},
	{"ines", "inscription", "<end>2<esc>T"},
	{"owner", "marc-lefevre", "!2<paste><tab><esc><esc>"},
	{"moderator", "", "<enter><down><down><tab><down>f<esc>?<esc>"},
	{"moderator", "", "<enter>M<wheel><click><esc><esc>M:adm<esc>"},
	{"moderator", "", ":administration<enter><down><down><down><esc>"},
	{"boss", "", ":administration<enter><down><enter><esc>?<down><esc>T"},
	{"boss", "", ":fiches de tout<enter>/anne<enter><down>d<esc>f<enter><esc>"},
	{"boss", "", ":fiches de tout<enter>/<paste><enter>zzzz<enter><esc>"},
	{"boss", "", ":comptes<enter>/moderator<enter><enter>12<esc><esc><enter>"},
	{"boss", "", ":exclusions<enter>110.0.0.0/8<tab><paste><tab><tab><enter><esc><esc>"},
	{"boss", "", ":accords<enter><down><enter><end>"},
	{"boss", "", ":journal<enter><down><pgdown>M<wheel><click>"},
	{"boss", "", ":demandes<enter>f<enter>2<esc>"},
	{"boss", "", ":fraicheur<enter><down><end>"},
	{"boss", "", ":gerer les comp<enter>/compta<enter><enter>r<backspace><paste><esc><esc>"},
	{"boss", "", ":gerer les comp<enter>f<tab><enter><down><esc>"},
	{"boss", "", ":gerer les tele<enter><down><enter>e<tab><tab>x<paste><esc><esc>"},
	{"boss", "", ":gerer les tele<enter><enter>3demain<esc>"},
	{"boss", "", ":reunir<enter><down><enter><esc>"},
	{"boss", "", ":importer<enter><down><enter><paste><esc>"},
	{"boss", "", ":annoncer<enter><enter><paste><tab>demain<esc>"},
	{"boss", "", ":sauvegarder<enter>T"},
}

// staffWork is what they do there, each in houses of their own.
var staffWork = []struct{ as, link, play string }{
	{"owner", "", ":modifier ma fiche<enter><down><down><enter><backspace><backspace>é<paste><tab><tab><esc>v<down><esc><esc><esc>"},
	{"writer", "inscription", ":modifier ma fiche<enter><enter>Claire Dubois<tab><tab><down><tab><paste><esc><down><enter>compt<enter>M<click><wheel>M<esc>v<end><esc>"},
	{"moderator", "", "<enter><enter><end>d<down><paste><esc><home>x1<esc>a<enter>u<esc>"},
	{"moderator", "", "<enter><down><enter><pgdown>z<tab><paste><esc><esc><down><enter>a<enter><esc>"},
	{"boss", "", ":accords<enter><enter>1<enter><esc>:journal<enter><down><enter>"},
	{"boss", "", ":annoncer<enter><enter>Bonjour à tous<tab><tab><tab><enter><enter><esc>:exclusions<enter><enter><enter><esc>"},
}

// Whoever has an account sees the same on both engines, whatever they do: at any
// size, while it changes, in both languages, by keys, by what they paste and by
// the mouse.
func TestParityOfStaff(t *testing.T) {
	if testing.Short() {
		t.Skip("screens, one by one")
	}
	shared := newStaffed(t)
	for i, lang := range []string{"fr", "en"} {
		for j, sc := range slices.Concat(staffScenes, staffWork) {
			if j%2 != i && !long() {
				continue // in one language each
			}
			t.Run(fmt.Sprintf("%s_%s%s_%s", lang, sc.as, sc.link, sc.play), func(t *testing.T) {
				t.Parallel()
				house := shared
				if j >= len(staffScenes) {
					house = newStaffed(t)
				}
				sizes := [][2]int{{40, 15}, {80, 24}, {120, 40}}
				size := func(n int) (width, height int) { s := sizes[(i+j+n)%len(sizes)]; return s[0], s[1] }
				width, height := size(0)
				p := newPair(t, width, height, house.models(t.Context(), lang, sc.as, sc.link))
				strokes := strokes(sc.play)
				for n, key := range strokes {
					if n > 0 && n%(len(strokes)/3+1) == 0 {
						p.resized(size(n / (len(strokes)/3 + 1)))
					}
					p.typed(key)
				}
				p.end()
			})
		}
	}
}

// openStore opens a store on a copy of a database; none: an empty one.
func openStore(t testing.TB, database ...byte) *sqlite.Store {
	t.Helper()
	path := filepath.Join(t.TempDir(), "teleorne.db")
	if len(database) > 0 {
		if err := os.WriteFile(path, database, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	store, err := sqlite.Open(context.Background(), path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	return store
}
