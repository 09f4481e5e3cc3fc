-- What the gateway keeps: tickets of its own and the calls of SyncEmailAccounts that a tenant has not carried out yet.

CREATE TABLE gateway_ticket (
    -- The GUID inside the ticket, in lower case with hyphens.
    ticket_id    TEXT    PRIMARY KEY,
    -- SHA-256 of the number inside the ticket.
    secret_hash  BLOB    NOT NULL,
    -- Name of the tenant that it was issued for; it is good for no other.
    tenant       TEXT    NOT NULL,
    -- What to send to the tenant, encrypted. Gone when the ticket has run out.
    secret       TEXT,
    last_used_at INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL
);
CREATE INDEX gateway_ticket_expiry ON gateway_ticket (expires_at);

CREATE TABLE gateway_sync (
    sync_id      INTEGER PRIMARY KEY,
    tenant       TEXT    NOT NULL,
    -- Who asked, as the tenant names it.
    associate    TEXT    NOT NULL,
    associate_id INTEGER NOT NULL,
    -- The accounts in the JSON of the tenant's own operation.
    accounts     TEXT    NOT NULL,
    -- What to send to the tenant, encrypted. Gone when the call is done or given up.
    secret       TEXT,
    -- 0 waits, 1 runs, 2 done, 3 given up.
    state        INTEGER NOT NULL,
    attempts     INTEGER NOT NULL DEFAULT 0,
    -- What the tenant said last, for a person to read.
    reason       TEXT    NOT NULL DEFAULT '',
    requested_at INTEGER NOT NULL,
    -- Not tried before.
    next_at      INTEGER NOT NULL,
    -- Given up after.
    expires_at   INTEGER NOT NULL,
    ended_at     INTEGER
);
CREATE INDEX gateway_sync_open ON gateway_sync (tenant, sync_id) WHERE state < 2;
