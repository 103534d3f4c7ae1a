package service

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/prose"
	"samenspraak/internal/store"
)

// What documents of the search index are about.
const (
	aboutPost       = "post"
	aboutMeeting    = "meeting"
	aboutAttachment = "attachment"
	aboutRegion     = "region"
)

// findable makes a document found from now on, or from VisibleFrom on.
func findable(tx *store.Tx, d consult.SearchDoc) error {
	terms := consult.SearchTerms{Title: i18n.Stems(d.Title), Text: i18n.Stems(d.Text)}
	if err := tx.SetSearchDoc(d, terms); err != nil {
		return fmt.Errorf("index %s %d: %w", d.Noun, d.About, err)
	}
	return nil
}

// lines puts parts of a text each on lines of their own, without empty ones.
func lines(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return strings.TrimSpace(s) == "" }), "\n")
}

// indexPost makes search find a post as it now is, with its files, from the
// moment of its release on. A draft or withdrawn one is not found. files are
// all that ever stood with it.
func (s *Service) indexPost(tx *store.Tx, p consult.Post, theme consult.Theme, files []consult.Attachment) error {
	public := !p.Draft() && p.WithdrawnAt.IsZero()
	for _, f := range files {
		// A picture stands in the text and is no document.
		if err := indexFile(tx, f, public && !f.Picture(), p.Text.Title, p.ReleasedAt); err != nil {
			return err
		}
	}
	if !public {
		return tx.DropSearchDoc(aboutPost, p.ID)
	}
	var signed []string
	for _, m := range p.Text.Signatories {
		signed = append(signed, m.Name)
	}
	return findable(tx, consult.SearchDoc{
		Noun: aboutPost, About: p.ID, Kind: consult.SearchKind(p.Kind), Path: p.Path(theme), Title: p.Text.Title,
		Text:    lines(p.Text.Lead, prose.Plain(p.Text.Body), strings.Join(signed, ", ")),
		ShownOn: p.Shown(), VisibleFrom: p.ReleasedAt,
	})
}

// indexFile makes a file found under its own title and that of what it stands
// with, as long as it stands there.
func indexFile(tx *store.Tx, a consult.Attachment, public bool, with string, from time.Time) error {
	if !public || !a.InPlace() {
		return tx.DropSearchDoc(aboutAttachment, a.ID)
	}
	return findable(tx, consult.SearchDoc{
		Noun: aboutAttachment, About: a.ID, Kind: consult.SearchDocument, Path: a.Path(i18n.Slug), Title: a.Title,
		Text:    with,
		ShownOn: later(a.AddedAt, from), VisibleFrom: from,
	})
}

// later is when a file can be read: when it was added, or when what it stands
// with became public.
func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// indexPostNow is indexPost with the theme and the files read.
func (s *Service) indexPostNow(tx *store.Tx, p consult.Post) error {
	themes, err := tx.Themes()
	if err != nil {
		return err
	}
	files, err := tx.Attachments(consult.NounPost, p.ID)
	if err != nil {
		return err
	}
	var theme consult.Theme
	if i := slices.IndexFunc(themes, func(t consult.Theme) bool { return t.ID == p.ThemeID }); i >= 0 {
		theme = themes[i]
	}
	return s.indexPost(tx, p, theme, files[p.ID])
}

// indexTheme gives the entries of a theme their address, which holds that of
// the theme.
func (s *Service) indexTheme(tx *store.Tx, t consult.Theme) error {
	entries, err := tx.FAQEntries(t.ID)
	if err != nil {
		return err
	}
	for _, one := range entries {
		// Read again under its lock: it may be withdrawn at this moment, and its
		// words must not come back into the index.
		p, err := tx.LockPost(one.ID)
		if errors.Is(err, consult.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		if err := s.indexPostNow(tx, p); err != nil {
			return err
		}
	}
	return nil
}

// indexMeeting makes search find a meeting as visitors see it, with its files
// and, once there is one, its report. A draft is not found.
func (s *Service) indexMeeting(tx *store.Tx, m consult.Meeting, files []consult.Attachment) error {
	for _, f := range files {
		from := m.ReleasedAt
		if f.Place == consult.OnReport {
			from = m.Report.ReleasedAt
		}
		if err := indexFile(tx, f, !m.Draft() && !from.IsZero(), m.Title, from); err != nil {
			return err
		}
	}
	if m.Draft() {
		return tx.DropSearchDoc(aboutMeeting, m.ID)
	}
	text := []string{m.Lead, m.Place(), m.ForWhom, prose.Plain(m.Body)}
	for _, i := range m.Programme {
		text = append(text, i.Title, i.Note)
	}
	if !m.Report.ReleasedAt.IsZero() {
		text = append(text, prose.Plain(m.Report.Body))
	}
	return findable(tx, consult.SearchDoc{
		Noun: aboutMeeting, About: m.ID, Kind: consult.SearchMeeting, Path: address.Meeting(m.Slug), Title: m.Title,
		Text:    lines(text...),
		ShownOn: m.Starts, VisibleFrom: m.ReleasedAt,
	})
}

// indexMeetingNow is indexMeeting with the files read.
func (s *Service) indexMeetingNow(tx *store.Tx, m consult.Meeting) error {
	files, err := tx.Attachments(consult.NounMeeting, m.ID)
	if err != nil {
		return err
	}
	return s.indexMeeting(tx, m, files[m.ID])
}

// indexRegion makes search find the pages whose words the region writes itself.
// Both languages stand in one document: the page has one address.
func (s *Service) indexRegion(tx *store.Tx, r consult.Region) error {
	for i, one := range []struct {
		path, title string
		words       consult.Words
	}{
		{address.Privacy, i18n.T(i18n.Dutch, "text.privacy.title"), r.Privacy},
		{address.Accessibility, i18n.T(i18n.Dutch, "text.access.title"), r.Access},
	} {
		text := lines(prose.Plain(one.words.NL), prose.Plain(one.words.EN))
		if text == "" {
			if err := tx.DropSearchDoc(aboutRegion, int64(i+1)); err != nil {
				return err
			}
			continue
		}
		if err := findable(tx, consult.SearchDoc{
			Noun: aboutRegion, About: int64(i + 1), Kind: consult.SearchPage, Path: one.path, Title: one.title,
			Text:    text,
			ShownOn: r.UpdatedAt, VisibleFrom: r.UpdatedAt,
		}); err != nil {
			return err
		}
	}
	return nil
}

// IndexOnce makes the search index of a database from before there was one, or
// where that was not finished. It is for the start of the program.
func (s *Service) IndexOnce(ctx context.Context) error {
	var done bool
	err := s.db.View(ctx, func(tx *store.Tx) error {
		var err error
		done, err = tx.SearchBuilt()
		return err
	})
	if err != nil || done {
		return err
	}
	if err := s.Reindex(ctx); err != nil {
		return err
	}
	return s.db.Update(ctx, func(tx *store.Tx) error { return tx.SetSearchBuilt() })
}

// reindexed is how many posts or meetings one transaction indexes: others write
// between two of them.
const reindexed = 50

// Reindex makes the search index anew from what is published. It may run while
// the program serves, and on several instances at once.
func (s *Service) Reindex(ctx context.Context) error {
	var posts, meetings []int64
	err := s.db.View(ctx, func(tx *store.Tx) error {
		var err error
		if posts, err = tx.ReleasedPostIDs(); err != nil {
			return err
		}
		meetings, err = tx.ReleasedMeetingIDs()
		return err
	})
	if err != nil {
		return err
	}
	if err := s.reindexEach(ctx, posts, func(tx *store.Tx, id int64) error {
		p, err := tx.LockPost(id)
		if err != nil {
			return err
		}
		return s.indexPostNow(tx, p)
	}); err != nil {
		return err
	}
	if err := s.reindexEach(ctx, meetings, func(tx *store.Tx, id int64) error {
		m, err := tx.LockMeeting(id)
		if err != nil {
			return err
		}
		return s.indexMeetingNow(tx, m)
	}); err != nil {
		return err
	}
	return s.db.Update(ctx, func(tx *store.Tx) error {
		r, err := tx.LockRegion()
		if err != nil {
			return err
		}
		return s.indexRegion(tx, r)
	})
}

// reindexEach indexes what has these ids. One that was deleted since they were
// read is passed over.
func (s *Service) reindexEach(ctx context.Context, ids []int64, index func(*store.Tx, int64) error) error {
	for part := range slices.Chunk(ids, reindexed) {
		if err := s.db.Update(ctx, func(tx *store.Tx) error {
			for _, id := range part {
				if err := index(tx, id); err != nil && !errors.Is(err, consult.ErrNotFound) {
					return err
				}
			}
			return nil
		}); err != nil {
			return err
		}
	}
	return nil
}
