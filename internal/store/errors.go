package store

import (
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"

	"samenspraak/internal/consult"
)

// fail turns GORM's errors into the domain's, the same on both databases.
func fail(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, gorm.ErrRecordNotFound):
		return fmt.Errorf("%w (%w)", consult.ErrNotFound, err)
	case errors.Is(err, gorm.ErrDuplicatedKey), errors.Is(err, gorm.ErrForeignKeyViolated):
		return fmt.Errorf("%w (%w)", consult.ErrConflict, err)
	}
	return err
}

// retryable says whether PostgreSQL chose this transaction to give way
// (deadlock_detected, serialization_failure): nothing of it has happened.
func retryable(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == "40P01" || pg.Code == "40001")
}
