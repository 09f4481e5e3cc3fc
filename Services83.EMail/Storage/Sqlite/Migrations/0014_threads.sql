-- Threads were written and never read, and keeping them together touched everybody's mail at each new message.
DROP INDEX content_thread_root;
ALTER TABLE content DROP COLUMN thread_root;
