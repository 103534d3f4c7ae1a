-- +goose Up
-- What somebody is asked to, whatever its noun. An occasion shares its key with
-- its meeting; invitation, mailing, rule, question and mail point at it.
CREATE TABLE occasion (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    noun            TEXT NOT NULL,
    slug            TEXT NOT NULL,
    title           TEXT NOT NULL,
    answer_by       DATETIME,
    starts_at       DATETIME,
    ends_at         DATETIME,
    created_at      DATETIME NOT NULL,
    released_at     DATETIME,
    cancelled_at    DATETIME,
    cancelled_by    TEXT NOT NULL,
    version         INTEGER NOT NULL,
    sequence        INTEGER NOT NULL,
    edited          INTEGER NOT NULL,
    needs_erased_at DATETIME
);
INSERT INTO occasion (id, noun, slug, title, answer_by, starts_at, ends_at, created_at, released_at, cancelled_at, cancelled_by, version,
    sequence, edited, needs_erased_at)
SELECT id, 'meeting', slug, title, answer_by, starts_at, ends_at, created_at, released_at, cancelled_at, cancelled_by, version,
    sequence, edited, needs_erased_at
FROM meeting ORDER BY id;
DELETE FROM sqlite_sequence WHERE name = 'occasion';
INSERT INTO sqlite_sequence (name, seq) SELECT 'occasion', seq FROM sqlite_sequence WHERE name = 'meeting';

DROP INDEX meeting_slug;
DROP INDEX meeting_starts;
ALTER TABLE meeting DROP COLUMN slug;
ALTER TABLE meeting DROP COLUMN title;
ALTER TABLE meeting DROP COLUMN answer_by;
ALTER TABLE meeting DROP COLUMN starts_at;
ALTER TABLE meeting DROP COLUMN ends_at;
ALTER TABLE meeting DROP COLUMN created_at;
ALTER TABLE meeting DROP COLUMN released_at;
ALTER TABLE meeting DROP COLUMN cancelled_at;
ALTER TABLE meeting DROP COLUMN cancelled_by;
ALTER TABLE meeting DROP COLUMN version;
ALTER TABLE meeting DROP COLUMN sequence;
ALTER TABLE meeting DROP COLUMN edited;
ALTER TABLE meeting DROP COLUMN needs_erased_at;

DROP INDEX invitation_pair;
DROP INDEX mailing_meeting;
DROP INDEX reminder_rule_meeting;
DROP INDEX question_meeting;
DROP INDEX outbox_meeting;
DROP INDEX meeting_staff_pair;
ALTER TABLE invitation RENAME COLUMN meeting_id TO occasion_id;
ALTER TABLE mailing RENAME COLUMN meeting_id TO occasion_id;
ALTER TABLE reminder_rule RENAME COLUMN meeting_id TO occasion_id;
ALTER TABLE question RENAME COLUMN meeting_id TO occasion_id;
ALTER TABLE outbox RENAME COLUMN meeting_id TO occasion_id;
ALTER TABLE meeting_staff RENAME COLUMN meeting_id TO occasion_id;
ALTER TABLE meeting_staff RENAME TO occasion_staff;
ALTER TABLE reply RENAME COLUMN meeting_version TO occasion_version;

-- SQLite has no statement that changes where a column points. The words of the
-- tables are changed as https://www.sqlite.org/lang_altertable.html describes
-- for changes that touch no row.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(replace(sql, 'REFERENCES "meeting" (id)', 'REFERENCES occasion (id)'), 'REFERENCES meeting (id)', 'REFERENCES occasion (id)')
WHERE type = 'table' AND name IN ('invitation', 'mailing', 'reminder_rule', 'question', 'outbox', 'occasion_staff');
UPDATE sqlite_schema SET sql = replace(sql, 'INTEGER PRIMARY KEY AUTOINCREMENT', 'INTEGER PRIMARY KEY REFERENCES occasion (id)')
WHERE type = 'table' AND name = 'meeting';
PRAGMA writable_schema = RESET;
DELETE FROM sqlite_sequence WHERE name = 'meeting';

CREATE UNIQUE INDEX occasion_slug ON occasion (noun, slug);
CREATE INDEX occasion_starts ON occasion (starts_at);
CREATE UNIQUE INDEX invitation_pair ON invitation (occasion_id, organisation_id);
CREATE INDEX mailing_occasion ON mailing (occasion_id);
CREATE INDEX reminder_rule_occasion ON reminder_rule (occasion_id);
CREATE INDEX question_occasion ON question (occasion_id, position);
CREATE INDEX outbox_occasion ON outbox (occasion_id, id);
CREATE UNIQUE INDEX occasion_staff_pair ON occasion_staff (occasion_id, staff_id);
