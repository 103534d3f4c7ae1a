-- +goose Up
-- An answer is a person's. What counted for an invitation becomes its giver's;
-- every older one counts for nobody any more. An invitation keeps what was said
-- for the organisation as a whole: what staff noted so, a no, which was one for
-- everybody, and the yes of somebody who is no longer asked.
ALTER TABLE reply ADD COLUMN by_invitee_id BIGINT REFERENCES invitee (id);
ALTER TABLE reply ADD COLUMN words TEXT NOT NULL DEFAULT '';
ALTER TABLE invitee ADD COLUMN reply_id BIGINT;
ALTER TABLE question ADD COLUMN of_organisation BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE question ADD COLUMN also_no BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE invitee SET reply_id = (
    SELECT r.id FROM invitation AS i JOIN reply AS r ON r.id = i.reply_id
    WHERE i.id = invitee.invitation_id AND r.invitee_id = invitee.id
);
UPDATE invitation SET reply_id = NULL WHERE reply_id IN (
    SELECT r.id FROM reply AS r JOIN invitee AS v ON v.id = r.invitee_id
    WHERE r.answer <> 'no' AND v.withdrawn_at IS NULL AND v.wrong_person_at IS NULL
);
CREATE INDEX reply_invitee ON reply (invitee_id, id);
