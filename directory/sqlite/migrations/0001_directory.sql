-- The directory: listings with their immutable revisions, the accounts and keys
-- of people, the log of decisions, and the reference data that people may change.
--
-- Times are milliseconds since 1970 (UTC), days are days since 1970, lists are
-- JSON arrays of strings. An empty text or a 0 says that nothing was given.

CREATE TABLE setting (
    name  TEXT PRIMARY KEY CHECK (name <> ''),
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE account (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    name       TEXT    NOT NULL,
    role       TEXT    NOT NULL CHECK (role IN ('visitor', 'identified', 'professional', 'moderator', 'administrator')),
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE account_key (
    fingerprint TEXT PRIMARY KEY CHECK (fingerprint <> ''),
    account     INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    type        TEXT    NOT NULL,
    name        TEXT    NOT NULL,
    blob        BLOB    NOT NULL, -- the public key, in the wire format of SSH
    created_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX account_key_by_account ON account_key (account);

CREATE TABLE listing (
    id                 INTEGER PRIMARY KEY AUTOINCREMENT,
    slug               TEXT    NOT NULL UNIQUE CHECK (slug <> ''),
    owner              INTEGER REFERENCES account (id) ON DELETE SET NULL,
    published_revision INTEGER REFERENCES revision (id),
    latest_revision    INTEGER REFERENCES revision (id),
    paused             INTEGER NOT NULL DEFAULT 0 CHECK (paused IN (0, 1)),
    paused_until       INTEGER NOT NULL DEFAULT 0,
    suspended          INTEGER NOT NULL DEFAULT 0 CHECK (suspended IN (0, 1)),
    withdrawn          INTEGER NOT NULL DEFAULT 0 CHECK (withdrawn IN (0, 1)),
    erased             INTEGER NOT NULL DEFAULT 0 CHECK (erased IN (0, 1)),
    created_at         INTEGER NOT NULL,
    updated_at         INTEGER NOT NULL,
    confirmed_at       INTEGER,
    seq                INTEGER NOT NULL UNIQUE CHECK (seq > 0), -- of the last write, over all listings
    CHECK (erased = 0 OR (published_revision IS NULL AND latest_revision IS NULL))
) STRICT;

CREATE INDEX listing_by_owner ON listing (owner) WHERE owner IS NOT NULL;
CREATE INDEX listing_by_published ON listing (published_revision);
CREATE INDEX listing_by_latest ON listing (latest_revision);

CREATE TABLE revision (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    listing          INTEGER NOT NULL REFERENCES listing (id),
    number           INTEGER NOT NULL CHECK (number > 0),
    state            TEXT    NOT NULL CHECK (state IN ('draft', 'submitted', 'accepted', 'refused')),
    created_at       INTEGER NOT NULL,
    name_key         TEXT    NOT NULL, -- the name folded, to find the same person again
    name             TEXT    NOT NULL,
    organisation     TEXT    NOT NULL,
    status           TEXT    NOT NULL CHECK (status IN ('', 'independent', 'salaried')),
    headline         TEXT    NOT NULL,
    skills           TEXT    NOT NULL CHECK (json_valid(skills) AND json_type(skills) = 'array'),
    commune          TEXT    NOT NULL,
    commune_shown    TEXT    NOT NULL CHECK (commune_shown IN ('', 'commune', 'epci')),
    workplace        TEXT    NOT NULL CHECK (workplace IN ('', 'home', 'telecentre', 'both')),
    telecentre       TEXT    NOT NULL,
    description      TEXT    NOT NULL,
    languages        TEXT    NOT NULL CHECK (json_valid(languages) AND json_type(languages) = 'array'),
    available_from   INTEGER NOT NULL CHECK (available_from >= 0),
    daily_rate_eur   INTEGER NOT NULL CHECK (daily_rate_eur >= 0),
    employer_commune TEXT    NOT NULL,
    remote_days      INTEGER NOT NULL CHECK (remote_days BETWEEN 0 AND 7),
    website          TEXT    NOT NULL,
    email            TEXT    NOT NULL,
    email_shown      TEXT    NOT NULL CHECK (email_shown IN ('', 'public', 'identified', 'nobody')),
    phone            TEXT    NOT NULL,
    phone_shown      TEXT    NOT NULL CHECK (phone_shown IN ('', 'public', 'identified', 'nobody')),
    siret            TEXT    NOT NULL,
    connection       TEXT    NOT NULL CHECK (connection IN ('', 'fibre', 'dsl', 'mobile', 'satellite', 'other')),
    UNIQUE (listing, number),
    -- A draft may be incomplete; what others judge or read may not.
    CONSTRAINT complete CHECK (state = 'draft' OR (
        name <> '' AND headline <> '' AND status <> '' AND commune <> '' AND commune_shown <> ''
        AND workplace <> '' AND email_shown <> '' AND phone_shown <> ''))
) STRICT;

CREATE INDEX revision_by_name ON revision (name_key);

-- A listing named here may lose its revisions. Whoever erases a person's data
-- adds the row and takes it away again within one transaction.
CREATE TABLE erasure (
    listing INTEGER PRIMARY KEY REFERENCES listing (id)
) STRICT;

CREATE TRIGGER revision_is_immutable
BEFORE UPDATE OF id, listing, number, created_at, name_key, name, organisation, status, headline, skills, commune,
    commune_shown, workplace, telecentre, description, languages, available_from, daily_rate_eur, employer_commune,
    remote_days, website, email, email_shown, phone, phone_shown, siret, connection ON revision
BEGIN
    SELECT raise(ABORT, 'a revision is immutable');
END;

CREATE TRIGGER revision_moves_forward
BEFORE UPDATE OF state ON revision
WHEN NOT (OLD.state = 'draft' AND NEW.state IN ('submitted', 'accepted', 'refused')
    OR OLD.state = 'submitted' AND NEW.state IN ('accepted', 'refused'))
BEGIN
    SELECT raise(ABORT, 'a revision only moves forward');
END;

CREATE TRIGGER revision_is_kept
BEFORE DELETE ON revision
WHEN NOT EXISTS (SELECT 1 FROM erasure WHERE erasure.listing = OLD.listing)
BEGIN
    SELECT raise(ABORT, 'revisions are kept');
END;

-- The row stays when a listing is erased, so that its number and its slug are
-- never given to somebody else.
CREATE TRIGGER listing_is_kept
BEFORE DELETE ON listing
BEGIN
    SELECT raise(ABORT, 'listings are kept');
END;

CREATE TRIGGER listing_keeps_its_slug
BEFORE UPDATE OF id, slug, created_at ON listing
WHEN NOT EXISTS (SELECT 1 FROM erasure WHERE erasure.listing = OLD.id)
BEGIN
    SELECT raise(ABORT, 'a slug is stable for life');
END;

CREATE TRIGGER listing_publishes_what_was_accepted
BEFORE UPDATE OF published_revision ON listing
WHEN NEW.published_revision IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM revision WHERE id = NEW.published_revision AND listing = NEW.id AND state = 'accepted')
BEGIN
    SELECT raise(ABORT, 'only an accepted revision of its own is published');
END;

CREATE TRIGGER listing_has_its_own_latest
BEFORE UPDATE OF latest_revision ON listing
WHEN NEW.latest_revision IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM revision WHERE id = NEW.latest_revision AND listing = NEW.id)
BEGIN
    SELECT raise(ABORT, 'the latest revision is one of its own');
END;

CREATE TRIGGER listing_seq_rises
BEFORE UPDATE ON listing
WHEN NEW.seq < OLD.seq
BEGIN
    SELECT raise(ABORT, 'seq only rises');
END;

-- Who decided what. Neither names nor network addresses: the log outlives the
-- listings that it speaks of, which is also why it refers to them by number alone.
CREATE TABLE decision (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    at          INTEGER NOT NULL,
    role        TEXT    NOT NULL,
    account     INTEGER,
    fingerprint TEXT    NOT NULL,
    action      TEXT    NOT NULL CHECK (action <> ''),
    listing     INTEGER,
    revision    INTEGER,
    reason      TEXT    NOT NULL
) STRICT;

CREATE INDEX decision_by_listing ON decision (listing) WHERE listing IS NOT NULL;

CREATE TRIGGER decision_is_final
BEFORE UPDATE ON decision
BEGIN
    SELECT raise(ABORT, 'the log of decisions is append-only');
END;

CREATE TRIGGER decision_is_kept
BEFORE DELETE ON decision
BEGIN
    SELECT raise(ABORT, 'the log of decisions is append-only');
END;

-- Reference data keeps the order in which it was first written.
CREATE TABLE domain (
    id       INTEGER PRIMARY KEY,
    slug     TEXT NOT NULL UNIQUE CHECK (slug <> ''),
    label_fr TEXT NOT NULL,
    label_en TEXT NOT NULL
) STRICT;

CREATE TABLE skill (
    id         INTEGER PRIMARY KEY,
    slug       TEXT NOT NULL UNIQUE CHECK (slug <> ''),
    label_fr   TEXT NOT NULL,
    label_en   TEXT NOT NULL,
    domain     TEXT NOT NULL REFERENCES domain (slug),
    rome       TEXT NOT NULL,
    aliases_fr TEXT NOT NULL CHECK (json_valid(aliases_fr) AND json_type(aliases_fr) = 'array'),
    aliases_en TEXT NOT NULL CHECK (json_valid(aliases_en) AND json_type(aliases_en) = 'array')
) STRICT;

CREATE INDEX skill_by_domain ON skill (domain);

CREATE TABLE telecentre (
    id               INTEGER PRIMARY KEY,
    slug             TEXT    NOT NULL UNIQUE CHECK (slug <> ''),
    name             TEXT    NOT NULL,
    commune          TEXT    NOT NULL,
    kind             TEXT    NOT NULL,
    address          TEXT    NOT NULL,
    operator         TEXT    NOT NULL,
    opening_year     INTEGER NOT NULL CHECK (opening_year >= 0),
    workplaces       INTEGER NOT NULL CHECK (workplaces >= 0),
    meeting_room     TEXT    NOT NULL,
    video_conference TEXT    NOT NULL,
    connection       TEXT    NOT NULL,
    step_free        TEXT    NOT NULL,
    price            TEXT    NOT NULL,
    phone            TEXT    NOT NULL,
    website          TEXT    NOT NULL,
    status           TEXT    NOT NULL CHECK (status IN ('open', 'planned', 'unknown', 'closed')),
    source_year      INTEGER NOT NULL CHECK (source_year >= 0),
    source_url       TEXT    NOT NULL,
    other_sources    TEXT    NOT NULL,
    notes            TEXT    NOT NULL
) STRICT;
