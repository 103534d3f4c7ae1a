// Package editorial may know the words, and nothing that waits.
package editorial

import (
	_ "samenspraak/internal/i18n"
	_ "samenspraak/internal/store" // planted: imports rules
)
