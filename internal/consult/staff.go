package consult

import (
	"strings"
	"time"
)

// Role is what a member of staff may do.
type Role string

// Roles: beheerder, redacteur, lezer.
const (
	Admin  Role = "beheerder"
	Editor Role = "redacteur"
	Reader Role = "lezer"
)

// Roles is every role, most powerful first.
var Roles = []Role{Admin, Editor, Reader}

// Valid says whether the role is known.
func (r Role) Valid() bool { return r == Admin || r == Editor || r == Reader }

// Staff is a person who works in /beheer.
type Staff struct {
	ID           int64
	Address      string
	Canonical    string
	Name         string
	Role         Role
	Language     string
	PasswordHash string
	TOTPSecret   string // sealed, see service.SealSecondFactor; empty: none
	TOTPStep     int64  // the last step used; a code works once
	CreatedAt    time.Time
	LastSeen     time.Time
	DisabledAt   time.Time
}

// Ready says whether the account has been set up and may sign in.
func (s Staff) Ready() bool {
	return s.PasswordHash != "" && s.TOTPSecret != "" && s.DisabledAt.IsZero()
}

// MaxStaffName is how many characters the name of a member of staff can have.
const MaxStaffName = 120

// CheckStaff holds name, role and language against what an account can have.
// It returns Problems by field: name, role, language.
func CheckStaff(name string, role Role, language string) Problems {
	var p Problems
	CheckStaffName(&p, name)
	if !role.Valid() {
		p.Add("role", "staff.problem.role")
	}
	if language != "nl" && language != "en" {
		p.Add("language", "staff.problem.language")
	}
	return p
}

// CheckStaffName notes what is wrong with a name under the field name.
func CheckStaffName(p *Problems, name string) {
	switch {
	case strings.TrimSpace(name) == "":
		p.Add("name", "staff.problem.name")
	case len([]rune(name)) > MaxStaffName:
		p.Add("name", "staff.problem.name_long", "Max", MaxStaffName)
	}
}

// MayLoseAccount says whether an account may be disabled, reset or given a
// lesser role by somebody: not by its own owner, who would lock themselves
// out, and not when no other beheerder could sign in afterwards. Admins are
// all accounts with that role. It returns Problems without a field.
func MayLoseAccount(byID int64, s Staff, admins []Staff) error {
	var p Problems
	if byID == s.ID {
		p.Add("", "staff.problem.oneself")
		return p
	}
	if s.Role != Admin {
		return nil
	}
	for _, other := range admins {
		if other.ID != s.ID && other.Role == Admin && other.Ready() {
			return nil
		}
	}
	p.Add("", "staff.problem.last_admin")
	return p
}

// LinkKind says what a staff link is for.
type LinkKind string

// Kinds of staff link.
const (
	SetUpLink LinkKind = "setup" // a new account
	ResetLink LinkKind = "reset" // password or second factor was lost
)

// StaffLink is a link with which somebody chooses their password and second
// factor. It works once.
type StaffLink struct {
	ID        int64
	StaffID   int64
	Kind      LinkKind
	TokenHash string
	CreatedAt time.Time
	ExpiresAt time.Time
	UsedAt    time.Time
}

// Open says whether the link still works at an instant.
func (l StaffLink) Open(now time.Time) bool { return l.UsedAt.IsZero() && now.Before(l.ExpiresAt) }

// StaffLinkLife is how long a set-up or reset link works.
const StaffLinkLife = 48 * time.Hour

// SignIn is one device on which staff is signed in.
type SignIn struct {
	ID        int64
	StaffID   int64
	TokenHash string
	CreatedAt time.Time
	SeenAt    time.Time
	Passed    time.Time // second factor given; zero: only the password yet
	Device    string    // browser family, for the list of devices
	RevokedAt time.Time
}

// Limits of a sign-in: idle and absolute, and how long the code may take.
const (
	SignInIdle     = 4 * time.Hour
	SignInAbsolute = 12 * time.Hour
	SignInHalf     = 10 * time.Minute
)

// Live says whether the sign-in still counts at an instant.
func (s SignIn) Live(now time.Time) bool {
	if !s.RevokedAt.IsZero() {
		return false
	}
	if s.Passed.IsZero() {
		return now.Before(s.CreatedAt.Add(SignInHalf))
	}
	return now.Before(s.SeenAt.Add(SignInIdle)) && now.Before(s.CreatedAt.Add(SignInAbsolute))
}
