package store

import (
	"slices"
	"time"

	"samenspraak/internal/consult"
)

type replyRow struct {
	ID              int64
	InvitationID    int64
	InviteeID       *int64
	ByInviteeID     *int64
	StaffID         *int64
	Source          string
	Note            string
	Answer          string
	People          string
	Words           string
	ReceivedAt      time.Time
	Late            bool
	OccasionVersion int64
}

func (replyRow) TableName() string { return "reply" }

type givenRow struct {
	ID         int64
	ReplyID    int64
	QuestionID int64
	Answer     string
}

func (givenRow) TableName() string { return "given" }

func (r replyRow) reply() (consult.Reply, error) {
	people, err := decode[storedPeople](cell{r.TableName(), "people", r.ID}, r.People)
	return consult.Reply{
		ID: r.ID, InvitationID: r.InvitationID, InviteeID: id(r.InviteeID), ByInviteeID: id(r.ByInviteeID),
		StaffID: id(r.StaffID),
		Source:  consult.Source(r.Source), Words: r.Words, Note: r.Note, Answer: consult.Answer(r.Answer),
		People:     people.people(),
		ReceivedAt: r.ReceivedAt.UTC(), Late: r.Late,
		OccasionVersion: r.OccasionVersion,
	}, err
}

// AddReply adds a reply and makes it the last one of whose it is: an invitee, or
// the organisation as a whole. The invitation must be locked (LockInvitation).
func (tx *Tx) AddReply(r consult.Reply) (int64, error) {
	row := replyRow{
		InvitationID: r.InvitationID, InviteeID: ref(r.InviteeID), ByInviteeID: ref(r.ByInviteeID),
		StaffID: ref(r.StaffID),
		Source:  string(r.Source), Note: r.Note, Words: r.Words, Answer: string(r.Answer),
		People:     encode(storePeople(r.People)),
		ReceivedAt: utc(r.ReceivedAt), Late: r.Late, OccasionVersion: r.OccasionVersion,
	}
	if err := add(tx, &row); err != nil {
		return 0, err
	}
	given := make([]givenRow, len(r.Given))
	for i, g := range r.Given {
		given[i] = givenRow{ReplyID: row.ID, QuestionID: g.QuestionID, Answer: encode(storedTexts(g.Values))}
	}
	if err := addAll(tx, given); err != nil {
		return 0, err
	}
	if r.InviteeID == 0 {
		return row.ID, set[invitationRow](tx, columns{"reply_id": row.ID}, "id = ?", r.InvitationID)
	}
	return row.ID, set[inviteeRow](tx, columns{"reply_id": row.ID}, "id = ?", r.InviteeID)
}

// Reply reads one reply with what was given to the questions.
func (tx *Tx) Reply(replyID int64) (consult.Reply, error) {
	row, err := take[replyRow](tx, "id = ?", replyID)
	if err != nil {
		return consult.Reply{}, err
	}
	all, err := tx.withGiven([]replyRow{row})
	if err != nil {
		return consult.Reply{}, err
	}
	return all[0], nil
}

// Replies returns every reply of one invitation, oldest first.
func (tx *Tx) Replies(invitationID int64) ([]consult.Reply, error) {
	rows, err := list[replyRow](tx, "id", "invitation_id = ?", invitationID)
	if err != nil {
		return nil, err
	}
	return tx.withGiven(rows)
}

// LastComing returns the last reply in which an invitee said that they come,
// whether it counts or not; consult.ErrNotFound when there is none.
func (tx *Tx) LastComing(inviteeID int64) (consult.Reply, error) {
	var row replyRow
	if err := tx.db.Where("invitee_id = ? AND answer <> ?", inviteeID, string(consult.No)).Order("id DESC").
		Take(&row).Error; err != nil {
		return consult.Reply{}, fail(err)
	}
	all, err := tx.withGiven([]replyRow{row})
	if err != nil {
		return consult.Reply{}, err
	}
	return all[0], nil
}

// withGiven are the replies of some rows with what was given to the questions.
func (tx *Tx) withGiven(rows []replyRow) ([]consult.Reply, error) {
	all := make([]consult.Reply, len(rows))
	each := make([]*consult.Reply, len(rows))
	for i, r := range rows {
		var err error
		if all[i], err = r.reply(); err != nil {
			return nil, err
		}
		each[i] = &all[i]
	}
	for part := range slices.Chunk(each, 500) {
		ids := make([]int64, len(part))
		for i, r := range part {
			ids[i] = r.ID
		}
		if err := tx.addGiven(part, ids); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// addGiven adds what was given to the questions to replies, whose ids are given
// or selected by a query.
func (tx *Tx) addGiven(replies []*consult.Reply, ids any) error {
	if len(replies) == 0 {
		return nil
	}
	byID := make(map[int64]*consult.Reply, len(replies))
	for _, r := range replies {
		byID[r.ID] = r
	}
	given, err := list[givenRow](tx, "reply_id, question_id", "reply_id IN (?)", ids)
	if err != nil {
		return err
	}
	for _, g := range given {
		values, err := decode[storedTexts](cell{g.TableName(), "answer", g.ID}, g.Answer)
		if err != nil {
			return err
		}
		r := byID[g.ReplyID]
		r.Given = append(r.Given, consult.Given{QuestionID: g.QuestionID, Values: values})
	}
	return nil
}

// EraseNeeds deletes what was given to the sensitive questions of an occasion and
// notes that it was done. It returns how many answers there were.
func (tx *Tx) EraseNeeds(occasionID int64, now time.Time) (int64, error) {
	sensitive := tx.db.Model(&questionRow{}).Select("id").Where("occasion_id = ? AND sensitive = ?", occasionID, true)
	n, err := remove[givenRow](tx, "question_id IN (?)", sensitive)
	if err != nil {
		return 0, err
	}
	return n, set[occasionRow](tx, columns{"needs_erased_at": utc(now)}, "id = ?", occasionID)
}
