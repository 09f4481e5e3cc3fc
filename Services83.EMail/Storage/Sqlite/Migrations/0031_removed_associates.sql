-- A removed associate keeps its row, so that its id is never used again and what it archived keeps its author's name.
ALTER TABLE associate ADD COLUMN removed INTEGER NOT NULL DEFAULT 0;
