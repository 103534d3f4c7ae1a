//go:build e2e

package e2e

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// answersEach is how many answers one link gives in a test: fewer than the
// thirty an hour above which the program asks for patience.
const answersEach = 25

// yes is the form of one who comes, under a name that no other answer has.
func yes(name string) url.Values {
	return url.Values{"antwoord": {"ja"}, "alles": {"1"}, "people": {name}, "role": {"bestuurder"}}
}

// noted says whether an answer was taken in. A form with which something is
// wrong may be answered with a redirect too.
func (a answer) noted() bool {
	return a.status == http.StatusSeeOther && strings.HasSuffix(a.header.Get("Location"), "gedaan=genoteerd")
}

// A load is a crowd of clients that go on answering, whatever happens to the
// program, and remember what was acknowledged.
type load struct {
	ledger *ledger
	stop   chan struct{}
	all    sync.WaitGroup
	// outage says that the database comes and goes: 503 with Retry-After is an
	// answer that a client may get.
	outage bool
	turned atomic.Int64 // so many were turned away with it
}

// answering starts a crowd; each of the clients has its own share of the
// guests. Pause lies between two answers of one client.
func answering(t *testing.T, c *client, guests []guest, clients int, pause time.Duration) *load {
	t.Helper()
	l := &load{ledger: newLedger(), stop: make(chan struct{})}
	l.start(t, c, guests, clients, pause)
	return l
}

func (l *load) start(t *testing.T, c *client, guests []guest, clients int, pause time.Duration) {
	t.Helper()
	for k := range clients {
		var own []guest
		for i := k; i < len(guests); i += clients {
			own = append(own, guests[i])
		}
		l.all.Go(func() { l.client(c, own, pause) })
	}
	t.Cleanup(func() { l.end() })
}

// end stops the crowd and returns its ledger.
func (l *load) end() *ledger {
	select {
	case <-l.stop:
	default:
		close(l.stop)
	}
	l.all.Wait()
	return l.ledger
}

func (l *load) client(c *client, own []guest, pause time.Duration) {
	for n := 0; n < answersEach*len(own); {
		g := own[n%len(own)]
		wait := pause
		if l.answer(c, g, fmt.Sprintf("Gast %d antwoord %d", g.invitee, n)) {
			n++
		} else {
			wait = max(pause, 20*time.Millisecond)
		}
		select {
		case <-l.stop:
			return
		case <-time.After(wait):
		}
	}
}

// answer posts one answer and says whether the program may have got it. A
// connection that breaks is what the test is about: that answer may be kept or
// not. Every other outcome but that it was noted is wrong.
func (l *load) answer(c *client, g guest, name string) bool {
	sent := time.Now()
	a, err := c.post(g.path, yes(name))
	if err != nil {
		var network *net.OpError
		return !errors.As(err, &network) || network.Op != "dial"
	}
	if l.outage && a.status == http.StatusServiceUnavailable && a.header.Get("Retry-After") != "" {
		l.turned.Add(1)
		return true // it may be kept all the same: only its commit was not heard of
	}
	if !a.noted() {
		l.ledger.complain("an answer was answered %d: %.300s", a.status, a.body)
		return true
	}
	l.ledger.note(g.invitee, ack{name: name, sent: sent, got: time.Now()})
	return true
}
