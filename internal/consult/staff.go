package consult

import "time"

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
	TOTPSecret   string
	TOTPStep     int64 // the last step used; a code works once
	CreatedAt    time.Time
	LastSeen     time.Time
	DisabledAt   time.Time
}

// Ready says whether the account has been set up and may sign in.
func (s Staff) Ready() bool {
	return s.PasswordHash != "" && s.TOTPSecret != "" && s.DisabledAt.IsZero()
}

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
