package server

import (
	"context"
	"crypto/rsa"
	"errors"
	"log/slog"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"teleorne/directory"
)

// publicUser is let in without any authentication, as a visitor.
const publicUser = "public"

// minRSABits is the least modulus of an RSA key that proves who somebody is.
const minRSABits = 2048

var (
	errCertificate = errors.New("certificates count for nothing here: offer the plain key")
	errWeakKey     = errors.New("key too weak")
	errUnknownKey  = errors.New("key not registered, and another one proven already")
	errNoLookup    = errors.New("keys cannot be looked up")
	errNotPublic   = errors.New("no authentication is for the user name public alone")
)

// identity is what authentication found out. It stands in the permissions of
// the connection, which the library sets from the one attempt that succeeded:
// a key that a client merely asked about leaves nothing behind.
type identity struct {
	key        gossh.PublicKey // nil for a visitor
	account    directory.Account
	registered bool
	banned     *banned // why whoever proves the key is kept out; nil: they are not
}

type identityKey struct{}

func (id identity) permissions() *gossh.Permissions {
	return &gossh.Permissions{ExtraData: map[any]any{identityKey{}: id}}
}

// identityOf reads the final permissions of a connection.
func identityOf(p *gossh.Permissions) identity {
	if p == nil {
		return identity{}
	}
	id, _ := p.ExtraData[identityKey{}].(identity)
	return id
}

// actor is on whose behalf the connection asks.
func (id identity) actor(addr string) directory.Actor {
	a := directory.Actor{Role: directory.RoleVisitor, Address: addr}
	if id.key == nil {
		return a
	}
	a.Fingerprint = gossh.FingerprintSHA256(id.key)
	a.Key = string(id.key.Marshal())
	a.Role = directory.RoleIdentified
	if id.registered {
		a.Account = id.account.ID
		// The operator sits at the server's own machine, never at its other end.
		a.Role = min(max(id.account.Role, directory.RoleIdentified), directory.RoleAdministrator)
	}
	return a
}

// authenticator decides who a client is, without remembering anything between
// two attempts.
type authenticator struct {
	identify func(ctx context.Context, fingerprint string) (directory.Account, error)
	log      *slog.Logger
}

// config is the transport and authentication of one connection. What is
// refused to it is noted in turned.
func (a *authenticator) config(ctx context.Context, turned *refusals) *gossh.ServerConfig {
	c := &gossh.ServerConfig{
		Config: gossh.Config{
			KeyExchanges: []string{gossh.KeyExchangeMLKEM768X25519, gossh.KeyExchangeCurve25519, "curve25519-sha256@libssh.org"},
			Ciphers: []string{
				gossh.CipherAES128GCM, gossh.CipherChaCha20Poly1305, gossh.CipherAES256GCM,
				gossh.CipherAES128CTR, gossh.CipherAES192CTR, gossh.CipherAES256CTR,
			},
			MACs: []string{gossh.HMACSHA256ETM, gossh.HMACSHA512ETM},
		},
		PublicKeyAuthAlgorithms: []string{
			gossh.KeyAlgoED25519, gossh.KeyAlgoSKED25519, gossh.KeyAlgoSKECDSA256,
			gossh.KeyAlgoECDSA256, gossh.KeyAlgoECDSA384, gossh.KeyAlgoECDSA521,
			gossh.KeyAlgoRSASHA256, gossh.KeyAlgoRSASHA512,
		},
		MaxAuthTries:  maxAuthTries,
		ServerVersion: serverVersion,
		NoClientAuth:  true,
		NoClientAuthCallback: func(conn gossh.ConnMetadata) (*gossh.Permissions, error) {
			if conn.User() != publicUser {
				return nil, errNotPublic
			}
			return identity{}.permissions(), nil
		},
		PublicKeyCallback: func(_ gossh.ConnMetadata, key gossh.PublicKey) (*gossh.Permissions, error) {
			return a.look(ctx, key)
		},
		KeyboardInteractiveCallback: func(_ gossh.ConnMetadata, ask gossh.KeyboardInteractiveChallenge) (*gossh.Permissions, error) {
			return noQuestion(ask, identity{})
		},
		AuthLogCallback: func(_ gossh.ConnMetadata, method string, err error) {
			if method == "publickey" {
				turned.note(err)
			}
		},
	}
	c.VerifiedPublicKeyCallback = func(_ gossh.ConnMetadata, key gossh.PublicKey, p *gossh.Permissions, _ string) (*gossh.Permissions, error) {
		if identityOf(p).registered {
			return p, nil
		}
		return nil, a.proven(ctx, key)
	}
	return c
}

// look says what a key would be worth. Nobody has proven it yet, so that it
// answers the same for registered and unregistered keys, and writes nothing.
func (a *authenticator) look(ctx context.Context, key gossh.PublicKey) (*gossh.Permissions, error) {
	if _, ok := key.(*gossh.Certificate); ok {
		return nil, errCertificate
	}
	if err := strong(key); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	account, err := a.identify(ctx, gossh.FingerprintSHA256(key))
	switch {
	case err == nil:
		return identity{key: key, account: account, registered: true}.permissions(), nil
	case directory.IsCode(err, directory.CodeNotFound):
		return identity{key: key}.permissions(), nil
	}
	if b, ok := bannedBy(err); ok {
		// Who proves it is told so in a session; who merely asks learns nothing.
		return identity{key: key, registered: true, banned: &b}.permissions(), nil
	}
	// Better a visitor than an account mistaken for a stranger.
	a.log.ErrorContext(ctx, "keys cannot be looked up", "err", err)
	return nil, errNoLookup
}

// proven is the answer to the signature of a key that is not registered. A
// client whose keys have run out would never ask for another method, so it is
// told now that this was one half: the other is a registered key, if it has
// one, or no question at all.
func (a *authenticator) proven(ctx context.Context, key gossh.PublicKey) error {
	return &gossh.PartialSuccessError{Next: gossh.ServerAuthCallbacks{
		PublicKeyCallback: func(_ gossh.ConnMetadata, other gossh.PublicKey) (*gossh.Permissions, error) {
			p, err := a.look(ctx, other)
			if err == nil && !identityOf(p).registered {
				err = errUnknownKey
			}
			if err != nil {
				return nil, err
			}
			return p, nil
		},
		KeyboardInteractiveCallback: func(_ gossh.ConnMetadata, ask gossh.KeyboardInteractiveChallenge) (*gossh.Permissions, error) {
			return noQuestion(ask, identity{key: key})
		},
	}}
}

// noQuestion lets in by the method that asks people questions, and asks none.
func noQuestion(ask gossh.KeyboardInteractiveChallenge, id identity) (*gossh.Permissions, error) {
	if _, err := ask("", "", nil, nil); err != nil {
		return nil, err
	}
	return id.permissions(), nil
}

// strong refuses RSA keys that are within reach of being broken. DSA and
// signatures with SHA-1 are refused by the list of algorithms.
func strong(key gossh.PublicKey) error {
	k, ok := key.(gossh.CryptoPublicKey)
	if !ok {
		return nil
	}
	if k, ok := k.CryptoPublicKey().(*rsa.PublicKey); ok && k.N.BitLen() < minRSABits {
		return errWeakKey
	}
	return nil
}
