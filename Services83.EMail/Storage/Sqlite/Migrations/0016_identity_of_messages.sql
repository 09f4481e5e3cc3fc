-- What tells messages and folders from others that came to have their numbers.

-- MAILBOXID (RFC 8474) when the folder was last opened: null where the server tells none.
ALTER TABLE email_folder ADD COLUMN mailbox_id TEXT;
-- 1: a message in it was another one than the cache says, so that all of them have to be looked at.
ALTER TABLE email_folder ADD COLUMN doubted    INTEGER NOT NULL DEFAULT 0;

-- What the server said of the message where it is: EMAILID (RFC 8474), RFC822.SIZE, INTERNALDATE. Null when it did not, or was not asked.
-- Size and date of receipt as callers see them are elsewhere: servers miscount sizes, and copies get new dates.
ALTER TABLE email_item ADD COLUMN email_id      TEXT;
ALTER TABLE email_item ADD COLUMN server_size   INTEGER;
ALTER TABLE email_item ADD COLUMN internal_date INTEGER;
