-- Within which octet of the message the line broke; null when the server refused it or sent nothing for it.

ALTER TABLE undelivered ADD COLUMN place INTEGER;
