// Package page turns typed views into finished pages: it ties a template to
// the Go type it shows, fills the frame around it, builds forms with their
// problems, renders Markdown, maps errors to status codes and keeps finished
// public pages.
package page

import (
	"bytes"
	"fmt"
	"html/template"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/i18n"
)

// Layout is the frame around a page.
type Layout int

const (
	// Site has the full header and footer: what visitors read.
	Site Layout = iota
	// Slim is one narrow column without a menu: a personal invitation.
	Slim
	// Sign is the staff sign-in.
	Sign
	// Staff has the bar at the side.
	Staff
)

var layoutFiles = map[Layout]string{
	Site: "layout/site.html", Slim: "layout/slim.html", Sign: "layout/sign.html", Staff: "layout/staff.html",
}

// Page is one template file with the type of view it shows. Make it with New
// in a package variable beside its handler.
type Page[V any] struct {
	file   string
	layout Layout
	sets   map[i18n.Lang]func() (*template.Template, error)
}

// New ties a file such as "site/invitation/reply.html" to a view and a frame,
// and registers it, so that a test can try every page and find files that no
// page claims. The file is parsed when the page is first shown.
func New[V any](file string, layout Layout) *Page[V] {
	p := &Page[V]{file: file, layout: layout, sets: map[i18n.Lang]func() (*template.Template, error){}}
	for _, lang := range i18n.Languages {
		p.sets[lang] = sync.OnceValues(func() (*template.Template, error) {
			return parsePage(file, layout, lang)
		})
	}
	register(Registration{File: file, Layout: layout, Try: p.try, Files: p.files})
	return p
}

// Render writes the page as the answer to a request. Frame comes from the
// context (SetFrame); head says what is particular to this page. Nothing is
// sent when rendering fails. Pages with something personal are marked
// no-store, unless the handler has set Cache-Control itself.
func (p *Page[V]) Render(c echo.Context, status int, head Head, v V) error {
	frame := FrameOf(c)
	body, err := p.Bytes(frame, head, v)
	if err != nil {
		return err
	}
	h := c.Response().Header()
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", p.layout.caching())
	}
	h.Set("Content-Language", string(frame.Language()))
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if c.Request().Method == http.MethodHead {
		h.Set("Content-Type", echo.MIMETextHTMLCharsetUTF8)
		return c.NoContent(status)
	}
	return c.HTMLBlob(status, body)
}

func (l Layout) caching() string {
	if l == Site {
		return "no-cache"
	}
	return "no-store"
}

// Bytes is the finished page without a request, for the cache of public pages.
func (p *Page[V]) Bytes(frame Frame, head Head, v V) ([]byte, error) {
	set, err := p.sets[frame.Language()]()
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := set.Execute(&out, newChrome(p.layout, frame, head, v)); err != nil {
		return nil, fmt.Errorf("page %s: %w", p.file, err)
	}
	return out.Bytes(), nil
}

func (p *Page[V]) try(frame Frame, fill func(view any)) ([]byte, error) {
	var v V
	fill(&v)
	return p.Bytes(frame, Head{Title: p.file}, v)
}

func (p *Page[V]) files() ([]string, error) {
	set, err := p.sets[i18n.Dutch]()
	if err != nil {
		return nil, err
	}
	files := []string{p.file, layoutFiles[p.layout]}
	for _, t := range set.Templates() {
		if strings.Contains(t.Name(), "/") && t.Name() != layoutFiles[p.layout] {
			files = append(files, partFile(t.Name()))
		}
	}
	return files, nil
}

// Registration is what a test may do with a page without knowing its view.
type Registration struct {
	File   string
	Layout Layout
	// Try renders the page with a view that fill has set; fill gets a pointer
	// to the zero view.
	Try func(frame Frame, fill func(view any)) ([]byte, error)
	// Files lists the template files the page is made of.
	Files func() ([]string, error)
}

var registry struct {
	sync.Mutex
	pages []Registration
}

func register(r Registration) {
	registry.Lock()
	defer registry.Unlock()
	registry.pages = append(registry.pages, r)
}

// Registered lists every page made by New in the packages that are linked in.
func Registered() []Registration {
	registry.Lock()
	defer registry.Unlock()
	return append([]Registration(nil), registry.pages...)
}
