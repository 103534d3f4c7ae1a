package i18n

import (
	"strconv"
	"strings"
)

// nbsp keeps a number and what belongs to it on one line.
const nbsp = "\u00a0"

// Number writes n with the thousands separators of lang: 12.345 in Dutch,
// 12,345 in English. Not for years.
func Number(lang Lang, n int) string {
	return group(strconv.Itoa(n), pick(lang, ".", ","))
}

func group(digits, separator string) string {
	sign := ""
	if rest, negative := strings.CutPrefix(digits, "-"); negative {
		sign, digits = "-", rest
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + separator + digits[i:]
	}
	return sign + digits
}

// FileSize writes a number of bytes as people see it in their file manager, in
// thousands: "812 bytes", "140 kB", "1,2 MB" ("1.2 MB" in English), with a
// no-break space before the unit. Below ten there is one decimal.
func FileSize(lang Lang, bytes int64) string {
	if bytes == 1 {
		return "1" + nbsp + "byte"
	}
	if bytes < 1000 {
		return strconv.FormatInt(bytes, 10) + nbsp + "bytes"
	}
	value, unit := float64(bytes)/1000, 0
	units := []string{"kB", "MB", "GB", "TB", "PB", "EB"}
	// 999.5 would round to 1000: it belongs to the next unit.
	for value >= 999.5 {
		value, unit = value/1000, unit+1
	}
	text := strconv.FormatFloat(value, 'f', decimals(value), 64)
	text = strings.TrimSuffix(text, ".0")
	return strings.Replace(text, ".", pick(lang, ",", "."), 1) + nbsp + units[unit]
}

func decimals(value float64) int {
	if value < 9.95 {
		return 1
	}
	return 0
}
