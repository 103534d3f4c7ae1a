//go:build e2e

package e2e

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// headerFaults holds an answer against the rules that internet.nl and the
// Mozilla Observatory apply, and against our own about caches and cookies. A
// header must be there once: two contradict each other sooner or later.
func headerFaults(res *http.Response, path string, secure bool) []string {
	var faults []string
	say := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	one := func(name string) string {
		values := res.Header.Values(name)
		if len(values) != 1 {
			say("%s stands %d times", name, len(values))
			return strings.Join(values, ", ")
		}
		return values[0]
	}
	faults = append(faults, policyFaults(one("Content-Security-Policy"))...)
	if v := one("X-Content-Type-Options"); v != "nosniff" {
		say("X-Content-Type-Options: %q", v)
	}
	if v := one("X-Frame-Options"); v != "DENY" && v != "SAMEORIGIN" {
		say("X-Frame-Options: %q", v)
	}
	if v := one("Referrer-Policy"); v != "no-referrer" && (v != "same-origin" || secretPath(path)) {
		say("Referrer-Policy: %q", v)
	}
	faults = append(faults, transportFaults(res.Header.Values("Strict-Transport-Security"), secure)...)
	for _, name := range []string{"Server", "X-Powered-By", "X-AspNet-Version", "Access-Control-Allow-Origin"} {
		if v := res.Header.Get(name); v != "" {
			say("%s: %q", name, v)
		}
	}
	return append(faults, keepingFaults(res, path, secure)...)
}

// keepingFaults looks at what others keep: browsers, proxies.
func keepingFaults(res *http.Response, path string, secure bool) []string {
	var faults []string
	say := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	// What the router itself answers says nothing of anybody.
	bare := slices.Contains(
		[]int{http.StatusNoContent, http.StatusMethodNotAllowed, http.StatusMisdirectedRequest}, res.StatusCode,
	)
	private := !bare && (secretPath(path) || strings.HasPrefix(path, "/beheer"))
	if control := res.Header.Get("Cache-Control"); private && !strings.Contains(control, "no-store") {
		say("Cache-Control: %q on what is nobody else's", control)
	}
	if coding := res.Header.Get("Content-Encoding"); private && coding != "" {
		say("Content-Encoding: %q beside a secret", coding)
	}
	if kind := res.Header.Get("Content-Type"); kind == "" && res.ContentLength > 0 {
		say("no Content-Type")
	} else if strings.HasPrefix(kind, "text/") && !strings.Contains(strings.ToLower(kind), "charset=utf-8") {
		say("Content-Type: %q without charset", kind)
	}
	for _, c := range res.Cookies() {
		switch {
		case !strings.HasPrefix(path, "/beheer"):
			say("cookie %s on a public page", c.Name)
		case !c.HttpOnly, c.SameSite != http.SameSiteLaxMode && c.SameSite != http.SameSiteStrictMode,
			c.Secure != secure, c.Domain != "":
			say("cookie %s: %s", c.Name, c)
		case secure && !strings.HasPrefix(c.Name, "__Host-"):
			say("cookie %s without the prefix __Host-", c.Name)
		}
	}
	return faults
}

func secretPath(path string) bool {
	path = strings.TrimPrefix(path, "/en")
	return strings.HasPrefix(path, "/u/") || strings.HasPrefix(path, "/mijn/") ||
		strings.HasPrefix(path, "/beheer/instellen/")
}

var maxAge = regexp.MustCompile(`^max-age=(\d+)(?:;|$)`)

// transportFaults wants a year or more, with every name below ours.
func transportFaults(values []string, secure bool) []string {
	if !secure {
		if len(values) > 0 {
			return []string{"Strict-Transport-Security over plain HTTP"}
		}
		return nil
	}
	if len(values) != 1 {
		return []string{fmt.Sprintf("Strict-Transport-Security stands %d times", len(values))}
	}
	m := maxAge.FindStringSubmatch(values[0])
	if m == nil {
		return []string{"Strict-Transport-Security: " + values[0]}
	}
	if seconds, err := strconv.Atoi(m[1]); err != nil || seconds < 31536000 ||
		!strings.Contains(values[0], "includeSubDomains") {
		return []string{"Strict-Transport-Security: " + values[0]}
	}
	return nil
}

// policyFaults holds a Content-Security-Policy against the rules.
func policyFaults(policy string) []string {
	var faults []string
	given := map[string][]string{}
	for part := range strings.SplitSeq(policy, ";") {
		if words := strings.Fields(part); len(words) > 0 {
			if _, twice := given[words[0]]; twice {
				faults = append(faults, "CSP: "+words[0]+" twice")
			}
			given[words[0]] = words[1:]
		}
	}
	if v := given["default-src"]; !slices.Equal(v, []string{"'none'"}) && !slices.Equal(v, []string{"'self'"}) {
		faults = append(faults, fmt.Sprintf("CSP: default-src %v", v))
	}
	for _, name := range []string{"base-uri", "form-action", "frame-ancestors"} {
		if len(given[name]) == 0 {
			faults = append(faults, "CSP: no "+name)
		}
	}
	// A letter's styles stand in its attributes: the frame that shows one is a
	// sandbox without scripts that can fetch nothing.
	_, caged := given["sandbox"]
	if caged && given["script-src"] == nil && slices.Equal(given["style-src"], []string{"'unsafe-inline'"}) {
		delete(given, "style-src")
	}
	for name, sources := range given {
		if name == "sandbox" {
			continue
		}
		for _, source := range sources {
			if !fineSource.MatchString(source) {
				faults = append(faults, fmt.Sprintf("CSP: %s %s", name, source))
			}
		}
	}
	slices.Sort(faults)
	return faults
}

// fineSource leaves out unsafe-*, wildcards, whole schemes (data:, http:,
// https:) and hosts: there is no other host.
var fineSource = regexp.MustCompile(`^'(?:none|self|sha(?:256|384|512)-[A-Za-z0-9+/=]+|nonce-[A-Za-z0-9+/=_-]+)'$`)
