// Package site has a neighbour of its own rank.
package site

import (
	_ "samenspraak/internal/web/page"
	_ "samenspraak/internal/web/staff" // planted: imports
)

type asked interface{ FormValue(name string) string }

func typed(c asked) string { return c.FormValue("name") } // planted: forms
