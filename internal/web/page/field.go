package page

import (
	"slices"
	"strconv"
	"strings"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
)

// Field is one question of a form: parts/field shows label, hint, error and
// input in this order. Make it with Fields.
type Field struct {
	ID, Name, Label, Hint, Error string
	Value                        string
	Type                         string
	Optional, Wide               bool
	Autocomplete, InputMode      string
	Accept                       string // of a file: ".pdf,.docx"
	MaxLength, Rows              int
	Code, Columns                bool
	ReadOnly                     bool // shown, and sent along unchanged
	Options                      []Option

	Area, Select, File bool // instead of a line of text
	Group              bool // several boxes or rounds under one legend
	Single, Checked    bool // one box
}

// Option is one of several answers.
type Option struct {
	Value, Text, Note string
	Selected          bool
	ID                string // set by Fields
}

// Invalid says that the field has an error.
func (f Field) Invalid() bool { return f.Error != "" }

// Class is the field's class.
func (f Field) Class() string {
	return modified(modified("field", f.Invalid(), "invalid"), f.Wide, "wide", "field")
}

// InputClass is the class of a line of text.
func (f Field) InputClass() string { return modified("input", f.Code, "code") }

// DescribedBy names the hint and the error, in the order they are read.
func (f Field) DescribedBy() string {
	var ids []string
	if f.Hint != "" && !f.Single {
		ids = append(ids, f.ID+"-h")
	}
	if f.Error != "" {
		ids = append(ids, f.ID+"-f")
	}
	return strings.Join(ids, " ")
}

// Fields builds the fields of one form and gives each the problem that was
// found with it. Labels, hints and problems are keys of the catalogue.
type Fields struct {
	lang     i18n.Lang
	problems consult.Problems
	prefix   string
	ids      map[string]string
}

// NewFields starts a form; problems is empty for one that was not sent yet.
func NewFields(lang i18n.Lang, problems consult.Problems) *Fields {
	return &Fields{lang: lang, problems: problems, ids: map[string]string{}}
}

// Prefixed starts a second form on the same page: its ids begin with prefix.
func (f *Fields) Prefixed(prefix string) *Fields {
	return &Fields{lang: f.lang, problems: f.problems, prefix: prefix + "-", ids: f.ids}
}

// Text is one line of text.
func (f *Fields) Text(name, label, value string, more ...FieldOption) Field {
	return f.make(Field{Type: "text", Value: value}, name, label, more)
}

// Area is several lines of text.
func (f *Fields) Area(name, label, value string, more ...FieldOption) Field {
	return f.make(Field{Area: true, Rows: 5, Value: value}, name, label, more)
}

// Select is one of many answers in a list that unfolds.
func (f *Fields) Select(name, label, value string, options []Option, more ...FieldOption) Field {
	return f.make(Field{Select: true, Options: chosen(options, value)}, name, label, more)
}

// Radios is one of a few answers.
func (f *Fields) Radios(name, label, value string, options []Option, more ...FieldOption) Field {
	return f.make(Field{Group: true, Type: "radio", Options: chosen(options, value)}, name, label, more)
}

// Checks is any of a few answers.
func (f *Fields) Checks(name, label string, values []string, options []Option, more ...FieldOption) Field {
	return f.make(Field{Group: true, Type: "checkbox", Options: chosen(options, values...)}, name, label, more)
}

// Check is one box to tick; its value is "1".
func (f *Fields) Check(name, label string, checked bool, more ...FieldOption) Field {
	return f.make(Field{Single: true, Checked: checked, Value: "1"}, name, label, more)
}

// File is a file to send.
func (f *Fields) File(name, label string, more ...FieldOption) Field {
	return f.make(Field{File: true}, name, label, more)
}

func chosen(options []Option, values ...string) []Option {
	options = slices.Clone(options)
	for i := range options {
		options[i].Selected = slices.Contains(values, options[i].Value)
	}
	return options
}

func (f *Fields) make(field Field, name, label string, more []FieldOption) Field {
	field.Name, field.ID = name, f.prefix+idOf(name)
	if label != "" {
		field.Label = i18n.T(f.lang, label)
	}
	for _, set := range more {
		set(f.lang, &field)
	}
	for i := range field.Options {
		field.Options[i].ID = field.ID
		if i > 0 { // the first has the field's own id, so that the summary's link leads to it
			field.Options[i].ID += "-" + strconv.Itoa(i+1)
		}
	}
	if i := slices.IndexFunc(f.problems, func(p consult.Problem) bool { return p.Field == name }); i >= 0 {
		field.Error = f.text(f.problems[i])
	}
	f.ids[name] = field.ID
	return field
}

func (f *Fields) text(p consult.Problem) string { return i18n.T(f.lang, p.Key, p.Args...) }

// idOf makes a name such as "vraag[3]" fit for an address: "vraag-3-".
func idOf(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '_':
			return r
		}
		return '-'
	}, name)
}

// ErrorSummary lists what is wrong, first on the page and focused: Head.Errors.
type ErrorSummary struct {
	Items []ErrorItem
	Focus bool // takes the focus when the page opens
	Again bool // a password must be typed again: it is never sent back
}

// ErrorItem is one problem, with the address of its field if it has one.
type ErrorItem struct {
	Text, Href string
}

// Count is the number of problems.
func (s ErrorSummary) Count() int { return len(s.Items) }

// Summary lists all problems with links to the fields made so far; call it
// after the last field. It is nil when there are none.
func (f *Fields) Summary() *ErrorSummary {
	if len(f.problems) == 0 {
		return nil
	}
	s := &ErrorSummary{Focus: true}
	for _, p := range f.problems {
		item := ErrorItem{Text: f.text(p)}
		if id, ok := f.ids[p.Field]; ok {
			item.Href = "#" + id
		}
		s.Items = append(s.Items, item)
	}
	return s
}
