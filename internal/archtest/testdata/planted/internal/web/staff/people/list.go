// Package people has a list with its pager.
package people

import (
	"samenspraak/internal/web/page"
	"samenspraak/internal/web/staff/desk"
)

var list = page.New("staff/paged/list.html")

func show() any { return desk.Pager(list) }
