-- Long bodies are in a file of their own beside the database: the log would write them twice. The row of such a body in content_body holds
-- its length, an integer, in place of its bytes.

-- What the file of bodies has to say about itself to belong to this database. Both change with each write to that file.
CREATE TABLE body_pair (
    body_pair_id INTEGER PRIMARY KEY CHECK (body_pair_id = 1),
    stamp        BLOB    NOT NULL,
    -- 0 until the first long body: before, there is no such file.
    used         INTEGER NOT NULL
);
INSERT INTO body_pair (body_pair_id, stamp, used) VALUES (1, randomblob(16), 0);

-- Bodies in that file that nothing refers to any more.
CREATE TABLE body_to_erase (
    content_id INTEGER PRIMARY KEY
);

CREATE TRIGGER content_body_outside AFTER DELETE ON content_body WHEN typeof(OLD.raw) = 'integer'
BEGIN
    INSERT INTO body_to_erase (content_id) VALUES (OLD.content_id);
END;
