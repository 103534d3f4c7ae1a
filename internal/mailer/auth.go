package mailer

import (
	"errors"
	"net/smtp"
	"slices"
)

// signIn speaks the first of PLAIN, LOGIN and CRAM-MD5 that the server offers, in
// the order of how well servers carry them out; under TLS all are as safe.
// go-mail would choose by itself, skip signing in when the server offers
// nothing, and wait for prompts in one exact spelling.
type signIn struct {
	user, password string
	clear          bool   // Settings said TLSNone, so the server is on this machine
	started        func() // called when the conversation gets this far
	next           func(challenge []byte) ([]byte, error)
}

func (a *signIn) Start(server *smtp.ServerInfo) (string, []byte, error) {
	a.started()
	if !server.TLS && !a.clear {
		return "", nil, errors.New("refusing to sign in over a connection that is not encrypted")
	}
	switch {
	case slices.Contains(server.Auth, "PLAIN"):
		return "PLAIN", []byte("\x00" + a.user + "\x00" + a.password), nil
	case slices.Contains(server.Auth, "LOGIN"):
		a.next = a.login()
		return "LOGIN", nil, nil
	case slices.Contains(server.Auth, "CRAM-MD5"):
		cram := smtp.CRAMMD5Auth(a.user, a.password)
		a.next = func(challenge []byte) ([]byte, error) { return cram.Next(challenge, true) }
		return cram.Start(server)
	}
	return "", nil, errors.New("the server offers none of PLAIN, LOGIN, CRAM-MD5 to sign in with")
}

func (a *signIn) Next(challenge []byte, more bool) ([]byte, error) {
	if !more {
		return nil, nil
	}
	if a.next == nil {
		return nil, errors.New("the server asks for more than user name and password")
	}
	return a.next(challenge)
}

// login answers the first prompt with the user and the second with the password,
// whatever the prompts say: servers word them differently.
func (a *signIn) login() func([]byte) ([]byte, error) {
	answers := []string{a.user, a.password}
	return func([]byte) ([]byte, error) {
		if len(answers) == 0 {
			return nil, errors.New("the server asks for more than user name and password")
		}
		answer := answers[0]
		answers = answers[1:]
		return []byte(answer), nil
	}
}
