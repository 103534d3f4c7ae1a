package mailer

import (
	"context"
	"errors"
	"fmt"
	"net/textproto"
	"regexp"
	"strings"

	"github.com/go-mail/mail/v2"

	"samenspraak/internal/i18n"
)

// Stage is how far a conversation had got when it failed.
type Stage string

// The stages in order. StageDial covers everything up to the answer to EHLO.
// StageData ends just before the final dot, StageAfterData begins with it.
const (
	StageDial      Stage = "dial"
	StageTLS       Stage = "tls"
	StageAuth      Stage = "auth"
	StageMail      Stage = "mail"
	StageRcpt      Stage = "rcpt"
	StageData      Stage = "data"
	StageAfterData Stage = "after-data"
)

// An Error says what became of an attempt to send. Exactly one of Permanent,
// Uncertain and Temporary is true.
type Error struct {
	Stage Stage
	// Code is the server's answer, 0 when there was none; Enhanced is its
	// RFC 3463 code ("5.1.1") and Text its words. Text may name the recipient:
	// show it to staff, do not log it.
	Code           int
	Enhanced, Text string
	// Err is the cause: a network error, the context's, what beforeData returned.
	Err error
}

// Error gives stage and codes, and never the server's words.
func (e *Error) Error() string {
	if e.Code == 0 {
		return fmt.Sprintf("mail not sent (%s): %v", e.Stage, e.Err)
	}
	return strings.TrimSpace(fmt.Sprintf("mail not sent (%s): server answered %d %s", e.Stage, e.Code, e.Enhanced))
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// Permanent reports that this mail will never be taken: the server refused the
// recipient or the message itself with a 5xx, or an address is none. Refusals
// that are about us (see RefusesUs) are not permanent: the recipient must not
// pay for our own setting.
func (e *Error) Permanent() bool {
	if errors.Is(e.Err, ErrAddress) {
		return true
	}
	switch e.Stage {
	case StageRcpt, StageData, StageAfterData:
		return e.Code >= 500 && !e.RefusesUs() && !e.saysTooLarge()
	}
	return false
}

// RefusesUs reports a refusal for good that is about us and not about this
// recipient or this message: the sender (any 5xx at MAIL), the sign-in, or a
// policy, which RFC 3463 puts under x.7.x. Servers that refuse a sender at RCPT,
// as Postfix does unless told otherwise, are known by their code or words.
func (e *Error) RefusesUs() bool {
	if e.Code < 500 {
		return false
	}
	switch e.Stage {
	case StageMail:
		return true
	case StageRcpt:
		return e.outOfTurn() || e.policy() || e.namesSender()
	case StageData, StageAfterData:
		return e.outOfTurn() || e.policy()
	}
	return false
}

// ServerTrouble reports a failure that any other mail would have met too: no
// connection, TLS, sign-in, a line that broke, a server that closes (421) or
// says that its own system fails (x.3.x).
func (e *Error) ServerTrouble() bool {
	if !e.Temporary() {
		return false
	}
	switch e.Stage {
	case StageRcpt, StageData, StageAfterData:
		return e.Code < 400 || e.Code == 421 || strings.HasPrefix(e.Enhanced, "4.3.")
	}
	return true
}

// Uncertain reports that the whole message was written and no final answer came:
// the server may have taken it. Such a mail is never sent again by itself.
func (e *Error) Uncertain() bool {
	return e.Stage == StageAfterData && e.Code < 400
}

// Temporary reports that the mail did not go out and may be tried again.
func (e *Error) Temporary() bool { return !e.Permanent() && !e.Uncertain() }

// AddressRefused reports that the server said for good that the recipient's
// mailbox does not exist or takes no mail. A refusal by policy (5.7.x), by the
// mail system (5.3.x) or for the protocol (5.5.x) says nothing about the address.
func (e *Error) AddressRefused() bool {
	if e.Stage != StageRcpt || !e.Permanent() {
		return false
	}
	for _, other := range []string{"5.3.", "5.5.", "5.7."} {
		if strings.HasPrefix(e.Enhanced, other) {
			return false
		}
	}
	return true
}

// outOfTurn is 503 (bad sequence of commands), 530, 535 and 538 (sign in first).
func (e *Error) outOfTurn() bool {
	return e.Code == 503 || e.Code == 530 || e.Code == 535 || e.Code == 538
}

// policy is x.7.x, and the two codes for the sender's address, 5.1.7 and 5.1.8.
func (e *Error) policy() bool {
	return strings.HasPrefix(e.Enhanced, "5.7.") || e.Enhanced == "5.1.7" || e.Enhanced == "5.1.8"
}

var senderWords = regexp.MustCompile(`(?i)\b(sender|relay|relaying)\b`)

// namesSender reads the words of a refusal whose code does not say whose address
// it is about: none, x.0.0, or x.1.0, which Postfix gives for either.
func (e *Error) namesSender() bool {
	switch e.Enhanced {
	case "", "5.0.0", "5.1.0":
		return senderWords.MatchString(e.Text)
	}
	return false
}

// saysTooLarge: "message is too large" at RCPT is a full mailbox in the words of
// some servers.
func (e *Error) saysTooLarge() bool {
	return e.Stage == StageRcpt && strings.Contains(strings.ToLower(e.Text), "message is too large")
}

var enhancedCode = regexp.MustCompile(`^([245]\.\d{1,3}\.\d{1,3})(?:\s+|$)`)

// failure makes an Error of what go-mail, net/smtp or the network returned. When
// ctx had ended, that is the cause: it closed the connection.
func failure(ctx context.Context, stage Stage, err error) *Error {
	e := &Error{Stage: stage, Err: err}
	var reply *textproto.Error
	var noTLS mail.StartTLSUnsupportedError
	switch {
	case errors.As(err, &reply):
		e.setReply(reply)
	case errors.As(err, &noTLS):
		e.Stage = StageTLS
		e.Err = errors.New("the server offers no STARTTLS and the setting demands it")
	case ctx.Err() != nil:
		e.Err = fmt.Errorf("%w (%v)", context.Cause(ctx), err)
	}
	return e
}

func (e *Error) setReply(reply *textproto.Error) {
	var lines []string
	for line := range strings.SplitSeq(reply.Msg, "\n") {
		if m := enhancedCode.FindStringSubmatch(line); m != nil {
			e.Enhanced, line = m[1], line[len(m[0]):]
		}
		lines = append(lines, line)
	}
	e.Code = reply.Code
	e.Text = cut(i18n.Tidy(strings.Join(lines, " ")), 500)
}
