//go:build e2e

package e2e

import (
	"strings"
	"testing"
	"time"

	"samenspraak/internal/consult"
)

// soundPair is a ledger and the facts that fit it: two answers of one person,
// an invitation and two confirmations, all sent.
func soundPair() (*ledger, facts) {
	at := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	l := newLedger()
	l.note(7, ack{name: "first", sent: at, got: at.Add(time.Second)})
	l.note(7, ack{name: "second", sent: at.Add(time.Minute), got: at.Add(61 * time.Second)})
	reply := func(id int64, name string, received time.Time) consult.Reply {
		return consult.Reply{ID: id, InvitationID: 7, People: []consult.Person{{Name: name}}, ReceivedAt: received}
	}
	mail := func(id int64, p consult.Purpose, replyID int64, messageID string) consult.Mail {
		return consult.Mail{
			ID: id, Purpose: p, ReplyID: replyID, InviteeID: 3, Address: "gast@praktijk.example", State: consult.Sent,
			MessageID: messageID,
		}
	}
	f := facts{
		replies: map[int64][]consult.Reply{7: {reply(1, "first", at), reply(2, "second", at.Add(time.Minute))}},
		current: map[int64]int64{7: 2},
		events:  map[int64]int{1: 1, 2: 1},
		mails: []consult.Mail{
			mail(1, consult.ForInvitation, 0, "<a@x>"), mail(2, consult.ForConfirmation, 1, "b@x"),
			mail(3, consult.ForConfirmation, 2, "c@x"),
		},
	}
	for _, id := range []string{"a@x", "b@x", "c@x"} {
		f.arrived = append(f.arrived, letterSeen{id: id, to: "gast@praktijk.example", accepted: true})
	}
	return l, f
}

// TestLedgerNotices is the twin of the crash tests: each kind of loss that they
// look for is planted, and the checkers must name it.
func TestLedgerNotices(t *testing.T) {
	planted := map[string]struct {
		spoil func(l *ledger, f *facts)
		want  string
	}{
		"sound": {func(*ledger, *facts) {}, ""},
		"answer lost": {
			func(_ *ledger, f *facts) { f.replies[7] = f.replies[7][:1]; f.current[7] = 1 }, `"second" is lost`,
		},
		"kept twice": {func(_ *ledger, f *facts) {
			again := f.replies[7][1]
			again.ID = 3
			f.replies[7], f.current[7] = append(f.replies[7], again), 3
			f.events[3] = 1
		}, `"second" is kept twice`},
		"older counts": {func(_ *ledger, f *facts) { f.current[7] = 1 }, "answer 1 counts"},
		"none counts":  {func(_ *ledger, f *facts) { f.current[7] = 0 }, "answer 0 counts"},
		"moment wrong": {
			func(_ *ledger, f *facts) { f.replies[7][1].ReceivedAt = f.replies[7][1].ReceivedAt.Add(time.Hour) },
			"was received at",
		},
		"no audit":    {func(_ *ledger, f *facts) { delete(f.events, 2) }, "0 entries in the audit"},
		"audit alone": {func(_ *ledger, f *facts) { f.events[9] = 1 }, "answer 9, which is not there"},
		"no mail": {
			func(_ *ledger, f *facts) { f.mails, f.arrived = f.mails[:2], f.arrived[:2] }, "0 confirmations",
		},
		"mail alone": {func(_ *ledger, f *facts) { f.mails[2].ReplyID = 9 }, "a confirmation is for answer 9"},
		"made way for a later one": {func(_ *ledger, f *facts) {
			f.mails[1].State, f.mails[1].Error, f.mails[1].MessageID = consult.Dropped, string(
				consult.DropSuperseded,
			), ""
			f.arrived = []letterSeen{f.arrived[0], f.arrived[2]}
		}, ""},
		"made way for none": {func(_ *ledger, f *facts) {
			f.mails[2].State, f.mails[2].Error, f.mails[2].MessageID = consult.Dropped, string(
				consult.DropSuperseded,
			), ""
			f.arrived = f.arrived[:2]
		}, "made way for none"},
		"sent twice": {func(_ *ledger, f *facts) { f.arrived = append(f.arrived, f.arrived[1]) }, "accepted 2 times"},
		"handed twice": {func(_ *ledger, f *facts) {
			f.arrived = append(f.arrived, letterSeen{id: "b@x", to: "gast@praktijk.example"})
		}, "handed over 2 times"},
		"never came":    {func(_ *ledger, f *facts) { f.arrived = f.arrived[1:] }, "accepted 0 times"},
		"still waiting": {func(_ *ledger, f *facts) { f.mails[0].State = consult.Queued }, "has not ended"},
		"stuck":         {func(_ *ledger, f *facts) { f.mails[0].State = consult.Sending }, "has not ended"},
		"dropped, came": {func(_ *ledger, f *facts) { f.mails[0].State = consult.Dropped }, "was accepted"},
		"wrong address": {func(_ *ledger, f *facts) { f.arrived[0].to = "ander@praktijk.example" }, "went to ander@"},
		"unknown mail": {
			func(_ *ledger, f *facts) { f.arrived = append(f.arrived, letterSeen{id: "z@x", accepted: true}) },
			"in no row",
		},
		"two rows": {func(_ *ledger, f *facts) {
			twice := f.mails[0]
			twice.ID, twice.MessageID = 4, "d@x"
			f.mails, f.arrived = append(
				f.mails, twice,
			), append(f.arrived, letterSeen{id: "d@x", to: twice.Address, accepted: true})
		}, "stands in the outbox 2 times"},
		"uncertain, twice": {func(_ *ledger, f *facts) {
			f.mails[0].State, f.arrived = consult.Uncertain, append(f.arrived, f.arrived[0])
		}, "accepted 2 times"},
		"uncertain may have come": {func(_ *ledger, f *facts) { f.mails[0].State = consult.Uncertain }, ""},
	}
	for name, p := range planted {
		t.Run(name, func(t *testing.T) {
			l, f := soundPair()
			p.spoil(l, &f)
			got := strings.Join(append(answerFaults(l, f), mailFaults(f)...), "\n")
			if p.want == "" && got != "" || !strings.Contains(got, p.want) {
				t.Errorf("the checkers said %q, want %q in it", got, p.want)
			}
		})
	}
}

// TestTallyNotices: what a crash test comes down to counts what was planted.
func TestTallyNotices(t *testing.T) {
	for name, p := range map[string]struct {
		spoil func(l *ledger, f *facts)
		want  string
	}{
		"sound": {func(*ledger, *facts) {}, "acknowledged=2 lost=0 doubled=0"},
		"lost":  {func(_ *ledger, f *facts) { f.replies[7] = f.replies[7][1:] }, "acknowledged=2 lost=1 doubled=0"},
		"answer doubled": {func(_ *ledger, f *facts) {
			f.replies[7] = append(f.replies[7], f.replies[7][1])
		}, "acknowledged=2 lost=0 doubled=1"},
		"mail doubled": {
			func(_ *ledger, f *facts) { f.arrived = append(f.arrived, f.arrived[1]) },
			"acknowledged=2 lost=0 doubled=1",
		},
		"two rows": {func(_ *ledger, f *facts) {
			f.mails = append(f.mails, f.mails[0])
		}, "acknowledged=2 lost=0 doubled=1"},
	} {
		t.Run(name, func(t *testing.T) {
			l, f := soundPair()
			p.spoil(l, &f)
			if got := tally(l, f); got != p.want {
				t.Errorf("%s, want %s", got, p.want)
			}
		})
	}
}
