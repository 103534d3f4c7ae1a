package store

import (
	"time"

	"gorm.io/gorm/clause"

	"samenspraak/internal/consult"
)

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
		Columns:   []clause.Column{{Name: "post_id"}, {Name: "staff_id"}},
		DoUpdates: clause.AssignmentColumns([]string{"seen_at"}),
	}
	return fail(tx.db.Clauses(there).Create(&row).Error)
}

// Writers returns who has a post open to write in it, the first first.
func (tx *Tx) Writers(postID int64, now time.Time) ([]consult.Writer, error) {
	var rows []struct {
		Row  writerRow `gorm:"embedded"`
		Name string
	}
	err := tx.db.Table("post_writer").Select("post_writer.*, staff.name").
		Joins("JOIN staff ON staff.id = post_writer.staff_id").
		Where("post_id = ? AND seen_at >= ?", postID, utc(now.Add(-consult.WriterGone))).Order("since, post_writer.id").
		Scan(&rows).Error
	writers := make([]consult.Writer, len(rows))
	for i, r := range rows {
		writers[i] = consult.Writer{
			StaffID: r.Row.StaffID, Name: r.Name, Since: r.Row.Since.UTC(), SeenAt: r.Row.SeenAt.UTC(),
		}
	}
	return writers, fail(err)
}
