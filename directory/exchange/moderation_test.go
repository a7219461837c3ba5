package exchange_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/netip"
	"strings"
	"testing"
	"time"

	"teleorne/directory"
	"teleorne/directory/exchange"
)

// wholeReview is a change of a published listing with everything that can be
// said about one, all texts of people being s.
func wholeReview(s string) *directory.Review {
	at := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	before := directory.Profile{Name: s, Headline: "Comptable", EmployerPlace: "61001", RemoteDays: 2}
	after := directory.Profile{Name: s, Headline: s, Description: s, EmployerPlace: "61038", RemoteDays: 3}
	l := &directory.Listing{
		ID: 12, Slug: "marc", Owner: 4, Published: &directory.Revision{Profile: before},
		Latest: &directory.Revision{ID: 31, State: directory.RevisionSubmitted, Profile: after},
	}
	return &directory.Review{
		Item: directory.Item{
			ID: "12", Kind: directory.ItemChange, Version: "31.0", Since: at, Listing: l, Risk: 3,
			Flags:   []directory.Flag{{Kind: directory.FlagSamePhone, Field: "phone", Other: s}, {Kind: directory.FlagOrganisation, Word: s, Count: 2}},
			Reports: []directory.Report{{Reason: directory.ReportWrong, Words: s, At: at, Reporter: "secret"}},
			Appeal:  &directory.Appeal{Words: s, Against: 9, At: at, Reason: s},
			Claim:   &directory.Claim{Name: s, Until: at, Holder: "secret"},
		},
		Before: &before, After: &after, Changes: []string{"headline", "description", "employer_commune", "remote_days"},
		History: []directory.Entry{{Decision: directory.Decision{Number: 9, At: at, Action: "reject", Reason: s, Actor: directory.Actor{Role: directory.RoleModerator, Account: 2}}, Name: s, Slug: s}},
		Can: map[directory.Action]error{
			directory.ActionApprove: nil, directory.ActionReject: &directory.Error{Code: directory.CodeOwnListing}, directory.ActionAsk: errors.New(s),
		},
		Others: 1,
	}
}

func TestSubmission(t *testing.T) {
	got := toJSON(t, exchange.NewSubmission(wholeReview("Marc"), "fr", error.Error))
	for _, want := range []string{
		`"schema":1,"id":12,"item":"12","slug":"marc","name":"Marc","kind":"changed"`, `"version":"31.0","risk":3`,
		`"flags":[{"kind":"same_phone","field":"phone","other":"Marc","count":null,"word":null}`,
		`"reports":[{"reason":"wrong","words":"Marc","at":"2026-11-20T09:00:00Z","role":"visitor"}]`,
		`"claim":{"name":"Marc","until":"2026-11-20T09:00:00Z","yours":false}`, `"own":false,"state":"published"`,
		`"fields":[{"field":"headline","before":"Comptable","after":"Marc"},{"field":"description","before":null,"after":"Marc"}]`,
		`"history":[{"number":9,"at":"2026-11-20T09:00:00Z","action":"reject","role":"moderator","account":2,"name":"Marc"`,
		`"can":[{"action":"approve","possible":true,"code":null,"message":null},{"action":"ask","possible":false,"code":null,"message":"Marc"},` +
			`{"action":"reject","possible":false,"code":"own_listing","message":"own_listing"}]`, `"others":1,"proposal":null`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("without %s:\n%s", want, got)
		}
	}
	// Who reports, which session reads, and what feeds the figures are nobody's
	// business: of the last it is told that it changed, not how.
	for _, secret := range []string{"secret", "61038", `"field":"employer_commune"`, `"field":"remote_days"`} {
		if strings.Contains(got, secret) {
			t.Errorf("it tells %s:\n%s", secret, got)
		}
	}
}

// An item that nothing waits about is told by its content, a proposal by its
// word.
func TestOtherItems(t *testing.T) {
	r := wholeReview("Marc")
	r.Kind, r.ID, r.Before, r.Changes = directory.ItemReport, "r12", r.After, nil
	got := toJSON(t, exchange.NewSubmission(r, "fr", error.Error))
	for _, want := range []string{`"item":"r12"`, `"kind":"reported"`, `"changes":[]`, `"fields":[]`, `"content":[{"field":"name","value":"Marc"}`} {
		if !strings.Contains(got, want) {
			t.Errorf("without %s:\n%s", want, got)
		}
	}
	p := &directory.Proposal{
		Slug: "sous-titrage", Word: "Sous-titrage", Listings: []*directory.Listing{{Slug: "anne"}},
		Near: []*directory.Skill{{Slug: "traduction", Label: directory.Label{FR: "Traduction", EN: "Translation"}}},
	}
	got = toJSON(t, exchange.NewSubmission(&directory.Review{Item: directory.Item{ID: "+sous-titrage", Kind: directory.ItemSkill, Proposal: p}}, "en", error.Error))
	for _, want := range []string{
		`"id":null,"item":"+sous-titrage","slug":"sous-titrage","name":"Sous-titrage","kind":"skill"`, `"state":null`,
		`"listings":["anne"],"near":[{"slug":"traduction","label":"Translation"}]`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("without %s:\n%s", want, got)
		}
	}
}

func TestQueueCountsEveryKind(t *testing.T) {
	r := wholeReview("Marc")
	got := toJSON(t, exchange.NewQueue([]*directory.Item{&r.Item}, 2, 7, map[directory.ItemKind]int{directory.ItemChange: 6, directory.ItemReport: 1}))
	for _, want := range []string{
		`"total":7,"offset":2,"count":{"appeal":0,"changed":6,"new":0,"reported":1,"skill":0}`,
		`"changes":["headline","description","employer_commune","remote_days"]`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("without %s:\n%s", want, got)
		}
	}
}

// Texts of people are safe in every document of moderators and administrators,
// whatever they wrote.
func TestModeratorsDocumentsAreSafe(t *testing.T) {
	for _, s := range attacks {
		r := wholeReview(s)
		decided := &directory.Decided{Listing: r.Listing, Decision: r.History[0].Decision, Skipped: []directory.Skipped{{Item: directory.ItemID(s), Err: errors.New(s)}}}
		motion := directory.Motion{Action: directory.ActionGrant, Reason: s, ByName: s, SecondName: s, AccountName: s, Slug: s}
		ban := directory.Ban{Fingerprint: s, Reason: s, ByName: s}
		card := directory.AccountCard{Account: directory.Account{ID: 1, Name: s}, Keys: []directory.Key{{Name: s}}, Bans: []directory.Ban{ban}, Listing: r.Listing}
		message := func(error) string { return s }
		for _, d := range []exchange.Document{
			exchange.NewSubmission(r, "fr", message), exchange.NewQueue([]*directory.Item{&r.Item}, 0, 1, nil),
			exchange.NewLog(&directory.LogPage{Entries: r.History, More: true}), exchange.NewDecided(decided, message),
			exchange.NewOutcome(&directory.Outcome{Motion: &motion, Decided: decided, Account: &card.Account, Receipt: &directory.Receipt{Slug: s}}, message),
			exchange.NewAccountSheet(&card), exchange.NewBans([]directory.Ban{ban}), exchange.NewMotions([]directory.Motion{motion}),
			exchange.NewFound(&directory.ListingPage{Listings: []*directory.Listing{r.Listing}}, 0),
			exchange.NewRequests([]directory.DataRequest{{Who: s, Note: s, Answer: s, Extended: s, Slug: s}}, 0),
			exchange.NewAnnouncementSheet(&directory.Announcement{FR: s, EN: s}),
			exchange.NewEffect(&directory.TaxonomyEffect{Searches: []directory.SearchEffect{{Text: s}}}, true),
			exchange.NewProposals([]*directory.Proposal{{Word: s, Listings: []*directory.Listing{r.Listing}}}, "fr"),
			exchange.NewReported(s, directory.ReportOther, s, false), exchange.NewBackupSheet(&directory.BackupInfo{Name: s, Problems: []string{s}}),
		} {
			var b bytes.Buffer
			if err := exchange.WriteJSON(&b, d); err != nil {
				t.Fatal(err)
			}
			var doc any
			if err := json.Unmarshal(b.Bytes(), &doc); err != nil {
				t.Fatal(err)
			}
			eachText(doc, func(text string) {
				if text != directory.SafeText(text) {
					t.Errorf("unsafe text %q in %T", text, d)
				}
			})
		}
	}
}

func TestLogFormats(t *testing.T) {
	e := directory.Entry{
		Decision: directory.Decision{
			Number: 12, At: time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC), Action: "suspend", Listing: 3, Reason: "=1+1\nnon",
			Actor: directory.Actor{Role: directory.RoleModerator, Account: 2, Fingerprint: "SHA256:x"}, Seal: directory.Seal{Hash: []byte{0xab}},
		},
		Slug: "anne",
	}
	written := func(f exchange.Format) string {
		var b bytes.Buffer
		w, err := exchange.NewLogWriter(&b, f)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(w.Write(&e), w.Close()); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	if got, want := written(exchange.CSV), "number,at,action,role,account,name,fingerprint,target,listing,slug,revision,reason,hash\n"+
		"12,2026-11-20T09:00:00Z,suspend,moderator,2,,SHA256:x,,3,anne,,\"'=1+1\nnon\",ab\n"; got != want {
		t.Errorf("%q, not %q", got, want)
	}
	if got := written(exchange.NDJSON); !strings.HasPrefix(got, `{"schema":1,"number":12,`) || strings.Count(got, "\n") != 1 {
		t.Errorf("%q", got)
	}
	if _, err := exchange.NewLogWriter(new(bytes.Buffer), exchange.VCard); !directory.IsCode(err, directory.CodeChoice) {
		t.Errorf("a log as vCard: %v", err)
	}
	page := toJSON(t, exchange.NewLog(&directory.LogPage{Entries: []directory.Entry{e}, More: true}))
	if !strings.HasSuffix(page, `"before":12}`) {
		t.Errorf("no way to the next page: %s", page)
	}
}

// What is missing is null, and a ban is told by what it keeps out.
func TestPeople(t *testing.T) {
	got := toJSON(t, exchange.NewBans([]directory.Ban{
		{ID: 3, Range: netip.MustParsePrefix("192.0.2.0/24"), Reason: "essais", Until: time.Date(2027, 1, 31, 0, 0, 0, 0, time.UTC)},
		{ID: 4, Fingerprint: "SHA256:x"},
	}))
	for _, want := range []string{
		`{"id":3,"fingerprint":null,"range":"192.0.2.0/24","reason":"essais","at":null,"until":"2027-01-31T00:00:00Z","by":null}`,
		`{"id":4,"fingerprint":"SHA256:x","range":null,"reason":"","at":null,"until":null,"by":null}`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("without %s:\n%s", want, got)
		}
	}
	got = toJSON(t, exchange.NewOutcome(&directory.Outcome{Motion: &directory.Motion{
		ID: 5, Action: directory.ActionRejectMany, Verdicts: []directory.Verdict{{Item: "12"}, {Item: "15"}}, State: directory.MotionOpen, Yours: true,
	}}, error.Error))
	for _, want := range []string{
		`"done":false,"motion":{"id":5,"action":"reject_many","account":null,"name":null,"role":null,"slug":null,"items":["12","15"]`,
		`"yours":true},"account":null,"receipt":null,"decided":null`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("without %s:\n%s", want, got)
		}
	}
}
