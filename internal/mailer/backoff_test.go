package mailer_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"samenspraak/internal/mailer"
)

func TestBackoff(t *testing.T) {
	rcpt := func(code int, text string) error {
		return fmt.Errorf("deliver: %w", &mailer.Error{Stage: mailer.StageRcpt, Code: code, Text: text})
	}
	offline := &mailer.Error{Stage: mailer.StageDial, Err: errors.New("connection refused")}
	never := func(attempt int, err error) (time.Duration, bool) { return mailer.Backoff(attempt, err, nil) }
	for _, c := range []struct {
		name    string
		err     error
		attempt int
		want    time.Duration
		again   bool
	}{
		{"offline", offline, 1, 10 * time.Second, true},
		{"offline", offline, 4, 5 * time.Minute, true},
		{"offline for days", offline, 1000, 15 * time.Minute, true},
		{"anything else", errors.New("?"), 2, 30 * time.Second, true},
		{"sender refused", &mailer.Error{Stage: mailer.StageMail, Code: 550}, 3, time.Minute, true},
		{"busy", rcpt(421, ""), 5, 15 * time.Minute, true},
		{"full", rcpt(452, ""), 2, 30 * time.Second, true},
		{"greylisted", rcpt(450, "Greylisted"), 1, time.Minute, true},
		{"greylisted", rcpt(451, ""), 5, 30 * time.Minute, true},
		{"greylisted a day", rcpt(451, ""), 50, 30 * time.Minute, false},
		{"hint", rcpt(450, "Greylisted, please try again in 300 seconds"), 1, 310 * time.Second, true},
		{"hint", rcpt(451, "Try again after 12 minutes."), 1, 730 * time.Second, true},
		{"hint", rcpt(450, "retry in 90s"), 1, 100 * time.Second, true},
		{"short hint", rcpt(450, "try again in 5 seconds"), 1, time.Minute, true},
		{"absurd hint", rcpt(450, "try again in 999999 minutes"), 1, 6 * time.Hour, true},
		{"no hint", rcpt(450, "you tried 300 times in 10 minutes"), 1, time.Minute, true},
		{"crowded", rcpt(432, ""), 3, 30 * time.Second, true},
		{"crowded", rcpt(432, ""), 10, 100 * time.Second, false},
		{"mailbox full in other words", rcpt(552, "Message is too large; mailbox full"), 1, time.Minute, true},
		{"unknown user", rcpt(550, ""), 1, 0, false},
		{"uncertain", &mailer.Error{Stage: mailer.StageAfterData, Err: errors.New("eof")}, 1, 0, false},
		{"attempt out of range", offline, -3, 10 * time.Second, true},
	} {
		if got, again := never(c.attempt, c.err); got != c.want || again != c.again {
			t.Errorf("%s, attempt %d: %v %v, want %v %v", c.name, c.attempt, got, again, c.want, c.again)
		}
	}
}

func TestBackoffSpreadsAndNeverShortens(t *testing.T) {
	offline := &mailer.Error{Stage: mailer.StageDial, Err: errors.New("connection refused")}
	crowded := &mailer.Error{Stage: mailer.StageMail, Code: 432}
	for _, r := range []float64{0, 0.5, 0.999} {
		rnd := func() float64 { return r }
		if got, _ := mailer.Backoff(1, offline, rnd); got != 10*time.Second+time.Duration(r*2*float64(time.Second)) {
			t.Errorf("rnd %v: %v", r, got)
		}
		if got, _ := mailer.Backoff(2, crowded, rnd); got != 20*time.Second+time.Duration(r*30*float64(time.Second)) {
			t.Errorf("crowded, rnd %v: %v", r, got)
		}
	}
}
