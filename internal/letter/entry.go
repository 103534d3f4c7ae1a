package letter

import (
	"fmt"
	"strings"

	"samenspraak/internal/calendar"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
)

const product = "-//Samenspraak//NL"

// entry writes the calendar entry that goes with the letter, if one does.
// Until somebody said yes it is a publication to look at, since answers from
// calendar programs are not read; from then on it is an entry of their own.
func (in Input) entry() (body []byte, method calendar.Method, err error) {
	if method = in.method(); method == "" {
		return nil, "", nil
	}
	body, err = calendar.Write(method, product, in.event(in.lang(), method))
	return body, method, err
}

func (in Input) method() calendar.Method {
	s := in.Standing
	if s == nil || !in.Now.Before(in.Meeting.Starts) {
		return "" // a calendar program does nothing with what is past
	}
	switch in.Mail.Purpose.Entry() {
	case consult.EntryOffered:
		return calendar.Publish
	case consult.EntryByAnswer:
		return in.afterReply()
	case consult.EntryLapses:
		if in.Mail.Facts.InCalendar && !s.Comes() {
			return calendar.Cancel
		}
	case consult.EntryMoves:
		if in.holdsEntry() {
			return calendar.Request
		}
		return calendar.Publish
	case consult.EntryEnds:
		return calendar.Cancel
	case consult.NoEntry:
	}
	return ""
}

// afterReply follows the reply that counts: a confirmation that was late and
// tells of a former one leaves the calendar alone.
func (in Input) afterReply() calendar.Method {
	told, comes := in.reply(), in.Standing.Comes()
	switch {
	case told == nil || !in.Standing.Everybody().Last(told.ID) || told.Answer.Comes() != comes:
		return ""
	case comes:
		return calendar.Request
	case in.Mail.Facts.InCalendar:
		return calendar.Cancel
	}
	return ""
}

// holdsEntry says whether the recipient's calendar holds an entry of their own.
func (in Input) holdsEntry() bool {
	return in.Mail.Facts.InCalendar || in.Standing.Comes()
}

func (in Input) event(lang i18n.Lang, method calendar.Method) calendar.Event {
	m := in.Meeting
	e := calendar.Event{
		UID: EntryUID(m, in.Standing.Invitee.ID), Sequence: in.sequence(), Start: m.Starts, End: m.Ends, Stamp: in.Now,
		Summary: i18n.Tidy(m.Title), Description: in.about(lang),
		Location: i18n.Tidy(i18n.Place(lang, m.Place(), m.Online)),
		URL:      in.publicPage(lang), Organizer: calendar.Person{Name: in.sender(), Address: in.organizer()},
	}
	if method != calendar.Publish {
		e.Attendee = &calendar.Person{Name: i18n.Tidy(in.Mail.Name), Address: in.Mail.Address}
		e.Accepted = method == calendar.Request
		e.Cancelled = method == calendar.Cancel
	}
	return e
}

// EntryUID is the identity of an invitee's entry: it stays for life, whatever
// moves and whoever withdraws.
func EntryUID(m consult.Meeting, inviteeID int64) string {
	left, host, found := strings.Cut(m.UID, "@")
	uid := fmt.Sprintf("%s-%d", left, inviteeID)
	if found {
		uid += "@" + host
	}
	return uid
}

// sequence rises with each move, and with the link's generation: who is invited
// again after a withdrawal gets a newer entry than the one that was cancelled.
func (in Input) sequence() int {
	return in.Meeting.Sequence + max(0, int(in.Standing.Invitee.Generation)-1)
}

// about is what the entry says besides when and where. The personal link is not
// in it: calendars are shared.
func (in Input) about(lang i18n.Lang) string {
	about := i18n.Tidy(in.Meeting.Lead)
	if about != "" {
		about += "\n\n"
	}
	return about + i18n.T(lang, "letter.entry.about")
}

func (in Input) organizer() string {
	if in.Region.ReplyAddress != "" {
		return in.Region.ReplyAddress
	}
	return in.From
}

func (in Input) sender() string {
	for _, name := range []string{in.Region.SenderName, in.Region.Name} {
		if name = i18n.Tidy(name); name != "" {
			return name
		}
	}
	return "Samenspraak"
}
