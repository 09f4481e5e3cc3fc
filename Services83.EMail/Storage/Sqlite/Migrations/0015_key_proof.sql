-- A secret that only the right keys open: tells at start that the database and the key folder belong together.
CREATE TABLE key_proof (
    key_proof_id INTEGER PRIMARY KEY CHECK (key_proof_id = 1),
    secret       TEXT NOT NULL
);
