package web_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"image"
	"image/color"
	"image/png"
	"io"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/editorial"
	"samenspraak/internal/service"
	"samenspraak/internal/testkit"
	"samenspraak/internal/web/page/pagetest"
)

// embargo is a press release and an answer that become public at one instant,
// and all that nobody may meet before it, or ever.
type embargo struct {
	*press
	instant time.Time
	release int64
	answer  int64
	file    consult.Attachment
	picture consult.Attachment
}

// secret until the instant, and where each must then be met.
var embargoed = map[string][]string{
	"embargotitel": {
		"/nieuws", "/", "/nieuws/feed.atom", "/nieuws/persberichten.atom", "/sitemap.xml", "/zoeken?q=embargotitel",
	},
	"embargolead":        {"/nieuws", "/nieuws/embargotitel", "/zoeken?q=embargolead"},
	"embargotekst":       {"/nieuws/embargotitel", "/nieuws/feed.atom", "/zoeken?q=embargotekst"},
	"embargopersoon":     {"/nieuws/embargotitel"},
	"embargobijschrift":  {"/nieuws/embargotitel"},
	"embargoperscontact": {"/nieuws/embargotitel"},
	"embargostuk":        {"/nieuws/embargotitel", "/zoeken?q=embargostuk"},
	"embargothema":       {"/veelgestelde-vragen", "/veelgestelde-vragen/embargothema", "/sitemap.xml"},
	"embargovraag": {
		"/veelgestelde-vragen", "/veelgestelde-vragen/embargothema/embargovraag", "/veelgestelde-vragen/feed.atom",
		"/zoeken?q=embargovraag",
	},
	"embargoantwoord": {"/veelgestelde-vragen/embargothema/embargovraag", "/zoeken?q=embargoantwoord"},
}

// never is what stands in drafts, notes and in what is being written over a
// public text.
var never = []string{
	"geheimeopmerking", "geheimconcept", "geheimecorrectie", "geheimbestand", "geheimthema", "geheimeconceptvraag",
}

func newEmbargo(t *testing.T, p *testkit.Program) *embargo {
	w := &embargo{press: newPress(t, p), instant: p.Clock.Now().Add(26 * time.Hour)}
	ctx, svc := t.Context(), p.Service()
	theme, err := svc.SaveTheme(ctx, p.Editor, consult.Theme{Title: "Embargothema"})
	w.must(err)
	w.release = w.make(consult.PressRelease, "Embargotitel")
	w.file, err = svc.AddPostFile(
		ctx, p.Editor, w.release, textFile("Embargostuk", "embargostuk.txt", "inhoud onder embargo"),
	)
	w.must(err)
	w.picture, err = svc.AddPostFile(
		ctx, p.Editor, w.release,
		service.Upload{
			Place: consult.OnPost, Title: "Foto", FileName: "foto.png", Content: bytes.NewReader(redPixels(t)),
		},
	)
	w.must(err)
	register, err := svc.Municipalities(ctx, p.Editor)
	w.must(err)
	_, err = svc.SavePost(ctx, p.Editor, w.release, w.post(w.release).Edited, consult.PostText{
		Title: "Embargotitel", Lead: "Een embargolead.", Language: "nl",
		Press: consult.PressContact{Name: "Embargoperscontact"},
		Body: "## Waarom\n\nHier staat de embargotekst.\n\n![Twee rode vlakken](/bestanden/" + itoa(w.picture.ID) +
			"/foto.png \"Embargobijschrift\")\n\n> Wij beginnen samen.\n> -- Eva Embargopersoon, wethouder",
	}, []int64{register[0].ID})
	w.must(err)
	w.must(
		svc.PlacePost(ctx, p.Editor, w.release, w.post(w.release).Edited, consult.PostPlace{Note: "geheimeopmerking"}),
	)
	w.fits(w.release)
	w.must(w.publish(w.release, w.instant))
	w.answer, err = svc.NewPost(
		ctx, p.Editor, consult.FAQ, theme,
		consult.PostText{Title: "Embargovraag?", Body: "Het embargoantwoord.", Language: "nl"},
	)
	w.must(err)
	w.must(
		svc.PlacePost(
			ctx, p.Editor, w.answer, w.post(w.answer).Edited,
			consult.PostPlace{ThemeID: theme, ShownBy: []consult.ShownBy{{MeetingID: p.Meeting}}},
		),
	)
	w.must(w.publish(w.answer, w.instant))
	w.hide()
	return w
}

// fits says what keeps a post from being published.
func (w *press) fits(id int64) {
	w.t.Helper()
	found, err := w.Service().PostFindings(w.t.Context(), w.Editor, id)
	w.must(err)
	for _, f := range found {
		if f.Kind == editorial.FindingError {
			w.t.Errorf("%s: %s %v %q", f.Field, f.Key, f.Args, f.Quote)
		}
	}
}

// hide makes what nobody may ever meet.
func (w *embargo) hide() {
	ctx, svc := w.t.Context(), w.Service()
	draft := w.make(consult.News, "Geheimconcept")
	_, err := svc.AddPostFile(ctx, w.Editor, draft, textFile("Geheimbestand", "geheimbestand.txt", "x"))
	w.must(err)
	theme, err := svc.SaveTheme(ctx, w.Editor, consult.Theme{Title: "Geheimthema"})
	w.must(err)
	_, err = svc.NewPost(
		ctx, w.Editor, consult.FAQ, theme, consult.PostText{Title: "Geheimeconceptvraag?", Body: "x", Language: "nl"},
	)
	w.must(err)
	public := w.make(consult.News, "Openbaar nieuws")
	w.must(w.publish(public, time.Time{}))
	_, err = svc.SavePost(
		ctx, w.Editor, public, w.post(public).Edited,
		consult.PostText{Title: "Openbaar nieuws", Body: "Een geheimecorrectie.", Language: "nl"}, nil,
	)
	w.must(err)
}

func textFile(title, name, content string) service.Upload {
	return service.Upload{Place: consult.OnPost, Title: title, FileName: name, Content: strings.NewReader(content)}
}

// redPixels is a picture.
func redPixels(t testing.TB) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 40, 20))
	for i := range 40 * 20 {
		img.Set(i%40, i/40, color.RGBA{200, 30, 30, 255})
	}
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestEmbargoByCrawl follows every link from the home page, and asks what one
// could guess, one second before the end of an embargo and at its end, on each
// instance; the pages were kept before.
func TestEmbargoByCrawl(t *testing.T) {
	t.Parallel()
	for name, start := range map[string]func(t *testing.T) []*testkit.Program{
		"sqlite": func(t *testing.T) []*testkit.Program {
			return []*testkit.Program{testkit.New(t, testkit.Options{})}
		},
		"postgres, two instances": func(t *testing.T) []*testkit.Program {
			one := testkit.New(t, testkit.Options{Postgres: true})
			return []*testkit.Program{
				one, testkit.New(t, testkit.Options{Database: one.Config.Database, Clock: one.Clock}),
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			programs := start(t)
			w := newEmbargo(t, programs[0])
			w.Clock.Set(w.instant.Add(-time.Second))
			for range 2 { // the second time from the cache
				for _, p := range programs {
					w.before(t, crawl(t, p, w.guesses()))
				}
			}
			w.Clock.Set(w.instant)
			for _, p := range programs {
				w.after(t, p, crawl(t, p, w.guesses()))
			}
		})
	}
}

// guesses are addresses that no page names before the instant.
func (w *embargo) guesses() []string {
	paths := []string{
		"/zoeken?q=embargo", "/zoeken?q=geheim", "/nieuws?soort=persbericht", "/nieuws?jaar=2026", "/robots.txt",
		"/agenda.ics",
	}
	for word, where := range embargoed {
		paths = append(append(paths, where...), "/zoeken?q="+word, "/nieuws/"+word)
	}
	for _, word := range never {
		paths = append(paths, "/zoeken?q="+word, "/nieuws/"+word, "/veelgestelde-vragen/"+word)
	}
	return append(paths, "/bestanden/"+itoa(w.file.ID)+"/embargostuk.txt", "/bestanden/"+itoa(w.picture.ID)+"/foto.png",
		"/nieuws/"+w.post(w.release).Slug+"/versies", "/nieuws/"+w.post(w.release).Slug+"/versies/1")
}

func (w *embargo) before(t *testing.T, seen map[string]*testkit.Response) {
	t.Helper()
	for path, r := range seen {
		text := strings.ToLower(string(r.Body) + r.Header.Get("Location"))
		for _, word := range append(slices.Collect(mapKeys(embargoed)), never...) {
			if strings.Contains(text, word) && !strings.Contains(strings.ToLower(path), word) {
				t.Errorf("%s holds %q before the instant", path, word)
			}
		}
		if strings.HasPrefix(path, "/zoeken?q=embargo") || strings.HasPrefix(path, "/zoeken?q=geheim") {
			if hits := len(r.Page().All(".listing__item")); r.Status != 200 || hits > 0 {
				t.Errorf("%s: %d with %d hits before the instant", path, r.Status, hits)
			}
		}
	}
	for _, id := range []int64{w.file.ID, w.picture.ID} {
		for path, r := range seen {
			if strings.HasPrefix(path, "/bestanden/"+itoa(id)+"/") && r.Status != 404 {
				t.Errorf("%s: %d before the instant", path, r.Status)
			}
		}
	}
}

func (w *embargo) after(t *testing.T, p *testkit.Program, seen map[string]*testkit.Response) {
	t.Helper()
	for word, where := range embargoed {
		for _, path := range where {
			r, asked := seen[path]
			if !asked || r.Status != 200 {
				t.Errorf("%s at the instant: not found", path)
				continue
			}
			text := strings.ToLower(string(r.Body))
			if strings.HasPrefix(path, "/zoeken") {
				text = ""
				for _, node := range r.Page().All(".listing__item") {
					text += strings.ToLower(node.Text())
				}
			}
			if !strings.Contains(text, word) {
				t.Errorf("%s does not hold %q at the instant", path, word)
			}
		}
	}
	for path, r := range seen {
		wellFormed(t, path, r)
		text := strings.ToLower(string(r.Body))
		for _, word := range never {
			if strings.Contains(text, word) && !strings.Contains(path, word) {
				t.Errorf("%s holds %q", path, word)
			}
		}
	}
	if r := p.Client().Get("/bestanden/" + itoa(w.file.ID) + "/embargostuk.txt"); r.Status != 200 ||
		string(r.Body) != "inhoud onder embargo" {
		t.Errorf("the file at the instant: %d", r.Status)
	}
}

// wellFormed holds a feed and the structured data of a page against what
// programs that read them expect.
func wellFormed(t *testing.T, path string, r *testkit.Response) {
	t.Helper()
	if r.Status != 200 {
		return
	}
	switch kind := r.Header.Get("Content-Type"); {
	case strings.HasPrefix(kind, "application/atom+xml"):
		pagetest.CheckAtom(t, r.Body)
	case strings.HasPrefix(kind, "text/html"):
		var types []string
		for _, data := range pagetest.Structured(r.Body) {
			var thing struct {
				Type string `json:"@type"`
			}
			if err := json.Unmarshal([]byte(data), &thing); err != nil {
				t.Errorf("%s: %v", path, err)
			}
			types = append(types, thing.Type)
		}
		pagetest.CheckStructured(t, r.Body, types...)
	}
}

func mapKeys[V any](m map[string]V) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// crawl asks for the home page and everything it leads to, in both languages,
// and for what was guessed.
func crawl(t *testing.T, p *testkit.Program, guesses []string) map[string]*testkit.Response {
	t.Helper()
	seen := map[string]*testkit.Response{}
	next := append([]string{"/", "/en", "/sitemap.xml"}, guesses...)
	client := p.Client()
	for len(next) > 0 {
		path := next[0]
		next = next[1:]
		if _, done := seen[path]; done || strings.HasPrefix(path, "/beheer") || strings.HasPrefix(path, "/static") ||
			len(seen) > 2000 {
			continue
		}
		r := client.Get(path)
		seen[path] = r
		if r.Status >= 500 {
			t.Errorf("GET %s: %d", path, r.Status)
		}
		for _, link := range links(t, r) {
			if u, err := url.Parse(
				strings.TrimPrefix(link, testkit.BaseURL),
			); err == nil && u.Host == "" && u.Scheme == "" && strings.HasPrefix(u.Path, "/") {
				u.Fragment = ""
				next = append(next, u.String())
			}
		}
	}
	return seen
}

// links are the addresses a page, a feed or a sitemap names.
func links(t *testing.T, r *testkit.Response) []string {
	t.Helper()
	found := []string{r.Header.Get("Location")}
	kind := r.Header.Get("Content-Type")
	switch {
	case strings.HasPrefix(kind, "text/html"):
		for _, n := range r.Page().All("a[href], link[href], img[src], script[src]") {
			found = append(found, n.Attr("href"), n.Attr("src"))
		}
	case strings.Contains(kind, "xml"):
		for d := xml.NewDecoder(bytes.NewReader(r.Body)); ; {
			token, err := d.Token()
			if errors.Is(err, io.EOF) {
				return found
			}
			if err != nil {
				t.Fatal(err)
			}
			switch token := token.(type) {
			case xml.StartElement:
				for _, a := range token.Attr {
					found = append(found, a.Value)
				}
			case xml.CharData:
				found = append(found, strings.TrimSpace(string(token)))
			}
		}
	}
	return found
}
