package web_test

import (
	"fmt"
	"html"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/store/storetest"
	"samenspraak/internal/testkit"
)

// unseen is what nobody can see and what moves, ends or hides what stands
// beside it: escape, control, direction, line, noncharacter.
const unseen = "\x1b[31m\x01\u202e\u2066\u200f\u2028\u0085\ufffe\u200b"

// keeps says what of it an answer holds, as it is or as a reference. Tabs and
// line ends are the page's own.
func keeps(text string) string {
	for _, text := range []string{text, html.UnescapeString(text)} {
		if i := strings.IndexFunc(text, func(r rune) bool {
			return unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t' ||
				unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029' ||
				r == '\u200b' || r == '\ufffe'
		}); i >= 0 {
			return fmt.Sprintf("%q", text[max(0, i-40):min(len(text), i+20)])
		}
	}
	return ""
}

// TestWhatCannotBeSeenIsNotKept puts it into every field of words of every form
// that a page shows, as staff and as a guest. No row, page, list, calendar or
// mail holds it afterwards, and the answer to the form itself does not either.
func TestWhatCannotBeSeenIsNotKept(t *testing.T) {
	t.Parallel()
	v := probe(t, testkit.Options{})
	staff, visitor := v.SignIn(consult.Admin), v.Client()
	side := func(path string) *testkit.Client {
		if strings.HasPrefix(path, "/beheer") {
			return staff
		}
		return visitor
	}
	look := func(what string, r *testkit.Response) {
		t.Helper()
		if kind := r.Header.Get(
			"Content-Type",
		); strings.HasPrefix(kind, "text/") || strings.Contains(kind, "xml") || strings.Contains(kind, "json") ||
			strings.Contains(kind, "sheet") {
			if found := keeps(strings.TrimPrefix(readable(t, r), "\ufeff")); found != "" {
				t.Errorf("%s: %d holds %s", what, r.Status, found)
			}
		}
	}
	shows := func(path string) bool {
		return !strings.HasSuffix(path, ".csv") && !strings.HasSuffix(path, ".xlsx") && !strings.HasSuffix(path, ".txt")
	}
	forms := v.forms(staff, func(path string) bool { return strings.HasPrefix(path, "/beheer") && shows(path) })
	maps.Copy(forms, v.forms(visitor, func(path string) bool {
		return path == address.SignIn || !strings.HasPrefix(path, "/beheer") && shows(path)
	}))
	done := 0
	for _, key := range slices.Sorted(maps.Keys(forms)) {
		form := forms[key]
		if strings.HasSuffix(form.action, "/afmelden") {
			continue
		}
		fields := url.Values{}
		for name, values := range form.fields {
			fields[name] = slices.Clone(values)
			if words(name, values[0]) {
				fields.Set(name, values[0]+"a"+unseen+"b")
			}
		}
		r := v.send(side(form.action), key, form.action, fields)
		if r.Status == http.StatusSeeOther {
			done++
		}
		look(key, r)
	}
	if done < 15 {
		t.Errorf("only %d forms did something", done)
	}
	v.deliver()
	for table, rows := range storetest.Rows(t, v.Config.Database) {
		if slices.Contains([]string{"file_chunk", "goose_db_version"}, table) {
			continue
		}
		for _, row := range rows {
			if found := keeps(row); found != "" {
				t.Errorf("a row of %s holds %s", table, found)
			}
		}
	}
	for _, r := range v.routes() {
		if r.Method == http.MethodGet && !strings.Contains(r.Path, "bestanden") &&
			!strings.Contains(r.Path, "/static") && !strings.Contains(r.Path, ":name") {
			for _, path := range v.addresses(r.Path) {
				look("GET "+path, side(path).Get(path))
			}
		}
	}
	for _, m := range v.mails {
		if found := keeps(m.Subject + m.To + m.Text + m.HTML + m.Calendar); found != "" {
			t.Errorf("a mail to %s holds %s", m.To, found)
		}
	}
}

// words says whether a field holds words: not a number, a choice that is a word
// of ours, a day or a time.
func words(name, value string) bool {
	switch {
	case strings.ContainsAny(value, "0123456789") && !strings.ContainsAny(value, " "):
		return false
	case slices.Contains(
		[]string{
			"kind", "type", "role", "language", "before", "when", "state", "answer", "source", "doe", "antwoord",
			"verder", "soort", "taal", "alike", "besluit", "edited", "version", "count",
		}, name,
	):
		return false
	case strings.Contains(value, "@"):
		return false
	}
	return true
}

// TestKeepsNotices keeps the test above honest.
func TestKeepsNotices(t *testing.T) {
	for _, r := range unseen {
		for _, text := range []string{"a" + string(r) + "b", fmt.Sprintf("a&#%d;b", r)} {
			// As a reference, 0x85 is an ellipsis to a browser.
			seen := strings.ContainsRune("[31m", r) || r == '\u0085' && strings.Contains(text, "&#")
			if found := keeps(text); found == "" && !seen {
				t.Errorf("%q goes unnoticed", text)
			}
		}
	}
	if found := keeps("a\tb\r\nc é \u200d"); found != "" {
		t.Errorf("what is no fault is noticed: %s", found)
	}
}
