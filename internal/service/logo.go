package service

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"samenspraak/internal/consult"
	"samenspraak/internal/store"
)

// ChangeLogo puts a picture in the place of the region's logo. Seen is the
// SHA-256 of the logo that stood on the page, empty for none: consult.ErrConflict
// when there is another one now. It returns consult.Problems of the field
// "file" for what is no logo (see consult.ReadLogo).
func (s *Service) ChangeLogo(ctx context.Context, actor consult.Actor, seen, fileName string, content io.Reader) error {
	if err := consult.Allow(actor, consult.EditSettings); err != nil {
		return err
	}
	picture, err := io.ReadAll(io.LimitReader(content, consult.MaxLogo+1))
	if err != nil {
		return fmt.Errorf("read the logo: %w", err)
	}
	fileName = consult.FileName(fileName)
	logo, p := consult.ReadLogo(fileName, picture)
	if err := p.Err(); err != nil {
		return err
	}
	if err := s.writePieces(ctx, bytes.NewReader(picture), logo.SHA256); err != nil {
		return err
	}
	return s.setLogo(ctx, seen, func(tx *store.Tx) (consult.Logo, error) {
		whole, err := tx.HasFile(logo.SHA256, int64(len(picture)))
		if err == nil && !whole {
			err = errors.New("pieces of the logo are missing")
		}
		e := s.event(actor, "region.logo_changed", "region", 1)
		e.Detail = map[string]any{"file": fileName, "sha256": logo.SHA256, "was": seen}
		tx.Record(e)
		return logo, err
	})
}

// RemoveLogo takes the region's logo away; the sweep deletes its content. Seen
// is as with ChangeLogo.
func (s *Service) RemoveLogo(ctx context.Context, actor consult.Actor, seen string) error {
	if err := consult.Allow(actor, consult.EditSettings); err != nil {
		return err
	}
	return s.setLogo(ctx, seen, func(tx *store.Tx) (consult.Logo, error) {
		e := s.event(actor, "region.logo_removed", "region", 1)
		e.Detail = map[string]any{"was": seen}
		tx.Record(e)
		return consult.Logo{}, nil
	})
}

func (s *Service) setLogo(ctx context.Context, seen string, logo func(*store.Tx) (consult.Logo, error)) error {
	return s.db.Update(ctx, func(tx *store.Tx) error {
		r, err := tx.LockRegion()
		switch {
		case err != nil:
			return err
		case r.Name == "":
			return consult.Problems{{Key: "settings.problem.logo_first"}}
		case r.Logo.SHA256 != seen:
			return consult.ErrConflict
		}
		if r.Logo, err = logo(tx); err != nil {
			return err
		}
		tx.BumpRevision()
		return tx.SetRegion(r)
	})
}

// LogoFile reads the region's logo by the name that consult.Logo.FileName gives
// it; consult.ErrNotFound for every other name, also that of a former logo.
func (s *Service) LogoFile(ctx context.Context, name string) (consult.Logo, []byte, error) {
	var logo consult.Logo
	var picture []byte
	err := s.db.View(ctx, func(tx *store.Tx) error {
		r, err := tx.Region()
		if err != nil {
			return err
		}
		if logo = r.Logo; name == "" || logo.FileName() != name {
			return fmt.Errorf("no such logo: %w", consult.ErrNotFound)
		}
		for position := range consult.MaxLogo / store.ChunkSize {
			piece, err := tx.Chunk(logo.SHA256, position)
			if position > 0 && errors.Is(err, consult.ErrNotFound) {
				return nil
			}
			if err != nil {
				return fmt.Errorf("piece %d of the logo: %w", position, err)
			}
			picture = append(picture, piece...)
		}
		return nil
	})
	return logo, picture, err
}
