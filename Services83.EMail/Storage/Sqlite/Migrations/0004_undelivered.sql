-- Messages that a server lists but does not deliver, and when a message left its folder.

CREATE TABLE undelivered (
    folder_id    INTEGER NOT NULL REFERENCES email_folder (folder_id) ON DELETE CASCADE,
    uid_validity INTEGER NOT NULL,
    uid          INTEGER NOT NULL,
    -- How often it was asked for in vain.
    attempts     INTEGER NOT NULL,
    reason       TEXT    NOT NULL,
    -- Stepped over until then.
    retry_at     INTEGER NOT NULL,
    PRIMARY KEY (folder_id, uid_validity, uid)
);

-- Set while an item has no placement (uid null).
ALTER TABLE email_item ADD COLUMN detached_at INTEGER;
UPDATE email_item SET detached_at = 0 WHERE uid IS NULL;
