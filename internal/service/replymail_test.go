package service

import (
	"testing"
	"time"

	"samenspraak/internal/consult"
)

// states are those of the confirmations to Noor, the first first, and whether
// the last that waits tells that a calendar holds the meeting.
func (w *replyWorld) confirmations() (states []consult.MailState, last consult.Mail) {
	w.t.Helper()
	for _, m := range w.mails(consult.ForConfirmation) {
		states = append(states, m.State)
		if m.State == consult.Queued && (last.ID == 0 || m.ReplyID > last.ReplyID) {
			last = m
		}
	}
	return states, last
}

// A yes by one tap and the details that follow it are told of in one mail; what
// follows once that mail's wait is over has one of its own. Each answer keeps
// its row, and the row of the first says that a later one took its place.
func TestAYesAndItsDetailsAreOneMail(t *testing.T) {
	tests := []struct {
		name    string
		after   time.Duration
		then    consult.Reply
		dropped int
		held    bool // the mail tells that a calendar holds the meeting
	}{
		{"details at once", time.Second, yes("Noor en Piet"), 1, false},
		{"details just in time", detailsWait - time.Millisecond, yes("Noor en Piet"), 1, false},
		{"details when the mail has gone", detailsWait, yes("Noor en Piet"), 0, true},
		{"no at once: nothing to take out of a calendar", time.Second, consult.Reply{Answer: consult.No}, 1, false},
		{"no when the mail has gone", detailsWait, consult.Reply{Answer: consult.No}, 0, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := onSQLite(t)
			w.invite()
			w.at(replyNow)
			w.mustReply(
				t, w.token("Noor"),
				consult.Reply{Answer: consult.Yes, People: DefaultPeople(w.standing("Noor").Contact)},
			)
			if _, first := w.confirmations(); !first.DueAt.Equal(replyNow.Add(detailsWait)) {
				t.Fatalf("word of a bare yes goes at %s", first.DueAt)
			}
			w.at(replyNow.Add(tt.after))
			w.mustReply(t, w.token("Noor"), tt.then)
			states, last := w.confirmations()
			dropped := 0
			for _, s := range states {
				if s == consult.Dropped {
					dropped++
				}
			}
			if len(states) != 2 || dropped != tt.dropped {
				t.Errorf("confirmations are %v, want %d dropped of 2", states, tt.dropped)
			}
			if !last.DueAt.Equal(w.now()) || last.Facts.InCalendar != tt.held {
				t.Errorf("the last goes at %s and says of the calendar %v", last.DueAt, last.Facts.InCalendar)
			}
		})
	}
}
