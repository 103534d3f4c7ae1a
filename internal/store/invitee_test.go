package store_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/store"
	"samenspraak/internal/store/storetest"
)

// inviteMany fills a database with so many organisations of two contacts each,
// all invited to one meeting; every third has answered.
func inviteMany(t *testing.T, db *store.DB, organisations int) int64 {
	t.Helper()
	var meeting int64
	err := db.Update(context.Background(), func(tx *store.Tx) error {
		var err error
		meeting, err = tx.AddMeeting(
			consult.Meeting{
				Occasion: consult.Occasion{
					Slug: "m", Starts: noon.Add(48 * time.Hour), Ends: noon.Add(50 * time.Hour),
					AnswerBy: noon.Add(24 * time.Hour), CreatedAt: noon, ReleasedAt: noon,
				}, UID: "m",
			},
		)
		if err != nil {
			return err
		}
		var invitations []consult.Invitation
		for k := range organisations {
			id, err := tx.AddOrganisation(
				consult.Organisation{
					Type: consult.Provider, Name: fmt.Sprintf("Aanbieder %03d", k), SortKey: fmt.Sprintf("%03d", k),
					CreatedAt: noon,
				},
			)
			if err != nil {
				return err
			}
			for n := range 2 {
				address := fmt.Sprintf("a%d.%d@zorg.example", k, n)
				_, err := tx.AddContact(
					consult.Contact{
						OrganisationID: id, First: "A", Last: fmt.Sprintf("Naam %03d.%d", k, n),
						SortKey: fmt.Sprintf("%03d%d", k, n), Address: address, Canonical: address, Language: "nl",
						CreatedAt: noon,
					},
				)
				if err != nil {
					return err
				}
			}
			invitations = append(
				invitations, consult.Invitation{OccasionID: meeting, OrganisationID: id, InvitedAt: noon},
			)
		}
		if err := tx.AddInvitations(invitations); err != nil {
			return err
		}
		return inviteAll(tx, meeting, invitations)
	})
	if err != nil {
		t.Fatal(err)
	}
	return meeting
}

func inviteAll(tx *store.Tx, meeting int64, invitations []consult.Invitation) error {
	var invitees []consult.Invitee
	for k, i := range invitations {
		contacts, err := tx.ContactsOf(i.OrganisationID)
		if err != nil {
			return err
		}
		for _, c := range contacts {
			invitees = append(
				invitees, consult.Invitee{InvitationID: i.ID, ContactID: c.ID, Generation: 1, AddedAt: noon},
			)
		}
		if k%3 == 0 {
			if _, err := tx.AddReply(
				consult.Reply{
					InvitationID: i.ID, Source: consult.ByLink, Answer: consult.Yes,
					People: []consult.Person{{Name: "Zoë"}}, ReceivedAt: noon,
				},
			); err != nil {
				return err
			}
		}
	}
	if err := tx.AddInvitees(invitees); err != nil {
		return err
	}
	for k := range invitees {
		invitees[k].TokenHash = fmt.Sprintf("hash %d", k)
		mail := consult.Mail{
			Key: fmt.Sprintf("invitation:%d", k), Purpose: consult.ForInvitation, OccasionID: meeting,
			InviteeID: invitees[k].ID, CreatedAt: noon,
		}
		if _, err := tx.Enqueue(mail); err != nil {
			return err
		}
	}
	return tx.SetTokens(invitees)
}

func TestInviteeLinesInAFixedNumberOfQueries(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		meeting := inviteMany(t, db, 200)
		ctx, queries := store.Counting(context.Background())
		var lines []consult.InviteeLine
		err := db.View(ctx, func(tx *store.Tx) error {
			var err error
			lines, err = tx.InviteeLines(meeting)
			return err
		})
		if err != nil || len(lines) != 400 {
			t.Fatalf("%d lines, %v; want 400", len(lines), err)
		}
		if n := queries.Load(); n > 3 {
			t.Errorf("%d queries for 400 invitees, want 3", n)
		}
		first := lines[0]
		if first.Stand() != consult.StandOpen || first.Stance() != consult.Comes || len(first.Party.Comers()) != 1 ||
			first.MailState != consult.Queued || first.Organisation != "Aanbieder 000" {
			t.Errorf("the first line is %+v", first)
		}
		turnout := consult.CountTurnout(lines)
		if turnout.Invited != 200 || turnout.Answered != 67 || turnout.Open != 133 || turnout.InRoom != 67 ||
			turnout.Contacts != 400 {
			t.Errorf("turnout %+v", turnout)
		}
	})
}

func TestCandidatesInAFixedNumberOfQueries(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		meeting := inviteMany(t, db, 60)
		ctx, queries := store.Counting(context.Background())
		var all []consult.Candidate
		rule := consult.Audience{
			Types: []consult.OrganisationType{consult.Provider}, Search: "aanbieder 01", Contacts: []int64{1, 2},
		}
		err := db.View(ctx, func(tx *store.Tx) error {
			var err error
			all, err = tx.Candidates(meeting, rule)
			return err
		})
		if err != nil || len(all) != 22 {
			t.Fatalf("%d candidates, %v; want those of ten organisations and two by hand", len(all), err)
		}
		if n := queries.Load(); n > 6 {
			t.Errorf("%d queries", n)
		}
		if left := rule.Preview(all).LeftOut[consult.LeftAlready]; len(left) != 22 {
			t.Errorf("%d were invited already, want all", len(left))
		}
	})
}

func TestTokensOpenTheInvitationOfTheirOwn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		inviteMany(t, db, 3)
		err := db.View(context.Background(), func(tx *store.Tx) error {
			for k := range 6 {
				v, err := tx.InviteeByToken(fmt.Sprintf("hash %d", k))
				if err != nil {
					return err
				}
				if v.Generation != 1 || v.ContactID != int64(k+1) || !v.AddedAt.Equal(noon) {
					t.Errorf("link %d opens %+v", k, v)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
