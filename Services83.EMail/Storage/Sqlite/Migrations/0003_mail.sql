-- Folders, messages and the queue of requested syncs.
-- Two identities: content (what was written, stored once per hash) and placement (where a server shows it).

CREATE TABLE email_folder (
    folder_id        INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id       INTEGER NOT NULL REFERENCES account (account_id),
    name             TEXT    NOT NULL,
    delimiter        TEXT    NOT NULL,
    attributes       TEXT    NOT NULL,
    selectable       INTEGER NOT NULL,
    subscribed       INTEGER NOT NULL,
    total            INTEGER NOT NULL DEFAULT 0,
    unread           INTEGER NOT NULL DEFAULT 0,
    -- The checkpoint: what the server said before the last complete sync. Null until there was one.
    uid_validity     INTEGER,
    uid_next         INTEGER,
    highest_mod_seq  INTEGER,
    message_count    INTEGER,
    synced_at        INTEGER,
    -- Set when the server no longer lists the folder; its items wait here for a new placement until the sync ends.
    gone             INTEGER NOT NULL DEFAULT 0,
    UNIQUE (account_id, name)
);

CREATE TABLE content (
    content_id    INTEGER PRIMARY KEY AUTOINCREMENT,
    hash          BLOB    NOT NULL UNIQUE,
    size          INTEGER NOT NULL,
    -- 0 when only the header was fetched, because the message is larger than the configured limit.
    complete      INTEGER NOT NULL,
    message_id    TEXT,
    in_reply_to   TEXT,
    -- Message-ID of the oldest known ancestor.
    thread_root   TEXT    NOT NULL,
    subject       TEXT    NOT NULL,
    from_name     TEXT    NOT NULL,
    from_address  TEXT    NOT NULL,
    -- JSON array of [name, address].
    recipients    TEXT    NOT NULL,
    sent_at       INTEGER,
    priority      INTEGER NOT NULL
);
CREATE INDEX content_message_id  ON content (message_id)  WHERE message_id IS NOT NULL;
CREATE INDEX content_in_reply_to ON content (in_reply_to) WHERE in_reply_to IS NOT NULL;
CREATE INDEX content_thread_root ON content (thread_root);

-- Apart from content, so that listing envelopes does not walk over bodies.
CREATE TABLE content_body (
    content_id INTEGER PRIMARY KEY REFERENCES content (content_id) ON DELETE CASCADE,
    raw        BLOB NOT NULL
);

CREATE TABLE email_item (
    item_id      INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id   INTEGER NOT NULL REFERENCES account (account_id),
    content_id   INTEGER NOT NULL REFERENCES content (content_id),
    -- Placement; folder_id stays as a hint when the placement is lost (uid null) and the item waits for a new one.
    folder_id    INTEGER NOT NULL REFERENCES email_folder (folder_id),
    uid_validity INTEGER,
    uid          INTEGER,
    flags        INTEGER NOT NULL,
    received_at  INTEGER NOT NULL,
    replied_at   INTEGER,
    -- Whether GetNewMail has handed it out, in whatever folder it was then.
    announced    INTEGER NOT NULL DEFAULT 0,
    UNIQUE (folder_id, uid_validity, uid)
);
CREATE INDEX email_item_new      ON email_item (folder_id) WHERE announced = 0;
CREATE INDEX email_item_content  ON email_item (content_id);
CREATE INDEX email_item_detached ON email_item (account_id, content_id) WHERE uid IS NULL;

-- One row per account that was asked to be synced and is not done.
CREATE TABLE sync_request (
    account_id   INTEGER PRIMARY KEY REFERENCES account (account_id),
    requested_at INTEGER NOT NULL,
    running      INTEGER NOT NULL DEFAULT 0,
    -- Asked for once more while it was running.
    again        INTEGER NOT NULL DEFAULT 0,
    started_at   INTEGER,
    -- Failed runs in a row, and when the next one begins by itself; null: at the next opportunity.
    failures     INTEGER NOT NULL DEFAULT 0,
    retry_at     INTEGER,
    folder       TEXT,
    done         INTEGER NOT NULL DEFAULT 0,
    total        INTEGER NOT NULL DEFAULT 0
);
