package mailbox_test

import (
	"crypto/sha256"
	"encoding/base64"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"samenspraak/internal/mailbox"
)

const letter = `From: Regio <post@merenland.test>
To: ada@zorg.test
Subject: <b>Uitnodiging</b> & meer
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=m

--m
Content-Type: multipart/alternative; boundary=a

--a
Content-Type: text/plain; charset=utf-8

Antwoord: https://merenland.test/u/abc?x=1&y=2 <script>alert(1)</script>
--a
Content-Type: text/html; charset=utf-8

<html><head><style>p{color:red}</style><script>alert(1)</script><meta http-equiv="refresh" content="0;url=https://weg.test"></head>
<body style="margin:0" onload="alert(1)"><p class="x" style="color: blue; font-family: &quot;Noto&quot;">Hallo</p><a href="https://merenland.test/u/abc" target="_self">Antwoord</a><i style="}</style>">i</i></body></html>
--a--
--m
Content-Type: text/html
Content-Disposition: attachment; filename="kwaad.html"

<script>alert(1)</script>
--m
Content-Type: text/calendar; method=PUBLISH
Content-Disposition: attachment; filename="agenda.ics"

BEGIN:VCALENDAR
--m--
`

// site serves the box the way the demo does, under a prefix.
func site(t *testing.T, options ...mailbox.Option) (*mailbox.Box, *httptest.Server) {
	t.Helper()
	b := open(t, options...)
	mux := http.NewServeMux()
	mux.Handle("/post/", http.StripPrefix("/post", b.Handler()))
	mux.Handle("/kaal/", http.StripPrefix("/kaal/", b.Handler()))
	mux.Handle("/bak", http.StripPrefix("/bak", b.Handler()))
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return b, s
}

func get(t *testing.T, s *httptest.Server, path string) (*http.Response, string) {
	t.Helper()
	client := &http.Client{
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport:     s.Client().Transport,
	}
	res, err := client.Get(s.URL + path)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res, string(body)
}

func TestListAndSearch(t *testing.T) {
	b, s := site(t)
	if _, page := get(t, s, "/post/"); !strings.Contains(page, "Er is nog geen mail") {
		t.Error("the empty box does not say so")
	}
	send(t, b, "Ada@zorg.test", note("ada@zorg.test", "Eerste", "t"))
	send(t, b, "bob@zorg.test", note("bob@zorg.test", "Tweede", "t"))
	_, page := get(t, s, "/post/")
	if first, second := strings.Index(page, "Tweede"), strings.Index(page, "Eerste"); first < 0 || second < first {
		t.Error("not newest first")
	}
	if !strings.Contains(page, "23-11-2026 12.00 uur") || !strings.Contains(page, `href="./2"`) {
		t.Error("no Dutch time or no relative link")
	}
	_, page = get(t, s, "/post/?q=ADA%40")
	if !strings.Contains(page, "Eerste") || strings.Contains(page, "Tweede") ||
		!strings.Contains(page, `value="ADA@"`) {
		t.Error("search by address does not work")
	}
	if _, page = get(t, s, "/post/?q=%3Cb%3E"); !strings.Contains(page, "Geen mail gevonden voor “&lt;b&gt;”") {
		t.Error("an empty search is not said, or not escaped")
	}
	if _, page = get(t, s, "/kaal/"); !strings.Contains(page, "Tweede") {
		t.Error("a prefix stripped with its slash does not work")
	}
	if res, _ := get(t, s, "/bak"); res.StatusCode != http.StatusFound || res.Header.Get("Location") != "bak/" {
		t.Errorf("prefix without slash: %d %q", res.StatusCode, res.Header.Get("Location"))
	}
}

func TestMailPage(t *testing.T) {
	b, s := site(t, mailbox.WithStylesheet("/static/site.css"))
	send(t, b, "ada@zorg.test", strings.ReplaceAll(letter, "\n", "\r\n"))
	_, page := get(t, s, "/post/1")
	for _, want := range []string{
		"<h1>&lt;b&gt;Uitnodiging&lt;/b&gt; &amp; meer</h1>",
		`<a href="https://merenland.test/u/abc?x=1&amp;y=2" target="_top" rel="noopener noreferrer">https://merenland.test/u/abc?x=1&amp;y=2</a> &lt;script&gt;`,
		`sandbox="allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"`,
		`src="./1/html"`, `href="./1/bijlage/1"`, `href="./1/bijlage/2"`, `href="./1/bron"`,
		`<link rel="stylesheet" href="/static/site.css">`, `<link rel="stylesheet" href="./mailbox.css">`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if res, body := get(t, s, "/post/1/bron"); !strings.HasPrefix(res.Header.Get("Content-Type"), "text/plain") ||
		!strings.Contains(body, "boundary=m") {
		t.Error("the source is not served as text")
	}
}

func TestFrame(t *testing.T) {
	b, s := site(t)
	send(t, b, "ada@zorg.test", strings.ReplaceAll(letter, "\n", "\r\n"))
	res, page := get(t, s, "/post/1/html")
	policy := res.Header.Get("Content-Security-Policy")
	styles := regexp.MustCompile(`(?s)<style>(.*?)</style>`).FindAllStringSubmatch(page, -1)
	if len(styles) != 1 {
		t.Fatalf("%d style blocks in %s", len(styles), page)
	}
	sum := sha256.Sum256([]byte(styles[0][1]))
	if want := "style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"; !strings.Contains(policy, want) {
		t.Errorf("policy %q lacks %q", policy, want)
	}
	if !strings.Contains(policy, "frame-ancestors 'self'") || !strings.Contains(policy, "sandbox allow-popups ") ||
		res.Header.Get("X-Frame-Options") != "SAMEORIGIN" {
		t.Errorf("policy = %q, X-Frame-Options = %q", policy, res.Header.Get("X-Frame-Options"))
	}
	if !strings.Contains(styles[0][1], `color: blue; font-family: "Noto"`) ||
		!strings.Contains(styles[0][1], "p{color:red}") {
		t.Errorf("styles = %s", styles[0][1])
	}
	for _, bad := range []string{"<script", "onload", "refresh", " style=", `target="_self"`} {
		if strings.Contains(page, bad) {
			t.Errorf("the frame still has %q", bad)
		}
	}
	if !strings.Contains(page, `<a href="https://merenland.test/u/abc" target="_top" rel="noopener noreferrer">`) {
		t.Error("the link does not lead out of the frame")
	}
}

func TestFilesAreDownloads(t *testing.T) {
	b, s := site(t)
	send(t, b, "ada@zorg.test", strings.ReplaceAll(letter, "\n", "\r\n"))
	for path, want := range map[string][2]string{
		"/post/1/bijlage/1": {"application/octet-stream", "attachment; filename=kwaad.html"},
		"/post/1/bijlage/2": {"text/calendar; charset=utf-8", "attachment; filename=agenda.ics"},
	} {
		res, _ := get(t, s, path)
		if got := [2]string{res.Header.Get("Content-Type"), res.Header.Get("Content-Disposition")}; got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
		if policy := res.Header.Get("Content-Security-Policy"); !strings.HasSuffix(policy, "; sandbox") {
			t.Errorf("%s: policy %q", path, policy)
		}
	}
}

func TestHeadersOnEveryAnswer(t *testing.T) {
	b, s := site(t)
	send(t, b, "ada@zorg.test", strings.ReplaceAll(letter, "\n", "\r\n"))
	paths := map[string]int{"/post/": 200, "/post/1": 200, "/post/1/html": 200, "/post/1/bron": 200,
		"/post/1/bijlage/1": 200, "/post/mailbox.css": 200,
		"/post/9": 404, "/post/x": 404, "/post/1/bijlage/9": 404, "/post/1/bijlage/0": 404, "/post/a/b/c/d": 404,
		"/post/1/": 404, "/bak": 302}
	for path, status := range paths {
		res, body := get(t, s, path)
		if res.StatusCode != status {
			t.Errorf("%s answered %d, want %d", path, res.StatusCode, status)
		}
		policy := res.Header.Get("Content-Security-Policy")
		if strings.Contains(policy, "unsafe") || !strings.Contains(policy, "default-src 'none'") ||
			!strings.Contains(policy, "base-uri 'none'") || !strings.Contains(policy, "frame-ancestors ") {
			t.Errorf("%s: policy %q", path, policy)
		}
		if res.Header.Get("X-Content-Type-Options") != "nosniff" ||
			res.Header.Get("Referrer-Policy") != "no-referrer" || res.Header.Get("X-Frame-Options") == "" {
			t.Errorf("%s: headers %v", path, res.Header)
		}
		if status == 404 && !strings.Contains(body, "Niet gevonden") {
			t.Errorf("%s: %s", path, body)
		}
	}
	res, err := s.Client().Post(s.URL+"/post/1", "text/plain", strings.NewReader("x"))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusMethodNotAllowed || res.Header.Get("Content-Security-Policy") == "" {
		t.Errorf("POST answered %d", res.StatusCode)
	}
}

func TestMissingPageFindsItsStyle(t *testing.T) {
	_, s := site(t)
	if _, page := get(t, s, "/post/a/b/c"); !strings.Contains(page, `href="./../../mailbox.css"`) {
		t.Error("the style of a deep address is not found")
	}
}
