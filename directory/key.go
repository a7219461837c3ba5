package directory

import (
	"bytes"
	"crypto/rsa"
	"encoding/base64"
	"slices"
	"strings"
	"time"

	"golang.org/x/crypto/ssh"
)

// Key is a public key that belongs to an account.
type Key struct {
	Account     AccountID
	Fingerprint string // SHA256:…
	Type        string // ssh-ed25519, …
	Name        string
	CreatedAt   time.Time
	UsedAt      time.Time // of the last connection, to the day; zero: never
	Wire        string    // the key itself in SSH wire format, as far as it was kept
}

const (
	minRSABits = 3072     // of a key that stands for somebody for years; a visit takes less
	maxKeyText = 64 << 10 // bytes of what is pasted; a public key takes one line
	maxKeyName = 80       // graphemes
	typeDSA    = "ssh-dss"
)

// keyTypes are the types that an account may be known by.
var keyTypes = []string{
	ssh.KeyAlgoED25519, ssh.KeyAlgoSKED25519, ssh.KeyAlgoECDSA256, ssh.KeyAlgoECDSA384, ssh.KeyAlgoECDSA521,
	ssh.KeyAlgoSKECDSA256, ssh.KeyAlgoRSA,
}

// ParseKey reads a public key as it stands in a .pub file, or as PuTTYgen
// exports it (RFC 4716), with its comment as name, and answers its SSH wire
// format as well. What stands before the key, such as the options of an
// authorized_keys file, is refused. Errors: CodeKeyUnreadable, CodeKeyPrivate,
// CodeKeyDSA, CodeKeyShort (RSA below 3072 bits), CodeKeyCertificate,
// CodeKeyType. A key that was read and is no good for its kind (CodeKeyDSA,
// CodeKeyShort, CodeKeyType) is answered beside the error, so that it can be
// taken away from who has it.
func ParseKey(line string) (k Key, blob []byte, err error) {
	if len(line) > maxKeyText {
		return Key{}, nil, &Error{Code: CodeKeyUnreadable}
	}
	if holdsPrivateKey(line) {
		return Key{}, nil, &Error{Code: CodeKeyPrivate}
	}
	text := strings.TrimSpace(strings.TrimPrefix(line, "\ufeff"))
	var comment string
	if strings.HasPrefix(text, "----") {
		blob, comment = readBlock(text)
	} else {
		blob, comment = readPub(text)
	}
	if blob == nil {
		return Key{}, nil, &Error{Code: CodeKeyUnreadable}
	}
	k, err = keyOf(blob)
	k.Name = Clip(comment, maxKeyName)
	return k, blob, err
}

// registrable looks at the proven key of a connection, in SSH wire format: the
// Key that an account would get, without a name, or what ParseKey would say
// against it.
func registrable(wire string) (Key, error) {
	if wire == "" {
		return Key{}, &Error{Code: CodeNeedsKey}
	}
	return keyOf([]byte(wire))
}

// MayRegister tells whether the key that the actor has proven may stand for
// them for years: nil, CodeNeedsKey without one, or what ParseKey would say.
func (a Actor) MayRegister() error {
	_, err := registrable(a.Key)
	return err
}

// keyOf tells what a key in SSH wire format is, and what speaks against it.
func keyOf(blob []byte) (Key, error) {
	typ, ok := wireType(blob)
	if !ok {
		return Key{}, &Error{Code: CodeKeyUnreadable}
	}
	if strings.Contains(typ, "-cert-v0") {
		return Key{}, &Error{Code: CodeKeyCertificate}
	}
	k := Key{Fingerprint: fingerprint(blob), Type: typ}
	if typ == typeDSA {
		return k, &Error{Code: CodeKeyDSA}
	}
	if !slices.Contains(keyTypes, typ) {
		return k, &Error{Code: CodeKeyType, Params: Params{"type": Clip(typ, 40)}}
	}
	pub, err := ssh.ParsePublicKey(blob)
	// Another way to write the same key would have another fingerprint.
	if err != nil || !bytes.Equal(pub.Marshal(), blob) {
		return Key{}, &Error{Code: CodeKeyUnreadable, Err: err}
	}
	if typ == ssh.KeyAlgoRSA {
		if bits := rsaBits(pub); bits < minRSABits {
			return k, &Error{Code: CodeKeyShort, Params: Params{"bits": bits, "least": minRSABits}}
		}
	}
	return k, nil
}

func rsaBits(pub ssh.PublicKey) int {
	if k, ok := pub.(ssh.CryptoPublicKey); ok {
		if r, ok := k.CryptoPublicKey().(*rsa.PublicKey); ok {
			return r.N.BitLen()
		}
	}
	return 0
}

// wireType is the name that a key in SSH wire format begins with.
func wireType(blob []byte) (string, bool) {
	var head struct {
		Type string
		Rest []byte `ssh:"rest"`
	}
	if ssh.Unmarshal(blob, &head) != nil || len(head.Rest) == 0 || len(head.Type) > 64 {
		return "", false
	}
	return head.Type, looksLikeType(head.Type)
}

// looksLikeType tells whether a word could name a type of key: letters,
// digits and few signs, one hyphen at least.
func looksLikeType(s string) bool {
	return strings.Contains(s, "-") && !strings.ContainsFunc(s, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-.@_", r))
	})
}

// holdsPrivateKey recognises what people paste by mistake: the file of OpenSSH
// or PEM, be it without its first line, and that of PuTTY.
func holdsPrivateKey(s string) bool {
	return strings.Contains(s, "PRIVATE KEY--") || strings.Contains(s, "PRIVATE KEY ---") ||
		strings.Contains(s, "PuTTY-User-Key-File") || strings.Contains(s, "Private-Lines:") ||
		strings.Contains(s, "b3BlbnNzaC1rZXktdjE") // "openssh-key-v1" in base64
}

// readPub reads the one line of a .pub file: type, key, comment. Terminals
// break long lines as they copy them; so the key may come in pieces.
func readPub(text string) (blob []byte, comment string) {
	lines := slices.DeleteFunc(strings.Split(text, "\n"), func(l string) bool {
		l = strings.TrimSpace(l)
		return l == "" || strings.HasPrefix(l, "#")
	})
	if len(lines) == 0 {
		return nil, ""
	}
	words := strings.Fields(strings.Join(lines, " "))
	if len(words) < 2 || !looksLikeType(words[0]) {
		return nil, ""
	}
	const mostPieces = 100
	var joined strings.Builder
	for i, piece := range words[1:min(len(words), mostPieces)] {
		joined.WriteString(piece)
		blob = decodeKey(joined.String(), words[0])
		if blob == nil {
			continue
		}
		rest := words[i+2:]
		if slices.ContainsFunc(rest, isKeyWord) {
			return nil, "" // two keys: which one is meant?
		}
		return blob, strings.Join(rest, " ")
	}
	return nil, ""
}

// isKeyWord tells whether a word of a comment is another key.
func isKeyWord(s string) bool { return len(s) > 60 && strings.HasPrefix(s, "AAAA") }

// decodeKey reads a whole key of a type from base64, nil when it is none.
func decodeKey(s, typ string) []byte {
	blob, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		return nil
	}
	if inner, ok := wireType(blob); !ok || inner != typ {
		return nil
	}
	if !slices.Contains(keyTypes, typ) {
		return blob // cannot be read, is named in the error
	}
	if _, err := ssh.ParsePublicKey(blob); err != nil {
		return nil
	}
	return blob
}

const (
	blockBegin = "---- BEGIN SSH2 PUBLIC KEY ----"
	blockEnd   = "---- END SSH2 PUBLIC KEY ----"
)

// readBlock reads the public key that PuTTYgen saves: headers, then base64. A
// field of one line may have turned its line ends into spaces.
func readBlock(text string) (blob []byte, comment string) {
	body, ok := strings.CutPrefix(text, blockBegin)
	if !ok {
		return nil, ""
	}
	if body, ok = strings.CutSuffix(body, blockEnd); !ok {
		return nil, ""
	}
	body = strings.TrimSpace(strings.ReplaceAll(body, "\r", ""))
	body = strings.ReplaceAll(body, "\\\n", "") // a header goes on in the next line
	for {
		name, rest, isHeader := strings.Cut(body, ": ")
		if !isHeader || strings.ContainsAny(name, "\n /+=") {
			break
		}
		var value string
		if value, body, ok = headerValue(rest); !ok {
			return nil, ""
		}
		if strings.EqualFold(name, "comment") {
			comment = value
		}
		body = strings.TrimSpace(body)
	}
	blob, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(body), ""))
	if err != nil || len(blob) == 0 {
		return nil, ""
	}
	return blob, comment
}

// headerValue reads the value of a header, in quotes or up to the line's end.
func headerValue(s string) (value, rest string, ok bool) {
	if quoted, isQuoted := strings.CutPrefix(s, `"`); isQuoted {
		return strings.Cut(quoted, `"`)
	}
	return strings.Cut(s, "\n")
}
