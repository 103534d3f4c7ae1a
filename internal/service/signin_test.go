package service_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"samenspraak/internal/consult"
	"samenspraak/internal/service"
	"samenspraak/internal/store"
	"samenspraak/internal/store/storetest"
)

// office is a service with a clock that stands still until it is moved, and a
// beheerder who has set up her account.
type office struct {
	*service.Service
	db  *store.DB
	mu  sync.Mutex
	now time.Time

	marleen consult.Actor
	secret  string
	codes   []string
}

const (
	goodPassword = "paard batterij nietje"
	network      = "192.0.2.0/24"
	marleens     = "m.oosterveld@merenland.example"
)

// anywhere is a browser that nobody knows.
var anywhere = service.Browser{Origin: network}

func (o *office) clock() time.Time {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.now
}

func (o *office) wait(d time.Duration) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.now = o.now.Add(d)
}

func newOffice(t *testing.T) *office {
	t.Helper()
	return newOfficeOn(t, storetest.SQLite(t))
}

func newOfficeOn(t *testing.T, database string) *office {
	t.Helper()
	o := &office{now: time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC), db: storetest.Open(t, database)}
	o.Service = service.New(service.Options{
		DB: o.db, Now: o.clock, Secret: []byte("0123456789abcdef0123456789abcdef"),
		BaseURL: "https://praat.merenland.example",
	})
	id, link, err := o.AddStaff(
		context.Background(), consult.SystemActor, "M.Oosterveld@Merenland.example", "Marleen Oosterveld",
		consult.Admin, "nl",
	)
	if err != nil {
		t.Fatal(err)
	}
	o.secret, o.codes = o.setUp(t, link)
	o.marleen = consult.Actor{
		Kind: consult.ByStaff, ID: id, Name: "Marleen Oosterveld", Role: consult.Admin, Language: "nl", Origin: network,
	}
	return o
}

func tokenOf(link string) string { return link[strings.LastIndex(link, "/")+1:] }

// setUp uses a link as its owner would, and waits until the first code is old.
func (o *office) setUp(t *testing.T, link string) (secret string, codes []string) {
	t.Helper()
	secret = service.NewSecondFactorSecret()
	codes, err := o.SetUpStaff(context.Background(), tokenOf(link), service.SetUp{
		Password: goodPassword, Repeat: goodPassword, Secret: secret, Code: o.code(t, secret),
	}, network)
	if err != nil {
		t.Fatal(err)
	}
	o.wait(time.Minute)
	return secret, codes
}

func (o *office) code(t *testing.T, secret string) string {
	t.Helper()
	code, err := totp.GenerateCode(secret, o.clock())
	if err != nil {
		t.Fatal(err)
	}
	return code
}

func (o *office) half(t *testing.T) string {
	t.Helper()
	token, err := o.SignInPassword(
		context.Background(), marleens, goodPassword, service.Browser{Name: "Firefox, Linux", Origin: network},
	)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func (o *office) signIn(t *testing.T) string {
	t.Helper()
	tokens, err := o.SignInCode(context.Background(), o.half(t), o.code(t, o.secret), anywhere)
	if err != nil {
		t.Fatal(err)
	}
	o.wait(time.Minute)
	return tokens.SignIn
}

func (o *office) signedIn(token string) bool {
	_, _, err := o.SignedIn(context.Background(), token)
	return err == nil
}

// said returns the actions in the audit, oldest first, refused ones with a "!".
func (o *office) said(t *testing.T) []string {
	t.Helper()
	events, _, err := o.Audit(context.Background(), o.marleen, service.AuditFilter{Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for i := range events {
		e := events[len(events)-1-i]
		if e.Result == "refused" {
			e.Action += "!"
		}
		all = append(all, strings.TrimPrefix(e.Action, "staff."))
	}
	return all
}

func wantSaid(t *testing.T, o *office, from int, want ...string) {
	t.Helper()
	got := o.said(t)
	if strings.Join(got[min(from, len(got)):], " ") != strings.Join(want, " ") {
		t.Errorf("the audit says %v, want %v", got[min(from, len(got)):], want)
	}
}

func problemKey(err error) string {
	var p consult.Problems
	if errors.As(err, &p) {
		return p[0].Key
	}
	return ""
}

func TestSignInRotatesTheToken(t *testing.T) {
	o := newOffice(t)
	before := len(o.said(t))
	half := o.half(t)
	if o.signedIn(half) {
		t.Fatal("the password alone signs in")
	}
	tokens, err := o.SignInCode(context.Background(), half, o.code(t, o.secret), anywhere)
	if err != nil {
		t.Fatal(err)
	}
	whole := tokens.SignIn
	if whole == half || o.signedIn(half) || !o.signedIn(whole) {
		t.Error("the token of before the second factor must be worth nothing afterwards")
	}
	if _, err := o.HalfSignIn(context.Background(), half); !errors.Is(err, consult.ErrClosed) {
		t.Errorf("the half sign-in is still there: %v", err)
	}
	wantSaid(t, o, before, "sign_in")
	if err := o.SignOut(context.Background(), whole, network); err != nil {
		t.Fatal(err)
	}
	if o.signedIn(whole) {
		t.Error("signed out, and still signed in")
	}
	wantSaid(t, o, before, "sign_in", "signed_out")
}

func TestSignInKeepsNoToken(t *testing.T) {
	o := newOffice(t)
	token := o.signIn(t)
	err := o.db.View(context.Background(), func(tx *store.Tx) error {
		if in, err := tx.SignInByToken(token); !errors.Is(err, consult.ErrNotFound) {
			t.Errorf("the token itself stands in the database: %+v", in)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestCodeWorksOnce: somebody who looked over a shoulder has nothing.
func TestCodeWorksOnce(t *testing.T) {
	o := newOffice(t)
	code := o.code(t, o.secret)
	if _, err := o.SignInCode(context.Background(), o.half(t), code, anywhere); err != nil {
		t.Fatal(err)
	}
	_, err := o.SignInCode(context.Background(), o.half(t), code, anywhere)
	if problemKey(err) != "signin.problem.code" {
		t.Errorf("a code given twice: %v", err)
	}
	o.wait(30 * time.Second)
	if _, err := o.SignInCode(context.Background(), o.half(t), o.code(t, o.secret), anywhere); err != nil {
		t.Errorf("the next code: %v", err)
	}
}

// TestCodeOfANeighbourStep: a clock may be off by one step, not by two.
func TestCodeOfANeighbourStep(t *testing.T) {
	for off, want := range map[time.Duration]bool{
		-60 * time.Second: false, -30 * time.Second: true, 30 * time.Second: true, 60 * time.Second: false,
	} {
		o := newOffice(t)
		o.wait(time.Hour)
		code, err := totp.GenerateCode(o.secret, o.clock().Add(off))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := o.SignInCode(context.Background(), o.half(t), code, anywhere); (err == nil) != want {
			t.Errorf("a code of %v away: %v", off, err)
		}
	}
}

func TestHalfSignInEnds(t *testing.T) {
	o := newOffice(t)
	half := o.half(t)
	o.wait(consult.SignInHalf)
	if _, err := o.SignInCode(
		context.Background(), half, o.code(t, o.secret), anywhere,
	); !errors.Is(err, consult.ErrClosed) {
		t.Errorf("after ten minutes: %v", err)
	}
}

func TestSignInEnds(t *testing.T) {
	o := newOffice(t)
	idle := o.signIn(t)
	o.wait(consult.SignInIdle - 2*time.Minute)
	if !o.signedIn(idle) {
		t.Fatal("gone before the idle limit")
	}
	o.wait(consult.SignInIdle)
	if o.signedIn(idle) {
		t.Error("still there after the idle limit")
	}
	busy := o.signIn(t)
	for range 11 {
		o.wait(time.Hour)
		if !o.signedIn(busy) {
			t.Fatal("gone while in use")
		}
	}
	o.wait(time.Hour)
	if o.signedIn(busy) {
		t.Error("still there after twelve hours")
	}
}

// TestUnknownAndKnownAlike: what comes back does not tell whether there is an
// account, nor whether it is disabled or was never set up.
func TestUnknownAndKnownAlike(t *testing.T) {
	o := newOffice(t)
	ctx := context.Background()
	fresh, _, err := o.AddStaff(ctx, o.marleen, "b.nieuw@merenland.example", "Bas Nieuw", consult.Editor, "nl")
	if err != nil {
		t.Fatal(err)
	}
	gone, link, err := o.AddStaff(ctx, o.marleen, "w.weg@merenland.example", "Wim Weg", consult.Editor, "nl")
	if err != nil {
		t.Fatal(err)
	}
	o.setUp(t, link)
	if err := o.DisableStaff(ctx, o.marleen, gone); err != nil || fresh == 0 {
		t.Fatal(err)
	}
	_, want := o.SignInPassword(
		ctx, "niemand@merenland.example", goodPassword, service.Browser{Origin: "198.51.100.0/24"},
	)
	for _, address := range []string{
		marleens, "b.nieuw@merenland.example", "w.weg@merenland.example", "geen adres", "",
	} {
		password := goodPassword
		if address == marleens {
			password = "een ander wachtwoord"
		}
		_, got := o.SignInPassword(ctx, address, password, service.Browser{Origin: "203.0.113.0/24"})
		if got == nil || got.Error() != want.Error() {
			t.Errorf("%q: %v, for an unknown address: %v", address, got, want)
		}
	}
}

func TestPasswordTriesPerAccount(t *testing.T) {
	o := newOffice(t)
	ctx := context.Background()
	for _, address := range []string{marleens, "niemand@merenland.example"} {
		for i := range 11 {
			origin := "203.0.113.0/24"
			if i%2 == 1 {
				origin = "2001:db8:" + string(rune('a'+i)) + "::/48" // another network does not help
			}
			_, err := o.SignInPassword(
				ctx, strings.ToUpper(address), "fout wachtwoord!", service.Browser{Origin: origin},
			)
			var many consult.TooMany
			if got := errors.As(err, &many); got != (i == 10) {
				t.Fatalf("%s, try %d: %v", address, i+1, err)
			}
			if i == 10 && (many.After <= 0 || many.After > 15*time.Minute) {
				t.Errorf("wait %v", many.After)
			}
		}
	}
	if _, err := o.SignInPassword(ctx, marleens, goodPassword, anywhere); !errors.Is(err, consult.ErrTooMany) {
		t.Errorf("the right password during the wait: %v", err)
	}
	o.wait(15 * time.Minute)
	if _, err := o.SignInPassword(ctx, marleens, goodPassword, anywhere); err != nil {
		t.Errorf("the right password after the wait: %v", err)
	}
}

func TestPasswordTriesPerOrigin(t *testing.T) {
	o := newOffice(t)
	ctx := context.Background()
	for i := range 10 {
		address := string(rune('a'+i)) + "@merenland.example"
		if _, err := o.SignInPassword(ctx, address, "fout wachtwoord!", anywhere); errors.Is(err, consult.ErrTooMany) {
			t.Fatalf("try %d: %v", i+1, err)
		}
	}
	if _, err := o.SignInPassword(ctx, marleens, goodPassword, anywhere); !errors.Is(err, consult.ErrTooMany) {
		t.Errorf("one password on eleven addresses: %v", err)
	}
	if _, err := o.SignInPassword(ctx, marleens, goodPassword, service.Browser{Origin: "198.51.100.0/24"}); err != nil {
		t.Errorf("from elsewhere: %v", err)
	}
}

// TestGoodSignInsDoNotCount: a whole town hall behind one address signs in.
func TestGoodSignInsDoNotCount(t *testing.T) {
	o := newOffice(t)
	for range 12 {
		o.signIn(t) // moves the clock a minute
		o.wait(-time.Minute + 30*time.Second)
	}
}

// TestTriesAtOnce: tries are counted before they are done, so a hundred at the
// same moment are not a way around the limit.
func TestTriesAtOnce(t *testing.T) {
	o := newOffice(t)
	var wait sync.WaitGroup
	let := make(chan struct{}, 40)
	for range 40 {
		wait.Go(func() {
			if _, err := o.SignInPassword(
				context.Background(), marleens, "fout wachtwoord!", anywhere,
			); !errors.Is(err, consult.ErrTooMany) {
				let <- struct{}{}
			}
		})
	}
	wait.Wait()
	if len(let) != 10 {
		t.Errorf("%d tries were let through", len(let))
	}
}

func TestCodeTries(t *testing.T) {
	o := newOffice(t)
	ctx := context.Background()
	half := o.half(t)
	for i := range 5 {
		if _, err := o.SignInCode(ctx, half, "000000", anywhere); problemKey(err) != "signin.problem.code" {
			t.Fatalf("try %d: %v", i+1, err)
		}
	}
	for _, code := range []string{"000000", o.code(t, o.secret)} {
		if _, err := o.SignInCode(ctx, half, code, anywhere); !errors.Is(err, consult.ErrTooMany) {
			t.Errorf("try six: %v", err)
		}
	}
	second := o.half(t)
	for range 5 {
		_, _ = o.SignInCode(ctx, second, "000000", anywhere)
	}
	if _, err := o.SignInCode(ctx, o.half(t), o.code(t, o.secret), anywhere); !errors.Is(err, consult.ErrTooMany) {
		t.Errorf("a third half sign-in after ten wrong codes: %v", err)
	}
}

func TestRecoveryCodeWorksOnce(t *testing.T) {
	o := newOffice(t)
	ctx := context.Background()
	typed := strings.ToUpper(strings.ReplaceAll(o.codes[3], "-", " "))
	tokens, err := o.SignInRecovery(ctx, o.half(t), typed, anywhere)
	token := tokens.SignIn
	if err != nil || !o.signedIn(token) {
		t.Fatalf("a recovery code, typed in another way: %v", err)
	}
	if _, err := o.SignInRecovery(ctx, o.half(t), o.codes[3], anywhere); problemKey(err) != "signin.problem.recovery" {
		t.Errorf("the same code again: %v", err)
	}
	a, err := o.OwnAccount(ctx, o.marleen, token)
	if err != nil || a.CodesLeft != 9 {
		t.Errorf("%d codes left, %v", a.CodesLeft, err)
	}
}

func TestSignInDirectlyIsAudited(t *testing.T) {
	o := newOffice(t)
	before := len(o.said(t))
	token, err := o.SignInDirectly(context.Background(), o.marleen.ID, "demo")
	if err != nil || !o.signedIn(token) {
		t.Fatal(err)
	}
	wantSaid(t, o, before, "sign_in_direct")
}
