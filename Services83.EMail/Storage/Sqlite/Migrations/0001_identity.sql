-- Who may call. Moments are milliseconds since 1970-01-01 UTC.

CREATE TABLE associate (
    associate_id     INTEGER PRIMARY KEY,
    login_name       TEXT    NOT NULL,
    -- The login name folded by the program: SQLite alone folds ASCII letters only.
    login_key        TEXT    NOT NULL UNIQUE,
    full_name        TEXT    NOT NULL,
    full_name_key    TEXT    NOT NULL,
    email_address    TEXT    NOT NULL,
    -- UserType of the contract: 1 internal, 2 resource, 3 external, 4 anonymous, 5 system.
    user_type        INTEGER NOT NULL,
    is_administrator INTEGER NOT NULL,
    -- NULL: cannot log in by password.
    password_hash    TEXT,
    disabled         INTEGER NOT NULL DEFAULT 0,
    created_at       INTEGER NOT NULL
);
CREATE INDEX associate_full_name ON associate (full_name_key);

CREATE TABLE ticket (
    -- The GUID inside the ticket, in lower case with hyphens.
    ticket_id    TEXT    PRIMARY KEY,
    -- SHA-256 of the number inside the ticket.
    secret_hash  BLOB    NOT NULL,
    associate_id INTEGER NOT NULL REFERENCES associate ON DELETE CASCADE,
    -- Name of the application that it was issued to, empty without a known one.
    application  TEXT    NOT NULL,
    created_at   INTEGER NOT NULL,
    last_used_at INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL
);
CREATE INDEX ticket_associate ON ticket (associate_id);
CREATE INDEX ticket_expiry ON ticket (expires_at);

CREATE TABLE application_token (
    application_token_id INTEGER PRIMARY KEY,
    name                 TEXT    NOT NULL UNIQUE,
    token_hash           BLOB    NOT NULL UNIQUE,
    -- Whether the EMail agent is granted to the application.
    email_granted        INTEGER NOT NULL,
    disabled             INTEGER NOT NULL DEFAULT 0,
    created_at           INTEGER NOT NULL
);
