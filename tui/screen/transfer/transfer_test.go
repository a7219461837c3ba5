package transfer_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/directory/exchange"
	"teleorne/tui/keys"
	"teleorne/tui/screen"
	"teleorne/tui/screen/screentest"
	"teleorne/tui/text"
)

var op = directory.Operator()

const header = "name,status,headline,skills,commune,email\n"

// listings counts what the directory holds, whatever its state.
func (w *world) listings() int {
	w.tb.Helper()
	n := 0
	w.must(w.ExportListings(w.tb.Context(), op, func(*directory.Listing) error { n++; return nil }))
	return n
}

func paste(d *screentest.Driver, text string) { d.Send(tea.PasteMsg{Content: text}) }

func TestWaysInAndOut(t *testing.T) {
	w := newWorld(t)
	d := w.opens(op, screen.AreaTransfer, "", screentest.Options{Width: 80, Height: 30, Lang: medium.Lang})
	d.Wants("Importer des fiches", "ssh -p 6122 annuaire.example admin export profiles > fiches.csv")
	d.Play("2")
	if to := screentest.Went[screen.Admin](t, d); to.Area != screen.AreaTransfer || to.ID != string(exchange.KindTelecentres) {
		t.Errorf("went to %+v", to)
	}
	d = w.opens(directory.Actor{Role: directory.RoleModerator}, screen.AreaTransfer, "", medium)
	d.Wants("Importer des fiches (réservé aux administrateurs)")
	d.Lacks("admin export")
}

// A file is checked without anything being written, then imported once that was
// agreed to.
func TestFileIsImported(t *testing.T) {
	w := newWorld(t)
	before := w.listings()
	d := w.opens(op, screen.AreaTransfer, "profiles", medium)
	d.Wants("Collez le fichier ici", "name, status, headline, skills, commune", "4 Vider le champ")
	paste(d, strings.ReplaceAll(header+
		"Ève Morin,independent,Comptable,comptabilite,Bellême,eve@exemple.fr\n"+
		"Théo Petit,freelance,Comptable,comptabilite,Belleme-sur-Mer,theo@\n", "\n", "\r"))
	d.Wants("3 lignes, ", "Ève Morin,independent")
	d.Play("<tab><tab><tab><enter>")
	d.Wants("2 lignes lues", "rien n’est encore écrit", "Lignes fausses", "3 fautes", "1 Importer (des lignes sont fausses)", "ligne 3", "status")
	d.Play("1")
	d.Told("des lignes sont fausses")
	d.Play("<tab><enter>")
	d.Wants("freelance", "Théo Petit,freelance,Comptable,comptabilite,Belleme-sur-Mer,theo@")
	d.Play("<esc><down><enter>")
	d.Wants("Belleme-sur-Mer » inconnue", "la plus proche", "Bellême")
	d.Play("<enter>2")
	d.Wants("Créations", "1 Importer", "3 fautes")
	if got := w.listings(); got != before {
		t.Fatalf("a check wrote %d listings", got-before)
	}
	d.Play("1")
	d.Wants("Importer ces fiches ?", "1 création.", "la file de modération")
	d.Play("1")
	d.Wants("rien n’est encore écrit")
	d.Play("12")
	d.Wants("importé", "1 Importer un autre fichier", "2 Ouvrir la file")
	if got := w.listings(); got != before+1 {
		t.Errorf("%d listings were written", got-before)
	}
	d.Play("2")
	screentest.Went[screen.Queue](t, d)
	d.Play("1")
	d.Wants("Collez le fichier ici")
}

// On the smallest screen it is said whole how a file is pasted, and which
// columns it must have.
func TestHowToPasteIsSaidWhole(t *testing.T) {
	w := newWorld(t)
	for _, lang := range []text.Lang{text.French, text.English} {
		for kind, last := range map[string]string{"profiles": "commune.", "telecentres": ".", "skills": "."} {
			d := w.opens(op, screen.AreaTransfer, kind, screentest.Options{Width: 40, Height: 11, Lang: lang})
			shown := strings.Join(strings.Fields(d.Text()), " ")
			how, _, _ := strings.Cut(shown, " 1 ")
			if !strings.HasSuffix(how, last) || !strings.Contains(how, "Ctrl+") {
				t.Errorf("%s, %s: %q", kind, lang, how)
			}
		}
	}
}

func TestFileIsPublished(t *testing.T) {
	w := newWorld(t)
	d := w.opens(op, screen.AreaTransfer, "profiles", medium)
	paste(d, header+"Ève Morin,independent,Comptable,comptabilite,Bellême,eve@exemple.fr\n")
	d.Play("<tab>1")
	d.Wants("1 ☑ Publier aussitôt")
	d.Play("31")
	d.Wants("Elles paraissent aussitôt")
	d.Play("2")
	d.Wants("importé")
	d.Lacks("Ouvrir la file")
	if _, err := w.Show(t.Context(), op, "eve-morin", false); err != nil {
		t.Error(err)
	}
	// Once more, and nothing changes.
	d.Play("1")
	paste(d, header+"Ève Morin,independent,Comptable,comptabilite,Bellême,eve@exemple.fr\n")
	d.Play("<tab>3")
	d.Wants("Sans changement", "1 Importer (il n’y a rien à écrire)")
}

func TestOtherFilesAreImported(t *testing.T) {
	w := newWorld(t)
	d := w.opens(op, screen.AreaTransfer, "telecentres", medium)
	d.Lacks("Publier")
	paste(d, "name\tstatus\tinsee_code\nLa Ruche\topen\t61038\n") // copied out of a spreadsheet
	d.Play("<tab>212")
	d.Wants("importé")
	if _, ok := w.Catalog().Telecentre("la-ruche"); !ok {
		t.Error("there is no such télécentre")
	}
	d = w.opens(op, screen.AreaTransfer, "skills", medium)
	paste(d, "slug;label_fr;label_en;domain_fr;domain_en\nvannerie;Vannerie;Basketry;Artisanat;Crafts\n")
	d.Play("<tab>212")
	d.Wants("importé")
	if _, ok := w.Catalog().Taxonomy.Skill("vannerie"); !ok {
		t.Error("there is no such skill")
	}
}

func TestFileThatIsNotWhatItSays(t *testing.T) {
	w := newWorld(t)
	for name, c := range map[string]struct{ file, shows string }{
		"no file at all":  {"\x00\x01\x02\x03", "1 faute"},
		"another header":  {"nom,prenom\nx,y\n", "Colonne inconnue : « nom »"},
		"only a header":   {header, "il n’y a rien à écrire"},
		"skills":          {"slug,label_fr,label_en,domain_fr,domain_en\na,b,c,d,e\n", "Colonne inconnue"},
		"quotes unclosed": {header + "\"Ève,independent\n", "guillemets"},
	} {
		t.Run(name, func(t *testing.T) {
			d := w.opens(op, screen.AreaTransfer, "profiles", medium)
			paste(d, c.file)
			d.Play("<tab>3")
			d.Wants(c.shows)
			d.Play("<home>1")
			d.Lacks("Oui, importer")
		})
	}
}

// What does not fit is not taken at all; two megabytes do, and stay usable.
func TestBigFiles(t *testing.T) {
	w := newWorld(t)
	d := w.opens(op, screen.AreaTransfer, "profiles", medium)
	var b strings.Builder
	b.WriteString(header)
	rows := 0
	for b.Len() < 2<<20-200 {
		rows++
		b.WriteString("Ève Morin,freelance,Comptable et encore bien d’autres choses,comptabilite|paie|fiscalite,Bellême,eve@exemple.fr\n")
	}
	paste(d, b.String())
	d.Wants("2,0 Mo", "Ève Morin,freelance")
	paste(d, strings.Repeat("x", 1000))
	d.Wants("Plus de deux mégaoctets : rien n’a été pris", "admin import profiles - < fiches.csv", "2,0 Mo")
	d.Play("<tab>3")
	d.Wants("lignes lues", "ligne 2")
	d.Play("<end>")
	d.Wants(d.Session.Text.Int(rows) + " sur ")
	d.Play("<enter>")
	d.Wants("freelance")
}

// A file that was pasted is not lost without being asked about.
func TestFileIsNotLost(t *testing.T) {
	w := newWorld(t)
	d := w.opens(op, screen.AreaTransfer, "profiles", medium)
	d.Play("name<enter>x<backspace>")
	d.Wants("name", "1 ligne, 5 octets")
	d.Play("<esc>")
	d.Wants("Quitter sans importer ?")
	d.Play("1")
	d.Wants("name")
	if _, held := d.Screen.(screen.Keeper).Keep(screen.Do{Action: keys.Home}); !held {
		t.Error("it lets go of a file")
	}
	d.Wants("Quitter sans importer ?")
	d.Play("2")
	if do, ok := d.Last().(screen.Do); !ok || do.Action != keys.Home {
		t.Errorf("said %#v", d.Last())
	}
	d = w.opens(op, screen.AreaTransfer, "profiles", medium)
	d.Play("name<tab>4")
	d.Wants("Ouvrez-le dans un tableur")
	d.Play("<esc>")
	d.Left()
}

func TestImportAsksWhoMay(t *testing.T) {
	w := newWorld(t)
	d := w.opens(directory.Actor{Role: directory.RoleModerator}, screen.AreaTransfer, "profiles", medium)
	paste(d, header+"Ève Morin,independent,Comptable,comptabilite,Bellême,eve@exemple.fr\n")
	d.Play("<tab>3")
	d.Wants("Vous n’avez pas le droit", "Ève Morin")
}
