-- The consents by which the program gets the access tokens (OAuth 2.0) of mail accounts.
CREATE TABLE oauth_consent (
    account_id     BIGINT PRIMARY KEY REFERENCES account (account_id),
    -- Name of the identity provider in the settings.
    provider       TEXT COLLATE "C" NOT NULL,
    -- The only user name that the tokens are sent with.
    mailbox        TEXT COLLATE "C" NOT NULL,
    -- The address of the person who has to consent: the mailbox's own, or for a shared mailbox somebody else's.
    consenter      TEXT COLLATE "C" NOT NULL,
    -- 1 nobody has consented yet, 2 given, 3 the provider requires a new one.
    state          BIGINT  NOT NULL,
    -- What the provider said last, for a person to read.
    reason         TEXT COLLATE "C" NOT NULL DEFAULT '',
    -- With this the provider issues the next token, encrypted; and the token itself, encrypted.
    secret         TEXT COLLATE "C",
    access_token   TEXT COLLATE "C",
    -- When it was issued, from when on it is renewed, and until when it is used.
    renewed_at     BIGINT,
    renew_at       BIGINT,
    expires_at     BIGINT,
    -- Counts consents and renewals: the result of a renewal that began before the latest one is not stored.
    revision       BIGINT  NOT NULL DEFAULT 0,
    -- Until then only the process that has set it renews the token.
    renewing_until BIGINT,
    -- Failures in a row that may pass, and when the next attempt is made.
    failures       BIGINT  NOT NULL DEFAULT 0,
    retry_at       BIGINT
);

-- The link that an account's owner was sent, to consent; at most one for each account.
CREATE TABLE oauth_link (
    account_id BIGINT PRIMARY KEY REFERENCES oauth_consent (account_id) ON DELETE CASCADE,
    -- SHA-256 of the secret in the link.
    hash       TEXT COLLATE "C" NOT NULL UNIQUE,
    expires_at BIGINT  NOT NULL
);
