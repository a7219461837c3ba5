package exchange

import "teleorne/directory"

// Proposals is the document of the skills that profiles propose.
type Proposals struct {
	Schema    int        `json:"schema"`
	Proposals []Proposal `json:"proposals"`
}

// NewProposals tells proposed skills in the order given, those near them in a
// language.
func NewProposals(list []*directory.Proposal, lang string) Proposals {
	d := Proposals{Schema: Schema, Proposals: make([]Proposal, 0, len(list))}
	for _, p := range list {
		d.Proposals = append(d.Proposals, NewProposal(p, lang))
	}
	return d
}

// Effect is the document of what a change of the taxonomy does, or would do.
type Effect struct {
	Schema   int            `json:"schema"`
	Done     bool           `json:"done"`
	Listings int            `json:"listings"`
	Searches []SearchEffect `json:"searches"`
}

// SearchEffect is how many professionals a search for a word finds.
type SearchEffect struct {
	Text   string `json:"text"`
	Before int    `json:"before"`
	After  int    `json:"after"`
}

// NewEffect tells an effect.
func NewEffect(e *directory.TaxonomyEffect, done bool) Effect {
	d := Effect{Schema: Schema, Done: done, Listings: e.Listings, Searches: make([]SearchEffect, 0, len(e.Searches))}
	for _, s := range e.Searches {
		d.Searches = append(d.Searches, SearchEffect{line(s.Text), s.Before, s.After})
	}
	return d
}

// KeptTelecentre is a télécentre as an administrator sees it.
type KeptTelecentre struct {
	Telecentre
	OtherSources *string `json:"other_sources"`
	Version      *string `json:"version"` // of what was read, for setting it
}

// NewKeptTelecentre tells a télécentre, public or not.
func NewKeptTelecentre(c directory.TelecentreCount, cat *directory.Catalog) KeptTelecentre {
	p := Place{INSEE: optional(c.Telecentre.Commune)}
	if c.Commune != nil {
		p = place(c.Commune, c.Commune.EPCI)
	}
	t := newTelecentre(c.Telecentre, p, c.Verified)
	t.Profiles = &c.Count
	return KeptTelecentre{t, optional(c.Telecentre.OtherSources), optional(cat.TelecentreVersion(c.Telecentre.ID))}
}

// TelecentreSheet is the document of one télécentre.
type TelecentreSheet struct {
	Schema int `json:"schema"`
	KeptTelecentre
}

// KeptTelecentres is the document of all télécentres.
type KeptTelecentres struct {
	Schema      int              `json:"schema"`
	Telecentres []KeptTelecentre `json:"telecentres"`
}

// NewKeptTelecentres tells télécentres in the order given.
func NewKeptTelecentres(list []directory.TelecentreCount, cat *directory.Catalog) KeptTelecentres {
	d := KeptTelecentres{Schema: Schema, Telecentres: make([]KeptTelecentre, 0, len(list))}
	for _, c := range list {
		d.Telecentres = append(d.Telecentres, NewKeptTelecentre(c, cat))
	}
	return d
}

// Merge says that a commune became part of another.
type Merge struct {
	From     Merged  `json:"from"`
	Into     Merged  `json:"into"`
	On       *string `json:"on"`
	At       *string `json:"at"`       // when it was entered; null in a preview
	Listings *int    `json:"listings"` // that would be found in the other one; null in a list
	Done     bool    `json:"done"`
}

// Merged is a commune of a merge.
type Merged struct {
	INSEE string  `json:"insee"`
	Name  *string `json:"name"`
}

// NewMerge tells a merge by the names of the communes.
func NewMerge(m directory.CommuneMerge, name func(insee string) string) Merge {
	return Merge{
		From: Merged{line(m.From), optional(name(m.From))}, Into: Merged{line(m.Into), optional(name(m.Into))},
		On: day(m.On), At: moment(m.At), Done: !m.At.IsZero(),
	}
}

// MergeSheet is the document of one merge.
type MergeSheet struct {
	Schema int `json:"schema"`
	Merge
}

// Merges is the document of the merges that administrators entered.
type Merges struct {
	Schema int     `json:"schema"`
	Merges []Merge `json:"merges"`
}

// NewMerges tells merges in the order given.
func NewMerges(list []directory.CommuneMerge, name func(insee string) string) Merges {
	d := Merges{Schema: Schema, Merges: make([]Merge, 0, len(list))}
	for _, m := range list {
		d.Merges = append(d.Merges, NewMerge(m, name))
	}
	return d
}
