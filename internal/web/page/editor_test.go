package page_test

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/web/page"
	"samenspraak/internal/web/page/pagetest"
	"samenspraak/internal/web/public"
)

func TestDiffViewHasTwoSides(t *testing.T) {
	d := page.DiffView{Pieces: []page.DiffPiece{
		{Op: page.DiffSame, Text: "tot "}, {Op: page.DiffOld, Text: "12"}, {Op: page.DiffNew, Text: "16"},
		{Op: page.DiffSame, Text: " november"},
	}}
	join := func(pieces []page.DiffPiece) string {
		var all strings.Builder
		for _, p := range pieces {
			if p.Changed() {
				all.WriteString("[" + p.Text + "]")
				continue
			}
			all.WriteString(p.Text)
		}
		return all.String()
	}
	if was, now := join(d.Old()), join(d.New()); was != "tot [12] november" || now != "tot [16] november" {
		t.Errorf("was %q, now %q", was, now)
	}
	if len(d.Pieces) != 4 || (page.DiffView{}).Old() != nil {
		t.Error("the pieces were changed, or nothing has a side")
	}
}

func TestChecklistSaysWhatItMeans(t *testing.T) {
	for kind, want := range map[page.Kind][3]string{
		page.OK:    {"checklist__item checklist__item--ok", "check", "fine"},
		page.Bad:   {"checklist__item checklist__item--bad", "cross", "wrong"},
		page.Plain: {"checklist__item", "alert", ""},
		"":         {"checklist__item", "alert", ""},
	} {
		i := page.ChecklistItem{Kind: kind}
		word := ""
		if i.Fine() {
			word = "fine"
		}
		if i.Wrong() {
			word += "wrong"
		}
		if diff := cmp.Diff(want, [3]string{i.Class(), i.Sign(), word}); diff != "" {
			t.Errorf("%q: %s", kind, diff)
		}
	}
}

func TestEditorIsAFieldOfItsForm(t *testing.T) {
	var problems consult.Problems
	problems.Add("tekst", "part.showcase.theme")
	f := page.NewFields(i18n.Dutch, problems)
	e := page.NewEditor(f.Area("tekst", "", "## Kop", page.LabelText("Tekst")))
	if e.ID != "tekst" || e.Rows != 16 || !e.Invalid() || e.DescribedBy() != "tekst-f" ||
		f.Summary().Items[0].Href != "#tekst" {
		t.Errorf("%+v", e)
	}
}

// showcase is the page of all parts, read back.
func showcase(t *testing.T, lang i18n.Lang) *html.Node {
	t.Helper()
	c, w := newContext("GET", "/beheer/bouwstenen")
	page.SetFrame(c, pagetest.Frame(lang, page.Staff))
	if err := public.RenderShowcase(c); err != nil {
		t.Fatal(err)
	}
	return parsed(t, w)
}

func parsed(t *testing.T, w *httptest.ResponseRecorder) *html.Node {
	t.Helper()
	root, err := html.Parse(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// The template engine reads some names of attributes as code or addresses, also
// after "data-"; a word in one of them would come out quoted.
func TestWordsForScriptsComeOutAsTheyStand(t *testing.T) {
	for _, lang := range i18n.Languages {
		found := map[string]string{}
		for node := range showcase(t, lang).Descendants() {
			for _, a := range node.Attr {
				if strings.HasPrefix(a.Key, "data-") {
					found[a.Key] = a.Val
				}
			}
		}
		for attribute, key := range map[string]string{
			"data-single": "part.faq.found_one", "data-many": "part.faq.found_many", "data-none": "part.faq.found_none",
			"data-text-saved": "part.editor.saved", "data-text-others": "part.editor.others",
			"data-text-offline":     "part.editor.offline",
			"data-text-signin-link": "part.editor.signin_link", "data-text-file-goes": "part.editor.file_goes",
			"data-columns": "part.editor.columns",
		} {
			if want := i18n.T(lang, key); found[attribute] != want {
				t.Errorf("%s: %s is %q, want %q", lang, attribute, found[attribute], want)
			}
		}
		for attribute, value := range found {
			if strings.HasPrefix(value, `"`) || strings.HasPrefix(value, `\`) {
				t.Errorf("%s: %s is quoted: %q", lang, attribute, value)
			}
		}
	}
}

func TestScriptsOfAPage(t *testing.T) {
	c, w := newContext("GET", "/")
	if err := sitePage.Render(
		c, 200, page.Head{Title: "x", Scripts: []string{"faq.js"}}, page.Failure{Title: "x"},
	); err != nil {
		t.Fatal(err)
	}
	contains(
		t, w.Body.String(), []string{`<script type="module" src="/static/js-`, `/faq.js"></script>`},
		[]string{"editor.js"},
	)
	c, _ = newContext("GET", "/")
	if err := sitePage.Render(c, 200, page.Head{Scripts: []string{"none.js"}}, page.Failure{}); err == nil {
		t.Error("a script that does not exist was no error")
	}
}

// What a page lacks the script cannot find: all it looks for stands in the part.
func TestEditorHasWhatItsScriptLooksFor(t *testing.T) {
	found := map[string]bool{}
	for node := range showcase(t, i18n.Dutch).Descendants() {
		for _, a := range node.Attr {
			found[a.Key] = true
			found[a.Key+"="+a.Val] = true
		}
	}
	for _, want := range []string{
		"data-editor", "data-markdown", "data-status", "data-others", "data-notice", "data-sign", "role=toolbar",
		"autocomplete=off", "name=edited",
		"data-tool=heading", "data-tool=bold", "data-tool=italic", "data-tool=list", "data-tool=numbers",
		"data-tool=quote",
		"data-tool=link", "data-tool=table", "data-tool=picture", "data-tool=file", "data-tool=undo",
		"sandbox=allow-same-origin",
	} {
		if !found[want] {
			t.Errorf("no %s", want)
		}
	}
}
