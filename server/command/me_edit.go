package command

import (
	"bytes"
	"context"
	"errors"
	"io"
	"maps"
	"slices"

	"github.com/spf13/cobra"

	"teleorne/directory"
	"teleorne/directory/exchange"
	"teleorne/tui/text"
)

func (sh *Shell) meEditCommand() *cobra.Command {
	cmd := sh.under("me", "edit", []string{"modifier"}, sh.NoWords(), func(ctx context.Context, _ []string) error {
		return sh.meEdit(ctx)
	})
	sh.Formats(cmd, formatTable, formatJSON)
	return cmd
}

// meEdit replaces the draft by the document of the standard input, all of it or
// nothing. A document that says what is there already changes nothing, not even
// a draft that is incomplete.
func (sh *Shell) meEdit(ctx context.Context) error {
	s, m, err := sh.mine(ctx)
	if err != nil {
		return err
	}
	data, err := sh.readInput(exchange.MaxDocument, "command.me.edit_empty", "command", sh.toType(s, "me edit"))
	if err != nil {
		return err
	}
	doc, err := exchange.ReadMine(data, s.Today())
	if err != nil {
		return sh.refuse(err, "command.me.not_saved")
	}
	if err := own(m, &doc); err != nil {
		return sh.refuse(err, "command.me.not_saved")
	}
	keepShown(&doc.Profile, &m.Profile)
	p, wrong := s.Check(doc.Profile, m.Listing)
	if m.Listing != nil && same(m, &doc, &p) {
		return sh.unchanged(s, m, doc.Zero)
	}
	if len(wrong) > 0 {
		return sh.refuse(wrong, "command.me.not_saved")
	}
	saved, err := s.SaveDraft(ctx, sh.Actor, doc.Version, p, doc.Unread)
	if err != nil {
		return sh.notSaved(s, err)
	}
	if sh.format == formatJSON {
		if err := sh.writeMine(saved); err != nil {
			return err
		}
	}
	sh.saved(s, m, saved, doc.Zero)
	return nil
}

// keepShown leaves as it is who sees what, where a document does not say: one
// made from « show » names no visibility, and would open what its owner closed.
func keepShown(p, there *directory.Profile) {
	if p.EmailShown == "" {
		p.EmailShown = there.EmailShown
	}
	if p.PhoneShown == "" {
		p.PhoneShown = there.PhoneShown
	}
	if p.CommuneShown == "" {
		p.CommuneShown = there.CommuneShown
	}
}

// readInput reads the standard input, which must hold something, and no more
// than so many bytes.
func (sh *Shell) readInput(most int64, empty string, args ...any) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(sh.In, most+1))
	var known *directory.Error
	switch {
	case errors.As(err, &known), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return nil, err
	case err != nil:
		return nil, &Failure{Key: "command.input.broken", Status: Failed, Err: err}
	case int64(len(data)) > most:
		return nil, &Failure{Key: "command.input.too_long", Args: []any{"max", int(most >> 10)}, Status: Failed}
	case len(bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\ufeff")))) == 0:
		return nil, &Failure{Key: empty, Args: args, Status: Failed}
	}
	return data, nil
}

// own refuses the document of somebody else's profile, and a profile's slug
// that was changed: it is stable for life. Before that it follows the name, and
// an older one in a document of one's own says nothing.
func own(m *directory.Mine, doc *exchange.Edited) error {
	if doc.Slug == "" {
		return nil
	}
	if l := m.Listing; l != nil && (doc.Slug == l.Slug || l.Latest == nil && doc.ID == l.ID) {
		return nil
	}
	return &directory.Error{
		Code: directory.CodeFieldReadOnly, Field: "slug", Params: directory.Params{"value": directory.Clip(doc.Slug, 40)},
	}
}

// same tells whether a document says what is there already; checked is what it
// says once it is brought into canonical form.
func same(m *directory.Mine, doc *exchange.Edited, checked *directory.Profile) bool {
	return maps.Equal(m.Unread, doc.Unread) && (exchange.Same(&m.Profile, &doc.Profile) || m.Profile.Equal(checked))
}

// unchanged says that nothing had to be saved.
func (sh *Shell) unchanged(s *directory.Service, m *directory.Mine, zero []string) error {
	if sh.format == formatJSON {
		if err := sh.writeMine(m); err != nil {
			return err
		}
	}
	sh.Note("command.me.same")
	sh.noZero(zero)
	for _, line := range sh.toSend(s, m) {
		sh.say(line)
	}
	sh.warn(m)
	return nil
}

// notSaved tells why a draft could not be saved, and the ways out when it was
// changed somewhere else meanwhile.
func (sh *Shell) notSaved(s *directory.Service, err error) error {
	var all directory.Errors
	if errors.As(err, &all) {
		return sh.refuse(err, "command.me.not_saved")
	}
	if directory.IsCode(err, directory.CodeStale) {
		sh.say(sh.Text.Error(err))
		return &Failure{Key: "command.me.stale", Args: []any{"command", sh.toType(s, "me show")}, Status: Failed, Err: err}
	}
	return err
}

// noZero tells of fields for which 0 was given that it stands for nothing said.
func (sh *Shell) noZero(fields []string) {
	if len(fields) > 0 {
		sh.Note("command.me.zero", "fields", sh.fieldNames(fields))
	}
}

// saved says what was saved and what to do next: to somebody new, also who
// keeps it and what for. zero are the fields for which 0 was given.
func (sh *Shell) saved(s *directory.Service, before, after *directory.Mine, zero []string) {
	if before.Account.ID == 0 {
		sh.Note("command.me.saved_new")
		sh.privacy(s)
	} else {
		changed := before.Profile.Diff(&after.Profile)
		sh.Note("command.me.saved", "fields", sh.fieldNames(changed))
		var emptied []string
		for _, field := range changed {
			if after.Profile.FieldText(field) == "" && !slices.Contains(zero, field) {
				emptied = append(emptied, field)
			}
		}
		if len(emptied) > 0 {
			sh.Note("command.me.emptied", "fields", sh.fieldNames(emptied))
		}
	}
	sh.noZero(zero)
	// Five digits are an INSEE code before they are a postal code.
	if c, ok := s.Atlas().Commune(after.Profile.Commune); ok && before.Profile.Commune != c.INSEE {
		sh.Note("command.me.commune", "name", text.Typographic(c.Name), "code", c.INSEE)
	}
	for _, line := range sh.toSend(s, after) {
		sh.say(line)
	}
	sh.warn(after)
	if before.Account.ID == 0 {
		sh.Note("command.me.codes_hint", "command", sh.toType(s, "me codes"))
	}
}

// privacy is the notice for somebody who has just handed over their first data.
func (sh *Shell) privacy(s *directory.Service) {
	notice, ages := s.Notice(), s.Ages()
	keeper := directory.SafeLine(notice.Controller)
	if keeper == "" {
		keeper = sh.S("command.privacy.operator")
	}
	sh.Note("command.privacy.who", "keeper", keeper)
	if contact := directory.SafeLine(notice.Contact); contact != "" {
		sh.Note("command.privacy.contact", "contact", contact)
	}
	switch {
	case ages.Hide > 0 && ages.Erase > 0:
		sh.Note("command.privacy.both", "hide", ages.Hide, "erase", ages.Erase)
	case ages.Erase > 0:
		sh.Note("command.privacy.erase", "erase", ages.Erase)
	default:
		sh.Note("command.privacy.kept")
	}
	sh.Note("command.privacy.rights", "export", sh.toType(s, "me export"), "delete", sh.toType(s, "me delete"))
	sh.Note("command.privacy.age", "help", sh.toType(s, "help privacy"))
}
