//go:build e2e

// Package e2e tries the whole program from outside: with a browser, with
// crashes, and as two instances on one database.
package e2e

import (
	"context"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// patience bounds one act of the browser. It is generous: the machine of a CI
// is slow, and whoever waits here has already found a fault.
const patience = 30 * time.Second

// browser is one Chromium. Its tabs share nothing: each is a visitor with
// cookies of their own.
type browser struct {
	ctx context.Context
}

// newBrowser starts Chromium and ends it with the test. Names of other hosts
// do not resolve in it, so that a page that asks for one fails at once. It has
// fonts, a profile and a home of its own, and takes none of the machine's.
func newBrowser(t *testing.T) *browser {
	t.Helper()
	path := os.Getenv("SAMENSPRAAK_CHROMIUM")
	if path == "" {
		t.Fatal("SAMENSPRAAK_CHROMIUM does not name a browser: run the tests with make e2e")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"),
		chromedp.Flag("lang", "nl-NL"), chromedp.Env(fontConfig(t)...),
	)
	alloc, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, end := chromedp.NewContext(alloc)
	t.Cleanup(func() { _ = chromedp.Cancel(ctx); end(); stop() })
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("start of %s: %v", path, err)
	}
	return &browser{ctx: ctx}
}

// tab is one visitor at one window. Everything a page does that no page of ours
// should do is noted in it: see faults.
type tab struct {
	t    *testing.T
	ctx  context.Context
	base string // scheme and host of the program, without a slash at the end

	window window

	mu       sync.Mutex
	frame    string            // the outermost; the frames in it show other documents
	document network.RequestID // of the page that is shown
	status   int
	noted    []string
	asked    map[network.RequestID]string // the address of each request
	cookies  []string                     // addresses that set one
}

// tab opens a window of a new visitor on the program at base.
func (b *browser) tab(t *testing.T, base string, w window) *tab {
	t.Helper()
	p := &tab{t: t, base: strings.TrimSuffix(base, "/"), asked: map[network.RequestID]string{}}
	ctx, end := chromedp.NewContext(b.ctx, chromedp.WithNewBrowserContext(), chromedp.WithListener(p.listen))
	t.Cleanup(end)
	p.ctx = ctx
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("new tab: %v", err)
	}
	p.mu.Lock()
	p.frame = string(chromedp.FromContext(ctx).Target.TargetID)
	p.mu.Unlock()
	p.resize(w)
	return p
}

// window is a size and a colour scheme.
type window struct {
	width, height int64
	dark          bool
	paper         bool // as a printer shows it
}

// The windows that pages are looked at in: a phone, a desk, and the narrowest
// that WCAG 1.4.10 asks for.
var (
	phone  = window{width: 390, height: 844}
	desk   = window{width: 1280, height: 900}
	narrow = window{width: 320, height: 640}
)

func (w window) inTheDark() window {
	w.dark = true
	return w
}

func (w window) scheme() string {
	if w.dark {
		return "dark"
	}
	return "light"
}

// resize changes the window without loading the page again.
func (p *tab) resize(w window) {
	p.t.Helper()
	p.window = w
	media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: w.scheme()},
		// Transitions would make a colour depend on when one looks.
		{Name: "prefers-reduced-motion", Value: "reduce"},
	}}
	if w.paper {
		media.Media = "print"
	}
	p.do("resize", chromedp.EmulateViewport(w.width, w.height),
		func(ctx context.Context, _ *chromedp.Target) (chromedp.Void, error) {
			_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, media)
			return chromedp.Void{}, err
		})
}

// withoutScript turns scripts of pages off; the test's own still run.
func (p *tab) withoutScript() {
	p.t.Helper()
	p.do("script off", func(ctx context.Context, _ *chromedp.Target) (chromedp.Void, error) {
		_, err := chromedp.Call(
			ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true},
		)
		return chromedp.Void{}, err
	})
}

// listen runs in the loop that reads the browser: it only notes.
func (p *tab) listen(event any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		p.asked[e.RequestID] = e.Request.URL
		if e.Type == network.ResourceTypeDocument && string(e.FrameID) == p.frame {
			p.document = e.RequestID
		}
		if !p.ours(e.Request.URL) {
			p.noted = append(p.noted, "asks another host: "+e.Request.URL)
		}
	case *network.EventResponseReceived:
		if e.RequestID == p.document {
			p.status = int(e.Response.Status)
		}
	case *network.EventResponseReceivedExtraInfo:
		for name := range e.Headers {
			if strings.EqualFold(name, "Set-Cookie") {
				p.cookies = append(p.cookies, p.asked[e.RequestID])
			}
		}
	case *log.EventEntryAdded:
		p.logged(e.Entry)
	case *runtime.EventExceptionThrown:
		p.noted = append(p.noted, "exception: "+e.ExceptionDetails.Text)
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeWarning {
			p.noted = append(p.noted, "console: "+string(e.Type))
		}
	}
}

// logged notes what the browser complains of: a refused style or script, a file
// that is not there. That the page itself is an error page is no complaint.
func (p *tab) logged(e *log.Entry) {
	if e.NetworkRequestID != "" && e.NetworkRequestID == p.document || strings.HasSuffix(e.URL, "/favicon.ico") {
		return
	}
	if e.Level == log.EntryLevelError || e.Level == log.EntryLevelWarning {
		p.noted = append(p.noted, strings.TrimSpace(string(e.Source)+": "+e.Text+" "+e.URL))
	}
}

func (p *tab) ours(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	switch u.Scheme {
	case "http", "https", "ws", "wss":
		return u.Scheme+"://"+u.Host == p.base
	case "data", "about", "blob":
		return true
	}
	return false
}

// faults gives what was noted since it was last asked.
func (p *tab) faults() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	noted := p.noted
	p.noted = nil
	return noted
}

// clean fails the test when a page did what none should.
func (p *tab) clean(where string) {
	p.t.Helper()
	for _, fault := range p.faults() {
		p.t.Errorf("%s: %s", where, fault)
	}
}

// do carries out acts that say nothing, within patience.
func (p *tab) do(what string, acts ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, acts...); err != nil {
		p.fail("%s: %v", what, err)
	}
}

// ask evaluates an expression in the page, and waits when it is a promise.
func ask[T any](p *tab, expression string) T {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	answer, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		p.fail("evaluate %.60q: %v", expression, err)
	}
	return answer
}

// open goes to an address of the program, a path or a whole one, and returns
// the status it answered with.
func (p *tab) open(address string) int {
	p.t.Helper()
	if strings.HasPrefix(address, "/") {
		address = p.base + address
	}
	return p.load("open "+address, chromedp.NavigateResponse(address))
}

// load does what makes the browser go to another page and waits for it.
func (p *tab) load(what string, act chromedp.Action[*network.Response]) int {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	answer, err := chromedp.Run(ctx, act)
	if err != nil {
		p.fail("%s: %v", what, err)
	}
	if answer == nil { // a place in the same page
		return p.lastStatus()
	}
	return int(answer.Status)
}

func (p *tab) lastStatus() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.status
}

// source is the page as the program sent it, before the browser mended it.
func (p *tab) source() string {
	p.t.Helper()
	p.mu.Lock()
	id := p.document
	p.mu.Unlock()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	body, err := chromedp.Run(ctx, func(ctx context.Context, _ *chromedp.Target) (string, error) {
		answer, err := chromedp.Call(ctx, network.GetResponseBody, network.GetResponseBodyParams{RequestID: id})
		return string(answer.Body), err
	})
	if err != nil {
		p.fail("source of the page: %v", err)
	}
	return body
}

// path is where the tab is, without scheme and host.
func (p *tab) path() string {
	p.t.Helper()
	return ask[string](p, `location.pathname + location.search`)
}

// fail ends the test with a picture of the page.
func (p *tab) fail(format string, args ...any) {
	p.t.Helper()
	where := p.lastWords()
	p.t.Fatalf(format+"\n%s", append(args, where)...)
}

// lastWords saves a picture and says where the tab was, as far as it still
// answers.
func (p *tab) lastWords() string {
	ctx, cancel := context.WithTimeout(p.ctx, 5*time.Second)
	defer cancel()
	words, _ := chromedp.Run(
		ctx,
		chromedp.Evaluate[string](
			`"at " + location.href + ": " + document.title + "\n" + document.body.innerText.slice(0, 600)`,
		),
	)
	picture, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err == nil {
		words += "\npicture: " + p.keep("failure", picture)
	}
	return words
}
