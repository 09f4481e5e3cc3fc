-- Receivers that are told what changes.
CREATE TABLE webhook (
    webhook_id   INTEGER PRIMARY KEY AUTOINCREMENT,
    url          TEXT NOT NULL,
    -- The key of the signatures, encrypted.
    secret       TEXT NOT NULL,
    -- Bits: 1 messageNew, 2 messageDeleted, 4 messageUpdated, 8 accountError, 16 messageBounced.
    events       INTEGER NOT NULL,
    -- One account, the accounts of one associate, or all.
    account_id   INTEGER REFERENCES account (account_id),
    associate_id INTEGER REFERENCES associate (associate_id),
    -- Given up: nothing is stored for it and nothing is sent.
    held         INTEGER NOT NULL DEFAULT 0,
    -- From when on events were not stored; null when none is missing, or when the receiver knows.
    missed_since INTEGER,
    created_at   INTEGER NOT NULL
);

-- What has happened and is in no request yet.
CREATE TABLE webhook_event (
    event_id    INTEGER PRIMARY KEY AUTOINCREMENT,
    webhook_id  INTEGER NOT NULL REFERENCES webhook (webhook_id) ON DELETE CASCADE,
    kind        INTEGER NOT NULL,
    account_id  INTEGER NOT NULL,
    item_id     INTEGER,
    folder_id   INTEGER,
    -- What the event says besides the message: JSON of an error or of a report.
    details     TEXT NOT NULL DEFAULT '',
    happened_at INTEGER NOT NULL
);
CREATE INDEX webhook_event_order ON webhook_event (webhook_id, event_id);

-- The request to each receiver that is being delivered, and how the latest attempts ended.
CREATE TABLE webhook_delivery (
    webhook_id    INTEGER PRIMARY KEY REFERENCES webhook (webhook_id) ON DELETE CASCADE,
    -- Id and body of the request, the same in every attempt; null when there is none.
    message_id    TEXT,
    payload       TEXT,
    -- Since when events are missing, as the request says; null when it says nothing of it.
    missed_since  INTEGER,
    -- Failed attempts in a row.
    attempts      INTEGER NOT NULL DEFAULT 0,
    failing_since INTEGER,
    retry_at      INTEGER,
    last_error    TEXT NOT NULL DEFAULT '',
    delivered_at  INTEGER
);
