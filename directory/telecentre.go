package directory

// Telecentre is a place to work for those who cannot or do not want to work at
// home. An empty value is unknown, never « no ».
type Telecentre struct {
	ID              string // slug, stable
	Name            string
	Commune         string // INSEE code
	Kind            string
	Address         string
	Operator        string
	OpeningYear     int // 0: unknown
	Workplaces      int // seats; 0: unknown
	MeetingRoom     string
	VideoConference string
	Connection      string
	StepFree        string // access for people with reduced mobility, in the source's words
	Price           string
	Phone           string
	Website         string
	Status          TelecentreStatus
	SourceYear      int // 0: unknown
	SourceURL       string
	OtherSources    string
	Notes           string
}

// TelecentreStatus says whether the public is shown a télécentre.
type TelecentreStatus string

// Only open télécentres are public; the others wait for an administrator.
const (
	TelecentreOpen    TelecentreStatus = "open"
	TelecentrePlanned TelecentreStatus = "planned"
	TelecentreUnknown TelecentreStatus = "unknown"
	TelecentreClosed  TelecentreStatus = "closed"
)

// Public tells whether everybody may see it.
func (t *Telecentre) Public() bool { return t.Status == TelecentreOpen }

// Accessible tells whether its source says that it can be entered without steps.
func (t *Telecentre) Accessible() bool { return t.StepFree == "yes" }

// changes names what differs in another version of a télécentre.
func (t *Telecentre) changes(o *Telecentre) []string {
	var fields []string
	for _, f := range []struct {
		field string
		same  bool
	}{
		{"name", t.Name == o.Name},
		{"commune", t.Commune == o.Commune},
		{"kind", t.Kind == o.Kind},
		{"address", t.Address == o.Address},
		{"operator", t.Operator == o.Operator},
		{"opening_year", t.OpeningYear == o.OpeningYear},
		{"workplaces", t.Workplaces == o.Workplaces},
		{"meeting_room", t.MeetingRoom == o.MeetingRoom},
		{"video_conference", t.VideoConference == o.VideoConference},
		{"connection", t.Connection == o.Connection},
		{"step_free", t.StepFree == o.StepFree},
		{"price", t.Price == o.Price},
		{"phone", t.Phone == o.Phone},
		{"website", t.Website == o.Website},
		{"status " + string(o.Status), t.Status == o.Status},
		{"source_year", t.SourceYear == o.SourceYear},
		{"source_url", t.SourceURL == o.SourceURL},
		{"other_sources", t.OtherSources == o.OtherSources},
		{"notes", t.Notes == o.Notes},
	} {
		if !f.same {
			fields = append(fields, f.field)
		}
	}
	return fields
}
