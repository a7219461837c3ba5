package directory

import "time"

// Ages are the ages, in months since it was last confirmed, at which a listing
// is treated differently. 0 switches one off.
type Ages struct {
	Remind int // no longer shown as confirmed; its owner is reminded
	Lower  int // ranks lower
	Hide   int // found no more, until its owner confirms it
	Erase  int // erased
	Notice int // told so many months before it is erased
}

// DefaultAges are those of the directory's rules.
func DefaultAges() Ages { return Ages{Remind: 6, Lower: 9, Hide: 12, Erase: 24, Notice: 2} }

// Age is how long ago a listing was confirmed, as far as the rules care.
type Age string

// The ages of a listing, in their order.
const (
	AgeFresh   Age = "fresh"
	AgeDue     Age = "due"     // its owner is reminded
	AgeLow     Age = "low"     // ranks lower
	AgeHidden  Age = "hidden"  // found no more
	AgeLeaving Age = "leaving" // soon erased
	AgeGone    Age = "gone"    // to be erased
)

// Of is the age of what was confirmed at a time. It counts in whole days, those
// of the place that now is told in: nothing changes between two midnights.
func (a Ages) Of(confirmed, now time.Time) Age {
	past := func(months int) bool { return after(months, confirmed, now) }
	switch {
	case past(a.Erase):
		return AgeGone
	case a.Erase > a.Notice && past(a.Erase-a.Notice):
		return AgeLeaving
	case past(a.Hide):
		return AgeHidden
	case past(a.Lower):
		return AgeLow
	case past(a.Remind):
		return AgeDue
	}
	return AgeFresh
}

// Next is on which day the rules will treat differently what was confirmed at a
// time and has that age: when it is hidden, or erased. Zero: never.
func (a Ages) Next(confirmed time.Time, age Age) time.Time {
	months := a.Hide
	if age == AgeHidden || age == AgeLeaving || age == AgeGone || a.Hide == 0 {
		months = a.Erase
	}
	if months == 0 {
		return time.Time{}
	}
	return confirmed.AddDate(0, months, 0)
}

// after tells whether the day has come on which so many months have gone by
// since a time; 0: never.
func after(months int, since, now time.Time) bool {
	return months > 0 && DateOf(now) >= DateOf(since.In(now.Location()).AddDate(0, months, 0))
}

// since is the time that a listing's age counts from: of its confirmation,
// else of its creation. What was never published ages from the last time that
// somebody worked on it.
func since(l *Listing, d *Draft) time.Time {
	at := l.ConfirmedAt
	if at.IsZero() {
		at = l.CreatedAt
	}
	if l.Published != nil {
		return at
	}
	if l.Latest != nil && l.Latest.CreatedAt.After(at) {
		at = l.Latest.CreatedAt
	}
	if d.SavedAt.After(at) {
		at = d.SavedAt
	}
	return at
}

// of is the age of what is published, empty when nothing is or it was
// withdrawn, and the day on which the rules will hide or erase the listing;
// zero: never.
func (a Ages) of(l *Listing, d *Draft, now time.Time) (Age, time.Time) {
	at := since(l, d).In(now.Location())
	switch {
	case l.Published != nil && !l.Withdrawn:
		age := a.Of(at, now)
		return age, a.Next(at, age)
	case l.Latest == nil && a.Hide > 0: // never submitted
		return "", at.AddDate(0, a.Hide, 0)
	case l.Latest != nil && a.Erase > 0:
		return "", at.AddDate(0, a.Erase, 0)
	}
	return "", time.Time{}
}

// erases tells whether a listing has to go.
func (a Ages) erases(l *Listing, d *Draft, now time.Time) bool {
	if l.Latest == nil {
		return after(a.Hide, since(l, d), now)
	}
	return after(a.Erase, since(l, d), now)
}

// hides tells whether a listing is to be found no more for want of
// confirmation.
func (a Ages) hides(l *Listing, now time.Time) bool {
	return l.Published != nil && !l.Withdrawn && after(a.Hide, since(l, &Draft{}), now)
}
