package service

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"encoding/hex"
	"net/url"
	"strings"
	"time"

	"github.com/pquerna/otp/totp"
)

// codeStep is how long a code of the second factor lasts (RFC 6238, 5.2).
const codeStep = 30 * time.Second

// recoveryCodes is how many codes somebody gets for when their phone is lost.
const recoveryCodes = 10

var plainBase32 = base32.StdEncoding.WithPadding(base32.NoPadding)

// NewSecondFactorSecret makes the secret that a set-up page shows and sends
// back: 160 bits, as an authenticator app wants it. Nothing is kept of it until
// its first code was given.
func NewSecondFactorSecret() string { return plainBase32.EncodeToString(randomBytes(20)) }

// SecondFactorURL is the secret as an address that authenticator apps read. It
// says no more than it must, so that its QR code stays coarse enough for an old
// phone: six digits, thirty seconds and SHA-1 are what every app assumes.
func SecondFactorURL(issuer, account, secret string) string {
	query := url.Values{"secret": {secret}, "issuer": {issuer}}
	label := url.PathEscape(issuer) + ":" + url.PathEscape(account)
	return "otpauth://totp/" + label + "?" + strings.ReplaceAll(query.Encode(), "+", "%20")
}

// usableSecret says whether a secret that came back is one of ours in form.
func usableSecret(secret string) bool {
	b, err := plainBase32.DecodeString(secret)
	return err == nil && len(b) == 20
}

// matchedStep returns the step of time whose code this is: the present one, or
// one before or after it for a clock that is off. Steps up to used do not
// count: a code works once. It returns 0 when there is none.
func matchedStep(secret, code string, used int64, now time.Time) int64 {
	code = strings.Join(strings.Fields(code), "")
	present := now.Unix() / int64(codeStep/time.Second)
	for step := present - 1; step <= present+1; step++ {
		want, err := totp.GenerateCode(secret, time.Unix(step*int64(codeStep/time.Second), 0))
		if err == nil && step > used && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			return step
		}
	}
	return 0
}

// newRecoveryCodes makes codes to print, of 80 bits each, and what is kept of
// them. A plain digest does: nobody guesses 80 bits.
func newRecoveryCodes() (codes, hashes []string) {
	for range recoveryCodes {
		code := strings.ToLower(plainBase32.EncodeToString(randomBytes(10)))
		codes = append(codes, code[:4]+"-"+code[4:8]+"-"+code[8:12]+"-"+code[12:])
		hashes = append(hashes, recoveryHash(code))
	}
	return codes, hashes
}

// recoveryHash is what is kept of a recovery code, however it is typed: 0 and 1
// are not in the alphabet and are read as the letters they look like.
func recoveryHash(code string) string {
	code = strings.NewReplacer("-", "", " ", "", "0", "o", "1", "l").Replace(strings.ToLower(code))
	return digest(strings.Join(strings.Fields(code), ""))
}

// newToken makes the secret of a sign-in: 256 bits.
func newToken() string { return hex.EncodeToString(randomBytes(32)) }

func randomBytes(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails since Go 1.24
	return b
}
