package directory

import "context"

// ContentKey is the key by which an import tells rows of one content.
func (p *Profile) ContentKey() string { return p.contentKey() }

// Seed takes over other reference data than the service began with, as the next
// version of the program does.
func (s *Service) Seed(ctx context.Context, ref Reference) error {
	if err := s.seed(ctx, ref); err != nil {
		return err
	}
	_, err := s.Refresh(ctx)
	return err
}

// Deadline and Easter are what the dates of requests are made of.
var (
	Deadline = deadline
	Easter   = easter
)
