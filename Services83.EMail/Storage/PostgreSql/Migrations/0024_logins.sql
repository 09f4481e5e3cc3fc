-- Adding an account looks for another one of the same mailbox. Without an index this reads all accounts, for each one that is added.
CREATE INDEX service_auth_login ON service_auth (host, lower(user_name));
