-- Contacts (organisations) and persons whom addresses lead to. Moments are milliseconds since 1970-01-01 UTC.

CREATE TABLE contact (
    contact_id     INTEGER PRIMARY KEY AUTOINCREMENT,
    -- What the file that it was imported from calls it; NULL when that gave it no id.
    external_id    TEXT    UNIQUE,
    name           TEXT    NOT NULL,
    name_key       TEXT    NOT NULL,
    department     TEXT    NOT NULL,
    department_key TEXT    NOT NULL,
    org_nr         TEXT    NOT NULL,
    phone          TEXT    NOT NULL,
    fax            TEXT    NOT NULL,
    url            TEXT    NOT NULL,
    street         TEXT    NOT NULL,
    postal_code    TEXT    NOT NULL,
    city           TEXT    NOT NULL,
    region         TEXT    NOT NULL,
    country        TEXT    NOT NULL,
    created_at     INTEGER NOT NULL,
    updated_at     INTEGER NOT NULL
);
CREATE INDEX contact_name ON contact (name_key, department_key);

CREATE TABLE person (
    person_id      INTEGER PRIMARY KEY AUTOINCREMENT,
    external_id    TEXT    UNIQUE,
    contact_id     INTEGER REFERENCES contact (contact_id) ON DELETE SET NULL,
    full_name      TEXT    NOT NULL,
    -- The words of the name in upper case and in the order of the alphabet: "Example, Ann" and "Ann Example" are one.
    name_key       TEXT    NOT NULL,
    -- The same of the first and the last name alone.
    short_key      TEXT    NOT NULL,
    first_name     TEXT    NOT NULL,
    middle_name    TEXT    NOT NULL,
    last_name      TEXT    NOT NULL,
    prefix         TEXT    NOT NULL,
    suffix         TEXT    NOT NULL,
    title          TEXT    NOT NULL,
    position       TEXT    NOT NULL,
    note           TEXT    NOT NULL,
    -- ISO 8601, 0002-06-15 when the year is not known; empty when nothing is.
    birth_date     TEXT    NOT NULL,
    street         TEXT    NOT NULL,
    postal_code    TEXT    NOT NULL,
    city           TEXT    NOT NULL,
    region         TEXT    NOT NULL,
    country        TEXT    NOT NULL,
    created_at     INTEGER NOT NULL,
    updated_at     INTEGER NOT NULL
);
CREATE INDEX person_contact ON person (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX person_name    ON person (name_key);
CREATE INDEX person_short   ON person (short_key);

-- Of a person or of a contact.
CREATE TABLE email_address (
    email_id    INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id   INTEGER REFERENCES person (person_id) ON DELETE CASCADE,
    contact_id  INTEGER REFERENCES contact (contact_id) ON DELETE CASCADE,
    address     TEXT    NOT NULL,
    -- The address folded by the program: lower case, the domain in ASCII.
    address_key TEXT    NOT NULL,
    description TEXT    NOT NULL,
    rank        INTEGER NOT NULL,
    CHECK ((person_id IS NULL) <> (contact_id IS NULL))
);
CREATE INDEX email_address_key     ON email_address (address_key);
CREATE INDEX email_address_person  ON email_address (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX email_address_contact ON email_address (contact_id) WHERE contact_id IS NOT NULL;

-- Numbers and web addresses of a person.
CREATE TABLE person_detail (
    person_id   INTEGER NOT NULL REFERENCES person (person_id) ON DELETE CASCADE,
    -- 1 office, 2 mobile, 3 private, 4 fax, 5 other telephone, 6 web address, 7 chat, 8 telephony over the Internet.
    kind        INTEGER NOT NULL,
    rank        INTEGER NOT NULL,
    value       TEXT    NOT NULL,
    description TEXT    NOT NULL,
    PRIMARY KEY (person_id, kind, rank)
);

-- Associates are found by their address too. Of addresses in ASCII, lower() makes what the program makes.
ALTER TABLE associate ADD COLUMN email_key TEXT NOT NULL DEFAULT '';
UPDATE associate SET email_key = lower(trim(email_address));
CREATE INDEX associate_email ON associate (email_key);
