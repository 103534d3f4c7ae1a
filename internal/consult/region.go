package consult

import "time"

// Region is the one youth-care region that an installation serves: how it is
// called, in whose name it writes and whom to call. Texts come in both
// languages of the interface; an empty English text falls back to the Dutch.
type Region struct {
	Name         string // Jeugdregio Merenland
	ShortName    string // Merenland, beside "beheer"
	Tagline      Words
	OnBehalf     Words  // "de acht gemeenten van Merenland"
	SenderName   string // the display name mail is sent under
	ReplyAddress string // a mailbox that people read
	Phone        string
	PhoneHours   Words // "op werkdagen van 9.00 – 17.00 uur"
	SignedBy     string
	Security     string // where a weakness is reported: mailto: or https:
	Privacy      Words  // Markdown
	Access       Words  // Markdown: the accessibility statement
	Logo         Logo   // zero: none
	UpdatedAt    time.Time
}

// Words is one text in the two languages of the interface.
type Words struct {
	NL string
	EN string
}

// In returns the text for a language code; English falls back to Dutch.
func (w Words) In(lang string) string {
	if lang == "en" && w.EN != "" {
		return w.EN
	}
	return w.NL
}

// Municipality is a gemeente of the region with the days on which it existed:
// Beemster merged into Purmerend, and texts of before still name it.
type Municipality struct {
	ID      int64
	Name    string
	SortKey string
	Code    string    // CBS code, four digits, may be empty
	From    time.Time // first day, local midnight; zero: always
	Until   time.Time // last day inclusive; zero: still exists
}

// ValidOn says whether the municipality existed at an instant.
func (m Municipality) ValidOn(t time.Time) bool {
	return !t.Before(m.From) && (m.Until.IsZero() || t.Before(m.Until.In(Amsterdam).AddDate(0, 0, 1)))
}
