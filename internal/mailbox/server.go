package mailbox

import (
	"crypto/tls"
	"io"
	"log"
	"net"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// idleTimeout ends a connection on which nothing was said, as RFC 5321 4.5.3.2
// has it for servers.
const idleTimeout = 5 * time.Minute

func (b *Box) newServer() *smtp.Server {
	s := smtp.NewServer(smtp.BackendFunc(b.greet))
	s.Domain = "mailbox.test"
	s.MaxMessageBytes = maxMailSize
	s.MaxRecipients = 50
	s.ReadTimeout, s.WriteTimeout = idleTimeout, idleTimeout
	s.TLSConfig = b.settings.startTLS
	s.AllowInsecureAuth = s.TLSConfig == nil
	s.ErrorLog = log.New(io.Discard, "", 0) // cut connections are what the tests are about
	return s
}

func (b *Box) serve() {
	defer close(b.served)
	listener := b.listener
	if b.settings.fault != nil {
		listener = faultListener{Listener: listener, box: b}
	}
	if b.settings.implicitTLS != nil {
		listener = tls.NewListener(listener, b.settings.implicitTLS)
	}
	_ = b.server.Serve(listener)
}

func (b *Box) greet(c *smtp.Conn) (smtp.Session, error) {
	talk := &conversation{box: b, conn: c.Conn(), signedIn: b.settings.user == ""}
	if err := b.fault(StageHello, "", talk.conn); err != nil {
		return nil, err
	}
	return talk, nil
}

// conversation is what one client says, from its greeting on.
type conversation struct {
	box      *Box
	conn     net.Conn
	signedIn bool
	begun    bool // MAIL was accepted and neither RSET nor a message followed
	from     string
	to       []string
}

var (
	errNested = &smtp.SMTPError{
		Code: 503, EnhancedCode: smtp.EnhancedCode{5, 5, 1}, Message: "Error: nested MAIL command",
	}
	errSignIn = &smtp.SMTPError{Code: 530, EnhancedCode: smtp.EnhancedCode{5, 7, 0}, Message: "Authentication required"}
)

// Mail refuses a second MAIL as Postfix does; go-smtp would let it pass.
func (t *conversation) Mail(from string, _ *smtp.MailOptions) error {
	if !t.signedIn {
		return errSignIn
	}
	if t.begun {
		return errNested
	}
	if err := t.box.fault(StageMail, "", t.conn); err != nil {
		return err
	}
	t.begun, t.from = true, from
	return nil
}

func (t *conversation) Rcpt(to string, _ *smtp.RcptOptions) error {
	if err := t.box.fault(StageRcpt, to, t.conn); err != nil {
		return err
	}
	t.to = append(t.to, to)
	return nil
}

// Data keeps the message as arrived before the hook may spoil the answer, and as
// accepted when nothing but writing the 250 is left to do.
func (t *conversation) Data(r io.Reader) error {
	if err := t.box.fault(StageData, t.to[0], t.conn); err != nil {
		return err
	}
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	ids := t.box.arrive(t.from, t.to, raw)
	if err := t.box.fault(StageDot, t.to[0], t.conn); err != nil {
		return err
	}
	t.box.accept(ids)
	return nil
}

func (t *conversation) Reset()        { t.begun, t.from, t.to = false, "", nil }
func (t *conversation) Logout() error { return nil }

// AuthMechanisms offers none when no sign-in is demanded.
func (t *conversation) AuthMechanisms() []string {
	if t.box.settings.user == "" {
		return nil
	}
	return []string{sasl.Plain}
}

func (t *conversation) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != t.box.settings.user || password != t.box.settings.password {
			return smtp.ErrAuthFailed
		}
		t.signedIn = true
		return nil
	}), nil
}
