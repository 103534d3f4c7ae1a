package store

import (
	"time"

	"samenspraak/internal/consult"
)

type signInRow struct {
	ID        int64
	StaffID   int64
	TokenHash string
	CreatedAt time.Time
	SeenAt    time.Time
	PassedAt  *time.Time
	Device    string
	RevokedAt *time.Time
}

func (signInRow) TableName() string { return "sign_in" }

func (r signInRow) signIn() consult.SignIn {
	return consult.SignIn{
		ID: r.ID, StaffID: r.StaffID, TokenHash: r.TokenHash, CreatedAt: r.CreatedAt.UTC(), SeenAt: r.SeenAt.UTC(),
		Passed: at(r.PassedAt), Device: r.Device, RevokedAt: at(r.RevokedAt),
	}
}

// AddSignIn keeps a new sign-in.
func (tx *Tx) AddSignIn(s consult.SignIn) (int64, error) {
	row := signInRow{
		StaffID: s.StaffID, TokenHash: s.TokenHash, CreatedAt: utc(s.CreatedAt), SeenAt: utc(s.SeenAt),
		PassedAt: opt(s.Passed),
		Device:   s.Device,
	}
	err := add(tx, &row)
	return row.ID, err
}

// SignInByToken reads the sign-in with this digest.
func (tx *Tx) SignInByToken(tokenHash string) (consult.SignIn, error) {
	row, err := take[signInRow](tx, "token_hash = ?", tokenHash)
	return row.signIn(), err
}

// SignedIn reads the sign-in with this digest and whose account it is.
func (tx *Tx) SignedIn(tokenHash string) (consult.SignIn, consult.Staff, error) {
	var row struct {
		SignIn signInRow `gorm:"embedded"`
		Staff  staffRow  `gorm:"embedded"`
	}
	err := tx.db.Table("sign_in AS i").Select("i.*, s.*").Joins("JOIN staff AS s ON s.id = i.staff_id").
		Where("i.token_hash = ?", tokenHash).Take(&row).Error
	return row.SignIn.signIn(), row.Staff.staff(), fail(err)
}

// PassSignIn notes that the second factor was given and replaces the token, so
// that whoever knew the one before has nothing. It returns consult.ErrConflict
// when it had been given or the sign-in was revoked.
func (tx *Tx) PassSignIn(signInID int64, tokenHash string, now time.Time) error {
	n, err := setAny[signInRow](tx, columns{"token_hash": tokenHash, "passed_at": utc(now), "seen_at": utc(now)},
		"id = ? AND passed_at IS NULL AND revoked_at IS NULL", signInID)
	if err == nil && n == 0 {
		return consult.ErrConflict
	}
	return err
}

// SeeSignIn notes that a sign-in and its account were seen.
func (tx *Tx) SeeSignIn(s consult.SignIn, now time.Time) error {
	if _, err := setAny[signInRow](
		tx, columns{"seen_at": utc(now)}, "id = ? AND seen_at < ?", s.ID, utc(now),
	); err != nil {
		return err
	}
	_, err := setAny[staffRow](
		tx, columns{"last_seen": utc(now)}, "id = ? AND (last_seen IS NULL OR last_seen < ?)", s.StaffID, utc(now),
	)
	return err
}

// RevokeSignIn ends one sign-in of an account and says whether there was one.
func (tx *Tx) RevokeSignIn(staffID, signInID int64, now time.Time) (bool, error) {
	n, err := setAny[signInRow](
		tx, columns{"revoked_at": utc(now)}, "id = ? AND staff_id = ? AND revoked_at IS NULL", signInID, staffID,
	)
	return n > 0, err
}

// RevokeSignIns ends every sign-in of an account but one; 0 keeps none. The
// browsers that the account knew are strangers again, all of them: whatever
// ends sign-ins says that somebody else may sit at one.
func (tx *Tx) RevokeSignIns(staffID, except int64, now time.Time) error {
	if _, err := remove[deviceRow](tx, "staff_id = ?", staffID); err != nil {
		return err
	}
	_, err := setAny[signInRow](
		tx, columns{"revoked_at": utc(now)}, "staff_id = ? AND id <> ? AND revoked_at IS NULL", staffID, except,
	)
	return err
}

// SignInsOf returns the sign-ins of an account that passed and were not
// revoked, the last seen first; whether they are live the caller asks.
func (tx *Tx) SignInsOf(staffID int64, since time.Time) ([]consult.SignIn, error) {
	rows, err := list[signInRow](tx, "seen_at DESC, id DESC",
		"staff_id = ? AND passed_at IS NOT NULL AND revoked_at IS NULL AND created_at > ?", staffID, utc(since))
	all := make([]consult.SignIn, len(rows))
	for i, r := range rows {
		all[i] = r.signIn()
	}
	return all, err
}

// SweepSignIns deletes sign-ins that began before a moment and returns how
// many.
func (tx *Tx) SweepSignIns(before time.Time) (int64, error) {
	return remove[signInRow](tx, "created_at < ?", utc(before))
}

type recoveryCodeRow struct {
	ID       int64
	StaffID  int64
	CodeHash string
	UsedAt   *time.Time
}

func (recoveryCodeRow) TableName() string { return "recovery_code" }

// SetRecoveryCodes replaces the recovery codes of an account by new ones,
// given as digests.
func (tx *Tx) SetRecoveryCodes(staffID int64, hashes []string) error {
	if _, err := remove[recoveryCodeRow](tx, "staff_id = ?", staffID); err != nil {
		return err
	}
	rows := make([]recoveryCodeRow, len(hashes))
	for i, h := range hashes {
		rows[i] = recoveryCodeRow{StaffID: staffID, CodeHash: h}
	}
	return addAll(tx, rows)
}

// UseRecoveryCode spends a code and says whether the account had it unspent.
func (tx *Tx) UseRecoveryCode(staffID int64, hash string, now time.Time) (bool, error) {
	n, err := setAny[recoveryCodeRow](
		tx, columns{"used_at": utc(now)}, "staff_id = ? AND code_hash = ? AND used_at IS NULL", staffID, hash,
	)
	return n > 0, err
}

// RecoveryCodesLeft counts the codes of an account that were not spent.
func (tx *Tx) RecoveryCodesLeft(staffID int64) (int, error) {
	return count[recoveryCodeRow](tx, 100, "staff_id = ? AND used_at IS NULL", staffID)
}
