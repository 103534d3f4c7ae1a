-- +goose Up
CREATE TABLE faq_theme (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    slug     TEXT NOT NULL,
    title    TEXT NOT NULL,
    lead     TEXT NOT NULL,
    position INTEGER NOT NULL
);
CREATE UNIQUE INDEX faq_theme_slug ON faq_theme (slug);

-- Former addresses of a theme answer 301.
CREATE TABLE faq_theme_slug_history (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    slug     TEXT NOT NULL,
    theme_id INTEGER NOT NULL REFERENCES faq_theme (id)
);
CREATE UNIQUE INDEX faq_theme_slug_history_slug ON faq_theme_slug_history (slug);

-- What the authority publishes: news, press releases, announcements and the
-- entries of the frequently asked questions. text and pending are the words as
-- JSON, so that a version keeps them whole; title, shown_on and search repeat
-- what lists look at.
CREATE TABLE post (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    kind          TEXT NOT NULL,
    slug          TEXT NOT NULL,
    title         TEXT NOT NULL,
    text          TEXT NOT NULL,
    pending       TEXT NOT NULL,
    note          TEXT NOT NULL,
    theme_id      INTEGER REFERENCES faq_theme (id),
    position      INTEGER NOT NULL,
    review_on     DATETIME,
    shown_on      DATETIME,
    created_at    DATETIME NOT NULL,
    released_at   DATETIME,
    withdrawn_at  DATETIME,
    withdrawn_why TEXT NOT NULL,
    replaced_by   INTEGER REFERENCES post (id),
    version       INTEGER NOT NULL,
    edited        INTEGER NOT NULL,
    edited_at     DATETIME NOT NULL,
    edited_by     INTEGER REFERENCES staff (id),
    search        TEXT NOT NULL
);
CREATE UNIQUE INDEX post_slug ON post (slug);
CREATE INDEX post_released ON post (released_at);
CREATE INDEX post_shown ON post (kind, shown_on);
CREATE INDEX post_theme ON post (theme_id, position);
CREATE INDEX post_edited ON post (edited_at);

-- Former addresses of a post answer 301.
CREATE TABLE post_slug_history (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    slug    TEXT NOT NULL,
    post_id INTEGER NOT NULL REFERENCES post (id)
);
CREATE UNIQUE INDEX post_slug_history_slug ON post_slug_history (slug);

CREATE TABLE post_change (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    post_id  INTEGER NOT NULL REFERENCES post (id),
    version  INTEGER NOT NULL,
    at       DATETIME NOT NULL,
    staff_id INTEGER NOT NULL REFERENCES staff (id),
    kind     TEXT NOT NULL,
    reason   TEXT NOT NULL,
    before   TEXT NOT NULL
);
CREATE UNIQUE INDEX post_change_version ON post_change (post_id, version);

-- Pages that show an FAQ entry without copying it: a meeting or a post.
CREATE TABLE post_shown_by (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    post_id       INTEGER NOT NULL REFERENCES post (id),
    meeting_id    INTEGER REFERENCES meeting (id),
    other_post_id INTEGER REFERENCES post (id)
);
CREATE INDEX post_shown_by_post ON post_shown_by (post_id);
CREATE INDEX post_shown_by_meeting ON post_shown_by (meeting_id);
CREATE INDEX post_shown_by_other ON post_shown_by (other_post_id);

-- Who has a post open to write in it.
CREATE TABLE post_writer (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    post_id  INTEGER NOT NULL REFERENCES post (id),
    staff_id INTEGER NOT NULL REFERENCES staff (id),
    since    DATETIME NOT NULL,
    seen_at  DATETIME NOT NULL
);
CREATE UNIQUE INDEX post_writer_pair ON post_writer (post_id, staff_id);

-- A file can stand with a post too. SQLite cannot make a column optional: the
-- table is copied.
CREATE TABLE attachment_next (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    meeting_id   INTEGER REFERENCES meeting (id),
    post_id      INTEGER REFERENCES post (id),
    place        TEXT NOT NULL,
    title        TEXT NOT NULL,
    file_name    TEXT NOT NULL,
    media_type   TEXT NOT NULL,
    size         INTEGER NOT NULL,
    sha256       TEXT NOT NULL,
    version      INTEGER NOT NULL,
    added_at     DATETIME NOT NULL,
    removed_at   DATETIME,
    former_of    INTEGER REFERENCES attachment_next (id),
    pages        INTEGER NOT NULL,
    doc_title    TEXT NOT NULL,
    doc_language TEXT NOT NULL,
    width        INTEGER NOT NULL,
    height       INTEGER NOT NULL
);
INSERT INTO attachment_next
SELECT id, meeting_id, NULL, place, title, file_name, media_type, size, sha256, version, added_at, removed_at, former_of, 0, '', '', 0, 0
FROM attachment;
DROP TABLE attachment;
ALTER TABLE attachment_next RENAME TO attachment;
CREATE INDEX attachment_meeting ON attachment (meeting_id);
CREATE INDEX attachment_post ON attachment (post_id);
CREATE INDEX attachment_sha256 ON attachment (sha256);
