-- Changes that were made here and that the server has not confirmed yet, in their order.
-- email_item and email_folder go on holding what the server is known to have; the pending_ columns say how that looks with the
-- changes on top. A change that the server refuses is taken out of them again, and nothing else has to be undone.

CREATE TABLE email_change (
    change_id         INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id        INTEGER NOT NULL REFERENCES account (account_id),
    -- 1 set flag, 2 clear flag, 3 move, 4 delete, 5 subscribe, 6 unsubscribe.
    kind              INTEGER NOT NULL,
    -- Null for a change of a folder. No foreign key: a change outlives its message until the push has said so.
    item_id           INTEGER,
    -- Where the message was when this was asked for, or the folder that is meant.
    folder_id         INTEGER NOT NULL REFERENCES email_folder (folder_id),
    uid_validity      INTEGER,
    uid               INTEGER,
    target_folder_id  INTEGER REFERENCES email_folder (folder_id),
    -- One bit of EMailFlags.
    flag              INTEGER NOT NULL DEFAULT 0,
    -- What the target said before COPY was sent: a copy that nobody confirmed is not below this.
    copy_uid_validity INTEGER,
    copy_uid_next     INTEGER,
    created_at        INTEGER NOT NULL,
    -- Refusals so far, and the latest in the server's words.
    attempts          INTEGER NOT NULL DEFAULT 0,
    last_error        TEXT    NOT NULL DEFAULT '',
    -- Refused for good.
    rejected          INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX email_change_account ON email_change (account_id, rejected, change_id);
CREATE INDEX email_change_item    ON email_change (item_id) WHERE item_id IS NOT NULL;

ALTER TABLE email_item ADD COLUMN pending_set    INTEGER NOT NULL DEFAULT 0;
ALTER TABLE email_item ADD COLUMN pending_clear  INTEGER NOT NULL DEFAULT 0;
ALTER TABLE email_item ADD COLUMN pending_folder INTEGER;
ALTER TABLE email_item ADD COLUMN pending_delete INTEGER NOT NULL DEFAULT 0;
-- Deleted or moved away here, on a server that cannot remove a single message: not shown while it is marked as deleted there.
ALTER TABLE email_item ADD COLUMN dismissed      INTEGER NOT NULL DEFAULT 0;
ALTER TABLE email_folder ADD COLUMN pending_subscribed INTEGER;

CREATE INDEX email_item_shown ON email_item (COALESCE(pending_folder, folder_id), item_id);
-- As before, by the folder that callers see.
DROP INDEX email_item_new;
CREATE INDEX email_item_new ON email_item (COALESCE(pending_folder, folder_id)) WHERE announced = 0;

-- Messages as callers see them. The UID in a folder that a message is on its way to is not known: 0.
CREATE VIEW shown_item AS
SELECT item_id, account_id, content_id, COALESCE(pending_folder, folder_id) AS folder_id, uid_validity,
       CASE WHEN uid IS NULL THEN NULL WHEN pending_folder IS NULL THEN uid ELSE 0 END AS uid,
       (flags | pending_set) & ~pending_clear AS flags, received_at, replied_at, announced
FROM email_item
WHERE pending_delete = 0 AND (dismissed = 0 OR (flags & 2) = 0);
