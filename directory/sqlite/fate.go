package sqlite

import (
	"context"
	"database/sql"

	"teleorne/directory"
)

const skillColumns = "slug, label_fr, label_en, domain, rome, aliases_fr, aliases_en"

func scanSkill(row *sql.Rows) (k directory.Skill, err error) {
	var fr, en string
	if err = row.Scan(&k.Slug, &k.Label.FR, &k.Label.EN, &k.Domain, &k.ROME, &fr, &en); err != nil {
		return k, err
	}
	if k.AliasesFR, err = parseList(fr); err != nil {
		return k, err
	}
	k.AliasesEN, err = parseList(en)
	return k, err
}

// Skill answers CodeNotFound.
func (t *tx) Skill(slug string) (directory.Skill, error) {
	found, err := within(t, "read a skill", func(ctx context.Context, db asker) ([]directory.Skill, error) {
		return each(ctx, db, "SELECT "+skillColumns+" FROM skill WHERE slug = ?", scanSkill, slug)
	})
	return only(found, err, "skill", slug)
}

// skillFates reads what was decided about skills, by their slugs.
func skillFates(ctx context.Context, db asker) ([]directory.SkillFate, error) {
	return each(ctx, db, "SELECT slug, coalesce(successor, ''), retired FROM skill_fate ORDER BY slug",
		func(row *sql.Rows) (f directory.SkillFate, err error) {
			return f, row.Scan(&f.Slug, &f.Into, &f.Retired)
		})
}

// SkillFates are what was decided about skills, in the order of their slugs.
func (s *Store) SkillFates(ctx context.Context) ([]directory.SkillFate, error) {
	return reading(ctx, s, "read what became of skills", skillFates)
}

// SkillFates are what was decided about skills, in the order of their slugs.
func (t *tx) SkillFates() ([]directory.SkillFate, error) {
	return within(t, "read what became of skills", skillFates)
}

// PutSkillFate replaces what was decided about a skill; with neither a
// successor nor its retirement nothing is. CodeNotFound: no such skill.
func (t *tx) PutSkillFate(f directory.SkillFate) error {
	for _, slug := range []string{f.Slug, f.Into} {
		if slug == "" {
			continue
		}
		if ok, err := t.exists("SELECT 1 FROM skill WHERE slug = ?", slug); err != nil || !ok {
			return notFoundUnless(err, "skill", slug)
		}
	}
	if f.Into == "" && !f.Retired {
		_, err := t.exec("DELETE FROM skill_fate WHERE slug = ?", f.Slug)
		return failed("put what became of a skill", t.w.path, err)
	}
	_, err := t.exec(`INSERT INTO skill_fate (slug, successor, retired) VALUES (?, nullif(?, ''), ?)
		ON CONFLICT (slug) DO UPDATE SET successor = excluded.successor, retired = excluded.retired`, f.Slug, f.Into, f.Retired)
	return failed("put what became of a skill", t.w.path, err)
}
