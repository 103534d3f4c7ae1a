package prose

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// What staff write comes from Word and from mail, and is read as its writer saw
// it: lines stay lines, signs of a list make one, and a number stays the number
// that was typed, for it may be the day of a date.

var (
	// bullets are the signs that Word and mail programs put before an item.
	bullets = regexp.MustCompile(`^[ \t]*([•·▪◦‣●○■□➢⁃])[ \t\x{00a0}]*(.*)$`)
	// strokes are a list when more than one line begins with them; alone, one is a dash.
	strokes = regexp.MustCompile(`^[ \t]*([–—])[ \t\x{00a0}]+(.*)$`)
	// rings are Word's second bullet, which is copied as a letter.
	rings = regexp.MustCompile(`^[ \t]*(o)(?:\t[ \t]*|[ \x{00a0}]{1,3})(.*)$`)
	// anyItem is an item in Markdown; what is indented below it belongs to it.
	anyItem  = regexp.MustCompile(`^[ \t]*([-*+]|[0-9]{1,9}[.)])[ \t]`)
	indented = regexp.MustCompile(`^( {0,3}\t| {4})`)
	fence    = regexp.MustCompile("^ {0,3}(```|~~~)")
)

// listed is a line that begins with the sign of an item.
type listed struct{ sign, words string }

// asTyped makes Markdown of the signs that office programs put before the items
// of a list, and takes away the indent of a paragraph, which would make code of
// it. Each line stays a line.
func asTyped(src string) string {
	lines := strings.Split(src, "\n")
	items := make([]*listed, len(lines))
	code, within := false, false // a list
	for i, one := range lines {
		switch {
		case fence.MatchString(one):
			code = !code
		case code || strings.TrimSpace(one) == "":
		case anyItem.MatchString(one):
			within = true
		case !indented.MatchString(one):
			within = false
			items[i] = itemOf(lines, i)
		case !within:
			lines[i] = strings.TrimLeft(one, " \t")
			items[i] = itemOf(lines, i)
		}
	}
	var signs []string // of the list that is open, the outer first
	for i, item := range items {
		if item == nil {
			signs = nil
			continue
		}
		depth := depthOf(&signs, item.sign)
		lines[i] = strings.Repeat("  ", depth) + "- " + item.words
	}
	return strings.Join(lines, "\n")
}

// itemOf reads a line as an item; nil: it is none.
func itemOf(lines []string, i int) *listed {
	if m := bullets.FindStringSubmatch(lines[i]); m != nil {
		return &listed{m[1], m[2]}
	}
	for _, sign := range []*regexp.Regexp{strokes, rings} {
		m := sign.FindStringSubmatch(lines[i])
		if m == nil {
			continue
		}
		for _, near := range []int{i - 1, i + 1} {
			if near >= 0 && near < len(lines) && (sign.MatchString(lines[near]) || bullets.MatchString(lines[near])) {
				return &listed{m[1], m[2]}
			}
		}
	}
	return nil
}

// depthOf is how deep an item stands: a sign that is new stands within the one
// before it.
func depthOf(signs *[]string, sign string) int {
	for depth, known := range *signs {
		if known == sign {
			*signs = (*signs)[:depth+1]
			return depth
		}
	}
	*signs = append(*signs, sign)
	return len(*signs) - 1
}

// manyDigits is a year, or another number that no list counts up to.
var manyDigits = regexp.MustCompile(`^[ \t]*[0-9]{4,}[.)]`)

// number is what an item of a numbered list was given: "14." is 14.
var number = regexp.MustCompile(`^[ \t>]*([0-9]{1,9})[.)]`)

// keepNumbers gives each item of a numbered list the number that was typed: HTML
// counts on from the first.
func keepNumbers(r reading, list *ast.List) {
	expected := list.Start
	for item := list.FirstChild(); item != nil; item = item.NextSibling() {
		typed, ok := r.numberOf(item)
		if ok && typed != expected {
			item.SetAttributeString("value", []byte(strconv.Itoa(typed)))
		}
		if ok {
			expected = typed
		}
		expected++
	}
}

// numberOf is the number that was typed before an item.
func (r reading) numberOf(item ast.Node) (int, bool) {
	first := item.FirstChild()
	if first == nil || first.Lines() == nil || first.Lines().Len() == 0 {
		return 0, false
	}
	start := bytes.LastIndexByte(r.src[:first.Lines().At(0).Start], '\n') + 1
	m := number.FindSubmatch(r.src[start:])
	if m == nil {
		return 0, false
	}
	n, err := strconv.Atoi(string(m[1]))
	return n, err == nil
}

var (
	mailbox  = regexp.MustCompile(`^[^\s/:?#@]+@[^\s/:?#@]+\.[A-Za-z]{2,}$`)
	hostName = regexp.MustCompile(`^(?i)((?:[a-z0-9-]+\.)+([a-z]{2,}))(?::[0-9]+)?(?:[/?#].*)?$`)
)

// fileEndings are what the name of a file ends in, not that of a host.
var fileEndings = map[string]bool{
	"pdf": true, "doc": true, "docx": true, "odt": true, "xls": true, "xlsx": true, "ods": true, "csv": true,
	"txt": true, "rtf": true, "ppt": true, "pptx": true, "odp": true, "png": true, "jpg": true, "jpeg": true,
	"gif": true, "webp": true, "svg": true, "zip": true, "html": true, "htm": true, "eml": true, "msg": true,
	"ics": true,
}

// completed is where a link leads: to an address without a scheme, as it is
// copied from a letter, one is added. What it was not meant to be stays as it is.
func completed(to string) string {
	if mailbox.MatchString(to) {
		return "mailto:" + to
	}
	m := hostName.FindStringSubmatch(to)
	if m == nil || fileEndings[strings.ToLower(m[2])] && m[1] == to {
		return to
	}
	return "https://" + to
}
