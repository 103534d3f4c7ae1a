package demo

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/editorial"
	"samenspraak/internal/i18n"
	"samenspraak/internal/mailbox"
	"samenspraak/internal/mailer"
	"samenspraak/internal/service"
	"samenspraak/internal/store"
	"samenspraak/internal/store/storetest"
)

// program is as much of the whole as Fill needs.
type program struct {
	db       *store.DB
	settings mailer.Settings
}

func (p program) DB() *store.DB { return p.db }

func (p program) ServiceAt(clock func() time.Time) *service.Service {
	return service.New(service.Options{
		DB: p.db, Now: clock, Secret: []byte("a secret of thirty-two characters"), BaseURL: "http://127.0.0.1:8080",
		Mail: service.MailSettings{
			From: "samenspraak@merenland.example",
			Dial: func(ctx context.Context) (service.MailConn, error) { return mailer.Dial(ctx, p.settings) },
		},
	})
}

// made is a world on SQLite with the mail that went out of it.
type made struct {
	World
	program
	svc *service.Service // on the clock of now
	box *mailbox.Box
}

func makeWorld(t *testing.T, now time.Time, lang i18n.Lang) made {
	t.Helper()
	box, err := mailbox.Open("127.0.0.1:0", mailbox.WithFault(Refuses))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = box.Close() })
	settings, err := mailer.ParseURL("smtp://" + box.Addr() + "?tls=none")
	if err != nil {
		t.Fatal(err)
	}
	m := made{program: program{storetest.Open(t, storetest.SQLite(t)), settings}, box: box}
	m.svc = m.ServiceAt(func() time.Time { return now })
	start := time.Now()
	m.World, err = Fill(t.Context(), m.program, now, lang)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("filled in %s, %d mails", time.Since(start).Round(time.Millisecond), len(box.Mails()))
	return m
}

func local(year int, month time.Month, day, hour, minute int) time.Time {
	return time.Date(year, month, day, hour, minute, 0, 0, consult.Amsterdam)
}

func TestFill(t *testing.T) {
	t.Parallel()
	for name, now := range map[string]time.Time{
		"a Sunday, early":          local(2026, 11, 22, 5, 30),
		"New Year's Day":           local(2027, 1, 1, 0, 5),
		"the clock is put forward": local(2027, 3, 28, 3, 1),
		"the clock is put back":    local(2026, 10, 25, 2, 30).Add(time.Hour),
		"before Easter, UTC":       local(2027, 3, 23, 9, 0).UTC(),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := makeWorld(t, now, i18n.Dutch)
			m.checkCounts(t)
			m.checkMeetings(t, now)
			m.checkAnswers(t, now)
			m.checkMail(t, now)
			m.checkPosts(t, now)
			if v, err := m.db.VerifyAudit(t.Context(), ""); err != nil || v.Entries < 400 {
				t.Errorf("audit of %d entries: %v", v.Entries, err)
			}
			m.checkOpen(t, now, "/u/")
		})
	}
}

func TestFillEnglish(t *testing.T) {
	t.Parallel()
	now := time.Now()
	m := makeWorld(t, now, i18n.English)
	v := m.checkOpen(t, now, "/en/u/")
	if v.Contact.Language != "en" {
		t.Errorf("%s is written to in %s", v.Contact.Name(), v.Contact.Language)
	}
	before := len(m.box.Mails())
	again, err := Fill(t.Context(), m.program, now.Add(time.Hour), i18n.English)
	if err != nil || again != m.World || len(m.box.Mails()) != before {
		t.Errorf("filled again: %+v, %v; was %+v", again, err, m.World)
	}
}

func (m made) view(t *testing.T, fn func(tx *store.Tx) error) {
	t.Helper()
	if err := m.db.View(t.Context(), fn); err != nil {
		t.Fatal(err)
	}
}

// checkCounts holds the world against what is promised of it.
func (m made) checkCounts(t *testing.T) {
	t.Helper()
	types := map[consult.OrganisationType]int{}
	people, longest := 0, 0
	m.view(t, func(tx *store.Tx) error {
		all, err := tx.Candidates(0, consult.Audience{Types: consult.OrganisationTypes})
		seen := map[int64]bool{}
		for _, c := range all {
			people++
			if !seen[c.Organisation.ID] {
				seen[c.Organisation.ID] = true
				types[c.Organisation.Type]++
			}
			longest = max(longest, len([]rune(c.Organisation.Name)))
		}
		return err
	})
	// One of them is the colleague whom an invitee named.
	if people != 151 || longest != 90 {
		t.Errorf("%d people, longest name %d", people, longest)
	}
	for _, kind := range consult.OrganisationTypes {
		if types[kind] == 0 {
			t.Errorf("no organisation of type %s", kind)
		}
	}
	if types[consult.Consortium] != 3 || types[consult.SolePractitioner] != 20 {
		t.Errorf("organisations: %v", types)
	}
	region, err := m.svc.Region(t.Context())
	if err != nil || len(region.Municipalities) != 8 || region.Privacy.EN == "" || region.Access.NL == "" {
		t.Errorf("region %+v: %v", region.Name, err)
	}
	staff, err := m.svc.StaffList(t.Context(), consult.SystemActor)
	if err != nil || len(staff) != 4 {
		t.Fatalf("%d staff: %v", len(staff), err)
	}
	for _, one := range staff {
		if !one.Ready() {
			t.Errorf("%s cannot sign in", one.Name)
		}
	}
}

func (m made) checkMeetings(t *testing.T, now time.Time) {
	t.Helper()
	m.view(t, func(tx *store.Tx) error {
		for id, want := range map[int64]struct{ public, over, answered, moved bool }{
			m.TalkRound: {true, true, true, false}, m.Consultation: {true, false, true, false},
			m.KickOff: {true, false, true, true},
			m.Webinar: {true, false, false, false}, m.SchoolTable: {false, false, false, false},
		} {
			one, err := tx.Meeting(id)
			if err != nil {
				return err
			}
			standings, err := tx.Standings(id)
			if err != nil {
				return err
			}
			if one.PublicAt(now) != want.public || one.Over(now) != want.over ||
				slices.ContainsFunc(standings, consult.Standing.Answered) != want.answered ||
				one.Sequence > 0 != want.moved {
				t.Errorf(
					"%s: public %v, over %v, %d standings, sequence %d", one.Title, one.PublicAt(now), one.Over(now),
					len(standings), one.Sequence,
				)
			}
			checkTimes(t, one, now)
		}
		return nil
	})
	past, err := m.svc.PublicMeeting(t.Context(), "gespreksronde-vrijgevestigden")
	if err != nil || len(past.ReportFiles) != 1 || past.Meeting.Report.Body == "" {
		t.Errorf("report: %d files, %v", len(past.ReportFiles), err)
	}
}

func checkTimes(t *testing.T, m consult.Meeting, now time.Time) {
	t.Helper()
	starts, last := m.Starts.In(consult.Amsterdam), m.AnswerBy.Add(-time.Nanosecond).In(consult.Amsterdam)
	if !working(starts) || !working(last) || starts.Hour() < 9 || starts.Hour() > 20 {
		t.Errorf("%s begins %s, answers until %s", m.Title, starts, last)
	}
	if left := m.AnswerBy.Sub(now); !m.Over(now) && (left < 24*time.Hour || left > 45*24*time.Hour) {
		t.Errorf("%s: answers are open %s longer", m.Title, left)
	}
	if len(editorial.MeetingWarnings(m, 1, m.ReleasedAt)) > 0 && m.Kind != consult.RoundTable {
		t.Errorf("%s: %v", m.Title, editorial.MeetingWarnings(m, 1, m.ReleasedAt))
	}
}

// checkAnswers looks at the invitations of the consultation, about half of
// which are answered, in every way there is.
func (m made) checkAnswers(t *testing.T, now time.Time) {
	t.Helper()
	count := map[string]int{}
	m.view(t, func(tx *store.Tx) error {
		for _, id := range []int64{m.TalkRound, m.Consultation, m.KickOff} {
			all, err := tx.Standings(id)
			if err != nil {
				return err
			}
			for _, st := range all {
				count[st.Occasion.Title]++
				countStanding(t, count, st, now)
			}
		}
		return nil
	})
	for _, what := range []string{"yes", "online", "no", "staff", "late", "colleague", "wrong", "extended",
		"withdrawn", "undeliverable", "no reminders", "open",
		"comes", "signed off", "consortium"} {
		if count[what] == 0 {
			t.Errorf("nothing %s: %v", what, count)
		}
	}
}

func countStanding(t *testing.T, count map[string]int, st consult.Standing, now time.Time) {
	t.Helper()
	for what, is := range map[string]bool{
		"colleague": st.Invitee.StandInID != 0, "wrong": !st.Invitee.WrongPerson.IsZero(),
		"undeliverable": !st.Contact.Undeliverable.IsZero(),
		"extended":      !st.Invitation.ExtendedUntil.IsZero(), "withdrawn": !st.Invitee.WithdrawnAt.IsZero(),
		"no reminders": !st.Invitee.NoReminders.IsZero(),
		"open":         !st.Answered(), "comes": st.Reply == nil && st.Stance() == consult.Comes,
		"signed off": st.Reply != nil && st.Reply.ByInviteeID != 0, "consortium": st.Consortium != "",
	} {
		if is {
			count[what]++
		}
	}
	r := st.Reply
	if r == nil {
		return
	}
	count[string(r.Answer)]++
	if r.StaffID != 0 {
		count["staff"]++
	}
	if r.Late {
		count["late"]++
	} else if !r.ReceivedAt.Before(st.Invitation.Deadline(st.Occasion)) {
		t.Errorf("%s answered at %s, too late", st.Contact.Name(), r.ReceivedAt)
	}
	hour := r.ReceivedAt.In(consult.Amsterdam).Hour()
	if r.ReceivedAt.After(now) || r.ReceivedAt.Before(st.Invitation.InvitedAt) || hour < 8 || hour > 21 {
		t.Errorf("%s answered at %s", st.Contact.Name(), r.ReceivedAt)
	}
}

var host = regexp.MustCompile(`[@/]([\pL\pN.-]+\.[\pL]{2,})\b`)

// checkMail holds outbox and mailbox against each other: all that was due has
// gone out, nobody was told what was no longer true, and no address could be
// anybody's.
func (m made) checkMail(t *testing.T, now time.Time) {
	t.Helper()
	counts := map[consult.MailState]int{}
	purposes := map[consult.Purpose]int{}
	m.view(t, func(tx *store.Tx) error {
		all, err := tx.Mails(store.MailFilter{})
		for _, one := range all {
			counts[one.State]++
			purposes[one.Purpose]++
			if one.State == consult.Queued && !one.DueAt.After(now) || one.DoneAt.After(now) {
				t.Errorf("%s to %s is %s, due %s", one.Purpose, one.Name, one.State, one.DueAt)
			}
		}
		return err
	})
	for _, p := range []consult.Purpose{consult.ForInvitation, consult.ForDeadlineReminder, consult.ForMeetingReminder,
		consult.ForConfirmation,
		consult.ForColleague, consult.ForStandIn, consult.ForSignedOff, consult.ForConsortium, consult.ForMoved,
		consult.ForExtension, consult.ForWithdrawn, consult.ForReport} {
		if purposes[p] == 0 {
			t.Errorf("no mail for %s", p)
		}
	}
	mails := m.box.Mails()
	if counts[consult.Sent] != len(mails) || counts[consult.Failed] != 1 ||
		counts[consult.Uncertain]+counts[consult.Retry] > 0 {
		t.Errorf("outbox %v, mailbox %d", counts, len(mails))
	}
	for _, one := range mails {
		if one.At.After(now) {
			t.Errorf("mail to %s of %s", one.To, one.At)
		}
		for _, found := range host.FindAllStringSubmatch(one.To+" "+one.EnvelopeFrom+" "+one.Text, -1) {
			if !strings.HasSuffix(found[1], ".example") {
				t.Errorf("a mail names %s", found[1])
			}
		}
	}
	if planned, err := m.svc.PlanReminders(t.Context()); err != nil || planned != 0 {
		t.Errorf("at the start %d reminders are due: %v", planned, err)
	}
}

// checkOpen opens the invitation that is printed.
func (m made) checkOpen(t *testing.T, now time.Time, path string) service.GuestView {
	t.Helper()
	_, token, ok := strings.Cut(m.InvitationURL, "http://127.0.0.1:8080"+path)
	if !ok {
		t.Fatalf("%s does not lead to %s", m.InvitationURL, path)
	}
	v, err := m.svc.Opened(t.Context(), token)
	if err != nil || v.Reply != nil || consult.MayAnswer(v.Occasion, v.Invitation, v.Invitee, now) != nil {
		t.Errorf("%s: reply %v, %v", m.InvitationURL, v.Reply, err)
	}
	return v
}

func TestOrganisationsAndPeople(t *testing.T) {
	seen := map[string]bool{}
	for _, o := range organisations {
		if seen[o.key] || people[o.key] == "" || !o.kind.Valid() {
			t.Errorf("%s: twice, without people or without a type", o.key)
		}
		seen[o.key] = true
		for _, m := range o.members {
			if !seen[m.key] {
				t.Errorf("%s has the unknown member %s", o.key, m.key)
			}
		}
	}
	for key := range people {
		if !seen[key] {
			t.Errorf("people of the unknown %s", key)
		}
	}
	if len(organisations) != 60 || len(people) != 60 {
		t.Errorf("%d organisations, people of %d", len(organisations), len(people))
	}
}

func TestTextsNameNoRealHost(t *testing.T) {
	r := region()
	for _, text := range []string{
		r.Privacy.NL, r.Privacy.EN, r.Access.NL, r.Access.EN, r.ReplyAddress, r.Security, consultationBody,
		kickOffBody, talkRoundBody, talkRoundReport, webinarBody, schoolBody,
	} {
		for _, found := range host.FindAllStringSubmatch(text, -1) {
			if !strings.HasSuffix(found[1], ".example") {
				t.Errorf("a text names %s", found[1])
			}
		}
	}
}
