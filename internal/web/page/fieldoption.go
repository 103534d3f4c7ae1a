package page

import "samenspraak/internal/i18n"

// FieldOption says something more about a field.
type FieldOption func(i18n.Lang, *Field)

// Hint explains, between label and input; key and args as in i18n.T.
func Hint(key string, args ...any) FieldOption {
	return func(lang i18n.Lang, f *Field) { f.Hint = i18n.T(lang, key, args...) }
}

// HintText is a hint that staff wrote.
func HintText(text string) FieldOption {
	return func(_ i18n.Lang, f *Field) { f.Hint = text }
}

// LabelText is a label that staff wrote, such as the question of a meeting.
func LabelText(text string) FieldOption {
	return func(_ i18n.Lang, f *Field) { f.Label = text }
}

// Optional says "(hoeft niet)"; fields are asked for otherwise.
func Optional() FieldOption { return func(_ i18n.Lang, f *Field) { f.Optional = true } }

// Type is the kind of line: "email", "date", "time", "number", "url",
// "search", "tel", "password".
func Type(kind string) FieldOption { return func(_ i18n.Lang, f *Field) { f.Type = kind } }

// Autocomplete tells the browser what to fill in: "email", "name",
// "one-time-code".
func Autocomplete(what string) FieldOption {
	return func(_ i18n.Lang, f *Field) { f.Autocomplete = what }
}

// InputMode chooses the keys of a phone: "numeric".
func InputMode(mode string) FieldOption { return func(_ i18n.Lang, f *Field) { f.InputMode = mode } }

// Max is the greatest number of characters.
func Max(n int) FieldOption { return func(_ i18n.Lang, f *Field) { f.MaxLength = n } }

// Rows is the height of an area in lines.
func Rows(n int) FieldOption { return func(_ i18n.Lang, f *Field) { f.Rows = n } }

// Wide takes more room in a filter.
func Wide() FieldOption { return func(_ i18n.Lang, f *Field) { f.Wide = true } }

// Columns puts boxes beside each other where there is room.
func Columns() FieldOption { return func(_ i18n.Lang, f *Field) { f.Columns = true } }

// Code is for a short code: large, letters of one width.
func Code() FieldOption { return func(_ i18n.Lang, f *Field) { f.Code = true } }

// Accept limits the kinds of file offered: ".csv,.xlsx".
func Accept(kinds string) FieldOption { return func(_ i18n.Lang, f *Field) { f.Accept = kinds } }

// ReadOnly shows a value that cannot be changed here, such as the address that
// a password manager keeps a password under.
func ReadOnly() FieldOption { return func(_ i18n.Lang, f *Field) { f.ReadOnly = true } }
