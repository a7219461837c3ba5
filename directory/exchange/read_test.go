package exchange_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"

	"teleorne/directory"
	"teleorne/directory/exchange"
	"teleorne/directory/reference"
)

func read(text string) []directory.ImportRow {
	return slices.Collect(exchange.ReadProfiles(strings.NewReader(text), reference.Catalog()))
}

// problems tells what is wrong with rows, as "line: field code value".
func problems(rows []directory.ImportRow) []string {
	var out []string
	for _, r := range rows {
		var many directory.Errors
		var one *directory.Error
		switch {
		case r.Err == nil:
			continue
		case errors.As(r.Err, &many):
		case errors.As(r.Err, &one):
			many = directory.Errors{one}
		default:
			out = append(out, fmt.Sprintf("%d: %v", r.Line, r.Err))
		}
		for _, e := range many {
			s := fmt.Sprintf("%d:", r.Line)
			for _, part := range []any{e.Field, e.Code, e.Params["value"]} {
				if part != nil && part != "" {
					s += fmt.Sprint(" ", part)
				}
			}
			out = append(out, s)
		}
	}
	return out
}

const header = "name,status,headline,skills,commune\n"

func TestReadProfiles(t *testing.T) {
	good := "Claire Dubois,independent,Comptable,comptabilite,61038\n"
	for _, c := range []struct {
		name, text string
		rows       int
		problems   []string
	}{
		{"one", header + good, 1, nil},
		{"no line end", header + strings.TrimSpace(good), 1, nil},
		{"BOM", "\ufeff" + header + good, 1, nil},
		{"CRLF", strings.ReplaceAll(header+good, "\n", "\r\n"), 1, nil},
		{"empty cells behind the header", strings.ReplaceAll(header+good, "\n", ",,\n"), 1, nil},
		{"semicolons", strings.ReplaceAll(header+good, ",", ";"), 1, nil},
		{"semicolons, BOM and CRLF", "\ufeff" + strings.NewReplacer(",", ";", "\n", "\r\n").Replace(header+good), 1, nil},
		{"tabs, copied out of a spreadsheet", strings.ReplaceAll(header+good, ",", "\t"), 1, nil},
		{"any order", "commune,skills,headline,status,name\n61038,comptabilite,Comptable,independent,Claire Dubois\n", 1, nil},
		{"header in capitals", strings.ToUpper(header) + good, 1, nil},
		{"quoted", header + `"Claire ""la"" Dubois",independent,"Comptable, paie",comptabilite|paie,"Bellême"` + "\n", 1, nil},
		{"empty lines", header + "\n\r\n" + good + ",,,,\n  \n" + good, 2, nil},
		{"cells beyond, empty", header + strings.TrimSpace(good) + ",,\n", 1, nil},
		{"only a header", header, 0, nil},

		{"nothing", "", 1, []string{
			"1: column_missing name", "1: column_missing status", "1: column_missing headline",
			"1: column_missing skills", "1: column_missing commune",
		}},
		{"unknown column", "name,status,headline,skills,comune,x\n" + good, 1, []string{
			"1: column_unknown comune", "1: column_unknown x", "1: column_missing commune",
		}},
		{"a column twice", "name,status,headline,skills,commune,Name\n" + good, 1, []string{"1: column_twice name"}},
		{"UTF-16", "\xff\xfen\x00a\x00", 1, []string{"1: encoding"}},
		{"Latin-1 header", "name,status,headline,skills,commune,\xe9\n" + good, 1, []string{"1: encoding"}},
		{"Latin-1 row", header + good + "Clo\xe9,independent,Comptable,comptabilite,61038\n" + good, 3, []string{"3: encoding"}},
		{"NUL", header + "Cl\x00,independent,Comptable,comptabilite,61038\n" + good, 2, []string{"2: control"}},
		{"too few cells", header + "Claire Dubois,independent\n" + good, 2, []string{"2: cells"}},
		{"too many cells", header + strings.TrimSpace(good) + ",more\n" + good, 2, []string{"2: cells"}},
		{"quote within", header + `Cl"aire,independent,Comptable,comptabilite,61038` + "\n" + good + good, 3, []string{"2: quotes"}},
		{"quote unclosed", header + `"Claire,independent,Comptable,comptabilite,61038` + "\n" + good + good, 3, []string{"2: quotes"}},
		{"quotes that cross", header + `Cl"aire,a,b,c,d` + "\n" + good + `Cl"aire,a,b,c,d` + "\n" + good, 4, []string{"2: quotes", "4: quotes"}},
		{"text after a quote", header + `"Claire"x,independent,Comptable,comptabilite,61038` + "\n" + good, 2, []string{"2: quotes"}},
		{"everything wrong", "slug,available_from,daily_rate_eur,remote_days," + header +
			"A B,hier,cher,trois,C,freelance,,inconnu,Belleme-sur-Mer\n", 1, []string{
			"2: slug slug A B", "2: name too_short", "2: status choice freelance", "2: headline required",
			"2: skills skill inconnu", "2: commune place Belleme-sur-Mer", "2: available_from date hier",
			"2: daily_rate_eur number cher", "2: remote_days number trois",
		}},
		{"a slug twice", "slug," + header + "a," + good + "b," + good + "a," + good, 3, []string{"4: slug duplicate a"}},
		{"no slug twice", "slug," + header + "," + good + "," + good, 2, nil},
		{
			"lines within cells", "description," + header + "\"une\ndeux\r\ntrois\"," + good + "x,y\n", 2,
			[]string{"5: cells"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			rows := read(c.text)
			if len(rows) != c.rows {
				t.Errorf("%d rows, want %d", len(rows), c.rows)
			}
			if got := problems(rows); !slices.Equal(got, c.problems) {
				t.Errorf("got  %q\nwant %q", got, c.problems)
			}
			// The same when bytes come one by one.
			again := slices.Collect(exchange.ReadProfiles(iotest.OneByteReader(strings.NewReader(c.text)), reference.Catalog()))
			if got := problems(again); len(again) != c.rows || !slices.Equal(got, c.problems) {
				t.Errorf("byte by byte: %d rows, %q", len(again), got)
			}
		})
	}
}

func TestReadProfileValues(t *testing.T) {
	rows := read("slug,name,status,headline,organisation,skills,commune,commune_shown,workplace,telecentre,description,languages," +
		"available_from,daily_rate_eur,employer_commune,remote_days,website,email,phone,email_shown,phone_shown,siret,connection\n" +
		`claire,' =Claire,Independent,Comptable,'-Cabinet,Comptabilité | paie || +tarot,Belleme,EPCI,home,,"Une` + "\r\n\r\n" +
		`deux",fr|en,2026-12-01,450,,,exemple.fr,Claire@Exemple.fr,'+33 2 33 00 00 00,public,nobody,732 829 320 00074,fibre` + "\n")
	if len(rows) != 1 || rows[0].Err != nil {
		t.Fatalf("%+v", rows)
	}
	p := rows[0].Profile
	want := directory.Profile{
		Name: "' =Claire", Organisation: "-Cabinet", Status: directory.Independent, Headline: "Comptable",
		Skills: p.Skills, Commune: "61038", CommuneShown: directory.ShownEPCI, Workplace: directory.AtHome,
		Description: "Une\n\ndeux", Languages: []string{"fr", "en"}, DailyRateEUR: 450, Website: p.Website,
		Email: "Claire@exemple.fr", EmailShown: directory.Public, Phone: "+33233000000", PhoneShown: directory.Nobody,
		SIRET: "73282932000074", Connection: directory.Fibre,
	}
	want.AvailableFrom, _ = directory.ParseDate("2026-12-01")
	if !p.Equal(&want) {
		t.Errorf("got  %+v\nwant %+v", p, want)
	}
	if !slices.Contains(p.Skills, "comptabilite") || len(p.Skills) != 3 {
		t.Errorf("skills %q", p.Skills)
	}
	if rows[0].Slug != "claire" || rows[0].Line != 2 {
		t.Errorf("slug %q, line %d", rows[0].Slug, rows[0].Line)
	}
}

func TestDuplicateSlugNamesBothLines(t *testing.T) {
	line := "claire,Claire Dubois,independent,Comptable,comptabilite,61038\n"
	rows := read("slug," + header + line + "\n" + line)
	var e *directory.Error
	if len(rows) != 2 || !errors.As(rows[1].Err, &e) || rows[1].Line != 4 || e.Params["line"] != 2 {
		t.Errorf("%+v", rows)
	}
}

func TestUnknownColumnNamesTheNearest(t *testing.T) {
	for typed, want := range map[string]string{
		"comune": "commune", "nom": "", "compétences": "", "remote-days": "remote_days", "tarif": "", "e-mail": "email",
		"availablefrom": "available_from", "daily_rate": "daily_rate_eur", "langages": "languages", "xyz": "",
	} {
		rows := read(typed + "," + header)
		var many directory.Errors
		if len(rows) != 1 || !errors.As(rows[0].Err, &many) || many[0].Code != directory.CodeColumnUnknown {
			t.Errorf("%s: %+v", typed, rows)
			continue
		}
		if got := strings.Join(many[0].Nearest, " "); got != want {
			t.Errorf("%s: nearest %q, want %q", typed, got, want)
		}
	}
}

// endless gives the same byte n times.
type endless struct {
	b byte
	n int
}

func (e *endless) Read(p []byte) (int, error) {
	n := min(len(p), e.n)
	if n == 0 {
		return 0, io.EOF
	}
	for i := range n {
		p[i] = e.b
	}
	e.n -= n
	return n, nil
}

// TestHugeLine: a line of 50 MB is told, and never held.
func TestHugeLine(t *testing.T) {
	good := "Claire Dubois,independent,Comptable,comptabilite,61038\n"
	for _, c := range []struct {
		name, before, after string
		filler              byte
		problem             string
	}{
		{"text", header + good, "\n" + good, 'x', "3: line_too_long"},
		{"within quotes", header + good + `"`, "\"\n" + good, 'x', "3: line_too_long"},
		{"quotes", header + good, "\n" + good, '"', "3: line_too_long"},
		{"commas", header + good, "\n" + good, ',', "3: line_too_long"},
		{"the header", "", "\n" + good, 'x', "1: line_too_long"},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := io.MultiReader(strings.NewReader(c.before), &endless{c.filler, 50 << 20}, strings.NewReader(c.after))
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			rows := slices.Collect(exchange.ReadProfiles(in, reference.Catalog()))
			runtime.ReadMemStats(&after)
			if got := problems(rows); !slices.Equal(got, []string{c.problem}) {
				t.Errorf("%.200q", got)
			}
			if used := after.TotalAlloc - before.TotalAlloc; used > 16<<20 {
				t.Errorf("%d MB allocated", used>>20)
			}
			if want := 3; c.name != "the header" && (len(rows) != want || rows[2].Line != 4 || rows[2].Err != nil) {
				t.Errorf("%d rows, want %d", len(rows), want)
			}
		})
	}
}

// TestManyOddQuotes: what a stray quote swallowed is read again, but not again
// and again.
func TestManyOddQuotes(t *testing.T) {
	good := "Claire Dubois,independent,Comptable,comptabilite,61038\n"
	text := header + strings.Repeat("\"a,b,c,d,e\n"+good, 20_000)
	rows := read(text)
	if len(rows) != 40_000 {
		t.Errorf("%d rows", len(rows))
	}
	ok := 0
	for _, r := range rows {
		if r.Err == nil {
			ok++
		}
	}
	if ok != 20_000 {
		t.Errorf("%d good rows", ok)
	}
}

func TestReadFailure(t *testing.T) {
	good := "Claire Dubois,independent,Comptable,comptabilite,61038\n"
	// Whoever bounds what is read may say so in the words of the domain.
	for _, broken := range []error{errors.New("the disk is gone"), &directory.Error{Code: "input_too_long"}} {
		for _, file := range []string{"", header[:9], header + good + good, header + good + good[:20]} {
			in := io.MultiReader(strings.NewReader(file), iotest.ErrReader(broken))
			n, last := 0, error(nil)
			for r := range exchange.ReadProfiles(in, reference.Catalog()) {
				if last = r.Err; n > 3 {
					break
				}
				n++
			}
			if n == 0 || n > 3 || !errors.Is(last, broken) || !errors.Is(last, exchange.ErrBroken) {
				t.Errorf("%q: %d rows, %v", file, n, last)
			}
		}
	}
	// Whoever stops reading is not called again.
	n := 0
	for range exchange.ReadProfiles(strings.NewReader(header+good+good), reference.Catalog()) {
		n++
		break
	}
	if n != 1 {
		t.Errorf("%d rows", n)
	}
}

// anyText draws text such as people type and others inject.
func anyText(most int) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		parts := rapid.SliceOfN(rapid.OneOf(
			rapid.StringN(0, 12, -1),
			rapid.SampledFrom([]string{
				"=1+1", "+33", "-a", "@x", "'", "''=", "\"", ",", ";", "|", "\n", "\r\n", "\t", " ", "é", "œ", "\u202e", "\u200b",
				"\x1b[31m", "\u009b", "日本", "👩‍👩‍👧", "\u2028", "END:VCARD", "\\n", "\\", "BEGIN:VCARD", "\x00", "\ufeff",
			}),
		), 0, most).Draw(t, "parts")
		return strings.Join(parts, "")
	})
}

// anyProfile draws a profile that Normalise accepts.
func anyProfile(c *directory.Catalog) *rapid.Generator[directory.Profile] {
	return rapid.Custom(func(t *rapid.T) directory.Profile {
		line := anyText(4)
		p := directory.Profile{
			Name: "N " + line.Draw(t, "name"), Organisation: line.Draw(t, "organisation"), Headline: line.Draw(t, "headline") + "ab",
			Status:      rapid.SampledFrom(directory.Statuses).Draw(t, "status"),
			Commune:     rapid.SampledFrom(c.Atlas.Communes()).Draw(t, "commune").INSEE,
			Description: anyText(10).Draw(t, "description"),
			Languages:   rapid.SliceOfN(rapid.SampledFrom([]string{"fr", "en", "de", "br"}), 0, 3).Draw(t, "languages"),
			Skills: append(
				rapid.SliceOfN(rapid.SampledFrom([]string{"comptabilite", "secretariat"}), 1, 3).Draw(t, "skills"),
				rapid.SliceOfN(rapid.Map(line, func(s string) string { return "+ab" + s }), 0, 2).Draw(t, "proposed")...),
			AvailableFrom: directory.Date(rapid.IntRange(0, 80_000).Draw(t, "available")),
			Phone:         rapid.SampledFrom([]string{"", "02 33 00 00 00", "+44 20 7946 0958"}).Draw(t, "phone"),
			Email:         rapid.SampledFrom([]string{"", "+a@exemple.fr", "-x=y@exemple.fr"}).Draw(t, "email"),
		}
		if p.Status == directory.Salaried {
			p.EmployerPlace, p.RemoteDays = line.Draw(t, "employer"), rapid.IntRange(0, 7).Draw(t, "days")
		} else {
			p.DailyRateEUR = rapid.IntRange(0, 5000).Draw(t, "rate")
		}
		return p
	})
}

// TestRoundTrip: what leaves as CSV comes back as it was.
func TestRoundTrip(t *testing.T) {
	c := reference.Catalog()
	rapid.Check(t, func(t *rapid.T) {
		var listings []*directory.Listing
		for i, p := range rapid.SliceOfN(anyProfile(c), 1, 4).Draw(t, "profiles") {
			if errs := p.Normalise(c.Atlas, c.Taxonomy, c.HasTelecentre); len(errs) > 0 {
				continue
			}
			listings = append(listings, &directory.Listing{
				Slug: fmt.Sprintf("person-%d", i), Published: &directory.Revision{Profile: p},
			})
		}
		var b bytes.Buffer
		w, err := exchange.NewProfileWriter(&b, exchange.CSV, c, "fr")
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range listings {
			if err := w.Write(l); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		rows := slices.Collect(exchange.ReadProfiles(&b, c))
		if len(rows) != len(listings) {
			t.Fatalf("%d rows of %d listings", len(rows), len(listings))
		}
		for i, r := range rows {
			if want := &listings[i].Published.Profile; r.Err != nil || r.Slug != listings[i].Slug || !r.Profile.Equal(want) {
				t.Fatalf("got  %+v (%v)\nwant %+v", r.Profile, r.Err, *want)
			}
		}
	})
}

// FuzzReadProfiles: no input panics or reads for ever, lines only rise, and
// what is accepted comes back from an export as it was.
func FuzzReadProfiles(f *testing.F) {
	for _, s := range []string{
		"", header, header + "Claire Dubois,independent,Comptable,comptabilite,61038\n", "\ufeff\"a\"\"\nb\",\r\n;;",
		"name;status;headline;skills;commune\n'=Cl;salaried;'+x;+tarot;Bellême\n", header + "\"\"\"\"\n\"\n\"a\"b\n", "\xff\xfe",
		"slug," + header + "a,'''@b,independent,Co\nb,\"Cl\nd\",independent,Comptable,\"+a|'+b\",61038",
	} {
		f.Add([]byte(s))
		f.Add([]byte(header + s))
	}
	c := reference.Catalog()
	f.Fuzz(func(t *testing.T, in []byte) {
		last := 0
		var out bytes.Buffer
		w, err := exchange.NewProfileWriter(&out, exchange.CSV, c, "fr")
		if err != nil {
			t.Fatal(err)
		}
		var want []directory.ImportRow
		for r := range exchange.ReadProfiles(bytes.NewReader(in), c) {
			if r.Line < last || r.Line == last && last > 1 {
				t.Fatalf("line %d after %d", r.Line, last)
			}
			if last = r.Line; r.Line > 1+bytes.Count(in, []byte{'\n'}) {
				t.Fatalf("line %d of fewer", r.Line)
			}
			if r.Err != nil {
				continue
			}
			want = append(want, r)
			if err := w.Write(&directory.Listing{Slug: r.Slug, Latest: &directory.Revision{Profile: r.Profile}}); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		got := slices.Collect(exchange.ReadProfiles(&out, c))
		if len(got) != len(want) {
			t.Fatalf("%d rows back of %d: %q", len(got), len(want), problems(got))
		}
		for i := range got {
			if got[i].Err != nil || got[i].Slug != want[i].Slug || !got[i].Profile.Equal(&want[i].Profile) {
				t.Fatalf("got  %+v (%v)\nwant %+v", got[i].Profile, got[i].Err, want[i].Profile)
			}
		}
	})
}

func BenchmarkReadProfiles(b *testing.B) {
	const n = 10_000
	text := header + strings.Repeat("Claire Dubois,independent,Comptable,comptabilite|paie,Bellême\n", n)
	c := reference.Catalog()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		rows := 0
		for r := range exchange.ReadProfiles(strings.NewReader(text), c) {
			if rows++; r.Err != nil {
				b.Fatal(r.Err)
			}
		}
		if rows != n {
			b.Fatal(rows)
		}
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N)/n*1e6, "µs/row")
}
