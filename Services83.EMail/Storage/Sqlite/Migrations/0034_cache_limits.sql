-- Bytes of mail that may be cached for the account: 0 for any number, null for as many as the setting says.
ALTER TABLE account ADD COLUMN max_cache_bytes INTEGER;
