-- Background tasks that fail at present; a task that works has no row.

CREATE TABLE background_trouble (
    -- What an operator calls the task.
    name     TEXT    PRIMARY KEY,
    reason   TEXT    NOT NULL,
    -- Failures in a row, the moment of the first, and when it is tried again.
    failures INTEGER NOT NULL,
    since    INTEGER NOT NULL,
    retry_at INTEGER NOT NULL
);

-- Holds something only while it is tried whether the database can be written to.
CREATE TABLE write_probe (
    filler BLOB NOT NULL
);
