-- Messages that are made here and placed on the server, and how far back a folder's history goes.

-- 1: made here and not on the server: its append is pending, or refused for good. Shown without a UID, and never taken for vanished.
ALTER TABLE email_item ADD COLUMN only_here INTEGER NOT NULL DEFAULT 0;

-- email_change.kind: 7 append. Its copy_ columns say what the folder said before APPEND was sent.
-- The message whose append has to be confirmed before this change may be made.
ALTER TABLE email_change ADD COLUMN after_item_id INTEGER;
-- Whether the server may have filed the message by itself, so that it is looked for in the whole folder first.
ALTER TABLE email_change ADD COLUMN search_first  INTEGER NOT NULL DEFAULT 0;
-- How often in a row APPEND was sent and nothing was heard.
ALTER TABLE email_change ADD COLUMN unanswered    INTEGER NOT NULL DEFAULT 0;
CREATE INDEX email_change_after ON email_change (after_item_id) WHERE after_item_id IS NOT NULL;

-- UIDs that are older than the configured history and were not fetched, as an IMAP sequence set, and from when on messages were.
ALTER TABLE email_folder ADD COLUMN left_out     TEXT NOT NULL DEFAULT '';
ALTER TABLE email_folder ADD COLUMN history_from INTEGER;

-- Messages as callers see them. The UID in a folder that a message is on its way to is not known: 0.
DROP VIEW shown_item;
CREATE VIEW shown_item AS
SELECT item_id, account_id, content_id, COALESCE(pending_folder, folder_id) AS folder_id, uid_validity,
       CASE WHEN uid IS NULL AND only_here = 0 THEN NULL WHEN uid IS NULL OR pending_folder IS NOT NULL THEN 0 ELSE uid END AS uid,
       (flags | pending_set) & ~pending_clear AS flags, received_at, replied_at, announced
FROM email_item
WHERE pending_delete = 0 AND (dismissed = 0 OR (flags & 2) = 0);
