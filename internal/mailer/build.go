package mailer

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"regexp"
	"strings"

	"github.com/go-mail/mail/v2"
)

// Headers a message may carry beyond the fixed ones (RFC 3834, 2919, 8058; the
// Microsoft one keeps holiday answers away, X-Portal-Ref matches bounces whose
// envelope was rewritten).
var extraHeaders = map[string]bool{
	"In-Reply-To": true, "References": true,
	"Auto-Submitted": true, "X-Auto-Response-Suppress": true,
	"X-Portal-Ref": true,
	"List-Id":      true, "List-Unsubscribe": true, "List-Unsubscribe-Post": true,
}

var messageID = regexp.MustCompile("^<[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,120}@[A-Za-z0-9.-]{1,120}>$")

// The name of the calendar file says in both languages what it is.
const calendarFile = "agenda.ics"

// Build makes the bytes of m, to be sent as they are and sent again as they are:
// two calls give two different boundaries and header orders.
//
// It refuses what would be unsafe or undeliverable (an address that is not
// plain, ErrAddress; an unknown or malformed header; an empty text; no
// Message-ID or Date; a calendar entry whose METHOD differs from
// CalendarMethod) and cleans what is only untidy (display names, subject, file
// names, control characters in the texts).
//
// A calendar entry always goes along as the file agenda.ics. With the methods
// REQUEST and CANCEL it also stands as the last alternative beside text and
// HTML, the one place where calendar programs act on it. With PUBLISH it is a
// file only: as an alternative some programs show the entry in place of the
// words, and the words carry the link by which one answers.
func Build(m Message) ([]byte, error) {
	msg := mail.NewMessage()
	if err := errors.Join(
		setAddresses(msg, m),
		setFixed(msg, m),
		setExtra(msg, m.Headers),
		setParts(msg, m),
		attachAll(msg, m),
	); err != nil {
		return nil, fmt.Errorf("build mail: %w", err)
	}
	var raw bytes.Buffer
	if _, err := msg.WriteTo(&raw); err != nil {
		return nil, fmt.Errorf("build mail: %w", err)
	}
	return raw.Bytes(), nil
}

func setAddresses(msg *mail.Message, m Message) error {
	if m.EnvelopeFrom != "" {
		if _, err := plainAddress(m.EnvelopeFrom); err != nil {
			return fmt.Errorf("envelope sender: %w", err)
		}
	}
	return errors.Join(
		setAddress(msg, "From", m.From, true),
		setAddress(msg, "To", m.To, true),
		setAddress(msg, "Reply-To", m.ReplyTo, false),
	)
}

func setAddress(msg *mail.Message, field string, a Address, required bool) error {
	if a.Address == "" && !required {
		return nil
	}
	address, err := plainAddress(a.Address)
	if err != nil {
		return fmt.Errorf("%s: %w", field, err)
	}
	msg.SetAddressHeader(field, address, cleanName(a.Name))
	return nil
}

func setFixed(msg *mail.Message, m Message) error {
	id := m.MessageID
	if !strings.HasPrefix(id, "<") {
		id = "<" + id + ">"
	}
	subject := cleanSubject(m.Subject)
	switch {
	case !messageID.MatchString(id):
		return errors.New("the Message-ID is not of the form left@right")
	case m.Date.IsZero():
		return errors.New("the Date is missing")
	case subject == "":
		return errors.New("the subject is empty")
	}
	msg.SetHeader("Message-ID", id)
	msg.SetDateHeader("Date", m.Date)
	msg.SetHeader("Subject", subject)
	return nil
}

func setExtra(msg *mail.Message, headers map[string]string) error {
	for key, value := range headers {
		if !extraHeaders[key] {
			return fmt.Errorf("header %q: not one of those a mail may carry", key)
		}
		if !printable(value) {
			return fmt.Errorf("header %s: only printable ASCII, 1 to 900 characters", key)
		}
		msg.SetHeader(key, value)
	}
	return nil
}

func printable(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return strings.TrimSpace(s) != "" && len(s) <= 900
}

func setParts(msg *mail.Message, m Message) error {
	text := cleanBody(m.Text)
	if strings.TrimSpace(text) == "" {
		return errors.New("the text is empty")
	}
	msg.SetBody("text/plain", text)
	if m.HTML != "" {
		msg.AddAlternative("text/html", cleanBody(m.HTML))
	}
	if len(m.Calendar) == 0 {
		return nil
	}
	if err := checkMethod(m.Calendar, m.CalendarMethod); err != nil {
		return err
	}
	if m.CalendarMethod != "PUBLISH" {
		msg.AddAlternative(
			"text/calendar; method="+m.CalendarMethod, string(m.Calendar), mail.SetPartEncoding(mail.Base64),
		)
	}
	return nil
}

// checkMethod refuses a calendar whose METHOD is not the one announced: Outlook
// believes the body, others the header, and both must say the same.
func checkMethod(calendar []byte, method string) error {
	switch method {
	case "PUBLISH", "REQUEST", "CANCEL":
	default:
		return fmt.Errorf("calendar: method %q is none of PUBLISH, REQUEST, CANCEL", method)
	}
	for line := range bytes.Lines(calendar) {
		if name, value, ok := strings.Cut(strings.TrimRight(string(line), "\r\n"), ":"); ok && name == "METHOD" {
			if value == method {
				return nil
			}
			break
		}
	}
	return fmt.Errorf("calendar: its METHOD is not %s", method)
}

func attachAll(msg *mail.Message, m Message) error {
	if len(m.Calendar) > 0 {
		if err := attach(
			msg, Attachment{Name: calendarFile, MediaType: calendarType(m.CalendarMethod), Data: m.Calendar},
		); err != nil {
			return err
		}
	}
	for i, a := range m.Attachments {
		if err := attach(msg, a); err != nil {
			return fmt.Errorf("attachment %d: %w", i+1, err)
		}
	}
	return nil
}

// calendarType gives the file beside a REQUEST or CANCEL a type of its own, so
// that a program which already acted on the alternative does not act twice.
func calendarType(method string) string {
	if method == "PUBLISH" {
		return "text/calendar; charset=UTF-8; method=PUBLISH"
	}
	return "application/ics"
}

func attach(msg *mail.Message, a Attachment) error {
	name := cleanFileName(a.Name)
	mediaType, params, err := mime.ParseMediaType(a.MediaType)
	if err != nil {
		return fmt.Errorf("media type: %w", err)
	}
	if strings.HasPrefix(mediaType, "multipart/") || strings.HasPrefix(mediaType, "message/") {
		return fmt.Errorf("media type: %s may not be sent as a file", mediaType)
	}
	params["name"] = name
	contentType := mime.FormatMediaType(mediaType, params)
	disposition := mime.FormatMediaType("attachment", map[string]string{"filename": name})
	if contentType == "" || len(contentType) > 900 || strings.ContainsAny(contentType, "\r\n") {
		return errors.New("media type: cannot be written in a header")
	}
	data := a.Data
	msg.Attach("file",
		mail.SetHeader(map[string][]string{"Content-Type": {contentType}, "Content-Disposition": {disposition}}),
		mail.SetCopyFunc(func(w io.Writer) error { _, err := w.Write(data); return err }),
	)
	return nil
}
