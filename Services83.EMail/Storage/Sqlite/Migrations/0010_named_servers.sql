-- Folders of servers that callers name, as they were when an associate last asked whether something new had arrived.

CREATE TABLE folder_visit (
    associate_id INTEGER NOT NULL REFERENCES associate (associate_id) ON DELETE CASCADE,
    -- Hash of server, login and folder.
    folder       TEXT    NOT NULL,
    uid_validity INTEGER NOT NULL,
    uid_next     INTEGER NOT NULL,
    visited_at   INTEGER NOT NULL,
    PRIMARY KEY (associate_id, folder)
) WITHOUT ROWID;

CREATE INDEX folder_visit_age ON folder_visit (visited_at);
