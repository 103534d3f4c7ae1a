package store

import (
	"time"

	"gorm.io/gorm"

	"samenspraak/internal/consult"
)

// postsMatching is the part of a query that the staff's filter makes.
func (tx *Tx) postsMatching(f consult.PostFilter, now time.Time) *gorm.DB {
	q := tx.db.Model(&postRow{})
	if len(f.Kinds) > 0 {
		q = q.Where("kind IN ?", f.Kinds)
	}
	switch f.State {
	case consult.DraftPost:
		q = q.Where("released_at IS NULL")
	case consult.ScheduledPost:
		q = q.Where("released_at > ? AND withdrawn_at IS NULL", utc(now))
	case consult.ReleasedPost:
		q = q.Where("released_at <= ? AND withdrawn_at IS NULL", utc(now))
	case consult.WithdrawnPost:
		q = q.Where("withdrawn_at IS NOT NULL")
	case consult.ReviewPost:
		q = q.Where("review_on <= ? AND withdrawn_at IS NULL", utc(now))
	}
	if f.Search != "" {
		q = q.Where("search LIKE ? ESCAPE '!'", likeContains(f.Search))
	}
	return q
}

// Posts returns the staff's list, the last edited first, and how many posts
// match in all.
func (tx *Tx) Posts(f consult.PostFilter, now time.Time) ([]consult.Post, int, error) {
	var total int64
	if err := tx.postsMatching(f, now).Count(&total).Error; err != nil {
		return nil, 0, fail(err)
	}
	q := tx.postsMatching(f, now).Order("edited_at DESC, id DESC")
	if f.Limit > 0 {
		q = q.Limit(f.Limit).Offset(f.Offset)
	}
	var rows []postRow
	if err := q.Find(&rows).Error; err != nil {
		return nil, 0, fail(err)
	}
	posts, err := postsOf(rows)
	return posts, int(total), err
}

const readable = "released_at <= ? AND withdrawn_at IS NULL"

// ReadableNews returns what visitors may read under /nieuws, the newest shown
// first.
func (tx *Tx) ReadableNews(f consult.NewsFilter, now time.Time) ([]consult.Post, error) {
	order := "shown_on DESC, released_at DESC, id DESC"
	if f.ByRelease {
		order = "released_at DESC, id DESC"
	}
	q := tx.db.Where(readable, utc(now)).Order(order)
	if f.Kind != "" {
		q = q.Where("kind = ?", string(f.Kind))
	} else {
		q = q.Where("kind IN ?", consult.NewsKinds)
	}
	if f.Year != 0 {
		from := time.Date(f.Year, time.January, 1, 0, 0, 0, 0, consult.Amsterdam)
		q = q.Where("shown_on >= ? AND shown_on < ?", utc(from), utc(from.AddDate(1, 0, 0)))
	}
	if f.Limit > 0 {
		q = q.Limit(f.Limit).Offset(f.Offset)
	}
	var rows []postRow
	if err := q.Find(&rows).Error; err != nil {
		return nil, fail(err)
	}
	return postsOf(rows)
}

// NewsCounts says how many readable posts each kind has in each year. Only the
// day is read of each: the year is the Netherlands', which neither database
// knows.
func (tx *Tx) NewsCounts(now time.Time) ([]consult.NewsCount, error) {
	var rows []struct {
		Kind    string
		ShownOn time.Time
	}
	err := tx.db.Model(&postRow{}).Select("kind, shown_on").Where(readable, utc(now)).
		Where("kind IN ?", consult.NewsKinds).
		Order("shown_on DESC").Scan(&rows).Error
	if err != nil {
		return nil, fail(err)
	}
	var counts []consult.NewsCount
	place := map[consult.NewsCount]int{}
	for _, r := range rows {
		key := consult.NewsCount{Kind: consult.PostKind(r.Kind), Year: r.ShownOn.In(consult.Amsterdam).Year()}
		i, known := place[key]
		if !known {
			i = len(counts)
			place[key] = i
			counts = append(counts, key)
		}
		counts[i].Count++
	}
	return counts, nil
}

// ReadableAnswers returns every FAQ entry that visitors may read, in the order
// of their themes.
func (tx *Tx) ReadableAnswers(now time.Time) ([]consult.Post, error) {
	rows, err := list[postRow](tx, "theme_id, position, id", "kind = ? AND "+readable, string(consult.FAQ), utc(now))
	if err != nil {
		return nil, err
	}
	return postsOf(rows)
}

// FAQEntries returns every FAQ entry of a theme, drafts and withdrawn ones too, in
// its order; theme 0 is all of them.
func (tx *Tx) FAQEntries(themeID int64) ([]consult.Post, error) {
	rows, err := list[postRow](
		tx, "theme_id, position, id", "kind = ? AND (theme_id = ? OR ? = 0)", string(consult.FAQ), themeID, themeID,
	)
	if err != nil {
		return nil, err
	}
	return postsOf(rows)
}

// FAQShownBy returns the readable FAQ entries that a meeting or a post
// shows.
func (tx *Tx) FAQShownBy(by consult.ShownBy, now time.Time) ([]consult.Post, error) {
	rows, err := list[postRow](tx, "theme_id, position, id", "kind = ? AND "+readable+
		" AND id IN (SELECT post_id FROM post_shown_by WHERE meeting_id = ? OR other_post_id = ?)",
		string(consult.FAQ), utc(now), by.MeetingID, by.PostID)
	if err != nil {
		return nil, err
	}
	return postsOf(rows)
}

// NextRelease is the first instant after now at which a post becomes public;
// zero when none is planned.
func (tx *Tx) NextRelease(now time.Time) (time.Time, error) {
	rows, err := list[postRow](
		&Tx{db: tx.db.Limit(1), dialect: tx.dialect}, "released_at", "released_at > ? AND withdrawn_at IS NULL",
		utc(now),
	)
	if err != nil || len(rows) == 0 {
		return time.Time{}, err
	}
	return at(rows[0].ReleasedAt), nil
}
