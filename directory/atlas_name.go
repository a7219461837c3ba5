package directory

// NameOf is what the commune of an INSEE code is called, or was called before it
// became part of another.
func (a *Atlas) NameOf(insee string) (string, bool) {
	if c, ok := a.byINSEE[insee]; ok {
		return c.Name, true
	}
	for i := range a.given.former {
		if f := &a.given.former[i]; f.INSEE == insee && a.merged[insee] != nil {
			return f.Name, true
		}
	}
	return "", false
}
