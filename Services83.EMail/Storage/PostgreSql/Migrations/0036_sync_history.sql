-- The latest runs of each account that brought mail or failed; a run that found nothing new leaves no row.
CREATE TABLE sync_history (
    account_id   BIGINT           NOT NULL REFERENCES account (account_id),
    run          BIGINT           NOT NULL,
    started_at   BIGINT           NOT NULL,
    ended_at     BIGINT           NOT NULL,
    -- Messages stored for the first time.
    new_messages BIGINT           NOT NULL,
    -- For a person to read; empty when it succeeded.
    reason       TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (account_id, run)
);
