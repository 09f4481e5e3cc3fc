-- The latest runs of each account that brought mail or failed; a run that found nothing new leaves no row.
CREATE TABLE sync_history (
    account_id   INTEGER NOT NULL REFERENCES account (account_id),
    run          INTEGER NOT NULL,
    started_at   INTEGER NOT NULL,
    ended_at     INTEGER NOT NULL,
    -- Messages stored for the first time.
    new_messages INTEGER NOT NULL,
    -- For a person to read; empty when it succeeded.
    reason       TEXT    NOT NULL,
    PRIMARY KEY (account_id, run)
) WITHOUT ROWID;
