package directory

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
)

// seed writes reference data to the store, unless that version is there
// already. Entries that are missing are added. Entries that still are as an
// earlier version wrote them are brought up to date; those that somebody
// changed since are left as they are, and none is removed.
func (s *Service) seed(ctx context.Context, ref Reference) error {
	have, err := s.store.Setting(ctx, settingReferenceVersion)
	if err != nil || have == ref.Version {
		return err
	}
	return s.store.Update(ctx, func(tx Tx) error {
		sd, err := s.newSeeder(ctx, tx)
		if err != nil {
			return err
		}
		if err := sd.put(ref); err != nil {
			return err
		}
		digests, err := json.Marshal(sd.digests)
		if err != nil {
			return err
		}
		if err := tx.SetSetting(settingReferenceDigests, string(digests)); err != nil {
			return err
		}
		if err := tx.SetSetting(settingReferenceVersion, ref.Version); err != nil {
			return err
		}
		return newCatalog(tx)
	})
}

// seeder knows what the store holds, and what of that is as it was seeded.
type seeder struct {
	tx      Tx
	stored  map[string]string // kind and name of an entry, to its digest
	digests map[string]string // the same, as last seeded
}

// newSeeder reads the store, to which nobody else writes meanwhile.
func (s *Service) newSeeder(ctx context.Context, tx Tx) (*seeder, error) {
	sd := &seeder{tx: tx, stored: make(map[string]string), digests: make(map[string]string)}
	skills, domains, err := s.store.Skills(ctx)
	if err != nil {
		return nil, err
	}
	telecentres, err := s.store.Telecentres(ctx)
	if err != nil {
		return nil, err
	}
	for i := range skills {
		sd.stored["skill/"+skills[i].Slug] = digest(skills[i])
	}
	for i := range domains {
		sd.stored["domain/"+domains[i].Slug] = digest(domains[i])
	}
	for i := range telecentres {
		sd.stored["telecentre/"+telecentres[i].ID] = digest(telecentres[i])
	}
	was, err := s.store.Setting(ctx, settingReferenceDigests)
	if err != nil || was == "" {
		return sd, err
	}
	return sd, json.Unmarshal([]byte(was), &sd.digests)
}

func (sd *seeder) put(ref Reference) error {
	for _, d := range ref.Domains {
		if err := sd.entry("domain/"+d.Slug, digest(d), func() error { return sd.tx.PutDomain(d) }); err != nil {
			return err
		}
	}
	for _, skill := range ref.Skills {
		if err := sd.entry("skill/"+skill.Slug, digest(skill), func() error { return sd.tx.PutSkill(skill) }); err != nil {
			return err
		}
	}
	for _, t := range ref.Telecentres {
		if err := sd.entry("telecentre/"+t.ID, digest(t), func() error { return sd.tx.PutTelecentre(t) }); err != nil {
			return err
		}
	}
	return nil
}

// entry writes one entry unless somebody made it their own.
func (sd *seeder) entry(key, digest string, put func() error) error {
	stored, there := sd.stored[key]
	if there && stored != digest && stored != sd.digests[key] {
		return nil
	}
	sd.digests[key] = digest
	if stored == digest {
		return nil
	}
	return put()
}

// digest is the same for entries that say the same.
func digest(entry any) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%+q", entry))
	return hex.EncodeToString(sum[:12])
}

// ImportSkills adds and replaces skills and their domains. Bad rows are told
// as in ImportProfiles; Publish has no meaning here.
func (s *Service) ImportSkills(ctx context.Context, actor Actor, rows []SkillRow, o ImportOptions) (*ImportReport, error) {
	have := make(map[string]string)
	taxonomy := s.Catalog().Taxonomy
	for i := range taxonomy.kept {
		have[taxonomy.kept[i].Slug] = digest(taxonomy.kept[i])
	}
	for i := range taxonomy.Domains {
		have["domain/"+taxonomy.Domains[i].Slug] = digest(taxonomy.Domains[i])
	}
	entries := make([]entry, len(rows))
	for i, row := range rows {
		e := entry{line: row.Line, name: "slug", err: row.Err}
		if row.Err == nil {
			e.errs = cleanSkill(&row.Skill, &row.Domain)
		}
		e.key, e.digest = row.Skill.Slug, digest(row.Skill)
		if sk, ok := taxonomy.Skill(e.key); ok && sk.Slug == e.key && digest(*sk) == e.digest {
			e.digest = have[e.key] // it is as an export tells it, with the names of those it took in
		}
		e.also = have["domain/"+row.Domain.Slug] != digest(row.Domain)
		e.put = func(tx Tx) error {
			if err := tx.PutDomain(row.Domain); err != nil {
				return err
			}
			return tx.PutSkill(row.Skill)
		}
		entries[i] = e
	}
	return s.importEntries(ctx, actor, "import-skills", entries, have, o)
}

// ImportTelecentres adds and replaces télécentres. Bad rows are told as in
// ImportProfiles; Publish has no meaning here: the status says who sees them.
func (s *Service) ImportTelecentres(ctx context.Context, actor Actor, rows []TelecentreRow, o ImportOptions) (*ImportReport, error) {
	have := make(map[string]string)
	for _, t := range s.Catalog().Telecentres {
		have[t.ID] = digest(t)
	}
	entries := make([]entry, len(rows))
	for i, row := range rows {
		e := entry{line: row.Line, name: "id", err: row.Err}
		if row.Err == nil {
			e.errs = cleanTelecentre(&row.Telecentre, s.Atlas())
		}
		e.key, e.digest = row.Telecentre.ID, digest(row.Telecentre)
		e.put = func(tx Tx) error { return tx.PutTelecentre(row.Telecentre) }
		entries[i] = e
	}
	return s.importEntries(ctx, actor, "import-telecentres", entries, have, o)
}

// entry is a skill or a télécentre to be imported.
type entry struct {
	line   int
	name   string // of the column of the key: slug or id
	key    string
	digest string
	also   bool // what it brings along differs: its domain
	err    error
	errs   Errors
	put    func(Tx) error
}

// importEntries writes the entries whose digest is not the one there is.
func (s *Service) importEntries(ctx context.Context, actor Actor, action string, entries []entry, have map[string]string, o ImportOptions) (*ImportReport, error) {
	if err := actor.May(ActionImport); err != nil {
		return nil, err
	}
	im := &importer{options: o, report: ImportReport{Total: len(entries)}}
	lines := make(map[string]int, len(entries))
	var puts []func(Tx) error
	for _, e := range entries {
		if e.err != nil {
			errs, err := domainErrors(e.err)
			if err != nil {
				return nil, s.internal(action, err)
			}
			e.errs = errs
		} else if line, twice := lines[e.key]; twice {
			e.errs = append(e.errs, &Error{Code: CodeDuplicate, Field: e.name, Params: Params{"value": e.key, "line": line}})
		}
		if len(e.errs) > 0 {
			im.problem(e.line, e.errs...)
			continue
		}
		lines[e.key] = e.line
		was, there := have[e.key]
		switch {
		case !there:
			im.report.Created++
		case was == e.digest && !e.also:
			im.report.Unchanged++
			continue
		default:
			im.report.Updated++
		}
		puts = append(puts, e.put)
	}
	if !im.hopeless() && !o.DryRun && len(puts) > 0 {
		if err := s.writeEntries(ctx, actor, action, puts, o); err != nil {
			return nil, err
		}
	}
	return im.result(), nil
}

func (s *Service) writeEntries(ctx context.Context, actor Actor, action string, puts []func(Tx) error, o ImportOptions) error {
	return s.asOfficial(ctx, actor, ActionImport, action, func(tx Tx, by Actor) error {
		for i, put := range puts {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := put(tx); err != nil {
				return err
			}
			if done := i + 1; o.Progress != nil && (done%progressEvery == 0 || done == len(puts)) {
				o.Progress(done, len(puts))
			}
		}
		if err := newCatalog(tx); err != nil {
			return err
		}
		return tx.Decide(Decision{At: s.Now(), Actor: by, Action: action, Reason: fmt.Sprintf("%d written", len(puts))})
	})
}

// cleanSkill cleans a skill and its domain, and says what is wrong with them.
func cleanSkill(skill *Skill, domain *Domain) Errors {
	var errs Errors
	check := func(field string, s *string, required bool) { errs = appendLine(errs, field, s, required) }
	errs = appendSlug(errs, "slug", skill.Slug)
	check("label_fr", &skill.Label.FR, true)
	check("label_en", &skill.Label.EN, true)
	check("domain_fr", &domain.Label.FR, true)
	check("domain_en", &domain.Label.EN, true)
	check("rome", &skill.ROME, false)
	if domain.Slug == "" {
		domain.Slug = Slugify(domain.Label.FR)
	}
	errs = appendSlug(errs, "domain_fr", domain.Slug)
	skill.Domain = domain.Slug
	skill.AliasesFR, skill.AliasesEN = slices.Clone(skill.AliasesFR), slices.Clone(skill.AliasesEN)
	for i := range skill.AliasesFR {
		check("aliases_fr", &skill.AliasesFR[i], true)
	}
	for i := range skill.AliasesEN {
		check("aliases_en", &skill.AliasesEN[i], true)
	}
	return errs
}
