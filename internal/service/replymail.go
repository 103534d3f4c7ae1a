package service

import (
	"slices"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/store"
)

// detailsWait is how long word of a bare yes waits, in which its details may
// follow, so that a yes and its details are told of in one mail. Who looks into
// their mailbox after the tap must not wait long for it.
const detailsWait = 30 * time.Second

// bare says whether a reply is a yes by one tap, without anything filled in.
func bare(r consult.Reply, c consult.Contact) bool {
	return r.Source == consult.ByLink && r.Answer.Comes() && len(r.Given) == 0 &&
		slices.Equal(r.People, DefaultPeople(c))
}

// mergeWaiting drops the confirmation of an earlier reply whose wait is not
// over, for each that gets one of a later reply. What the reader's calendar
// holds is then as it was before the reply that is told of nowhere.
func mergeWaiting(tx *store.Tx, st consult.Standing, mails []consult.Mail, now time.Time) error {
	if st.Reply == nil || !bare(*st.Reply, st.Contact) {
		return nil
	}
	for i := range mails {
		if mails[i].Purpose != consult.ForConfirmation {
			continue
		}
		waiting, err := tx.Mails(store.MailFilter{
			InviteeID: mails[i].InviteeID, Purposes: []consult.Purpose{consult.ForConfirmation},
			States: []consult.MailState{consult.Queued, consult.Retry},
		})
		if err != nil {
			return err
		}
		for _, old := range waiting {
			if old.ReplyID != st.Reply.ID || old.Facts.Spread || !old.DueAt.After(now) {
				continue
			}
			mails[i].Facts.InCalendar = old.Facts.InCalendar
			if err := tx.ChangeMail(
				old.ID, old.State, consult.Dropped, string(consult.DropSuperseded), now,
			); err != nil {
				return err
			}
		}
	}
	return nil
}
