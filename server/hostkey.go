package server

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	gossh "golang.org/x/crypto/ssh"

	"teleorne/directory"
)

// Codes of what may be wrong with a host key.
const (
	CodeHostKeyMode    directory.Code = "host_key_mode"    // path, mode, command
	CodeHostKeyInvalid directory.Code = "host_key_invalid" // path
)

// HostKey reads the server's private key from path, or makes an Ed25519 key
// there, readable by its owner alone. It refuses a key that others can read
// (CodeHostKeyMode, with the command that mends it) and a file that is no
// private key, or one with a passphrase (CodeHostKeyInvalid). Of several
// processes that make the key at the same time, all get the same one.
func HostKey(path string) (gossh.Signer, error) {
	signer, err := readHostKey(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return signer, err
	}
	if err := writeHostKey(path); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, fmt.Errorf("host key: %w", err)
	}
	return readHostKey(path)
}

func readHostKey(path string) (gossh.Signer, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > 64<<10 {
		return nil, &directory.Error{Code: CodeHostKeyInvalid, Params: directory.Params{"path": path}}
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 {
		return nil, &directory.Error{Code: CodeHostKeyMode, Params: directory.Params{
			"path": path, "mode": fmt.Sprintf("%04o", mode), "command": "chmod 600 " + shellWord(path),
		}}
	}
	data, err := io.ReadAll(f)
	if err != nil {
		return nil, err
	}
	signer, err := gossh.ParsePrivateKey(data)
	if err != nil {
		return nil, &directory.Error{Code: CodeHostKeyInvalid, Params: directory.Params{"path": path}, Err: err}
	}
	return signer, nil
}

// writeHostKey makes a key beside path and links it there, so that nobody ever
// sees half a key and an existing one is never replaced.
func writeHostKey(path string) error {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return err
	}
	block, err := gossh.MarshalPrivateKey(key, "teleorne")
	if err != nil {
		return err
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), ".host_key-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	_, err = tmp.Write(pem.EncodeToMemory(block))
	if err == nil {
		err = tmp.Sync()
	}
	if closeErr := tmp.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return err
	}
	err = os.Link(tmp.Name(), path)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	// Some file systems know no links. What a rename could replace there is a
	// key made a moment ago by another process that starts as well.
	if _, statErr := os.Lstat(path); statErr == nil {
		return fs.ErrExist
	}
	return os.Rename(tmp.Name(), path)
}
