package service

import (
	"context"
	"fmt"
	"slices"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/store"
)

// StaffTheme is a theme with all its entries, drafts and withdrawn ones too.
type StaffTheme struct {
	consult.Theme
	Entries []consult.Post
}

// Themes returns every theme with its entries for staff, in their order.
func (s *Service) Themes(ctx context.Context, actor consult.Actor) ([]StaffTheme, error) {
	return look(ctx, s, actor, func(tx *store.Tx) ([]StaffTheme, error) {
		themes, err := tx.Themes()
		if err != nil {
			return nil, err
		}
		entries, err := tx.FAQEntries(0)
		all := make([]StaffTheme, len(themes))
		for i, t := range themes {
			all[i].Theme = t
			for _, p := range entries {
				if p.ThemeID == t.ID {
					all[i].Entries = append(all[i].Entries, p)
				}
			}
		}
		return all, err
	})
}

// SaveTheme makes a theme (ID 0) behind the others, or gives one another title
// and sentence. The address follows the title; the former one leads to it.
func (s *Service) SaveTheme(ctx context.Context, actor consult.Actor, t consult.Theme) (int64, error) {
	if err := checkTheme(actor, t); err != nil {
		return 0, err
	}
	var id int64
	err := s.db.Update(ctx, func(tx *store.Tx) error {
		t := t // the transaction may be tried again
		action, slug := "theme.made", ""
		if t.ID != 0 {
			old, err := tx.LockTheme(t.ID)
			if err != nil {
				return err
			}
			action, slug, t.Position = "theme.edited", old.Slug, old.Position
		}
		var err error
		if t.Slug, err = renamed(tx, t.Subject(), slug, themeSlug(t.Title), t.ID != 0); err != nil {
			return err
		}
		if err := keepTheme(tx, &t); err != nil {
			return err
		}
		id = t.ID
		e := s.event(actor, action, "theme", t.ID)
		e.Detail = map[string]any{"title": t.Title}
		tx.Record(e)
		tx.BumpRevision()
		return s.indexTheme(tx, t)
	})
	return id, err
}

func checkTheme(actor consult.Actor, t consult.Theme) error {
	var p consult.Problems
	switch {
	case t.Title == "":
		p.Add("title", "theme.problem.title")
	case len([]rune(t.Title)) > 80:
		p.Add("title", "post.problem.long", "Max", 80)
	}
	if len([]rune(t.Lead)) > 300 {
		p.Add("lead", "post.problem.long", "Max", 300)
	}
	if err := consult.Allow(actor, consult.EditPosts); err != nil {
		return err
	}
	return p.Err()
}

func themeSlug(title string) string {
	if slug := i18n.Slug(title); slug != "" {
		return slug
	}
	return "thema"
}

func keepTheme(tx *store.Tx, t *consult.Theme) error {
	if t.ID == 0 {
		all, err := tx.Themes()
		if err != nil {
			return err
		}
		for _, one := range all {
			t.Position = max(t.Position, one.Position+1)
		}
		t.ID, err = tx.AddTheme(*t)
		return err
	}
	return tx.SetTheme(*t)
}

// RemoveTheme deletes a theme without entries; consult.ErrConflict when it has
// any.
func (s *Service) RemoveTheme(ctx context.Context, actor consult.Actor, themeID int64) error {
	if err := consult.Allow(actor, consult.EditPosts); err != nil {
		return err
	}
	return s.db.Update(ctx, func(tx *store.Tx) error {
		t, err := tx.LockTheme(themeID)
		if err != nil {
			return err
		}
		entries, err := tx.FAQEntries(themeID)
		if err != nil {
			return err
		}
		if len(entries) > 0 {
			return fmt.Errorf("theme has entries: %w", consult.ErrConflict)
		}
		e := s.event(actor, "theme.removed", "theme", themeID)
		e.Detail = map[string]any{"title": t.Title}
		tx.Record(e)
		tx.BumpRevision()
		return tx.RemoveTheme(themeID)
	})
}

// MoveTheme puts a theme one place up (-1) or down (1) among the others. At the
// end of the list nothing happens.
func (s *Service) MoveTheme(ctx context.Context, actor consult.Actor, themeID int64, by int) error {
	if err := consult.Allow(actor, consult.EditPosts); err != nil {
		return err
	}
	return s.db.Update(ctx, func(tx *store.Tx) error {
		themes, err := tx.Themes()
		if err != nil {
			return err
		}
		i := slices.IndexFunc(themes, func(t consult.Theme) bool { return t.ID == themeID })
		if i < 0 {
			return consult.ErrNotFound
		}
		if !swap(themes, i, by) {
			return nil
		}
		ids := make([]int64, len(themes))
		for i, t := range themes {
			ids[i] = t.ID
		}
		tx.Record(s.event(actor, "theme.moved", "theme", themeID))
		tx.BumpRevision()
		return tx.SetThemePositions(ids)
	})
}

// MoveAnswer puts an FAQ entry one place up (-1) or down (1) within its theme.
// At the end of the list nothing happens.
func (s *Service) MoveAnswer(ctx context.Context, actor consult.Actor, postID int64, by int) error {
	if err := consult.Allow(actor, consult.EditPosts); err != nil {
		return err
	}
	return s.db.Update(ctx, func(tx *store.Tx) error {
		p, err := tx.Post(postID)
		if err != nil {
			return err
		}
		if _, err := tx.LockTheme(p.ThemeID); err != nil {
			return err
		}
		entries, err := tx.FAQEntries(p.ThemeID)
		if err != nil {
			return err
		}
		ids := make([]int64, len(entries))
		for i, one := range entries {
			ids[i] = one.ID
		}
		if !swap(ids, slices.Index(ids, postID), by) {
			return nil
		}
		s.recordPost(tx, actor, "post.moved", p, "")
		tx.BumpRevision()
		return tx.SetAnswerPositions(p.ThemeID, ids)
	})
}

// swap puts item i one place further and says whether there was one.
func swap[V any](all []V, i, by int) bool {
	other := i + by
	if by*by != 1 || i < 0 || other < 0 || other >= len(all) {
		return false
	}
	all[i], all[other] = all[other], all[i]
	return true
}
