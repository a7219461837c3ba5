package directory

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strings"
	"unicode"
)

// codeAlphabet are the 29 characters of codes. Of those that look alike, on
// paper or read aloud over a desk, it has one; typing another is forgiven.
const codeAlphabet = "0123456789ACDEFGHJKMNPQRTVWXY"

var codeLookAlikes = strings.NewReplacer("O", "0", "I", "1", "L", "1", "Z", "2", "S", "5", "B", "8", "U", "V")

const (
	codeGroup      = 4  // characters between hyphens
	linkLength     = 12 // characters: 58 bits, for ten minutes
	recoveryLength = 16 // characters: 77 bits, for years
	maxCodeText    = 64 // bytes of what is typed as a code
)

// newCode makes a random code of n characters, in groups: XXXX-XXXX-XXXX.
func newCode(n int) string {
	// The largest multiple of the alphabet that a byte holds: above it some
	// characters would come more often than others.
	const fair = 256 - 256%len(codeAlphabet)
	out := make([]byte, 0, n+n/codeGroup)
	var b [1]byte
	for count := 0; count < n; {
		rand.Read(b[:]) //nolint:errcheck // it never fails
		if int(b[0]) >= fair {
			continue
		}
		if count > 0 && count%codeGroup == 0 {
			out = append(out, '-')
		}
		out = append(out, codeAlphabet[int(b[0])%len(codeAlphabet)])
		count++
	}
	return string(out)
}

// codeHash is what is kept of a code, whatever its case, hyphens and spaces.
// It answers false for what is no code. A code is long and random: nobody gets
// from a plain hash to it by trying, so a slow one would only cost time.
func codeHash(typed string) (string, bool) {
	code, ok := codeMeant(typed)
	if !ok {
		return "", false
	}
	sum := sha256.Sum256([]byte(code))
	return hex.EncodeToString(sum[:]), true
}

// codeMeant is the code that was typed, as it was given out but for the hyphens.
func codeMeant(typed string) (string, bool) {
	if len(typed) > maxCodeText {
		return "", false
	}
	var b strings.Builder
	for _, r := range typed {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(unicode.ToUpper(r))
		}
	}
	code := codeLookAlikes.Replace(b.String())
	if n := len(code); n != linkLength && n != recoveryLength {
		return "", false
	}
	return code, strings.Trim(code, codeAlphabet) == ""
}

// IsRecoveryCode tells whether what was typed is one by its looks: who uses it
// has no other key at hand.
func IsRecoveryCode(typed string) bool {
	code, ok := codeMeant(typed)
	return ok && len(code) == recoveryLength
}

// fingerprint names a key in SSH wire format as OpenSSH does: SHA256:….
func fingerprint(blob []byte) string {
	sum := sha256.Sum256(blob)
	return "SHA256:" + base64.RawStdEncoding.EncodeToString(sum[:])
}
