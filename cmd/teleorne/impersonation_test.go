package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
)

// profileOf is a document for me edit.
func profileOf(name, headline string) string {
	return fmt.Sprintf(`{"name": %q, "status": "independent", "headline": %q, "skills": ["comptabilite"], "commune": "61001"}`, name, headline)
}

func newPrivateKey(t *testing.T) (ed25519.PrivateKey, ssh.Signer) {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := ssh.NewSignerFromKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return key, signer
}

func newSigner(t *testing.T) ssh.Signer {
	t.Helper()
	_, signer := newPrivateKey(t)
	return signer
}

// onlyAsks has a client ask about a key without ever signing with it.
type onlyAsks struct{ key ssh.PublicKey }

func (a onlyAsks) PublicKey() ssh.PublicKey { return a.key }

func (onlyAsks) Sign(io.Reader, []byte) (*ssh.Signature, error) {
	return nil, errors.New("not my key")
}

// fidoKey is a FIDO key whose authenticator is software.
type fidoKey struct {
	public  ssh.PublicKey
	private ed25519.PrivateKey
}

func newFIDOKey(t *testing.T) *fidoKey {
	t.Helper()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	key, err := ssh.ParsePublicKey(ssh.Marshal(struct{ Type, Key, Application string }{ssh.KeyAlgoSKED25519, string(public), "ssh:"}))
	if err != nil {
		t.Fatal(err)
	}
	return &fidoKey{key, private}
}

func (k *fidoKey) PublicKey() ssh.PublicKey { return k.public }

// Sign signs as OpenSSH's PROTOCOL.u2f says, touched.
func (k *fidoKey) Sign(_ io.Reader, data []byte) (*ssh.Signature, error) {
	application, message := sha256.Sum256([]byte("ssh:")), sha256.Sum256(data)
	state := []byte{1, 0, 0, 0, 7}
	signed := slices.Concat(application[:], state, message[:])
	return &ssh.Signature{Format: ssh.KeyAlgoSKED25519, Blob: ed25519.Sign(k.private, signed), Rest: state}, nil
}

// caller is a client that does exactly what it is told to.
type caller struct {
	t    *testing.T
	addr string
}

// dial tries methods in this order, whatever the server says, and asks for
// nothing at the end.
func (c caller) dial(user string, methods ...ssh.AuthMethod) *ssh.Client {
	c.t.Helper()
	methods = append(methods, ssh.KeyboardInteractive(func(string, string, []string, []bool) ([]string, error) { return nil, nil }))
	client, err := ssh.Dial("tcp", c.addr, &ssh.ClientConfig{
		User: user, HostKeyCallback: ssh.InsecureIgnoreHostKey(), Timeout: 10 * time.Second,
		AuthCallback: func(*ssh.ClientAuthContext) (ssh.AuthMethod, error) {
			if len(methods) == 0 {
				return nil, errors.New("no method left")
			}
			next := methods[0]
			methods = methods[1:]
			return next, nil
		},
	})
	if err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(func() { _ = client.Close() })
	return client
}

func (c caller) as(key ssh.Signer) *ssh.Client { return c.dial("someone", ssh.PublicKeys(key)) }

// runs answers what a command prints and its status.
func (c caller) runs(client *ssh.Client, stdin, command string) (out string, status int) {
	c.t.Helper()
	s, err := client.NewSession()
	if err != nil {
		c.t.Fatal(err)
	}
	defer s.Close()
	var stdout, stderr bytes.Buffer
	s.Stdin, s.Stdout, s.Stderr = strings.NewReader(stdin), &stdout, &stderr
	err = s.Run(command)
	var exit *ssh.ExitError
	switch {
	case errors.As(err, &exit):
		status = exit.ExitStatus()
	case errors.Is(err, io.EOF): // done, and gone before it was sent what it does not read
	case err != nil:
		c.t.Fatalf("%s: %v", command, err)
	}
	return stdout.String(), status
}

// signUp makes a profile for a key.
func (c caller) signUp(key ssh.Signer, name string) {
	c.t.Helper()
	if out, status := c.runs(c.as(key), profileOf(name, "Comptable"), "me edit"); status != 0 {
		c.t.Fatalf("%s cannot sign up: %d %s", name, status, out)
	}
}

// belongings are all that a person has here, as text; last uses left out.
func (c caller) belongings(key ssh.Signer) string {
	c.t.Helper()
	client := c.as(key)
	show, _ := c.runs(client, "", "me show")
	keys, _ := c.runs(client, "", "me keys list")
	who, status := c.runs(client, "", "whoami --json")
	if status != 0 {
		c.t.Fatalf("whoami: status %d", status)
	}
	return show + keys + who
}

// Whatever a client asks about, claims or is called: it writes with the key
// that it has signed with, and with no other.
func TestImpersonationWritesNothing(t *testing.T) {
	addr, _ := serveFor(t, 0)
	c := caller{t, addr}
	victim, attacker, stranger, authority := newSigner(t), newSigner(t), newSigner(t), newSigner(t)
	c.signUp(victim, "Ada Victime")
	c.signUp(attacker, "Bob Attaque")
	if _, status := c.runs(c.as(victim), "", "me submit"); status != 0 {
		t.Fatal("the victim cannot submit")
	}
	cert := &ssh.Certificate{
		Key: attacker.PublicKey(), CertType: ssh.UserCert, KeyId: "ada-victime",
		ValidPrincipals: []string{"ada-victime"}, ValidBefore: ssh.CertTimeInfinity,
	}
	if err := cert.SignCert(rand.Reader, authority); err != nil {
		t.Fatal(err)
	}
	certified, err := ssh.NewCertSigner(cert, attacker)
	if err != nil {
		t.Fatal(err)
	}
	asks := ssh.PublicKeys(onlyAsks{victim.PublicKey()})
	signs := func(k ssh.Signer) ssh.AuthMethod { return ssh.PublicKeys(k) }
	attacks := []struct {
		name    string
		user    string
		methods []ssh.AuthMethod
	}{
		{"asks about the victim's, signs nothing", "ada-victime", []ssh.AuthMethod{asks}},
		{"asks about the victim's, signs own", "ada-victime", []ssh.AuthMethod{asks, signs(attacker)}},
		{"asks about the victim's, signs an unknown one", "ada-victime", []ssh.AuthMethod{asks, signs(stranger)}},
		{"signs an unknown one, asks about the victim's", "x", []ssh.AuthMethod{signs(stranger), asks, asks}},
		{"a certificate in the victim's name", "ada-victime", []ssh.AuthMethod{signs(certified)}},
		{"nothing but the name", "ada-victime", nil},
	}
	fingerprint := ssh.FingerprintSHA256(victim.PublicKey())
	line := strings.TrimSpace(string(ssh.MarshalAuthorizedKey(newSigner(t).PublicKey())))
	victims := regexp.MustCompile(`ada-victime([^-]|$)`) // the next of that name is ada-victime-2
	before := c.belongings(victim)
	for _, a := range attacks {
		t.Run(a.name, func(t *testing.T) {
			client := c.dial(a.user, a.methods...)
			for _, command := range []string{
				"me edit", "me submit", "me pause", "me resume", "me withdraw", "me confirm", "me discard",
				"me keys remove " + fingerprint, "me keys rename " + fingerprint + " mine", "me keys add '" + line + "'",
				"me delete --confirm ada-victime", "admin approve ada-victime", "admin reject ada-victime --reason no", "me link", "me codes",
			} {
				out, status := c.runs(client, profileOf("Ada Victime", "Usurpée"), command)
				if victims.MatchString(out) {
					t.Errorf("%s: status %d, %s", command, status, out)
				}
				// What nobody of that name may do at all, whoever they are otherwise.
				if strings.Contains(command, fingerprint) || strings.HasPrefix(command, "admin") || strings.HasPrefix(command, "me delete") {
					if status == 0 {
						t.Errorf("%s is done: %s", command, out)
					}
				}
			}
			if after := c.belongings(victim); after != before {
				t.Errorf("the victim has\n%s\nand had\n%s", after, before)
			}
		})
	}
	// The attacker has written, as nobody but themselves.
	if out, _ := c.runs(c.as(attacker), "", "me show"); !strings.Contains(out, "Usurpée") || strings.Contains(out, `"ada-victime"`) {
		t.Errorf("the attacker has %s", out)
	}
}

// A key that was taken away a moment ago writes nothing, also over a connection
// that was made before, and whatever is open with it ends.
func TestRevokedKeyWritesNothing(t *testing.T) {
	addr, _ := serveFor(t, 0)
	c := caller{t, addr}
	lost, kept := newSigner(t), newSigner(t)
	c.signUp(lost, "Ada Dupont")
	line := strings.TrimSpace(string(ssh.MarshalAuthorizedKey(kept.PublicKey())))
	if out, status := c.runs(c.as(lost), "", "me keys add '"+line+"'"); status != 0 {
		t.Fatalf("no second key: %d %s", status, out)
	}
	open := c.as(lost)
	screen, err := open.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	var told bytes.Buffer
	screen.Stderr = &told
	if _, err := screen.StdinPipe(); err != nil { // nobody types
		t.Fatal(err)
	}
	if err := screen.RequestPty("xterm", 24, 80, nil); err != nil {
		t.Fatal(err)
	}
	if err := screen.Shell(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- screen.Wait() }()
	time.Sleep(200 * time.Millisecond)
	began := time.Now()
	if out, status := c.runs(c.as(kept), "", "me keys remove "+ssh.FingerprintSHA256(lost.PublicKey())); status != 0 {
		t.Fatalf("not taken away: %d %s", status, out)
	}
	if out, status := c.runs(open, profileOf("Ada Volée", "Comptable"), "me edit"); status != 4 || out != "" {
		t.Errorf("status %d, %s", status, out)
	}
	select {
	case err := <-ended:
		var exit *ssh.ExitError
		if !errors.As(err, &exit) || exit.ExitStatus() != 4 || !strings.Contains(told.String(), ssh.FingerprintSHA256(lost.PublicKey())) {
			t.Errorf("ended by %v, told %q", err, told.String())
		}
		if d := time.Since(began); d > 2*time.Second {
			t.Errorf("it took %v", d)
		}
	case <-time.After(8 * time.Second):
		t.Fatal("the session is still open")
	}
	if out, _ := c.runs(c.as(kept), "", "me show"); !strings.Contains(out, "Ada Dupont") || strings.Contains(out, "Volée") {
		t.Errorf("there is %s", out)
	}
}

// The key in use can be taken away when there is another: the command says so,
// and what comes next is refused.
func TestTakingAwayTheKeyInUse(t *testing.T) {
	addr, _ := serveFor(t, 0)
	c := caller{t, addr}
	here, other := newSigner(t), newSigner(t)
	c.signUp(here, "Ada Dupont")
	client := c.as(here)
	fingerprint := ssh.FingerprintSHA256(here.PublicKey())
	if out, status := c.runs(client, "", "me keys remove "+fingerprint); status != 1 {
		t.Errorf("the only key: %d %s", status, out)
	}
	line := strings.TrimSpace(string(ssh.MarshalAuthorizedKey(other.PublicKey())))
	c.runs(client, "", "me keys add '"+line+"'")
	if out, status := c.runs(client, "", "me keys remove "+fingerprint); status != 0 || strings.TrimSpace(out) != fingerprint {
		t.Errorf("status %d, %s", status, out)
	}
	if _, status := c.runs(client, "", "whoami"); status != 4 {
		t.Errorf("afterwards: status %d", status)
	}
	var who struct{ Role, Profile string }
	out, _ := c.runs(c.as(other), "", "whoami --json")
	if err := json.Unmarshal([]byte(out), &who); err != nil || who.Role != "professional" || who.Profile != "ada-dupont" {
		t.Errorf("%+v %v", who, err)
	}
}

// A FIDO key signs up like any other one.
func TestFIDOKeyJoins(t *testing.T) {
	addr, _ := serveFor(t, 0)
	c := caller{t, addr}
	key := newFIDOKey(t)
	c.signUp(key, "Ada Fido")
	out, status := c.runs(c.as(key), "", "me keys list --json")
	if status != 0 || !strings.Contains(out, ssh.KeyAlgoSKED25519) || !strings.Contains(out, ssh.FingerprintSHA256(key.PublicKey())) {
		t.Errorf("status %d, %s", status, out)
	}
}
