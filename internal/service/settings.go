package service

import (
	"context"
	"strings"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/store"
)

// Settings reads the region as it is edited.
func (s *Service) Settings(ctx context.Context, actor consult.Actor) (consult.Region, error) {
	var r consult.Region
	if err := consult.Allow(actor, consult.EditSettings); err != nil {
		return r, err
	}
	err := s.db.View(ctx, func(tx *store.Tx) error {
		var err error
		r, err = tx.Region()
		return err
	})
	return r, err
}

// ChangeSettings writes how the region presents itself, all but its logo (see
// ChangeLogo). UpdatedAt is that of
// what was read; consult.ErrConflict when it was changed since.
func (s *Service) ChangeSettings(ctx context.Context, actor consult.Actor, r consult.Region) error {
	now := s.now()
	if err := consult.Allow(actor, consult.EditSettings); err != nil {
		return err
	}
	r, p := TidyRegion(r)
	if err := p.Err(); err != nil {
		return err
	}
	return s.db.Update(ctx, func(tx *store.Tx) error {
		old, err := tx.LockRegion()
		if err != nil {
			return err
		}
		if !old.UpdatedAt.Equal(r.UpdatedAt) {
			return consult.ErrConflict
		}
		r.UpdatedAt, r.Logo = now, old.Logo
		tx.Record(s.event(actor, "settings.changed", "region", 1))
		tx.BumpRevision()
		if err := tx.SetRegion(r); err != nil {
			return err
		}
		return s.indexRegion(tx, r)
	})
}

// TidyRegion gives what somebody typed its form and says what is wrong.
func TidyRegion(r consult.Region) (consult.Region, consult.Problems) {
	for _, line := range []*string{
		&r.Name, &r.ShortName, &r.Tagline.NL, &r.Tagline.EN, &r.OnBehalf.NL, &r.OnBehalf.EN, &r.SenderName, &r.Phone,
		&r.PhoneHours.NL, &r.PhoneHours.EN, &r.SignedBy, &r.Security,
	} {
		*line = i18n.Tidy(*line)
	}
	for _, text := range []*string{&r.Privacy.NL, &r.Privacy.EN, &r.Access.NL, &r.Access.EN} {
		*text = strings.TrimSpace(strings.ReplaceAll(*text, "\r\n", "\n"))
	}
	address, err := i18n.ParseAddress(r.ReplyAddress)
	r.ReplyAddress = address.Display
	if err != nil {
		r.ReplyAddress = ""
	}
	return r, consult.CheckRegion(r)
}

// MunicipalityUses reads every municipality with how many organisations are in
// it.
func (s *Service) MunicipalityUses(ctx context.Context, actor consult.Actor) ([]consult.MunicipalityUse, error) {
	if err := consult.Allow(actor, consult.EditSettings); err != nil {
		return nil, err
	}
	var all []consult.MunicipalityUse
	err := s.db.View(ctx, func(tx *store.Tx) error {
		var err error
		all, err = tx.MunicipalityUses()
		return err
	})
	return all, err
}

// AddMunicipality keeps a new municipality and returns its id.
func (s *Service) AddMunicipality(ctx context.Context, actor consult.Actor, m consult.Municipality) (int64, error) {
	m.ID = 0
	var municipalityID int64
	err := s.changeMunicipality(ctx, actor, m, "municipality.added",
		func(tx *store.Tx, m consult.Municipality) (int64, error) {
			var err error
			municipalityID, err = tx.AddMunicipality(m)
			return municipalityID, err
		})
	return municipalityID, err
}

// ChangeMunicipality writes name, code and days of validity of a municipality.
func (s *Service) ChangeMunicipality(ctx context.Context, actor consult.Actor, m consult.Municipality) error {
	return s.changeMunicipality(ctx, actor, m, "municipality.changed",
		func(tx *store.Tx, m consult.Municipality) (int64, error) {
			return m.ID, tx.SetMunicipality(m)
		})
}

func (s *Service) changeMunicipality(
	ctx context.Context, actor consult.Actor, m consult.Municipality, action string,
	write func(*store.Tx, consult.Municipality) (int64, error),
) error {
	if err := consult.Allow(actor, consult.EditSettings); err != nil {
		return err
	}
	m.Name, m.Code = i18n.Tidy(m.Name), i18n.Tidy(m.Code)
	m.SortKey = i18n.PlaceSortKey(m.Name)
	return s.db.Update(ctx, func(tx *store.Tx) error {
		others, err := tx.Municipalities()
		if err != nil {
			return err
		}
		if err := consult.CheckMunicipality(m, others).Err(); err != nil {
			return err
		}
		municipalityID, err := write(tx, m)
		s.recordMunicipality(tx, actor, action, m.Name, municipalityID)
		return err
	})
}

func (s *Service) recordMunicipality(tx *store.Tx, actor consult.Actor, action, name string, municipalityID int64) {
	e := s.event(actor, action, "municipality", municipalityID)
	e.Detail = map[string]any{"name": name}
	tx.Record(e)
	tx.BumpRevision()
}

// RemoveMunicipality deletes a municipality that no organisation is in. One
// that has organisations gets a last day instead; consult.Problems say so.
func (s *Service) RemoveMunicipality(ctx context.Context, actor consult.Actor, municipalityID int64) error {
	if err := consult.Allow(actor, consult.EditSettings); err != nil {
		return err
	}
	return s.db.Update(ctx, func(tx *store.Tx) error {
		all, err := tx.MunicipalityUses()
		if err != nil {
			return err
		}
		for _, m := range all {
			if m.ID != municipalityID {
				continue
			}
			if m.Organisations > 0 {
				return consult.Problems{
					{Key: "settings.problem.municipality_used", Args: []any{"Name", m.Name, "Count", m.Organisations}},
				}
			}
			if err := signsNothing(tx, m.Municipality); err != nil {
				return err
			}
			s.recordMunicipality(tx, actor, "municipality.removed", m.Name, m.ID)
			return tx.RemoveMunicipality(municipalityID)
		}
		return consult.ErrNotFound
	})
}

// signsNothing keeps in the register who stands under a press release: a
// correction of it, years later, must name them still.
func signsNothing(tx *store.Tx, m consult.Municipality) error {
	posts, _, err := tx.Posts(consult.PostFilter{Kinds: []consult.PostKind{consult.PressRelease}}, time.Time{})
	if err != nil {
		return err
	}
	for _, p := range posts {
		if p.SignedBy(m.ID) {
			return consult.Problems{
				{Key: "settings.problem.municipality_signed", Args: []any{"Name", m.Name, "Title", p.Working().Title}},
			}
		}
	}
	return nil
}
