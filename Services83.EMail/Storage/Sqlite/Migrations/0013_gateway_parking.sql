-- A call whose proof the tenant does not accept any more is parked (state 4) until its associate brings a new one.

-- What the tenant showed of the accounts before it was first called, in JSON; null until then.
ALTER TABLE gateway_sync ADD COLUMN seen TEXT;

CREATE INDEX gateway_sync_parked ON gateway_sync (tenant, associate_id) WHERE state = 4;
