package service

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
	"time"

	"samenspraak/internal/consult"
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
//
// While the mail server takes nothing the error is ErrMailStuck, also when
// nothing of these lanes is due.
func (s *Service) Deliver(ctx context.Context, lanes []consult.Lane, worker string) (int, error) {
	l := s.mail.line(worker)
	l.rest(s.now())
	defer func() {
		if ctx.Err() != nil {
			l.hangUp()
		}
	}()
	sent := 0
	for ctx.Err() == nil {
		due, err := s.mailDue(ctx, lanes)
		if err != nil {
			return sent, err
		}
		may, free := leave{}, false
		if due {
			may, free = s.mail.ask(s.now())
		}
		if !free {
			return sent, s.mail.stuck()
		}
		done, err := s.deliverNext(ctx, l, lanes, worker, may)
		s.mail.giveBack(may)
		if done.State == consult.Sent {
			sent++
		}
		if err != nil {
			return sent, err
		}
		if stuck := s.mail.stuck(); stuck != nil && done.State == consult.Retry && !done.DueAt.After(s.now()) {
			return sent, stuck // it would be this mail again, at once
		}
	}
	return sent, nil
}

// deliverNext sends the next mail that is due. It returns a mail without a state
// when another sender was quicker.
func (s *Service) deliverNext(
	ctx context.Context, l *line, lanes []consult.Lane, worker string, may leave,
) (consult.Mail, error) {
	// The line first: while there is none, no mail is touched, and none pays for
	// an outage of ours.
	if err := l.open(ctx, s.mail.settings.Dial, s.now()); err != nil {
		if ctx.Err() != nil {
			return consult.Mail{}, nil //nolint:nilerr // told to stop: the server may be well
		}
		s.mail.failed(may, err, s.now())
		s.log.Warn("mail server not reached", "error", err)
		return consult.Mail{}, s.mail.stuck()
	}
	// A claim is not cut off by a stop: its commit can succeed while the
	// context ends, and the mail would wait for the sweep.
	m, err := s.claimMail(context.WithoutCancel(ctx), lanes, worker)
	if errors.Is(err, consult.ErrNotFound) {
		return m, nil
	}
	if err != nil {
		return m, err
	}
	return s.deliverOne(ctx, l, m, may)
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

// heldBack says that a mail waits for a person.
type heldBack struct{ why consult.HoldReason }

func (h heldBack) Error() string { return "mail held: " + string(h.why) }

// unwritable says that a mail cannot be written.
type unwritable struct{ err error }

func (u unwritable) Error() string { return u.err.Error() }

func (s *Service) deliverOne(ctx context.Context, l *line, m consult.Mail, may leave) (consult.Mail, error) {
	// A stop of the program lets the mail that is under way finish.
	sending, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	defer context.AfterFunc(ctx, func() { time.AfterFunc(lastWords, cancel) })()
	p, err := s.pack(sending, m)
	if err == nil {
		err = s.handOver(sending, l, m, p)
	}
	done := s.judge(m, err, l, may)
	if err := s.settle(context.WithoutCancel(ctx), done, m.Claim); err != nil {
		return done, err
	}
	s.note(done, err)
	if done.State != consult.Sent {
		return done, nil
	}
	since, resumed := s.mail.worked()
	if !resumed {
		return done, nil
	}
	return done, s.resume(context.WithoutCancel(ctx), since)
}

// resume lets all mail go again that was tried while the server took nothing:
// its own waits were for that.
func (s *Service) resume(ctx context.Context, since time.Time) error {
	var n int64
	err := s.db.Update(ctx, func(tx *store.Tx) (err error) {
		n, err = tx.RetryNow(since, s.now())
		return err
	})
	s.log.Info("mail goes again", "since", since, "waiting", n)
	return err
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
	return parcel{
		raw, store.MailCopy{Subject: l.Subject, Text: redactAll(l.Text, in.Input), SHA256: hex.EncodeToString(sum[:])},
	}, nil
}

func redactAll(text string, in letter.Input) string {
	text = redact(text, in.Link)
	for _, one := range in.Mine {
		text = redact(text, one.Link)
	}
	return text
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
		if st.Contact.Unseen {
			return heldBack{consult.HeldForName}
		}
	}
	if m.RuleID != 0 {
		read, err := tx.Rule(m.RuleID)
		if err != nil {
			return err
		}
		rule = &read
	}
	if m.Purpose.About() == consult.OfMine {
		if live, err := liveMine(tx, m); err != nil || len(live) == 0 {
			return cmpErr(err, falseNow{consult.DropSuperseded})
		}
	}
	if reason := m.Premise(st, rule, s.now()); reason != consult.DropNone {
		return falseNow{reason}
	}
	return nil
}

// liveMine are the contacts of a mail whose links to /mijn still work.
func liveMine(tx *store.Tx, m consult.Mail) ([]consult.Contact, error) {
	var live []consult.Contact
	for _, one := range m.Sharers() {
		mine, err := tx.Mine(one.ContactID)
		if err != nil {
			return nil, err
		}
		if mine.Generation != one.Generation {
			continue
		}
		c, err := tx.Contact(one.ContactID)
		if err != nil {
			return nil, err
		}
		if c.ArchivedAt.IsZero() && !c.Unseen {
			live = append(live, c)
		}
	}
	return live, nil
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
