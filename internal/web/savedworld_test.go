package web_test

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/service"
	"samenspraak/internal/store"
	"samenspraak/internal/testkit"
)

// savedWorld fills the world of testkit with everything of which a table or a
// stored text tells: versions, former addresses, files, answers, mail, imports.
// It goes through the use cases, so that it is written as the program of its day
// writes it. What it makes is what readSaved looks for.
type savedWorld struct {
	*testkit.Program
	ctx context.Context
	svc *service.Service
	t   testing.TB
}

// savedAt is how far the saved world has come.
var savedAt = testkit.Start.AddDate(0, 0, 20)

func fillSaved(t testing.TB, p *testkit.Program) {
	t.Helper()
	w := savedWorld{p, t.Context(), p.Service(), t}
	for _, step := range []func(){
		w.beat, w.publishPosts, w.writeFAQ, w.invite, w.answer, w.askOrganisations, w.changeMeeting, w.cancelOther,
		w.correctPosts, w.importFiles, w.reportThird, w.serve,
	} {
		step()
		w.Deliver()
		w.Clock.Advance(time.Hour)
	}
	w.Clock.Set(savedAt)
}

func (w savedWorld) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func kept[V any](w savedWorld, v V, err error) V {
	w.t.Helper()
	w.must(err)
	return v
}

func (w savedWorld) meeting(id int64) consult.Meeting {
	w.t.Helper()
	m, err := w.svc.Meeting(w.ctx, w.Editor, id)
	return kept(w, m, err)
}

func (w savedWorld) post(id int64) consult.Post {
	w.t.Helper()
	p, err := w.svc.Post(w.ctx, w.Editor, id)
	return kept(w, p, err)
}

func (w savedWorld) beat() {
	_, err := w.svc.Beat(w.ctx, "een", false)
	w.must(err)
	w.Clock.Advance(time.Minute)
	_, err = w.svc.Beat(w.ctx, "een", false)
	w.must(err)
}

// write makes a post of a kind with these words and publishes it at an instant;
// zero is now.
func (w savedWorld) write(
	kind consult.PostKind, theme int64, text consult.PostText, signed []int64, at time.Time,
) int64 {
	w.t.Helper()
	text.Language = "nl"
	made, err := w.svc.NewPost(w.ctx, w.Editor, kind, theme, text)
	id := kept(w, made, err)
	_, err = w.svc.SavePost(w.ctx, w.Editor, id, w.post(id).Edited, text, signed)
	w.must(err)
	w.must(w.svc.PublishPost(w.ctx, w.Editor, id, w.post(id).Edited, at, true))
	return id
}

// publishPosts makes the posts 1 to 5: news, a press release, one under embargo,
// one that will be withdrawn, and a draft.
func (w savedWorld) publishPosts() {
	w.write(consult.News, 0, consult.PostText{
		Title: "Merenland begint met consultatie", Lead: "De gemeenten vragen wat u vindt.",
		Body: "## Wat er komt\n\nDrie bijeenkomsten in november.",
	}, nil, time.Time{})
	w.write(consult.PressRelease, 0, consult.PostText{
		Title: "Twee gemeenten kopen samen in", Lead: "Elzendam en ’t Waalhof trekken samen op.",
		Body:    "De wethouders tekenden vandaag.",
		ShownOn: time.Date(2026, time.November, 1, 0, 0, 0, 0, consult.Amsterdam),
		Press:   consult.PressContact{Name: "Roos Tulp", Phone: "088 000 12 35", Address: "pers@merenland.example"},
	}, []int64{1, 2}, time.Time{})
	w.write(
		consult.Announcement, 0,
		consult.PostText{Title: "Later bekend", Lead: "Dit komt nog.", Body: "Nog even geduld."}, nil,
		savedAt.AddDate(0, 1, 0),
	)
	w.write(
		consult.News, 0,
		consult.PostText{Title: "Een vergissing", Lead: "Dit klopt niet.", Body: "Dit had er niet moeten staan."}, nil,
		time.Time{},
	)
	text := consult.PostText{Title: "Nog niet af", Language: "nl", Body: "Hier komt meer."}
	_, err := w.svc.NewPost(w.ctx, w.Editor, consult.News, 0, text)
	w.must(err)
	_, err = w.svc.SeePost(w.ctx, w.Admin, 5)
	w.must(err)
	for _, one := range []struct{ title, name, content string }{
		{"Brief aan de raad", "brief.txt", "Geachte raad"}, {"Bijlage", "bijlage.txt", "weg"},
	} {
		_, err = w.svc.AddPostFile(w.ctx, w.Editor, 1, textFile(one.title, one.name, one.content))
		w.must(err)
	}
	w.must(w.svc.RemoveAttachment(w.ctx, w.Editor, 2))
	_, err = w.svc.AddPostFile(
		w.ctx, w.Editor, 1,
		service.Upload{Title: "De haven", FileName: "haven.png", Content: bytes.NewReader(redPixels(w.t))},
	)
	w.must(err)
}

// writeFAQ makes a theme with another name and two entries, posts 6 and 7.
func (w savedWorld) writeFAQ() {
	made, err := w.svc.SaveTheme(w.ctx, w.Editor, consult.Theme{Title: "Aanmelding", Lead: "Over meedoen."})
	theme := kept(w, made, err)
	first := w.write(
		consult.FAQ, theme, consult.PostText{Title: "Wie mag er komen?", Body: "Iedere aanbieder van jeugdhulp."}, nil,
		time.Time{},
	)
	w.write(
		consult.FAQ, theme, consult.PostText{Title: "Mag ik iemand meenemen?", Body: "Ja, noem wie dat is."}, nil,
		time.Time{},
	)
	w.must(w.svc.PlacePost(w.ctx, w.Editor, first, w.post(first).Edited, consult.PostPlace{
		Note: "Vraag van De Brug", ThemeID: theme,
		ReviewOn: time.Date(2027, time.March, 1, 0, 0, 0, 0, consult.Amsterdam),
		ShownBy:  []consult.ShownBy{{MeetingID: w.Meeting}, {PostID: 1}},
	}))
	_, err = w.svc.SaveTheme(w.ctx, w.Editor, consult.Theme{ID: theme, Title: "Meedoen", Lead: "Over meedoen."})
	w.must(err)
}

func (w savedWorld) invite() {
	rule := consult.Audience{Types: consult.OrganisationTypes, Except: []int64{w.Ben.ID}}
	_, err := w.svc.Invite(w.ctx, w.Editor, w.Meeting, rule, "Wij zien u graag.")
	w.must(err)
	_, err = w.svc.Invite(w.ctx, w.Editor, w.Meeting, consult.Audience{Contacts: []int64{w.Ben.ID}}, "")
	w.must(err)
}

// answer has Ada come with a colleague after a no, Carla's answer noted by
// staff, and Ben sending a stand-in.
func (w savedWorld) answer() {
	token := func(c consult.Contact) string { return strings.TrimPrefix(w.Path(c), "/u/") }
	_, err := w.svc.GiveReply(w.ctx, token(w.Ada), w.Clock.Now(), consult.Reply{Answer: consult.No})
	w.must(err)
	_, err = w.svc.GiveReply(w.ctx, token(w.Ada), w.Clock.Advance(time.Minute), consult.Reply{
		Answer: consult.Yes,
		People: []consult.Person{{Name: "Ada van ’t Hoff", Role: "bestuurder"}, {Name: "Olaf Zeegers", Role: ""}},
		Given: []consult.Given{
			{QuestionID: w.Table, Values: []string{"Dichtbij wonen"}},
			{QuestionID: w.Diet, Values: []string{"zonder noten"}},
		},
	})
	w.must(err)
	_, err = w.svc.NoteReply(w.ctx, w.Editor, w.Invitee(w.Carla).Invitation.ID, consult.Reply{
		Source: consult.ByPhone, ReceivedAt: w.Clock.Now(), Note: "belde zelf", Answer: consult.Online,
		People: []consult.Person{{Name: "Carla IJzerman"}},
		Given:  []consult.Given{{QuestionID: w.Table, Values: []string{"Eerlijk tarief"}}},
	})
	w.must(err)
	w.must(w.svc.SendColleague(w.ctx, token(w.Ben), w.Clock.Now(), service.Colleague{
		First: "Fenna", Last: "Visser", Address: "fenna@debrug.example", Language: "nl", JobTitle: "zorgverkoper",
	}))
	w.must(
		w.svc.Extend(
			w.ctx, w.Editor, w.Invitee(w.Carla).Invitation.ID, w.meeting(w.Meeting).AnswerBy.AddDate(0, 0, 3),
			"op verzoek",
		),
	)
}

// askOrganisations asks something of the organisation as a whole, also of who does
// not come; Ada answers it with words of her own.
func (w savedWorld) askOrganisations() {
	m := w.meeting(w.Meeting)
	asked := append(
		m.Questions,
		consult.Question{Kind: consult.FreeText, Label: "Wat brengt u in?", OfOrganisation: true, AlsoNo: true},
	)
	w.must(w.svc.EditQuestions(w.ctx, w.Editor, m.ID, m.Edited, asked))
	asked = w.meeting(w.Meeting).Questions
	last := w.Invitee(w.Ada).Reply
	_, err := w.svc.GiveReply(w.ctx, strings.TrimPrefix(w.Path(w.Ada), "/u/"), w.Clock.Now(), consult.Reply{
		Answer: consult.Yes, People: last.People, Words: "Wij komen met de trein.",
		Given: append(last.Given, consult.Given{QuestionID: asked[len(asked)-1].ID, Values: []string{"Wachttijden"}}),
	})
	w.must(err)
}

// signOff has Ada come to a meeting and Ben say that nobody does.
func (w savedWorld) signOff(meeting int64) {
	_, err := w.svc.Invite(w.ctx, w.Editor, meeting, consult.Audience{Contacts: []int64{w.Ada.ID, w.Ben.ID}}, "")
	w.must(err)
	_, err = w.svc.Tap(w.ctx, w.token(meeting, w.Ada), w.Clock.Now(), consult.Yes)
	w.must(err)
	w.must(
		w.svc.Nobody(
			w.ctx, w.token(meeting, w.Ben), w.Clock.Now(), w.standing(meeting, w.Ben).Party.Seen(), "Wij zijn dicht.",
		),
	)
}

func (w savedWorld) standing(meeting int64, c consult.Contact) (st consult.Standing) {
	w.t.Helper()
	w.View(func(tx *store.Tx) error {
		all, err := tx.Standings(meeting)
		if at := slices.IndexFunc(all, func(one consult.Standing) bool { return one.Contact.ID == c.ID }); at >= 0 {
			st = all[at]
		}
		return err
	})
	return st
}

func (w savedWorld) token(meeting int64, c consult.Contact) string {
	w.t.Helper()
	return w.svc.InvitationToken(w.standing(meeting, c).Invitee)
}

// changeMeeting gives the meeting another title, programme, place and deadline,
// each as a version, and files of which one is replaced.
func (w savedWorld) changeMeeting() {
	m := w.meeting(w.Meeting)
	m.Title, m.Programme = "Consultatie jeugdhulp en onderwijs", []consult.ProgrammeItem{
		{From: "15.00", Until: "15.30", Title: "Opening", Note: "door de wethouder"},
		{From: "15.30", Until: "17.00", Title: "Tafels"},
	}
	w.must(w.svc.EditMeeting(w.ctx, w.Editor, m, "Het onderwijs doet mee."))
	m = w.meeting(w.Meeting)
	to := m.Moment()
	to.Starts, to.Ends, to.Venue = to.Starts.Add(time.Hour), to.Ends.Add(time.Hour), "De Oude Loods"
	w.must(w.svc.MoveMeeting(w.ctx, w.Editor, m.ID, m.Edited, to, m.AnswerBy, "De Schuur is te klein."))
	m = w.meeting(w.Meeting)
	w.must(w.svc.ChangeDeadline(w.ctx, w.Editor, m.ID, m.Edited, m.AnswerBy.AddDate(0, 0, 2), "Het was kort dag."))
	added, err := w.svc.AddAttachment(
		w.ctx, w.Editor, m.ID, placed(consult.OnMeeting, textFile("Agenda", "agenda.txt", "eerst")),
	)
	file := kept(w, added, err)
	w.must(w.svc.ReplaceAttachment(w.ctx, w.Editor, file, textFile("Agenda", "agenda-2.txt", "daarna")))
}

func placed(place consult.AttachmentPlace, u service.Upload) service.Upload {
	u.Place = place
	return u
}

// other publishes a meeting like the world's at another moment.
func (w savedWorld) other(title string, starts time.Time) int64 {
	made, err := w.svc.CopyMeeting(
		w.ctx, w.Editor, w.Meeting, starts, starts.Add(2*time.Hour), starts.AddDate(0, 0, -1),
	)
	id := kept(w, made, err)
	m := w.meeting(id)
	m.Title = title
	w.must(w.svc.EditMeeting(w.ctx, w.Editor, m, ""))
	w.must(w.svc.PublishMeeting(w.ctx, w.Editor, id, w.meeting(id).Edited))
	return id
}

func (w savedWorld) cancelOther() {
	id := w.other("Kennismaking met de raad", savedAt.AddDate(0, 1, 0))
	w.must(w.svc.CancelMeeting(w.ctx, w.Editor, id, w.meeting(id).Edited, "De raad is ziek."))
}

// correctPosts makes a version of the news with another address, withdraws the
// mistake, leaves something in preparation and replaces an entry.
func (w savedWorld) correctPosts() {
	correct := func(id int64, title, reason string) {
		text := w.post(id).Text
		text.Title = title
		_, err := w.svc.SavePost(w.ctx, w.Editor, id, w.post(id).Edited, text, []int64{1})
		w.must(err)
		if reason != "" {
			w.must(w.svc.CorrectPost(w.ctx, w.Editor, id, w.post(id).Edited, reason, true))
		}
	}
	correct(1, "Merenland begint met vier gesprekken", "Het zijn er vier.")
	w.Clock.Advance(time.Hour)
	correct(1, "Merenland begint met vijf gesprekken", "Het zijn er vijf.")
	correct(2, "Drie gemeenten kopen samen in", "")
	w.must(w.svc.WithdrawPost(w.ctx, w.Editor, 4, w.post(4).Edited, "Dit bericht was niet juist.", 0))
	w.must(w.svc.WithdrawPost(w.ctx, w.Editor, 7, w.post(7).Edited, "Zie de andere vraag.", 6))
}

// importFiles takes a file in of which a row is refused, and leaves another
// where somebody is looking at it.
func (w savedWorld) importFiles() {
	rows := "Organisatie;Naam;E-mail\nKompas Jeugd;Jan van der Berg;jan@kompas.example\nNoordster;Piet;geen adres\n"
	started, err := w.svc.StartImport(w.ctx, w.Editor, "lijst.csv", []byte(rows))
	draft := kept(w, started, err)
	tried, err := w.svc.TryImport(w.ctx, w.Editor, draft)
	trial := kept(w, tried, err)
	_, err = w.svc.ConfirmImport(w.ctx, w.Editor, draft, trial.Fingerprint, i18n.Dutch)
	w.must(err)
	_, err = w.svc.StartImport(
		w.ctx, w.Editor, "later.csv", []byte("Organisatie;E-mail\nDe Zwaluw;info@zwaluw.example\n"),
	)
	w.must(err)
}

// reportThird holds a meeting and publishes its report, which is then corrected.
func (w savedWorld) reportThird() {
	id := w.other("Gesprek over tarieven", w.Clock.Now().AddDate(0, 0, 3))
	w.signOff(id)
	w.Clock.Advance(4 * 24 * time.Hour)
	m := w.meeting(id)
	_, err := w.svc.AddAttachment(
		w.ctx, w.Editor, id, placed(consult.OnReport, textFile("Presentatie", "presentatie.txt", "dia een")),
	)
	w.must(err)
	w.must(w.svc.PublishReport(w.ctx, w.Editor, id, m.Edited, "Er waren twaalf mensen.", "", true))
	w.must(
		w.svc.PublishReport(
			w.ctx, w.Editor, id, w.meeting(id).Edited, "Er waren dertien mensen.", "Verkeerd geteld.", false,
		),
	)
}

// serve leaves what running leaves: reminders, a job, sign-ins, counts of
// tries, an erased detail.
func (w savedWorld) serve() {
	w.Remind()
	_, err := w.svc.Leases().Take(w.ctx, "remind", "een", w.Clock.Now().Add(time.Minute))
	w.must(err)
	w.must(w.svc.Leases().Done(w.ctx, "remind", "een", ""))
	w.SignIn(consult.Editor)
	if _, err := w.svc.SignInPassword(
		w.ctx, "d.ijpelaar@merenland.example", "verkeerd", service.Browser{},
	); err == nil {
		w.t.Fatal("signed in with another password")
	}
	w.must(w.svc.EraseAuditDetail(w.ctx, consult.SystemActor, 3, "op verzoek"))
}
