package main

import (
	"context"
	"errors"
	"time"

	"teleorne/directory"
	"teleorne/server"
)

// measured is a store whose writes are timed, when somebody counts.
func (a *app) measured(store directory.Store) directory.Store {
	if a.metrics == nil {
		return store
	}
	return measuredStore{store, a.metrics}
}

type measuredStore struct {
	directory.Store
	metrics *server.Metrics
}

// Update implements directory.Store.
func (s measuredStore) Update(ctx context.Context, fn func(directory.Tx) error) error {
	begun := time.Now()
	err := s.Store.Update(ctx, fn)
	var known *directory.Error // somebody's fault, or their bad luck
	ours := err != nil && !errors.As(err, &known) && ctx.Err() == nil
	s.metrics.Write(time.Since(begun), ours)
	return err
}

// timed is an index whose searches are timed, when somebody counts.
func (a *app) timed(index directory.Index) directory.Index {
	if a.metrics == nil {
		return index
	}
	return timedIndex{index, a.metrics}
}

type timedIndex struct {
	directory.Index
	metrics *server.Metrics
}

// Search implements directory.Index.
func (i timedIndex) Search(ctx context.Context, q directory.Query) (*directory.Found, error) {
	begun := time.Now()
	found, err := i.Index.Search(ctx, q)
	i.metrics.Search(time.Since(begun))
	return found, err
}
