// Package demo makes up the people of a demonstration: fictional, believable,
// and the same each time. It owns the word stock that they are made of, and
// knows nothing of storage, searches or screens.
package demo

import (
	"context"
	"math/rand/v2"
	"time"

	"teleorne/directory"
)

// Person is a fictional professional, with the ages of their listing in days.
// A listing was confirmed no earlier than it was last updated.
type Person struct {
	Profile          directory.Profile
	ConfirmedDaysAgo int
	UpdatedDaysAgo   int
}

// Profiles makes n people of the communes, skills and public télécentres of a
// catalog, which must hold some of each of the first two. The same arguments
// make the same people, and fewer of them are the first of more. Normalise
// leaves every profile as it is. Dates are counted from today.
func Profiles(n int, today directory.Date, c *directory.Catalog) []Person {
	m := newMaker(today, c)
	people := make([]Person, 0, max(n, 0))
	for _, k := range m.stock.known {
		if len(people) == n {
			return people
		}
		if p, ok := m.known(k); ok {
			people = append(people, p)
		}
	}
	for len(people) < n {
		people = append(people, m.person())
	}
	return people
}

// Fill publishes n fictional people in a directory that is empty, or already
// one of them. It answers what Service.FillDemo answers.
func Fill(ctx context.Context, s *directory.Service, n int) error {
	people := Profiles(n, s.Today(), s.Catalog())
	now := s.Now()
	profiles := make([]directory.DemoProfile, len(people))
	for i, p := range people {
		// Not all at the same time of the day.
		at := func(days int) time.Time {
			return now.AddDate(0, 0, -days).Add(-time.Duration(i*7919%1000) * time.Minute / 2)
		}
		profiles[i] = directory.DemoProfile{Profile: p.Profile, UpdatedAt: at(p.UpdatedDaysAgo), ConfirmedAt: at(p.ConfirmedDaysAgo)}
	}
	return s.FillDemo(ctx, directory.Operator(), profiles)
}

// newRandom is the one source of chance; its seed is part of what people see.
func newRandom() *rand.Rand { return rand.New(rand.NewPCG(61, 1790)) }
