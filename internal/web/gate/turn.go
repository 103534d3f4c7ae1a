package gate

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/consult"
)

// What a form of a stranger, not signed in, may cost. A form of words as guests send
// it is small and waits for nobody; one with files, or as long as a text of
// staff, is read one at a time from each origin (the same as in the audit), and
// few at a time in all.
const (
	smallForm     = 64 << 10
	costlyAtOnce  = 8
	costlyWaiting = 4 // of one origin
	costlyWait    = 5 * time.Second
)

// costly says whether reading the form of somebody who is not signed in costs
// more than that of a guest.
func costly(r *http.Request) bool {
	return r.ContentLength < 0 || r.ContentLength > smallForm || bodyKind(r) == "multipart/form-data"
}

// turns lets the costly requests of strangers in, one by one.
type turns struct {
	mu      sync.Mutex
	origins map[string]*turn // that have such a request now
	seats   chan struct{}
}

type turn struct {
	seat  chan struct{}
	users int
}

func newTurns() *turns {
	return &turns{origins: map[string]*turn{}, seats: make(chan struct{}, costlyAtOnce)}
}

// take waits shortly for the turn of an origin and returns what ends it, or a
// consult.TooMany.
func (t *turns) take(ctx context.Context, origin string) (func(), error) {
	one := t.join(origin)
	if one == nil {
		return nil, consult.TooMany{After: costlyWait}
	}
	ctx, cancel := context.WithTimeout(ctx, costlyWait)
	defer cancel()
	var taken []chan struct{}
	leave := func() {
		for _, seat := range taken {
			<-seat
		}
		t.leave(origin, one)
	}
	for _, seat := range []chan struct{}{one.seat, t.seats} {
		select {
		case seat <- struct{}{}:
			taken = append(taken, seat)
		case <-ctx.Done():
			leave()
			return nil, consult.TooMany{After: costlyWait}
		}
	}
	return leave, nil
}

// join adds one who has or waits for the turn of an origin; nil when there are
// too many.
func (t *turns) join(origin string) *turn {
	t.mu.Lock()
	defer t.mu.Unlock()
	one := t.origins[origin]
	if one == nil {
		one = &turn{seat: make(chan struct{}, 1)}
		t.origins[origin] = one
	}
	if one.users > costlyWaiting {
		return nil
	}
	one.users++
	return one
}

func (t *turns) leave(origin string, one *turn) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if one.users--; one.users == 0 {
		delete(t.origins, origin)
	}
}

// readStranger reads the form of somebody who is not signed in, in turn when that is
// costly. The turn ends with the request: showing a form again costs as well.
func (g *Gate) readStranger(c echo.Context, r Route) (*Form, error) {
	how := reading{limit: max(r.Body, MaxForm), fields: strangerFields, passOver: true}
	if costly(c.Request()) {
		done, err := g.turns.take(c.Request().Context(), Actor(c).Origin)
		if err != nil {
			return nil, err
		}
		c.Set(turnKey, done)
	}
	return readForm(c, r, how)
}

const turnKey = "gate.turn"

// endTurn ends the turn that the request had, if any.
func endTurn(c echo.Context) {
	if done, ok := c.Get(turnKey).(func()); ok {
		done()
	}
}
