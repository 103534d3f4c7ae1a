-- +goose Up
-- What a meeting, a post and whatever comes have in common once they are
-- released: dated versions, former addresses, files. Each row says by noun and
-- id to what it belongs.
CREATE TABLE change (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    noun     TEXT NOT NULL,
    noun_id  INTEGER NOT NULL,
    version  INTEGER NOT NULL,
    at       DATETIME NOT NULL,
    staff_id INTEGER NOT NULL REFERENCES staff (id),
    kind     TEXT NOT NULL,
    reason   TEXT NOT NULL,
    before   TEXT NOT NULL
);
INSERT INTO change (noun, noun_id, version, at, staff_id, kind, reason, before)
SELECT 'meeting', meeting_id, version, at, staff_id, kind, reason, before FROM meeting_change ORDER BY id;
INSERT INTO change (noun, noun_id, version, at, staff_id, kind, reason, before)
SELECT 'post', post_id, version, at, staff_id, kind, reason, before FROM post_change ORDER BY id;
CREATE UNIQUE INDEX change_version ON change (noun, noun_id, version);
DROP TABLE meeting_change;
DROP TABLE post_change;

-- Former addresses answer 301.
CREATE TABLE address (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    noun    TEXT NOT NULL,
    noun_id INTEGER NOT NULL,
    slug    TEXT NOT NULL
);
INSERT INTO address (noun, noun_id, slug) SELECT 'meeting', meeting_id, slug FROM meeting_slug_history ORDER BY id;
INSERT INTO address (noun, noun_id, slug) SELECT 'post', post_id, slug FROM post_slug_history ORDER BY id;
INSERT INTO address (noun, noun_id, slug) SELECT 'theme', theme_id, slug FROM faq_theme_slug_history ORDER BY id;
CREATE UNIQUE INDEX address_slug ON address (noun, slug);
CREATE INDEX address_noun ON address (noun, noun_id);
DROP TABLE meeting_slug_history;
DROP TABLE post_slug_history;
DROP TABLE faq_theme_slug_history;

-- SQLite cannot take a column away that refers to another table: the table is
-- copied, and the number of the last file with it, so that none is given twice.
CREATE TABLE attachment_next (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    noun         TEXT NOT NULL,
    noun_id      INTEGER NOT NULL,
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
SELECT id, CASE WHEN post_id IS NULL THEN 'meeting' ELSE 'post' END, COALESCE(post_id, meeting_id), place, title, file_name, media_type, size,
    sha256, version, added_at, removed_at, former_of, pages, doc_title, doc_language, width, height
FROM attachment;
DELETE FROM sqlite_sequence WHERE name = 'attachment_next';
INSERT INTO sqlite_sequence (name, seq) SELECT 'attachment_next', seq FROM sqlite_sequence WHERE name = 'attachment';
DROP TABLE attachment;
ALTER TABLE attachment_next RENAME TO attachment;
CREATE INDEX attachment_noun ON attachment (noun, noun_id);
CREATE INDEX attachment_sha256 ON attachment (sha256);
