package directory

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"
)

// The entries of the log about télécentres.
const (
	decidedTelecentreAdd    = "telecentre_add"
	decidedTelecentreEdit   = "telecentre_edit"
	decidedTelecentreVerify = "telecentre_verify"
	telecentreTarget        = "telecentre:"
)

// firstDay is before anything that administrators note a past day of.
var firstDay = DateOf(time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC))

// AllTelecentres are all of them, also those that are not public, by name.
func (s *Service) AllTelecentres(ctx context.Context, actor Actor) ([]TelecentreCount, error) {
	if _, err := s.official(ctx, actor, ActionTelecentres); err != nil {
		return nil, err
	}
	return s.telecentres(nil, func(*Telecentre) bool { return true }), nil
}

// TelecentreVersion names a télécentre as it now stands.
func (c *Catalog) TelecentreVersion(id string) string {
	t, ok := c.Telecentre(id)
	if !ok {
		return ""
	}
	return digest(*t)
}

// SaveTelecentre creates or replaces a télécentre. version is
// Catalog.TelecentreVersion of the one that was read; empty to create one
// (CodeDuplicate), whose ID is made of its name when it has none. Errors: Errors
// by field, CodeStale, CodeNotFound, CodeNotPermitted.
func (s *Service) SaveTelecentre(ctx context.Context, actor Actor, t Telecentre, version string) error {
	if err := actor.May(ActionTelecentres); err != nil {
		return err
	}
	errs := cleanTelecentre(&t, s.Atlas())
	return s.asKeeper(ctx, actor, ActionTelecentres, func(tx Tx, by Actor, now time.Time) error {
		if len(errs) > 0 {
			return errs
		}
		was, err := tx.Telecentre(t.ID)
		there := err == nil
		switch {
		case err != nil && !IsCode(err, CodeNotFound):
			return err
		case !there && version != "":
			return NotFound("telecentre", t.ID)
		case there && version == "":
			return &Error{Code: CodeDuplicate, Field: "id", Params: Params{"value": t.ID}}
		case there && version != digest(was):
			return s.stale(ctx, telecentreTarget+t.ID)
		case there && was == t:
			return nil
		}
		action, reason := decidedTelecentreAdd, string(t.Status)
		if there {
			action, reason = decidedTelecentreEdit, strings.Join(was.changes(&t), ", ")
		}
		if err := tx.PutTelecentre(t); err != nil {
			return err
		}
		return catalogued(tx, Decision{At: now, Actor: by, Action: action, Target: telecentreTarget + t.ID, Reason: reason})
	})
}

// stale says that something of the catalog was changed since it was read, and
// when, as the log tells.
func (s *Service) stale(ctx context.Context, target string) error {
	e := &Error{Code: CodeStale}
	last, err := s.store.Log(ctx, LogQuery{Target: target, Limit: 1})
	if err != nil {
		return err
	}
	if len(last) > 0 {
		e.Params = Params{"at": last[0].At}
	}
	return e
}

// catalogued ends a change of what a Catalog is made of.
func catalogued(tx Tx, d Decision) error {
	if err := newCatalog(tx); err != nil {
		return err
	}
	return tx.Decide(d)
}

// VerifyTelecentre notes that what is said of a télécentre was found to be true
// on a day, today or before; today when it is zero. CodeNotFound, CodeOutOfRange
// of the field on.
func (s *Service) VerifyTelecentre(ctx context.Context, actor Actor, id string, on Date) error {
	today := s.Today()
	if on.IsZero() {
		on = today
	}
	if err := dayBetween("on", on, firstDay, today); err != nil {
		return err
	}
	return s.asKeeper(ctx, actor, ActionTelecentres, func(tx Tx, by Actor, now time.Time) error {
		if _, err := tx.Telecentre(id); err != nil {
			return err
		}
		if err := tx.PutTelecentreCheck(id, on); err != nil {
			return err
		}
		return catalogued(tx, Decision{
			At: now, Actor: by, Action: decidedTelecentreVerify, Target: telecentreTarget + id, Reason: "on " + on.String(),
		})
	})
}

// telecentres lists those that are wanted by distance from the nearest of these
// communes, then name. The distance is negative without communes, or when the
// télécentre's commune is unknown; these come last.
func (s *Service) telecentres(near []*Commune, wanted func(*Telecentre) bool) []TelecentreCount {
	st := s.state.Load()
	counts := st.index.Counts().Telecentre
	var list []TelecentreCount
	for i := range st.catalog.Telecentres {
		t := &st.catalog.Telecentres[i]
		if !wanted(t) {
			continue
		}
		at, _ := st.catalog.Atlas.Current(t.Commune)
		list = append(list, TelecentreCount{
			Telecentre: t, Commune: at, Count: counts[t.ID], DistanceKM: nearestOf(near, at), Verified: st.catalog.Verified[t.ID],
		})
	}
	slices.SortStableFunc(list, func(a, b TelecentreCount) int {
		return cmp.Or(
			cmp.Compare(btoi(a.DistanceKM < 0), btoi(b.DistanceKM < 0)),
			cmp.Compare(a.DistanceKM, b.DistanceKM),
			byFolded(a.Telecentre.Name, b.Telecentre.Name),
			cmp.Compare(a.Telecentre.ID, b.Telecentre.ID),
		)
	})
	return list
}
