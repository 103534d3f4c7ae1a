package i18n

import "strings"

// Lang is a language of the interface. The zero value reads as Dutch.
type Lang string

// The languages of the interface; Dutch is the first and the fallback.
const (
	Dutch   Lang = "nl"
	English Lang = "en"
)

// Languages lists every language that has a catalogue, the default first.
var Languages = []Lang{Dutch, English}

// Parse reads a language tag such as "en", "EN" or "en-GB". Anything that is
// not a language of the interface is Dutch.
func Parse(s string) Lang {
	base, _, _ := strings.Cut(strings.ReplaceAll(strings.TrimSpace(s), "_", "-"), "-")
	if strings.EqualFold(base, string(English)) {
		return English
	}
	return Dutch
}

// known maps a Lang that was built by conversion to one that has a catalogue.
func (l Lang) known() Lang {
	if l == English {
		return English
	}
	return Dutch
}

// pick chooses between the Dutch and the English way of writing.
func pick(lang Lang, dutch, english string) string {
	if lang == English {
		return english
	}
	return dutch
}
