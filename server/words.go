package server

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"teleorne/directory"
)

// Codes of a command line that cannot be run.
const (
	CodeQuotes         directory.Code = "command_quotes"   // a quote is not closed
	CodeCommandText    directory.Code = "command_text"     // not UTF-8, or a NUL
	CodeCommandTooLong directory.Code = "command_too_long" // max, in bytes
	CodeInputTooLong   directory.Code = "input_too_long"   // max, in megabytes
)

// splitWords cuts a command line into words as a POSIX shell does, with one
// difference: a single quote right after a letter or a digit is an apostrophe.
// By the time a command line arrives, the client's shell has eaten the quotes
// around « l'aigle ».
func splitWords(line string) ([]string, error) {
	switch {
	case len(line) > maxCommand:
		return nil, &directory.Error{Code: CodeCommandTooLong, Params: directory.Params{"max": maxCommand}}
	case !utf8.ValidString(line) || strings.ContainsRune(line, 0):
		return nil, &directory.Error{Code: CodeCommandText}
	}
	var (
		words   []string
		word    strings.Builder
		started bool // a word, maybe an empty one, is under way
		escaped bool
		quote   rune // the quote we are in
		before  rune // what stood before, when it was a plain character
	)
	for _, r := range line {
		plain := rune(0)
		switch {
		case escaped:
			if quote == '"' && !strings.ContainsRune("\\\"$`\n", r) {
				word.WriteByte('\\')
			}
			if r != '\n' {
				word.WriteRune(r)
			}
			escaped = false
		case r == '\\' && quote != '\'':
			escaped, started = true, true
		case quote != 0:
			if r == quote {
				quote = 0
			} else {
				word.WriteRune(r)
			}
		case r == '"', r == '\'' && !unicode.IsLetter(before) && !unicode.IsDigit(before):
			quote, started = r, true
		case r == ' ' || r == '\t' || r == '\n' || r == '\r':
			if started {
				words = append(words, word.String())
				word.Reset()
				started = false
			}
		default:
			word.WriteRune(r)
			started, plain = true, r
		}
		before = plain
	}
	if quote != 0 || escaped {
		return nil, &directory.Error{Code: CodeQuotes}
	}
	if started {
		words = append(words, word.String())
	}
	return words, nil
}

// shellWord quotes a word for a person to paste into a shell.
func shellWord(s string) string {
	if s != "" && strings.IndexFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("/._-+:@,=", r)
	}) < 0 {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
