package sheet

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	utf16 "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/unicode/norm"
)

// byteOrderMark makes Excel read a CSV file as UTF-8; without one it
// expects Windows-1252.
const byteOrderMark = "\uFEFF"

// decode turns the bytes of a text file into UTF-8. Excel writes UTF-8 and
// UTF-16 with a byte order mark and everything else in the code page of
// Windows, which for Dutch is 1252; text in that code page with an accent in
// it is practically never valid UTF-8.
func decode(data []byte) (text, name string, err error) {
	var from encoding.Encoding
	switch rest, marked := bytes.CutPrefix(data, []byte(byteOrderMark)); {
	case marked && !utf8.Valid(rest):
		return "", "", fmt.Errorf("%w: not the UTF-8 it says it is", ErrUnreadable)
	case utf8.Valid(rest):
		return string(rest), "UTF-8", nil
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}):
		from, name, data = utf16.UTF16(utf16.LittleEndian, utf16.IgnoreBOM), "UTF-16LE", data[2:]
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		from, name, data = utf16.UTF16(utf16.BigEndian, utf16.IgnoreBOM), "UTF-16BE", data[2:]
	default:
		from, name = charmap.Windows1252, "Windows-1252"
	}
	decoded, err := from.NewDecoder().Bytes(data)
	if err != nil {
		return "", "", fmt.Errorf("%w: %v", ErrUnreadable, err)
	}
	return string(decoded), name, nil
}

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// clean gives a cell the one form that both formats can hold, so that what is
// written comes back the same.
func clean(s string) string {
	s = lineEnds.Replace(strings.ToValidUTF8(s, "\uFFFD"))
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' || r == '\uFFFE' || r == '\uFFFF' {
			return -1
		}
		return r
	}, s)
	return norm.NFC.String(s)
}

// dangerous holds the first characters that make Excel, LibreOffice or Google
// Sheets take a cell of a CSV file for a formula (ASVS 5.0 1.2.10), with the
// full-width forms that East Asian versions accept.
const dangerous = "=+-@\t\r\n＝＋－＠"

// formula says whether a cell begins dangerously, not counting apostrophes.
func formula(cell string) bool {
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(cell, "'"))
	return strings.ContainsRune(dangerous, first)
}

// defused puts an apostrophe before what could be taken for a formula, which
// a telephone number as +31 6 and a negative number are too. A cell that has
// apostrophes there already gets one more, so that armed can undo it exactly.
func defused(cell string) string {
	if formula(cell) {
		return "'" + cell
	}
	return cell
}

// armed takes the apostrophe off that defused put there.
func armed(cell string) string {
	if strings.HasPrefix(cell, "'") && formula(cell) {
		return cell[1:]
	}
	return cell
}
