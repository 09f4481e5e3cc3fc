-- SQLite keeps long bodies in a file of its own; see there. PostgreSQL keeps them in content_body, so both tables stay empty here.
CREATE TABLE body_pair (
    body_pair_id BIGINT  PRIMARY KEY CHECK (body_pair_id = 1),
    stamp        BYTEA   NOT NULL,
    used         BOOLEAN NOT NULL
);

CREATE TABLE body_to_erase (
    content_id BIGINT PRIMARY KEY
);
