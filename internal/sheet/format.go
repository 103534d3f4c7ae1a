package sheet

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// numberFormat is what a cell's number format comes down to: how many digits,
// or which parts of a date. Currency signs, colours and thousands separators
// are not read; a program asks for the number.
type numberFormat struct {
	digits          bool // else as in "Standaard"
	whole, min, max int  // zeros before the comma; digits after it
	percent         bool
	date, clock     bool
	elapsed         bool // hours count on beyond 24
}

// builtIn has the formats that files name by number alone (ECMA-376 18.8.30).
var builtIn = map[string]string{
	"1": "0", "2": "0.00", "3": "#,##0", "4": "#,##0.00", "9": "0%", "10": "0.00%",
	"14": "d-m-yyyy", "15": "d-mmm-yy", "16": "d-mmm", "17": "mmm-yy", "18": "h:mm", "19": "h:mm:ss",
	"20": "h:mm", "21": "h:mm:ss", "22": "d-m-yyyy h:mm", "37": "#,##0", "38": "#,##0", "39": "#,##0.00",
	"40": "#,##0.00", "41": "#,##0", "42": "#,##0", "43": "#,##0.00", "44": "#,##0.00",
	"45": "mm:ss", "46": "[h]:mm:ss", "47": "mm:ss",
}

// readStyles reads the number format of every cell style.
func (b *book) readStyles(name string) error {
	formats := map[string]numberFormat{}
	for id, code := range builtIn {
		formats[id] = parseFormat(code)
	}
	inCells, named := false, 0
	return b.walk(name, func(t token) error {
		switch element := string(t.name); {
		case element == "cellXfs":
			inCells = t.kind == begins
		case t.kind != begins:
		case element == "numFmt":
			formats[t.attribute("numFmtId")] = parseFormat(t.attribute("formatCode"))
			named++
		case element == "xf" && inCells:
			b.styles = append(b.styles, formats[t.attribute("numFmtId")])
		}
		if len(b.styles) > maxStyles || named > maxFormats {
			return fmt.Errorf("%w: too many styles", ErrTooLarge)
		}
		return nil
	})
}

// parseFormat reads the first section of a format code, the one for positive
// numbers.
func parseFormat(code string) numberFormat {
	letters, elapsed := strip(code)
	before, after, _ := strings.Cut(letters, ".")
	switch {
	case strings.ContainsAny(letters, "yd") ||
		strings.Contains(letters, "m") && !strings.ContainsAny(letters, "hs") && !elapsed:
		return numberFormat{date: true, clock: strings.ContainsAny(letters, "hs")}
	case elapsed || strings.ContainsAny(letters, "hs"):
		return numberFormat{clock: true, elapsed: elapsed}
	case !strings.ContainsAny(letters, "0#?") || strings.ContainsAny(letters, "e/") || strings.HasSuffix(letters, ","):
		return numberFormat{}
	}
	zeros := strings.Count(after, "0")
	return numberFormat{
		digits: true, percent: strings.Contains(letters, "%"), whole: min(strings.Count(before, "0"), 30),
		min: min(zeros, 15), max: min(zeros+strings.Count(after, "#")+strings.Count(after, "?"), 15),
	}
}

// maxCode is the longest format code that Excel takes.
const maxCode = 255

// strip leaves only the letters of the first section that stand for parts of
// the number, in lower case, and says whether it counts elapsed time.
func strip(code string) (letters string, elapsed bool) {
	var b strings.Builder
	code = strings.ToLower(code[:min(len(code), maxCode)])
	for i := 0; i < len(code); i++ {
		switch c := code[i]; c {
		case ';':
			return b.String(), elapsed
		case '\\', '_', '*': // the next character is shown, or only takes room
			i++
		case '"':
			i += 1 + upTo(code[i+1:], '"')
		case '[': // a colour, language, condition, or [h]
			end := upTo(code[i:], ']')
			inner := strings.Trim(code[i+1:min(i+end, len(code))], "hms")
			elapsed = elapsed || end > 1 && inner == ""
			i += end
		default:
			b.WriteByte(c)
		}
	}
	return strings.ReplaceAll(b.String(), "general", ""), elapsed
}

// maxNumber is longer than any number that a program writes.
const maxNumber = 64

// upTo is where a byte stands first, or the length when it does not.
func upTo(s string, c byte) int {
	if i := strings.IndexByte(s, c); i >= 0 {
		return i
	}
	return len(s)
}

// number shows a number as its cell does.
func (r *rowReader) number(text string) string {
	var f numberFormat
	if r.style >= 0 && r.style < len(r.styles) {
		f = r.styles[r.style]
	}
	if len(text) > maxNumber {
		return text
	}
	x, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	switch {
	case err != nil || math.IsNaN(x) || math.Abs(x) >= 1e15:
		return text
	case f.date || f.clock:
		return f.time(x, r.from904)
	case f.digits:
		return f.decimal(x)
	}
	return general(x)
}

// general writes a number with the fifteen digits that Excel keeps, never with
// an exponent: a telephone number has to stay one.
func general(x float64) string {
	x, _ = strconv.ParseFloat(strconv.FormatFloat(x, 'g', 15, 64), 64)
	if x == 0 {
		return "0"
	}
	return strings.Replace(strconv.FormatFloat(x, 'f', -1, 64), ".", ",", 1)
}

func (f numberFormat) decimal(x float64) string {
	sign, end := "", ""
	if f.percent {
		x, end = x*100, "%"
	}
	whole, part, _ := strings.Cut(strconv.FormatFloat(math.Abs(x), 'f', f.max, 64), ".")
	for len(part) > f.min && part[len(part)-1] == '0' {
		part = part[:len(part)-1]
	}
	if x < 0 && strings.Trim(whole+part, "0") != "" {
		sign = "-"
	}
	if missing := f.whole - len(whole); missing > 0 {
		whole = strings.Repeat("0", missing) + whole
	}
	if part != "" {
		part = "," + part
	}
	return sign + whole + part + end
}

// time shows a number of days as a Dutch date, time or both, whatever order or
// names of months the cell's own format has: those depend on the reader's
// Excel, and an import wants one form.
func (f numberFormat) time(days float64, from1904 bool) string {
	if days < 0 || days >= 2_958_466 { // up to 31 December 9999
		return general(days)
	}
	seconds := int64(math.Round(days * 86_400))
	clock := fmt.Sprintf("%d:%02d", seconds%86_400/3600, seconds%3600/60)
	if f.elapsed {
		clock = fmt.Sprintf("%d:%02d", seconds/3600, seconds%3600/60)
	}
	if seconds%60 != 0 {
		clock += fmt.Sprintf(":%02d", seconds%60)
	}
	if !f.date {
		return clock
	}
	date := dayZero(seconds/86_400, from1904).AddDate(0, 0, int(seconds/86_400)).Format("2-1-2006")
	if f.clock {
		return date + " " + clock
	}
	return date
}

// dayZero knows that Excel believes in 29 February 1900: the count is one off
// before that day.
func dayZero(day int64, from1904 bool) time.Time {
	switch {
	case from1904:
		return time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case day < 60:
		return time.Date(1899, 12, 31, 0, 0, 0, 0, time.UTC)
	}
	return time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
}
