package directory_test

import (
	"io"

	"teleorne/directory"
)

// drivers try each rule of the policy.
var drivers = map[directory.Action]driver{
	directory.ActionRead: {do: func(s *stage, a directory.Actor, _ *directory.Listing) error {
		_, err := s.Show(s.t.Context(), a, s.others["published"].Slug, true)
		return err
	}},
	directory.ActionReport: {hidden: true, do: func(s *stage, a directory.Actor, l *directory.Listing) error {
		_, err := s.Report(s.t.Context(), a, l.Slug, directory.ReportOther, "")
		return err
	}},

	directory.ActionSubmit:    {prepare: drafted, do: owners(func(s *stage, a directory.Actor) error { _, err := s.Submit(s.t.Context(), a, ""); return err })},
	directory.ActionDropDraft: {prepare: drafted, do: owners(func(s *stage, a directory.Actor) error { _, err := s.DropDraft(s.t.Context(), a, ""); return err })},
	directory.ActionWithdraw:  {do: owners(func(s *stage, a directory.Actor) error { _, err := s.Withdraw(s.t.Context(), a); return err })},
	directory.ActionPause:     {do: owners(func(s *stage, a directory.Actor) error { _, err := s.Pause(s.t.Context(), a, 0); return err })},
	directory.ActionResume:    {do: owners(func(s *stage, a directory.Actor) error { _, err := s.Resume(s.t.Context(), a); return err })},
	directory.ActionConfirm:   {do: owners(func(s *stage, a directory.Actor) error { _, err := s.Confirm(s.t.Context(), a); return err })},
	directory.ActionAppeal:    {do: owners(func(s *stage, a directory.Actor) error { _, err := s.Appeal(s.t.Context(), a, "Si."); return err })},
	directory.ActionErase: {do: func(s *stage, a directory.Actor, l *directory.Listing) error {
		_, err := s.Erase(s.t.Context(), a, l.Slug)
		return err
	}},

	directory.ActionModerate: {do: func(s *stage, a directory.Actor, _ *directory.Listing) error {
		_, err := s.Queue(s.t.Context(), a)
		return err
	}},
	directory.ActionView: {do: func(s *stage, a directory.Actor, l *directory.Listing) error {
		_, err := s.Open(s.t.Context(), a, directory.ListingItem(l.ID), "session")
		return err
	}},
	directory.ActionApprove: decision(directory.ActionApprove, directory.ListingItem),
	directory.ActionAsk:     decision(directory.ActionAsk, directory.ListingItem),
	directory.ActionReject:  decision(directory.ActionReject, directory.ListingItem),
	directory.ActionSuspend: decision(directory.ActionSuspend, directory.ListingItem),
	directory.ActionRestore: decision(directory.ActionRestore, directory.ListingItem),
	directory.ActionDismiss: decision(directory.ActionDismiss, directory.ReportItem),
	directory.ActionUphold:  decision(directory.ActionUphold, directory.AppealItem),
	directory.ActionReverse: decision(directory.ActionReverse, directory.AppealItem),
	directory.ActionUndo:    {prepare: decidedBy, do: undo},
	directory.ActionProposal: {do: func(s *stage, a directory.Actor, _ *directory.Listing) error {
		_, err := s.Proposals(s.t.Context(), a)
		return err
	}},

	directory.ActionImport: {do: func(s *stage, a directory.Actor, _ *directory.Listing) error {
		_, err := s.ImportProfiles(s.t.Context(), a, rows(person("Im Porté")), directory.ImportOptions{})
		return err
	}},
	directory.ActionExport: {do: func(s *stage, a directory.Actor, _ *directory.Listing) error {
		return s.ExportListings(s.t.Context(), a, func(*directory.Listing) error { return nil })
	}},
	directory.ActionBackup: {do: func(s *stage, a directory.Actor, _ *directory.Listing) error {
		return without(s.StreamBackup(s.t.Context(), a, io.Discard), directory.CodeNoArchive)
	}},
	directory.ActionAccounts: {do: func(s *stage, a directory.Actor, _ *directory.Listing) error {
		_, err := s.Accounts(s.t.Context(), a, directory.AccountQuery{})
		return err
	}},
	directory.ActionGrant: {do: func(s *stage, a directory.Actor, _ *directory.Listing) error {
		_, err := s.SetRole(s.t.Context(), a, s.actors[directory.RoleProfessional].Account, directory.RoleModerator, "Il en faut.")
		return err
	}},
	directory.ActionBan: {do: func(s *stage, a directory.Actor, _ *directory.Listing) error {
		_, err := s.Ban(s.t.Context(), a, directory.BanRequest{Who: withKey("spammer of " + a.Role.String()).Fingerprint, Reason: "Abus."})
		return err
	}},
	directory.ActionRejectMany: {do: func(s *stage, a directory.Actor, _ *directory.Listing) error {
		v := directory.Verdict{Item: directory.ListingItem(s.others["pending"].ID), Action: directory.ActionReject}
		_, err := s.RejectMany(s.t.Context(), a, []directory.Verdict{v}, "Abus.")
		return err
	}},
	directory.ActionEraseListing: {do: func(s *stage, a directory.Actor, l *directory.Listing) error {
		_, err := s.EraseListing(s.t.Context(), a, l.ID, "À sa demande.")
		return err
	}},
	directory.ActionAgree: {do: func(s *stage, a directory.Actor, _ *directory.Listing) error {
		_, err := s.Agree(s.t.Context(), a, 999)
		return without(err, directory.CodeNotFound)
	}},
	directory.ActionTaxonomy: {do: func(s *stage, a directory.Actor, _ *directory.Listing) error {
		_, err := s.ChangeTaxonomy(s.t.Context(), a, directory.TaxonomyChange{
			Kind: directory.TaxonomyAlias, Skill: "comptabilite", Alias: "teneuse de livres, " + a.Role.String(), Lang: "fr",
		})
		return err
	}},
	directory.ActionTelecentres: {do: func(s *stage, a directory.Actor, _ *directory.Listing) error {
		return s.VerifyTelecentre(s.t.Context(), a, s.Catalog().Telecentres[0].ID, s.Today())
	}},
	directory.ActionCommunes: {do: func(s *stage, a directory.Actor, _ *directory.Listing) error {
		from := s.Catalog().Atlas.Communes()[a.Role].INSEE
		return s.MergeCommune(s.t.Context(), a, directory.CommuneMerge{From: from, Into: "61169", On: s.Today()})
	}},
	directory.ActionAnnounce: {do: func(s *stage, a directory.Actor, _ *directory.Listing) error {
		return s.Announce(s.t.Context(), a, directory.Announcement{FR: "Fermé lundi.", Until: s.Today() + 1})
	}},
	directory.ActionRequests: {do: func(s *stage, a directory.Actor, _ *directory.Listing) error {
		_, err := s.DataRequests(s.t.Context(), a, true)
		return err
	}},
	directory.ActionLog: {do: func(s *stage, a directory.Actor, _ *directory.Listing) error {
		_, err := s.Log(s.t.Context(), a, directory.LogQuery{})
		return err
	}},
}

// without takes an error for none that is no matter of permission.
func without(err error, code directory.Code) error {
	if directory.IsCode(err, code) {
		return nil
	}
	return err
}

// owners leaves out whose listing it is: one's own.
func owners(do func(*stage, directory.Actor) error) func(*stage, directory.Actor, *directory.Listing) error {
	return func(s *stage, a directory.Actor, _ *directory.Listing) error { return do(s, a) }
}

// drafted gives the owner something to submit, or to drop.
func drafted(s *stage, a directory.Actor, l *directory.Listing) {
	if a.Fingerprint != "" && l.Owner == a.Account {
		s.drafts(a, person("Zoé Personne", headline("Encore un autre")))
	}
}

// decision is a verdict about an item of which there are reports, and an open
// appeal.
func decision(action directory.Action, item func(directory.ListingID) directory.ItemID) driver {
	return driver{
		prepare: func(s *stage, _ directory.Actor, l *directory.Listing) {
			s.written(func(tx directory.Tx) error {
				_, err := tx.AddReport(directory.Report{Listing: l.ID, Reason: directory.ReportOther, At: s.Now(), Reporter: "somebody"})
				if err == nil && item(l.ID)[0] == 'a' {
					log, failed := tx.Decisions(l.ID)
					if err = failed; err == nil {
						// By the last decision it means what there is to contest, if anything.
						err = without(tx.AddAppeal(directory.Appeal{
							Listing: l.ID, Against: log[len(log)-1].Number, By: 999, Words: "Si.", At: s.Now(),
						}), directory.CodeDuplicate)
					}
				}
				return err
			})
		},
		do: func(s *stage, a directory.Actor, l *directory.Listing) error {
			_, err := s.Decide(s.t.Context(), a, directory.Verdict{Item: item(l.ID), Action: action, Reason: "Voilà."})
			return err
		},
	}
}

// decidedBy writes a decision of the actor that changed nothing: they can take
// that back, if the policy lets them.
func decidedBy(s *stage, a directory.Actor, l *directory.Listing) {
	s.written(func(tx directory.Tx) error {
		return tx.Decide(directory.Decision{At: s.Now(), Actor: a, Action: "ask", Listing: l.ID, Reason: "Quoi ?"})
	})
}

func undo(s *stage, a directory.Actor, l *directory.Listing) error {
	log := s.decisionsOf(l.ID)
	_, err := s.Undo(s.t.Context(), a, log[len(log)-1].Number)
	return err
}

// written writes behind the service's back.
func (s *stage) written(fn func(directory.Tx) error) {
	s.t.Helper()
	if err := s.store.Update(s.t.Context(), fn); err != nil {
		s.t.Fatal(err)
	}
}
