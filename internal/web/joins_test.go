package web_test

import (
	"bytes"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"samenspraak/internal/store"
	"samenspraak/internal/testkit"
)

// joins goes through everything by which somebody of staff comes in, and returns
// every secret that was shown or given on the way: the link, passwords, secrets
// of two apps, recovery codes, and the cookies of each step.
func (v *probed) joins() []string {
	v.t.Helper()
	const first, second = "kanarie paard batterij nietje", "kanarie fiets lantaarn kaars"
	c := v.Client()
	secrets := []string{v.setUp, first, second, testkit.SecondFactor}
	cookies := func() {
		for _, one := range c.Cookies() {
			secrets = append(secrets, one.Value)
		}
	}
	code := func(secret string) string {
		v.Clock.Advance(time.Minute)
		code, err := totp.GenerateCode(secret, v.Clock.Now())
		if err != nil {
			v.t.Fatal(err)
		}
		return code
	}
	codes := func(r *testkit.Response) (all []string) {
		for _, m := range regexp.MustCompile(`<code>([a-z2-7]{4}(?:-[a-z2-7]{4}){3})</code>`).
			FindAllStringSubmatch(string(r.Want(http.StatusOK).Body), -1) {
			all = append(all, m[1])
			secrets = append(secrets, strings.ReplaceAll(m[1], "-", ""))
		}
		if len(all) != 10 {
			v.t.Fatalf("%d recovery codes are shown", len(all))
		}
		secrets = append(secrets, all...)
		return all
	}
	offered := func(path string) string {
		secret := c.Get(path).Want(http.StatusOK).Find("input[name=secret]").Attr("value")
		secrets = append(secrets, secret)
		return secret
	}
	signIn := func(path, code string) {
		c.Post("/beheer/aanmelden", url.Values{"address": {"nieuw@merenland.example"}, "password": {first}}).Redirect()
		cookies()
		c.Post(path, url.Values{"code": {code}}).Redirect()
		cookies()
	}
	link := "/beheer/instellen/" + v.setUp
	secret := offered(link)
	printed := codes(
		c.Post(link, url.Values{"password": {first}, "repeat": {first}, "secret": {secret}, "code": {code(secret)}}),
	)
	signIn("/beheer/code", code(secret))
	signIn("/beheer/herstelcode", printed[0])
	secret = offered("/beheer/account/tweede-stap")
	codes(c.Post("/beheer/account/tweede-stap", url.Values{"old": {first}, "secret": {secret}, "code": {code(secret)}}))
	codes(c.Post("/beheer/account/herstelcodes", url.Values{"old": {first}}))
	c.Post("/beheer/account/wachtwoord", url.Values{"old": {first}, "password": {second}, "repeat": {second}}).
		Redirect()
	if len(secrets) < 40 {
		v.t.Fatalf("only %d secrets were met", len(secrets))
	}
	return secrets
}

// TestDumpOpensNothing looks whether the test of what is kept would notice: the
// plain secret of a second factor is found in a database that holds it.
func TestDumpOpensNothing(t *testing.T) {
	t.Parallel()
	v := probe(t, testkit.Options{})
	if bytes.Contains(v.bytesOf(), []byte(testkit.SecondFactor)) {
		t.Error("the database holds the secret of a second factor")
	}
	err := v.DB().Update(t.Context(), func(tx *store.Tx) error {
		account, err := tx.LockStaff(v.Admin.ID)
		if err != nil {
			return err
		}
		account.TOTPSecret = testkit.SecondFactor
		return tx.SetStaff(account)
	})
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(v.bytesOf(), []byte(testkit.SecondFactor)) {
		t.Error("it is not found where it is: the test would notice nothing")
	}
}
