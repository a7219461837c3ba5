package owner_test

import (
	"testing"

	"teleorne/directory"
	"teleorne/tui/owner"
	"teleorne/tui/screen/screentest"
)

// What people are told to type leads here: to the machine that was named, or else
// to the port that is listened on.
func TestHost(t *testing.T) {
	for _, c := range []struct {
		notice directory.Notice
		whole  string
		of     string // with a user name
	}{
		{directory.Notice{}, "-p 6122 HÔTE", "-p 6122 claire@HÔTE"},
		{directory.Notice{Port: 2222}, "-p 2222 HÔTE", "-p 2222 claire@HÔTE"},
		{directory.Notice{Port: 22}, "HÔTE", "claire@HÔTE"},
		{directory.Notice{Host: "annuaire.example", Port: 2222}, "annuaire.example", "claire@annuaire.example"},
		{directory.Notice{Host: "-p 443 annuaire.example", Port: 2222}, "-p 443 annuaire.example", "-p 443 claire@annuaire.example"},
	} {
		service := screentest.Service(t, func(o *directory.Options) { o.Notice = c.notice })
		s := screentest.Session(t, service, screentest.Options{})
		if got := owner.Host(s); got != c.whole {
			t.Errorf("%+v: %q, not %q", c.notice, got, c.whole)
		}
		if option, machine := owner.Target(s); option+"claire@"+machine != c.of {
			t.Errorf("%+v: %q and %q, not %q", c.notice, option, machine, c.of)
		}
	}
}
