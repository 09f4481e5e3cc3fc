-- Counts what an associate has sent lately.
CREATE INDEX outgoing_pace ON outgoing (associate_id, created_at);
