package letter

import (
	"slices"
	"strings"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
)

// answered is what a letter about an answer tells.
type answered struct {
	meeting
	by     string // who answered
	answer consult.Answer
	noted  bool  // by staff
	later  bool  // another answer counts by now
	whole  facts // what was answered, for the one who did
	told   facts // the same, for others
}

func answeredOf(in Input) answered {
	f := answered{meeting: meetingOf(in), by: harmless(in.Mail.Facts.By)}
	r := in.reply()
	if r == nil {
		return f
	}
	f.answer, f.noted = r.Answer, r.StaffID != 0
	f.later = in.Standing.Reply != nil && in.Standing.Reply.ID != r.ID
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
	for _, q := range in.Standing.Meeting.Questions {
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
	if f.noted {
		tells = i18n.T(f.lang, "letter.confirmation.noted", "Title", f.title)
	}
	body := []block{paragraph(tells)}
	if f.later {
		body = append(body, paragraph(i18n.T(f.lang, "letter.confirmation.later")))
	}
	s := sheet{
		preheader: i18n.T(f.lang, "letter.confirmation.preheader_late"), heading: i18n.T(f.lang, "letter.confirmation.heading"),
		body: slices.Concat(body, []block{f.whole}, f.inCalendar(), f.change(), []block{f.more()}),
		why:  i18n.T(f.lang, "letter.confirmation.why", "Organisation", f.organisation),
	}
	if f.open {
		s.preheader = i18n.T(f.lang, "letter.confirmation.preheader", "Until", f.until)
	}
	switch f.answer {
	case consult.Yes:
		s.subject = i18n.T(f.lang, "letter.confirmation.subject_yes", "Title", f.title, "Day", f.day)
	case consult.Online:
		s.subject = i18n.T(f.lang, "letter.confirmation.subject_online", "Title", f.title, "Day", f.day)
	default:
		s.subject = i18n.T(f.lang, "letter.confirmation.subject_no", "Title", f.title, "Day", f.day)
	}
	return s
}

func colleague(f answered) sheet {
	change := []block{paragraph(i18n.T(f.lang, "letter.change.late"))}
	if f.open {
		change = []block{
			paragraph(i18n.T(f.lang, "letter.colleague.change", "Until", f.until)), button{i18n.T(f.lang, "letter.button.change"), f.own},
		}
	}
	tells := paragraph(i18n.T(f.lang, "letter.colleague.tells", "By", f.by, "Organisation", f.organisation, "Title", f.title))
	return sheet{
		subject:   i18n.T(f.lang, "letter.colleague.subject", "Title", f.title, "Day", f.day),
		preheader: i18n.T(f.lang, "letter.colleague.preheader"), heading: i18n.T(f.lang, "letter.colleague.heading"),
		body: slices.Concat([]block{tells, f.told}, f.inCalendar(), change),
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
		f.online, f.room = true, webAddress(in.Standing.Meeting.OnlineURL)
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
		body = append(body, button{i18n.T(f.lang, "letter.button.online"), f.room}, small(i18n.T(f.lang, "letter.reminder_meeting.private")))
	}
	if f.open {
		body = append(body, paragraph(i18n.T(f.lang, "letter.change.until", "Until", f.until)), link{i18n.T(f.lang, "letter.button.change"), f.own})
	} else {
		body = append(body, paragraph(i18n.T(f.lang, "letter.reminder_meeting.cannot")), link{i18n.T(f.lang, "letter.button.own"), f.own})
	}
	return sheet{
		subject:   i18n.T(f.lang, "letter.reminder_meeting.subject", "Title", f.title, "When", f.when),
		preheader: i18n.T(f.lang, "letter.reminder_meeting.preheader", "Place", f.place),
		heading:   i18n.T(f.lang, "letter.reminder_meeting.heading", "Day", f.day), body: body,
		why: i18n.T(f.lang, "letter.reminder_meeting.why", "Organisation", f.organisation),
	}
}
