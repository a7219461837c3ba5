package directory

import "math"

// EarthRadiusKM is the mean radius (IUGG R1) that distances are computed with.
const EarthRadiusKM = 6371.0088

// EPCI is an intercommunality.
type EPCI struct {
	SIREN string
	Name  string
}

// Commune is one of the 381 communes of the Orne.
type Commune struct {
	INSEE          string
	Name           string
	PostalCodes    []string
	EPCI           EPCI
	Arrondissement string
	Population     int
	Latitude       float64 // degrees, WGS 84
	Longitude      float64
	Former         []string // names of former communes now within it
}

// DistanceKM is the great-circle distance between two points in degrees, by
// the haversine formula.
func DistanceKM(lat1, lon1, lat2, lon2 float64) float64 {
	const rad = math.Pi / 180
	sinLat := math.Sin((lat2 - lat1) * rad / 2)
	sinLon := math.Sin((lon2 - lon1) * rad / 2)
	h := sinLat*sinLat + math.Cos(lat1*rad)*math.Cos(lat2*rad)*sinLon*sinLon
	return 2 * EarthRadiusKM * math.Asin(math.Min(1, math.Sqrt(h)))
}

// Distance is the distance between the reference points of two communes.
func (c *Commune) Distance(o *Commune) float64 {
	return DistanceKM(c.Latitude, c.Longitude, o.Latitude, o.Longitude)
}

// Former is a commune that merged into another.
type Former struct {
	INSEE   string // the code it had
	Name    string
	Current string // INSEE code of the commune it now belongs to
}

// City is a well-known place outside the Orne: named to say that it is
// outside, and located to count the journeys that remote work spares.
type City struct {
	Name                string
	Latitude, Longitude float64
}

// Place is what a person meant by a place: one commune, or several that
// share a name or a postal code, or a whole EPCI.
type Place struct {
	Communes []*Commune // never empty
	EPCI     *EPCI      // set when a whole EPCI was meant
	Former   string     // the former commune's name, when it was named by that
	Postal   string     // the postal code, when it was given by that
}

// Names are the communes' names.
func (p *Place) Names() []string {
	names := make([]string, len(p.Communes))
	for i, c := range p.Communes {
		names[i] = c.Name
	}
	return names
}

// INSEE are the communes' codes.
func (p *Place) INSEE() []string {
	codes := make([]string, len(p.Communes))
	for i, c := range p.Communes {
		codes[i] = c.INSEE
	}
	return codes
}
