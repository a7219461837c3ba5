package directory_test

import (
	"strings"
	"testing"

	"teleorne/directory"
)

func TestGrantAndRevoke(t *testing.T) {
	w := newWorld(t)
	admin := w.granted("Ana", directory.RoleAdministrator)
	key := directory.Key{Fingerprint: "SHA256:abc", Type: "ssh-ed25519", Name: "Léa  Martin\u202e"}
	blob := []byte("blob")
	_, err := w.Identify(t.Context(), key.Fingerprint)
	wantCode(t, err, directory.CodeNotFound)
	a, err := w.Grant(t.Context(), directory.Operator(), key, blob, directory.RoleModerator)
	if err != nil || a.Role != directory.RoleModerator || a.Name != "Léa Martin" || a.ID == 0 {
		t.Fatalf("got %+v, %v", a, err)
	}
	same := func(role directory.Role) {
		t.Helper()
		got, err := w.Identify(t.Context(), key.Fingerprint)
		if err != nil || got.ID != a.ID || got.Role != role {
			t.Errorf("got %+v, %v; want %s", got, err, role)
		}
	}
	same(directory.RoleModerator)
	if again, err := w.Grant(t.Context(), admin, key, blob, directory.RoleAdministrator); err != nil || again.ID != a.ID || again.Role != directory.RoleAdministrator {
		t.Errorf("got %+v, %v", again, err)
	}
	same(directory.RoleAdministrator)
	if _, err := w.RevokeRole(t.Context(), directory.Operator(), key.Fingerprint); err != nil {
		t.Error(err)
	}
	same(directory.RoleIdentified)
	// There is nothing left to revoke.
	if got, err := w.RevokeRole(t.Context(), directory.Operator(), key.Fingerprint); err != nil || got.Role != directory.RoleIdentified {
		t.Errorf("got %+v, %v", got, err)
	}
	_, err = w.RevokeRole(t.Context(), directory.Operator(), "SHA256:nobody")
	wantCode(t, err, directory.CodeNotFound)
}

func TestRevokeLeavesAProfessional(t *testing.T) {
	w := newWorld(t)
	admin := w.granted("Ana", directory.RoleAdministrator)
	w.publish(person("Anne Un"), person("Claire Dubois"))
	a, err := w.Grant(t.Context(), directory.Operator(), directory.Key{Fingerprint: "SHA256:abc", Type: "ssh-ed25519"}, []byte("blob"), directory.RoleModerator)
	if err != nil {
		t.Fatal(err)
	}
	w.elsewhere("UPDATE listing SET owner = ? WHERE slug = 'claire-dubois'", int64(a.ID))
	if a, err = w.RevokeRole(t.Context(), admin, "SHA256:abc"); err != nil || a.Role != directory.RoleProfessional {
		t.Errorf("got %+v, %v", a, err)
	}
}

func TestGrantRefuses(t *testing.T) {
	w := newWorld(t)
	key := directory.Key{Fingerprint: "SHA256:abc", Type: "ssh-ed25519", Name: "léa"}
	for _, actor := range []directory.Actor{visitor, known, moderator} {
		_, err := w.Grant(t.Context(), actor, key, []byte("blob"), directory.RoleModerator)
		wantCode(t, err, directory.CodeNotPermitted)
		_, err = w.RevokeRole(t.Context(), actor, key.Fingerprint)
		wantCode(t, err, directory.CodeNotPermitted)
	}
	for _, role := range []directory.Role{directory.RoleVisitor, directory.RoleProfessional, directory.RoleOperator, 99} {
		_, err := w.Grant(t.Context(), admin, key, []byte("blob"), role)
		wantCode(t, err, directory.CodeChoice)
	}
	for name, bad := range map[string]directory.Key{
		"no fingerprint": {Type: "ssh-ed25519"}, "another hash": {Fingerprint: "MD5:aa:bb", Type: "ssh-ed25519"},
	} {
		if _, err := w.Grant(t.Context(), admin, bad, []byte("blob"), directory.RoleModerator); !directory.IsCode(err, directory.CodeRequired) {
			t.Errorf("%s: %v", name, err)
		}
	}
	// A role that was taken away counts no more.
	_, err := w.Grant(t.Context(), admin, key, []byte("blob"), directory.RoleModerator)
	wantCode(t, err, directory.CodeNotPermitted)
	admin := w.granted("Ana", directory.RoleAdministrator)
	_, err = w.Grant(t.Context(), admin, key, nil, directory.RoleModerator)
	wantCode(t, err, directory.CodeRequired)
	key.Name = "\xff"
	_, err = w.Grant(t.Context(), admin, key, []byte("blob"), directory.RoleModerator)
	wantCode(t, err, directory.CodeEncoding)
	key.Name = strings.Repeat("é", 500)
	if a, err := w.Grant(t.Context(), admin, key, []byte("blob"), directory.RoleModerator); err != nil || directory.Length(a.Name) > directory.MaxName {
		t.Errorf("got %+v, %v", a, err)
	}
}
