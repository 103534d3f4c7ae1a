package letter

import (
	"strings"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
)

// facts is when, where and what else makes the letter stand alone.
func (in Input) facts(lang i18n.Lang) []fact {
	m := in.Standing.Meeting
	list := []fact{{i18n.T(lang, "letter.fact.when"), []string{i18n.Span(lang, m.Starts, m.Ends)}}}
	where := place(lang, m)
	for i := range where {
		where[i] = harmless(where[i])
	}
	list = append(list, fact{i18n.T(lang, "letter.fact.where"), where})
	switch in.Mail.Purpose {
	case consult.ForInvitation, consult.ForTest, consult.ForStandIn:
		list = add(list, i18n.T(lang, "letter.fact.route"), paragraphs(m.Route))
		list = add(list, i18n.T(lang, "letter.fact.audience"), paragraphs(m.Audience))
		list = add(list, i18n.T(lang, "letter.fact.programme"), programme(m))
		list = add(list, i18n.T(lang, "letter.fact.behalf"), in.onBehalf(lang))
	case consult.ForMeetingReminder:
		if r := in.reply(); r == nil || r.Answer == consult.Yes {
			list = add(list, i18n.T(lang, "letter.fact.route"), paragraphs(m.Route))
		}
		list = add(list, i18n.T(lang, "letter.fact.programme"), programme(m))
		list = add(list, i18n.T(lang, "letter.fact.people"), in.people())
	}
	return list
}

// add leaves out a fact that has nothing to say.
func add(list []fact, term string, lines []string) []fact {
	if len(lines) == 0 {
		return list
	}
	return append(list, fact{term, lines})
}

func programme(m consult.Meeting) []string {
	var lines []string
	for _, item := range m.Programme {
		line := harmless(item.From)
		if item.Until != "" {
			line += " – " + harmless(item.Until)
		}
		lines = append(lines, strings.TrimSpace(line+"  "+harmless(item.Title)))
	}
	return lines
}

func (in Input) onBehalf(lang i18n.Lang) []string {
	var lines []string
	if behalf := in.behalf(lang); behalf != "" {
		lines = append(lines, behalf)
	}
	if len(in.Municipalities) > 0 {
		lines = append(lines, harmless(strings.Join(in.Municipalities, ", ")))
	}
	return lines
}

// people are who comes, for the one who named them. What a guest typed goes to
// nobody else; colleagues read it on the page.
func (in Input) people() []string {
	r := in.reply()
	if r == nil || r.StaffID == 0 && r.InviteeID != in.Standing.Invitee.ID {
		return nil
	}
	var lines []string
	for _, one := range r.People {
		line := harmless(one.Name)
		if one.Role != "" {
			line += ", " + harmless(one.Role)
		}
		lines = append(lines, line)
	}
	return lines
}

// noted is what a reply says. What was given to a sensitive question is not
// told in a mail, only that it was.
func (in Input) noted(lang i18n.Lang, r consult.Reply) []fact {
	list := []fact{{i18n.T(lang, "letter.fact.answer"), []string{answer(lang, r.Answer)}}}
	list = add(list, i18n.T(lang, "letter.fact.people"), in.people())
	if in.Mail.Purpose == consult.ForConfirmation {
		list = append(list, in.given(lang, r)...)
	}
	received := i18n.DateTime(lang, r.ReceivedAt)
	if r.StaffID != 0 {
		received = i18n.T(lang, "letter.fact.noted", "When", received, "How", source(lang, r.Source))
	}
	return append(list, fact{i18n.T(lang, "letter.fact.received"), []string{received}})
}

func (in Input) given(lang i18n.Lang, r consult.Reply) []fact {
	var list []fact
	for _, q := range in.Standing.Meeting.Questions {
		for _, g := range r.Given {
			switch {
			case g.QuestionID != q.ID:
			case q.Sensitive:
				list = add(list, harmless(q.Label), []string{i18n.T(lang, "letter.fact.sensitive")})
			default:
				list = add(list, harmless(q.Label), paragraphs(strings.Join(g.Values, "\n")))
			}
		}
	}
	return list
}

func answer(lang i18n.Lang, a consult.Answer) string {
	switch a {
	case consult.Yes:
		return i18n.T(lang, "letter.answer.yes")
	case consult.Online:
		return i18n.T(lang, "letter.answer.online")
	}
	return i18n.T(lang, "letter.answer.no")
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
