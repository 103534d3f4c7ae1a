package gate

import (
	"io"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
)

// The server cuts off whoever needs more than 30 seconds for a request. Files of
// 25 MB from a slow line take longer, so a sender who is signed in, on a route
// that takes files, need only make progress.
const (
	progressTime  = 30 * time.Second
	leastProgress = 256 << 10 // bytes in that time: 70 kbit/s
	answerTime    = 60 * time.Second
)

// longAgo, as a deadline, ends what is being waited for.
var longAgo = time.Unix(1, 0)

// patience is what a slow sender gets: first for the body, then for the answer.
type patience struct {
	control            *http.ResponseController
	reading, answering *time.Timer
	answerTime         time.Duration
}

// patient lets the body of a request take as long as it makes progress. Call
// read when it has been read, which gives the answer its own time, and done when
// that is there.
func (g *Gate) patient(c echo.Context) *patience {
	p := &patience{control: http.NewResponseController(c.Response()), answerTime: g.answerTime}
	if p.control.SetReadDeadline(time.Time{}) != nil || p.control.SetWriteDeadline(time.Time{}) != nil {
		return nil // no connection, as in some tests
	}
	p.reading = time.AfterFunc(g.progressTime, func() { _ = p.control.SetReadDeadline(longAgo) })
	c.Request().Body = &progress{ReadCloser: c.Request().Body, timer: p.reading, time: g.progressTime}
	return p
}

func (p *patience) read() {
	if p != nil {
		p.reading.Stop()
		p.answering = time.AfterFunc(p.answerTime, func() { _ = p.control.SetWriteDeadline(longAgo) })
	}
}

func (p *patience) done() {
	if p != nil {
		p.answering.Stop()
	}
}

// progress is a body whose reader is given up when too little comes.
type progress struct {
	io.ReadCloser
	timer *time.Timer
	time  time.Duration
	got   int
}

func (p *progress) Read(b []byte) (int, error) {
	n, err := p.ReadCloser.Read(b)
	if p.got += n; p.got >= leastProgress {
		p.got = 0
		p.timer.Reset(p.time)
	}
	return n, err
}
