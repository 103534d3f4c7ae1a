package mailer

import (
	"errors"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// The waits of pretix's retry strategy. Quick: the server or the way to it is
// busy. Slow: the recipient's side asks to wait (greylisting, full mailbox).
var (
	quickWaits = []time.Duration{10 * time.Second, 30 * time.Second, time.Minute, 5 * time.Minute, 15 * time.Minute}
	slowWaits  = []time.Duration{time.Minute, 5 * time.Minute, 10 * time.Minute, 20 * time.Minute, 30 * time.Minute}
)

const (
	slowTries   = 50 // with waits up to half an hour: a full day
	crowdTries  = 10
	longestHint = 6 * time.Hour
	jitterShare = 0.2
	afterHint   = 10 * time.Second // Postal's margin: greylists count from their own clock
	crowdBase   = 30 * time.Second
	crowdStep   = 10 * time.Second
	codeCrowded = 432 // Exchange Online: too many connections at once
)

// Backoff says how long to wait after the attempt-th attempt (the first is 1)
// failed with err, and whether to try again at all. rnd gives numbers in [0,1),
// so that mails that failed together do not come back together; nil gives none.
//
// It never gives up on trouble that is ours or the server's (no connection, TLS,
// sign-in, refused sender, broken line): the outbox ends that when the mail has
// lost its use. It gives up at once on permanent and uncertain outcomes, and
// after a day on temporary refusals of the recipient or the message.
func Backoff(attempt int, err error, rnd func() float64) (time.Duration, bool) {
	var e *Error
	if !errors.As(err, &e) {
		return jitter(step(quickWaits, attempt), rnd), true
	}
	if e.Permanent() || e.Uncertain() {
		return 0, false
	}
	if e.Code == codeCrowded {
		scatter := time.Duration(0)
		if rnd != nil {
			scatter = time.Duration(rnd() * float64(crowdBase))
		}
		return crowdStep*time.Duration(max(attempt, 1)) + scatter, attempt < crowdTries
	}
	wait := max(step(waitsFor(e), attempt), hint(e.Text))
	return jitter(wait, rnd), e.ServerTrouble() || e.RefusesUs() || attempt < slowTries
}

func waitsFor(e *Error) []time.Duration {
	switch e.Code {
	case 421, 422, 431, 442, 447, 452:
		return quickWaits
	}
	if e.ServerTrouble() {
		return quickWaits
	}
	return slowWaits
}

func step(waits []time.Duration, attempt int) time.Duration {
	return waits[min(max(attempt, 1), len(waits))-1]
}

// jitter only lengthens, so that a server's own hint is kept.
func jitter(d time.Duration, rnd func() float64) time.Duration {
	if rnd == nil {
		return d
	}
	return d + time.Duration(rnd()*jitterShare*float64(d))
}

var again = regexp.MustCompile(`(?i)\b(?:try|retry)\b[^0-9]{0,40}\b(\d{1,6})\s*(s|secs?|seconds?|m|mins?|minutes?)\b`)

// hint reads what a greylisting server asks ("try again in 300 seconds").
func hint(text string) time.Duration {
	m := again.FindStringSubmatch(text)
	if m == nil {
		return 0
	}
	n, err := strconv.Atoi(m[1])
	if err != nil {
		return 0
	}
	unit := time.Second
	if strings.HasPrefix(strings.ToLower(m[2]), "m") {
		unit = time.Minute
	}
	return min(time.Duration(n)*unit+afterHint, longestHint)
}
