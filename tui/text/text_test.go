package text

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"teleorne/directory"
)

var languages = []Lang{French, English}

func TestBothLanguagesHaveTheSameKeys(t *testing.T) {
	fr, en := For(French), For(English)
	for _, key := range sortedKeys(fr) {
		if _, ok := en.sentences[key]; !ok {
			t.Errorf("%s is in French only", key)
		}
	}
	for _, key := range sortedKeys(en) {
		if _, ok := fr.sentences[key]; !ok {
			t.Errorf("%s is in English only", key)
		}
	}
}

// placeholders are the names that a sentence mentions, in order.
func placeholders(c *Catalogue, key string) []string {
	var names []string
	for i, part := range c.sentences[key] {
		if i%2 == 1 {
			names = append(names, part)
		}
	}
	return names
}

func TestBothLanguagesHaveTheSamePlaceholders(t *testing.T) {
	fr, en := For(French), For(English)
	for _, key := range sortedKeys(fr) {
		a, b := unique(placeholders(fr, key)), unique(placeholders(en, key))
		if !slices.Equal(a, b) {
			t.Errorf("%s mentions %v in French and %v in English", key, a, b)
		}
	}
}

// A key that has one form of the plural has both, mentions the same values in
// both but for the number itself, and is not a plain key as well.
func TestPluralsAreComplete(t *testing.T) {
	for _, lang := range languages {
		c := For(lang)
		for _, key := range sortedKeys(c) {
			base, one := strings.CutSuffix(key, ".one")
			if !one {
				var other bool
				if base, other = strings.CutSuffix(key, ".other"); !other {
					continue
				}
				if base == "connection" {
					continue // a kind of connection
				}
			}
			for _, form := range []string{base + ".one", base + ".other"} {
				if _, ok := c.sentences[form]; !ok {
					t.Errorf("%s: %s is missing", lang, form)
				}
			}
			if _, ok := c.sentences[base]; ok {
				t.Errorf("%s: %s stands beside its plural forms", lang, base)
			}
			without := func(k string) []string {
				return slices.DeleteFunc(unique(placeholders(c, k)), func(p string) bool { return p == "n" || p == "count" })
			}
			if !slices.Equal(without(base+".one"), without(base+".other")) {
				t.Errorf("%s: the forms of %s mention different values", lang, base)
			}
		}
	}
}

// Placeholders are plain names, and every brace belongs to one.
func TestPlaceholdersAreWellFormed(t *testing.T) {
	name := regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	for _, lang := range languages {
		c := For(lang)
		for _, key := range sortedKeys(c) {
			for i, part := range c.sentences[key] {
				if i%2 == 1 && !name.MatchString(part) {
					t.Errorf("%s: %s has a placeholder {%s}", lang, key, part)
				}
				if i%2 == 0 && strings.ContainsAny(part, "{}") {
					t.Errorf("%s: %s has a stray brace", lang, key)
				}
			}
		}
	}
}

// Sentences pass the same test as people's text: nothing in them disturbs a
// terminal. No-break spaces are typography.
func TestSentencesAreClean(t *testing.T) {
	for _, lang := range languages {
		for key, s := range For(lang).sentences {
			for _, r := range strings.Join(s, "") {
				if !strings.ContainsRune(" \n"+noBreak+narrowNoBreak, r) && directory.SafeLine(string(r)) != string(r) {
					t.Errorf("%s: %s holds %U, which is not text", lang, key, r)
				}
			}
		}
	}
}

var (
	// A plain space, or none, before a double sign. Digits around a colon are an
	// hour or an address, a slash after it a URL.
	badBefore = regexp.MustCompile(`[^\x{00a0}\x{202f}\s(«"':/\d.\[!?;…-]([;!?»]|:(?:$|\s))`)
	plainGap  = regexp.MustCompile(` [;!?»]| :(?:$|\s)`)
	badAfter  = regexp.MustCompile(`«[^\x{00a0}\x{202f}]`)
	straight  = regexp.MustCompile(`\pL'\pL`)
	threeDots = regexp.MustCompile(`\.\.\.`)
)

// French typography: a no-break space before : ; ? ! » and after «, and the
// typographic apostrophe and ellipsis.
func TestFrenchTypography(t *testing.T) {
	for key, s := range For(French).sentences {
		whole := strings.Join(s, "0")
		if strings.HasSuffix(key, ".example") || key == "command.examples" {
			continue // what is typed is not prose
		}
		for what, bad := range map[string]*regexp.Regexp{
			"no space before a double sign": badBefore, "a plain space before a double sign": plainGap,
			"no no-break space after «": badAfter, "a straight apostrophe": straight, "three dots": threeDots,
		} {
			if m := bad.FindString(whole); m != "" {
				t.Errorf("%s: %s: %q in %q", key, what, m, whole)
			}
		}
	}
}

// English writes no French spacing, and the same apostrophe and ellipsis.
func TestEnglishTypography(t *testing.T) {
	for key, s := range For(English).sentences {
		whole := strings.Join(s, "0")
		if strings.HasSuffix(key, ".example") || key == "command.examples" || key == "local.import.unknown" {
			continue // the last has the form that scripts know, the same in both languages
		}
		for what, bad := range map[string]*regexp.Regexp{
			"a space before a sign": regexp.MustCompile(`\pL[ \x{00a0}\x{202f}]([;!]|\?$)`), "French quotes": regexp.MustCompile(`[«»]`),
			"a straight apostrophe": straight, "three dots": threeDots,
		} {
			if m := bad.FindString(whole); m != "" {
				t.Errorf("%s: %s: %q in %q", key, what, m, whole)
			}
		}
	}
}

// Every error of the domain has a sentence.
// strayWords are words of other names for what has one: a profile, "in review",
// a telecentre, a phone. An option of commands is called --listing.
var strayWords = regexp.MustCompile(`(?i)(?:^|[^-\w])listings?\b|being reviewed|under review|télécentre|telephone`)

func TestEnglishHasOneWordForEachThing(t *testing.T) {
	for key, s := range For(English).sentences {
		if m := strayWords.FindString(strings.Join(s, "0")); m != "" {
			t.Errorf("%s says %q", key, m)
		}
	}
}

func TestEveryCodeHasASentence(t *testing.T) {
	codes := 0
	for _, file := range sources(t) {
		for _, decl := range file.tree.Decls {
			ast.Inspect(decl, func(n ast.Node) bool {
				spec, ok := n.(*ast.ValueSpec)
				if !ok || len(spec.Names) == 0 || !strings.HasPrefix(spec.Names[0].Name, "Code") || len(spec.Values) == 0 {
					return true
				}
				code, ok := literal(spec.Values[0])
				if !ok || !isCodeType(spec.Type) {
					return true
				}
				codes++
				for _, lang := range languages {
					if !For(lang).Has("error." + code) {
						t.Errorf("%s: error.%s is missing (%s)", lang, code, file.path)
					}
				}
				return true
			})
		}
	}
	if codes < 30 {
		t.Fatalf("found %d codes only: the search for them is broken", codes)
	}
}

func isCodeType(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name == "Code"
	case *ast.SelectorExpr:
		return e.Sel.Name == "Code"
	}
	return false
}

// Every key that the program asks for exists, and every key that exists is
// asked for: as a literal, or by a concatenation that can give it.
func TestKeysAreUsedAndExist(t *testing.T) {
	literals, patterns := map[string]string{}, map[string]string{}
	for _, file := range sources(t) {
		collect(file, literals, patterns)
	}
	prefixes := map[string]bool{}
	fr := For(French)
	for _, key := range fr.Keys() {
		head, _, _ := strings.Cut(key, ".")
		prefixes[head] = true
	}
	for key, where := range literals {
		head, _, dotted := strings.Cut(key, ".")
		if dotted && prefixes[head] && keyLike.MatchString(key) && !fr.Has(key) && !partOfPattern(key, patterns) && !isFileName(key) {
			t.Errorf("%s asks for %s, which is not in the catalogue", where, key)
		}
	}
	var compiled []*regexp.Regexp
	for p := range patterns {
		compiled = append(compiled, regexp.MustCompile(p))
	}
	for _, key := range sortedKeys(fr) {
		base := strings.TrimSuffix(strings.TrimSuffix(key, ".one"), ".other")
		if said, ok := strings.CutSuffix(base, aloudSuffix); ok {
			if !fr.Has(said) {
				t.Errorf("%s is a form of what is not there", key)
			}
			continue
		}
		_, used := literals[key]
		_, usedBase := literals[base]
		if used || usedBase || slices.ContainsFunc(compiled, func(re *regexp.Regexp) bool {
			return re.MatchString(key) || re.MatchString(base)
		}) {
			continue
		}
		t.Errorf("%s is asked for by nobody", key)
	}
}

var keyLike = regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[a-z0-9_-]+)+$`)

func isFileName(s string) bool {
	switch filepath.Ext(s) {
	case ".csv", ".db", ".lock", ".txt", ".go", ".com", ".fr", ".json", ".pub", ".sql":
		return true
	}
	return false
}

// partOfPattern tells whether a literal such as "error." only begins keys.
func partOfPattern(key string, patterns map[string]string) bool {
	for p := range patterns {
		if strings.HasPrefix(p, "^"+regexp.QuoteMeta(key)) {
			return true
		}
	}
	return false
}

type source struct {
	path string
	fset *token.FileSet
	tree *ast.File
}

// sources are the Go files of the module, its tests left out.
func sources(t *testing.T) []source {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(root, "go.mod")); err != nil {
		t.Fatal(err)
	}
	var out []source
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (strings.HasPrefix(d.Name(), ".") && path != root || d.Name() == "testdata"):
			return filepath.SkipDir
		case !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		fset := token.NewFileSet()
		tree, err := parser.ParseFile(fset, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(root, path)
		out = append(out, source{rel, fset, tree})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// collect gathers the string literals of a file, and the concatenations with
// what is not literal as patterns.
func collect(f source, literals, patterns map[string]string) {
	ast.Inspect(f.tree, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ImportSpec:
			return false
		case *ast.BinaryExpr:
			if p, dynamic, ok := concatenation(n); ok && dynamic && strings.HasPrefix(p, `^`) && strings.Contains(p, `\.`) && !strings.HasPrefix(p, "^.+") {
				patterns[p] = f.path
			}
		case *ast.BasicLit:
			if s, ok := literal(n); ok {
				literals[s] = f.path
			}
		}
		return true
	})
}

// concatenation turns "a." + x + ".b" into the pattern ^a\..+\.b$.
func concatenation(e ast.Expr) (pattern string, dynamic, ok bool) {
	var walk func(ast.Expr) string
	walk = func(e ast.Expr) string {
		switch e := e.(type) {
		case *ast.ParenExpr:
			return walk(e.X)
		case *ast.BinaryExpr:
			if e.Op == token.ADD {
				return walk(e.X) + walk(e.Y)
			}
		}
		if s, isLit := literal(e); isLit {
			ok = true
			return regexp.QuoteMeta(s)
		}
		dynamic = true
		return ".+"
	}
	p := walk(e)
	return "^" + p + "$", dynamic, ok
}

func literal(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(lit.Value)
	return s, err == nil
}

func sortedKeys(c *Catalogue) []string {
	keys := c.Keys()
	slices.Sort(keys)
	return keys
}

func unique(names []string) []string {
	slices.Sort(names)
	return slices.Compact(names)
}

// A place keeps what tells it from others when there is little room.
func TestShort(t *testing.T) {
	for whole, want := range map[string]string{
		"Saint-Martin-du-Vieux-Bellême":      "St-Martin-du-Vieux-Bellême",
		"Sainte-Gauburge-Sainte-Colombe":     "Ste-Gauburge-Ste-Colombe",
		"CC du Pays de Mortagne-au-Perche":   "Pays de Mortagne-au-Perche",
		"CC de la Vallée de la Haute Sarthe": "Vallée de la Haute Sarthe",
		"CA Flers Agglo":                     "Flers Agglo",
		"Bellême":                            "Bellême",
	} {
		if got := Short(whole); got != want {
			t.Errorf("%q is %q in short, not %q", whole, got, want)
		}
	}
}

// Days are those of the reader: what was done before midnight elsewhere and after
// it here was done today.
func TestAgoCountsTheDaysOfNow(t *testing.T) {
	paris := time.FixedZone("CET", 3600)
	now := time.Date(2026, 11, 29, 0, 40, 0, 0, paris)
	for at, want := range map[time.Time]string{
		now.UTC():                        "aujourd’hui",
		now.UTC().Add(-30 * time.Minute): "aujourd’hui",
		now.UTC().Add(-50 * time.Minute): "hier",
	} {
		if got := For(French).Ago(at, now); got != want {
			t.Errorf("%v before %v was %q, want %q", at, now, got, want)
		}
	}
}
