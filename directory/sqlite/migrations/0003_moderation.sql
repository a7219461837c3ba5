-- Moderators decide, administrators keep order: what they have in hand, what
-- readers report and owners contest, who is kept out, what two have to agree on,
-- what was decided about reference data, and the log as a chain.
--
-- Go fills in what SQL cannot: the seals of the log, and the keys by which
-- people are found.

-- Each entry is sealed after the one before it: see directory.Seal. What was
-- forgotten has no salt any more.
DROP TRIGGER decision_is_final;
DROP TRIGGER decision_is_kept;
DROP INDEX decision_by_listing;
DROP INDEX decision_by_account;
ALTER TABLE decision RENAME TO unsealed_decision;

CREATE TABLE decision (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    at               INTEGER NOT NULL,
    role             TEXT    NOT NULL,
    account          INTEGER,
    fingerprint      TEXT    NOT NULL,
    action           TEXT    NOT NULL CHECK (action <> ''),
    target           TEXT    NOT NULL, -- when it is no listing: kind and number or slug, as in account:7
    listing          INTEGER,
    revision         INTEGER,
    reason           TEXT    NOT NULL,
    fingerprint_salt BLOB CHECK (length(fingerprint_salt) = 16),
    fingerprint_seal BLOB    NOT NULL CHECK (length(fingerprint_seal) = 32),
    reason_salt      BLOB CHECK (length(reason_salt) = 16),
    reason_seal      BLOB    NOT NULL CHECK (length(reason_seal) = 32),
    hash             BLOB    NOT NULL CHECK (length(hash) = 32),
    CHECK (fingerprint_salt IS NOT NULL OR fingerprint = ''),
    CHECK (reason_salt IS NOT NULL OR reason = '')
) STRICT;

CREATE INDEX decision_by_at ON decision (at);
CREATE INDEX decision_by_action ON decision (action);
CREATE INDEX decision_by_account ON decision (account) WHERE account IS NOT NULL;
CREATE INDEX decision_by_listing ON decision (listing) WHERE listing IS NOT NULL;
CREATE INDEX decision_by_target ON decision (target) WHERE target <> '';
CREATE INDEX decision_by_submission ON decision (at, listing) WHERE action = 'submit';

CREATE TRIGGER decision_goes_behind
BEFORE INSERT ON decision
WHEN NEW.id <= coalesce((SELECT max(id) FROM decision), 0)
BEGIN
    SELECT raise(ABORT, 'the log of decisions is append-only');
END;

CREATE TRIGGER decision_is_final
BEFORE UPDATE ON decision
WHEN NOT EXISTS (SELECT 1 FROM erasure)
    OR NEW.id <> OLD.id OR NEW.at <> OLD.at OR NEW.role <> OLD.role OR NEW.account IS NOT OLD.account
    OR NEW.action <> OLD.action OR NEW.target <> OLD.target
    OR NEW.listing IS NOT OLD.listing OR NEW.revision IS NOT OLD.revision
    OR NEW.fingerprint_seal <> OLD.fingerprint_seal OR NEW.reason_seal <> OLD.reason_seal OR NEW.hash <> OLD.hash
    OR NOT (NEW.fingerprint = OLD.fingerprint AND NEW.fingerprint_salt IS OLD.fingerprint_salt
        OR NEW.fingerprint = '' AND NEW.fingerprint_salt IS NULL)
    OR NOT (NEW.reason = OLD.reason AND NEW.reason_salt IS OLD.reason_salt
        OR NEW.reason = '' AND NEW.reason_salt IS NULL)
BEGIN
    SELECT raise(ABORT, 'the log of decisions is append-only');
END;

CREATE TRIGGER decision_is_kept
BEFORE DELETE ON decision
BEGIN
    SELECT raise(ABORT, 'the log of decisions is append-only');
END;

-- By what listings are found and compared, whatever accents and case. It goes
-- with its revision.
CREATE TABLE revision_key (
    revision INTEGER PRIMARY KEY REFERENCES revision (id) ON DELETE CASCADE,
    listing  INTEGER NOT NULL REFERENCES listing (id),
    commune  TEXT    NOT NULL,
    words    TEXT    NOT NULL, -- one line for each thing that is looked for
    text     INTEGER NOT NULL  -- a hash of a description of 40 characters and more, else 0
) STRICT;

CREATE INDEX revision_by_text ON revision_key (text, listing) WHERE text <> 0;
CREATE INDEX revision_by_email ON revision (email COLLATE NOCASE, listing) WHERE email <> '';
CREATE INDEX revision_by_phone ON revision (phone, listing) WHERE phone <> '';
CREATE INDEX revision_by_siret ON revision (siret, listing) WHERE siret <> '';
CREATE INDEX revision_by_refusal ON revision (id) WHERE state = 'refused';

CREATE TRIGGER revision_key_is_immutable
BEFORE UPDATE ON revision_key
BEGIN
    SELECT raise(ABORT, 'a revision is immutable');
END;

ALTER TABLE account ADD COLUMN name_key TEXT NOT NULL DEFAULT ''; -- the name folded, to find and to order it
CREATE INDEX account_by_role ON account (role);

-- Who has what in hand, until when.
CREATE TABLE claim (
    item    TEXT PRIMARY KEY CHECK (item <> ''),
    account INTEGER REFERENCES account (id) ON DELETE CASCADE, -- NULL: the operator
    holder  TEXT    NOT NULL CHECK (holder <> ''),
    until   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX claim_by_holder ON claim (holder);
CREATE INDEX claim_by_account ON claim (account) WHERE account IS NOT NULL;

CREATE TABLE report (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    listing   INTEGER NOT NULL REFERENCES listing (id),
    reason    TEXT    NOT NULL CHECK (reason IN ('outdated', 'wrong', 'impersonation', 'offensive', 'advertising', 'other')),
    words     TEXT    NOT NULL,
    at        INTEGER NOT NULL,
    role      TEXT    NOT NULL,
    reporter  TEXT    NOT NULL, -- a keyed hash, by which one reader counts once
    closed_at INTEGER
) STRICT;

CREATE UNIQUE INDEX report_by_reporter ON report (listing, reporter) WHERE closed_at IS NULL;
CREATE INDEX report_by_listing ON report (listing);

CREATE TRIGGER report_is_somebodys
BEFORE INSERT ON report
WHEN EXISTS (SELECT 1 FROM listing WHERE id = NEW.listing AND erased = 1)
BEGIN
    SELECT raise(ABORT, 'an erased listing has no reports');
END;

CREATE TRIGGER report_stays_about
BEFORE UPDATE OF id, listing, at, reporter ON report
BEGIN
    SELECT raise(ABORT, 'a report stays what it is about');
END;

CREATE TRIGGER report_is_kept
BEFORE DELETE ON report
WHEN NOT EXISTS (SELECT 1 FROM erasure WHERE erasure.listing = OLD.listing)
BEGIN
    SELECT raise(ABORT, 'reports go with their listing');
END;

CREATE TABLE appeal (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    listing   INTEGER NOT NULL REFERENCES listing (id),
    against   INTEGER NOT NULL UNIQUE REFERENCES decision (id),
    judge     INTEGER, -- the account that took that decision; NULL: the operator
    words     TEXT    NOT NULL,
    at        INTEGER NOT NULL,
    closed_at INTEGER,
    outcome   TEXT    NOT NULL DEFAULT '' CHECK (outcome IN ('', 'uphold', 'reverse')),
    reason    TEXT    NOT NULL DEFAULT '',
    CHECK (closed_at IS NOT NULL OR outcome = '' AND reason = '')
) STRICT;

CREATE INDEX appeal_by_listing ON appeal (listing);
CREATE INDEX appeal_by_waiting ON appeal (at) WHERE closed_at IS NULL;

CREATE TRIGGER appeal_is_somebodys
BEFORE INSERT ON appeal
WHEN EXISTS (SELECT 1 FROM listing WHERE id = NEW.listing AND erased = 1)
BEGIN
    SELECT raise(ABORT, 'an erased listing has no appeals');
END;

CREATE TRIGGER appeal_stays_about
BEFORE UPDATE OF id, listing, against, judge, words, at ON appeal
BEGIN
    SELECT raise(ABORT, 'an appeal stays what it is about');
END;

CREATE TRIGGER appeal_is_kept
BEFORE DELETE ON appeal
WHEN NOT EXISTS (SELECT 1 FROM erasure WHERE erasure.listing = OLD.listing)
BEGIN
    SELECT raise(ABORT, 'appeals go with their listing');
END;

-- Proposed skills that were refused.
CREATE TABLE refused_word (
    slug   TEXT PRIMARY KEY CHECK (slug <> ''),
    word   TEXT    NOT NULL,
    reason TEXT    NOT NULL,
    at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Who is kept out: a key with all keys of its account, or a range of addresses.
CREATE TABLE ban (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    fingerprint TEXT    NOT NULL,
    addresses   TEXT    NOT NULL, -- 192.0.2.0/24
    reason      TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    until       INTEGER, -- exclusive; NULL: no end
    account     INTEGER, -- that decided it; NULL: the operator
    CHECK ((fingerprint = '') <> (addresses = ''))
) STRICT;

CREATE INDEX ban_by_fingerprint ON ban (fingerprint) WHERE fingerprint <> '';

-- What one administrator wants and another one has to agree to.
CREATE TABLE motion (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    action    TEXT    NOT NULL CHECK (action IN ('grant', 'erase_listing', 'reject_many')),
    account   INTEGER, -- whose role it is about
    role      TEXT    NOT NULL,
    listing   INTEGER REFERENCES listing (id),
    verdicts  TEXT    NOT NULL CHECK (json_valid(verdicts) AND json_type(verdicts) = 'array'),
    reason    TEXT    NOT NULL,
    mover     INTEGER, -- NULL: the operator
    at        INTEGER NOT NULL,
    until     INTEGER NOT NULL,
    state     TEXT    NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'agreed', 'refused', 'withdrawn', 'lapsed')),
    second    INTEGER, -- who agreed or refused; NULL: nobody, or the operator
    closed_at INTEGER,
    CHECK ((state = 'open') = (closed_at IS NULL))
) STRICT;

CREATE INDEX motion_by_state ON motion (state) WHERE state = 'open';
CREATE INDEX motion_by_listing ON motion (listing) WHERE listing IS NOT NULL;
CREATE INDEX motion_by_account ON motion (account) WHERE account IS NOT NULL;

CREATE TRIGGER motion_is_moved
BEFORE UPDATE ON motion
WHEN NEW.id <> OLD.id OR NEW.action <> OLD.action OR NEW.account IS NOT OLD.account OR NEW.role <> OLD.role
    OR NEW.listing IS NOT OLD.listing OR NEW.mover IS NOT OLD.mover OR NEW.at <> OLD.at OR NEW.until <> OLD.until
    OR (NEW.verdicts <> OLD.verdicts OR NEW.reason <> OLD.reason) AND NOT EXISTS (SELECT 1 FROM erasure)
    OR OLD.state <> 'open' AND (NEW.state <> OLD.state OR NEW.second IS NOT OLD.second OR NEW.closed_at <> OLD.closed_at)
BEGIN
    SELECT raise(ABORT, 'a motion stays what was moved');
END;

CREATE TRIGGER motion_is_kept
BEFORE DELETE ON motion
BEGIN
    SELECT raise(ABORT, 'motions are kept');
END;

-- What administrators decided about skills, beside what the taxonomy says of them.
CREATE TABLE skill_fate (
    slug      TEXT PRIMARY KEY REFERENCES skill (slug),
    successor TEXT REFERENCES skill (slug), -- that took it in; NULL: none
    retired   INTEGER NOT NULL CHECK (retired IN (0, 1)),
    CHECK (successor IS NULL OR successor <> slug)
) STRICT, WITHOUT ROWID;

CREATE INDEX skill_fate_by_successor ON skill_fate (successor) WHERE successor IS NOT NULL;

-- The days on which what is said of a télécentre was found to be true.
CREATE TABLE telecentre_check (
    slug  TEXT PRIMARY KEY REFERENCES telecentre (slug),
    found INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Communes of the official list that became part of another.
CREATE TABLE commune_merge (
    insee     TEXT PRIMARY KEY CHECK (insee <> ''),
    successor TEXT    NOT NULL CHECK (successor <> '' AND successor <> insee),
    day       INTEGER NOT NULL,
    at        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Requests of people about their data. Who asked and what is forgotten a while
-- after the answer.
CREATE TABLE data_request (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    kind      TEXT    NOT NULL CHECK (kind IN ('access', 'rectify', 'erase', 'restrict', 'portability', 'object')),
    who       TEXT    NOT NULL,
    slug      TEXT    NOT NULL, -- of the listing it is about
    note      TEXT    NOT NULL,
    received  INTEGER NOT NULL,
    due       INTEGER NOT NULL,
    extended  TEXT    NOT NULL,
    closed_at INTEGER,
    answer    TEXT    NOT NULL
) STRICT;

CREATE INDEX data_request_by_due ON data_request (due) WHERE closed_at IS NULL;
CREATE INDEX data_request_by_slug ON data_request (slug) WHERE slug <> '';
