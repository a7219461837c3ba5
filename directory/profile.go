package directory

// Status says how a professional works.
type Status string

// Workplace says where.
type Workplace string

// Shown says how precisely the commune of a profile is published.
type Shown string

// Visibility says which readers see a contact detail.
type Visibility string

// Connection is the line to the workplace.
type Connection string

// The values of the enumerated fields, as documents and commands name them.
const (
	Independent Status = "independent"
	Salaried    Status = "salaried"

	AtHome       Workplace = "home"
	AtTelecentre Workplace = "telecentre"
	AtBoth       Workplace = "both"

	ShownCommune Shown = "commune"
	ShownEPCI    Shown = "epci"

	Public     Visibility = "public"
	Identified Visibility = "identified"
	Nobody     Visibility = "nobody"

	Fibre       Connection = "fibre"
	DSL         Connection = "dsl"
	Mobile      Connection = "mobile"
	Satellite   Connection = "satellite"
	OtherAccess Connection = "other"
)

// The allowed values of each enumerated field, in the order they are offered.
var (
	Statuses     = []Status{Independent, Salaried}
	Workplaces   = []Workplace{AtHome, AtTelecentre, AtBoth}
	Showns       = []Shown{ShownCommune, ShownEPCI}
	Visibilities = []Visibility{Public, Identified, Nobody}
	Connections  = []Connection{Fibre, DSL, Mobile, Satellite, OtherAccess}
)

// Bounds of the fields, in graphemes for text.
const (
	MinName        = 2
	MaxName        = 80
	MaxLine        = 80
	MaxSkills      = 15
	MaxDescription = 2000
	MaxRateEUR     = 5000
	MaxRemoteDays  = 7
	MaxLanguages   = 10
	MaxURL         = 200
	MaxEmail       = 254
)

// Profile is what a professional says of themselves: the content of a
// revision. Text is clean (see CleanLine and CleanText) once Normalise passed.
type Profile struct {
	Name          string
	Organisation  string
	Status        Status
	Headline      string
	Skills        []string // slugs of the taxonomy; a proposal is kept as "+word"
	Commune       string   // INSEE code
	CommuneShown  Shown
	Workplace     Workplace
	Telecentre    string // id, empty when none
	Description   string
	Languages     []string // ISO 639-1
	AvailableFrom Date     // zero: not available
	DailyRateEUR  int      // whole euros; 0: not said
	EmployerPlace string   // the employer's commune: an INSEE code of the Orne, or a name elsewhere; never shown
	RemoteDays    int      // days a week; 0: not said; never shown
	Website       string
	Email         string
	EmailShown    Visibility
	Phone         string // E.164
	PhoneShown    Visibility
	SIRET         string
	Connection    Connection // empty: not said
}

// Available tells whether the professional is free on that day.
func (p *Profile) Available(day Date) bool {
	return !p.AvailableFrom.IsZero() && p.AvailableFrom <= day
}
