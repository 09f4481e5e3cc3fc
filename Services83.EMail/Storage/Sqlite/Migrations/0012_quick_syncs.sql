-- 1: only new mail was asked for. A request for everything sets it back.
ALTER TABLE sync_request ADD COLUMN quick INTEGER NOT NULL DEFAULT 0;
