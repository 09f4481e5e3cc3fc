-- Mail accounts of associates. Moments are milliseconds since 1970-01-01 UTC.

CREATE TABLE account (
    account_id     INTEGER PRIMARY KEY AUTOINCREMENT,
    associate_id   INTEGER NOT NULL REFERENCES associate,
    email_address  TEXT    NOT NULL,
    email_key      TEXT    NOT NULL,
    -- AccountStatus of the contract: 0 unknown, 1 deleted, 2 failing, 3 failed, 4 ok.
    status         INTEGER NOT NULL DEFAULT 0,
    error_count    INTEGER NOT NULL DEFAULT 0,
    error_reason   TEXT    NOT NULL DEFAULT '',
    -- Seconds between two syncs; 0: due at every question.
    sync_interval  INTEGER NOT NULL,
    -- When the last sync ended, well or not; the interval counts from here.
    last_tried_at  INTEGER,
    -- When the last sync ended well.
    last_synced_at INTEGER,
    -- When its owner last logged in to it; the latest is the owner's current account.
    last_used_at   INTEGER,
    disabled       INTEGER NOT NULL DEFAULT 0,
    deleted        INTEGER NOT NULL DEFAULT 0,
    created_at     INTEGER NOT NULL
);
CREATE INDEX account_associate ON account (associate_id, email_key);

CREATE TABLE service_auth (
    service_auth_id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id      INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
    -- 1 incoming, 2 outgoing.
    direction       INTEGER NOT NULL,
    host            TEXT    NOT NULL,
    port            INTEGER NOT NULL,
    -- 1 TLS from the first octet, 2 STARTTLS.
    security        INTEGER NOT NULL,
    auth_type       TEXT    NOT NULL,
    user_name       TEXT    NOT NULL,
    -- Encrypted by the program; NULL without a password.
    secret          TEXT,
    UNIQUE (account_id, direction)
);
