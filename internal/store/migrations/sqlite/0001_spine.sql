-- +goose Up
CREATE TABLE region (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    name          TEXT NOT NULL,
    short_name    TEXT NOT NULL,
    tagline_nl    TEXT NOT NULL,
    tagline_en    TEXT NOT NULL,
    on_behalf_nl  TEXT NOT NULL,
    on_behalf_en  TEXT NOT NULL,
    sender_name   TEXT NOT NULL,
    reply_address TEXT NOT NULL,
    phone         TEXT NOT NULL,
    hours_nl      TEXT NOT NULL,
    hours_en      TEXT NOT NULL,
    signed_by     TEXT NOT NULL,
    security      TEXT NOT NULL,
    privacy_nl    TEXT NOT NULL,
    privacy_en    TEXT NOT NULL,
    access_nl     TEXT NOT NULL,
    access_en     TEXT NOT NULL,
    logo_sha256   TEXT NOT NULL,
    logo_type     TEXT NOT NULL,
    logo_width    INTEGER NOT NULL,
    logo_height   INTEGER NOT NULL,
    updated_at    DATETIME NOT NULL
);

-- One row: what every instance must agree on.
CREATE TABLE installation (
    id                 INTEGER PRIMARY KEY AUTOINCREMENT,
    secret_fingerprint TEXT NOT NULL,
    revision           INTEGER NOT NULL,
    audit_seq          INTEGER NOT NULL,
    audit_head         TEXT NOT NULL,
    restored_at        DATETIME
);

CREATE TABLE municipality (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    name        TEXT NOT NULL,
    sort_key    TEXT NOT NULL,
    code        TEXT NOT NULL,
    valid_from  DATETIME,
    valid_until DATETIME
);

CREATE TABLE staff (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    address       TEXT NOT NULL,
    canonical     TEXT NOT NULL,
    name          TEXT NOT NULL,
    role          TEXT NOT NULL,
    language      TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    totp_secret   TEXT NOT NULL,
    totp_step     INTEGER NOT NULL,
    created_at    DATETIME NOT NULL,
    last_seen     DATETIME,
    disabled_at   DATETIME
);
CREATE UNIQUE INDEX staff_canonical ON staff (canonical);

CREATE TABLE staff_link (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    staff_id   INTEGER NOT NULL REFERENCES staff (id),
    kind       TEXT NOT NULL,
    token_hash TEXT NOT NULL,
    created_at DATETIME NOT NULL,
    expires_at DATETIME NOT NULL,
    used_at    DATETIME
);
CREATE UNIQUE INDEX staff_link_token ON staff_link (token_hash);
CREATE INDEX staff_link_staff ON staff_link (staff_id);

CREATE TABLE recovery_code (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    staff_id  INTEGER NOT NULL REFERENCES staff (id),
    code_hash TEXT NOT NULL,
    used_at   DATETIME
);
CREATE INDEX recovery_code_staff ON recovery_code (staff_id);

CREATE TABLE sign_in (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    staff_id   INTEGER NOT NULL REFERENCES staff (id),
    token_hash TEXT NOT NULL,
    created_at DATETIME NOT NULL,
    seen_at    DATETIME NOT NULL,
    passed_at  DATETIME,
    device     TEXT NOT NULL,
    revoked_at DATETIME
);
CREATE UNIQUE INDEX sign_in_token ON sign_in (token_hash);
CREATE INDEX sign_in_staff ON sign_in (staff_id);

-- Counts of costly acts in a window: password tries, mails somebody asks for.
CREATE TABLE rate_count (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    name       TEXT NOT NULL,
    window_at  DATETIME NOT NULL,
    count      INTEGER NOT NULL
);
CREATE UNIQUE INDEX rate_count_name ON rate_count (name, window_at);
CREATE INDEX rate_count_window ON rate_count (window_at);

CREATE TABLE import (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    at            DATETIME NOT NULL,
    staff_id      INTEGER NOT NULL REFERENCES staff (id),
    file_name     TEXT NOT NULL,
    organisations INTEGER NOT NULL,
    contacts      INTEGER NOT NULL,
    refused       INTEGER NOT NULL,
    undone_at     DATETIME
);

-- A file that was sent and is not taken in yet.
CREATE TABLE import_draft (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    staff_id  INTEGER NOT NULL REFERENCES staff (id),
    file_name TEXT NOT NULL,
    data      BLOB NOT NULL,
    mapping   TEXT NOT NULL,
    at        DATETIME NOT NULL
);
CREATE INDEX import_draft_at ON import_draft (at);

-- The rows of an import that were refused, with the reason; deleted after 30
-- days.
CREATE TABLE import_refusal (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    import_id INTEGER NOT NULL REFERENCES import (id),
    rows      TEXT NOT NULL,
    at        DATETIME NOT NULL
);
CREATE UNIQUE INDEX import_refusal_import ON import_refusal (import_id);
CREATE INDEX import_refusal_at ON import_refusal (at);

CREATE TABLE organisation (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    type            TEXT NOT NULL,
    name            TEXT NOT NULL,
    sort_key        TEXT NOT NULL,
    search          TEXT NOT NULL,
    municipality_id INTEGER REFERENCES municipality (id),
    kvk             TEXT NOT NULL,
    agb             TEXT NOT NULL,
    note            TEXT NOT NULL,
    import_id       INTEGER REFERENCES import (id),
    archived_at     DATETIME,
    created_at      DATETIME NOT NULL,
    version         INTEGER NOT NULL
);
CREATE INDEX organisation_sort ON organisation (sort_key, id);
CREATE INDEX organisation_import ON organisation (import_id);

CREATE TABLE organisation_tag (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    organisation_id INTEGER NOT NULL REFERENCES organisation (id),
    tag             TEXT NOT NULL
);
CREATE UNIQUE INDEX organisation_tag_pair ON organisation_tag (organisation_id, tag);
CREATE INDEX organisation_tag_tag ON organisation_tag (tag);

CREATE TABLE consortium_member (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    consortium_id   INTEGER NOT NULL REFERENCES organisation (id),
    organisation_id INTEGER NOT NULL REFERENCES organisation (id),
    role            TEXT NOT NULL
);
CREATE UNIQUE INDEX consortium_member_pair ON consortium_member (consortium_id, organisation_id);
CREATE INDEX consortium_member_organisation ON consortium_member (organisation_id);

CREATE TABLE contact (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    organisation_id  INTEGER NOT NULL REFERENCES organisation (id),
    first            TEXT NOT NULL,
    infix            TEXT NOT NULL,
    last             TEXT NOT NULL,
    sort_key         TEXT NOT NULL,
    search           TEXT NOT NULL,
    job_title        TEXT NOT NULL,
    address          TEXT NOT NULL,
    canonical        TEXT NOT NULL,
    phone            TEXT NOT NULL,
    language         TEXT NOT NULL,
    import_id        INTEGER REFERENCES import (id),
    archived_at      DATETIME,
    created_at       DATETIME NOT NULL,
    undeliverable_at DATETIME,
    bounce           TEXT NOT NULL,
    version          INTEGER NOT NULL,
    mine_hash        TEXT,
    mine_generation  INTEGER NOT NULL,
    mine_until       DATETIME
);
CREATE INDEX contact_organisation ON contact (organisation_id);
CREATE INDEX contact_canonical ON contact (canonical);
CREATE INDEX contact_sort ON contact (sort_key, id);
CREATE INDEX contact_import ON contact (import_id);
CREATE UNIQUE INDEX contact_mine ON contact (mine_hash);

CREATE TABLE meeting (
    id                 INTEGER PRIMARY KEY AUTOINCREMENT,
    slug               TEXT NOT NULL,
    uid                TEXT NOT NULL,
    kind               TEXT NOT NULL,
    title              TEXT NOT NULL,
    lead               TEXT NOT NULL,
    body               TEXT NOT NULL,
    audience           TEXT NOT NULL,
    starts_at          DATETIME NOT NULL,
    ends_at            DATETIME NOT NULL,
    venue              TEXT NOT NULL,
    street             TEXT NOT NULL,
    postcode           TEXT NOT NULL,
    town               TEXT NOT NULL,
    route              TEXT NOT NULL,
    online             BOOLEAN NOT NULL,
    online_url         TEXT NOT NULL,
    answer_by          DATETIME NOT NULL,
    contact_name       TEXT NOT NULL,
    phone              TEXT NOT NULL,
    on_behalf          TEXT NOT NULL,
    programme          TEXT NOT NULL,
    created_at         DATETIME NOT NULL,
    released_at        DATETIME,
    cancelled_at       DATETIME,
    cancelled_by       TEXT NOT NULL,
    version            INTEGER NOT NULL,
    sequence           INTEGER NOT NULL,
    edited             INTEGER NOT NULL,
    report_body        TEXT NOT NULL,
    report_released_at DATETIME,
    report_version     INTEGER NOT NULL,
    search             TEXT NOT NULL,
    needs_erased_at    DATETIME
);
CREATE UNIQUE INDEX meeting_slug ON meeting (slug);
CREATE UNIQUE INDEX meeting_uid ON meeting (uid);
CREATE INDEX meeting_starts ON meeting (starts_at);

-- Former addresses of a meeting answer 301.
CREATE TABLE meeting_slug_history (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    slug       TEXT NOT NULL,
    meeting_id INTEGER NOT NULL REFERENCES meeting (id)
);
CREATE UNIQUE INDEX meeting_slug_history_slug ON meeting_slug_history (slug);

CREATE TABLE meeting_staff (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    meeting_id INTEGER NOT NULL REFERENCES meeting (id),
    staff_id   INTEGER NOT NULL REFERENCES staff (id)
);
CREATE UNIQUE INDEX meeting_staff_pair ON meeting_staff (meeting_id, staff_id);

CREATE TABLE meeting_change (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    meeting_id INTEGER NOT NULL REFERENCES meeting (id),
    version    INTEGER NOT NULL,
    at         DATETIME NOT NULL,
    staff_id   INTEGER NOT NULL REFERENCES staff (id),
    kind       TEXT NOT NULL,
    reason     TEXT NOT NULL,
    before     TEXT NOT NULL
);
CREATE INDEX meeting_change_meeting ON meeting_change (meeting_id, version);

CREATE TABLE question (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    meeting_id INTEGER NOT NULL REFERENCES meeting (id),
    position   INTEGER NOT NULL,
    kind       TEXT NOT NULL,
    label      TEXT NOT NULL,
    hint       TEXT NOT NULL,
    options    TEXT NOT NULL,
    required   BOOLEAN NOT NULL,
    sensitive  BOOLEAN NOT NULL,
    removed_at DATETIME
);
CREATE INDEX question_meeting ON question (meeting_id, position);

CREATE TABLE attachment (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    meeting_id INTEGER NOT NULL REFERENCES meeting (id),
    place      TEXT NOT NULL,
    title      TEXT NOT NULL,
    file_name  TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size       INTEGER NOT NULL,
    sha256     TEXT NOT NULL,
    version    INTEGER NOT NULL,
    added_at   DATETIME NOT NULL,
    removed_at DATETIME,
    former_of  INTEGER REFERENCES attachment (id)
);
CREATE INDEX attachment_meeting ON attachment (meeting_id);
CREATE INDEX attachment_sha256 ON attachment (sha256);

-- Files in pieces of 256 KiB, by the digest of the whole.
CREATE TABLE file_chunk (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    sha256     TEXT NOT NULL,
    position   INTEGER NOT NULL,
    data       BLOB NOT NULL,
    written_at DATETIME NOT NULL
);
CREATE UNIQUE INDEX file_chunk_place ON file_chunk (sha256, position);

CREATE TABLE reminder_rule (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    meeting_id  INTEGER NOT NULL REFERENCES meeting (id),
    before      TEXT NOT NULL,
    days        INTEGER NOT NULL,
    at_minute   INTEGER NOT NULL,
    active_from DATETIME NOT NULL,
    stopped_at  DATETIME
);
CREATE INDEX reminder_rule_meeting ON reminder_rule (meeting_id);

CREATE TABLE invitation (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    meeting_id      INTEGER NOT NULL REFERENCES meeting (id),
    organisation_id INTEGER NOT NULL REFERENCES organisation (id),
    invited_at      DATETIME NOT NULL,
    extended_until  DATETIME,
    extended_why    TEXT NOT NULL,
    withdrawn_at    DATETIME,
    withdrawn_why   TEXT NOT NULL,
    reply_id        INTEGER
);
CREATE UNIQUE INDEX invitation_pair ON invitation (meeting_id, organisation_id);
CREATE INDEX invitation_organisation ON invitation (organisation_id);

CREATE TABLE invitee (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    invitation_id   INTEGER NOT NULL REFERENCES invitation (id),
    contact_id      INTEGER NOT NULL REFERENCES contact (id),
    generation      INTEGER NOT NULL,
    token_hash      TEXT,
    added_at        DATETIME NOT NULL,
    stands_in_for   INTEGER REFERENCES invitee (id),
    stand_in_id     INTEGER REFERENCES invitee (id),
    wrong_person_at DATETIME,
    no_reminders_at DATETIME,
    withdrawn_at    DATETIME
);
CREATE UNIQUE INDEX invitee_pair ON invitee (invitation_id, contact_id);
CREATE UNIQUE INDEX invitee_token ON invitee (token_hash);
CREATE INDEX invitee_contact ON invitee (contact_id);

CREATE TABLE reply (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    invitation_id   INTEGER NOT NULL REFERENCES invitation (id),
    invitee_id      INTEGER REFERENCES invitee (id),
    staff_id        INTEGER REFERENCES staff (id),
    source          TEXT NOT NULL,
    note            TEXT NOT NULL,
    answer          TEXT NOT NULL,
    people          TEXT NOT NULL,
    received_at     DATETIME NOT NULL,
    late            BOOLEAN NOT NULL,
    meeting_version INTEGER NOT NULL
);
CREATE INDEX reply_invitation ON reply (invitation_id, id);

-- Answers to the questions of the form. Those to sensitive questions are
-- deleted eight weeks after the meeting.
CREATE TABLE given (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    reply_id    INTEGER NOT NULL REFERENCES reply (id),
    question_id INTEGER NOT NULL REFERENCES question (id),
    answer      TEXT NOT NULL
);
CREATE UNIQUE INDEX given_pair ON given (reply_id, question_id);
CREATE INDEX given_question ON given (question_id);

CREATE TABLE mailing (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    meeting_id INTEGER NOT NULL REFERENCES meeting (id),
    staff_id   INTEGER NOT NULL REFERENCES staff (id),
    purpose    TEXT NOT NULL,
    at         DATETIME NOT NULL,
    audience   TEXT NOT NULL,
    intro      TEXT NOT NULL,
    total      INTEGER NOT NULL,
    stopped_at DATETIME
);
CREATE INDEX mailing_meeting ON mailing (meeting_id);

CREATE TABLE outbox (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    unique_key   TEXT NOT NULL,
    purpose      TEXT NOT NULL,
    lane         INTEGER NOT NULL,
    meeting_id   INTEGER REFERENCES meeting (id),
    invitee_id   INTEGER REFERENCES invitee (id),
    contact_id   INTEGER REFERENCES contact (id),
    staff_id     INTEGER REFERENCES staff (id),
    reply_id     INTEGER REFERENCES reply (id),
    rule_id      INTEGER REFERENCES reminder_rule (id),
    mailing_id   INTEGER REFERENCES mailing (id),
    version      INTEGER NOT NULL,
    address      TEXT NOT NULL,
    name         TEXT NOT NULL,
    search       TEXT NOT NULL,
    language     TEXT NOT NULL,
    facts        TEXT NOT NULL,
    state        TEXT NOT NULL,
    created_at   DATETIME NOT NULL,
    due_at       DATETIME NOT NULL,
    useful_until DATETIME,
    attempts     INTEGER NOT NULL,
    claim        TEXT NOT NULL,
    claimed_at   DATETIME,
    data_at      DATETIME,
    done_at      DATETIME,
    message_id   TEXT NOT NULL,
    error        TEXT NOT NULL,
    refused      BOOLEAN NOT NULL
);
CREATE UNIQUE INDEX outbox_key ON outbox (unique_key);
CREATE INDEX outbox_waiting ON outbox (lane, due_at, id) WHERE state IN ('queued', 'retry');
CREATE INDEX outbox_sending ON outbox (claimed_at) WHERE state = 'sending';
CREATE INDEX outbox_meeting ON outbox (meeting_id, id);
CREATE INDEX outbox_invitee ON outbox (invitee_id, id);
CREATE INDEX outbox_mailing ON outbox (mailing_id);
CREATE INDEX outbox_contact ON outbox (contact_id);

-- What went out: the words with the personal link removed, and the digest of
-- the bytes that were handed to the server.
CREATE TABLE outbox_copy (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    mail_id INTEGER NOT NULL REFERENCES outbox (id),
    subject TEXT NOT NULL,
    text    TEXT NOT NULL,
    sha256  TEXT NOT NULL,
    at      DATETIME NOT NULL
);
CREATE UNIQUE INDEX outbox_copy_mail ON outbox_copy (mail_id);

-- The chain holds ids and digests only; what is personal stands in audit_detail
-- and can be erased without breaking the chain.
CREATE TABLE audit_event (
    id         INTEGER PRIMARY KEY,
    at         DATETIME NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id   INTEGER NOT NULL,
    action     TEXT NOT NULL,
    object     TEXT NOT NULL,
    about      INTEGER NOT NULL,
    result     TEXT NOT NULL,
    digest     TEXT NOT NULL,
    previous   TEXT NOT NULL,
    hash       TEXT NOT NULL
);
CREATE INDEX audit_event_object ON audit_event (object, about);

CREATE TABLE audit_detail (
    event_id INTEGER PRIMARY KEY REFERENCES audit_event (id),
    salt     TEXT NOT NULL,
    detail   TEXT NOT NULL
);

-- When each job last ran, and who holds it.
CREATE TABLE job (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    name        TEXT NOT NULL,
    holder      TEXT NOT NULL,
    held_until  DATETIME,
    last_run    DATETIME,
    last_good   DATETIME,
    error       TEXT NOT NULL
);
CREATE UNIQUE INDEX job_name ON job (name);



