package store

import (
	"strings"
	"time"

	"samenspraak/internal/consult"
)

type postRow struct {
	ID           int64
	Kind         string
	Slug         string
	Title        string
	Text         string
	Pending      string // empty: nothing is
	Note         string
	ThemeID      *int64
	Position     int
	ReviewOn     *time.Time
	ShownOn      *time.Time // what a list sorts by: the day that was set, else the release
	CreatedAt    time.Time
	ReleasedAt   *time.Time
	WithdrawnAt  *time.Time
	WithdrawnWhy string
	ReplacedBy   *int64
	Version      int64
	Edited       int64
	EditedAt     time.Time
	EditedBy     *int64
	Search       string // lower case, what staff's search looks in
}

func (postRow) TableName() string { return "post" }

func newPostRow(p consult.Post) postRow {
	row := postRow{
		ID: p.ID, Kind: string(p.Kind), Slug: p.Slug, Title: p.Working().Title, Text: encode(storePostText(p.Text)),
		Note: p.Note, ThemeID: ref(p.ThemeID),
		Position: p.Position, ReviewOn: opt(p.ReviewOn), ShownOn: opt(p.Shown()), CreatedAt: utc(p.CreatedAt),
		ReleasedAt:  opt(p.ReleasedAt),
		WithdrawnAt: opt(p.WithdrawnAt), WithdrawnWhy: p.WithdrawnWhy, ReplacedBy: ref(p.ReplacedBy),
		Version: p.Version, Edited: p.Edited,
		EditedAt: utc(p.EditedAt), EditedBy: ref(p.EditedBy),
		Search: strings.ToLower(p.Working().Title + " " + p.Text.Title + " " + p.Note),
	}
	if p.Pending != nil {
		row.Pending = encode(storePostText(*p.Pending))
	}
	return row
}

func (r postRow) post() (consult.Post, error) {
	text, err := decode[storedPostText](cell{r.TableName(), "text", r.ID}, r.Text)
	p := consult.Post{
		ID: r.ID, Kind: consult.PostKind(r.Kind), Slug: r.Slug, Text: text.text(), Note: r.Note,
		ThemeID: id(r.ThemeID), Position: r.Position,
		ReviewOn: at(r.ReviewOn), CreatedAt: r.CreatedAt.UTC(), ReleasedAt: at(r.ReleasedAt),
		WithdrawnAt:  at(r.WithdrawnAt),
		WithdrawnWhy: r.WithdrawnWhy, ReplacedBy: id(r.ReplacedBy), Version: r.Version, Edited: r.Edited,
		EditedAt: r.EditedAt.UTC(),
		EditedBy: id(r.EditedBy),
	}
	if err == nil && r.Pending != "" {
		var stored storedPostText
		stored, err = decode[storedPostText](cell{r.TableName(), "pending", r.ID}, r.Pending)
		pending := stored.text()
		p.Pending = &pending
	}
	return p, err
}

func postsOf(rows []postRow) ([]consult.Post, error) {
	posts := make([]consult.Post, len(rows))
	for i, r := range rows {
		p, err := r.post()
		if err != nil {
			return nil, err
		}
		posts[i] = p
	}
	return posts, nil
}

type shownByRow struct {
	ID          int64
	PostID      int64
	MeetingID   *int64
	OtherPostID *int64
}

func (shownByRow) TableName() string { return "post_shown_by" }

// AddPost keeps a new post with the pages that show it.
func (tx *Tx) AddPost(p consult.Post) (int64, error) {
	p.ID = 0
	row := newPostRow(p)
	if err := add(tx, &row); err != nil {
		return 0, err
	}
	p.ID = row.ID
	return row.ID, tx.setShownBy(p)
}

// SetPost writes a post with the pages that show it; consult.ErrConflict when
// somebody saved it since it was read (Edited).
func (tx *Tx) SetPost(p consult.Post) error {
	row := newPostRow(p)
	row.Edited++
	res := tx.db.Model(&postRow{}).Where("id = ? AND edited = ?", p.ID, p.Edited).
		Select("*").Omit("id", "kind", "created_at").Updates(&row)
	if res.Error != nil {
		return fail(res.Error)
	}
	if res.RowsAffected == 0 {
		return consult.ErrConflict
	}
	return tx.setShownBy(p)
}

func (tx *Tx) setShownBy(p consult.Post) error {
	if _, err := remove[shownByRow](tx, "post_id = ?", p.ID); err != nil {
		return err
	}
	rows := make([]shownByRow, len(p.ShownBy))
	for i, s := range p.ShownBy {
		rows[i] = shownByRow{PostID: p.ID, MeetingID: ref(s.MeetingID), OtherPostID: ref(s.PostID)}
	}
	return addAll(tx, rows)
}

// DeletePost takes away a draft that was never released, with the address it
// would have had. The caller makes sure that it is a draft.
func (tx *Tx) DeletePost(postID int64) error {
	if err := tx.dropAttachments(consult.Subject{Noun: consult.NounPost, ID: postID}); err != nil {
		return err
	}
	for _, drop := range []func() (int64, error){
		func() (int64, error) { return remove[shownByRow](tx, "post_id = ?", postID) },
		func() (int64, error) { return remove[shownByRow](tx, "other_post_id = ?", postID) },
		func() (int64, error) { return remove[writerRow](tx, "post_id = ?", postID) },
		func() (int64, error) { return remove[postRow](tx, "id = ?", postID) },
	} {
		if _, err := drop(); err != nil {
			return err
		}
	}
	return nil
}

// Post reads one post with the pages that show it.
func (tx *Tx) Post(postID int64) (consult.Post, error) {
	row, err := take[postRow](tx, "id = ?", postID)
	return tx.wholePost(row, err)
}

// LockPost reads a post and keeps it until the transaction ends.
func (tx *Tx) LockPost(postID int64) (consult.Post, error) {
	row, err := lock[postRow](tx, "id = ?", postID)
	return tx.wholePost(row, err)
}

// PostBySlug reads the post with this address, or that had it once.
func (tx *Tx) PostBySlug(slug string) (consult.Post, error) {
	row, err := bySlug[postRow](tx, consult.NounPost, slug)
	return tx.wholePost(row, err)
}

func (tx *Tx) wholePost(row postRow, err error) (consult.Post, error) {
	if err != nil {
		return consult.Post{}, err
	}
	p, err := row.post()
	if err != nil || p.Kind != consult.FAQ {
		return p, err
	}
	shown, err := list[shownByRow](tx, "id", "post_id = ?", p.ID)
	for _, s := range shown {
		p.ShownBy = append(p.ShownBy, consult.ShownBy{MeetingID: id(s.MeetingID), PostID: id(s.OtherPostID)})
	}
	return p, err
}
