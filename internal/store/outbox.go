package store

import (
	"errors"
	"strings"
	"time"

	"gorm.io/gorm/clause"

	"samenspraak/internal/consult"
)

type mailRow struct {
	ID          int64
	UniqueKey   string
	Purpose     string
	Lane        int
	OccasionID  *int64
	InviteeID   *int64
	ContactID   *int64
	StaffID     *int64
	ReplyID     *int64
	RuleID      *int64
	MailingID   *int64
	Version     int64
	Address     string
	Name        string
	Search      string // lower case, what a search looks in
	Language    string
	Facts       string
	State       string
	CreatedAt   time.Time
	DueAt       time.Time
	UsefulUntil *time.Time
	Attempts    int
	Claim       string
	ClaimedAt   *time.Time
	DataAt      *time.Time
	DoneAt      *time.Time
	MessageID   string
	Error       string
	Refused     bool
}

func (mailRow) TableName() string { return "outbox" }

func newMailRow(m consult.Mail) mailRow {
	return mailRow{
		ID: m.ID, UniqueKey: m.Key, Purpose: string(m.Purpose), Lane: int(m.Purpose.Lane()),
		OccasionID: ref(m.OccasionID),
		InviteeID:  ref(m.InviteeID), ContactID: ref(m.ContactID), StaffID: ref(m.StaffID), ReplyID: ref(m.ReplyID),
		RuleID: ref(m.RuleID), MailingID: ref(m.MailingID), Version: m.Version, Address: m.Address, Name: m.Name,
		Search: mailSearch(m.Address, m.Name), Language: m.Language, Facts: encode(storeFacts(m.Facts)),
		State: string(m.State), CreatedAt: utc(m.CreatedAt), DueAt: utc(m.DueAt),
		UsefulUntil: opt(m.UsefulUntil), Attempts: m.Attempts, Claim: m.Claim, ClaimedAt: opt(m.ClaimedAt),
		DataAt: opt(m.DataAt), DoneAt: opt(m.DoneAt), MessageID: m.MessageID, Error: m.Error, Refused: m.Refused,
	}
}

// mailSearch is lowered here, because SQLite lowers ASCII alone.
func mailSearch(address, name string) string { return strings.ToLower(name + " " + address) }

func (r mailRow) mail() (consult.Mail, error) {
	facts, err := decode[storedFacts](cell{r.TableName(), "facts", r.ID}, r.Facts)
	return consult.Mail{
		ID: r.ID, Key: r.UniqueKey, Purpose: consult.Purpose(r.Purpose), Lane: consult.Lane(r.Lane),
		OccasionID: id(r.OccasionID),
		InviteeID:  id(r.InviteeID), ContactID: id(r.ContactID), StaffID: id(r.StaffID), ReplyID: id(r.ReplyID),
		RuleID: id(r.RuleID), MailingID: id(r.MailingID), Version: r.Version, Address: r.Address, Name: r.Name,
		Language: r.Language, Facts: facts.facts(), State: consult.MailState(r.State), CreatedAt: r.CreatedAt.UTC(),
		DueAt:       r.DueAt.UTC(),
		UsefulUntil: at(r.UsefulUntil), Attempts: r.Attempts, Claim: r.Claim, ClaimedAt: at(r.ClaimedAt),
		DataAt: at(r.DataAt),
		DoneAt: at(r.DoneAt), MessageID: r.MessageID, Error: r.Error, Refused: r.Refused,
	}, err
}

func mails(rows []mailRow) ([]consult.Mail, error) {
	all := make([]consult.Mail, len(rows))
	for i, r := range rows {
		var err error
		if all[i], err = r.mail(); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// Enqueue writes mail in the transaction that causes it. Mail whose Key is
// already in the outbox is left out: the same cause never mails twice. It
// returns how many rows were new. CreatedAt must be set; a zero DueAt means at
// once.
func (tx *Tx) Enqueue(all ...consult.Mail) (int, error) {
	rows := make([]mailRow, len(all))
	for i, m := range all {
		if m.State == "" {
			m.State = consult.Queued
		}
		if m.DueAt.IsZero() {
			m.DueAt = m.CreatedAt
		}
		rows[i] = newMailRow(m)
	}
	if len(rows) == 0 {
		return 0, nil
	}
	free := clause.OnConflict{Columns: []clause.Column{{Name: "unique_key"}}, DoNothing: true}
	res := tx.db.Clauses(free).CreateInBatches(rows, 100)
	tx.queued = tx.queued || res.RowsAffected > 0
	return int(res.RowsAffected), fail(res.Error)
}

// ClaimMail takes the next waiting mail of a lane for a sender and marks it
// Sending. It returns consult.ErrNotFound when none is due.
func (tx *Tx) ClaimMail(lane consult.Lane, claim string, now time.Time) (consult.Mail, error) {
	var row mailRow
	q := tx.db.Where("state IN ('queued','retry') AND lane = ? AND due_at <= ?", int(lane), utc(now)).
		Order("due_at, id")
	if tx.dialect == onPostgres {
		q = q.Clauses(clause.Locking{Strength: "UPDATE", Options: "SKIP LOCKED"})
	}
	if err := q.Take(&row).Error; err != nil {
		return consult.Mail{}, fail(err)
	}
	row.State, row.Claim, row.ClaimedAt, row.Attempts = string(consult.Sending), claim, opt(now), row.Attempts+1
	err := set[mailRow](tx, columns{
		"state": row.State, "claim": row.Claim, "claimed_at": row.ClaimedAt, "attempts": row.Attempts, "data_at": nil,
	}, "id = ? AND state IN ('queued','retry')", row.ID)
	if err != nil {
		return consult.Mail{}, err
	}
	return row.mail()
}

// MarkData notes that the message is about to be handed to the server. From
// here on it is never sent again by itself. It returns consult.ErrConflict when
// the mail is no longer this sender's.
func (tx *Tx) MarkData(mailID int64, claim, messageID string, now time.Time) error {
	err := set[mailRow](
		tx, columns{"data_at": utc(now), "message_id": messageID},
		"id = ? AND state = 'sending' AND claim = ? AND data_at IS NULL", mailID, claim,
	)
	if errors.Is(err, consult.ErrNotFound) {
		return consult.ErrConflict
	}
	return err
}

// SettleMail writes the state in which a claimed mail ends or waits again.
func (tx *Tx) SettleMail(m consult.Mail, claim string) error {
	err := set[mailRow](tx, columns{
		"state": string(m.State), "due_at": utc(m.DueAt), "done_at": opt(m.DoneAt), "error": m.Error,
		"refused": m.Refused, "claim": "",
		"attempts": m.Attempts,
	}, "id = ? AND state = 'sending' AND claim = ?", m.ID, claim)
	if errors.Is(err, consult.ErrNotFound) {
		return consult.ErrConflict
	}
	return err
}

// SweepMail settles what senders that died left behind: mail claimed before a
// moment goes back to wait if nothing of it was handed over, and is uncertain
// if it was.
func (tx *Tx) SweepMail(claimedBefore, now time.Time) (waiting, uncertain int64, err error) {
	const stuck = "state = 'sending' AND claimed_at < ? AND data_at IS "
	waiting, err = setAny[mailRow](
		tx, columns{"state": string(consult.Retry), "claim": "", "due_at": utc(now)}, stuck+"NULL", utc(claimedBefore),
	)
	if err != nil {
		return 0, 0, err
	}
	uncertain, err = setAny[mailRow](
		tx, columns{"state": string(consult.Uncertain), "claim": "", "done_at": utc(now)}, stuck+"NOT NULL",
		utc(claimedBefore),
	)
	return waiting, uncertain, err
}

// Mail reads one mail.
func (tx *Tx) Mail(mailID int64) (consult.Mail, error) {
	row, err := take[mailRow](tx, "id = ?", mailID)
	if err != nil {
		return consult.Mail{}, err
	}
	return row.mail()
}

// ChangeMail moves a mail from one state to another; it returns
// consult.ErrConflict when it is no longer in the first.
func (tx *Tx) ChangeMail(mailID int64, from, to consult.MailState, why string, now time.Time) error {
	values := columns{"state": string(to), "error": why}
	if to.Waiting() {
		tx.queued = true
		values["due_at"], values["data_at"], values["done_at"] = utc(now), nil, nil
	} else {
		values["done_at"] = utc(now)
	}
	err := set[mailRow](tx, values, "id = ? AND state = ?", mailID, string(from))
	if errors.Is(err, consult.ErrNotFound) {
		return consult.ErrConflict
	}
	return err
}

// DropMail drops what still waits and matches: of an occasion, a mailing, an
// invitee (zero fields do not narrow; at least one must be set) and, when
// given, of some purposes. It returns how many.
func (tx *Tx) DropMail(f MailFilter, why consult.DropReason, now time.Time) (int64, error) {
	if f.OccasionID == 0 && f.MailingID == 0 && f.InviteeID == 0 && f.RuleID == 0 && f.ContactID == 0 {
		return 0, errors.New("drop of all mail refused: name an occasion, mailing, invitee, rule or contact")
	}
	where, args := f.where()
	return setAny[mailRow](tx, columns{"state": string(consult.Dropped), "error": string(why), "done_at": utc(now)},
		where+" AND state IN ('queued','retry','held')", args...)
}

// MailFilter narrows the outbox; zero fields do not.
type MailFilter struct {
	OccasionID, MailingID, InviteeID, ContactID, RuleID int64
	Purposes                                            []consult.Purpose
	States                                              []consult.MailState
	Search                                              string // in address and name
	Why                                                 string // what Mail.Error says
	Before                                              int64  // keyset: older than this id
	Limit                                               int
}

func (f MailFilter) where() (string, []any) {
	where, args := "1 = 1", []any{}
	ids := []struct {
		column string
		id     int64
	}{
		{"occasion_id", f.OccasionID}, {"mailing_id", f.MailingID}, {"invitee_id", f.InviteeID},
		{"contact_id", f.ContactID}, {"rule_id", f.RuleID},
	}
	for _, one := range ids {
		if one.id != 0 {
			where, args = where+" AND "+one.column+" = ?", append(args, one.id)
		}
	}
	if len(f.Purposes) > 0 {
		where, args = where+" AND purpose IN ?", append(args, f.Purposes)
	}
	if len(f.States) > 0 {
		where, args = where+" AND state IN ?", append(args, f.States)
	}
	if f.Why != "" {
		where, args = where+" AND error = ?", append(args, f.Why)
	}
	if f.Search != "" {
		where, args = where+" AND search LIKE ? ESCAPE '!'", append(args, likeContains(f.Search))
	}
	if f.Before != 0 {
		where, args = where+" AND id < ?", append(args, f.Before)
	}
	return where, args
}

// Mails returns mail, newest first.
func (tx *Tx) Mails(f MailFilter) ([]consult.Mail, error) {
	where, args := f.where()
	q := tx.db.Where(where, args...).Order("id DESC")
	if f.Limit > 0 {
		q = q.Limit(f.Limit)
	}
	var rows []mailRow
	if err := q.Find(&rows).Error; err != nil {
		return nil, fail(err)
	}
	return mails(rows)
}

// MailCount is how much mail of a purpose and a rule (0: of none) is in a state.
type MailCount struct {
	Purpose consult.Purpose
	RuleID  int64
	State   consult.MailState
	N       int
}

// MailCounts counts the mail that matches by purpose, rule and state.
func (tx *Tx) MailCounts(f MailFilter) ([]MailCount, error) {
	where, args := f.where()
	var all []MailCount
	err := tx.db.Model(&mailRow{}).Select("purpose, COALESCE(rule_id, 0) AS rule_id, state, COUNT(*) AS n").
		Where(where, args...).
		Group("purpose, rule_id, state").Order("purpose, rule_id, state").Scan(&all).Error
	return all, fail(err)
}

// LastMails returns the newest mail to each invitee of an occasion.
func (tx *Tx) LastMails(occasionID int64) (map[int64]consult.Mail, error) {
	newest := tx.db.Model(&mailRow{}).Select("MAX(id)").
		Where("occasion_id = ? AND invitee_id IS NOT NULL AND state <> 'dropped'", occasionID).Group("invitee_id")
	rows, err := list[mailRow](tx, "id", "id IN (?)", newest)
	if err != nil {
		return nil, err
	}
	byInvitee := make(map[int64]consult.Mail, len(rows))
	for _, r := range rows {
		m, err := r.mail()
		if err != nil {
			return nil, err
		}
		byInvitee[m.InviteeID] = m
	}
	return byInvitee, nil
}

// ReminderMails returns every mail of the reminders of an occasion, and whatever
// else of it is held: their keys, purposes, states and when they were due alone.
func (tx *Tx) ReminderMails(occasionID int64) ([]consult.Mail, error) {
	var rows []mailRow
	err := tx.db.Select("unique_key, purpose, state, due_at").
		Where("occasion_id = ? AND (purpose IN ? OR state = ?)", occasionID,
			[]consult.Purpose{consult.ForDeadlineReminder, consult.ForMeetingReminder}, string(consult.Held)).
		Order("id").Find(&rows).Error
	all := make([]consult.Mail, len(rows))
	for i, r := range rows {
		all[i] = consult.Mail{
			Key: r.UniqueKey, Purpose: consult.Purpose(r.Purpose), State: consult.MailState(r.State),
			DueAt: r.DueAt.UTC(),
		}
	}
	return all, fail(err)
}

// HoldMail holds everything that waits until a person releases it, also what a
// sender has claimed and not begun to hand over. It returns how many.
func (tx *Tx) HoldMail(why consult.HoldReason) (int64, error) {
	return setAny[mailRow](tx, columns{"state": string(consult.Held), "error": string(why), "claim": ""},
		"state IN ('queued','retry') OR (state = 'sending' AND data_at IS NULL)")
}

type copyRow struct {
	ID      int64
	MailID  int64
	Subject string
	Text    string
	SHA256  string `gorm:"column:sha256"`
	At      time.Time
}

func (copyRow) TableName() string { return "outbox_copy" }

// MailCopy is what went out: the words with the link removed, and the digest of
// the bytes handed over.
type MailCopy struct {
	Subject string
	Text    string
	SHA256  string
	At      time.Time
}

// KeepCopy keeps what is about to go out; a second try replaces the first.
func (tx *Tx) KeepCopy(mailID int64, c MailCopy) error {
	if _, err := remove[copyRow](tx, "mail_id = ?", mailID); err != nil {
		return err
	}
	return add(tx, &copyRow{MailID: mailID, Subject: c.Subject, Text: c.Text, SHA256: c.SHA256, At: utc(c.At)})
}

// MailCopy reads what went out.
func (tx *Tx) MailCopy(mailID int64) (MailCopy, error) {
	r, err := take[copyRow](tx, "mail_id = ?", mailID)
	return MailCopy{Subject: r.Subject, Text: r.Text, SHA256: r.SHA256, At: r.At.UTC()}, err
}
