package directory

// ContentKey is the key by which an import tells rows of one content.
func (p *Profile) ContentKey() string { return p.contentKey() }

// Deadline and Easter are what the dates of requests are made of.
var (
	Deadline = deadline
	Easter   = easter
)
