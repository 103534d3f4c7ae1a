package service

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"strings"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/mailer"
	"samenspraak/internal/store"
)

// judge says what becomes of a mail after an attempt, and of the line.
func (s *Service) judge(m consult.Mail, err error, l *line, may leave) consult.Mail {
	now := s.now()
	fresh := l.sent <= 1
	var dropped falseNow
	var held heldBack
	var cannot unwritable
	var broken halfway
	var e *mailer.Error
	if errors.As(err, &e) {
		l.hangUp() // the connection is used up after any error
	}
	m.DoneAt, m.Error = now, ""
	switch {
	case err == nil:
		m.State = consult.Sent
		return m
	case errors.As(err, &dropped):
		m.State, m.Error = consult.Dropped, string(dropped.reason)
		return m
	}
	if errors.As(err, &held) {
		m.State, m.Error, m.DoneAt = consult.Held, string(held.why), time.Time{}
		return m
	}
	m.Error = said(err)
	switch {
	case errors.As(err, &cannot):
		m.State = consult.Failed
	case errors.As(err, &broken):
		m.State = consult.Uncertain
		s.mail.failed(may, err, now)
	case e != nil && e.Permanent():
		m.State, m.Refused = consult.Failed, e.AddressRefused()
	case e != nil && e.Stage == mailer.StageMail && !fresh:
		// The server tired of an old connection: a new one will do.
		m.State, m.Attempts, m.DoneAt = consult.Retry, m.Attempts-1, time.Time{}
	case e != nil && e.RefusesUs():
		return s.refusedUs(m, e, may)
	case e != nil && e.ServerTrouble():
		return s.waitForServer(m, e, may)
	default:
		return s.waitOn(m, err)
	}
	return m
}

// refusalWait is how long a mail waits that was refused for what the server
// thinks of us.
const refusalWait = 5 * time.Minute

// refusedUs keeps waiting what was refused for no fault of its recipient. Only
// when the server takes other mail is it about this one after all; then the
// second refusal ends it.
func (s *Service) refusedUs(m consult.Mail, e *mailer.Error, may leave) consult.Mail {
	now := s.now()
	if s.mail.turnedAway(may, m.ID, e, now) {
		if m.Attempts > 1 {
			m.State = consult.Failed
			return m
		}
	} else {
		m.Attempts--
	}
	m.State, m.DoneAt = consult.Retry, time.Time{}
	if e.Stage != mailer.StageMail {
		m.DueAt = now.Add(refusalWait)
	}
	return m
}

// waitForServer keeps a mail due that met what any other would have met: the
// pause says when it is tried again. What failed after the server knew whom it
// is for may yet be about that; it lets others go first.
func (s *Service) waitForServer(m consult.Mail, e *mailer.Error, may leave) consult.Mail {
	now := s.now()
	m.State, m.DoneAt = consult.Retry, time.Time{}
	pauses := s.mail.failed(may, e, now)
	switch e.Stage {
	case mailer.StageRcpt, mailer.StageData, mailer.StageAfterData:
		wait, _ := mailer.Backoff(m.Attempts, e, rand.Float64)
		m.DueAt = now.Add(wait)
		if pauses {
			m.Attempts--
		}
	default:
		m.Attempts--
	}
	return m
}

// triesOfOurs is how often a mail is tried that fails before it reaches the
// server, for a reason of our own such as a row that cannot be read.
const triesOfOurs = 10

// waitOn sets when a mail is tried again, and whether at all.
func (s *Service) waitOn(m consult.Mail, err error) consult.Mail {
	wait, again := mailer.Backoff(m.Attempts, err, rand.Float64)
	due := s.now().Add(wait)
	var e *mailer.Error
	if !errors.As(err, &e) {
		again = m.Attempts < triesOfOurs
	}
	if !again || !m.UsefulUntil.IsZero() && !due.Before(m.UsefulUntil) {
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
			e.Detail = map[string]any{
				"purpose": m.Purpose, "meeting": m.OccasionID, "contact": m.ContactID, "said": m.Error,
			}
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

// note logs what became of a mail: stage and codes of a failure, never an
// address, and so not the server's words, which may hold one.
func (s *Service) note(m consult.Mail, err error) {
	level := slog.LevelInfo
	if m.State == consult.Failed || m.State == consult.Uncertain {
		level = slog.LevelWarn
	}
	about := []any{"id", m.ID, "purpose", m.Purpose, "state", m.State, "attempt", m.Attempts}
	var e *mailer.Error
	switch {
	case err == nil:
	case m.State == consult.Dropped, m.State == consult.Held:
		about = append(about, "reason", m.Error)
	case errors.As(err, &e):
		about = append(about, "stage", e.Stage, "code", e.Code, "enhanced", e.Enhanced)
		if e.Code == 0 {
			about = append(about, "error", nameless(e.Err))
		}
	default:
		about = append(about, "error", nameless(err))
	}
	s.log.Log(context.Background(), level, "mail", about...)
}

// nameless is an error for the log, or that it is not for it.
func nameless(err error) string {
	if text := err.Error(); !strings.Contains(text, "@") {
		return text
	}
	return "names an address"
}
