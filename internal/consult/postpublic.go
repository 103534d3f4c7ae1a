package consult

import (
	"slices"
	"time"

	"samenspraak/internal/address"
)

// PublicPost is a post as visitors may see it at an instant: without its note,
// what is pending, and who worked on it. Of a withdrawn post only the note on
// its withdrawal is left. Changes are its dated versions, newest first.
type PublicPost struct {
	Post
	Theme   Theme // of an FAQ entry
	Changes []PostChange
	Files   []Attachment
	FAQ     []PublicPost // FAQ entries that are shown with it
}

// NewPublicPost keeps of a post, its changes (newest first) and its files what
// visitors may see at an instant. It does not say whether the post itself is
// public: see PublicAt.
func NewPublicPost(p Post, theme Theme, changes []PostChange, files []Attachment, now time.Time) PublicPost {
	v := PublicPost{Post: p, Theme: theme}
	v.Note, v.Pending, v.EditedBy, v.EditedAt, v.Edited, v.ReviewOn, v.ShownBy = "", nil, 0, time.Time{}, 0,
		time.Time{}, nil
	withdrawn := !p.WithdrawnAt.IsZero()
	if withdrawn {
		v.Text = PostText{Title: p.Text.Title, Language: p.Text.Language, ShownOn: p.Text.ShownOn}
	}
	for _, c := range changes {
		if c.StaffID = 0; withdrawn {
			c.Before = PostText{}
		}
		v.Changes = append(v.Changes, c)
	}
	for _, f := range files {
		if f.PublicWith(p, now) {
			v.Files = append(v.Files, f)
		}
	}
	return v
}

// ChangedAt is the instant of the newest version: the last change, the last
// file that was put in the place of another, else the release.
func (v PublicPost) ChangedAt() time.Time {
	at := v.ReleasedAt
	for _, c := range v.Changes {
		if c.At.After(at) {
			at = c.At
		}
	}
	for _, f := range v.Files {
		if f.AddedAt.After(at) {
			at = f.AddedAt
		}
	}
	return at
}

// VersionText is how the post read in a version, 1 being the release, and
// whether there was such a version.
func (v PublicPost) VersionText(version int64) (PostText, bool) {
	if version == v.Version {
		return v.Text, v.WithdrawnAt.IsZero()
	}
	i := slices.IndexFunc(v.Changes, func(c PostChange) bool { return c.Version == version+1 })
	if i < 0 || version < 1 || !v.WithdrawnAt.IsZero() {
		return PostText{}, false
	}
	return v.Changes[i].Before, true
}

// FAQTheme is a theme with its readable entries, as visitors see it.
type FAQTheme struct {
	Theme
	Entries []PublicPost
}

// NewsFilter narrows the visitors' list; zero fields do not narrow. The year is
// that of the day a reader sees, in Amsterdam. Limit 0 is without a limit.
type NewsFilter struct {
	Kind          PostKind
	Year          int
	Limit, Offset int
	ByRelease     bool // the last released first, not the last shown
}

// NewsCount is how many readable posts of a kind a year has.
type NewsCount struct {
	Kind  PostKind
	Year  int
	Count int
}

// Path is the public address of a post, without the language; theme is the one
// it stands in.
func (p Post) Path(theme Theme) string {
	if p.Kind == FAQ {
		return address.FAQEntry(theme.Slug, p.Slug)
	}
	return address.NewsPost(p.Slug)
}

// Path is the public address of the post, without the language.
func (v PublicPost) Path() string { return v.Post.Path(v.Theme) }
