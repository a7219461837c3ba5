-- What was forgotten is remembered by its number and the moment it was made,
-- which say nothing about anybody: when an older copy of the directory is
-- restored, what was forgotten since is forgotten again.

CREATE TABLE forgotten (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    kind   TEXT    NOT NULL CHECK (kind IN ('listing', 'account')),
    number INTEGER NOT NULL,
    born   INTEGER NOT NULL, -- its created_at: the number alone may mean somebody else in another copy
    at     INTEGER NOT NULL,
    UNIQUE (kind, number)
) STRICT;

INSERT INTO forgotten (kind, number, born, at)
SELECT 'listing', id, created_at, updated_at FROM listing WHERE erased = 1 ORDER BY id;

CREATE TRIGGER forgotten_is_final
BEFORE UPDATE ON forgotten
BEGIN
    SELECT raise(ABORT, 'what was forgotten stays so');
END;

CREATE TRIGGER forgotten_is_kept
BEFORE DELETE ON forgotten
BEGIN
    SELECT raise(ABORT, 'what was forgotten stays so');
END;
