package directory

// submission is what becomes of a profile that its owner hands in.
type submission struct {
	accepted *Profile // published at once: what was accepted before with changes of low risk; nil: nothing
	sameText bool     // accepted says just what is published: a change that waited is taken back
	waits    bool     // the profile goes to a moderator
	revives  bool     // a withdrawn listing comes back
}

// any tells whether handing in would change anything.
func (s submission) any() bool { return s.accepted != nil || s.waits || s.revives }

// submission plans what handing the profile in would do. It needs a listing
// and a profile without problems.
func (m *Mine) submission() submission {
	l := m.Listing
	plan := submission{revives: l.Withdrawn}
	same := m.latest != nil && m.latest.Equal(&m.Profile)
	switch {
	case same && l.Latest.State == RevisionSubmitted:
		// It waits already, or does so again.
		return plan
	case l.Published == nil:
		plan.waits = true
		return plan
	case same && l.Latest.ID == l.Published.ID:
		return plan
	}
	low := m.published.withLowRisk(&m.Profile)
	plan.waits = !low.Equal(&m.Profile)
	plan.sameText = low.Equal(m.published)
	if !plan.sameText || !plan.waits {
		plan.accepted = &low
	}
	return plan
}

// withLowRisk is the profile with those fields of another that LowRisk names.
// A contact that changes with its visibility was not accepted yet: until then
// the one before it is shown to nobody whom it was not shown to.
func (p *Profile) withLowRisk(o *Profile) Profile {
	low := p.clone()
	low.AvailableFrom = o.AvailableFrom
	low.Languages = o.clone().Languages
	if o.Email == p.Email || o.EmailShown.narrower(p.EmailShown) {
		low.EmailShown = o.EmailShown
	}
	if o.Phone == p.Phone || o.PhoneShown.narrower(p.PhoneShown) {
		low.PhoneShown = o.PhoneShown
	}
	return low
}

// narrower tells whether fewer readers see what is shown to v than to o.
func (v Visibility) narrower(o Visibility) bool {
	return v == Nobody && o != Nobody || v == Identified && o == Public
}
