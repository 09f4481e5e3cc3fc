-- The keys that encrypt stored secrets. Empty if they are in a folder.
CREATE TABLE data_protection_key (
    -- The name that the framework gives the key, such as key-<GUID>.
    name       TEXT COLLATE "C" PRIMARY KEY,
    xml        TEXT COLLATE "C" NOT NULL,
    created_at BIGINT           NOT NULL
);

-- Holds a row while the data of an SQLite database is being moved into this one.
CREATE TABLE data_move (
    data_move_id BIGINT           PRIMARY KEY CHECK (data_move_id = 1),
    -- A hash that only this source has.
    source       TEXT COLLATE "C" NOT NULL,
    started_at   BIGINT           NOT NULL
);
