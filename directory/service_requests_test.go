package directory_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"teleorne/directory"
)

func TestDataRequests(t *testing.T) {
	w := newWorld(t)
	adm, mod := w.granted("adm", directory.RoleAdministrator), w.granted("mod", directory.RoleModerator)
	w.publish(person("Claire Dubois"))
	r, err := w.AddDataRequest(t.Context(), adm, directory.DataRequest{
		Kind: directory.RequestErase, Who: " claire@exemple.fr\x1b ", Slug: "Claire-Dubois", Note: "Tout\r\neffacer.\u202e",
		Due: 1, Extended: "x", Answer: "x", ClosedAt: noon, // none of these is for who adds a request to say
	})
	if err != nil || r.ID == 0 || r.Received != w.Today() || r.Due.String() != "2026-12-23" || r.Extended+r.Answer != "" || !r.ClosedAt.IsZero() {
		t.Fatalf("got %+v, %v", r, err)
	}
	early, err := w.AddDataRequest(t.Context(), adm, directory.DataRequest{Kind: directory.RequestAccess, Who: "Paul", Received: dayOf(t, "2026-10-31")})
	if err != nil || early.Due.String() != "2026-11-30" || early.Left(w.Today()) != 7 {
		t.Fatalf("got %+v, %v", early, err)
	}
	open, err := w.DataRequests(t.Context(), adm, false)
	if err != nil || len(open) != 2 || open[0].ID != early.ID || open[1].Who != "claire@exemple.fr" || open[1].Slug != "claire-dubois" || open[1].Note != "Tout\neffacer." {
		t.Fatalf("got %+v, %v", open, err)
	}
	late, err := w.ExtendDataRequest(t.Context(), adm, r.ID, "Il faut d’abord vérifier qui écrit.")
	if err != nil || late.Due.String() != "2027-02-23" {
		t.Errorf("got %+v, %v", late, err)
	}
	_, err = w.ExtendDataRequest(t.Context(), adm, r.ID, "Encore.")
	wantCode(t, err, directory.CodeConflict)
	done, err := w.CloseDataRequest(t.Context(), adm, r.ID, "Effacé.")
	if err != nil || !done.ClosedAt.Equal(noon) || done.Answer != "Effacé." {
		t.Errorf("got %+v, %v", done, err)
	}
	for _, close := range []int64{r.ID, 99} {
		code := directory.CodeConflict
		if close == 99 {
			code = directory.CodeNotFound
		}
		_, err = w.CloseDataRequest(t.Context(), adm, close, "Encore.")
		wantCode(t, err, code)
		_, err = w.ExtendDataRequest(t.Context(), adm, close, "Encore.")
		wantCode(t, err, code)
	}
	if open, err = w.DataRequests(t.Context(), adm, false); err != nil || len(open) != 1 || open[0].ID != early.ID {
		t.Errorf("open: %+v, %v", open, err)
	}
	if all, err := w.DataRequests(t.Context(), adm, true); err != nil || len(all) != 2 {
		t.Errorf("all: %+v, %v", all, err)
	}
	// Of what people wrote nothing stands in the log, which outlives them.
	got := w.lastEntries("request:")
	if len(got) != 4 || got[0] != "request_close: erase" || got[1] != "request_extend: due 2027-02-23" || got[3] != "request_add: erase, due 2026-12-23" {
		t.Errorf("the log says %q", got)
	}
	for _, a := range []directory.Actor{visitor, known, mod, admin} {
		_, err := w.DataRequests(t.Context(), a, true)
		wantCode(t, err, directory.CodeNotPermitted)
		_, err = w.AddDataRequest(t.Context(), a, *early)
		wantCode(t, err, directory.CodeNotPermitted)
		_, err = w.ExtendDataRequest(t.Context(), a, early.ID, "x")
		wantCode(t, err, directory.CodeNotPermitted)
		_, err = w.CloseDataRequest(t.Context(), a, early.ID, "x")
		wantCode(t, err, directory.CodeNotPermitted)
	}
}

func TestDataRequestsRefuse(t *testing.T) {
	w := newWorld(t)
	adm := w.granted("adm", directory.RoleAdministrator)
	_, err := w.AddDataRequest(t.Context(), adm, directory.DataRequest{
		Kind: "pardon", Who: "x", Slug: "personne", Note: strings.Repeat("a", 1001), Received: w.Today() + 1,
	})
	wantErrors(t, err, "kind", "who", "note", "received", "slug")
	_, err = w.AddDataRequest(t.Context(), adm, directory.DataRequest{Kind: directory.RequestAccess, Who: strings.Repeat("é", 201), Received: w.Today() - 400})
	wantErrors(t, err, "who", "received")
	_, err = w.AddDataRequest(t.Context(), adm, directory.DataRequest{Kind: directory.RequestAccess, Who: strings.Repeat("é", 100_000)})
	wantErrors(t, err, "who")
	if all, err := w.DataRequests(t.Context(), adm, true); err != nil || len(all) != 0 {
		t.Errorf("got %+v, %v", all, err)
	}
	r, err := w.AddDataRequest(t.Context(), adm, directory.DataRequest{Kind: directory.RequestAccess, Who: strings.Repeat("é", 200), Note: strings.Repeat("é", 1000)})
	if err != nil {
		t.Fatal(err)
	}
	_, err = w.CloseDataRequest(t.Context(), adm, r.ID, " ")
	wantCode(t, err, directory.CodeReason)
	_, err = w.CloseDataRequest(t.Context(), adm, r.ID, strings.Repeat("a", 1001))
	wantCode(t, err, directory.CodeTooLong)
	_, err = w.ExtendDataRequest(t.Context(), adm, r.ID, "")
	wantCode(t, err, directory.CodeReason)
	_, err = w.ExtendDataRequest(t.Context(), adm, r.ID, "\xff")
	wantCode(t, err, directory.CodeEncoding)
}

// Who is told that a reason is missing is told whether it would have been sent.
func TestMissingReasonSaysWhoWouldReadIt(t *testing.T) {
	w := newWorld(t)
	adm := w.granted("ana", directory.RoleAdministrator)
	r, err := w.AddDataRequest(t.Context(), adm, directory.DataRequest{Kind: directory.RequestAccess, Who: "Paul Roche"})
	if err != nil {
		t.Fatal(err)
	}
	noted := func(err error) bool {
		wantCode(t, err, directory.CodeReason)
		var e *directory.Error
		errors.As(err, &e)
		return e.Params["noted"] == true
	}
	_, extend := w.ExtendDataRequest(t.Context(), adm, r.ID, "")
	_, answer := w.CloseDataRequest(t.Context(), adm, r.ID, "")
	_, role := w.SetRole(t.Context(), adm, 1, directory.RoleModerator, "")
	for _, err := range []error{extend, answer, role, w.RemoveKeyOf(t.Context(), adm, "SHA256:x", "")} {
		if !noted(err) {
			t.Errorf("%v is said to be sent", err)
		}
	}
	if _, err := w.RejectMany(t.Context(), adm, nil, ""); noted(err) {
		t.Errorf("%v is said to be sent to nobody", err)
	}
}

// TestRequestsAreForgotten: a year after it was answered nobody is named in a
// request any more, neither in the file.
func TestRequestsAreForgotten(t *testing.T) {
	w := newWorld(t)
	adm := w.granted("adm", directory.RoleAdministrator)
	w.publish(person("Claire Dubois"))
	add := func(who string) int64 {
		t.Helper()
		r, err := w.AddDataRequest(t.Context(), adm, directory.DataRequest{
			Kind: directory.RequestRectify, Who: who, Slug: "claire-dubois", Note: "Une note bien reconnaissable.",
		})
		if err != nil {
			t.Fatal(err)
		}
		return r.ID
	}
	old, open := add("ancienne@exemple.fr"), add("ouverte@exemple.fr")
	if _, err := w.ExtendDataRequest(t.Context(), adm, old, "Un motif bien reconnaissable."); err != nil {
		t.Fatal(err)
	}
	if _, err := w.CloseDataRequest(t.Context(), adm, old, "Une réponse bien reconnaissable."); err != nil {
		t.Fatal(err)
	}
	of := func(id int64) directory.DataRequest {
		t.Helper()
		all, err := w.DataRequests(t.Context(), adm, true)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range all {
			if r.ID == id {
				return r
			}
		}
		t.Fatalf("no request %d", id)
		return directory.DataRequest{}
	}
	w.clock.move(365*24*time.Hour - time.Minute)
	w.upkeep()
	if r := of(old); r.Who == "" {
		t.Errorf("forgotten too early: %+v", r)
	}
	w.clock.move(2 * time.Minute)
	w.upkeep()
	if r := of(old); r.Who+r.Slug+r.Note+r.Answer+r.Extended != "" || r.Kind != directory.RequestRectify || r.Due.IsZero() {
		t.Errorf("got %+v", r)
	}
	if r := of(open); r.Who != "ouverte@exemple.fr" {
		t.Errorf("an open one is forgotten: %+v", r)
	}
}
