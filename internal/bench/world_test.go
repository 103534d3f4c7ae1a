package bench

import (
	"context"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"testing"
	"time"

	"samenspraak/config"
	"samenspraak/internal/app"
	"samenspraak/internal/consult"
	"samenspraak/internal/store"
	"samenspraak/internal/store/storetest"
)

const host = "praat.merenland.example"

// A world is the whole program on SQLite, as in production but for its mailer,
// with one meeting to which many were invited.
type world struct {
	app   *app.App
	slug  string
	links []string // paths
}

func newWorld(b *testing.B, guests int) world {
	b.Helper()
	w := world{app: start(b, storetest.SQLite(b))}
	staff := w.people(b, guests)
	w.meeting(b, staff)
	return w
}

// start is the whole program on a database.
func start(b *testing.B, database string) *app.App {
	b.Helper()
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	must(b, err)
	conf := config.Config{
		BaseURL: "https://" + host, Database: database, SMTPURL: "smtp://127.0.0.1:1025?tls=none",
		MailFrom: "samenspraak@merenland.example", Secret: "a secret for benchmarks alone, long enough", Language: "nl",
	}
	ctx := context.Background()
	_, err = app.Migrate(ctx, conf)
	must(b, err)
	a, err := app.New(ctx, conf, app.Options{Log: slog.New(slog.NewJSONHandler(null, nil))})
	must(b, err)
	b.Cleanup(func() { _ = a.Close(); _ = null.Close() })
	return a
}

func must(b *testing.B, err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

func (w *world) people(b *testing.B, guests int) consult.Actor {
	b.Helper()
	staff := consult.Actor{Kind: consult.ByStaff, Name: "Wietske Boonstra", Role: consult.Admin, Language: "nl"}
	now := time.Now()
	must(b, w.app.DB().Update(context.Background(), func(tx *store.Tx) error {
		err := tx.SetRegion(consult.Region{
			Name: "Jeugdregio Merenland", ShortName: "Merenland", SenderName: "Jeugdregio Merenland",
			ReplyAddress: "inkoop@merenland.example", UpdatedAt: now,
		})
		if err != nil {
			return err
		}
		staff.ID, err = tx.AddStaff(consult.Staff{
			Address: "beheer@merenland.example", Canonical: "beheer@merenland.example", Name: staff.Name,
			Role: staff.Role, Language: "nl", CreatedAt: now,
		})
		for i := 0; err == nil && i < guests; i++ {
			err = addGuest(tx, i, now)
		}
		return err
	}))
	return staff
}

func addGuest(tx *store.Tx, i int, now time.Time) error {
	name, address := fmt.Sprintf("Praktijk %04d", i), fmt.Sprintf("gast%04d@praktijk.example", i)
	o, err := tx.AddOrganisation(
		consult.Organisation{Type: consult.Provider, Name: name, SortKey: name, CreatedAt: now},
	)
	if err != nil {
		return err
	}
	_, err = tx.AddContact(consult.Contact{
		OrganisationID: o, First: "Jip", Infix: "van der", Last: "Meer", SortKey: name, Address: address,
		Canonical: address, Language: "nl", CreatedAt: now,
	})
	return err
}

func (w *world) meeting(b *testing.B, staff consult.Actor) {
	b.Helper()
	ctx, svc, now := context.Background(), w.app.Service(), time.Now()
	id, err := svc.NewMeeting(ctx, staff, consult.Meeting{
		Occasion: consult.Occasion{
			Title:  "Verblijf dicht bij huis",
			Starts: now.AddDate(0, 0, 20), Ends: now.AddDate(0, 0, 20).Add(2 * time.Hour),
			AnswerBy: now.AddDate(0, 0, 10),
		},
		Venue:  "De Zilte Schuur",
		Street: "Havenplein 3", Town: "Elzendam",
		MeetingWords: consult.MeetingWords{
			Kind: consult.Consultation,
			Lead: "Wij praten u bij over het perceel verblijf.", Body: "Wij horen graag wat u ervan vindt.",
			ContactName: staff.Name, Phone: "0123 45 67 89",
		},
	})
	must(b, err)
	m, err := svc.Meeting(ctx, staff, id)
	must(b, err)
	w.slug = m.Slug
	must(b, svc.PublishMeeting(ctx, staff, id, m.Edited))
	_, err = svc.Invite(ctx, staff, id, consult.Audience{Types: []consult.OrganisationType{consult.Provider}}, "")
	must(b, err)
	var all []consult.Standing
	must(b, w.app.DB().View(ctx, func(tx *store.Tx) error {
		all, err = tx.Standings(id)
		return err
	}))
	for _, st := range all {
		link, err := svc.ShowLink(ctx, staff, st.Invitee.ID)
		must(b, err)
		u, err := url.Parse(link)
		must(b, err)
		w.links = append(w.links, u.Path)
	}
}
