-- +goose Up
-- When mail last went.
CREATE INDEX outbox_sent ON outbox (done_at) WHERE state = 'sent';
