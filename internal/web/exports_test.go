package web_test

import (
	"bytes"
	"encoding/csv"
	"net/http"
	"strings"
	"testing"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/service"
	"samenspraak/internal/testkit"
)

// audited says whether a GET of a route leaves a trace on purpose: that a list
// was taken out as a file is in the audit. It is all that a GET may change.
func audited(route string) bool {
	return strings.HasPrefix(route, "/beheer/") &&
		(strings.HasSuffix(route, ".csv") || strings.HasSuffix(route, ".xlsx")) &&
		route != "/beheer/import/voorbeeld.csv" // the columns to fill in, and nothing of ours
}

// TestExportsLeaveAnEntry takes out every list there is, as the table of routes
// has them, and reads in the log who took which and how many rows.
func TestExportsLeaveAnEntry(t *testing.T) {
	t.Parallel()
	v := probe(t, testkit.Options{})
	admin := v.SignIn(consult.Admin)
	imports := map[string]string{
		"/beheer/import/:id/geweigerd.csv": v.imports(true), "/beheer/import/:id/proef/geweigerd.csv": v.imports(false),
	}
	newest := func() consult.Event {
		t.Helper()
		events, _, err := v.Service().Audit(t.Context(), v.Admin, service.AuditFilter{Limit: 1})
		if err != nil {
			t.Fatal(err)
		}
		return events[0]
	}
	lists, rows := map[string]bool{}, 0
	for _, line := range table(t) {
		method, route, _ := strings.Cut(line, " ")
		route, _, _ = strings.Cut(route, " ")
		if method != http.MethodGet || !strings.HasPrefix(route, "/beheer/") ||
			!strings.HasSuffix(route, ".csv") && !strings.HasSuffix(route, ".xlsx") {
			continue
		}
		taken := false
		paths := v.addresses(route)
		if id := imports[route]; id != "" {
			paths = []string{strings.Replace(route, ":id", id, 1)}
		}
		for _, path := range paths {
			before := newest()
			answer := admin.Get(path)
			e := newest()
			if answer.Status == http.StatusNotFound && e.ID == before.ID {
				continue
			}
			answer.Want(http.StatusOK)
			taken = true
			if !audited(route) {
				if n := count(t, answer); n != 0 || e.ID != before.ID {
					t.Errorf("%s: %d rows, newest entry %s; it should hold nothing and leave none", route, n, e.Action)
				}
				continue
			}
			if e.ID != before.ID+1 || e.Action != "list.exported" || e.Actor.ID != v.Admin.ID ||
				e.Actor.Name != "Marleen Oosterveld" {
				t.Errorf("%s: the newest entry is %+v", path, e)
				continue
			}
			list, _ := e.Detail["list"].(string)
			kind := strings.TrimPrefix(route[strings.LastIndex(route, "."):], ".")
			n := count(t, answer)
			if e.Detail["rows"] != float64(n) || e.Detail["format"] != kind {
				t.Errorf("%s: %d rows as %s; the log says %v", path, n, kind, e.Detail)
			}
			if strings.Contains(route, ":id") != (e.About != 0) {
				t.Errorf("%s: the entry is about %s %d", path, e.Object, e.About)
			}
			for _, lang := range i18n.Languages {
				if !i18n.Has(lang, "audit.value."+list) || !i18n.Has(lang, "audit.object."+e.Object) {
					t.Errorf("%s: no words for %q of %q in %s", path, list, e.Object, lang)
				}
			}
			lists[list], rows = true, rows+n
		}
		if !taken {
			t.Errorf("%s was never taken", route)
		}
	}
	if len(lists) < 12 || rows < 100 {
		t.Errorf("only %d rows of %v: the test would notice little", rows, lists)
	}
	// A list that may not be seen is not taken either.
	before := newest()
	v.SignIn(consult.Reader).Get("/beheer/logboek.csv").Want(http.StatusForbidden)
	if e := newest(); e.Action == "list.exported" && e.ID != before.ID {
		t.Error("what was refused is in the log as taken")
	}
}

// imports is the id of an import with a row that is refused: one that was done,
// or one that is tried.
func (v *probed) imports(done bool) string {
	v.t.Helper()
	const file = "organisatie;voornaam;achternaam;e-mail\nKanarie Invoer;Eva;Vogel;eva@invoer.example\nKanarie Invoer;Jan;Fout;geen adres\n"
	id, err := v.Service().StartImport(v.ctx(), v.Admin, "kanarie.csv", []byte(file))
	if err == nil && done {
		var trial service.ImportTrial
		if trial, err = v.Service().TryImport(v.ctx(), v.Admin, id); err == nil {
			id, err = v.Service().ConfirmImport(v.ctx(), v.Admin, id, trial.Fingerprint, i18n.Dutch)
		}
	}
	if err != nil {
		v.t.Fatal(err)
	}
	return itoa(id)
}

// count is how many rows a file has under its header.
func count(t *testing.T, r *testkit.Response) int {
	t.Helper()
	if bytes.HasPrefix(r.Body, []byte("PK\x03\x04")) {
		return strings.Count(readable(t, r), "<row ") - 1
	}
	reader := csv.NewReader(bytes.NewReader(r.Body))
	reader.Comma, reader.FieldsPerRecord = ';', -1
	all, err := reader.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return len(all) - 1
}
