package service

import (
	"slices"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/editorial"
	"samenspraak/internal/prose"
	"samenspraak/internal/store"
)

// findings holds a text of a post against the checks before publishing: with
// the files it has, the register of municipalities, and for an FAQ entry the
// answers that visitors can read already.
func (s *Service) findings(tx *store.Tx, p consult.Post, text consult.PostText) ([]editorial.Finding, error) {
	now := s.now()
	in := editorial.PostUnderCheck{
		Kind: p.Kind, ThemeID: p.ThemeID, Text: text, Outline: prose.Outline(text.Body), Shown: p.On(text, now),
		Release: p.ReleasedAt,
	}
	if p.Draft() {
		in.Release = now
	}
	files, err := tx.Attachments(consult.NounPost, p.ID)
	if err != nil {
		return nil, err
	}
	in.Files = slices.DeleteFunc(files[p.ID], func(a consult.Attachment) bool { return !a.InPlace() })
	register, err := tx.Municipalities()
	if err != nil {
		return nil, err
	}
	for _, m := range register {
		in.Register = append(in.Register, m.Name)
	}
	if p.Kind == consult.FAQ {
		in.Others, err = otherAnswers(tx, p.ID, now)
	}
	return editorial.CheckPost(in), err
}

func otherAnswers(tx *store.Tx, postID int64, now time.Time) ([]editorial.AnswerElsewhere, error) {
	entries, err := tx.ReadableAnswers(now)
	if err != nil {
		return nil, err
	}
	posts, err := publicPosts(tx, entries, now)
	var others []editorial.AnswerElsewhere
	for _, v := range posts {
		if v.ID != postID {
			others = append(
				others,
				editorial.AnswerElsewhere{
					Title: v.Text.Title, Path: v.Path(), Sentences: prose.Outline(v.Text.Body).Sentences,
				},
			)
		}
	}
	return others, err
}
