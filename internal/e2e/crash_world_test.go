//go:build e2e

package e2e

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"samenspraak/config"
	"samenspraak/internal/app"
	"samenspraak/internal/consult"
	"samenspraak/internal/mailbox"
	"samenspraak/internal/service"
	"samenspraak/internal/store"
	"samenspraak/internal/store/storetest"
)

const testSecret = "a secret for tests alone, of more than 32 characters"

// onBoth runs a test on SQLite and on PostgreSQL, side by side: most of such a
// test is waiting.
func onBoth(t *testing.T, fn func(t *testing.T, database string)) {
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		fn(t, storetest.SQLite(t))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		fn(t, storetest.Postgres(t))
	})
}

// newSettings are a production's on loopback, with mail to a box.
func newSettings(t *testing.T, database, smtp string) settings {
	t.Helper()
	addr := freeAddr(t)
	return settings{
		"ADDR": addr, "BASE_URL": "http://" + addr, "DATABASE": database, "SECRET": testSecret,
		"SMTP_URL": "smtp://" + smtp + "?tls=none", "MAIL_FROM": "samenspraak@merenland.example",
	}
}

// config reads the settings as the program would.
func (s settings) config(t *testing.T) config.Config {
	t.Helper()
	conf, err := config.Load("", s.environ(""))
	if err != nil {
		t.Fatal(err)
	}
	return conf
}

// openBox opens a mailbox that lives as long as the test.
func openBox(t *testing.T, options ...mailbox.Option) *mailbox.Box {
	t.Helper()
	box, err := mailbox.Open(
		"127.0.0.1:0", append([]mailbox.Option{mailbox.WithClock(time.Now), mailbox.WithLimit(1 << 20)}, options...)...,
	)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = box.Close() })
	return box
}

// A guest is somebody who was invited, with their link.
type guest struct {
	invitee, invitation int64
	address             string
	path                string // of the personal link
}

// A plan says what a world is made of.
type plan struct {
	organisations int
	meetings      int           // 1 when zero
	invited       time.Duration // how long ago
	reminders     time.Duration // how long ago the one reminder of each meeting was due; zero: none is planned
}

// A world is a database in which people were invited and nobody was mailed yet.
type world struct {
	staff    consult.Actor
	meetings []int64
	guests   []guest
}

// seed fills the database of some settings, in this process, before the program
// is started on it.
func seed(t *testing.T, env settings, p plan) world {
	t.Helper()
	ctx := context.Background()
	conf := env.config(t)
	if _, err := app.Migrate(ctx, conf); err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	a, err := app.New(ctx, conf, app.Options{Now: func() time.Time { return now.Add(-p.invited) }})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
	}()
	s := seeder{t: t, ctx: ctx, app: a, now: now, plan: p}
	s.region()
	s.world.staff = s.staff
	for i := range max(1, p.meetings) {
		s.meeting(i)
	}
	return s.world
}

type seeder struct {
	t     *testing.T
	ctx   context.Context
	app   *app.App
	now   time.Time
	plan  plan
	staff consult.Actor
	world world
}

func (s *seeder) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *seeder) update(do func(tx *store.Tx) error) {
	s.t.Helper()
	s.must(s.app.DB().Update(s.ctx, do))
}

// signedIn makes a sign-in of a member of staff and returns its token.
func signedIn(t *testing.T, env settings, staffID int64) string {
	t.Helper()
	ctx := context.Background()
	a, err := app.New(ctx, env.config(t), app.Options{})
	if err != nil {
		t.Fatal(err)
	}
	token, err := a.Service().SignInDirectly(ctx, staffID, "test")
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	return token
}

// region fills in who sends, one member of staff and the organisations, each
// with one contact.
func (s *seeder) region() {
	s.t.Helper()
	created := s.now.Add(-s.plan.invited)
	s.update(func(tx *store.Tx) error {
		if err := tx.SetRegion(consult.Region{
			Name: "Jeugdregio Merenland", ShortName: "Merenland",
			OnBehalf:   consult.Words{NL: "de acht gemeenten van Merenland"},
			SenderName: "Jeugdregio Merenland", ReplyAddress: "inkoop@merenland.example", Phone: "0123 45 67 89",
			UpdatedAt: created,
		}); err != nil {
			return err
		}
		id, err := tx.AddStaff(consult.Staff{
			Address: "beheer@merenland.example", Canonical: "beheer@merenland.example", Name: "Wietske Boonstra",
			Role:     consult.Admin,
			Language: "nl", CreatedAt: created, PasswordHash: "no password's", TOTPSecret: "nobody's",
		})
		s.staff = consult.Actor{
			Kind: consult.ByStaff, ID: id, Name: "Wietske Boonstra", Role: consult.Admin, Language: "nl",
		}
		return err
	})
	s.update(func(tx *store.Tx) error {
		for i := range s.plan.organisations {
			name := fmt.Sprintf("Praktijk %04d", i)
			o, err := tx.AddOrganisation(
				consult.Organisation{Type: consult.Provider, Name: name, SortKey: name, CreatedAt: created},
			)
			if err != nil {
				return err
			}
			address := fmt.Sprintf("gast%04d@praktijk.example", i)
			if _, err := tx.AddContact(consult.Contact{
				OrganisationID: o, First: "Jip", Infix: "van der", Last: fmt.Sprintf("Meer %04d", i), SortKey: name,
				Address:   address,
				Canonical: address, Language: "nl", CreatedAt: created,
			}); err != nil {
				return err
			}
		}
		return nil
	})
}

// meeting publishes one meeting and invites everybody to it.
func (s *seeder) meeting(n int) {
	s.t.Helper()
	svc := s.app.Service()
	invited := s.now.Add(-s.plan.invited)
	local := s.now.In(consult.Amsterdam)
	answerBy := time.Date(local.Year(), local.Month(), local.Day()+4, 0, 0, 0, 0, consult.Amsterdam)
	id, err := svc.NewMeeting(s.ctx, s.staff, consult.Meeting{
		Occasion: consult.Occasion{
			Starts: s.now.AddDate(0, 0, 10), Ends: s.now.AddDate(0, 0, 10).Add(2 * time.Hour),
			AnswerBy: answerBy, Title: fmt.Sprintf("Verblijf dicht bij huis %d", n+1),
		},
		Venue: "De Zilte Schuur", Street: "Havenplein 3", Town: "Elzendam",
		MeetingWords: consult.MeetingWords{
			Kind: consult.Consultation,
			Lead: "Wij praten u bij over het perceel verblijf.", Body: "Wij horen graag wat u ervan vindt.",
			ContactName: "Wietske Boonstra", Phone: "0123 45 67 89",
		},
	})
	s.must(err)
	s.rules(id, answerBy, invited)
	m, err := svc.Meeting(s.ctx, s.staff, id)
	s.must(err)
	s.must(svc.PublishMeeting(s.ctx, s.staff, id, m.Edited))
	_, err = svc.Invite(s.ctx, s.staff, id, consult.Audience{Types: []consult.OrganisationType{consult.Provider}}, "")
	s.must(err)
	s.world.meetings = append(s.world.meetings, id)
	s.links(svc, id)
}

// rules takes away the reminders that a new meeting gets and plans the one that
// the test wants: rules are days and a wall time, so both are reckoned back
// from the moment at which it must have been due.
func (s *seeder) rules(meetingID int64, answerBy, invited time.Time) {
	s.t.Helper()
	s.update(func(tx *store.Tx) error {
		before, err := tx.Rules(meetingID)
		if err != nil {
			return err
		}
		for _, r := range before {
			if err := tx.StopRule(r.ID, invited); err != nil {
				return err
			}
		}
		if s.plan.reminders == 0 {
			return nil
		}
		due := s.now.Add(-s.plan.reminders).In(consult.Amsterdam)
		last := answerBy.Add(-time.Nanosecond).In(consult.Amsterdam)
		noon := func(t time.Time) time.Time {
			return time.Date(t.Year(), t.Month(), t.Day(), 12, 0, 0, 0, time.UTC)
		}
		_, err = tx.AddRule(consult.Rule{
			OccasionID: meetingID, Before: consult.BeforeDeadline, Days: int(noon(last).Sub(noon(due)).Hours() / 24),
			At: due.Hour()*60 + due.Minute(), ActiveFrom: invited,
		})
		return err
	})
}

func (s *seeder) links(svc *service.Service, meetingID int64) {
	s.t.Helper()
	var all []consult.Standing
	s.must(s.app.DB().View(s.ctx, func(tx *store.Tx) (err error) {
		all, err = tx.Standings(meetingID)
		return err
	}))
	for _, st := range all {
		link, err := svc.ShowLink(s.ctx, s.staff, st.Invitee.ID)
		s.must(err)
		u, err := url.Parse(link)
		s.must(err)
		if !strings.HasPrefix(u.Path, "/u/") {
			s.t.Fatalf("the personal link is %s", u.Path)
		}
		s.world.guests = append(s.world.guests, guest{
			invitee: st.Invitee.ID, invitation: st.Invitation.ID, address: st.Contact.Address, path: u.Path,
		})
	}
}
