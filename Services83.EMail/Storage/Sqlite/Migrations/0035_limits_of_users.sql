-- Limits of the user's own: 0 for any number, null for as many as the settings say.
ALTER TABLE associate ADD COLUMN max_calls_per_minute INTEGER;
ALTER TABLE associate ADD COLUMN max_messages_per_hour INTEGER;
