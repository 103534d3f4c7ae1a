package desk

import (
	"samenspraak/internal/web/page"
)

// ShelveView is the form that archives, or takes back from the archive.
type ShelveView struct {
	Title, Text, Action string
	Button              page.Button
}
