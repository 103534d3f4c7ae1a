// Package static holds what browsers fetch besides pages: two stylesheets, a
// few scripts, the icons. Stylesheets and scripts are kept as one file per part
// and joined at start, so that a visitor fetches one; every address carries a
// hash of its content and may therefore be kept for ever.
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

// Build joins the stylesheets and scripts of fsys and names every asset by its
// content. fsys holds css/ and icons/; each file that stands in js/ itself is a
// script for pages, those in its folders are parts. An import that cannot be
// resolved is an error.
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

func (a *Assets) addScripts(fsys fs.FS) error {
	names, err := fs.Glob(fsys, "js/*.js")
	if err != nil {
		return fmt.Errorf("static: scripts: %w", err)
	}
	for _, name := range names {
		js, err := script(fsys, name)
		if err != nil {
			return err
		}
		a.add(path.Base(name), []byte(js))
	}
	return nil
}

// kinds are the types of what is served. The machine's own table is not asked:
// a browser refuses a module under another type.
var kinds = map[string]string{
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml",
}

func (a *Assets) add(name string, body []byte) {
	sum := sha256.Sum256(body)
	hash := hex.EncodeToString(sum[:8])
	ext := path.Ext(name)
	url := Prefix + strings.TrimSuffix(name, ext) + "-" + hash + ext
	a.urls[name] = url
	a.served[url] = asset{
		kind: kinds[ext], etag: hash, plain: body, gzipped: compress(body),
	}
}

func compress(body []byte) []byte {
	var out bytes.Buffer
	w, _ := gzip.NewWriterLevel(&out, gzip.BestCompression)
	_, _ = w.Write(body) // a bytes.Buffer does not fail
	_ = w.Close()
	return out.Bytes()
}

// URL is the address of an asset: URL("samenspraak.css") is
// "/static/samenspraak-3f9a….css". It panics on a name that does not exist,
// which is a mistake in a template.
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
