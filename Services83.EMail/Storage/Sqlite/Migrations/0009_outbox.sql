-- Messages on their way out. A row is written before a server hears of its message and says afterwards what became of it.

CREATE TABLE outgoing (
    outgoing_id  INTEGER PRIMARY KEY AUTOINCREMENT,
    -- Who sends.
    associate_id INTEGER NOT NULL REFERENCES associate,
    -- Whose folder the copy goes to; null for a message through a server that the caller named.
    account_id   INTEGER,
    -- 1 being sent, nobody has it yet; 2 its end is being sent; 3 accepted, the copy is not filed yet; 4 its end was sent and no answer
    -- came; 5 accepted and done with; 6 not sent, because the program ended; 7 accepted, and the copy was given up.
    state        INTEGER NOT NULL,
    host         TEXT    NOT NULL,
    -- Without angle brackets.
    message_id   TEXT,
    sender       TEXT    NOT NULL,
    -- JSON array of addresses.
    recipients   TEXT    NOT NULL,
    subject      TEXT    NOT NULL,
    -- The draft that the copy takes the place of.
    replaces     INTEGER,
    -- Where the copy goes to on a named server, with the login: encrypted by the program, gone when the copy is filed or given up.
    copy_to      TEXT,
    reason       TEXT    NOT NULL DEFAULT '',
    attempts     INTEGER NOT NULL DEFAULT 0,
    -- When filing the copy is tried again.
    retry_at     INTEGER,
    created_at   INTEGER NOT NULL,
    changed_at   INTEGER NOT NULL
);
CREATE INDEX outgoing_state   ON outgoing (state);
CREATE INDEX outgoing_message ON outgoing (associate_id, message_id) WHERE message_id IS NOT NULL;

-- Apart from outgoing, so that listing does not walk over messages. The copy has the field Bcc, which the message that was sent has not.
CREATE TABLE outgoing_copy (
    outgoing_id INTEGER PRIMARY KEY REFERENCES outgoing ON DELETE CASCADE,
    raw         BLOB    NOT NULL
);
