package directory

import "time"

// AccountID identifies an account; 0 is nobody's.
type AccountID int64

// Account is a person known by one or several keys.
type Account struct {
	ID         AccountID
	Name       string
	Role       Role
	CreatedAt  time.Time
	InformedAt time.Time // when its owner last took note of the privacy notice; zero: never
	Mode       Mode      // how its owner reads; empty for everybody else
}
