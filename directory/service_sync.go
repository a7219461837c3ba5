package directory

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"time"
)

// The settings that the service keeps in the store.
const (
	settingDemo             = "demo"              // "1": the profiles are fictional
	settingReferenceVersion = "reference_version" // of the Reference last written
	settingReferenceDigests = "reference_digests" // what that was, entry by entry
	settingCatalogVersion   = "catalog_version"   // another value after each write to what a Catalog is made of
	settingAccessVersion    = "access_version"    // another value after each write to keys, roles, accounts or bans
	settingUpkeepDay        = "upkeep_day"        // the day of the last upkeep, ISO 8601
	settingQueueVersion     = "queue_version"     // another value after each write to claims, reports, appeals or refused words
	settingReportSecret     = "report_secret"     // the key by which readers who report are told apart
	settingAnnouncement     = "announcement"      // an Announcement in JSON
)

const (
	loadBatch     = 4096             // listings handed to the index at once
	followEvery   = time.Second      // how often another process's writes are looked for
	refreshWithin = 30 * time.Second // bound on taking over one's own write
)

// state is what a request sees from its beginning to its end.
type state struct {
	catalog *Catalog
	index   Index
}

// synced is how far the state has followed the store. Only the holder of the
// turn touches the other fields.
type synced struct {
	turn    chan struct{}
	version int64 // Store.DataVersion when the state was read
	seq     Seq
	catalog string // settingCatalogVersion
	said    string // settingAnnouncement
	access  string // settingAccessVersion
	queue   string // settingQueueVersion
	today   Date
}

// Refresh takes over what was written since, by this process or another, and
// the change of day. It is cheap when nothing changed.
func (s *Service) Refresh(ctx context.Context) (changed bool, err error) {
	changed, err = s.refresh(ctx)
	return changed, s.internal("refresh", err)
}

// Follow refreshes the service each second until ctx ends.
func (s *Service) Follow(ctx context.Context) {
	tick := time.NewTicker(followEvery)
	defer tick.Stop()
	// Whoever first asks what waits need not wait for all of it to be compared.
	_, err := s.order(ctx)
	failing := err != nil && ctx.Err() == nil
	if failing {
		s.log.Error("putting the queue in order fails", "error", SafeLine(err.Error()))
	}
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		_, err := s.refresh(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil && !failing: // once, not each second
			s.log.Error("following the store fails", "error", SafeLine(err.Error()))
		case err == nil && failing:
			s.log.Info("following the store again")
		}
		failing = err != nil
	}
}

func (s *Service) refresh(ctx context.Context) (changed bool, err error) {
	select {
	case s.sync.turn <- struct{}{}:
	case <-ctx.Done():
		return false, ctx.Err()
	}
	defer func() {
		<-s.sync.turn
		if changed {
			s.news.public.tell(struct{}{})
		}
	}()
	// Read first: what is committed from here on shows as another version.
	version, err := s.store.DataVersion(ctx)
	if err != nil {
		return false, err
	}
	s.shelf.follow(version)
	now := s.state.Load()
	if now == nil || version != s.sync.version {
		if changed, err = s.takeOver(ctx, now); err != nil {
			return changed, err
		}
		s.sync.version = version
	}
	if today := s.Today(); today != s.sync.today {
		s.state.Load().index.SetDay(today, s.staleOn(today))
		s.sync.today = today
		changed = true
	}
	return changed, nil
}

// takeOver reads what changed in the store into the state.
func (s *Service) takeOver(ctx context.Context, now *state) (changed bool, err error) {
	demo, err := s.store.Setting(ctx, settingDemo)
	if err != nil {
		return false, err
	}
	if is := demo == "1"; s.demo.Swap(is) != is {
		changed = true
	}
	access, err := s.store.Setting(ctx, settingAccessVersion)
	if err != nil {
		return changed, err
	}
	if now == nil || s.sync.access != access {
		// Before anybody is asked who somebody is by now.
		bans, err := s.loadBans(ctx)
		if err != nil {
			return changed, err
		}
		s.bans.Store(bans)
		s.sync.access = access
		s.news.access.tell(struct{}{})
	}
	queued, err := s.takeOverQueue(ctx)
	if err != nil {
		return changed, err
	}
	defer func() {
		if queued {
			s.news.queue.tell(struct{}{})
		}
	}()
	catalog, err := s.store.Setting(ctx, settingCatalogVersion)
	if err != nil {
		return changed, err
	}
	told, err := s.readAnnouncement(ctx)
	if err != nil {
		return changed, err
	}
	changed = changed || told
	if now == nil || catalog != s.sync.catalog {
		again, err := s.rebuild(ctx, now)
		if err != nil {
			return changed, err
		}
		s.sync.catalog = catalog
		if changed, queued = true, true; again {
			return true, nil
		}
		now = s.state.Load()
	}
	owners := make(map[AccountID]bool)
	s.sync.seq, err = s.feed(ctx, now.index, s.sync.seq, func(l *Listing) {
		queued = s.queue.saw(l) || queued
		owners[l.Owner] = true
		// What was never submitted is nobody else's business; an erased listing
		// looks the same, but is nobody's.
		changed = changed || l.Owner == 0 || l.Latest != nil
	})
	delete(owners, 0)
	for id := range owners {
		s.news.own.tell(id)
	}
	return changed, err
}

// takeOverQueue reads what else than listings waits for moderators, if that
// changed.
func (s *Service) takeOverQueue(ctx context.Context) (changed bool, err error) {
	version, err := s.store.Setting(ctx, settingQueueVersion)
	if err != nil || s.queue.former() != nil && version == s.sync.queue {
		return false, err
	}
	about, err := s.readAboutQueue(ctx)
	if err != nil {
		return false, err
	}
	s.queue.tell(about)
	s.sync.queue = version
	return true, nil
}

// rebuild makes a catalog and an index aside, then puts them in force. As long
// as communes and skills are as they were the index stays, which knows of
// nothing else: then again is false, and it may lag behind the store.
func (s *Service) rebuild(ctx context.Context, now *state) (again bool, err error) {
	var before *Catalog
	if now != nil {
		before = now.catalog
	}
	catalog, err := s.readCatalog(ctx, before)
	if err != nil {
		return false, err
	}
	defer s.news.own.tellAll()
	if before != nil && catalog.Atlas == before.Atlas && catalog.Taxonomy == before.Taxonomy {
		s.state.Store(&state{catalog: catalog, index: now.index})
		return false, nil
	}
	today := s.Today()
	waiting, former := newWaitlist(), s.queue.former()
	index, seq, err := s.indexOf(ctx, catalog, today, func(l *Listing) { waiting.saw(l, former) })
	if err != nil {
		return false, err
	}
	s.sync.seq, s.sync.today = seq, today
	s.state.Store(&state{catalog: catalog, index: index})
	s.queue.replace(waiting)
	return true, nil
}

// indexOf makes an index of all listings by a catalog, and calls saw for each.
func (s *Service) indexOf(ctx context.Context, c *Catalog, today Date, saw func(*Listing)) (Index, Seq, error) {
	index := s.newIndex(c)
	index.SetDay(today, s.staleOn(today))
	seq, err := s.feed(ctx, index, 0, saw)
	return index, seq, err
}

// staleOn is the day since which a profile must have been confirmed not to
// rank lower; zero: none. It is the day after the last one that Ages calls old:
// months differ in length, so that counting back is not counting forth.
func (s *Service) staleOn(today Date) Date {
	if s.ages.Lower == 0 {
		return 0
	}
	day := DateOf(today.Time().AddDate(0, -s.ages.Lower, 3))
	for DateOf(day.Time().AddDate(0, s.ages.Lower, 0)) > today {
		day--
	}
	return day + 1
}

// feed gives the index all that was written after since, calls saw for each,
// and answers how far it came, be it with an error.
func (s *Service) feed(ctx context.Context, index Index, since Seq, saw func(*Listing)) (Seq, error) {
	batch := make([]*Listing, 0, loadBatch)
	flush := func() {
		if len(batch) > 0 {
			index.Apply(batch)
			since = max(since, batch[len(batch)-1].Seq)
			batch = batch[:0]
		}
	}
	err := s.store.Listings(ctx, since, func(l *Listing) error {
		saw(l)
		if batch = append(batch, l); len(batch) == cap(batch) {
			flush()
		}
		return nil
	})
	flush()
	return since, err
}

// write runs one transaction. When it returns, what was written is found. An
// errUndo from fn comes back as it is. That the disk is full, or the file
// cannot be written, is told to the operator alone. To a copy nothing is written:
// CodeReadOnly.
func (s *Service) write(ctx context.Context, actor Actor, doing string, fn func(Tx) error) error {
	if err := s.writable(); err != nil {
		return err
	}
	err := s.store.Update(ctx, fn)
	switch {
	case errors.Is(err, errUndo):
		return errUndo
	case err != nil && actor.Role == RoleOperator:
		return s.toOperator(doing, err)
	case err != nil:
		return s.unwritten(doing, err)
	}
	// The write is done, whoever asked for it may be gone.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), refreshWithin)
	defer cancel()
	if _, err := s.refresh(ctx); err != nil {
		// Saying that the write failed would be wrong: Follow will catch up.
		s.log.Error("taking over a write fails", "doing", doing, "error", SafeLine(err.Error()))
	}
	return nil
}

// newCatalog makes every process read anew what a Catalog is made of.
func newCatalog(tx Tx) error {
	return tx.SetSetting(settingCatalogVersion, logReference()+logReference())
}

// logReference is a short random name for an event in the log.
func logReference() string {
	var b [4]byte
	rand.Read(b[:]) //nolint:errcheck // it never fails
	return hex.EncodeToString(b[:])
}
