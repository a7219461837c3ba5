package sqlite

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"

	"teleorne/directory"
)

// FreeSlug returns base, or base-2, base-3, … whichever nobody ever had.
func (t *tx) FreeSlug(base string) (string, error) {
	n, known := t.slugs[base]
	if !known {
		var err error
		if n, err = t.firstFree(base); err != nil {
			return "", failed("find a slug", t.w.path, err)
		}
	}
	// Whoever adds many of one name within one transaction goes on from where
	// the last was found.
	for ; ; n++ {
		slug := numbered(base, n)
		taken, err := t.taken(slug)
		if err != nil {
			return "", failed("find a slug", t.w.path, err)
		}
		if !taken {
			t.slugs[base] = n
			return slug, nil
		}
	}
}

// firstFree is the least number for which no listing has a slug of that base.
func (t *tx) firstFree(base string) (int, error) {
	slugs, err := each(t.ctx, t, "SELECT slug FROM listing WHERE slug = ?1 OR slug >= ?1 || '-' AND slug < ?1 || '.'",
		func(row *sql.Rows) (slug string, err error) { return slug, row.Scan(&slug) }, base)
	if err != nil {
		return 0, t.note(err)
	}
	taken := make(map[string]bool, len(slugs))
	for _, slug := range slugs {
		taken[slug] = true
	}
	n := 1
	for taken[numbered(base, n)] {
		n++
	}
	return n, nil
}

func numbered(base string, n int) string {
	if n == 1 {
		return base
	}
	return base + "-" + strconv.Itoa(n)
}

// taken tells whether a listing has that slug, or had it when it was erased.
func (t *tx) taken(slug string) (bool, error) {
	if has, err := t.exists("SELECT 1 FROM listing WHERE slug = ?", slug); err != nil || has {
		return has, err
	}
	return t.hadByErased(slug)
}

// hadByErased tells whether a listing had that slug when it was erased.
func (t *tx) hadByErased(slug string) (bool, error) {
	secret, err := t.slugSecret()
	if err != nil || secret == "" {
		return false, err
	}
	return t.exists("SELECT 1 FROM listing WHERE slug = ?", erasedSlug(secret, slug))
}

// SetSlug renames a listing that has no revision yet. CodeDuplicate: somebody
// has, or had, that slug; CodeConflict: others know the old one already;
// CodeNotFound: no such listing. Nobody else sees such a listing, so that its
// Seq stays, as with its draft.
func (t *tx) SetSlug(id directory.ListingID, slug string) error {
	l, err := t.ListingByID(id)
	if err != nil {
		return err
	}
	if l.Slug == slug {
		return nil
	}
	if l.Latest != nil {
		return &directory.Error{Code: directory.CodeConflict, Field: "slug"}
	}
	if taken, err := t.taken(slug); err != nil || taken {
		return takenUnless(failed("rename", t.w.path, err), "slug", slug)
	}
	clear(t.slugs) // the old one is free again
	_, err = t.exec("UPDATE listing SET slug = ? WHERE id = ?", slug, int64(id))
	return failed("rename", t.w.path, err)
}

// slugSecretName is the setting that holds a random text of this directory
// alone. Who has it can tell whether a given slug was erased, not which were.
const slugSecretName = "erased_slugs_secret"

// slugSecret is that text, empty as long as nothing was erased.
func (t *tx) slugSecret() (string, error) {
	if t.secret != nil {
		return *t.secret, nil
	}
	var secret string
	err := t.row("SELECT value FROM setting WHERE name = ?", []any{slugSecretName}, &secret)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", failed("read a setting", t.w.path, err)
	}
	t.secret = &secret
	return secret, nil
}

// makeSlugSecret is slugSecret, which is made the first time.
func (t *tx) makeSlugSecret() (string, error) {
	secret, err := t.slugSecret()
	if err != nil || secret != "" {
		return secret, err
	}
	secret = rand.Text()
	if err := t.SetSetting(slugSecretName, secret); err != nil {
		return "", err
	}
	t.secret = &secret
	return secret, nil
}

// erasedSlug is what an erased listing has in place of its slug: the same for
// the same slug, so that nobody else gets it, without telling it.
func erasedSlug(secret, slug string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	_, _ = fmt.Fprint(mac, slug) // a hash takes everything
	return "erased-" + hex.EncodeToString(mac.Sum(nil))[:32]
}
