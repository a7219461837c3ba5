package directory

import "time"

// ReportReason says what is wrong with a listing.
type ReportReason string

// The reasons to report a listing.
const (
	ReportOutdated      ReportReason = "outdated"
	ReportWrong         ReportReason = "wrong"
	ReportImpersonation ReportReason = "impersonation"
	ReportOffensive     ReportReason = "offensive"
	ReportAdvertising   ReportReason = "advertising"
	ReportOther         ReportReason = "other"
)

// ReportReasons are all of them, in the order they are offered.
var ReportReasons = []ReportReason{
	ReportOutdated, ReportWrong, ReportImpersonation, ReportOffensive, ReportAdvertising, ReportOther,
}

// Report is what a reader tells the moderators about a listing.
type Report struct {
	ID       int64
	Listing  ListingID
	Reason   ReportReason
	Words    string // optional, 0–1,000 characters
	At       time.Time
	Role     Role   // of who reports
	Reporter string // a keyed hash of their key or address, by which one reader counts once; never shown
	ClosedAt time.Time
}
