package main

import (
	"bytes"
	"context"
	"crypto/rsa"
	"errors"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/crypto/ssh"

	"teleorne/directory"
	"teleorne/server/command"
)

const (
	minRSABits = 3072     // of a key that is given something for years; a visit takes less
	maxKeyFile = 64 << 10 // bytes; a public key takes one line
	algoDSA    = "ssh-dss"
)

func (a *app) adminCommand(sh *command.Shell) *cobra.Command {
	return sh.Group("admin", a.grantCommand(sh), a.revokeCommand(sh))
}

func (a *app) grantCommand(sh *command.Shell) *cobra.Command {
	var key, role, name string
	cmd := sh.Nested("admin", "grant", sh.NoWords(), func(cmd *cobra.Command, _ []string) error {
		return a.grant(cmd.Context(), sh, key, role, name)
	})
	sh.String(cmd.Flags(), &key, "key")
	sh.Choice(cmd.Flags(), &role, "role", command.Words("moderator", "administrator"))
	sh.String(cmd.Flags(), &name, "name")
	return cmd
}

func (a *app) grant(ctx context.Context, sh *command.Shell, typed, role, name string) error {
	if typed == "" || role == "" {
		return command.Misuse("local.grant_needs")
	}
	pub, comment, err := publicKey(typed)
	if err != nil {
		return err
	}
	granted, err := directory.ParseGrantedRole(role)
	if err != nil {
		return err
	}
	if name == "" {
		name = comment
	}
	svc, err := a.make(ctx, a.log(), 0)
	if err != nil {
		return err
	}
	key := directory.Key{Fingerprint: ssh.FingerprintSHA256(pub), Type: pub.Type(), Name: name}
	account, err := svc.Grant(ctx, directory.Operator(), key, pub.Marshal(), granted)
	if err != nil {
		return err
	}
	_, err = io.WriteString(sh.Stdout(), key.Fingerprint+" "+account.Role.String()+"\n")
	return err
}

func (a *app) revokeCommand(sh *command.Shell) *cobra.Command {
	var key string
	cmd := sh.Nested("admin", "revoke", sh.NoWords(), func(cmd *cobra.Command, _ []string) error {
		return a.revoke(cmd.Context(), sh, key)
	})
	sh.String(cmd.Flags(), &key, "key")
	return cmd
}

func (a *app) revoke(ctx context.Context, sh *command.Shell, typed string) error {
	if typed == "" {
		return command.Misuse("command.option.value", "option", "--key")
	}
	fingerprint := strings.TrimSpace(typed)
	if !strings.HasPrefix(fingerprint, "SHA256:") {
		// A key that is too weak to be granted anything can still lose it.
		pub, _, err := readKey(typed)
		if err != nil {
			return err
		}
		fingerprint = ssh.FingerprintSHA256(pub)
	}
	svc, err := a.open(ctx)
	if err != nil {
		return err
	}
	account, err := svc.RevokeRole(ctx, directory.Operator(), fingerprint)
	if err != nil {
		return err
	}
	_, err = io.WriteString(sh.Stdout(), directory.Clip(fingerprint, 80)+" "+account.Role.String()+"\n")
	return err
}

// publicKey reads a public key, from a .pub file or as the line itself, and
// refuses one that is too weak to be believed.
func publicKey(typed string) (ssh.PublicKey, string, error) {
	pub, comment, err := readKey(typed)
	if err != nil {
		return nil, "", err
	}
	return pub, comment, strongEnough(pub)
}

func readKey(typed string) (ssh.PublicKey, string, error) {
	line := []byte(typed)
	fields := strings.Fields(typed)
	if len(fields) < 2 {
		var err error
		if line, err = readKeyFile(typed); err != nil {
			return nil, "", err
		}
	}
	if bytes.Contains(line, []byte("PRIVATE KEY-----")) {
		return nil, "", failure(nil, "local.key_private")
	}
	pub, comment, _, _, err := ssh.ParseAuthorizedKey(line)
	if err != nil {
		return nil, "", failure(err, "local.key_unreadable")
	}
	return pub, comment, nil
}

func readKeyFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, failure(err, "local.no_file", "path", clip(path))
	}
	if err != nil {
		return nil, failure(err, "local.file_unreadable", "path", clip(path))
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxKeyFile))
	if err != nil {
		return nil, failure(err, "local.file_unreadable", "path", clip(path))
	}
	return data, nil
}

// strongEnough refuses keys that can be forged, and certificates: it is the
// plain key beneath one that counts.
func strongEnough(pub ssh.PublicKey) error {
	switch pub.Type() {
	case ssh.KeyAlgoED25519, ssh.KeyAlgoSKED25519, ssh.KeyAlgoSKECDSA256,
		ssh.KeyAlgoECDSA256, ssh.KeyAlgoECDSA384, ssh.KeyAlgoECDSA521:
		return nil
	case ssh.KeyAlgoRSA:
		if k, ok := pub.(ssh.CryptoPublicKey); ok {
			if r, ok := k.CryptoPublicKey().(*rsa.PublicKey); ok && r.N.BitLen() >= minRSABits {
				return nil
			} else if ok {
				return failure(nil, "local.key_short", "bits", r.N.BitLen(), "least", minRSABits)
			}
		}
	case algoDSA:
		return failure(nil, "local.key_dsa")
	}
	if _, ok := pub.(*ssh.Certificate); ok {
		return failure(nil, "local.key_certificate")
	}
	return failure(nil, "local.key_type", "type", directory.Clip(pub.Type(), 60))
}
