package store_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samenspraak/internal/consult"
	"samenspraak/internal/store"
	"samenspraak/internal/store/storetest"
)

var staffMonday = time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)

func addMarleen(t *testing.T, db *store.DB) consult.Staff {
	t.Helper()
	s := consult.Staff{
		Address: "M.Oosterveld@merenland.example", Canonical: "m.oosterveld@merenland.example",
		Name: "Marleen Oosterveld",
		Role: consult.Admin, Language: "nl", PasswordHash: "hash", TOTPSecret: "secret", TOTPStep: 7,
		CreatedAt: staffMonday,
	}
	inTx(t, db, func(tx *store.Tx) (err error) {
		s.ID, err = tx.AddStaff(s)
		return err
	})
	return s
}

func inTx(t *testing.T, db *store.DB, fn func(tx *store.Tx) error) {
	t.Helper()
	if err := db.Update(context.Background(), fn); err != nil {
		t.Fatal(err)
	}
}

func TestStaff(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := addMarleen(t, db)
		inTx(t, db, func(tx *store.Tx) error {
			got, err := tx.StaffByAddress("m.oosterveld@merenland.example")
			if diff := cmp.Diff(s, got); diff != "" || err != nil {
				t.Error(err, diff)
			}
			s.Name, s.Role, s.Language, s.PasswordHash, s.TOTPSecret, s.TOTPStep = "M. Oosterveld", consult.Editor,
				"en", "", "", 0
			s.DisabledAt, s.LastSeen = staffMonday.Add(time.Hour), staffMonday.Add(time.Minute)
			if err := tx.SetStaff(s); err != nil {
				return err
			}
			got, err = tx.LockStaff(s.ID)
			if diff := cmp.Diff(s, got); diff != "" || err != nil {
				t.Error(err, diff)
			}
			if admins, err := tx.LockAdmins(); err != nil || len(admins) != 0 {
				t.Errorf("admins %v, %v", admins, err)
			}
			return nil
		})
		err := db.Update(context.Background(), func(tx *store.Tx) error {
			_, err := tx.AddStaff(s)
			return err
		})
		if !errors.Is(err, consult.ErrConflict) {
			t.Errorf("a second account for an address: %v", err)
		}
	})
}

func TestStaffLink(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := addMarleen(t, db)
		hash := func(id int64) string { return "hash of " + string(rune('a'+id)) }
		link := consult.StaffLink{
			StaffID: s.ID, Kind: consult.SetUpLink, CreatedAt: staffMonday, ExpiresAt: staffMonday.Add(48 * time.Hour),
		}
		inTx(t, db, func(tx *store.Tx) error {
			first, err := tx.AddStaffLink(link, hash)
			if err != nil {
				return err
			}
			second, err := tx.AddStaffLink(link, hash)
			if err != nil {
				return err
			}
			old, err := tx.StaffLinkByToken(hash(first))
			if err != nil || old.Open(staffMonday.Add(time.Second)) {
				t.Errorf("the first link still works beside the second: %+v, %v", old, err)
			}
			got, err := tx.StaffLinkByToken(hash(second))
			if err != nil || !got.Open(staffMonday.Add(time.Second)) {
				t.Errorf("the second link does not work: %+v, %v", got, err)
			}
			if open, err := tx.OpenStaffLinks(staffMonday.Add(time.Second)); err != nil || len(open) != 1 ||
				open[s.ID].ID != second {
				t.Errorf("open links %+v, %v", open, err)
			}
			if err := tx.UseStaffLink(second, staffMonday); err != nil {
				return err
			}
			if err := tx.UseStaffLink(second, staffMonday); !errors.Is(err, consult.ErrConflict) {
				t.Errorf("used twice: %v", err)
			}
			return nil
		})
	})
}

func TestSignIn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := addMarleen(t, db)
		inTx(t, db, func(tx *store.Tx) error {
			id, err := tx.AddSignIn(
				consult.SignIn{
					StaffID: s.ID, TokenHash: "half", CreatedAt: staffMonday, SeenAt: staffMonday, Device: "Firefox",
				},
			)
			if err != nil {
				return err
			}
			if all, _ := tx.SignInsOf(s.ID, staffMonday.Add(-time.Hour)); len(all) != 0 {
				t.Errorf("half a sign-in is no device: %+v", all)
			}
			if err := tx.PassSignIn(id, "whole", staffMonday.Add(time.Minute)); err != nil {
				return err
			}
			if err := tx.PassSignIn(id, "again", staffMonday); !errors.Is(err, consult.ErrConflict) {
				t.Errorf("passed twice: %v", err)
			}
			if _, err := tx.SignInByToken("half"); !errors.Is(err, consult.ErrNotFound) {
				t.Errorf("the token of before the second factor still works: %v", err)
			}
			one := consult.SignIn{ID: id, StaffID: s.ID}
			if err := tx.SeeSignIn(one, staffMonday.Add(time.Hour)); err != nil {
				return err
			}
			got, err := tx.SignInByToken("whole")
			want := consult.SignIn{
				ID: id, StaffID: s.ID, TokenHash: "whole", CreatedAt: staffMonday, SeenAt: staffMonday.Add(time.Hour),
				Passed: staffMonday.Add(time.Minute), Device: "Firefox",
			}
			if diff := cmp.Diff(want, got); diff != "" || err != nil {
				t.Error(err, diff)
			}
			if ok, err := tx.RevokeSignIn(s.ID+1, id, staffMonday); ok || err != nil {
				t.Errorf("revoked somebody else's: %v, %v", ok, err)
			}
			if err := tx.RevokeSignIns(s.ID, id, staffMonday); err != nil {
				return err
			}
			if got, err := tx.SignInByToken("whole"); err != nil || !got.RevokedAt.IsZero() {
				t.Errorf("the one to keep was revoked: %v, %v", got, err)
			}
			if err := tx.RevokeSignIns(s.ID, 0, staffMonday); err != nil {
				return err
			}
			if got, err := tx.SignInByToken("whole"); err != nil || got.RevokedAt.IsZero() {
				t.Errorf("not revoked: %v, %v", got, err)
			}
			n, err := tx.SweepSignIns(staffMonday.Add(time.Second))
			if n != 1 {
				t.Errorf("swept %d", n)
			}
			return err
		})
	})
}

func TestRecoveryCodes(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := addMarleen(t, db)
		inTx(t, db, func(tx *store.Tx) error {
			if err := tx.SetRecoveryCodes(s.ID, []string{"a", "b"}); err != nil {
				return err
			}
			for i, want := range []bool{true, false} {
				if ok, err := tx.UseRecoveryCode(s.ID, "a", staffMonday); ok != want || err != nil {
					t.Errorf("use %d: %v, %v", i+1, ok, err)
				}
			}
			if ok, _ := tx.UseRecoveryCode(s.ID+1, "b", staffMonday); ok {
				t.Error("a code of somebody else")
			}
			if n, err := tx.RecoveryCodesLeft(s.ID); n != 1 || err != nil {
				t.Errorf("%d left, %v", n, err)
			}
			if err := tx.SetRecoveryCodes(s.ID, []string{"c"}); err != nil {
				return err
			}
			if ok, _ := tx.UseRecoveryCode(s.ID, "b", staffMonday); ok {
				t.Error("a code of before the new ones")
			}
			return nil
		})
	})
}

// TestCountUpAtOnce: every count is given once, however many ask at the same
// time; without the upsert two would read the same number.
func TestCountUpAtOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		const rounds = 30
		var wait sync.WaitGroup
		seen := make(chan int, rounds)
		for range rounds {
			wait.Go(func() {
				err := db.Update(context.Background(), func(tx *store.Tx) error {
					n, err := tx.CountUp("wachtwoord", staffMonday)
					if err == nil {
						seen <- n
					}
					return err
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		close(seen)
		got := map[int]bool{}
		for n := range seen {
			got[n] = true
		}
		if len(got) != rounds || !got[1] || !got[rounds] {
			t.Errorf("counted %d different numbers of %d", len(got), rounds)
		}
		inTx(t, db, func(tx *store.Tx) error {
			if err := tx.CountBack("wachtwoord", staffMonday); err != nil {
				return err
			}
			if n, _ := tx.CountUp("wachtwoord", staffMonday); n != rounds {
				t.Errorf("after taking one back: %d", n)
			}
			if n, _ := tx.CountUp("wachtwoord", staffMonday.Add(time.Hour)); n != 1 {
				t.Errorf("another window: %d", n)
			}
			n, err := tx.SweepRates(staffMonday.Add(time.Hour))
			if n != 1 {
				t.Errorf("swept %d", n)
			}
			return err
		})
	})
}
