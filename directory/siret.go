package directory

import "strings"

// laPoste is the SIREN whose many offices outgrew the check digit.
const laPoste = "356000000"

// siretDigits is the length of the number of an establishment.
const siretDigits = 14

// NormaliseSIRET checks the number of a French establishment, written with
// spaces or not, and returns its 14 digits. The error is CodeSIRETLength or
// CodeSIRETChecksum.
func NormaliseSIRET(s string) (string, error) {
	s = strings.NewReplacer(" ", "", ".", "", "-", "").Replace(SafeLine(s))
	if Length(s) != siretDigits {
		digits := 0
		for _, c := range []byte(s) {
			if c >= '0' && c <= '9' {
				digits++
			}
		}
		if digits == siretDigits { // and letters beside
			return "", &Error{Code: CodeSIRETChecksum}
		}
		return "", &Error{Code: CodeSIRETLength, Params: Params{"count": digits}}
	}
	if !isDigits(s) || strings.Trim(s, "0") == "" || !siretSum(s) {
		return "", &Error{Code: CodeSIRETChecksum}
	}
	return s, nil
}

// siretSum checks 14 digits by Luhn's formula; those of La Poste may instead
// add up to a multiple of five.
func siretSum(s string) bool {
	luhn, plain := 0, 0
	for i, c := range []byte(s) {
		d := int(c - '0')
		plain += d
		if i%2 == 0 { // the first of an even number of digits counts twice
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		luhn += d
	}
	return luhn%10 == 0 || strings.HasPrefix(s, laPoste) && plain%5 == 0
}
