-- +goose Up
-- What tells this database from a copy of it; empty until the program was
-- started on it.
ALTER TABLE installation ADD COLUMN database_identity TEXT NOT NULL DEFAULT '';
