// Package letter writes every mail: subject, plain text, HTML and calendar
// entry, from typed values and without any input or output. Structure stands in
// templates/letter, one file per purpose that both parts share, words stand in
// the catalogue under letter. What somebody typed never becomes a mark or a
// link in either part.
package letter

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	htmltemplate "html/template"
	"strings"
	"sync"
	texttemplate "text/template"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/templates"
)

// Input is everything a letter can tell. Addresses of pages are absolute and
// ours; all other text may be hostile.
type Input struct {
	Mail           consult.Mail
	Standing       *consult.Standing // nil for mail that is not about a meeting
	Reply          *consult.Reply    // the reply the mail tells of; nil: the one that counts
	Region         consult.Region
	Municipalities []string // those that exist now, by name
	From           string   // the address mail is sent from
	Link           string   // the recipient's own page
	Mine           []Mine   // the links of all who share the address; nil: Link alone
	SiteURL        string   // without a slash at the end
	Now            time.Time
}

// Mine is the link to all invitations of one of those who share an address.
type Mine struct{ Name, Organisation, Link string }

// ToName is whom the mail is to by name; nobody when it is to several at once.
func (in Input) ToName() string {
	if len(in.Mine) > 0 {
		return ""
	}
	return in.Mail.Name
}

// Letter is a finished mail in words. Calendar is nil when no entry goes along;
// Method is then empty, and PUBLISH, REQUEST or CANCEL otherwise.
type Letter struct {
	Subject  string
	Text     string
	HTML     string
	Calendar []byte
	Method   string
}

// Write writes a letter in the language of its mail. It returns an error for a
// purpose without a template, for mail about a meeting without its Standing,
// and for what no calendar program could read.
func Write(in Input) (Letter, error) {
	if in.Standing == nil && needsMeeting(in.Mail.Purpose) {
		return Letter{}, fmt.Errorf("letter %s: the invitee is not known", in.Mail.Purpose)
	}
	lang := i18n.Parse(in.Mail.Language)
	set, err := setOf(in.Mail.Purpose, lang)
	if err != nil {
		return Letter{}, err
	}
	body, method, err := in.entry(lang)
	if err != nil {
		return Letter{}, fmt.Errorf("letter %s: %w", in.Mail.Purpose, err)
	}
	l := Letter{Calendar: body, Method: method}
	v := in.view(lang, method)
	if l.Subject, err = set.subject(v); err != nil {
		return Letter{}, fmt.Errorf("letter %s: %w", in.Mail.Purpose, err)
	}
	v.Subject = l.Subject
	if l.Text, l.HTML, err = set.parts(v); err != nil {
		return Letter{}, fmt.Errorf("letter %s: %w", in.Mail.Purpose, err)
	}
	return l, nil
}

func needsMeeting(p consult.Purpose) bool {
	return p != consult.ForMine && p != consult.ForStaffLink
}

// StyleHash is the source expression for a Content-Security-Policy that lets
// the style block of a letter through and nothing else: 'sha256-…'.
func StyleHash() string {
	sum := sha256.Sum256([]byte(style()))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

var style = sync.OnceValue(func() string {
	return strings.TrimSpace(mustRead(templates.Files, "letter/style.css"))
})

func mustRead(files embed.FS, name string) string {
	b, err := files.ReadFile(name)
	if err != nil {
		panic("letter: " + err.Error()) // embedded: a test has read the same bytes
	}
	return string(b)
}

// set is the two templates of one purpose in one language.
type set struct {
	text *texttemplate.Template
	html *htmltemplate.Template
}

type setKey struct {
	purpose consult.Purpose
	lang    i18n.Lang
}

var sets sync.Map // setKey → set

func setOf(p consult.Purpose, lang i18n.Lang) (set, error) {
	key := setKey{p, lang}
	if known, ok := sets.Load(key); ok {
		return known.(set), nil
	}
	s, err := parse(p, lang)
	if err == nil {
		sets.Store(key, s)
	}
	return s, err
}

func parse(p consult.Purpose, lang i18n.Lang) (set, error) {
	if p == consult.ForTest {
		p = consult.ForInvitation
	}
	file := "letter/" + string(p) + ".txt"
	words := map[string]any{
		"t": func(key string, args ...any) string { return i18n.T(lang, key, args...) },
	}
	text, err := texttemplate.New("").Funcs(words).Option("missingkey=error").ParseFS(templates.Files, "letter/layout.txt", file)
	if err != nil {
		return set{}, fmt.Errorf("letter %s: %w", p, err)
	}
	html, err := htmltemplate.New("").Funcs(words).Option("missingkey=error").ParseFS(templates.Files, "letter/layout.html", file)
	if err != nil {
		return set{}, fmt.Errorf("letter %s: %w", p, err)
	}
	return set{text, html}, nil
}

func (s set) subject(v view) (string, error) {
	var out bytes.Buffer
	if err := s.text.ExecuteTemplate(&out, "subject", v); err != nil {
		return "", err
	}
	subject := i18n.Tidy(out.String())
	if v.Test {
		subject = i18n.T(i18n.Parse(v.Lang), "letter.test.subject", "Subject", subject)
	}
	return subject, nil
}

func (s set) parts(v view) (text, html string, err error) {
	var plain, marked bytes.Buffer
	if err := s.text.ExecuteTemplate(&plain, "layout", v); err != nil {
		return "", "", err
	}
	if err := s.html.ExecuteTemplate(&marked, "layout", v); err != nil {
		return "", "", err
	}
	return wrap(plain.String()), marked.String(), nil
}
