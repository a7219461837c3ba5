package directory

import "slices"

// With is the atlas after merges that administrators entered because the
// official list had changed: the communes that are no more are in no list, and
// their names, codes and postal codes lead to those they belong to. A merge of
// what the atlas does not have, or has merged already, and merges that go round
// in a circle count for nothing. Without any it is the atlas itself.
func (a *Atlas) With(merges []CommuneMerge) *Atlas {
	ends := a.ends(merges)
	if len(ends) == 0 {
		return a
	}
	former := slices.Clone(a.given.former)
	for i := range former {
		if into, ok := ends[former[i].Current]; ok {
			former[i].Current = into
		}
	}
	var communes []Commune
	at := make(map[string]int)
	for _, c := range a.communes {
		if _, gone := ends[c.INSEE]; !gone {
			at[c.INSEE] = len(communes)
			communes = append(communes, *c)
		}
	}
	for _, c := range a.communes {
		into, gone := ends[c.INSEE]
		if !gone {
			continue
		}
		former = append(former, Former{INSEE: c.INSEE, Name: c.Name, Current: into})
		communes[at[into]].takeIn(c)
	}
	b := NewAtlas(communes, former, a.given.cities)
	b.since = make(map[string]*Commune, len(ends))
	for from, into := range ends {
		b.since[from] = b.byINSEE[into]
	}
	return b
}

// ends tells, by the code of each commune that is no more, the one that it
// belongs to in the end.
func (a *Atlas) ends(merges []CommuneMerge) map[string]string {
	next := make(map[string]string, len(merges))
	for _, m := range merges {
		if _, present := a.byINSEE[m.From]; present {
			next[m.From] = m.Into
		}
	}
	ends := make(map[string]string, len(next))
	for from := range next {
		at, ok := from, true
		for range len(next) + 1 {
			into, more := next[at]
			if !more {
				break
			}
			c, there := a.Current(into)
			if ok = there; !ok {
				break
			}
			at = c.INSEE
		}
		if _, circle := next[at]; ok && !circle {
			ends[from] = at
		}
	}
	return ends
}

// takeIn gives a commune the people and the postal codes of another. Its list of
// these may be somebody else's: it is not written to.
func (c *Commune) takeIn(o *Commune) {
	c.Population += o.Population
	c.PostalCodes = slices.Clip(c.PostalCodes)
	for _, code := range o.PostalCodes {
		if !slices.Contains(c.PostalCodes, code) {
			c.PostalCodes = append(c.PostalCodes, code)
		}
	}
}

// CodesIn are the INSEE codes of the communes of an intercommunality, and of
// those that they took in: what the profiles found there may have as commune.
func (a *Atlas) CodesIn(siren string) []string {
	var codes []string
	for _, c := range a.members[siren] {
		codes = append(codes, c.INSEE)
	}
	for code, c := range a.merged {
		if c.EPCI.SIREN == siren {
			codes = append(codes, code)
		}
	}
	slices.Sort(codes)
	return codes
}

// read is the code of the commune that a profile's code belongs to by now; what
// is none stays as it is.
func (a *Atlas) read(insee string) string {
	if c, ok := a.Current(insee); ok {
		return c.INSEE
	}
	return insee
}

// Kept finds the commune that the code in a field stands for: the one that has
// it, or that it became part of by a merge that an administrator entered. Codes
// of long ago are none: those five digits are a postal code to most people.
func (a *Atlas) Kept(insee string) (*Commune, bool) {
	if c, ok := a.byINSEE[insee]; ok {
		return c, true
	}
	c, ok := a.since[insee]
	return c, ok
}

// one is the single commune that a field means: by its code first, then as
// ResolveOne.
func (a *Atlas) one(typed string) (*Commune, error) {
	if c, ok := a.Kept(typed); ok {
		return c, nil
	}
	return a.ResolveOne(typed)
}
