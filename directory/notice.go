package directory

// Notice is who keeps this directory and whom to write to, as its operator
// said; both may be empty.
type Notice struct {
	Controller string
	Contact    string
	Host       string // what comes after « ssh » to get here; empty: unknown
	Port       int    // of the first address that is listened on; 0: unknown
}

// Notice is who keeps the directory.
func (s *Service) Notice() Notice { return s.notice }
