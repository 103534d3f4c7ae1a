// Package meeting has lists that nobody can go through.
package meeting

import "samenspraak/internal/web/page"

var (
	bare  = page.New("staff/bare/list.html")  // planted: lists
	empty = page.New("staff/paged/list.html") // planted: lists
	short = page.New("staff/theme/list.html")
)
