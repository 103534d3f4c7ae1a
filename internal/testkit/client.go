package testkit

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"samenspraak/internal/consult"
)

// cookieName is under which a browser keeps a sign-in.
const cookieName = "__Host-samenspraak"

// Client is a browser without a screen: it keeps cookies, sends forms as a page
// of the same site does, and does not follow redirects.
type Client struct {
	// Header is sent with every request besides what a browser sends; a value
	// here wins.
	Header  http.Header
	handler http.Handler
	base    *url.URL
	jar     http.CookieJar
	t       testing.TB
}

// Client is a visitor.
func (p *Program) Client() *Client {
	p.t.Helper()
	base, err := url.Parse(p.Config.BaseURL)
	if err != nil {
		p.t.Fatal(err)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		p.t.Fatal(err)
	}
	return &Client{Header: http.Header{}, handler: p.App.Handler(), base: base, jar: jar, t: p.t}
}

// SignIn is a member of staff of the world who is signed in.
func (p *Program) SignIn(role consult.Role) *Client {
	p.t.Helper()
	actor, ok := map[consult.Role]consult.Actor{
		consult.Admin: p.Admin, consult.Editor: p.Editor, consult.Reader: p.Reader,
	}[role]
	if !ok {
		p.t.Fatalf("nobody in the world is %q", role)
	}
	token, err := p.Service().SignInDirectly(p.t.Context(), actor.ID, "test")
	if err != nil {
		p.t.Fatal(err)
	}
	c := p.Client()
	c.jar.SetCookies(c.base, []*http.Cookie{{Name: cookieName, Value: token, Path: "/", Secure: true}})
	return c
}

// Cookies are what the browser keeps.
func (c *Client) Cookies() []*http.Cookie { return c.jar.Cookies(c.base) }

// Get asks for a page.
func (c *Client) Get(path string) *Response {
	c.t.Helper()
	return c.Do(httptest.NewRequestWithContext(c.t.Context(), http.MethodGet, path, nil))
}

// Post sends a form as a page of the site does.
func (c *Client) Post(path string, form url.Values) *Response {
	c.t.Helper()
	r := httptest.NewRequestWithContext(c.t.Context(), http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return c.Do(r)
}

// Upload sends a form with one file.
func (c *Client) Upload(path string, form url.Values, field, name string, content []byte) *Response {
	c.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for key, values := range form {
		for _, value := range values {
			if err := w.WriteField(key, value); err != nil {
				c.t.Fatal(err)
			}
		}
	}
	part, err := w.CreateFormFile(field, name)
	if err == nil {
		_, err = part.Write(content)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		c.t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(c.t.Context(), http.MethodPost, path, &body)
	r.Header.Set("Content-Type", w.FormDataContentType())
	return c.Do(r)
}

// Do sends any request to the program, with the browser's cookies and headers.
func (c *Client) Do(r *http.Request) *Response {
	c.t.Helper()
	r.URL.Scheme, r.URL.Host, r.Host = c.base.Scheme, c.base.Host, c.base.Host
	for _, cookie := range c.jar.Cookies(r.URL) {
		r.AddCookie(cookie)
	}
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		r.Header.Set("Origin", c.base.String())
	}
	for name, values := range c.Header {
		r.Header[name] = values
		if len(values) == 0 {
			r.Header.Del(name)
		}
	}
	asked := *r.URL
	recorder := httptest.NewRecorder()
	c.handler.ServeHTTP(recorder, r)
	result := recorder.Result()
	body, err := io.ReadAll(result.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	c.jar.SetCookies(&asked, result.Cookies())
	return &Response{
		Status: result.StatusCode, Header: result.Header, Body: body, asked: r.Method + " " + asked.Path, t: c.t,
	}
}

// Response is what the program answered.
type Response struct {
	Status int
	Header http.Header
	Body   []byte
	asked  string
	page   *Node
	t      testing.TB
}

// Want fails the test when the status is another one, and shows the page.
func (r *Response) Want(status int) *Response {
	r.t.Helper()
	if r.Status != status {
		r.t.Fatalf("%s: %d, want %d\n%s", r.asked, r.Status, status, r.Page().Text())
	}
	return r
}

// Redirect fails the test when this is no 303 and returns where it leads,
// without the site itself.
func (r *Response) Redirect() string {
	r.t.Helper()
	r.Want(http.StatusSeeOther)
	return strings.TrimPrefix(r.Header.Get("Location"), BaseURL)
}

// Page is the answer as a page.
func (r *Response) Page() *Node {
	r.t.Helper()
	if r.page == nil {
		page, err := Parse(r.Body)
		if err != nil {
			r.t.Fatalf("%s: %v", r.asked, err)
		}
		r.page = page
	}
	return r.page
}

// Find is the first element for a selector (see Node.All); the test fails when
// there is none.
func (r *Response) Find(selector string) *Node {
	r.t.Helper()
	found := r.Page().All(selector)
	if len(found) == 0 {
		r.t.Fatalf("%s: no %s\n%s", r.asked, selector, r.Page().Text())
	}
	return found[0]
}

// Has says whether there is an element for a selector.
func (r *Response) Has(selector string) bool { return len(r.Page().All(selector)) > 0 }

// Form is what the browser would send of the first form for a selector if its
// user pressed its button: every field as the page filled it in.
func (r *Response) Form(selector string) url.Values {
	r.t.Helper()
	return r.Find(selector).Values()
}
