package store

import (
	"fmt"
	"time"

	"gorm.io/gorm"

	"samenspraak/internal/consult"
)

// matching is the part of a query that a filter makes.
func (tx *Tx) matching(f consult.MeetingFilter, now time.Time) *gorm.DB {
	q := tx.meetings()
	switch f.State {
	case consult.DraftMeeting:
		q = q.Where("released_at IS NULL")
	case consult.ComingMeeting:
		q = q.Where("released_at IS NOT NULL AND cancelled_at IS NULL AND ends_at > ?", utc(now))
	case consult.PastMeeting:
		q = q.Where("released_at IS NOT NULL AND cancelled_at IS NULL AND ends_at <= ?", utc(now))
	case consult.CancelledMeeting:
		q = q.Where("cancelled_at IS NOT NULL")
	}
	if f.Kind != "" {
		q = q.Where("kind = ?", string(f.Kind))
	}
	if f.Search != "" {
		q = q.Where("search LIKE ? ESCAPE '!'", likeContains(f.Search))
	}
	return q
}

// meetingOrders are the only texts that ever stand in the list's ORDER BY.
var meetingOrders = map[consult.MeetingOrder][2]string{
	consult.ByMeetingDate:  {"starts_at, occasion.id", "starts_at DESC, occasion.id DESC"},
	consult.ByMeetingTitle: {"LOWER(title), occasion.id", "LOWER(title) DESC, occasion.id DESC"},
	consult.ByDeadline:     {"answer_by, occasion.id", "answer_by DESC, occasion.id DESC"},
}

// MeetingLines returns the staff's list with the answers counted, and how many
// meetings match in all. It takes three queries whatever the number.
func (tx *Tx) MeetingLines(f consult.MeetingFilter, now time.Time) ([]consult.MeetingLine, int, error) {
	var total int64
	if err := tx.matching(f, now).Count(&total).Error; err != nil {
		return nil, 0, fail(err)
	}
	orders, known := meetingOrders[f.Order]
	if !known {
		return nil, 0, fmt.Errorf("order of meetings %q: %w", f.Order, consult.ErrNotFound)
	}
	order := orders[0]
	if f.Down {
		order = orders[1]
	}
	q := tx.matching(f, now).Order(order).Offset(f.Offset)
	if f.Limit > 0 {
		q = q.Limit(f.Limit)
	}
	var rows []meetingWhole
	if err := q.Find(&rows).Error; err != nil {
		return nil, 0, fail(err)
	}
	lines, err := tx.meetingLines(rows)
	return lines, int(total), err
}

func (tx *Tx) meetingLines(rows []meetingWhole) ([]consult.MeetingLine, error) {
	ids := make([]int64, len(rows))
	for i, r := range rows {
		ids[i] = r.Meeting.ID
	}
	var counts []struct {
		OccasionID    int64
		Organisations int
		Answered      int
	}
	err := tx.db.Table("invitation AS i").
		Select(
			"i.occasion_id, COUNT(*) AS organisations, SUM(CASE WHEN "+knowsStance+" THEN 1 ELSE 0 END) AS answered",
		).
		Where("i.withdrawn_at IS NULL AND i.occasion_id IN ?", append(ids, 0)).Group("i.occasion_id").
		Scan(&counts).Error
	if err != nil {
		return nil, fail(err)
	}
	lines := make([]consult.MeetingLine, len(rows))
	for i, r := range rows {
		if lines[i].Meeting, err = r.meeting(); err != nil {
			return nil, err
		}
		for _, c := range counts {
			if c.OccasionID == r.Meeting.ID {
				lines[i].Organisations, lines[i].Answered = c.Organisations, c.Answered
			}
		}
	}
	return lines, nil
}

// ReleasedMeetings returns the meetings that visitors may know of at an
// instant, cancelled ones too: those that are not over, the nearest first, or
// those that are, the last first and at most a hundred. They lack questions and
// staff.
func (tx *Tx) ReleasedMeetings(now time.Time, past bool) ([]consult.Meeting, error) {
	q := tx.meetings().Where("released_at <= ? AND ends_at > ?", utc(now), utc(now)).Order("starts_at, occasion.id")
	if past {
		q = tx.meetings().Where("released_at <= ? AND ends_at <= ?", utc(now), utc(now)).
			Order("starts_at DESC, occasion.id DESC").Limit(100)
	}
	var rows []meetingWhole
	if err := q.Find(&rows).Error; err != nil {
		return nil, fail(err)
	}
	all := make([]consult.Meeting, len(rows))
	for i, r := range rows {
		var err error
		if all[i], err = r.meeting(); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// ColleagueNames returns id and name of the staff who can be made staff of a
// meeting.
func (tx *Tx) ColleagueNames() ([]consult.Staff, error) {
	var rows []struct {
		ID   int64
		Name string
	}
	err := tx.db.Table("staff").Select("id, name").Where("disabled_at IS NULL").Order("LOWER(name), id").
		Scan(&rows).Error
	all := make([]consult.Staff, len(rows))
	for i, r := range rows {
		all[i] = consult.Staff{ID: r.ID, Name: r.Name}
	}
	return all, fail(err)
}
