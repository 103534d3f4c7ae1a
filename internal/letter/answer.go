package letter

import (
	"slices"
	"strings"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
)

var answeredLetters = written{
	consult.ForConfirmation:    from(answeredOf, confirmation),
	consult.ForColleague:       from(answeredOf, colleague),
	consult.ForSignedOff:       from(answeredOf, signedOff),
	consult.ForMeetingReminder: from(comingOf, meetingReminder),
}

// answered is what a letter about an answer tells.
type answered struct {
	meeting
	by      string // who answered
	answer  consult.Answer
	noted   bool  // by staff
	later   bool  // another answer counts by now
	nobody  bool  // of the organisation comes, said by a guest
	inPlace bool  // of the reader: their stand-in comes
	whole   facts // what was answered, for the one who did
	told    facts // the same, for others
}

func answeredOf(in Input) answered {
	f := answered{meeting: meetingOf(in), by: harmless(in.Mail.Facts.By)}
	r := in.reply()
	if r == nil {
		return f
	}
	f.answer, f.noted = r.Answer, r.StaffID != 0
	f.later = !in.Standing.Everybody().Last(r.ID)
	f.nobody = r.InviteeID == 0 && !r.Answer.Comes() && !f.noted
	f.inPlace = r.Answer.Comes() && r.InviteeID != 0 && r.InviteeID == in.Standing.Invitee.StandInID
	answer := fact{i18n.T(f.lang, "letter.fact.answer"), []string{answerWords(f.lang, r.Answer)}}
	received := fact{i18n.T(f.lang, "letter.fact.received"), []string{receivedWords(f.lang, *r)}}
	f.told = slices.Concat(facts{answer}, in.people(), facts{received}, f.where)
	f.whole = slices.Concat(facts{answer}, in.people(), in.given(*r), facts{received}, f.where)
	return f
}

// given is what was filled in. What was given to a sensitive question is not
// told in a mail, only that it was.
func (in Input) given(r consult.Reply) facts {
	var all facts
	for _, q := range in.Meeting.Questions {
		for _, g := range r.Given {
			switch {
			case g.QuestionID != q.ID:
			case q.Sensitive:
				all = all.add(harmless(q.Label), []string{i18n.T(in.lang(), "letter.fact.sensitive")})
			default:
				all = all.add(harmless(q.Label), lines(strings.Join(g.Values, "\n")))
			}
		}
	}
	return all
}

func answerWords(lang i18n.Lang, a consult.Answer) string {
	switch a {
	case consult.Yes:
		return i18n.T(lang, "letter.answer.yes")
	case consult.Online:
		return i18n.T(lang, "letter.answer.online")
	}
	return i18n.T(lang, "letter.answer.no")
}

func receivedWords(lang i18n.Lang, r consult.Reply) string {
	when := i18n.DateTime(lang, r.ReceivedAt)
	if r.StaffID == 0 {
		return when
	}
	return i18n.T(lang, "letter.fact.noted", "When", when, "How", source(lang, r.Source))
}

func source(lang i18n.Lang, s consult.Source) string {
	switch s {
	case consult.ByPhone:
		return i18n.T(lang, "letter.source.phone")
	case consult.ByMail:
		return i18n.T(lang, "letter.source.mail")
	case consult.ByLetter:
		return i18n.T(lang, "letter.source.letter")
	case consult.InPerson:
		return i18n.T(lang, "letter.source.in_person")
	}
	return i18n.T(lang, "letter.source.link")
}

func confirmation(f answered) sheet {
	tells := i18n.T(f.lang, "letter.confirmation.thanks", "Title", f.title)
	switch {
	case f.nobody:
		tells = i18n.T(f.lang, "letter.confirmation.nobody", "Organisation", f.organisation, "Title", f.title)
	case f.noted:
		tells = i18n.T(f.lang, "letter.confirmation.noted", "Title", f.title)
	}
	body := []block{paragraph(tells)}
	if f.later {
		body = append(body, paragraph(i18n.T(f.lang, "letter.confirmation.later")))
	}
	s := sheet{
		preheader: i18n.T(f.lang, "letter.confirmation.preheader_late"),
		heading:   i18n.T(f.lang, "letter.confirmation.heading"),
		body:      slices.Concat(body, []block{f.whole}, f.inCalendar(), f.change(), []block{f.more()}),
		why:       i18n.T(f.lang, "letter.confirmation.why", "Organisation", f.organisation),
	}
	if f.open {
		s.preheader = i18n.T(f.lang, "letter.confirmation.preheader", "Until", f.until)
	}
	switch {
	case f.nobody:
		s.subject = i18n.T(
			f.lang, "letter.confirmation.subject_nobody", "Organisation", f.organisation, "Title", f.title, "Day",
			f.day,
		)
	case f.answer == consult.Yes:
		s.subject = i18n.T(f.lang, "letter.confirmation.subject_yes", "Title", f.title, "Day", f.day)
	case f.answer == consult.Online:
		s.subject = i18n.T(f.lang, "letter.confirmation.subject_online", "Title", f.title, "Day", f.day)
	default:
		s.subject = i18n.T(f.lang, "letter.confirmation.subject_no", "Title", f.title, "Day", f.day)
	}
	return s
}

// ownAnswer is how the reader answers for themselves, which changes nothing for
// their colleagues.
func (f answered) ownAnswer() []block {
	if !f.open {
		return []block{paragraph(i18n.T(f.lang, "letter.change.late"))}
	}
	return []block{
		paragraph(i18n.T(f.lang, "letter.colleague.change", "Until", f.until)),
		button{i18n.T(f.lang, "letter.button.own"), f.own},
	}
}

func colleague(f answered) sheet {
	s := sheet{
		subject:   i18n.T(f.lang, "letter.colleague.subject_comes", "Title", f.title, "Day", f.day),
		preheader: i18n.T(f.lang, "letter.colleague.preheader"),
		heading:   i18n.T(f.lang, "letter.colleague.heading"),
		why:       i18n.T(f.lang, "letter.colleague.why", "Organisation", f.organisation),
	}
	tells := i18n.T(f.lang, "letter.colleague.comes", "By", f.by, "Organisation", f.organisation, "Title", f.title)
	switch {
	case f.inPlace:
		s.preheader = i18n.T(f.lang, "letter.colleague.preheader_instead")
		tells = i18n.T(f.lang, "letter.colleague.instead", "By", f.by, "Title", f.title)
	case !f.answer.Comes():
		s.subject = i18n.T(f.lang, "letter.colleague.subject_not", "Title", f.title, "Day", f.day)
		s.preheader = i18n.T(f.lang, "letter.colleague.preheader_not")
		tells = i18n.T(
			f.lang, "letter.colleague.comes_not", "By", f.by, "Organisation", f.organisation, "Title", f.title,
		)
	}
	s.body = slices.Concat([]block{paragraph(tells), f.told}, f.inCalendar(), f.ownAnswer())
	return s
}

func signedOff(f answered) sheet {
	tells := i18n.T(f.lang, "letter.signed_off.tells", "By", f.by, "Organisation", f.organisation, "Title", f.title)
	if f.noted {
		tells = i18n.T(f.lang, "letter.signed_off.noted", "Organisation", f.organisation, "Title", f.title)
	}
	yet := []block{paragraph(i18n.T(f.lang, "letter.change.late"))}
	if f.open {
		yet = []block{
			paragraph(i18n.T(f.lang, "letter.signed_off.yet", "Until", f.until)),
			button{i18n.T(f.lang, "letter.button.own"), f.own},
		}
	}
	return sheet{
		subject: i18n.T(
			f.lang, "letter.signed_off.subject", "Organisation", f.organisation, "Title", f.title, "Day", f.day,
		),
		preheader: i18n.T(f.lang, "letter.signed_off.preheader"), heading: i18n.T(f.lang, "letter.signed_off.heading"),
		body: slices.Concat([]block{paragraph(tells)}, f.inCalendar(), yet),
		why:  i18n.T(f.lang, "letter.colleague.why", "Organisation", f.organisation),
	}
}

// coming is what one who comes wants at hand.
type coming struct {
	meeting
	online bool
	room   string // where one takes part online
	needs  facts
}

func comingOf(in Input) coming {
	f := coming{meeting: meetingOf(in)}
	f.needs = f.where
	r := in.reply()
	if r != nil && r.Answer == consult.Online {
		f.online, f.room = true, webAddress(in.Meeting.OnlineURL)
	}
	if r == nil || r.Answer == consult.Yes {
		f.needs = slices.Concat(f.needs, in.route())
	}
	f.needs = slices.Concat(f.needs, in.programme(), in.people())
	return f
}

func meetingReminder(f coming) sheet {
	tells := i18n.T(f.lang, "letter.reminder_meeting.room", "Title", f.title)
	if f.online {
		tells = i18n.T(f.lang, "letter.reminder_meeting.online", "Title", f.title)
	}
	body := []block{paragraph(tells), f.needs}
	if f.room != "" {
		body = append(
			body, button{i18n.T(f.lang, "letter.button.online"), f.room},
			small(i18n.T(f.lang, "letter.reminder_meeting.private")),
		)
	}
	if f.open {
		body = append(
			body, paragraph(i18n.T(f.lang, "letter.change.until", "Until", f.until)),
			link{i18n.T(f.lang, "letter.button.change"), f.own},
		)
	} else {
		body = append(
			body, paragraph(i18n.T(f.lang, "letter.reminder_meeting.cannot")),
			link{i18n.T(f.lang, "letter.button.own"), f.own},
		)
	}
	return sheet{
		subject:   i18n.T(f.lang, "letter.reminder_meeting.subject", "Title", f.title, "When", f.when),
		preheader: i18n.T(f.lang, "letter.reminder_meeting.preheader", "Place", f.place),
		heading:   i18n.T(f.lang, "letter.reminder_meeting.heading", "Day", f.day), body: body,
		why: i18n.T(f.lang, "letter.reminder_meeting.why", "Organisation", f.organisation),
	}
}
