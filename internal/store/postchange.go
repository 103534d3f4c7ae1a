package store

import (
	"fmt"
	"time"

	"gorm.io/gorm/clause"

	"samenspraak/internal/consult"
)

type postChangeRow struct {
	ID      int64
	PostID  int64
	Version int64
	At      time.Time
	StaffID int64
	Kind    string
	Reason  string
	Before  string
}

func (postChangeRow) TableName() string { return "post_change" }

// AddPostChange keeps how a released post read before a change.
func (tx *Tx) AddPostChange(c consult.PostChange) error {
	return add(tx, &postChangeRow{
		PostID: c.PostID, Version: c.Version, At: utc(c.At), StaffID: c.StaffID, Kind: string(c.Kind), Reason: c.Reason, Before: encode(storePostText(c.Before)),
	})
}

// PostChanges returns the changes of some posts by post, newest first.
func (tx *Tx) PostChanges(postIDs ...int64) (map[int64][]consult.PostChange, error) {
	byPost := make(map[int64][]consult.PostChange, len(postIDs))
	rows, err := listOf[postChangeRow](tx, "version DESC, id DESC", "post_id", postIDs)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		before, err := decode[storedPostText](cell{r.TableName(), "before", r.ID}, r.Before)
		if err != nil {
			return nil, err
		}
		byPost[r.PostID] = append(byPost[r.PostID], consult.PostChange{
			ID: r.ID, PostID: r.PostID, Version: r.Version, At: r.At.UTC(), StaffID: r.StaffID, Kind: consult.PostChangeKind(r.Kind),
			Reason: r.Reason, Before: before.text(),
		})
	}
	return byPost, nil
}

type postSlugRow struct {
	ID     int64
	Slug   string
	PostID int64
}

func (postSlugRow) TableName() string { return "post_slug_history" }

// FreePostSlug returns the first of base, base-2, base-3 … that no other post
// has or had.
func (tx *Tx) FreePostSlug(base string, postID int64) (string, error) {
	return freeSlug(base, func(slug string) (int, error) {
		now, err := count[postRow](tx, 1, "slug = ? AND id <> ?", slug, postID)
		if err != nil || now > 0 {
			return now, err
		}
		return count[postSlugRow](tx, 1, "slug = ? AND post_id <> ?", slug, postID)
	})
}

// KeepPostSlug keeps the former address of a post, so that it can answer 301.
func (tx *Tx) KeepPostSlug(slug string, postID int64) error {
	kept, err := count[postSlugRow](tx, 1, "slug = ?", slug)
	if err != nil || kept > 0 {
		return err
	}
	return add(tx, &postSlugRow{Slug: slug, PostID: postID})
}

// freeSlug returns the first of base, base-2, base-3 … that is not taken.
func freeSlug(base string, taken func(slug string) (int, error)) (string, error) {
	for n := 1; n < 1000; n++ {
		slug := base
		if n > 1 {
			slug = fmt.Sprintf("%s-%d", base, n)
		}
		used, err := taken(slug)
		if err != nil || used == 0 {
			return slug, err
		}
	}
	return "", fmt.Errorf("a thousand are called %s: %w", base, consult.ErrConflict)
}

type writerRow struct {
	ID      int64
	PostID  int64
	StaffID int64
	Since   time.Time
	SeenAt  time.Time
}

func (writerRow) TableName() string { return "post_writer" }

// SeeWriter notes that somebody has a post open to write in it. Who was away
// for longer than consult.WriterGone begins anew.
func (tx *Tx) SeeWriter(postID, staffID int64, now time.Time) error {
	if _, err := remove[writerRow](tx, "seen_at < ?", utc(now.Add(-consult.WriterGone))); err != nil {
		return err
	}
	row := writerRow{PostID: postID, StaffID: staffID, Since: utc(now), SeenAt: utc(now)}
	there := clause.OnConflict{
		Columns: []clause.Column{{Name: "post_id"}, {Name: "staff_id"}}, DoUpdates: clause.AssignmentColumns([]string{"seen_at"}),
	}
	return fail(tx.db.Clauses(there).Create(&row).Error)
}

// Writers returns who has a post open to write in it, the first first.
func (tx *Tx) Writers(postID int64, now time.Time) ([]consult.Writer, error) {
	var rows []struct {
		Row  writerRow `gorm:"embedded"`
		Name string
	}
	err := tx.db.Table("post_writer").Select("post_writer.*, staff.name").Joins("JOIN staff ON staff.id = post_writer.staff_id").
		Where("post_id = ? AND seen_at >= ?", postID, utc(now.Add(-consult.WriterGone))).Order("since, post_writer.id").Scan(&rows).Error
	writers := make([]consult.Writer, len(rows))
	for i, r := range rows {
		writers[i] = consult.Writer{StaffID: r.Row.StaffID, Name: r.Name, Since: r.Row.Since.UTC(), SeenAt: r.Row.SeenAt.UTC()}
	}
	return writers, fail(err)
}
