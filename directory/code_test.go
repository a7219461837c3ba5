package directory

import (
	"math"
	"regexp"
	"strings"
	"testing"
	"time"
)

func TestCodes(t *testing.T) {
	bits := math.Log2(float64(len(codeAlphabet)))
	if bits*linkLength < 55 || bits*recoveryLength < 75 {
		t.Errorf("codes have %.1f and %.1f bits", bits*linkLength, bits*recoveryLength)
	}
	form := map[int]*regexp.Regexp{
		linkLength:     regexp.MustCompile(`^[0-9A-Z]{4}(-[0-9A-Z]{4}){2}$`),
		recoveryLength: regexp.MustCompile(`^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$`),
	}
	seen := map[string]bool{}
	counts := map[rune]int{}
	for n, re := range form {
		for range 2000 {
			code := newCode(n)
			hash, ok := codeHash(code)
			if !re.MatchString(code) || !ok || seen[hash] {
				t.Fatalf("%q: %s, %v", code, hash, ok)
			}
			seen[hash] = true
			for _, r := range strings.ReplaceAll(code, "-", "") {
				counts[r]++
			}
		}
	}
	// 56,000 characters over 29: about 1,931 each, deviation 43.
	for _, r := range codeAlphabet {
		if n := counts[r]; n < 1600 || n > 2260 {
			t.Errorf("%c comes %d times", r, n)
		}
	}
	if len(counts) != len(codeAlphabet) {
		t.Errorf("there are %d characters", len(counts))
	}
}

func TestCodeHashForgives(t *testing.T) {
	want, ok := codeHash("0125-8VAC-DEFG")
	if !ok {
		t.Fatal("no code")
	}
	for _, typed := range []string{
		"01258VACDEFG", "0125 8vac defg", "o12s-bvac-defg", "OIZS BUAC DEFG", "  0l25–8vac—defg\t\n", "0125.8vac.defg",
		"0 1 2 5 8 v a c d e f g", "0125\u00a08VAC\u00a0DEFG",
	} {
		if got, ok := codeHash(typed); !ok || got != want {
			t.Errorf("%q is another code", typed)
		}
	}
	for _, typed := range []string{
		"", "-", "0125-8VAC-DEF", "0125-8VAC-DEFGH", "0125-8VAC-DEFé", strings.Repeat("0125-8VAC-DEFG ", 50), "\x00\xff0125-8VAC-DEFG\xff é",
	} {
		if _, ok := codeHash(typed); ok {
			t.Errorf("%q is a code", typed)
		}
	}
}

func TestIsRecoveryCode(t *testing.T) {
	for typed, want := range map[string]bool{
		"0125-8vac-DEFG-0125": true, "O125 8vac DEFG 0125": true, "0125-8VAC-DEFG": false, "0125-8VAC-DEFG-012é": false, "": false,
	} {
		if got := IsRecoveryCode(typed); got != want {
			t.Errorf("%q is one: %v", typed, got)
		}
	}
}

func TestGuessesAreLimited(t *testing.T) {
	g := attempts{most: guessesEach}
	at := time.Date(2026, 11, 23, 11, 0, 0, 0, time.UTC)
	for i := range guessesEach {
		if _, ok := g.take([]string{"key", "address"}, at.Add(time.Duration(i)*time.Minute)); !ok {
			t.Fatalf("guess %d is refused", i)
		}
	}
	now := at.Add(20 * time.Minute)
	for _, who := range [][]string{{"key", "address"}, {"key", "elsewhere"}, {"another key", "address"}} {
		if wait, ok := g.take(who, now); ok || wait != 40*time.Minute {
			t.Errorf("%v may guess, or waits %v", who, wait)
		}
	}
	if _, ok := g.take([]string{"another key", "elsewhere"}, now); !ok {
		t.Error("somebody else is refused")
	}
	// One that was right does not count; an hour later the first is forgotten.
	g.giveBack([]string{"key", "address"}, at)
	if _, ok := g.take([]string{"key", "address"}, now); !ok {
		t.Error("what was given back counts")
	}
	if _, ok := g.take([]string{"key", "address"}, at.Add(time.Hour)); ok {
		t.Error("the second guess was forgotten too soon")
	}
	if _, ok := g.take([]string{"key", "address"}, at.Add(61*time.Minute)); !ok {
		t.Error("the second guess is not forgotten")
	}
}

func TestGuessesRememberOnlySoMany(t *testing.T) {
	g := attempts{most: guessesEach}
	at := time.Date(2026, 11, 23, 11, 0, 0, 0, time.UTC)
	for i := range 3 * maxAttempters {
		g.take([]string{newCode(8)}, at.Add(time.Duration(i)*time.Millisecond))
		if len(g.all) > maxAttempters {
			t.Fatalf("%d are remembered", len(g.all))
		}
	}
	if len(g.all) < maxAttempters/3 {
		t.Errorf("only %d are remembered", len(g.all))
	}
}
