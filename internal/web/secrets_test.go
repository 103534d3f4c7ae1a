package web_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/service"
	"samenspraak/internal/testkit"
)

// bytesOf is the database as it lies on the disk.
func (v *probed) bytesOf() []byte {
	v.t.Helper()
	var all []byte
	path := strings.TrimPrefix(v.Config.Database, "sqlite:")
	for _, name := range []string{path, path + "-wal"} {
		part, err := os.ReadFile(name)
		if err != nil {
			v.t.Fatal(err)
		}
		all = append(all, part...)
	}
	return all
}

// TestSecretsStayInTheLink does what staff and guests do, and looks for the
// links in all that is kept.
func TestSecretsStayInTheLink(t *testing.T) {
	t.Parallel()
	v := probe(t, testkit.Options{})
	admin := v.SignIn(consult.Admin)
	shown := admin.Post(
		fmt.Sprintf("/beheer/bijeenkomsten/%d/genodigden/%d/link", v.Meeting, v.invitation[v.Ben.Address]),
		url.Values{},
	)
	if !strings.Contains(string(shown.Body), v.Path(v.Ben)) {
		t.Errorf("staff cannot see a link: %d", shown.Status)
	}
	if cache := shown.Header.Get("Cache-Control"); cache != "no-store" {
		t.Errorf("a page with a link has Cache-Control %q", cache)
	}
	guest := v.Client()
	for _, path := range []string{
		v.Path(v.Ada), "/mijn/" + v.mine, "/beheer/instellen/" + v.setUp, v.Path(v.Ben) + "/collega",
	} {
		for _, one := range []string{path, respell(path)} {
			if one != path && strings.HasPrefix(path, "/beheer") {
				continue
			}
			r := guest.Get(one).Want(http.StatusOK)
			want := map[string]string{"Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}
			for name, value := range want {
				if got := r.Header.Get(name); got != value {
					t.Errorf("%s…: %s is %q", one[:6], name, got)
				}
			}
			token := path[strings.LastIndex(strings.TrimSuffix(path, "/collega"), "/")+1:]
			token = strings.TrimSuffix(token, "/collega")
			for _, node := range r.Page().All("title, meta, link, h1, script, img") {
				text := node.Text() + node.Attr("content") + node.Attr("src")
				if node.Attr("rel") != "alternate" {
					text += node.Attr("href")
				}
				if strings.Contains(text, token) {
					t.Errorf("%s…: the link stands in the head: %s", one[:6], strings.ReplaceAll(text, token, "TOKEN"))
				}
			}
			if robots := r.Header.Get("X-Robots-Tag"); !strings.Contains(robots, "noindex") &&
				!r.Has("meta[name=robots][content*=noindex]") {
				t.Errorf("%s…: may be indexed", one[:6])
			}
		}
	}
	guest.Post(v.Path(v.Ben), url.Values{"antwoord": {"nee"}})
	guest.Post(
		v.Path(v.Ben)+"/collega", url.Values{"first": {"Iris"}, "last": {"Zoon"}, "address": {"iris@debrug.example"}},
	)
	guest.Get("/u/" + strings.Repeat("a", 32))
	guest.Do(v.bare("BREW", v.Path(v.Ada), "", ""))
	v.deliver()
	secrets := v.tokens()
	for _, c := range []*testkit.Client{admin, v.SignIn(consult.Reader)} {
		secrets = append(secrets, c.Cookies()[0].Value)
	}
	secrets = append(secrets, v.joins()...)
	events, err := v.Service().AuditExport(t.Context(), v.Admin, service.AuditFilter{})
	if err != nil {
		t.Fatal(err)
	}
	audit, err := json.Marshal(events)
	if err != nil {
		t.Fatal(err)
	}
	for place, text := range map[string]string{
		"log": v.log.String(), "audit": string(audit), "database": string(v.bytesOf()),
	} {
		for i, secret := range secrets {
			if strings.Contains(strings.ToLower(text), strings.ToLower(secret)) {
				t.Errorf("the %s holds secret %d", place, i)
			}
		}
	}
	// The log holds no person either.
	for _, personal := range []string{
		"@debrug.example", "@merenland.example", "kanarie", "Hoff", "IJzerman", "Zoon", "kanariedieet",
	} {
		if strings.Contains(v.log.String(), personal) {
			t.Errorf("the log holds %q", personal)
		}
	}
	if !strings.Contains(v.log.String(), "/u/:token") {
		t.Error("the log holds no request: the test would notice nothing")
	}
	if strings.Contains(string(audit), "kanariedieet") {
		t.Error("the audit holds a sensitive answer")
	}
}

// TestPreviewsHoldNoLiveLink: staff who may not see links see letters without.
func TestPreviewsHoldNoLiveLink(t *testing.T) {
	t.Parallel()
	v := probe(t, testkit.Options{})
	reader, editor := v.SignIn(consult.Reader), v.SignIn(consult.Editor)
	previews := 0
	for _, r := range v.routes() {
		if !strings.HasSuffix(r.Path, "/voorbeeld") && !strings.Contains(r.Path, "/mail") {
			continue
		}
		for _, path := range v.addresses(r.Path) {
			for i, query := range []string{"", "?doe=opnieuw", "?doe=intrekken"} {
				for _, c := range []*testkit.Client{reader, editor}[:1+i%2] {
					answer := c.Get(path + query)
					if answer.Status == http.StatusOK {
						previews++
					}
					for _, token := range v.tokens() {
						if bytes.Contains(answer.Body, []byte(token)) {
							t.Errorf("%s%s holds a live link", path, query)
						}
					}
				}
			}
		}
	}
	if previews < 10 {
		t.Errorf("only %d previews were shown", previews)
	}
}

// TestLinksThatOpenNothingAreAlike: unknown, expired, replaced and withdrawn
// links cannot be told apart.
func TestLinksThatOpenNothingAreAlike(t *testing.T) {
	v := probe(t, testkit.Options{})
	expiredSetUp, expiredMine := v.setUp, v.mine
	v.Clock.Advance(service.MineLife + 25*time.Hour)
	if err := v.Service().AskMine(t.Context(), v.Ada.Address, i18n.Dutch, ""); err != nil {
		t.Fatal(err)
	}
	random, asked := strings.Repeat("abcdefgh", 4), 0
	cases := map[string][]string{
		"/u/":                {v.withdrawn, strings.ToUpper(v.withdrawn), v.mine, v.setUp},
		"/mijn/":             {expiredMine, strings.TrimPrefix(v.Path(v.Ada), "/u/"), v.setUp},
		"/beheer/instellen/": {expiredSetUp, v.mine, strings.TrimPrefix(v.Path(v.Ada), "/u/")},
	}
	for _, r := range v.routes() {
		before, after, ok := strings.Cut(r.Path, ":token")
		if !ok {
			continue
		}
		for _, lang := range []string{"", "/en"} {
			if lang != "" && !r.English() {
				continue
			}
			ask := func(method, token string) string {
				path := lang + before + token + after
				request := v.bare(method, path, "application/x-www-form-urlencoded", "")
				asked++ // each from a network of its own: so many wrong links are too many for one
				request.RemoteAddr = fmt.Sprintf("203.%d.%d.1:5000", asked/256, asked%256)
				answer := v.Client().Do(request)
				names := []string{}
				for name, values := range answer.Header {
					names = append(names, name+": "+strings.Join(values, ","))
				}
				slices.Sort(names)
				whole := fmt.Sprintf("%d\n%s\n%s", answer.Status, strings.Join(names, "\n"), answer.Body)
				return strings.ReplaceAll(strings.ReplaceAll(whole, token, "TOKEN"), strings.ToLower(token), "TOKEN")
			}
			methods := []string{r.Method}
			if r.Method == http.MethodGet {
				methods = append(methods, http.MethodHead)
			}
			for _, method := range methods {
				want := ask(method, random)
				if !strings.HasPrefix(want, "404") {
					t.Errorf("%s %s: a random link answers %s", method, r.Path, want[:3])
				}
				for i, token := range cases[before] {
					if got := ask(method, token); got != want {
						t.Errorf(
							"%s %s: link %d differs from a random one:\n%s\n--\n%s", method, lang+r.Path, i,
							got[:min(800, len(got))], want[:min(800, len(want))],
						)
					}
				}
			}
		}
	}
}

// TestAskingChangesNothing asks every address by GET and HEAD, as mail scanners
// and prefetching browsers do, and compares the database byte by byte. Only a
// GET of a list leaves an entry in the log, see audited; no other address may
// answer with one.
func TestAskingChangesNothing(t *testing.T) {
	t.Parallel()
	v := probe(t, testkit.Options{})
	admin, visitor := v.SignIn(consult.Admin), v.Client()
	admin.Get("/beheer")
	before := v.bytesOf()
	for _, r := range v.routes() {
		if r.Method != http.MethodGet {
			continue
		}
		methods := []string{http.MethodGet, http.MethodHead, http.MethodOptions}
		if audited(r.Path) {
			methods = methods[1:]
		}
		for _, path := range v.addresses(r.Path) {
			c := visitor
			if strings.HasPrefix(path, "/beheer") {
				c = admin
			}
			for _, method := range methods {
				for _, query := range []string{
					"", "?antwoord=ja&alles=1&aan=1&doe=intrekken&besluit=drop&gedaan=genoteerd",
				} {
					answer := c.Do(v.bare(method, path+query, "", ""))
					if kind := answer.Header.Get(
						"Content-Type",
					); !audited(r.Path) && r.Path != "/beheer/import/voorbeeld.csv" &&
						(strings.HasPrefix(kind, "text/csv") || strings.Contains(kind, "spreadsheet")) {
						t.Errorf("GET %s answers with a list, and leaves no entry", r.Path)
					}
				}
			}
			if after := v.bytesOf(); !bytes.Equal(before, after) {
				t.Errorf("GET %s changed the database", r.Path)
				before = after
			}
		}
	}
	// That the sign-in is in use is noted, once a minute, and nothing else: it
	// is what ends one that is idle.
	v.Clock.Advance(time.Minute)
	admin.Get("/beheer")
	if bytes.Equal(before, v.bytesOf()) {
		t.Error("nothing changed: the test would notice nothing")
	}
	before = v.bytesOf()
	admin.Get("/beheer")
	if !bytes.Equal(before, v.bytesOf()) {
		t.Error("the second request in a minute changed the database")
	}
}

// TestFormlessPostsChangeNothing: a scanner that posts to a link without a form
// answers nothing in somebody's name.
func TestFormlessPostsChangeNothing(t *testing.T) {
	t.Parallel()
	v := probe(t, testkit.Options{})
	before := v.bytesOf()
	for _, r := range v.routes() {
		if r.Method != http.MethodPost || !strings.Contains(r.Path, ":token") {
			continue
		}
		for _, path := range v.addresses(r.Path) {
			v.Client().Do(v.bare(http.MethodPost, path, "", ""))
			if after := v.bytesOf(); !bytes.Equal(before, after) {
				t.Errorf("a POST of nothing to %s changed the database", r.Path)
				before = after
			}
		}
	}
}
