-- People keep their own listing: drafts, codes for other devices, what is hidden
-- for want of confirmation, and the ways in which a person is forgotten.

ALTER TABLE account ADD COLUMN informed_at INTEGER; -- when its owner took note of the privacy notice
ALTER TABLE account_key ADD COLUMN used_at INTEGER; -- of the last connection, to the day
ALTER TABLE listing ADD COLUMN dormant INTEGER NOT NULL DEFAULT 0 CHECK (dormant IN (0, 1));

DROP INDEX listing_by_owner;
CREATE UNIQUE INDEX listing_by_owner ON listing (owner) WHERE owner IS NOT NULL;
CREATE INDEX revision_by_waiting ON revision (id) WHERE state = 'submitted';
CREATE INDEX decision_by_account ON decision (account) WHERE account IS NOT NULL;

-- What an owner changed and did not submit, one for each listing. The content
-- is a JSON object with the names of the fields, empty when nothing waits to be
-- submitted; unread is one of what was typed where it makes no value.
CREATE TABLE draft (
    listing  INTEGER PRIMARY KEY REFERENCES listing (id),
    version  INTEGER NOT NULL CHECK (version >= 0),
    content  TEXT    NOT NULL CHECK (CASE content WHEN '' THEN 1 ELSE json_valid(content) END),
    unread   TEXT    NOT NULL CHECK (json_valid(unread)),
    saved_at INTEGER
) STRICT;

CREATE TRIGGER draft_version_rises
BEFORE UPDATE ON draft
WHEN NEW.listing <> OLD.listing OR NEW.version < OLD.version
BEGIN
    SELECT raise(ABORT, 'the version of a draft never falls');
END;

CREATE TRIGGER draft_is_somebodys
BEFORE INSERT ON draft
WHEN EXISTS (SELECT 1 FROM listing WHERE id = NEW.listing AND erased = 1)
BEGIN
    SELECT raise(ABORT, 'an erased listing has no draft');
END;

-- One-time codes, by their hash alone.
CREATE TABLE pass (
    hash       TEXT    PRIMARY KEY CHECK (hash <> ''),
    account    INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    kind       TEXT    NOT NULL CHECK (kind IN ('link', 'recovery')),
    created_at INTEGER NOT NULL,
    expires_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX pass_by_account ON pass (account);

-- A listing or an account that is named here is being forgotten. Whoever does
-- so adds the row and takes it away again within one transaction.
DROP TABLE erasure;
CREATE TABLE erasure (
    listing INTEGER UNIQUE REFERENCES listing (id),
    account INTEGER UNIQUE REFERENCES account (id),
    CHECK ((listing IS NULL) <> (account IS NULL))
) STRICT;

CREATE TRIGGER draft_is_kept
BEFORE DELETE ON draft
WHEN NOT EXISTS (SELECT 1 FROM erasure WHERE erasure.listing = OLD.listing)
BEGIN
    SELECT raise(ABORT, 'a draft goes with its listing');
END;

-- Nobody knows the slug of what was never submitted. The name that an erased
-- listing had goes with it; what is left in its place says nothing.
DROP TRIGGER listing_keeps_its_slug;
CREATE TRIGGER listing_keeps_its_slug
BEFORE UPDATE OF id, slug, created_at ON listing
WHEN NEW.id <> OLD.id OR NEW.created_at <> OLD.created_at OR NEW.slug <> OLD.slug
    AND (OLD.erased = 1 OR EXISTS (SELECT 1 FROM revision WHERE listing = OLD.id))
    AND NOT EXISTS (SELECT 1 FROM erasure WHERE erasure.listing = OLD.id)
BEGIN
    SELECT raise(ABORT, 'a slug is stable for life');
END;

CREATE TRIGGER listing_is_erased_for_good
BEFORE UPDATE OF erased ON listing
WHEN NEW.erased <> OLD.erased
    AND (NEW.erased = 0 OR NOT EXISTS (SELECT 1 FROM erasure WHERE erasure.listing = OLD.id))
BEGIN
    SELECT raise(ABORT, 'a listing is erased on purpose, and for good');
END;

CREATE TRIGGER erased_listing_is_nobodys
BEFORE UPDATE OF erased, owner ON listing
WHEN NEW.erased = 1 AND (NEW.owner IS NOT NULL OR EXISTS (SELECT 1 FROM draft WHERE listing = OLD.id))
BEGIN
    SELECT raise(ABORT, 'an erased listing has neither owner nor draft');
END;

CREATE TRIGGER listing_is_not_born_erased
BEFORE INSERT ON listing
WHEN NEW.erased = 1
BEGIN
    SELECT raise(ABORT, 'an erased listing was there before');
END;

CREATE TRIGGER revision_is_somebodys
BEFORE INSERT ON revision
WHEN EXISTS (SELECT 1 FROM listing WHERE id = NEW.listing AND erased = 1)
BEGIN
    SELECT raise(ABORT, 'an erased listing has no revisions');
END;

CREATE TRIGGER account_leaves_no_listing
BEFORE DELETE ON account
WHEN EXISTS (SELECT 1 FROM listing WHERE owner = OLD.id)
BEGIN
    SELECT raise(ABORT, 'an account that owns a listing is kept');
END;

-- That a decision was taken stays for good; whose key took it and the words of
-- its reason go when the person is forgotten.
DROP TRIGGER decision_is_final;
CREATE TRIGGER decision_is_final
BEFORE UPDATE ON decision
WHEN NOT EXISTS (SELECT 1 FROM erasure)
    OR NEW.id <> OLD.id OR NEW.at <> OLD.at OR NEW.role <> OLD.role OR NEW.account IS NOT OLD.account
    OR NEW.action <> OLD.action OR NEW.listing IS NOT OLD.listing OR NEW.revision IS NOT OLD.revision
    OR NEW.fingerprint NOT IN (OLD.fingerprint, '') OR NEW.reason NOT IN (OLD.reason, '')
BEGIN
    SELECT raise(ABORT, 'the log of decisions is append-only');
END;
