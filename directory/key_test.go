package directory_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/pem"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"

	"teleorne/directory"
)

func publicOf(t testing.TB, key any) ssh.PublicKey {
	t.Helper()
	pub, err := ssh.NewPublicKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return pub
}

func pubLine(pub ssh.PublicKey) string {
	return strings.TrimSpace(string(ssh.MarshalAuthorizedKey(pub)))
}

func ed25519Key(t testing.TB) ssh.PublicKey {
	t.Helper()
	pub, _, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return publicOf(t, pub)
}

func rsaKey(t testing.TB, bits int) ssh.PublicKey {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		t.Fatal(err)
	}
	return publicOf(t, &key.PublicKey)
}

func ecdsaKey(t testing.TB, curve elliptic.Curve) ssh.PublicKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(curve, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return publicOf(t, &key.PublicKey)
}

// wireKey is a key of any type, made of parts.
func wireKey(typ string, parts ...[]byte) []byte {
	out := ssh.Marshal(struct{ Type string }{typ})
	for _, p := range parts {
		out = append(out, ssh.Marshal(struct{ Part []byte }{p})...)
	}
	return out
}

func lineOf(blob []byte, typ string) string {
	return typ + " " + base64.StdEncoding.EncodeToString(blob)
}

func TestParseKeyTakesStrongKeys(t *testing.T) {
	ed := ed25519Key(t)
	edPoint := ed.Marshal()[len(ed.Marshal())-32:]
	skEd := wireKey(ssh.KeyAlgoSKED25519, edPoint, []byte("ssh:"))
	ec := ecdsaKey(t, elliptic.P256())
	ecPoint := ec.Marshal()[len(ec.Marshal())-65:]
	skEC := wireKey(ssh.KeyAlgoSKECDSA256, []byte("nistp256"), ecPoint, []byte("ssh:"))
	for name, line := range map[string]string{
		"ed25519": pubLine(ed), "ecdsa 256": pubLine(ec), "ecdsa 384": pubLine(ecdsaKey(t, elliptic.P384())),
		"ecdsa 521": pubLine(ecdsaKey(t, elliptic.P521())), "rsa 3072": pubLine(rsaKey(t, 3072)),
		"sk-ed25519": lineOf(skEd, ssh.KeyAlgoSKED25519), "sk-ecdsa": lineOf(skEC, ssh.KeyAlgoSKECDSA256),
	} {
		k, blob, err := directory.ParseKey(line + " claire@atelier\n")
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		pub, err := ssh.ParsePublicKey(blob)
		if err != nil || k.Fingerprint != ssh.FingerprintSHA256(pub) || k.Type != pub.Type() || k.Name != "claire@atelier" {
			t.Errorf("%s is read as %+v, %v", name, k, err)
		}
	}
}

func TestParseKeyReadsWhatPeoplePaste(t *testing.T) {
	pub := rsaKey(t, 3072)
	line := pubLine(pub)
	ssh2 := "---- BEGIN SSH2 PUBLIC KEY ----\r\nComment: \"rsa-key-20261123\"\r\n" +
		wrap(base64.StdEncoding.EncodeToString(pub.Marshal()), 64, "\r\n") + "\r\n---- END SSH2 PUBLIC KEY ----\r\n"
	for name, c := range map[string]struct{ text, comment string }{
		"without a comment":        {line, ""},
		"with spaces around":       {"\n  " + line + " a b \r\n\n", "a b"},
		"after a comment line":     {"# mine\n" + line, ""},
		"with a byte order mark":   {"\ufeff" + line, ""},
		"with tabs":                {strings.ReplaceAll(line, " ", "\t") + "\tmoi", "moi"},
		"broken by a terminal":     {wrap(line, 80, "\n") + " moi", "moi"},
		"of PuTTY":                 {ssh2, "rsa-key-20261123"},
		"of PuTTY, without lines":  {strings.ReplaceAll(ssh2, "\r\n", " "), "rsa-key-20261123"},
		"of PuTTY, long comment":   {strings.Replace(ssh2, "rsa-key", "rsa\\\n-key", 1), "rsa-key-20261123"},
		"of PuTTY, no comment":     {strings.Replace(ssh2, "Comment: \"rsa-key-20261123\"\r\n", "", 1), ""},
		"of PuTTY, other headers":  {strings.Replace(ssh2, "Comment", "Subject: claire\r\nx-kind: test\r\nComment", 1), "rsa-key-20261123"},
		"comment that is not text": {line + " a\u202eb\x1b[31m\xff", "ab[31m"},
		"long comment":             {line + " " + strings.Repeat("é", 200), strings.Repeat("é", 79) + "…"},
	} {
		k, blob, err := directory.ParseKey(c.text)
		if err != nil || !bytes.Equal(blob, pub.Marshal()) || k.Name != c.comment {
			t.Errorf("%s: %+v, %v", name, k, err)
		}
	}
}

func wrap(s string, width int, sign string) string {
	var out []string
	for ; len(s) > width; s = s[width:] {
		out = append(out, s[:width])
	}
	return strings.Join(append(out, s), sign)
}

func TestParseKeyRefuses(t *testing.T) {
	ed := ed25519Key(t)
	line := pubLine(ed)
	_, private, _ := ed25519.GenerateKey(rand.Reader)
	block, err := ssh.MarshalPrivateKey(private, "")
	if err != nil {
		t.Fatal(err)
	}
	openssh := string(pem.EncodeToMemory(block))
	dsa := lineOf(wireKey("ssh-dss", []byte{1}, []byte{2}, []byte{3}, []byte{4}), "ssh-dss")
	cert := &ssh.Certificate{Key: ed, CertType: ssh.UserCert, ValidBefore: ssh.CertTimeInfinity}
	signer, err := ssh.NewSignerFromKey(private)
	if err != nil {
		t.Fatal(err)
	}
	if err := cert.SignCert(rand.Reader, signer); err != nil {
		t.Fatal(err)
	}
	offCurve := append(bytes.Clone(ecdsaKey(t, elliptic.P256()).Marshal()[:39]), bytes.Repeat([]byte{7}, 65)...)
	for name, c := range map[string]struct {
		text string
		code directory.Code
	}{
		"nothing":              {"", directory.CodeKeyUnreadable},
		"prose":                {"ma clé est dans le tiroir", directory.CodeKeyUnreadable},
		"a type alone":         {"ssh-ed25519", directory.CodeKeyUnreadable},
		"a path":               {"~/.ssh/id_ed25519.pub", directory.CodeKeyUnreadable},
		"a fingerprint":        {ssh.FingerprintSHA256(ed), directory.CodeKeyUnreadable},
		"half a key":           {line[:60], directory.CodeKeyUnreadable},
		"another type in it":   {strings.Replace(line, "ssh-ed25519", "ssh-rsa", 1), directory.CodeKeyUnreadable},
		"options":              {`command="/bin/true" ` + line, directory.CodeKeyUnreadable},
		"options without sign": {"restrict " + line, directory.CodeKeyUnreadable},
		"two keys":             {line + "\n" + pubLine(ed25519Key(t)), directory.CodeKeyUnreadable},
		"off the curve":        {lineOf(offCurve, ssh.KeyAlgoECDSA256), directory.CodeKeyUnreadable},
		"trailing bytes":       {lineOf(append(ed.Marshal(), 0), "ssh-ed25519"), directory.CodeKeyUnreadable},
		"too much":             {line + strings.Repeat(" a", 40<<10), directory.CodeKeyUnreadable},
		"binary":               {"\x00\x01\x02\xff\xfe", directory.CodeKeyUnreadable},
		"an unfinished block":  {"---- BEGIN SSH2 PUBLIC KEY ----\nAAAA", directory.CodeKeyUnreadable},
		"a PEM public key":     {"-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA\n-----END PUBLIC KEY-----", directory.CodeKeyUnreadable},
		"openssh private":      {openssh, directory.CodeKeyPrivate},
		"its body alone":       {strings.Split(openssh, "\n")[1], directory.CodeKeyPrivate},
		"rsa private":          {"-----BEGIN RSA PRIVATE KEY-----\nMIIE", directory.CodeKeyPrivate},
		"putty private":        {"PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\n", directory.CodeKeyPrivate},
		"ssh.com private":      {"---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nP2/", directory.CodeKeyPrivate},
		"dsa":                  {dsa, directory.CodeKeyDSA},
		"rsa 2048":             {pubLine(rsaKey(t, 2048)), directory.CodeKeyShort},
		"a certificate":        {pubLine(cert), directory.CodeKeyCertificate},
		"another type":         {lineOf(wireKey("ssh-ed448", make([]byte, 57)), "ssh-ed448"), directory.CodeKeyType},
		"a type that is none":  {lineOf(wireKey("ssh-\x1b[31m", []byte("x")), "ssh-x"), directory.CodeKeyUnreadable},
	} {
		_, _, err := directory.ParseKey(c.text)
		if !directory.IsCode(err, c.code) {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
}

// A key that is no good is named all the same, so that it can be taken away.
func TestParseKeyNamesWeakKeys(t *testing.T) {
	pub := rsaKey(t, 2048)
	k, _, err := directory.ParseKey(pubLine(pub))
	if !directory.IsCode(err, directory.CodeKeyShort) || k.Fingerprint != ssh.FingerprintSHA256(pub) {
		t.Errorf("got %+v, %v", k, err)
	}
	for _, private := range []string{"", "-----BEGIN OPENSSH PRIVATE KEY-----\n" + pubLine(pub)} {
		if k, blob, err := directory.ParseKey(private); err == nil || k != (directory.Key{}) || blob != nil {
			t.Errorf("%q gives %+v", private, k)
		}
	}
}

func FuzzParseKey(f *testing.F) {
	f.Add("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ6HjLJ8Jq7Uj0jW4Qy5mS7t2Kjv8b3nQe1w0o5kA3aX a@b")
	f.Add("---- BEGIN SSH2 PUBLIC KEY ----\nComment: \"x\"\nAAAA\n---- END SSH2 PUBLIC KEY ----")
	f.Add("ssh-dss AAAAB3NzaC1kc3MAAAAA")
	f.Fuzz(func(t *testing.T, text string) {
		k, blob, err := directory.ParseKey(text)
		if err != nil {
			return
		}
		pub, err := ssh.ParsePublicKey(blob)
		if err != nil || ssh.FingerprintSHA256(pub) != k.Fingerprint || directory.SafeLine(k.Name) != k.Name {
			t.Errorf("%q gives %+v, %v", text, k, err)
		}
		again, _, err := directory.ParseKey(pubLine(pub) + " " + k.Name)
		if err != nil || again != k {
			t.Errorf("%+v comes back as %+v, %v", k, again, err)
		}
	})
}
