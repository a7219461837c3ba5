package directory

import "context"

// ExportListings calls fn for every listing that was not erased, hidden ones
// and hidden contacts included, in the order of their last change, and stops
// at the first error.
func (s *Service) ExportListings(ctx context.Context, actor Actor, fn func(*Listing) error) error {
	if _, err := s.official(ctx, actor, ActionExport); err != nil {
		return err
	}
	var failed error
	err := s.store.Listings(ctx, 0, func(l *Listing) error {
		if l.Latest == nil {
			return nil
		}
		failed = fn(l)
		return failed
	})
	if failed != nil {
		return failed // the caller's own error is not ours to translate
	}
	return s.internal("export", err)
}
