-- +goose Up
-- Browsers in which an account once signed in whole: others who use up the
-- tries of its address or of their network do not lock it out there.
CREATE TABLE known_device (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    staff_id   INTEGER NOT NULL REFERENCES staff (id),
    token_hash TEXT NOT NULL,
    made_at    DATETIME NOT NULL,
    seen_at    DATETIME NOT NULL
);
CREATE UNIQUE INDEX known_device_token ON known_device (token_hash, staff_id);
CREATE INDEX known_device_staff ON known_device (staff_id);
