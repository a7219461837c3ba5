package command_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/json"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"

	"teleorne/directory"
	"teleorne/server/command"
	"teleorne/tui/text"
)

// someone is a person with a key of their own: whoever it is registered to by
// now.
type someone struct {
	t    testing.TB
	s    *directory.Service
	key  ssh.PublicKey
	addr string
}

// person makes a key from a name: the same name has the same key.
func person(t testing.TB, s *directory.Service, name string) *someone {
	t.Helper()
	seed := make([]byte, ed25519.SeedSize)
	copy(seed, name)
	key, err := ssh.NewPublicKey(ed25519.NewKeyFromSeed(seed).Public())
	if err != nil {
		t.Fatal(err)
	}
	return &someone{t, s, key, "192.0.2.7"}
}

// line is the person's key as it stands in a .pub file.
func (p *someone) line(comment string) string {
	return strings.TrimSpace(string(ssh.MarshalAuthorizedKey(p.key))) + " " + comment
}

// actor is who a connection with the key would be now.
func (p *someone) actor() directory.Actor {
	p.t.Helper()
	a := directory.Actor{
		Role: directory.RoleIdentified, Fingerprint: ssh.FingerprintSHA256(p.key), Key: string(p.key.Marshal()), Address: p.addr,
	}
	account, err := p.s.Identify(context.Background(), a.Fingerprint)
	if err == nil {
		a.Account, a.Role = account.ID, max(account.Role, a.Role)
	} else if !directory.IsCode(err, directory.CodeNotFound) {
		p.t.Fatal(err)
	}
	return a
}

// types runs a command line with a standard input.
func (p *someone) types(stdin string, line ...string) ran {
	p.t.Helper()
	return types(p.t, p.s, p.actor(), text.French, stdin, line...)
}

// must runs a command line that has to succeed, and gives its stdout.
func (p *someone) must(stdin string, line ...string) string {
	p.t.Helper()
	got := p.types(stdin, line...)
	if got.status != 0 {
		p.t.Fatalf("%v: status %d\n%s%s", line, got.status, got.out, got.err)
	}
	return got.out
}

// fails runs a command line that has to fail with a status and a sentence.
func (p *someone) fails(status int, sentence, stdin string, line ...string) ran {
	p.t.Helper()
	got := p.types(stdin, line...)
	if got.status != status || !strings.Contains(plain.Replace(got.err), sentence) {
		p.t.Errorf("%v: status %d, not %d, or without %q:\n%s%s", line, got.status, status, sentence, got.out, got.err)
	}
	if got.out != "" {
		p.t.Errorf("%v: a failure wrote to stdout:\n%s", line, got.out)
	}
	return got
}

// document is what me show tells, by its names.
func (p *someone) document() map[string]any {
	p.t.Helper()
	var doc map[string]any
	if err := json.Unmarshal([]byte(p.must("", "me", "show")), &doc); err != nil {
		p.t.Fatal(err)
	}
	return doc
}

// types runs a command line as the server would, with a standard input.
func types(t testing.TB, s *directory.Service, actor directory.Actor, lang text.Lang, stdin string, line ...string) ran {
	t.Helper()
	var out, errw bytes.Buffer
	status := command.Run(context.Background(), command.Env{
		Open: command.With(s), Actor: actor, Lang: lang, In: strings.NewReader(stdin), Out: &out, Err: &errw,
	}, line)
	for name, stream := range map[string]string{"stdout": out.String(), "stderr": errw.String()} {
		for _, r := range stream {
			if r < ' ' && r != '\n' && r != '\r' && r != '\t' || r == 0x7f || r >= 0x80 && r < 0xa0 {
				t.Errorf("%v: %U on %s", line, r, name)
				break
			}
		}
	}
	return ran{status, out.String(), errw.String()}
}

// anne is a whole profile as a person would write it.
const anne = `{
  "name": "Anne Le Goff",
  "status": "independent",
  "headline": "Traductrice juridique",
  "skills": ["traduction", "+sous-titrage de procès"],
  "commune": "Bellême",
  "description": "Anglais et breton.\n\nDevis sous 24 h.",
  "languages": ["fr", "en", "br"],
  "available_from": "2026-12-01",
  "daily_rate_eur": 380,
  "email": "anne@exemple.fr",
  "phone": "02 61 91 00 07",
  "email_shown": "public"
}`

// with changes one member of a document of anne's kind.
func with(t testing.TB, doc, field string, value any) string {
	t.Helper()
	var m map[string]any
	if err := json.Unmarshal([]byte(doc), &m); err != nil {
		t.Fatal(err)
	}
	m[field] = value
	b, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
