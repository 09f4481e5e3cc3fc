-- Recipients that a sent message did not reach, as mail servers reported it.
CREATE TABLE bounce (
    outgoing_id      INTEGER NOT NULL REFERENCES outgoing (outgoing_id) ON DELETE CASCADE,
    -- As the sender gave it.
    recipient        TEXT NOT NULL,
    -- 1 not delivered, 2 not delivered yet.
    action           INTEGER NOT NULL,
    status           TEXT NOT NULL,
    diagnostic       TEXT NOT NULL,
    reporting_server TEXT NOT NULL,
    -- The report. No foreign key: it may be deleted.
    item_id          INTEGER NOT NULL,
    reported_at      INTEGER NOT NULL,
    PRIMARY KEY (outgoing_id, recipient, action)
);
CREATE INDEX bounce_age ON bounce (reported_at);
