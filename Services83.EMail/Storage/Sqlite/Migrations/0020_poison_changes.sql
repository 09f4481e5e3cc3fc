-- A change that cannot be sent for a reason that nobody foresaw is put aside for a while, so that it does not keep its account from being
-- synced.

-- How often in a row.
ALTER TABLE email_change ADD COLUMN faults     INTEGER NOT NULL DEFAULT 0;
-- Put aside until then; null for one that was never put aside.
ALTER TABLE email_change ADD COLUMN held_until INTEGER;
CREATE INDEX email_change_held ON email_change (account_id, change_id) WHERE held_until IS NOT NULL;
