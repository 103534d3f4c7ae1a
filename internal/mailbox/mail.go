package mailbox

import (
	"bytes"
	"errors"
	"io"
	"net/mail"
	"regexp"
	"strings"
	"time"

	"github.com/emersion/go-message"
	_ "github.com/emersion/go-message/charset" // mails in other character sets than UTF-8
)

// A Mail is one message as one recipient got it.
type Mail struct {
	ID               int // counted from 1 in order of arrival
	At               time.Time
	Accepted         bool // answered with 250
	EnvelopeFrom, To string
	Raw              []byte
	Header           mail.Header
	// Subject and FromHeader are decoded. Text, HTML and Calendar are the first
	// part of that kind, decoded; Calendar falls back to an attached file.
	Subject, FromHeader  string
	Text, HTML, Calendar string
	// CalendarMethod is the method parameter beside Calendar, if any.
	CalendarMethod string
	Attachments    []Attachment
}

// An Attachment is a file that came with a mail.
type Attachment struct {
	Name, MediaType string
	Data            []byte
}

// maxDepth bounds parts within parts; every level is read through all above it.
const maxDepth = 10

var errTooDeep = errors.New("parts are nested too deep")

// parse takes out of raw what can be read; what cannot stays empty.
func parse(raw []byte) Mail {
	m := Mail{Raw: raw, Header: mail.Header{}}
	if plain, err := mail.ReadMessage(bytes.NewReader(raw)); err == nil {
		m.Header = plain.Header
	}
	entity, err := message.Read(bytes.NewReader(raw))
	if entity == nil || err != nil && !message.IsUnknownCharset(err) {
		return m
	}
	m.Subject, _ = entity.Header.Text("Subject")
	m.FromHeader, _ = entity.Header.Text("From")
	_ = entity.Walk(func(path []int, part *message.Entity, err error) error {
		if len(path) > maxDepth {
			return errTooDeep
		}
		if err == nil || message.IsUnknownCharset(err) {
			m.take(part)
		}
		return nil
	})
	return m
}

func (m *Mail) take(part *message.Entity) {
	mediaType, params, _ := part.Header.ContentType()
	if strings.HasPrefix(mediaType, "multipart/") {
		return
	}
	data, _ := io.ReadAll(part.Body)
	disposition, named, _ := part.Header.ContentDisposition()
	if disposition == "attachment" {
		m.Attachments = append(m.Attachments, Attachment{Name: named["filename"], MediaType: mediaType, Data: data})
	}
	switch {
	case mediaType == "text/calendar" || mediaType == "application/ics":
		if m.Calendar == "" {
			m.Calendar, m.CalendarMethod = string(data), params["method"]
		}
	case disposition == "attachment":
	case mediaType == "text/plain" && m.Text == "":
		m.Text = string(data)
	case mediaType == "text/html" && m.HTML == "":
		m.HTML = string(data)
	}
}

var link = regexp.MustCompile(`https?://[^\s<>"]+`)

// Links gives the absolute http and https addresses in the text part, in order,
// without the punctuation of the sentence around them.
func (m Mail) Links() []string {
	var links []string
	for _, s := range segments(m.Text) {
		if s.URL != "" {
			links = append(links, s.URL)
		}
	}
	return links
}

// segment is a piece of text; URL is set when the piece is an address.
type segment struct{ Text, URL string }

func segments(text string) []segment {
	var list []segment
	for {
		at := link.FindStringIndex(text)
		if at == nil {
			return append(list, segment{Text: text})
		}
		url := trimPunctuation(text[at[0]:at[1]])
		list = append(list, segment{Text: text[:at[0]]}, segment{Text: url, URL: url})
		text = text[at[0]+len(url):]
	}
}

// trimPunctuation leaves a closing bracket that has its opening one in the address.
func trimPunctuation(url string) string {
	for {
		last := url[len(url)-1]
		switch {
		case strings.IndexByte(".,;:!?'*", last) >= 0:
		case last == ')' && strings.Count(url, "(") < strings.Count(url, ")"):
		case last == ']' && strings.Count(url, "[") < strings.Count(url, "]"):
		default:
			return url
		}
		url = url[:len(url)-1]
	}
}
