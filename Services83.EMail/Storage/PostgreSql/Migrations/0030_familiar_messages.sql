-- Finds the messages of an account that have the same content for their server: by EMAILID (RFC 8474) or X-GM-MSGID (Gmail).
CREATE INDEX email_item_email_id ON email_item (account_id, email_id) WHERE email_id IS NOT NULL;
