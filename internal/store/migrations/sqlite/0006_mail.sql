-- +goose Up
-- When mail last went.
CREATE INDEX outbox_sent ON outbox (done_at) WHERE state = 'sent';

-- An odd name that a guest typed and that staff have not looked at: nothing is
-- mailed under it.
ALTER TABLE contact ADD COLUMN unseen BOOLEAN NOT NULL DEFAULT 0;
