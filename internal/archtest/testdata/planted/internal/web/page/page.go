// Package page shows what it is given.
package page

import (
	"samenspraak/internal/i18n"
	_ "samenspraak/internal/store" // planted: imports
)

var words = []string{
	i18n.T("nl", "page.known"),
	i18n.T("nl", "page.unknown"), // planted: keys
	i18n.N("nl", "page.days", 2),
	i18n.T("nl", "page.days"),      // planted: keys
	i18n.N("nl", "page.nobody", 2), // planted: keys
}
