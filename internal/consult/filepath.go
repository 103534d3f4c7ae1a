package consult

import (
	"strings"

	"samenspraak/internal/address"
)

// Path is the public address of a file, without the language: its id decides,
// its name is for people. slug makes an address of a name (i18n.Slug).
func (a Attachment) Path(slug func(string) string) string {
	extension := FileExtension(a.FileName)
	name := slug(strings.TrimSuffix(a.FileName[:len(a.FileName)-len(extension)], "."))
	if name == "" {
		name = "bestand"
	}
	return address.File(a.ID, name+"."+extension)
}
