package consult

import (
	"errors"
	"testing"
	"time"
)

func TestMayLoseAccount(t *testing.T) {
	ready := func(id int64, r Role) Staff { return Staff{ID: id, Role: r, PasswordHash: "x", TOTPSecret: "y"} }
	disabled, fresh := ready(2, Admin), Staff{ID: 3, Role: Admin}
	disabled.DisabledAt = time.Unix(1, 0)
	for name, c := range map[string]struct {
		by     int64
		s      Staff
		admins []Staff
		want   string
	}{
		"another admin can sign in": {1, ready(2, Admin), []Staff{ready(1, Admin), ready(2, Admin)}, ""},
		"oneself": {
			1, ready(1, Admin), []Staff{ready(1, Admin), ready(2, Admin)}, "staff.problem.oneself",
		},
		"the last": {0, ready(1, Admin), []Staff{ready(1, Admin)}, "staff.problem.last_admin"},
		"the other is disabled": {
			0, ready(1, Admin), []Staff{ready(1, Admin), disabled}, "staff.problem.last_admin",
		},
		"the other was never set up": {
			0, ready(1, Admin), []Staff{ready(1, Admin), fresh}, "staff.problem.last_admin",
		},
		"an editor is no last admin": {1, ready(4, Editor), []Staff{ready(1, Admin)}, ""},
		"an editor does not disable": {4, ready(4, Editor), []Staff{ready(1, Admin)}, "staff.problem.oneself"},
		"one who lost the role by now": {
			0, ready(1, Admin), []Staff{ready(1, Admin), ready(2, Editor)}, "staff.problem.last_admin",
		},
	} {
		got := ""
		var p Problems
		if errors.As(MayLoseAccount(c.by, c.s, c.admins), &p) {
			got = p[0].Key
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestSignInLive(t *testing.T) {
	start := time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
	half := SignIn{CreatedAt: start, SeenAt: start}
	whole := SignIn{CreatedAt: start, SeenAt: start.Add(time.Hour), Passed: start}
	busy := SignIn{CreatedAt: start, SeenAt: start.Add(11*time.Hour + 59*time.Minute), Passed: start}
	revoked := SignIn{CreatedAt: start, SeenAt: start, Passed: start, RevokedAt: start}
	for name, c := range map[string]struct {
		s    SignIn
		at   time.Duration
		want bool
	}{
		"half, just in time": {half, SignInHalf - 1, true},
		"half, too late":     {half, SignInHalf, false},
		"idle, just in time": {whole, 5*time.Hour - 1, true},
		"idle, too late":     {whole, 5 * time.Hour, false},
		"absolute, in time":  {busy, SignInAbsolute - 1, true},
		"absolute, too late": {busy, SignInAbsolute, false},
		"revoked, whatever":  {revoked, time.Second, false},
	} {
		if got := c.s.Live(start.Add(c.at)); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
