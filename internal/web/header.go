package web

import (
	"net/http"
	"strings"

	"samenspraak/internal/address"
)

// policy is the Content-Security-Policy of every page: nothing but our own
// files, no inline script or style, no frame around us. frame-src is for the
// staff's preview of a mail, which has a policy of its own.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; " +
	"connect-src 'self'; frame-src 'self'; object-src 'none'; base-uri 'none'; " +
	"form-action 'self'; frame-ancestors 'none'"

// headers sets what internet.nl and the Observatory ask on every answer,
// whatever its status or method; a handler with a stricter or other need sets
// its own afterwards.
func (s *server) headers(next http.Handler) http.Handler {
	secure := s.base.Scheme == "https"
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", referrer(r.URL.Path))
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
		if secure {
			h.Set("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
		}
		next.ServeHTTP(w, r)
	})
}

// referrer keeps a secret in the path from every other page. Elsewhere it is
// same-origin: with no-referrer a browser sends "Origin: null" with a form, and
// the staff side would refuse its own.
func referrer(path string) string {
	for _, folder := range address.Secrets() {
		if strings.HasPrefix(path, folder) {
			return "no-referrer"
		}
	}
	return "same-origin"
}
