package desk

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
)

// Moment is an instant in a table: short, without the day of the week.
func Moment(lang i18n.Lang, t time.Time) string {
	return i18n.DateShort(lang, t) + ", " + i18n.Clock(lang, t)
}

// Worded is the catalogue's word for a value of ours, or the value where there
// is none: the log never hides an entry.
func Worded(lang i18n.Lang, prefix, value string) string {
	if i18n.Has(lang, prefix+value) {
		return i18n.T(lang, prefix+value)
	}
	return value
}

// ClockOf is the time of day in Amsterdam as a field of a form takes it: "09:30".
func ClockOf(t time.Time) string { return t.In(i18n.Zone()).Format("15:04") }

// Sentence ends a text that stands alone with a full stop.
func Sentence(text string) string { return strings.TrimSuffix(text, ".") + "." }

// NameOf is the name of a colleague, or "somebody" for one who is no longer there.
func NameOf(lang i18n.Lang, colleagues []consult.Staff, id int64) string {
	i := slices.IndexFunc(colleagues, func(s consult.Staff) bool { return s.ID == id })
	if i < 0 {
		return i18n.T(lang, "meeting.versions.somebody")
	}
	return colleagues[i].Name
}

// PercentOf is n of a total in whole per cents, rounded half up; of nothing it is 0.
func PercentOf(n, total int) string {
	if total == 0 {
		return "0"
	}
	return strconv.Itoa((100*n + total/2) / total)
}
