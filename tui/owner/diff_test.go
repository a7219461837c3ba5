package owner

import (
	"strings"
	"testing"
)

// Long texts are cut down to what changed, and never to nothing of it.
func TestChanged(t *testing.T) {
	long := strings.Join(strings.Split("abcdefghijklmnopqrst", ""), " ")
	for _, c := range [][4]string{
		{"a b", "a c", "a b", "a c"},
		{long, strings.Replace(long, "j", "J", 1), "… g h i j k l m …", "… g h i J k l m …"},
		{long, long + " u", "… r s t", "… r s t u"},
		{long, "z " + long, "a b c …", "z a b c …"},
		{long + " u u", long + " u", "… s t u u", "… s t u"},
	} {
		if a, b := changed(c[0], c[1], "…"); a != c[2] || b != c[3] {
			t.Errorf("%q → %q: %q and %q, not %q and %q", c[0], c[1], a, b, c[2], c[3])
		}
	}
}
