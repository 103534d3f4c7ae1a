package store_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/store"
	"samenspraak/internal/store/storetest"
)

var meetingNow = time.Date(2026, 11, 4, 9, 0, 0, 0, time.UTC)

// addMeetings keeps a draft, a coming, a past and a cancelled meeting.
func addMeetings(t *testing.T, db *store.DB) []int64 {
	t.Helper()
	var ids []int64
	day := 24 * time.Hour
	for i, m := range []consult.Meeting{
		{
			Occasion:     consult.Occasion{Title: "Concept over wonen"},
			MeetingWords: consult.MeetingWords{Kind: consult.Webinar},
		},
		{
			Occasion: consult.Occasion{ReleasedAt: meetingNow.Add(-day), Title: "Komende bijeenkomst"},
			Venue:    "De Élzenhof", MeetingWords: consult.MeetingWords{Kind: consult.Consultation},
		},
		{
			Occasion:     consult.Occasion{ReleasedAt: meetingNow.Add(-60 * day), Title: "Geweest"},
			MeetingWords: consult.MeetingWords{Kind: consult.Consultation},
		},
		{
			Occasion: consult.Occasion{
				ReleasedAt: meetingNow.Add(-day), CancelledAt: meetingNow.Add(-time.Hour), CancelledBy: "Ziek",
				Title: "Afgelast",
			}, MeetingWords: consult.MeetingWords{Kind: consult.Network},
		},
	} {
		m.Slug, m.UID, m.Version, m.CreatedAt = fmt.Sprintf("m-%d", i), fmt.Sprintf("uid-%d", i), 1, meetingNow
		m.Starts = meetingNow.Add(time.Duration(i) * day).Add(10 * day)
		if m.Title == "Geweest" {
			m.Starts = meetingNow.Add(-30 * day)
		}
		m.Ends, m.AnswerBy = m.Starts.Add(2*time.Hour), m.Starts.Add(-day)
		inTx(t, db, func(tx *store.Tx) error {
			id, err := tx.AddMeeting(m)
			ids = append(ids, id)
			return err
		})
	}
	return ids
}

func TestMeetingLines(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ids := addMeetings(t, db)
		inTx(t, db, func(tx *store.Tx) error { // three organisations asked, one answered, one withdrawn
			for i := range 3 {
				o, err := tx.AddOrganisation(
					consult.Organisation{
						Type: consult.Provider, Name: fmt.Sprint("Aanbieder ", i), CreatedAt: meetingNow,
					},
				)
				if err != nil {
					return err
				}
				inv, err := tx.AddInvitation(
					consult.Invitation{OccasionID: ids[1], OrganisationID: o, InvitedAt: meetingNow},
				)
				if err != nil {
					return err
				}
				switch i {
				case 0:
					_, err = tx.AddReply(
						consult.Reply{
							InvitationID: inv, Source: consult.ByPhone, Answer: consult.Yes, ReceivedAt: meetingNow,
						},
					)
				case 1:
					err = tx.SetInvitation(consult.Invitation{ID: inv, WithdrawnAt: meetingNow})
				}
				if err != nil {
					return err
				}
			}
			return nil
		})
		for name, one := range map[string]struct {
			filter consult.MeetingFilter
			want   []int64
			total  int
		}{
			"all by date":    {consult.MeetingFilter{}, []int64{ids[2], ids[0], ids[1], ids[3]}, 4},
			"all, last":      {consult.MeetingFilter{Down: true}, []int64{ids[3], ids[1], ids[0], ids[2]}, 4},
			"second page":    {consult.MeetingFilter{Limit: 2, Offset: 2}, []int64{ids[1], ids[3]}, 4},
			"drafts":         {consult.MeetingFilter{State: consult.DraftMeeting}, []int64{ids[0]}, 1},
			"coming":         {consult.MeetingFilter{State: consult.ComingMeeting}, []int64{ids[1]}, 1},
			"past":           {consult.MeetingFilter{State: consult.PastMeeting}, []int64{ids[2]}, 1},
			"cancelled":      {consult.MeetingFilter{State: consult.CancelledMeeting}, []int64{ids[3]}, 1},
			"kind":           {consult.MeetingFilter{Kind: consult.Consultation}, []int64{ids[2], ids[1]}, 2},
			"search":         {consult.MeetingFilter{Search: "élzen"}, []int64{ids[1]}, 1},
			"capital search": {consult.MeetingFilter{Search: "ÉLZENHOF"}, []int64{ids[1]}, 1},
			"wild card":      {consult.MeetingFilter{Search: "%"}, nil, 0},
			"by title": {
				consult.MeetingFilter{Order: consult.ByMeetingTitle, Limit: 2}, []int64{ids[3], ids[0]}, 4,
			},
		} {
			t.Run(name, func(t *testing.T) {
				ctx, queries := store.Counting(context.Background())
				err := db.View(ctx, func(tx *store.Tx) error {
					lines, total, err := tx.MeetingLines(one.filter, meetingNow)
					var got []int64
					for _, l := range lines {
						got = append(got, l.Meeting.ID)
						if l.Meeting.ID == ids[1] && (l.Organisations != 2 || l.Answered != 1) {
							t.Errorf("counted %d of %d", l.Answered, l.Organisations)
						}
					}
					if fmt.Sprint(got) != fmt.Sprint(one.want) || total != one.total {
						t.Errorf("got %v of %d, want %v of %d", got, total, one.want, one.total)
					}
					return err
				})
				if n := queries.Load(); err != nil || n > 3 {
					t.Errorf("%d queries, %v", n, err)
				}
			})
		}
		err := db.View(context.Background(), func(tx *store.Tx) error {
			_, _, err := tx.MeetingLines(consult.MeetingFilter{Order: "id; DROP TABLE meeting"}, meetingNow)
			return err
		})
		if !errors.Is(err, consult.ErrNotFound) {
			t.Errorf("an order that is none: %v", err)
		}
	})
}

func TestReleasedMeetings(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ids := addMeetings(t, db)
		inTx(t, db, func(tx *store.Tx) error {
			for past, want := range map[bool][]int64{false: {ids[1], ids[3]}, true: {ids[2]}} {
				all, err := tx.ReleasedMeetings(meetingNow, past)
				if err != nil {
					return err
				}
				var got []int64
				for _, m := range all {
					got = append(got, m.ID)
				}
				if fmt.Sprint(got) != fmt.Sprint(want) {
					t.Errorf("past %v: %v, want %v", past, got, want)
				}
			}
			due, err := tx.NeedsToErase(meetingNow)
			if fmt.Sprint(due) != fmt.Sprint([]int64{ids[2]}) {
				t.Errorf("needs of %v", due)
			}
			return err
		})
	})
}

func meetingOf(id int64) consult.Subject { return consult.Subject{Noun: consult.NounMeeting, ID: id} }

func TestSlugsAndChanges(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ids := addMeetings(t, db)
		marleen := addMarleen(t, db)
		inTx(t, db, func(tx *store.Tx) error {
			if err := tx.KeepSlug("oud", meetingOf(ids[1])); err != nil {
				return err
			}
			if err := tx.KeepSlug("oud", meetingOf(ids[1])); err != nil { // twice is once
				return err
			}
			for _, one := range []struct {
				base string
				id   int64
				want string
			}{
				{"nieuw", 0, "nieuw"}, {"m-1", 0, "m-1-2"}, {"m-1", ids[1], "m-1"}, {"oud", ids[1], "oud"},
				{"oud", ids[2], "oud-2"},
			} {
				if got, err := tx.FreeSlug(one.base, meetingOf(one.id)); err != nil || got != one.want {
					t.Errorf("FreeSlug(%s, %d) = %s, %v", one.base, one.id, got, err)
				}
			}
			if m, err := tx.MeetingBySlug("oud"); err != nil || m.ID != ids[1] {
				t.Errorf("former slug: %d, %v", m.ID, err)
			}
			before, err := tx.Meeting(ids[1])
			if err != nil {
				return err
			}
			for v := range int64(2) {
				err := tx.AddMeetingChange(
					consult.MeetingChange{
						Of: before.Subject(), Version: v + 2, At: meetingNow, StaffID: marleen.ID, Kind: consult.Moved,
						Reason: "Zaal dicht", Before: before,
					},
				)
				if err != nil {
					return err
				}
			}
			changes, err := tx.MeetingChanges(ids...)
			if got := changes[ids[1]]; len(got) != 2 || got[0].Version != 3 ||
				!got[0].Before.Starts.Equal(before.Starts) || got[1].Reason != "Zaal dicht" {
				t.Errorf("changes = %+v", got)
			}
			return err
		})
	})
}

func TestFiles(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ids := addMeetings(t, db)
		piece := bytes.Repeat([]byte{0, 255, 10}, 1000)
		old := meetingNow.Add(-48 * time.Hour)
		inTx(t, db, func(tx *store.Tx) error {
			for _, sum := range []string{"linked", "left", "fresh"} {
				at := old
				if sum == "fresh" {
					at = meetingNow
				}
				for i := range 2 {
					if err := tx.AddChunk(sum, i, piece, at); err != nil {
						return err
					}
				}
			}
			_, err := tx.AddAttachment(
				consult.Attachment{
					Of: meetingOf(ids[0]), Place: consult.OnMeeting, SHA256: "linked", AddedAt: old,
					RemovedAt: meetingNow,
				},
			)
			return err
		})
		inTx(t, db, func(tx *store.Tx) error {
			if n, err := tx.SweepFiles(meetingNow.Add(-24 * time.Hour)); n != 2 || err != nil {
				t.Errorf("swept %d, %v", n, err)
			}
			for sum, want := range map[string]bool{"linked": true, "fresh": true, "left": false} {
				if whole, err := tx.HasFile(sum, store.ChunkSize+1); whole != want || err != nil {
					t.Errorf("%s is whole: %v, %v", sum, whole, err)
				}
			}
			got, err := tx.Chunk("linked", 1)
			if err != nil || !bytes.Equal(got, piece) {
				t.Errorf("piece of %d bytes, %v", len(got), err)
			}
			return tx.AddChunk("fresh", 0, piece, meetingNow.Add(time.Hour)) // is there already
		})
		inTx(t, db, func(tx *store.Tx) error {
			n, err := tx.SweepFiles(meetingNow.Add(time.Minute))
			if n != 1 { // the piece that was written again keeps its new time
				t.Errorf("swept %d", n)
			}
			return err
		})
	})
}

func TestAttachments(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ids := addMeetings(t, db)
		inTx(t, db, func(tx *store.Tx) error {
			a := consult.Attachment{
				Of: meetingOf(ids[0]), Place: consult.OnReport, Title: "Verslag", FileName: "verslag.pdf",
				MediaType: "application/pdf", Size: 3, SHA256: "a", Version: 1, AddedAt: meetingNow,
			}
			id, err := tx.AddAttachment(a)
			if err != nil {
				return err
			}
			former := a
			former.FormerOf = id
			if _, err := tx.AddAttachment(former); err != nil {
				return err
			}
			a.ID, a.Version, a.SHA256, a.RemovedAt = id, 2, "b", meetingNow
			if err := tx.SetAttachment(a); err != nil {
				return err
			}
			all, err := tx.Attachments(consult.NounMeeting, ids...)
			if err != nil || len(all[ids[0]]) != 2 || all[ids[0]][0] != a || all[ids[0]][1].FormerOf != id {
				t.Errorf("attachments = %+v, %v", all, err)
			}
			return nil
		})
	})
}
