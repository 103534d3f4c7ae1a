package letter

import (
	"slices"
	"strings"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
)

var invitedLetters = written{
	consult.ForInvitation:       from(invitedOf, invitation),
	consult.ForTest:             from(invitedOf, invitation),
	consult.ForStandIn:          from(invitedOf, standIn),
	consult.ForDeadlineReminder: from(invitedOf, deadlineReminder),
}

// invited is what a letter that asks for an answer tells.
type invited struct {
	meeting
	by          string // who asks one in their place
	since       string // the day they were invited
	intro, lead []string
	about       facts // all one wants to know before answering
}

func invitedOf(in Input) invited {
	lang, m := in.lang(), in.Meeting
	f := invited{
		meeting: meetingOf(in), by: harmless(in.Mail.Facts.By),
		since: i18n.DateShort(lang, in.Standing.Invitation.InvitedAt),
		intro: lines(in.Mail.Facts.Intro), lead: lines(m.Lead),
	}
	f.about = slices.Concat(f.where, in.route())
	f.about = f.about.add(i18n.T(lang, "letter.fact.audience"), lines(m.ForWhom))
	f.about = slices.Concat(f.about, in.programme())
	f.about = f.about.add(i18n.T(lang, "letter.fact.behalf"), in.onBehalf())
	return f
}

func (in Input) onBehalf() []string {
	var all []string
	if behalf := in.behalf(); behalf != "" {
		all = append(all, behalf)
	}
	if len(in.Municipalities) > 0 {
		all = append(all, harmless(strings.Join(in.Municipalities, ", ")))
	}
	return all
}

func invitation(f invited) sheet {
	body := slices.Concat(paragraphs(f.intro), []block{
		paragraph(
			i18n.T(
				f.lang, "letter.invitation.asks", "Region", f.region, "Organisation", f.organisation, "Title", f.title,
			),
		),
	}, paragraphs(f.lead), f.ask(), []block{f.about, small(i18n.T(f.lang, "letter.invitation.one"))}, f.again())
	return sheet{
		subject:   i18n.T(f.lang, "letter.invitation.subject", "Title", f.title, "Day", f.day),
		preheader: i18n.T(f.lang, "letter.invitation.preheader", "Until", f.until),
		heading:   i18n.T(f.lang, "letter.invitation.heading", "Title", f.title), body: body,
		why: i18n.T(f.lang, "letter.invitation.why", "Region", f.region, "Organisation", f.organisation),
	}
}

// again is the end of a long letter: the button once more.
func (f meeting) again() []block {
	end := append(f.inCalendar(), f.more())
	if !f.open {
		return end
	}
	return append([]block{button{i18n.T(f.lang, "letter.button.answer"), f.own}}, end...)
}

func standIn(f invited) sheet {
	body := slices.Concat([]block{paragraph(i18n.T(f.lang, "letter.stand_in.asks",
		"By", f.by, "Organisation", f.organisation, "Region", f.region, "Title", f.title))},
		paragraphs(f.lead), f.ask(), []block{f.about}, f.again())
	return sheet{
		subject:   i18n.T(f.lang, "letter.stand_in.subject", "Title", f.title, "Day", f.day),
		preheader: i18n.T(f.lang, "letter.stand_in.preheader", "Until", f.until),
		heading:   i18n.T(f.lang, "letter.stand_in.heading"), body: body,
		why: i18n.T(f.lang, "letter.stand_in.why", "By", f.by),
	}
}

func deadlineReminder(f invited) sheet {
	body := slices.Concat([]block{paragraph(i18n.T(f.lang, "letter.reminder_deadline.asks",
		"Invited", f.since, "Organisation", f.organisation, "Title", f.title))},
		f.ask(), []block{f.where, small(i18n.T(f.lang, "letter.reminder_deadline.stop")), f.more()})
	return sheet{
		subject:   i18n.T(f.lang, "letter.reminder_deadline.subject", "Title", f.title, "Day", f.day),
		preheader: i18n.T(f.lang, "letter.reminder_deadline.preheader", "Until", f.until),
		heading:   i18n.T(f.lang, "letter.reminder_deadline.heading", "Day", f.day), body: body,
		why: i18n.T(f.lang, "letter.reminder_deadline.why", "Organisation", f.organisation),
	}
}
