package service_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/service"
	"samenspraak/internal/store"
)

// from signs in whole from a browser and returns what it then has.
func (o *office) from(t *testing.T, address, secret string, b service.Browser) service.SignInTokens {
	t.Helper()
	half, err := o.SignInPassword(t.Context(), address, goodPassword, b)
	if err != nil {
		t.Fatal(err)
	}
	tokens, err := o.SignInCode(t.Context(), half, o.code(t, secret), b)
	if err != nil {
		t.Fatal(err)
	}
	o.wait(30 * time.Second)
	return tokens
}

// known is a browser in which somebody signed in.
func (o *office) known(t *testing.T, address, secret string, b service.Browser) service.Browser {
	t.Helper()
	b.Known = o.from(t, address, secret, b).Known
	return b
}

// besiege uses up the tries of Marleen's address and of the town hall's network.
func (o *office) besiege(t *testing.T) {
	t.Helper()
	if err := o.UseUpTries(t.Context(), marleens, network); err != nil {
		t.Fatal(err)
	}
}

func (o *office) wantLocked(t *testing.T, what string, b service.Browser, locked bool) {
	t.Helper()
	_, err := o.SignInPassword(t.Context(), marleens, goodPassword, b)
	if got := errors.Is(err, consult.ErrTooMany); got != locked || !locked && err != nil {
		t.Errorf("%s: %v; want locked out: %t", what, err, locked)
	}
}

// TestKnownDeviceIsNotLockedOut: what strangers use up, of her address and of
// the network she shares with them, does not keep her out where she signed in
// before; and knowing a browser opens nothing for others.
func TestKnownDeviceIsNotLockedOut(t *testing.T) {
	o := newOffice(t)
	hers := o.known(t, marleens, o.secret, anywhere)
	_, link, err := o.AddStaff(
		t.Context(), o.marleen, "s.bakker@merenland.example", "Sanne Bakker", consult.Editor, "nl",
	)
	if err != nil {
		t.Fatal(err)
	}
	secret, _ := o.setUp(t, link)
	sannes := o.known(t, "s.bakker@merenland.example", secret, anywhere)
	o.now = o.now.Truncate(15 * time.Minute).Add(15 * time.Minute) // all of what follows is in one window
	o.besiege(t)
	o.wantLocked(t, "a browser that nobody knows", anywhere, true)
	o.wantLocked(t, "a made-up one", service.Browser{Origin: network, Known: "0123"}, true)
	o.wantLocked(t, "a colleague's", sannes, true)
	hers = o.known(t, marleens, o.secret, hers)
	o.wantLocked(t, "a browser that nobody knows, after she signed in", anywhere, true)
	o.known(t, "s.bakker@merenland.example", secret, sannes)
	// It has tries of its own, and no more than others have.
	if _, err := o.SignInPassword(
		t.Context(), marleens, "fout wachtwoord!", hers,
	); problemKey(err) != "signin.problem.wrong" {
		t.Fatal(err)
	}
	o.wantLocked(t, "a known browser after a wrong password", hers, false)
	o.wait(15 * time.Minute)
	if err := o.UseUpDeviceTries(t.Context(), o.marleen.ID, hers.Known); err != nil {
		t.Fatal(err)
	}
	o.wantLocked(t, "a known browser with ten wrong passwords", hers, true)
	o.wait(15 * time.Minute)
	o.wantLocked(t, "a known browser a quarter later", hers, false)
}

// TestBrowserOfTwo: colleagues at one desk are both known there, the token of
// before is worth nothing, an account knows ten browsers at most, and none for
// longer than half a year unused.
func TestBrowserOfTwo(t *testing.T) {
	o := newOffice(t)
	_, link, err := o.AddStaff(
		t.Context(), o.marleen, "s.bakker@merenland.example", "Sanne Bakker", consult.Editor, "nl",
	)
	if err != nil {
		t.Fatal(err)
	}
	secret, _ := o.setUp(t, link)
	first := o.known(t, marleens, o.secret, anywhere)
	both := o.known(t, "s.bakker@merenland.example", secret, first)
	knows := func(what string, b service.Browser, want bool) {
		t.Helper()
		if err := o.UseUpDeviceTries(t.Context(), o.marleen.ID, b.Known); (err == nil) != want {
			t.Errorf("%s: known: %v, want %t", what, err, want)
		}
	}
	knows("the token of before", first, false)
	knows("the browser of both", both, true)
	for i := range 10 {
		err := o.db.Update(t.Context(), func(tx *store.Tx) error {
			return tx.KnowDevice(
				o.marleen.ID, "", strings.Repeat(string(rune('a'+i)), 64), 10,
				o.clock().Add(time.Duration(i)*time.Second),
			)
		})
		if err != nil {
			t.Fatal(err)
		}
		if i == 8 {
			o.wait(15 * time.Minute)
			knows("the oldest of ten", both, true)
		}
	}
	knows("the oldest of eleven", both, false)
	last := o.known(t, marleens, o.secret, anywhere)
	o.wait(service.KnownDeviceLife - time.Minute)
	if err := o.SweepSignIns(t.Context()); err != nil {
		t.Fatal(err)
	}
	knows("within half a year", last, true)
	o.wait(2 * time.Minute)
	if err := o.SweepSignIns(t.Context()); err != nil {
		t.Fatal(err)
	}
	knows("after half a year", last, false)
}

// TestKnownDeviceGivesNothingBack: signing in where one is known does not give
// strangers their tries again.
func TestKnownDeviceGivesNothingBack(t *testing.T) {
	o := newOffice(t)
	hers := o.known(t, marleens, o.secret, anywhere)
	o.now = o.now.Truncate(15 * time.Minute).Add(15 * time.Minute)
	o.besiege(t)
	for range 3 {
		hers = o.known(t, marleens, o.secret, hers)
	}
	o.wantLocked(t, "a stranger", anywhere, true)
}

// TestKnownDeviceEnds: whatever ends sign-ins makes every browser a stranger.
func TestKnownDeviceEnds(t *testing.T) {
	const other = "heel ander wachtwoord"
	for name, end := range map[string]func(o *office, token string, admin consult.Actor) error{
		"password": func(o *office, token string, _ consult.Actor) error {
			return errors.Join(o.ChangePassword(context.Background(), o.marleen, token, goodPassword, other, other),
				o.ChangePassword(context.Background(), o.marleen, token, other, goodPassword, goodPassword))
		},
		"disabled": func(o *office, _ string, admin consult.Actor) error {
			return errors.Join(
				o.DisableStaff(context.Background(), admin, o.marleen.ID),
				o.EnableStaff(context.Background(), admin, o.marleen.ID),
			)
		},
		"nothing": func(*office, string, consult.Actor) error { return nil },
	} {
		o := newOffice(t)
		admin, _ := o.sanne(t, consult.Admin)
		tokens := o.from(t, marleens, o.secret, anywhere)
		o.now = o.now.Truncate(15 * time.Minute).Add(15 * time.Minute)
		if err := end(o, tokens.SignIn, admin); err != nil {
			t.Fatal(name, err)
		}
		o.besiege(t)
		o.wantLocked(t, name, service.Browser{Origin: network, Known: tokens.Known}, name != "nothing")
	}
}

// TestPasswordAskedAgainIsNotLockedOut: who is signed in can change the
// password while strangers try others.
func TestPasswordAskedAgainIsNotLockedOut(t *testing.T) {
	o := newOffice(t)
	token := o.signIn(t)
	o.besiege(t)
	if _, err := o.NewRecoveryCodes(t.Context(), o.marleen, token, goodPassword); err != nil {
		t.Error(err)
	}
	if err := o.UseUpOwnTries(t.Context(), o.marleen.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := o.NewRecoveryCodes(t.Context(), o.marleen, token, goodPassword); !errors.Is(err, consult.ErrTooMany) {
		t.Errorf("after ten wrong ones: %v", err)
	}
}

// TestNoAccountTakesAsLong: how long an answer takes tells no more than what it
// says. The kinds are tried in turns, so that a busy machine slows all alike;
// without the work that is done for nobody they are far apart.
func TestNoAccountTakesAsLong(t *testing.T) {
	o := newOffice(t)
	fresh, _, err := o.AddStaff(t.Context(), o.marleen, "b.nieuw@merenland.example", "Bas Nieuw", consult.Editor, "nl")
	if err != nil || fresh == 0 {
		t.Fatal(err)
	}
	addresses := []string{marleens, "b.nieuw@merenland.example", "niemand@merenland.example", "geen adres"}
	apart := func() float64 {
		times := make([][]time.Duration, len(addresses))
		for range 7 {
			o.wait(15 * time.Minute)
			for i, address := range addresses {
				begin := time.Now()
				if _, err := o.SignInPassword(
					t.Context(), address, "fout wachtwoord!", service.Browser{Origin: network, Known: "0123"},
				); problemKey(err) != "signin.problem.wrong" {
					t.Fatal(address, err)
				}
				times[i] = append(times[i], time.Since(begin))
			}
		}
		var medians []time.Duration
		for _, all := range times {
			slices.Sort(all)
			medians = append(medians, all[len(all)/2])
		}
		t.Log(medians)
		return float64(slices.Max(medians)) / float64(slices.Min(medians))
	}
	if ratio := apart(); ratio > 2.5 {
		t.Errorf("the slowest answer takes %.1f times as long as the quickest", ratio)
	}
	defer service.WithoutWorkForNobody()()
	if ratio := apart(); ratio < 2.5 {
		t.Errorf("without the work for nobody they are only %.1f times apart: the test would notice nothing", ratio)
	}
}
