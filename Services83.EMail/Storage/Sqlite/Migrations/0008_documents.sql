-- Archived messages, messages that wait a while for being archived, and what cached messages are tied to.
-- Octets are stored as content, once per hash, whoever refers to them.

CREATE TABLE document (
    document_id  INTEGER PRIMARY KEY AUTOINCREMENT,
    -- Who archived it and may read it.
    associate_id INTEGER NOT NULL REFERENCES associate (associate_id),
    content_id   INTEGER NOT NULL REFERENCES content (content_id),
    title        TEXT    NOT NULL,
    -- Whether every associate may read it.
    shared       INTEGER NOT NULL,
    created_at   INTEGER NOT NULL
);
CREATE INDEX document_associate ON document (associate_id);
CREATE INDEX document_content   ON document (content_id);

CREATE TABLE temporary_document (
    -- Random, and all that is needed to name it.
    name         TEXT    PRIMARY KEY,
    associate_id INTEGER NOT NULL REFERENCES associate (associate_id),
    content_id   INTEGER NOT NULL REFERENCES content (content_id),
    created_at   INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL
);
CREATE INDEX temporary_document_associate ON temporary_document (associate_id);
CREATE INDEX temporary_document_content   ON temporary_document (content_id);
CREATE INDEX temporary_document_expiry    ON temporary_document (expires_at);

-- What a client said a cached message is tied to; keys of its own database, which mean nothing here.
CREATE TABLE message_tie (
    item_id        INTEGER PRIMARY KEY REFERENCES email_item (item_id) ON DELETE CASCADE,
    document_id    INTEGER NOT NULL,
    appointment_id INTEGER NOT NULL,
    project_id     INTEGER NOT NULL,
    sale_id        INTEGER NOT NULL,
    -- Null when it is not archived.
    archived_at    INTEGER,
    archived_by    INTEGER NOT NULL
);
