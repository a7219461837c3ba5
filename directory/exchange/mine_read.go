package exchange

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"reflect"
	"slices"
	"strconv"
	"unicode/utf8"

	"teleorne/directory"
)

// MaxDocument bounds the document of one profile, in bytes: ten times what the
// longest profile takes.
const MaxDocument = 1 << 20

// Bounds of what is told and kept of a document that is wrong.
const (
	maxComplaints = 20
	maxListed     = 2 * directory.MaxSkills // of the entries of a list, before those that say the same are counted once
	maxEntry      = 2 * directory.MaxLine   // graphemes of one of them, before it is brought into canonical form
)

// Edited is the document of a profile as its owner hands it in.
type Edited struct {
	Profile directory.Profile // as typed: still to be checked
	Unread  map[string]string // what the document carries of fields that could not be read elsewhere; nil for nothing
	Zero    []string          // fields for which 0 was given, which says as much as null
	Version directory.Version // that it was made from; empty: it names none
	ID      directory.ListingID
	Slug    string // empty: it names none
}

// Same tells whether two profiles make the same document.
func Same(a, b *directory.Profile) bool { return reflect.DeepEqual(NewFields(a), NewFields(b)) }

// ReadMine reads the document of a profile: what NewMine tells, or a Card.
// What only tells is passed over; a field that is absent is as good as null.
// Dates may be typed as SetField takes them, counted from today.
//
// Errors: CodeEncoding, CodeControl for a NUL, CodeSyntax with line and column,
// or Errors, each with its Field: CodeFieldUnknown, CodeFieldTwice and
// CodeFieldType with the line, CodeDate, CodeChoice for another schema than ours,
// and for what is far beyond the bounds of a list CodeTooMany and CodeTooLong.
// Other rules are not looked at.
func ReadMine(data []byte, today directory.Date) (Edited, error) {
	data = bytes.TrimPrefix(data, byteOrderMark)
	switch {
	case !utf8.Valid(data):
		return Edited{}, &directory.Error{Code: directory.CodeEncoding}
	case bytes.IndexByte(data, 0) >= 0:
		return Edited{}, &directory.Error{Code: directory.CodeControl}
	}
	var whole json.RawMessage
	if err := json.Unmarshal(data, &whole); err != nil {
		return Edited{}, syntaxError(data, err)
	}
	r := &mineReader{data: data, dec: json.NewDecoder(bytes.NewReader(data)), today: today}
	r.dec.UseNumber()
	first := r.token()
	if first != json.Delim('{') {
		r.wrongType("", "object")
		return Edited{}, r.errs
	}
	r.members("", func(name string) (func(string, json.Token), bool) {
		take, ok := takerOf(name)
		return func(field string, value json.Token) { take(r, field, value) }, ok
	}, mineNames)
	if len(r.errs) > 0 {
		return Edited{}, r.errs
	}
	return r.edited, nil
}

// syntaxError says where a document stops being JSON.
func syntaxError(data []byte, err error) error {
	at := 0
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		at = min(max(int(syntax.Offset)-1, 0), len(data)) // the offset counts the byte that is wrong
	}
	before := data[:at]
	start := bytes.LastIndexByte(before, '\n') + 1
	return &directory.Error{Code: directory.CodeSyntax, Params: directory.Params{
		"line": 1 + bytes.Count(before, []byte{'\n'}), "column": 1 + utf8.RuneCount(before[start:]),
	}, Err: err}
}

// mineReader reads one document, whose syntax is known to be right, token by
// token: only so are names that are unknown, or there twice, found.
type mineReader struct {
	data   []byte
	dec    *json.Decoder
	today  directory.Date
	edited Edited
	errs   directory.Errors
}

// token is the next one; nil stands for null.
func (r *mineReader) token() json.Token {
	t, err := r.dec.Token()
	if err != nil {
		return nil // the whole was valid: only its end can come
	}
	return t
}

// skip passes over the rest of a value.
func (r *mineReader) skip(first json.Token) {
	depth := 0
	for t := first; ; t = r.token() {
		switch t {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
		if depth == 0 {
			return
		}
	}
}

// members reads an object whose first brace was read, each member by what find
// gives for its name. within is the field that the object belongs to, empty for
// the document; names are those to propose instead of an unknown one.
func (r *mineReader) members(within string, find func(string) (func(field string, value json.Token), bool), names []string) {
	seen := make(map[string]bool)
	for r.dec.More() {
		name, _ := r.token().(string)
		line := r.line()
		field := within
		if field == "" {
			field = name
		}
		take, known := find(name)
		switch {
		case !known:
			r.complain(&directory.Error{
				Code: directory.CodeFieldUnknown, Field: within, Nearest: nearestColumn(name, names),
				Params: directory.Params{"value": directory.Clip(name, 40), "line": line},
			})
		case seen[name]:
			r.complain(&directory.Error{Code: directory.CodeFieldTwice, Field: field, Params: directory.Params{"value": name, "line": line}})
		}
		value := r.token()
		if !known || seen[name] {
			r.skip(value)
			continue
		}
		seen[name] = true
		take(field, value)
	}
	r.token() // the brace that ends it
}

func (r *mineReader) complain(e *directory.Error) {
	if len(r.errs) < maxComplaints {
		r.errs = append(r.errs, e)
	}
}

// line is that of the token read last, from 1. It is looked for only while
// complaints are still told.
func (r *mineReader) line() int {
	if len(r.errs) >= maxComplaints {
		return 0
	}
	return 1 + bytes.Count(r.data[:r.dec.InputOffset()], []byte{'\n'})
}

// wrongType says what kind of value a field takes: text, number, texts, skills,
// place, telecentre, fields or object.
func (r *mineReader) wrongType(field, expected string) {
	r.complain(&directory.Error{
		Code: directory.CodeFieldType, Field: field,
		Params: directory.Params{"expected": expected, "line": r.line()},
	})
}

// text reads a text, or null for none.
func (r *mineReader) text(field string, value json.Token, expected string) (string, bool) {
	switch v := value.(type) {
	case nil:
		return "", true
	case string:
		return v, true
	}
	r.wrongType(field, expected)
	r.skip(value)
	return "", false
}

// list reads a list, each of its entries by one; null is an empty list.
func (r *mineReader) list(field string, value json.Token, expected string, one func(json.Token)) {
	if value == nil {
		return
	}
	if value != json.Delim('[') {
		r.wrongType(field, expected)
		r.skip(value)
		return
	}
	n := 0
	for ; r.dec.More(); n++ {
		if entry := r.token(); n < maxListed {
			one(entry)
		} else {
			r.skip(entry)
		}
	}
	r.token()
	if n > maxListed {
		r.complain(&directory.Error{
			Code: directory.CodeTooMany, Field: field, Params: directory.Params{"max": listMax(field), "count": n},
		})
	}
}

// short reads an entry of a list, which is no longer than what is looked up.
func (r *mineReader) short(field, entry string) string {
	if len(entry) > maxEntry {
		if n := directory.Length(entry); n > maxEntry {
			r.complain(&directory.Error{
				Code: directory.CodeTooLong, Field: field, Params: directory.Params{"max": directory.MaxLine, "count": n},
			})
			return ""
		}
	}
	return entry
}

// named reads a text, or an object that tells more than a field takes, as a
// Card does: what the first of its names holds that is not null counts.
func (r *mineReader) named(field string, value json.Token, expected string, names ...string) string {
	if value != json.Delim('{') {
		s, _ := r.text(field, value, expected)
		return s
	}
	held := make([]string, len(names))
	r.members(field, func(name string) (func(string, json.Token), bool) {
		i := slices.Index(names, name)
		return func(field string, value json.Token) { held[i], _ = r.text(field, value, "text") }, i >= 0
	}, names)
	for _, s := range held {
		if s != "" {
			return s
		}
	}
	return ""
}

func listMax(field string) int {
	if field == "languages" {
		return directory.MaxLanguages
	}
	return directory.MaxSkills
}

// number reads a whole number, or null for none. One that no number of ours can
// hold is kept as the greatest: the rules of the field refuse it.
func (r *mineReader) number(field string, value json.Token) int {
	if value == nil {
		return 0
	}
	if v, ok := value.(json.Number); ok {
		n, err := strconv.ParseInt(v.String(), 10, 32)
		if err == nil || errors.Is(err, strconv.ErrRange) {
			return int(n)
		}
		if f, err := v.Float64(); err == nil && f == math.Trunc(f) {
			return int(max(math.MinInt32, min(f, math.MaxInt32)))
		}
	}
	r.wrongType(field, "number")
	r.skip(value)
	return 0
}
