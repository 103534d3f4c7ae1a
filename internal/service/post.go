package service

import (
	"context"
	"fmt"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/store"
)

// Posts returns the staff's list and how many posts match in all.
func (s *Service) Posts(ctx context.Context, actor consult.Actor, f consult.PostFilter) ([]consult.Post, int, error) {
	now, total := s.now(), 0
	posts, err := look(ctx, s, actor, func(tx *store.Tx) (posts []consult.Post, err error) {
		posts, total, err = tx.Posts(f, now)
		return posts, err
	})
	return posts, total, err
}

// Post reads one post for staff, public or not.
func (s *Service) Post(ctx context.Context, actor consult.Actor, postID int64) (consult.Post, error) {
	return look(ctx, s, actor, func(tx *store.Tx) (consult.Post, error) { return tx.Post(postID) })
}

// PostChanges returns the dated versions of a post, newest first.
func (s *Service) PostChanges(ctx context.Context, actor consult.Actor, postID int64) ([]consult.PostChange, error) {
	return look(ctx, s, actor, func(tx *store.Tx) ([]consult.PostChange, error) {
		changes, err := tx.PostChanges(postID)
		return changes[postID], err
	})
}

// NewPost begins a draft. It has no address until it is published.
func (s *Service) NewPost(
	ctx context.Context, actor consult.Actor, kind consult.PostKind, themeID int64, text consult.PostText,
) (int64, error) {
	if err := consult.Allow(actor, consult.EditPosts); err != nil {
		return 0, err
	}
	if !kind.Valid() {
		return 0, consult.Problems{{Field: "kind", Key: "post.problem.kind"}}
	}
	if err := text.Check(); err != nil {
		return 0, err
	}
	now := s.now()
	p := consult.Post{
		Kind: kind, Slug: "concept-" + newUID(), Text: text, CreatedAt: now, EditedAt: now, EditedBy: actor.ID,
	}
	err := s.db.Update(ctx, func(tx *store.Tx) error {
		var err error
		if p, err = s.placed(tx, p, consult.PostPlace{ThemeID: themeID}); err != nil {
			return err
		}
		if p.ID, err = tx.AddPost(p); err != nil {
			return err
		}
		s.recordPost(tx, actor, "post.made", p, "")
		return nil
	})
	return p.ID, err
}

// SavePost keeps what somebody typed: a draft's words, or what is to become
// the next version of a text that is scheduled or public. signatories are ids
// of municipalities. It returns the number of this save; consult.ErrConflict
// when somebody else saved since the one that was edited, so that nobody's
// words are written over.
func (s *Service) SavePost(
	ctx context.Context, actor consult.Actor, postID, edited int64, text consult.PostText, signatories []int64,
) (int64, error) {
	if err := text.Check(); err != nil {
		return 0, err
	}
	err := s.changePost(ctx, actor, postID, edited, "post.saved",
		func(tx *store.Tx, p consult.Post) (consult.Post, string, error) {
			register, err := tx.Municipalities()
			if err != nil {
				return p, "", err
			}
			if text.Signatories, err = p.Sign(register, signatories, p.On(text, s.now())); err != nil {
				return p, "", err
			}
			p, err = p.Write(text)
			return p, "", err
		})
	return edited + 1, err
}

// PlacePost writes what surrounds the words of a post: the note for
// colleagues, and of an FAQ entry its theme, review date and the pages that
// show it. It holds at once, also for a public entry, and moves its address
// when the theme changes.
func (s *Service) PlacePost(
	ctx context.Context, actor consult.Actor, postID, edited int64, place consult.PostPlace,
) error {
	return s.changePost(ctx, actor, postID, edited, "post.placed",
		func(tx *store.Tx, p consult.Post) (consult.Post, string, error) {
			p, err := s.placed(tx, p, place)
			return p, "", err
		})
}

// placed puts a post in its place; an entry that comes into another theme
// stands last there.
func (s *Service) placed(tx *store.Tx, p consult.Post, place consult.PostPlace) (consult.Post, error) {
	if len([]rune(place.Note)) > consult.MaxPostNote {
		return p, consult.Problems{{Field: "note", Key: "post.problem.long", Args: []any{"Max", consult.MaxPostNote}}}
	}
	p.Note = place.Note
	if p.Kind != consult.FAQ {
		return p, nil
	}
	p.ReviewOn, p.ShownBy = place.ReviewOn, place.ShownBy
	if p.ThemeID == place.ThemeID && p.ID != 0 {
		return p, nil
	}
	if _, err := tx.LockTheme(place.ThemeID); err != nil {
		return p, consult.Problems{{Field: "theme", Key: "post.problem.theme"}}
	}
	there, err := tx.FAQEntries(place.ThemeID)
	for _, one := range there {
		p.Position = max(p.Position, one.Position+1)
	}
	p.ThemeID = place.ThemeID
	return p, err
}

// DropPending throws away what was being written over a text that is scheduled
// or public.
func (s *Service) DropPending(ctx context.Context, actor consult.Actor, postID, edited int64) error {
	return s.changePost(ctx, actor, postID, edited, "post.pending_dropped",
		func(_ *store.Tx, p consult.Post) (consult.Post, string, error) {
			if p.Pending == nil {
				return p, "", consult.ErrConflict
			}
			p.Pending = nil
			return p, "", nil
		})
}

// DiscardPost deletes a draft for good. What ever had a moment of release stays.
func (s *Service) DiscardPost(ctx context.Context, actor consult.Actor, postID, edited int64) error {
	if err := consult.Allow(actor, consult.EditPosts); err != nil {
		return err
	}
	return s.db.Update(ctx, func(tx *store.Tx) error {
		p, err := tx.LockPost(postID)
		if err != nil {
			return err
		}
		if p.Edited != edited || !p.Draft() {
			return fmt.Errorf("not the draft that was looked at: %w", consult.ErrConflict)
		}
		s.recordPost(tx, actor, "post.discarded", p, "")
		return tx.DeletePost(postID)
	})
}

// changePost is what every change of a post has in common: the right, the lock,
// the save that was looked at, the address, the dated version, the audit, the
// search index. do returns the post as it becomes and the public reason.
func (s *Service) changePost(
	ctx context.Context, actor consult.Actor, postID, edited int64, action string,
	do func(*store.Tx, consult.Post) (consult.Post, string, error),
) error {
	if err := consult.Allow(actor, consult.EditPosts); err != nil {
		return err
	}
	return s.db.Update(ctx, func(tx *store.Tx) error {
		before, err := tx.LockPost(postID)
		if err != nil {
			return err
		}
		if before.Edited != edited {
			return fmt.Errorf("post was saved by somebody else: %w", consult.ErrConflict)
		}
		after, reason, err := do(tx, before)
		if err != nil {
			return err
		}
		if err := s.keepPost(tx, actor, before, after, reason); err != nil {
			return err
		}
		if !sameSitting(before, actor, action, s.now()) {
			s.recordPost(tx, actor, action, after, reason)
		}
		return nil
	})
}

// sameSitting says that a save goes on with the writer's last one. A draft that
// saves itself twice a minute is one act in the log.
func sameSitting(before consult.Post, actor consult.Actor, action string, now time.Time) bool {
	return action == "post.saved" && before.EditedBy == actor.ID && now.Sub(before.EditedAt) < 10*time.Minute &&
		before.Edited > 0
}

func (s *Service) keepPost(tx *store.Tx, actor consult.Actor, before, after consult.Post, reason string) error {
	now := s.now()
	after.EditedAt, after.EditedBy = now, actor.ID
	if err := s.address(tx, before, &after, now); err != nil {
		return err
	}
	if err := tx.SetPost(after); err != nil {
		return err
	}
	if before.Draft() && after.Draft() || before.LooksLike(after) {
		return nil // a correction that saves itself must not empty the cache
	}
	tx.BumpRevision()
	if err := s.indexPostNow(tx, after); err != nil {
		return err
	}
	if after.Version == before.Version || !before.PublicAt(now) {
		return nil
	}
	kind := consult.PostCorrected
	if !after.WithdrawnAt.IsZero() {
		kind = consult.PostWithdrawn
	}
	return tx.AddPostChange(consult.PostChange{
		Of: after.Subject(), Version: after.Version, At: now, StaffID: actor.ID, Kind: kind, Reason: reason,
		Before: before.Text,
	})
}

// address gives a post the address of its title. The one that visitors knew
// keeps leading to it.
func (s *Service) address(tx *store.Tx, before consult.Post, after *consult.Post, now time.Time) error {
	if after.Draft() || after.Text.Title == before.Text.Title && !before.Draft() {
		return nil
	}
	base := i18n.Slug(after.Text.Title)
	if base == "" || base == "feed" {
		base = "bericht"
	}
	var err error
	after.Slug, err = renamed(tx, before.Subject(), before.Slug, base, before.PublicAt(now))
	return err
}

func (s *Service) recordPost(tx *store.Tx, actor consult.Actor, action string, p consult.Post, reason string) {
	e := s.event(actor, action, "post", p.ID)
	e.Detail = map[string]any{"title": p.Working().Title, "kind": string(p.Kind), "version": p.Version}
	if !p.Draft() {
		e.Detail["released"] = p.ReleasedAt
	}
	if reason != "" {
		e.Detail["reason"] = reason
	}
	tx.Record(e)
}

// SeePost notes that somebody has a post open to write in it, and returns who
// else has.
func (s *Service) SeePost(ctx context.Context, actor consult.Actor, postID int64) ([]consult.Writer, error) {
	if err := consult.Allow(actor, consult.EditPosts); err != nil {
		return nil, err
	}
	var others []consult.Writer
	err := s.db.Update(ctx, func(tx *store.Tx) error {
		if _, err := tx.Post(postID); err != nil {
			return err
		}
		now := s.now()
		if err := tx.SeeWriter(postID, actor.ID, now); err != nil {
			return err
		}
		var err error
		others, err = otherWriters(tx, postID, actor.ID, now)
		return err
	})
	return others, err
}

// Writers returns who else has a post open to write in it.
func (s *Service) Writers(ctx context.Context, actor consult.Actor, postID int64) ([]consult.Writer, error) {
	return look(ctx, s, actor, func(tx *store.Tx) ([]consult.Writer, error) {
		return otherWriters(tx, postID, actor.ID, s.now())
	})
}

func otherWriters(tx *store.Tx, postID, staffID int64, now time.Time) ([]consult.Writer, error) {
	all, err := tx.Writers(postID, now)
	var others []consult.Writer
	for _, w := range all {
		if w.StaffID != staffID {
			others = append(others, w)
		}
	}
	return others, err
}
