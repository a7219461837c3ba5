package review

import (
	"context"
	"errors"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/keys"
	"teleorne/tui/moderation"
	"teleorne/tui/screen"
	"teleorne/tui/sheet"
)

// writeWithin is how long a decision may take once its session is gone.
const writeWithin = 10 * time.Second

// decisions are the keys of what can be decided, greyed where it cannot.
func (m *Model) decisions() []screen.Hint {
	if m.shown == nil {
		return nil
	}
	if m.shown.Proposal != nil {
		return m.skillDecisions()
	}
	var hints []screen.Hint
	for _, c := range moderation.Choices(m.shown.Review) {
		hints = append(hints, screen.Hint{Action: c.Key, Label: moderation.Hint(c.Action), Off: m.off(c.Err)})
	}
	return hints
}

// off is the key of the reason why something cannot be decided now.
func (m *Model) off(err error) string {
	if m.note.over {
		return "moderation.off.over"
	}
	return moderation.Off(err)
}

// choose takes the decision of a key, or says why that is not possible.
func (m *Model) choose(a keys.Action) tea.Cmd {
	if m.shown.Proposal != nil {
		return m.chooseSkill(a)
	}
	for _, c := range moderation.Choices(m.shown.Review) {
		switch {
		case c.Key != a:
			continue
		case m.note.over:
			return screen.Warn(m.session.S("moderation.note.over"))
		case c.Err != nil:
			return screen.Warn(m.session.Text.Error(c.Err))
		case moderation.NeedsReason(c.Action):
			m.write(c.Action)
			return nil
		}
		return m.decide(c.Action, m.shown.Version, "")
	}
	return nil
}

// write opens the dialog in which the reason of a decision is written. What was
// begun for it stands there again; the version that was read is kept: a newer
// one is not decided about unread.
func (m *Model) write(a directory.Action) {
	r, key := m.shown.Review, kept{m.item, a}
	version, name := r.Version, moderation.Name(m.session, &r.Item)
	m.Dialog = sheet.Write(m.session, sheet.Writing{
		Title: "moderation.ask." + string(a), Args: []any{"name", name, "of", m.session.Text.OfPerson(name)},
		Text: func(s *screen.Session) []sheet.Para {
			return []sheet.Para{{Text: moderation.Brief(s, r, a)}}
		},
		Label: "moderation.reason", Limit: directory.MaxReason,
		Templates: moderation.Templates(r.Kind, a), Start: m.kept[key], Send: "moderation.send." + string(a),
		Below: func(s *screen.Session, typed string) []sheet.Para { return moderation.Told(s, r, a, typed) },
		Enter: func(typed string) tea.Cmd {
			m.kept[key] = typed
			return m.decide(a, version, typed)
		},
		Left: func(typed string) { m.kept[key] = typed },
	})
}

// decided is how a decision, or taking one back, ended.
type decided struct {
	action directory.Action
	name   string // of whom it was about
	err    error
	over   bool    // there is nothing to decide about it any more
	next   *opened // the item to go on with; nil: nothing waits
	to     directory.ItemID
}

// decide carries a decision out, once at a time, and goes on with the next item.
func (m *Model) decide(a directory.Action, version, reason string) tea.Cmd {
	v := directory.Verdict{Item: m.item, Version: version, Action: a, Reason: reason}
	return m.carry(a, moderation.Name(m.session, &m.shown.Item), func(ctx context.Context, service *directory.Service, actor directory.Actor) error {
		_, err := service.Decide(ctx, actor, v)
		return err
	})
}

// carry does something about the item, off the loop. It is finished even when
// the session ends meanwhile.
func (m *Model) carry(a directory.Action, name string, do func(context.Context, *directory.Service, directory.Actor) error) tea.Cmd {
	if m.busy {
		return nil
	}
	m.busy = true
	m.lane.Drop()
	m.taking, m.again = false, false
	s, id, item, index := m.session, m.id, m.item, max(0, m.place.index)
	stay := m.shown.Kind == directory.ItemListing
	service, actor, holder, parent := s.Service, s.Actor, s.Holder, s.Context
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(parent), writeWithin)
		defer cancel()
		out := decided{action: a, name: name}
		out.err = do(ctx, service, actor)
		if out.over = out.err == nil || over(out.err); out.over {
			if parent.Err() != nil {
				return nil // nobody goes on
			}
			out.goOn(ctx, service, actor, holder, item, index, stay)
		}
		return screen.Envelope{To: id, Msg: out}
	}
}

// over tells whether an error says that there is nothing to decide any more.
func over(err error) bool {
	var e *directory.Error
	if errors.As(err, &e) && e.Params["what"] == "skill" { // what a word was to be mapped to
		return false
	}
	return directory.IsCode(err, directory.CodeNotFound) || directory.IsCode(err, directory.CodeState)
}

// goOn takes the next item in hand: the one that now stands where the last one
// stood, or the first after it that nobody has in hand and that is not one's own.
func (d *decided) goOn(ctx context.Context, service *directory.Service, actor directory.Actor, holder string, item directory.ItemID, index int, stay bool) {
	if stay {
		next := read(ctx, service, actor, item, holder)
		d.next, d.to = &next, item
		return
	}
	q, err := service.Queue(ctx, actor)
	if err != nil {
		d.next = &opened{err: err}
		return
	}
	id, ok := nextIn(q, item, index, service.Now())
	if !ok {
		return
	}
	if _, ok := released(ctx, service, holder); ok {
		next := read(ctx, service, actor, id, holder)
		d.next, d.to = &next, id
	}
}

// nextIn is the item to go on with, from an index on and round.
func nextIn(q *directory.Queue, but directory.ItemID, index int, now time.Time) (directory.ItemID, bool) {
	for i := range q.Items {
		it := q.Items[(index+i)%len(q.Items)]
		taken := it.Claim != nil && !it.Claim.Yours && now.Before(it.Claim.Until)
		if it.ID != but && !it.Own && !taken {
			return it.ID, true
		}
	}
	return "", false
}

// wasDecided says what came of a decision, and shows the next item. A reason
// that was written for what could not be decided is kept.
func (m *Model) wasDecided(d decided) tea.Cmd {
	m.busy = false
	s := m.session
	switch {
	case directory.IsCode(d.err, directory.CodeNotPermitted), directory.IsCode(d.err, directory.CodeRevoked):
		return moderation.GoHome(s)
	case d.err != nil && d.action == directory.ActionUndo:
		return tea.Batch(screen.Warn(s.Text.Error(d.err)), m.open(m.item))
	case directory.IsCode(d.err, directory.CodeStale):
		m.Dialog = nil
		m.note = note{key: "moderation.note.stale"}
		return tea.Batch(screen.Warn(s.S("moderation.note.stale")), m.open(m.item))
	case !d.over && m.Dialog.Typing():
		m.Dialog.Note(d.err)
		return nil
	case !d.over:
		return tea.Batch(screen.Warn(s.Text.Error(d.err)), m.open(m.item))
	}
	delete(m.kept, kept{m.item, d.action})
	said := screen.Say(s.S("moderation.done."+string(d.action), "name", d.name))
	if d.err != nil {
		said = screen.Warn(s.S("moderation.note.over"))
	}
	if d.next == nil {
		m.Dialog = nil
		return tea.Sequence(func() tea.Msg { return screen.Back{} }, said)
	}
	m.Dialog = nil
	if d.to != m.item || d.next.err == nil {
		m.item, m.page, m.note, m.shown = d.to, page{}, note{}, nil
	}
	return tea.Batch(m.arrived(*d.next), said)
}

// undo takes the reader's last decision back and shows what it was about.
func (m *Model) undo() tea.Cmd {
	if m.busy {
		return nil
	}
	m.busy = true
	m.lane.Drop()
	m.taking, m.again = false, false
	s, id, item := m.session, m.id, m.item
	service, actor, holder, parent := s.Service, s.Actor, s.Holder, s.Context
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(parent), writeWithin)
		defer cancel()
		out := decided{action: directory.ActionUndo, to: item}
		var done *directory.Decided
		if done, out.err = service.Undo(ctx, actor, 0); out.err == nil {
			out.over = true
			out.name = moderation.Person(done.Listing)
			out.back(ctx, service, actor, holder, done.Listing)
		}
		return screen.Envelope{To: id, Msg: out}
	}
}

// back shows what a decision that was taken back was about: what waits again,
// else the listing.
func (d *decided) back(ctx context.Context, service *directory.Service, actor directory.Actor, holder string, l *directory.Listing) {
	if l != nil {
		d.to = directory.ListingItem(l.ID)
	}
	if q, err := service.Queue(ctx, actor); err == nil && l != nil {
		if i := slices.IndexFunc(q.Items, func(it *directory.Item) bool { return it.Listing != nil && it.Listing.ID == l.ID }); i >= 0 {
			d.to = q.Items[i].ID
		}
	}
	if _, ok := released(ctx, service, holder); ok {
		next := read(ctx, service, actor, d.to, holder)
		d.next = &next
	}
}
