package directory

// deed is what an import does with a row.
type deed uint8

const (
	creates deed = iota
	leavesWithdrawn
	leaves        // what is there says the same
	leavesWaiting // the owner's own change waits
	revises
	accepts // what is there waits, and is published
)

// plan says what becomes of a row. Who sees the contacts, and how precisely the
// place is told, is for the owner of a listing to say: a file changes neither.
func (im *importer) plan(row *importing) deed {
	l := row.listing
	if l != nil && l.Owner != 0 {
		p, own := &row.profile, &l.Latest.Profile
		p.EmailShown, p.PhoneShown, p.CommuneShown = own.EmailShown, own.PhoneShown, own.CommuneShown
	}
	switch {
	case l == nil:
		return creates
	case l.Withdrawn:
		return leavesWithdrawn
	case !im.says(l.Latest, &row.profile):
		if l.Owner != 0 && l.Published != nil && im.says(l.Published, &row.profile) {
			return leaves // what waits is the owner's own change, not an older import
		}
		if l.Owner != 0 && l.Pending() {
			return leavesWaiting // it would take the place of what the owner handed in, unread
		}
		return revises
	case im.options.Publish && (l.Published == nil || l.Published.ID != l.Latest.ID):
		return accepts
	}
	return leaves
}

// refuseOwn tells the rows that would change or publish the actor's own listing
// as problems.
func (im *importer) refuseOwn() {
	for i := range im.rows {
		row := &im.rows[i]
		if row.refused || row.listing == nil || !im.actor.owns(row.listing) {
			continue
		}
		if what := im.plan(row); what == revises || what == accepts {
			row.refused = true
			im.problem(row.line, &Error{Code: CodeOwnListing})
		}
	}
}

// put writes one row.
func (im *importer) put(row *importing) error {
	switch im.plan(row) {
	case creates:
		im.report.Created++
		return im.create(row)
	case leavesWithdrawn:
		im.report.Withdrawn++
	case leavesWaiting:
		im.report.Waiting++
	case revises:
		im.report.Updated++
		return im.revise(row.listing, &row.profile)
	case accepts:
		im.report.Updated++
		return im.accept(row.listing, &row.profile)
	default:
		im.report.Unchanged++
	}
	return nil
}

// create makes a listing of a row.
func (im *importer) create(row *importing) error {
	slug := row.slug
	if slug == "" {
		var err error
		if slug, err = im.tx.FreeSlug(Slugify(row.profile.Name)); err != nil {
			return err
		}
	}
	id, err := im.tx.AddListing(slug, 0, im.now)
	if err != nil {
		return err
	}
	return im.revise(&Listing{ID: id}, &row.profile)
}

// revise gives a listing new content, published or waiting.
func (im *importer) revise(l *Listing, p *Profile) error {
	state := RevisionSubmitted
	if im.options.Publish {
		state = RevisionAccepted
	}
	rev, err := im.tx.AddRevision(l.ID, state, p, im.now)
	if err != nil {
		return err
	}
	if im.options.Publish {
		return im.publish(l, rev)
	}
	return im.decide(decidedImport, l.ID, rev)
}

// publish publishes an accepted revision. Whoever imports it says that it is
// true now.
func (im *importer) publish(l *Listing, rev RevisionID) error {
	if err := im.tx.Publish(l.ID, rev, im.now); err != nil {
		return err
	}
	if err := confirm(im.tx, l, im.now); err != nil {
		return err
	}
	return im.decide(decidedImportPublish, l.ID, rev)
}

// accept publishes the latest revision of a listing, whose content is p.
func (im *importer) accept(l *Listing, p *Profile) error {
	switch l.Latest.State {
	case RevisionRefused:
		// States move only forward: what was refused comes anew.
		return im.revise(l, p)
	case RevisionDraft, RevisionSubmitted:
		if err := im.tx.SetRevisionState(l.Latest.ID, RevisionAccepted); err != nil {
			return err
		}
	}
	return im.publish(l, l.Latest.ID)
}

func (im *importer) decide(action string, id ListingID, rev RevisionID) error {
	return im.tx.Decide(Decision{At: im.now, Actor: im.actor, Action: action, Listing: id, Revision: rev})
}
