package help_test

import (
	"testing"

	"teleorne/directory"
	"teleorne/tui/screen/screentest"
)

// newService serves a real store on disk with these profiles published.
func newService(tb testing.TB, profiles ...directory.Profile) *directory.Service {
	tb.Helper()
	service := screentest.Service(tb)
	screentest.Import(tb, service, profiles...)
	return service
}
