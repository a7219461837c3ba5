package directory

import "sync/atomic"

// kept is what the service keeps for moderators and administrators.
type kept struct {
	announced atomic.Pointer[Announcement]
	board     boardCache
	preview   chan struct{} // held by whoever has a second index made
}

func newKept() *kept {
	return &kept{board: boardCache{turn: make(chan struct{}, 1)}, preview: make(chan struct{}, 1)}
}
