// Package text owns every sentence that a person reads, in French and in
// English, and how each language writes numbers, dates and distances. It knows
// the domain's errors and nothing of screens or commands.
package text

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"time"

	"teleorne/directory"
)

// Lang is a language of the interface.
type Lang string

// French comes first, English second; there is no third.
const (
	French  Lang = "fr"
	English Lang = "en"
)

// ParseLang reads a language or a POSIX locale such as en_GB.UTF-8. It answers
// false for what is neither French nor English.
func ParseLang(s string) (Lang, bool) {
	s = strings.ToLower(s)
	switch {
	case s == "fr" || strings.HasPrefix(s, "fr_") || strings.HasPrefix(s, "fr-") || strings.HasPrefix(s, "fr."):
		return French, true
	case s == "en" || strings.HasPrefix(s, "en_") || strings.HasPrefix(s, "en-") || strings.HasPrefix(s, "en."):
		return English, true
	}
	return French, false
}

//go:embed catalogue
var files embed.FS

// Catalogue holds the sentences of one language. It is safe for concurrent use.
type Catalogue struct {
	lang      Lang
	sentences map[string]sentence
	zone      *time.Location
	aloud     bool // sentences are heard
}

var catalogues = map[Lang]*Catalogue{French: mustLoad(French), English: mustLoad(English)}

// For returns the catalogue of a language, the French one for an unknown one.
func For(lang Lang) *Catalogue {
	if c := catalogues[lang]; c != nil {
		return c
	}
	return catalogues[French]
}

// Lang is the catalogue's language.
func (c *Catalogue) Lang() Lang { return c.lang }

// S is the sentence of a key. Arguments are names and values by turns and
// stand in the sentence as {name}; whole numbers, days, and times as hours of the
// day, are written the language's way. When the key has the forms key.one and key.other the argument n picks
// between them. A key that is not there is shown as it is: a test keeps that
// from happening.
func (c *Catalogue) S(key string, args ...any) string {
	s, ok := c.find(key, args)
	if !ok {
		return key
	}
	return s.fill(c, args)
}

// Has tells whether the catalogue has a sentence, in one form or in several.
func (c *Catalogue) Has(key string) bool {
	_, one := c.sentences[key]
	_, many := c.sentences[key+".other"]
	return one || many
}

// Keys are all keys of the catalogue, plural forms included.
func (c *Catalogue) Keys() []string {
	keys := make([]string, 0, len(c.sentences))
	for k := range c.sentences {
		keys = append(keys, k)
	}
	return keys
}

// plural picks the form: in French 0 and 1 are singular, in English only 1.
func (c *Catalogue) plural(args []any) string {
	for i := 0; i+1 < len(args); i += 2 {
		if n, ok := args[i+1].(int); ok && args[i] == "n" {
			if n == 1 || n == 0 && c.lang == French {
				return "one"
			}
			break
		}
	}
	return "other"
}

// sentence is literal text and placeholder names by turns, literal first.
type sentence []string

func (s sentence) fill(c *Catalogue, args []any) string {
	if len(s) == 1 {
		return s[0]
	}
	var b strings.Builder
	for i, part := range s {
		if i%2 == 0 {
			b.WriteString(part)
			continue
		}
		for j := 0; j+1 < len(args); j += 2 {
			if args[j] == part {
				b.WriteString(c.value(args[j+1]))
			}
		}
	}
	return b.String()
}

func (c *Catalogue) value(v any) string {
	switch v := v.(type) {
	case int:
		return c.Int(v)
	case string:
		return v
	case time.Time:
		return c.Clock(v)
	case directory.Date:
		return c.Date(v)
	}
	return fmt.Sprint(v)
}

func parse(s string) sentence {
	var out sentence
	for {
		open := strings.IndexByte(s, '{')
		if open < 0 {
			return append(out, s)
		}
		end := strings.IndexByte(s[open:], '}')
		if end < 0 {
			return append(out, s)
		}
		out = append(out, s[:open], s[open+1:open+end])
		s = s[open+end+1:]
	}
}

// mustLoad reads the files of one language. They are part of the program: a
// fault in them is a fault of the program, shown at its first start.
func mustLoad(lang Lang) *Catalogue {
	c := &Catalogue{lang: lang, sentences: map[string]sentence{}, zone: orne()}
	dir := path.Join("catalogue", string(lang))
	entries, err := fs.ReadDir(files, dir)
	if err != nil {
		panic(err)
	}
	for _, e := range entries {
		data, err := files.ReadFile(path.Join(dir, e.Name()))
		if err != nil {
			panic(err)
		}
		for n, line := range strings.Split(string(data), "\n") {
			if line == "" || line[0] == '#' {
				continue
			}
			key, value, ok := strings.Cut(line, " = ")
			if _, twice := c.sentences[key]; !ok || twice {
				panic(fmt.Sprintf("%s/%s:%d: %q is no sentence, or there twice", dir, e.Name(), n+1, line))
			}
			c.sentences[strings.TrimSpace(key)] = parse(strings.ReplaceAll(value, `\n`, "\n"))
		}
	}
	return c
}
