-- What the sender said that a message is tied to: the copy gets it in the moment when it is filed. As message_tie.

CREATE TABLE outgoing_tie (
    outgoing_id    INTEGER PRIMARY KEY REFERENCES outgoing ON DELETE CASCADE,
    document_id    INTEGER NOT NULL,
    appointment_id INTEGER NOT NULL,
    project_id     INTEGER NOT NULL,
    sale_id        INTEGER NOT NULL,
    archived_at    INTEGER,
    archived_by    INTEGER NOT NULL
);
