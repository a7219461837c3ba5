package directory

// copied says whether a service reads a copy of a directory, which another
// program brings up to date, and where that is written.
type copied struct {
	is   bool
	from string // what to type after ssh; empty: nobody knows
}

// Copy tells whether this is a copy of a directory that is written elsewhere.
func (s *Service) Copy() bool { return s.copied.is }

// writable refuses to write to a copy before anything else is looked at: what is
// missing for it here would not help anybody. Where nobody knows the way the
// store refuses. Error: CodeReadOnly.
func (s *Service) writable() error {
	if s.copied.from == "" {
		return nil
	}
	return &Error{Code: CodeReadOnly, Params: Params{"host": s.copied.from}}
}
