-- The runs of an account are counted, so that a run which another one has replaced can no longer store anything.
CREATE TABLE sync_run (
    account_id   INTEGER PRIMARY KEY REFERENCES account (account_id),
    -- Number of the latest run that began, and of the latest one that ended.
    run          INTEGER NOT NULL,
    ended        INTEGER NOT NULL DEFAULT 0,
    -- The result of that one: messages stored for the first time, and the failure in JSON; null when it succeeded.
    new_messages INTEGER NOT NULL DEFAULT 0,
    failure      TEXT
);

-- The process that sends the message; 0 for messages from before this migration.
ALTER TABLE outgoing ADD COLUMN node_id INTEGER NOT NULL DEFAULT 0;
