package document

import (
	"bytes"
	"encoding/hex"
	"strconv"
	"strings"
	"unicode/utf16"
)

// The values of a PDF (ISO 32000-1, 7.3) are kept as they are written; only
// what is asked for is taken apart.

// maxValue is the longest value that is read.
const maxValue = 1 << 20

// valueAt is the value that begins at or after an offset, and where it ends;
// nil when there is none.
func valueAt(data []byte, at int) (value []byte, end int) {
	at = space(data, at)
	window := data[:min(len(data), at+maxValue)]
	end = past(window, at)
	if end <= at {
		return nil, at
	}
	return data[at:end], end
}

// past is where the value at an offset ends, -1 when it does not.
func past(b []byte, at int) int {
	depth := 0
	for i := space(b, at); i >= 0 && i < len(b); i = space(b, i) {
		switch {
		case bytes.HasPrefix(b[i:], []byte("<<")):
			depth, i = depth+1, i+2
		case bytes.HasPrefix(b[i:], []byte(">>")):
			depth, i = depth-1, i+2
		case b[i] == '[':
			depth, i = depth+1, i+1
		case b[i] == ']':
			depth, i = depth-1, i+1
		default:
			i = pastScalar(b, i)
		}
		if i < 0 || depth < 0 {
			return -1
		}
		if depth == 0 {
			return i
		}
	}
	return -1
}

// pastScalar is where a string, a name, a number, a reference or a word ends.
func pastScalar(b []byte, i int) int {
	switch b[i] {
	case '(':
		return pastLiteral(b, i)
	case '<':
		end := bytes.IndexByte(b[i:], '>')
		if end < 0 {
			return -1
		}
		return i + end + 1
	case '/':
		return regular(b, i+1)
	}
	end := regular(b, i)
	if end == i {
		return -1
	}
	if after := pastReference(b, i); after > 0 {
		return after
	}
	return end
}

// pastLiteral is where a text between brackets ends, which may hold balanced
// ones itself.
func pastLiteral(b []byte, i int) int {
	depth := 0
	for ; i < len(b); i++ {
		switch b[i] {
		case '\\':
			i++
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return -1
}

// pastReference is where "12 0 R" ends, -1 when it is not one.
func pastReference(b []byte, i int) int {
	for range 2 {
		end := i
		for end < len(b) && b[end] >= '0' && b[end] <= '9' {
			end++
		}
		next := space(b, end)
		if end == i || next == end {
			return -1
		}
		i = next
	}
	if i < len(b) && b[i] == 'R' && regular(b, i) == i+1 {
		return i + 1
	}
	return -1
}

// reference is the number that a reference names.
func reference(value []byte) (number int, ok bool) {
	if len(value) == 0 || pastReference(value, 0) != len(value) {
		return 0, false
	}
	digits := value[:regular(value, 0)]
	number, err := strconv.Atoi(string(digits))
	return number, err == nil
}

// lookup is the value of a key in a dictionary; nil when it has none.
func lookup(dict []byte, key string) []byte {
	if !bytes.HasPrefix(dict, []byte("<<")) {
		return nil
	}
	for i := space(dict, 2); i < len(dict) && dict[i] == '/'; {
		end := regular(dict, i+1)
		value, next := valueAt(dict, end)
		if value == nil {
			return nil
		}
		if string(dict[i+1:end]) == key {
			return value
		}
		i = space(dict, next)
	}
	return nil
}

// space is the offset of the next sign that is no space and no comment.
func space(b []byte, i int) int {
	for i < len(b) {
		switch {
		case isSpace(b[i]):
			i++
		case b[i] == '%':
			end := bytes.IndexAny(b[i:min(len(b), i+1024)], "\r\n")
			if end < 0 {
				return len(b)
			}
			i += end
		default:
			return i
		}
	}
	return len(b)
}

// regular is the offset of the next sign that ends a name or a number.
func regular(b []byte, i int) int {
	for i < len(b) && !ending[b[i]] {
		i++
	}
	return i
}

// ending are the signs that end a name or a number.
var ending = func() (all [256]bool) {
	for _, c := range []byte("\x00\t\n\f\r ()<>[]{}/%") {
		all[c] = true
	}
	return all
}()

func isSpace(c byte) bool {
	return c == 0 || c == '\t' || c == '\n' || c == '\f' || c == '\r' || c == ' '
}

// text is what a string says (ISO 32000-1, 7.9.2.2): in UTF-16, UTF-8 or the
// letters of PDF itself. Empty for what is no string.
func text(value []byte) string {
	raw := bytesOf(value)
	switch {
	case bytes.HasPrefix(raw, []byte("\xfe\xff")):
		units := make([]uint16, len(raw)/2-1)
		for i := range units {
			units[i] = uint16(raw[2*i+2])<<8 | uint16(raw[2*i+3])
		}
		return string(utf16.Decode(units))
	case bytes.HasPrefix(raw, []byte("\xef\xbb\xbf")):
		return strings.ToValidUTF8(string(raw[3:]), "")
	}
	runes := make([]rune, len(raw))
	for i, c := range raw {
		runes[i] = letter(c)
	}
	return string(runes)
}

// upper are the letters from 0x80 on that Latin-1 has elsewhere or not at all
// (ISO 32000-1, annex D.2).
var upper = []rune("•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž")

func letter(c byte) rune {
	switch {
	case c >= 0x80 && int(c) < 0x80+len(upper):
		return upper[c-0x80]
	case c == 0xa0:
		return '€'
	}
	return rune(c)
}

// bytesOf are the signs of a string in either of its two notations.
func bytesOf(value []byte) []byte {
	if len(value) < 2 {
		return nil
	}
	inner := value[1 : len(value)-1]
	switch {
	case value[0] == '(':
		return unescaped(inner)
	case value[0] == '<' && value[1] != '<':
		digits := bytes.Join(bytes.FieldsFunc(inner, func(r rune) bool { return r < 0x80 && isSpace(byte(r)) }), nil)
		if len(digits)%2 == 1 {
			digits = append(digits, '0')
		}
		out, _ := hex.DecodeString(string(digits)) // up to what is no digit
		return out
	}
	return nil
}

var escapes = map[byte]byte{'n': '\n', 'r': '\r', 't': '\t', 'b': '\b', 'f': '\f'}

func unescaped(b []byte) []byte {
	var out []byte
	for i := 0; i < len(b); i++ {
		if b[i] != '\\' || i+1 == len(b) {
			out = append(out, b[i])
			continue
		}
		i++
		octal := 0
		for octal < 3 && i+octal < len(b) && b[i+octal] >= '0' && b[i+octal] <= '7' {
			octal++
		}
		sign, named := escapes[b[i]]
		switch {
		case octal > 0:
			n, _ := strconv.ParseUint(string(b[i:i+octal]), 8, 16) // three octal digits
			out = append(out, byte(n))
			i += octal - 1
		case named:
			out = append(out, sign)
		case b[i] == '\r' && i+1 < len(b) && b[i+1] == '\n':
			i++
		case b[i] == '\n' || b[i] == '\r':
		default:
			out = append(out, b[i])
		}
	}
	return out
}
