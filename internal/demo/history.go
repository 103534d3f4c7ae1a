package demo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/service"
	"samenspraak/internal/store"
)

// talkRoundSteps is the meeting that was held, from its first draft to its
// report.
func (f *filler) talkRoundSteps() []step {
	id := &f.done.TalkRound
	all := []step{
		{f.days.back(48, 14, 0), f.drafts(ilse, f.talkRound, id)},
		{f.days.back(47, 10, 30), f.publishes(ilse, id)},
		{f.days.back(45, 10, 5),
			f.invites(ilse, id, consult.Audience{Types: []consult.OrganisationType{consult.SolePractitioner}},
				"De wethouders willen graag van u zelf horen wat er in uw praktijk speelt.")},
		{f.days.back(16, 11, 0), f.reports},
	}
	return append(all, f.answers(id, talkRoundAnswers)...)
}

func (f *filler) reports(ctx context.Context) error {
	err := f.attach(ctx, ilse, f.done.TalkRound, consult.OnReport, talkRoundPaper)
	if err != nil {
		return err
	}
	return f.withMeeting(ctx, f.done.TalkRound, func(m consult.Meeting) error {
		return f.svc.PublishReport(ctx, f.staff[ilse], m.ID, m.Edited, talkRoundReport, "", true)
	})
}

// consultationSteps is the meeting with the near deadline: half of the answers
// are in, one address failed, and all that can happen to an invitation has.
func (f *filler) consultationSteps() []step {
	id := &f.done.Consultation
	audience := consult.Audience{Types: []consult.OrganisationType{
		consult.Provider, consult.SolePractitioner, consult.Consortium, consult.CertifiedInstitution,
		consult.EducationPartnership, consult.LocalTeam, consult.ClientCouncil,
	}}
	all := []step{
		{f.days.back(15, 13, 0), f.drafts(daan, f.consultation, id)},
		{f.days.back(14, 15, 40), func(ctx context.Context) error {
			return f.attach(ctx, daan, *id, consult.OnMeeting, consultationPaper)
		}},
		{f.days.back(13, 14, 0), f.publishes(daan, id)},
		{f.days.back(12, 10, 5), f.invites(daan, id, audience, "")},
		{f.days.back(10, 11, 30), f.withdraws(daan, id, "crisisjeugd/2", "U werkt niet meer bij de crisisdienst.")},
		{f.days.back(9, 13, 15), f.byLink(id, "dichtbijwonen/1", func(ctx context.Context, token string) error {
			return f.svc.WrongPerson(ctx, token, true)
		})},
		{f.days.back(8, 9, 55), f.byLink(id, "noordster/1", func(ctx context.Context, token string) error {
			return f.svc.NoReminders(ctx, token, true)
		})},
		{f.days.back(9, 10, 20), f.sends(id, "thuisbasis/0", service.Colleague{
			First: "Kees", Infix: "de", Last: "Haas", Address: "k.dehaas@thuisbasis.example", JobTitle: "regiomanager",
			Language: "nl",
		})},
		{f.days.back(6, 9, 18), f.nobody(id, "drempelvrij/0", "Wij begeleiden die dag onze jongeren op een uitje.")},
		{f.days.back(6, 14, 35), f.sends(id, "zuiderlicht/0", service.Colleague{
			First: "Roelie", Infix: "van der", Last: "Wal", Address: "r.vanderwal@zuiderlicht.example",
			JobTitle: "gezinsbehandelaar", Language: "nl",
		})},
		{f.days.back(3, 9, 20), f.standInAnswers(id, "zuiderlicht/0")},
		{f.days.back(3, 15, 5), f.extends(daan, id, "swvmerenlandnoord/0", "Het bestuur vergadert pas na de termijn.")},
	}
	return append(all, f.answers(id, consultationAnswers)...)
}

// kickOffSteps is the meeting that was moved after people had answered.
func (f *filler) kickOffSteps() []step {
	id := &f.done.KickOff
	audience := consult.Audience{
		Types: []consult.OrganisationType{consult.Provider, consult.Consortium, consult.CertifiedInstitution},
		Tags:  []string{tagLotOne},
	}
	all := []step{
		{f.days.back(8, 10, 0), f.drafts(daan, f.kickOff, id)},
		{f.days.back(7, 11, 15), f.publishes(daan, id)},
		{f.days.back(6, 9, 30), f.invites(daan, id, audience, "")},
		{f.days.back(3, 16, 10), f.moves},
		{f.days.back(2, 14, 0), f.byLink(id, "veerhuis/0", func(ctx context.Context, token string) error {
			return f.svc.SendColleague(ctx, token, f.clock, service.Colleague{
				First: "Ruben", Infix: "de", Last: "Rooij", Address: "r.derooij@veerhuis.example",
				JobTitle: "eigenaar", Language: "nl",
			})
		})},
	}
	return append(all, f.answers(id, kickOffAnswers)...)
}

func (f *filler) moves(ctx context.Context) error {
	return f.withMeeting(ctx, f.done.KickOff, func(m consult.Meeting) error {
		to := m.Moment()
		to.Starts, to.Ends = f.days.ahead(35, 9, 30), f.days.ahead(35, 12, 30)
		return f.svc.MoveMeeting(ctx, f.staff[daan], m.ID, m.Edited, to, f.days.deadline(16),
			"Vier partijen vroegen om meer tijd om hun samenwerking te regelen.")
	})
}

// otherSteps are the meeting that is announced and the draft.
func (f *filler) otherSteps() []step {
	return []step{
		{f.days.back(5, 11, 0), f.drafts(daan, f.webinar, &f.done.Webinar)},
		{f.days.back(4, 14, 30), f.publishes(daan, &f.done.Webinar)},
		{f.days.back(1, 11, 45), f.drafts(ilse, f.schoolTable, &f.done.SchoolTable)},
	}
}

func (f *filler) drafts(by string, meeting func() consult.Meeting, id *int64) func(context.Context) error {
	return func(ctx context.Context) (err error) {
		*id, err = f.svc.NewMeeting(ctx, f.staff[by], meeting())
		return err
	}
}

// withMeeting does something with a meeting as it stands now.
func (f *filler) withMeeting(ctx context.Context, id int64, do func(consult.Meeting) error) error {
	m, err := f.svc.Meeting(ctx, f.staff[marleen], id)
	if err != nil {
		return err
	}
	return do(m)
}

func (f *filler) publishes(by string, id *int64) func(context.Context) error {
	return func(ctx context.Context) error {
		return f.withMeeting(ctx, *id, func(m consult.Meeting) error {
			return f.svc.PublishMeeting(ctx, f.staff[by], m.ID, m.Edited)
		})
	}
}

func (f *filler) invites(by string, id *int64, a consult.Audience, intro string) func(context.Context) error {
	return func(ctx context.Context) error {
		_, err := f.svc.Invite(ctx, f.staff[by], *id, a, intro)
		return err
	}
}

func (f *filler) attach(ctx context.Context, by string, meetingID int64, place consult.AttachmentPlace, p paper) error {
	_, err := f.svc.AddAttachment(ctx, f.staff[by], meetingID, p.upload(place))
	return err
}

// byLink does something as somebody does who has the link from their mail.
func (f *filler) byLink(
	id *int64, who string, do func(ctx context.Context, token string) error,
) func(context.Context) error {
	return func(ctx context.Context) error {
		v, err := f.invitee(ctx, *id, who)
		if err != nil {
			return err
		}
		if err := do(ctx, f.svc.InvitationToken(v)); err != nil {
			return fmt.Errorf("%s: %w", who, err)
		}
		return nil
	}
}

func (f *filler) sends(id *int64, who string, colleague service.Colleague) func(context.Context) error {
	return f.byLink(id, who, func(ctx context.Context, token string) error {
		return f.svc.SendColleague(ctx, token, f.clock, colleague)
	})
}

// nobody says that nobody of an organisation comes, after looking whom that
// signs off.
func (f *filler) nobody(id *int64, who, words string) func(context.Context) error {
	return f.byLink(id, who, func(ctx context.Context, token string) error {
		v, err := f.svc.Opened(ctx, token)
		if err != nil {
			return err
		}
		return f.svc.Nobody(ctx, token, f.clock, v.Everybody().Seen(), words)
	})
}

// standInAnswers is the yes of the colleague whom somebody sent.
func (f *filler) standInAnswers(id *int64, sender string) func(context.Context) error {
	return func(ctx context.Context) error {
		v, err := f.invitee(ctx, *id, sender)
		if err != nil {
			return err
		}
		var st consult.Standing
		err = f.DB().View(ctx, func(tx *store.Tx) error {
			st, err = tx.Standing(v.StandInID)
			return err
		})
		if err != nil {
			return err
		}
		r := consult.Reply{Answer: consult.Yes, People: service.DefaultPeople(st.Contact)}
		_, err = f.svc.GiveReply(ctx, f.svc.InvitationToken(st.Invitee), f.clock, r)
		return err
	}
}

func (f *filler) withdraws(by string, id *int64, who, reason string) func(context.Context) error {
	return func(ctx context.Context) error {
		v, err := f.invitee(ctx, *id, who)
		if err != nil {
			return err
		}
		_, err = f.svc.Withdraw(ctx, f.staff[by], *id, []int64{v.ID}, reason)
		return err
	}
}

// extends gives an organisation a week more than the meeting does.
func (f *filler) extends(by string, id *int64, who, why string) func(context.Context) error {
	return func(ctx context.Context) error {
		v, err := f.invitee(ctx, *id, who)
		if err != nil {
			return err
		}
		return f.withMeeting(ctx, *id, func(m consult.Meeting) error {
			until := f.days.deadline(12)
			if !until.After(m.AnswerBy) {
				return errors.New("the extension gives no more time")
			}
			return f.svc.Extend(ctx, f.staff[by], v.InvitationID, until, why)
		})
	}
}

func (f *filler) answers(id *int64, all []answer) []step {
	steps := make([]step, len(all))
	for n, a := range all {
		steps[n] = step{f.days.back(a.back, a.hour, a.minute), func(ctx context.Context) error {
			if err := f.answer(ctx, *id, a); err != nil {
				return fmt.Errorf("%s answers: %w", a.who, err)
			}
			return nil
		}}
	}
	return steps
}

// answer gives an answer by the link, or has staff note it a quarter of an hour
// after they heard it.
func (f *filler) answer(ctx context.Context, meetingID int64, a answer) error {
	v, err := f.invitee(ctx, meetingID, a.who)
	if err != nil {
		return err
	}
	var st consult.Standing
	err = f.DB().View(ctx, func(tx *store.Tx) error {
		st, err = tx.Standing(v.ID)
		return err
	})
	if err != nil {
		return err
	}
	r := consult.Reply{Answer: a.says}
	if a.says.Comes() {
		r.People = append(service.DefaultPeople(st.Contact), a.with...)
		r.Given = given(st.Occasion.Questions, a.given)
	}
	if a.noted == "" {
		_, err = f.svc.GiveReply(ctx, f.svc.InvitationToken(v), f.clock, r)
		return err
	}
	r.InviteeID, r.Source, r.Note, r.ReceivedAt = v.ID, a.noted, a.note, f.clock.Add(-15*time.Minute)
	_, err = f.svc.NoteReply(ctx, f.staff[ilse], v.InvitationID, r)
	return err
}

// given finds the questions by their words.
func given(asked []consult.Question, words map[string][]string) []consult.Given {
	var all []consult.Given
	for _, q := range asked {
		if values, ok := words[q.Label]; ok {
			all = append(all, consult.Given{QuestionID: q.ID, Values: values})
		}
	}
	return all
}
