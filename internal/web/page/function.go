package page

import (
	"html/template"
	"strings"
	"time"

	"samenspraak/internal/address"
	"samenspraak/internal/i18n"
	"samenspraak/static"
)

// functions are what templates may call, bound to one language; sets of two
// languages never share them.
func functions(lang i18n.Lang) template.FuncMap {
	return template.FuncMap{
		"t":        func(key string, args ...any) string { return i18n.T(lang, key, args...) },
		"n":        func(key string, count int, args ...any) string { return i18n.N(lang, key, count, args...) },
		"date":     func(t time.Time) string { return i18n.Date(lang, t) },
		"datetime": func(t time.Time) string { return i18n.DateTime(lang, t) },
		"span":     func(start, end time.Time) string { return i18n.Span(lang, start, end) },
		"deadline": func(t time.Time) string { return i18n.Deadline(lang, t) },
		"number":   func(n int) string { return i18n.Number(lang, n) },
		"iso":      Machine,
		"to":       func(name string) (string, error) { return named(lang, name) },
		"asset":    static.URL,
		"icon":     icon,
		"soft":     i18n.Soft,
	}
}

// Machine is an instant for a datetime attribute: to the minute, with the
// offset of the zone it is shown in.
func Machine(t time.Time) string {
	return t.In(i18n.Zone()).Format("2006-01-02T15:04-07:00")
}

// Href is the address of a path of ours in a language: English pages stand
// under /en. Staff pages have one address; their language is the reader's.
func Href(lang i18n.Lang, path string) string { return address.In(string(lang), path) }

// named is the address of a page that a template names.
func named(lang i18n.Lang, name string) (string, error) {
	path, err := address.Named(name)
	return Href(lang, path), err
}

// icon is an icon as an inline drawing beside a word; it says nothing itself.
func icon(name string) (template.HTML, error) {
	svg, err := static.Icon(name)
	if err != nil {
		return "", err
	}
	_, rest, _ := strings.Cut(svg, `viewBox`)
	rest = strings.Replace(rest, `width="24" height="24"`, `width="20" height="20"`, 1)
	rest = strings.Replace(rest, ">", ` aria-hidden="true">`, 1)
	return template.HTML(`<svg class="icon" viewBox` + rest), nil //nolint:gosec // our own embedded files
}
