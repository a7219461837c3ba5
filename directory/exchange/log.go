package exchange

import (
	"encoding/hex"
	"io"
	"strconv"

	"teleorne/directory"
)

// LogEntry is an entry of the log of decisions.
type LogEntry struct {
	Number      int64   `json:"number"`
	At          *string `json:"at"`
	Action      string  `json:"action"`
	Role        string  `json:"role"` // of who did it
	Account     *int64  `json:"account"`
	Name        *string `json:"name"`
	Fingerprint *string `json:"fingerprint"`
	Target      *string `json:"target"`
	Listing     *int64  `json:"listing"`
	Slug        *string `json:"slug"`
	Revision    *int64  `json:"revision"`
	Reason      *string `json:"reason"`
	Hash        *string `json:"hash"` // over this entry and the one before
}

// newLogEntry tells an entry of the log.
func newLogEntry(e *directory.Entry) LogEntry {
	return LogEntry{
		Number: e.Number, At: moment(e.At), Action: line(e.Action), Role: e.Actor.Role.String(),
		Account: known(int64(e.Actor.Account)), Name: optional(e.Name), Fingerprint: optional(e.Actor.Fingerprint),
		Target: optional(e.Target), Listing: known(int64(e.Listing)), Slug: optional(e.Slug),
		Revision: known(int64(e.Revision)), Reason: optionalText(e.Reason), Hash: optional(hex.EncodeToString(e.Seal.Hash)),
	}
}

func entries(list []directory.Entry) []LogEntry {
	out := make([]LogEntry, 0, len(list))
	for i := range list {
		out = append(out, newLogEntry(&list[i]))
	}
	return out
}

// Log is the document of a page of the log.
type Log struct {
	Schema  int        `json:"schema"`
	Entries []LogEntry `json:"entries"` // the newest first
	Before  *int64     `json:"before"`  // asks for the next page; null: there are no older ones
}

// NewLog tells a page of the log.
func NewLog(p *directory.LogPage) Log {
	d := Log{Schema: Schema, Entries: entries(p.Entries)}
	if p.More && len(p.Entries) > 0 {
		d.Before = known(p.Entries[len(p.Entries)-1].Number)
	}
	return d
}

var logColumns = []string{
	"number", "at", "action", "role", "account", "name", "fingerprint", "target", "listing", "slug", "revision", "reason", "hash",
}

// LogWriter writes entries of the log one after the other, so that an export
// needs memory for one.
type LogWriter struct {
	write func(LogEntry) error
	close func() error
}

// NewLogWriter begins an export of the log, as CSV or NDJSON. CodeChoice: no such
// format.
func NewLogWriter(w io.Writer, f Format) (*LogWriter, error) {
	switch f {
	case CSV:
		t, err := newTable(w, logColumns)
		if err != nil {
			return nil, err
		}
		return &LogWriter{func(e LogEntry) error { return t.write(logCells(e)) }, t.close}, nil
	case NDJSON:
		return &LogWriter{func(e LogEntry) error {
			return WriteJSON(w, struct {
				Schema int `json:"schema"`
				LogEntry
			}{Schema, e})
		}, func() error { return nil }}, nil
	}
	return nil, &directory.Error{
		Code: directory.CodeChoice, Field: "format",
		Params: directory.Params{"value": directory.Clip(string(f), 40), "choices": "csv, ndjson"},
	}
}

// Write adds an entry.
func (w *LogWriter) Write(e *directory.Entry) error { return w.write(newLogEntry(e)) }

// Close ends the document. It does not close what it was written to.
func (w *LogWriter) Close() error { return w.close() }

// logCells are an entry's values in the order of logColumns.
func logCells(e LogEntry) []string {
	id := func(n *int64) string {
		if n == nil {
			return ""
		}
		return strconv.FormatInt(*n, 10)
	}
	return []string{
		strconv.FormatInt(e.Number, 10), or(e.At), e.Action, e.Role, id(e.Account), or(e.Name), or(e.Fingerprint),
		or(e.Target), id(e.Listing), or(e.Slug), id(e.Revision), or(e.Reason), or(e.Hash),
	}
}
