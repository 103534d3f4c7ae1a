// Package site has a neighbour of its own rank.
package site

import (
	_ "samenspraak/internal/web/page"
	_ "samenspraak/internal/web/staff" // planted: imports
)

type asked interface{ FormValue(name string) string }

func typed(c asked) string { return c.FormValue("name") } // planted: forms

type letsIn interface {
	SignInDirectly(id int64) string
	InvitationToken(id int64) string
}

// way takes a value of the method too, which calls nothing yet.
func way(s letsIn) (string, func(int64) string) {
	return s.SignInDirectly(1), // planted: shortcuts
		s.InvitationToken // planted: shortcuts
}
