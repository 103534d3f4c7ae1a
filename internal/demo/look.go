package demo

import (
	"context"
	"fmt"
	"time"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/store"
)

// open is whose invitation is shown: they were invited to the consultation and
// did not answer.
var open = map[i18n.Lang]string{
	i18n.Dutch: "f.ijzerman@spelijzerman.example", i18n.English: "s.orourke@orourkecoaching.example",
}

// look finds the world in a database; consult.ErrNotFound when it is not there.
func (f *filler) look(ctx context.Context) (World, error) {
	var w World
	svc := f.ServiceAt(func() time.Time { return f.now })
	err := f.DB().View(ctx, func(tx *store.Tx) error {
		admin, err := tx.StaffByAddress("m.oosterveld@merenland.example")
		if err != nil {
			return err
		}
		w.StaffID = admin.ID
		for slug, id := range map[string]*int64{
			"gespreksronde-vrijgevestigden":                    &w.TalkRound,
			"consultatiebijeenkomst-jeugdhulp-2028":            &w.Consultation,
			"kick-off-dialoogfase-perceel-1-wonen-en-verblijf": &w.KickOff,
			"webinar-samen-inschrijven-als-combinatie":         &w.Webinar,
			"gesprekstafel-onderwijs-en-jeugdhulp":             &w.SchoolTable,
		} {
			m, err := tx.MeetingBySlug(slug)
			if err != nil {
				return fmt.Errorf("meeting %s: %w", slug, err)
			}
			*id = m.ID
		}
		st, err := f.unanswered(tx, w.Consultation)
		w.InvitationURL = svc.BaseURL() +
			address.In(st.Contact.Language, address.Invitation(svc.InvitationToken(st.Invitee)))
		return err
	})
	return w, err
}

// unanswered is an invitation to a meeting that can still be answered, if
// possible the one that is meant for it.
func (f *filler) unanswered(tx *store.Tx, meetingID int64) (consult.Standing, error) {
	all, err := tx.Standings(meetingID)
	if err != nil {
		return consult.Standing{}, err
	}
	best, points := consult.Standing{}, -1
	for _, st := range all {
		n := 0
		if consult.MayAnswer(st.Occasion, st.Invitation, st.Invitee, f.now) == nil {
			n += 4
		}
		if !st.Answered() && st.Invitee.Active() {
			n += 2
		}
		if st.Contact.Canonical == open[f.lang] {
			n++
		}
		if n > points {
			best, points = st, n
		}
	}
	if points < 0 {
		return best, fmt.Errorf("nobody is invited to meeting %d: %w", meetingID, consult.ErrNotFound)
	}
	return best, nil
}
