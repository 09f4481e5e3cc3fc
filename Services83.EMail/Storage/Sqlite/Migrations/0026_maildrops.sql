-- Accounts whose mail is fetched over POP3. That protocol has no folders, so their folders, and where a message is, exist only here.

-- How mail is fetched: 1 IMAP, 2 POP3.
ALTER TABLE account ADD COLUMN protocol INTEGER NOT NULL DEFAULT 1;
-- With POP3: days after which a message that was fetched is deleted on the server; null: never.
ALTER TABLE account ADD COLUMN delete_after_days INTEGER;
-- Whether no server has the folder.
ALTER TABLE email_folder ADD COLUMN only_here INTEGER NOT NULL DEFAULT 0;

-- The messages of a maildrop by the server's unique ids (UIDL). A row outlives its message for a while on both sides: a message that was
-- deleted here is not fetched again, and a message that comes back under another id is recognised.
CREATE TABLE maildrop_message (
    account_id  INTEGER NOT NULL REFERENCES account (account_id),
    unique_id   TEXT    NOT NULL,
    -- Its UID in the inbox, from when it was first listed.
    uid         INTEGER NOT NULL,
    -- 1 not fetched yet, 2 stored here, 3 deleted here.
    state       INTEGER NOT NULL,
    item_id     INTEGER REFERENCES email_item (item_id) ON DELETE SET NULL,
    -- As the server listed it; the rest is known when the message was fetched.
    size        INTEGER,
    complete    INTEGER NOT NULL DEFAULT 0,
    hash        BLOB,
    message_id  TEXT,
    received_at INTEGER,
    stored_at   INTEGER,
    -- Since when the server does not list it; null while it does.
    gone_at     INTEGER,
    PRIMARY KEY (account_id, unique_id)
);
CREATE INDEX maildrop_message_item ON maildrop_message (item_id) WHERE item_id IS NOT NULL;
CREATE INDEX maildrop_message_gone ON maildrop_message (account_id, hash) WHERE gone_at IS NOT NULL;
