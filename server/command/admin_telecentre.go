package command

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"teleorne/directory"
	"teleorne/directory/exchange"
	"teleorne/tui/text"
)

// telecentreField is a field of a télécentre that can be set: a text, or a whole
// number.
type telecentreField struct {
	name  string
	text  func(*directory.Telecentre) *string
	whole func(*directory.Telecentre) *int
}

// telecentreFields are all of them, by the names that the JSON document of a
// télécentre has for them.
var telecentreFields = []telecentreField{
	{name: "name", text: func(t *directory.Telecentre) *string { return &t.Name }},
	{name: "commune", text: func(t *directory.Telecentre) *string { return &t.Commune }},
	{name: "kind", text: func(t *directory.Telecentre) *string { return &t.Kind }},
	{name: "address", text: func(t *directory.Telecentre) *string { return &t.Address }},
	{name: "operator", text: func(t *directory.Telecentre) *string { return &t.Operator }},
	{name: "opening_year", whole: func(t *directory.Telecentre) *int { return &t.OpeningYear }},
	{name: "workplaces", whole: func(t *directory.Telecentre) *int { return &t.Workplaces }},
	{name: "meeting_room", text: func(t *directory.Telecentre) *string { return &t.MeetingRoom }},
	{name: "video_conference", text: func(t *directory.Telecentre) *string { return &t.VideoConference }},
	{name: "connection", text: func(t *directory.Telecentre) *string { return &t.Connection }},
	{name: "step_free", text: func(t *directory.Telecentre) *string { return &t.StepFree }},
	{name: "price", text: func(t *directory.Telecentre) *string { return &t.Price }},
	{name: "phone", text: func(t *directory.Telecentre) *string { return &t.Phone }},
	{name: "website", text: func(t *directory.Telecentre) *string { return &t.Website }},
	{name: "status", text: func(t *directory.Telecentre) *string { return (*string)(&t.Status) }},
	{name: "source_year", whole: func(t *directory.Telecentre) *int { return &t.SourceYear }},
	{name: "source_url", text: func(t *directory.Telecentre) *string { return &t.SourceURL }},
	{name: "other_sources", text: func(t *directory.Telecentre) *string { return &t.OtherSources }},
	{name: "notes", text: func(t *directory.Telecentre) *string { return &t.Notes }},
}

// adminTelecentreCommand holds the commands about télécentres; alone it lists
// them, those that are not public included.
func (sh *Shell) adminTelecentreCommand() *cobra.Command {
	cmd := sh.groupOf("admin", "telecentre", []string{"télécentre", "telecentres", "télécentres"}, sh.adminTelecentres, formatTable, formatJSON)
	list := sh.under("admin_telecentre", "list", []string{"lister"}, sh.NoWords(), func(ctx context.Context, _ []string) error {
		return sh.adminTelecentres(ctx)
	})
	sh.Formats(list, formatTable, formatJSON)
	show := sh.under("admin_telecentre", "show", []string{"voir"}, sh.Exactly(1), func(ctx context.Context, words []string) error {
		s, t, err := sh.telecentre(ctx, words[0])
		if err != nil {
			return err
		}
		return sh.telecentreSheet(s, t)
	})
	sh.Formats(show, formatTable, formatJSON)
	var version string
	set := sh.under("admin_telecentre", "set", []string{"modifier"}, sh.atLeast(2), func(ctx context.Context, words []string) error {
		return sh.telecentreSet(ctx, words[0], version, words[1:])
	})
	sh.String(set.Flags(), &version, "version")
	sh.Formats(set, formatTable, formatJSON)
	add := sh.under("admin_telecentre", "add", []string{"ajouter"}, sh.atLeast(1), sh.telecentreAdd)
	sh.Formats(add, formatTable, formatJSON)
	verify := sh.under("admin_telecentre", "verify", []string{"verifier", "vérifier"}, sh.between(1, 2), sh.telecentreVerify)
	shut := sh.under("admin_telecentre", "close", []string{"fermer"}, sh.Exactly(1), func(ctx context.Context, words []string) error {
		return sh.telecentreSet(ctx, words[0], "", []string{"status=" + string(directory.TelecentreClosed)})
	})
	sh.Formats(shut, formatTable, formatJSON)
	cmd.AddCommand(list, show, set, add, verify, shut)
	return cmd
}

func (sh *Shell) adminTelecentres(ctx context.Context) error {
	s, err := sh.Service(ctx)
	if err != nil {
		return err
	}
	list, err := s.AllTelecentres(ctx, sh.Actor)
	if err != nil {
		return err
	}
	if sh.format == formatJSON {
		return exchange.WriteJSON(sh.out, exchange.NewKeptTelecentres(list, s.Catalog()))
	}
	t := &table{columns: []column{
		{title: sh.S("command.column.telecentre"), most: 40},
		{title: sh.S("command.column.slug"), whole: true},
		{title: sh.S("command.column.commune"), most: 32},
		{title: sh.S("command.me.state")},
		{title: sh.S("command.column.verified")},
		{title: sh.S("command.column.people"), right: true},
	}}
	for _, k := range list {
		tc := k.Telecentre
		verified := sh.S("command.key.never")
		if !k.Verified.IsZero() {
			verified = sh.Text.Date(k.Verified)
		}
		t.add(text.Typographic(tc.Name), tc.ID, sh.communeName(s, tc.Commune), sh.telecentreStatus(tc.Status), verified, sh.Text.Int(k.Count))
	}
	t.write(sh.out, sh.Width)
	sh.Note("command.lines", "n", len(list))
	return nil
}

func (sh *Shell) telecentreStatus(status directory.TelecentreStatus) string {
	return sh.named("command.telecentre.status."+string(status), string(status))
}

// telecentre finds a télécentre, public or not, by its id or its name. One that
// is not there names the nearest.
func (sh *Shell) telecentre(ctx context.Context, typed string) (*directory.Service, directory.TelecentreCount, error) {
	s, err := sh.Service(ctx)
	if err != nil {
		return nil, directory.TelecentreCount{}, err
	}
	list, err := s.AllTelecentres(ctx, sh.Actor)
	if err != nil {
		return nil, directory.TelecentreCount{}, err
	}
	ids := make([]string, len(list))
	for i, t := range list {
		if ids[i] = t.Telecentre.ID; strings.EqualFold(ids[i], typed) || directory.Fold(t.Telecentre.Name) == directory.Fold(typed) {
			return s, t, nil
		}
	}
	e := directory.NotFound("telecentre", typed)
	if near := nearest(typed, ids); near != "" {
		e.Nearest = []string{near}
	}
	return nil, directory.TelecentreCount{}, e
}

// telecentreSheet prints what is held of a télécentre, by the names that set
// takes.
func (sh *Shell) telecentreSheet(s *directory.Service, k directory.TelecentreCount) error {
	kept := exchange.NewKeptTelecentre(k, s.Catalog())
	if sh.format == formatJSON {
		return exchange.WriteJSON(sh.out, exchange.TelecentreSheet{Schema: exchange.Schema, KeptTelecentre: kept})
	}
	f := &facts{}
	f.add("id", k.Telecentre.ID)
	for _, field := range telecentreFields {
		value := ""
		if field.text != nil {
			value = *field.text(k.Telecentre)
		} else if n := *field.whole(k.Telecentre); n != 0 {
			value = strconv.Itoa(n)
		}
		if field.name == "commune" && value != "" {
			value = sh.S("command.admin.skill", "slug", value, "label", sh.communeName(s, value))
		}
		f.add(field.name, value)
	}
	verified := sh.S("command.key.never")
	if !k.Verified.IsZero() {
		verified = sh.Text.Date(k.Verified)
	}
	f.add(sh.S("command.column.verified"), verified)
	f.add(sh.S("command.column.people"), sh.Text.Int(k.Count))
	f.write(sh.out)
	return nil
}

// telecentreSet changes fields of a télécentre and leaves the others as they
// are.
func (sh *Shell) telecentreSet(ctx context.Context, typed, version string, words []string) error {
	s, k, err := sh.telecentre(ctx, typed)
	if err != nil {
		return err
	}
	t := *k.Telecentre
	if err := sh.assign(s, &t, words); err != nil {
		return err
	}
	if version == "" {
		version = s.Catalog().TelecentreVersion(t.ID)
	}
	return sh.telecentreSave(ctx, s, t, version, "command.telecentre.saved")
}

func (sh *Shell) telecentreAdd(ctx context.Context, words []string) error {
	if err := sh.Actor.May(directory.ActionTelecentres); err != nil {
		return err
	}
	s, err := sh.Service(ctx)
	if err != nil {
		return err
	}
	t := directory.Telecentre{Status: directory.TelecentreUnknown}
	if err := sh.assign(s, &t, words); err != nil {
		return err
	}
	t.ID = directory.Slugify(t.Name)
	return sh.telecentreSave(ctx, s, t, "", "command.telecentre.added")
}

func (sh *Shell) telecentreSave(ctx context.Context, s *directory.Service, t directory.Telecentre, version, key string) error {
	if err := s.SaveTelecentre(ctx, sh.Actor, t, version); err != nil {
		return sh.refused(err)
	}
	_, k, err := sh.telecentre(ctx, t.ID)
	if err != nil {
		return err
	}
	if sh.format == formatJSON {
		if err := sh.telecentreSheet(s, k); err != nil {
			return err
		}
	} else {
		sh.out.WriteString(t.ID + " " + string(k.Telecentre.Status) + "\n")
	}
	sh.Note(key, "name", text.Typographic(k.Telecentre.Name))
	if k.Telecentre.Public() {
		sh.Note("command.telecentre.public")
	} else {
		sh.Note("command.telecentre.hidden", "status", sh.telecentreStatus(k.Telecentre.Status))
	}
	return nil
}

// assign puts FIELD=VALUE into a télécentre. Words without a field belong to the
// value before: over SSH they come without their quotes.
func (sh *Shell) assign(s *directory.Service, t *directory.Telecentre, words []string) error {
	var pairs [][2]string
	for _, w := range words {
		name, value, ok := strings.Cut(w, "=")
		switch known := slices.ContainsFunc(telecentreFields, func(f telecentreField) bool { return f.name == name }); {
		case ok && known:
			pairs = append(pairs, [2]string{name, value})
		case len(pairs) > 0 && (!ok || strings.Contains(name, ":")): // « https://x.fr/?a=b »
			pairs[len(pairs)-1][1] += " " + w
		default:
			return sh.unknownField(name)
		}
	}
	for _, p := range pairs {
		if err := sh.assignOne(s, t, p[0], strings.TrimSpace(p[1])); err != nil {
			return err
		}
	}
	return nil
}

func (sh *Shell) unknownField(name string) error {
	names := make([]string, len(telecentreFields))
	for i, f := range telecentreFields {
		names[i] = f.name
	}
	f := Misuse("command.telecentre.field", "name", directory.Clip(name, 40), "names", joined(names))
	f.Near = nearest(name, names)
	return f
}

func (sh *Shell) assignOne(s *directory.Service, t *directory.Telecentre, name, value string) error {
	i := slices.IndexFunc(telecentreFields, func(f telecentreField) bool { return f.name == name })
	switch field := telecentreFields[i]; {
	case field.whole != nil && value == "":
		*field.whole(t) = 0
	case field.whole != nil:
		n, err := strconv.Atoi(value)
		if err != nil || n < 0 {
			return Misuse("command.option.wrong", "option", name, "reason",
				sh.Text.Error(&directory.Error{Code: directory.CodeNumber, Params: directory.Params{"value": directory.Clip(value, 40)}}))
		}
		*field.whole(t) = n
	case name == "commune" && value != "":
		c, err := s.Atlas().ResolveOne(value)
		if err != nil {
			return err
		}
		t.Commune = c.INSEE
	default:
		*field.text(t) = value
	}
	return nil
}

func (sh *Shell) telecentreVerify(ctx context.Context, words []string) error {
	s, k, err := sh.telecentre(ctx, words[0])
	if err != nil {
		return err
	}
	on := s.Today()
	if len(words) > 1 {
		if on, err = parseDay(words[1]); err != nil {
			return err
		}
	}
	if err := s.VerifyTelecentre(ctx, sh.Actor, k.Telecentre.ID, on); err != nil {
		return err
	}
	sh.out.WriteString(k.Telecentre.ID + " " + on.String() + "\n")
	sh.Note("command.telecentre.verified", "name", text.Typographic(k.Telecentre.Name), "date", sh.Text.Date(on))
	return nil
}
