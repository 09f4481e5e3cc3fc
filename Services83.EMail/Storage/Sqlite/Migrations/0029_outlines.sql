-- A message without the bodies of its large attachments, so that it can be shown without reading all of it. Messages without large
-- attachments have none, and neither have messages that were stored before this table existed.
CREATE TABLE content_outline (
    content_id INTEGER PRIMARY KEY REFERENCES content (content_id) ON DELETE CASCADE,
    raw        BLOB NOT NULL,
    -- JSON object: section number of an attachment without body -> its decoded size in bytes.
    sizes      TEXT NOT NULL
);
