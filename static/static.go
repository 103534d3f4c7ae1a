// Package static holds what browsers fetch besides pages: two stylesheets, a
// few scripts, the icons. A stylesheet is kept as one file per part and joined
// at start, so that a visitor fetches one; scripts are modules, served as they
// are. Every address carries a hash and may therefore be kept for ever.
package static

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
)

//go:embed css icons js
var files embed.FS

// Prefix is the folder of every address this package answers for.
const Prefix = "/static/"

// bundles are the stylesheets pages link to; the other files under css/ are
// their layers and parts.
var bundles = []string{"samenspraak.css", "beheer.css"}

// Assets is a finished set: every file with its address, both encodings made.
type Assets struct {
	urls   map[string]string
	served map[string]asset
}

type asset struct {
	kind           string
	etag           string
	plain, gzipped []byte
}

var builtIn = sync.OnceValue(func() *Assets {
	a, err := Build(files)
	if err != nil {
		panic(err)
	}
	return a
})

// Build joins the stylesheets of fsys and names every asset by its content.
// fsys holds css/, icons/ and js/. A stylesheet that cannot be resolved is an
// error.
func Build(fsys fs.FS) (*Assets, error) {
	a := &Assets{urls: map[string]string{}, served: map[string]asset{}}
	for _, name := range bundles {
		css, err := join(fsys, "css/"+name)
		if err != nil {
			return nil, err
		}
		a.add(name, []byte(css))
	}
	if err := a.addScripts(fsys); err != nil {
		return nil, err
	}
	mark, err := fs.ReadFile(fsys, "icons/mark.svg")
	if err != nil {
		return nil, fmt.Errorf("static: the favicon: %w", err)
	}
	a.add("mark.svg", mark)
	return a, nil
}

// addScripts puts all modules under js/ into one folder that is named by the
// content of all: an address that one imports from another ("./editor/say.js")
// then names its content too.
func (a *Assets) addScripts(fsys fs.FS) error {
	modules, all := map[string][]byte{}, sha256.New()
	err := fs.WalkDir(fsys, "js", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(fsys, name)
		modules[strings.TrimPrefix(name, "js/")] = text
		_, _ = fmt.Fprintf(all, "%s %d\n%s", name, len(text), text) // a hash does not fail
		return err
	})
	if err != nil {
		return fmt.Errorf("static: scripts: %w", err)
	}
	folder := Prefix + "js-" + short(all.Sum(nil)) + "/"
	for name, text := range modules {
		a.put(name, folder+name, text)
	}
	return nil
}

// kinds are the types of what is served. The machine's own table is not asked:
// a browser refuses a module under another type.
var kinds = map[string]string{
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml",
}

func (a *Assets) add(name string, body []byte) {
	ext := path.Ext(name)
	a.put(name, Prefix+strings.TrimSuffix(name, ext)+"-"+hash(body)+ext, body)
}

func (a *Assets) put(name, url string, body []byte) {
	a.urls[name] = url
	a.served[url] = asset{kind: kinds[path.Ext(name)], etag: hash(body), plain: body, gzipped: compress(body)}
}

func hash(body []byte) string {
	sum := sha256.Sum256(body)
	return short(sum[:])
}

// short is as much of a hash as an address carries.
func short(sum []byte) string { return hex.EncodeToString(sum[:8]) }

func compress(body []byte) []byte {
	var out bytes.Buffer
	w, _ := gzip.NewWriterLevel(&out, gzip.BestCompression)
	_, _ = w.Write(body) // a bytes.Buffer does not fail
	_ = w.Close()
	return out.Bytes()
}

// URL is the address of an asset: URL("samenspraak.css") is
// "/static/samenspraak-3f9a….css", URL("faq.js") "/static/js-3f9a…/faq.js". It
// panics on a name that does not exist, which is a mistake in a template.
func (a *Assets) URL(name string) string {
	url, ok := a.urls[name]
	if !ok {
		panic(fmt.Sprintf("static: no asset named %q", name))
	}
	return url
}

// ServeHTTP answers GET and HEAD for the addresses URL gives, and 404 for all
// others.
func (a *Assets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	found, ok := a.served[r.URL.Path]
	if !ok {
		// While versions change, an old address can be back in a moment.
		w.Header().Set("Cache-Control", "no-store")
		http.NotFound(w, r)
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
		return
	}
	found.serve(w, r)
}

func (f asset) serve(w http.ResponseWriter, r *http.Request) {
	body, etag := f.plain, `"`+f.etag+`"`
	h := w.Header()
	if AcceptsGzip(r.Header.Get("Accept-Encoding")) {
		body, etag = f.gzipped, `"`+f.etag+`-gzip"`
		h.Set("Content-Encoding", "gzip")
	}
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("Vary", "Accept-Encoding")
	h.Set("ETag", etag)
	if Matches(r.Header.Get("If-None-Match"), etag) {
		h.Del("Content-Encoding")
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Type", f.kind)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if r.Method == http.MethodGet {
		_, _ = w.Write(body)
	}
}

// URL is the address of a built-in asset; see Assets.URL.
func URL(name string) string { return builtIn().URL(name) }

// Handler serves the built-in assets; mount it at Prefix.
func Handler() http.Handler { return builtIn() }

// Icon is the source of a built-in icon: an svg element drawn in currentColor.
func Icon(name string) (string, error) {
	b, err := files.ReadFile("icons/" + name + ".svg")
	if err != nil {
		return "", fmt.Errorf("static: no icon named %q: %w", name, err)
	}
	return strings.TrimSpace(string(b)), nil
}
