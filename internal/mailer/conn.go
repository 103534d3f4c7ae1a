package mailer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/go-mail/mail/v2"
)

// ErrUsedUp is what a Conn answers after an error or after Close.
var ErrUsedUp = errors.New("the connection is used up; dial again")

const quitTimeout = 5 * time.Second

// A Conn is an open, encrypted and signed-in conversation with the server. One
// goroutine uses it at a time.
type Conn struct {
	client  client
	link    *link
	timeout time.Duration
	dead    bool
}

// client is what go-mail's connection can do beyond its own Send. That Send
// cannot tell a refused recipient from a refused sender, and it ends a message
// it failed to write with a dot, so that the server accepts the torn piece.
type client interface {
	Mail(from string) error
	Rcpt(to string) error
	Data() (io.WriteCloser, error)
	Quit() error
}

// Dial opens a connection. The whole of it, from name resolution to sign-in,
// takes at most Settings.Timeout and ends when ctx does. The error is an *Error.
func Dial(ctx context.Context, s Settings) (*Conn, error) {
	if err := s.check(); err != nil {
		return nil, &Error{Stage: StageDial, Err: err}
	}
	ctx, cancel := context.WithTimeout(ctx, s.timeout())
	defer cancel()
	l, err := connect(ctx, s)
	if err != nil {
		return nil, failure(ctx, StageDial, err)
	}
	defer l.closeWhenDone(ctx)()
	c, err := greet(l, s)
	if err != nil {
		_ = l.Close()
		return nil, failure(ctx, l.stage, err)
	}
	return &Conn{client: c, link: l, timeout: s.timeout()}, nil
}

// greet has go-mail speak greeting, EHLO, STARTTLS and AUTH over l.
func greet(l *link, s Settings) (client, error) {
	ticket, forget := ticketFor(l)
	defer forget()
	d := mail.Dialer{
		Host:           ticket,
		SSL:            s.ImplicitTLS,
		TLSConfig:      s.tlsConfig(func() { l.verified(s) }),
		StartTLSPolicy: mail.MandatoryStartTLS,
		LocalName:      s.localName(),
		RetryFailure:   false,
		Timeout:        0, // the context closes the link in time, from the first byte on
	}
	if s.TLS == TLSNone {
		d.StartTLSPolicy = mail.NoStartTLS
	}
	if s.User != "" {
		d.Auth = &signIn{
			user: s.User, password: s.Password, clear: s.TLS == TLSNone, started: func() { l.stage = StageAuth },
		}
	}
	sender, err := d.Dial()
	if err != nil {
		return nil, err
	}
	c, ok := sender.(client)
	if !ok {
		return nil, fmt.Errorf("go-mail's connection (%T) no longer speaks single commands", sender)
	}
	return c, nil
}

// verified marks the end of the handshake of implicit TLS: what fails after it,
// greeting or EHLO, is the server's and no matter of certificates.
func (l *link) verified(s Settings) {
	if s.ImplicitTLS {
		l.stage = StageDial
	}
}

// Send sends raw to one recipient. It takes at most Settings.Timeout and ends
// when ctx does.
//
// beforeData, when not nil, is called once, after the server has agreed to take
// the message and before its first byte is written: the place to record that
// from here on a crash leaves the outcome unknown. When it fails, the connection
// is cut and the server has got nothing.
//
// The error is an *Error; after any error the Conn is used up. (A server that
// refused one recipient would answer 503 to every later mail, since go-mail
// sends no RSET.)
func (c *Conn) Send(ctx context.Context, envelopeFrom, to string, raw []byte, beforeData func() error) error {
	if c.dead {
		return &Error{Stage: StageMail, Err: ErrUsedUp}
	}
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	defer c.link.closeWhenDone(ctx)()
	stage, err := c.transmit(envelopeFrom, to, raw, beforeData)
	if err == nil {
		return nil
	}
	c.dead = true
	_ = c.link.Close()
	return failure(ctx, stage, err)
}

// transmit returns the stage that failed.
func (c *Conn) transmit(from, to string, raw []byte, beforeData func() error) (Stage, error) {
	if stage, err := c.name(from, to); err != nil {
		return stage, err
	}
	return c.write(raw, beforeData)
}

// write ends the message only when all of it was written; until then the server
// has no right to accept it (RFC 5321 4.1.1.4), so what fails before the final
// dot is StageData and what fails from there on StageAfterData.
func (c *Conn) write(raw []byte, beforeData func() error) (Stage, error) {
	w, err := c.client.Data()
	if err != nil {
		return StageData, err
	}
	if beforeData != nil {
		if err := beforeData(); err != nil {
			return StageData, err
		}
	}
	if _, err := w.Write(raw); err != nil {
		return StageData, err
	}
	return StageAfterData, w.Close()
}

// Close takes leave of the server, for at most five seconds, and closes the
// connection.
func (c *Conn) Close() error {
	if !c.dead {
		c.dead = true
		ctx, cancel := context.WithTimeout(context.Background(), quitTimeout)
		defer cancel()
		defer c.link.closeWhenDone(ctx)()
		_ = c.client.Quit() // a courtesy: every mail has its answer already
	}
	return c.link.Close()
}
