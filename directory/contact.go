package directory

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// NormaliseEmail checks an e-mail address and brings its domain into lower case;
// what is before the @ means what its host says, and stays. It takes the
// addresses that people have: unquoted, their domain with a dot, letters of any
// script in the domain. The error is CodeEmail or CodeTooLong.
func NormaliseEmail(s string) (string, error) {
	s = trimScheme(SafeLine(s), "mailto:")
	bad := &Error{Code: CodeEmail, Params: Params{"value": Clip(s, 60)}}
	if len(s) > MaxEmail {
		return "", &Error{Code: CodeTooLong, Params: Params{"max": MaxEmail, "count": len(s)}}
	}
	local, domain, ok := strings.Cut(s, "@")
	domain = strings.ToLower(domain)
	if !ok || local == "" || len(local) > 64 || !validDomain(domain) {
		return "", bad
	}
	for part := range strings.SplitSeq(local, ".") {
		if part == "" || strings.ContainsFunc(part, func(r rune) bool { return !isAtom(r) }) {
			return "", bad
		}
	}
	return local + "@" + domain, nil
}

// isAtom tells whether RFC 5322 lets r stand unquoted before the @.
func isAtom(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("!#$%&'*+/=?^_`{|}~-", r)
}

// trimScheme takes "mailto:" or "tel:" off, whatever its case.
func trimScheme(s, scheme string) string {
	if len(s) >= len(scheme) && strings.EqualFold(s[:len(scheme)], scheme) {
		return strings.TrimSpace(s[len(scheme):])
	}
	return s
}

// validDomain tells whether s is a domain name of two labels at least, the
// last of which is not a number.
func validDomain(s string) bool {
	if utf8.RuneCountInString(s) > 253 {
		return false
	}
	labels := strings.Split(s, ".")
	for _, l := range labels {
		if l == "" || utf8.RuneCountInString(l) > 63 || l[0] == '-' || l[len(l)-1] == '-' {
			return false
		}
		for _, r := range l {
			if r != '-' && !unicode.IsLetter(r) && !unicode.IsMark(r) && (r < '0' || r > '9') {
				return false
			}
		}
	}
	top := labels[len(labels)-1]
	return len(labels) >= 2 && utf8.RuneCountInString(top) >= 2 && !isDigits(top)
}

// overseas are the French national prefixes whose numbers are called by
// another country code than 33, by the digits after the 0.
var overseas = [...]struct{ prefix, country string }{
	{"590", "590"},
	{"690", "590"},
	{"691", "590"},
	{"594", "594"},
	{"694", "594"},
	{"596", "596"},
	{"696", "596"},
	{"697", "596"},
	{"262", "262"},
	{"263", "262"},
	{"269", "262"},
	{"692", "262"},
	{"693", "262"},
}

// NormalisePhone brings a telephone number into E.164, +33123456789. French
// numbers may be written as at home, international ones with + or 00. The
// error is CodePhone.
func NormalisePhone(s string) (string, error) {
	s = trimScheme(SafeLine(s), "tel:")
	bad := &Error{Code: CodePhone, Params: Params{"value": Clip(s, 40)}}
	international := strings.HasPrefix(s, "+") || strings.HasPrefix(s, "00")
	if international {
		s = strings.Replace(s, "(0)", "", 1)
	}
	digits, ok := dial(s)
	if !ok {
		return "", bad
	}
	switch {
	case strings.HasPrefix(s, "+"):
	case strings.HasPrefix(digits, "00"):
		digits = digits[2:]
	case len(digits) == 10 && digits[0] == '0':
		digits = countryOf(digits[1:]) + digits[1:]
	default:
		return "", bad
	}
	if national, ok := strings.CutPrefix(digits, "33"); ok {
		national = strings.TrimPrefix(national, "0")
		if len(national) != 9 || national[0] == '0' {
			return "", bad
		}
		digits = "33" + national
	}
	if len(digits) < 8 || len(digits) > 15 || digits[0] == '0' {
		return "", bad
	}
	return "+" + digits, nil
}

// dial keeps the digits of a number; anything but the usual separators and a
// leading plus makes it no number.
func dial(s string) (string, bool) {
	var b strings.Builder
	for i, r := range s {
		switch {
		case r >= '0' && r <= '9':
			b.WriteRune(r)
		case r == '+' && i == 0, strings.ContainsRune(" .-/()\u2010\u2011\u2012\u2013", r):
		default:
			return "", false
		}
	}
	return b.String(), b.Len() > 0
}

func countryOf(national string) string {
	for _, o := range overseas {
		if strings.HasPrefix(national, o.prefix) {
			return o.country
		}
	}
	return "33"
}

// NormaliseWebsite checks the address of a web site, http or https, on a host
// with a dot and without credentials. A bare « exemple.fr » gets https://. The
// error is CodeWebsite or CodeTooLong.
func NormaliseWebsite(s string) (string, error) {
	s = SafeLine(s)
	bad := &Error{Code: CodeWebsite, Params: Params{"value": Clip(s, 60)}}
	scheme, rest, ok := strings.Cut(s, "://")
	if !ok {
		scheme, rest = "https", s
	}
	scheme = strings.ToLower(scheme)
	if scheme != "http" && scheme != "https" || strings.ContainsAny(rest, " \"<>\\^`{|}") {
		return "", bad
	}
	host, path := rest, ""
	if i := strings.IndexAny(rest, "/?#"); i >= 0 {
		host, path = rest[:i], rest[i:]
	}
	host = strings.ToLower(host)
	out := scheme + "://" + host + path
	u, err := url.Parse(out)
	if err != nil || u.User != nil || !validDomain(u.Hostname()) || !validPort(u) {
		return "", bad
	}
	if n := Length(out); n > MaxURL {
		return "", &Error{Code: CodeTooLong, Params: Params{"max": MaxURL, "count": n}}
	}
	return out, nil
}

// validPort takes no port, or a number as ports have.
func validPort(u *url.URL) bool {
	port := u.Port()
	if port == "" {
		return !strings.HasSuffix(u.Host, ":")
	}
	n := 0
	for _, d := range []byte(port) {
		if n = n*10 + int(d-'0'); n > 65535 {
			return false
		}
	}
	return n > 0
}
