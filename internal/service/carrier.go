package service

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"samenspraak/internal/mailer"
)

// MailSettings say from where and through what mail is sent.
type MailSettings struct {
	From string // MAIL_FROM: the address in From and in the envelope
	// Dial opens a conversation with the server. Without it nothing is sent.
	Dial func(context.Context) (MailConn, error)
}

// MailConn is one conversation with a mail server; mailer.Conn is one. See
// there for what its errors mean.
type MailConn interface {
	Send(ctx context.Context, envelopeFrom, to string, raw []byte, beforeData func() error) error
	Close() error
}

// Limits of one conversation, and of the patience with a server that fails.
const (
	mailsPerConn  = 100
	connIdle      = time.Minute
	failuresMost  = 5 // in a row, before sending pauses
	shortestPause = time.Minute
	longestPause  = 5 * time.Minute // one knock in five minutes burdens no server
)

// carrier is what the senders of one process share: their connections, and the
// memory of how the server did.
type carrier struct {
	settings MailSettings

	mu       sync.Mutex
	lines    map[string]*line
	bells    []chan struct{}
	failures int       // in a row
	since    time.Time // when the first of them began
	pause    time.Duration
	until    time.Time
	pauses   int64 // counted: what began before one tells nothing about its end
	probing  bool
	trouble  MailTrouble
	refused  int64 // the mail last refused for what the server thinks of us; 0: it took one since
	took     bool  // it took one at all
}

func newCarrier(settings MailSettings) *carrier {
	return &carrier{settings: settings, lines: map[string]*line{}}
}

// Wake returns a channel on which something comes when mail was queued in this
// process. Each sender takes one of its own.
func (s *Service) Wake() <-chan struct{} {
	bell := make(chan struct{}, 1)
	s.mail.mu.Lock()
	defer s.mail.mu.Unlock()
	s.mail.bells = append(s.mail.bells, bell)
	return bell
}

func (p *carrier) ring() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, bell := range p.bells {
		select {
		case bell <- struct{}{}:
		default: // it rings already
		}
	}
}

// MailTrouble is what keeps mail from going out; zero when nothing does.
type MailTrouble struct {
	Failures int       // conversations in a row that failed
	Until    time.Time // sending pauses until then; zero: it does not
	Said     string    // see consult.Mail.Error
	Refused  bool      // the server is well and refuses us: a person must mend that
	cause    error     // without the server's words, for the log
}

// MailTrouble says how the mail server did of late.
func (s *Service) MailTrouble() MailTrouble {
	s.mail.mu.Lock()
	defer s.mail.mu.Unlock()
	return s.mail.trouble
}

// ErrMailStuck is what Deliver returns while the mail server takes nothing.
var ErrMailStuck = errors.New("mail does not leave")

// stuck is nil when the last conversation went well.
func (p *carrier) stuck() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.failures == 0 {
		return nil
	}
	return fmt.Errorf("%w: %w", ErrMailStuck, p.trouble.cause)
}

// leave is what a sender holds while it tries one mail.
type leave struct {
	pauses int64
	at     time.Time
	probe  bool
}

// ask gives leave to try a mail. While sending pauses nobody gets it; after a
// pause one sender alone tries one mail, and the others wait for what comes of
// it. Whoever has leave gives it back.
func (p *carrier) ask(now time.Time) (leave, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	l := leave{pauses: p.pauses, at: now, probe: p.pause > 0}
	if now.Before(p.until) || l.probe && p.probing {
		return leave{}, false
	}
	p.probing = l.probe
	return l, true
}

// giveBack ends a leave, whether or not anything was learnt by it.
func (p *carrier) giveBack(l leave) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if l.probe && l.pauses == p.pauses {
		p.probing = false
	}
}

// worked forgets former failures. When they had made sending pause, it returns
// when they began: what was tried since may be tried at once.
func (p *carrier) worked() (since time.Time, resumed bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	since, resumed = p.since, p.pause > 0
	p.failures, p.since, p.pause, p.until, p.trouble = 0, time.Time{}, 0, time.Time{}, MailTrouble{}
	p.refused, p.took, p.probing = 0, true, false
	return since, resumed
}

// failed notes a failure that is the server's or the way's to it, and says
// whether sending pauses. After five in a row it does, each time longer: a
// server that is down does not come up sooner because we knock. However many
// senders fail, an outage is one: what began before a pause does not lengthen it.
func (p *carrier) failed(l leave, err error, now time.Time) (pauses bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.note(l, err) && p.failures >= failuresMost {
		p.stop(now)
	}
	return p.pause > 0
}

// turnedAway notes that the server refused a mail for what it thinks of us. At
// MAIL that is beyond doubt. Later it may yet be about one recipient, who takes
// mail from few: alone says that the server takes other mail. A second one of
// another mail, with nothing taken between, is about us, and sending pauses.
func (p *carrier) turnedAway(l leave, mailID int64, e *mailer.Error, now time.Time) (alone bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	alone = p.refused == 0 && p.took
	another := p.refused != 0 && p.refused != mailID
	p.refused = mailID
	if !another && !l.probe && e.Stage != mailer.StageMail {
		p.began(l)
		return alone
	}
	if p.note(l, e) {
		p.failures, p.trouble.Refused = max(p.failures, failuresMost), true
		p.stop(now)
	}
	return false
}

func (p *carrier) began(l leave) {
	if p.since.IsZero() || l.at.Before(p.since) {
		p.since = l.at
	}
}

// note counts a failure; false: it began before the present pause.
func (p *carrier) note(l leave, err error) bool {
	p.began(l)
	if l.pauses != p.pauses {
		return false
	}
	p.failures++
	p.trouble = MailTrouble{Failures: p.failures, Until: p.until, Said: said(err), cause: err}
	return true
}

func (p *carrier) stop(now time.Time) {
	p.pause = min(max(2*p.pause, shortestPause), longestPause)
	p.until, p.probing = now.Add(p.pause), false
	p.trouble.Failures, p.trouble.Until = p.failures, p.until
	p.pauses++
}

// line is the connection of one sender, kept while it is good.
type line struct {
	conn MailConn
	sent int
	used time.Time
}

func (p *carrier) line(worker string) *line {
	p.mu.Lock()
	defer p.mu.Unlock()
	l, ok := p.lines[worker]
	if !ok {
		l = &line{}
		p.lines[worker] = l
	}
	return l
}

func (l *line) hangUp() {
	if l.conn != nil {
		_ = l.conn.Close() // every mail has its answer already
	}
	l.conn, l.sent = nil, 0
}

// rest hangs up what was silent too long.
func (l *line) rest(now time.Time) {
	if l.conn != nil && now.Sub(l.used) >= connIdle {
		l.hangUp()
	}
}

// open makes sure of a connection.
func (l *line) open(ctx context.Context, dial func(context.Context) (MailConn, error), now time.Time) error {
	if l.sent >= mailsPerConn {
		l.hangUp()
	}
	if l.conn != nil {
		return nil
	}
	if dial == nil {
		return errors.New("no mail server is set")
	}
	conn, err := dial(ctx)
	if err != nil {
		return err
	}
	l.conn, l.used = conn, now
	return nil
}

// said is what staff are told of a failure: what the server answered, in its
// words, or one word for what went wrong on the way to it, whose text stands in
// the catalogue under mail.said.<word>. It may name the recipient: for staff,
// not for the log.
func said(err error) string {
	var e *mailer.Error
	var cannot unwritable
	switch {
	case errors.As(err, &cannot):
		return "unwritable"
	case !errors.As(err, &e):
		return "ours"
	case errors.Is(e, mailer.ErrAddress):
		return "address"
	case e.Code != 0:
		return cutTo(strings.Join(strings.Fields(fmt.Sprintf("%d %s %s", e.Code, e.Enhanced, e.Text)), " "), 500)
	}
	switch e.Stage {
	case mailer.StageDial:
		return "unreached"
	case mailer.StageTLS, mailer.StageAuth:
		return string(e.Stage)
	case mailer.StageData, mailer.StageAfterData:
		return "halfway"
	}
	return "broken"
}

func cutTo(s string, most int) string {
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most])
	}
	return s
}
