package service

import (
	"context"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/editorial"
	"samenspraak/internal/store"
)

// PublishPost makes a draft or a scheduled post public at an instant; zero is
// now. Its words must have passed the checks: Problems of the field check when
// there are errors, or warnings that agreed does not say were looked at. An
// instant that has passed is a Problem of the field at. ErrConflict when it is
// public already, or was saved since.
func (s *Service) PublishPost(
	ctx context.Context, actor consult.Actor, postID, edited int64, at time.Time, agreed bool,
) error {
	action := "post.published"
	if !at.IsZero() {
		action = "post.scheduled"
	}
	return s.changePost(ctx, actor, postID, edited, action,
		func(tx *store.Tx, p consult.Post) (consult.Post, string, error) {
			next, err := p.Schedule(at, s.now())
			if err == nil {
				next, err = s.fit(tx, p, next, agreed)
			}
			return next, "", err
		})
}

// CorrectPost makes what was written over a public post its next version, with
// the public reason. Checks and conflicts are as for PublishPost.
func (s *Service) CorrectPost(
	ctx context.Context, actor consult.Actor, postID, edited int64, reason string, agreed bool,
) error {
	return s.changePost(ctx, actor, postID, edited, "post.corrected",
		func(tx *store.Tx, p consult.Post) (consult.Post, string, error) {
			next, err := p.Correct(reason, s.now())
			if err == nil {
				next, err = s.fit(tx, p, next, agreed)
			}
			return next, reason, err
		})
}

// UnschedulePost makes a draft of what is not public yet; ErrConflict when its
// moment has come.
func (s *Service) UnschedulePost(ctx context.Context, actor consult.Actor, postID, edited int64) error {
	return s.changePost(ctx, actor, postID, edited, "post.unscheduled",
		func(tx *store.Tx, p consult.Post) (consult.Post, string, error) {
			next, err := p.Unschedule(s.now())
			return next, "", err
		})
}

// WithdrawPost takes a public post back with a public note. Of an FAQ entry
// replacedBy can name the readable entry that answers instead; its address then
// leads there.
func (s *Service) WithdrawPost(
	ctx context.Context, actor consult.Actor, postID, edited int64, why string, replacedBy int64,
) error {
	return s.changePost(ctx, actor, postID, edited, "post.withdrawn",
		func(tx *store.Tx, p consult.Post) (consult.Post, string, error) {
			next, err := p.Withdraw(why, s.now())
			if err != nil || replacedBy == 0 {
				return next, why, err
			}
			other, err := tx.Post(replacedBy)
			if err != nil || other.Kind != consult.FAQ || p.Kind != consult.FAQ || other.ID == p.ID ||
				!other.ReadableAt(s.now()) {
				return next, why, consult.Problems{{Field: "replaced_by", Key: "post.problem.replaced_by"}}
			}
			next.ReplacedBy = other.ID
			return next, why, nil
		})
}

// fit holds the words that are about to become public against the checks, and
// signs them with the municipalities of their day. before is the post as it
// stands.
func (s *Service) fit(tx *store.Tx, before, p consult.Post, agreed bool) (consult.Post, error) {
	register, err := tx.Municipalities()
	if err != nil {
		return p, err
	}
	ids := make([]int64, len(p.Text.Signatories))
	for i, one := range p.Text.Signatories {
		ids[i] = one.ID
	}
	if p.Text.Signatories, err = before.Sign(register, ids, p.On(p.Text, s.now())); err != nil {
		return p, err
	}
	found, err := s.findings(tx, p, p.Text)
	if err != nil {
		return p, err
	}
	for _, f := range found {
		if f.Kind == editorial.FindingError || !agreed {
			return p, consult.Problems{{Field: "check", Key: "post.problem.check"}}
		}
	}
	return p, nil
}

// PostFindings holds what an editor works on against the checks before
// publishing.
func (s *Service) PostFindings(ctx context.Context, actor consult.Actor, postID int64) ([]editorial.Finding, error) {
	return look(ctx, s, actor, func(tx *store.Tx) ([]editorial.Finding, error) {
		p, err := tx.Post(postID)
		if err != nil {
			return nil, err
		}
		return s.findings(tx, p, p.Working())
	})
}
