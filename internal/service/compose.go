package service

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/letter"
	"samenspraak/internal/mailer"
	"samenspraak/internal/store"
)

// desk has what all letters of one moment share, so that writing many reads it
// once.
type desk struct {
	s      *Service
	tx     *store.Tx
	now    time.Time
	region consult.Region
	towns  []string
}

func (s *Service) desk(tx *store.Tx, now time.Time) (desk, error) {
	d := desk{s: s, tx: tx, now: now}
	var err error
	if d.region, err = tx.Region(); err != nil {
		return d, err
	}
	all, err := tx.Municipalities()
	for _, m := range all {
		if m.ValidOn(now) {
			d.towns = append(d.towns, m.Name)
		}
	}
	return d, err
}

// input gathers what a letter tells. It returns consult.ErrNotFound when what
// the mail is about is gone.
func (d desk) input(m consult.Mail) (letter.Input, error) {
	in := letter.Input{
		Mail: m, Region: d.region, Municipalities: d.towns, From: d.s.mail.settings.From, SiteURL: d.s.base, Now: d.now,
	}
	var err error
	if in.Standing, err = d.standing(m); err != nil {
		return in, err
	}
	if in.Standing != nil {
		if in.Meeting, err = d.tx.MeetingOf(in.Standing.Occasion); err != nil {
			return in, err
		}
	}
	if m.ReplyID != 0 {
		r, err := d.tx.Reply(m.ReplyID)
		if err != nil {
			return in, err
		}
		in.Reply = &r
	}
	in.Link = d.s.linkFor(m, in.Standing)
	if m.Purpose.About() == consult.OfMine && len(m.Facts.Others) > 0 {
		in.Mine, err = d.mine(m)
	}
	return in, err
}

// mine are the links of all who share an address, as far as they still work.
func (d desk) mine(m consult.Mail) ([]letter.Mine, error) {
	live, err := liveMine(d.tx, m)
	if err != nil {
		return nil, err
	}
	var all []letter.Mine
	for _, c := range live {
		o, err := d.tx.Organisation(c.OrganisationID)
		if err != nil {
			return nil, err
		}
		link, err := d.tx.Mine(c.ID)
		if err != nil {
			return nil, err
		}
		all = append(
			all,
			letter.Mine{Name: c.Name(), Organisation: o.Name, Link: d.s.mineURL(m.Language, c.ID, link.Generation)},
		)
	}
	return all, nil
}

// standing is that of the invitee. A mail to somebody who is not an invitee yet
// (a preview) or never will be (a test) gets one that is as it would be.
func (d desk) standing(m consult.Mail) (*consult.Standing, error) {
	if m.InviteeID != 0 {
		st, err := d.tx.Standing(m.InviteeID)
		return &st, err
	}
	if m.OccasionID == 0 {
		return nil, nil
	}
	o, err := d.tx.Occasion(m.OccasionID)
	if err != nil {
		return nil, err
	}
	st := consult.Standing{
		Occasion: o, Invitation: consult.Invitation{OccasionID: o.ID, InvitedAt: d.now},
		Invitee: consult.Invitee{AddedAt: d.now, Generation: 1},
	}
	if m.ContactID == 0 {
		st.Organisation.Name = i18n.T(i18n.Parse(m.Language), "mail.example")
		return &st, nil
	}
	if st.Contact, err = d.tx.Contact(m.ContactID); err != nil {
		return nil, err
	}
	st.Organisation, err = d.tx.Organisation(st.Contact.OrganisationID)
	st.Invitation.OrganisationID, st.Invitee.ContactID = st.Organisation.ID, st.Contact.ID
	return &st, err
}

// linkFor is the recipient's own page. It is derived each time and stored
// nowhere.
func (s *Service) linkFor(m consult.Mail, st *consult.Standing) string {
	switch {
	case m.Purpose.About() == consult.OfMine:
		return s.mineURL(m.Language, m.ContactID, m.Facts.Generation)
	case m.Purpose.About() == consult.OfStaff:
		return s.staffLinkURL(m.Facts.Generation)
	case st != nil && st.Invitee.ID != 0:
		return s.invitationURL(st.Invitee, m.Language)
	}
	return s.deadLink(m.Language)
}

func (s *Service) mineURL(lang string, contactID, generation int64) string {
	return s.base + address.In(lang, address.MyInvitations(s.token(linkMine, contactID, generation)))
}

// deadLink stands where a letter is shown to somebody else than its recipient.
func (s *Service) deadLink(lang string) string {
	return s.base + address.In(lang, address.DeadInvitation())
}

// write writes the letter; a panic in a template is an error like any other, so
// that one letter cannot stop the rest.
func write(in letter.Input) (l letter.Letter, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("write letter %s: %v", in.Mail.Purpose, r)
		}
	}()
	return letter.Write(in)
}

// build makes the bytes that go out. thread is the Message-ID of the
// invitee's invitation, or empty.
func (s *Service) build(in letter.Input, l letter.Letter, thread string) ([]byte, error) {
	m := in.Mail
	headers := map[string]string{
		"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "OOF, AutoReply",
		"X-Portal-Ref": strconv.FormatInt(m.ID, 10),
	}
	if thread != "" {
		headers["In-Reply-To"], headers["References"] = thread, thread
	}
	return mailer.Build(mailer.Message{
		From:         mailer.Address{Name: senderName(in.Region), Address: s.mail.settings.From},
		ReplyTo:      mailer.Address{Address: in.Region.ReplyAddress},
		To:           mailer.Address{Name: in.ToName(), Address: m.Address},
		EnvelopeFrom: s.mail.settings.From, Subject: l.Subject, Text: l.Text, HTML: l.HTML,
		MessageID: s.messageID(m.ID),
		Date:      in.Now.In(consult.Amsterdam), Headers: headers, Calendar: l.Calendar, CalendarMethod: l.Method,
	})
}

func senderName(r consult.Region) string {
	if r.SenderName != "" {
		return r.SenderName
	}
	return r.Name
}

// messageID is the same over all attempts, so that mail that was sent twice is
// shown once.
func (s *Service) messageID(mailID int64) string {
	_, host, _ := strings.Cut(s.mail.settings.From, "@")
	return fmt.Sprintf("<mail-%d.%x@%s>", mailID, s.mac("message", mailID, 0)[:8], host)
}

// threadOf is the Message-ID of the invitation that the invitee got, so that
// mail programs put all about one meeting together.
func threadOf(tx *store.Tx, m consult.Mail) (string, error) {
	if m.InviteeID == 0 || m.Purpose == consult.ForInvitation {
		return "", nil
	}
	first, err := tx.Mails(store.MailFilter{
		InviteeID: m.InviteeID, Purposes: []consult.Purpose{consult.ForInvitation, consult.ForStandIn},
		States: []consult.MailState{consult.Sent},
	})
	if err != nil || len(first) == 0 || first[len(first)-1].ID == m.ID {
		return "", err
	}
	return first[len(first)-1].MessageID, nil
}

// Preview is the letter just as its recipient would get it now, with a link
// that does not work. The mail need not be in the outbox: a purpose, a meeting
// and an invitee, or a contact who is not invited yet, are enough.
func (s *Service) Preview(ctx context.Context, actor consult.Actor, m consult.Mail) (letter.Letter, error) {
	return look(ctx, s, actor, func(tx *store.Tx) (letter.Letter, error) { return s.preview(tx, m, s.now()) })
}

func (s *Service) preview(tx *store.Tx, m consult.Mail, at time.Time) (letter.Letter, error) {
	d, err := s.desk(tx, at)
	if err != nil {
		return letter.Letter{}, err
	}
	in, err := d.input(m)
	if err != nil {
		return letter.Letter{}, err
	}
	in.Link = s.deadLink(m.Language)
	for i := range in.Mine {
		in.Mine[i].Link = in.Link
	}
	return write(in)
}

// PreviewReminder is the reminder of a rule just as one invitee would get it at
// its moment, or now when that has passed, with a link that does not work.
func (s *Service) PreviewReminder(
	ctx context.Context, actor consult.Actor, meetingID, ruleID, inviteeID int64,
) (letter.Letter, error) {
	return look(ctx, s, actor, func(tx *store.Tx) (letter.Letter, error) {
		rule, err := tx.Rule(ruleID)
		if err != nil {
			return letter.Letter{}, err
		}
		st, err := tx.Standing(inviteeID)
		if err == nil && (st.Occasion.ID != meetingID || rule.OccasionID != meetingID) {
			err = consult.ErrNotFound
		}
		if err != nil {
			return letter.Letter{}, err
		}
		moment := s.now()
		if due := rule.Due(rule.Anchor(st.Occasion, st.Invitation)); due.After(moment) {
			moment = due
		}
		return s.preview(tx, reminder(rule, st, moment), moment)
	})
}

// prove writes and builds every one of some mails without sending any, so
// that a mailing that could not be written for somebody never begins. What it
// returns is consult.Problems that count them and name the first.
func (s *Service) prove(tx *store.Tx, mails []consult.Mail, now time.Time) error {
	d, err := s.desk(tx, now)
	if err != nil {
		return err
	}
	var failed []consult.Mail
	var first error
	for _, m := range mails {
		in, err := d.input(m)
		if err != nil && !errors.Is(err, consult.ErrNotFound) {
			return err
		}
		if err == nil {
			err = s.proveOne(in)
		}
		if err != nil {
			failed, first = append(failed, m), cmpErr(first, err)
		}
	}
	if len(failed) == 0 {
		return nil
	}
	s.log.Warn(
		"letters cannot be written", "count", len(failed), "purpose", failed[0].Purpose, "contact",
		failed[0].ContactID, "error", first,
	)
	return consult.Problems{
		{Field: "mail", Key: "mail.problem.prove", Args: []any{"Count", len(failed), "Name", failed[0].Name}},
	}
}

func (s *Service) proveOne(in letter.Input) error {
	l, err := write(in)
	if err == nil {
		_, err = s.build(in, l, "")
	}
	return err
}

func cmpErr(first, next error) error {
	if first != nil {
		return first
	}
	return next
}
