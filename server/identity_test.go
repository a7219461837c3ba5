package server

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"
	"testing"

	gossh "golang.org/x/crypto/ssh"

	"teleorne/directory"
)

// asker lets a client ask about a key without ever signing with it.
type asker struct{ key gossh.PublicKey }

func (a asker) PublicKey() gossh.PublicKey { return a.key }

func (asker) Sign(io.Reader, []byte) (*gossh.Signature, error) {
	return nil, errors.New("not my key")
}

// forger signs with its own key in the name of another one.
type forger struct {
	gossh.Signer
	claimed gossh.PublicKey
}

func (f forger) PublicKey() gossh.PublicKey { return f.claimed }

func TestIdentity(t *testing.T) {
	h := open(t)
	admin, pro := newKey(t), newKey(t)
	h.register(admin.PublicKey(), directory.RoleAdministrator)
	h.register(pro.PublicKey(), directory.RoleProfessional)
	mine, other := newKey(t), newKey(t)
	asks := func(k gossh.Signer) gossh.AuthMethod { return gossh.PublicKeys(askerOf(k)) }
	signs := func(k ...gossh.Signer) gossh.AuthMethod { return gossh.PublicKeys(k...) }
	nothing := noQuestions(t)
	agent := func(last gossh.Signer) []gossh.Signer {
		var keys []gossh.Signer
		for range 7 {
			keys = append(keys, newKey(t))
		}
		return append(keys, last)
	}
	eight, strangers := agent(pro), agent(newKey(t))

	tests := []struct {
		name    string
		user    string
		methods []gossh.AuthMethod
		want    string // role and account
		key     gossh.Signer
	}{
		{"no key", "x", []gossh.AuthMethod{nothing}, "visitor 0", nil},
		{"registered", "x", []gossh.AuthMethod{signs(pro)}, "professional 2", pro},
		{"unknown", "x", []gossh.AuthMethod{signs(mine), nothing}, "identified 0", mine},
		{"unknown, then registered", "x", []gossh.AuthMethod{signs(mine), signs(mine, other, admin)}, "administrator 1", admin},
		{"eight, the last registered", "x", []gossh.AuthMethod{signs(eight...), signs(eight...)}, "professional 2", pro},
		{"eight, none registered", "x", []gossh.AuthMethod{signs(strangers...), signs(strangers...), nothing}, "identified 0", strangers[0]},
		{"public", "public", nil, "visitor 0", nil},

		{"asks about the administrator's", "x", []gossh.AuthMethod{asks(admin), nothing}, "visitor 0", nil},
		{"asks about the administrator's, signs own", "x", []gossh.AuthMethod{asks(admin), signs(mine), nothing}, "identified 0", mine},
		{"signs own, asks about the administrator's", "x", []gossh.AuthMethod{signs(mine), asks(admin), nothing}, "identified 0", mine},
		{"asks A and B, signs A", "x", []gossh.AuthMethod{asks(pro), asks(admin), signs(pro)}, "professional 2", pro},
		{"asks B, signs A, asks B again", "x", []gossh.AuthMethod{asks(admin), signs(mine), asks(admin), asks(pro), nothing}, "identified 0", mine},
		{"asks about an unknown one", "x", []gossh.AuthMethod{asks(mine), nothing}, "visitor 0", nil},
		{"proves two unknown ones", "x", []gossh.AuthMethod{signs(mine), signs(other), nothing}, "identified 0", mine},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, err := h.dial(tt.user, tt.methods...)
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			want := tt.want + " \n"
			if tt.key != nil {
				want = fmt.Sprintln(tt.want, gossh.FingerprintSHA256(tt.key.PublicKey()))
			}
			if got := run(t, c, "whoami", nil); got.out != want {
				t.Errorf("is %q, want %q", got.out, want)
			}
		})
	}
}

func askerOf(k gossh.Signer) gossh.Signer { return asker{k.PublicKey()} }

func TestRefused(t *testing.T) {
	h := open(t)
	admin := newKey(t)
	h.register(admin.PublicKey(), directory.RoleAdministrator)
	tests := []struct {
		name    string
		user    string
		methods []gossh.AuthMethod
	}{
		{"none, not public", "x", nil},
		{"a password", "x", []gossh.AuthMethod{gossh.Password("secret")}},
		{"a forged signature", "x", []gossh.AuthMethod{gossh.PublicKeys(forger{newKey(t), admin.PublicKey()}), noQuestions(t)}},
		{"a key that is only asked about", "x", []gossh.AuthMethod{gossh.PublicKeys(askerOf(admin))}},
		{"an unknown key alone", "x", []gossh.AuthMethod{gossh.PublicKeys(newKey(t))}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, err := h.dial(tt.user, tt.methods...)
			if err == nil {
				t.Errorf("let in as %q", run(t, c, "whoami", nil).out)
				c.Close()
			}
		})
	}
}

// token is a FIDO key whose authenticator is software: it signs as OpenSSH's
// PROTOCOL.u2f says, touched or not.
type token struct {
	public  gossh.PublicKey
	private ed25519.PrivateKey
	flags   byte // 1: somebody touched it
}

func newToken(t *testing.T, flags byte) *token {
	t.Helper()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	key, err := gossh.ParsePublicKey(gossh.Marshal(struct{ Type, Key, Application string }{gossh.KeyAlgoSKED25519, string(public), "ssh:"}))
	if err != nil {
		t.Fatal(err)
	}
	return &token{key, private, flags}
}

func (k *token) Sign(_ io.Reader, data []byte) (*gossh.Signature, error) {
	application, message := sha256.Sum256([]byte("ssh:")), sha256.Sum256(data)
	state := []byte{k.flags, 0, 0, 0, 7} // and a counter
	signed := slices.Concat(application[:], state, message[:])
	return &gossh.Signature{Format: gossh.KeyAlgoSKED25519, Blob: ed25519.Sign(k.private, signed), Rest: state}, nil
}

func (k *token) PublicKey() gossh.PublicKey { return k.public }

func TestFIDOKey(t *testing.T) {
	h := open(t)
	touched, lazy := newToken(t, 1), newToken(t, 0)
	h.register(lazy.PublicKey(), directory.RoleAdministrator)
	for _, want := range []string{"identified 0", "moderator 2"} {
		c, err := h.dial("x", gossh.PublicKeys(touched), noQuestions(t))
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		if got := run(t, c, "whoami", nil); got.out != fmt.Sprintln(want, gossh.FingerprintSHA256(touched.PublicKey())) {
			t.Errorf("%q, want %s", got.out, want)
		}
		h.register(touched.PublicKey(), directory.RoleModerator)
	}
	if c, err := h.dial("x", gossh.PublicKeys(lazy), noQuestions(t)); err == nil {
		t.Errorf("untouched, it is %q", run(t, c, "whoami", nil).out)
		c.Close()
	}
}

func TestCertificateCountsForNothing(t *testing.T) {
	h := open(t)
	key, authority := newKey(t), newKey(t)
	h.register(key.PublicKey(), directory.RoleModerator)
	h.register(authority.PublicKey(), directory.RoleAdministrator)
	cert := &gossh.Certificate{
		Key: key.PublicKey(), CertType: gossh.UserCert, KeyId: "root",
		ValidPrincipals: []string{"x"}, ValidBefore: gossh.CertTimeInfinity,
	}
	if err := cert.SignCert(rand.Reader, authority); err != nil {
		t.Fatal(err)
	}
	certified, err := gossh.NewCertSigner(cert, key)
	if err != nil {
		t.Fatal(err)
	}
	h.register(cert, directory.RoleAdministrator)
	c, err := h.dial("x", gossh.PublicKeys(certified), noQuestions(t))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if got := run(t, c, "whoami", nil); got.out != "visitor 0 \n" {
		t.Errorf("a certificate alone is %q", got.out)
	}
	if got := run(t, c, "refused", nil); got.out != "[key_certificate]\n" {
		t.Errorf("refused for %q", got.out)
	}
	c, err = h.dial("x", gossh.PublicKeys(certified, key))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if got := run(t, c, "whoami", nil); !strings.HasPrefix(got.out, "moderator 1 ") {
		t.Errorf("with the plain key beneath it: %q", got.out)
	}
}

func TestWeakKey(t *testing.T) {
	for _, bits := range []int{1024, 2048} {
		t.Setenv("GODEBUG", "rsa1024min=0")
		private, err := rsa.GenerateKey(rand.Reader, bits)
		if err != nil {
			t.Fatal(err)
		}
		key, err := gossh.NewPublicKey(&private.PublicKey)
		if err != nil {
			t.Fatal(err)
		}
		if err := strong(key); (err == nil) != (bits >= minRSABits) {
			t.Errorf("%d bits: %v", bits, err)
		}
	}
}

// What was offered in vain is told to a visitor and to nobody else, each reason
// once, and leaves nothing else behind.
func TestRefusedKeysAreTold(t *testing.T) {
	t.Setenv("GODEBUG", "rsa1024min=0")
	h := open(t)
	private, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	short, err := gossh.NewSignerFromKey(private)
	if err != nil {
		t.Fatal(err)
	}
	// As a client of old signs with a key that is long enough.
	long, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	of, err := gossh.NewSignerFromKey(long)
	if err != nil {
		t.Fatal(err)
	}
	old, err := gossh.NewSignerWithAlgorithms(of.(gossh.AlgorithmSigner), []string{gossh.KeyAlgoRSA})
	if err != nil {
		t.Fatal(err)
	}
	mine, known := newKey(t), newKey(t)
	h.register(known.PublicKey(), directory.RoleProfessional)
	for _, tt := range []struct {
		name string
		keys []gossh.Signer
		want string
		role string
	}{
		{"short", []gossh.Signer{short}, "[key_short]", "visitor"},
		{"SHA-1", []gossh.Signer{old}, "[key_sha1]", "visitor"},
		{"both, and a good one that nobody knows", []gossh.Signer{short, old, short, mine}, "[key_short key_sha1]", "identified"},
		{"the same, and a known one", []gossh.Signer{short, old, known}, "[]", "professional"},
		{"a good one", []gossh.Signer{mine}, "[]", "identified"},
		{"none", nil, "[]", "visitor"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var methods []gossh.AuthMethod
			for _, key := range tt.keys {
				methods = append(methods, gossh.PublicKeys(key))
			}
			c, err := h.dial("x", append(methods, noQuestions(t))...)
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			if got := run(t, c, "refused", nil); got.out != tt.want+"\n" {
				t.Errorf("refused for %q", got.out)
			}
			if got := run(t, c, "whoami", nil); !strings.HasPrefix(got.out, tt.role) {
				t.Errorf("is %q", got.out)
			}
		})
	}
}

func TestReasons(t *testing.T) {
	for said, want := range map[string]string{
		`ssh: algorithm "ssh-dss" not accepted`:          "key_dsa",
		`ssh: algorithm "ssh-rsa" not accepted`:          "key_sha1",
		`ssh: algorithm "ssh-quantum-9000" not accepted`: "key_type",
	} {
		if got := reason(errors.New(said)); got != want {
			t.Errorf("%s: %s", said, got)
		}
	}
	for _, err := range []error{nil, errUnknownKey, errNoLookup, &gossh.PartialSuccessError{}} {
		if got := reason(err); got != "" {
			t.Errorf("%v: %s", err, got)
		}
	}
}

// The actor carries the key itself, for registering it: the one that was
// signed with.
func TestActorCarriesItsKey(t *testing.T) {
	key := newKey(t).PublicKey()
	if got := (identity{key: key}).actor("x").Key; got != string(key.Marshal()) {
		t.Errorf("%q", got)
	}
	if got := (identity{}).actor("x").Key; got != "" {
		t.Errorf("%q", got)
	}
}

// When accounts cannot be looked up nobody is taken for somebody else.
func TestIdentifyFails(t *testing.T) {
	h := open(t, func(c *Config) {
		c.Identify = func(context.Context, string) (directory.Account, error) {
			return directory.Account{Role: directory.RoleAdministrator}, errors.New("no database")
		}
	})
	c, err := h.dial("x", gossh.PublicKeys(newKey(t)), noQuestions(t))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if got := run(t, c, "whoami", nil); got.out != "visitor 0 \n" {
		t.Errorf("is %q", got.out)
	}
}

func TestNobodyIsOperatorFromAfar(t *testing.T) {
	id := identity{key: newKey(t).PublicKey(), registered: true, account: directory.Account{ID: 7, Role: directory.RoleOperator}}
	if got := id.actor("x").Role; got != directory.RoleAdministrator {
		t.Error(got)
	}
}

// Callbacks leave nothing behind: whatever was asked in between, what was
// proven decides.
func TestCallbacksRememberNothing(t *testing.T) {
	h := &house{accounts: map[string]directory.Account{}}
	a, b := newKey(t), newKey(t)
	h.register(b.PublicKey(), directory.RoleAdministrator)
	auth := &authenticator{identify: h.identify, log: slog.New(slog.DiscardHandler)}
	cfg := auth.config(t.Context(), &refusals{})
	permsA, err := cfg.PublicKeyCallback(nil, a.PublicKey())
	if err != nil {
		t.Fatal(err)
	}
	permsB, err := cfg.PublicKeyCallback(nil, b.PublicKey())
	if err != nil || !identityOf(permsB).registered {
		t.Fatal(permsB, err)
	}
	_, err = cfg.VerifiedPublicKeyCallback(nil, a.PublicKey(), permsA, "")
	var partial *gossh.PartialSuccessError
	if !errors.As(err, &partial) {
		t.Fatal(err)
	}
	if _, err := partial.Next.PublicKeyCallback(nil, b.PublicKey()); err != nil {
		t.Fatal(err)
	}
	p, err := partial.Next.KeyboardInteractiveCallback(nil, func(string, string, []string, []bool) ([]string, error) { return nil, nil })
	if id := identityOf(p); err != nil || id.registered || gossh.FingerprintSHA256(id.key) != gossh.FingerprintSHA256(a.PublicKey()) {
		t.Errorf("%+v %v", id, err)
	}
	p, err = cfg.KeyboardInteractiveCallback(nil, func(string, string, []string, []bool) ([]string, error) { return nil, nil })
	if id := identityOf(p); err != nil || id.key != nil {
		t.Errorf("%+v %v", id, err)
	}
}
