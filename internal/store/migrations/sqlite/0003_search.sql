-- +goose Up
-- What visitors can find: one row for each public text and file, embargoed
-- ones too.
CREATE TABLE search_doc (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    noun         TEXT NOT NULL,
    about        INTEGER NOT NULL,
    kind         TEXT NOT NULL,
    path         TEXT NOT NULL,
    title        TEXT NOT NULL,
    body         TEXT NOT NULL,
    shown_on     DATETIME NOT NULL,
    visible_from DATETIME NOT NULL
);
CREATE UNIQUE INDEX search_doc_about ON search_doc (noun, about);

-- One row for each stem of each document. The key gives the documents that have
-- a stem in the order of hits, so that a search reads the first of them and
-- stops. It repeats of the document what a search looks at, and in numbers,
-- because there are many: instants in microseconds since 1970.
CREATE TABLE search_posting (
    stem         TEXT NOT NULL,
    in_title     INTEGER NOT NULL,
    shown_on     INTEGER NOT NULL,
    doc_id       INTEGER NOT NULL REFERENCES search_doc (id),
    visible_from INTEGER NOT NULL,
    kind         TEXT NOT NULL,
    year         INTEGER NOT NULL,
    PRIMARY KEY (stem, in_title, shown_on, doc_id)
) WITHOUT ROWID;
CREATE INDEX search_posting_doc ON search_posting (doc_id, stem);

-- Every stem that a document has or had, for looking up what begins with some
-- letters. None is deleted: another transaction may be writing a document
-- with it, and it is used only where a posting has it.
CREATE TABLE search_stem (
    stem TEXT PRIMARY KEY
) WITHOUT ROWID;

-- Whether what a database of before held was indexed.
ALTER TABLE installation ADD COLUMN search_built BOOLEAN NOT NULL DEFAULT 0;
