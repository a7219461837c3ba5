package directory

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"
)

// Service is the directory as its users meet it: every mouth of the program
// (interface, linear output, commands) asks it, with an actor, and it alone
// decides what that actor may see and do. It is safe for concurrent use.
type Service struct {
	store    Store
	atlas    *Atlas // as it was brought along
	newIndex func(*Catalog) Index
	clock    clock
	log      *slog.Logger
	reveals  *reveals
	queue    queue
	state    atomic.Pointer[state]
	shelf    shelf
	sync     synced
	demo     atomic.Bool
	news     news
	stats    statsCache
	ages     Ages
	notice   Notice
	tried    tried
	bans     atomic.Pointer[banList]
	archive  Archive
	copied   copied
	backups  backups
	kept     *kept
}

// Index is a Searcher that follows the store. It is safe for concurrent use.
type Index interface {
	Searcher
	// Apply takes over listings that were written: those visible are found as
	// they now are, the others no more. It may be called while searches run,
	// and keeps no reference to the slice.
	Apply(listings []*Listing)
	// SetDay sets the day that availability is counted from, and the one since
	// which a profile must have been confirmed not to rank lower; zero: none.
	SetDay(today, stale Date)
	// Len is how many profiles are found by a query without conditions.
	Len() int
	// Counts are how many of these profiles there are for each value.
	Counts() Counts
}

// Counts are the numbers of visible profiles by what they have. A value that
// nobody has is absent. The maps are shared by all who ask: none may be changed.
type Counts struct {
	Total      int
	Skill      map[string]int // by slug
	Domain     map[string]int // by slug; a person with several skills of a domain counts once
	Commune    map[string]int // by INSEE code, without those who show only their EPCI
	EPCI       map[string]int // by SIREN
	Telecentre map[string]int // by id
}

// Reference is the data that the program brings along.
type Reference struct {
	Version     string // changes whenever the data does; empty: nothing is brought along
	Skills      []Skill
	Domains     []Domain
	Telecentres []Telecentre
}

// Options configure a Service.
type Options struct {
	Store      Store
	Atlas      *Atlas
	Reference  Reference            // written to the store when it holds another version
	NewIndex   func(*Catalog) Index // by Atlas and Taxonomy alone
	Now        func() time.Time     // nil: time.Now
	Log        *slog.Logger         // nil: discarded
	Ages       Ages                 // zero: DefaultAges
	Notice     Notice               // who keeps the directory
	Archive    Archive              // makes copies of the directory; nil: none are made
	Copy       bool                 // of a directory that is written elsewhere: nothing is written here
	Primary    string               // what to type after ssh to get to where a copy comes from; empty: nobody knows
	ReportRate int                  // reports of one key or address a day; 0: no limit
	RevealRate int                  // distinct listings whose contacts one key or address sees a day; 0: no limit
}

// NewService brings the reference data of the options into the store, unless
// that is a copy, reads the store and builds the index. Its errors are CodeInternal, ctx.Err(), and
// what the store says about its file.
func NewService(ctx context.Context, o Options) (*Service, error) {
	if o.Store == nil || o.Atlas == nil || o.NewIndex == nil {
		return nil, errors.New("directory: a service needs a store, an atlas and an index")
	}
	s := &Service{
		store: o.Store, atlas: o.Atlas, newIndex: o.NewIndex,
		clock: newClock(o.Now), log: o.Log, reveals: newReveals(o.RevealRate),
		sync:  synced{turn: make(chan struct{}, 1)},
		stats: statsCache{turn: make(chan struct{}, 1)},
		ages:  o.Ages, notice: o.Notice, archive: o.Archive,
		copied: copied{is: o.Copy, from: o.Primary},
		kept:   newKept(),
		tried: tried{
			codes: attempts{most: guessesEach}, accounts: attempts{most: newAccountsEach}, reports: newReveals(o.ReportRate),
		},
	}
	if s.ages == (Ages{}) {
		s.ages = DefaultAges()
	}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	if o.Reference.Version != "" && !o.Copy {
		if err := s.seed(ctx, o.Reference); err != nil {
			return nil, s.toOperator("seed", err)
		}
	}
	if _, err := s.refresh(ctx); err != nil {
		return nil, s.toOperator("load", err)
	}
	return s, nil
}

// Catalog is the reference data in force.
func (s *Service) Catalog() *Catalog { return s.state.Load().catalog }

// Atlas knows the communes in force.
func (s *Service) Atlas() *Atlas { return s.Catalog().Atlas }

// Now is the service's time, in the civil time of the Orne.
func (s *Service) Now() time.Time { return s.clock.time() }

// stamp is the present time as the store will give it back.
func (s *Service) stamp() time.Time { return s.clock.now().UTC().Truncate(time.Millisecond) }

// Today is the civil day in the Orne.
func (s *Service) Today() Date { return s.clock.today() }

// Demo tells whether the directory holds fictional profiles.
func (s *Service) Demo() bool { return s.demo.Load() }

// clock tells the civil time of the Orne.
type clock struct {
	now  func() time.Time
	zone *time.Location
}

func newClock(now func() time.Time) clock {
	if now == nil {
		now = time.Now
	}
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		// Without a zone database midnight is an hour off in summer, no more.
		zone = time.FixedZone("CET", 3600)
	}
	return clock{now: now, zone: zone}
}

func (c clock) time() time.Time { return c.now().In(c.zone) }

func (c clock) today() Date { return DateOf(c.time()) }

// internal passes on what the domain or the context says, and turns anything
// else, and what concerns the machine rather than the directory, into
// CodeInternal with a reference under which the log explains it.
func (s *Service) internal(doing string, err error) error {
	return s.referred(CodeInternal, doing, err)
}

// unwritten is internal for a write: that the server cannot write at all is
// told as CodeStorage. Where its file lies is the operator's business.
func (s *Service) unwritten(doing string, err error) error {
	if IsCode(err, CodeDiskFull) || IsCode(err, CodeUnwritable) {
		return s.referred(CodeStorage, doing, err)
	}
	return s.internal(doing, err)
}

func (s *Service) referred(code Code, doing string, err error) error {
	var one *Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &one) && !ofStorage(err),
		errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	}
	ref := logReference()
	s.log.Error("internal error", "reference", ref, "doing", doing, "error", SafeLine(err.Error()))
	return &Error{Code: code, Params: Params{"reference": ref}, Err: fmt.Errorf("%s: %w", doing, err)}
}

// toOperator is internal for whoever runs the program on the server's own
// machine, to whom a full disk or a file that cannot be written is told.
func (s *Service) toOperator(doing string, err error) error {
	if ofStorage(err) {
		return err
	}
	return s.internal(doing, err)
}

// ofStorage tells whether an error is about the file that the directory is
// kept in, and names it.
func ofStorage(err error) bool {
	return IsCode(err, CodeForeignFile) || IsCode(err, CodeNewerFile) || IsCode(err, CodeDiskFull) || IsCode(err, CodeUnwritable) ||
		IsCode(err, CodeNoCopy)
}
