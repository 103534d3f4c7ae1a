package store

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"samenspraak/internal/consult"
)

// TestReadAtOnceIsReadWhole: what one statement reads of several tables, whose
// columns have the same names, is what each table gives alone.
func TestReadAtOnceIsReadWhole(t *testing.T) {
	for name, db := range map[string]*DB{"sqlite": freshSQLite(t), "postgres": freshPostgres(t)} {
		t.Run(name, func(t *testing.T) {
			err := db.Update(context.Background(), func(tx *Tx) error {
				w := &whole{Tx: tx, t: t}
				w.must(tx.EnsureInstallation("whole"))
				w.makeOthers()
				for _, id := range w.invitees {
					w.sameAsAlone(id)
				}
				w.sameSignIn()
				return errUndone
			})
			if !errors.Is(err, errUndone) {
				t.Error(err)
			}
		})
	}
}

func (w *whole) sameAsAlone(inviteeID int64) {
	w.t.Helper()
	st, err := w.Standing(inviteeID)
	w.must(err)
	v, err := w.Invitee(inviteeID)
	w.must(err)
	i, err := w.Invitation(v.InvitationID)
	w.must(err)
	o, err := w.Occasion(i.OccasionID)
	w.must(err)
	c, err := w.Contact(v.ContactID)
	w.must(err)
	organisation, err := w.Organisation(i.OrganisationID)
	w.must(err)
	organisation.Tags, organisation.Members = nil, nil
	alone := consult.Standing{Occasion: o, Invitation: i, Invitee: v, Contact: c, Organisation: organisation}
	if v.ReplyID != 0 {
		r, err := w.Reply(v.ReplyID)
		w.must(err)
		alone.Reply = &r
	}
	if alone.Reply == nil || o.Title == "" || c.Address == "" || organisation.Note == "" {
		w.t.Fatalf("little is filled: %+v", alone)
	}
	alone.Party, alone.Consortium = st.Party, st.Consortium
	if diff := cmp.Diff(alone, st); diff != "" {
		w.t.Errorf("invitee %d (-alone +at once):\n%s", inviteeID, diff)
	}
}

func (w *whole) sameSignIn() {
	w.t.Helper()
	in := filled[consult.SignIn](w.t, 3)
	in.StaffID = w.staff[1]
	_, err := w.AddSignIn(in)
	w.must(err)
	gotIn, gotStaff, err := w.SignedIn(in.TokenHash)
	w.must(err)
	wantIn, err := w.SignInByToken(in.TokenHash)
	w.must(err)
	wantStaff, err := w.Staff(in.StaffID)
	w.must(err)
	if diff := cmp.Diff([]any{wantIn, wantStaff}, []any{gotIn, gotStaff}); diff != "" {
		w.t.Errorf("sign-in (-alone +at once):\n%s", diff)
	}
}
