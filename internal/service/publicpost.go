package service

import (
	"context"
	"fmt"
	"slices"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/store"
)

// PublicNews returns what visitors may read under /nieuws, the newest first.
func (s *Service) PublicNews(ctx context.Context, f consult.NewsFilter) ([]consult.PublicPost, error) {
	now := s.now()
	var all []consult.PublicPost
	err := s.db.View(ctx, func(tx *store.Tx) error {
		posts, err := tx.ReadableNews(f, now)
		if err == nil {
			all, err = publicPosts(tx, posts, now)
		}
		return err
	})
	return all, err
}

// NewsCounts says how many posts visitors may read of each kind in each year,
// the newest year first.
func (s *Service) NewsCounts(ctx context.Context) ([]consult.NewsCount, error) {
	now := s.now()
	var counts []consult.NewsCount
	err := s.db.View(ctx, func(tx *store.Tx) error {
		var err error
		counts, err = tx.NewsCounts(now)
		return err
	})
	return counts, err
}

// PublicPost returns the post with this address, or that had it once: the
// caller then sees another address. A withdrawn one has its note only, or is
// the entry that answers instead. What is not public is not found.
func (s *Service) PublicPost(ctx context.Context, slug string) (consult.PublicPost, error) {
	now := s.now()
	var v consult.PublicPost
	err := s.db.View(ctx, func(tx *store.Tx) error {
		p, err := tx.PostBySlug(slug)
		for hops := 0; err == nil && p.ReplacedBy != 0 && p.PublicAt(now) && hops < 10; hops++ {
			p, err = tx.Post(p.ReplacedBy)
		}
		if err != nil {
			return err
		}
		if !p.PublicAt(now) {
			return fmt.Errorf("post is not public: %w", consult.ErrNotFound)
		}
		all, err := publicPosts(tx, []consult.Post{p}, now)
		if err != nil {
			return err
		}
		v = all[0]
		v.FAQ, err = faqShown(tx, consult.ShownBy{PostID: p.ID}, now)
		return err
	})
	return v, err
}

// PreviewPost returns a post as visitors would see it if what is written were
// published now, or at its planned moment.
func (s *Service) PreviewPost(ctx context.Context, actor consult.Actor, postID int64) (consult.PublicPost, error) {
	return look(ctx, s, actor, func(tx *store.Tx) (consult.PublicPost, error) {
		p, err := tx.Post(postID)
		if err != nil {
			return consult.PublicPost{}, err
		}
		now := s.now()
		p.Text, p.WithdrawnAt = p.Working(), time.Time{}
		if p.Draft() {
			p.ReleasedAt = now
		}
		if p.ReleasedAt.After(now) {
			now = p.ReleasedAt
		}
		all, err := publicPosts(tx, []consult.Post{p}, now)
		if err != nil {
			return consult.PublicPost{}, err
		}
		all[0].FAQ, err = faqShown(tx, consult.ShownBy{PostID: p.ID}, s.now())
		return all[0], err
	})
}

// PublicAnswers returns the themes that have entries visitors may read, with
// those entries, in the order staff set.
func (s *Service) PublicAnswers(ctx context.Context) ([]consult.FAQTheme, error) {
	now := s.now()
	var all []consult.FAQTheme
	err := s.db.View(ctx, func(tx *store.Tx) error {
		themes, err := tx.Themes()
		if err != nil {
			return err
		}
		posts, err := tx.ReadableAnswers(now)
		if err != nil {
			return err
		}
		entries, err := publicPosts(tx, posts, now)
		if err != nil {
			return err
		}
		for _, t := range themes {
			one := consult.FAQTheme{Theme: t}
			for _, v := range entries {
				if v.ThemeID == t.ID {
					one.Entries = append(one.Entries, v)
				}
			}
			if len(one.Entries) > 0 {
				all = append(all, one)
			}
		}
		return nil
	})
	return all, err
}

// PublicTheme returns the theme with this address, or that had it once, with
// its readable entries; one without any is not found.
func (s *Service) PublicTheme(ctx context.Context, slug string) (consult.FAQTheme, error) {
	var theme consult.Theme
	err := s.db.View(ctx, func(tx *store.Tx) error {
		var err error
		theme, err = tx.ThemeBySlug(slug)
		return err
	})
	if err != nil {
		return consult.FAQTheme{}, err
	}
	all, err := s.PublicAnswers(ctx)
	if err != nil {
		return consult.FAQTheme{}, err
	}
	i := slices.IndexFunc(all, func(t consult.FAQTheme) bool { return t.ID == theme.ID })
	if i < 0 {
		return consult.FAQTheme{}, fmt.Errorf("theme has nothing to read: %w", consult.ErrNotFound)
	}
	return all[i], nil
}

// NextRelease is the first instant after now at which a post becomes public;
// zero when none is planned. No page made now is true beyond it.
func (s *Service) NextRelease(ctx context.Context, now time.Time) (time.Time, error) {
	var next time.Time
	err := s.db.View(ctx, func(tx *store.Tx) error {
		var err error
		next, err = tx.NextRelease(now)
		return err
	})
	return next, err
}

// publicPosts adds themes, changes and files, in one query each.
func publicPosts(tx *store.Tx, posts []consult.Post, now time.Time) ([]consult.PublicPost, error) {
	ids := make([]int64, len(posts))
	for i, p := range posts {
		ids[i] = p.ID
	}
	changes, err := tx.PostChanges(ids...)
	if err != nil {
		return nil, err
	}
	files, err := tx.Attachments(consult.NounPost, ids...)
	if err != nil {
		return nil, err
	}
	themes, err := tx.Themes()
	all := make([]consult.PublicPost, len(posts))
	for i, p := range posts {
		theme := consult.Theme{}
		if at := slices.IndexFunc(themes, func(t consult.Theme) bool { return t.ID == p.ThemeID }); at >= 0 {
			theme = themes[at]
		}
		all[i] = consult.NewPublicPost(p, theme, changes[p.ID], files[p.ID], now)
	}
	return all, err
}

// answersShown are the FAQ entries that stand with a meeting or a post, read
// anew each time: they are shown there, not copied.
func faqShown(tx *store.Tx, by consult.ShownBy, now time.Time) ([]consult.PublicPost, error) {
	posts, err := tx.FAQShownBy(by, now)
	if err != nil || len(posts) == 0 {
		return nil, err
	}
	return publicPosts(tx, posts, now)
}
