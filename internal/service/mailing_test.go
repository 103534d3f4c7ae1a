package service

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/mailbox"
	"samenspraak/internal/store"
)

var personalLink = regexp.MustCompile(`https://praat\.merenland\.example/u/([a-z2-7]{32})`)

// A mailing of a thousand, read whole where it arrives: each message is to one
// person, holds the link of that person alone, and names nobody else.
func TestMailingOfAThousand(t *testing.T) {
	const people = 1000
	w := sqliteMailWorld(t, people)
	box := w.serve()
	w.update(func(tx *store.Tx) error {
		for _, st := range w.people {
			st.Invitee.TokenHash = w.svc.invitationHash(st.Invitee)
			if err := tx.SetInvitee(st.Invitee); err != nil {
				return err
			}
		}
		return nil
	})
	w.queue(consult.ForInvitation, w.people...)
	if n := w.deliver(); n != people {
		t.Fatalf("%d of %d went", n, people)
	}
	byAddress, ids := map[string]consult.Standing{}, map[string]bool{}
	for _, st := range w.people {
		byAddress[st.Contact.Address] = st
	}
	all := box.Arrived()
	if len(all) != people {
		t.Fatalf("%d messages arrived, want %d", len(all), people)
	}
	for _, m := range all {
		st, known := byAddress[m.To]
		if !known {
			t.Fatalf("mail to %s, who is not invited or got one before", m.To)
		}
		delete(byAddress, m.To)
		if problem := w.misdirected(m, st); problem != "" {
			t.Errorf("mail to %s: %s", m.To, problem)
		}
		if id := m.Header.Get("Message-ID"); id == "" || ids[id] {
			t.Errorf("Message-ID %q twice", id)
		}
		ids[m.Header.Get("Message-ID")] = true
	}
	// The twin: a mail that was written for another is noticed.
	if w.misdirected(all[0], w.people[1]) == "" {
		t.Error("a mail with the link of another passes")
	}
}

func (w *mailWorld) misdirected(m mailbox.Mail, st consult.Standing) string {
	to, err := m.Header.AddressList("To")
	if err != nil || len(to) != 1 || to[0].Address != m.To || m.To != st.Contact.Address ||
		to[0].Name != st.Contact.Name() {
		return fmt.Sprintf("To %v, %v", to, err)
	}
	for _, copies := range []string{"Cc", "Bcc"} {
		if m.Header.Get(copies) != "" {
			return "it has a " + copies
		}
	}
	links := personalLink.FindAllStringSubmatch(m.Text+m.HTML, -1)
	if len(links) < 2 {
		return "no link in both parts"
	}
	for _, link := range links {
		v, err := w.svc.Opened(w.t.Context(), link[1])
		if err != nil || v.Invitee.ID != st.Invitee.ID {
			return fmt.Sprintf("its link opens invitee %d, %v", v.Invitee.ID, err)
		}
	}
	for _, name := range regexp.MustCompile(`Daniëls-\d+|Praktijk \d+|p\d+@praktijk`).FindAllString(m.Text+m.HTML, -1) {
		if name != st.Contact.Last && name != st.Organisation.Name && !strings.HasPrefix(st.Contact.Address, name) {
			return "it names " + name
		}
	}
	return ""
}

// Nothing goes out after its window: three days of standing still, and longer,
// drop what lost its use, whatever it is for, and send the rest.
func TestNothingGoesOutAfterItsWindow(t *testing.T) {
	for _, purpose := range consult.Purposes {
		t.Run(string(purpose), func(t *testing.T) {
			t.Parallel()
			w := sqliteMailWorld(t, 2)
			box := w.serve()
			for k, window := range []time.Duration{3 * 24 * time.Hour, 3*24*time.Hour + time.Second} {
				w.update(func(tx *store.Tx) error {
					m := toInvitee(w.people[k], purpose, fmt.Sprint("k", k), w.now())
					m.UsefulUntil = mailNow.Add(window)
					if purpose == consult.ForMine || purpose == consult.ForStaffLink {
						m.InviteeID, m.OccasionID, m.Facts.Generation = 0, 0, 0
						m.Facts.LinkUntil, m.Facts.LinkKind = m.UsefulUntil, "setup"
					}
					_, err := tx.Enqueue(m)
					return err
				})
			}
			w.at(mailNow.Add(3 * 24 * time.Hour))
			w.deliver()
			if got := w.outbox()[0]; got.State != consult.Dropped || got.Error != string(consult.DropPassed) {
				t.Errorf("past its window it is %s, %q", got.State, got.Error)
			}
			for _, m := range box.Arrived() {
				if m.To == w.people[0].Contact.Address {
					t.Error("it went out after its window")
				}
			}
			// The twin: a second before the end it is not dropped for its age.
			if got := w.outbox()[1]; got.Error == string(consult.DropPassed) {
				t.Error("it is dropped before its window ends")
			}
		})
	}
}
