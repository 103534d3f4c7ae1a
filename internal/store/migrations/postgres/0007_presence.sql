-- +goose Up
-- When the service was last there: one row, which every instance writes every
-- few seconds.
CREATE TABLE presence (
    id       BIGINT PRIMARY KEY,
    seen_at  TIMESTAMPTZ,
    instance TEXT NOT NULL,
    stopped  BOOLEAN NOT NULL
);
INSERT INTO presence (id, instance, stopped) VALUES (1, '', FALSE);
