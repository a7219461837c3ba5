package search

import (
	"reflect"
	"sync"

	"teleorne/directory"
)

// Maker makes indexes, and learns the words of a catalog anew only when its
// places or skills are others than the last time. The zero Maker is ready; it is
// safe for concurrent use.
type Maker struct {
	mu   sync.Mutex
	last *ground
}

// New returns an empty index, as the function New does.
func (m *Maker) New(c *directory.Catalog) *Index { return newIndex(m.ground(c)) }

// ground is what is known of a catalog.
func (m *Maker) ground(c *directory.Catalog) *ground {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.last == nil || c == nil || !reflect.DeepEqual(m.last.atlas, c.Atlas) || !reflect.DeepEqual(m.last.taxonomy, c.Taxonomy) {
		m.last = newGround(c)
	}
	return m.last
}
