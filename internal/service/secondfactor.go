package service

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/pquerna/otp/totp"

	"samenspraak/internal/consult"
	"samenspraak/internal/store"
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

// sealed begins every secret that was sealed; a plain one, from before, has no
// colon.
const sealed = "v1:"

// newSealer makes the cipher of second factors: AES-256-GCM with a nonce of its
// own for each, under a key derived from SECRET for this purpose alone.
func newSealer(secret []byte) cipher.AEAD {
	key, err := hkdf.Key(sha256.New, secret, nil, "samenspraak second factor", 32)
	if err == nil {
		var block cipher.Block
		if block, err = aes.NewCipher(key); err == nil {
			var sealer cipher.AEAD
			if sealer, err = cipher.NewGCMWithRandomNonce(block); err == nil {
				return sealer
			}
		}
	}
	panic(fmt.Sprintf("make the cipher of second factors: %v", err)) // of fixed sizes: it cannot fail
}

// SealSecondFactor is the form in which an account keeps the secret of its
// second factor: encrypted, so that a copy of the database makes no codes, and
// bound to the account, so that it works in no other row.
func (s *Service) SealSecondFactor(staffID int64, secret string) string {
	return sealed + base64.RawStdEncoding.EncodeToString(s.sealer.Seal(nil, nil, []byte(secret), boundTo(staffID)))
}

func boundTo(staffID int64) []byte { return strconv.AppendInt([]byte("staff "), staffID, 10) }

// secondFactor is the secret of an account's second factor. It returns an error
// when it was changed or moved behind the program's back.
func (s *Service) secondFactor(account consult.Staff) (string, error) {
	kept, ok := strings.CutPrefix(account.TOTPSecret, sealed)
	if !ok {
		return "", fmt.Errorf("the second factor of account %d is not sealed", account.ID)
	}
	b, err := base64.RawStdEncoding.DecodeString(kept)
	if err == nil {
		b, err = s.sealer.Open(nil, nil, b, boundTo(account.ID))
	}
	if err != nil {
		return "", fmt.Errorf("open the second factor of account %d: %w", account.ID, err)
	}
	return string(b), nil
}

// SealSecondFactors seals what a database from before holds in plain. It is run
// at each start.
func (s *Service) SealSecondFactors(ctx context.Context) error {
	return s.db.Update(ctx, func(tx *store.Tx) error {
		all, err := tx.AllStaff()
		if err != nil {
			return err
		}
		for _, one := range all {
			if one.TOTPSecret == "" || strings.HasPrefix(one.TOTPSecret, sealed) {
				continue
			}
			account, err := tx.LockStaff(one.ID)
			if err != nil {
				return err
			}
			if strings.HasPrefix(account.TOTPSecret, sealed) {
				continue // by another instance, since the list was read
			}
			account.TOTPSecret = s.SealSecondFactor(account.ID, account.TOTPSecret)
			if err := tx.SetStaff(account); err != nil {
				return err
			}
		}
		return nil
	})
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
