-- Recipients that a sent message did not reach, as mail servers reported it.
CREATE TABLE bounce (
    outgoing_id      BIGINT           NOT NULL REFERENCES outgoing (outgoing_id) ON DELETE CASCADE,
    -- As the sender gave it.
    recipient        TEXT COLLATE "C" NOT NULL,
    -- 1 not delivered, 2 not delivered yet.
    action           BIGINT           NOT NULL,
    status           TEXT COLLATE "C" NOT NULL,
    diagnostic       TEXT COLLATE "C" NOT NULL,
    reporting_server TEXT COLLATE "C" NOT NULL,
    -- The report. No foreign key: it may be deleted.
    item_id          BIGINT           NOT NULL,
    reported_at      BIGINT           NOT NULL,
    PRIMARY KEY (outgoing_id, recipient, action)
);
CREATE INDEX bounce_age ON bounce (reported_at);
