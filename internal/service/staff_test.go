package service_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samenspraak/internal/consult"
	"samenspraak/internal/service"
	"samenspraak/internal/store"
	"samenspraak/internal/store/storetest"
)

func (o *office) mails(t *testing.T) []consult.Mail {
	t.Helper()
	var all []consult.Mail
	err := o.db.View(context.Background(), func(tx *store.Tx) (err error) {
		for id := int64(1); ; id++ {
			m, err := tx.Mail(id)
			if errors.Is(err, consult.ErrNotFound) {
				return nil
			}
			if err != nil {
				return err
			}
			all = append(all, m)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestAddStaffByCommandMailsNothing(t *testing.T) {
	o := newOffice(t)
	if mails := o.mails(t); len(mails) != 0 {
		t.Errorf("mailed: %+v", mails)
	}
	wantSaid(t, o, 0, "added", "link_made", "set_up")
}

func TestAddStaffByBeheerderMailsTheLink(t *testing.T) {
	o := newOffice(t)
	id, link, err := o.AddStaff(
		context.Background(), o.marleen, "s.bakker@merenland.example", " Sanne  Bakker ", consult.Editor, "en",
	)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(link, "https://praat.merenland.example/beheer/instellen/") {
		t.Errorf("link %q", link)
	}
	mails := o.mails(t)
	if len(mails) != 1 {
		t.Fatalf("%d mails", len(mails))
	}
	until := o.clock().Add(48 * time.Hour)
	want := consult.Mail{
		ID: mails[0].ID, Key: mails[0].Key, Purpose: consult.ForStaffLink, Lane: consult.LaneAnswer, StaffID: id,
		Address: "s.bakker@merenland.example", Name: "Sanne Bakker", Language: "en", State: consult.Queued,
		CreatedAt: o.clock(), DueAt: o.clock(), UsefulUntil: until,
		Facts: consult.Facts{LinkUntil: until, LinkKind: "setup", Generation: 2, By: "Marleen Oosterveld"},
	}
	if diff := cmp.Diff(want, mails[0]); diff != "" {
		t.Error(diff)
	}
}

func TestAddStaffProblems(t *testing.T) {
	o := newOffice(t)
	for key, c := range map[string]struct {
		address, name string
		role          consult.Role
		lang          string
	}{
		"staff.problem.address":       {"a@b@c", "Sanne", consult.Editor, "nl"},
		"staff.problem.name":          {"s@merenland.example", "  ", consult.Editor, "nl"},
		"staff.problem.role":          {"s@merenland.example", "Sanne", "baas", "nl"},
		"staff.problem.language":      {"s@merenland.example", "Sanne", consult.Editor, "fr"},
		"staff.problem.address_taken": {strings.ToUpper(marleens), "Sanne", consult.Editor, "nl"},
	} {
		if _, _, err := o.AddStaff(
			context.Background(), o.marleen, c.address, c.name, c.role, c.lang,
		); problemKey(err) != key {
			t.Errorf("%s: %v", key, err)
		}
	}
}

// TestOnlyBeheerders: nobody else reaches the accounts or the audit, whatever
// they call.
func TestOnlyBeheerders(t *testing.T) {
	o := newOffice(t)
	ctx := context.Background()
	for _, actor := range []consult.Actor{
		{Kind: consult.ByStaff, ID: 99, Role: consult.Editor}, {Kind: consult.ByStaff, ID: 99, Role: consult.Reader},
		{Kind: consult.Visitor}, {Kind: consult.ByGuest, ID: o.marleen.ID, Role: consult.Admin}, {},
	} {
		_, _, add := o.AddStaff(ctx, actor, "x@merenland.example", "X", consult.Admin, "nl")
		_, list := o.StaffList(ctx, actor)
		_, one := o.StaffMember(ctx, actor, o.marleen.ID)
		_, by := o.StaffByAddress(ctx, actor, marleens)
		_, reset := o.ResetStaff(ctx, actor, o.marleen.ID)
		_, _, audit := o.Audit(ctx, actor, service.AuditFilter{Limit: 1})
		_, export := o.AuditExport(ctx, actor, service.AuditFilter{})
		for i, err := range []error{
			add, list, one, by, reset, audit, export, o.ChangeStaff(ctx, actor, o.marleen.ID, "X", consult.Reader),
			o.DisableStaff(ctx, actor, o.marleen.ID), o.EnableStaff(ctx, actor, o.marleen.ID),
		} {
			if !errors.Is(err, consult.ErrForbidden) {
				t.Errorf("%s %s, act %d: %v", actor.Kind, actor.Role, i, err)
			}
		}
	}
}

func TestSetUpLinkWorksOnceAndFor48Hours(t *testing.T) {
	o := newOffice(t)
	ctx := context.Background()
	_, link, err := o.AddStaff(ctx, o.marleen, "s.bakker@merenland.example", "Sanne Bakker", consult.Editor, "nl")
	if err != nil {
		t.Fatal(err)
	}
	o.wait(48*time.Hour - time.Second)
	for range 3 { // looking changes nothing
		if _, _, err := o.StaffLink(ctx, tokenOf(link)); err != nil {
			t.Fatal(err)
		}
	}
	o.setUp(t, link)
	o.wait(-2 * time.Minute)
	if _, _, err := o.StaffLink(ctx, tokenOf(link)); !errors.Is(err, consult.ErrNotFound) {
		t.Errorf("a used link: %v", err)
	}
	secret := service.NewSecondFactorSecret()
	again := service.SetUp{Password: goodPassword, Repeat: goodPassword, Secret: secret, Code: o.code(t, secret)}
	if _, err := o.SetUpStaff(ctx, tokenOf(link), again, network); !errors.Is(err, consult.ErrNotFound) {
		t.Errorf("used twice: %v", err)
	}
	_, late, err := o.AddStaff(ctx, o.marleen, "b.nieuw@merenland.example", "Bas Nieuw", consult.Editor, "nl")
	if err != nil {
		t.Fatal(err)
	}
	o.wait(48 * time.Hour)
	again.Code = o.code(t, secret)
	if _, err := o.SetUpStaff(ctx, tokenOf(late), again, network); !errors.Is(err, consult.ErrNotFound) {
		t.Errorf("after 48 hours: %v", err)
	}
	if _, err := o.SetUpStaff(ctx, "onzin", again, network); !errors.Is(err, consult.ErrNotFound) {
		t.Errorf("an unknown link: %v", err)
	}
}

func TestSetUpLinkUsedAtOnce(t *testing.T) {
	o := newOffice(t)
	_, link, err := o.AddStaff(
		context.Background(), o.marleen, "s.bakker@merenland.example", "Sanne Bakker", consult.Editor, "nl",
	)
	if err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	won := make(chan struct{}, 5)
	for range 5 {
		secret := service.NewSecondFactorSecret()
		u := service.SetUp{Password: goodPassword, Repeat: goodPassword, Secret: secret, Code: o.code(t, secret)}
		wait.Go(func() {
			switch _, err := o.SetUpStaff(context.Background(), tokenOf(link), u, network); {
			case err == nil:
				won <- struct{}{}
			case !errors.Is(err, consult.ErrNotFound):
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if len(won) != 1 {
		t.Errorf("the link worked %d times", len(won))
	}
}

func TestSetUpProblems(t *testing.T) {
	o := newOffice(t)
	_, link, err := o.AddStaff(
		context.Background(), o.marleen, "s.bakker@merenland.example", "Sanne Bakker", consult.Editor, "nl",
	)
	if err != nil {
		t.Fatal(err)
	}
	secret := service.NewSecondFactorSecret()
	good := service.SetUp{Password: goodPassword, Repeat: goodPassword, Secret: secret, Code: o.code(t, secret)}
	for key, spoil := range map[string]func(*service.SetUp){
		"password.problem.short": func(u *service.SetUp) { u.Password, u.Repeat = "kort", "kort" },
		"password.problem.own": func(u *service.SetUp) {
			u.Password, u.Repeat = "Sanne Bakker 1!", "Sanne Bakker 1!"
		},
		"password.problem.repeat":   func(u *service.SetUp) { u.Repeat += "x" },
		"signin.problem.first_code": func(u *service.SetUp) { u.Code = "000000" },
	} {
		u := good
		spoil(&u)
		if _, err := o.SetUpStaff(context.Background(), tokenOf(link), u, network); problemKey(err) != key {
			t.Errorf("%s: %v", key, err)
		}
	}
	for _, weak := range []string{"", "AAAA", "niet base32", strings.Repeat("A", 64)} {
		u := good
		u.Secret = weak
		if _, err := o.SetUpStaff(
			context.Background(), tokenOf(link), u, network,
		); !errors.Is(err, consult.ErrConflict) && problemKey(err) == "" {
			t.Errorf("a secret %q: %v", weak, err)
		}
	}
	o.setUp(t, link) // after all those, it still works
}

func (o *office) sanne(t *testing.T, role consult.Role) (actor consult.Actor, token string) {
	t.Helper()
	ctx := context.Background()
	id, link, err := o.AddStaff(ctx, o.marleen, "s.bakker@merenland.example", "Sanne Bakker", role, "nl")
	if err != nil {
		t.Fatal(err)
	}
	secret, _ := o.setUp(t, link)
	half, err := o.SignInPassword(
		ctx, "s.bakker@merenland.example", goodPassword, service.Browser{Name: "Chrome, Windows", Origin: network},
	)
	if err != nil {
		t.Fatal(err)
	}
	tokens, err := o.SignInCode(ctx, half, o.code(t, secret), anywhere)
	if err != nil {
		t.Fatal(err)
	}
	return consult.Actor{Kind: consult.ByStaff, ID: id, Name: "Sanne Bakker", Role: role, Language: "nl"}, tokens.SignIn
}

func TestDisabledHoldsAtOnce(t *testing.T) {
	o := newOffice(t)
	sanne, token := o.sanne(t, consult.Editor)
	ctx := context.Background()
	before := len(o.said(t))
	if err := o.DisableStaff(ctx, o.marleen, sanne.ID); err != nil {
		t.Fatal(err)
	}
	if o.signedIn(token) {
		t.Error("a disabled account is still signed in")
	}
	if _, err := o.SignInPassword(
		ctx, "s.bakker@merenland.example", goodPassword, anywhere,
	); problemKey(err) != "signin.problem.wrong" {
		t.Errorf("a disabled account: %v", err)
	}
	if _, err := o.ResetStaff(ctx, o.marleen, sanne.ID); !errors.Is(err, consult.ErrConflict) {
		t.Errorf("a link for a disabled account: %v", err)
	}
	if err := o.EnableStaff(ctx, o.marleen, sanne.ID); err != nil {
		t.Fatal(err)
	}
	if o.signedIn(token) {
		t.Error("enabling brings an old sign-in back")
	}
	if _, err := o.SignInPassword(ctx, "s.bakker@merenland.example", goodPassword, anywhere); err != nil {
		t.Errorf("an enabled account: %v", err)
	}
	wantSaid(t, o, before, "disabled", "sign_in!", "enabled")
}

func TestRoleHoldsAtOnce(t *testing.T) {
	o := newOffice(t)
	sanne, token := o.sanne(t, consult.Editor)
	if err := o.ChangeStaff(context.Background(), o.marleen, sanne.ID, "Sanne Bakker", consult.Reader); err != nil {
		t.Fatal(err)
	}
	if _, account, err := o.SignedIn(context.Background(), token); err != nil || account.Role != consult.Reader {
		t.Errorf("%v, %v", account.Role, err)
	}
}

func TestResetHoldsAtOnce(t *testing.T) {
	o := newOffice(t)
	sanne, token := o.sanne(t, consult.Editor)
	ctx := context.Background()
	link, err := o.ResetStaff(ctx, o.marleen, sanne.ID)
	if err != nil {
		t.Fatal(err)
	}
	if o.signedIn(token) {
		t.Error("still signed in after a reset")
	}
	if _, err := o.SignInPassword(
		ctx, "s.bakker@merenland.example", goodPassword, anywhere,
	); problemKey(err) != "signin.problem.wrong" {
		t.Errorf("the password of before the reset: %v", err)
	}
	if l, _, err := o.StaffLink(ctx, tokenOf(link)); err != nil || l.Kind != consult.ResetLink {
		t.Errorf("%+v, %v", l, err)
	}
	second, err := o.ResetStaff(ctx, o.marleen, sanne.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := o.StaffLink(ctx, tokenOf(link)); !errors.Is(err, consult.ErrNotFound) {
		t.Errorf("the link of before the second: %v", err)
	}
	o.setUp(t, second)
}

func TestLastBeheerderStays(t *testing.T) {
	o := newOffice(t)
	ctx := context.Background()
	sanne, _ := o.sanne(t, consult.Admin)
	_, err := o.ResetStaff(ctx, o.marleen, o.marleen.ID)
	for i, err := range []error{
		err, o.DisableStaff(ctx, o.marleen, o.marleen.ID),
		o.ChangeStaff(ctx, o.marleen, o.marleen.ID, "Marleen", consult.Editor),
	} {
		if problemKey(err) != "staff.problem.oneself" {
			t.Errorf("to oneself, act %d: %v", i, err)
		}
	}
	if err := o.DisableStaff(ctx, sanne, o.marleen.ID); err != nil {
		t.Fatal(err)
	}
	other := consult.Actor{Kind: consult.ByStaff, ID: 77, Role: consult.Admin} // whose own right was taken a moment ago
	_, err = o.ResetStaff(ctx, other, sanne.ID)
	for i, err := range []error{
		err, o.DisableStaff(ctx, other, sanne.ID), o.ChangeStaff(ctx, other, sanne.ID, "Sanne", consult.Reader),
	} {
		if problemKey(err) != "staff.problem.last_admin" {
			t.Errorf("to the last, act %d: %v", i, err)
		}
	}
	if _, err := o.ResetStaff(ctx, consult.SystemActor, sanne.ID); err != nil {
		t.Errorf("the command line must be able to: %v", err)
	}
}

// TestTwoBeheerdersDisableEachOther on both databases: one of them stays.
func TestTwoBeheerdersDisableEachOther(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		s := service.New(
			service.Options{
				DB: db, Now: func() time.Time { return time.Unix(1_800_000_000, 0) }, Secret: make([]byte, 32),
				BaseURL: "https://x.example",
			},
		)
		var ids []int64
		err := db.Update(ctx, func(tx *store.Tx) error {
			for _, name := range []string{"a", "b"} {
				id, err := tx.AddStaff(consult.Staff{
					Address: name, Canonical: name, Name: name, Role: consult.Admin, Language: "nl", PasswordHash: "x",
					TOTPSecret: "y", CreatedAt: time.Unix(1, 0),
				})
				if err != nil {
					return err
				}
				ids = append(ids, id)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for range 10 {
			var wait sync.WaitGroup
			for i := range 2 {
				wait.Go(func() {
					err := s.DisableStaff(
						ctx, consult.Actor{Kind: consult.ByStaff, ID: ids[i], Role: consult.Admin}, ids[1-i],
					)
					if err != nil && problemKey(err) != "staff.problem.last_admin" {
						t.Error(err)
					}
				})
			}
			wait.Wait()
			list, err := s.StaffList(ctx, consult.SystemActor)
			if err != nil {
				t.Fatal(err)
			}
			ready := 0
			for _, one := range list {
				if one.Ready() {
					ready++
				}
				if err := s.EnableStaff(ctx, consult.SystemActor, one.ID); err != nil {
					t.Fatal(err)
				}
			}
			if ready != 1 {
				t.Fatalf("%d beheerders can sign in", ready)
			}
		}
	})
}

func TestOwnAccount(t *testing.T) {
	o := newOffice(t)
	ctx := context.Background()
	first, second := o.signIn(t), o.signIn(t)
	before := len(o.said(t))
	if err := o.ChangePassword(
		ctx, o.marleen, second, "niet het oude", "heel ander wachtwoord", "heel ander wachtwoord",
	); problemKey(err) != "signin.problem.old" {
		t.Errorf("the wrong old password: %v", err)
	}
	if err := o.ChangePassword(
		ctx, o.marleen, second, goodPassword, "kort", "kort",
	); problemKey(err) != "password.problem.short" {
		t.Errorf("a short one: %v", err)
	}
	if !o.signedIn(first) {
		t.Fatal("a change that failed signed another device out")
	}
	if err := o.ChangePassword(
		ctx, o.marleen, second, goodPassword, "heel ander wachtwoord", "heel ander wachtwoord",
	); err != nil {
		t.Fatal(err)
	}
	if o.signedIn(first) || !o.signedIn(second) {
		t.Error("after a new password only this device stays signed in")
	}
	if _, err := o.SignInPassword(ctx, marleens, goodPassword, anywhere); problemKey(err) != "signin.problem.wrong" {
		t.Errorf("the old password: %v", err)
	}
	secret := service.NewSecondFactorSecret()
	codes, err := o.NewSecondFactor(ctx, o.marleen, second, "heel ander wachtwoord", secret, o.code(t, secret))
	if err != nil || len(codes) != 10 {
		t.Fatal(codes, err)
	}
	half, err := o.SignInPassword(ctx, marleens, "heel ander wachtwoord", anywhere)
	if err != nil {
		t.Fatal(err)
	}
	o.wait(time.Minute)
	if _, err := o.SignInCode(ctx, half, o.code(t, o.secret), anywhere); problemKey(err) != "signin.problem.code" {
		t.Errorf("the phone of before: %v", err)
	}
	if _, err := o.SignInRecovery(ctx, half, o.codes[0], anywhere); problemKey(err) != "signin.problem.recovery" {
		t.Errorf("a recovery code of before: %v", err)
	}
	if _, err := o.SignInCode(ctx, half, o.code(t, secret), anywhere); err != nil {
		t.Errorf("the new phone: %v", err)
	}
	wantSaid(
		t, o, before, "password_asked!", "password_changed", "sign_in!", "second_factor_changed", "sign_in!",
		"sign_in!", "sign_in",
	)
}

func TestDevices(t *testing.T) {
	o := newOffice(t)
	ctx := context.Background()
	sanne, hers := o.sanne(t, consult.Editor)
	first, second := o.signIn(t), o.signIn(t)
	a, err := o.OwnAccount(ctx, o.marleen, second)
	if err != nil || len(a.Devices) != 2 || !a.Devices[0].Current || a.Devices[1].Current ||
		a.Devices[0].Device != "Firefox, Linux" {
		t.Fatalf("%+v, %v", a.Devices, err)
	}
	if err := o.RevokeDevice(ctx, sanne, a.Devices[1].ID); !errors.Is(err, consult.ErrNotFound) {
		t.Errorf("somebody else's device: %v", err)
	}
	if err := o.RevokeDevice(ctx, o.marleen, a.Devices[1].ID); err != nil {
		t.Fatal(err)
	}
	if o.signedIn(first) || !o.signedIn(second) || !o.signedIn(hers) {
		t.Error("the wrong device was signed out")
	}
}

// TestAuditOfAccountsHoldsTogether: everything above is chained, and the
// command finds it whole.
func TestAuditOfAccountsHoldsTogether(t *testing.T) {
	o := newOffice(t)
	o.signIn(t)
	v, err := o.VerifyAudit(context.Background(), "")
	if err != nil || v.Entries != int64(len(o.said(t))) {
		t.Errorf("%+v, %v", v, err)
	}
	events, more, err := o.Audit(
		context.Background(), o.marleen, service.AuditFilter{Action: "staff.sign_in", Limit: 1},
	)
	if err != nil || more || len(events) != 1 || events[0].Actor.Origin != network {
		t.Errorf("%+v, %v, %v", events, more, err)
	}
	all, _, err := o.Audit(context.Background(), o.marleen, service.AuditFilter{Limit: 1000})
	if err != nil || len(all) < 4 {
		t.Fatal(len(all), err)
	}
	for _, secret := range append([]string{goodPassword, o.secret}, o.codes...) {
		if strings.Contains(fmt.Sprint(all), secret) {
			t.Errorf("the audit holds a secret: %q", secret)
		}
	}
}
