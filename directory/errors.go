package directory

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Code names what went wrong, for a program. The sentence that a person reads
// stands in the catalogue under "error." + Code, with the Params filled in.
type Code string

// The codes of the domain. The parameters that a code carries stand behind it.
const (
	CodeNotFound     Code = "not_found"     // what, value; Nearest
	CodeNotPermitted Code = "not_permitted" // what
	CodeNeedsKey     Code = "needs_key"     // the action needs a proven key
	CodeLimit        Code = "limit"         // seconds until the next try
	CodeInternal     Code = "internal"      // reference into the log

	CodeRequired      Code = "required"
	CodeTooLong       Code = "too_long"     // max, count
	CodeTooShort      Code = "too_short"    // min, count
	CodeTooMany       Code = "too_many"     // max, count
	CodeTooFew        Code = "too_few"      // min
	CodeOutOfRange    Code = "out_of_range" // min, max
	CodeChoice        Code = "choice"       // value, choices
	CodeEncoding      Code = "encoding"     // not valid UTF-8
	CodeControl       Code = "control"      // characters that are not text
	CodeNumber        Code = "number"       // value
	CodeDate          Code = "date"         // value; typed: true where people may write it their way
	CodeEmail         Code = "email"        // value
	CodePhone         Code = "phone"        // value
	CodeWebsite       Code = "website"      // value
	CodeLanguage      Code = "language"     // value
	CodeSIRETLength   Code = "siret_length" // count
	CodeSIRETChecksum Code = "siret_checksum"
	CodeNotForStatus  Code = "not_for_status" // status
	CodeSkill         Code = "skill"          // value; Nearest
	CodeTelecentre    Code = "telecentre"     // value; Nearest
	CodeClosed        Code = "closed"         // value: a télécentre that is no more
	CodeSlug          Code = "slug"           // value

	CodePlace            Code = "place"             // value; Nearest
	CodePlacePostalCode  Code = "place_postal_code" // value: five digits that are nowhere in the Orne
	CodePlaceOutside     Code = "place_outside"     // value: a known place elsewhere
	CodePlaceAmbiguous   Code = "place_ambiguous"   // value; Nearest holds the candidates
	CodeRadiusNeedsPlace Code = "radius_needs_place"

	CodeDuplicate   Code = "duplicate"    // value
	CodeConflict    Code = "conflict"     // changed meanwhile
	CodeNotEmpty    Code = "not_empty"    // a directory that holds data already
	CodeDemo        Code = "demo"         // a directory of fictional profiles takes no real ones
	CodeForeignFile Code = "foreign_file" // a file that is not what it should be
	CodeNewerFile   Code = "newer_file"   // value: a file written by a newer version of the program
	CodeOlderFile   Code = "older_file"   // value: a copy made by an older version of the program
	CodeCopy        Code = "copy"         // value: a file that another program brings up to date, and that is only read
	CodeDiskFull    Code = "disk_full"    // value: the file that could not grow
	CodeUnwritable  Code = "unwritable"   // value: the file or folder that cannot be written
	CodeBadJournal  Code = "bad_journal"  // value: a file that is no journal of erasures
	CodeNoCopy      Code = "no_copy"      // value: the folder of the copy without which the schema is not changed

	CodeReadOnly       Code = "read_only"       // host: this is a copy, and one writes there
	CodeStorage        Code = "storage"         // reference: the server could not write; nothing was saved
	CodeStale          Code = "stale"           // at: the draft was changed meanwhile, somewhere else
	CodeState          Code = "state"           // state: not possible for a listing in that state
	CodeNoListing      Code = "no_listing"      // whoever asks has no profile yet
	CodeNothingNew     Code = "nothing_new"     // a submission that would change nothing
	CodeConfirmSlug    Code = "confirm_slug"    // value, slug: what was typed is not the profile's name
	CodeConfirmKey     Code = "confirm_key"     // value, fingerprint: what was typed is not that of the key in use
	CodeOwnListing     Code = "own_listing"     // nobody decides about their own listing
	CodeReason         Code = "reason"          // a refusal without a reason
	CodeHealth         Code = "health"          // word: a text speaks of somebody's health; a warning
	CodeLocalOnly      Code = "local_only"      // the operator has no profile of their own
	CodeRevoked        Code = "revoked"         // the key of this connection is registered no more
	CodeKeyUnreadable  Code = "key_unreadable"  // no public key
	CodeKeyPrivate     Code = "key_private"     // a private key, which nobody should see
	CodeKeyDSA         Code = "key_dsa"         // broken since long
	CodeKeyShort       Code = "key_short"       // bits, least
	CodeKeyCertificate Code = "key_certificate" // it is the plain key beneath one that counts
	CodeKeyType        Code = "key_type"        // type
	CodeKeyTaken       Code = "key_taken"       // another account's
	CodeKeyYours       Code = "key_yours"       // this account's already
	CodeKeyLast        Code = "key_last"        // the last key of an account stays
	CodeTooManyKeys    Code = "too_many_keys"   // max
	CodeBadCode        Code = "bad_code"        // a one-time code that is none, or was used
	CodeExpiredCode    Code = "expired_code"    // one that came too late
	CodeFieldUnknown   Code = "field_unknown"   // value, line; Nearest: a document with a name that is no field
	CodeFieldType      Code = "field_type"      // expected, line: a value of another kind
	CodeFieldTwice     Code = "field_twice"     // line
	CodeFieldReadOnly  Code = "field_read_only" // value: a field that tells and cannot be set
	CodeSyntax         Code = "syntax"          // line, column: a document that is no JSON

	CodeClaimed           Code = "claimed"            // name, until: another moderator has it in hand
	CodeUndo              Code = "undo"               // what was decided cannot be taken back any more
	CodeSameJudge         Code = "same_judge"         // an appeal against one's own decision
	CodeAppealed          Code = "appealed"           // against that decision, once already
	CodeAppealLate        Code = "appeal_late"        // days: the time for it is over
	CodeBanned            Code = "banned"             // reason, until: a day, zero without an end
	CodeBanSelf           Code = "ban_self"           // it would keep out whoever asks
	CodeBanWho            Code = "ban_who"            // value: neither a key nor an address
	CodeBanWide           Code = "ban_wide"           // value: too many addresses
	CodeLastAdministrator Code = "last_administrator" // the last one keeps the role
	CodeOwnMotion         Code = "own_motion"         // somebody else has to agree
	CodeNoArchive         Code = "no_archive"         // there is no folder for backups

	CodeColumnUnknown Code = "column_unknown" // value; Nearest
	CodeColumnMissing Code = "column_missing" // value
	CodeColumnTwice   Code = "column_twice"   // value
	CodeCells         Code = "cells"          // expected, count: a line with more or fewer cells than columns
	CodeQuotes        Code = "quotes"         // a line whose quotes do not match
	CodeLineTooLong   Code = "line_too_long"  // max: bytes of one record
)

// Params are the values that a sentence about an error mentions.
type Params map[string]any

// Error is what the domain says when something does not hold.
type Error struct {
	Code    Code
	Field   string   // one of Fields, or of what else was asked; empty when the whole is meant
	Params  Params   // may be nil
	Nearest []string // what the person may have meant, best first
	Err     error    // cause, for the log
}

// Error is for logs and developers; people read the catalogue.
func (e *Error) Error() string {
	var b strings.Builder
	if e.Field != "" {
		b.WriteString(e.Field + ": ")
	}
	b.WriteString(string(e.Code))
	keys := make([]string, 0, len(e.Params))
	for k := range e.Params {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		fmt.Fprintf(&b, " %s=%v", k, e.Params[k])
	}
	if e.Err != nil {
		b.WriteString(": " + e.Err.Error())
	}
	return b.String()
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// In returns a copy of the error that speaks of the given field.
func (e *Error) In(field string) *Error {
	c := *e
	c.Field = field
	return &c
}

// Errors are all that is wrong with one document, in the order of its fields.
type Errors []*Error

// Error joins the single errors.
func (es Errors) Error() string {
	s := make([]string, len(es))
	for i, e := range es {
		s[i] = e.Error()
	}
	return strings.Join(s, "; ")
}

// Unwrap lets errors.As and errors.Is look at each.
func (es Errors) Unwrap() []error {
	out := make([]error, len(es))
	for i, e := range es {
		out[i] = e
	}
	return out
}

// IsCode tells whether err is, or wraps, an Error with that code.
func IsCode(err error, code Code) bool {
	var e *Error
	return errors.As(err, &e) && e.Code == code
}

// NotFound says that a thing of a kind ("listing", "skill", …) is not there.
func NotFound(what, value string, nearest ...string) *Error {
	return &Error{Code: CodeNotFound, Params: Params{"what": what, "value": Clip(value, 60)}, Nearest: nearest}
}
