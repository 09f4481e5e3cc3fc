-- The runs of an account are counted, so that a run which another one has replaced can no longer store anything.
CREATE TABLE sync_run (
    account_id   BIGINT PRIMARY KEY REFERENCES account (account_id),
    -- Number of the latest run that began, and of the latest one that ended.
    run          BIGINT NOT NULL,
    ended        BIGINT NOT NULL DEFAULT 0,
    -- The result of that one: messages stored for the first time, and the failure in JSON; null when it succeeded.
    new_messages BIGINT NOT NULL DEFAULT 0,
    failure      TEXT COLLATE "C"
);

-- The process that sends the message; 0 for messages from before this migration.
ALTER TABLE outgoing ADD COLUMN node_id BIGINT NOT NULL DEFAULT 0;
