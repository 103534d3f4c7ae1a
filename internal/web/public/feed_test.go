package public_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/web/page/pagetest"
	"samenspraak/internal/web/public"
)

func TestAtomFeed(t *testing.T) {
	f := frameAt(i18n.Dutch, "/nieuws/feed.atom")
	v := fullPost()
	v.Text.Body += "\n\nZie [boven](#kop-waarom), [daar](//ander.example/x), [mail](mailto:a@b.example) en [de vragen](/veelgestelde-vragen?a=1&b=2).\x0b"
	feed, err := public.AtomFeed(f, "", []consult.PublicPost{v}, postNow)
	if err != nil {
		t.Fatal(err)
	}
	pagetest.CheckAtom(t, feed)
	for _, want := range []string{
		"<id>tag:praat.merenland.example,2026:post/7</id>",
		"https://praat.merenland.example/nieuws/acht-gemeenten#kop-waarom", "https://ander.example/x",
		"https://praat.merenland.example/veelgestelde-vragen?a=1&amp;amp;b=2", `rel="enclosure"`,
		"<updated>2026-11-02T09:30:00+01:00</updated>",
		"<published>2026-10-15T09:30:00+02:00</published>", `label="Gezamenlijk persbericht"`,
	} {
		if !strings.Contains(string(feed), want) {
			t.Errorf("no %s in %s", want, feed)
		}
	}
}

func TestFeedHoldsTheNewestReleases(t *testing.T) {
	var posts []consult.PublicPost
	for i := range 40 { // the day that is shown says nothing of the release
		v := fullPost()
		v.ID, v.Slug = int64(i+1), fmt.Sprintf("bericht-%d", i)
		v.ReleasedAt, v.Changes, v.Files = postNow.Add(-time.Duration(i*7%40)*time.Hour), nil, nil
		posts = append(posts, v)
	}
	feed, err := public.AtomFeed(frameAt(i18n.Dutch, "/"), consult.PressRelease, posts, postNow)
	if err != nil {
		t.Fatal(err)
	}
	pagetest.CheckAtom(t, feed)
	if n := strings.Count(string(feed), "<entry>"); n != 30 {
		t.Errorf("%d entries", n)
	}
	first, last := strings.Index(string(feed), "post/1<"), strings.LastIndex(string(feed), "<entry>")
	if first < 0 || first > 2000 || strings.Contains(string(feed[last:]), "post/1<") {
		t.Error("the newest does not come first")
	}
}

func TestEmptyFeedIsValid(t *testing.T) {
	for _, kind := range append([]consult.PostKind{""}, consult.PostKinds...) {
		feed, err := public.AtomFeed(frameAt(i18n.Dutch, "/"), kind, nil, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		pagetest.CheckAtom(t, feed)
		if !strings.Contains(string(feed), `href="https://praat.merenland.example`+public.FeedPath(kind)+`"`) {
			t.Errorf("%q does not name itself", kind)
		}
	}
}

// TestCheckAtomNotices is the twin of the tests that use it.
func TestCheckAtomNotices(t *testing.T) {
	feed, err := public.AtomFeed(frameAt(i18n.Dutch, "/"), "", []consult.PublicPost{fullPost()}, postNow)
	if err != nil {
		t.Fatal(err)
	}
	for was, is := range map[string]string{
		"2005/Atom": "2005/atom", "<id>tag:praat.merenland.example,2026:post/7</id>": "",
		"<updated>2026": "<updated>26", `href="https://praat.merenland.example/nieuws"`: `href="/nieuws"`,
		"src=&#34;https://praat.merenland.example": "src=&#34;", "</feed>": "", `rel="self"`: `rel="me"`,
		`<content type="html">`: `<content type="text">`,
	} {
		broken := strings.Replace(string(feed), was, is, 1)
		if broken == string(feed) {
			t.Errorf("no %s in %s", was, feed)
		} else if len(pagetest.AtomProblems([]byte(broken))) == 0 {
			t.Errorf("nothing was said of %s", is)
		}
	}
}
