package service

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"log/slog"
	"math/rand/v2"
	"strings"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/letter"
	"samenspraak/internal/mailer"
	"samenspraak/internal/store"
)

// lastWords is how long a mail that is being sent may still take when the
// program stops.
const lastWords = 10 * time.Second

// Deliver sends what is due in some lanes, the first lane first, until nothing
// is due, the server fails or ctx ends. It returns how many mails the server
// took. Worker names the sender: two calls at once have different ones, also in
// different processes.
//
// A mail is claimed in a transaction of its own, looked at once more (does its
// premise still hold?), written, and handed over. Before its first byte is
// written that is recorded, so a crash leaves it either waiting or uncertain,
// and uncertain mail is never sent again by itself.
func (s *Service) Deliver(ctx context.Context, lanes []consult.Lane, worker string) (int, error) {
	l := s.mail.line(worker)
	l.rest(s.now())
	defer func() {
		if ctx.Err() != nil {
			l.hangUp()
		}
	}()
	sent := 0
	for ctx.Err() == nil && !s.mail.paused(s.now()) {
		due, err := s.mailDue(ctx, lanes)
		if err != nil || !due {
			return sent, err
		}
		// The line first: while there is none, no mail is touched, and none
		// pays for an outage of ours.
		if err := l.open(ctx, s.mail.settings.Dial, s.now()); err != nil {
			s.mail.failed(err, s.now())
			s.log.Warn("mail server not reached", "error", err)
			return sent, nil
		}
		// A claim is not cut off by a stop: its commit can succeed while the
		// context ends, and the mail would wait for the sweep.
		m, err := s.claimMail(context.WithoutCancel(ctx), lanes, worker)
		if errors.Is(err, consult.ErrNotFound) {
			return sent, nil // another sender was quicker
		}
		if err != nil {
			return sent, err
		}
		done, err := s.deliverOne(ctx, l, m)
		if err != nil {
			return sent, err
		}
		if done.State == consult.Sent {
			sent++
		}
	}
	return sent, nil
}

// HangUp ends the connections of this process; call it when no sender runs any
// more.
func (s *Service) HangUp() {
	s.mail.mu.Lock()
	defer s.mail.mu.Unlock()
	for _, l := range s.mail.lines {
		l.hangUp()
	}
}

func (s *Service) mailDue(ctx context.Context, lanes []consult.Lane) (due bool, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		due, err = tx.MailDue(lanes, s.now())
		return err
	})
	return due, err
}

// claimMail takes the next mail that is due.
func (s *Service) claimMail(ctx context.Context, lanes []consult.Lane, worker string) (consult.Mail, error) {
	var m consult.Mail
	err := s.db.Update(ctx, func(tx *store.Tx) error {
		for _, lane := range lanes {
			var err error
			if m, err = tx.ClaimMail(lane, worker, s.now()); !errors.Is(err, consult.ErrNotFound) {
				return err
			}
		}
		return consult.ErrNotFound
	})
	return m, err
}

// parcel is a mail that is ready to go.
type parcel struct {
	raw  []byte
	copy store.MailCopy
}

// letterOf is a letter's input with the thread that it belongs to.
type letterOf struct {
	letter.Input
	thread string
}

// falseNow says that a mail's premise no longer holds.
type falseNow struct{ reason consult.DropReason }

func (f falseNow) Error() string { return "mail dropped: " + string(f.reason) }

// unwritable says that a mail cannot be written.
type unwritable struct{ err error }

func (u unwritable) Error() string { return u.err.Error() }

func (s *Service) deliverOne(ctx context.Context, l *line, m consult.Mail) (consult.Mail, error) {
	// A stop of the program lets the mail that is under way finish.
	sending, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	defer context.AfterFunc(ctx, func() { time.AfterFunc(lastWords, cancel) })()
	p, err := s.pack(sending, m)
	if err == nil {
		err = s.handOver(sending, l, m, p)
	}
	done := s.judge(m, err, l)
	if err := s.settle(context.WithoutCancel(ctx), done, m.Claim); err != nil {
		return done, err
	}
	s.note(done)
	return done, nil
}

// pack looks at the premise and writes the mail.
func (s *Service) pack(ctx context.Context, m consult.Mail) (parcel, error) {
	var in letterOf
	err := s.db.View(ctx, func(tx *store.Tx) (err error) {
		if err = s.stillTrue(tx, m); err != nil {
			return err
		}
		d, err := s.desk(tx, s.now())
		if err != nil {
			return err
		}
		if in.Input, err = d.input(m); err != nil {
			return err
		}
		in.thread, err = threadOf(tx, m)
		return err
	})
	if errors.Is(err, consult.ErrNotFound) {
		err = falseNow{consult.DropGone}
	}
	if err != nil {
		return parcel{}, err
	}
	l, err := write(in.Input)
	if err != nil {
		return parcel{}, unwritable{err}
	}
	raw, err := s.build(in.Input, l, in.thread)
	if err != nil {
		return parcel{}, unwritable{err}
	}
	sum := sha256.Sum256(raw)
	return parcel{raw, store.MailCopy{Subject: l.Subject, Text: redact(l.Text, in.Link), SHA256: hex.EncodeToString(sum[:])}}, nil
}

// redact takes the secret out of what is kept of a mail.
func redact(text, link string) string {
	at := strings.LastIndexByte(link, '/')
	if at < 0 || at+1 == len(link) {
		return text
	}
	return strings.ReplaceAll(text, link, link[:at+1]+"▒▒▒▒")
}

// stillTrue returns falseNow when there is no longer any reason for the mail.
func (s *Service) stillTrue(tx *store.Tx, m consult.Mail) error {
	var st *consult.Standing
	var rule *consult.Rule
	if m.InviteeID != 0 {
		read, err := tx.Standing(m.InviteeID)
		if err != nil {
			return err
		}
		st = &read
	}
	if m.RuleID != 0 {
		read, err := tx.Rule(m.RuleID)
		if err != nil {
			return err
		}
		rule = &read
	}
	if m.Purpose == consult.ForMine {
		if mine, err := tx.Mine(m.ContactID); err != nil || mine.Generation != m.Facts.Generation {
			return cmpErr(err, falseNow{consult.DropSuperseded})
		}
	}
	if reason := m.Premise(st, rule, s.now()); reason != consult.DropNone {
		return falseNow{reason}
	}
	return nil
}

// handOver sends the mail. Between the server's consent and the first byte it
// looks at the premise a last time and records that the mail is on its way.
func (s *Service) handOver(ctx context.Context, l *line, m consult.Mail, p parcel) error {
	begun := false
	err := l.conn.Send(ctx, s.mail.settings.From, m.Address, p.raw, func() error {
		err := s.db.Update(ctx, func(tx *store.Tx) error {
			if err := s.stillTrue(tx, m); err != nil {
				return err
			}
			if err := tx.MarkData(m.ID, m.Claim, s.messageID(m.ID), s.now()); err != nil {
				return err
			}
			p.copy.At = s.now()
			return tx.KeepCopy(m.ID, p.copy)
		})
		begun = err == nil
		return err
	})
	l.sent, l.used = l.sent+1, s.now()
	var e *mailer.Error
	if begun && errors.As(err, &e) && e.Code == 0 {
		return halfway{err}
	}
	return err
}

// halfway says that the connection broke after the message was begun and before
// the server answered it. By RFC 5321, 4.1.1.4 a server drops a message without
// its final dot, but not every server does: such a mail is never sent again by
// itself, whether the program died or the connection did.
type halfway struct{ err error }

func (h halfway) Error() string { return h.err.Error() }
func (h halfway) Unwrap() error { return h.err }

// judge says what becomes of a mail after an attempt, and of the line.
func (s *Service) judge(m consult.Mail, err error, l *line) consult.Mail {
	now := s.now()
	fresh := l.sent <= 1
	var dropped falseNow
	var cannot unwritable
	var broken halfway
	var e *mailer.Error
	if errors.As(err, &e) {
		l.hangUp() // the connection is used up after any error
	}
	m.DoneAt, m.Error = now, ""
	switch {
	case err == nil:
		s.mail.worked()
		m.State = consult.Sent
		return m
	case errors.As(err, &dropped):
		m.State, m.Error = consult.Dropped, string(dropped.reason)
		return m
	case errors.As(err, &cannot):
		m.State, m.Error = consult.Failed, serverSaid(err)
		return m
	}
	m.Error = serverSaid(err)
	switch {
	case errors.As(err, &broken):
		m.State = consult.Uncertain
	case e != nil && e.Permanent():
		m.State, m.Refused = consult.Failed, e.AddressRefused()
	default:
		return s.waitOn(m, err, fresh)
	}
	return m
}

// triesOfOurs is how often a mail is tried that fails before it reaches the
// server, for a reason of our own such as a row that cannot be read.
const triesOfOurs = 10

// waitOn sets when a mail is tried again, and whether at all.
func (s *Service) waitOn(m consult.Mail, err error, fresh bool) consult.Mail {
	now := s.now()
	wait, again := mailer.Backoff(m.Attempts, err, rand.Float64)
	due := now.Add(wait)
	var e *mailer.Error
	switch {
	case !errors.As(err, &e):
		again = m.Attempts < triesOfOurs
	case oursOrTheirs(e):
		m.Attempts--
		if e.Stage == mailer.StageMail && !fresh {
			due = now // the server tired of an old connection: a new one will do
		} else {
			s.mail.failed(err, now)
		}
	case !m.UsefulUntil.IsZero() && !due.Before(m.UsefulUntil):
		again = false
	}
	if !again {
		m.State = consult.Failed
		return m
	}
	m.State, m.DueAt, m.DoneAt = consult.Retry, due, time.Time{}
	return m
}

// settle writes what became of a mail, with what follows from it: an address
// that the server refused gets nothing more until it is corrected.
func (s *Service) settle(ctx context.Context, m consult.Mail, claim string) error {
	err := s.db.Update(ctx, func(tx *store.Tx) error {
		if err := tx.SettleMail(m, claim); err != nil {
			return err
		}
		if m.State != consult.Retry {
			e := s.event(consult.SystemActor, "mail."+string(m.State), "mail", m.ID)
			e.Detail = map[string]any{"purpose": m.Purpose, "meeting": m.MeetingID, "contact": m.ContactID, "said": m.Error}
			tx.Record(e)
		}
		if !m.Refused {
			return nil
		}
		return s.markUndeliverable(tx, m)
	})
	if errors.Is(err, consult.ErrConflict) {
		s.log.Warn("mail was settled by another sender", "mail", m.ID)
		return nil
	}
	return err
}

func (s *Service) markUndeliverable(tx *store.Tx, m consult.Mail) error {
	canonical, err := i18n.CanonicalAddress(m.Address)
	if err != nil {
		return nil //nolint:nilerr // an address that is none belongs to no contact
	}
	contacts, err := tx.MarkUndeliverable(canonical, m.Error, s.now())
	if err != nil {
		return err
	}
	for _, contactID := range contacts {
		e := s.event(consult.SystemActor, "contact.undeliverable", "contact", contactID)
		e.Detail = map[string]any{"said": m.Error, "mail": m.ID}
		tx.Record(e)
		if _, err := tx.DropMail(store.MailFilter{ContactID: contactID}, consult.DropAddress, s.now()); err != nil {
			return err
		}
	}
	return nil
}

// note logs without addresses: the server's words may hold one.
func (s *Service) note(m consult.Mail) {
	level := slog.LevelInfo
	if m.State == consult.Failed || m.State == consult.Uncertain {
		level = slog.LevelWarn
	}
	s.log.Log(context.Background(), level, "mail", "id", m.ID, "purpose", m.Purpose, "state", m.State, "attempt", m.Attempts)
}

// SweepMail settles what senders left behind that died: mail claimed longer ago
// than a while goes back to wait when nothing of it was handed over, and is
// uncertain when it was. With zero it settles everything that is claimed: only
// for a start as the one process on a database.
func (s *Service) SweepMail(ctx context.Context, longerThan time.Duration) (waiting, uncertain int64, err error) {
	now := s.now()
	before := now.Add(-longerThan)
	if longerThan == 0 {
		before = now.Add(time.Second)
	}
	err = s.db.Update(ctx, func(tx *store.Tx) error {
		waiting, uncertain, err = tx.SweepMail(before, now)
		if err == nil && uncertain > 0 {
			e := s.event(consult.SystemActor, "mail.uncertain", "outbox", 0)
			e.Detail = map[string]any{"count": uncertain}
			tx.Record(e)
		}
		return err
	})
	if waiting+uncertain > 0 {
		s.log.Warn("mail left by a sender that stopped", "waiting", waiting, "uncertain", uncertain)
	}
	return waiting, uncertain, err
}

// SweepAfter is how long a claimed mail may take before its sender counts as
// dead; it is far longer than any conversation may last.
const SweepAfter = 10 * time.Minute
