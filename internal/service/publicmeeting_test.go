package service_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/store"
)

func TestNeedsAreErased(t *testing.T) {
	w := newMeetingWorld(t)
	w.publish()
	w.invite("Anna", consult.Yes)
	given := func() string {
		var all []string
		w.tx(func(tx *store.Tx) error {
			standings, err := tx.Standings(w.id)
			for _, st := range standings {
				for _, g := range st.Reply.Given {
					all = append(all, g.Values...)
				}
			}
			return err
		})
		return strings.Join(all, " ")
	}
	due := w.meeting().NeedsDue()
	w.now = due.Add(-time.Second)
	if n, err := w.svc.EraseNeeds(t.Context()); n != 0 || err != nil || given() != "noten wonen" {
		t.Errorf("a second early: %d, %v, %q", n, err, given())
	}
	w.now = due
	if n, err := w.svc.EraseNeeds(t.Context()); n != 1 || err != nil || given() != "wonen" {
		t.Errorf("when due: %d, %v, %q", n, err, given())
	}
	if n, err := w.svc.EraseNeeds(t.Context()); n != 0 || err != nil {
		t.Errorf("again: %d, %v", n, err)
	}
	if got := w.said(); strings.Count(got, "needs.erased") != 1 {
		t.Errorf("audit: %s", got)
	}
}

func TestPublicMeetingsShowWhatIsPublic(t *testing.T) {
	w := newMeetingWorld(t)
	const canary = "KANARIE"
	draft := w.meeting()
	draft.Title, draft.Body, draft.OnlineURL, draft.Online = canary, canary, "https://"+canary+".example", true
	w.must(w.svc.EditMeeting(t.Context(), w.actor, draft, ""))
	all, err := w.svc.PublicMeetings(t.Context())
	if err != nil || len(all) != 0 {
		t.Errorf("a draft is listed: %+v, %v", all, err)
	}
	before, _ := w.svc.Revision(t.Context())
	w.publish()
	if after, _ := w.svc.Revision(t.Context()); after <= before {
		t.Error("pages are not made anew after publishing")
	}
	all, err = w.svc.PublicMeetings(t.Context())
	if err != nil || len(all) != 1 || strings.Contains(fmt.Sprintf("%+v", all), canary+".example") {
		t.Errorf("listed: %+v, %v", all, err)
	}
}
