// Package service holds the use cases, one method per verb: who may, load, ask
// the rule, write, queue the mail, record the event, all in one transaction.
package service

import (
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"encoding/hex"
	"log/slog"
	"strings"
	"time"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/store"
)

// Options are what a Service is made of. All are required but Log.
type Options struct {
	DB      *store.DB
	Now     func() time.Time
	Secret  []byte // at least 32 bytes; every mailed link is derived from it, and second factors are sealed under it
	BaseURL string // without a slash at the end
	Mail    MailSettings
	Log     *slog.Logger
}

// Service is the program without its pages. It is safe for concurrent use.
type Service struct {
	db     *store.DB
	now    func() time.Time
	secret []byte
	sealer cipher.AEAD
	base   string
	log    *slog.Logger
	mail   *carrier
	// reading holds one while a file is read.
	reading chan struct{}
}

// New makes a Service.
func New(o Options) *Service {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	s := &Service{
		db: o.DB, now: o.Now, secret: o.Secret, sealer: newSealer(o.Secret), base: strings.TrimRight(o.BaseURL, "/"),
		log:  o.Log,
		mail: newCarrier(o.Mail), reading: make(chan struct{}, 1),
	}
	o.DB.OnQueued(s.mail.ring)
	return s
}

// BaseURL is the address of the site, without a slash at the end.
func (s *Service) BaseURL() string { return s.base }

// Fingerprint tells one SECRET from another without showing it.
func (s *Service) Fingerprint() string { return hex.EncodeToString(s.mac("fingerprint", 0, 0)[:8]) }

// event starts an audit event of now.
func (s *Service) event(a consult.Actor, action, object string, about int64) consult.Event {
	return consult.Event{At: s.now(), Actor: a, Action: action, Object: object, About: about}
}

// What a derived link is for; it is part of what is signed, so a link for one
// thing never opens another.
const (
	linkInvitation = "invitation"
	linkMine       = "mine"
	linkStaff      = "staff"
)

// token derives the secret of a link: 160 bits, as 32 letters and digits. The
// same invitee and generation give the same token, so that every reminder
// carries the same link; raising the generation makes all former links dead.
func (s *Service) token(purpose string, id, generation int64) string {
	return strings.ToLower(
		base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(s.mac(purpose, id, generation)[:20]),
	)
}

func (s *Service) mac(purpose string, id, generation int64) []byte {
	h := hmac.New(sha256.New, s.secret)
	h.Write([]byte(purpose))
	h.Write([]byte{0})
	h.Write(binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint64(nil, uint64(id)), uint64(generation)))
	return h.Sum(nil)
}

// digest is what the database keeps of a token.
func digest(token string) string {
	sum := sha256.Sum256([]byte(strings.ToLower(token)))
	return hex.EncodeToString(sum[:])
}

// invitationURL is the personal link of an invitee.
func (s *Service) invitationURL(v consult.Invitee, lang string) string {
	return s.base + address.In(lang, address.Invitation(s.token(linkInvitation, v.ID, v.Generation)))
}
