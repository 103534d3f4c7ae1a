package service

import (
	"context"
	"fmt"
	"runtime"
	"sync"

	"github.com/alexedwards/argon2id"
	"golang.org/x/text/unicode/norm"
)

// hashing are the parameters OWASP asks of argon2id. The library's default
// takes as many threads as there are processors, and the same password then
// costs another time on another machine.
var hashing = &argon2id.Params{Memory: 19456, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// hashers bounds how many passwords are worked on at once, in the whole
// process: a flood of tries must not take the processors and the memory from
// everybody else.
var hashers = make(chan struct{}, runtime.NumCPU())

// nobodysHash is compared with when there is no account, so that one cannot
// tell by the time it takes.
var nobodysHash = sync.OnceValues(func() (string, error) {
	return argon2id.CreateHash("there is no account with this password", hashing)
})

func withHasher(ctx context.Context, work func() error) error {
	select {
	case hashers <- struct{}{}:
		defer func() { <-hashers }()
		return work()
	case <-ctx.Done():
		return ctx.Err()
	}
}

// hashPassword makes what is kept of a password. Letters with accents have one
// form, however the keyboard sends them.
func hashPassword(ctx context.Context, password string) (hash string, err error) {
	err = withHasher(ctx, func() error {
		hash, err = argon2id.CreateHash(norm.NFC.String(password), hashing)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("hash a password: %w", err)
	}
	return hash, nil
}

// matchesPassword compares a password with what is kept of one. An empty hash
// matches nothing and takes as long.
func matchesPassword(ctx context.Context, hash, password string) (bool, error) {
	none := hash == ""
	if none {
		var err error
		if hash, err = nobodysHash(); err != nil {
			return false, err
		}
	}
	match := false
	err := withHasher(ctx, func() (err error) {
		match, err = argon2id.ComparePasswordAndHash(norm.NFC.String(password), hash)
		return err
	})
	if err != nil {
		return false, fmt.Errorf("compare a password: %w", err)
	}
	return match && !none, nil
}
