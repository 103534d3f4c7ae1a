package mailbox

import (
	"bytes"
	"embed"
	"html/template"
	"mime"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"samenspraak/internal/dutch"
)

//go:embed pages
var files embed.FS

// maxListed is how many mails the list shows; searching finds the others.
const maxListed = 200

const (
	pagePolicy = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; frame-src 'self'; " +
		"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
	filePolicy  = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
	framePolicy = "default-src 'none'; style-src '%s'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox " + sandbox
	// sandbox lets the reader follow a link of the mail to where the mail would
	// have led, and nothing else.
	sandbox = "allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"
)

// Handler serves the pages: the list (newest first, ?q= searches), one mail, its
// HTML part for the frame, its files and its source. It sets its own security
// headers, uses relative links only and can stand under any prefix with
// http.StripPrefix. Nothing it serves changes anything.
func (b *Box) Handler() http.Handler {
	p := &pages{box: b, list: parsed("list.html"), mail: parsed("mail.html"), missing: parsed("missing.html")}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", p.showList)
	mux.HandleFunc("GET /mailbox.css", p.showStyle)
	mux.HandleFunc("GET /{id}", p.one(p.showMail))
	mux.HandleFunc("GET /{id}/html", p.one(p.showFrame))
	mux.HandleFunc("GET /{id}/bron", p.one(p.showSource))
	mux.HandleFunc("GET /{id}/bijlage/{n}", p.one(p.showFile))
	mux.HandleFunc("GET /", p.showMissing)
	return guarded(mux)
}

// guarded sets the headers every answer bears, puts the slash behind the prefix
// on which relative links depend, and refuses what is not reading.
func guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", pagePolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		asked, _, _ := strings.Cut(r.RequestURI, "?")
		switch {
		case r.Method != http.MethodGet && r.Method != http.MethodHead:
			h.Set("Allow", "GET, HEAD")
			http.Error(w, "Alleen lezen.", http.StatusMethodNotAllowed)
		case r.URL.Path == "" && asked != "" && !strings.HasSuffix(asked, "/"):
			h.Set("Location", path.Base(asked)+"/")
			w.WriteHeader(http.StatusFound)
		default:
			next.ServeHTTP(w, rooted(r))
		}
	})
}

// rooted lets the routes begin with a slash whether or not the stripped prefix
// ended with one.
func rooted(r *http.Request) *http.Request {
	if strings.HasPrefix(r.URL.Path, "/") {
		return r
	}
	r = r.Clone(r.Context())
	r.URL.Path, r.URL.RawPath = "/"+r.URL.Path, ""
	return r
}

type pages struct {
	box                 *Box
	list, mail, missing *template.Template
}

func parsed(name string) *template.Template {
	return template.Must(
		template.New(name).Funcs(template.FuncMap{"when": when}).ParseFS(files, "pages/layout.html", "pages/"+name),
	)
}

// layout is what every page needs. Root leads from the page to the list.
type layout struct {
	Title, Root, Stylesheet string
}

type listView struct {
	layout
	Query                string
	Mails                []Mail
	Total, Found, Hidden int
}

func (p *pages) showList(w http.ResponseWriter, r *http.Request) {
	all := p.box.Mails()
	v := listView{layout: p.layout("Postvak", "./"), Query: strings.TrimSpace(r.URL.Query().Get("q")), Total: len(all)}
	found := matching(all, v.Query)
	slices.Reverse(found)
	v.Found = len(found)
	v.Mails = found[:min(maxListed, len(found))]
	v.Hidden = len(found) - len(v.Mails)
	render(w, p.list, http.StatusOK, v)
}

// matching gives the mails whose recipient or subject contains query.
func matching(mails []Mail, query string) []Mail {
	query = strings.ToLower(query)
	return slices.DeleteFunc(mails, func(m Mail) bool {
		return !strings.Contains(strings.ToLower(m.To), query) && !strings.Contains(strings.ToLower(m.Subject), query)
	})
}

// one finds the mail the address names, or answers 404.
func (p *pages) one(show func(http.ResponseWriter, *http.Request, Mail)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		id, err := strconv.Atoi(r.PathValue("id"))
		m, ok := p.box.Mail(id)
		if err != nil || !ok {
			p.showMissing(w, r)
			return
		}
		show(w, r, m)
	}
}

type mailView struct {
	layout
	Mail    Mail
	Text    []segment
	Sandbox string
}

// Number counts attachments as people do.
func (mailView) Number(i int) int { return i + 1 }

// Size is rounded up to whole kilobytes.
func (mailView) Size(a Attachment) string { return strconv.Itoa((len(a.Data)+1023)/1024) + " kB" }

func (p *pages) showMail(w http.ResponseWriter, _ *http.Request, m Mail) {
	v := mailView{layout: p.layout(subject(m), "./"), Mail: m, Text: segments(m.Text), Sandbox: sandbox}
	render(w, p.mail, http.StatusOK, v)
}

func (p *pages) showFrame(w http.ResponseWriter, r *http.Request, m Mail) {
	f, err := newFrame(m.HTML)
	if m.HTML == "" || err != nil {
		p.showMissing(w, r)
		return
	}
	w.Header().Set("Content-Security-Policy", strings.Replace(framePolicy, "%s", f.styleHash, 1))
	w.Header().Set("X-Frame-Options", "SAMEORIGIN")
	write(w, "text/html; charset=utf-8", []byte(f.document))
}

func (p *pages) showSource(w http.ResponseWriter, _ *http.Request, m Mail) {
	w.Header().Set("Content-Security-Policy", filePolicy)
	write(w, "text/plain; charset=utf-8", m.Raw)
}

// showFile gives an attachment, always as a download. Only types a phone should
// offer to open keep their name; nothing a browser might run does.
func (p *pages) showFile(w http.ResponseWriter, r *http.Request, m Mail) {
	n, err := strconv.Atoi(r.PathValue("n"))
	if err != nil || n < 1 || n > len(m.Attachments) {
		p.showMissing(w, r)
		return
	}
	a := m.Attachments[n-1]
	mediaType := "application/octet-stream"
	switch a.MediaType {
	case "application/pdf":
		mediaType = a.MediaType
	case "text/calendar", "application/ics":
		mediaType = "text/calendar; charset=utf-8"
	}
	w.Header().Set("Content-Security-Policy", filePolicy)
	w.Header().
		Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": fileName(a, n)}))
	write(w, mediaType, a.Data)
}

func (p *pages) showStyle(w http.ResponseWriter, _ *http.Request) {
	css, err := files.ReadFile("pages/mailbox.css")
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	write(w, "text/css; charset=utf-8", css)
}

// showMissing counts how deep the address lies, so that the page finds its style.
func (p *pages) showMissing(w http.ResponseWriter, r *http.Request) {
	root := "./" + strings.Repeat("../", strings.Count(r.URL.Path, "/")-1)
	render(w, p.missing, http.StatusNotFound, p.layout("Niet gevonden", root))
}

func (p *pages) layout(title, root string) layout {
	return layout{Title: title, Root: root, Stylesheet: p.box.settings.stylesheet}
}

func render(w http.ResponseWriter, t *template.Template, status int, view any) {
	var page bytes.Buffer
	if err := t.ExecuteTemplate(&page, "layout", view); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = page.WriteTo(w)
}

func write(w http.ResponseWriter, contentType string, body []byte) {
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body)
}

func subject(m Mail) string {
	if strings.TrimSpace(m.Subject) == "" {
		return "(geen onderwerp)"
	}
	return m.Subject
}

func fileName(a Attachment, n int) string {
	if a.Name == "" {
		return "bijlage-" + strconv.Itoa(n)
	}
	return a.Name
}

// when writes a moment in Dutch time.
func when(t time.Time) string {
	if t.IsZero() {
		return "tijd onbekend"
	}
	return t.In(dutch.Zone).Format("02-01-2006 15.04") + " uur"
}
