package staff_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"samenspraak/internal/consult"
	"samenspraak/internal/testkit"
	"samenspraak/internal/web/page/pagetest"
)

// picture is a PNG of a few pixels.
func picture(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 4, 3))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestPostFiles(t *testing.T) {
	p := testkit.New(t, testkit.Options{})
	c := p.SignIn(consult.Editor)
	id := writePost(t, c, "news", "Titel", "Tekst.")
	path := postPath(id, "bestanden")
	form := c.Get(postPath(id, "wijzig")).Form("#schrijf")
	form.Set("body", "Met wat ik typte.")
	form.Set("file_title", "Uitgangspunten [kort]")
	c.Upload(path, form, "file", "punten.txt", []byte("een")).Redirect()
	if got := postNow(t, p, id).Text.Body; got != "Met wat ik typte." {
		t.Errorf("what was typed beside the file: %q", got)
	}
	r := c.Get(postPath(id, "wijzig")).Want(http.StatusOK)
	pagetest.Check(t, r.Body)
	if text := r.Find("[data-files-list]").
		Text(); !strings.Contains(text, `[Uitgangspunten \[kort\]](/bestanden/1/punten.txt)`) {
		t.Errorf("files: %s", text)
	}
	form = r.Form("#schrijf")
	c.Upload(path+"/1/vervang", form, "file.1", "punten.txt", []byte("twee")).Redirect()
	r = c.Get(postPath(id, "wijzig"))
	pagetest.Check(t, r.Body)
	if text := r.Find("[data-files-list]").Text(); !strings.Contains(text, "Versie 2") ||
		!strings.Contains(text, "Versie 1") {
		t.Errorf("files: %s", text)
	}
	for name, one := range map[string]struct {
		path, field, file, content string
		status                     int
	}{
		"no file":       {path, "file", "leeg.txt", "", http.StatusUnprocessableEntity},
		"wrong content": {path, "file", "a.pdf", "geen pdf", http.StatusUnsupportedMediaType},
		"wrong kind":    {path, "file", "a.svg", "<svg/>", http.StatusUnsupportedMediaType},
		"replaced by":   {path + "/1/vervang", "file.1", "a.exe", "MZ", http.StatusUnsupportedMediaType},
	} {
		t.Run(name, func(t *testing.T) {
			form := c.Get(postPath(id, "wijzig")).Form("#schrijf")
			r := c.Upload(one.path, form, one.field, one.file, []byte(one.content)).Want(one.status)
			pagetest.Check(t, r.Body)
			if !r.Has(".error-summary a[href='#" + strings.ReplaceAll(one.field, ".", "-") + "']") {
				t.Errorf("summary: %s", r.Find(".error-summary").Text())
			}
		})
	}
	form = c.Get(postPath(id, "wijzig")).Form("#schrijf")
	c.Post(path+"/1/verwijder", form).Redirect()
	if text := c.Get(postPath(id, "wijzig")).Find("[data-files-list]").Text(); !strings.Contains(text, "Weggehaald") {
		t.Errorf("files: %s", text)
	}
	c.Get(path + "/1").Want(http.StatusOK)
	c.Get(fmt.Sprintf("%s/%d/bestanden/1", meetings, p.Meeting)).Want(http.StatusNotFound)
	c.Get(path + "/99").Want(http.StatusNotFound)
}

// TestPictureOfADraft: the script brings it, the preview shows it, and nobody
// else can fetch it.
func TestPictureOfADraft(t *testing.T) {
	p := testkit.New(t, testkit.Options{})
	c := p.SignIn(consult.Editor)
	id := writePost(t, c, "news", "Titel", "Tekst.")
	c.Header.Set("Accept", "application/json")
	r := c.Upload(postPath(id, "bestanden"), url.Values{"title": {"schip"}}, "file", "Schip.png", picture(t)).
		Want(http.StatusOK)
	var got scriptAnswer
	if err := json.Unmarshal(
		r.Body, &got,
	); err != nil || got.Markdown != "![](/bestanden/1/schip.png)" || got.Row["name"] != "schip" ||
		got.Row["href"] == "" {
		t.Fatalf("answer: %s", r.Body)
	}
	r = c.Upload(postPath(id, "bestanden"), url.Values{}, "file", "a.pdf", []byte("geen")).
		Want(http.StatusUnsupportedMediaType)
	if got = (scriptAnswer{}); json.Unmarshal(r.Body, &got) != nil || got.Message == "" {
		t.Errorf("answer: %s", r.Body)
	}
	c.Header.Del("Accept")
	form := c.Get(postPath(id, "wijzig")).Form("#schrijf")
	form.Set("body", `![Een schip in de haven](/bestanden/1/schip.png "De haven")`)
	c.Post(postPath(id, "wijzig"), form).Redirect()
	preview := c.Get(postPath(id, "voorbeeld")).Want(http.StatusOK)
	pagetest.Check(t, preview.Body)
	src := preview.Find("figure img").Attr("src")
	picture := c.Get(src).Want(http.StatusOK)
	if picture.Header.Get("Content-Type") != "image/png" ||
		picture.Header.Get("X-Content-Type-Options") != "nosniff" ||
		!strings.Contains(picture.Header.Get("Content-Security-Policy"), "sandbox") {
		t.Errorf("picture: %v", picture.Header)
	}
	for _, address := range []string{src, "/bestanden/1/schip.png"} {
		if got := p.Client().Get(address); got.Status == http.StatusOK {
			t.Errorf("a visitor can fetch %s", address)
		}
	}
}
