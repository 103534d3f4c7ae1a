package service

import (
	"errors"
	"strconv"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/store"
)

// Failed tries that are allowed: of a password per account and per network, or
// per known device instead, in a quarter of an hour; of a code per half sign-in
// and per account.
const (
	passwordTries = 10
	codeTries     = 5
	accountCodes  = 10
	tryWindow     = 15 * time.Minute
)

// accountLimit counts under a digest of the address, whether there is such an
// account or not: it keeps no address that somebody mistyped.
func accountLimit(canonical string) limit {
	return limit{name: "password.account." + digest(canonical)[:32], most: passwordTries, span: tryWindow}
}

func originLimit(origin string) limit {
	return limit{name: "password.origin." + origin, most: passwordTries, span: tryWindow}
}

// deviceLimit counts what is tried in a browser that the account knows.
func deviceLimit(deviceID int64) limit {
	return limit{name: "password.device." + strconv.FormatInt(deviceID, 10), most: passwordTries, span: tryWindow}
}

// ownLimit counts what somebody tries who is signed in and is asked again.
func ownLimit(staffID int64) limit {
	return limit{name: "password.own." + strconv.FormatInt(staffID, 10), most: passwordTries, span: tryWindow}
}

func codeLimit(s consult.SignIn) limit {
	return limit{
		name: "code.sign_in." + strconv.FormatInt(s.ID, 10), most: codeTries, span: consult.SignInHalf,
		from: s.CreatedAt,
	}
}

// accountCodeLimit keeps somebody who has the password from trying codes by one
// half sign-in after the other.
func accountCodeLimit(staffID int64) limit {
	return limit{name: "code.account." + strconv.FormatInt(staffID, 10), most: accountCodes, span: tryWindow}
}

// What is kept of browsers in which somebody signed in whole: so many of each
// account, so long after they were last used.
const (
	knownDevices = 10
	// KnownDeviceLife is how long a browser stays known that is not used.
	KnownDeviceLife = 180 * 24 * time.Hour
)

// Browser is where somebody tries to sign in from.
type Browser struct {
	Name   string // as the list of devices calls it
	Origin string // the shortened network address
	Known  string // the token by which accounts know it; empty: none
}

// SignInTokens are what a browser gets when somebody has signed in: one that
// is the sign-in, and one by which it is known the next time.
type SignInTokens struct {
	SignIn, Known string
}

// tries are the limits that a password counts under which is tried for an
// account (zero: there is none) with this address. The first stays counted
// until the code was right as well, the others until the password was. In a
// browser that the account knows, what strangers tried elsewhere does not
// count. It does the same work whether there is an account or not.
func (s *Service) tries(tx *store.Tx, account consult.Staff, canonical string, from Browser) ([]limit, error) {
	if from.Known != "" {
		deviceID, err := tx.KnownDevice(account.ID, digest(from.Known))
		if err == nil {
			return []limit{deviceLimit(deviceID)}, nil
		}
		if !errors.Is(err, consult.ErrNotFound) {
			return nil, err
		}
	}
	return []limit{accountLimit(canonical), originLimit(from.Origin)}, nil
}
