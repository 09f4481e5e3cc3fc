-- As before, in the words of the query: an index for FALSE is not used where 0 is asked for, nor the other way round.
DROP INDEX email_item_new;
CREATE INDEX email_item_new ON email_item (COALESCE(pending_folder, folder_id)) WHERE announced = FALSE;
