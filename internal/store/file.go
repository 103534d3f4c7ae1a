package store

import (
	"time"

	"gorm.io/gorm/clause"
)

// ChunkSize is how much of a file stands in one row: a transaction that writes
// a whole file would keep every other writer waiting.
const ChunkSize = 256 << 10

type chunkRow struct {
	ID        int64
	SHA256    string `gorm:"column:sha256"`
	Position  int
	Data      []byte
	WrittenAt time.Time
}

func (chunkRow) TableName() string { return "file_chunk" }

// AddChunk keeps one piece of the file with a digest. A piece that is there
// already gets the time of now, so that the sweep does not take it while the
// file is being linked.
func (tx *Tx) AddChunk(sha256 string, position int, data []byte, now time.Time) error {
	row := chunkRow{SHA256: sha256, Position: position, Data: data, WrittenAt: utc(now)}
	there := clause.OnConflict{
		Columns:   []clause.Column{{Name: "sha256"}, {Name: "position"}},
		DoUpdates: clause.AssignmentColumns([]string{"written_at"}),
	}
	return fail(tx.db.Clauses(there).Create(&row).Error)
}

// HasFile says whether every piece of a file of this size is there.
func (tx *Tx) HasFile(sha256 string, size int64) (bool, error) {
	pieces := int((size + ChunkSize - 1) / ChunkSize)
	n, err := count[chunkRow](tx, pieces+1, "sha256 = ?", sha256)
	return n == pieces, err
}

// Chunk reads one piece of a file; consult.ErrNotFound after the last.
func (tx *Tx) Chunk(sha256 string, position int) ([]byte, error) {
	row, err := take[chunkRow](tx, "sha256 = ? AND position = ?", sha256, position)
	return row.Data, err
}

// SweepFiles deletes pieces that were written before an instant and belong to
// no attachment and not to the region's logo: what an upload left behind that
// never came to its end, and former logos. It returns how many there were.
func (tx *Tx) SweepFiles(writtenBefore time.Time) (int64, error) {
	linked := tx.db.Model(&attachmentRow{}).Select("1").Where("attachment.sha256 = file_chunk.sha256")
	logo := tx.db.Model(&regionRow{}).Select("1").Where("region.logo_sha256 = file_chunk.sha256")
	return remove[chunkRow](
		tx, "written_at < ? AND NOT EXISTS (?) AND NOT EXISTS (?)", utc(writtenBefore), linked, logo,
	)
}
