package service

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/document"
	"samenspraak/internal/store"
)

// Upload is a file as somebody sends it.
type Upload struct {
	Place    consult.AttachmentPlace
	Title    string // empty: the name of the file
	FileName string
	Content  io.Reader
}

// MeetingFiles returns the files of a meeting for staff, as they were added:
// former versions and removed ones too.
func (s *Service) MeetingFiles(
	ctx context.Context, actor consult.Actor, meetingID int64,
) ([]consult.Attachment, error) {
	return s.files(ctx, actor, consult.Subject{Noun: consult.NounMeeting, ID: meetingID})
}

// PostFiles returns the files of a post for staff, as they were added: former
// versions and removed ones too.
func (s *Service) PostFiles(ctx context.Context, actor consult.Actor, postID int64) ([]consult.Attachment, error) {
	return s.files(ctx, actor, consult.Subject{Noun: consult.NounPost, ID: postID})
}

func (s *Service) files(ctx context.Context, actor consult.Actor, of consult.Subject) ([]consult.Attachment, error) {
	return look(ctx, s, actor, func(tx *store.Tx) ([]consult.Attachment, error) {
		files, err := tx.Attachments(of.Noun, of.ID)
		return files[of.ID], err
	})
}

// AddAttachment puts a file with a meeting. It returns consult.ErrMediaType for
// a kind that is not taken in or does not fit its name, consult.ErrTooLarge
// above consult.MaxFile, consult.ErrTooManyPixels for a picture above
// consult.MaxMegapixels, and Problems for the title.
func (s *Service) AddAttachment(ctx context.Context, actor consult.Actor, meetingID int64, u Upload) (int64, error) {
	file, err := s.takeIn(ctx, actor, consult.EditMeetings, u)
	if err != nil {
		return 0, err
	}
	file.Of, file.Place = consult.Subject{Noun: consult.NounMeeting, ID: meetingID}, u.Place
	return s.addFile(ctx, actor, &file)
}

// AddPostFile puts a file with a post and returns it as it was kept. Its errors
// are those of AddAttachment, and consult.ErrConflict for a withdrawn post.
func (s *Service) AddPostFile(
	ctx context.Context, actor consult.Actor, postID int64, u Upload,
) (consult.Attachment, error) {
	file, err := s.takeIn(ctx, actor, consult.EditPosts, u)
	if err != nil {
		return file, err
	}
	file.Of, file.Place = consult.Subject{Noun: consult.NounPost, ID: postID}, consult.OnPost
	file.ID, err = s.addFile(ctx, actor, &file)
	return file, err
}

func (s *Service) addFile(ctx context.Context, actor consult.Actor, file *consult.Attachment) (int64, error) {
	var id int64
	err := s.db.Update(ctx, func(tx *store.Tx) error {
		with, err := lockHome(tx, *file)
		if err != nil {
			return err
		}
		if err := linkable(tx, *file); err != nil {
			return err
		}
		file.Version = 1
		if id, err = tx.AddAttachment(*file); err != nil {
			return err
		}
		return s.fileChanged(tx, actor, "attachment.added", id, *file, with)
	})
	return id, err
}

// home is what a file stands with: one of the two.
type home struct {
	meeting *consult.Meeting
	post    *consult.Post
}

// lockHome reads what a file stands with and keeps it until the transaction
// ends; consult.ErrConflict for a post that was withdrawn.
func lockHome(tx *store.Tx, file consult.Attachment) (home, error) {
	//exhaustive:enforce
	switch file.Of.Noun {
	case consult.NounMeeting:
		m, err := tx.LockMeeting(file.Of.ID)
		return home{meeting: &m}, err
	case consult.NounPost:
		p, err := tx.LockPost(file.Of.ID)
		if err == nil && !p.WithdrawnAt.IsZero() {
			err = fmt.Errorf("post was withdrawn: %w", consult.ErrConflict)
		}
		return home{post: &p}, err
	case consult.NounTheme:
	}
	return home{}, fmt.Errorf("a %s has no files: %w", file.Of.Noun, consult.ErrNotFound)
}

// ReplaceAttachment puts another file in the place of one: a new version at the
// same address. What stood there is kept for staff.
func (s *Service) ReplaceAttachment(ctx context.Context, actor consult.Actor, attachmentID int64, u Upload) error {
	old, err := look(
		ctx, s, actor, func(tx *store.Tx) (consult.Attachment, error) { return tx.Attachment(attachmentID) },
	)
	if err != nil {
		return err
	}
	file, err := s.takeIn(ctx, actor, homeAction(old), u)
	if err != nil {
		return err
	}
	return s.changeFile(ctx, actor, attachmentID, "attachment.replaced",
		func(tx *store.Tx, a *consult.Attachment, now time.Time) error {
			if err := linkable(tx, file); err != nil {
				return err
			}
			former := *a
			former.FormerOf, former.RemovedAt = a.ID, now
			if _, err := tx.AddAttachment(former); err != nil {
				return err
			}
			if u.Title != "" {
				a.Title = u.Title
			}
			a.FileName, a.MediaType, a.Size, a.SHA256 = file.FileName, file.MediaType, file.Size, file.SHA256
			a.AddedAt, a.Version, a.FileFacts = now, a.Version+1, file.FileFacts
			return nil
		})
}

// RemoveAttachment takes a file away from where visitors see it; staff can
// still open it.
func (s *Service) RemoveAttachment(ctx context.Context, actor consult.Actor, attachmentID int64) error {
	return s.changeFile(ctx, actor, attachmentID, "attachment.removed",
		func(_ *store.Tx, a *consult.Attachment, now time.Time) error {
			a.RemovedAt = now
			return nil
		})
}

// homeAction is the right one needs to change a file; of what has no files it is
// one that nobody has.
func homeAction(a consult.Attachment) consult.Action {
	//exhaustive:enforce
	switch a.Of.Noun {
	case consult.NounMeeting:
		return consult.EditMeetings
	case consult.NounPost:
		return consult.EditPosts
	case consult.NounTheme:
	}
	return ""
}

func (s *Service) changeFile(
	ctx context.Context, actor consult.Actor, attachmentID int64, action string,
	do func(*store.Tx, *consult.Attachment, time.Time) error,
) error {
	if err := consult.Allow(actor, consult.EditMeetings); err != nil && consult.Allow(actor, consult.EditPosts) != nil {
		return err // before it is known whether there is such a file
	}
	return s.db.Update(ctx, func(tx *store.Tx) error {
		a, err := tx.LockAttachment(attachmentID)
		if err != nil {
			return err
		}
		if err := consult.Allow(actor, homeAction(a)); err != nil {
			return err
		}
		if !a.RemovedAt.IsZero() {
			return fmt.Errorf("file was taken away: %w", consult.ErrConflict)
		}
		with, err := lockHome(tx, a)
		if err != nil {
			return err
		}
		if err := do(tx, &a, s.now()); err != nil {
			return err
		}
		if err := tx.SetAttachment(a); err != nil {
			return err
		}
		return s.fileChanged(tx, actor, action, a.ID, a, with)
	})
}

// fileChanged records what happened to a file, and where it is public makes
// pages and search follow.
func (s *Service) fileChanged(
	tx *store.Tx, actor consult.Actor, action string, id int64, a consult.Attachment, with home,
) error {
	e := s.event(actor, action, "attachment", id)
	e.Detail = map[string]any{"title": a.Title, "file": a.FileName, "sha256": a.SHA256, "version": a.Version}
	if with.post != nil {
		e.Detail["post"] = a.Of.ID
	} else {
		e.Detail["meeting"] = a.Of.ID
	}
	tx.Record(e)
	switch {
	case with.post != nil && !with.post.Draft():
		tx.BumpRevision()
		return s.indexPostNow(tx, *with.post)
	case with.meeting != nil && !with.meeting.Draft():
		tx.BumpRevision()
		return s.indexMeetingNow(tx, *with.meeting)
	}
	return nil
}

// linkable makes sure that every piece is there when the row that names them
// is written.
func linkable(tx *store.Tx, file consult.Attachment) error {
	whole, err := tx.HasFile(file.SHA256, file.Size)
	if err == nil && !whole {
		err = errors.New("pieces of the file are missing")
	}
	return err
}

// takeIn checks a file and writes its pieces. It happens outside any
// transaction but those of the pieces, so that nobody waits for a slow sender.
func (s *Service) takeIn(
	ctx context.Context, actor consult.Actor, may consult.Action, u Upload,
) (consult.Attachment, error) {
	if err := consult.Allow(actor, may); err != nil {
		return consult.Attachment{}, err
	}
	name := consult.FileName(u.FileName)
	spool, size, sum, err := spool(u.Content)
	if err != nil {
		return consult.Attachment{}, err
	}
	defer func() { _ = spool.Close() }()
	kind, err := consult.FileType(name, spool, size)
	if err != nil {
		return consult.Attachment{}, err
	}
	var facts consult.FileFacts
	err = s.readAlone(ctx, size, func(ctx context.Context) error {
		facts, err = document.Facts(ctx, kind, spool, size)
		return err
	})
	if err != nil {
		return consult.Attachment{}, err
	}
	file := consult.Attachment{
		Title: u.Title, FileName: name, MediaType: kind, Size: size, SHA256: sum, AddedAt: s.now(), FileFacts: facts,
	}
	if file.Title == "" {
		file.Title = name
	}
	if len([]rune(file.Title)) > 200 {
		return file, consult.Problems{{Field: "file_title", Key: "meeting.problem.long", Args: []any{"Max", 200}}}
	}
	return file, s.writePieces(ctx, spool, sum)
}

// spool puts what is sent in a temporary file and returns it with its size and
// digest. The file has no name: nothing of it is left when the program is killed.
func spool(content io.Reader) (file *os.File, size int64, sum string, err error) {
	file, err = os.CreateTemp("", "samenspraak-*")
	if err == nil {
		err = os.Remove(file.Name())
	}
	if err != nil {
		return nil, 0, "", fmt.Errorf("spool a file: %w", err)
	}
	hash := sha256.New()
	size, err = io.Copy(io.MultiWriter(file, hash), io.LimitReader(content, consult.MaxFile+1))
	if err == nil && size > consult.MaxFile {
		err = fmt.Errorf("file above %d bytes: %w", consult.MaxFile, consult.ErrTooLarge)
	}
	if err != nil {
		_ = file.Close()
		return nil, 0, "", err
	}
	return file, size, hex.EncodeToString(hash.Sum(nil)), nil
}

func (s *Service) writePieces(ctx context.Context, file io.ReadSeeker, sum string) error {
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	piece := make([]byte, store.ChunkSize)
	for position := 0; ; position++ {
		n, err := io.ReadFull(file, piece)
		if n > 0 {
			if err := s.db.Update(
				ctx, func(tx *store.Tx) error { return tx.AddChunk(sum, position, piece[:n], s.now()) },
			); err != nil {
				return fmt.Errorf("write a piece of the file: %w", err)
			}
		}
		switch {
		case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF):
			return nil
		case err != nil:
			return fmt.Errorf("read the spooled file: %w", err)
		}
	}
}

// OpenFile is a file that can be sent.
type OpenFile struct {
	consult.Attachment
	db *store.DB
}

// CopyTo writes the content. Each piece is read in a transaction of its own:
// one that lasted as long as a slow reader would keep the database waiting.
func (f OpenFile) CopyTo(ctx context.Context, w io.Writer) error {
	for position := int64(0); position*store.ChunkSize < f.Size; position++ {
		var piece []byte
		err := f.db.View(ctx, func(tx *store.Tx) error {
			var err error
			piece, err = tx.Chunk(f.SHA256, int(position))
			return err
		})
		if err != nil {
			return fmt.Errorf("piece %d of file %d: %w", position, f.ID, err)
		}
		if _, err := w.Write(piece); err != nil {
			return err
		}
	}
	return nil
}

// OpenAttachment opens a file that visitors may see now, else it is not found.
func (s *Service) OpenAttachment(ctx context.Context, attachmentID int64) (OpenFile, error) {
	now := s.now()
	f := OpenFile{db: s.db}
	err := s.db.View(ctx, func(tx *store.Tx) error {
		a, err := tx.Attachment(attachmentID)
		if err != nil {
			return err
		}
		public, err := publicFile(tx, a, now)
		if err != nil {
			return err
		}
		if !public {
			return fmt.Errorf("file is not public: %w", consult.ErrNotFound)
		}
		f.Attachment = a
		return nil
	})
	return f, err
}

func publicFile(tx *store.Tx, a consult.Attachment, now time.Time) (bool, error) {
	//exhaustive:enforce
	switch a.Of.Noun {
	case consult.NounMeeting:
		m, err := tx.Meeting(a.Of.ID)
		return a.PublicAt(m, now), err
	case consult.NounPost:
		p, err := tx.Post(a.Of.ID)
		return a.PublicWith(p, now), err
	case consult.NounTheme:
	}
	return false, nil
}

// OpenStaffAttachment opens any file of a meeting or a post for staff, former
// versions and removed ones too. The one of the two ids that is not 0 must be
// the file's own.
func (s *Service) OpenStaffAttachment(
	ctx context.Context, actor consult.Actor, meetingID, postID, attachmentID int64,
) (OpenFile, error) {
	a, err := look(ctx, s, actor, func(tx *store.Tx) (consult.Attachment, error) { return tx.Attachment(attachmentID) })
	of := consult.Subject{Noun: consult.NounMeeting, ID: meetingID}
	if postID != 0 {
		of = consult.Subject{Noun: consult.NounPost, ID: postID}
	}
	if err == nil && a.Of != of {
		err = fmt.Errorf("file stands elsewhere: %w", consult.ErrNotFound)
	}
	return OpenFile{a, s.db}, err
}

// sweepAfter is how long pieces may wait for the attachment that names them.
const sweepAfter = 24 * time.Hour

// SweepFiles deletes what uploads left behind that never came to their end, and
// returns how many pieces there were.
func (s *Service) SweepFiles(ctx context.Context) (int64, error) {
	var n int64
	before := s.now().Add(-sweepAfter)
	err := s.db.Update(ctx, func(tx *store.Tx) error {
		var err error
		n, err = tx.SweepFiles(before)
		return err
	})
	return n, err
}
