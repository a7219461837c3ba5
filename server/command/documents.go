package command

import (
	"teleorne/directory"
	"teleorne/directory/exchange"
)

// lang is the language of labels in documents.
func (sh *Shell) lang() string { return string(sh.Text.Lang()) }

func (sh *Shell) writeResults(s *directory.Service, r *directory.Results) error {
	switch sh.format {
	case formatJSON:
		return exchange.WriteJSON(sh.out, exchange.NewSearch(r, sh.lang()))
	case formatNDJSON:
		return exchange.WriteNDJSON(sh.out, r, sh.lang())
	case formatCSV:
		return exchange.WriteResultsCSV(sh.out, r.Cards, sh.lang())
	case formatVCard:
		return exchange.WriteVCards(sh.out, r.Cards, sh.lang())
	}
	sh.resultTable(s, r)
	return nil
}

func (sh *Shell) writeCard(s *directory.Service, c *directory.Card) error {
	switch sh.format {
	case formatJSON, formatNDJSON:
		return exchange.WriteJSON(sh.out, exchange.NewShown(c, sh.lang(), s.Demo(), s.RevealsLeft(sh.Actor)))
	case formatCSV:
		return exchange.WriteResultsCSV(sh.out, []*directory.Card{c}, sh.lang())
	case formatVCard:
		return exchange.WriteVCard(sh.out, c, sh.lang())
	}
	sh.cardText(s, c)
	return nil
}

func (sh *Shell) writeCommunes(s *directory.Service, list []directory.PlaceCount) error {
	d := exchange.NewCommunes(list, s.Demo())
	switch sh.format {
	case formatNDJSON:
		return each(sh, d.Communes, func(c exchange.Commune) any {
			return struct {
				Schema int `json:"schema"`
				exchange.Commune
			}{d.Schema, c}
		})
	case formatCSV:
		return exchange.WriteCommunesCSV(sh.out, d)
	}
	return exchange.WriteJSON(sh.out, d)
}

func (sh *Shell) writeSkills(s *directory.Service, list []directory.SkillCount) error {
	d := exchange.NewSkills(list, s.Catalog().Taxonomy, sh.lang(), s.Demo())
	switch sh.format {
	case formatNDJSON:
		return each(sh, d.Skills, func(k exchange.Skill) any {
			return struct {
				Schema int `json:"schema"`
				exchange.Skill
			}{d.Schema, k}
		})
	case formatCSV:
		return exchange.WriteSkillsListCSV(sh.out, d)
	}
	return exchange.WriteJSON(sh.out, d)
}

func (sh *Shell) writeTelecentres(s *directory.Service, list []directory.TelecentreCount) error {
	d := exchange.NewTelecentres(list, s.Demo())
	switch sh.format {
	case formatNDJSON:
		return each(sh, d.Telecentres, func(t exchange.Telecentre) any {
			return struct {
				Schema int `json:"schema"`
				exchange.Telecentre
			}{d.Schema, t}
		})
	case formatCSV:
		return exchange.WriteTelecentresListCSV(sh.out, d)
	}
	return exchange.WriteJSON(sh.out, d)
}

// each writes the entries of a list one a line, each a document of its own.
func each[T any](sh *Shell, list []T, document func(T) any) error {
	for _, e := range list {
		if err := exchange.WriteJSON(sh.out, document(e)); err != nil {
			return err
		}
	}
	return nil
}

func (sh *Shell) writeStats(s *directory.Service, st *directory.Stats) error {
	return exchange.WriteJSON(sh.out, exchange.NewStats(st, s.Catalog(), sh.lang()))
}
