package store

import (
	"time"

	"samenspraak/internal/consult"
)

type attachmentRow struct {
	ID          int64
	Noun        string
	NounID      int64
	Place       string
	Title       string
	FileName    string
	MediaType   string
	Size        int64
	SHA256      string `gorm:"column:sha256"`
	Version     int64
	AddedAt     time.Time
	RemovedAt   *time.Time
	FormerOf    *int64
	Pages       int
	DocTitle    string
	DocLanguage string
	Width       int
	Height      int
}

func (attachmentRow) TableName() string { return "attachment" }

func newAttachmentRow(a consult.Attachment) attachmentRow {
	return attachmentRow{
		ID: a.ID, Noun: string(a.Of.Noun), NounID: a.Of.ID, Place: string(a.Place), Title: a.Title,
		FileName:  a.FileName,
		MediaType: a.MediaType, Size: a.Size, SHA256: a.SHA256, Version: a.Version, AddedAt: utc(a.AddedAt),
		RemovedAt: opt(a.RemovedAt),
		FormerOf:  ref(a.FormerOf), Pages: a.Pages, DocTitle: a.DocTitle, DocLanguage: a.DocLanguage, Width: a.Width,
		Height: a.Height,
	}
}

func (r attachmentRow) attachment() consult.Attachment {
	return consult.Attachment{
		ID: r.ID, Of: subject(r.Noun, r.NounID), Place: consult.AttachmentPlace(r.Place), Title: r.Title,
		FileName: r.FileName, MediaType: r.MediaType, Size: r.Size, SHA256: r.SHA256, Version: r.Version,
		AddedAt:   r.AddedAt.UTC(),
		RemovedAt: at(r.RemovedAt), FormerOf: id(r.FormerOf),
		FileFacts: consult.FileFacts{
			Pages: r.Pages, DocTitle: r.DocTitle, DocLanguage: r.DocLanguage, Width: r.Width, Height: r.Height,
		},
	}
}

// AddAttachment keeps a file's place with what it stands with; its content must
// be there (HasFile).
func (tx *Tx) AddAttachment(a consult.Attachment) (int64, error) {
	a.ID = 0
	row := newAttachmentRow(a)
	err := add(tx, &row)
	return row.ID, err
}

// SetAttachment writes everything of an attachment that can change.
func (tx *Tx) SetAttachment(a consult.Attachment) error {
	return set[attachmentRow](tx, columns{
		"title": a.Title, "file_name": a.FileName, "media_type": a.MediaType, "size": a.Size, "sha256": a.SHA256,
		"version": a.Version, "added_at": utc(a.AddedAt), "removed_at": opt(a.RemovedAt),
		"pages": a.Pages, "doc_title": a.DocTitle, "doc_language": a.DocLanguage, "width": a.Width, "height": a.Height,
	}, "id = ?", a.ID)
}

// Attachment reads one attachment, also one that was removed.
func (tx *Tx) Attachment(attachmentID int64) (consult.Attachment, error) {
	row, err := take[attachmentRow](tx, "id = ?", attachmentID)
	return row.attachment(), err
}

// LockAttachment reads an attachment and keeps it until the transaction ends.
func (tx *Tx) LockAttachment(attachmentID int64) (consult.Attachment, error) {
	row, err := lock[attachmentRow](tx, "id = ?", attachmentID)
	return row.attachment(), err
}

// Attachments returns the files of some things of one noun by id, as they were
// added; former versions and removed ones too, for the caller to leave out.
func (tx *Tx) Attachments(noun consult.Noun, ids ...int64) (map[int64][]consult.Attachment, error) {
	byID := make(map[int64][]consult.Attachment, len(ids))
	rows, err := listAbout[attachmentRow](tx, "id", noun, ids)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		byID[r.NounID] = append(byID[r.NounID], r.attachment())
	}
	return byID, nil
}

// dropAttachments deletes the files of something that was never released,
// former versions first: they refer to what they were.
func (tx *Tx) dropAttachments(of consult.Subject) error {
	if _, err := remove[attachmentRow](
		tx, "noun = ? AND noun_id = ? AND former_of IS NOT NULL", string(of.Noun), of.ID,
	); err != nil {
		return err
	}
	_, err := remove[attachmentRow](tx, "noun = ? AND noun_id = ?", string(of.Noun), of.ID)
	return err
}
