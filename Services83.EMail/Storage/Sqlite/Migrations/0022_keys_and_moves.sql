-- The keys that encrypt stored secrets, when they are not files: used with PostgreSQL only.
CREATE TABLE data_protection_key (
    -- The name that the framework gives the key, such as key-<GUID>.
    name       TEXT   NOT NULL PRIMARY KEY,
    xml        TEXT   NOT NULL,
    created_at BIGINT NOT NULL
);

-- Holds a row while the data of an SQLite database is being moved into this one: used with PostgreSQL only.
CREATE TABLE data_move (
    data_move_id INTEGER PRIMARY KEY CHECK (data_move_id = 1),
    -- A hash that only this source has.
    source       TEXT   NOT NULL,
    started_at   BIGINT NOT NULL
);
