package directory

import (
	"context"
	"errors"
	"slices"
)

// Bulk is what accepting all changes of low risk would accept: those without
// flags, of fields that nobody can do harm by.
type Bulk struct {
	Verdicts []Verdict
	Items    []*Item
	Fields   []Count // by field: how many of them change it
}

// maxBulk bounds what is decided about at once: others write between.
const maxBulk = 500

// harmless tells whether nobody can do harm by changing a field: what is
// written there is chosen from a list, or shown to nobody.
func harmless(field string) bool {
	switch field {
	case "status", "commune", "commune_shown", "workplace", "telecentre", "daily_rate_eur", "connection", "skills":
		return true
	}
	return ForFigures(field) || LowRisk(field)
}

// lowRisk tells whether what waits can be accepted without having been read:
// which fields it changes.
func (i *Item) lowRisk() (fields []string, ok bool) {
	if i.Kind != ItemChange || len(i.Flags) > 0 || i.Own || i.Claim != nil && !i.Claim.Yours {
		return nil, false
	}
	before, after := &i.Listing.Published.Profile, &i.Listing.Latest.Profile
	fields = after.Diff(before)
	for _, f := range fields {
		if !harmless(f) {
			return nil, false
		}
	}
	for _, s := range after.Skills {
		if isProposal(s) && !slices.Contains(before.Skills, s) {
			return nil, false // a word that nobody has read
		}
	}
	return fields, true
}

// LowRisk are the changes that could be accepted at once without reading each,
// 500 at most. CodeNotPermitted, CodeBanned.
func (s *Service) LowRisk(ctx context.Context, actor Actor) (*Bulk, error) {
	q, err := s.Queue(ctx, actor)
	if err != nil {
		return nil, err
	}
	b := &Bulk{}
	counts := make(map[string]int)
	for _, i := range q.Items {
		fields, ok := i.lowRisk()
		if !ok {
			continue
		}
		if len(b.Items) == maxBulk {
			break
		}
		b.Items = append(b.Items, i)
		b.Verdicts = append(b.Verdicts, Verdict{Item: i.ID, Version: i.Version, Action: ActionApprove})
		for _, f := range fields {
			counts[f]++
		}
	}
	for _, f := range Fields() {
		if counts[f] > 0 {
			b.Fields = append(b.Fields, Count{Value: f, Count: counts[f]})
		}
	}
	return b, nil
}

// ApproveMany accepts what was previewed by LowRisk, in one transaction: 500 at
// most (CodeTooMany). What changed since, is claimed by others or is one's own is
// skipped, and told. CodeNotPermitted, CodeBanned.
func (s *Service) ApproveMany(ctx context.Context, actor Actor, verdicts []Verdict) (*Decided, error) {
	if err := checkBulk(verdicts); err != nil {
		return nil, err
	}
	var d *Decided
	err := s.asOfficial(ctx, actor, ActionApprove, "approve many", func(tx Tx, by Actor) error {
		var err error
		d, err = s.judgeMany(tx, by, ActionApprove, verdicts, "")
		return err
	})
	if err != nil {
		return nil, err
	}
	return d, nil
}

func checkBulk(verdicts []Verdict) error {
	if n := len(verdicts); n > maxBulk {
		return &Error{Code: CodeTooMany, Params: Params{"max": maxBulk, "count": n}}
	}
	return nil
}

// judgeMany decides alike about many items within one transaction. Those that
// cannot be decided about are skipped, and told why.
func (s *Service) judgeMany(tx Tx, by Actor, action Action, verdicts []Verdict, reason string) (*Decided, error) {
	all := &Decided{}
	for _, v := range verdicts {
		v.Action, v.Reason = action, reason
		v, err := v.checked()
		var j *judging
		if err == nil {
			j, err = s.weigh(tx, by, v)
		}
		var why *Error
		switch {
		case errors.As(err, &why) && !ofStorage(err):
			all.Skipped = append(all.Skipped, Skipped{Item: v.Item, Err: why})
			continue
		case err != nil:
			return nil, err
		}
		if err := j.carryOut(); err != nil {
			return nil, err
		}
		one, err := j.outcome()
		if err != nil {
			return nil, err
		}
		all.Decision = one.Decision
		all.Done++
	}
	return all, nil
}
