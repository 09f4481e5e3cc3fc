-- The latest calls of clients, for administrators. Each kind keeps a number of rows of its own, so that many of one kind displace no other.
CREATE TABLE recent_call (
    call_id      INTEGER PRIMARY KEY AUTOINCREMENT,
    -- 1 a known caller's that succeeded, 2 a known caller's that failed, 3 of nobody known.
    kind         INTEGER NOT NULL,
    called_at    INTEGER NOT NULL,
    door         TEXT NOT NULL,
    operation    TEXT NOT NULL,
    -- Null: nobody known.
    login_name   TEXT,
    associate_id INTEGER,
    -- Of a gateway; null when the address names none.
    tenant       TEXT,
    address      TEXT,
    microseconds INTEGER NOT NULL,
    -- Null: the call succeeded.
    error        TEXT,
    reason       TEXT
);
CREATE INDEX recent_call_kind ON recent_call (kind, call_id);

-- How often each operation was called, also by the calls that are not listed.
CREATE TABLE call_count (
    -- The beginning of five minutes.
    began_at     INTEGER NOT NULL,
    operation    TEXT NOT NULL,
    -- Empty: the calls succeeded.
    error        TEXT NOT NULL,
    calls        INTEGER NOT NULL,
    -- Those that were too many at once to be listed.
    unlisted     INTEGER NOT NULL,
    microseconds INTEGER NOT NULL,
    PRIMARY KEY (began_at, operation, error)
);
