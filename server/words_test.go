package server

import (
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"teleorne/directory"
)

func TestSplitWords(t *testing.T) {
	for _, tt := range []struct {
		in   string
		want []string
		code directory.Code
	}{
		{"", nil, ""},
		{"  \t\n ", nil, ""},
		{"search comptable", []string{"search", "comptable"}, ""},
		{`a "b c" 'd e' f\ g`, []string{"a", "b c", "d e", "f g"}, ""},
		{`a "" ''`, []string{"a", "", ""}, ""},
		{`--commune l'aigle`, []string{"--commune", "l'aigle"}, ""},
		{`--commune=l'aigle d'or`, []string{"--commune=l'aigle", "d'or"}, ""},
		{`--ou='la ferté-macé'`, []string{"--ou=la ferté-macé"}, ""},
		{`'l'\''aigle' 'l'"'"'aigle'`, []string{"l'aigle", "l'aigle"}, ""},
		{`"l'aigle" l’aigle`, []string{"l'aigle", "l’aigle"}, ""},
		{`c# c++ # not a comment`, []string{"c#", "c++", "#", "not", "a", "comment"}, ""},
		{`"\"\\\$\n"`, []string{`"\$\n`}, ""},
		{"\"a\\\nb\"", []string{"ab"}, ""},
		{`$HOME ~ * | ;`, []string{"$HOME", "~", "*", "|", ";"}, ""},
		{`"open`, nil, CodeQuotes},
		{`'open`, nil, CodeQuotes},
		{`open\`, nil, CodeQuotes},
		{"a\x00b", nil, CodeCommandText},
		{"a\xff", nil, CodeCommandText},
		{strings.Repeat("a", maxCommand+1), nil, CodeCommandTooLong},
	} {
		got, err := splitWords(tt.in)
		if !reflect.DeepEqual(got, tt.want) || (tt.code == "") != (err == nil) || tt.code != "" && !directory.IsCode(err, tt.code) {
			t.Errorf("%.40q: %q %v", tt.in, got, err)
		}
	}
}

// What is quoted for a shell comes back as it was.
func TestSplitWordsUndoesQuoting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.StringOf(rapid.RuneFrom([]rune(`a é'"\$ 	;=-#`+"\n"))), 1, 5).Draw(t, "words")
		quoted := make([]string, len(words))
		for i, w := range words {
			quoted[i] = "'" + strings.ReplaceAll(w, "'", `'\''`) + "'"
		}
		got, err := splitWords(strings.Join(quoted, " "))
		if err != nil || !reflect.DeepEqual(got, words) {
			t.Fatalf("%q: %q %v", quoted, got, err)
		}
	})
}

func FuzzSplitWords(f *testing.F) {
	for _, s := range []string{`a 'b c'`, `l'aigle`, `"\"`, "\\", "é\x00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		words, err := splitWords(s)
		if err != nil && words != nil {
			t.Fatal(words, err)
		}
		for _, w := range words {
			if !utf8.ValidString(w) || len(w) > len(s) {
				t.Fatalf("%q", w)
			}
		}
	})
}
