package store

import (
	"time"

	"samenspraak/internal/consult"
)

type staffRow struct {
	ID           int64
	Address      string
	Canonical    string
	Name         string
	Role         string
	Language     string
	PasswordHash string
	TotpSecret   string
	TotpStep     int64
	CreatedAt    time.Time
	LastSeen     *time.Time
	DisabledAt   *time.Time
}

func (staffRow) TableName() string { return "staff" }

func (r staffRow) staff() consult.Staff {
	return consult.Staff{
		ID: r.ID, Address: r.Address, Canonical: r.Canonical, Name: r.Name, Role: consult.Role(r.Role),
		Language:     r.Language,
		PasswordHash: r.PasswordHash, TOTPSecret: r.TotpSecret, TOTPStep: r.TotpStep, CreatedAt: r.CreatedAt.UTC(),
		LastSeen: at(r.LastSeen), DisabledAt: at(r.DisabledAt),
	}
}

func manyStaff(rows []staffRow) []consult.Staff {
	all := make([]consult.Staff, len(rows))
	for i, r := range rows {
		all[i] = r.staff()
	}
	return all
}

// AddStaff keeps a new account; consult.ErrConflict when the address has one.
func (tx *Tx) AddStaff(s consult.Staff) (int64, error) {
	row := staffRow{
		Address: s.Address, Canonical: s.Canonical, Name: s.Name, Role: string(s.Role), Language: s.Language,
		PasswordHash: s.PasswordHash, TotpSecret: s.TOTPSecret, TotpStep: s.TOTPStep, CreatedAt: utc(s.CreatedAt),
		LastSeen: opt(s.LastSeen), DisabledAt: opt(s.DisabledAt),
	}
	err := add(tx, &row)
	return row.ID, err
}

// SetStaff writes an account that was read with LockStaff.
func (tx *Tx) SetStaff(s consult.Staff) error {
	return set[staffRow](tx, columns{
		"name": s.Name, "role": string(s.Role), "language": s.Language, "password_hash": s.PasswordHash,
		"totp_secret": s.TOTPSecret, "totp_step": s.TOTPStep, "last_seen": opt(s.LastSeen),
		"disabled_at": opt(s.DisabledAt),
	}, "id = ?", s.ID)
}

// Staff reads one account.
func (tx *Tx) Staff(staffID int64) (consult.Staff, error) {
	row, err := take[staffRow](tx, "id = ?", staffID)
	return row.staff(), err
}

// LockStaff reads one account and keeps it from being changed by others.
func (tx *Tx) LockStaff(staffID int64) (consult.Staff, error) {
	row, err := lock[staffRow](tx, "id = ?", staffID)
	return row.staff(), err
}

// StaffByAddress reads the account of an address.
func (tx *Tx) StaffByAddress(canonical string) (consult.Staff, error) {
	row, err := take[staffRow](tx, "canonical = ?", canonical)
	return row.staff(), err
}

// AllStaff returns every account, also disabled ones, by name.
func (tx *Tx) AllStaff() ([]consult.Staff, error) {
	rows, err := list[staffRow](tx, "name, id", "1 = 1")
	return manyStaff(rows), err
}

// LockAdmins reads every account of a beheerder and keeps all of them from
// being changed by others, so that two people who disable each other cannot
// both succeed.
func (tx *Tx) LockAdmins() ([]consult.Staff, error) {
	var rows []staffRow
	err := tx.locking(exclusive, tx.db.Where("role = ?", string(consult.Admin)).Order("id")).Find(&rows).Error
	return manyStaff(rows), fail(err)
}

type staffLinkRow struct {
	ID        int64
	StaffID   int64
	Kind      string
	TokenHash string
	CreatedAt time.Time
	ExpiresAt time.Time
	UsedAt    *time.Time
}

func (staffLinkRow) TableName() string { return "staff_link" }

func (r staffLinkRow) link() consult.StaffLink {
	return consult.StaffLink{
		ID: r.ID, StaffID: r.StaffID, Kind: consult.LinkKind(r.Kind), TokenHash: r.TokenHash,
		CreatedAt: r.CreatedAt.UTC(),
		ExpiresAt: r.ExpiresAt.UTC(), UsedAt: at(r.UsedAt),
	}
}

// AddStaffLink keeps a new link whose token is derived from its own id: hash
// gives the digest of the token for that id. Links the account had before stop
// working.
func (tx *Tx) AddStaffLink(l consult.StaffLink, hash func(linkID int64) string) (int64, error) {
	_, err := setAny[staffLinkRow](
		tx, columns{"expires_at": utc(l.CreatedAt)}, "staff_id = ? AND expires_at > ?", l.StaffID, utc(l.CreatedAt),
	)
	if err != nil {
		return 0, err
	}
	row := staffLinkRow{
		StaffID: l.StaffID, Kind: string(l.Kind), TokenHash: randomHex(32), CreatedAt: utc(l.CreatedAt),
		ExpiresAt: utc(l.ExpiresAt),
	}
	if err := add(tx, &row); err != nil {
		return 0, err
	}
	return row.ID, set[staffLinkRow](tx, columns{"token_hash": hash(row.ID)}, "id = ?", row.ID)
}

// StaffLinkByToken reads the link with this digest.
func (tx *Tx) StaffLinkByToken(tokenHash string) (consult.StaffLink, error) {
	row, err := take[staffLinkRow](tx, "token_hash = ?", tokenHash)
	return row.link(), err
}

// UseStaffLink notes that a link was used; consult.ErrConflict when it had
// been.
func (tx *Tx) UseStaffLink(linkID int64, now time.Time) error {
	n, err := setAny[staffLinkRow](tx, columns{"used_at": utc(now)}, "id = ? AND used_at IS NULL", linkID)
	if err == nil && n == 0 {
		return consult.ErrConflict
	}
	return err
}

// OpenStaffLinks returns the links that still work at an instant, by account.
func (tx *Tx) OpenStaffLinks(now time.Time) (map[int64]consult.StaffLink, error) {
	rows, err := list[staffLinkRow](tx, "id", "used_at IS NULL AND expires_at > ?", utc(now))
	byStaff := make(map[int64]consult.StaffLink, len(rows))
	for _, r := range rows {
		byStaff[r.StaffID] = r.link()
	}
	return byStaff, err
}
