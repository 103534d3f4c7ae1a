package mailer

import (
	"encoding/base64"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"samenspraak/internal/i18n"
)

const (
	maxName     = 75  // characters; longer sender names are cut by Microsoft 365
	maxSubject  = 200 // characters; keeps a subject without spaces far below the 998 octets of a line
	maxFileName = 100 // octets; percent-encoded three times that, still one legal line
)

// cleanName makes a display name mail servers accept: Microsoft takes an @ for
// phishing and a colon for a missing sender; quotes, commas and angle brackets
// let a name pass for an address; "=?" would be read as an encoded word.
func cleanName(s string) string {
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`@:,;"<>\`, r) {
			return -1
		}
		return r
	}, s)
	s = strings.ReplaceAll(i18n.Tidy(s), "=?", "= ?")
	return strings.TrimSpace(cut(s, maxName))
}

// cleanSubject makes a subject; text that looks like an encoded word is encoded
// as a whole, because go-mail leaves ASCII alone and a reader would decode it.
func cleanSubject(s string) string {
	s = i18n.Tidy(s)
	if short := cut(s, maxSubject); short != s {
		s = cut(s, maxSubject-1) + "…"
	}
	if strings.Contains(s, "=?") {
		return encodedWords(s)
	}
	return s
}

// encodedWords writes s as RFC 2047 words of at most 75 characters, none of
// which splits a letter.
func encodedWords(s string) string {
	var words []string
	for len(s) > 0 {
		chunk := cutOctets(s, 45)
		words = append(words, "=?UTF-8?B?"+base64.StdEncoding.EncodeToString([]byte(chunk))+"?=")
		s = s[len(chunk):]
	}
	return strings.Join(words, " ")
}

// cleanFileName makes a name that means a file in the current folder on every
// system and keeps its extension when it must be cut.
func cleanFileName(s string) string {
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) {
			return '-'
		}
		return r
	}, i18n.Tidy(s))
	s = strings.TrimLeft(s, ". ")
	if len(s) > maxFileName {
		ext := cutOctets(path.Ext(s), 12)
		s = cutOctets(s, maxFileName-len(ext)) + ext
	}
	if s = strings.TrimRight(s, " "); s == "" {
		return "attachment"
	}
	return s
}

// cleanBody drops every control character of a body but its line ends and tabs.
// The words in it were tidied when they were typed.
func cleanBody(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

// cut returns the first n characters of s.
func cut(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

// cutOctets returns the longest beginning of s of at most n octets that ends
// between two characters.
func cutOctets(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
